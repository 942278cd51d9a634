"""The rules about records (brief 3.8): their edges, and what clears them."""

from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder
from tests.rules.spoken import (
    CLOSED,
    change,
    of_folder,
    of_worked,
    spoken,
    with_old_plan,
)
from workflow.adapters.rule_files import load_rules
from workflow.domain.errors import ConfigurationError
from workflow.domain.rules.kinds import number

A = "SG-2026-014"


def visit(day: str, **inside: object) -> dict[str, object]:
    return {"type": "visit", "date": day, "visit": inside}


def boundary(kept: str, of: str = "SB1") -> dict[str, str]:
    return {"boundary": of, "kept": kept}


# REC-01


@pytest.mark.parametrize("marker", ["I think", "seemed", "obviously", "as usual"])
def test_a_word_of_opinion_among_the_facts_is_asked_about(marker: str) -> None:
    record = {"type": "visit", "what_happened": f"He came. {marker.upper()} it went."}
    (finding,) = spoken("REC-01", records=[record])
    assert finding.place.field == "what_happened"
    assert finding.detail == f'It says "{marker}".'


def test_what_somebody_said_is_a_fact_and_so_is_part_of_a_word() -> None:
    said = 'She said "I think he seemed cross". Inattention was not the cause.'
    assert not spoken("REC-01", records=[{"type": "visit", "what_happened": said}])


def test_opinion_has_its_own_box() -> None:
    assert not spoken("REC-01", records=[{"type": "visit", "staff_view": "I think"}])


# REC-02


@pytest.mark.parametrize("kind", ["external_contact", "concern_note", "speak_up"])
def test_some_records_need_no_words_of_the_person(kind: str) -> None:
    assert not spoken("REC-02", records=[{"type": kind}])


@pytest.mark.parametrize("kind", ["visit", "journey", "incident", "check_in"])
def test_other_records_ask_what_the_person_said(kind: str) -> None:
    (finding,) = spoken("REC-02", records=[{"type": kind}])
    assert finding.message == "What did Ines say?"
    assert not spoken("REC-02", records=[{"type": kind, "person_said": "No."}])


# REC-03


def test_nought_and_no_are_answers_in_a_visit() -> None:
    record = visit(
        "2026-11-08",
        boundaries=[boundary("not_tested")],
        pressured_interactions="0",
        exit_phrase_used="false",
    )
    assert not spoken("REC-03", records=[record])


@pytest.mark.parametrize(
    "missing", ["boundaries", "pressured_interactions", "exit_phrase_used"]
)
def test_a_visit_asks_for_each_of_its_three_answers(missing: str) -> None:
    whole = {
        "boundaries": [boundary("kept")],
        "pressured_interactions": "0",
        "exit_phrase_used": "false",
    }
    del whole[missing]
    (finding,) = spoken("REC-03", records=[visit("2026-11-08", **whole)])
    assert finding.place.field == f"visit.{missing}"
    assert finding.holds == {"pattern sheet"}


def test_each_agreed_rule_has_a_line_in_a_visit() -> None:
    answered = {"pressured_interactions": "0", "exit_phrase_used": "false"}
    record = visit("2026-11-08", boundaries=[boundary("kept")], **answered)
    rules = [{"id": "SB1"}, {"id": "SB2"}]
    plan = {"safe_contact": {"boundaries": rules}}
    (finding,) = spoken("REC-03", plan=plan, records=[record])
    assert finding.detail == "No line for SB2."


def test_a_visit_is_asked_only_about_the_rules_of_its_day() -> None:
    answered = {"pressured_interactions": "0", "exit_phrase_used": "false"}
    record = visit("2026-11-08", boundaries=[boundary("kept")], **answered)
    rules = [{"id": "SB1"}, {"id": "SB2"}]
    plan = {"agreed_on": "2026-11-09", "safe_contact": {"boundaries": rules}}
    old = {"agreed_on": "2026-09-25", "safe_contact": {"boundaries": rules[:1]}}
    folder = with_old_plan(a_folder(plan=plan, records=[record]), old)
    assert not of_folder("REC-03", folder)


def test_a_visit_in_a_case_about_something_else_needs_no_lines() -> None:
    record = visit("2026-11-08", pressured_interactions="0", exit_phrase_used="false")
    other = {"focus": ["information_sharing"]}
    assert not spoken("REC-03", case=other, records=[record])
    assert spoken("REC-03", case={"focus": ["safe_contact"]}, records=[record])


# REC-04


def written(at: str, time: str | None = "14:00") -> dict[str, object]:
    return {"type": "visit", "date": "2026-11-08", "time": time, "recorded_at": at}


