"""Every form that is handed out, for the worked cases: whole, and for everybody."""

import io
from datetime import date
from pathlib import Path

import page
import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from workflow.adapters.pages import HtmlPages
from workflow.adapters.pdf.blank import fillable
from workflow.domain.blank_forms import BlankForm
from workflow.domain.case_folder import CaseRef
from workflow.services.giving_forms import give_form, offered
from workflow.wiring.office import Office

CASES = ("SG-2026-014", "SG-2026-019", "SG-2026-021")
OFFICE = Office(Path(__file__).parents[2], date(2026, 11, 23))
SHEETS = offered(OFFICE.form_room.sheets, "pdf")
EACH = [(sheet.name, CASES[n % 3]) for n, sheet in enumerate(SHEETS)]
CARRIED = {"visit", "talk", "who-can-know", "review-conversation", "short-plan"}


def form(name: str, case: str, channel: str = "pdf") -> BlankForm:
    return give_form(OFFICE.form_room, CaseRef(case), name, channel)


def notes(leaf: PageObject) -> list[DictionaryObject]:
    """The fields on one page."""
    found = leaf.get("/Annots", ArrayObject())
    return [note.get_object() for note in found]


def test_what_people_carry_is_handed_out_on_paper_and_as_one_page() -> None:
    pages = {sheet.name for sheet in offered(OFFICE.form_room.sheets, "file")}
    assert {sheet.name for sheet in SHEETS} >= CARRIED
    assert pages >= CARRIED


@pytest.mark.parametrize(("name", "case"), EACH)
def test_every_form_passes_the_pdf_ua_check(name: str, case: str) -> None:
    found = page.validate_pdf_bytes(
        fillable(form(name, case)), profile=page.ValidationProfile.PDF_UA_1
    )
    assert [(f.rule_id, f.message) for f in found.failures] == []


@pytest.mark.parametrize(("name", "case"), EACH)
def test_every_question_can_be_read_out_and_has_its_fields(
    name: str, case: str
) -> None:
    blank = form(name, case)
    pages = PdfReader(io.BytesIO(fillable(blank))).pages
    said = " ".join(" ".join(leaf.extract_text() for leaf in pages).split())
    for asked in blank.asked:
        for word in asked.ask.split():
            assert word in said
    names = [str(note["/T"]) for leaf in pages for note in notes(leaf)]
    assert len(set(names)) == len(names)
    ticks = sum(len(a.offered) if a.ticks else 1 for a in blank.asked)
    assert len(names) == ticks + len(("_form", "_file", "_base", "_known"))


@pytest.mark.parametrize(("name", "case"), EACH)
def test_every_field_stands_whole_on_its_page_and_on_no_other(
    name: str, case: str
) -> None:
    for leaf in PdfReader(io.BytesIO(fillable(form(name, case)))).pages:
        boxes: list[tuple[float, float, float, float]] = []
        for note in notes(leaf):
            rect = note["/Rect"].get_object()
            assert isinstance(rect, ArrayObject)
            left, foot, right, head = (float(edge) for edge in rect)
            assert 0 < left < right < float(leaf.mediabox.right)
            assert 20 < foot < head < float(leaf.mediabox.top)
            assert all(
                right <= x1 or x2 <= left or head <= y1 or y2 <= foot
                for x1, y1, x2, y2 in boxes
            )
            boxes.append((left, foot, right, head))


@pytest.mark.parametrize("name", sorted(CARRIED))
def test_the_page_holds_nothing_that_another_case_would_show(name: str) -> None:
    pages = {case: HtmlPages().form(form(name, case, "file")) for case in CASES}
    for case, made in pages.items():
        others = {other for other in CASES if other != case}
        assert case.encode() in made
        assert not any(other.encode() in made for other in others)
