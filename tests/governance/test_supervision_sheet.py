"""D10: which questions are asked of whom, and what a sheet never tells (brief 5.8)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fake_pdf import FakePdf
from tests.make import a_folder
from workflow.domain.case_folder import Filed
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.governance.handbook import Handbook
from workflow.domain.governance.supervision_sheet import (
    ASKED_WHEN,
    Case,
    Worker,
    Wrote,
    chosen,
    in_sheets,
    supervision_sheet,
    workers,
)
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister
from workflow.domain.records.supervision import Supervision
from workflow.services.drafting import SUPERVISION
from workflow.services.making_pdfs import make_pdfs
from workflow.wiring.office import Office

TODAY, SINCE = date(2026, 11, 23), date(2026, 9, 1)
WHO = "st-03"
REFUSED = {"decision": "declined", "suggested_by": "staff"}
STOPPED = {"exit_phrase_used": "true"}
MINE = {"ownership": {"owner": WHO}}


def a_case(findings: tuple[Finding, ...] = (), **parts: object) -> Case:
    case = {**MINE, **(parts.pop("case", None) or {})}  # type: ignore[dict-item]
    found = in_sheets(a_folder(case=case, **parts), findings)
    assert found is not None
    return found


def record(kind: str, **fields: object) -> Mapping[str, object]:
    usual = {"type": kind, "date": "2026-11-02", "recorded_by": WHO, "record_id": "r"}
    return {**usual, **fields}


def prompts(*cases: Case, last: Supervision | None = None) -> list[str]:
    worker = Worker(WHO, "st-02", TODAY, SINCE, cases, cases, last)
    return [asked.prompt for asked in chosen(worker)]


def quiet(text: str) -> Mapping[str, object]:
    return record("visit", what_happened=text)


WATCHED = Finding(
    "VOI-09", Severity.WARNING, "m", "SG-2026-001", Place("records/0.yaml", 1)
)


@pytest.mark.parametrize(
    ("prompt", "case"),
    [
        ("SP-01", a_case(plan={"restrictions": [{"id": "R1", "status": "active"}]})),
        (
            "SP-02",
            a_case(
                plan={"options": [{"decision": "declined", "suggested_by": "staff"}]}
            ),
        ),
        ("SP-03", a_case(records=[record("visit", deviation={"what": "late"})])),
        (
            "SP-04",
            a_case(records=[record("visit", visit={"exit_phrase_used": "true"})]),
        ),
        ("SP-05", a_case(records=[quiet("A walk."), quiet("Tea.")])),
        (
            "SP-07",
            a_case(
                records=[record("journey", journey={"outcome": "stopped_by_staff"})]
            ),
        ),
        ("SP-08", a_case(case={"advocacy": {"offers": [{"answer": "declined"}]}})),
        (
            "SP-09",
            a_case(
                records=[
                    record(
                        "check_in",
                        person_said="No.",
                        check_in={"happy_with_worker": "said_no"},
                    )
                ]
            ),
        ),
    ],
)
def test_each_question_is_asked_when_the_brief_says(prompt: str, case: Case) -> None:
    assert prompts(case) == [prompt, "SP-10"]


def test_words_of_the_watch_list_in_their_own_records_are_asked_about() -> None:
    said = record("visit", person_said="Yes.")
    file = a_folder(records=[said]).records[0].file
    found = replace(WATCHED, place=Place(file, 3))
    assert prompts(a_case((found,), records=[said])) == ["SP-06", "SP-10"]
    other = a_case((found,), records=[{**said, "recorded_by": "st-04"}])
    assert prompts(other) == ["SP-10"]


def test_with_nothing_to_go_by_there_is_still_one_question() -> None:
    assert prompts() == ["SP-10"]
    assert prompts(a_case()) == ["SP-10"]


def test_three_at_most_and_new_ones_before_those_of_last_time() -> None:
    full = a_case(
        plan={
            "restrictions": [{"id": "R1", "status": "active"}],
            "options": [REFUSED],
        },
        records=[record("visit", deviation={"what": "late"}, person_said="Oh.")],
        case={"advocacy": {"offers": [{"answer": "declined"}]}},
    )
    assert prompts(full) == ["SP-01", "SP-02", "SP-03"]
    last = Supervision.model_validate({"prompts": [{"prompt_id": "SP-01"}]})
    assert prompts(full, last=last) == ["SP-02", "SP-03", "SP-08"]


def test_what_happened_before_the_last_talk_is_over() -> None:
    before = record("visit", date="2026-08-31", deviation={"what": "late"})
    assert prompts(a_case(records=[before])) == ["SP-10"]


def test_who_spoke_up_is_no_business_of_a_sheet() -> None:
    spoke = record("speak_up", deviation={"what": "late"}, person_said="I said it.")
    assert prompts(a_case(records=[spoke])) == ["SP-10"]


def test_that_somebody_is_not_happy_with_a_worker_names_no_case() -> None:
    unhappy = record("check_in", check_in={"happy_with_worker": "said_no"})
    theirs = a_case(records=[{**unhappy, "recorded_by": "st-09"}])
    colleague = Worker("st-04", "st-02", TODAY, SINCE, (), (theirs,))
    (asked, _) = chosen(colleague)
    assert (asked.prompt, asked.case) == ("SP-09", "")
    assert "everybody" in ASKED_WHEN["SP-09"][0]


def test_a_sheet_tells_no_words_counts_or_names(starter: Path) -> None:
    office = Office(starter, TODAY)
    case = a_case(
        person={"preferred_name": "Ines", "full_name": "Ines Quillfeather"},
        records=[quiet("She shouted at Bram."), quiet("Again.")],
    )
    worker = Worker(WHO, "st-02", TODAY, SINCE, (case,), (case,))
    organisation, handbook = office.practice.organisation, office.workshop.handbook
    said = supervision_sheet(worker, organisation, handbook)
    text = str(said)
    for word in ("Ines", "Quillfeather", "Bram", "shouted", "2 records"):
        assert word not in text
    questions = said["prompts"]
    assert isinstance(questions, list)
    assert questions[0] == {
        "id": "SP-05",
        "text": "Read one record aloud. Where is the person?",
        "case": case.ref,
        "why": "To hear how the person comes through in what we write.",
    }


def test_a_sheet_is_made_from_four_weeks_before_the_talk(starter: Path) -> None:
    organisation = Office(starter, TODAY).practice.organisation

    def there(due: date) -> bool:
        found = workers([], [], {WHO: (due, "st-02")}, organisation, TODAY)
        return bool(list(found))

    assert there(date(2026, 12, 21))
    assert there(date(2026, 10, 1))
    assert not there(date(2026, 12, 22))


def test_after_the_talk_the_sheet_goes_away(workspace: Path) -> None:
    sheet = workspace / "governance/supervision/reports/Supervision prompts st-09.docx"
    Office(workspace, TODAY).build()
    assert sheet.is_file()
    assert not list(workspace.glob("cases/*/generated/Supervision*"))
    (workspace / "governance/supervision/2026-11-23-01.yaml").write_text(
        "schema_version: 1\ndate: 2026-11-23\nsupervisor: st-05\nsupervisee: st-09\n"
        "prompts:\n  - prompt_id: SP-02\n    dilemma: His way, our fear.\n"
        "    decision_or_learning: Ask first.\n"
    )
    Office(workspace, TODAY).build()
    assert not sheet.exists()


def test_the_pdf_of_a_sheet_stays_and_goes_with_it(workspace: Path) -> None:
    reports = workspace / "governance/supervision/reports"
    office = Office(workspace, TODAY)
    sheets = office.build().documents.which(lambda made: made.shelf == SUPERVISION)
    make_pdfs(sheets, office.shelf, FakePdf())
    before = sorted(path.name for path in reports.iterdir())
    assert "Supervision prompts st-09.pdf" in before
    Office(workspace, TODAY).build()
    assert sorted(path.name for path in reports.iterdir()) == before


def test_a_handbook_without_questions_still_makes_a_sheet(starter: Path) -> None:
    organisation = Office(starter, TODAY).practice.organisation
    worker = Worker(WHO, "st-02", TODAY, SINCE, (), ())
    said = supervision_sheet(worker, organisation, Handbook())
    assert said["words"]


DAYS = st.none() | st.sampled_from([date(2026, 10, 1), date(2026, 7, 1)])
WROTE = st.builds(
    Wrote,
    who=st.sampled_from([WHO, "st-09"]),
    last=st.sampled_from([date(2026, 10, 1), date(2026, 7, 1)]),
    enough=DAYS,
    spoken=DAYS,
    watched=DAYS,
)
CASES = st.lists(
    st.builds(
        Case,
        ref=st.integers(0, 999).map(lambda number: f"SG-2026-{number:03}"),
        service=st.sampled_from(["svc-1", "svc-2"]),
        owner=st.sampled_from([WHO, "st-09"]),
        limit=st.booleans(),
        no_advocate=st.booleans(),
        declined=DAYS,
        crossed=DAYS,
        threshold=DAYS,
        stopped=DAYS,
        another_worker=DAYS,
        wrote=st.lists(WROTE, max_size=2).map(tuple),
    ),
    max_size=25,
    unique_by=lambda case: case.ref,
)


@given(CASES)
def test_of_very_many_cases_those_kept_give_the_same_questions(
    cases: list[Case],
) -> None:
    staff = StaffRegister.model_validate(
        {"staff": [{"id": WHO, "services": ["svc-1"]}]}
    )
    organisation = Organisation(
        Filed("p", Provider()),
        Filed("s", staff),
        timescales={"supervision_prompt_days": 90},
    )
    due = {WHO: (TODAY, "st-02")}
    (worker,) = workers(iter(cases), [], due, organisation, TODAY)
    theirs = tuple(
        case
        for case in cases
        if case.owner == WHO
        or any(one.who == WHO and one.last >= worker.since for one in case.wrote)
    )
    near = tuple(c for c in cases if c.service == "svc-1" and c.another_worker)
    assert chosen(worker) == chosen(replace(worker, cases=theirs, service=near))
    assert len(worker.cases) <= 3 * (len(ASKED_WHEN) - 2)
    assert len(worker.service) <= 1
