"""Governance: who reviews whom, decisions followed up, samples and supervision."""

from datetime import date, timedelta

import pytest

from tests.rules.said import of_case, of_workspace
from workflow.domain.findings import Severity

CONTACT = "2026-11-02-external_contact-01"
REVIEW = {
    "mreview_id": "2026-11-03-01",
    "source_records": [CONTACT],
    "opened_on": "2026-11-03",
    "due_on": "2026-11-10",
    "reviewer": "st-07",
}


def contact(**parts: object) -> dict[str, object]:
    told = {"record_id": CONTACT, "type": "external_contact", "recorded_by": "st-04"}
    return {**told, **parts}


def test_a_managerial_review_is_in_time_on_its_day_and_late_on_the_next() -> None:
    reviews = [REVIEW]
    on_the_day = of_case("GOV-01", date(2026, 11, 10), managerial_reviews=reviews)
    assert on_the_day == []
    (late,) = of_case("GOV-01", date(2026, 11, 11), managerial_reviews=reviews)
    assert late.message == "A different manager must finish this by 10 November 2026."
    assert late.place.field == "due_on"


def test_a_managerial_review_without_a_date_is_counted_from_its_opening() -> None:
    review = {**REVIEW, "due_on": ""}
    (late,) = of_case("GOV-01", managerial_reviews=[review])
    assert "10 November 2026" in late.message


@pytest.mark.parametrize(
    ("record", "reviewer", "own"),
    [
        (contact(external_contact={"override": {"decided_by": "st-05"}}), "st-05", 1),
        (contact(external_contact={"override": {"decided_by": "st-05"}}), "st-04", 0),
        (contact(deviation={"kind": "late"}), "st-04", 1),
        (contact(deviation={"kind": "late"}), "st-05", 0),
        (contact(), "st-04", 0),
    ],
)
def test_nobody_reviews_their_own_decision(
    record: dict[str, object], reviewer: str, own: int
) -> None:
    review = {**REVIEW, "reviewer": reviewer, "closed_on": "2026-11-09"}
    found = of_case("GOV-01", records=[record], managerial_reviews=[review])
    assert [f.place.field for f in found] == ["reviewer"] * own


def test_a_review_without_any_date_is_still_not_for_whoever_decided() -> None:
    record = contact(external_contact={"override": {"decided_by": "st-05"}})
    undated = {**REVIEW, "due_on": "", "opened_on": ""}

    def found(reviewer: str) -> list[tuple[str, str, str]]:
        reviews = [{**undated, "reviewer": reviewer}]
        said = of_case("GOV-01", records=[record], managerial_reviews=reviews)
        return [(f.place.field, f.message, f.detail) for f in said]

    assert found("st-05") == [
        (
            "reviewer",
            "A different manager must finish this by the day it is due.",
            "Nobody has written down when it was opened, or when it is due.",
        )
    ]
    assert found("st-07") == []


FINISHED = {
    **REVIEW,
    "closed_on": "2026-11-09",
    "outcome": "justified",
    "effect_on_person": "I was cross.",
    "person_told_on": "2026-11-09",
    "learning": "2026-11-09-01",
}


@pytest.mark.parametrize(
    "lacking", ["outcome", "effect_on_person", "person_told_on", "learning"]
)
def test_a_managerial_review_is_closed_whole(lacking: str) -> None:
    assert of_case("GOV-02", managerial_reviews=[FINISHED]) == []
    (found,) = of_case("GOV-02", managerial_reviews=[{**FINISHED, lacking: ""}])
    assert found.place.field == lacking
    assert found.holds == {"managerial review document"}


def test_a_managerial_review_still_open_need_not_be_whole() -> None:
    assert of_case("GOV-02", managerial_reviews=[REVIEW]) == []


DECISION = {
    "id": "LD1",
    "rationale": "No more and no less than is needed.",
    "follow_up_by": "2026-11-23",
    "escalate_if": "Another threat",
    "status": "open",
}


@pytest.mark.parametrize("lacking", ["rationale", "follow_up_by", "escalate_if"])
def test_a_lead_decision_needs_a_reason_a_date_and_a_point(lacking: str) -> None:
    assert of_case("GOV-04", case={"lead_decisions": [DECISION]}) == []
    decision = {**DECISION, lacking: ""}
    (found,) = of_case("GOV-04", case={"lead_decisions": [decision]})
    assert found.severity is Severity.ERROR
    assert found.place.field == f"lead_decisions[0].{lacking}"


