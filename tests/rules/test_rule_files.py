"""Rules are read from the workspace; one that is wrong is named, with its file."""

from pathlib import Path

import pytest

from workflow.adapters.rule_files import load_rules
from workflow.domain.errors import ConfigurationError
from workflow.domain.findings import Severity

RULE = """rules:
  - id: OWN-01
    message: 'Say it.'
    severity: prompt
    check: look
    with: {in: plan, any_empty: [contingency]}
    examples: {kept: {plan: {contingency: x}}, broken: {plan: {version: 1}}}
"""


def write(workspace: Path, text: str) -> None:
    (workspace / "config/rules/own.yaml").write_text(text, encoding="utf-8")


def test_a_provider_can_add_a_rule_of_their_own(workspace: Path) -> None:
    write(workspace, RULE)
    assert load_rules(workspace)["OWN-01"].severity is Severity.PROMPT


def test_a_rule_can_be_switched_off(workspace: Path) -> None:
    write(workspace, RULE + "    used: false\n")
    assert not load_rules(workspace)["OWN-01"].on


def test_families_that_are_not_there_come_from_the_starter(workspace: Path) -> None:
    (workspace / "config/rules/voice.yaml").unlink()
    assert "VOI-01" in load_rules(workspace)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("severity: prompt", "severity: grave"),
        ("check: look", "check: guess"),
        ("broken: {plan: {version: 1}}", "broken: {}"),
        ("any_empty: [contingency]", "any_empty: [contingancy]"),
        ("message: 'Say it.'", "message:"),
    ],
)
def test_a_rule_that_is_wrong_is_named_with_its_file(
    workspace: Path, old: str, new: str
) -> None:
    write(workspace, RULE.replace(old, new))
    with pytest.raises(ConfigurationError, match=r"own\.yaml, OWN-01, line \d"):
        load_rules(workspace)


def test_a_rule_cannot_stand_twice(workspace: Path) -> None:
    write(workspace, RULE.replace("OWN-01", "VOI-01"))
    with pytest.raises(ConfigurationError, match="VOI-01"):
        load_rules(workspace)
