"""Practice rules as data: `config/rules/<family>.yaml`, each rule with two examples."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from workflow.adapters.config_files import configuration, starter_folder
from workflow.domain.errors import ConfigurationError
from workflow.domain.findings import Severity
from workflow.domain.rules import CHECKS
from workflow.domain.rules.rule import Rule

EXAMPLES = frozenset({"kept", "broken"})


def load_rules(root: Path) -> Mapping[str, Rule]:
    """Every rule by id: the starter's, changed by the workspace's own files.

    Raises `ConfigurationError` naming the file and the rule.
    """
    rules: dict[str, Rule] = {}
    for file in _files(starter_folder()) | _files(root):
        for said in _said(root, file):
            rule = _rule(file, said)
            rules[rule.id] = rule
    return dict(sorted(rules.items()))


def load_examples(root: Path) -> Mapping[str, Mapping[str, object]]:
    """The examples of every rule that has a check, by rule id."""
    return {
        str(said["id"]): examples
        for file in _files(root)
        for said in _said(root, file)
        if isinstance(examples := said.get("examples"), dict)
    }


def _files(root: Path) -> set[str]:
    return {
        f"config/rules/{path.name}" for path in (root / "config/rules").glob("*.yaml")
    }


def _said(root: Path, file: str) -> Iterator[Mapping[str, object]]:
    rules = configuration(root, file).get("rules")
    for said in rules if isinstance(rules, list) else ():
        if not isinstance(said, dict) or "id" not in said:
            raise ConfigurationError(f"{file}: a rule has no id")
        yield said


def _rule(file: str, said: Mapping[str, object]) -> Rule:
    name, check, settings = (
        str(said["id"]),
        str(said.get("check", "")),
        said.get("with"),
    )
    examples, holds = said.get("examples"), said.get("holds")
    if check and check not in CHECKS:
        raise ConfigurationError(f"{file}, {name}: there is no check called {check}")
    if check and not (isinstance(examples, dict) and set(examples) >= EXAMPLES):
        raise ConfigurationError(
            f"{file}, {name}: a kept and a broken example are needed"
        )
    if said.get("severity") not in set(Severity) or not said.get("message"):
        raise ConfigurationError(f"{file}, {name}: severity or message is missing")
    return Rule(
        id=name,
        message=str(said["message"]),
        severity=Severity(str(said["severity"])),
        holds=frozenset(str(h) for h in holds)
        if isinstance(holds, list)
        else frozenset(),
        source=str(said.get("source", "")),
        check=check,
        settings=settings if isinstance(settings, dict) else {},
        on=said.get("on", "true") != "false",
    )
