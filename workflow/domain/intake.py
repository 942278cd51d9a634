"""The one way in for answers: `{dotted.name: text}` becomes what a file should say.

Browser posts, PDF fields and single-file forms all arrive as the same flat names, get
the same reading and the same plain words when something cannot be read. What cannot be
read is kept as it was typed: recording is never stopped.

Names: `what_happened`; `visit.left`; rows `actions.0.what`; each tick of a MANY
question is a name of its own, `support_used.picture_cards`. An empty text means "now
empty"; a name that is absent means "not asked", and what stands in the file stays.
`actions.0._remove` takes a row out; with `actions._moved` the rows of an ordered list
stand in the order of their numbers from then on.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.domain.fields import members
from workflow.domain.questions import (
    NO,
    YES,
    Choice,
    Input,
    Known,
    Question,
    Sheet,
    choices_for,
)
from workflow.domain.records.base import Block
from workflow.domain.tree import Fields, Listing, Node, Position, Scalar
from workflow.domain.typed_dates import read_date, read_time

Answers = Mapping[str, str]

HERE = Position(0, 0)
NOTHING = Fields({}, {}, HERE)
LONGEST = 20_000  # characters; a file with more in one place cannot be read
MOST_ROWS = 200
WHERE = frozenset(
    {
        "today",
        "now",
        "me",
        "only",
        "first",
        "with_whom",
        "arranged_at",
        "due",
        "due_kind",
        "due_schedule",
        "step",
        "version",
    }
)
ASKED, REMOVE, MOVED = "_asked", "_remove", "_moved"
UNTICKED = frozenset({"", "off", "no", "false", "0"})
NOT_KEPT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(p << 16 | low) for p in range(17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
PLAIN = frozenset({"date", "int", "num", "bool", "code"})


class Amiss(StrEnum):
    """What can be amiss with an answer; only one that is too long stops a save."""

    MISSING = "missing"
    UNREAD = "unread"
    TOO_LONG = "too long"


@dataclass(frozen=True)
class Problem:
    """What is amiss with one answer. `name` is its flat name.

    What cannot be read stands in the file as it was typed.
    """

    name: str
    message: str
    amiss: Amiss = Amiss.UNREAD


@dataclass(frozen=True)
class FilledIn:
    """What the file should say now, and what is amiss with the answers."""

    root: Fields
    problems: tuple[Problem, ...] = ()


def filled_in(
    sheet: Sheet, base: Fields, answers: Answers, known: Known, today: date
) -> FilledIn:
    """The file `base` with the answers in it; what was not asked stays as it was."""
    taking = _Taking(answers, known, today)
    root = base
    for field, text in sheet.fixed.items():
        root = put(root, field, said(text, "code"), sheet.model)
    for question in sheet.whole:
        root = taking.question(question, root, sheet.model, question.field)
    for page in sheet.pages:
        if page.only_if is None or page.only_if.met(answers, today=today):
            for question in page.questions:
                taking.demand(question, root)
    return FilledIn(root, tuple(taking.problems))


class _Taking:
    """Reads answers one by one and keeps what is amiss."""

    def __init__(self, answers: Answers, known: Known, today: date) -> None:
        self.answers = answers
        self.known = known
        self.today = today
        self.problems: list[Problem] = []

    def question(
        self, question: Question, root: Fields, model: type[Block], name: str
    ) -> Fields:
        """The block `root` with one question answered."""
        if question.input is Input.GROUP:
            return self.group(question, root, model, name)
        if in_vain(question, self.answers, self.today):
            return root
        before = at(root, question.field)
        node = self.answer(question, name, before)
        if node is None or (before is None and not _says(node)):
            return root
        return put(root, question.field, node, model)

    def answer(self, question: Question, name: str, before: Node | None) -> Node | None:
        """The answer to one question; None when it was not asked."""
        if question.input is Input.MANY:
            return self.many(question, name, before)
        if name not in self.answers:
            return None
        text = tidy(self.answers[name], own_words=question.own_words)
        self.too_long(name, question, text)
        if question.input is Input.LINES:
            lines = [line.strip() for line in text.split("\n") if line.strip()]
            return Listing(
                tuple(said(line, question.kind.name) for line in lines), HERE
            )
        if question.input is not Input.WORDS:
            text = TURNING.sub("", " ".join(text.split()))
        return said(self.read(question, name, text), question.kind.name)

    def read(self, question: Question, name: str, text: str) -> str:
        """One answer as it stands in a file; as typed when it cannot be read."""
        found = _read(question, text, self.known, self.today) if text else ""
        if found is None:
            self.problems.append(Problem(name, _not_read(question, text)))
        return text if found is None else found

    def many(self, question: Question, name: str, before: Node | None) -> Node | None:
        """The answers ticked; what stood there and could not be shown stays."""
        offered = [c.code for c in choices_for(question, self.known)]
        ticked = {
            code
            for code in offered
            if self.answers.get(f"{name}.{code}", "").lower() not in UNTICKED
        }
        written = self.answers.get(name, "")
        for text in filter(None, map(str.strip, re.split(r"[\n;,]", written))):
            code = _chosen(choices_for(question, self.known), text)
            if code is None:
                self.problems.append(Problem(name, _not_read(question, text)))
            ticked.add(code or text)
        names = (name, f"{name}.{ASKED}", *(f"{name}.{code}" for code in offered))
        if not any(key in self.answers for key in names):
            return None
        stood = [item.text for item in _items(before) if isinstance(item, Scalar)]
        kept = [text for text in stood if text in ticked or text not in offered]
        new = [code for code in (*offered, *sorted(ticked)) if code in ticked]
        both = dict.fromkeys((*kept, *new))
        return Listing(tuple(said(code, question.kind.name) for code in both), HERE)

    def group(
        self, question: Question, root: Fields, model: type[Block], name: str
    ) -> Fields:
        """A list of blocks: every row matched to what stands there, or added."""
        inside = _inside(model, question.field)
        before = list(_items(at(root, question.field)))
        after: list[Node] = list(before)
        gone: set[int] = set()
        places: list[int] = []
        for index in range(rows_in(question, name, self.answers)):
            here = f"{name}.{index}"
            place = _place(question, before, self.answers, here, index)
            if self.answers.get(f"{here}.{REMOVE}"):
                gone |= {place} if place is not None else set()
                continue
            old = before[place] if place is not None else NOTHING
            block = old if isinstance(old, Fields) else NOTHING
            new = self.row(question, block, inside, here)
            if place is not None:
                after[place] = new
                places.append(place)
            elif _says(new) and _begun(question, here, self.answers):
                places.append(len(after))
                after.append(_keyed(question, new, after, self.answers, here, inside))
        moved = question.ordered and f"{name}.{MOVED}" in self.answers
        order = dict.fromkeys([*(places if moved else ()), *range(len(after))])
        kept = tuple(after[index] for index in order if index not in gone)
        if kept == tuple(before):
            return root
        return put(root, question.field, Listing(kept, HERE), model)

    def row(
        self, question: Question, block: Fields, inside: type[Block], here: str
    ) -> Fields:
        """One row with its parts answered."""
        for part in question.parts:
            block = self.question(part, block, inside, f"{here}.{part.field}")
        return block

    def demand(self, question: Question, root: Fields) -> None:
        """Notice what must be answered and is not, in the sheet and in its rows."""
        condition = question.only_if
        if condition and not condition.met(self.answers, today=self.today):
            return
        found = at(root, question.field)
        few = len(_items(found)) < question.least
        if question.required and (few or not _says(found)):
            self.miss(question.field, question)
        for index in range(rows_in(question, question.field, self.answers)):
            here = f"{question.field}.{index}"
            if _begun(question, here, self.answers):
                self.demand_row(question, here)

    def demand_row(self, question: Question, here: str) -> None:
        """Notice what a row that was begun leaves out."""
        for part in question.parts:
            name = f"{here}.{part.field}"
            condition = part.only_if
            wanted = not condition or condition.met(self.answers, here, self.today)
            if part.required and wanted and not _answered(name, self.answers):
                self.miss(name, part)

    def miss(self, name: str, question: Question) -> None:
        """Notice one answer that was left out."""
        self.problems.append(Problem(name, question.required, Amiss.MISSING))

    def too_long(self, name: str, question: Question, text: str) -> None:
        """Notice an answer that no file can take."""
        if len(text) > LONGEST:
            message = (
                f"{question.ask} This is longer than 20,000 letters."
                " Put part of it in a second note."
            )
            self.problems.append(Problem(name, message, Amiss.TOO_LONG))


def in_vain(question: Question, answers: Answers, today: date) -> bool:
    """Whether something likely was offered where it turns out not to be asked at all.

    A review that moves has no day on which it was held, whatever the form offered.
    """
    condition = question.only_if if question.default else None
    return condition is not None and not condition.met(answers, today=today)


def tidy(text: str, *, own_words: bool = False) -> str:
    """Text as it may stand in a file: one kind of line end, nothing invisible.

    The person's own words keep every blank and line that shows.
    """
    text = NOT_KEPT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = re.sub("[\u2028\u2029]", "\n", text)
    lines = [line.rstrip() for line in text.split("\n")]
    kept = "\n".join(lines).strip("\n")
    return kept if own_words else kept.strip()


def said(text: str, kind: str) -> Scalar:
    """A text as it should stand in a file; `quoted` unless its kind stands plain."""
    return Scalar(text, HERE, quoted=kind not in PLAIN and text != "")


def at(root: Node | None, path: str) -> Node | None:
    """What stands at a dotted path, if anything does."""
    node = root
    for key in path.split("."):
        node = node.values.get(key) if isinstance(node, Fields) else None
    return node


def put(root: Fields, path: str, node: Node, model: type[Block]) -> Fields:
    """The block with something at a dotted path; a new key in the record's order."""
    key, _, rest = path.partition(".")
    member = members(model).get(key)
    if rest:
        inner = root.values.get(key)
        block = inner if isinstance(inner, Fields) else NOTHING
        node = put(block, rest, node, (member and member.block) or Block)
    values = dict(root.values)
    if key not in values:
        order = list(members(model))
        values = _inserted(values, key, node, order)
    values[key] = node
    keys = {name: root.keys.get(name, HERE) for name in values}
    return Fields(values, keys, root.at)


