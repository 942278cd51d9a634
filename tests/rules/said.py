"""What the rules say of a case, or of a workspace, built in a test."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.make import a_folder, a_workspace
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.domain.findings import Finding
from workflow.domain.rules import check_case, check_workspace
from workflow.domain.rules.rule import Situation
from workflow.domain.rules.surroundings import Surroundings, glimpse
from workflow.domain.vocabulary import Nation

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
ORGANISATION, _ = load_organisation(ROOT)
TODAY = date(2026, 11, 23)


def of_case(rule: str, today: date = TODAY, /, **parts: object) -> list[Finding]:
    """The findings of one rule in a case."""
    folder = a_folder(**parts)
    situation = Situation(folder, ORGANISATION, calendar_for(Nation.ENGLAND), today)
    return [f for f in check_case(situation, RULES, ()) if f.rule == rule]


def of_workspace(
    rule: str,
    today: date = TODAY,
    cases: tuple[Mapping[str, object], ...] = ({},),
    **parts: object,
) -> list[Finding]:
    """The findings of one rule in the shared files, beside these cases."""
    folders = (a_folder(**case) for case in cases)
    glimpses = tuple(glimpse(f, ORGANISATION, naming=True) for f in folders)
    around = Surroundings(a_workspace(**parts), ORGANISATION, glimpses, today)
    return [f for f in check_workspace(around, RULES) if f.rule == rule]
