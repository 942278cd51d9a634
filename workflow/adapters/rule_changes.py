"""What a provider changes in the rules without touching them: `changes.yaml`.

Each change names a rule, the cases it is for (a nation, a council, a service, or all),
and what is different: severity, words, numbers, or whether the rule is used.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from string import Formatter

from workflow.adapters.config_files import load_organisation
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.errors import ConfigurationError
from workflow.domain.findings import Severity
from workflow.domain.organisation import Organisation
from workflow.domain.rules.kinds import named, word
from workflow.domain.rules.rule import Change, Rule, Scope
from workflow.domain.tree import Fields, Listing, Node
from workflow.domain.vocabulary import LISTS, Nation

CHANGES = "changes.yaml"
FILE = f"config/rules/{CHANGES}"
DIFFERENT = ("severity", "message", "mend", "numbers", "used")
REASON = ("why", "by", "decided_on")
KEYS = ("rule", "for", *DIFFERENT, *REASON)
SCOPES = ("nation", "local_authority", "service")
YES_OR_NO = {"true": True, "yes": True, "false": False, "no": False}
BUILT_IN = frozenset(  # how a rule looks, not a number of it
    {
        *("in", "each", "when", "if", "any_empty", "at", "facts", "looks", "needs"),
        *("covers", "softer", "soft", "silent", "history", "of", "signs"),
    }
)
WEIGHTS = tuple(Severity)


def with_changes(rules: Mapping[str, Rule], root: Path) -> Mapping[str, Rule]:
    """The rules with the provider's changes. Raises `ConfigurationError`."""
    path = root / FILE
    if not path.is_file():
        return rules
    tree = read_tree(path.read_bytes(), FILE)
    wrong = [f"{FILE}, line {n.place.line}: {n.detail}" for n in tree.noticed]
    listed = tree.root.values.get("changes") if tree.root else None
    if tree.root and not isinstance(listed, Listing):
        wrong.append(f"{FILE}, line 1: it does not begin with a list of changes")
    items = listed.items if isinstance(listed, Listing) else ()
    if items and not wrong:
        desk = _Desk(rules, load_organisation(root)[0])
        rules = desk.changed(items)
        wrong = desk.wrong
    if wrong:
        raise ConfigurationError("\n".join(wrong))
    return rules


def reason_lacking(says: Mapping[str, object]) -> tuple[str, ...]:
    """What is still to be said of why a rule that guards the person is changed."""
    return tuple(
        key
        for key in REASON
        if not word(says, key) or (key == REASON[2] and not _is_date(word(says, key)))
    )


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and bool(
            date.fromisoformat(text)
        )
    except ValueError:
        return False


