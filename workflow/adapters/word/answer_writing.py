"""Puts answers into the place that waits for them, in the look of their document.

Headings, lists, tables and pictures become those of the pack: its styles, header rows
that are repeated, numbers that begin anew with each list, words for every picture.
Slow to import: import it where a document is made.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from workflow.adapters.image_notes import without_traces
from workflow.adapters.word.package import cleaned_parts, zipped
from workflow.adapters.word.properties import CORE_NAME
from workflow.domain.answers.blocks import (
    BULLET,
    HEADING,
    NUMBERED,
    Block,
    Cell,
    Paragraph,
    Picture,
    PictureFile,
    Run,
    Table,
)
from workflow.domain.errors import TemplateFault

Word = Any
"""A python-docx document, table or cell; it has no types of its own."""
BODY = "word/document.xml"
DEEPEST_HEADING, DEEPEST_LIST = 3, 3
ROOM_FOR_NUMBER = 1.8  # times the size of the text
BULLETS = ("\N{BULLET}", "\N{EN DASH}", "\N{BULLET}")
PALE = "EEF4F6"
SIDE = 2000  # pixels: sharp enough over the width of a page
HIGHEST = Cm(20)
SHORT = 8  # rows up to which a table stays on one page
SPLIT_FROM = 1500  # letters in a row, from which it may go over two pages
POINTS = 20  # twips in a point
USUAL_SIZE = Pt(12)


def with_answers(
    content: bytes,
    bodies: Mapping[str, Sequence[Block]],
    pictures: Mapping[str, PictureFile],
) -> bytes:
    """The same document with each body where a paragraph says nothing but its name.

    A document that names none comes back as it is; the same input gives the same
    bytes. Raises `TemplateFault` for a picture that cannot be read.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        said = re.sub(rb"<[^>]+>", b"", source.read(BODY)).decode()
        core = source.read(CORE_NAME)
    if not any(name in said for name in bodies):
        return content
    doc = Document(io.BytesIO(content))
    for place in list(doc.element.body.iter(qn("w:p"))):
        name = WordParagraph(place, doc).text.strip()
        if name in bodies:
            _Writing(doc, pictures).put(place, bodies[name])
    made = io.BytesIO()
    doc.save(made)
    return zipped(cleaned_parts(made.getvalue()) | {CORE_NAME: core})


