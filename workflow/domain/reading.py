"""Types a text tree by the fields of a record: a wrong value costs that value only.

Notices unknown keys (FIL-02), needed fields that are missing (FIL-03), codes not in
their list (FIL-04) and values of the wrong kind (FIL-10, our own rule).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import Generic, TypeVar

from workflow.domain.fields import Member, members
from workflow.domain.findings import Noticed, Place
from workflow.domain.records.base import Block, Kind, Need, filled, typed
from workflow.domain.records.record import Record
from workflow.domain.tree import Fields, Listing, Node, Position, Scalar
from workflow.domain.vocabulary import Listed

R = TypeVar("R", bound=Block)

SCHEMA_VERSION = 1
SHOWN = 40  # characters of a wrong value that a message repeats
MOST_UNKNOWN = 100  # unknown keys of one file that are spoken of
ONE_LINE = frozenset({"text", "ref", "file"})
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
DATE = re.compile(r"(19|20|21)\d\d-\d\d-\d\d")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
INTEGER = re.compile(r"-?[0-9]{1,9}")
NUMBER = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?")
MISREAD = frozenset({"FIL-04", "FIL-10"})
YES = frozenset({"true", "yes"})
NO = frozenset({"false", "no"})
WHAT = {
    "date": ("a date", "Write a date as 2026-09-18."),
    "time": ("a time", "Write a time in quotes, as '14:30'."),
    "bool": ("yes or no", "Write true or false."),
    "int": ("a whole number", "Write digits only."),
    "num": ("a number", "Write digits, with a point for parts."),
    "block": ("a group of fields", "Put each field on a line of its own, further in."),
    "list": ("a list", "Begin each line with a dash."),
    "text": ("a single text", "Write one text here, not a list or a group."),
    "map": ("a group of names and values", "Write each as name: value."),
    "plain": (
        "plain text",
        "An invisible character turns the direction of writing. Type it again.",
    ),
    "version": (
        "a version we know",
        "This file was made by a newer version. Update Alongside.",
    ),
}


@dataclass(frozen=True)
class Typed(Generic[R]):
    """A record as read: its values, the place of each, and what was noticed."""

    record: R
    places: Mapping[str, Position]
    noticed: tuple[Noticed, ...]


def as_record(model: type[R], root: Fields, file: str) -> Typed[R]:
    """Read a whole file as one record. `file` is the name findings point to."""
    reader = _Reader(file)
    record = reader.block(model, root, "")
    reader.version(root)
    misread = {n.place.field for n in reader.noticed if n.rule in MISREAD}
    misread |= {field.rpartition("[")[0] for field in misread if field.endswith("]")}
    missing = _missing(model, record, "", file, reader.places, misread)
    return Typed(record, reader.places, (*reader.noticed, *missing))


class _Reader:
    """Walks one tree and keeps what it meets."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.noticed: list[Noticed] = []
        self.places: dict[str, Position] = {}
        self.unknown_keys = 0

    def block(self, model: type[R], node: Fields, path: str) -> R:
        """One block: every known key typed, every unknown one noticed."""
        ways, places = _ways(model), self.places
        inside = f"{path}." if path else ""
        values: dict[str, object] = {}
        for key, value in node.values.items():
            here = inside + key
            places[here] = value.at
            way = ways.get(key)
            if way is None:
                self.unknown(key, members(model), node.keys[key], here)
                continue
            member, typed_by = way
            read = None
            if typed_by and type(value) is Scalar and not value.empty:
                read = typed_by(value.text)
            if read is None:  # none of these, or empty, or wrong
                read = self.member(member, value, here)
            if read is not None:
                values[member.attribute] = read
        return typed(model, values)

    def version(self, root: Fields) -> None:
        """A file of a newer version is read as well as it can be, and said to be so."""
        node = root.values.get("schema_version")
        if isinstance(node, Scalar) and (_int(node.text) or 0) > SCHEMA_VERSION:
            self.noticed.append(
                self.misread("version", node, "schema_version", "Schema version")
            )

    def unknown(
        self, key: str, known: Mapping[str, Member], at: Position, path: str
    ) -> None:
        """A key nobody knows, with the nearest one that is known."""
        self.unknown_keys += 1
        if self.unknown_keys > MOST_UNKNOWN:
            return
        near = get_close_matches(key[:SHOWN], known, n=1, cutoff=0.0)
        facts = {"key": key[:SHOWN], "nearest": near[0] if near else ""}
        self.noticed.append(Noticed("FIL-02", Place(self.file, at.line, path), facts))

    def member(self, member: Member, node: Node, path: str) -> object:
        """One field's value, or None when it is empty or wrong."""
        if isinstance(node, Scalar) and node.empty:
            return None
        if member.block:
            return self.blocks(member, member.block, node, path)
        kind = member.kind or Kind("text")
        if kind.name == "map":
            return self.map(node, path, member)
        if member.many:
            return self.several(member, kind, node, path)
        return self.single(member, kind, node, path)

    def blocks(
        self, member: Member, model: type[Block], node: Node, path: str
    ) -> object:
        """A block, or a list of them."""
        if not member.many:
            if isinstance(node, Fields):
                return self.block(model, node, path)
            self.wrong(member, "block", node, path)
            return None
        if not isinstance(node, Listing):
            self.wrong(member, "list", node, path)
            return None
        found = []
        for index, item in enumerate(node.items):
            here = f"{path}[{index}]"
            self.places[here] = item.at
            if isinstance(item, Fields):
                found.append(self.block(model, item, here))
            else:
                self.wrong(member, "block", item, here)
        return tuple(found)

    def several(self, member: Member, kind: Kind, node: Node, path: str) -> object:
        """A list of values; one value alone counts as a list of one."""
        items = node.items if isinstance(node, Listing) else (node,)
        found = []
        for index, item in enumerate(items):
            here = f"{path}[{index}]"
            self.places[here] = item.at
            value = self.single(member, kind, item, here)
            if value is not None:
                found.append(value)
        return tuple(found)

    def map(self, node: Node, path: str, member: Member) -> object:
        """Names and values, all text."""
        if not isinstance(node, Fields):
            self.wrong(member, "map", node, path)
            return None
        found = {}
        for key, value in node.values.items():
            here = f"{path}.{key}"
            self.places[here] = value.at
            if not isinstance(value, Scalar):
                self.wrong(member, "text", value, here)
            elif not value.empty:
                found[key] = value.text
        return found

    def single(self, member: Member, kind: Kind, node: Node, path: str) -> object:
        """One value, typed by its kind."""
        if not isinstance(node, Scalar):
            self.wrong(member, "text", node, path)
            return None
        if node.empty:
            return None
        if member.codes:
            return self.code(member, member.codes, node, path)
        text = node.text
        typed = TYPED.get(kind.name)
        if typed is not None:
            value = typed(text)
            if value is None:
                self.wrong(member, kind.name, node, path)
            return value
        if kind.name in ONE_LINE and _on_one_line(text) is None:
            self.wrong(member, "plain", node, path)
            return None
        return text

    def code(
        self, member: Member, codes: type[Listed], node: Scalar, path: str
    ) -> object:
        """One value of a closed list."""
        found = _by_value(codes).get(node.text)
        if found is None:
            facts = {"value": node.text[:SHOWN], "label": member.about.label}
            place = Place(self.file, node.at.line, path)
            choices = "Choose one of: " + ", ".join(code.value for code in codes) + "."
            self.noticed.append(Noticed("FIL-04", place, facts, choices))
        return found

    def wrong(self, member: Member, kind: str, node: Node, path: str) -> None:
        """Notice a value that is not of its kind; only this value is left out."""
        self.noticed.append(self.misread(kind, node, path, member.about.label))

    def misread(self, kind: str, node: Node, path: str, label: str) -> Noticed:
        """FIL-10: a value that is not what its field asks for, and how to write it."""
        what, how = WHAT[kind]
        value = BIDI.sub("", node.text[:SHOWN]) if isinstance(node, Scalar) else "This"
        facts = {"value": value, "label": label, "kind": what}
        return Noticed("FIL-10", Place(self.file, node.at.line, path), facts, how)


