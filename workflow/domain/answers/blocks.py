"""What an answer is made of: paragraphs, lists, tables, pictures (brief 5.11).

Only words, their order and what is bold: the look is that of the pack.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

TEXT, HEADING, BULLET, NUMBERED = "text", "heading", "bullet", "numbered"


@dataclass(frozen=True)
class Run:
    """Some words in one lettering; they may hold the end of a line."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: `kind` is text, heading, bullet or numbered.

    `level` is that of a heading or of a list in a list, from 1. A numbered one has its
    `number`, how it is written (`decimal`, `lowerLetter`), and the `list` it is of.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 1
    number: int = 0
    written: str = "decimal"
    list: int = 0

    @property
    def text(self) -> str:
        """Its words in one piece."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Cell:
    """One cell of a table; it may reach over some columns and rows."""

    paragraphs: tuple[Paragraph, ...]
    across: int = 1
    down: int = 1


@dataclass(frozen=True)
class Table:
    """A table: its cells by row, and how many rows at the top are its head.

    A cell that reaches down is not repeated; None stands in its place. `widths` are
    the shares of the columns.
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    heads: int = 1
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture by the name of its file, and what it shows in words.

    `width` is in centimetres; 0 is as wide as it is.
    """

    name: str
    alt: str
    width: float = 0


@dataclass(frozen=True)
class PictureFile:
    """A picture as it lies in the answer, and what of it is cut off there.

    `crop` are the shares cut off at the left, top, right and foot, from 0 to 1. It is
    made clean when it is put into a pack.
    """

    content: bytes
    crop: tuple[float, float, float, float] = (0, 0, 0, 0)

    @property
    def readable(self) -> bool:
        """Whether it begins like a PNG or a JPEG, which can be carried."""
        return self.content.startswith((b"\x89PNG", b"\xff\xd8\xff"))


Block = Paragraph | Table | Picture


@dataclass(frozen=True)
class Content:
    """All of an answer; `untold` says what of it cannot be carried into a pack."""

    blocks: tuple[Block, ...] = ()
    untold: tuple[str, ...] = ()


def every_paragraph(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The paragraphs, those in cells too, in the order in which they are read."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from cell.paragraphs if cell else ()


def changed(blocks: Sequence[Block], change: Callable[[str], str]) -> tuple[Block, ...]:
    """The same with every text changed, that of cells and pictures too."""
    return tuple(_changed(block, change) for block in blocks)


def _changed(block: Block, change: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph):
        return _reworded(block, change)
    if isinstance(block, Picture):
        return replace(block, alt=change(block.alt))
    rows = tuple(
        tuple(cell and _cell(cell, change) for cell in row) for row in block.rows
    )
    return replace(block, rows=rows)


def _cell(cell: Cell, change: Callable[[str], str]) -> Cell:
    inside = tuple(_reworded(one, change) for one in cell.paragraphs)
    return replace(cell, paragraphs=inside)


def _reworded(paragraph: Paragraph, change: Callable[[str], str]) -> Paragraph:
    runs = tuple(replace(run, text=change(run.text)) for run in paragraph.runs)
    return replace(paragraph, runs=runs)


def in_lines(blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """The same as paragraphs alone: a row of a table is one, a picture its words."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Picture):
            yield Paragraph(TEXT, (Run(f"Picture: {block.alt}"),))
        else:
            for row in block.rows:
                cells = (" ".join(p.text for p in c.paragraphs) for c in row if c)
                yield Paragraph(TEXT, (Run(" | ".join(cells)),))


def levelled(blocks: Sequence[Block], top: int) -> tuple[Block, ...]:
    """The same with headings from level `top` down, and none left out between."""
    found: list[Block] = []
    open_: list[int] = []
    for block in blocks:
        if isinstance(block, Paragraph) and block.kind == HEADING:
            while open_ and open_[-1] >= block.level:
                open_.pop()
            open_.append(block.level)
            found.append(replace(block, level=top + len(open_) - 1))
        else:
            found.append(block)
    return tuple(found)
