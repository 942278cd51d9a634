"""The kind of check that most rules are: look at entries, and speak of some of them.

A rule says in its settings where to look (`in`, `each`), at which entries (`when`,
`if`) and what is amiss there (`any_empty`, `fewer`); with neither, the entry itself is.
Paths are those of the field catalogue; `looks` holds several such settings.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain import working_days
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.fields import Member, members
from workflow.domain.findings import Noticed
from workflow.domain.records.base import Block, filled
from workflow.domain.records.case import Case
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.rules.rule import Rule, Situation

SINGLE = ("person", "case", "plan", "consent", "closure")
SEVERAL = ("records", "reviews", "managerial_reviews", "learning")
in_full = working_days.in_full  # for the checks, which take their words from here


@dataclass(frozen=True)
class Entry:
    """A block in a file: the file, the path to the block, and the block itself."""

    filed: Filed[Block]
    path: str
    block: Block

    def noticed(self, rule: Rule, field: str = "", **facts: str) -> Noticed:
        """Say that this rule met something here; `field` is counted from the block."""
        place = self.filed.place(joined(self.path, field))
        return Noticed(rule.id, place, facts)


def look(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Every entry that answers one of the rule's looks (brief 3, machine checks)."""
    for looking in looks(rule.settings):
        if _all_hold(situation, named(looking, "if")):
            yield from _found(situation, rule, looking)


