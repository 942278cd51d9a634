"""The worked cases of brief section 8 on 23 November 2026, and the fragments of 8.5."""

from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.findings import Finding, Noticed, Severity
from workflow.domain.rules import check_case
from workflow.domain.rules.rule import Situation

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
ORGANISATION, _ = load_organisation(ROOT)
TODAY = date(2026, 11, 23)
FRAGMENTS = Path(__file__).parent / "fragments"


def findings(
    folder: CaseFolder, noticed: tuple[Noticed, ...] = ()
) -> tuple[Finding, ...]:
    nation = ORGANISATION.nation(folder.case.record.service_id)
    situation = Situation(folder, ORGANISATION, calendar_for(nation), TODAY)
    return check_case(situation, RULES, noticed)


def worked(ref: str) -> list[tuple[str, Severity, str]]:
    loaded = CaseFolders(ROOT).load(CaseRef(ref))
    found = findings(loaded.folder, loaded.noticed)
    return [(f.rule, f.severity, f.place.file) for f in found]


def fragment(name: str) -> dict[str, object]:
    root = read_tree((FRAGMENTS / name).read_bytes(), name).root
    assert root is not None
    found = plain(root)
    assert isinstance(found, dict)
    return found


def said(folder: CaseFolder) -> dict[str, Severity]:
    return {finding.rule: finding.severity for finding in findings(folder)}


def test_case_a_needs_a_check_in_and_a_talk_about_rights() -> None:
    assert worked("SG-2026-014") == [
        ("REC-10", Severity.WARNING, "records/2026-10-19-check_in-01.yaml"),
        ("REC-11", Severity.PROMPT, "records/2026-09-18-keywork-01.yaml"),
    ]


def test_case_b_shows_the_stopped_journey() -> None:
    assert worked("SG-2026-019") == [
        ("PRT-09", Severity.WARNING, "records/2026-10-22-journey-01.yaml"),
        ("REC-11", Severity.PROMPT, "records/2026-09-07-keywork-01.yaml"),
    ]


def test_case_c_shows_who_should_not_have_been_told() -> None:
    assert worked("SG-2026-021") == [
        ("INF-13", Severity.ERROR, "records/2026-10-29-external_contact-01.yaml"),
    ]


def test_a_complete_limit_is_not_spoken_of() -> None:
    folder = a_folder(plan=fragment("01-complete-restriction.yaml"))
    assert not [rule for rule in said(folder) if rule.startswith("RES")]


def test_a_drifting_limit_and_a_condition_are_errors() -> None:
    rules = said(a_folder(plan=fragment("02-drift.yaml")))
    drift = {rule: rules[rule] for rule in rules if rule.startswith("RES")}
    assert drift == dict.fromkeys(("RES-01", "RES-02", "RES-06"), Severity.ERROR)


def test_an_assessment_that_is_whole_is_not_spoken_of() -> None:
    folder = a_folder(
        case=fragment("03-capacity.yaml"), consent={"capacity_ref": "CD3"}
    )
    assert not [rule for rule in said(folder) if rule.startswith("CAP")]


def test_an_override_answers_inf_03_and_asks_for_a_manager() -> None:
    record = {
        "record_id": "2026-11-18-external_contact-01",
        "type": "external_contact",
        "date": "2026-11-18",
        **fragment("04-override.yaml"),
    }
    found = findings(a_folder(records=[record]))
    assert "INF-03" not in {finding.rule for finding in found}
    message = next(finding.message for finding in found if finding.rule == "INF-06")
    assert message.endswith("Review opened automatically, due 25 November 2026.")


@pytest.mark.parametrize("file", ["plan.yaml", "case.yaml", "consent.yaml"])
def test_a_rule_says_nothing_of_a_file_nobody_can_read(
    workspace: Path, file: str
) -> None:
    (workspace / "cases/SG-2026-014" / file).write_text("a: [", encoding="utf-8")
    loaded = CaseFolders(workspace).load(CaseRef("SG-2026-014"))
    found = findings(loaded.folder, loaded.noticed)
    of_it = [f.rule for f in found if f.place.file == file]
    assert of_it == ["FIL-01"]
    others = {f.rule for f in found if f.rule not in ("FIL-01", "FIL-05")}
    assert others <= {"REC-10", "REC-11"}


def test_the_particular_rule_speaks_and_the_general_one_is_silent() -> None:
    plan = {"status": "agreed", "options": [{"id": "OP1", "what": "Stay"}]}
    found = findings(a_folder(plan=plan))
    spoken = [f.rule for f in found if f.place.field.startswith("options[0].")]
    assert "OPT-02" in spoken
    general = {f.place.field for f in found if f.rule == "PLN-01"}
    covered = {f"options[0].{key}" for key in ("good_points", "person_view")}
    assert "options[0].how_explained" in general
    assert not general & covered


def test_a_wish_for_permission_in_words_only_is_a_question() -> None:
    tool = {"id": "ET1", "what": "He must show the card", "condition": "false"}
    assert said(a_folder(plan={"enabling_tools": [tool]}))["RES-06"] is Severity.PROMPT


def test_a_plan_the_person_does_not_recognise_is_a_warning() -> None:
    plan = {"status": "agreed", "co_production": {"person_recognises_plan": "said_no"}}
    assert said(a_folder(plan=plan))["VOI-08"] is Severity.WARNING
