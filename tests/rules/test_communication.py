"""The rules about communication: formats, interpreters, letters, easy read."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.make import a_workspace
from tests.rules.asking import ORGANISATION, RULES, TODAY
from tests.rules.speaking import fields, spoken
from workflow.adapters.config_files import load_organisation
from workflow.domain.findings import Severity
from workflow.domain.rules import check_workspace
from workflow.domain.rules.communication import sentences
from workflow.domain.rules.surroundings import Surroundings

Fields = dict[str, Any]
GIVEN = date(2026, 11, 2)
FIFTH_WORKING_DAY, SIXTH_WORKING_DAY = date(2026, 11, 9), date(2026, 11, 10)
FIFTEEN = " ".join(["word"] * 15)
CLOSED = {"status": "closed"}


def copy(version: str, to: str = "person", given_on: str = "2026-11-02") -> Fields:
    return {"copies": [{"to": to, "version": version, "given_on": given_on}]}


def needs(*formats: str) -> Fields:
    return {"communication": {"formats": [*formats]}}


def test_no_format_and_no_support_are_asked_for_with_one_question() -> None:
    (found,) = spoken("COM-01")
    assert found.place.field == "communication.formats"
    assert found.holds == {"documents for the person"}
    assert found.message.startswith("How does Ines like to get information?")


def test_no_help_needed_is_an_answer_and_an_empty_list_is_not() -> None:
    said = {"formats": ["spoken"], "supports": ["none_needed"]}
    assert not spoken("COM-01", person={"communication": said})
    empty = {"formats": ["spoken"], "supports": []}
    where = fields("COM-01", person={"communication": empty})
    assert where == ["communication.supports"]


def test_a_format_that_could_not_be_read_is_not_called_missing() -> None:
    person = {"communication": {"formats": [], "supports": ["none_needed"]}}
    misread = ["person.yaml communication.formats[0]"]
    assert spoken("COM-01", person=person)
    assert not spoken("COM-01", misread=misread, person=person)


def test_the_needed_format_has_five_working_days_from_the_first_copy() -> None:
    parts: Fields = {"person": needs("large_print"), "plan": copy("own copy")}
    assert not spoken("COM-02", FIFTH_WORKING_DAY, **parts)
    (found,) = spoken("COM-02", SIXTH_WORKING_DAY, **parts)
    assert found.message == "Ines needs large print. It has not been made yet."
    assert (found.place.file, found.place.field) == ("plan.yaml", "copies")
    assert not found.holds


def test_a_copy_in_the_format_clears_it_however_late() -> None:
    both = [
        {"to": "person", "version": "own copy", "given_on": "2026-09-02"},
        {"to": "person", "version": "Large print own copy", "given_on": "2026-11-20"},
    ]
    assert not spoken("COM-02", person=needs("large_print"), plan={"copies": both})


def test_only_the_first_format_counts_and_only_one_that_has_a_file() -> None:
    plan = copy("own copy")
    assert not spoken("COM-02", person=needs("spoken", "easy_read"), plan=plan)
    assert not spoken("COM-02", person=needs("standard_print"), plan=plan)
    (found,) = spoken("COM-02", person=needs("bsl_video"), plan=plan)
    assert found.message.startswith("Ines needs BSL video.")


def test_a_copy_for_somebody_else_is_no_document_for_the_person() -> None:
    plan = copy("own copy", to="c1")
    assert not spoken("COM-02", person=needs("easy_read"), plan=plan)
    assert not spoken("COM-02", person=needs("easy_read"), plan={"copies": []})


def test_formats_are_not_asked_for_when_the_case_is_closed_or_nobody_can_tell() -> None:
    person, plan = needs("easy_read"), copy("own copy")
    assert not spoken("COM-02", case=CLOSED, person=person, plan=plan)
    for field in ("plan.yaml copies[1].given_on", "person.yaml communication.formats"):
        assert not spoken("COM-02", misread=[field], person=person, plan=plan)


def test_the_day_to_ask_again_is_in_time_and_the_day_after_is_not() -> None:
    person = {"communication": {"next_review_on": "2026-11-23"}}
    assert not spoken("COM-03", date(2026, 11, 23), person=person)
    assert spoken("COM-03", date(2026, 11, 24), person=person)
    assert not spoken("COM-03", date(2026, 11, 24), person=person, case=CLOSED)


@pytest.mark.parametrize(
    "relationship", ["partner", "parent", "adult_child", "sibling", "other_family"]
)
def test_family_should_not_interpret(relationship: str) -> None:
    person = {"contacts": [{"id": "c1", "relationship_code": relationship}]}
    records = [{"type": "keywork", "interpreted_by": "c1"}]
    assert fields("COM-04", person=person, records=records) == ["interpreted_by"]


@pytest.mark.parametrize("who", ["c1", "st-04", "person"])
def test_anybody_independent_may_interpret(who: str) -> None:
    person = {"contacts": [{"id": "c1", "relationship_code": "professional"}]}
    records = [{"type": "keywork", "interpreted_by": who}]
    assert not spoken("COM-04", person=person, records=records)


def test_where_the_risk_comes_from_should_not_interpret() -> None:
    friend = {"id": "c1", "relationship_code": "friend"}
    records = [{"type": "visit", "interpreted_by": "c1"}]
    flagged = {"contacts": [{**friend, "flags": ["source_of_risk"]}]}
    assert not spoken("COM-04", person={"contacts": [friend]}, records=records)
    assert spoken("COM-04", person=flagged, records=records)
    case = {"risk": {"sources": [{"contact": "c1"}]}}
    assert spoken("COM-04", person={"contacts": [friend]}, case=case, records=records)


def test_sessions_in_which_the_plan_was_written_are_looked_at_too() -> None:
    person = {"contacts": [{"id": "c1", "relationship_code": "sibling"}]}
    plan = {"co_production": {"sessions": [{"interpreted_by": "c1"}]}}
    where = ["co_production.sessions[0].interpreted_by"]
    assert fields("COM-04", person=person, plan=plan) == where
    assert not spoken("COM-04", person=person, plan=plan, case=CLOSED)


def test_a_later_talk_with_an_independent_interpreter_puts_it_right() -> None:
    person = {"contacts": [{"id": "c1", "relationship_code": "sibling"}]}
    family = {"type": "keywork", "date": "2026-11-02", "interpreted_by": "c1"}
    before = {"type": "keywork", "date": "2026-11-01", "interpreted_by": "c2"}
    after = {**before, "date": "2026-11-02"}
    again = {**family, "date": "2026-11-03"}
    assert spoken("COM-04", person=person, records=[before, family])
    assert not spoken("COM-04", person=person, records=[family, after])
    (found,) = spoken("COM-04", person=person, records=[family, after, again])
    assert found.place.file == "records/2.yaml"


def test_letters_that_are_not_safe_are_no_safe_way_to_reach_somebody() -> None:
    ways = {"letters_safe": "false", "method": ["phone", "letter"]}
    (found,) = spoken("COM-05", person={"communication": {"safe_contact": ways}})
    assert found.place.field == "communication.safe_contact.method"
    assert found.holds == {"posted letter"}
    for safe in ({**ways, "letters_safe": "true"}, {**ways, "method": ["phone"]}):
        assert not spoken("COM-05", person={"communication": {"safe_contact": safe}})


def test_fifteen_words_are_easy_to_read_and_sixteen_are_not() -> None:
    easy = {"about_me.my_wellness": f"Short. {FIFTEEN}. Two words more: {FIFTEEN}."}
    (found,) = spoken("COM-06", person={"easy_words": easy})
    assert found.message == "Sentence 3 is too long for easy read. Split it."
    assert found.detail == "It has 18 words; easy read has 15 at most."
    assert found.place.field == "easy_words.about_me.my_wellness"
    assert found.place.line


def test_each_long_sentence_is_a_finding_in_whatever_file_it_stands() -> None:
    easy = {"what": f"{FIFTEEN} more. {FIFTEEN} more."}
    parts: Fields = {
        "plan": {"easy_words": easy},
        "records": [{"easy_words": {"a": "Short."}}],
    }
    messages = [
        found.message.partition(" is")[0] for found in spoken("COM-06", **parts)
    ]
    assert messages == ["Sentence 1", "Sentence 2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I go out. I come home!", ("I go out.", "I come home!")),
        ("It costs £3.50. That is fine.", ("It costs £3.50.", "That is fine.")),
        ("- a phone\n- a card\n", ("a phone", "a card")),
        ("Did he say “no?” Yes.", ("Did he say “no?", "Yes.")),
        ("", ()),
    ],
)
def test_a_line_of_its_own_is_a_sentence(text: str, found: tuple[str, ...]) -> None:
    assert sentences(text) == found


def test_the_easy_words_for_ways_to_speak_up_are_read_once_for_all_cases(
    workspace: Path,
) -> None:
    around = Surroundings(a_workspace(), ORGANISATION, (), TODAY)
    assert "COM-06" not in {f.rule for f in check_workspace(around, RULES)}
    file = workspace / "config/provider.yaml"
    text = file.read_text(encoding="utf-8")
    easy = "You can call a manager any day."
    file.write_text(text.replace(easy, f"{FIFTEEN} more."), encoding="utf-8")
    organisation, _ = load_organisation(workspace)
    around = replace(around, organisation=organisation)
    said = check_workspace(around, RULES)
    (found,) = [finding for finding in said if finding.rule == "COM-06"]
    assert found.case is None
    assert found.place.field == "speak_up_routes[0].easy_words"
    assert found.place.line


@pytest.mark.parametrize("format_", ["easy_read", "pictures"])
def test_somebody_who_reads_with_pictures_has_chosen_them(format_: str) -> None:
    person = {"communication": {"formats": ["large_print", format_]}}
    (found,) = spoken("COM-07", person=person)
    assert found.severity is Severity.PROMPT
    assert found.place.field == "communication.picture_set"
    assert not spoken("COM-07", person=person, case=CLOSED)
    assert not spoken("COM-07", person=needs("large_print"))
