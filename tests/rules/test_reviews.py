"""The rules about reviews (brief 3.11)."""

from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder
from tests.rules.spoken import (
    CLOSED,
    TODAY,
    change,
    of_folder,
    of_worked,
    spoken,
    with_old_plan,
)
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.domain.case_folder import CaseRef
from workflow.domain.triggers import fired, reached
from workflow.domain.vocabulary import Nation

A, B, C = "SG-2026-014", "SG-2026-019", "SG-2026-021"
SCOTLAND = {"service_id": "sv-fernhaugh"}


def schedule(first_due: str, kind: str = "initial", /, **more: str) -> dict[str, str]:
    return {
        "id": "RS1",
        "kind": kind,
        "lead": "st-01",
        "first_due": first_due,
        **more,
    }


def agreed(on: str, *schedules: dict[str, str], **more: object) -> dict[str, object]:
    listed = list(schedules)
    return {"status": "agreed", "agreed_on": on, "review_schedule": listed, **more}


def held(on: str, kind: str = "scheduled", /, **more: object) -> dict[str, object]:
    return {"kind": kind, "status": "held", "due_on": on, "held_on": on, **more}


# REV-01


def test_an_agreed_plan_has_dates_triggers_and_leads() -> None:
    trigger = {"review_triggers": [{"id": "T1"}]}
    whole = agreed("2026-11-02", schedule("2026-12-01"), **trigger)
    assert not spoken("REV-01", plan=whole)
    (dates,) = spoken("REV-01", plan=agreed("2026-11-02", **trigger))
    assert dates.place.field == "review_schedule"
    nothing_sets_it_off = agreed("2026-11-02", schedule("2026-12-01"))
    (triggers,) = spoken("REV-01", plan=nothing_sets_it_off)
    assert triggers.place.field == "review_triggers"
    leaderless = agreed("2026-11-02", schedule("2026-12-01", lead=""), **trigger)
    (lead,) = spoken("REV-01", plan=leaderless)
    assert lead.place.field == "review_schedule[0].lead"


def test_a_draft_may_still_lack_them() -> None:
    assert not spoken("REV-01", plan={"status": "draft"})


# REV-02


def test_the_first_review_is_within_six_weeks_of_agreement() -> None:
    assert not spoken("REV-02", plan=agreed("2026-11-02", schedule("2026-12-14")))
    (finding,) = spoken("REV-02", plan=agreed("2026-11-02", schedule("2026-12-15")))
    assert finding.message == "The first review should be by 14 December 2026."
    assert finding.place.field == "review_schedule[0].first_due"


def test_six_weeks_that_end_on_a_sunday_end_on_friday() -> None:
    plan = agreed("2026-11-01", schedule("2026-12-14"))
    (finding,) = spoken("REV-02", plan=plan)
    assert finding.message == "The first review should be by 11 December 2026."
    assert not spoken("REV-02", plan=agreed("2026-11-01", schedule("2026-12-13")))


def test_it_counts_from_the_first_agreement_until_a_review_was_held() -> None:
    plan = agreed(
        "2026-11-16", schedule("2026-12-14"), first_agreed_on="2026-09-25", version="2"
    )
    assert spoken("REV-02", plan=plan)
    late = held("2026-11-18", "triggered")
    assert not spoken("REV-02", plan=plan, reviews=[late])
    assert spoken("REV-02", plan=plan, reviews=[held("2026-10-05", "pattern")])


def test_a_missed_first_review_was_planned_in_time() -> None:
    plan = agreed("2026-09-25", schedule("2026-11-06"))
    assert not spoken("REV-02", plan=plan)
    assert spoken("REV-04", plan=plan)


def test_a_date_that_nobody_can_read_may_be_in_time() -> None:
    unread = agreed("2026-09-25", schedule("soon"), schedule("2027-01-15"))
    assert not spoken("REV-02", plan=unread)
    assert not spoken("REV-03", plan=unread)


# REV-03


def test_the_longest_gap_is_twelve_weeks_from_the_last_review() -> None:
    last = [held("2026-09-01")]
    kept = agreed("2026-08-01", schedule("2026-11-24"))
    broken = agreed("2026-08-01", schedule("2026-11-25"))
    assert not spoken("REV-03", plan=kept, reviews=last)
    (finding,) = spoken("REV-03", plan=broken, reviews=last)
    assert finding.message == "The longest gap allowed here is 12 weeks."


