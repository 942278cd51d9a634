"""What a template for one reader may use: each name, what it holds, what it is called.

Read off what a document of its kind is really given, so it cannot differ from it.
Labels come from the catalogue of fields; where a value is no field of a record, its
name is its label.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workflow.domain.fields import Member, members
from workflow.domain.records.base import Block, Need, Reader
from workflow.domain.records.case import Case
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan, Restriction
from workflow.domain.records.provider import Provider, Service
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review

BLOCKS: Mapping[str, type[Block]] = {
    "person": Person,
    "case": Case,
    "plan": Plan,
    "consent": Consent,
    "closure": Closure,
    "provider": Provider,
    "service": Service,
    "review": Review,
    "records": Record,
    "reviews": Review,
    "held_reviews": Review,
    "managerial_reviews": ManagerialReview,
    "learning": Learning,
    "restrictions_now": Restriction,
}
RAW_ENDS = ("_code", "_iso", "_id")
NEEDED = (Need.ALWAYS, Need.TO_AGREE)


class Holds(StrEnum):
    """What a name stands for, as far as printing it goes."""

    TEXT = "text"
    RAW = "a code, an id or a date for programs"
    YES_NO = "yes or no"
    LIST = "a list"
    BLOCK = "several fields together"
    ANYTHING = "anything"


@dataclass(frozen=True)
class Sight:
    """One name a template may use.

    `path` is as in the catalogue: `plan.actions[].owner`. `inside` are the names in a
    block, `item` what each thing in a list is. `instead` is what to print in place of
    something raw.
    """

    holds: Holds
    path: str = ""
    label: str = ""
    needed: bool = False
    inside: Mapping[str, "Sight"] = field(default_factory=dict)
    item: "Sight | None" = None
    instead: str = ""


ANYTHING = Sight(Holds.ANYTHING)


@dataclass(frozen=True)
class Wall:
    """What one kind of document is given, and what only others are given."""

    reader: Reader
    seen: Mapping[str, Sight]
    others: Sequence[Mapping[str, Sight]] = ()

    def kept_back(self, path: str) -> Sight | None:
        """The field that stands under a path for another reader, but not for this."""
        found = (at(names, path) for names in self.others)
        return next((sight for sight in found if sight), None)


def sights(context: Mapping[str, object]) -> dict[str, Sight]:
    """What every name of a filled-in context stands for."""
    return {key: _sight(key, context, BLOCKS.get(key), None, key) for key in context}


def at(names: Mapping[str, Sight], path: str) -> Sight | None:
    """What stands under a path such as `plan.actions[].owner`."""
    sight: Sight | None = Sight(Holds.BLOCK, inside=names)
    for step in path.replace("[]", ".[]").split("."):
        if sight is None:
            return None
        sight = sight.item if step == "[]" else sight.inside.get(step)
    return sight


def every(names: Mapping[str, Sight]) -> Iterator[Sight]:
    """Every name there is, at any depth."""
    for sight in names.values():
        yield sight
        yield from every(sight.inside)
        if sight.item:
            yield sight.item
            yield from every(sight.item.inside)


def values(context: object, path: str) -> Iterator[object]:
    """The values that stand under a path; those of every item where it has `[]`."""
    first, _, rest = path.partition(".")
    name = first.removesuffix("[]")
    if not path or not isinstance(context, Mapping) or name not in context:
        return
    found = context[name]
    several = found if first != name and isinstance(found, list) else [found]
    for value in several:
        if rest:
            yield from values(value, rest)
        else:
            yield value


def _sight(
    key: str,
    around: Mapping[str, object],
    block: type[Block] | None,
    member: Member | None,
    path: str,
) -> Sight:
    value = around[key]
    label = member.about.label if member else _words(key)
    needed = bool(member and member.about.need in NEEDED)
    if member and member.kind and member.kind.name == "map":
        return Sight(Holds.ANYTHING, path, label)
    if isinstance(value, Mapping):
        inside = _inside(value, block, path)
        return Sight(Holds.BLOCK, path, label, inside=inside)
    raw = _readable(key, around)
    if isinstance(value, list):
        item = _item(value, block, f"{path}[]", label, raw)
        return Sight(Holds.LIST, path, label, needed, item=item, instead=raw)
    return Sight(_holds(value, raw), path, label, needed, instead=raw)


def _inside(
    value: Mapping[str, object], block: type[Block] | None, path: str
) -> dict[str, Sight]:
    return {
        key: _sight(key, value, *_described(key, block), f"{path}.{key}")
        for key in value
    }


def _described(
    key: str, block: type[Block] | None
) -> tuple[type[Block] | None, Member | None]:
    """What the catalogue knows of a name, also of the raw one beside a field."""
    known = members(block) if block else {}
    stems = (key, *(key.removesuffix(end) for end in RAW_ENDS))
    names = (name for stem in stems for name in (stem, stem.removesuffix("_")))
    member = next((known[name] for name in names if name in known), None)
    return (member.block if member else None), member


def _item(
    value: Sequence[object],
    block: type[Block] | None,
    path: str,
    label: str,
    raw: str,
) -> Sight | None:
    if not value:
        return ANYTHING
    first = value[0]
    if isinstance(first, Mapping):
        return Sight(Holds.BLOCK, path, label, inside=_inside(first, block, path))
    return Sight(_holds(first, raw), path, label, instead=raw)


def _holds(value: object, raw: str) -> Holds:
    if isinstance(value, bool):
        return Holds.YES_NO
    return Holds.RAW if raw else Holds.TEXT


def _readable(key: str, around: Mapping[str, object]) -> str:
    """The name beside a raw one that holds the same in words; empty when not raw."""
    for end in RAW_ENDS:
        stem = key.removesuffix(end)
        if stem != key and stem in around:
            return stem
    return ""


def _words(key: str) -> str:
    return key.strip("_").replace("_", " ")


def emptied(context: Mapping[str, object]) -> dict[str, object]:
    """The same for a case in which nothing is written yet."""
    return {k: _empty(v) if k in BLOCKS else v for k, v in context.items()}


def _empty(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _empty(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return []
    return False if isinstance(value, bool) else ""
