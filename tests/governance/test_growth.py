"""Of twice as many cases no step of a paper about all of them takes four times as long.

Counted in steps of Python that are gone through: no clock, and the same every time.
"""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import FrameType
from typing import TYPE_CHECKING

import pytest

from tests.make import a_file, a_folder, a_workspace
from tests.rules.said import ORGANISATION, RULES
from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.anonymise import Identifier
from workflow.domain.disclosure import Figure, shown_forms
from workflow.domain.governance.counted import Asking, Counts, in_figures
from workflow.domain.governance.supervision_sheet import in_sheets, workers
from workflow.domain.governance.unnamed import Unnaming
from workflow.domain.measures import SAMPLED, Evidence, Period
from workflow.domain.records.staff import StaffRegister
from workflow.domain.rules import check_workspace
from workflow.domain.rules.surroundings import Surroundings, glimpse
from workflow.domain.vocabulary import MeasureClass
from workflow.domain.workspace import Workspace

if TYPE_CHECKING:
    from _typeshed import TraceFunction

TODAY = date(2026, 11, 23)
FEW = 60
OCTOBER = Period(date(2026, 10, 1), date(2026, 10, 31))
GROWTH = 2.2  # twice, and a little for what differs


def gone_through(work: Callable[[], object]) -> int:
    """How many steps of Python a piece of work goes through."""
    count = 0

    def step(frame: FrameType, event: str, _: object) -> "TraceFunction":
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def ref(number: int) -> str:
    return f"SG-2026-{number:03}"


def who(number: int) -> str:
    return f"w-{number:03}"


def shared(count: int) -> Workspace:
    """Every other case was sampled, and every other worker had a talk."""
    some = range(0, count, 2)
    sample = {
        "month": "2026-10",
        "sampled_on": "2026-11-06",
        "sampled_by": "w-none",
        "items": [{"case_ref": ref(n), "wanted": "clear"} for n in some],
    }
    talks = [
        {
            "supervisee": who(n),
            "date": "2026-05-04",
            "prompts": [{"prompt_id": "SP-01"}],
        }
        for n in some
    ]
    return a_workspace(samplings=[sample], supervisions=talks)


def samples(count: int) -> Callable[[], object]:
    """What samples say, in figures."""
    asking = Asking(((SAMPLED, OCTOBER),))
    samplings = shared(count).samplings
    facts = Evidence((), ORGANISATION, calendar_for, TODAY, samplings=samplings)
    folders = [a_folder(ref=ref(n)) for n in range(count)]
    cases = [(f.ref, in_figures(f, (), facts, asking)) for f in folders]
    return lambda: Counts(cases, asking, facts).figure(SAMPLED, OCTOBER)


def sheets(count: int) -> Callable[[], object]:
    """Whose sheets there are, a case for each worker and one unhappy person in it."""
    unhappy = {"type": "check_in", "check_in": {"happy_with_worker": "said_no"}}
    cases = [
        in_sheets(
            a_folder(
                ref=ref(n),
                case={"ownership": {"owner": who(n)}, "service_id": "svc-supported"},
                records=[{**unhappy, "date": "2026-11-02", "recorded_by": who(n)}],
            ),
            (),
        )
        for n in range(count)
    ]
    talks = [filed.record for filed in shared(count).supervisions]
    due = {who(n): (TODAY, "st-02") for n in range(count)}
    some = [case for case in cases if case]
    return lambda: list(workers(some, talks, due, ORGANISATION, TODAY))


def rules(count: int) -> Callable[[], object]:
    """The rules of governance about samples and talks."""
    cases = tuple(
        glimpse(
            a_folder(ref=ref(n), case={"ownership": {"owner": who(n)}}), ORGANISATION
        )
        for n in range(count)
    )
    staff = [{"id": who(n), "active_from": "2019-01-07"} for n in range(count)]
    register = a_file(StaffRegister, "config/staff.yaml", {"staff": staff})
    organisation = replace(ORGANISATION, staff=register)
    around = Surroundings(shared(count), organisation, cases, TODAY)
    asked = {name: RULES[name] for name in ("GOV-07", "GOV-08", "GOV-09")}
    return lambda: list(check_workspace(around, asked))


def found(count: int) -> Callable[[], object]:
    """Each case that a sample names, asked for by its reference."""
    cases = tuple(glimpse(a_folder(ref=ref(n)), ORGANISATION) for n in range(count))
    around = Surroundings(shared(count), ORGANISATION, cases, TODAY)
    return lambda: [around.case(ref(n)) for n in range(0, count, 2)]


def names(count: int) -> Callable[[], object]:
    """The names of the sampled are taken out of what was noted of each."""
    known = [Identifier(f"Ann{n:03} Lee{n:03}", "name") for n in range(count)]
    notes = [f"Ann{n:03} Lee{n:03} was seen by all of us." for n in range(count)]

    def work() -> list[str]:
        take_out = Unnaming(known)
        return [take_out(note) for note in notes]

    return work


def forms(count: int) -> Callable[[], object]:
    """The figures of people that may be shown beside one another."""
    d = 20 * count
    parts = {
        name: Figure(name, name, n, d, MeasureClass.PERSON)
        for name, n in (("TM05a", 3), ("TM05b", d // 2), ("TM05c", d - d // 2 - 3))
    }
    return lambda: shown_forms(parts, {})


@pytest.mark.parametrize("step", [samples, sheets, rules, found, names, forms])
def test_twice_as_many_take_twice_as_long(
    step: Callable[[int], Callable[[], object]],
) -> None:
    step(2 * FEW)()  # what is worked out once for all is there
    few, many = (gone_through(step(count)) for count in (FEW, 2 * FEW))
    assert 0 < many <= GROWTH * few
