"""A person puts a finding aside with a note; it holds until the words change."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from tests.make import OF_THE_WORKSPACE, a_folder, a_workspace
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_examples, load_rules
from workflow.domain.case_folder import CaseRef
from workflow.domain.findings import Finding, Severity
from workflow.domain.rules import check_case, check_workspace
from workflow.domain.rules.rule import Situation
from workflow.domain.rules.surroundings import Surroundings
from workflow.domain.vocabulary import Nation

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
ORGANISATION, _ = load_organisation(ROOT)
TODAY = date(2026, 11, 23)
NOTE = {"note": "The council has our reasons.", "by": "st-01", "date": "2026-11-20"}
LATE = {
    "threshold": {
        "decision": "report",
        "decided_on": "2026-11-05",
        "reported_on": "2026-11-09",
    }
}
ABOUT = {"rule": "GOV-06", "file": "case.yaml", "field": "threshold.reported_on"}


def every(entry: object = None, **parts: object) -> tuple[Finding, ...]:
    dismissals = {"dismissed": [entry] if entry else []}
    folder = a_folder(dismissals=dismissals, **parts)
    situation = Situation(folder, ORGANISATION, calendar_for(Nation.ENGLAND), TODAY)
    return check_case(situation, RULES, ())


def said(entry: object = None, **parts: object) -> dict[str, Finding]:
    return {finding.rule: finding for finding in every(entry, **parts)}


def key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.place.file, finding.place.field


def test_what_is_past_stays_until_a_person_says_why() -> None:
    assert "GOV-06" in said(case=LATE)
    entry = {**ABOUT, "wording": "2026-11-09", **NOTE}
    assert "GOV-06" not in said(entry, case=LATE)


@pytest.mark.parametrize("lacking", ["note", "by", "date"])
def test_a_note_counts_only_with_who_when_and_why(lacking: str) -> None:
    entry = {**ABOUT, "wording": "2026-11-09", **NOTE, lacking: ""}
    assert "GOV-06" in said(entry, case=LATE)


def test_what_has_changed_since_is_asked_again() -> None:
    entry = {**ABOUT, "wording": "", **NOTE}
    assert "GOV-06" in said(entry, case=LATE)


@pytest.mark.parametrize(
    ("key", "other"),
    [("rule", "GOV-03"), ("file", "plan.yaml"), ("field", "threshold.decided_on")],
)
def test_a_note_is_about_one_thing_only(key: str, other: str) -> None:
    entry = {**ABOUT, "wording": "2026-11-09", **NOTE, key: other}
    if key == "field":
        entry["wording"] = "2026-11-05"
    assert "GOV-06" in said(entry, case=LATE)


def test_a_question_is_put_aside_with_a_note() -> None:
    incident = {"kind": "abuse_or_neglect", "harm": "severe"}
    record = {"type": "incident", "incident": incident}
    entry = {
        "rule": "GOV-10",
        "file": "records/0.yaml",
        "field": "incident.harm",
        "wording": "severe",
        **NOTE,
    }
    assert "GOV-10" in said(records=[record])
    assert "GOV-10" not in said(entry, records=[record])


def test_words_keep_their_note_when_something_is_put_in_before_them() -> None:
    plan = {"enabling_tools": [{"id": "ET1", "what": "He must show it"}]}
    entry = {
        "rule": "RES-06",
        "file": "plan.yaml",
        "field": "enabling_tools[7].what",
        "wording": "He must  show it",
        **NOTE,
    }
    assert "RES-06" in said(plan=plan)
    assert "RES-06" not in said(entry, plan=plan)


def test_nobody_puts_an_error_aside() -> None:
    closure = {"closed_on": "2026-11-20", "reason": "outcomes_met"}
    entry = {
        "rule": "CLO-02",
        "file": "closure.yaml",
        "field": "risk_outcome",
        "wording": "",
        **NOTE,
    }
    found = said(entry, closure=closure)
    assert "CLO-02" in found
    assert found["FIL-11"].message == "CLO-02 cannot be put aside with a note."
    assert found["FIL-11"].place.field == "dismissed[0].rule"


@pytest.mark.parametrize("rule", ["GOV-03", "VOI-99"])
def test_nor_another_warning_nor_a_rule_that_is_not_there(rule: str) -> None:
    assert "FIL-11" in said({**ABOUT, "rule": rule, **NOTE})


def test_a_sentence_of_a_bid_is_put_aside_until_it_is_rewritten() -> None:
    claim = "Our robust approach is liked by all."
    entry = {
        "rule": "TEN-06",
        "file": "tenders/T-2026-01/answers/Q1.md",
        "wording": claim,
        **NOTE,
    }

    def prompts(text: str) -> list[str]:
        bid = {"tender": {"tender_ref": "T-2026-01"}, "answers": {"Q1": text}}
        shared = a_workspace(bids=[bid], put_aside={"dismissed": [entry]})
        around = Surroundings(shared, ORGANISATION, (), TODAY)
        return [f.detail for f in check_workspace(around, RULES) if f.rule == "TEN-06"]

    assert prompts(claim) == []
    assert prompts(f"# Heading\n\n{claim}") == []
    assert len(prompts("Our robust approach is liked by everybody.")) == 1


def test_the_file_belongs_to_the_case_and_is_read_like_any_other(
    workspace: Path,
) -> None:
    case = workspace / "cases/SG-2026-014"
    record = "records/2026-09-18-keywork-01.yaml"
    (case / "dismissals.yaml").write_text(
        "schema_version: 1\ncase_ref: SG-2026-014\ndismissed:\n"
        f"  - {{rule: REC-11, file: {record}, field: date, wording: 2026-09-18,\n"
        "     note: We talk about rights on Thursday, by: st-99, date: 2026-11-20}\n",
        encoding="utf-8",
    )
    loaded = CaseFolders(workspace).load(CaseRef("SG-2026-014"))
    organisation, _ = load_organisation(workspace)
    calendar = calendar_for(Nation.ENGLAND)
    situation = Situation(loaded.folder, organisation, calendar, TODAY)
    found = [f.rule for f in check_case(situation, RULES, loaded.noticed)]
    assert found == ["FIL-05", "REC-10"]


PARTS = [(e.rule, e.broken) for e in load_examples(ROOT)]
OF_A_CASE = [(r, p) for r, p in PARTS if not set(p) & set(OF_THE_WORKSPACE)]


@pytest.mark.parametrize(("rule", "parts"), OF_A_CASE, ids=[r for r, _ in OF_A_CASE])
def test_a_finding_says_all_that_its_note_needs(
    rule: str, parts: Mapping[str, object]
) -> None:
    """A note made from what a finding says puts aside that finding and no other."""
    found = every(**parts)
    for finding in found:
        place, wording = finding.place, finding.wording
        entry = {"rule": finding.rule, "file": place.file, "field": place.field}
        left = every({**entry, "wording": wording, **NOTE}, **parts)
        gone = {key(one) for one in found} - {key(one) for one in left}
        past = finding.rule in ("INF-07", "GOV-06", "VOI-13", "REC-04")
        weight = finding.severity
        if weight is Severity.PROMPT or (past and weight is Severity.WARNING):
            assert key(finding) in gone
            assert {rule for rule, _, _ in gone} == {finding.rule}
        else:
            assert gone == set()
    assert rule in {finding.rule for finding in found}