@pytest.mark.parametrize(
    ("at", "hours"),
    [
        ("2026-11-08T16:00:00", None),
        ("2026-11-09T14:00:00", None),
        ("2026-11-09T14:20:00", "25"),
        ("2026-11-10T15:00:00", "49"),
        ("2026-11-10T15:00:00+00:00", "49"),
        ("2026-11-10", "48"),
        ("last week", None),
    ],
)
def test_hours_are_counted_from_the_event_to_the_writing(
    at: str, hours: str | None
) -> None:
    found = spoken("REC-04", records=[written(at)])
    said = [f"This was written {hours} hours later. Note why."] if hours else []
    assert [finding.message for finding in found] == said


def test_without_a_time_the_next_day_is_in_time() -> None:
    assert not spoken("REC-04", records=[written("2026-11-09T23:00:00", None)])
    assert spoken("REC-04", records=[written("2026-11-10T08:00:00", None)])


def test_late_writing_stays_part_of_a_closed_case() -> None:
    late = [written("2026-11-12T08:00:00")]
    assert spoken("REC-04", case=CLOSED, records=late)


# REC-05


def arranged(day: str) -> dict[str, object]:
    return {"safe_contact": {"arrangements": [{"id": "AR1", "dates": [day]}]}}


def test_a_visit_on_friday_is_expected_to_be_written_up_by_monday() -> None:
    plan = arranged("2026-11-20")
    assert not spoken("REC-05", date(2026, 11, 23), plan=plan)
    (finding,) = spoken("REC-05", date(2026, 11, 24), plan=plan)
    assert finding.message == "We expected a record for 20 November 2026."
    assert finding.place.field == "safe_contact.arrangements[0].dates[0]"


def test_a_journey_that_was_planned_is_expected_too() -> None:
    plan = {"positive_risk": {"planned_dates": ["2026-11-12", "soon"]}}
    (finding,) = spoken("REC-05", plan=plan)
    assert finding.place.field == "positive_risk.planned_dates[0]"
    done = [{"type": "journey", "date": "2026-11-12"}]
    assert not spoken("REC-05", plan=plan, records=done)


def test_only_a_visit_of_the_same_arrangement_meets_the_date() -> None:
    plan = arranged("2026-11-12")
    other = [visit("2026-11-12", arrangement="AR2")]
    assert spoken("REC-05", plan=plan, records=other)
    assert spoken("REC-05", plan=plan, records=[{**other[0], "type": "keywork"}])
    assert not spoken("REC-05", plan=plan, records=[visit("2026-11-12")])


def test_a_visit_whose_date_nobody_can_read_may_be_the_one() -> None:
    undated = [{"type": "visit", "date": "the twelfth"}]
    assert not spoken("REC-05", plan=arranged("2026-11-12"), records=undated)


def test_nothing_is_expected_of_a_closed_case() -> None:
    assert not spoken("REC-05", case=CLOSED, plan=arranged("2026-11-12"))


def test_case_a_expects_a_record_of_22_november_from_the_24th(starter: Path) -> None:
    on_the_day = of_worked(starter, A, date(2026, 11, 23))
    assert "REC-05" not in {finding.rule for finding in on_the_day}
    later = of_worked(starter, A, date(2026, 11, 24))
    messages = [finding.message for finding in later if finding.rule == "REC-05"]
    assert messages == ["We expected a record for 22 November 2026."]


# REC-06 and REC-07


def incident(
    day: str, kind: str = "abuse_or_neglect", **more: object
) -> dict[str, object]:
    inside = {"kind": kind, "safe_now": "true", **more}
    name = f"{day}-incident-01"
    return {"record_id": name, "type": "incident", "date": day, "incident": inside}


def test_somebody_who_is_not_safe_is_spoken_of_at_once_and_until_they_are() -> None:
    (finding,) = spoken("REC-06", records=[incident("2026-11-23", safe_now="false")])
    assert finding.message.startswith("Make Ines safe first. Call 999")
    assert finding.place.field == "incident.safe_now"
    assert finding.holds == {"banner"}
    assert spoken("REC-06", records=[incident("2026-10-01", safe_now="false")])
    assert not spoken("REC-06", records=[incident("2026-11-23")])
    fall = incident("2026-11-22", "fall", safe_now="false")
    assert not spoken("REC-06", records=[fall])


def told(to: str, **more: str) -> dict[str, str]:
    return {"to": to, "needed": "false", "record": "2026-11-18-incident-01", **more}


def test_who_needs_to_know_is_decided_by_the_next_day() -> None:
    records = [incident("2026-11-18")]
    assert not spoken("REC-07", date(2026, 11, 19), records=records)
    (finding,) = spoken("REC-07", date(2026, 11, 20), records=records)
    assert finding.place.field == "incident.kind"