def _inserted(
    values: dict[str, Node], key: str, node: Node, order: Sequence[str]
) -> dict[str, Node]:
    """With a new key after the last of those that come before it in the record."""
    before = set(order[: order.index(key)]) if key in order else set(values)
    last = max((i for i, name in enumerate(values) if name in before), default=-1)
    pairs = list(values.items())
    return dict([*pairs[: last + 1], (key, node), *pairs[last + 1 :]])


def rows_in(question: Question, name: str, answers: Answers) -> int:
    """How many rows of a group there are among the answers."""
    if question.input is not Input.GROUP:
        return 0
    start = f"{name}."
    numbers = (
        a[len(start) :].partition(".")[0] for a in answers if a.startswith(start)
    )
    return min(max((int(n) + 1 for n in numbers if n.isdigit()), default=0), MOST_ROWS)


def answers_of(sheet: Sheet, root: Fields) -> dict[str, str]:
    """What stands in a file, as the answers that would have made it."""
    return {
        name: text
        for question in sheet.whole
        for name, text in _answers(question, root, question.field)
    }


def starting(
    sheet: Sheet, root: Fields, known: Known, at_hand: Answers
) -> dict[str, str]:
    """The answers a form begins with: what stands, rows for each thing, defaults.

    `at_hand` holds what is likely by its name (`today`, `now`, `me`; see
    `likely_in`); what is not in it is not offered.
    """
    answers = answers_of(sheet, root)
    for question in sheet.whole:
        if question.each:
            _offer_rows(question, known, answers)
        elif question.default and not _answered(question.field, answers):
            _offer(question, question.field, known, at_hand, answers)
    return answers


