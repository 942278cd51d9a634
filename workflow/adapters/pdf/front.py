"""The cover and the contents of a bound PDF, with tags and links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from workflow.adapters.pdf.tagged import Colour, Element, Pages
from workflow.adapters.pdf.typeface import bold, plain

LEFT, RIGHT, TOP, LOWEST = 70.0, 525.0, 740.0, 80.0  # points
TITLE, HEAD, TEXT = 28, 20, 12
ENTRY, LINE, INDENT = 26.0, 16.0, 22.0
NUMBERS = 50.0  # room for the page numbers at the right
INK: Colour = (0.12, 0.16, 0.2)
ACCENT: Colour = (0.12, 0.31, 0.37)
DOTS = "0.62 0.7 0.74 RG 0.8 w [1 3] 0 d {:.2f} {:.2f} m {:.2f} {:.2f} l S"
RULE = "0.12 0.31 0.37 rg {:.2f} {:.2f} 60 3 re f"
PAGE_GOES = "{}, page {}"


@dataclass(frozen=True)
class Entry:
    """One line of the contents: what, on which page, and how deep it stands."""

    text: str
    page: int
    depth: int = 0


@dataclass(frozen=True)
class _Laid:
    """An entry on its page of the contents, its lines and where the first stands."""

    lines: Sequence[str]
    at: float


def contents_pages(texts: Sequence[tuple[str, int]]) -> int:
    """How many pages the contents will have, given each text and its depth."""
    return len(_laid(texts))


def put_front(
    pdf: Pdf, title: str, cover: Sequence[str], entries: Sequence[Entry]
) -> list[Object]:
    """Draw the cover and the contents as the first pages of an empty PDF.

    Gives the link of each entry, which leads nowhere yet.
    """
    pages, root = Pages(), Element("Document")
    _cover(pages, root, title, cover)
    links = list(_contents(pages, root, pdf, entries))
    letters, thick = plain().file_in(pdf), bold().file_in(pdf)
    fonts = Dictionary(
        F1=plain().put_into(pdf, letters), F2=bold().put_into(pdf, thick)
    )
    pages.put_into(pdf, root, fonts)
    return links


def _cover(pages: Pages, root: Element, title: str, cover: Sequence[str]) -> None:
    at = TOP - 120
    lines = bold().lines(title, TITLE, RIGHT - LEFT)
    top = root.add("H1")
    pages.words(top, lines, (LEFT, at), TITLE, TITLE * 1.3, face="F2", colour=ACCENT)
    at -= len(lines) * TITLE * 1.3
    pages.decoration(RULE.format(LEFT, at + 8))
    for text in cover:
        at -= LINE * 1.6
        lines = plain().lines(text, TEXT + 2, RIGHT - LEFT)
        where = (LEFT, at)
        pages.words(root.add("P"), lines, where, TEXT + 2, LINE * 1.2, colour=INK)
        at -= (len(lines) - 1) * LINE * 1.2


def _contents(
    pages: Pages, root: Element, pdf: Pdf, entries: Sequence[Entry]
) -> Iterator[Object]:
    """The contents, broken into pages; gives a link for each entry, in order."""
    head, table = root.add("H1"), root.add("TOC")
    left = list(entries)
    for number, page in enumerate(_laid([(e.text, e.depth) for e in entries])):
        pages.turn()
        if number == 0:
            where = (LEFT, TOP)
            pages.words(head, ["Contents"], where, HEAD, HEAD, face="F2", colour=ACCENT)
        for laid in page:
            yield _entry(pages, table, pdf, (left.pop(0), laid))


def _entry(pages: Pages, table: Element, pdf: Pdf, what: tuple[Entry, _Laid]) -> Object:
    entry, laid = what
    start = LEFT + entry.depth * INDENT
    foot = laid.at - (len(laid.lines) - 1) * LINE
    number = str(entry.page)
    link = table.add("TOCI").add("Reference").add("Link")
    pages.words(link, laid.lines, (start, laid.at), TEXT, LINE, colour=INK)
    edge = RIGHT - plain().width(number, TEXT)
    pages.words(link, [number], (edge, foot), TEXT, LINE, colour=INK)
    after = start + plain().width(laid.lines[-1], TEXT) + 8
    if after < edge - 12:
        pages.decoration(DOTS.format(after, foot + 2, edge - 8, foot + 2))
    box = Array([start, foot - 4, RIGHT, laid.at + TEXT + 2])
    leads = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=box,
            Border=Array([0, 0, 0]),
            F=4,
            Contents=String(PAGE_GOES.format(entry.text, number)),
        )
    )
    pages.annotate(link, leads)
    return leads


def _laid(texts: Sequence[tuple[str, int]]) -> list[list[_Laid]]:
    """The entries by page of the contents; one page even when there are none."""
    pages: list[list[_Laid]] = [[]]
    at = TOP - 44
    for text, depth in texts:
        room = RIGHT - LEFT - NUMBERS - depth * INDENT
        lines = plain().lines(text, TEXT, room) or [""]
        if at - (len(lines) - 1) * LINE < LOWEST:
            pages.append([])
            at = TOP
        pages[-1].append(_Laid(lines, at))
        at -= ENTRY + (len(lines) - 1) * LINE
    return pages
