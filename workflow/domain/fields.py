"""The catalogue of fields, read off the records: path, kind, what is known of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Union, get_args, get_origin

from pydantic.fields import FieldInfo

from workflow.domain.records.base import SHARED, About, Block, Kind, Need, Reader
from workflow.domain.vocabulary import LISTS, Listed

LIST_NAMES = {listed: name for name, listed in LISTS.items()}


@dataclass(frozen=True)
class Member:
    """One field of a block: `key` in the file, `attribute` in the record.

    Either `block` is set (a block, or a list of blocks when `many`), or `kind` is;
    `codes` is the closed list of a code field.
    """

    key: str
    attribute: str
    about: About
    kind: Kind | None = None
    block: type[Block] | None = None
    many: bool = False
    codes: type[Listed] | None = None


@dataclass(frozen=True)
class Field:
    """One leaf of the catalogue; `path` is as in the brief: `outcomes[].status`."""

    path: str
    kind: Kind
    about: About
    codes: type[Listed] | None
    seen_by: frozenset[Reader]
    category: str

    @property
    def need(self) -> Need:
        """When the field is needed."""
        return self.about.need


@cache
def members(block: type[Block]) -> Mapping[str, Member]:
    """The fields of one block by the key that stands in the file."""
    found = (_member(name, info) for name, info in block.model_fields.items())
    return {member.key: member for member in found}


@cache
def catalogue(block: type[Block]) -> tuple[Field, ...]:
    """Every leaf field of a record, in the order of the record."""
    return tuple(_leaves(block, "", SHARED, ""))


def _leaves(
    block: type[Block], path: str, seen_by: frozenset[Reader], category: str
) -> Iterator[Field]:
    for member in members(block).values():
        here = f"{path}.{member.key}" if path else member.key
        seen = member.about.seen_by or block.seen_by or seen_by
        about = member.about.category or category
        if member.block:
            deeper = f"{here}[]" if member.many else here
            yield from _leaves(member.block, deeper, seen, about)
        elif member.kind:
            yield Field(here, member.kind, member.about, member.codes, seen, about)


def _member(name: str, info: FieldInfo) -> Member:
    extra = info.json_schema_extra
    about = extra["about"] if isinstance(extra, dict) else None
    if not isinstance(about, About):
        raise TypeError(f"{name} is not described")
    key = name.rstrip("_")
    kind = next((m for m in info.metadata if isinstance(m, Kind)), None)
    inner = _inner(info.annotation)
    if kind is None:
        many = get_origin(info.annotation) is tuple
        return Member(key, name, about, block=inner, many=many)
    codes = inner if kind.name == "code" else None
    if codes:
        kind = Kind("code", LIST_NAMES[codes], many=kind.many)
    return Member(key, name, about, kind=kind, many=kind.many, codes=codes)


def _inner(annotation: object) -> type | None:
    """The class inside `tuple[X, ...]`, `X | None` or plain `X`."""
    if get_origin(annotation) in (tuple, Union, UnionType):
        return _inner(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, Block | StrEnum):
        return annotation
    return None
