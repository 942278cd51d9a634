"""The rules about capacity for one decision, and about advocates."""

from datetime import date
from typing import Any

import pytest

from tests.rules.speaking import fields, spoken
from workflow.domain.findings import Severity

Fields = dict[str, Any]
CLOSED = {"status": "closed"}
ABLE = dict.fromkeys(("understand", "retain", "use_or_weigh", "communicate"), "true")
NOT_ABLE = {**ABLE, "retain": "false"}
FIFTH_WORKING_DAY, SIXTH_WORKING_DAY = date(2026, 11, 9), date(2026, 11, 10)


def capacity(**entry: object) -> Fields:
    return {"capacity": [{"id": "CD1", **entry}]}


def advocacy(**said: object) -> Fields:
    return {"advocacy": said}


def offered(on: str, answer: str, **more: str) -> dict[str, str]:
    return {"offered_on": on, "answer": answer, **more}


def held(kind: str, on: str, *, again: str = "") -> Fields:
    rechecked = {"advocacy": again}
    return {"kind": kind, "status": "held", "held_on": on, "rechecked": rechecked}


def test_the_plan_and_sharing_each_need_a_decision_about_capacity() -> None:
    found = spoken("CAP-01")
    assert [(f.place.file, f.place.field) for f in found] == [
        ("case.yaml", "capacity"),
        ("consent.yaml", "capacity_ref"),
    ]
    assert {held for f in found for held in f.holds} == {"plan", "consent record"}


@pytest.mark.parametrize("named", ["", "CD9"])
def test_sharing_names_a_decision_that_is_there(named: str) -> None:
    consent = {"capacity_ref": named}
    assert fields("CAP-01", case=capacity(), consent=consent) == ["capacity_ref"]
    assert not spoken("CAP-01", case=capacity(), consent={"capacity_ref": "CD1"})


def test_nothing_is_said_of_entries_that_could_not_be_read() -> None:
    assert not spoken("CAP-01", misread=["case.yaml capacity"])


@pytest.mark.parametrize(
    "position", ["has_capacity", "lacks_capacity", "fluctuating", "assessment_needed"]
)
def test_doubt_needs_a_reason(position: str) -> None:
    case = capacity(position=position)
    assert fields("CAP-02", case=case) == ["capacity[0].reason_to_doubt"]
    given = capacity(position=position, reason_to_doubt="Could not say it back")
    assert not spoken("CAP-02", case=given)


@pytest.mark.parametrize("position", ["presumed", ""])
def test_without_doubt_there_is_nothing_to_give_a_reason_for(position: str) -> None:
    assert not spoken("CAP-02", case=capacity(position=position))


def test_help_to_decide_is_written_down_for_every_decision() -> None:
    first, second = {"id": "CD1", "support_given": "Time"}, {"id": "CD2"}
    case = {"capacity": [first, second]}
    assert fields("CAP-03", case=case) == ["capacity[1].support_given"]


@pytest.mark.parametrize("position", ["has_capacity", "lacks_capacity", "fluctuating"])
@pytest.mark.parametrize("ability", [*ABLE])
def test_each_of_the_four_abilities_is_answered(position: str, ability: str) -> None:
    answers = {**NOT_ABLE, "causal_link": "Memory", ability: ""}
    (found,) = spoken("CAP-04", case=capacity(position=position, assessment=answers))
    assert found.place.field == f"capacity[0].assessment.{ability}"


def test_what_is_missing_is_named_once_for_all() -> None:
    answers = {**NOT_ABLE, "retain": ""}
    case = capacity(position="lacks_capacity", assessment=answers)
    (found,) = spoken("CAP-04", case=case)
    assert found.message == (
        "The assessment is not complete: whether the person can retain the"
        " information, why the disturbance causes the inability to decide."
    )


def test_only_who_cannot_decide_needs_a_causal_link() -> None:
    assert not spoken("CAP-04", case=capacity(position="has_capacity", assessment=ABLE))
    case = capacity(position="lacks_capacity", assessment=NOT_ABLE)
    assert fields("CAP-04", case=case) == ["capacity[0].assessment.causal_link"]