class _Writing:
    """One answer on its way into a document."""

    def __init__(self, doc: Word, pictures: Mapping[str, PictureFile]) -> None:
        self.doc, self.pictures = doc, pictures
        self.lists = _Lists(doc)
        section = doc.sections[0]
        self.wide = section.page_width - section.left_margin - section.right_margin

    def put(self, place: Word, blocks: Sequence[Block]) -> None:
        """Put the blocks where a paragraph stands, and take that away."""
        for block in blocks:
            for element in self.written(block):
                place.addprevious(element)
        if not blocks or place.getparent().tag == qn("w:tc"):
            place.getparent().replace(place, self.paragraph("", "After Table"))
        else:
            place.getparent().remove(place)

    def written(self, block: Block) -> Iterator[Word]:
        """The elements that a block becomes."""
        if isinstance(block, Table):
            yield self.table(block)
            yield self.paragraph("", "After Table")
        elif isinstance(block, Picture):
            yield self.picture(block)
        else:
            yield self.words(block)

    def paragraph(self, text: str, style: str) -> Word:
        """A paragraph in a named style, where the document has it."""
        made = self.doc.add_paragraph(text)
        made.style = self.style(style)
        element = made._p  # noqa: SLF001 - to be put elsewhere
        element.getparent().remove(element)
        return element

    def style(self, name: str) -> Word:
        """A style by its name; the usual one where there is none."""
        known = [style.name for style in self.doc.styles]
        return self.doc.styles[name if name in known else "Normal"]

    def words(self, block: Paragraph) -> Word:
        """A heading, a point of a list, or text."""
        style = {
            HEADING: f"Heading {min(block.level, DEEPEST_HEADING)}",
            BULLET: "List Bullet",
            NUMBERED: "List Number",
        }.get(block.kind, "Normal")
        element = self.paragraph("", style)
        made = WordParagraph(element, self.doc)
        _add(made, block.runs)
        if block.kind in (BULLET, NUMBERED):
            self.lists.number(made, block)
        return element

    def picture(self, block: Picture) -> Word:
        """A picture, clean and no larger than the page, with its words."""
        file = self.pictures[block.name]
        clean = without_traces(file.content, SIDE, file.crop)
        if clean is None:
            raise TemplateFault(f"a picture in the answer cannot be read: {block.alt}")
        element = self.paragraph("", "Normal")
        run = WordParagraph(element, self.doc).add_run()
        width = min(Cm(block.width) or self.wide, self.wide)
        shape = run.add_picture(io.BytesIO(clean), Emu(width))
        if shape.height > HIGHEST:
            shape.width = Emu(int(shape.width * HIGHEST / shape.height))
            shape.height = HIGHEST
        inline = shape._inline  # noqa: SLF001 - python-docx has no words for it
        for side in ("distT", "distB", "distL", "distR"):
            inline.set(side, "0")  # or some programs leave a gap beside it
        about = inline.docPr
        about.set("name", "picture")
        about.set("descr", block.alt)
        return element

    def table(self, block: Table) -> Word:
        """A table with its header rows, over the width of the page."""
        columns = max(map(len, block.rows))
        made = self.doc.add_table(len(block.rows), columns)
        made.style = self.style_of_table()
        made.autofit = False
        self.fill(made, block)
        self.widen(made, block, columns)
        for row in made.rows[: block.heads]:
            self.head(row)
        for row in made.rows[:-1] if len(block.rows) <= SHORT else ():
            for paragraph in (p for cell in row.cells for p in cell.paragraphs):
                paragraph.paragraph_format.keep_with_next = True
        element = made._tbl  # noqa: SLF001 - to be put elsewhere
        element.getparent().remove(element)
        return element

    def style_of_table(self) -> Word:
        """The style of tables, where the document has it."""
        names = [style.name for style in self.doc.styles]
        return self.doc.styles["Table Grid"] if "Table Grid" in names else None

    def fill(self, made: Word, block: Table) -> None:
        """Write every cell, and join those that reach further."""
        for at, row in enumerate(block.rows):
            short = sum(len(p.text) for c in row if c for p in c.paragraphs)
            if short < SPLIT_FROM:
                about = made.rows[at]._tr.get_or_add_trPr()  # noqa: SLF001
                about.append(OxmlElement("w:cantSplit"))
            for column, cell in enumerate(row):
                if cell is not None:
                    self.cell(_reached(made, (at, column), cell), cell)

    def cell(self, made: Word, cell: Cell) -> None:
        """Write one cell."""
        for index, block in enumerate(cell.paragraphs or (Paragraph("text", ()),)):
            held = made.paragraphs[0] if index == 0 else made.add_paragraph()
            held.style = self.style("Table Text")
            _add(held, block.runs)
            if block.kind in (BULLET, NUMBERED):
                self.lists.number(held, block)

    def widen(self, made: Word, block: Table, columns: int) -> None:
        """Share out the width of the page as the answer does."""
        shares = block.widths if len(block.widths) == columns else ()
        shares = shares if all(shares) and shares else (1.0,) * columns
        for index, share in enumerate(shares):
            width = Emu(int(self.wide * share / sum(shares)))
            made.columns[index].width = width
        for row in made.rows:
            for cell in {id(c._tc): c for c in row.cells}.values():  # noqa: SLF001
                start = cell._tc.grid_offset  # noqa: SLF001
                reach = shares[start : start + cell._tc.grid_span]  # noqa: SLF001
                cell.width = Emu(int(self.wide * sum(reach) / sum(shares)))

    def head(self, row: Word) -> None:
        """Make a row one that is repeated on every page, in the look of the others."""
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
        for cell in row.cells:
            about = cell._tc.get_or_add_tcPr()  # noqa: SLF001
            if about.find(qn("w:shd")) is None:
                about.append(self.shade())
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True
                for run in paragraph.runs:
                    run.bold = True

    def shade(self) -> Word:
        """The tint of the header rows that are there already."""
        for row in self.doc.element.body.iter(qn("w:tr")):
            tint = next(row.iter(qn("w:shd")), None)
            if next(row.iter(qn("w:tblHeader")), None) is not None and tint is not None:
                return deepcopy(tint)
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", PALE)):
            shade.set(qn(f"w:{key}"), value)
        return shade