def test_a_no_is_a_decision_and_each_of_the_two_needs_one() -> None:
    records = [incident("2026-11-18")]
    council, regulator = told("council_safeguarding"), told("regulator")
    both = {"notifications": [council, regulator]}
    assert not spoken("REC-07", case=both, records=records)
    assert spoken("REC-07", case={"notifications": [council]}, records=records)


def test_a_decision_about_another_incident_is_none() -> None:
    other = {"record": "2026-10-01-incident-01"}
    both = [told("council_safeguarding", **other), told("regulator", **other)]
    records = [incident("2026-11-18")]
    assert spoken("REC-07", case={"notifications": both}, records=records)


def test_a_notification_that_waits_for_yes_or_no_is_pointed_at() -> None:
    open_still = {**told("regulator"), "needed": ""}
    case = {"notifications": [told("council_safeguarding"), open_still]}
    (finding,) = spoken("REC-07", case=case, records=[incident("2026-11-18")])
    assert finding.place.field == "notifications[1].needed"


def test_who_was_told_at_once_was_decided_about() -> None:
    reported = [{"to": "council_safeguarding"}, {"to": "regulator"}]
    assert not spoken("REC-07", records=[incident("2026-11-18", reported=reported)])


def test_a_fall_is_not_abuse() -> None:
    assert not spoken("REC-07", records=[incident("2026-11-18", "fall")])


# REC-08 and REC-09


def test_the_phrase_asks_for_the_steps_that_were_used() -> None:
    used = visit("2026-11-08", exit_phrase_used="true")
    (finding,) = spoken("REC-08", records=[used])
    assert finding.place.field == "visit.steps_used"
    assert not spoken("REC-08", records=[visit("2026-11-08", exit_phrase_used="false")])


def note(day: str, text: str) -> dict[str, object]:
    return {"type": "keywork", "date": day, "what_happened": text}


def test_three_copies_are_one_question_at_the_newest() -> None:
    texts = [
        "All well today. We had tea together.",
        "all well   today! We had tea together.",
        "Rain. All well today. We had tea together.",
    ]
    days = ["2026-11-01", "2026-11-08", "2026-11-15"]
    copies = [note(day, text) for day, text in zip(days, texts, strict=True)]
    (finding,) = spoken("REC-09", records=copies)
    assert finding.place.file == "records/2.yaml"
    assert finding.detail == "The same words are in records/0.yaml, records/1.yaml."
    assert not spoken("REC-09", records=copies[:2])


def test_a_sentence_twice_in_one_record_and_a_word_or_two_are_no_copies() -> None:
    twice = [note("2026-11-01", "All well today. All well today.")] * 2
    assert not spoken("REC-09", records=twice)
    assert not spoken("REC-09", records=[note("2026-11-01", "Had tea.")] * 3)


# REC-10 and REC-11


def test_the_everyday_questions_are_asked_at_least_every_thirty_days() -> None:
    asked = [{"type": "check_in", "date": "2026-10-24"}]
    assert not spoken("REC-10", date(2026, 11, 23), records=asked)
    (finding,) = spoken("REC-10", date(2026, 11, 24), records=asked)
    assert "does Ines feel heard" in finding.message
    assert finding.place.file == "records/0.yaml"


def test_never_asked_counts_from_the_day_the_case_was_opened() -> None:
    case = {"opened_on": "2026-10-24"}
    assert not spoken("REC-10", date(2026, 11, 23), case=case)
    (finding,) = spoken("REC-10", date(2026, 11, 24), case=case)
    assert (finding.place.file, finding.place.field) == ("case.yaml", "opened_on")


def test_reminders_are_for_open_cases() -> None:
    assert not spoken("REC-10", case=CLOSED)
    assert not spoken("REC-11", case=CLOSED)


def test_a_check_in_that_nobody_can_date_may_be_recent() -> None:
    assert not spoken("REC-10", records=[{"type": "check_in", "date": "last week"}])


def test_rights_are_talked_about_every_sixty_days_when_nothing_is_wrong() -> None:
    talk = {"type": "keywork", "date": "2026-09-24", "keywork": {"planned": "true"}}
    assert not spoken("REC-11", date(2026, 11, 23), records=[talk])
    assert spoken("REC-11", date(2026, 11, 24), records=[talk])
    forced = {**talk, "date": "2026-11-20", "keywork": {"planned": "false"}}
    assert spoken("REC-11", date(2026, 11, 24), records=[talk, forced])


# REC-12 and REC-13


def test_somebody_unhappy_with_a_worker_is_offered_another_way() -> None:
    unhappy = {"type": "check_in", "check_in": {"happy_with_worker": "said_no"}}
    (finding,) = spoken("REC-12", records=[unhappy])
    assert finding.place.field == "check_in.route_offered"
    partly = {"type": "check_in", "check_in": {"happy_with_worker": "said_partly"}}
    assert not spoken("REC-12", records=[partly])
    assert not spoken("REC-12", case=CLOSED, records=[unhappy])


