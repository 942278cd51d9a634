"""What sets a review off, and what does not (brief 4.4)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Detect, Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.triggers import BUILT_IN, Fired, fired, matches, reached
from workflow.domain.working_days import Calendar

TODAY = date(2026, 11, 23)
MONDAY = date(2026, 10, 5)
MISSED = {"record_type": "visit", "field": "visit.exit_phrase_used", "op": "eq"}
PHRASE = {**MISSED, "value": "true", "at_least": 2, "within_days": 28}


def record(day: date, **fields: object) -> Record:
    kind = fields.pop("type", "visit")
    name = f"{day}-{kind}-01"
    return Record.model_validate(
        {"record_id": name, "type": kind, "date": day, **fields}
    )


def used(*days: date) -> list[Record]:
    return [record(day, visit={"exit_phrase_used": True}) for day in days]


def held(day: date, **fields: object) -> Review:
    whole = {"kind": "triggered", "status": "held", "due_on": day, "held_on": day}
    return Review.model_validate({**whole, **fields})


def folder(
    records: Sequence[Record],
    reviews: Sequence[Review] = (),
    consent: Consent | None = None,
    **plan: object,
) -> CaseFolder:
    case = {"ownership": {"owner": "st-03", "safeguarding_lead": "st-01"}}
    return CaseFolder(
        CaseRef("SG-1"),
        Filed("person.yaml", Person()),
        Filed("case.yaml", Case.model_validate(case)),
        Filed("plan.yaml", Plan.model_validate(plan)),
        Filed("consent.yaml", consent or Consent()),
        records=tuple(Filed(f"records/{r.record_id}.yaml", r) for r in records),
        reviews=tuple(Filed(f"reviews/{r.due_on}.yaml", r) for r in reviews),
    )


def trigger(**fields: object) -> dict[str, Any]:
    whole = {"id": "T1", "kind": "exit_phrase_used", "lead": "st-01"}
    return {**whole, "within": 2, "unit": "working_days", **fields}


def firings(case: CaseFolder, today: date = TODAY) -> tuple[Fired, ...]:
    return fired(case, Calendar(), today)


@pytest.mark.parametrize(
    ("unit", "due"),
    [("weeks", "2026-10-09"), ("days", "2026-10-11"), ("hours", "2026-10-10")],
)
def test_what_is_due_in_weeks_rolls_back_and_what_is_due_in_days_never(
    unit: str, due: str
) -> None:
    saturday = record(date(2026, 10, 3) if unit == "weeks" else date(2026, 10, 10))
    saturday = saturday.model_copy(update={"triggers_noticed": ("T1",)})
    (event,) = firings(
        folder([saturday], review_triggers=[trigger(unit=unit, within=1)])
    )
    assert str(event.due_on) == due


def test_it_takes_as_many_records_as_agreed_within_the_days_agreed() -> None:
    plan: dict[str, Any] = {"review_triggers": [trigger(detect=PHRASE)]}
    near, far = MONDAY + timedelta(days=27), MONDAY + timedelta(days=28)
    (event,) = firings(folder(used(MONDAY, near), **plan))
    assert (event.trigger, event.on) == ("T1", near)
    assert event.record == f"{near}-visit-01"
    assert event.due_on == date(2026, 11, 3)
    assert firings(folder(used(MONDAY, far), **plan)) == ()
    assert firings(folder(used(MONDAY), **plan)) == ()


def test_staff_may_notice_what_no_machine_can() -> None:
    seen = record(MONDAY, triggers_noticed=["T1"])
    (event,) = firings(folder([seen], review_triggers=[trigger()]))
    assert (event.on, event.kind) == (MONDAY, "exit_phrase_used")


def test_what_has_not_happened_yet_sets_nothing_off() -> None:
    seen = record(TODAY + timedelta(days=1), triggers_noticed=["T1"])
    assert firings(folder([seen], review_triggers=[trigger()])) == ()


def test_it_stays_latched_until_a_review_that_names_it_is_held() -> None:
    days = [MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(days=9)]
    seen = [record(day, triggers_noticed=["T1"]) for day in days]
    plan: dict[str, Any] = {"review_triggers": [trigger()]}
    assert [e.on for e in firings(folder(seen, **plan))] == days[:1]
    named = [held(MONDAY + timedelta(days=5), trigger="T1")]
    assert [e.on for e in firings(folder(seen, named, **plan))] == [days[0], days[2]]
    other = [held(MONDAY + timedelta(days=5), trigger="T9")]
    assert [e.on for e in firings(folder(seen, other, **plan))] == days[:1]


@pytest.mark.parametrize("harm", ["moderate", "severe", "death"])
def test_serious_harm_sets_a_review_off_in_every_case(harm: str) -> None:
    harmed = record(MONDAY, type="incident", incident={"harm": harm})
    (event,) = firings(folder([harmed]))
    assert (event.kind, event.lead) == ("new_incident", "st-01")
    assert event.due_on == date(2026, 10, 7)


def test_light_harm_does_not() -> None:
    harmed = record(MONDAY, type="incident", incident={"harm": "low"})
    assert firings(folder([harmed])) == ()


def test_a_built_in_trigger_that_the_plan_lists_is_the_plans() -> None:
    harmed = record(
        MONDAY, type="incident", incident={"harm": "severe"}, triggers_noticed=["T1"]
    )
    listed = trigger(kind="new_incident", within=1, unit="days")
    (event,) = firings(folder([harmed], review_triggers=[listed]))
    assert (event.trigger, event.due_on) == ("T1", date(2026, 10, 6))


def test_one_record_sets_one_kind_off_once() -> None:
    seen = record(MONDAY, triggers_noticed=["T1", "T2"])
    both = [trigger(), trigger(id="T2")]
    assert [e.trigger for e in firings(folder([seen], review_triggers=both))] == ["T1"]


def test_sharing_against_the_persons_wish_sets_a_review_off() -> None:
    contact = {"override": {"reasons": ["life_at_risk"]}}
    shared = record(MONDAY, type="external_contact", external_contact=contact)
    assert [e.kind for e in firings(folder([shared]))] == ["override"]


def test_a_limit_outside_the_plan_has_three_days_to_be_resolved() -> None:
    def limited(resolved: date | None) -> CaseFolder:
        limit = {"what": "Door kept shut", "resolved_on": resolved}
        return folder([record(MONDAY, limits_applied=[limit])])

    assert firings(limited(MONDAY + timedelta(days=3))) == ()
    late = firings(limited(MONDAY + timedelta(days=4)))
    assert [e.on for e in late] == [MONDAY + timedelta(days=4)]
    assert firings(limited(None), MONDAY + timedelta(days=3)) == ()
    assert len(firings(limited(None), MONDAY + timedelta(days=4))) == 1


def test_the_three_days_run_from_when_the_limit_was_written_down() -> None:
    def limited(written: str) -> CaseFolder:
        limit = {"what": "Door kept shut"}
        return folder([record(MONDAY, limits_applied=[limit], recorded_at=written)])

    (on_time,) = firings(limited(f"{MONDAY} 16:00"))
    (late,) = firings(limited(f"{MONDAY + timedelta(days=2)} 09:00"))
    assert (late.on - on_time.on).days == 2
    assert firings(limited("yesterday"))[0].on == on_time.on


def test_a_journey_that_staff_stopped_counts_as_a_limit_outside_the_plan() -> None:
    stopped = record(MONDAY, type="journey", journey={"outcome": "stopped_by_staff"})
    assert [e.kind for e in firings(folder([stopped]))] == ["unlisted_limit"]


def test_taking_an_agreement_back_sets_a_review_off() -> None:
    given = {"id": "B1", "decision": "withdrawn", "withdrawn_on": MONDAY}
    consent = Consent.model_validate({"boundaries": [given]})
    (event,) = firings(folder([], consent=consent))
    assert (event.kind, event.record, event.on) == ("agreement_changed", "", MONDAY)


def test_a_threshold_waits_until_a_held_review_picks_it_up() -> None:
    plan: dict[str, Any] = {
        "escalation_thresholds": [
            {
                "id": "E1",
                "detect": PHRASE,
                "to": "council",
                "within": 4,
                "unit": "hours",
            }
        ]
    }
    records = used(MONDAY, MONDAY + timedelta(days=6))
    (event,) = reached(folder(records, **plan), Calendar(), TODAY)
    assert (event.trigger, event.lead) == ("E1", "council")
    assert event.due_on == event.on == MONDAY + timedelta(days=6)
    lines = [{"threshold": "E1", "reached": True, "what_we_did": "Rang them"}]
    seen = held(MONDAY + timedelta(days=7), thresholds=lines)
    assert reached(folder(records, [seen], **plan), Calendar(), TODAY) == ()


def test_a_review_on_the_same_day_frees_a_trigger_only_for_what_it_did_not_see() -> (
    None
):
    later = MONDAY + timedelta(days=5)
    seen = [record(day, triggers_noticed=["T1"]) for day in (MONDAY, later)]
    plan: dict[str, Any] = {"review_triggers": [trigger()]}
    blind = held(later, trigger="T1")
    assert [e.on for e in firings(folder(seen, [blind], **plan))] == [MONDAY, later]
    looked = held(later, trigger="T1", records_considered=[seen[1].record_id])
    assert [e.on for e in firings(folder(seen, [looked], **plan))] == [MONDAY]


@pytest.mark.parametrize("kind", sorted(BUILT_IN))
def test_staff_may_mark_a_built_in_trigger_that_the_plan_does_not_list(
    kind: str,
) -> None:
    seen = record(MONDAY, triggers_noticed=[kind])
    (event,) = firings(folder([seen]))
    assert (event.trigger, event.kind, event.lead) == (kind, kind, "st-01")
    assert event.due_on == MONDAY + timedelta(days=2)


def test_the_person_asking_is_the_plans_own_trigger_where_it_lists_one() -> None:
    seen = record(MONDAY, triggers_noticed=["person_asks"])
    listed = trigger(kind="person_asks", within=5)
    (event,) = firings(folder([seen], review_triggers=[listed]))
    assert (event.trigger, event.due_on) == ("T1", MONDAY + timedelta(days=7))


def test_a_trigger_without_a_time_has_the_built_in_one() -> None:
    seen = record(MONDAY, triggers_noticed=["T1"])
    (event,) = firings(folder([seen], review_triggers=[trigger(within=None)]))
    assert event.due_on == MONDAY + timedelta(days=2)


def capacity(*entries: tuple[date, str, str]) -> dict[str, Any]:
    listed = [
        {"decision": decision, "position": position, "considered_on": day}
        for day, decision, position in entries
    ]
    return {"capacity": listed}


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([(MONDAY, "Where to live", "presumed")], []),
        ([(MONDAY, "Where to live", "lacks_capacity")], []),
        (
            [
                (MONDAY, "Where to live", "presumed"),
                (TODAY, "where  to LIVE", "lacks_capacity"),
            ],
            [TODAY],
        ),
        (
            [
                (MONDAY, "Where to live", "presumed"),
                (TODAY, "Whom to see", "lacks_capacity"),
            ],
            [],
        ),
        (
            [
                (TODAY, "Where to live", "presumed"),
                (MONDAY, "Where to live", "fluctuating"),
            ],
            [TODAY],
        ),
    ],
)
def test_seeing_capacity_differently_for_one_decision_sets_a_review_off(
    entries: list[tuple[date, str, str]], expected: list[date]
) -> None:
    case = Case.model_validate(capacity(*entries))
    changed = replace(folder([]), case=Filed("case.yaml", case))
    found = firings(changed)
    assert [(e.kind, e.on, e.file) for e in found] == [
        ("capacity_change", day, "case.yaml") for day in expected
    ]


def test_a_capacity_position_put_right_sets_a_review_off() -> None:
    change = {"date": MONDAY, "field": "capacity[0].position", "was": "presumed"}
    case = Case.model_validate({"amendments": [change]})
    (event,) = firings(replace(folder([]), case=Filed("case.yaml", case)))
    assert (event.kind, event.on) == ("capacity_change", MONDAY)


def test_a_code_is_contained_whole_and_a_word_in_any_case() -> None:
    journey = {"help_used": ["phone_note"], "adjustments": "Wore The Blue coat"}
    seen = record(MONDAY, type="journey", journey=journey)

    def met(field: str, value: str) -> bool:
        detect = {"record_type": "journey", "field": field, "op": "contains"}
        return matches(Detect.model_validate({**detect, "value": value}), seen)

    assert met("journey.help_used", "phone_note")
    assert not met("journey.help_used", "phone")
    assert met("journey.adjustments", "the blue")


def test_a_field_of_a_measurement_is_met_when_any_of_them_is() -> None:
    measured = [{"measure": "M1", "value": 2}, {"measure": "M2", "value": 9}]
    seen = record(MONDAY, measurements=measured)

    def met(field: str) -> bool:
        detect = {"record_type": "visit", "field": field, "op": "ge", "value": "8"}
        return matches(Detect.model_validate(detect), seen)

    assert met("measurements.value")
    assert met("measurements.M2")
    assert not met("measurements.M1")


@pytest.mark.parametrize(
    ("field", "op", "value", "expected"),
    [
        ("measurements.M1", "ge", "8", True),
        ("measurements.M1", "gt", "8", False),
        ("measurements.M2", "ge", "0", False),
        ("visit.boundaries.kept", "eq", "broken", True),
        ("visit.boundaries.kept", "ne", "broken", True),
        ("visit.pressured_interactions", "lt", "4", True),
        ("visit.pressured_interactions", "le", "many", False),
        ("visit.exit_phrase_used", "eq", "True", True),
        ("what_happened", "contains", "door", True),
        ("visit.no_such_field", "eq", "1", False),
        ("visit.exit_phrase_used", "like", "true", False),
    ],
)
def test_a_value_is_compared_as_what_it_is(
    field: str, op: str, value: str, *, expected: bool
) -> None:
    kept = [{"boundary": "SB1", "kept": "kept"}, {"boundary": "SB2", "kept": "broken"}]
    seen = record(
        MONDAY,
        what_happened="The door was shut.",
        measurements=[{"measure": "M1", "value": 8}],
        visit={
            "boundaries": kept,
            "pressured_interactions": 3,
            "exit_phrase_used": True,
        },
    )
    detect = {"record_type": "visit", "field": field, "op": op, "value": value}
    assert matches(Detect.model_validate(detect), seen) is expected
