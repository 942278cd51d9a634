"""Dates that do not stand in order, or lie ahead where they may not (FIL-06)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from workflow.domain.case_folder import Filed
from workflow.domain.fields import members
from workflow.domain.records.base import Block
from workflow.domain.rules.leaves import ByBlock, Opened


class Amiss(NamedTuple):
    """A date at `path` that comes before another one; both named by their labels.

    `other` is empty when the date lies in the future and may not.
    """

    path: str
    label: str
    other: str = ""


Pairs = tuple[tuple[str, str], ...]


def amiss(
    blocks: Iterable[Opened], pairs: Pairs, ahead: frozenset[str], today: date
) -> Iterator[tuple[Filed[Block], Amiss]]:
    """The dates that are not right, each with its file.

    `pairs` holds two paths inside one block, the later date first; `ahead` the names of
    the fields that may lie in the future.
    """
    dated = _dated(pairs)
    for filed, inside, block, _ in blocks:
        own_pairs, days = dated[type(block)]
        for pair in own_pairs:
            later, earlier = _day(block, pair.later), _day(block, pair.earlier)
            if later is not None and earlier is not None and later < earlier:
                yield filed, Amiss(inside + pair.path, pair.label, pair.other)
        for key, attribute, label in days:
            day = getattr(block, attribute)
            if day is not None and day > today and key not in ahead:
                yield filed, Amiss(inside + key, label)


class _Pair(NamedTuple):
    """Two dates of one kind of block: the attributes on the way to each, and words."""

    later: Sequence[str]
    earlier: Sequence[str]
    path: str
    label: str
    other: str


Days = tuple[tuple[str, str, str], ...]  # key, attribute and label of each


@cache
def _dated(pairs: Pairs) -> ByBlock[tuple[tuple[_Pair, ...], Days]]:
    """By kind of block its pairs and its dates."""
    return ByBlock(lambda model: (_pairs_of(model, pairs), _dates_of(model)))


def _pairs_of(model: type[Block], pairs: Pairs) -> tuple[_Pair, ...]:
    """Those of the pairs whose two dates this kind of block has."""
    found = []
    for later, earlier in pairs:
        after, before = _way(model, later), _way(model, earlier)
        if after and before:
            found.append(_Pair(after[0], before[0], later, after[1], before[1]))
    return tuple(found)


def _way(model: type[Block], path: str) -> tuple[tuple[str, ...], str] | None:
    """The attributes from a block to the date at a path, and the label of that date."""
    key, _, rest = path.partition(".")
    member = members(model).get(key)
    if member is None or member.many:
        return None
    if rest:
        deeper = _way(member.block, rest) if member.block else None
        return ((member.attribute, *deeper[0]), deeper[1]) if deeper else None
    is_date = member.kind is not None and member.kind.name == "date"
    return ((member.attribute,), member.about.label) if is_date else None


def _day(block: Block, way: Sequence[str]) -> date | None:
    value: object = block
    for attribute in way:
        value = getattr(value, attribute)
    return value if isinstance(value, date) else None


def _dates_of(model: type[Block]) -> Days:
    return tuple(
        (member.key, member.attribute, member.about.label)
        for member in members(model).values()
        if member.kind and member.kind.name == "date" and not member.many
    )
