"""Every value of some kind that is filled in, found in one walk.

A rule that looks at all dates, references or texts of a case asks `Situation.leaves`
instead of walking the case itself. Blocks that nobody filled in, or that cannot hold
such a value, are never entered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from workflow.domain.case_folder import Filed
from workflow.domain.fields import Member, members
from workflow.domain.records.base import SHARED, Block, Reader


class Leaf(NamedTuple):
    """One value: its file, its path there as in `Filed.places`, its field, who sees it.

    Each item of a list is a leaf of its own, as `present[1]`; a map is one leaf. `kind`
    is what kind of value it is: `date`, `ref`, `para` and so on.
    """

    filed: Filed[Block]
    path: str
    member: Member
    seen_by: frozenset[Reader]
    value: object
    kind: str


Kinds = tuple[str, ...]
WRITTEN = ("text", "para", "quote", "time", "file", "ref")  # what rules read most


def leaves(files: Iterable[Filed[Block]], kinds: Kinds) -> list[Leaf]:
    """The values of these kinds (date, ref, para and so on) in the order of files."""
    found: list[Leaf] = []
    for filed in files:
        _Walk(filed, kinds, found).into(filed.record, "", SHARED)
    return found


@dataclass(frozen=True)
class _Walk:
    """The way through one file, and the leaves found on it."""

    filed: Filed[Block]
    kinds: Kinds
    found: list[Leaf]

    def into(self, block: Block, inside: str, seen_by: frozenset[Reader]) -> None:
        given = block.model_fields_set
        if not given:
            return
        filed, found = self.filed, self.found
        seen_by = block.seen_by or seen_by
        for attribute, member, kind in _leading_to(type(block), self.kinds):
            if attribute not in given:
                continue
            value = getattr(block, attribute)
            path, seen = inside + member.key, member.about.seen_by or seen_by
            if isinstance(value, tuple):
                for index, item in enumerate(value):
                    if kind:
                        at = f"{path}[{index}]"
                        found.append(Leaf(filed, at, member, seen, item, kind))
                    else:
                        self.into(item, f"{path}[{index}].", seen)
            elif not kind:
                self.into(value, f"{path}.", seen)
            elif value or value == 0:  # nought and false are answers
                found.append(Leaf(filed, path, member, seen, value, kind))


@cache
def _leading_to(
    model: type[Block], kinds: Kinds
) -> tuple[tuple[str, Member, str], ...]:
    """The fields of these kinds, each with its kind, and the blocks that hold some."""
    found = []
    for member in members(model).values():
        kind = member.kind.name if member.kind else ""
        if kind in kinds or (member.block and _leading_to(member.block, kinds)):
            found.append((member.attribute, member, kind))
    return tuple(found)