def test_a_triggered_review_shortens_the_gap_and_a_pattern_review_does_not() -> None:
    plan = agreed("2026-08-01", schedule("2026-11-25"))
    assert not spoken("REV-03", plan=plan, reviews=[held("2026-09-10", "triggered")])
    assert spoken("REV-03", plan=plan, reviews=[held("2026-09-10", "pattern")])


def test_the_day_to_look_at_a_limit_is_no_review() -> None:
    limit = {"id": "X1", "status": "active", "review_on": "2026-11-25"}
    plan = agreed("2026-09-04", schedule("2026-12-10"), restrictions=[limit])
    assert spoken("REV-03", plan=plan)


# REV-04


def test_a_review_is_late_the_day_after() -> None:
    plan = {"review_schedule": [schedule("2026-11-20")]}
    assert not spoken("REV-04", date(2026, 11, 20), plan=plan)
    (finding,) = spoken("REV-04", date(2026, 11, 21), plan=plan)
    assert finding.message == "The review for Ines was due on 20 November 2026."
    assert finding.place.field == "review_schedule[0]"


def test_a_review_held_late_is_no_longer_a_reminder() -> None:
    plan = {"review_schedule": [schedule("2026-11-06")]}
    done = {**held("2026-11-20", "initial"), "due_on": "2026-11-06", "schedule": "RS1"}
    assert not spoken("REV-04", plan=plan, reviews=[done])


def test_a_planned_review_file_is_pointed_at() -> None:
    plan = {"review_schedule": [schedule("2026-11-06")]}
    planned = {"kind": "initial", "status": "planned", "due_on": "2026-11-06"}
    of_plan = {**planned, "schedule": "RS1"}
    (finding,) = spoken("REV-04", plan=plan, reviews=[of_plan])
    assert finding.place.file == "reviews/0.yaml"
    (alone,) = spoken("REV-04", reviews=[planned])
    assert alone.place.file == "reviews/0.yaml"


def test_a_review_held_on_no_day_asks_for_the_day() -> None:
    plan = {"review_schedule": [schedule("2026-11-06")]}
    undated = {**held("", "initial"), "due_on": "2026-11-06", "schedule": "RS1"}
    (finding,) = spoken("REV-04", plan=plan, reviews=[undated])
    assert finding.place.field == "held_on"


@pytest.mark.parametrize("status", ["cancelled", "moved"])
def test_a_review_cancelled_or_moved_rightly_is_not_late(status: str) -> None:
    plan = {"review_schedule": [schedule("2026-11-20")]}
    review = {"kind": "initial", "schedule": "RS1", "due_on": "2026-11-20"}
    moved = {"to": "2026-12-04", "agreed_with_person": "said_yes"}
    cancelled = {**review, "status": "cancelled"}
    rescheduled = {**review, "status": "rescheduled", "rescheduled": moved}
    chosen = cancelled if status == "cancelled" else rescheduled
    assert not spoken("REV-04", plan=plan, reviews=[chosen])


def test_no_review_of_a_closed_case_is_late() -> None:
    plan = {"review_schedule": [schedule("2026-11-06")]}
    assert not spoken("REV-04", case=CLOSED, plan=plan)


def test_a_limit_to_look_at_is_not_a_late_review() -> None:
    limit = {"id": "X1", "status": "active", "review_on": "2026-11-20"}
    assert not spoken("REV-04", plan={"restrictions": [limit]})


def test_case_b_is_late_from_28_november(starter: Path) -> None:
    """St Andrew's Day: the review of 30 November is due on Friday the 27th."""

    def late(day: date) -> list[str]:
        found = of_worked(starter, B, day)
        return [finding.message for finding in found if finding.rule == "REV-04"]

    assert late(date(2026, 11, 27)) == []
    due = "The review for Des was due on 27 November 2026."
    assert late(date(2026, 11, 28)) == [due]


def test_no_review_of_case_a_is_late_though_one_was_held_a_day_late(
    starter: Path,
) -> None:
    assert "REV-04" not in {finding.rule for finding in of_worked(starter, A)}


def test_a_review_of_case_a_that_was_not_held_is_late(workspace: Path) -> None:
    file = "reviews/2026-10-19-pattern-01.yaml"
    (workspace / "cases" / A / file).unlink()
    found = [f for f in of_worked(workspace, A) if f.rule == "REV-04"]
    assert [f.message for f in found] == [
        "The review for Tam was due on 19 October 2026."
    ]
    assert found[0].place.file == "plan.yaml"
    assert found[0].place.line


