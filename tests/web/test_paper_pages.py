"""Forms to take along, from the page of a case."""

import io

import pytest
from pypdf import PdfReader

from tests.web.conftest import HAMISH, Enter


def test_the_page_of_a_case_leads_to_its_forms(enter: Enter) -> None:
    person = enter()
    case = person.case("Tam")
    assert f'href="{case}/paper"' in person.get(case).get_data(as_text=True)
    page = person.get(f"{case}/paper").get_data(as_text=True)
    assert "Record a visit" in page
    assert "{name}" not in page


def test_a_pdf_is_taken_along_under_a_name_that_names_nobody(enter: Enter) -> None:
    person = enter()
    to = f"{person.case('Tam')}/paper"
    answer = person.post(to, {"form": "visit", "kind": "pdf"})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    told = answer.headers["Content-Disposition"]
    assert told == 'attachment; filename="SG-2026-014 visit.pdf"'
    assert answer.headers["Cache-Control"] == "no-store"
    reader = PdfReader(io.BytesIO(answer.get_data()))
    assert reader.metadata == {"/Title": "Record a visit"}


def test_a_page_is_taken_along_and_never_opened_in_ours(enter: Enter) -> None:
    person = enter()
    to = f"{person.case('Tam')}/paper"
    answer = person.post(to, {"form": "visit", "kind": "file"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert b'id="alongside-form"' in answer.get_data()


def test_that_it_was_taken_is_noted_without_a_word_of_it(enter: Enter) -> None:
    person = enter()
    person.post(f"{person.case('Tam')}/paper", {"form": "visit", "kind": "pdf"})
    logs = (person.root / "_system" / "log").rglob("*.*")
    noted = "".join(log.read_text(encoding="utf-8") for log in logs)
    assert "took.visit" in noted
    assert "st-03" in noted
    assert "Tam" not in noted


@pytest.mark.parametrize(
    ("form", "kind"),
    [("closing", "pdf"), ("plan", "file"), ("visit", "exe"), ("../x", "pdf"), ("", "")],
)
def test_what_is_not_handed_out_is_not_there(
    enter: Enter, form: str, kind: str
) -> None:
    person = enter()
    to = f"{person.case('Tam')}/paper"
    assert person.post(to, {"form": form, "kind": kind}).status_code == 404


def test_nobody_takes_along_what_they_may_not_open(enter: Enter) -> None:
    to = f"{enter().case('Tam')}/paper"
    other = enter(HAMISH)
    assert other.get(to).status_code == 403
    assert other.post(to, {"form": "visit", "kind": "pdf"}).status_code == 403
