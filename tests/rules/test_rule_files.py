"""Rules are read from the workspace; one that is wrong is named, with its file."""

from pathlib import Path

import pytest

from workflow.adapters.rule_files import load_rules, read_rules
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


REASON = "    why: Agreed.\n    by: st-06\n    decided_on: 2026-11-02\n"


def older(workspace: Path, family: str, old: str, new: str) -> None:
    """A copy of one of our files as an earlier version had it."""
    path = workspace / f"config/rules/{family}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("family", "old", "new", "rule"),
    [
        # TEN-03 guards the person: its figures, then its check, of long ago.
        ("tender", "TM33c, TM33d]", "TM33c]", "TEN-03"),
        ("tender", "check: figure_too_small", "check: gone_since", "TEN-03"),
        ("closing", "severity: error", "severity: prompt", "CLO-01"),
        ("closing", "    mend:", "    mended:", "CLO-01"),
    ],
)
def test_a_copy_of_a_family_from_an_earlier_version_never_stops_the_program(
    workspace: Path, family: str, old: str, new: str, rule: str
) -> None:
    ours = load_rules(workspace)
    older(workspace, family, old, new)
    rules, noticed = read_rules(workspace)
    assert rules == ours
    (told,) = noticed
    assert (told.rule, told.place.file) == ("FIL-12", f"config/rules/{family}.yaml")
    assert told.detail == f"Not used from this file: {rule}."


def test_a_copy_that_cannot_be_read_is_set_aside_too(workspace: Path) -> None:
    ours = load_rules(workspace)
    (workspace / "config/rules/voice.yaml").write_text("rules: [", encoding="utf-8")
    rules, noticed = read_rules(workspace)
    assert rules == ours
    assert [told.rule for told in noticed] == ["FIL-12"]


def test_a_copy_that_is_as_ours_is_not_told_of(workspace: Path) -> None:
    older(workspace, "voice", "rules:", "# a note\nrules:")
    assert read_rules(workspace)[1] == ()


def test_what_a_provider_added_or_gave_reasons_for_in_a_copy_stays(
    workspace: Path,
) -> None:
    older(workspace, "closing", "severity: error", "severity: prompt")
    older(workspace, "closing", "  - id: CLO-01\n", f"  - id: CLO-01\n{REASON}")
    path = workspace / "config/rules/closing.yaml"
    own = RULE.removeprefix("rules:\n")
    path.write_text(path.read_text(encoding="utf-8") + own, encoding="utf-8")
    rules, noticed = read_rules(workspace)
    assert rules["CLO-01"].severity is Severity.PROMPT
    assert "OWN-01" in rules
    assert noticed == ()
