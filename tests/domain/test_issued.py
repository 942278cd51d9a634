"""What was given stays; a change makes a new one that says what it replaces."""

from datetime import date

from tests.make import a_folder
from workflow.domain.documents import Given
from workflow.domain.issued import Issue, days_given, issue, told_hash, version_name
from workflow.domain.letters_out import NOBODY
from workflow.domain.making import Receipt

LETTER = "Notes from our talk 2026-11-06.docx"
SECOND = "Notes from our talk 2026-11-06, version 2.docx"
GIVEN = (date(2026, 11, 9),)


def receipt(
    name: str = LETTER,
    made_on: str = "2026-11-06",
    tells: str = "one",
    standing: str = "final",
) -> dict[str, Receipt]:
    made = Receipt(
        name, 1, "D6a", "c", "t", "x", "1", standing, made_on=made_on, tells=tells
    )
    return {name: made}


def test_the_first_letter_has_the_plain_name() -> None:
    assert issue(LETTER, {}, GIVEN, "one") == Issue(LETTER)


def test_a_letter_that_was_given_is_kept_while_it_tells_the_same() -> None:
    assert issue(LETTER, receipt(), GIVEN, "one") == Issue(LETTER, kept=True)


def test_a_change_after_giving_makes_a_new_one_that_says_what_it_replaces() -> None:
    made = issue(LETTER, receipt(), GIVEN, "two")
    assert made == Issue(SECOND, replaces=date(2026, 11, 6))


def test_the_new_one_goes_on_changing_until_it_is_given_too() -> None:
    receipts = receipt() | receipt(SECOND, "2026-11-20", "two")
    assert issue(LETTER, receipts, GIVEN, "three") == Issue(
        SECOND, replaces=date(2026, 11, 6)
    )
    later = (date(2026, 11, 21),)
    assert issue(LETTER, receipts, later, "two") == Issue(
        SECOND, kept=True, replaces=date(2026, 11, 6)
    )
    assert issue(LETTER, receipts, later, "three") == Issue(
        version_name(LETTER, 3), replaces=date(2026, 11, 20)
    )


def test_what_was_made_after_the_day_of_giving_was_not_what_was_given() -> None:
    assert issue(LETTER, receipt(made_on="2026-11-10"), GIVEN, "two") == Issue(LETTER)


def test_a_draft_and_a_receipt_without_its_day_were_not_given() -> None:
    assert issue(LETTER, receipt(standing="draft"), GIVEN, "two") == Issue(LETTER)
    assert issue(LETTER, receipt(made_on=""), GIVEN, "two") == Issue(LETTER)


def test_a_copy_to_somebody_else_is_no_copy_to_the_person() -> None:
    plan = {
        "version": "2",
        "copies": [
            {"to": "st-01", "given_on": "2026-11-10"},
            {"to": "person", "given_on": "2026-11-12"},
            {"to": "person"},
        ],
    }
    folder = a_folder(plan=plan)
    assert days_given(Given.COPY_GIVEN, folder, None) == (date(2026, 11, 12),)


def test_what_moves_by_itself_is_no_change_and_a_new_step_is() -> None:
    def tells(**action: object) -> str:
        actions = [{"id": "A1", "what": "Mend the lock", **action}]
        folder = a_folder(plan={"version": "1", "actions": actions})
        return told_hash(Given.COPY_GIVEN, folder, NOBODY, None)

    assert tells() == tells(status="done", done_on="2026-11-20", result="Mended")
    assert tells() != tells(what="Mend the door")


def test_having_told_somebody_is_no_change_of_what_was_told() -> None:
    def tells(**more: object) -> str:
        review = {"kind": "scheduled", "status": "held", "held_on": "2026-11-06"}
        folder = a_folder(reviews=[{**review, **more}])
        return told_hash(Given.RESULT_TOLD, folder, NOBODY, folder.reviews[0])

    assert tells() == tells(told_person_result_on="2026-11-09")
    assert tells() != tells(what_has_improved="You sleep better")
