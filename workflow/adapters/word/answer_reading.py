"""Reads an answer in Word: its words, lists, tables and pictures, and nothing else.

Its look stays behind, and so do comments, hidden and struck words, links and fields;
what a reader would miss is told. A change that is tracked is read as accepted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby

from lxml import etree

from workflow.adapters.word.numbers import Numbers
from workflow.adapters.word.package import W, parsed
from workflow.adapters.word.places import MC, WP, Element, opened
from workflow.domain.answers.blocks import (
    BULLET,
    HEADING,
    NUMBERED,
    TEXT,
    Block,
    Cell,
    Content,
    Paragraph,
    Picture,
    PictureFile,
    Run,
    Table,
)

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BODY, RELATIONS = "word/document.xml", "word/_rels/document.xml.rels"
EMU = 360_000  # in a centimetre
TENTHS = 100_000  # a crop is told in thousandths of a per cent
DEEPEST = 3
HEADINGS = re.compile(r"heading (\d)", re.IGNORECASE)
NAME = re.compile(r"\{\{[^{}]*\}\}")
INSIDE = frozenset({"ins", "moveTo", "smartTag", "customXml", "bdo", "dir", "sdt"})
WITHIN = frozenset({"sdtContent", "hyperlink", "fldSimple"})
TRACKED = frozenset({"ins", "del", "moveTo", "moveFrom"})
LOST = {
    "footnoteReference": "A footnote is left out. Put its words into the text.",
    "endnoteReference": "An endnote is left out. Put its words into the text.",
    "commentReference": "A comment is left out.",
    "object": "An embedded file is left out. Paste its words or a picture of it.",
    "pict": "A picture of an old kind is left out. Insert it again as PNG or JPEG.",
    "oMath": "A formula is left out. Write it in words, or as a picture.",
    "oMathPara": "A formula is left out. Write it in words, or as a picture.",
    "altChunk": "A file inside this one is left out. Paste its words.",
    "sym": "A symbol is left out. Use a letter or a word.",
    "txbxContent": "A text box is left out. Put its words into the text.",
    "tracked": "There are tracked changes. Accept or reject them first.",
    "hidden": "Hidden words are left out.",
    "struck": "Words that are struck through are left out.",
    "link": "The address behind a link is left out; its words are kept.",
    "chart": "A chart or drawing is left out. Paste it as a picture.",
    "outside": "A picture that lies elsewhere is left out. Put it into the file.",
    "unread": "A picture is left out. Insert it again as PNG or JPEG.",
    "wordless": "A picture has no words for who cannot see it. Add alt text in Word.",
    "nested": "A table in a table is carried as lines, a row in each.",
    "around": "The words at the head or foot of the page are left out.",
}
LETTERS = {"tab": " ", "noBreakHyphen": "\N{NON-BREAKING HYPHEN}", "softHyphen": ""}
ALT = "A picture"


def answer_in(content: bytes) -> tuple[Content, Mapping[str, PictureFile]]:
    """What an answer in Word is made of, and its pictures by name.

    Raises `TemplateFault` when it is no whole Word file.
    """
    package = opened(content)
    reading = _Reading(package.members)
    body = parsed("body", package.members[BODY]).find(f"{W}body")
    blocks = tuple(reading.blocks(body)) if body is not None else ()
    if any(_words_around(package.members)):
        reading.tell("around")
    told = tuple(LOST[why] for why in reading.untold)
    return Content(blocks, told), reading.shown


def _words_around(members: Mapping[str, bytes]) -> Iterator[str]:
    for name, part in members.items():
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            yield from (
                text.text for text in parsed(name, part).iter(f"{W}t") if text.text
            )


@dataclass
class _Reading:
    """One Word file while it is read."""

    members: Mapping[str, bytes]
    untold: dict[str, None] = field(default_factory=dict)
    shown: dict[str, PictureFile] = field(default_factory=dict)

    def tell(self, why: str) -> None:
        """Note that something cannot be carried."""
        self.untold[why] = None

    @cached_property
    def styles(self) -> Mapping[str, Element]:
        """The styles by their id."""
        part = self.members.get("word/styles.xml")
        if part is None:
            return {}
        found = parsed("styles", part).iter(f"{W}style")
        return {style.get(f"{W}styleId", ""): style for style in found}

    @cached_property
    def numbers(self) -> Numbers:
        """How its lists are numbered."""
        part = self.members.get("word/numbering.xml")
        return Numbers(None if part is None else parsed("numbering", part))

    @cached_property
    def targets(self) -> Mapping[str, str]:
        """Where its pictures lie in the file."""
        part = self.members.get(RELATIONS)
        if part is None:
            return {}
        return {
            one.get("Id", ""): f"word/{one.get('Target', '')}"
            for one in parsed("relations", part)
            if one.get("TargetMode") != "External"
        }

    def blocks(self, holder: Element) -> Iterator[Block]:
        """The blocks in a body, in their order."""
        for child in holder:
            local = _local(child)
            if local == "p":
                yield from self.paragraph(child)
            elif local == "tbl":
                yield from self.table(child)
            elif local in INSIDE or local in WITHIN:
                self.note(local)
                yield from self.blocks(child)
            else:
                self.note(local)

    def note(self, local: str) -> None:
        """Note what an element means for the reader."""
        if local in TRACKED:
            self.tell("tracked")
        elif local in LOST:
            self.tell(local)

    def paragraph(self, element: Element) -> Iterator[Block]:
        """A paragraph, and after it the pictures that stand in it."""
        pictures: list[Picture] = []
        runs = _joined(tuple(self.runs(element, pictures)))
        if any(run.text.strip() for run in runs):
            yield self.kind(element, runs)
        yield from pictures

    def kind(self, element: Element, runs: tuple[Run, ...]) -> Paragraph:
        """Which kind of paragraph it is, by its style and its numbering."""
        chain = list(self.chain(element.find(f"{W}pPr")))
        level = self.heading(chain)
        if level:
            plain = tuple(replace(run, bold=False) for run in runs)
            return Paragraph(HEADING, _joined(plain), level)
        for properties in chain:
            numbering = properties.find(f"{W}numPr")
            if numbering is not None:
                return self.listed(numbering, runs)
        return Paragraph(TEXT, runs)

    def listed(self, numbering: Element, runs: tuple[Run, ...]) -> Paragraph:
        """A point of a list."""
        which = int(_value(numbering.find(f"{W}numId")) or 0)
        level = int(_value(numbering.find(f"{W}ilvl")) or 0)
        written = self.numbers.written(which, level)
        depth = min(level + 1, DEEPEST)
        if written == "none":
            return Paragraph(TEXT, runs)
        if written == "bullet":
            return Paragraph(BULLET, runs, depth)
        number = self.numbers.next(which, level)
        return Paragraph(NUMBERED, runs, depth, number, written, which)

    def chain(self, properties: Element | None) -> Iterator[Element]:
        """The properties of a paragraph, then those of its style and below it."""
        if properties is None:
            return
        yield properties
        style = self.styles.get(_value(properties.find(f"{W}pStyle")))
        for _ in self.styles:
            if style is None:
                return
            named = style.find(f"{W}name")
            found = style.find(f"{W}pPr")
            inner = etree.Element(f"{W}pPr") if found is None else found
            if named is not None:
                inner.set("name", _value(named))
            yield inner
            style = self.styles.get(_value(style.find(f"{W}basedOn")))

    def heading(self, chain: list[Element]) -> int:
        """The level of a heading from 1; 0 when it is none."""
        for properties in chain:
            named = HEADINGS.fullmatch(properties.get("name", ""))
            if named:
                return int(named[1])
            if properties.get("name", "").casefold() == "title":
                return 1
            level = _value(properties.find(f"{W}outlineLvl"))
            if level and int(level) < len("123456789"):
                return int(level) + 1
        return 0

    def runs(self, holder: Element, pictures: list[Picture]) -> Iterator[Run]:
        """The words of a paragraph; its pictures are added to `pictures`."""
        for child in holder:
            local = _local(child)
            if local == "r":
                yield from self.run(child, pictures)
            elif local in INSIDE or local in WITHIN:
                self.note(local)
                if local == "hyperlink" and child.get(f"{R}id"):
                    self.tell("link")
                yield from self.runs(child, pictures)
            else:
                self.note(local)

    def run(self, run: Element, pictures: list[Picture]) -> Iterator[Run]:
        """The words of one run, unless they are hidden or struck through."""
        properties = run.find(f"{W}rPr")
        for why, names in (("hidden", ("vanish",)), ("struck", ("strike", "dstrike"))):
            if any(_on(properties, name) for name in names):
                if any(text.text for text in run.iter(f"{W}t")):
                    self.tell(why)
                return
        bold = _on(properties, "b") or self.strong(properties)
        for child in run:
            local = _local(child)
            if local == "drawing":
                pictures.extend(self.drawing(child))
            elif local == "AlternateContent":
                pictures.extend(self.chosen(child))
            elif (text := _letters(child)) is not None:
                yield Run(text, bold)
            else:
                self.note(local)

    def chosen(self, element: Element) -> Iterator[Picture]:
        """What stands for newer programs; what stands for older ones is the same."""
        for drawing in element.findall(f"{MC}Choice/{W}drawing"):
            yield from self.drawing(drawing)

    def strong(self, properties: Element | None) -> bool:
        """Whether the style of some words makes them bold."""
        if properties is None:
            return False
        style = self.styles.get(_value(properties.find(f"{W}rStyle")))
        return style is not None and _on(style.find(f"{W}rPr"), "b")

    def drawing(self, element: Element) -> Iterator[Picture]:
        """A picture; what is drawn otherwise is told of."""
        if next(element.iter(f"{W}txbxContent"), None) is not None:
            self.tell("txbxContent")
            return
        blip = next(element.iter(f"{A}blip"), None)
        if blip is None:
            self.tell("chart")
            return
        name = self.targets.get(blip.get(f"{R}embed", ""), "")
        content = self.members.get(name)
        if content is None:
            self.tell("outside" if blip.get(f"{R}link") else "unread")
            return
        told = next(element.iter(f"{WP}docPr"))
        alt = (told.get("descr") or told.get("title") or "").strip()
        if not alt:
            self.tell("wordless")
        extent = next(element.iter(f"{WP}extent"))
        file = PictureFile(content, _crop(element))
        if not file.readable:
            self.tell("unread")
            return
        named = f"{len(self.shown) + 1}"
        self.shown[named] = file
        yield Picture(named, alt or ALT, int(extent.get("cx", "0")) / EMU)

    def table(self, element: Element) -> Iterator[Block]:
        """A table with its head: the rows marked so, else the first of several."""
        rows: list[list[Cell | None]] = []
        heads = 0
        reaching: dict[int, tuple[int, int]] = {}
        pictures: list[Picture] = []
        for row in _through(element, "tr"):
            marks = row.find(f"{W}trPr")
            if marks is not None and marks.find(f"{W}del") is not None:
                self.tell("tracked")
                continue
            heads += heads == len(rows) and _on(marks, "tblHeader")
            rows.append(self.row(row, len(rows), rows, (reaching, pictures)))
        if rows:
            wide = max(map(len, rows))
            whole = tuple((*row, *_empty(wide - len(row))) for row in rows)
            yield Table(whole, heads or int(len(rows) > 1), tuple(_widths(element)))
        yield from pictures

    def row(
        self,
        row: Element,
        at: int,
        rows: list[list[Cell | None]],
        more: tuple[dict[int, tuple[int, int]], list[Picture]],
    ) -> list[Cell | None]:
        """One row; a cell that goes on below is made longer where it began."""
        reaching, pictures = more
        marks = row.find(f"{W}trPr")
        before = marks.find(f"{W}gridBefore") if marks is not None else None
        made: list[Cell | None] = list(_empty(int(_value(before) or 0)))
        for cell in _through(row, "tc"):
            about = cell.find(f"{W}tcPr")
            merge = about.find(f"{W}vMerge") if about is not None else None
            span = about.find(f"{W}gridSpan") if about is not None else None
            across = int(_value(span) or 1)
            column = len(made)
            if merge is not None and _value(merge) != "restart" and column in reaching:
                top, _ = reaching[column]
                begun = rows[top][column]
                if begun is not None:
                    rows[top][column] = replace(begun, down=at - top + 1)
                made += [None] * across
                continue
            reaching.pop(column, None)
            if merge is not None:
                reaching[column] = (at, across)
            inside = tuple(self.in_cell(cell, pictures))
            made += [Cell(inside or (Paragraph(TEXT, ()),), across)]
            made += [None] * (across - 1)
        return made

    def in_cell(self, cell: Element, pictures: list[Picture]) -> Iterator[Paragraph]:
        """What a cell says; its pictures stand after the table."""
        for block in self.blocks(cell):
            if isinstance(block, Paragraph):
                yield replace(block, kind=TEXT) if block.kind == HEADING else block
            elif isinstance(block, Picture):
                pictures.append(block)
            else:
                self.tell("nested")
                for row in block.rows:
                    texts = (" ".join(p.text for p in c.paragraphs) for c in row if c)
                    yield Paragraph(TEXT, (Run(" | ".join(texts)),))


def _joined(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Runs of one lettering in one, and a name in curly brackets never split."""
    text = "".join(run.text for run in runs)
    bold = [run.bold for run in runs for _ in run.text]
    for found in NAME.finditer(text):
        bold[slice(*found.span())] = [bold[found.start()]] * len(found[0])
    pairs = groupby(zip(text, bold, strict=True), key=lambda pair: pair[1])
    return tuple(Run("".join(c for c, _ in letters), thick) for thick, letters in pairs)


