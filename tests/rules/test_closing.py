"""Closing: nothing left open, the person asked how it turned out."""

from datetime import date, timedelta

import pytest

from tests.rules.said import of_case

CLOSED = {"closed_on": "2026-11-20", "reason": "outcomes_met"}


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"plan": {"actions": [{"id": "A1", "status": "in_progress"}]}}, "action A1"),
        ({"plan": {"restrictions": [{"id": "X1", "status": "active"}]}}, "limit X1"),
        (
            {"managerial_reviews": [{"mreview_id": "2026-11-03-01"}]},
            "managerial review 2026-11-03-01",
        ),
        (
            {"records": [{"record_id": "2026-11-03-speak_up-01", "type": "speak_up"}]},
            "speak-up 2026-11-03-speak_up-01",
        ),
    ],
)
def test_nothing_is_left_open_and_handed_to_nobody(
    parts: dict[str, object], said: str
) -> None:
    (found,) = of_case("CLO-01", closure=CLOSED, **parts)
    assert found.message == f"Before closing, finish or hand over: {said}."
    handed = {**CLOSED, "open_items_handed_to": "The day centre takes it on."}
    assert of_case("CLO-01", closure=handed, **parts) == []
    assert of_case("CLO-01", **parts) == []


@pytest.mark.parametrize("status", ["done", "not_possible", "no_longer_needed"])
def test_a_finished_action_is_not_open(status: str) -> None:
    plan = {"actions": [{"id": "A1", "status": status}]}
    assert of_case("CLO-01", closure=CLOSED, plan=plan) == []


WANTED = {"outcomes": [{"id": "O1", "in_their_words": "I want to sleep."}]}
ENDED = {
    **CLOSED,
    "outcomes": [{"outcome": "O1", "status": "fully_achieved"}],
    "risk_outcome": "reduced",
    "what_changed_for_person": "I sleep.",
}


@pytest.mark.parametrize(
    ("lacking", "field"),
    [
        ({"outcomes": []}, "outcomes"),
        ({"outcomes": [{"outcome": "O1", "status": "not_yet_known"}]}, "outcomes"),
        ({"risk_outcome": ""}, "risk_outcome"),
        ({"what_changed_for_person": ""}, "what_changed_for_person"),
    ],
)
def test_the_end_is_written_down(lacking: dict[str, object], field: str) -> None:
    assert of_case("CLO-02", case=WANTED, closure=ENDED) == []
    (found,) = of_case("CLO-02", case=WANTED, closure={**ENDED, **lacking})
    assert found.place.field == field


def test_nobody_asks_what_changed_for_a_person_who_died() -> None:
    closure = {**ENDED, "reason": "died", "what_changed_for_person": ""}
    assert of_case("CLO-02", case=WANTED, closure=closure) == []


def test_a_person_who_does_not_agree_is_told_why() -> None:
    (found,) = of_case("CLO-03", closure={**CLOSED, "person_agrees": "said_no"})
    assert found.message.startswith("Ines does not want to close.")
    explained = {"person_agrees": "said_no", "disagreement_note": "She moved."}
    assert of_case("CLO-03", closure={**CLOSED, **explained}) == []
    assert of_case("CLO-03", closure={**CLOSED, "person_agrees": "said_yes"}) == []


def test_feedback_is_asked_for_within_eight_weeks() -> None:
    day = date(2026, 11, 20) + timedelta(weeks=8)
    assert of_case("CLO-04", day, closure=CLOSED) == []
    assert len(of_case("CLO-04", day + timedelta(days=1), closure=CLOSED)) == 1
    asked = {**CLOSED, "feedback": {"asked_on": "2026-12-01"}}
    assert of_case("CLO-04", day + timedelta(days=1), closure=asked) == []
    died = {**CLOSED, "reason": "died"}
    assert of_case("CLO-04", day + timedelta(days=1), closure=died) == []


def test_keeping_the_record_is_decided_on_its_day() -> None:
    closure = {**CLOSED, "records_review_on": "2034-11-20"}
    assert of_case("CLO-05", date(2034, 11, 19), closure=closure) == []
    assert len(of_case("CLO-05", date(2034, 11, 20), closure=closure)) == 1
