"""The rules say what the brief says, word for word, and weigh what it says."""

import csv
from pathlib import Path

import pytest

from workflow.adapters.rule_files import load_rules

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
# A value of the wrong kind; a note that cannot put something aside; a copy of our
# rules from an earlier version: ours alone.
OURS = {"FIL-10", "FIL-11", "FIL-12"}
with (Path(__file__).parent / "rule_table.csv").open(encoding="utf-8") as table:
    BRIEF = {row["rule"]: row for row in csv.DictReader(table)}


def weight(severity: str) -> str:
    return severity.partition(":")[0].partition(";")[0].partition(",")[0].split()[0]


@pytest.mark.parametrize("rule", sorted({*RULES} - OURS))
def test_a_rule_says_what_the_brief_says(rule: str) -> None:
    assert RULES[rule].message == BRIEF[rule]["message"]
    assert RULES[rule].source == BRIEF[rule]["source"]


@pytest.mark.parametrize("rule", sorted({*RULES} - OURS))
def test_a_rule_weighs_what_the_brief_says(rule: str) -> None:
    assert RULES[rule].severity == weight(BRIEF[rule]["severity"])