def _letters(element: Element) -> str | None:
    """The letters that stand for one element of a run; None when it is none of them."""
    local = _local(element)
    if local == "t":
        return element.text or ""
    if local in ("br", "cr"):
        return "\n" if element.get(f"{W}type") is None else ""
    return LETTERS.get(local)


def _through(holder: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in controls too."""
    for child in holder:
        local = _local(child)
        if local == name:
            yield child
        elif local in INSIDE or local in WITHIN:
            yield from _through(child, name)


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _value(element: Element | None) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _on(properties: Element | None, name: str) -> bool:
    found = properties.find(f"{W}{name}") if properties is not None else None
    return found is not None and _value(found) not in ("0", "false", "off")


def _empty(count: int) -> Iterator[Cell]:
    for _ in range(count):
        yield Cell((Paragraph(TEXT, ()),))


def _widths(table: Element) -> Iterator[float]:
    grid = table.find(f"{W}tblGrid")
    for column in grid if grid is not None else ():
        yield float(column.get(f"{W}w") or 0)


def _crop(element: Element) -> tuple[float, float, float, float]:
    cut = next(element.iter(f"{A}srcRect"), None)
    if cut is None:
        return (0, 0, 0, 0)
    left, top, right, foot = (
        max(int(cut.get(side, "0")) / TENTHS, 0) for side in ("l", "t", "r", "b")
    )
    return (left, top, right, foot)
