"""The kind of check that most rules are: look at entries, and speak of some of them.

A rule says in its settings where to look (`in`, `each`), at which entries (`when`,
`if`) and what is amiss there (`any_empty`, `fewer`); with neither, the entry itself is.
Paths are those of the field catalogue; `looks` holds several such settings. An entry
with a value there that could not be understood is passed over.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from workflow.domain import working_days
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.errors import ConfigurationError
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
from workflow.domain.same import Same

WORD_GAP = re.compile(r"[\s-]+")
SINGLE = ("person", "case", "plan", "consent", "closure")
SEVERAL = ("records", "reviews", "managerial_reviews", "learning")
in_full = working_days.in_full  # for the checks, which take their words from here


Test = Callable[[object, date], bool]


class Entry(NamedTuple):
    """A block in a file: the file, the path to the block, and the block itself."""

    filed: Filed[Block]
    path: str
    block: Block

    def noticed(self, rule: Rule, field: str = "", **facts: str) -> Noticed:
        """Say that this rule met something here; `field` is counted from the block."""
        place = self.filed.place(joined(self.path, field))
        return Noticed(rule.id, place, facts)


class Condition(NamedTuple):
    """What must hold for the case: of a file's field, or (no field) that it is open."""

    file: str
    field: str
    tests: tuple[Test, ...]


class Look(NamedTuple):
    """One look of a rule, made ready: where, at what, and what would be amiss there."""

    settings: Mapping[str, object]
    file: str
    each: str
    conditions: tuple["Condition", ...]
    when: tuple[tuple[str, tuple[Test, ...]], ...]
    asked: tuple[str, ...]
    fewer: tuple[tuple[str, object], ...]
    read: tuple[str, ...]


