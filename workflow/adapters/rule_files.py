"""The practice rules as the provider has set them, and the examples they carry.

The rules that come with Alongside are the ground; a workspace's own files put rules in
their place or add to them, and `changes.yaml` sets single things differently. All that
is wrong is told at once, each thing with its file and line. A file named like one of
ours is a copy that an earlier version left: what differs in it without a reason is set
aside and told of, and never stops the program (decision 50).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import Formatter

from workflow.adapters.config_files import starter_folder
from workflow.adapters.rule_changes import CHANGES, reason_lacking, with_changes
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.errors import ConfigurationError
from workflow.domain.findings import Noticed, Place, Severity
from workflow.domain.rules import BY_READING, CHECKS, WORKSPACE_CHECKS
from workflow.domain.rules.kinds import named, unknown_paths, word, words
from workflow.domain.rules.rule import Rule
from workflow.domain.tree import Fields, Listing

FOLDER = "config/rules"
SAFETY = "safety.yaml"
NO = ("false", "no")
WEIGHTS = tuple(Severity)
OLD_COPY = "FIL-12"  # our own rule: a copy of our rules that is not as they are now


@dataclass(frozen=True)
class Example:
    """A situation a rule is silent about (`kept`), and one it speaks of (`broken`).

    Each maps a part of a case folder, or of the workspace, to its content.
    """

    rule: str
    kept: Mapping[str, object]
    broken: Mapping[str, object]


@dataclass(frozen=True)
class Entry:
    """One rule as it stands in a file."""

    file: str
    node: Fields

    @cached_property
    def says(self) -> Mapping[str, object]:
        """The rule as plain data."""
        found = plain(self.node)
        return found if isinstance(found, Mapping) else {}

    @property
    def id(self) -> str:
        """The id of the rule."""
        return word(self.says, "id")

    def wrong(self, what: str, key: str = "") -> str:
        """Say what is wrong here, with file and line."""
        line = self.node.keys.get(key, self.node.at).line
        return f"{self.file}, {self.id or 'a rule'}, line {line}: {what}"


@dataclass(frozen=True)
class _Found:
    """The rules that come with the product, those of the workspace, old copies."""

    shipped: dict[str, Entry]
    own: dict[str, Entry]
    noticed: tuple[Noticed, ...]


def load_rules(root: Path) -> Mapping[str, Rule]:
    """Every rule by its id, with what the provider changes in it.

    Raises `ConfigurationError` naming every wrong setting with its file and line.
    """
    return read_rules(root)[0]


def read_rules(root: Path) -> tuple[Mapping[str, Rule], tuple[Noticed, ...]]:
    """See `load_rules`; with what was noticed of copies from an earlier version."""
    troubles: list[str] = []
    found = _entries(root, troubles)
    shipped, own = found.shipped, found.own
    guarded = _product_list("safety")
    for name, entry in own.items():
        if name in guarded and name in shipped:
            troubles += _weakened(shipped[name], entry)
    entries = (shipped | own).values()
    troubles += [trouble for entry in entries for trouble in _wrong(entry)]
    if troubles:
        raise ConfigurationError("\n".join(troubles))
    first = _product_list("first")
    rules = {entry.id: _rule(entry, guarded, first) for entry in entries}
    return with_changes(rules, root), found.noticed


def load_examples(root: Path) -> tuple[Example, ...]:
    """The two examples of every rule that has a check."""
    found = _entries(root, [])
    return tuple(
        Example(entry.id, named(both, "kept"), named(both, "broken"))
        for entry in (found.shipped | found.own).values()
        if (both := named(entry.says, "examples"))
    )


def _entries(root: Path, troubles: list[str]) -> _Found:
    """Every rule as it stands in a file, by id; of old copies only what is meant."""
    ours, theirs = _files(starter_folder()), _files(root)
    shipped = _by_id(ours, troubles)
    copies = {n: raw for n, raw in theirs.items() if n in ours and raw != ours[n]}
    kept = {f"{FOLDER}/{name}" for name in theirs.keys() & ours.keys() - copies.keys()}
    own = _by_id({n: raw for n, raw in theirs.items() if n not in ours}, troubles)
    standing = {name: entry for name, entry in shipped.items() if entry.file in kept}
    meant: dict[str, Entry] = {}
    noticed: list[Noticed] = []
    for name, raw in copies.items():
        unread: list[str] = []
        copied = _by_id({name: raw}, unread)
        standing = copied | standing
        aside = [e for e in copied.values() if _is_old(e, shipped.get(e.id))]
        meant |= {i: e for i, e in copied.items() if e not in aside and i not in meant}
        if aside or unread:
            noticed.append(_old_copy(f"{FOLDER}/{name}", aside, unread=any(unread)))
    for name, entry in own.items():
        if name in standing:
            troubles.append(
                entry.wrong(f"it stands in {standing[name].file} too", "id")
            )
    return _Found(shipped, meant | own, tuple(noticed))


def _is_old(entry: Entry, ours: Entry | None) -> bool:
    """Whether a rule in a copy of our file is not the provider's own doing.

    It is theirs when it is new and sound, or says why it differs, by whom and when.
    """
    differs = ours is not None and entry.says != ours.says
    unreasoned = differs and bool(reason_lacking(entry.says))
    return unreasoned or any(_wrong(entry))


def _old_copy(file: str, aside: list[Entry], *, unread: bool) -> Noticed:
    """Tell of one copy, and what in it is not used."""
    line = min((entry.node.at.line for entry in aside), default=1)
    names = [entry.id or "a rule without an id" for entry in aside]
    names += ["what cannot be read"] if unread else []
    detail = f"Not used from this file: {', '.join(names)}."
    return Noticed(OLD_COPY, Place(file, line), {"file": file}, detail)


def _files(root: Path) -> dict[str, bytes]:
    found = sorted((root / FOLDER).glob("*.yaml"))
    return {p.name: p.read_bytes() for p in found if p.name not in (CHANGES, SAFETY)}


def _by_id(files: Mapping[str, bytes], troubles: list[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for name, raw in files.items():
        for entry in _listed(f"{FOLDER}/{name}", raw, troubles):
            if entry.id in found:
                troubles.append(entry.wrong("this id stands twice", "id"))
            found.setdefault(entry.id, entry)
    return found


def _listed(file: str, raw: bytes, troubles: list[str]) -> Iterator[Entry]:
    tree = read_tree(raw, file)
    troubles += [f"{file}, line {n.place.line}: {n.detail}" for n in tree.noticed]
    if tree.root is None:
        return
    rules = tree.root.values.get("rules")
    if not isinstance(rules, Listing):
        troubles.append(f"{file}, line 1: it does not begin with a list of rules")
        return
    for item in rules.items:
        if isinstance(item, Fields):
            yield Entry(file, item)
        else:
            troubles.append(f"{file}, line {item.at.line}: a rule is a group of fields")


def _rule(entry: Entry, guarded: tuple[str, ...], first: tuple[str, ...]) -> Rule:
    says = entry.says
    ranks = [
        n for n, sign in enumerate(first, 1) if entry.id in (sign, _of(sign, entry))
    ]
    return Rule(
        id=entry.id,
        message=word(says, "message"),
        severity=Severity(word(says, "severity")),
        holds=frozenset(words(says, "holds")),
        source=word(says, "source"),
        check=word(says, "check"),
        settings=named(says, "with"),
        on=word(says, "used").lower() not in NO,
        mend=word(says, "mend"),
        safety=entry.id in guarded,
        first=min(ranks, default=0),
    )


def _of(family: str, entry: Entry) -> str:
    """The id of the rule, when it belongs to this family of rules."""
    return entry.id if entry.id.startswith(f"{family}-") else ""


def _product_list(key: str) -> tuple[str, ...]:
    """A list of the product's own, which no workspace can change."""
    tree = read_tree((starter_folder() / FOLDER / SAFETY).read_bytes(), SAFETY)
    return words(named({"all": plain(tree.root)}, "all"), key) if tree.root else ()