def test_speaking_up_is_answered_within_five_working_days() -> None:
    spoke = {"type": "speak_up", "date": "2026-11-16"}
    assert not spoken("REC-13", date(2026, 11, 23), records=[spoke])
    (finding,) = spoken("REC-13", date(2026, 11, 24), records=[spoke])
    waits = "Ines spoke up on 16 November 2026 and is waiting for an answer."
    assert finding.message == waits


def test_an_answer_however_late_ends_the_waiting() -> None:
    answer = {"answered_on": "2026-12-01"}
    spoke = {"type": "speak_up", "date": "2026-11-02", "speak_up": answer}
    assert not spoken("REC-13", date(2026, 12, 2), records=[spoke])


def test_an_answer_without_its_day_ends_the_waiting_no_more_than_in_the_diary() -> None:
    answer = {"answer_given": "We moved the shift."}
    spoke = {"type": "speak_up", "date": "2026-11-16", "speak_up": answer}
    (finding,) = spoken("REC-13", date(2026, 11, 24), records=[spoke])
    said = "An answer is written down, but not the day on which it was given."
    assert finding.detail == said


# REC-14


def pressed(day: str) -> dict[str, object]:
    return visit(day, pressured_interactions="1")


@pytest.mark.parametrize(
    "sign",
    [
        {"type": "visit", "visit": {"pressured_interactions": "2"}},
        {"type": "visit", "visit": {"boundaries": [boundary("broken")]}},
        {"type": "visit", "visit": {"exit_phrase_used": "true"}},
        {"type": "check_in", "check_in": {"anyone_pressuring": "said_yes"}},
        {"type": "check_in", "check_in": {"anyone_pressuring": "said_partly"}},
    ],
)
def test_each_sign_of_risk_makes_two_with_another(sign: dict[str, object]) -> None:
    second = {**sign, "date": "2026-11-16"}
    (finding,) = spoken("REC-14", records=[pressed("2026-11-08"), second])
    assert finding.place.file == "records/1.yaml"


def test_two_signs_within_fourteen_days_are_a_question_and_one_is_not() -> None:
    assert spoken("REC-14", records=[pressed("2026-11-02"), pressed("2026-11-16")])
    assert not spoken("REC-14", records=[pressed("2026-11-01"), pressed("2026-11-16")])
    assert not spoken("REC-14", records=[pressed("2026-11-16")])


@pytest.mark.parametrize(
    ("day", "answered"),
    [("2026-11-08", True), ("2026-11-15", True), ("2026-11-16", False)],
)
def test_talking_within_a_week_answers_it(day: str, *, answered: bool) -> None:
    signs = [pressed("2026-11-01"), pressed("2026-11-08")]
    talk = {"type": "concern_note", "date": day}
    review = {"kind": "pattern", "status": "held", "held_on": day}
    assert bool(spoken("REC-14", records=[*signs, talk])) is not answered
    assert bool(spoken("REC-14", records=signs, reviews=[review])) is not answered


def test_talking_between_the_two_notes_does_not_answer_the_second() -> None:
    talk = {"type": "concern_note", "date": "2026-11-05"}
    signs = [pressed("2026-11-01"), talk, pressed("2026-11-08")]
    assert spoken("REC-14", records=signs)


# Values that nobody can read


def test_a_count_that_is_no_number_is_named_once(workspace: Path) -> None:
    file = f"{A}/records/2026-11-08-visit-01.yaml"
    change(workspace, file, "pressured_interactions: 0", "pressured_interactions: none")
    found = [f for f in of_worked(workspace, A) if f.place.file in file]
    assert [finding.rule for finding in found] == ["FIL-10"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("visit.exit_phrase_used: 'true'\n", "visit.exit_phrase: 'true'\n"),
        ("of: {type: check_in}", "of: {kind: check_in}"),
    ],
)
def test_a_sign_that_no_record_has_is_named_when_the_rules_are_read(
    workspace: Path, old: str, new: str
) -> None:
    path = workspace / "config/rules/our-records.yaml"
    (workspace / "config/rules/records.yaml").rename(path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"records\.yaml, REC-1"):
        load_rules(workspace)


def test_a_number_that_is_none_is_named(workspace: Path) -> None:
    path = workspace / "config/rules/our-records.yaml"
    (workspace / "config/rules/records.yaml").rename(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("within_days: '14'", "within_days: two weeks"))
    rule = load_rules(workspace)["REC-14"]
    with pytest.raises(ConfigurationError, match="REC-14: within_days"):
        number(rule, "within_days")
