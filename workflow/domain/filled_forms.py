"""A filled form, and what it would change in a record (docs/form-format.md).

Nothing here changes a record: each difference is shown, and a person accepts it or not.
A text that does not fit its field is shown with what is wrong; it is never guessed at
and never dropped.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflow.domain.case_files import model_of
from workflow.domain.errors import WorkflowError
from workflow.domain.fields import Member, members
from workflow.domain.records.base import Block, Kind
from workflow.domain.spoken_dates import MONTHS
from workflow.domain.tree import Fields, Listing, Node, Scalar
from workflow.domain.vocabulary import Listed

LONGEST = 20_000  # characters of one answer
LARGEST = 20 * 1024 * 1024  # bytes of a file in the inbox
TOO_LARGE = "It is larger than 20 MB, too large for a form. Keep it where it belongs."
STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[([^\[\]]{1,60})\])?")
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
NUMBERED = re.compile(r"([0-3]?\d)[./ ]([01]?\d)[./ ](\d{4})")
NAMED = re.compile(r"([0-3]?\d) ([A-Za-z]{3,9}) (\d{4})")
SHORTEST = 3  # letters of the name of a month
YES = {"yes": "true", "true": "true", "no": "false", "false": "false"}
KEYS = ("id", "measure", "boundary", "check_in", "outcome", "restriction", "threshold")
"""What tells the items of a list apart, whichever of them they have."""


class FormNotRead(WorkflowError):  # noqa: N818 - read as a sentence
    """A file in the inbox cannot be used; the fact is the reason in plain words."""

    def __str__(self) -> str:
        """Say the reason alone."""
        return self.fact


@dataclass(frozen=True)
class Filled:
    """What stood on one filled form.

    `form` and `version` name the question sheet, `file` the file of the case that it
    answers (or a folder, for a new file there), `base` the SHA-256 of that file when
    the form was made, "" when nobody knows. `answers` maps dotted names to texts.
    """

    form: str
    version: int
    case: str
    file: str
    base: str
    answers: Mapping[str, tuple[str, ...]]


class State(StrEnum):
    """How an answer stands to the record."""

    NEW = "new"
    CHANGED = "changed"
    BOTH_CHANGED = "both changed"
    NOT_READ = "not read"


@dataclass(frozen=True)
class Difference:
    """One answer that the record does not hold yet.

    `was` and `now` are the texts as they stand, or would stand, in the file; several
    of them are on lines of their own. `advice` says what is wrong with an answer that
    cannot be read.
    """

    name: str
    label: str
    was: str
    now: str
    state: State
    advice: str = ""


@dataclass(frozen=True)
class _Found:
    """A field, and what stands in it now."""

    member: Member
    node: Node | None


def differences(
    filled: Filled, present: Fields | None, base: Fields | None = None
) -> tuple[Difference, ...]:
    """Every answer that is not in the record already, in the order of the form.

    `present` is the file as it stands now (None for a new one), `base` as it stood
    when the form was made, where that is known: what has changed there since is
    BOTH_CHANGED.
    """
    model = model_of(filled.file)
    found = (
        _difference(name, texts, model, present, base)
        for name, texts in filled.answers.items()
    )
    return tuple(difference for difference in found if difference)


def _difference(
    name: str,
    texts: tuple[str, ...],
    model: type[Block] | None,
    present: Fields | None,
    base: Fields | None,
) -> Difference | None:
    given = tuple(text for text in map(tidy, texts) if text)
    if not given:
        return None
    shown = "\n".join(given)
    found = _find(name, model, present)
    if found is None:
        return Difference(name, name, "", shown, State.NOT_READ, UNKNOWN)
    label, was = found.member.about.label, _said(found.node)
    read = _read(found.member, given)
    if isinstance(read, str):
        return Difference(
            name, label, "\n".join(was), shown, State.NOT_READ, f"{read} {KEPT}"
        )
    if read == was or _plain(read) == _plain(was):
        return None
    before = _find(name, model, base) if base else None
    state = State.CHANGED if was else State.NEW
    if before and _said(before.node) != was:
        state = State.BOTH_CHANGED
    return Difference(name, label, "\n".join(was), "\n".join(read), state)


UNKNOWN = "The record has no such field. Copy the answer by hand where it belongs."
KEPT = "Correct it here, or type it into the record."


def tidy(text: str) -> str:
    """A text with one kind of line end and nothing around the words."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _find(name: str, model: type[Block] | None, root: Fields | None) -> _Found | None:
    """The field that a dotted name means, whether or not anything stands in it."""
    steps = [STEP.fullmatch(step) for step in name.split(".")]
    block, node = model, root
    for place, step in enumerate(steps, 1):
        member = members(block).get(step[1]) if block and step else None
        if member is None or step is None:
            return None
        inner = node.values.get(member.key) if node else None
        if member.block is None:
            return _leaf(member, inner, [s[0] if s else "" for s in steps[place:]])
        if (step[2] is None) == member.many:
            return None
        block, node = member.block, _inside(inner, step[2])
    return None


