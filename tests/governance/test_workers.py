"""Whose sheets there are and what they ask, beside asking every case of everybody.

The plain way takes the cases as often as there are workers; what is quicker says the
same (decision 130).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.rules.said import ORGANISATION
from workflow.domain.governance.supervision_sheet import (
    AHEAD,
    Case,
    Worker,
    Wrote,
    chosen,
    workers,
)
from workflow.domain.records.supervision import Supervision

TODAY = date(2026, 11, 23)
STAFF = [member.id or "" for member in ORGANISATION.staff.record.staff][:5]
SERVICES = [s.id or "" for s in ORGANISATION.provider.record.services]
days = st.integers(0, 130).map(lambda ago: TODAY - timedelta(days=ago))
maybe = st.one_of(st.none(), days)
who = st.sampled_from((*STAFF, "st-nobody", ""))
wrote = st.lists(
    st.builds(Wrote, who, days, maybe, maybe, maybe),
    max_size=3,
    unique_by=lambda one: one.who,
)
a_case = st.builds(
    Case,
    st.sampled_from([f"SG-2026-{n:03}" for n in range(9)]),
    st.sampled_from((*SERVICES, "")),
    who,
    st.booleans(),
    st.booleans(),
    *[maybe] * 5,
    wrote.map(tuple),
)
a_talk = st.builds(
    lambda supervisee, day, prompt: Supervision.model_validate(
        {
            "supervisee": supervisee,
            "date": day,
            "prompts": [{"prompt_id": prompt}] if prompt else [],
        }
    ),
    who,
    maybe,
    st.sampled_from(("", "SP-01", "SP-09")),
)
due = st.dictionaries(
    st.sampled_from((*STAFF, "st-nobody")),
    st.tuples(st.integers(-40, 40).map(lambda n: TODAY + timedelta(n)), who),
)
Due = Mapping[str, tuple[date, str]]


def plain(
    cases: Sequence[Case], talks: Sequence[Supervision], due: Due
) -> Iterator[Worker]:
    """Every case and every talk asked of every worker."""
    for identifier, (day, supervisor) in sorted(due.items()):
        if day - AHEAD > TODAY:
            continue
        held = [t for t in talks if t.supervisee == identifier and t.date and t.prompts]
        last = max(held, key=lambda talk: talk.date or date.min, default=None)
        usual = timedelta(ORGANISATION.timescale("supervision_prompt_days"))
        since = last.date if last and last.date else TODAY - usual
        member = ORGANISATION.member(identifier)
        services = member.services if member else ()
        own = (
            case
            for case in cases
            if case.owner == identifier
            or any(one.who == identifier and one.last >= since for one in case.wrote)
        )
        beside = (
            case
            for case in cases
            if case.service and case.service in services and case.another_worker
        )
        at = (identifier, supervisor, day, since)
        yield Worker(*at, tuple(own), tuple(beside), last)


@given(st.lists(a_case, max_size=8), st.lists(a_talk, max_size=6), due)
def test_everybody_is_asked_what_asking_each_case_of_each_would(
    cases: list[Case], talks: list[Supervision], due: Due
) -> None:
    found = list(workers(iter(cases), talks, due, ORGANISATION, TODAY))
    slowly = list(plain(cases, talks, due))
    assert [chosen(worker) for worker in found] == [chosen(one) for one in slowly]
    for quick, slow in zip(found, slowly, strict=True):
        assert (quick.id, quick.supervisor, quick.due_on) == (
            slow.id,
            slow.supervisor,
            slow.due_on,
        )
        assert (quick.since, quick.last) == (slow.since, slow.last)
        assert all(case in slow.cases for case in quick.cases)
        assert set(quick.service) <= set(slow.service)
        assert len(quick.service) <= len(SERVICES)
