"""Whatever must be put right says what would put it right."""

from pathlib import Path

import pytest

from workflow.adapters.rule_files import MEND_WAITS, load_rules
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.errors import ConfigurationError
from workflow.domain.findings import Severity

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
FAMILIES = sorted((ROOT / "config/rules").glob("*.yaml"))


def ids(path: Path) -> list[str]:
    root = read_tree(path.read_bytes(), path.name).root
    assert root is not None
    found = plain(root)
    listed = found.get("rules") if isinstance(found, dict) else None
    return [rule["id"] for rule in listed or []]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda path: path.stem)
def test_every_error_and_warning_says_what_would_mend_it(family: Path) -> None:
    if family.name in MEND_WAITS:
        pytest.skip("its mends are being written")
    asks = (Severity.ERROR, Severity.WARNING)
    silent = [i for i in ids(family) if RULES[i].severity in asks and not RULES[i].mend]
    assert silent == []


@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_would_mend_a_rule_is_one_short_sentence(rule: str) -> None:
    assert len(RULES[rule].mend.split()) <= 30
    assert not RULES[rule].mend or RULES[rule].mend.endswith(".")


def test_a_rule_that_asks_and_does_not_say_how_stops_the_build(workspace: Path) -> None:
    path = workspace / "config/rules/closing.yaml"
    text = path.read_text(encoding="utf-8")
    start = text.index("    mend:")
    cut = text[:start] + text[text.index("\n", start) + 1 :]
    path.write_text(cut, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="CLO-01: it does not say what would"):
        load_rules(workspace)