def look(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Every entry that answers one of the rule's looks (brief 3, machine checks)."""
    for looking in _made_ready(Same(rule.settings)):
        if _all_hold(situation, looking.conditions):
            yield from _found(situation, rule, looking)


@lru_cache(maxsize=1024)
def _made_ready(same: Same[Mapping[str, object]]) -> tuple[Look, ...]:
    return tuple(
        Look(
            looking,
            word(looking, "in"),
            word(looking, "each"),
            _conditions(looking),
            tuple((path, _tests(w)) for path, w in named(looking, "when").items()),
            words(looking, "any_empty"),
            tuple(named(looking, "fewer").items()),
            _read(looking),
        )
        for looking in looks(same.thing)
    )


def looks(settings: Mapping[str, object]) -> tuple[Mapping[str, object], ...]:
    """The looks of a rule: those listed, or its settings themselves."""
    listed = settings.get("looks")
    if isinstance(listed, list):
        return tuple(look for look in listed if isinstance(look, (dict, Mapping)))
    return (settings,)


def _found(situation: Situation, rule: Rule, looking: Look) -> Iterator[Noticed]:
    when, misread, today = looking.when, situation.misread, situation.today
    for filed in files(situation.folder, looking.file):
        for path, block in _listed(filed.record, looking.each):
            if when and not _matches(block, when, today):
                continue
            entry = Entry(filed, path, block)
            if not (misread and _unclear(situation, looking, entry)):
                yield from _amiss(situation, rule, looking, entry)


def _matches(
    block: Block, when: tuple[tuple[str, tuple[Test, ...]], ...], today: date
) -> bool:
    for path, tests in when:
        value = value_at(block, path)
        for test in tests:
            if test(value, today):
                break
        else:
            return False
    return True


def _unclear(situation: Situation, looking: Look, entry: Entry) -> bool:
    paths = (joined(entry.path, path) for path in looking.read)
    return situation.unclear(entry.filed.file, *paths)


def _read(looking: Mapping[str, object]) -> tuple[str, ...]:
    """The fields on which a look decides."""
    keys = (*words(looking, "any_empty"), *named(looking, "fewer"))
    several = (name for key in keys for name in key.split(" or "))
    return (*named(looking, "when"), *several)


def _amiss(
    situation: Situation, rule: Rule, looking: Look, entry: Entry
) -> Iterator[Noticed]:
    settings = looking.settings
    if "any_empty" not in settings and "fewer" not in settings:
        at = word(settings, "at") or next((path for path, _ in looking.when), "")
        facts = _facts(situation, settings, entry)
        yield entry.noticed(rule, at.partition("[]")[0], **facts)
        return
    empty = [field for field in looking.asked if not _given(entry.block, field)]
    few = [field for field, n in looking.fewer if _few(entry.block, field, n)]
    for field in (*empty, *few)[:1]:
        at = first(field).partition("[]")[0]
        detail = _still_empty(entry, empty) if len(looking.asked) > 1 else ""
        facts = _facts(situation, settings, entry)
        yield replace(entry.noticed(rule, at, **facts), detail=detail)


def _facts(
    situation: Situation, looking: Mapping[str, object], entry: Entry
) -> dict[str, str]:
    facts = {fact: str(text) for fact, text in named(looking, "say").items()}
    for fact, path in named(looking, "facts").items():
        several = (value_at(entry.block, name) for name in str(path).split(" or "))
        there = next(filter(filled, several), None)
        if there is not None:
            facts[fact] = shown(situation, there)
    return {**facts, "softer": "yes"} if looking.get("soft") else facts


def _still_empty(entry: Entry, empty: list[str]) -> str:
    """What exactly is missing, where a message names several things at once."""
    labels = [label(type(entry.block), first(field)) for field in empty]
    return f"Still empty: {'; '.join(labels)}." if labels else ""


def label(model: type[Block], path: str) -> str:
    """What the field at a path is called."""
    key, _, rest = path.partition(".")
    member = members(model)[key.removesuffix("[]")]
    if not rest or member.block is None:
        return member.about.label
    return label(member.block, rest)


def _given(block: Block, field: str) -> bool:
    if " or " not in field:
        return _something(value_at(block, field))
    return any(_something(value_at(block, name)) for name in field.split(" or "))


def _something(value: object) -> bool:
    if isinstance(value, tuple):
        return any(map(_something, value))
    return filled(value)


def _few(block: Block, field: str, wanted: object) -> bool:
    value = value_at(block, field)
    return isinstance(value, tuple) and sum(map(filled, value)) < int(str(wanted))


def first(field: str) -> str:
    """The first of the fields named in `a or b`."""
    return field.split(" or ", maxsplit=1)[0]


def entries(folder: CaseFolder, file: str, each: str = "") -> Iterator[Entry]:
    """The blocks of a file, or of each file of a kind; `each` names a list in it."""
    for filed in files(folder, file):
        for path, block in _listed(filed.record, each):
            yield Entry(filed, path, block)


def _listed(record: Block, each: str) -> Iterable[tuple[str, Block]]:
    """The entries of a list in a record with their paths; without one the record."""
    if not each:
        return (("", record),)
    found = value_at(record, each)
    several = found if isinstance(found, tuple) else ()
    return [(f"{each}[{index}]", block) for index, block in enumerate(several)]


def files(folder: CaseFolder, file: str) -> tuple[Filed[Block], ...]:
    """The files of one kind; an absent closure is no file."""
    if file in SEVERAL:
        return tuple(getattr(folder, file))
    filed: Filed[Block] = getattr(folder, file)
    return (filed,) if filed.record or file != "closure" else ()


def value_at(block: Block, path: str) -> object:
    """The value at a dotted path; through a list (`sources[].category`), them all."""
    way = _way(type(block), path)
    return getattr(block, way[0]) if len(way) == 1 else _along(block, way)


@cache
def _way(model: type[Block], path: str) -> tuple[str, ...]:
    """The attributes from a block to the value at a path."""
    key, _, rest = path.partition(".")
    member = members(model)[key.removesuffix("[]")]
    deeper = _way(member.block, rest) if rest and member.block else ()
    return (member.attribute, *deeper)


def _along(value: object, way: tuple[str, ...]) -> object:
    for index, attribute in enumerate(way):
        if isinstance(value, tuple):
            return tuple(_along(item, way[index:]) for item in value)
        value = getattr(value, attribute)
    return value


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
    listed += [*named(looking, "of"), *named(looking, "signs")]
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
    if isinstance(wanted, str):
        return _test(wanted)(value, today)
    return any(test(value, today) for test in _tests(wanted))


def _tests(wanted: object) -> tuple[Test, ...]:
    """What is asked of a value; one yes is enough."""
    several = wanted if isinstance(wanted, list) else [wanted]
    return tuple([_test(str(one)) for one in several])


@cache
def _test(wanted: str) -> Test:
    """What a condition asks of a value."""
    command, _, about = wanted.partition(" ")
    if command == "without":
        return lambda value, _: not _holds(value, about)
    if command == "not":
        inner = _test(about)
        return lambda value, today: not inner(value, today)
    if command == "only":
        return lambda value, _: _only(value, about)
    if command == "above":
        return lambda value, _: isinstance(value, int) and value > int(about)
    if command == "says":
        return lambda value, _: isinstance(value, str) and bool(_says(about)(value))
    return _is(wanted)


def _is(wanted: str) -> Test:
    if wanted == "past":
        return lambda value, today: isinstance(value, date) and value < today
    if wanted in ("empty", "filled"):
        return lambda value, _: filled(value) is (wanted == "filled")
    return lambda value, _: _holds(value, wanted)


def _only(value: object, wanted: str) -> bool:
    several = value if isinstance(value, tuple) else (value,)
    return bool(several) and all(_holds(one, wanted) for one in several)


@cache
def _says(phrase: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(rf"\b{whole_words(phrase)}\b", re.IGNORECASE).search


@lru_cache(maxsize=128)
def sieve(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern to pass quickly over texts that hold none of some phrases.

    It looks for the longest word of each in a casefolded text: a pattern of plain
    words is searched several times as fast as one of whole words in any case.
    """
    longest = sorted({longest_word(phrase) for phrase in phrases if phrase.strip()})
    plain = all(word.isascii() for word in longest)
    pattern = "|".join(map(re.escape, longest)) or "(?!)"
    return re.compile(pattern, 0 if plain else re.IGNORECASE)


def longest_word(phrase: str) -> str:
    """What must stand, casefolded, in every text that holds the phrase."""
    return max(WORD_GAP.split(phrase.strip()), key=len).casefold()


def whole_words(phrase: str) -> str:
    """A pattern for words however they are spaced, broken or hyphenated."""
    return r"[\s\-\u2010\u2011]+".join(map(re.escape, WORD_GAP.split(phrase)))


def _holds(value: object, wanted: str) -> bool:
    if isinstance(value, str):  # a code as well
        return value == wanted
    if isinstance(value, bool):
        return wanted == ("true" if value else "false")
    if isinstance(value, tuple):
        return any(_holds(item, wanted) for item in value)
    return value is not None and str(value) == wanted


@lru_cache(maxsize=1024)
def _conditions_of(same: Same[Mapping[str, object]]) -> tuple[Condition, ...]:
    return _conditions(same.thing)


def _conditions(looking: Mapping[str, object]) -> tuple[Condition, ...]:
    """What stands under `if`, made ready."""
    asked = ((path.partition("."), w) for path, w in named(looking, "if").items())
    return tuple(Condition(file, field, _tests(w)) for (file, _, field), w in asked)


def _all_hold(situation: Situation, conditions: tuple[Condition, ...]) -> bool:
    for file, field, tests in conditions:
        if file == "open":
            if not situation.folder.is_open:
                return False
            continue
        filed: Filed[Block] = getattr(situation.folder, file)
        if situation.misread and situation.unclear(filed.file, field):
            return False
        value = value_at(filed.record, field)
        if not any(test(value, situation.today) for test in tests):
            return False
    return True


def texts(block: Block, *kinds: str, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text of these kinds (`text`, `para`, `quote`) in a block, with its path."""
    given = block.model_fields_set
    for member in members(type(block)).values() if given else ():
        wanted = member.block or (member.kind and member.kind.name in kinds)
        if not wanted or member.attribute not in given:
            continue
        value = getattr(block, member.attribute)
        if value is None:
            continue
        here = f"{path}.{member.key}" if path else member.key
        for index, item in enumerate(value if member.many else (value,)):
            at = f"{here}[{index}]" if member.many else here
            if isinstance(item, Block):
                yield from texts(item, *kinds, path=at)
            else:
                yield at, item


def applies(situation: Situation, rule: Rule) -> bool:
    """Whether the conditions under `if` hold for the case, for a check of its own."""
    return _all_hold(situation, _conditions_of(Same(rule.settings)))


def shown(situation: Situation, value: object) -> str:
    """A value as people read it: dates in words, codes by label, staff by name."""
    if isinstance(value, date):
        return in_full(value)
    member = situation.organisation.member(str(value))
    if member is not None:
        return member.name or str(value)
    return str(getattr(value, "label", value) or "")


def number(rule: Rule, key: str) -> int:
    """A setting that is a whole number. Raises `ConfigurationError` when it is not."""
    said = word(rule.settings, key)
    if not said.isdigit():
        raise ConfigurationError(f"config/rules, {rule.id}: {key} is a whole number")
    return int(said)


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


def named(settings: Mapping[str, object], key: str) -> Mapping[str, object]:
    """A setting that is a group of names and values; empty when it is not there."""
    value = settings.get(key) or {}
    return value if isinstance(value, (dict, Mapping)) else {}  # dict: much quicker