@cache
def _ways(
    model: type[Block],
) -> Mapping[str, tuple[Member, Callable[[str], object] | None]]:
    """Each field of a block, and what types one value of it; None gives no value."""
    return {key: (member, _way(member)) for key, member in members(model).items()}


def _way(member: Member) -> Callable[[str], object] | None:
    kind = (member.kind or Kind("text")).name
    if member.block or member.many or kind == "map":
        return None
    if member.codes:
        return _by_value(member.codes).get
    return TYPED.get(kind) or (_on_one_line if kind in ONE_LINE else str)


def _on_one_line(text: str) -> str | None:
    return text if text.isascii() or not BIDI.search(text) else None


@cache
def _by_value(codes: type[Listed]) -> Mapping[str, Listed]:
    return {code.value: code for code in codes}


def _date(text: str) -> date | None:
    if not DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> str | None:
    return text if TIME.fullmatch(text) else None


def _bool(text: str) -> bool | None:
    lowered = text.lower()
    return True if lowered in YES else False if lowered in NO else None


def _int(text: str) -> int | None:
    return int(text) if INTEGER.fullmatch(text) else None


def _num(text: str) -> float | None:
    return float(text) if NUMBER.fullmatch(text) else None


TYPED: Mapping[str, Callable[[str], object]] = {
    "date": _date,
    "time": _time,
    "bool": _bool,
    "int": _int,
    "num": _num,
}


