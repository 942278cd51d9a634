"""Keeps what is known of many cases small: what is the same is kept once.

A watcher knows every case at once. Most of what it knows is the same words, days,
places and blocks over and over, and blocks as they are read carry much that nobody
needs. What is given back is equal to what was given, field by field.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import TypeVar

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.overview import CaseStatus
from workflow.domain.records.base import Block
from workflow.domain.tree import Position

T = TypeVar("T")

LONGEST = 60  # characters of a text that is likely to come again


class Places(Mapping[str, Position]):
    """Where things stand in a file, in the order in which they stand there."""

    __slots__ = ("_at", "_paths")

    def __init__(self, paths: tuple[str, ...], at: tuple[Position, ...]) -> None:
        self._paths, self._at = paths, at

    def __getitem__(self, path: str) -> Position:
        """The place of a path."""
        try:
            return self._at[self._paths.index(path)]
        except ValueError:
            raise KeyError(path) from None

    def __iter__(self) -> Iterator[str]:
        """The paths."""
        return iter(self._paths)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._paths)


class Memory:
    """What has been met before, to be used again; as old as what is known."""

    def __init__(self) -> None:
        """Nothing has been met yet."""
        self._met: dict[object, object] = {}
        self._given: dict[frozenset[str], set[str]] = {}

    def kept(self, status: CaseStatus) -> CaseStatus:
        """A case in little room, without its audit: no paper about all asks for it."""
        return replace(status, folder=self._folder(status.folder), audit=None)

    def _folder(self, folder: CaseFolder) -> CaseFolder:
        changed: dict[str, object] = {}
        for part in fields(folder):
            value = getattr(folder, part.name)
            if isinstance(value, Filed):
                changed[part.name] = self._filed(value)
            elif isinstance(value, tuple) and value and isinstance(value[0], Filed):
                changed[part.name] = tuple(map(self._filed, value))
        first = {f: self._block(r) for f, r in folder.first_versions.items()}
        return replace(folder, **{**changed, "first_versions": first})  # type: ignore[arg-type]

    def _filed(self, filed: Filed[Block]) -> Filed[Block]:
        paths = self._once(tuple(self._once(path) for path in filed.places))
        places = Places(paths, tuple(self._once(at) for at in filed.places.values()))
        return replace(filed, record=self._made(filed.record), places=places)

    def _made(self, block: Block) -> Block:
        """The same block, of parts that were met before."""
        values = {name: self._value(value) for name, value in block.__dict__.items()}
        names = frozenset(block.model_fields_set)
        given = self._given.setdefault(names, set(names))
        return type(block).model_construct(given, **values)

    def _block(self, block: Block) -> Block:
        """Part of a file; a file as a whole is never met again."""
        made = self._made(block)
        given = id(made.model_fields_set)  # one for each that was met
        try:
            return self._met.setdefault((type(block), given, made), made)  # type: ignore[return-value]
        except TypeError:  # it holds a map, and that has no hash
            return made

    def _value(self, value: object) -> object:
        if isinstance(value, Block):
            return self._block(value)
        if type(value) is tuple:
            return tuple(map(self._value, value))
        short = type(value) is str and len(value) <= LONGEST
        return self._once(value) if short or type(value) is date else value

    def _once(self, value: T) -> T:
        """The first of all values that are equal to this one, and of its type."""
        return self._met.setdefault((type(value), value), value)  # type: ignore[return-value]
