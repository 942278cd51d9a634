"""Every rule is silent about its kept example and speaks of its broken one."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.make import OF_THE_WORKSPACE, a_folder, a_workspace
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import Example, load_examples, load_rules
from workflow.domain.rules import check_case, check_workspace
from workflow.domain.rules.rule import Situation
from workflow.domain.rules.surroundings import Surroundings, glimpse
from workflow.domain.vocabulary import Nation

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
ORGANISATION, _ = load_organisation(ROOT)
TODAY = date(2026, 11, 23)
EXAMPLES = load_examples(ROOT)
OWN = ("person", "case", "consent", "reviews")


def said(example: Mapping[str, object]) -> set[str]:
    if any(part in example for part in OF_THE_WORKSPACE):
        return {f.rule for f in check_workspace(surroundings(example), RULES)}
    calendar = calendar_for(Nation.ENGLAND)
    situation = Situation(a_folder(**example), ORGANISATION, calendar, TODAY)
    return {finding.rule for finding in check_case(situation, RULES, ())}


def surroundings(example: Mapping[str, object]) -> Surroundings:
    """The shared files, and the one case `case` and `consent` tell of."""
    own = {key: example[key] for key in OWN if key in example}
    case = glimpse(a_folder(**own), ORGANISATION, naming=True)
    shared = {key: example[key] for key in example.keys() - own.keys()}
    return Surroundings(a_workspace(**shared), ORGANISATION, (case,), TODAY)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
def test_a_rule_is_silent_about_what_keeps_it(example: Example) -> None:
    assert example.rule not in said(example.kept)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
def test_a_rule_speaks_of_what_breaks_it(example: Example) -> None:
    assert example.rule in said(example.broken)


def test_every_rule_with_a_check_has_examples() -> None:
    checked = {rule.id for rule in RULES.values() if rule.check}
    assert checked == {example.rule for example in EXAMPLES}
