"""The rules about safe contact and domestic abuse (brief 3.9)."""

from datetime import date
from pathlib import Path

import pytest

from tests.rules.spoken import CLOSED, change, of_worked, spoken

A, C = "SG-2026-014", "SG-2026-021"
SAFE = {"focus": ["safe_contact"]}


# DOM-01 and DOM-02


@pytest.mark.parametrize("code", ["partner", "ex_partner", "parent", "grandchild"])
def test_a_risk_from_family_asks_about_domestic_abuse(code: str) -> None:
    risk = {"sources": [{"relationship_code": code}]}
    (finding,) = spoken("DOM-01", case={"risk": risk})
    assert finding.place.field == "domestic_abuse.considered"
    assert finding.holds == {"plan"}


def test_a_risk_from_a_neighbour_does_not() -> None:
    risk = {"sources": [{"relationship_code": "neighbour"}]}
    assert not spoken("DOM-01", case={"risk": risk})


@pytest.mark.parametrize("how", ["flagged", "named"])
def test_the_source_of_risk_may_be_a_contact(how: str) -> None:
    flags = ["source_of_risk"] if how == "flagged" else []
    contact = {"id": "c1", "relationship_code": "sibling", "flags": flags}
    sources = [{"contact": "c1"}] if how == "named" else []
    person, case = {"contacts": [contact]}, {"risk": {"sources": sources}}
    assert spoken("DOM-01", person=person, case=case)
    considered = {**case, "domestic_abuse": {"considered": "true"}}
    assert not spoken("DOM-01", person=person, case=considered)


@pytest.mark.parametrize("decision", ["not_relevant", ""])
def test_fourteen_yes_answers_need_a_decision_about_marac(decision: str) -> None:
    def dash(count: str) -> dict[str, object]:
        answers = {"dash_yes_count": count, "marac_decision": decision}
        return {"domestic_abuse": answers}

    assert not spoken("DOM-02", case=dash("13"))
    (finding,) = spoken("DOM-02", case=dash("14"))
    assert finding.place.field == "domestic_abuse.marac_decision"


def test_so_does_a_professional_who_thinks_the_risk_is_high() -> None:
    high = {"professional_judgement_high_risk": "true", "dash_yes_count": "20"}
    relevant = {"domestic_abuse": {**high, "marac_decision": "not_relevant"}}
    assert len(spoken("DOM-02", case=relevant)) == 1
    decided = {"domestic_abuse": {**high, "marac_decision": "considered_not_referred"}}
    assert not spoken("DOM-02", case=decided)


# DOM-03


def secret(phrase: str, *knows: str, **plan: object) -> dict[str, object]:
    exit_phrase = {"phrase": phrase, "who_knows": ["person", *knows]}
    return {"safe_contact": {"exit_phrase": exit_phrase}, **plan}


def test_a_source_of_risk_who_knows_the_phrase_is_pointed_at() -> None:
    person = {"contacts": [{"id": "c1", "flags": ["source_of_risk"]}, {"id": "c2"}]}
    plan = secret("Is the washing in?", "c2", "c1")
    (finding,) = spoken("DOM-03", person=person, plan=plan)
    assert finding.place.field == "safe_contact.exit_phrase.who_knows[2]"
    assert finding.holds == {"plan", "letters out"}


def test_a_source_of_risk_may_be_named_in_the_case_only() -> None:
    case = {"risk": {"sources": [{"contact": "c1"}]}}
    assert spoken("DOM-03", case=case, plan=secret("Is the washing in?", "c1"))


@pytest.mark.parametrize(
    "text", ["IS THE  WASHING IN", "I say: “Is the washing in?”", "Is the wáshing in"]
)
def test_the_phrase_does_not_stand_where_somebody_outside_reads(text: str) -> None:
    plan = secret("Is the washing in?", agreed_summary=text)
    (finding,) = spoken("DOM-03", plan=plan)
    assert finding.place.field == "agreed_summary"


def test_the_phrase_may_stand_where_only_the_team_and_the_person_read() -> None:
    plan = secret("Is the washing in?", contingency="Is the washing in?")
    assert not spoken("DOM-03", plan=plan)


def test_a_short_phrase_is_not_found_inside_another_word() -> None:
    assert not spoken("DOM-03", plan=secret("Tea", agreed_summary="We work as a team."))
    assert spoken("DOM-03", plan=secret("Tea", agreed_summary="Tea at two."))


