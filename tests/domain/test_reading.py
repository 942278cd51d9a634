"""Typing a file by its fields: a wrong value costs that value only."""

from pathlib import Path

from workflow.adapters.yaml_reading import read_tree
from workflow.domain.reading import Typed, as_record
from workflow.domain.records.base import Block
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.tree import Position


def typed(model: type[Block], text: str) -> Typed[Block]:
    root = read_tree(text.encode(), "f.yaml").root
    assert root is not None
    return as_record(model, root, "f.yaml")


def spoken(model: type[Block], text: str, rule: str) -> list[tuple[int | None, str]]:
    found = typed(model, text).noticed
    return [(n.place.line, n.place.field) for n in found if n.rule == rule]


def test_an_unknown_key_is_named_with_the_nearest_known_one() -> None:
    (noticed,) = (n for n in typed(Plan, "verson: 1\n").noticed if n.rule == "FIL-02")
    assert noticed.facts == {"key": "verson", "nearest": "version"}
    assert noticed.place.line == 1


def test_thousands_of_unknown_keys_are_not_all_spoken_of() -> None:
    text = "".join(f"key{n}: 1\n" for n in range(2_400))
    assert len(spoken(Plan, text, "FIL-02")) == 100


def test_a_code_that_is_no_choice_costs_only_itself() -> None:
    found = typed(Plan, "version: 2\nstatus: almost\n")
    assert [n.rule for n in found.noticed if n.place.field == "status"] == ["FIL-04"]
    assert found.record.model_dump()["version"] == 2


def test_values_of_the_wrong_kind_are_named_one_by_one() -> None:
    text = (
        "version: two\nagreed_on: 2026-02-30\nfirst_agreed_on: 1899-01-01\n"
        "my_words: words\nrisks: many\noutcome_refs: O1\nlanguage: [a]\n"
    )
    lines = [line for line, _ in spoken(Plan, text, "FIL-10")]
    assert lines == [1, 2, 3, 4, 5, 7]
    assert typed(Plan, text).record.model_dump()["outcome_refs"] == ("O1",)


def test_yes_and_no_are_read_quoted_or_not() -> None:
    text = "type: visit\nvisit: {arranged: 'yes', exit_phrase_used: No}\n"
    record = typed(Record, text).record
    assert isinstance(record, Record)
    assert (record.visit.arranged, record.visit.exit_phrase_used) == (True, False)


def test_a_time_needs_two_digits_and_a_real_hour() -> None:
    assert spoken(Record, "time: '24:10'\n", "FIL-10") == [(1, "time")]
    assert spoken(Record, "time: 09:30\n", "FIL-10") == []


def test_a_turned_direction_is_refused_in_names_and_ids() -> None:
    assert spoken(Person, "full_name: 'A\u202eB'\n", "FIL-10") == [(1, "full_name")]


def test_only_the_block_of_its_own_type_is_needed_in_a_record() -> None:
    asked = {field for _, field in spoken(Record, "type: visit\n", "FIL-03")}
    assert {"visit.visitor", "visit.arrived"} <= asked
    assert not any(field.startswith("journey") for field in asked)


def test_what_is_always_needed_is_asked_for_where_it_belongs() -> None:
    asked = {field for _, field in spoken(Person, "person_id: P-001\n", "FIL-03")}
    assert "communication.safe_contact.letters_safe" in asked
    assert not any(field.startswith("contacts") for field in asked)


def test_a_wrong_value_is_not_asked_for_again() -> None:
    text = "communication: words\nperson_id: [P]\n"
    asked = {field for _, field in spoken(Person, text, "FIL-03")}
    assert not any(f.startswith(("communication", "person_id")) for f in asked)


def test_a_file_of_a_newer_version_says_so() -> None:
    (noticed,) = (
        n for n in typed(Consent, "schema_version: 2\n").noticed if n.rule == "FIL-10"
    )
    assert "Update Alongside" in noticed.detail


def test_every_value_has_its_place() -> None:
    places = typed(Plan, "risks:\n  - id: R1\n  - id: R2\n").places
    assert places["risks[1].id"] == Position(3, 9)


def test_a_block_of_typed_values_is_the_block_that_pydantic_makes(
    starter: Path,
) -> None:
    found = 0
    for path in sorted((starter / "cases").glob("*/*.yaml")):
        root = read_tree(path.read_bytes(), path.name).root
        for model in (Plan, Person, Case, Consent):
            assert root is not None
            record = as_record(model, root, path.name).record
            values = {n: getattr(record, n) for n in record.model_fields_set}
            checked = model(**values)
            assert checked == record
            assert repr(checked) == repr(record)
            found += len(values)
    assert found > 100