def _missing(
    model: type[Block],
    record: Block,
    path: str,
    file: str,
    places: Mapping[str, Position],
    misread: AbstractSet[str],
) -> Iterator[Noticed]:
    """Fields always needed that are empty, in every block that is there."""
    for member in _asking(model):
        value = getattr(record, member.attribute)
        if member.block is None:
            if not filled(value):
                here = f"{path}.{member.key}" if path else member.key
                if here not in misread:
                    yield _ask(member, path, here, file, places)
            continue
        if not member.many and not _is_there(record, member, value):
            continue
        here = f"{path}.{member.key}" if path else member.key
        if here in misread:
            continue
        if member.many:
            for index, item in enumerate(value):
                deeper = f"{here}[{index}]"
                yield from _missing(member.block, item, deeper, file, places, misread)
        else:
            yield from _missing(member.block, value, here, file, places, misread)


@cache
def _asking(block: type[Block]) -> tuple[Member, ...]:
    """The fields of a block that are always needed, or hold some that are."""
    return tuple(
        member
        for member in members(block).values()
        if (_asking(member.block) if member.block else member.about.need is Need.ALWAYS)
    )


def _ask(
    member: Member, path: str, here: str, file: str, places: Mapping[str, Position]
) -> Noticed:
    around = places.get(path)
    place = Place(file, around.line if around else None, here)
    return Noticed("FIL-03", place, {"label": member.about.label})


@cache
def _always_there(block: type[Block]) -> bool:
    """Whether a block belongs wherever it may stand: one with fields always needed.

    Blocks of a record's type (`visit`, `journey`...) exist only in their own type.
    """
    if block.only_if_given:
        return False
    inside = (m for m in members(block).values() if not (m.block and m.many))
    return any(
        _always_there(m.block) if m.block else m.about.need is Need.ALWAYS
        for m in inside
    )


def _is_there(record: Block, member: Member, value: Block) -> bool:
    """Whether a block is filled in, or belongs there though nothing is."""
    block = member.block
    return (
        bool(value)
        or (block is not None and _always_there(block))
        or _own_type(record, member)
    )


def _own_type(record: Block, member: Member) -> bool:
    """Whether a block is the one that the record's own type asks for."""
    return isinstance(record, Record) and record.type == member.key