def test_the_phrase_of_case_a_is_found_in_an_outcome(workspace: Path) -> None:
    words = "I want to be the one who says when it stops."
    said = "I say did I leave the washing in and it stops."
    change(workspace, f"{A}/case.yaml", words, said)
    found = [f for f in of_worked(workspace, A) if f.rule == "DOM-03"]
    assert [f.place.field for f in found] == ["outcomes[1].in_their_words"]


# DOM-04


def steps(*calls: str) -> dict[str, object]:
    listed = [{"step": str(n + 1), "call": call} for n, call in enumerate(calls)]
    return {"safe_contact": {"response_steps": listed}}


def test_three_steps_end_with_an_emergency_call() -> None:
    whole = steps("", "safeguarding_lead", "emergency_services")
    assert not spoken("DOM-04", case=SAFE, plan=whole)
    (few,) = spoken("DOM-04", case=SAFE, plan=steps("", "emergency_services"))
    assert few.place.field == "safe_contact.response_steps"
    (last,) = spoken("DOM-04", case=SAFE, plan=steps("", "", "safeguarding_lead"))
    assert last.place.field == "safe_contact.response_steps[2].call"


def test_the_last_step_is_the_one_with_the_highest_number() -> None:
    listed = [
        {"step": "3", "call": "emergency_services"},
        {"step": "1"},
        {"step": "2"},
    ]
    plan = {"safe_contact": {"response_steps": listed}}
    assert not spoken("DOM-04", case=SAFE, plan=plan)


def test_a_call_that_nobody_can_read_is_named_once(workspace: Path) -> None:
    change(workspace, f"{A}/plan.yaml", "call: emergency_services", "call: 999")
    found = [f for f in of_worked(workspace, A) if f.place.file == "plan.yaml"]
    assert [finding.rule for finding in found] == ["FIL-04"]


def test_another_kind_of_case_needs_no_steps() -> None:
    assert not spoken("DOM-04", case={"focus": ["positive_risk"]})


# DOM-05


def stop(decision: str, wish: str = "continue") -> dict[str, object]:
    option = {"id": "OP4", "stops_contact": "true", "decision": decision}
    return {"safe_contact": {"wish": wish}, "options": [option]}


@pytest.mark.parametrize("wish", ["continue", "less"])
@pytest.mark.parametrize("decision", ["chosen", "chosen_adapted"])
def test_a_stop_against_the_persons_wish_is_spoken_of(wish: str, decision: str) -> None:
    (finding,) = spoken("DOM-05", plan=stop(decision, wish))
    assert finding.place.field == "options[0].stops_contact"
    assert finding.message.startswith("Ines wants contact to go on.")


@pytest.mark.parametrize("wish", ["stop", "unsure"])
def test_a_stop_the_person_may_want_is_not(wish: str) -> None:
    assert not spoken("DOM-05", plan=stop("chosen", wish))


def test_a_stop_that_was_declined_or_parked_is_not() -> None:
    assert not spoken("DOM-05", plan=stop("declined"))
    assert not spoken("DOM-05", plan=stop("parked"))


def test_a_limit_on_contact_is_spoken_of_until_it_ends() -> None:
    def limited(status: str) -> dict[str, object]:
        limit = {"id": "X1", "kind": "contact", "status": status}
        return {"safe_contact": {"wish": "continue"}, "restrictions": [limit]}

    (finding,) = spoken("DOM-05", plan=limited("active"))
    assert finding.place.field == "restrictions[0].kind"
    assert not spoken("DOM-05", plan=limited("ended"))
    assert not spoken("DOM-05", case=CLOSED, plan=limited("active"))


def test_dom_05_is_silent_in_case_a_because_the_pause_was_declined(
    starter: Path, workspace: Path
) -> None:
    marked = ("id: OP4,", "id: OP4, stops_contact: true,")
    change(workspace, f"{A}/plan.yaml", *marked)
    for root in (starter, workspace):
        assert "DOM-05" not in {finding.rule for finding in of_worked(root, A)}
    declined = "person_view: You said you wouldn't take him away., decision: declined"
    chosen = declined.replace("declined", "chosen")
    change(workspace, f"{A}/plan.yaml", declined, chosen)
    assert "DOM-05" in {finding.rule for finding in of_worked(workspace, A)}


# DOM-06 and DOM-07


@pytest.mark.parametrize("missing", ["place", "when", "who_else"])
def test_an_arrangement_says_where_when_and_who_else(missing: str) -> None:
    whole = {"id": "AR1", "place": "Garden", "when": "Sundays", "who_else": ["st-03"]}
    del whole[missing]
    (finding,) = spoken("DOM-06", plan={"safe_contact": {"arrangements": [whole]}})
    assert finding.place.field == f"safe_contact.arrangements[0].{missing}"


