"""Draws a blank form as a fillable PDF that a screen reader can walk through.

The same form gives the same bytes. Read-only fields at the end carry what the inbox
needs: `_form`, `_file`, `_base`. Source: forms.md 8; PDF/UA-1.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf, String

from workflow.adapters.pdf.fields import INK, Box, Fields
from workflow.adapters.pdf.names import field_name, known_mark, tick_name
from workflow.adapters.pdf.tagged import (
    HEIGHT,
    WIDTH,
    Colour,
    Element,
    Pages,
    box,
    text,
)
from workflow.adapters.pdf.typeface import bold, plain
from workflow.domain.blank_forms import Answered, Asked, BlankForm, Part

MARGIN, FOOT, HEAD = 54.0, 62.0, HEIGHT - 54.0  # points
ROOM = WIDTH - 2 * MARGIN
SIZE, LEADING = 11.5, 15.5
SMALL, SMALL_LEADING = 10.0, 13.5
GAP, AFTER_WORDS, HIGHEST = 13.0, 5.0, 320.0
HEADINGS = {2: (14.5, 20.0), 3: (12.5, 18.0), 4: (11.5, 16.0)}
TICK, TICK_ROOM = 15.0, 22.0
MOST_WIDE = 125  # points; longer answers take two lines when there are many
FEW = 5
QUIET: Colour = (0.32, 0.38, 0.43)
RULE: Colour = (0.8, 0.82, 0.85)
OWN: Colour = (0.04, 0.36, 0.31)
SHORT = (Answered.DATE, Answered.TIME, Answered.NUMBER)
WHOLE, GUTTER = 6, 14.0
BELOW = 80.0  # points that a heading under a heading takes
ONE_LINE, SOME_LINES, OWN_LINES, ROW_LINES = 24.0, 62.0, 80.0, 42.0
WIDE = {Answered.DATE: 170.0, Answered.TIME: 80.0, Answered.NUMBER: 80.0}
SEND = (
    "Save the form, then put the file in the folder called inbox on the shared drive."
    " Nothing is in the record until somebody has looked at it there and accepted it."
)
ON_PAPER = (
    "Filled in by hand? Type the answers in afterwards: the computer cannot read pen."
)
METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


def fillable(form: BlankForm) -> bytes:
    """The form as a PDF."""
    pdf = Pdf.new()
    letters, thick = plain().file_in(pdf), bold().file_in(pdf)
    fonts = Dictionary(
        F1=plain().put_into(pdf, letters),
        F2=bold().put_into(pdf, thick),
        Typed=plain().put_for_typing(pdf, letters),
    )
    drawing = _Drawing(Fields(pdf, fonts))
    drawing.whole(form)
    drawing.pages.put_into(pdf, drawing.root, fonts)
    drawing.fields.put_into_catalogue()
    _describe(pdf, form)
    out = io.BytesIO()
    packed = ObjectStreamMode.generate
    pdf.save(out, deterministic_id=True, object_stream_mode=packed)
    return out.getvalue()


def _describe(pdf: Pdf, form: BlankForm) -> None:
    """Title and language, in the places where a screen reader looks for them."""
    pdf.Root.Lang = String(form.language)
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    told = METADATA.format(title=escape(form.title), language=form.language)
    pdf.Root.Metadata = pdf.make_stream(told.encode())
    pdf.Root.Metadata.Type, pdf.Root.Metadata.Subtype = Name.Metadata, Name.XML
    pdf.docinfo.Title = String(form.title)


@dataclass(frozen=True)
class _Block:
    """A question as it will stand: its lines, and how much room it takes."""

    asked: Asked
    room: float
    ask: Sequence[str]
    hint: Sequence[str]

    @property
    def inside(self) -> float:
        """The room without the gap to the question beside it."""
        return self.room if self.room == ROOM else self.room - GUTTER

    @property
    def height(self) -> float:
        """In points, with what is under the words."""
        words = len(self.ask) * LEADING + len(self.hint) * SMALL_LEADING
        return words + AFTER_WORDS + self.answer_height

    @property
    def answer_height(self) -> float:
        """The room that the answer takes."""
        if self.asked.ticks:
            return sum(self.tick_heights)
        if self.asked.how is not Answered.WORDS:
            return ONE_LINE
        least = OWN_LINES if self.asked.own_words else SOME_LINES
        least = ROW_LINES if "[" in self.asked.name else least
        given = plain().lines("\n".join(self.asked.given), SIZE, self.room - 10)
        return min(max(least, len(given) * LEADING + 14), HIGHEST)

    @cached_property
    def columns(self) -> int:
        """How many answers stand side by side."""
        widths = [plain().width(c.label, SIZE) for c in self.asked.offered]
        widest = min(max(widths), MOST_WIDE) if len(widths) > FEW else max(widths)
        return max(1, min(4, int(self.inside // (widest + TICK + 12))))

    @cached_property
    def labels(self) -> Sequence[Sequence[str]]:
        """The lines of each answer's words."""
        room = self.inside / self.columns - TICK - 10
        return [plain().lines(c.label, SIZE, room) for c in self.asked.offered]

    @cached_property
    def tick_heights(self) -> Sequence[float]:
        """The height of each line of answers."""
        rows = range(0, len(self.labels), self.columns)
        most = (max(map(len, self.labels[r : r + self.columns])) for r in rows)
        return [TICK_ROOM + (lines - 1) * LEADING for lines in most]


