"""Every document can be read by everybody: headings, lists, tables, language, title."""

import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Pt

LEAST = {"large print": 16, "easy read": 14, "to read aloud": 12}
LAYOUT_ONLY = ("Idea", "Card")  # a picture beside its words, cards to cut out
PALE = 0.55  # how light text may be, from 0 (black) to 1 (white), on a pale ground


def documents(made: Path) -> list[Path]:
    found = sorted(made.glob("*.docx"))
    assert found
    return found


def levels(document: Word) -> list[int]:
    styles = [p.style.name or "" for p in document.paragraphs if p.style]
    return [int(name[-1]) for name in styles if name.startswith("Heading ")]


def test_headings_are_in_order(made: Path) -> None:
    for path in documents(made):
        if path.name.endswith("My card.docx"):
            continue  # a sheet to cut up: a title and no more
        found = levels(Document(str(path)))
        assert found, path.name
        assert found[0] == 1, path.name
        jumps = [b - a for a, b in pairwise(found)]
        assert max(jumps, default=0) <= 1, path.name


def test_no_heading_is_empty_and_none_is_only_bold_text(made: Path) -> None:
    for path in documents(made):
        for paragraph in Document(str(path)).paragraphs:
            style = paragraph.style.name if paragraph.style else ""
            text = paragraph.text.strip()
            if (style or "").startswith(("Heading", "Title")):
                assert text, path.name
            fake = style == "Normal" and text and all(r.bold for r in paragraph.runs)
            assert not fake, (path.name, text)


def test_every_table_has_a_header_row_and_no_merged_cells(made: Path) -> None:
    for path in documents(made):
        for table in Document(str(path)).tables:
            if table.style and table.style.name in LAYOUT_ONLY:
                continue
            rows = table._tbl  # noqa: SLF001 - python-docx has no words for these
            first = rows.tr_lst[0]
            assert first.find(f".//{qn('w:tblHeader')}") is not None, path.name
            assert not rows.findall(f".//{qn('w:vMerge')}"), path.name
            assert not rows.findall(f".//{qn('w:gridSpan')}"), path.name


def test_every_picture_says_in_words_what_it_shows(made: Path) -> None:
    for path in documents(made):
        body = Document(str(path)).element.body
        for picture in body.iter(qn("wp:docPr")):
            assert picture.get("descr"), path.name


def test_every_document_tells_its_language_and_title(made: Path) -> None:
    for path in documents(made):
        document = Document(str(path))
        assert document.core_properties.title, path.name
        assert document.core_properties.language == "en-GB", path.name
        styles = zipfile.ZipFile(path).read("word/styles.xml").decode()
        assert 'w:lang w:val="en-GB"' in styles, path.name


def test_lists_are_real_lists(made: Path) -> None:
    for path in documents(made):
        for paragraph in Document(str(path)).paragraphs:
            heading = paragraph.style and (paragraph.style.name or "").startswith("Hea")
            typed = paragraph.text.startswith(("- ", "* ", "• ", "1. "))
            assert heading or not typed, path.name


@pytest.mark.parametrize("layout", LEAST)
def test_text_is_never_smaller_than_its_layout_allows(made: Path, layout: str) -> None:
    for path in documents(made):
        if f"({layout})" in path.name:
            styles = Document(str(path)).styles
            for name in ("Normal", "List Bullet", "Fact", "Own Words"):
                assert styles[name].font.size >= Pt(LEAST[layout]), path.name


def test_text_is_left_aligned_and_never_in_italics_or_capitals(made: Path) -> None:
    for path in documents(made):
        for part in ("word/document.xml", "word/styles.xml"):
            xml = zipfile.ZipFile(path).read(part).decode()
            for loud in ("<w:i/>", "<w:caps/>", '<w:jc w:val="both"/>', "<w:u "):
                assert loud not in xml, (path.name, part, loud)


def test_text_is_dark_on_a_pale_ground(made: Path) -> None:
    for path in documents(made):
        for style in Document(str(path)).styles.element.iter(qn("w:color")):
            value = style.get(qn("w:val")) or "auto"
            if value != "auto":
                red, green, blue = (int(value[n : n + 2], 16) for n in (0, 2, 4))
                light = (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255
                assert light < PALE, (path.name, value)
