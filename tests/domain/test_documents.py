"""Document types: which a case wants, under what title, draft or final."""

from dataclasses import replace
from datetime import date

import pytest

from tests.make import a_folder
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.documents import (
    Discretion,
    DocumentType,
    Each,
    Layout,
    LoadedType,
    Standing,
    Subject,
    discreet,
    standing,
    text_size,
    title_of,
    wanted,
)
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.records.base import Reader
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Communication, Person, SafeContactDetails
from workflow.domain.records.plan import Plan
from workflow.domain.records.review import Review
from workflow.domain.vocabulary import Format, OwnCopyPlace, ReviewKind, ReviewStatus

DISCRETION = Discretion(("safeguarding", "police"))
OWN_COPY = DocumentType(
    id="D2",
    name="own-copy",
    title="My plan",
    reader=Reader.PERSON,
    each=Each.CASE,
    file_name="my-own-copy.docx",
    held_by=frozenset({"plan"}),
    uses=("person.yaml", "plan.yaml", "records/"),
    own_title=True,
    not_when_no_paper=True,
    discretion=DISCRETION,
)
LETTER = DocumentType(
    id="D6a",
    name="review-letter",
    title="Letter about our review",
    reader=Reader.PERSON,
    each=Each.HELD_REVIEW,
    file_name="notes-{held_on}.docx",
    held_by=frozenset({"review letter", "letters out"}),
    discreet_title="Notes from our talk",
)
ONE, TWO = "reviews/2026-11-06-initial-01.yaml", "reviews/2026-11-06-triggered-01.yaml"


def folder(
    *,
    letters_safe: bool | None = None,
    copy: OwnCopyPlace | None = None,
    title: str | None = None,
    reviews: tuple[Filed[Review], ...] = (),
) -> CaseFolder:
    safe = SafeContactDetails(letters_safe=letters_safe, own_copy_kept=copy)
    person = Person(communication=Communication(safe_contact=safe))
    return CaseFolder(
        CaseRef("SG-2026-900"),
        person=Filed("person.yaml", person),
        case=Filed("case.yaml", Case()),
        plan=Filed("plan.yaml", Plan(title_for_person=title)),
        consent=Filed("consent.yaml", Consent()),
        reviews=reviews,
    )


def review(file: str, kind: ReviewKind, status: ReviewStatus) -> Filed[Review]:
    held = date(2026, 11, 6) if status is ReviewStatus.HELD else None
    return Filed(file, Review(kind=kind, status=status, held_on=held))


def finding(message: str, file: str, *holds: str) -> Finding:
    return Finding(
        "X-01", Severity.ERROR, message, None, Place(file), holds=frozenset(holds)
    )


def test_every_case_has_its_own_copy_but_not_when_paper_is_unsafe() -> None:
    (subject,) = wanted(OWN_COPY, folder())
    assert subject.file_name == "my-own-copy.docx"
    assert not list(wanted(OWN_COPY, folder(copy=OwnCopyPlace.NO_PAPER)))


def test_every_review_held_with_the_person_has_a_letter_of_its_own() -> None:
    held = ReviewStatus.HELD
    reviews = (
        review(ONE, ReviewKind.INITIAL, held),
        review("reviews/p.yaml", ReviewKind.PATTERN, held),
        review("reviews/n.yaml", ReviewKind.SCHEDULED, ReviewStatus.PLANNED),
        review(TWO, ReviewKind.TRIGGERED, held),
    )
    subjects = tuple(wanted(LETTER, folder(reviews=reviews)))
    assert [s.file_name for s in subjects] == [
        "notes-2026-11-06.docx",
        "notes-2026-11-06 (2).docx",
    ]
    assert [s.review.file for s in subjects if s.review] == [ONE, TWO]


@pytest.mark.parametrize("each", [Each.WORKSPACE, Each.TENDER])
def test_what_belongs_to_no_case_is_not_wanted_by_one(each: Each) -> None:
    assert not list(wanted(replace(OWN_COPY, each=each), folder()))


def test_papers_are_discreet_until_somebody_says_that_letters_are_safe() -> None:
    assert discreet(folder())
    assert discreet(folder(letters_safe=False))
    assert not discreet(folder(letters_safe=True))


@pytest.mark.parametrize(
    ("kind", "safe", "own", "title"),
    [
        (OWN_COPY, True, "My way home", "My way home"),
        (OWN_COPY, False, "My way home", "My way home"),
        (OWN_COPY, False, None, "My plan"),
        (OWN_COPY, False, "My Safeguarding plan", "My plan"),
        (OWN_COPY, True, "My Safeguarding plan", "My Safeguarding plan"),
        (LETTER, True, "My way home", "Letter about our review"),
        (LETTER, False, None, "Notes from our talk"),
        (replace(LETTER, reader=Reader.STAFF), False, None, "Letter about our review"),
    ],
)
def test_a_title_tells_nothing_where_paper_is_not_safe(
    kind: DocumentType,
    safe: bool,  # noqa: FBT001 - a parameter of the test
    own: str | None,
    title: str,
) -> None:
    assert title_of(kind, folder(letters_safe=safe, title=own)) == title


