"""Reads a finished letter out as its reader reads it: in order, nothing left out."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from workflow.adapters.word.package import W
from workflow.domain.previews import (
    HEADING,
    ITEM,
    PICTURE,
    QUOTE,
    TABLE,
    WORDS,
    Passage,
)

DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
BODY = "word/document.xml"
STYLES = {"Title": (HEADING, 1), "OwnWords": (QUOTE, 0), "ListBullet": (ITEM, 0)}
DEEPEST = 6


def read_out(content: bytes) -> tuple[Passage, ...]:
    """Everything that stands on the pages of a Word file, and then in its margins."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = package.namelist()
        margins = sorted(n for n in names if n.startswith(("word/header", "word/foot")))
        parts = [etree.fromstring(package.read(name)) for name in (BODY, *margins)]
    found = [passage for part in parts for passage in _inside(part)]
    return tuple(p for p in found if p.text or p.rows)


def _inside(element: etree._Element) -> Iterator[Passage]:
    """What stands in an element, one paragraph or table after another."""
    for child in element:
        if child.tag == f"{W}tbl":
            yield from _table(child)
        elif child.tag == f"{W}p":
            yield from _paragraph(child)
        elif child.tag != f"{W}sectPr":
            yield from _inside(child)


def _table(table: etree._Element) -> Iterator[Passage]:
    """A table; one that only sets a picture beside its words is read in order."""
    if next(table.iter(DRAWN), None) is not None:
        for cell in table.iter(f"{W}tc"):
            yield from _inside(cell)
        return
    rows = tuple(
        tuple(_lines(cell) for cell in row.iter(f"{W}tc"))
        for row in table.iter(f"{W}tr")
    )
    yield Passage(TABLE, rows=rows)


def _paragraph(paragraph: etree._Element) -> Iterator[Passage]:
    for drawn in paragraph.iter(DRAWN):
        yield Passage(PICTURE, drawn.get("descr") or "")
    kind, level = _kind(_style(paragraph))
    yield Passage(kind, _text(paragraph), level)


def _kind(style: str) -> tuple[str, int]:
    if style.startswith("Heading") and style[-1:].isdigit():
        return HEADING, min(int(style[-1]) + 1, DEEPEST)
    return STYLES.get(style, (WORDS, 0))


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return str(found.get(f"{W}val") or "") if found is not None else ""


def _lines(cell: etree._Element) -> str:
    return "\n".join(filter(None, map(_text, cell.iter(f"{W}p"))))


def _text(paragraph: etree._Element) -> str:
    """The words of a paragraph. Every run counts: what is hidden is read out too."""
    breaks = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}
    said = (
        (run.text or "") if run.tag == f"{W}t" else breaks.get(run.tag, "")
        for run in paragraph.iter()
        if run.tag == f"{W}t" or run.tag in breaks
    )
    return "".join(said).strip()
