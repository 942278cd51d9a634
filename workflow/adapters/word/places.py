"""The paragraphs of a template, each with its place and the pieces of its text."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from lxml import etree

from workflow.adapters.word.package import W, parsed
from workflow.domain.errors import TemplateFault
from workflow.domain.template_faults import Spot

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml's own name for it

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
FILLED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
READ = re.compile(r"word/[^/]+\.xml")
SETTINGS = re.compile(
    r"word/(styles|settings|fontTable|webSettings|numbering|theme.*|people|comments.*)"
    r"\.xml"
)
HEADING = re.compile(r"heading ?\d|title")
MOST_MEMBERS, MOST_BYTES = 2_000, 200_000_000
SHOWN = 60  # characters of a paragraph or heading
FIRST = "document"


@dataclass(frozen=True)
class Piece:
    """One stretch of text (`w:t`), and where it begins in its paragraph."""

    start: int
    element: Element
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class Para:
    """One paragraph of a part, numbered from 1 as every `w:p` of the part is."""

    part: str
    number: int
    element: Element
    heading: str
    style: str

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Its own text, without that of text boxes inside it."""
        found: list[Piece] = []
        for text in own(self.element, f"{W}t"):
            start = found[-1].end if found else 0
            found.append(Piece(start, text, text.text or ""))
        return tuple(found)

    @cached_property
    def text(self) -> str:
        """Its own words in one line."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def spot(self) -> Spot:
        """Where it is, for a fault."""
        return Spot(self.part, self.heading, self.number, shortened(self.text))

    def around(self, *names: str) -> Element | None:
        """The nearest element of these names that it stands in."""
        tags = [f"{W}{name}" for name in names]
        return next((e for e in self.element.iterancestors() if e.tag in tags), None)


@dataclass(frozen=True)
class Part:
    """One part of a template that can hold words."""

    file: str
    called: str
    root: Element
    filled: bool
    paragraphs: tuple[Para, ...] = ()


@dataclass(frozen=True)
class Package:
    """A template taken apart: its members, its parts with words, its styles.

    `styles` maps the id of a style to its name.
    """

    members: Mapping[str, bytes]
    parts: tuple[Part, ...]
    styles: Mapping[str, str] = field(default_factory=dict)


def opened(content: bytes) -> Package:
    """Take a template apart. Raises `TemplateFault` when it is no Word document."""
    members = _members(content)
    if f"word/{FIRST}.xml" not in members:
        raise TemplateFault("it is not a Word document")
    styles = _styles(members.get("word/styles.xml"))
    names = sorted(filter(READ.fullmatch, members), key=_order)
    parts = (_part(n, members[n], styles) for n in names if not SETTINGS.fullmatch(n))
    return Package(members, tuple(parts), styles)


def own(element: Element, *tags: str) -> Iterator[Element]:
    """What stands in a paragraph itself, not in the paragraphs of its text boxes."""
    for child in element:
        if child.tag in (f"{W}p", f"{MC}Fallback"):
            continue
        if child.tag in tags:
            yield child
        yield from own(child, *tags)


def shortened(text: str) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}\N{HORIZONTAL ELLIPSIS}"


def _members(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source:
            _refuse_too_much(source)
            return {name: source.read(name) for name in source.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError):
        raise TemplateFault("it is not a Word document") from None


def _refuse_too_much(source: zipfile.ZipFile) -> None:
    """Refuse a file that would fill the memory once it is unpacked (S20)."""
    members = source.infolist()
    if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_BYTES:
        raise TemplateFault("it is far larger than any template")


def _order(name: str) -> tuple[bool, str, int]:
    stem, number = _stem(name)
    return (stem != FIRST, stem, number)


def _stem(name: str) -> tuple[str, int]:
    match = re.fullmatch(r"word/(.*?)(\d*)\.xml", name)
    return (match[1], int(match[2] or 0)) if match else (name, 0)


def _called(name: str) -> str:
    """A part as people call it: body, header 2, footnotes."""
    stem, number = _stem(name)
    if stem == FIRST:
        return "body"
    return f"{stem} {number}" if number else stem


def _part(name: str, content: bytes, styles: Mapping[str, str]) -> Part:
    root = parsed(name, content)
    called = _called(name)
    paragraphs = tuple(_paragraphs(called, root, styles))
    return Part(name, called, root, FILLED.fullmatch(name) is not None, paragraphs)


def _paragraphs(
    called: str, root: Element, styles: Mapping[str, str]
) -> Iterator[Para]:
    heading = ""
    for number, element in enumerate(root.iter(f"{W}p"), 1):
        if next(element.iterancestors(f"{MC}Fallback"), None) is not None:
            continue  # the same words again, for old programs
        style = _style(element)
        para = Para(called, number, element, heading, style)
        yield para
        name = styles.get(style, style).casefold()
        if HEADING.fullmatch(name) and para.text.strip():
            heading = shortened(para.text)


def _style(element: Element) -> str:
    style = element.find(f"{W}pPr/{W}pStyle")
    return style.get(f"{W}val", "") if style is not None else ""


def _styles(content: bytes | None) -> dict[str, str]:
    if content is None:
        return {}
    found: dict[str, str] = {}
    for style in parsed("word/styles.xml", content).iter(f"{W}style"):
        name = style.find(f"{W}name")
        label = name.get(f"{W}val", "") if name is not None else ""
        found[style.get(f"{W}styleId", "")] = label
    return found


def spread(pieces: Sequence[Piece], start: int, end: int) -> tuple[Piece, ...]:
    """The pieces that a stretch of text lies in."""
    return tuple(p for p in pieces if p.start < end and p.end > start)
