"""Binds finished PDFs into one that can be read out: cover, contents, numbers, outline.

The tags of the parts stay, so that the whole passes the check that each of them does.
"""

import io
from collections.abc import Iterator, Sequence
from html import escape

from pikepdf import (
    Array,
    Dictionary,
    Name,
    ObjectStreamMode,
    OutlineItem,
    Page,
    Pdf,
    PdfError,
    String,
    make_page_destination,
)
from pypdf import PdfReader

from workflow.adapters.pdf.blank import METADATA
from workflow.adapters.pdf.front import Entry, contents_pages, put_front
from workflow.adapters.pdf.tree_merging import LANGUAGE, Whole, has_tags
from workflow.adapters.pdf.typeface import plain
from workflow.domain.errors import TemplateFault

SIDE, FOOT, SMALL = 70.0, 26.0, 9  # points
BEFORE = 1  # the cover
PRINTED_NUMBER = "Page {} of {}"
GREY = "0.25 0.3 0.35 rg"
FOOTER = b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC q\n"
Part = tuple[str, str, bytes]
"""What a part is called, its title, and its pages: `("A1", "Our figures", pdf)`."""


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has. Raises `TemplateFault` when it cannot be read."""
    with _opened(pdf) as opened:
        return len(opened.pages)


def tagged(pdf: bytes) -> bool:
    """Whether a screen reader finds the headings and tables of a PDF."""
    with _opened(pdf) as opened:
        return has_tags(opened)


def pages_with(pdf: bytes, texts: Sequence[str]) -> dict[str, int]:
    """The first page, counted from 1, on which a line begins with each text."""
    found: dict[str, int] = {}
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages, start=1):
        for line in page.extract_text().splitlines():
            for text in texts:
                if line.strip() == text:
                    found.setdefault(text, number)
    return found


def begins(parts: Sequence[Part]) -> tuple[int, ...]:
    """The page on which each part will begin, and the first page after all of them.

    Raises `TemplateFault` when one cannot be read.
    """
    listed = [(text, depth) for part in parts for text, depth, _ in _listed(part)]
    at = BEFORE + contents_pages(listed) + 1
    found = [at]
    for _, _, pdf in parts:
        at += page_count(pdf)
        found.append(at)
    return tuple(found)


def bind(title: str, cover: Sequence[str], parts: Sequence[Part]) -> bytes:
    """One tagged PDF of all parts, each with its label and its title.

    Pages are numbered through; the contents lead to each part, the outline too. It
    tells nobody by whom or when it was made. Raises `TemplateFault` when a part cannot
    be read.
    """
    first = begins(parts)
    entries = [
        Entry(text, start + page, depth)
        for part, start in zip(parts, first, strict=False)
        for text, depth, page in _listed(part)
    ]
    with Pdf.new() as pdf:
        links = put_front(pdf, title, cover, entries)
        whole, front = Whole(pdf), len(pdf.pages)
        for part in parts:
            whole.add(part[2], _called(part))
        whole.end()
        for link, entry in zip(links, entries, strict=True):
            link.Dest = make_page_destination(pdf, entry.page - 1, "Fit")
        _stamp(pdf, [""] * front + list(_labels(parts)))
        _outline(pdf, parts, first)
        _describe(pdf, title)
        made = io.BytesIO()
        packed = ObjectStreamMode.generate
        pdf.remove_unreferenced_resources()
        pdf.save(made, deterministic_id=True, object_stream_mode=packed)
        return made.getvalue()


def _opened(pdf: bytes) -> Pdf:
    try:
        return Pdf.open(io.BytesIO(pdf))
    except PdfError:
        raise TemplateFault("it is not a whole PDF, or has a password") from None


def _called(part: Part) -> str:
    label, title, _ = part
    return f"{label} {title}".strip()


def _labels(parts: Sequence[Part]) -> Iterator[str]:
    """What stands at the left of the foot of each page."""
    for label, _, pdf in parts:
        said = f"Appendix {label}" if label[1:].isdigit() else label
        yield from [said] * page_count(pdf)


def _listed(part: Part) -> Iterator[tuple[str, int, int]]:
    """The lines of the contents for a part: text, depth, page within the part.

    A part without a label is the main paper: its headings stand below it.
    """
    label, title, content = part
    yield _called(part), 0, 0
    if label:
        return
    with _opened(content) as pdf:
        for heading, page, depth in _headings(pdf):
            if depth == 0 and heading not in (title, ""):
                yield heading, 1, page


def _headings(pdf: Pdf) -> Iterator[tuple[str, int, int]]:
    """What the outline of a part leads to: text, page from 0, depth.

    The title of the paper stands for the whole of it, and is left out.
    """
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    with pdf.open_outline() as outline:
        tops = list(outline.root)
        inner = len(tops) == 1 and tops[0].children
        yield from _below(list(tops[0].children) if inner else tops, numbers, 0)


def _below(
    items: Sequence[OutlineItem], numbers: dict[tuple[int, int], int], depth: int
) -> Iterator[tuple[str, int, int]]:
    for item in items:
        goal = item.destination
        page = numbers.get(goal[0].objgen) if isinstance(goal, Array) else None
        if page is not None:
            yield item.title, page, depth
        yield from _below(list(item.children), numbers, depth + 1)


def _stamp(pdf: Pdf, labels: Sequence[str]) -> None:
    """Write the label and the number at the foot of each page but the cover."""
    font = pdf.pages[0].obj.Resources.Font.F1
    for number, (page, label) in enumerate(zip(pdf.pages, labels, strict=True), 1):
        if number <= BEFORE:
            continue
        name = page.add_resource(font, Name.Font, Name.AlongsideFoot)
        turned, width = _turned(page)
        said = PRINTED_NUMBER.format(number, len(labels))
        right = width - SIDE - plain().width(said, SMALL)
        shown = (
            f"{turned} cm {GREY} {_text(name, label, SIDE)} {_text(name, said, right)}"
        )
        page.contents_add(b"q\n", prepend=True)
        page.contents_add(b"\nQ " + FOOTER + shown.encode() + b" Q EMC")


def _text(font: Name, said: str, at: float) -> str:
    letters = plain().encoded(said).hex()
    return f"BT {font} {SMALL} Tf {at:.2f} {FOOT:.2f} Td <{letters}> Tj ET"


def _turned(page: Page) -> tuple[str, float]:
    """How to draw on a page as it is seen, and how wide it is then."""
    left, foot, right, top = (float(x) for x in page.cropbox)
    return {
        90: (f"0 1 -1 0 {right:g} {foot:g}", top - foot),
        180: (f"-1 0 0 -1 {right:g} {top:g}", right - left),
        270: (f"0 -1 1 0 {left:g} {top:g}", top - foot),
    }.get(
        int(page.obj.get("/Rotate", 0)) % 360,
        (f"1 0 0 1 {left:g} {foot:g}", right - left),
    )


def _outline(pdf: Pdf, parts: Sequence[Part], first: Sequence[int]) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(OutlineItem("Contents", BEFORE, "Fit"))
        for part, start in zip(parts, first, strict=False):
            item = OutlineItem(_called(part), start - 1, "Fit")
            item.is_closed = True
            _put_below(item, part, start - 1)
            outline.root.append(item)


def _put_below(item: OutlineItem, part: Part, start: int) -> None:
    above = [item]
    with _opened(part[2]) as pdf:
        for heading, page, depth in _headings(pdf):
            inner = OutlineItem(heading, start + page, "Fit")
            inner.is_closed = True
            del above[depth + 1 :]
            above[-1].children.append(inner)
            above.append(inner)


def _describe(pdf: Pdf, title: str) -> None:
    """Title and language; no author, program or time."""
    root = pdf.Root
    root.Lang = String(LANGUAGE)
    root.MarkInfo = Dictionary(Marked=True)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    decimal = Array([0, Dictionary(S=Name.D)])
    root.PageLabels = Dictionary(Nums=decimal)
    told = METADATA.format(title=escape(title), language=LANGUAGE)
    root.Metadata = pdf.make_stream(told.encode())
    root.Metadata.Type, root.Metadata.Subtype = Name.Metadata, Name.XML
    pdf.docinfo.Title = String(title)
