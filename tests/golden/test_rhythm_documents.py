"""The notices, invitations and register of a day on which things have become late."""

import io
import subprocess
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader

from tests.golden.compared import as_before
from tests.golden.test_documents import everything, words
from workflow.wiring.office import Office

HERE = Path(__file__).parent / "later"
FIRST, LATER = date(2026, 11, 23), date(2026, 12, 10)
NAMES = ("Tam", "Oakhollow", "Corin", "Des", "Win", "Delia", "Jess")
KINDS = ("Our next talk", "Overdue notice", "Review register")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, starter: Path) -> dict[str, Path]:
    """A workspace built on two days: what was made, by case and name."""
    import shutil  # noqa: PLC0415 - only here

    root = tmp_path_factory.mktemp("workspace")
    ignore = shutil.ignore_patterns("generated", "_*", "reports", "pack")
    for part in ("config", "templates", "cases", "governance"):
        shutil.copytree(starter / part, root / part, ignore=ignore)
    for day in (FIRST, LATER):
        Office(root, day).build()
    found = [*root.glob("cases/*/generated/*.docx"), *root.glob("governance/**/*.docx")]
    named = {path: path.parent.parent.name for path in found}
    return {
        f"{where}__{path.stem}": path
        for path, where in named.items()
        if path.name.startswith(KINDS)
    }


def test_every_document_says_what_it_said(
    made: dict[str, Path], request: pytest.FixtureRequest
) -> None:
    as_before({name: words(p) for name, p in made.items()}, HERE, request)


def test_everybody_told_has_a_notice_and_nobody_else(made: dict[str, Path]) -> None:
    told = {name for name in made if "Overdue notice" in name}
    assert told == {
        f"governance__Overdue notice st-0{n}" for n in (1, 2, 3, 5, 6, 7, 9)
    }


def test_a_notice_and_the_register_name_nobody_who_is_supported(
    made: dict[str, Path],
) -> None:
    for name, path in made.items():
        if name.startswith("governance"):
            said = set(words(path).replace(",", " ").replace(".", " ").split())
            assert not said & set(NAMES), name


@pytest.mark.parametrize(
    "word", ["safeguarding", "abuse", "risk", "police", "SG-2026-014", "Larkrise"]
)
def test_an_invitation_that_could_be_found_gives_nothing_away(
    made: dict[str, Path], word: str
) -> None:
    papers = [p for n, p in made.items() if n.startswith("SG-2026-014__Our next talk")]
    assert papers
    for path in papers:
        assert word.lower() not in everything(path).lower()
        assert not set(words(path).split()) & {"Corin", "Corin's", "brother", "Annis"}


def test_no_invitation_carries_a_case_reference_or_the_word_safeguarding(
    made: dict[str, Path],
) -> None:
    for name, path in made.items():
        if "Our next talk" in name:
            said = everything(path).lower()
            assert "safeguarding" not in said
            assert name.partition("__")[0].lower() not in said


def test_no_codes_or_empty_words_are_printed(made: dict[str, Path]) -> None:
    for name, path in made.items():
        said = words(path)
        for slip in ("| None", "said_", "{{", "{%", "st-0", "[]", "DRAFT"):
            assert slip not in said, (name, slip)


def test_a_notice_is_one_page_and_an_invitation_three(
    made: dict[str, Path], tmp_path: Path
) -> None:
    documents = {n: p for n, p in made.items() if "register" not in n and "(" not in n}
    for name, path in documents.items():
        (tmp_path / f"{name}.docx").write_bytes(path.read_bytes())
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            *("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)),
            *(str(tmp_path / f"{name}.docx") for name in documents),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    for name in documents:
        pages = len(PdfReader(tmp_path / f"{name}.pdf").pages)
        # Four where the person needs larger text in the standard layout.
        assert pages in ((1,) if "notice" in name else (3, 4)), name


def test_everything_late_is_done_and_the_notice_says_so(workspace: Path) -> None:
    Office(workspace, LATER).build()
    for case in (workspace / "cases").iterdir():
        (case / "closure.yaml").write_text("closed_on: 2026-11-24\nreason: moved\n")
    Office(workspace, LATER).build()
    path = workspace / "governance/reports/Overdue notice st-09.docx"
    text = [p.text for p in Document(io.BytesIO(path.read_bytes())).paragraphs]
    assert "Nothing on your earlier notice is late now. Thank you." in text