@pytest.mark.parametrize("position", ["presumed", "assessment_needed"])
def test_without_an_assessed_position_nothing_is_missing(position: str) -> None:
    assert not spoken("CAP-04", case=capacity(position=position))


def test_an_answer_that_could_not_be_read_is_not_called_missing() -> None:
    case = capacity(position="has_capacity", assessment={**ABLE, "retain": ""})
    misread = ["case.yaml capacity[0].assessment.retain"]
    assert not spoken("CAP-04", misread=misread, case=case)


@pytest.mark.parametrize(
    ("position", "answers", "amiss"),
    [
        ("lacks_capacity", ABLE, True),
        ("lacks_capacity", NOT_ABLE, False),
        ("lacks_capacity", {**ABLE, "retain": ""}, False),
        ("has_capacity", NOT_ABLE, True),
        ("has_capacity", ABLE, False),
        ("has_capacity", {**ABLE, "retain": ""}, False),
        ("fluctuating", NOT_ABLE, False),
        ("fluctuating", ABLE, False),
    ],
)
def test_the_answers_match_the_conclusion(
    position: str, answers: dict[str, str], *, amiss: bool
) -> None:
    where = fields("CAP-05", case=capacity(position=position, assessment=answers))
    assert where == (["capacity[0].position"] if amiss else [])


def test_best_interests_are_asked_for_once_the_plan_is_agreed() -> None:
    case = capacity(position="lacks_capacity", assessment={"assessed_on": "2026-11-20"})
    assert not spoken("CAP-06", case=case, plan={"status": "draft"})
    (found,) = spoken("CAP-06", case=case, plan={"status": "agreed"})
    assert found.place.field == "capacity[0].best_interests"
    assert "in Ines's best interests" in found.message


def test_best_interests_are_asked_for_after_five_working_days() -> None:
    case = capacity(position="lacks_capacity", assessment={"assessed_on": "2026-11-02"})
    assert not spoken("CAP-06", FIFTH_WORKING_DAY, case=case)
    assert spoken("CAP-06", SIXTH_WORKING_DAY, case=case)


def test_somebody_who_can_decide_needs_no_best_interests() -> None:
    plan = {"status": "agreed"}
    assert not spoken("CAP-06", case=capacity(position="has_capacity"), plan=plan)
    done = {"decision": "The loan is not signed"}
    case = capacity(position="lacks_capacity", best_interests=done)
    assert not spoken("CAP-06", case=case, plan=plan)


@pytest.mark.parametrize(
    "decision", ["Capacity", "money matters", " Finances. ", "All of the DECISIONS!"]
)
def test_capacity_is_about_one_decision(decision: str) -> None:
    case = capacity(decision=decision)
    assert fields("CAP-07", case=case) == ["capacity[0].decision"]
    assert not spoken("CAP-07", case={**CLOSED, **case})


@pytest.mark.parametrize("decision", ["", "Lending him money", "Whether to go"])
def test_three_words_may_be_one_decision(decision: str) -> None:
    assert not spoken("CAP-07", case=capacity(decision=decision))


def test_pressure_is_thought_about_when_the_person_knows_where_the_risk_is() -> None:
    known = {"risk": {"sources": [{"category": "known_to_person"}]}}
    where = ["capacity[0].undue_pressure_considered"]
    assert fields("CAP-08", case={**known, **capacity()}) == where
    said = capacity(undue_pressure_considered="Seen alone twice")
    assert not spoken("CAP-08", case={**known, **said})
    assert not spoken("CAP-08", case=capacity())
    assert not spoken("CAP-08", case={**CLOSED, **known, **capacity()})


def test_an_assessment_waits_for_five_working_days() -> None:
    case = capacity(position="assessment_needed", considered_on="2026-11-02")
    assert not spoken("CAP-09", FIFTH_WORKING_DAY, case=case)
    (found,) = spoken("CAP-09", SIXTH_WORKING_DAY, case=case)
    assert found.place.field == "capacity[0].position"
    assert not spoken("CAP-09", SIXTH_WORKING_DAY, case={**CLOSED, **case})
    undated = capacity(position="assessment_needed")
    assert not spoken("CAP-09", SIXTH_WORKING_DAY, case=undated)