def _leaf(member: Member, node: Node | None, rest: list[str]) -> _Found | None:
    """A field at the end of a name; a map has one more step."""
    if member.kind and member.kind.name == "map":
        if len(rest) != 1:
            return None
        inside = node.values.get(rest[0]) if isinstance(node, Fields) else None
        return _Found(member, inside)
    return None if rest else _Found(member, node)


def _inside(node: Node | None, index: str | None) -> Fields | None:
    """A block, or the item of a list that has this id or stands at this place."""
    if index is None:
        return node if isinstance(node, Fields) else None
    items = node.items if isinstance(node, Listing) else ()
    place = position(items, index)
    item = items[place] if place is not None else None
    return item if isinstance(item, Fields) else None


def position(items: Sequence[Node], index: str) -> int | None:
    """Where the item with this id stands, or the one at this place from 0."""
    for place, item in enumerate(items):
        if isinstance(item, Fields) and index in _ids(item):
            return place
    return int(index) if index.isdecimal() and int(index) < len(items) else None


def _ids(item: Fields) -> Iterator[str]:
    """What tells an item apart: the first of the keys that it has."""
    for key in KEYS:
        value = item.values.get(key)
        if isinstance(value, Scalar) and not value.empty:
            yield value.text
            return


def _said(node: Node | None) -> tuple[str, ...]:
    """The texts that stand in a field."""
    items = node.items if isinstance(node, Listing) else (node,)
    scalars = (item for item in items if isinstance(item, Scalar))
    return tuple(item.text.strip() for item in scalars if not item.empty)


def _plain(texts: tuple[str, ...]) -> list[str]:
    """Texts without the difference between one line break and another."""
    return [" ".join(text.split()) for text in texts]


def _read(member: Member, given: tuple[str, ...]) -> tuple[str, ...] | str:
    """The texts as they would stand in the file, or what is wrong with them."""
    kind = member.kind or Kind("text")
    if not kind.many:
        return _one(member, kind, "\n".join(given))
    lines = [line.strip() for text in given for line in text.split("\n")]
    found: list[str] = []
    for line in filter(None, lines):
        read = _one(member, kind, line)
        if isinstance(read, str):
            return read
        found += read
    return tuple(found)


def _one(member: Member, kind: Kind, text: str) -> tuple[str] | str:
    wrong = _never(kind, text)
    if wrong:
        return wrong
    line = " ".join(text.split())
    if member.codes:
        return _code(member.codes, line)
    reader = READERS.get(kind.name)
    if reader is None:
        return (line if kind.name in ONE_LINE else text,)
    read = reader(line)
    return (read,) if read else WRONG[kind.name]


def _never(kind: Kind, text: str) -> str:
    """What no field takes, in words; "" when there is nothing of it."""
    if FORBIDDEN.search(text):
        return "There is a character in it that cannot be seen."
    if len(text) > LONGEST:
        return "It is longer than 20,000 characters."
    if kind.name in ONE_LINE and BIDI.search(text):
        return "An invisible character turns the direction of writing."
    return ""


def _code(codes: type[Listed], text: str) -> tuple[str] | str:
    for code in codes:
        if text.casefold() in (code.value.casefold(), code.label.casefold()):
            return (code.value,)
    return f"It is not one of: {', '.join(code.label for code in codes)}."


def _date(text: str) -> str | None:
    """A date as a file holds it, however it was written in British order."""
    numbered, named = NUMBERED.fullmatch(text), NAMED.fullmatch(text)
    if numbered:
        text = f"{numbered[3]}-{int(numbered[2]):02d}-{int(numbered[1]):02d}"
    elif named:
        month = _month(named[2].lower())
        text = f"{named[3]}-{month:02d}-{int(named[1]):02d}" if month else ""
    if not re.fullmatch(r"(19|20|21)\d\d-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int | None:
    found = [n for n, month in enumerate(MONTHS, 1) if month.startswith(name)]
    return found[0] if len(found) == 1 and len(name) >= SHORTEST else None


def _time(text: str) -> str | None:
    found = re.fullmatch(r"([01]?\d|2[0-3])[:.]([0-5]\d)", text)
    return f"{int(found[1]):02d}:{found[2]}" if found else None


READERS: Mapping[str, Callable[[str], str | None]] = {
    "date": _date,
    "time": _time,
    "bool": lambda text: YES.get(text.lower()),
    "int": lambda text: text if re.fullmatch(r"-?[0-9]{1,9}", text) else None,
    "num": lambda text: (
        text if re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,6})?", text) else None
    ),
}
WRONG: Mapping[str, str] = {
    "date": "It is not a date. Write it as 22 November 2026 or 22/11/2026.",
    "time": "It is not a time. Write it as 14:30.",
    "bool": "It is neither yes nor no.",
    "int": "It is not a whole number.",
    "num": "It is not a number.",
}
ONE_LINE = frozenset({"text", "ref", "file"})
