"""Every block and every value that is filled in, found in one walk.

A rule that looks at all dates, references or texts of a case asks `Situation.leaves` or
`Situation.opened` instead of walking the case itself. Blocks that nobody filled in are
never entered.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from workflow.domain.case_folder import Filed
from workflow.domain.fields import Member, members
from workflow.domain.records.base import SHARED, Block, Reader


class Opened(NamedTuple):
    """A block in which something is written: its file, the path to it, who sees it.

    `inside` ends with a dot, unless the block is the file itself.
    """

    filed: Filed[Block]
    inside: str
    block: Block
    seen_by: frozenset[Reader]


class Leaf(NamedTuple):
    """One value, in its block. Each item of a list is a leaf of its own; a map is one.

    `kind` is what kind of value it is: `date`, `ref`, `para` and so on. `nth` is its
    place in a list, below 0 when it stands alone.
    """

    opened: Opened
    member: Member
    nth: int
    value: object
    kind: str

    @property
    def filed(self) -> Filed[Block]:
        """The file it stands in."""
        return self.opened.filed

    @property
    def path(self) -> str:
        """Its path there as in `Filed.places`: `present[1]`."""
        path = self.opened.inside + self.member.key
        return path if self.nth < 0 else f"{path}[{self.nth}]"

    @property
    def seen_by(self) -> frozenset[Reader]:
        """Who may see it."""
        return self.member.about.seen_by or self.opened.seen_by


T = TypeVar("T")
Kinds = tuple[str, ...]
WRITTEN = ("text", "para", "quote", "time", "file", "ref")  # what rules read most


def opened(files: Iterable[Filed[Block]]) -> list[Opened]:
    """Every block in which something is written, each before those inside it."""
    found: list[Opened] = []
    for filed in files:
        _open(Opened(filed, "", filed.record, SHARED), found)
    return found


def _open(this: Opened, found: list[Opened]) -> None:
    filed, inside, block, seen_by = this
    given = block.__pydantic_fields_set__
    if not given:
        return
    found.append(this)
    values = block.__dict__
    for attribute, key, seen, many in _blocks_of(type(block)):
        if attribute not in given:
            continue
        value, path, by = values[attribute], inside + key, seen or seen_by
        if not many:
            _open(Opened(filed, path + ".", value, value.seen_by or by), found)
            continue
        for index, item in enumerate(value):
            within = f"{path}[{index}]."
            _open(Opened(filed, within, item, item.seen_by or by), found)


@cache
def _blocks_of(
    model: type[Block],
) -> tuple[tuple[str, str, frozenset[Reader] | None, bool], ...]:
    return tuple(
        (member.attribute, member.key, member.about.seen_by, member.many)
        for member in members(model).values()
        if member.block
    )


def leaves(blocks: Iterable[Opened], kinds: Kinds) -> list[Leaf]:
    """The values of these kinds (date, ref, para and so on), block by block."""
    found: list[Leaf] = []
    fields_of = _fields_of(kinds)
    for this in blocks:
        block = this.block
        given, values = block.__pydantic_fields_set__, block.__dict__
        for attribute, member, kind in fields_of[type(block)]:
            if attribute not in given:
                continue
            value = values[attribute]
            if isinstance(value, tuple):
                for index, item in enumerate(value):
                    found.append(Leaf(this, member, index, item, kind))
            elif value or value == 0:  # nought and false are answers
                found.append(Leaf(this, member, -1, value, kind))
    return found


class ByBlock(dict[type[Block], T]):
    """What is known of each kind of block, worked out when it is first asked for."""

    def __init__(self, work_out: Callable[[type[Block]], T]) -> None:
        """Nothing is known yet."""
        super().__init__()
        self._work_out = work_out

    def __missing__(self, model: type[Block]) -> T:
        """Work it out."""
        self[model] = self._work_out(model)
        return self[model]


@cache
def _fields_of(kinds: Kinds) -> ByBlock[Sequence[tuple[str, Member, str]]]:
    """By kind of block its fields of some kinds."""
    return ByBlock(
        lambda model: [
            (member.attribute, member, member.kind.name)
            for member in members(model).values()
            if member.kind and member.kind.name in kinds
        ]
    )
