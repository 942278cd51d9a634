"""Every rule of these families says in a few words what would clear it."""

import pytest

from tests.make import a_folder
from tests.rules.spoken import ROOT, RULES, of_folder
from workflow.adapters.rule_files import Example, load_examples

FAMILIES = ("REC", "DOM", "PRT", "REV")
OURS = [e for e in load_examples(ROOT) if e.rule.partition("-")[0] in FAMILIES]
LONGEST = 110  # characters: one short sentence
GAP = "…"


def test_every_rule_of_the_families_is_there() -> None:
    numbers = {"REC": 14, "DOM": 9, "PRT": 10, "REV": 14}
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
