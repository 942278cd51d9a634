"""Turns questions and the answers so far into what a page draws."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow.domain.intake import (
    MOVED,
    REMOVE,
    Answers,
    Problem,
    likely,
    rows_in,
)
from workflow.domain.questions import (
    Choice,
    Input,
    Known,
    OnlyIf,
    Page,
    Question,
    choices_for,
)

MOST_RADIOS = 8  # choices that stand open; more go into a list to open
ROW = "_row"
UP, DOWN = "up", "down"
MOVES = {UP: "Move up", DOWN: "Move down"}


@dataclass(frozen=True)
class Row:
    """One row of a group: its questions, or a note that it was taken out."""

    name: str
    title: str
    hidden: tuple[tuple[str, str], ...]
    parts: tuple["Drawn", ...]
    removed: bool = False
    fixed: bool = False
    moves: tuple["Move", ...] = ()
    moved: str = ""


@dataclass(frozen=True)
class Move:
    """A button that moves a row; `landed` where the row has just come by it."""

    do: str
    words: str
    landed: bool = False


@dataclass(frozen=True)
class Drawn:
    """One question as a page draws it."""

    name: str
    id: str
    input: str
    ask: str
    hint: str = ""
    example: str = ""
    words: str = ""
    error: str = ""
    own_words: bool = False
    choices: tuple[tuple[Choice, bool], ...] = ()
    opens: bool = False
    rows: tuple[Row, ...] = ()
    add: bool = False
    moved: bool = False
    only_if: str = ""
    among: str = ""
    required: bool = False
    numeric: bool = False


@dataclass(frozen=True)
class Showing:
    """What drawing a question needs to know."""

    answers: Answers
    known: Known
    person: str
    problems: Mapping[str, str] = field(default_factory=dict)
    at_hand: Mapping[str, str] = field(default_factory=dict)
    landed: str = ""

    def page(self, page: Page) -> tuple[tuple[Drawn, ...], tuple[Drawn, ...]]:
        """The questions of a page, and those one link away."""
        drawn = [(q, self.question(q, q.field)) for q in page.questions]
        first = tuple(d for q, d in drawn if not q.more)
        more = tuple(d for q, d in drawn if q.more)
        return first, more

    def question(self, question: Question, name: str, row: str = "") -> Drawn:
        """One question under its flat name."""
        choices = choices_for(question, self.known)
        drawn = Drawn(
            name,
            ident(name),
            question.input.value,
            self.worded(question.ask),
            self.worded(question.hint),
            self.worded(question.example),
            self.answers.get(name, ""),
            self.problems.get(name, ""),
            own_words=question.own_words,
            only_if=self.condition(question.only_if, row),
            among=_among(question.only_if),
            required=bool(question.required),
            numeric=question.kind.name == "int",
        )
        if question.input is Input.GROUP:
            rows = tuple(self.rows(question, name))
            moved = f"{name}.{MOVED}" in self.answers
            return replace(drawn, rows=rows, add=not question.each, moved=moved)
        if question.input is Input.MANY:
            ticked = ((c, self.ticked(name, c.code)) for c in choices)
            return replace(drawn, choices=tuple(ticked))
        if question.input is Input.ONE:
            marked = tuple((c, c.code == drawn.words) for c in choices)
            return replace(drawn, choices=marked, opens=len(choices) > MOST_RADIOS)
        return drawn

    def rows(self, question: Question, name: str) -> Iterator[Row]:
        """The rows of a group; one to begin with where it is asked at once."""
        count = rows_in(question, name, self.answers)
        if not count and not question.more and not question.each:
            count = 1
        for index in range(count):
            yield self.row(question, f"{name}.{index}", index)

    def row(self, question: Question, here: str, index: int) -> Row:
        """One row with its parts."""
        key = self.answers.get(f"{here}.{question.key}", "") if question.key else ""
        hidden = [(f"{here}.{ROW}", "1")]
        if key:
            hidden.append((f"{here}.{question.key}", key))
        removed = bool(self.answers.get(f"{here}.{REMOVE}"))
        if removed:
            hidden.append((f"{here}.{REMOVE}", "yes"))
        title = f"{self.worded(question.ask)} {index + 1}"
        if question.each:
            about = (
                c.label for c in self.known.get(question.each, ()) if c.code == key
            )
            title = next(about, key)
        drawing = self if self.begun(here) else self.offering(question, here)
        parts = (
            drawing.question(part, f"{here}.{part.field}", here)
            for part in question.parts
            if not (question.each and part.field == question.key)
        )
        return Row(
            here,
            title,
            tuple(hidden),
            tuple(parts),
            removed,
            fixed=bool(question.each),
            moves=tuple(self.moves(question, here)),
            moved=self.place(question, here),
        )

    def moves(self, question: Question, here: str) -> Iterator[Move]:
        """The buttons that move a row of an ordered group, and which has moved it.

        Where it came to an end, the only button that is left has the focus.
        """
        if not question.ordered:
            return
        name, _, number = here.rpartition(".")
        last = rows_in(question, name, self.answers) - 1
        ways = {UP: int(number) > 0, DOWN: int(number) < last}
        row, _, way = self.landed.rpartition(".")
        for do, words in MOVES.items():
            if ways[do]:
                landed = row == here and (way == do or not ways[way])
                yield Move(f"{do}:{here}", words, landed)

    def place(self, question: Question, here: str) -> str:
        """Where a row that was just moved stands now, in words; else nothing."""
        if not question.ordered or self.landed.rpartition(".")[0] != here:
            return ""
        name, _, number = here.rpartition(".")
        count = rows_in(question, name, self.answers)
        return f"Moved. Now {int(number) + 1} of {count}."

    def sorting(self, question: Question) -> tuple[tuple[Row, str], ...]:
        """The rows of a group to be put in order, each with its words."""
        name, found = question.field, []
        for index in range(rows_in(question, question.field, self.answers)):
            here = f"{name}.{index}"
            row = self.row(question, here, index)
            said = self.own_words_of(question, here)
            if said and not row.removed:
                found.append((row, said))
        return tuple(found)

    def own_words_of(self, question: Question, here: str) -> str:
        """The first of the person's own words in a row."""
        own = (p.field for p in question.parts if p.own_words)
        said = (self.answers.get(f"{here}.{field}", "").strip() for field in own)
        return next(filter(None, said), "")

    def begun(self, here: str) -> bool:
        """Whether a row has come back from a page before."""
        return any(
            k.startswith(f"{here}.") and k != f"{here}.{ROW}" for k in self.answers
        )

    def offering(self, question: Question, here: str) -> "Showing":
        """The same with what is likely in the parts of a new row."""
        offered = {
            f"{here}.{part.field}": likely(part, self.known, self.at_hand)
            for part in question.parts
            if part.default
        }
        return replace(self, answers={**self.answers, **offered})

    def ticked(self, name: str, code: str) -> bool:
        """Whether one answer of several is ticked."""
        return bool(self.answers.get(f"{name}.{code}"))

    def worded(self, text: str) -> str:
        """A text of the sheet with the person's name in it."""
        return worded(text, self.person)

    def condition(self, only_if: OnlyIf | None, row: str) -> str:
        """The flat name of the question that this one hangs on."""
        if only_if is None:
            return ""
        return f"{row}.{only_if.field}" if row else only_if.field

    def said(self, question: Question, name: str) -> tuple[str, ...]:
        """An answer in words, for looking at before it is saved; none if not given."""
        choices = {c.code: c.label for c in choices_for(question, self.known)}
        if question.input is Input.GROUP:
            return tuple(self.said_rows(question, name))
        if question.input is Input.MANY:
            return tuple(
                label for code, label in choices.items() if self.ticked(name, code)
            )
        text = self.answers.get(name, "").strip()
        if not text:
            return ()
        if question.input is Input.ONE:
            return (choices.get(text, text),)
        return tuple(text.splitlines())

    def own_words(self, question: Question, name: str) -> tuple[str, ...]:
        """An answer as it is read back: of a group, the person's own words only."""
        if question.input is not Input.GROUP:
            return self.said(question, name)
        rows = (f"{name}.{i}" for i in range(rows_in(question, name, self.answers)))
        return tuple(
            self.answers[f"{here}.{part.field}"]
            for here in rows
            for part in question.parts
            if part.own_words
            and self.answers.get(f"{here}.{part.field}", "").strip()
            and not self.answers.get(f"{here}.{REMOVE}")
        )

    def said_rows(self, question: Question, name: str) -> Iterator[str]:
        """Each row of a group as one line."""
        for index in range(rows_in(question, name, self.answers)):
            here = f"{name}.{index}"
            told = [
                ", ".join(self.said(part, f"{here}.{part.field}"))
                for part in question.parts
                if part.field != question.key
            ]
            line = "; ".join(text for text in told if text)
            if line and not self.answers.get(f"{here}.{REMOVE}"):
                row = self.row(question, here, index)
                yield f"{row.title}: {line}" if question.each else line


def worded(text: str, person: str) -> str:
    """A text of a sheet with the person's name in it."""
    return text.replace("{name}", person)


def ident(name: str) -> str:
    """The id of a field: its name with dashes, so that an error always lands."""
    return name.replace(".", "-").replace("_", "-")


def _among(only_if: OnlyIf | None) -> str:
    if only_if is None:
        return ""
    if only_if.among:
        return "|".join(only_if.among)
    return "!" + "|".join(only_if.unless)


def errors(problems: Sequence[Problem]) -> dict[str, str]:
    """The first message for each flat name."""
    told: dict[str, str] = {}
    for problem in problems:
        told.setdefault(problem.name, problem.message)
    return told


def retitled(drawn: Drawn, title: str) -> Drawn:
    """The same question under the name of its row."""
    return replace(drawn, ask=title)