def _offer_rows(question: Question, known: Known, answers: dict[str, str]) -> None:
    name, count = question.field, rows_in(question, question.field, answers)
    stand = {answers.get(f"{name}.{i}.{question.key}") for i in range(count)}
    for choice in known.get(question.each, ()):
        if choice.code not in stand:
            answers[f"{name}.{count}.{question.key}"] = choice.code
            count += 1


def _offer(
    question: Question,
    name: str,
    known: Known,
    at_hand: Answers,
    answers: dict[str, str],
) -> None:
    """What is likely, where that is known."""
    found = likely(question, known, at_hand)
    if found and question.input is Input.MANY:
        answers[f"{name}.{found}"] = "yes"
    elif found:
        answers[name] = found


def likely(question: Question, known: Known, at_hand: Answers) -> str:
    """What a question offers where nothing stands yet; "" where nothing is likely."""
    default = question.default
    choices = choices_for(question, known)
    if default == "first" or (default == "only" and len(choices) == 1):
        return choices[0].code if choices else ""
    return at_hand.get(default, "" if default in WHERE else default)


def swapped(answers: Answers, name: str, row: int, other: int) -> dict[str, str]:
    """The answers with two rows of a group in each other's place."""
    turned = {f"{name}.{row}": f"{name}.{other}", f"{name}.{other}": f"{name}.{row}"}
    found: dict[str, str] = {f"{name}.{MOVED}": "yes"}
    for key, text in answers.items():
        number, _, rest = key.removeprefix(f"{name}.").partition(".")
        start = turned.get(f"{name}.{number}") if key.startswith(f"{name}.") else None
        found[f"{start}.{rest}" if start and rest else key] = text
    return found


def _answers(question: Question, root: Fields, name: str) -> Iterator[tuple[str, str]]:
    node = at(root, question.field)
    if question.input is Input.GROUP:
        for index, item in enumerate(_items(node)):
            if isinstance(item, Fields):
                yield from _row_answers(question, item, f"{name}.{index}")
    elif question.input is Input.MANY:
        for item in _items(node):
            if isinstance(item, Scalar) and not item.empty:
                yield f"{name}.{item.text}", "yes"
    elif question.input is Input.LINES:
        lines = [i.text for i in _items(node) if isinstance(i, Scalar) and not i.empty]
        if lines:
            yield name, "\n".join(lines)
    elif isinstance(node, Scalar) and not node.empty:
        yield name, _shown(question, node.text)