def test_nothing_found_means_final() -> None:
    assert standing(OWN_COPY, (), None) == (Standing.FINAL, ())


@pytest.mark.parametrize(
    ("file", "holds"),
    [
        ("anything.yaml", "all"),
        ("anything.yaml", "plan"),
        ("plan.yaml", "using"),
        ("records/2026-11-01-visit-01.yaml", "using"),
    ],
)
def test_what_holds_a_document_makes_it_a_draft(file: str, holds: str) -> None:
    stands, reasons = standing(OWN_COPY, [finding("Say why.", file, holds)], None)
    assert (stands, reasons) == (Standing.DRAFT, ("Say why.",))


@pytest.mark.parametrize(
    ("file", "holds"), [("closure.yaml", "using"), ("plan.yaml", "consent record")]
)
def test_what_is_about_something_else_does_not_hold_it(file: str, holds: str) -> None:
    found = [finding("Say why.", file, holds), finding("No weight.", "plan.yaml")]
    assert standing(OWN_COPY, found, None)[0] is Standing.FINAL


def test_each_reason_is_told_once_in_order() -> None:
    found = [finding(m, "plan.yaml", "plan") for m in ("Second.", "First.", "Second.")]
    assert standing(OWN_COPY, found, None)[1] == ("Second.", "First.")


def test_a_letter_waits_only_for_its_own_review() -> None:
    found = [finding("Finish it.", ONE, "review letter")]
    assert standing(LETTER, found, ONE)[0] is Standing.DRAFT
    assert standing(LETTER, found, TWO)[0] is Standing.FINAL
    unreadable = [finding("Mend it.", ONE, "using")]
    assert standing(LETTER, unreadable, ONE)[0] is Standing.DRAFT


def test_what_holds_all_letters_holds_each_wherever_it_stands() -> None:
    found = [finding("Not safe.", "person.yaml", "letters out")]
    assert standing(LETTER, found, ONE)[0] is Standing.DRAFT


def test_what_holds_documents_for_the_person_holds_no_others() -> None:
    about_formats = [finding("Ask", "person.yaml", "documents for the person")]
    for_staff = replace(OWN_COPY, reader=Reader.STAFF)
    assert standing(OWN_COPY, about_formats, None)[0] is Standing.DRAFT
    assert standing(for_staff, about_formats, None)[0] is Standing.FINAL


def needing(*formats: Format, points: int | None = None) -> CaseFolder:
    needs = Communication(formats=formats, text_size_pt=points)
    return replace(folder(), person=Filed("person.yaml", Person(communication=needs)))


def with_templates(*layouts: Layout) -> LoadedType:
    return LoadedType(OWN_COPY, b"", "", dict.fromkeys(layouts, (b"", "")))


def test_a_paper_for_the_person_is_in_the_formats_they_need() -> None:
    kind = with_templates(Layout.EASY_READ, Layout.SCRIPT, Layout.LARGE_PRINT)
    needed = needing(Format.EASY_READ, Format.SPOKEN)
    assert kind.layouts(needed) == (Layout.EASY_READ, Layout.SCRIPT)


def test_pictures_and_easy_read_are_one_paper() -> None:
    kind = with_templates(Layout.EASY_READ)
    assert kind.layouts(needing(Format.PICTURES, Format.EASY_READ)) == (
        Layout.EASY_READ,
    )


def test_a_format_without_a_template_leaves_the_standard_paper() -> None:
    assert with_templates().layouts(needing(Format.BRAILLE)) == (Layout.STANDARD,)


def test_papers_of_staff_are_in_the_standard_layout() -> None:
    staff = replace(OWN_COPY, reader=Reader.STAFF)
    kind = replace(with_templates(Layout.LARGE_PRINT), type=staff)
    assert kind.layouts(needing(Format.LARGE_PRINT)) == (Layout.STANDARD,)


def test_the_name_of_a_paper_tells_its_layout() -> None:
    paper = Subject("My own copy.docx")
    assert paper.laid_out(Layout.EASY_READ).file_name == "My own copy (easy read).docx"
    assert paper.laid_out(Layout.STANDARD) == paper


@pytest.mark.parametrize(
    ("layout", "asked", "size"),
    [
        (Layout.STANDARD, None, 14),
        (Layout.STANDARD, 8, 12),
        (Layout.LARGE_PRINT, None, 18),
        (Layout.LARGE_PRINT, 24, 24),
        (Layout.LARGE_PRINT, 12, 16),
        (Layout.EASY_READ, None, 16),
        (Layout.SCRIPT, 24, 14),
    ],
)
def test_text_is_as_large_as_the_person_needs(
    layout: Layout, asked: int | None, size: int
) -> None:
    assert text_size(needing(points=asked), layout) == size


@pytest.mark.parametrize(
    ("reason", "letters"),
    [("outcomes_met", 1), ("moved", 1), ("died", 0), ("duplicate", 0)],
)
def test_nobody_is_written_to_who_has_died(reason: str, letters: int) -> None:
    kind = replace(LETTER, each=Each.CLOSING, file_name="last.docx")
    ended = a_folder(closure={"closed_on": "2026-11-20", "reason": reason})
    assert len(list(wanted(kind, ended))) == letters
    assert not list(wanted(kind, a_folder()))
