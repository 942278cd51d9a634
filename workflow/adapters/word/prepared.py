"""A template made ready, as it is kept in memory and on disk."""

import re
from collections.abc import Mapping
from types import CodeType
from typing import NamedTuple

from workflow.adapters.word.members import Member

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
FIRST_DRAWING = 1001  # docxtpl's numbering
SPECIAL = re.compile("[\t\n\a\f]")
OF_ONE_PERSON = b"of one person"  # a template with pictures: never kept on a disk
Place = tuple[str, ...] | None  # instead of \t \a \n \f; empty: as it is; None: unknown


class Pictured(bytes):
    """A template with pictures in it.

    `like` is the same of all that differ in what these show alone; `shown` is that, by
    the names of the parts.
    """

    like: bytes
    shown: Mapping[str, bytes]


class Verdict(NamedTuple):
    r"""What was shown of a part.

    `places` tells, for every value printed, what to write for `\t`, `\a`, `\n` and
    `\f`. `rows` asks to see that no table came out without rows.
    """

    places: tuple[Place, ...]
    whole: bool = True
    tables: bool = True
    rows: bool = False
    field: bool = False
    listing: bool = False
    drawings: int = 0
    fixed_drawings: bool = True


class Part(NamedTuple):
    """A part of a template that is filled; `before` and `after` are its bare ends."""

    name: str
    code: CodeType
    before: bytes
    after: bytes
    verdict: Verdict
    body: bool
    next_shape: int
    links: tuple[tuple[str, str], ...]  # id and target of its relationships


class Prepared(NamedTuple):
    """A template made ready; with a `reason` it is for docxtpl itself instead.

    `statics` need no filling, except that a picture adds to the `kinds` of content and
    to the links of a part; `images` are those there, by their SHA-1.
    """

    reason: str
    parts: tuple[Part, ...] = ()
    properties: tuple[tuple[str, CodeType], ...] = ()
    statics: tuple[Member, ...] = ()
    kinds: str = ""
    images: tuple[tuple[str, str], ...] = ()


def as_plain(ready: Prepared) -> tuple[object, ...]:
    """Nothing but what `marshal` keeps."""
    parts = tuple((*part[:4], tuple(part.verdict), *part[5:]) for part in ready.parts)
    statics = tuple(tuple(each) for each in ready.statics)
    return ready.reason, parts, ready.properties, statics, ready.kinds, ready.images


def from_plain(plain: tuple[object, ...]) -> Prepared:
    """The other way round. Raises `ValueError` or `TypeError` when it cannot be."""
    reason, parts, properties, statics, kinds, images = plain
    ready = [
        Part(*p[:4], Verdict(*p[4]), *p[5:])  # type: ignore[call-arg]
        for p in parts  # type: ignore[attr-defined]
    ]
    members = tuple(Member(*each) for each in statics)  # type: ignore[attr-defined]
    return Prepared(reason, tuple(ready), properties, members, kinds, images)  # type: ignore[arg-type]