class _Lists:
    """The lists of one answer: each begins anew, with the numbers that it had."""

    def __init__(self, doc: Word) -> None:
        self.part = doc.part.numbering_part.element
        size = doc.styles["Normal"].font.size or USUAL_SIZE
        self.room = int(size.pt * ROOM_FOR_NUMBER * POINTS)
        self.bullets = 0
        self.open: dict[int, tuple[int, dict[int, int]]] = {}

    def number(self, made: Word, block: Paragraph) -> None:
        """Put a paragraph into its list."""
        which = self.bulleted() if block.kind == BULLET else self.counted(block)
        about = made._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001
        about.get_or_add_ilvl().val = min(block.level, DEEPEST_LIST) - 1
        about.get_or_add_numId().val = which

    def bulleted(self) -> int:
        """The list of all bullets."""
        if not self.bullets:
            kind = self.kind([("bullet", sign) for sign in BULLETS])
            self.bullets = int(self.part.add_num(kind).numId)
        return self.bullets

    def counted(self, block: Paragraph) -> int:
        """The list that a numbered paragraph goes on with, or a new one."""
        which, counts = self.open.get(block.list, (0, {}))
        counts = {level: n for level, n in counts.items() if level <= block.level}
        if not which or counts.get(block.level, 0) + 1 != block.number:
            which = self.begun(block)
        counts[block.level] = block.number
        self.open[block.list] = which, counts
        return which

    def begun(self, block: Paragraph) -> int:
        """A new list that begins with the number of a paragraph."""
        levels = [
            (block.written if level == block.level else "decimal", f"%{level}.")
            for level in range(1, DEEPEST_LIST + 1)
        ]
        made = self.part.add_num(self.kind(levels))
        change = made.add_lvlOverride(ilvl=min(block.level, DEEPEST_LIST) - 1)
        change.add_startOverride(block.number)
        return int(made.numId)

    def kind(self, levels: Sequence[tuple[str, str]]) -> int:
        """A new kind of list; gives its number."""
        used = self.part.findall(qn("w:abstractNum"))
        number = max((int(u.get(qn("w:abstractNumId"))) for u in used), default=-1) + 1
        kind = OxmlElement("w:abstractNum")
        kind.set(qn("w:abstractNumId"), str(number))
        kind.append(_valued("w:multiLevelType", "hybridMultilevel"))
        for index, (written, sign) in enumerate(levels):
            kind.append(self.level(index, written, sign))
        if used:
            used[-1].addnext(kind)
        else:
            self.part.insert(0, kind)
        return number

    def level(self, index: int, written: str, sign: str) -> Word:
        """How one level of a list looks."""
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(index))
        values = (
            ("w:start", "1"),
            ("w:numFmt", written),
            ("w:lvlText", sign),
            ("w:lvlJc", "left"),
        )
        for name, value in values:
            level.append(_valued(name, value))
        about, indent = OxmlElement("w:pPr"), OxmlElement("w:ind")
        indent.set(qn("w:left"), str(self.room * (index + 1)))
        indent.set(qn("w:hanging"), str(self.room))
        about.append(indent)
        level.append(about)
        return level


def _valued(name: str, value: str) -> Word:
    element = OxmlElement(name)
    element.set(qn("w:val"), value)
    return element


def _add(made: Word, runs: Sequence[Run]) -> None:
    for run in runs:
        added = made.add_run(run.text)
        if run.bold:
            added.bold = True


def _reached(made: Word, at: tuple[int, int], cell: Cell) -> Word:
    """The cell of a table with all that it reaches over."""
    row, column = at
    first = made.cell(row, column)
    down = min(row + cell.down, len(made.rows)) - 1
    across = min(column + cell.across, len(made.columns)) - 1
    return (
        first.merge(made.cell(down, across)) if cell.down * cell.across > 1 else first
    )
