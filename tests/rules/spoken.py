"""What one rule says of a case made from plain data, on a day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.make import a_file, a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.findings import Finding
from workflow.domain.records.plan import Plan
from workflow.domain.rules import check_case
from workflow.domain.rules.rule import Situation

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
ORGANISATION, _ = load_organisation(ROOT)
TODAY = date(2026, 11, 23)
CLOSED: Mapping[str, object] = {"status": "closed"}


def of_folder(rule: str, folder: CaseFolder, today: date = TODAY) -> list[Finding]:
    """What the rule says of a case folder."""
    nation = ORGANISATION.nation(folder.case.record.service_id)
    situation = Situation(folder, ORGANISATION, calendar_for(nation), today)
    return [f for f in check_case(situation, RULES, ()) if f.rule == rule]


def spoken(rule: str, today: date = TODAY, /, **parts: object) -> list[Finding]:
    """What the rule says of the barest case with these parts."""
    return of_folder(rule, a_folder(**parts), today)


def with_old_plan(folder: CaseFolder, plan: object) -> CaseFolder:
    """The folder with an earlier version of its plan."""
    old = a_file(Plan, "plan_history/plan-v1.yaml", plan)
    return replace(folder, old_plans=(old,))


def of_worked(root: Path, ref: str, today: date = TODAY) -> list[Finding]:
    """Everything said of one of the worked cases."""
    loaded = CaseFolders(root).load(CaseRef(ref))
    nation = ORGANISATION.nation(loaded.folder.case.record.service_id)
    situation = Situation(loaded.folder, ORGANISATION, calendar_for(nation), today)
    return list(check_case(situation, RULES, loaded.noticed))


def change(root: Path, file: str, old: str, new: str) -> None:
    """Change one wording in a file of a copied workspace."""
    path = root / "cases" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