def _row_answers(
    question: Question, item: Fields, here: str
) -> Iterator[tuple[str, str]]:
    key = at(item, question.key) if question.key else None
    if isinstance(key, Scalar) and not key.empty:
        yield f"{here}.{question.key}", key.text
    for part in question.parts:
        yield from _answers(part, item, f"{here}.{part.field}")


def _shown(question: Question, text: str) -> str:
    if question.input is Input.DATE and re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        year, month, day = text.split("-")
        return f"{int(day)} {int(month)} {year}"
    return text


def _inside(model: type[Block], path: str) -> type[Block]:
    for key in path.split("."):
        member = members(model).get(key)
        model = (member and member.block) or Block
    return model


def _items(node: Node | None) -> tuple[Node, ...]:
    if isinstance(node, Listing):
        return node.items
    return (node,) if _says(node) and node is not None else ()


def _says(node: Node | None) -> bool:
    """Whether anything at all is said."""
    if isinstance(node, Scalar):
        return not node.empty
    if isinstance(node, Listing):
        return any(map(_says, node.items))
    return isinstance(node, Fields) and any(map(_says, node.values.values()))


def _place(
    question: Question, before: Sequence[Node], answers: Answers, here: str, index: int
) -> int | None:
    """Where the row stands already: by its key, or by its position without one."""
    if not question.key:
        return index if index < len(before) else None
    key = answers.get(f"{here}.{question.key}", "")
    for place, item in enumerate(before):
        found = at(item, question.key)
        if key and isinstance(found, Scalar) and found.text == key:
            return place
    return None


def _keyed(
    question: Question,
    new: Fields,
    others: Sequence[Node],
    answers: Answers,
    here: str,
    inside: type[Block],
) -> Fields:
    """A new row with what tells it apart: the next free id, or what it is about."""
    if not question.key or _says(at(new, question.key)):
        return new
    given = answers.get(f"{here}.{question.key}", "")
    own = given if question.each else next_id(question, others)
    return put(new, question.key, said(own, "text"), inside) if own else new


def next_id(question: Question, others: Sequence[Node]) -> str:
    """The next free id of a group: after A1 and A7 comes A8."""
    found = (at(other, question.key) for other in others)
    texts = [node.text for node in found if isinstance(node, Scalar)]
    numbers = (re.fullmatch(rf"{re.escape(question.prefix)}(\d+)", t) for t in texts)
    return f"{question.prefix}{max((int(n[1]) for n in numbers if n), default=0) + 1}"


def _begun(question: Question, here: str, answers: Answers) -> bool:
    """Whether anybody has written in a row."""
    removed = bool(answers.get(f"{here}.{REMOVE}"))
    parts = (f"{here}.{p.field}" for p in question.parts if not p.default)
    return not removed and any(_answered(name, answers) for name in parts)


def _answered(name: str, answers: Answers) -> bool:
    """Whether anything was said under a name, or under one inside it."""
    if answers.get(name, "").strip():
        return True
    inside = (a for a in answers if a.startswith(f"{name}."))
    return any(
        answers[a].strip().lower() not in UNTICKED and not a.endswith(f".{ASKED}")
        for a in inside
    )


def _read(question: Question, text: str, known: Known, today: date) -> str | None:
    if question.input is Input.ONE:
        return _chosen(choices_for(question, known), text)
    if question.input is Input.DATE:
        found = read_date(text, today)
        return found.isoformat() if found else None
    if question.input is Input.TIME:
        return read_time(text)
    if question.input is Input.NUMBER:
        pattern = (
            r"-?\d{1,9}" if question.kind.name == "int" else r"-?\d{1,9}(\.\d{1,6})?"
        )
        return text if re.fullmatch(pattern, text, re.ASCII) else None
    return text


def _chosen(choices: Sequence[Choice], text: str) -> str | None:
    """The code of an answer given by its code or by its words."""
    folded = text.casefold()
    for choice in choices:
        if folded in (choice.code.casefold(), choice.label.casefold()):
            return choice.code
    spoken = {"yes": YES, "no": NO}.get(folded)
    return spoken if any(choice.code == spoken for choice in choices) else None


HOW = {
    Input.DATE: "Write the day like 30 11 2026.",
    Input.TIME: "Write the time like 14:30.",
    Input.NUMBER: "Write it in figures, like 4.",
    Input.ONE: "Choose one of the answers.",
    Input.MANY: "Choose from the answers.",
}


def _not_read(question: Question, text: str) -> str:
    shown = text if len(text) <= len("30 November 2026, maybe") else f"{text[:20]}…"
    return f"{question.ask} We could not read “{shown}”. {HOW[question.input]}"
