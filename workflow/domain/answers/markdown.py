"""An answer written as text with marks (Markdown), taken apart."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

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
    Run,
    Table,
)

HEAD = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
POINT = re.compile(r"^(\s*)[-*+]\s+(.*)$")
COUNTED = re.compile(r"^(\s*)(\d+)[.)]\s+(.*)$")
SHOWN = re.compile(r"^\s*!\[([^\]]*)\]\(\s*<?([^)>]+?)>?\s*\)\s*$")
LINK = re.compile(r"\[([^\]]+)\]\(([^)]*)\)")
RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
BOLD = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
QUIET = re.compile(r"(\*|`)(?=\S)(.+?)(?<=\S)\1")
BAR = re.compile(r"(?<!\\)\|")
STEP = 2  # spaces for a list in a list
DEEPEST = 3
NOT_BESIDE = "The picture {} is not beside the answer, or cannot be read."
NO_WORDS = "The picture {} has no words for who cannot see it: ![what it shows]({})."
NO_LINK = "The link of “{}” is left out; its words are kept."


def taken_apart(lines: Sequence[str], pictures: Container[str]) -> Content:
    """The blocks of an answer; `pictures` are the names of those that are there."""
    reading = _Reading(pictures)
    for line in (*lines, ""):
        reading.line(line)
    reading.row(None)
    return Content(tuple(reading.blocks), tuple(dict.fromkeys(reading.untold)))


@dataclass
class _Reading:
    """What has been read so far; `running` is the paragraph that may go on."""

    pictures: Container[str]
    blocks: list[Block] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)
    lists: int = 0

    def line(self, line: str) -> None:
        """Read one line."""
        if BAR.search(line) and (line.lstrip().startswith("|") or self.rows):
            self.end()
            self.row(line)
            return
        self.row(None)
        if not line.strip():
            self.end()
        elif found := HEAD.match(line):
            self.add(HEADING, found[2], len(found[1]))
        elif found := SHOWN.match(line):
            self.picture(found[1].strip(), found[2])
        elif found := POINT.match(line):
            self.add(BULLET, found[2], _depth(found[1]))
        elif found := COUNTED.match(line):
            self.count(int(found[2]), found[3], _depth(found[1]))
        else:
            self.running.append(line.strip())

    def add(self, kind: str, text: str, level: int) -> None:
        """A heading, or the next point of a list."""
        self.end()
        if kind == HEADING:
            self.numbers.clear()
        self.blocks.append(Paragraph(kind, self.runs(text), level))

    def count(self, number: int, text: str, level: int) -> None:
        """The next step of a numbered list; the first says where it begins."""
        self.end()
        if not self.numbers:
            self.lists += 1
        self.numbers = {k: v for k, v in self.numbers.items() if k <= level}
        at = self.numbers.get(level, number - 1) + 1
        self.numbers[level] = at
        runs = self.runs(text)
        self.blocks.append(Paragraph(NUMBERED, runs, level, number=at, list=self.lists))

    def picture(self, alt: str, name: str) -> None:
        """A picture in a line of its own."""
        self.end()
        if name not in self.pictures:
            self.untold.append(NOT_BESIDE.format(name))
            return
        if not alt:
            self.untold.append(NO_WORDS.format(name, name))
        self.blocks.append(Picture(name, alt))

    def end(self) -> None:
        """The end of a paragraph; after one that is no list a new list begins."""
        if self.running:
            self.numbers.clear()
            text = " ".join(self.running)
            self.running.clear()
            self.blocks.append(Paragraph(TEXT, self.runs(text)))

    def row(self, line: str | None) -> None:
        """A row of a table; None where it ends."""
        if line is not None:
            self.rows.append(line)
            return
        rows = [row for row in self.rows if not RULE.match(row)]
        ruled = len(rows) < len(self.rows)
        self.rows.clear()
        if not rows:
            return
        self.numbers.clear()
        cells = [self.cells(row) for row in rows]
        wide = max(map(len, cells))
        empty = Cell((Paragraph(TEXT, ()),))
        whole = tuple((*row, *[empty] * (wide - len(row))) for row in cells)
        self.blocks.append(Table(whole, 1 if ruled and len(rows) > 1 else 0))

    def cells(self, line: str) -> tuple[Cell, ...]:
        """The cells of one row."""
        inside = line.strip().removeprefix("|")
        inside = inside.removesuffix("|")
        texts = (text.replace("\\|", "|").strip() for text in BAR.split(inside))
        return tuple(Cell((Paragraph(TEXT, self.runs(text)),)) for text in texts)

    def runs(self, text: str) -> tuple[Run, ...]:
        """The words of a line, and which of them are bold."""
        for found in LINK.finditer(text):
            self.untold.append(NO_LINK.format(found[1]))
        return tuple(_runs(LINK.sub(r"\1", text)))


def _runs(text: str) -> Iterator[Run]:
    at = 0
    for found in BOLD.finditer(text):
        if found.start() > at:
            yield Run(QUIET.sub(r"\2", text[at : found.start()]))
        yield Run(QUIET.sub(r"\2", found[2]), bold=True)
        at = found.end()
    if at < len(text):
        yield Run(QUIET.sub(r"\2", text[at:]))


def _depth(space: str) -> int:
    return min(1 + len(space.expandtabs(4)) // STEP, DEEPEST)
