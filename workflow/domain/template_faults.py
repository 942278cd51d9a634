"""What can be wrong with a Word template, where, and how to put it right.

An error keeps a template from use: a document made with it would be wrong, unsafe or
not made at all. A warning is something to mend that does no such harm.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from workflow.domain.findings import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class FaultKind(StrEnum):
    """A kind of fault, with its weight and what puts it right."""

    weight: Severity
    fix: str

    def __new__(cls, code: str, weight: Severity, fix: str) -> Self:
        """Keep the weight and the fix beside the code."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.weight, member.fix = weight, fix
        return member

    NOT_WORD = (
        "not_word",
        ERROR,
        (
            "Open it in Word and save it as a Word document (.docx), or take the last"
            " good one from the history folder beside it."
        ),
    )
    MACRO = (
        "macro",
        ERROR,
        "In Word choose Save As, Word Document (.docx), without macros.",
    )
    EMBEDDED = (
        "embedded",
        ERROR,
        "Delete the embedded file or control; a picture or a table can take its place.",
    )
    OUTSIDE = (
        "outside",
        ERROR,
        (
            "Write the address as plain words, or remove the link (right-click, Remove"
            " Hyperlink; for a picture: insert it instead of linking to it)."
        ),
    )
    FETCHES = (
        "fetches",
        ERROR,
        "Click the field and press Ctrl+Shift+F9 to turn it into plain words.",
    )
    TRACKED = (
        "tracked",
        ERROR,
        "On the Review tab accept or reject every change, then turn Track Changes off.",
    )
    COMMENT = (
        "comment",
        WARNING,
        "Delete the comments on the Review tab once they are dealt with.",
    )
    UNCLOSED = (
        "unclosed",
        ERROR,
        "End the tag in the same paragraph: {{ name }} or {% if name %}.",
    )
    STRAY = (
        "stray",
        ERROR,
        "Take the marks out, or write the whole tag: {{ name }} or {% if name %}.",
    )
    MIXED_MARKS = (
        "mixed_marks",
        ERROR,
        "End {{ with }} and end {% with %}.",
    )
    SYNTAX = ("syntax", ERROR, "Write the tag again; copy one like it that works.")
    NOT_ENDED = (
        "not_ended",
        ERROR,
        "Add the tag that ends it, or take this tag out.",
    )
    NOT_BEGUN = (
        "not_begun",
        ERROR,
        "Take this tag out, or add the one that begins it above.",
    )
    MIXED_ROOM = (
        "mixed_room",
        ERROR,
        (
            "Use the same letters at both ends: {%p ... %} with {%p ... %}, {%tr ... %}"
            " with {%tr ... %}."
        ),
    )
    TWO_PLACES = (
        "two_places",
        ERROR,
        (
            "Begin and end it in the same place: both in one table cell, both in one"
            " text box, or both in the text. For whole rows use {%tr ... %}."
        ),
    )
    NOT_IN_TABLE = (
        "not_in_table",
        ERROR,
        "Put the tag in a table, or use {%p ... %} for whole paragraphs.",
    )
    TWO_IN_ONE = (
        "two_in_one",
        ERROR,
        "Give each such tag a paragraph (for {%tr a table row) of its own.",
    )
    WORDS_LOST = (
        "words_lost",
        WARNING,
        "Move the other words out; they are never printed.",
    )
    PERCENT = (
        "percent",
        ERROR,
        (
            "Inside {%p, {%tr, {%tc and {%r leave out % and }. Work the value out in a"
            " {% set ... %} of its own before."
        ),
    )
    SPLIT = (
        "split",
        ERROR,
        (
            "Delete the tag and type it again in one go, as plain words: no link,"
            " field, picture or content control inside it."
        ),
    )
    IN_FIELD = (
        "in_field",
        ERROR,
        "Take the tag out of the Word field and type it as plain words.",
    )
    NEVER_FILLED = (
        "never_filled",
        ERROR,
        "Move the tag to the text, a header, a footer or a footnote.",
    )
    FORMATTED = (
        "formatted",
        ERROR,
        "Write {{ name }} without the letter; every field is plain words.",
    )
    UNKNOWN = (
        "unknown_field",
        ERROR,
        "Look the name up in docs/reference/fields.md.",
    )
    KEPT_BACK = (
        "kept_back",
        ERROR,
        "Take it out, or use it in a document for somebody who may see it.",
    )
    RAW = ("raw_value", ERROR, "Print the field in words.")
    UNSAFE = (
        "unsafe",
        ERROR,
        (
            "Use only fields, if, for, and the filters listed in"
            " docs/how-to/template-faults.md."
        ),
    )
    NOT_MADE = (
        "not_made",
        ERROR,
        "Compare with the last good template in the history folder beside it.",
    )
    EMPTY_CELL = (
        "empty_cell",
        ERROR,
        "Leave one paragraph in the cell that no {%p ... %} can take away.",
    )
    TEXT_BOX = (
        "text_box",
        WARNING,
        "Put the words in the text or in a table: many screen readers skip text boxes.",
    )
    STYLE = (
        "missing_style",
        WARNING,
        "Choose a style that the template has, or copy the style in.",
    )
    FAKE_HEADING = (
        "fake_heading",
        WARNING,
        (
            "Give it a heading style (Heading 1, 2 or 3) so that people can find their"
            " way by it."
        ),
    )
    MERGED_HEADER = (
        "merged_header",
        WARNING,
        "Split the merged cells: one heading above each column.",
    )
    NO_HEADER_ROW = (
        "no_header_row",
        WARNING,
        "Click in the first row, then Table Layout, Repeat Header Rows.",
    )
    NO_ALT_TEXT = (
        "no_alt_text",
        WARNING,
        (
            "Right-click the picture, View Alt Text, and say what it shows (or mark it"
            " as decorative)."
        ),
    )


