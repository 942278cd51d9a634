"""The practice rules as the provider has set them, and the examples they carry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.config_files import starter_folder
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.errors import ConfigurationError
from workflow.domain.findings import Severity
from workflow.domain.rules import BY_READING, CHECKS, TENDER_CHECKS
from workflow.domain.rules.kinds import named, unknown_paths, word, words
from workflow.domain.rules.rule import Rule

FOLDER = "config/rules"
OFF = ("false", "no", "off")


@dataclass(frozen=True)
class Example:
    """A situation a rule is silent about (`kept`), and one it speaks of (`broken`).

    Each maps a part of a case folder to its content, as in the file of that part.
    """

    rule: str
    kept: Mapping[str, object]
    broken: Mapping[str, object]


def load_rules(root: Path) -> Mapping[str, Rule]:
    """Every rule by its id; the starter's families where the workspace has none.

    Raises `ConfigurationError` naming the file and the rule.
    """
    rules: dict[str, Rule] = {}
    for file, entry in _entries(root):
        rule = _rule(file, entry)
        if rule.id in rules:
            raise ConfigurationError(f"{file}, {rule.id}: this id stands twice")
        rules[rule.id] = rule
    return rules


def load_examples(root: Path) -> tuple[Example, ...]:
    """The two examples of every rule that has a check."""
    return tuple(
        Example(word(entry, "id"), named(both, "kept"), named(both, "broken"))
        for _, entry in _entries(root)
        if (both := named(entry, "examples"))
    )


def _entries(root: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    families = {path.name: path for path in (starter_folder() / FOLDER).glob("*.yaml")}
    families |= {path.name: path for path in (root / FOLDER).glob("*.yaml")}
    for name, path in sorted(families.items()):
        file = f"{FOLDER}/{name}"
        tree = read_tree(path.read_bytes(), file)
        if tree.root is None:
            first = tree.noticed[0]
            raise ConfigurationError(f"{file}, line {first.place.line}: {first.detail}")
        found = plain(tree.root)
        listed = found.get("rules") if isinstance(found, dict) else None
        for entry in listed if isinstance(listed, list) else ():
            if not isinstance(entry, Mapping):
                raise ConfigurationError(f"{file}: a rule is a group of fields")
            yield file, entry


def _rule(file: str, entry: Mapping[str, object]) -> Rule:
    identifier, check = word(entry, "id"), word(entry, "check")
    wrong = _wrong(entry)
    if wrong:
        raise ConfigurationError(f"{file}, {identifier or 'a rule'}: {wrong}")
    return Rule(
        id=identifier,
        message=word(entry, "message"),
        severity=Severity(word(entry, "severity")),
        holds=frozenset(words(entry, "holds")),
        source=word(entry, "source"),
        check=check,
        settings=named(entry, "with"),
        on=word(entry, "on").lower() not in OFF,
        mend=word(entry, "mend"),
    )


def _wrong(entry: Mapping[str, object]) -> str:
    """What is wrong with a rule; empty when nothing is."""
    check, severity = word(entry, "check"), word(entry, "severity")
    both, settings = named(entry, "examples"), named(entry, "with")
    softer = word(settings, "softer") or severity
    looking = check == "look" or "in" in settings
    unknown = unknown_paths(settings) if looking else ()
    problems = {
        "it has no id": not word(entry, "id"),
        "it has no message": not word(entry, "message"),
        f'its severity "{severity}" is not one': not {severity, softer} <= {*Severity},
        f'there is no check "{check}"': not _is_check(check, word(entry, "id")),
        f"there is no field {', '.join(unknown)}": bool(unknown),
        "it needs two examples, kept and broken": bool(check)
        and not (named(both, "kept") and named(both, "broken")),
    }
    return next((problem for problem, there in problems.items() if there), "")


def _is_check(check: str, identifier: str) -> bool:
    if not check:
        return identifier in BY_READING
    return check in CHECKS or check in TENDER_CHECKS
