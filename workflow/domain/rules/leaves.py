"""Every value of some kind that is filled in, found in one walk.

A rule that looks at all dates, references or texts of a case asks `Situation.leaves`
instead of walking the case itself. Blocks that nobody filled in, or that cannot hold
such a value, are never entered.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from workflow.domain.case_folder import Filed
from workflow.domain.fields import Member, members
from workflow.domain.records.base import SHARED, Block, Reader


class Leaf(NamedTuple):
    """One value: its file, its path there as in `Filed.places`, its field, who sees it.

    Each item of a list is a leaf of its own, as `present[1]`; a map is one leaf.
    """

    filed: Filed[Block]
    path: str
    member: Member
    seen_by: frozenset[Reader]
    value: object


Kinds = tuple[str, ...]


def leaves(files: Iterable[Filed[Block]], kinds: Kinds) -> Iterator[Leaf]:
    """The values of these kinds (date, ref, para and so on) in the order of files."""
    for filed in files:
        yield from _walk(filed, filed.record, "", SHARED, kinds)


def _walk(
    filed: Filed[Block],
    block: Block,
    inside: str,
    seen_by: frozenset[Reader],
    kinds: Kinds,
) -> Iterator[Leaf]:
    given = block.model_fields_set
    for member in _leading_to(type(block), kinds) if given else ():
        if member.attribute not in given:
            continue
        value = getattr(block, member.attribute)
        path = inside + member.key
        seen = member.about.seen_by or block.seen_by or seen_by
        listed = value if isinstance(value, tuple) else None
        if member.block is None:
            if listed is not None:
                for index, item in enumerate(listed):
                    yield Leaf(filed, f"{path}[{index}]", member, seen, item)
            elif value or value == 0:  # nought and false are answers
                yield Leaf(filed, path, member, seen, value)
        elif listed is not None:
            for index, item in enumerate(listed):
                yield from _walk(filed, item, f"{path}[{index}].", seen, kinds)
        else:
            yield from _walk(filed, value, f"{path}.", seen, kinds)


@cache
def _leading_to(model: type[Block], kinds: Kinds) -> tuple[Member, ...]:
    """The fields of a block that are of these kinds, and the blocks that hold some."""
    return tuple(
        member
        for member in members(model).values()
        if (
            _leading_to(member.block, kinds)
            if member.block
            else member.kind and member.kind.name in kinds
        )
    )
