"""The worked cases give the findings listed for them, for the rules there are."""

from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.domain.case_folder import CaseRef
from workflow.domain.findings import Finding
from workflow.services.checking import Practice, check_loaded

EXPECTED = {
    "SG-2026-014": {("REC-10", "warning"), ("REC-11", "prompt")},
    "SG-2026-019": {("PRT-09", "warning"), ("REC-11", "prompt")},
    "SG-2026-021": {("INF-13", "error")},
}


def findings(root: Path, ref: str, today: date) -> tuple[Finding, ...]:
    organisation, noticed = load_organisation(root)
    practice = Practice(organisation, load_rules(root), calendar_for, noticed)
    return check_loaded(CaseFolders(root).load(CaseRef(ref)), practice, today)


@pytest.mark.parametrize("ref", EXPECTED)
def test_a_worked_case_gives_its_listed_findings(
    starter: Path, today: date, ref: str
) -> None:
    found = findings(starter, ref, today)
    assert {(f.rule, f.severity.value) for f in found} == EXPECTED[ref]
    assert len(found) == len(EXPECTED[ref])


def test_the_contact_with_the_daughter_is_named_with_its_line(
    starter: Path, today: date
) -> None:
    (finding,) = findings(starter, "SG-2026-021", today)
    assert finding.place.file == "records/2026-10-29-external_contact-01.yaml"
    assert finding.place.line
    assert finding.message.startswith("Win asked us not to tell")


def test_the_shared_files_are_in_order(starter: Path) -> None:
    assert load_organisation(starter)[1] == ()
