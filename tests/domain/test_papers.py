"""When a case wants a paper of one review or note, its name, and what holds it back."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import due_items
from workflow.domain.documents import DocumentType, Each, Layout, Subject
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.managerial_papers import STILL_OPEN, TAKEN_OUT
from workflow.domain.organisation import Organisation
from workflow.domain.papers import Setting, paper_of, paper_subjects
from workflow.domain.records.base import Reader
from workflow.domain.vocabulary import ReviewKind
from workflow.domain.working_days import Calendar

CALENDAR = Calendar(frozenset())
PATTERN = DocumentType(
    "D16",
    "pattern-review",
    "Pattern review",
    Reader.STAFF,
    Each.PATTERN_REVIEW,
    "Pattern review {due_on}.docx",
)
NOTE = replace(
    PATTERN, each=Each.LEARNING_NOTE, file_name="Learning note {number}.docx"
)
REVIEW = replace(NOTE, each=Each.MANAGERIAL_REVIEW, file_name="Review {number}.docx")
LETTER = replace(
    NOTE, each=Each.MANAGERIAL_RESULT, not_when_no_paper=True, reader=Reader.PERSON
)
SCHEDULE = {
    "id": "RS1",
    "kind": "pattern",
    "lead": "st-01",
    "first_due": "2026-10-05",
    "every": "7",
    "unit": "days",
    "until": "2026-10-26",
}
FINISHED = {
    "outcome": "justified",
    "what_happened": "We told the council.",
    "opened_on": "2026-10-30",
}


@pytest.fixture(scope="module")
def organisation(starter: Path) -> Organisation:
    return load_organisation(starter)[0]


@pytest.fixture(scope="module")
def tam(starter: Path) -> CaseFolder:
    return CaseFolders(starter).load(CaseRef("SG-2026-014")).folder


def setting(folder: CaseFolder, organisation: Organisation, today: date) -> Setting:
    due = due_items(folder, organisation, CALENDAR, today)
    return Setting(folder, organisation, CALENDAR, today, due)


def names(
    kind: DocumentType, folder: CaseFolder, organisation: Organisation, day: date
) -> list[str]:
    due = setting(folder, organisation, day).due
    return [subject.file_name for subject in paper_subjects(kind, folder, due)]


def test_each_held_pattern_review_has_its_sheet(
    tam: CaseFolder, organisation: Organisation
) -> None:
    assert names(PATTERN, tam, organisation, date(2026, 11, 23)) == [
        "Pattern review 2026-10-05.docx",
        "Pattern review 2026-10-12.docx",
        "Pattern review 2026-10-19.docx",
        "Pattern review 2026-10-26.docx",
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 9, 1), []),
        (date(2026, 10, 5), ["Pattern review 2026-10-05.docx"]),
        (date(2026, 10, 27), ["Pattern review 2026-10-05.docx"]),
    ],
)
def test_the_next_pattern_review_has_a_sheet_once_it_is_near_or_late(
    organisation: Organisation, today: date, expected: list[str]
) -> None:
    folder = a_folder(plan={"review_schedule": [SCHEDULE]})
    assert names(PATTERN, folder, organisation, today) == expected


def test_a_closed_case_has_no_sheet_for_a_review_that_nobody_holds_now(
    organisation: Organisation,
) -> None:
    folder = a_folder(
        plan={"review_schedule": [SCHEDULE]}, closure={"closed_on": "2026-10-20"}
    )
    assert names(PATTERN, folder, organisation, date(2026, 10, 27)) == []


def test_two_sheets_of_one_day_have_names_of_their_own(
    organisation: Organisation,
) -> None:
    both = [SCHEDULE, {**SCHEDULE, "id": "RS2"}]
    folder = a_folder(plan={"review_schedule": both})
    assert names(PATTERN, folder, organisation, date(2026, 10, 5)) == [
        "Pattern review 2026-10-05.docx",
        "Pattern review 2026-10-05 (2).docx",
    ]


def test_a_moved_review_keeps_one_sheet_before_and_after_it_is_held(
    organisation: Organisation,
) -> None:
    review: dict[str, object] = {
        "review_id": "2026-10-05-pattern-01",
        "kind": "pattern",
        "schedule": "RS1",
        "due_on": "2026-10-05",
        "lead": "st-01",
    }
    moved = {"to": "2026-10-07", "reason": "Ill", "agreed_with_person": "said_yes"}
    planned = {**review, "status": "planned", "rescheduled": moved}
    held = {**planned, "status": "held", "held_on": "2026-10-07"}
    for one in (planned, held):
        folder = a_folder(plan={"review_schedule": [SCHEDULE]}, reviews=[one])
        found = names(PATTERN, folder, organisation, date(2026, 10, 7))
        assert found[0] == "Pattern review 2026-10-05.docx"


def test_a_file_called_after_somebody_does_not_name_the_document(
    organisation: Organisation,
) -> None:
    folder = a_folder(managerial_reviews=[FINISHED])
    filed = replace(
        folder.managerial_reviews[0], file="managerial_reviews/Winifred.yaml"
    )
    folder = replace(folder, managerial_reviews=(filed,))
    day = date(2026, 11, 23)
    assert names(REVIEW, folder, organisation, day) == ["Review 2026-10-30.docx"]


@pytest.mark.parametrize(
    ("share", "made"), [("true", 1), ("false", 0), ("", 1), ("maybe", 1)]
)
def test_a_note_that_stays_in_the_case_is_not_made(
    organisation: Organisation, share: str, made: int
) -> None:
    note = {"learning_id": "2026-10-30-01", "share_outside_case": share}
    folder = a_folder(learning=[note])
    assert len(names(NOTE, folder, organisation, date(2026, 11, 23))) == made


@pytest.mark.parametrize(
    ("place", "review", "made"),
    [
        ("person_keeps", FINISHED, 1),
        ("no_paper", FINISHED, 0),
        ("person_keeps", {**FINISHED, "outcome": ""}, 0),
    ],
)
def test_the_letter_waits_for_a_result_and_is_not_made_where_paper_is_not_safe(
    organisation: Organisation, place: str, review: dict[str, str], made: int
) -> None:
    safe = {"communication": {"safe_contact": {"own_copy_kept": place}}}
    folder = a_folder(person=safe, managerial_reviews=[review])
    assert len(names(LETTER, folder, organisation, date(2026, 11, 23))) == made


def test_a_review_that_is_still_open_is_a_draft(organisation: Organisation) -> None:
    folder = a_folder(managerial_reviews=[FINISHED])
    at = setting(folder, organisation, date(2026, 11, 23))
    (subject,) = paper_subjects(REVIEW, folder, at.due)
    paper = paper_of(subject, at)
    assert paper
    assert paper.reasons == (STILL_OPEN,)


def test_a_paper_in_another_layout_is_still_a_paper(organisation: Organisation) -> None:
    folder = a_folder(managerial_reviews=[FINISHED])
    at = setting(folder, organisation, date(2026, 11, 23))
    (subject,) = paper_subjects(LETTER, folder, at.due)
    assert paper_of(subject.laid_out(Layout.LARGE_PRINT), at)
    assert paper_of(Subject("Full plan.docx"), at) is None


def a_finding(file: str, *holds: str) -> Finding:
    place = Place(file, 1)
    held = frozenset(holds)
    return Finding("X-01", Severity.ERROR, "Ines: finish.", "C", place, holds=held)


def test_what_is_said_of_another_visit_does_not_hold_a_sheet(
    tam: CaseFolder, organisation: Organisation
) -> None:
    at = setting(tam, organisation, date(2026, 11, 23))
    first = next(iter(paper_subjects(PATTERN, tam, at.due)))
    paper = paper_of(first, at)
    assert paper
    mine = a_finding("records/2026-09-27-visit-01.yaml", "pattern sheet")
    other = a_finding("records/2026-11-08-visit-01.yaml", "pattern sheet")
    general = a_finding("person.yaml", "all")
    assert paper.concern((mine, other, general)) == (mine, general)


def test_a_note_names_nobody_even_in_the_reasons_why_it_is_a_draft(
    organisation: Organisation,
) -> None:
    folder = a_folder(learning=[{"share_outside_case": "true"}])
    at = setting(folder, organisation, date(2026, 11, 23))
    (subject,) = paper_subjects(NOTE, folder, at.due)
    paper = paper_of(subject, at)
    assert paper
    seen = paper.seen({"title": "Note", "reasons": ["Ines: finish."], "draft": True})
    assert seen["doc"] == {
        "title": "Note",
        "reasons": [f"{TAKEN_OUT}: finish."],
        "draft": True,
    }


def test_a_sheet_sees_nothing_that_would_make_it_anew_for_another_reason(
    tam: CaseFolder, organisation: Organisation
) -> None:
    at = setting(tam, organisation, date(2026, 11, 23))
    first = next(iter(paper_subjects(PATTERN, tam, at.due)))
    later = setting(
        replace(tam, records=tam.records[:-1]), organisation, date(2026, 12, 1)
    )
    held = list(tam.held(ReviewKind.PATTERN))
    assert first.look
    assert first.look.review is held[0]
    before, after = paper_of(first, at), paper_of(first, later)
    assert before
    assert after
    assert before.said == after.said
