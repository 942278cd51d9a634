"""A file as text: every scalar the characters somebody typed, with its place.

Values are typed later, by the field they belong to, so that `no`, `07712…`, `12:30`
and `2026-02-30` never change behind anybody's back (design decision 5).
Values and places are named tuples because there are very many of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Position(NamedTuple):
    """Where something stands in a file: line and column, counted from 1."""

    line: int
    column: int


class Scalar(NamedTuple):
    """One value as typed; `quoted` when it stood in quotes or in a text block."""

    text: str
    at: Position
    quoted: bool = False

    @property
    def empty(self) -> bool:
        """Missing, empty and null all mean "not filled in" (brief 2.0)."""
        return self.text == "" or (not self.quoted and self.text in NULLS)


NULLS = frozenset({"~", "null", "Null", "NULL"})


@dataclass(frozen=True)
class Listing:
    """A list of values."""

    items: tuple["Node", ...]
    at: Position


@dataclass(frozen=True)
class Fields:
    """Keys with their values; `keys` holds where each key stands."""

    values: Mapping[str, "Node"]
    keys: Mapping[str, Position]
    at: Position


Node = Scalar | Listing | Fields


def row_id(row: Node) -> str:
    """The id of a row of a list; "" where it has none."""
    found = row.values.get("id") if isinstance(row, Fields) else None
    return found.text if isinstance(found, Scalar) else ""


def meaning(node: Node) -> object:
    """What a tree says, without the places: equal meanings are equal values."""
    if isinstance(node, Scalar):
        return None if node.empty else node.text
    if isinstance(node, Listing):
        return [meaning(item) for item in node.items]
    return {key: meaning(value) for key, value in node.values.items()}
