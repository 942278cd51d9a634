"""Binds finished PDFs into one: cover, contents, numbers, outline, clean properties."""

import io
from collections.abc import Sequence

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    Fit,
    NameObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from workflow.adapters.pdf.typeface import reading_font

A4 = (595.28, 841.89)  # points
LEFT, RIGHT, TOP, FOOT = 70.0, 525.0, 740.0, 26.0
LINE = 24.0
SMALL, TEXT, LARGE = 9, 12, 26
LINES_A_PAGE = 26
BEFORE = 1  # the cover


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return len(PdfReader(io.BytesIO(pdf)).pages)


def pages_with(pdf: bytes, texts: Sequence[str]) -> dict[str, int]:
    """The first page, counted from 1, on which a line begins with each text."""
    found: dict[str, int] = {}
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, start=1):
        for line in page.extract_text().splitlines():
            for text in texts:
                if line.strip() == text:
                    found.setdefault(text, number)
    return found


def begins(counts: Sequence[int]) -> tuple[int, ...]:
    """The page on which each part will begin, given how many pages each has."""
    at, found = BEFORE + _contents_pages(len(counts)) + 1, []
    for count in counts:
        found.append(at)
        at += count
    return tuple(found)


def bind(
    title: str, cover: Sequence[str], parts: Sequence[tuple[str, str, bytes]]
) -> bytes:
    """One PDF of all parts, each given by its label, its title and its pages.

    Pages are numbered through; the contents lead to each part, the outline too. It
    tells nobody by whom or when it was made.
    """
    counts = [page_count(pdf) for _, _, pdf in parts]
    first = begins(counts)
    total = BEFORE + _contents_pages(len(parts)) + sum(counts)
    writer = PdfWriter()
    front = PdfReader(io.BytesIO(_front(title, cover, parts, first)))
    for page in front.pages:
        writer.add_page(page)
    for _, _, pdf in parts:
        for page in PdfReader(io.BytesIO(pdf)).pages:
            writer.add_page(page)
    labels = [
        label for (label, _, _), n in zip(parts, counts, strict=True) for _ in range(n)
    ]
    labels = ["", *([""] * _contents_pages(len(parts))), *labels]
    for number, (page, label) in enumerate(zip(writer.pages, labels, strict=True), 1):
        if number > BEFORE:
            _stamp(page, label, number, total)
    _links(writer, first)
    _outline(writer, parts, first)
    _properties(writer, title)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _contents_pages(parts: int) -> int:
    return max(1, -(-parts // LINES_A_PAGE))


def _front(
    title: str,
    cover: Sequence[str],
    parts: Sequence[tuple[str, str, bytes]],
    first: Sequence[int],
) -> bytes:
    """The cover and the pages of contents."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A4, invariant=1)
    font = reading_font()
    canvas.setFont(font, LARGE)
    at = TOP - 120
    for line in _wrapped(canvas, title, font, LARGE):
        canvas.drawString(LEFT, at, line)
        at -= LARGE * 1.4
    canvas.setFont(font, TEXT + 2)
    for text in cover:
        at -= LINE
        for line in _wrapped(canvas, text, font, TEXT + 2):
            canvas.drawString(LEFT, at, line)
            at -= LINE
    canvas.showPage()
    rows = list(zip(parts, first, strict=True))
    for start in range(0, max(len(rows), 1), LINES_A_PAGE):
        _contents(canvas, font, rows[start : start + LINES_A_PAGE])
    canvas.save()
    return made.getvalue()


def _contents(
    canvas: Canvas, font: str, rows: Sequence[tuple[tuple[str, str, bytes], int]]
) -> None:
    canvas.setFont(font, LARGE - 6)
    canvas.drawString(LEFT, TOP, "Contents")
    canvas.setFont(font, TEXT)
    for index, ((label, title, _), page) in enumerate(rows):
        at = _row(index)
        text = f"{label}  {title}" if label else title
        room = RIGHT - LEFT - 50
        while canvas.stringWidth(text, font, TEXT) > room:
            text = f"{text[:-2].rstrip()}…"
        canvas.drawString(LEFT, at, text)
        canvas.drawRightString(RIGHT, at, str(page))
        begin = LEFT + canvas.stringWidth(text, font, TEXT) + 8
        canvas.setDash(1, 3)
        canvas.line(begin, at + 2, RIGHT - 28, at + 2)
    canvas.showPage()


def _row(index: int) -> float:
    return TOP - 44 - index * LINE


def _wrapped(canvas: Canvas, text: str, font: str, size: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if canvas.stringWidth(longer, font, size) > RIGHT - LEFT and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _stamp(page: PageObject, label: str, number: int, total: int) -> None:
    """Write the label and the number at the foot of a page."""
    made = io.BytesIO()
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    canvas = Canvas(made, pagesize=(width, height), invariant=1)
    canvas.setFont(reading_font(), SMALL)
    if label:
        canvas.drawString(
            LEFT, FOOT, f"Appendix {label}" if label[1:].isdigit() else label
        )
    canvas.drawRightString(width - LEFT, FOOT, f"Page {number} of {total}")
    canvas.save()
    page.merge_page(PdfReader(io.BytesIO(made.getvalue())).pages[0])


def _links(writer: PdfWriter, first: Sequence[int]) -> None:
    """Lead from each line of the contents to its part."""
    for index, page in enumerate(first):
        at = _row(index % LINES_A_PAGE)
        box = (LEFT, at - 4, RIGHT, at + TEXT + 2)
        link = Link(rect=box, target_page_index=page - 1, border=[0, 0, 0])
        writer.add_annotation(BEFORE + index // LINES_A_PAGE, link)


def _outline(
    writer: PdfWriter, parts: Sequence[tuple[str, str, bytes]], first: Sequence[int]
) -> None:
    writer.add_outline_item(title="Contents", page_number=BEFORE)
    for (label, title, _), page in zip(parts, first, strict=True):
        text = f"{label} {title}".strip()
        writer.add_outline_item(title=text, page_number=page - 1, fit=Fit.fit())


def _properties(writer: PdfWriter, title: str) -> None:
    """A title and a language; no author, program or time."""
    writer.metadata = {"/Title": title}
    info = writer._info  # noqa: SLF001 - there is no other way to leave the program out
    if info is not None:
        for key in [key for key in info if key != "/Title"]:
            del info[key]
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("en-GB")
    shown = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})  # noqa: FBT003 - a PDF value
    root[NameObject("/ViewerPreferences")] = shown
    labels = ArrayObject(
        [NumberObject(0), DictionaryObject({NameObject("/S"): NameObject("/D")})]
    )
    root[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): labels})
