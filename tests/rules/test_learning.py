"""Learning: changed, told, checked by somebody else, and nobody named."""

from datetime import date

import pytest

from tests.rules.said import of_case

NOTE = {
    "learning_id": "2026-11-03-01",
    "opened_on": "2026-11-03",
    "due_on": "2026-11-17",
    "owner": "st-01",
}


def late(today: date, **parts: object) -> list[str]:
    return [f.message for f in of_case("LRN-01", today, learning=[{**NOTE, **parts}])]


def test_practice_is_changed_by_the_date_of_the_note() -> None:
    assert late(date(2026, 11, 17), status="open") == []
    assert late(date(2026, 11, 18), status="open") == [
        "We said we would change what we do by 17 November 2026."
    ]


def test_a_note_without_a_date_is_due_ten_working_days_after_opening() -> None:
    (said,) = late(date(2026, 11, 23), status="open", due_on="")
    assert "17 November 2026" in said


def test_the_team_is_told_within_five_working_days() -> None:
    assert late(date(2026, 11, 24), status="changed") == []
    assert late(date(2026, 11, 25), status="changed") == [
        "We said we would tell the team by 24 November 2026."
    ]


def test_practice_is_checked_four_weeks_after_the_last_telling() -> None:
    told = [{"date": "2026-11-19"}, {"date": "2026-11-27"}]
    assert late(date(2026, 12, 24), status="told", told=told) == []
    (said,) = late(date(2026, 12, 29), status="told", told=told)
    assert "check it in practice by 24 December 2026" in said


def test_a_date_that_somebody_wrote_for_the_check_stands() -> None:
    told = [{"date": "2026-10-01"}]
    check = {"due_on": "2026-11-30", "by": "st-05"}
    assert late(date(2026, 11, 30), status="told", told=told, check=check) == []
    assert late(date(2026, 12, 1), status="told", told=told, check=check)


def test_nothing_is_late_once_it_is_checked() -> None:
    check = {"done_on": "2026-11-20", "by": "st-05", "result": "They do it."}
    assert late(date(2027, 5, 3), status="checked", check=check) == []


@pytest.mark.parametrize(
    ("status", "check", "field"),
    [
        ("told", {"by": "st-01"}, "check.by"),
        ("checked", {"by": "st-01", "result": "Yes"}, "check.by"),
        ("checked", {"by": "st-05"}, "check.result"),
        ("told", {"by": "st-05", "done_on": "2026-11-20"}, "check.result"),
    ],
)
def test_somebody_else_checks_and_writes_what_they_found(
    status: str, check: dict[str, str], field: str
) -> None:
    (found,) = of_case("LRN-02", learning=[{**NOTE, "status": status, "check": check}])
    assert found.place.field == field
    assert found.holds == {"learning note"}


PERSON = {
    "full_name": "Ines Ravenscroft",
    "preferred_name": "Ines",
    "contacts": [{"id": "c1", "name": "Cormac Delahunt"}],
}


def named(shared: str = "true", **texts: object) -> list[tuple[str, str]]:
    note = {**NOTE, "share_outside_case": shared, **texts}
    found = of_case("LRN-03", person=PERSON, learning=[note])
    return [(f.place.field, f.detail) for f in found]


@pytest.mark.parametrize(
    "text",
    ["We told Cormac first.", "Ms RAVENSCROFT'S wish", "At Quillmere House we forgot."],
)
def test_people_and_places_are_found(text: str) -> None:
    ((field, detail),) = named(what_we_learned=text)
    assert field == "what_we_learned"
    assert detail.startswith('Found "')


def test_who_was_told_is_a_team_and_nobody_by_name() -> None:
    ((field, _),) = named(told=[{"who": "Moira Achebe", "how": "In passing"}])
    assert field == "told.who"


def test_words_that_point_to_nobody_may_stand() -> None:
    assert named(what_we_learned="A worker told a relative too much.") == []


def test_a_note_that_stays_in_the_case_may_say_who() -> None:
    assert named(shared="false", what_we_learned="We told Cormac first.") == []
