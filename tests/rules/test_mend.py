"""Whatever must be put right says what would put it right."""

from pathlib import Path

import pytest

from tests.make import a_folder
from tests.rules.spoken import ROOT, RULES, of_folder
from workflow.adapters.rule_files import Example, load_examples, load_rules
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.errors import ConfigurationError
from workflow.domain.findings import Severity

WRITTEN = sorted((ROOT / "config/rules").glob("*.yaml"))

FAMILIES = ("COM", "CAP", "ADV", "INF", "REC", "DOM", "PRT", "REV")
OURS = [e for e in load_examples(ROOT) if e.rule.partition("-")[0] in FAMILIES]
LONGEST = 110  # characters: one short sentence
GAP = "…"


def ids(path: Path) -> list[str]:
    root = read_tree(path.read_bytes(), path.name).root
    assert root is not None
    found = plain(root)
    listed = found.get("rules") if isinstance(found, dict) else None
    return [rule["id"] for rule in listed or []]


@pytest.mark.parametrize("family", WRITTEN, ids=lambda path: path.stem)
def test_every_error_and_warning_says_what_would_mend_it(family: Path) -> None:
    asks = (Severity.ERROR, Severity.WARNING)
    silent = [i for i in ids(family) if RULES[i].severity in asks and not RULES[i].mend]
    assert silent == []


@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_would_mend_a_rule_is_one_short_sentence(rule: str) -> None:
    assert len(RULES[rule].mend.split()) <= 30
    assert not RULES[rule].mend or RULES[rule].mend.endswith(".")


def test_a_rule_that_asks_and_does_not_say_how_stops_the_build(workspace: Path) -> None:
    path = workspace / "config/rules/our-closing.yaml"
    (workspace / "config/rules/closing.yaml").rename(path)
    text = path.read_text(encoding="utf-8")
    start = text.index("    mend:")
    cut = text[:start] + text[text.index("\n", start) + 1 :]
    path.write_text(cut, encoding="utf-8")
    with pytest.raises(
        ConfigurationError, match=r"CLO-01, line \d+: it does not say what would"
    ):
        load_rules(workspace)


def test_every_rule_of_the_families_is_there() -> None:
    numbers = {"REC": 14, "DOM": 9, "PRT": 10, "REV": 14}
    numbers |= {"COM": 7, "CAP": 10, "ADV": 7, "INF": 18}
    wanted = {f"{f}-{n + 1:02}" for f, most in numbers.items() for n in range(most)}
    assert wanted == {example.rule for example in OURS}
    assert wanted <= set(RULES)


@pytest.mark.parametrize("example", OURS, ids=lambda example: example.rule)
def test_what_would_clear_it_is_one_short_sentence_without_a_gap(
    example: Example,
) -> None:
    found = of_folder(example.rule, a_folder(**example.broken))
    assert found
    for finding in found:
        assert finding.mend.endswith(".")
        assert len(finding.mend) <= LONGEST
        assert GAP not in finding.message + finding.mend