# REV-05


TRIGGER = {"id": "T1", "kind": "person_asks", "within": "2", "unit": "working_days"}


def set_off(day: str) -> dict[str, object]:
    name = f"{day}-check_in-01"
    noticed = {"record_id": name, "type": "check_in", "triggers_noticed": ["T1"]}
    return {**noticed, "date": day}


def test_a_trigger_asks_for_its_review_in_time() -> None:
    parts = {"plan": {"review_triggers": [TRIGGER]}, "records": [set_off("2026-11-18")]}
    assert not spoken("REV-05", date(2026, 11, 20), **parts)
    (finding,) = spoken("REV-05", date(2026, 11, 21), **parts)
    assert finding.message == (
        "Something happened on 18 November 2026 that we agreed would bring the review"
        " forward. It was due by 20 November 2026."
    )
    assert (finding.place.file, finding.place.field) == ("records/0.yaml", "date")
    assert not spoken("REV-04", date(2026, 11, 21), **parts)


def test_the_review_however_late_is_the_answer() -> None:
    parts = {"plan": {"review_triggers": [TRIGGER]}, "records": [set_off("2026-11-10")]}
    answer = {"trigger": "T1", "trigger_record": "2026-11-10-check_in-01"}
    review = {**held("2026-11-20", "triggered"), "due_on": "2026-11-12", **answer}
    assert spoken("REV-05", **parts)
    assert not spoken("REV-05", **parts, reviews=[review])
    assert not spoken("REV-04", **parts, reviews=[review])
    assert not spoken("REV-05", **parts, case=CLOSED)


def test_the_planned_review_is_pointed_at_once_it_is_there() -> None:
    parts = {"plan": {"review_triggers": [TRIGGER]}, "records": [set_off("2026-11-10")]}
    answer = {"trigger": "T1", "trigger_record": "2026-11-10-check_in-01"}
    planned = {"kind": "triggered", "status": "planned", "due_on": "2026-11-12"}
    (finding,) = spoken("REV-05", **parts, reviews=[{**planned, **answer}])
    assert finding.place.file == "reviews/0.yaml"
    assert not spoken("REV-04", **parts, reviews=[{**planned, **answer}])


def test_an_agreement_taken_back_brings_a_review_forward() -> None:
    boundary = {"id": "B1", "decision": "withdrawn", "withdrawn_on": "2026-11-10"}
    (finding,) = spoken("REV-05", consent={"boundaries": [boundary]})
    assert finding.place.field == "boundaries[0].withdrawn_on"


def test_an_override_brings_a_review_forward_in_every_case() -> None:
    told = {"reasons": ["life_at_risk"], "rationale": "A knife was shown"}
    contact = {"type": "external_contact", "external_contact": {"override": told}}
    records = [{**contact, "date": "2026-11-18"}]
    assert not spoken("REV-05", date(2026, 11, 20), records=records)
    assert spoken("REV-05", date(2026, 11, 21), records=records)


def test_in_case_a_one_use_of_the_phrase_reaches_no_warning_point(
    starter: Path,
) -> None:
    folder = CaseFolders(starter).load(CaseRef(A)).folder
    calendar = calendar_for(Nation.ENGLAND)
    assert reached(folder, calendar, TODAY) == ()
    assert fired(folder, calendar, TODAY) == ()


def test_in_case_a_one_rating_of_eight_brings_nothing_forward(workspace: Path) -> None:
    assert "REV-05" not in {finding.rule for finding in of_worked(workspace, A)}
    second = f"{A}/records/2026-10-11-visit-01.yaml"
    change(workspace, second, "{measure: M1, value: 5", "{measure: M1, value: 8")
    found = [f for f in of_worked(workspace, A) if f.rule == "REV-05"]
    assert [f.place.file for f in found] == ["records/2026-10-11-visit-01.yaml"]
    assert found[0].message.endswith("It was due by 13 October 2026.")


def test_in_case_b_the_review_was_held_before_it_was_due(
    starter: Path, workspace: Path
) -> None:
    assert "REV-05" not in {finding.rule for finding in of_worked(starter, B)}
    (workspace / "cases" / B / "reviews/2026-10-19-triggered-01.yaml").unlink()
    found = [f for f in of_worked(workspace, B) if f.rule == "REV-05"]
    assert found[0].message.endswith("It was due by 19 October 2026.")


