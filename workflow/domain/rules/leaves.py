"""Every value that is filled in, found in one walk: rules look them up by kind.

A rule that looks at all dates, references or texts of a case asks `Situation.leaves`
instead of walking every block again; blocks that nobody filled in are never entered.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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


def by_kind(files: Iterable[Filed[Block]]) -> Mapping[str, Sequence[Leaf]]:
    """The leaves of some files by the name of their kind: date, ref, para and so on."""
    found: defaultdict[str, list[Leaf]] = defaultdict(list)
    for filed in files:
        _walk(filed, filed.record, "", SHARED, found)
    return dict(found)


def _walk(
    filed: Filed[Block],
    block: Block,
    inside: str,
    seen_by: frozenset[Reader],
    found: defaultdict[str, list[Leaf]],
) -> None:
    given = block.model_fields_set
    for member in members(type(block)).values() if given else ():
        if member.attribute not in given:
            continue
        value = getattr(block, member.attribute)
        path = inside + member.key
        seen = member.about.seen_by or block.seen_by or seen_by
        if member.kind is not None:
            leaves = found[member.kind.name]
            if isinstance(value, tuple):
                for index, item in enumerate(value):
                    leaves.append(Leaf(filed, f"{path}[{index}]", member, seen, item))
            elif value or value == 0:  # nought and false are answers
                leaves.append(Leaf(filed, path, member, seen, value))
        elif member.many:
            for index, item in enumerate(value):
                _walk(filed, item, f"{path}[{index}].", seen, found)
        else:
            _walk(filed, value, f"{path}.", seen, found)