def looks(settings: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """The looks of a rule: those listed, or its settings themselves."""
    listed = settings.get("looks")
    if isinstance(listed, list):
        return tuple(look for look in listed if isinstance(look, Mapping))
    return (settings,)


def _found(
    situation: Situation, rule: Rule, looking: Mapping[str, object]
) -> Iterator[Noticed]:
    when = named(looking, "when")
    for entry in entries(situation.folder, word(looking, "in"), word(looking, "each")):
        if _unread(situation, entry, when):
            continue
        matched = all(
            answers(value_at(entry.block, path), wanted, situation.today)
            for path, wanted in when.items()
        )
        if matched:
            yield from _amiss(situation, rule, looking, entry)


def _amiss(
    situation: Situation, rule: Rule, looking: Mapping[str, object], entry: Entry
) -> Iterator[Noticed]:
    facts = _facts(situation, looking, entry)
    empty = [f for f in words(looking, "any_empty") if not _given(entry.block, f)]
    few = [f for f, n in named(looking, "fewer").items() if _few(entry.block, f, n)]
    for field in [f for f in (*empty, *few) if not _unread(situation, entry, [f])][:1]:
        yield entry.noticed(rule, first(field), **facts)
    if "any_empty" not in looking and "fewer" not in looking:
        at = word(looking, "at") or next(iter(named(looking, "when")), "")
        yield entry.noticed(rule, at.partition("[]")[0], **facts)


def _unread(situation: Situation, entry: Entry, fields: Iterable[str]) -> bool:
    """Whether one of these fields of an entry could not be read: then who can say."""
    if not situation.misread:
        return False
    names = (name for several in fields for name in several.split(" or "))
    paths = (joined(entry.path, name.partition("[]")[0]) for name in names)
    return situation.unread(entry.filed, *paths)


def _facts(
    situation: Situation, looking: Mapping[str, object], entry: Entry
) -> dict[str, str]:
    facts = {
        fact: shown(situation, value_at(entry.block, str(path)))
        for fact, path in named(looking, "facts").items()
    }
    return {**facts, "softer": "yes"} if looking.get("soft") else facts


def _given(block: Block, field: str) -> bool:
    return any(filled(value_at(block, name)) for name in field.split(" or "))


def _few(block: Block, field: str, wanted: object) -> bool:
    value = value_at(block, field)
    return isinstance(value, tuple) and len(value) < int(str(wanted))


def first(field: str) -> str:
    """The first of the fields named in `a or b`."""
    return field.split(" or ", maxsplit=1)[0]


def entries(folder: CaseFolder, file: str, each: str = "") -> Iterator[Entry]:
    """The blocks of a file, or of each file of a kind; `each` names a list in it."""
    for filed in files(folder, file):
        if not each:
            yield Entry(filed, "", filed.record)
            continue
        listed = value_at(filed.record, each)
        for index, block in enumerate(listed if isinstance(listed, tuple) else ()):
            yield Entry(filed, f"{each}[{index}]", block)


def files(folder: CaseFolder, file: str) -> tuple[Filed[Block], ...]:
    """The files of one kind; an absent closure is no file."""
    if file in SEVERAL:
        return tuple(getattr(folder, file))
    filed: Filed[Block] = getattr(folder, file)
    return (filed,) if filed.record or file != "closure" else ()


def value_at(block: Block, path: str) -> object:
    """The value at a dotted path; through a list (`sources[].category`), them all."""
    key, _, rest = path.partition(".")
    name = key.removesuffix("[]")
    value: object = getattr(block, members(type(block))[name].attribute)
    if not rest:
        return value
    if isinstance(value, tuple):
        return tuple(value_at(item, rest) for item in value)
    return value_at(value, rest) if isinstance(value, Block) else None


def known(model: type[Block], path: str) -> bool:
    """Whether the catalogue has a field at this path."""
    key, _, rest = path.partition(".")
    member: Member | None = members(model).get(key.removesuffix("[]"))
    if member is None:
        return False
    return not rest or (member.block is not None and known(member.block, rest))


MODELS: Mapping[str, type[Block]] = {
    "person": Person,
    "case": Case,
    "plan": Plan,
    "consent": Consent,
    "closure": Closure,
    "records": Record,
    "reviews": Review,
    "managerial_reviews": ManagerialReview,
    "learning": Learning,
}


def unknown_paths(settings: Mapping[str, object]) -> tuple[str, ...]:
    """The fields that a rule's looks name and the records do not have."""
    return tuple(path for looking in looks(settings) for path in _unknown(looking))


def _unknown(looking: Mapping[str, object]) -> Iterator[str]:
    file, each = word(looking, "in"), word(looking, "each")
    if file not in MODELS:
        yield file or "in"
        return
    listed = [*words(looking, "any_empty"), *words(looking, "at")]
    listed += [*named(looking, "when"), *named(looking, "fewer")]
    listed += map(str, named(looking, "facts").values())
    paths = [name for several in listed for name in several.split(" or ") if name]
    inside = [joined(each, path) for path in paths]
    yield from (path for path in inside if not known(MODELS[file], path))
    for condition in named(looking, "if"):
        other, _, field = condition.partition(".")
        if condition != "open" and not known(MODELS.get(other, Block), field):
            yield condition


def answers(value: object, wanted: object, today: date) -> bool:
    """Whether a value answers a condition, or one of several."""
    several = wanted if isinstance(wanted, list) else [wanted]
    return any(_answers(value, str(one), today) for one in several)


def _answers(value: object, wanted: str, today: date) -> bool:
    command, _, about = wanted.partition(" ")
    if command == "without":
        return not _holds(value, about)
    if command == "not":
        return not _answers(value, about, today)
    if command == "above":
        return isinstance(value, int) and value > int(about)
    if command == "says":
        pattern = rf"\b{re.escape(about)}\b"
        return isinstance(value, str) and bool(re.search(pattern, value, re.IGNORECASE))
    return _is(value, wanted, today)


def _is(value: object, wanted: str, today: date) -> bool:
    if wanted == "past":
        return isinstance(value, date) and value < today
    if wanted in ("empty", "filled"):
        return filled(value) is (wanted == "filled")
    return _holds(value, wanted)


def _holds(value: object, wanted: str) -> bool:
    if isinstance(value, bool):
        return wanted == ("true" if value else "false")
    if isinstance(value, tuple):
        return any(_holds(item, wanted) for item in value)
    return value is not None and str(value) == wanted


def _all_hold(situation: Situation, conditions: Mapping[str, object]) -> bool:
    for path, wanted in conditions.items():
        file, _, field = path.partition(".")
        if path == "open":
            if not situation.folder.is_open:
                return False
            continue
        filed: Filed[Block] = getattr(situation.folder, file)
        unread = situation.unread(filed, field.partition("[]")[0])
        found = value_at(filed.record, field)
        if unread or not answers(found, wanted, situation.today):
            return False
    return True


def shown(situation: Situation, value: object) -> str:
    """A value as people read it: dates in words, codes by label, staff by name."""
    if isinstance(value, date):
        return in_full(value)
    member = situation.organisation.member(str(value))
    if member is not None:
        return member.name or str(value)
    return str(getattr(value, "label", value) or "")


def joined(path: str, field: str) -> str:
    """Two parts of a path, with a dot between when both are there."""
    return ".".join(part for part in (path, field) if part)


def word(settings: Mapping[str, object], key: str) -> str:
    """A setting that is a single text; empty when it is not there."""
    value = settings.get(key, "")
    return value if isinstance(value, str) else ""


def words(settings: Mapping[str, object], key: str) -> tuple[str, ...]:
    """A setting that is a list of texts; one text alone is a list of one."""
    value = settings.get(key) or []
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def number(settings: Mapping[str, object], key: str) -> int:
    """A setting that is a whole number."""
    return int("".join(words(settings, key)))


def named(settings: Mapping[str, object], key: str) -> Mapping[str, object]:
    """A setting that is a group of names and values; empty when it is not there."""
    value = settings.get(key, {})
    return value if isinstance(value, Mapping) else {}