def test_a_follow_up_that_has_passed_is_a_warning_until_the_decision_is_done() -> None:
    late = {**DECISION, "follow_up_by": "2026-11-22"}
    (found,) = of_case("GOV-04", case={"lead_decisions": [late]})
    assert found.severity is Severity.WARNING
    assert not found.holds
    done = {**late, "status": "done"}
    assert of_case("GOV-04", case={"lead_decisions": [done]}) == []


MET = {"needs": "met", "at_risk": "met", "cannot_protect": "met"}
EXPLAINED = {
    **MET,
    "decision": "not_report",
    "rationale": "She manages this with her sister.",
    "person_view": "I don't want them in it.",
}


@pytest.mark.parametrize("lacking", ["rationale", "person_view"])
def test_not_telling_the_council_is_explained(lacking: str) -> None:
    decided = [DECISION]
    case = {"threshold": EXPLAINED, "lead_decisions": decided}
    assert of_case("GOV-05", case=case) == []
    silent = {"threshold": {**EXPLAINED, lacking: ""}, "lead_decisions": decided}
    (found,) = of_case("GOV-05", case=silent)
    assert found.place.field == f"threshold.{lacking}"


def test_telling_without_agreement_was_considered_by_the_lead() -> None:
    (found,) = of_case("GOV-05", case={"threshold": EXPLAINED})
    assert found.place.field == "lead_decisions"
    assert found.holds == {"plan"}


@pytest.mark.parametrize(
    "otherwise", [{"needs": "unsure"}, {"at_risk": "not_met"}, {"decision": "report"}]
)
def test_nothing_is_asked_where_a_part_is_not_met(otherwise: dict[str, str]) -> None:
    threshold = {**MET, "decision": "not_report", **otherwise}
    assert of_case("GOV-05", case={"threshold": threshold}) == []


@pytest.mark.parametrize(
    ("reported", "late"),
    [("2026-11-16", 0), ("2026-11-17", 1), ("", 1)],
)
def test_the_council_is_told_by_the_next_working_day(reported: str, late: int) -> None:
    told = {"decision": "report", "decided_on": "2026-11-13", "reported_on": reported}
    found = of_case("GOV-06", case={"threshold": told})
    assert [f.message for f in found] == [
        "The council should have been told by 16 November 2026."
    ] * late


OCTOBER = {"month": "2026-10", "sampled_on": "2026-11-06", "sampled_by": "st-06"}


@pytest.mark.parametrize(("day", "missing"), [(1, 0), (10, 0), (11, 1), (30, 1)])
def test_the_last_month_is_sampled_by_the_tenth(day: int, missing: int) -> None:
    found = of_workspace("GOV-07", date(2026, 11, day))
    assert [f.message for f in found] == [
        "The monthly sample for October 2026 is missing."
    ] * missing
    assert all(f.case is None for f in found)
    assert of_workspace("GOV-07", date(2026, 11, day), samplings=[OCTOBER]) == []


def test_only_the_last_whole_month_is_asked_for() -> None:
    found = of_workspace("GOV-07", date(2027, 1, 20), samplings=[OCTOBER])
    assert [f.place.file for f in found] == ["governance/sampling/2026-12.yaml"]


def test_no_sample_is_asked_for_where_no_case_was_open() -> None:
    later = {"case": {"opened_on": "2026-11-02"}}
    before = {"case": {"closed_on": "2026-09-30"}}
    assert of_workspace("GOV-07", cases=(later, before)) == []
    assert of_workspace("GOV-07", cases=()) == []


def test_the_sampler_owns_none_of_the_cases() -> None:
    history = [{"from": "2026-08-03", "to": "2026-11-10", "owner": "st-06"}]
    ownership = {"owner": "st-03", "history": history}
    sample = {**OCTOBER, "items": [{"case_ref": "SG-2026-001"}]}
    cases = ({"case": {"ownership": ownership}},)
    (found,) = of_workspace("GOV-07", cases=cases, samplings=[sample])
    assert found.place.field == "sampled_by"
    other = {**sample, "sampled_by": "st-03"}
    assert of_workspace("GOV-07", cases=cases, samplings=[other]) == []