# REV-06


WHOLE = {
    "person_view": "Better",
    "what_has_improved": "Sleep",
    "what_has_not": "Money",
    "outcome_progress": [{"outcome": "O1", "status": "partially_achieved"}],
    "decision": "carry_on",
}


@pytest.mark.parametrize("missing", sorted(WHOLE))
@pytest.mark.parametrize("kind", ["initial", "scheduled", "triggered", "final"])
def test_a_held_review_says_all_that_its_letter_says(missing: str, kind: str) -> None:
    assert not spoken("REV-06", reviews=[held("2026-11-06", kind, **WHOLE)])
    lacking = {key: value for key, value in WHOLE.items() if key != missing}
    (finding,) = spoken("REV-06", reviews=[held("2026-11-06", kind, **lacking)])
    assert finding.place.field == missing
    assert finding.holds == {"review letter"}


@pytest.mark.parametrize("kind", ["pattern", "restriction"])
def test_a_review_without_a_letter_may_say_less(kind: str) -> None:
    assert not spoken("REV-06", reviews=[held("2026-11-06", kind)])


def test_nobody_is_asked_about_progress_to_nothing() -> None:
    lacking = {**WHOLE, "outcome_progress": []}
    review = [held("2026-11-06", **lacking)]
    wanted_nothing = {"msp": {"asked": "asked_not_expressed"}}
    assert not spoken("REV-06", case=wanted_nothing, reviews=review)
    wanted = {**wanted_nothing, "outcomes": [{"id": "O1"}]}
    assert spoken("REV-06", case=wanted, reviews=review)


# REV-07


def points(*names: str) -> dict[str, object]:
    return {"escalation_thresholds": [{"id": name} for name in names]}


def lines(*names: str, **more: str) -> dict[str, object]:
    return {
        "thresholds": [
            {"threshold": name, "reached": "false", **more} for name in names
        ]
    }


@pytest.mark.parametrize("kind", ["pattern", "scheduled"])
def test_every_warning_point_of_the_plan_has_a_line(kind: str) -> None:
    both = [held("2026-11-06", kind, **lines("E1", "E2"))]
    assert not spoken("REV-07", plan=points("E1", "E2"), reviews=both)
    one = [held("2026-11-06", kind, **lines("E1"))]
    (finding,) = spoken("REV-07", plan=points("E1", "E2"), reviews=one)
    assert finding.place.field == "thresholds"
    assert finding.detail == "Not said of E2."


@pytest.mark.parametrize("kind", ["initial", "triggered", "final", "restriction"])
def test_other_reviews_need_no_lines(kind: str) -> None:
    assert not spoken("REV-07", plan=points("E1"), reviews=[held("2026-11-06", kind)])


def test_a_line_says_yes_or_no_and_what_was_done() -> None:
    def about(**line: str) -> list[dict[str, object]]:
        return [held("2026-11-06", thresholds=[{"threshold": "E1", **line}])]

    (unsaid,) = spoken("REV-07", plan=points("E1"), reviews=about())
    assert unsaid.place.field == "thresholds[0].reached"
    (undone,) = spoken("REV-07", plan=points("E1"), reviews=about(reached="true"))
    assert undone.place.field == "thresholds[0].what_we_did"
    done = about(reached="true", what_we_did="Told the lead")
    assert not spoken("REV-07", plan=points("E1"), reviews=done)


def test_a_point_agreed_after_the_review_is_not_asked_for() -> None:
    plan = {"agreed_on": "2026-11-06", **points("E1", "E2")}
    review = [held("2026-11-06", **lines("E1"))]
    folder = a_folder(plan=plan, reviews=review)
    old = {"agreed_on": "2026-09-25", **points("E1")}
    assert not of_folder("REV-07", with_old_plan(folder, old))


# REV-08


def carried_on(
    on: str, trend: str = "worse", decision: str = "carry_on"
) -> dict[str, object]:
    notes = [{"measure": "M1", "trend": "same"}, {"measure": "M2", "trend": trend}]
    return held(on, "pattern", measure_notes=notes, decision=decision)


def test_three_reviews_that_saw_it_get_worse_and_changed_nothing() -> None:
    three = [carried_on(f"2026-11-{day}") for day in ("02", "09", "16")]
    (finding,) = spoken("REV-08", reviews=three)
    assert (finding.place.file, finding.place.field) == ("reviews/2.yaml", "decision")
    assert not spoken("REV-08", reviews=three[:2])
    assert not spoken("REV-08", case=CLOSED, reviews=three)


