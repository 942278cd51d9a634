"""The rules about files: references, dates, belonging, finished records, copies."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import configuration, load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.domain.case_folder import CaseRef
from workflow.domain.fields import members
from workflow.domain.findings import Noticed, Place, Severity
from workflow.domain.records.plan import Restriction
from workflow.domain.rules import check_case
from workflow.domain.rules.files import CHECKS, left_to_others
from workflow.domain.rules.rule import Rule, Situation
from workflow.domain.vocabulary import Nation

REF = CaseRef("SG-2026-019")
RECORD = "records/2026-11-12-journey-01.yaml"


def rules(root: Path) -> Mapping[str, Rule]:
    listed = configuration(root, "config/rules/files.yaml")["rules"]
    assert isinstance(listed, list)
    return {
        said["id"]: Rule(
            said["id"],
            said["message"],
            Severity(said["severity"]),
            check=said.get("check", ""),
            settings=said.get("with", {}),
        )
        for said in listed
    }


def found(root: Path, rule: str, today: date, ref: CaseRef = REF) -> list[Noticed]:
    folder = CaseFolders(root).load(ref).folder
    organisation, _ = load_organisation(root)
    situation = Situation(folder, organisation, calendar_for(Nation.ENGLAND), today)
    chosen = rules(root)[rule]
    return list(CHECKS[chosen.check](situation, chosen))


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / "cases" / REF / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_worked_cases_keep_every_rule_about_files(
    starter: Path, today: date
) -> None:
    for ref in CaseFolders(starter).refs():
        for rule in ("FIL-05", "FIL-06", "FIL-07", "FIL-08", "FIL-09"):
            assert found(starter, rule, today, ref) == []


def test_a_reference_to_nothing_is_named(workspace: Path, today: date) -> None:
    change(workspace, RECORD, "route: RT2", "route: RT9")
    (noticed,) = found(workspace, "FIL-05", today)
    assert noticed.facts["id"] == "RT9"
    assert noticed.place.line


def test_a_route_of_its_own_kind_is_no_broken_reference(
    workspace: Path, today: date
) -> None:
    change(workspace, RECORD, "route: RT2", "route: other")
    assert found(workspace, "FIL-05", today) == []


def test_nothing_is_said_of_references_into_an_unreadable_file(
    workspace: Path, today: date
) -> None:
    (workspace / "cases" / REF / "plan.yaml").write_bytes(b"a: [")
    assert found(workspace, "FIL-05", today) == []


def test_dates_the_wrong_way_round_are_both_named(workspace: Path, today: date) -> None:
    consent = workspace / "cases" / REF / "plan.yaml"
    consent.write_text(
        "schema_version: 1\nrestrictions: [{id: X1, started_on: 2026-11-03,"
        " ended_on: 2026-11-02}]\n"
    )
    (noticed,) = found(workspace, "FIL-06", today)
    labels = members(Restriction)
    assert noticed.facts["a"] == labels["ended_on"].about.label
    assert noticed.facts["b"] == labels["started_on"].about.label
    assert noticed.place == Place("plan.yaml", 2, "restrictions[0].ended_on")


def test_only_planned_things_lie_in_the_future(workspace: Path, today: date) -> None:
    change(workspace, RECORD, "date: 2026-11-12", "date: 2026-12-12")
    (noticed,) = found(workspace, "FIL-06", today)
    assert noticed.facts["a"] == "today"
    review = "reviews/2026-11-02-scheduled-01.yaml"
    change(workspace, review, "due_on: 2026-11-02", "due_on: 2027-11-02")
    assert len(found(workspace, "FIL-06", today)) == 1


def test_a_file_of_another_case_is_noticed(workspace: Path, today: date) -> None:
    change(workspace, RECORD, "case_ref: SG-2026-019", "case_ref: SG-2026-014")
    (noticed,) = found(workspace, "FIL-07", today)
    assert noticed.place.file == RECORD


def test_a_file_whose_id_is_not_its_name_is_noticed(
    workspace: Path, today: date
) -> None:
    path = workspace / "cases" / REF / RECORD
    path.rename(path.with_name("2026-11-13-journey-01.yaml"))
    (noticed,) = found(workspace, "FIL-07", today)
    assert noticed.place.field == "record_id"


def remembered(root: Path) -> None:
    folders = CaseFolders(root)
    folders.remember(folders.load(REF))


def test_a_finished_record_changed_without_a_word_is_noticed(
    workspace: Path, today: date
) -> None:
    remembered(workspace)
    change(workspace, RECORD, "First bus ride", "Second bus ride")
    remembered(workspace)
    (noticed,) = found(workspace, "FIL-08", today)
    assert noticed.place.field == "what_happened"


def test_a_change_that_says_what_and_why_is_fine(workspace: Path, today: date) -> None:
    remembered(workspace)
    amendment = "amendments: [{date: 2026-11-14, by: st-09, field: what_happened}]"
    change(workspace, RECORD, "what_happened: First", f"{amendment}\nwhat_happened: A")
    assert found(workspace, "FIL-08", today) == []


def test_a_record_may_still_be_changed_on_the_day_after(workspace: Path) -> None:
    remembered(workspace)
    change(workspace, RECORD, "First bus ride", "Second bus ride")
    assert found(workspace, "FIL-08", date(2026, 11, 13)) == []
    assert found(workspace, "FIL-08", date(2026, 11, 14)) != []


def test_a_copy_that_a_shared_drive_left_is_noticed(
    workspace: Path, today: date
) -> None:
    folder = workspace / "cases" / REF
    for name in ("person (1).yaml", "plan-PC2.yaml"):
        (folder / name).write_text("schema_version: 1\n")
    files = [noticed.place.file for noticed in found(workspace, "FIL-09", today)]
    assert files == ["person (1).yaml", "plan-PC2.yaml"]


def test_the_general_rule_leaves_some_fields_to_a_particular_one(
    starter: Path,
) -> None:
    rule = rules(starter)["FIL-03"]
    asked = Noticed("FIL-03", Place("person.yaml", 1, "communication.formats"))
    other = Noticed("FIL-03", Place("person.yaml", 1, "full_name"))
    assert left_to_others(asked, rule)
    assert not left_to_others(other, rule)


def test_a_person_not_asked_about_their_story_is_no_gap(
    workspace: Path, today: date
) -> None:
    consent = workspace / "cases/SG-2026-014/consent.yaml"
    text = consent.read_text(encoding="utf-8")
    assert "use_of_story:" in text
    kept = re.sub(r"(?ms)^use_of_story:.*?(?=^\w|\Z)", "", text)
    consent.write_text(kept, encoding="utf-8")
    loaded = CaseFolders(workspace).load(CaseRef("SG-2026-014"))
    organisation, _ = load_organisation(workspace)
    calendar = calendar_for(Nation.ENGLAND)
    situation = Situation(loaded.folder, organisation, calendar, today)
    said = check_case(situation, load_rules(workspace), loaded.noticed)
    assert [f.rule for f in said] == ["REC-10", "REC-11"]
