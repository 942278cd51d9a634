"""What each document of the worked cases says, and what it must never say."""

import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from tests.golden.compared import as_before

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
CASES = ("SG-2026-014", "SG-2026-019", "SG-2026-021")
TODAY = date(2026, 11, 23)


def words(path: Path) -> str:
    """The words and styles of a document, in the order a person reads them."""
    document = Document(str(path))
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = (" ".join(cell.text.split()) for cell in row.cells)
                lines.append("| " + " | ".join(cells))
        elif block.text.strip():
            style = block.style.name if block.style else ""
            lines.append(f"{style}: {' '.join(block.text.split())}")
    for section in document.sections:
        for part in (section.header, section.footer):
            lines += [f"edge: {p.text}" for p in part.paragraphs if p.text.strip()]
    return "\n".join(lines) + "\n"


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "\n".join(
            package.read(name).decode("utf-8", "ignore") for name in package.namelist()
        )


def test_every_document_says_what_it_said(
    made: Path, request: pytest.FixtureRequest
) -> None:
    as_before({p.stem: words(p) for p in made.glob("*.docx")}, HERE, request)


def test_the_exit_phrase_is_in_the_staff_plan_and_nowhere_else(made: Path) -> None:
    for path in made.glob("SG-2026-014__*.docx"):
        found = "leave the washing in" in everything(path)
        assert found == path.name.endswith("Full plan.docx"), path.name


@pytest.mark.parametrize(
    "word", ["safeguarding", "SG-2026-014", "Larkrise", "4 Tannery"]
)
def test_paper_that_could_be_found_gives_nothing_away(made: Path, word: str) -> None:
    for start in ("My own copy", "Notes from our talk"):
        for path in made.glob(f"SG-2026-014__{start}*.docx"):
            assert word.lower() not in everything(path).lower(), path.name


def test_no_codes_or_empty_words_are_printed(made: Path) -> None:
    for path in made.glob("*.docx"):
        said = words(path)
        for slip in ("| None", "said_", "{{", "{%", "st-0", "[]", "DRAFT"):
            assert slip not in said, (path.name, slip)


def test_every_document_opens_in_an_office_program(made: Path, tmp_path: Path) -> None:
    documents = [str(path) for path in sorted(made.glob("SG-2026-014__*.docx"))]
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)),
            *documents,
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    assert len(list(tmp_path.glob("*.pdf"))) == len(documents)