@dataclass
class _Desk:
    """Where changes are looked at one after the other; `wrong` keeps what is amiss."""

    rules: Mapping[str, Rule]
    organisation: Organisation
    wrong: list[str] = field(default_factory=list)

    def changed(self, items: tuple[Node, ...]) -> Mapping[str, Rule]:
        """The rules with every change that is sound."""
        found = dict(self.rules)
        for item in items:
            if not isinstance(item, Fields):
                line = item.at.line
                self.wrong.append(
                    f"{FILE}, a change, line {line}: it is no group of fields"
                )
                continue
            troubles = list(self.troubles(item))
            self.wrong += troubles
            says = _plain(item)
            if not troubles:
                rule, change = found[word(says, "rule")], _change(says)
                if change.scope in [c.scope for c in rule.changes]:
                    self.wrong.append(_at(item, "rule", "it is changed here twice"))
                found[rule.id] = replace(rule, changes=(*rule.changes, change))
        return found

    def troubles(self, item: Fields) -> Iterator[str]:
        """Everything that is wrong with one change."""
        says = _plain(item)
        for key in says:
            if key not in KEYS:
                near = get_close_matches(key, KEYS, n=1, cutoff=0)[0]
                what = f'we do not recognise "{key}". Did you mean "{near}"?'
                yield _at(item, key, what)
        rule = self.rules.get(word(says, "rule"))
        if rule is None:
            yield _at(item, "rule", "there is no such rule")
            return
        if not any(key in says for key in DIFFERENT):
            yield _at(item, "rule", f"say what is different: {', '.join(DIFFERENT)}")
        for key, what in (
            *self.scope(says),
            *_words(rule, says),
            *_numbers(rule, says),
            *_weight(says),
            *self.reason(rule, says),
        ):
            yield _at(item, key, what)

    def scope(self, says: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """What is wrong with whom a change is for."""
        wanted = named(says, "for")
        services = self.organisation.provider.record.services
        known = {
            "nation": {nation.value for nation in Nation},
            "local_authority": {s.local_authority or "" for s in services},
            "service": {s.id or "" for s in services},
        }
        if "for" in says and not wanted:
            yield "for", f"name one of {', '.join(SCOPES)}"
        for key, value in wanted.items():
            if key not in SCOPES:
                yield "for", f'"{key}" is none of {", ".join(SCOPES)}'
            elif str(value) not in known[key]:
                yield "for", f'there is no {key} "{value}"'

    def reason(
        self, rule: Rule, says: Mapping[str, object]
    ) -> Iterator[tuple[str, str]]:
        """What is lacking before a rule that guards the person may be weakened."""
        severity = word(says, "severity")
        lighter = severity in list(WEIGHTS) and WEIGHTS.index(
            Severity(severity)
        ) > WEIGHTS.index(rule.severity)
        off = YES_OR_NO.get(word(says, "used").lower()) is False
        lacking = reason_lacking(says)
        if rule.safety and (lighter or off or named(says, "numbers")) and lacking:
            said = " and ".join(lacking)
            yield "rule", f"it guards the person's safety. To weaken it, say {said}"
        by = word(says, "by")
        if by and self.organisation.member(by) is None:
            yield "by", f'there is nobody "{by}" in config/staff.yaml'


def _change(says: Mapping[str, object]) -> Change:
    wanted = named(says, "for")
    nation, severity = word(wanted, "nation"), word(says, "severity")
    return Change(
        Scope(
            Nation.of(nation) if nation else None,
            word(wanted, "local_authority"),
            word(wanted, "service"),
        ),
        Severity(severity) if severity else None,
        word(says, "message"),
        word(says, "mend"),
        named(says, "numbers"),
        YES_OR_NO.get(word(says, "used").lower()),
    )


def _words(rule: Rule, says: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What is wrong with a message or a way to mend; only its own facts can stand."""
    known = {"name", *_places(rule.message), *_places(rule.mend)}
    for key in ("message", "mend"):
        if key not in says:
            continue
        try:
            unknown = [p for p in _places(word(says, key)) if p not in known]
        except ValueError:
            unknown = ["a { or } that is not in its place"]
        if unknown:
            allowed = ", ".join(f"{{{place}}}" for place in sorted(known))
            yield key, f"{unknown[0]} cannot stand here, only {allowed}"
        if not word(says, key):
            yield key, f"the {key} is empty"


def _places(text: str) -> tuple[str, ...]:
    return tuple(place for _, place, *_ in Formatter().parse(text) if place is not None)


def _numbers(rule: Rule, says: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """What is wrong with a number: only those of the rule itself can be set."""
    own = [key for key in rule.settings if settable(key, rule.settings[key])]
    if "numbers" in says and not named(says, "numbers"):
        yield "numbers", "write each number as name: value"
    for key, value in named(says, "numbers").items():
        if key not in own:
            yield (
                "numbers",
                f'the rule has no number "{key}"; it has {", ".join(own) or "none"}',
            )
        elif not _alike(rule.settings[key], value):
            yield "numbers", f'"{key}" must look like {rule.settings[key]}'


def settable(key: str, value: object) -> bool:
    """Whether a setting is a number or words, not a name the check works with."""
    name = isinstance(value, str) and value.isidentifier()
    return key not in BUILT_IN and not name


def _alike(before: object, now: object) -> bool:
    """Whether a new setting is of the same kind as the one it takes the place of."""
    if isinstance(before, Mapping):
        return (
            isinstance(now, Mapping)
            and now.keys() == before.keys()
            and all(_alike(before[key], now[key]) for key in before)
        )
    if isinstance(before, list):
        return isinstance(now, list) and _codes_alike(before, now)
    if not isinstance(now, str):
        return False
    return now.isdigit() if str(before).isdigit() else bool(now)


def _codes_alike(before: list[object], now: list[object]) -> bool:
    """Whether codes of a closed list stay codes of it; words may be any."""
    lists = [{code.value for code in listed} for listed in LISTS.values()]
    holding = [codes for codes in lists if {*map(str, before)} <= codes]
    return not holding or any({*map(str, now)} <= codes for codes in holding)


def _weight(says: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    severity, used = word(says, "severity"), word(says, "used")
    if "severity" in says and severity not in list(WEIGHTS):
        yield "severity", f'"{severity}" is not one of {", ".join(WEIGHTS)}'
    if "used" in says and used.lower() not in YES_OR_NO:
        yield "used", "write true or false"


def _plain(item: Fields) -> Mapping[str, object]:
    found = plain(item)
    return found if isinstance(found, Mapping) else {}


def _at(item: Fields, key: str, what: str) -> str:
    """Say what is wrong, with file, line and rule."""
    line = item.keys.get(key, item.at).line
    return f"{FILE}, {word(_plain(item), 'rule') or 'a change'}, line {line}: {what}"
