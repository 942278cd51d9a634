"""A provider sets rules differently without code; what is wrong is told at once."""

import re
from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder, a_workspace
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.domain.case_folder import CaseFolder
from workflow.domain.errors import ConfigurationError
from workflow.domain.findings import Finding, Severity
from workflow.domain.rules import check_case, check_workspace
from workflow.domain.rules.rule import Situation
from workflow.domain.rules.surroundings import Surroundings
from workflow.domain.vocabulary import Nation

TODAY = date(2026, 11, 23)
CLOSED = {"closed_on": "2026-10-05", "reason": "outcomes_met"}


def change(workspace: Path, *entries: str) -> None:
    text = "changes:\n" + "".join(f"  - {entry}\n" for entry in entries)
    (workspace / "config/rules/changes.yaml").write_text(text, encoding="utf-8")


def found(workspace: Path, folder: CaseFolder) -> dict[str, Finding]:
    organisation, _ = load_organisation(workspace)
    calendar = calendar_for(Nation.ENGLAND)
    situation = Situation(folder, organisation, calendar, TODAY)
    said = check_case(situation, load_rules(workspace), ())
    return {finding.rule: finding for finding in said}


def closed(service: str = "sv-quillmere") -> CaseFolder:
    return a_folder(case={"service_id": service}, closure=CLOSED)


def test_a_number_can_be_changed_for_all_cases(workspace: Path) -> None:
    assert "CLO-04" not in found(workspace, closed())
    change(workspace, "{rule: CLO-04, numbers: {weeks: 6}}")
    assert found(workspace, closed())["CLO-04"].severity is Severity.PROMPT


def test_severity_and_words_can_be_changed(workspace: Path) -> None:
    words = "message: 'How was it, {name}?', mend: Ask.,"
    change(
        workspace,
        f"{{rule: CLO-04, severity: warning, {words} numbers: {{weeks: 6}}}}",
    )
    finding = found(workspace, closed())["CLO-04"]
    assert finding.severity is Severity.WARNING
    assert finding.message == "How was it, Ines?"
    assert finding.mend == "Ask."


def test_a_rule_can_be_switched_off_for_one_service_only(workspace: Path) -> None:
    change(workspace, "{rule: CLO-02, used: false, for: {service: sv-home}}")
    assert "CLO-02" in found(workspace, closed())
    assert "CLO-02" not in found(workspace, closed("sv-home"))


@pytest.mark.parametrize(
    ("scope", "there", "elsewhere"),
    [
        ("nation: scotland", "sv-fernhaugh", "sv-home"),
        ("local_authority: Aldermouth Council", "sv-home", "sv-fernhaugh"),
        ("service: sv-home", "sv-home", "sv-quillmere"),
    ],
)
def test_a_change_holds_where_it_is_meant_to(
    workspace: Path, scope: str, there: str, elsewhere: str
) -> None:
    change(workspace, f"{{rule: CLO-04, numbers: {{weeks: 6}}, for: {{{scope}}}}}")
    assert "CLO-04" in found(workspace, closed(there))
    assert "CLO-04" not in found(workspace, closed(elsewhere))


def test_the_narrowest_change_wins_whatever_the_order(workspace: Path) -> None:
    change(
        workspace,
        "{rule: CLO-04, numbers: {weeks: 52}, for: {service: sv-home}}",
        "{rule: CLO-04, numbers: {weeks: 6}, for: {nation: england}}",
        "{rule: CLO-04, numbers: {weeks: 30}}",
    )
    assert "CLO-04" in found(workspace, closed())
    assert "CLO-04" not in found(workspace, closed("sv-home"))
    assert "CLO-04" not in found(workspace, closed("sv-fernhaugh"))


def test_a_change_for_some_cases_does_not_touch_the_workspace(workspace: Path) -> None:
    change(workspace, "{rule: TEN-07, used: false, for: {nation: england}, " + REASON)
    bid = {"tender": {"approver": "st-06", "prepared_by": "st-06"}}
    organisation, _ = load_organisation(workspace)
    around = Surroundings(a_workspace(bids=[bid]), organisation, (), TODAY)
    said = check_workspace(around, load_rules(workspace))
    assert "TEN-07" in {finding.rule for finding in said}


REASON = "why: The council asks for it, by: st-06, decided_on: 2026-11-02}"


@pytest.mark.parametrize(
    "weaker", ["severity: warning", "used: false", "severity: prompt"]
)
def test_a_rule_that_guards_the_person_is_weakened_only_with_a_reason(
    workspace: Path, weaker: str
) -> None:
    change(workspace, f"{{rule: INF-13, {weaker}}}")
    with pytest.raises(ConfigurationError, match="why and by and decided_on"):
        load_rules(workspace)
    change(workspace, f"{{rule: INF-13, {weaker}, {REASON}")
    assert load_rules(workspace)["INF-13"].changes


