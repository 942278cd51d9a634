"""A provider's own logo, colour and address, set in files, without a program."""

import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from PIL import Image

from workflow.domain.look import colour_of, readable
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
OURS, PLUM = "1F4E5F", "6B1E4B"
LETTER = "cases/SG-2026-019/generated/Notes from our talk 2026-11-02.docx"
OTHER_OFFICE = "address: 12 Weir Lane, Aldermouth"


def alongside(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    return subprocess.run(
        [*command, "--today", "2026-11-23", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )


def picture(width: int = 400, height: int = 120) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "#6B1E4B").save(out, "PNG")
    return out.getvalue()


def rebranded(workspace: Path, logo: bytes | None = None, colour: str = PLUM) -> None:
    """Follow the page: three lines and a picture."""
    provider = workspace / "config/provider.yaml"
    text = provider.read_text()
    assert "address: 4 Tannery Row, Aldermouth" in text
    text = text.replace("address: 4 Tannery Row, Aldermouth", OTHER_OFFICE)
    logo_line = "branding:\n  logo: config/l.png\n"
    provider.write_text(text.replace("branding:\n", logo_line))
    (workspace / "config/l.png").write_bytes(picture() if logo is None else logo)
    (workspace / "config/look.yaml").write_text(f'colour: "#{colour}"\n')


def built(workspace: Path) -> Path:
    for ref in ("SG-2026-014", "SG-2026-019", "SG-2026-021"):
        Office(workspace, TODAY).build((ref,))
    return workspace


def opened(path: Path) -> Word:
    return Document(str(path))


def media(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        return [n for n in package.namelist() if n.startswith("word/media/")]


def test_letters_have_logo_colour_and_address(workspace: Path) -> None:
    rebranded(workspace)
    letter = opened(built(workspace) / LETTER)
    header = letter.sections[0].header._element.xml  # noqa: SLF001 - no words for it
    assert 'descr="The logo of Larkrise Bridge Support"' in header
    assert str(letter.styles["Title"].font.color.rgb) == PLUM
    assert any("12 Weir Lane" in p.text for p in letter.paragraphs)
    plan = workspace / "cases/SG-2026-019/generated/Full plan.docx"
    assert str(opened(plan).styles["Heading 1"].font.color.rgb) == PLUM
    assert media(plan) == []  # a paper for staff needs no logo


def test_where_a_letter_could_be_found_there_is_no_logo(workspace: Path) -> None:
    rebranded(workspace)
    papers = list((built(workspace) / "cases/SG-2026-014/generated").glob("*.docx"))
    letters = [p for p in papers if p.name.startswith(("Notes", "Our next", "My "))]
    assert letters
    for path in letters:
        with zipfile.ZipFile(path) as package:
            assert all(picture() != package.read(name) for name in package.namelist())
            assert "The logo of" not in "".join(
                package.read(n).decode("utf-8", "ignore") for n in package.namelist()
            )


def test_every_document_that_looks_different_is_made_again(workspace: Path) -> None:
    before = (built(workspace) / LETTER).read_bytes()
    rebranded(workspace)
    assert (built(workspace) / LETTER).read_bytes() != before
    again = Office(workspace, TODAY).build(("SG-2026-019",))
    assert again.made == ()


def test_the_same_logo_gives_the_same_bytes(workspace: Path) -> None:
    word = Office(workspace, TODAY).workshop.word
    template = (workspace / "templates/full-plan/template.docx").read_bytes()
    once = word.with_logo(template, picture(), "A logo")
    assert once == word.with_logo(template, picture(), "A logo")
    wide = Document(io.BytesIO(word.with_logo(template, picture(2000, 100), "L")))
    extent = wide.sections[0].header._element.xpath(".//wp:extent")[0]  # noqa: SLF001
    assert int(extent.get("cx")) <= 6 * 360_000


@pytest.mark.parametrize(
    ("colour", "logo", "said"),
    [
        ("FFCC00", None, "too pale"),
        ("plum", None, "not like #1F4E5F"),
        (PLUM, b"GIF89a not a picture", "PNG or JPEG"),
    ],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(
    workspace: Path, colour: str, logo: bytes | None, said: str
) -> None:
    rebranded(workspace, logo, colour)
    answer = alongside(workspace, "build")
    assert answer.returncode == 4
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_logo_that_is_not_there_or_not_ours_is_refused(workspace: Path) -> None:
    rebranded(workspace)
    (workspace / "config/l.png").unlink()
    assert "l.png is not there" in alongside(workspace, "build").stderr
    provider = workspace / "config/provider.yaml"
    outside = workspace.parent / "l.png"
    outside.write_bytes(picture())
    provider.write_text(provider.read_text().replace("config/l.png", "../l.png"))
    assert "l.png is not there" in alongside(workspace, "build").stderr


@pytest.mark.parametrize(
    ("colour", "can"),
    [("000000", True), ("1F4E5F", True), ("767676", True), ("777777", False)],
)
def test_a_colour_can_be_read_from_the_contrast_that_is_asked_for(
    colour: str, *, can: bool
) -> None:
    assert readable(colour) is can


def test_a_colour_is_six_figures() -> None:
    found = [colour_of(text) for text in ("#1f4e5f", "1F4E5F", "#1F4", "red", "")]
    assert found == [OURS, OURS, "", "", ""]