def test_a_change_or_a_better_number_ends_the_question() -> None:
    two = [carried_on("2026-11-02"), carried_on("2026-11-09")]
    changed = carried_on("2026-11-16", decision="change_plan")
    assert not spoken("REV-08", reviews=[*two, changed])
    better = carried_on("2026-11-16", trend="better")
    assert not spoken("REV-08", reviews=[*two, better])
    assert not spoken("REV-08", reviews=[better, *two])


# REV-09 and REV-10


def test_a_review_without_the_person_says_why_and_tells_them() -> None:
    apart = held("2026-11-20", involvement="not_involved")
    (why,) = spoken("REV-09", reviews=[apart])
    assert why.place.field == "why_not_involved"
    assert why.message.startswith("Ines was not part of this review.")
    said_why = {**apart, "why_not_involved": "In hospital"}
    (told,) = spoken("REV-09", reviews=[said_why])
    assert told.place.field == "told_person_result_on"
    both = {**said_why, "told_person_result_on": "2026-11-23"}
    assert not spoken("REV-09", reviews=[both])


@pytest.mark.parametrize("how", ["took_part", "chose_not_to", "gave_views_before"])
def test_other_ways_of_taking_part_are_the_persons_own(how: str) -> None:
    assert not spoken("REV-09", reviews=[held("2026-11-20", involvement=how)])


def test_the_result_is_told_within_five_working_days() -> None:
    review = [held("2026-11-16")]
    assert not spoken("REV-10", date(2026, 11, 23), reviews=review)
    (finding,) = spoken("REV-10", date(2026, 11, 24), reviews=review)
    assert finding.message == "Tell Ines what the review decided."
    assert finding.place.field == "told_person_result_on"


def test_a_bank_holiday_is_no_working_day_where_it_is_kept() -> None:
    review = [held("2026-11-27")]
    assert spoken("REV-10", date(2026, 12, 5), reviews=review)
    assert not spoken("REV-10", date(2026, 12, 7), case=SCOTLAND, reviews=review)
    assert spoken("REV-10", date(2026, 12, 8), case=SCOTLAND, reviews=review)


def test_telling_however_late_is_telling_and_pattern_reviews_are_the_leads() -> None:
    late = [held("2026-10-01", told_person_result_on="2026-11-20")]
    assert not spoken("REV-10", reviews=late)
    assert not spoken("REV-10", reviews=[held("2026-10-01", "pattern")])
    assert not spoken("REV-10", case=CLOSED, reviews=[held("2026-10-01")])


# REV-11


@pytest.mark.parametrize(
    ("lead", "wrong"),
    [
        ("st-01", False),
        ("st-05", False),
        ("st-03", True),
        ("st-99", False),
        ("", False),
    ],
)
def test_pattern_reviews_are_led_by_the_lead_or_the_deputy(
    lead: str, *, wrong: bool
) -> None:
    review = held("2026-11-16", "pattern", lead=lead)
    found = spoken("REV-11", reviews=[review])
    assert [f.place.field for f in found] == (["lead"] if wrong else [])
    planned = {"review_schedule": [schedule("2026-11-30", "pattern", lead=lead)]}
    found = spoken("REV-11", plan=planned)
    assert [f.place.field for f in found] == (
        ["review_schedule[0].lead"] if wrong else []
    )


def test_the_lead_named_in_the_case_may_lead_and_others_lead_other_reviews() -> None:
    case = {"ownership": {"safeguarding_lead": "st-03"}}
    review = held("2026-11-16", "pattern", lead="st-03")
    assert not spoken("REV-11", case=case, reviews=[review])
    assert not spoken("REV-11", reviews=[held("2026-11-16", "initial", lead="st-03")])


# REV-12


def moved(to: str, answer: str = "said_yes", times: str = "") -> dict[str, object]:
    move = {"to": to, "agreed_with_person": answer, "times": times}
    review = {"kind": "scheduled", "due_on": "2026-11-16", "status": "rescheduled"}
    return {**review, "rescheduled": move}


def test_a_review_moves_by_ten_working_days_at_most() -> None:
    assert not spoken("REV-12", reviews=[moved("2026-11-30")])
    (finding,) = spoken("REV-12", reviews=[moved("2026-12-01")])
    assert finding.place.field == "rescheduled.to"


