"""When somebody needs another format, what they cannot use does not lie about."""

from datetime import date
from pathlib import Path

import pytest
from docx import Document

from workflow.wiring.office import Office

DAY = date(2026, 11, 23)
CASE = "SG-2026-021"
FORMATS = "formats: [large_print, spoken]"


@pytest.fixture
def built(workspace: Path) -> Path:
    Office(workspace, DAY).build((CASE,))
    return workspace / "cases" / CASE


def change_formats(case: Path, to: str) -> None:
    person = case / "person.yaml"
    text = person.read_text(encoding="utf-8")
    assert FORMATS in text
    person.write_text(text.replace(FORMATS, f"formats: [{to}]"), encoding="utf-8")


def own_copies(case: Path) -> set[str]:
    return {path.name for path in (case / "generated").glob("My own copy*")}


def test_papers_in_a_format_no_longer_needed_go_into_the_history(
    workspace: Path, built: Path
) -> None:
    before = (built / "generated/My own copy (large print).docx").read_bytes()
    change_formats(built, "easy_read")
    Office(workspace, DAY).build((CASE,))
    assert own_copies(built) == {"My own copy (easy read).docx"}
    kept = [
        path.read_bytes() for path in (built / "_history").rglob("*") if path.is_file()
    ]
    assert before in kept


def test_one_that_somebody_changed_stays(workspace: Path, built: Path) -> None:
    edited = built / "generated/My own copy (large print).docx"
    paper = Document(str(edited))
    paper.add_paragraph("And on Fridays.")
    paper.save(str(edited))
    change_formats(built, "easy_read")
    Office(workspace, DAY).build((CASE,))
    assert own_copies(built) == {
        "My own copy (easy read).docx",
        "My own copy (large print).docx",
    }


def test_one_that_was_given_stays_as_it_was_given(workspace: Path) -> None:
    case = workspace / "cases" / CASE
    plan = case / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    assert "given_on: 2026-10-22" in text
    given = text.replace("given_on: 2026-10-22", "given_on: 2026-11-23")
    plan.write_text(given, encoding="utf-8")
    Office(workspace, DAY).build((CASE,))
    change_formats(case, "easy_read")
    Office(workspace, DAY).build((CASE,))
    assert "My own copy (large print).docx" in own_copies(case)


def test_the_last_good_one_stays_while_its_template_is_broken(
    workspace: Path, built: Path
) -> None:
    template = workspace / "templates/own-copy/template.large_print.docx"
    template.write_bytes(b"no Word file")
    Office(workspace, DAY).build((CASE,))
    assert "My own copy (large print).docx" in own_copies(built)