@dataclass(frozen=True)
class Spot:
    """Where in a template: part, nearest heading above, paragraph counted from 1.

    `paragraph` is 0 for a whole part, `text` is shortened.
    """

    part: str
    heading: str = ""
    paragraph: int = 0
    text: str = ""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a template: what, at which tag, where, and what to do."""

    kind: FaultKind
    spot: Spot
    message: str
    tag: str = ""
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """Whether it keeps the template from use."""
        return self.kind.weight

    @property
    def fix(self) -> str:
        """What to do, in a manager's words."""
        return " ".join(part for part in (self.hint, self.kind.fix) if part)


@dataclass(frozen=True)
class Used:
    """One field that a template uses; `needed` when a case should have it."""

    path: str
    label: str
    needed: bool


@dataclass(frozen=True)
class Looked:
    """All that looking at one template found."""

    faults: tuple[Fault, ...] = ()
    uses: tuple[Used, ...] = ()

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep the template from use."""
        return tuple(f for f in self.faults if f.severity is ERROR)


class InUse(StrEnum):
    """Which template a kind of document is made with."""

    THIS = "this template"
    LAST_GOOD = "the last good template"
    NONE = "none"

    @property
    def any(self) -> bool:
        """Whether documents are still made."""
        return self is not InUse.NONE


@dataclass(frozen=True)
class Blocked:
    """A template that is broken: how many errors, and what is used in its place.

    `template` is its file in the workspace, `file` what documents made with it are
    called.
    """

    document: str
    title: str
    file: str
    errors: int
    first: str
    in_use: InUse
    template: str


def first_of(faults: Iterable[Fault]) -> str:
    """The first fault in a line: where it is and what is wrong."""
    return next((f"{place(f.spot)}: {f.message}" for f in faults), "")


def place(spot: Spot) -> str:
    """A place in a template, in words."""
    number = f", paragraph {spot.paragraph}" if spot.paragraph else ""
    heading = f', under "{spot.heading}"' if spot.heading else ""
    return f"{spot.part}{number}{heading}"