def test_its_words_may_be_changed_freely(workspace: Path) -> None:
    change(workspace, "{rule: INF-13, message: 'Never tell {contact}.'}")
    assert load_rules(workspace)["INF-13"].changes


def test_nobody_weakens_such_a_rule_in_a_file_of_their_own(workspace: Path) -> None:
    ours = workspace / "config/rules/information.yaml"
    path = workspace / "config/rules/our-information.yaml"
    ours.rename(path)
    text = path.read_text(encoding="utf-8")
    start = text.index("severity: error", text.index("id: INF-13"))
    softer = text[:start] + "severity: prompt" + text[start + len("severity: error") :]
    path.write_text(softer, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"INF-13, line \d+: it guards"):
        load_rules(workspace)


def test_the_list_of_such_rules_cannot_be_edited_away(workspace: Path) -> None:
    (workspace / "config/rules/safety.yaml").write_text("safety: []\n")
    assert load_rules(workspace)["INF-13"].safety


def test_a_rule_left_out_of_a_family_file_is_still_there(workspace: Path) -> None:
    path = workspace / "config/rules/closing.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - id: CLO-03")], encoding="utf-8")
    assert "CLO-05" in load_rules(workspace)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{rule: CLO-99, used: false}", "there is no such rule"),
        ("{rule: CLO-04}", "say what is different"),
        ("{rule: CLO-04, severty: error}", 'Did you mean "severity"'),
        ("{rule: CLO-04, severity: grave}", '"grave" is not one of'),
        ("{rule: CLO-04, used: perhaps}", "write true or false"),
        ("{rule: CLO-04, numbers: {weeks: soon}}", '"weeks" must look like 8'),
        ("{rule: CLO-04, numbers: {days: 8}}", 'no number "days"; it has weeks'),
        ("{rule: CLO-04, message: 'Ask {nobody}.'}", "nobody cannot stand here"),
        ("{rule: CLO-04, message: 'Ask {name.'}", "cannot stand here"),
        ("{rule: CLO-04, used: false, for: {nation: france}}", 'no nation "france"'),
        ("{rule: CLO-04, used: false, for: {service: sv-x}}", 'no service "sv-x"'),
        ("{rule: CLO-04, used: false, for: {town: here}}", '"town" is none of'),
        ("{rule: CLO-04, used: false, by: st-99}", 'nobody "st-99"'),
        ("{rule: CLO-01, numbers: {needs: [plan]}}", 'no number "needs"'),
        ("{rule: REC-10, numbers: {days: 9}}", 'no number "days"'),
        ("{rule: REV-02, numbers: {kinds: [initail]}}", '"kinds" must look like'),
        ("CLO-04", "it is no group of fields"),
    ],
)
def test_a_wrong_setting_is_named_with_file_and_line(
    workspace: Path, entry: str, said: str
) -> None:
    change(workspace, entry)
    with pytest.raises(ConfigurationError) as caught:
        load_rules(workspace)
    assert said in str(caught.value)
    assert re.search(r"config/rules/changes\.yaml, .*, line 2: ", str(caught.value))


def test_a_list_of_words_or_codes_can_be_changed(workspace: Path) -> None:
    change(
        workspace,
        "{rule: TEN-06, numbers: {vague: [world-class]}}",
        "{rule: REV-02, numbers: {kinds: [initial]}}",
    )
    rules = load_rules(workspace)
    changed = rules["TEN-06"].changed(rules["TEN-06"].changes[0])
    assert changed.settings["vague"] == ["world-class"]


def test_everything_that_is_wrong_is_told_at_once(workspace: Path) -> None:
    change(
        workspace,
        "{rule: CLO-04, severity: grave, used: perhaps}",
        "{rule: CLO-99, used: false}",
    )
    with pytest.raises(ConfigurationError) as caught:
        load_rules(workspace)
    assert str(caught.value).count("changes.yaml, CLO-") == 3


def test_one_thing_cannot_be_changed_twice(workspace: Path) -> None:
    change(workspace, *["{rule: CLO-04, numbers: {weeks: 6}}"] * 2)
    with pytest.raises(ConfigurationError, match=r"CLO-04, line 3: .*twice"):
        load_rules(workspace)


def test_every_rule_that_guards_the_person_is_an_error_of_the_brief() -> None:
    for rule in load_rules(Path(__file__).parents[2]).values():
        assert not rule.safety or rule.severity is Severity.ERROR
