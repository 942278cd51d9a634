"""What a rule says of a case made up for a test, on any day."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from tests.make import a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.domain.findings import Finding, Noticed, Place
from workflow.domain.rules import check_case
from workflow.domain.rules.rule import Situation
from workflow.domain.vocabulary import Nation

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
ORGANISATION, _ = load_organisation(ROOT)
TODAY = date(2026, 11, 23)


def spoken(
    rule: str, today: date = TODAY, misread: Iterable[str] = (), **parts: object
) -> list[Finding]:
    """The findings of one rule; `misread` are fields as `consent.yaml review_on`."""
    folder = a_folder(**parts)
    situation = Situation(folder, ORGANISATION, calendar_for(Nation.ENGLAND), today)
    places = (Place(file, 1, path) for file, path in (m.split() for m in misread))
    facts = {"value": "?", "label": "?", "kind": "?"}
    noticed = tuple(Noticed("FIL-10", place, facts) for place in places)
    return [f for f in check_case(situation, RULES, noticed) if f.rule == rule]


def fields(rule: str, today: date = TODAY, **parts: Any) -> list[str]:  # noqa: ANN401
    """The fields that one rule points to."""
    return [finding.place.field for finding in spoken(rule, today, **parts)]
