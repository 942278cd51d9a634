"""Asks one rule about a case made from plain data, through the whole of a check."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.make import a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.findings import Finding, Noticed, Place
from workflow.domain.organisation import Organisation
from workflow.domain.rules import check_case
from workflow.domain.rules.rule import Situation

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
ORGANISATION, _ = load_organisation(ROOT)
TODAY = date(2026, 11, 23)  # a Monday


def ask(
    rule: str,
    parts: Mapping[str, object],
    today: date = TODAY,
    *,
    misread: tuple[tuple[str, str], ...] = (),
    organisation: Organisation = ORGANISATION,
) -> list[Finding]:
    """What one rule says; `misread` are values that could not be understood."""
    noticed = tuple(Noticed("FIL-10", Place(file, 1, path)) for file, path in misread)
    return ask_of(
        rule,
        a_folder(**parts),
        today,
        noticed,
        organisation=organisation,
    )


def ask_of(
    rule: str,
    folder: CaseFolder,
    today: date = TODAY,
    noticed: tuple[Noticed, ...] = (),
    *,
    organisation: Organisation = ORGANISATION,
) -> list[Finding]:
    """What one rule says of a case folder."""
    nation = organisation.nation(folder.case.record.service_id)
    calendar = calendar_for(nation)
    situation = Situation(folder, organisation, calendar, today)
    found = check_case(situation, RULES, noticed)
    return [finding for finding in found if finding.rule == rule]


def provider_with(**timescales: str) -> Organisation:
    """The starter's provider with other timescales."""
    provider = ORGANISATION.provider
    record = provider.record.model_copy(update={"timescales": timescales})
    return replace(ORGANISATION, provider=Filed(provider.file, record))


def fields(found: list[Finding]) -> list[str]:
    """Where each finding points, in its file."""
    return [finding.place.field for finding in found]