def test_a_review_moves_once_and_the_person_is_asked() -> None:
    (twice,) = spoken("REV-12", reviews=[moved("2026-11-20", times="2")])
    assert twice.place.field == "rescheduled.times"
    (unasked,) = spoken("REV-12", reviews=[moved("2026-11-20", "not_asked")])
    assert unasked.place.field == "rescheduled.agreed_with_person"
    assert spoken("REV-12", reviews=[moved("2026-11-20", "")])
    assert not spoken("REV-12", reviews=[moved("2026-11-20", "said_partly", "1")])


def test_a_review_moved_without_a_word_was_moved_without_asking() -> None:
    silent = {"kind": "scheduled", "due_on": "2026-11-16", "status": "rescheduled"}
    assert spoken("REV-12", reviews=[silent])
    assert not spoken("REV-12", reviews=[{**silent, "status": "planned"}])


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_a_review_that_is_over_is_not_moved_any_more(status: str) -> None:
    over = {**moved("2026-12-01"), "status": status}
    assert not spoken("REV-12", reviews=[over])


# REV-13


FIVE = ("options", "advocacy", "agreements", "capacity", "communication")


@pytest.mark.parametrize("missing", FIVE)
@pytest.mark.parametrize("kind", ["initial", "scheduled", "final"])
def test_five_things_are_looked_at_again(missing: str, kind: str) -> None:
    answers = dict.fromkeys(FIVE, "false")
    assert not spoken("REV-13", reviews=[held("2026-11-06", kind, rechecked=answers)])
    del answers[missing]
    (finding,) = spoken("REV-13", reviews=[held("2026-11-06", kind, rechecked=answers)])
    assert finding.place.field == f"rechecked.{missing}"


@pytest.mark.parametrize("kind", ["triggered", "pattern", "restriction"])
def test_other_reviews_look_at_what_they_are_for(kind: str) -> None:
    assert not spoken("REV-13", reviews=[held("2026-11-06", kind)])


# REV-14


def changing(on: str, **more: str) -> list[dict[str, object]]:
    return [held(on, decision="change_plan", **more)]


def test_a_review_that_changes_the_plan_is_followed_by_a_new_version() -> None:
    first = {"version": "1", "status": "agreed", "agreed_on": "2026-09-25"}
    (finding,) = spoken("REV-14", plan=first, reviews=changing("2026-11-06"))
    assert finding.message == "The review changed the plan. Make the new version."
    assert finding.place.file == "reviews/0.yaml"
    second = {"version": "2", "status": "agreed", "agreed_on": "2026-11-09"}
    assert not spoken("REV-14", plan=second, reviews=changing("2026-11-06"))
    assert spoken("REV-14", plan=second, reviews=changing("2026-11-16"))


def test_the_number_that_the_review_gave_is_reached() -> None:
    second = {"version": "2", "status": "agreed", "agreed_on": "2026-11-09"}
    third = changing("2026-11-06", new_plan_version="3")
    assert spoken("REV-14", plan=second, reviews=third)
    assert not spoken("REV-14", plan={**second, "version": "3"}, reviews=third)


def test_a_draft_of_the_new_version_is_a_beginning() -> None:
    draft = {"version": "3", "status": "draft", "agreed_on": "2026-09-25"}
    review = changing("2026-11-06", new_plan_version="3")
    assert not spoken("REV-14", plan=draft, reviews=review)


def test_only_a_decision_to_change_the_plan_asks_for_a_version() -> None:
    first = {"version": "1", "status": "agreed", "agreed_on": "2026-09-25"}
    other = [held("2026-11-06", decision="step_down")]
    assert not spoken("REV-14", plan=first, reviews=other)


# Values that nobody can read


def test_a_decision_that_nobody_can_read_is_named_once(workspace: Path) -> None:
    file = f"{B}/reviews/2026-11-02-scheduled-01.yaml"
    change(workspace, file, "decision: carry_on", "decision: same again")
    found = [f for f in of_worked(workspace, B) if f.place.file in file]
    assert [finding.rule for finding in found] == ["FIL-04"]


def test_nothing_is_said_of_reviews_when_one_cannot_be_read(workspace: Path) -> None:
    path = workspace / "cases" / C / "reviews/2026-11-06-triggered-01.yaml"
    path.write_text("a: [", encoding="utf-8")
    rules = {finding.rule for finding in of_worked(workspace, C)}
    assert not {rule for rule in rules if rule.startswith("REV")}