def test_a_fix_after_a_sample_is_late_the_day_after() -> None:
    action = {"what": "Check the notes", "owner": "st-07", "due_on": "2026-11-20"}
    item = {"case_ref": "SG-2026-001", "actions": [action]}
    samples = [{**OCTOBER, "items": [item]}]
    assert of_workspace("GOV-08", date(2026, 11, 20), samplings=samples) == []
    (found,) = of_workspace("GOV-08", date(2026, 11, 21), samplings=samples)
    assert found.place.field == "items[0].actions[0]"
    done = {**item, "actions": [{**action, "done_on": "2026-11-22"}]}
    assert of_workspace("GOV-08", samplings=[{**OCTOBER, "items": [done]}]) == []


OWNED = {"case": {"opened_on": "2026-08-25", "ownership": {"owner": "st-03"}}}
TALK = {
    "supervisee": "st-03",
    "prompts": [{"prompt_id": "SP-07", "dilemma": "His way, our worry"}],
}


def test_supervision_is_asked_for_ninety_days_after_the_first_case() -> None:
    day = date(2026, 8, 25) + timedelta(days=90)
    assert of_workspace("GOV-09", day, cases=(OWNED,)) == []
    (found,) = of_workspace("GOV-09", day + timedelta(days=1), cases=(OWNED,))
    assert found.place.file == "config/staff.yaml"
    assert found.place.field == "staff[2]"


def test_it_is_counted_from_the_last_prompt_when_there_was_one() -> None:
    day = date(2026, 12, 1)
    talks = [{**TALK, "date": "2026-09-02"}]
    assert of_workspace("GOV-09", day, cases=(OWNED,), supervisions=talks) == []
    next_day = day + timedelta(days=1)
    assert of_workspace("GOV-09", next_day, cases=(OWNED,), supervisions=talks)


def test_supervision_without_a_prompt_does_not_count() -> None:
    talks = [{"supervisee": "st-03", "date": "2026-11-20"}]
    assert of_workspace("GOV-09", date(2026, 12, 1), cases=(OWNED,), supervisions=talks)


def test_nobody_is_asked_who_owns_no_open_case() -> None:
    closed = {"case": {**OWNED["case"], "status": "closed"}}
    assert of_workspace("GOV-09", date(2026, 12, 1), cases=(closed,)) == []


def test_a_case_taken_over_counts_from_the_handover() -> None:
    history = [{"from": "2026-08-25", "to": "2026-11-02", "owner": "st-04"}]
    case = {**OWNED["case"], "ownership": {"owner": "st-03", "history": history}}
    assert of_workspace("GOV-09", date(2026, 12, 1), cases=({"case": case},)) == []


@pytest.mark.parametrize(
    ("kind", "harm", "asked"),
    [
        ("abuse_or_neglect", "death", 1),
        ("abuse_or_neglect", "severe", 1),
        ("abuse_or_neglect", "moderate", 0),
        ("fall", "death", 0),
    ],
)
def test_the_board_is_thought_of_after_severe_harm(
    kind: str, harm: str, asked: int
) -> None:
    incident = {"type": "incident", "incident": {"kind": kind, "harm": harm}}
    assert len(of_case("GOV-10", records=[incident])) == asked


def test_nobody_is_asked_for_a_case_that_nobody_owns() -> None:
    case = {**OWNED["case"], "ownership": {}}
    assert of_workspace("GOV-09", date(2027, 12, 1), cases=({"case": case},)) == []


def test_of_several_cases_and_talks_the_first_owned_and_the_last_held_count() -> None:
    newer = {"case": {**OWNED["case"], "opened_on": "2026-11-20"}}
    cases = (newer, OWNED, newer)
    day = date(2026, 8, 25) + timedelta(days=90)
    assert of_workspace("GOV-09", day, cases=cases) == []
    assert of_workspace("GOV-09", day + timedelta(days=1), cases=cases)
    talks = [{**TALK, "date": d} for d in ("2026-09-02", "2026-11-02", "2026-10-02")]
    last = date(2026, 11, 2) + timedelta(days=90)
    at = {"cases": cases, "supervisions": talks}
    assert of_workspace("GOV-09", last, **at) == []  # type: ignore[arg-type]
    assert of_workspace("GOV-09", last + timedelta(days=1), **at)  # type: ignore[arg-type]