class _Drawing:
    """Draws from the top of the first page to the foot of the last."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self.pages = Pages()
        self.root = Element("Document")
        self.y = HEAD

    def whole(self, form: BlankForm) -> None:
        """The title, every part, and what to do with it."""
        self.say(self.root, "H1", form.title, 21, 27, face="F2")
        if form.intro:
            self.say(self.root, "P", form.intro, SIZE, LEADING)
        for part, following in zip(form.parts, (*form.parts[1:], None), strict=True):
            self.part(part, following)
        self.ending(form)
        self.page_feet(form)

    def part(self, part: Part, following: Part | None) -> None:
        """One heading and its questions; without any it stays with what follows."""
        section = self.root.add("Sect")
        rows = _blocks(part)
        if part.title:
            self.heading(section, part, _first(part) or _first(following) + BELOW)
        for row in rows:
            self.row(section, row)

    def heading(self, section: Element, part: Part, first: float) -> None:
        """A heading stays with the first question under it (`first`, its height)."""
        size, leading = HEADINGS[part.level]
        self.room_for(min(first, 330) + leading + 60)
        self.y -= 6
        if part.level == 2:  # noqa: PLR2004 - the largest under the title
            self.rule()
        self.say(section, f"H{part.level}", part.title, size, leading, face="F2")
        if part.intro:
            self.say(section, "P", part.intro, SIZE, LEADING)

    def rule(self) -> None:
        """A thin line across the page."""
        self.y -= 4
        self.pages.decoration(box((MARGIN, self.y), (ROOM, 0.75), fill=RULE))
        self.y -= 8

    def row(self, section: Element, row: Sequence[_Block]) -> None:
        """Questions side by side."""
        height = max(block.height for block in row)
        self.room_for(height)
        self.y -= GAP / 2
        for place, block in enumerate(row):
            self.question(section, block, MARGIN + place * block.room, self.y)
        self.y -= height + GAP / 2

    def question(self, section: Element, block: _Block, x: float, y: float) -> None:
        """The words of a question and the place for its answer."""
        if block.asked.own_words:
            at, size = (x - 12, y - block.height), (3.5, block.height)
            self.pages.decoration(box(at, size, fill=OWN))
        says = section.add("P")
        y -= SIZE
        self.pages.words(says, block.ask, (x, y), SIZE, LEADING, face="F2", colour=INK)
        y -= (len(block.ask) - 1) * LEADING + SMALL_LEADING + 1
        if block.hint:
            at = (x, y)
            self.pages.words(says, block.hint, at, SMALL, SMALL_LEADING, colour=QUIET)
            y -= (len(block.hint) - 1) * SMALL_LEADING + SMALL_LEADING
        y += SMALL_LEADING - AFTER_WORDS
        if block.asked.ticks:
            self.ticks(section, block, x, y)
        else:
            self.answer(section, block, x, y)

    def answer(self, section: Element, block: _Block, x: float, y: float) -> None:
        """A box to write in, or a list to choose from."""
        asked = block.asked
        wide = min(WIDE.get(asked.how, block.inside), block.inside)
        where = (x, y - block.answer_height, x + wide, y)
        name, says, given = (
            field_name(asked.name),
            _spoken(asked),
            "\n".join(asked.given),
        )
        if asked.offered:
            widget = self.fields.choose(name, says, where, asked.offered, given)
        else:
            many_lines = asked.how is Answered.WORDS
            widget = self.fields.line(
                name,
                says,
                where,
                given=given,
                many_lines=many_lines,
                own_words=asked.own_words,
            )
        self.pages.field(section, widget)

    def ticks(self, section: Element, block: _Block, x: float, y: float) -> None:
        """A box for each answer, its words beside it."""
        asked, each = block.asked, block.inside / block.columns
        for place, choice in enumerate(asked.offered):
            row, column = divmod(place, block.columns)
            left, foot = x + column * each, y - sum(block.tick_heights[:row]) - TICK - 3
            widget = self.fields.tick(
                tick_name(asked.name, choice.code),
                f"{asked.ask} {choice.label}",
                (left, foot, left + TICK, foot + TICK),
                given=choice.code in asked.given,
            )
            line = section.add("P")
            self.pages.field(line, widget)
            at = (left + TICK + 6, foot + 3.5)
            self.pages.words(line, block.labels[place], at, SIZE, LEADING, colour=INK)

    def ending(self, form: BlankForm) -> None:
        """What to do with the form, and the marks by which the inbox knows it."""
        section = self.root.add("Sect")
        marks = {
            "_form": form.form_mark,
            "_file": form.file,
            "_base": form.base,
            "_known": known_mark(form.known),
        }
        self.room_for(170)
        self.y -= 8
        self.rule()
        self.say(section, "H2", "When you have finished", *HEADINGS[2], face="F2")
        self.say(section, "P", SEND, SIZE, LEADING)
        self.say(section, "P", ON_PAPER, SIZE, LEADING)
        self.say(section, "P", "For the computer. Leave as it is.", SMALL, 15)
        self.marks(section, marks)

    def marks(self, section: Element, marks: Mapping[str, str]) -> None:
        """Small fields that nobody writes in."""
        wide = ROOM / len(marks)
        for place, (name, value) in enumerate(marks.items()):
            left = MARGIN + place * wide
            where: Box = (left, self.y - 15, left + wide - 6, self.y)
            says = f"For the computer: {name.strip('_')}"
            self.pages.field(section, self.fields.mark(name, says, where, value))

    def say(
        self,
        element: Element,
        kind: str,
        says: str,
        size: float,
        leading: float,
        *,
        face: str = "F1",
    ) -> None:
        """A heading or a paragraph across the page."""
        letters = bold() if face == "F2" else plain()
        lines = letters.lines(says, size, ROOM)
        self.room_for(len(lines) * leading)
        at = (MARGIN, self.y - size)
        self.pages.words(
            element.add(kind), lines, at, size, leading, face=face, colour=INK
        )
        self.y -= len(lines) * leading + 4

    def room_for(self, height: float) -> None:
        """Turn the page when so much does not fit any more."""
        if self.y - height < FOOT and self.y < HEAD:
            self.pages.turn()
            self.y = HEAD

    def page_feet(self, form: BlankForm) -> None:
        """The form, the case and the page, at the foot of every page."""
        count = len(self.pages.pages)
        for page in range(count):
            left = f"{form.title} \u00b7 {form.case}"
            right = f"Page {page + 1} of {count}"
            x = WIDTH - MARGIN - plain().width(right, SMALL)
            for said, at in ((left, (MARGIN, 34)), (right, (x, 34))):
                shown = text([said], at, SMALL, SMALL, colour=QUIET)
                self.pages.decoration(shown, page)


def _first(part: Part | None) -> float:
    """How high the first questions of a part are; 0 when there are none."""
    rows = _blocks(part) if part else []
    return max((block.height for block in rows[0]), default=0) if rows else 0


def _blocks(part: Part) -> list[list[_Block]]:
    alike = len(part.asked) > 1 and len({_last(a.name) for a in part.asked}) == 1
    rows = ([a] for a in part.asked) if alike else _rows(part.asked)
    return [[_block(each, ROOM / len(row)) for each in row] for row in rows]


def _last(name: str) -> str:
    return name.rpartition(".")[2]


def _block(asked: Asked, room: float) -> _Block:
    inside = room if room == ROOM else room - GUTTER
    ask = bold().lines(asked.ask, SIZE, inside)
    return _Block(asked, room, ask, plain().lines(asked.small_print, SMALL, inside))


def _spoken(asked: Asked) -> str:
    """What a screen reader says at the field."""
    return f"{asked.ask} {asked.small_print}".strip()


def _rows(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    """Questions that need little room stand side by side."""
    row: list[Asked] = []
    for each in asked:
        if row and sum(map(_share, (*row, each))) > WHOLE:
            yield row
            row = []
        row.append(each)
    if row:
        yield row


def _share(asked: Asked) -> int:
    """How many sixths of a line a question takes; the person's own words a whole one.

    A day, a time and a number a third, and what belongs to one of several things half.
    """
    if asked.own_words or (asked.ticks and len(asked.offered) > FEW):
        return WHOLE
    if asked.how in SHORT:
        return WHOLE // 3
    return WHOLE // 2 if "[" in asked.name else WHOLE
