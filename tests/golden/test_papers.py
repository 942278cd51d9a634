"""Papers that the worked cases have no occasion for, on a day that has: D16 and D9."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from tests.golden.compared import as_before
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.records.plan import ScheduledReview
from workflow.domain.vocabulary import Format, ReviewKind, Unit
from workflow.services.drafting import Job, case_jobs
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

HERE = Path(__file__).parent / "papers"
DAY = date(2026, 10, 26)
SHEETS = ("Pattern review 2026-10-26",)
REVIEW = ("Managerial review", "Learning note", "Notes for you")
FORTNIGHTLY = ScheduledReview(
    id="RS9",
    kind=ReviewKind.PATTERN,
    lead="st-01",
    first_due=DAY,
    every=14,
    unit=Unit.DAYS,
    person_wants="Short. And not in the office.",
)


def on_that_day(folder: CaseFolder) -> CaseFolder:
    """The case as it stood before the review of that day."""
    return replace(
        folder,
        records=tuple(f for f in folder.records if (f.record.date or DAY) < DAY),
        reviews=tuple(f for f in folder.reviews if (f.record.held_on or DAY) < DAY),
    )


def with_journeys(folder: CaseFolder) -> CaseFolder:
    """A case about taking a risk, with pattern reviews of the journeys."""
    plan = folder.plan.record
    schedule = (*plan.review_schedule, FORTNIGHTLY)
    update = {"review_schedule": schedule}
    return replace(
        folder, plan=replace(folder.plan, record=plan.model_copy(update=update))
    )


def just_opened(folder: CaseFolder) -> CaseFolder:
    """A managerial review that somebody has only begun; its note names a worker."""
    reviews, notes = folder.managerial_reviews, folder.learning
    begun: dict[str, object] = {"outcome": None, "what_happened": None, "why": None}
    begun |= {"actions": (), "learning": None, "closed_on": None}
    begun |= {"person_told_on": None, "person_response": None, "put_right": None}
    named = {"what_happened_short": "Callie told Delia about the bank."}
    return replace(
        folder,
        managerial_reviews=tuple(
            replace(f, record=f.record.model_copy(update=begun)) for f in reviews
        ),
        learning=tuple(
            replace(f, record=f.record.model_copy(update=named)) for f in notes
        ),
    )


def needing(folder: CaseFolder, *formats: Format) -> CaseFolder:
    """Somebody who needs other formats, where paper could be found."""
    person = folder.person.record
    safe = person.communication.safe_contact.model_copy(update={"letters_safe": False})
    needs = {"formats": formats, "safe_contact": safe, "text_size_pt": None}
    told = {"communication": person.communication.model_copy(update=needs)}
    return replace(
        folder, person=replace(folder.person, record=person.model_copy(update=told))
    )


def occasions(office: Office) -> Iterator[tuple[str, Job]]:
    def case(ref: str) -> CaseFolder:
        return office.cases.load(CaseRef(ref)).folder

    win = case("SG-2026-021")
    for folder, starts in (
        (on_that_day(case("SG-2026-014")), SHEETS),
        (with_journeys(on_that_day(case("SG-2026-019"))), SHEETS),
        (just_opened(win), REVIEW),
        (needing(win, Format.STANDARD_PRINT, Format.EASY_READ), REVIEW[2:]),
    ):
        for job in case_jobs(office.workshop, Loaded(folder), (), DAY):
            if job.file.startswith(starts):
                yield f"{folder.ref}__{job.file}", job


@pytest.fixture(scope="module")
def papers(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("papers")
    for name, job in occasions(Office(starter, DAY)):
        (out / name).write_bytes(job.fill())
    return out


def words(path: Path) -> str:
    """The words, styles and pictures of a document, in the order they are read."""
    document = Document(str(path))
    lines = []
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = (" ".join(cell.text.split()) for cell in row.cells)
                lines.append("| " + " | ".join(cells))
            pictures = block._element.iter(qn("wp:docPr"))  # noqa: SLF001
            lines += [f"picture: {p.get('descr')}" for p in pictures]
        elif block.text.strip():
            style = block.style.name if block.style else ""
            lines.append(f"{style}: {' '.join(block.text.split())}")
    return "\n".join(lines) + "\n"


def test_every_paper_says_what_it_said(
    papers: Path, request: pytest.FixtureRequest
) -> None:
    as_before({p.stem: words(p) for p in papers.glob("*.docx")}, HERE, request)


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "\n".join(
            package.read(name).decode("utf-8", "ignore") for name in package.namelist()
        )


def test_a_note_for_the_team_points_to_nobody_in_any_part(
    papers: Path, made: Path
) -> None:
    notes = [*papers.glob("*Learning note*"), *made.glob("*Learning note*")]
    assert len(notes) == 3
    for path in notes:
        text = everything(path)
        for name in ("Callie", "Delia", "Win ", "Idris", "SG-2026", "Larkrise", "Des "):
            assert name not in text, (path.name, name)


def test_a_discreet_letter_says_nothing_on_its_face(papers: Path) -> None:
    letters = list(papers.glob("*Notes for you*"))
    assert {p.name.partition("__")[2] for p in letters} == {
        "Notes for you 2026-10-30-01.docx",
        "Notes for you 2026-10-30-01 (easy read).docx",
    }
    for path in letters:
        text = everything(path)
        for word in ("safeguarding", "SG-2026", "Larkrise", "Managerial", "deviation"):
            assert word.lower() not in text.lower(), (path.name, word)
        assert "We are sorry" in text


def test_a_sheet_and_a_note_are_one_page_and_the_letter_is_short(
    papers: Path, made: Path, tmp_path: Path
) -> None:
    most = {"Pattern": 1, "Learning": 1, "Managerial": 2}
    most |= {"Notes for you 2026-10-30-01.": 1, "Notes for you": 2}
    found = [
        p for each in (papers, made) for name in most for p in each.glob(f"*{name}*")
    ]
    for number, path in enumerate(dict.fromkeys(found)):
        shutil.copy(path, tmp_path / f"{number} {path.name}")
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path)),
            *map(str, tmp_path.glob("*.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    pages = {p.name: len(PdfReader(p).pages) for p in tmp_path.glob("*.pdf")}
    assert len(pages) > 10
    for name, count in pages.items():
        allowed = next(limit for start, limit in most.items() if start in name)
        assert count <= allowed, name


def test_a_sheet_has_a_picture_for_each_measure_and_no_empty_box(
    papers: Path, made: Path
) -> None:
    sheets = [*papers.glob("*Pattern*"), *made.glob("*Pattern*")]
    assert len(sheets) == 6
    for path in sheets:
        body = Document(str(path)).element.body
        found = [drawing.get("descr") for drawing in body.iter(qn("wp:docPr"))]
        assert len(found) == (1 if "SG-2026-019" in path.name else 2), path.name
        assert all(text.startswith("Chart of ") for text in found)