def test_capacity_is_thought_about_again_after_its_day() -> None:
    case = capacity(decision="Whether to sign the loan", review_on="2026-11-09")
    assert not spoken("CAP-10", date(2026, 11, 9), case=case)
    (found,) = spoken("CAP-10", date(2026, 11, 10), case=case)
    assert found.message == (
        'Time to think again about Ines\'s capacity for "Whether to sign the loan".'
    )
    assert not spoken("CAP-10", date(2026, 11, 10), case={**CLOSED, **case})


def test_difficulty_has_to_be_considered() -> None:
    case = advocacy(substantial_difficulty="not_considered")
    (found,) = spoken("ADV-01", case=case)
    assert found.holds == {"plan"}
    assert not spoken("ADV-01", case=advocacy(substantial_difficulty="unsure"))


SUITABLE = {
    "contact": "c1",
    "willing": "true",
    "not_source_of_risk": "true",
    "person_agrees": "true",
}


@pytest.mark.parametrize("lacking", [*SUITABLE])
def test_a_supporter_counts_when_all_is_known_of_them(lacking: str) -> None:
    has = {"substantial_difficulty": "has"}
    whole = advocacy(**has, appropriate_person=SUITABLE)
    assert not spoken("ADV-02", case=whole)
    partly = advocacy(**has, appropriate_person={**SUITABLE, lacking: ""})
    assert fields("ADV-02", case=partly) == ["advocacy.offers"]


@pytest.mark.parametrize("difficulty", ["none", "unsure", "not_considered"])
def test_an_advocate_must_be_offered_only_with_substantial_difficulty(
    difficulty: str,
) -> None:
    assert not spoken("ADV-02", case=advocacy(substantial_difficulty=difficulty))


def test_any_offer_is_an_offer() -> None:
    has = {"substantial_difficulty": "has"}
    assert spoken("ADV-02", case=advocacy(**has))
    for offer in ({"offered_on": "2026-11-02"}, {"answer": "declined"}):
        assert not spoken("ADV-02", case=advocacy(**has, offers=[offer]))


def test_nothing_is_said_of_offers_that_could_not_be_read() -> None:
    case = advocacy(substantial_difficulty="has")
    assert not spoken("ADV-02", misread=["case.yaml advocacy.offers"], case=case)


@pytest.mark.parametrize(
    "contact",
    [
        {"flags": ["source_of_risk"]},
        {"flags": ["professional"]},
        {"relationship_code": "staff_member"},
        {"relationship_code": "professional"},
    ],
)
def test_who_is_a_risk_or_paid_to_care_is_no_supporter_here(
    contact: Fields,
) -> None:
    person = {"contacts": [{"id": "c1", **contact}]}
    case = advocacy(appropriate_person=SUITABLE)
    where = ["advocacy.appropriate_person.contact"]
    assert fields("ADV-03", person=person, case=case) == where


def test_the_person_has_to_want_the_supporter() -> None:
    person = {"contacts": [{"id": "c1", "relationship_code": "neighbour"}]}
    assert not spoken(
        "ADV-03", person=person, case=advocacy(appropriate_person=SUITABLE)
    )
    unwanted = advocacy(appropriate_person={**SUITABLE, "person_agrees": "false"})
    where = ["advocacy.appropriate_person.person_agrees"]
    assert fields("ADV-03", person=person, case=unwanted) == where
    risk = advocacy(appropriate_person={**SUITABLE, "not_source_of_risk": "false"})
    assert spoken("ADV-03", person=person, case=risk)
    nobody = advocacy(appropriate_person={"person_agrees": "false"})
    assert not spoken("ADV-03", person=person, case=nobody)


def test_a_referral_goes_within_two_working_days() -> None:
    case = advocacy(offers=[offered("2026-11-05", "accepted")])
    assert not spoken("ADV-04", date(2026, 11, 9), case=case)
    (found,) = spoken("ADV-04", date(2026, 11, 10), case=case)
    assert found.place.field == "advocacy.offers[0].referred_on"
    assert found.message.startswith("Ines said yes to an advocate on 5 November 2026.")
    assert not spoken("ADV-04", date(2026, 11, 10), case={**CLOSED, **case})