def _weakened(shipped: Entry, own: Entry) -> Iterator[str]:
    """What is wrong with a workspace's own wording of a rule that guards the person."""
    weights = [word(entry.says, "severity") for entry in (shipped, own)]
    known = all(weight in list(WEIGHTS) for weight in weights)
    before, now = (WEIGHTS.index(Severity(w)) if known else 0 for w in weights)
    lighter = now > before or word(own.says, "used").lower() in NO
    other = any(shipped.says.get(key) != own.says.get(key) for key in ("check", "with"))
    lacking = reason_lacking(own.says)
    if (lighter or other) and lacking:
        yield own.wrong(
            "it guards the person's safety. To change it, say"
            f" {' and '.join(lacking)} in it"
        )


def _wrong(entry: Entry) -> Iterator[str]:
    """Everything that is wrong with a rule."""
    says, settings = entry.says, named(entry.says, "with")
    check, severity = word(says, "check"), word(says, "severity")
    both = named(says, "examples")
    softer = word(settings, "softer") or severity
    looking = check == "look" or "in" in settings
    unknown = unknown_paths(settings) if looking else ()
    problems = (
        ("id", "it has no id", not entry.id),
        ("message", "it has no message", not word(says, "message")),
        ("message", "a { or } is not in its place", not _whole(word(says, "message"))),
        ("mend", "a { or } is not in its place", not _whole(word(says, "mend"))),
        (
            "severity",
            f'its severity "{severity}" is not one of error, warning and prompt',
            not {severity, softer} <= {*Severity},
        ),
        ("check", f'there is no check "{check}"', not _is_check(check, entry.id)),
        ("with", f"there is no field {', '.join(unknown)}", bool(unknown)),
        (
            "examples",
            "it needs two examples, kept and broken",
            bool(check) and not (named(both, "kept") and named(both, "broken")),
        ),
        ("severity", "it does not say what would mend it", _no_mend(entry)),
    )
    yield from (entry.wrong(what, key) for key, what, there in problems if there)


def _no_mend(entry: Entry) -> bool:
    """Whether a rule asks for something and does not say what would clear it."""
    asks = word(entry.says, "severity") in (Severity.ERROR, Severity.WARNING)
    return asks and not word(entry.says, "mend")


def _whole(text: str) -> bool:
    """Whether every place for a fact in a text is written as {name}."""
    try:
        places = [
            field for _, field, *_ in Formatter().parse(text) if field is not None
        ]
    except ValueError:
        return False
    return all(place.isidentifier() for place in places)


def _is_check(check: str, identifier: str) -> bool:
    if not check:
        return identifier in BY_READING
    return check in CHECKS or check in WORKSPACE_CHECKS