def test_a_plan_for_safe_contact_has_pattern_reviews() -> None:
    (finding,) = spoken("DOM-07", case=SAFE)
    assert finding.place.field == "review_schedule"
    assert not spoken("DOM-07", case={"focus": ["positive_risk"]})


def test_a_schedule_whose_kind_nobody_can_read_may_be_the_one() -> None:
    unread = {"review_schedule": [{"id": "RS1", "kind": "weekly"}]}
    assert not spoken("DOM-07", case=SAFE, plan=unread)


# DOM-08


def weekly(**end: str) -> dict[str, str]:
    first = {"id": "RS1", "kind": "pattern", "first_due": "2026-11-02"}
    return {**first, "every": "7", "unit": "days", **end}


@pytest.mark.parametrize("end", [{"until": "2026-11-30"}, {"occurrences": "5"}])
def test_seven_days_before_the_weekly_reviews_end_it_is_time_to_decide(
    end: dict[str, str],
) -> None:
    plan = {"review_schedule": [weekly(**end)]}
    assert not spoken("DOM-08", date(2026, 11, 22), plan=plan)
    (finding,) = spoken("DOM-08", date(2026, 11, 23), plan=plan)
    assert finding.message.startswith("The weekly reviews end on 30 November 2026.")
    assert finding.place.field == f"review_schedule[0].{next(iter(end))}"
    assert spoken("DOM-08", date(2026, 12, 14), plan=plan)


def test_a_schedule_with_a_number_and_no_pace_keeps_the_providers() -> None:
    schedule = {"id": "RS1", "kind": "pattern", "first_due": "2026-11-02"}
    plan = {"review_schedule": [{**schedule, "occurrences": "5"}]}
    assert spoken("DOM-08", date(2026, 11, 23), plan=plan)
    assert not spoken("DOM-08", date(2026, 11, 22), plan=plan)


@pytest.mark.parametrize(
    ("held", "answered"),
    [("2026-11-22", False), ("2026-11-23", True), ("2026-12-09", True)],
)
def test_a_review_with_a_decision_says_what_follows(
    held: str, *, answered: bool
) -> None:
    plan = {"review_schedule": [weekly(until="2026-11-30")]}
    review = {"kind": "pattern", "status": "held", "held_on": held}
    decided = [{**review, "decision": "step_down"}]
    later = date(2026, 12, 10)
    assert bool(spoken("DOM-08", later, plan=plan, reviews=decided)) is not answered
    assert spoken("DOM-08", later, plan=plan, reviews=[review])


def test_pattern_reviews_that_go_on_are_an_answer() -> None:
    onward = {**weekly(until="2027-01-04"), "id": "RS2", "first_due": "2026-12-07"}
    plan = {"review_schedule": [weekly(until="2026-11-30"), onward]}
    assert not spoken("DOM-08", plan=plan)
    assert not spoken("DOM-08", plan={"review_schedule": [weekly()]})


def test_what_follows_is_not_asked_of_a_closed_case() -> None:
    plan = {"review_schedule": [weekly(until="2026-11-30")]}
    assert not spoken("DOM-08", case=CLOSED, plan=plan)


# DOM-09


@pytest.mark.parametrize("answer", ["", "not_asked"])
def test_a_specialist_service_is_offered(answer: str) -> None:
    abuse = {"considered": "true", "specialist_offered": answer}
    (finding,) = spoken("DOM-09", case={"domestic_abuse": abuse})
    assert finding.place.field == "domestic_abuse.specialist_offered"


@pytest.mark.parametrize("answer", ["said_yes", "said_no", "not_applicable"])
def test_any_answer_to_the_offer_is_one(answer: str) -> None:
    abuse = {"considered": "true", "specialist_offered": answer}
    assert not spoken("DOM-09", case={"domestic_abuse": abuse})


def test_the_kind_of_abuse_alone_asks_for_the_offer() -> None:
    assert (
        len(spoken("DOM-09", case={"risk": {"abuse_types": ["domestic_abuse"]}})) == 1
    )
    assert not spoken("DOM-09", case={"risk": {"abuse_types": ["financial"]}})


def test_dom_09_is_silent_in_case_c_because_she_said_no(
    starter: Path, workspace: Path
) -> None:
    assert "DOM-09" not in {finding.rule for finding in of_worked(starter, C)}
    old, new = "specialist_offered: said_no", "specialist_offered: not_asked"
    change(workspace, f"{C}/case.yaml", old, new)
    assert "DOM-09" in {finding.rule for finding in of_worked(workspace, C)}