@pytest.mark.parametrize("done", ["referred_on", "started_on"])
def test_a_referral_clears_it_however_late(done: str) -> None:
    gone = offered("2026-09-01", "accepted", **{done: "2026-11-20"})
    assert not spoken("ADV-04", case=advocacy(offers=[gone]))


def test_a_later_answer_takes_the_place_of_an_earlier_yes() -> None:
    yes = offered("2026-10-01", "accepted")
    for later in (
        offered("2026-10-08", "declined"),
        offered("2026-10-08", "accepted", referred_on="2026-10-09"),
    ):
        assert not spoken("ADV-04", case=advocacy(offers=[yes, later]))
    again = advocacy(offers=[yes, offered("2026-11-20", "accepted")])
    assert fields("ADV-04", case=again) == ["advocacy.offers[0].referred_on"]


@pytest.mark.parametrize("difficulty", ["none", "unsure"])
def test_advocacy_can_always_be_offered(difficulty: str) -> None:
    case = advocacy(substantial_difficulty=difficulty)
    (found,) = spoken("ADV-05", case=case)
    assert found.severity is Severity.PROMPT
    offers = [offered("2026-11-02", "thinking")]
    mentioned = advocacy(substantial_difficulty=difficulty, offers=offers)
    assert not spoken("ADV-05", case=mentioned)
    reviews = [held("initial", "2026-11-02", again="true")]
    assert not spoken("ADV-05", case=case, reviews=reviews)
    assert not spoken("ADV-05", case={**CLOSED, **case})


NO = offered("2026-10-05", "declined")


def test_advocacy_is_offered_again_at_a_later_review() -> None:
    case = advocacy(offers=[NO])
    assert not spoken("ADV-06", case=case)
    review = held("scheduled", "2026-11-02", again="false")
    where = ["advocacy.offers[0]"]
    assert fields("ADV-06", case=case, reviews=[review]) == where
    assert not spoken("ADV-06", case={**CLOSED, **case}, reviews=[review])


def test_looking_at_advocacy_again_counts_as_offering_it() -> None:
    asked = held("triggered", "2026-10-20", again="true")
    left_out = held("scheduled", "2026-11-02")
    case = advocacy(offers=[NO])
    assert not spoken("ADV-06", case=case, reviews=[asked, left_out])


@pytest.mark.parametrize(
    ("kind", "on"), [("scheduled", "2026-10-05"), ("pattern", "2026-11-02")]
)
def test_a_review_on_the_same_day_or_of_a_pattern_does_not_ask(
    kind: str, on: str
) -> None:
    reviews = [held(kind, on)]
    assert not spoken("ADV-06", case=advocacy(offers=[NO]), reviews=reviews)


def test_a_later_offer_with_any_answer_counts_from_its_own_day() -> None:
    reviews = [held("scheduled", "2026-11-02")]
    thinking = advocacy(offers=[NO, offered("2026-10-12", "thinking")])
    assert not spoken("ADV-06", case=thinking, reviews=reviews)
    after = advocacy(offers=[NO, offered("2026-11-06", "declined")])
    assert not spoken("ADV-06", case=after, reviews=reviews)


def test_after_the_last_review_somebody_says_what_the_advocate_changed() -> None:
    started = [offered("2026-10-05", "accepted", started_on="2026-10-12")]
    case, last = advocacy(offers=started), [held("final", "2026-11-20")]
    (found,) = spoken("ADV-07", case=case, reviews=last)
    assert found.place.field == "advocacy.how_it_helped"
    assert spoken("ADV-07", case={**CLOSED, **case}, reviews=last)
    said = advocacy(offers=started, how_it_helped="She said no to the move")
    assert not spoken("ADV-07", case=said, reviews=last)
    assert not spoken("ADV-07", case=case, reviews=[held("scheduled", "2026-11-20")])
    assert not spoken("ADV-07", case=advocacy(offers=[NO]), reviews=last)
