"""A form before it is filled: what is asked, what is known already, where it belongs.

The same blank is drawn as a fillable PDF and as a page in one file. Names of questions
are those of a filled form: `visit.boundaries[+1].kept` (docs/form-format.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MOST_TICKS = 8  # more answers than these are a list to choose from


class Answered(StrEnum):
    """How a question is answered."""

    LINE = "line"
    WORDS = "words"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    ONE = "one"
    MANY = "many"


OWN_WORDS = "Their own words, the way they say them."
HOW = {
    Answered.ONE: "Tick one.",
    Answered.MANY: "Tick all that fit.",
    Answered.DATE: "Like 30 11 2026.",
    Answered.TIME: "Like 14:30.",
}


@dataclass(frozen=True)
class Offered:
    """One answer to tick: the code kept in the record, and its words."""

    code: str
    label: str


@dataclass(frozen=True)
class Asked:
    """One question as it stands on a form.

    `given` is filled in beforehand: what stands in the record (texts, or codes of
    answers to tick), or what is nearly always so. `own_words`: the answer is kept as
    the person says it.
    """

    name: str
    ask: str
    how: Answered = Answered.LINE
    hint: str = ""
    offered: tuple[Offered, ...] = ()
    own_words: bool = False
    given: tuple[str, ...] = ()

    @property
    def small_print(self) -> str:
        """What stands under the question: whose words, the hint, how to answer."""
        how = HOW.get(self.how, "")
        if self.how is Answered.ONE and not self.ticks:
            how = "Choose one." if self.offered else ""
        own = OWN_WORDS if self.own_words and "words" not in self.hint else ""
        return " ".join(_ended(part) for part in (own, self.hint, how) if part)

    @property
    def ticks(self) -> bool:
        """Whether it is answered by ticking; one out of many answers is chosen."""
        few = 0 < len(self.offered) <= MOST_TICKS
        return few or (self.how is Answered.MANY and bool(self.offered))


@dataclass(frozen=True)
class Part:
    """Some questions that belong together; `level` is that of the heading, from 2.

    Without a title they go on under the heading before. What matters only sometimes
    is in `more`, the first of them with the title of all.
    """

    title: str
    asked: tuple[Asked, ...]
    intro: str = ""
    level: int = 2
    more: bool = False


@dataclass(frozen=True)
class BlankForm:
    """A whole form for one case.

    `file` and `base` are as in a filled form: the file of the case that the answers
    belong to (a folder for a new file), and the SHA-256 of what it was made from,
    empty when there was nothing. `known` goes with the answers without being asked
    (the kind of record); what is known of a row only when the row is filled.
    """

    form: str
    version: int
    case: str
    file: str
    base: str
    title: str
    parts: tuple[Part, ...]
    intro: str = ""
    language: str = "en-GB"
    known: tuple[tuple[str, str], ...] = ()

    @property
    def form_mark(self) -> str:
        """Form, version and case in one: `visit/1/SG-2026-014`."""
        return f"{self.form}/{self.version}/{self.case}"

    @property
    def file_stem(self) -> str:
        """A neutral file name: the case and the form, never a person's name."""
        return f"{self.case} {self.form}"

    @property
    def asked(self) -> Iterator[Asked]:
        """Every question, in order."""
        return (asked for part in self.parts for asked in part.asked)


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!", "”")) else f"{text}."
