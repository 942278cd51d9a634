"""What is due, in the worked cases on their day and in small cases (brief 4.5)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.diary import (
    DueItem,
    DueStatus,
    due_items,
    spell,
    workspace_items,
)
from workflow.domain.organisation import Organisation
from workflow.domain.records.case import Case
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.rules.surroundings import glimpse
from workflow.domain.vocabulary import Nation

MONDAY = date(2026, 10, 5)
ENGLAND = calendar_for(Nation.ENGLAND)


@pytest.fixture
def organisation(starter: Path) -> Organisation:
    return load_organisation(starter)[0]


def worked(starter: Path, ref: str, today: date) -> tuple[DueItem, ...]:
    folder = CaseFolders(starter).load(CaseRef(ref)).folder
    organisation, _ = load_organisation(starter)
    nation = organisation.nation(folder.case.record.service_id)
    return due_items(folder, organisation, calendar_for(nation), today)


def item(found: tuple[DueItem, ...], source: str, due_on: date) -> DueItem:
    return next(i for i in found if i.source == source and i.due_on == due_on)


def only(found: tuple[DueItem, ...], kind: str) -> DueItem:
    (single,) = (i for i in found if i.kind == kind)
    return single


def folder(**parts: Any) -> CaseFolder:  # noqa: ANN401 - the parts of many records
    """A small case: each argument is the content of one file, or a list of files."""
    case = {
        "service_id": "sv-quillmere",
        "ownership": {"owner": "st-03", "safeguarding_lead": "st-01"},
        **parts.get("case", {}),
    }
    return CaseFolder(
        CaseRef("SG-1"),
        Filed("person.yaml", Person.model_validate(parts.get("person", {}))),
        Filed("case.yaml", Case.model_validate(case)),
        Filed("plan.yaml", Plan.model_validate(parts.get("plan", {}))),
        Filed("consent.yaml", Consent.model_validate(parts.get("consent", {}))),
        records=tuple(
            Filed(f"records/{n}.yaml", Record.model_validate(r))
            for n, r in enumerate(parts.get("records", []))
        ),
        reviews=tuple(
            Filed(f"reviews/{n}.yaml", Review.model_validate(r))
            for n, r in enumerate(parts.get("reviews", []))
        ),
        managerial_reviews=tuple(
            Filed(f"managerial_reviews/{n}.yaml", ManagerialReview.model_validate(r))
            for n, r in enumerate(parts.get("managerial", []))
        ),
        learning=tuple(
            Filed(f"learning/{n}.yaml", Learning.model_validate(r))
            for n, r in enumerate(parts.get("learning", []))
        ),
        closure=Filed("closure.yaml", Closure.model_validate(parts.get("closure", {}))),
    )


def weekly(**more: object) -> dict[str, object]:
    first = {"id": "RS1", "kind": "scheduled", "lead": "st-05", "first_due": MONDAY}
    return {"review_schedule": [{**first, "every": 4, "unit": "weeks", **more}]}


def review(**fields: object) -> dict[str, object]:
    whole = {"kind": "scheduled", "schedule": "RS1", "due_on": MONDAY}
    return {**whole, "status": "held", **fields}


# The worked cases


def test_one_pattern_review_was_a_day_late(starter: Path, today: date) -> None:
    found = worked(starter, "SG-2026-014", today)
    late = item(found, "RS1", date(2026, 10, 19))
    assert (late.status, late.days_late) == (DueStatus.DONE_LATE, 1)
    others = [i for i in found if i.source in ("RS1", "RS2") and i is not late]
    assert [i.status for i in others] == [DueStatus.DONE_ON_TIME] * 4
    coming = [i.due_on for i in found if i.source == "RS3"]
    assert coming[0] == date(2026, 12, 18)


def test_a_review_on_st_andrews_day_is_due_the_friday_before(
    starter: Path, today: date
) -> None:
    found = worked(starter, "SG-2026-019", today)
    review = item(found, "RS1", date(2026, 11, 27))
    assert review.status is DueStatus.DUE_SOON
    assert review.unrolled == date(2026, 11, 30)


def test_a_missed_text_brought_a_review_forward_and_it_was_on_time(
    starter: Path, today: date
) -> None:
    review = item(worked(starter, "SG-2026-019", today), "T1", date(2026, 10, 19))
    assert review.status is DueStatus.DONE_ON_TIME
    assert review.done_on == date(2026, 10, 16)
    assert review.held_file == "reviews/2026-10-19-triggered-01.yaml"


def test_an_urgent_case_is_due_soon_two_working_days_before(starter: Path) -> None:
    due = date(2026, 12, 3)
    for day in (date(2026, 11, 23), date(2026, 11, 30)):
        before = worked(starter, "SG-2026-021", day)
        assert item(before, "RS1", due).status is DueStatus.NOT_DUE
    soon = worked(starter, "SG-2026-021", date(2026, 12, 1))
    assert item(soon, "RS1", due).status is DueStatus.DUE_SOON


def test_the_managerial_review_was_closed_on_time(starter: Path, today: date) -> None:
    found = worked(starter, "SG-2026-021", today)
    review = item(found, "2026-10-30-01", date(2026, 11, 5))
    assert (review.kind, review.lead) == ("managerial_review", "st-07")
    assert review.status is DueStatus.DONE_ON_TIME


def test_what_is_late_climbs_the_ladder(starter: Path) -> None:
    found = worked(starter, "SG-2026-021", date(2026, 12, 10))
    assert item(found, "RS1", date(2026, 12, 3)).status is DueStatus.ESCALATED_4


@pytest.mark.parametrize("ref", ["SG-2026-014", "SG-2026-019", "SG-2026-021"])
def test_no_description_names_anybody(starter: Path, today: date, ref: str) -> None:
    case = CaseFolders(starter).load(CaseRef(ref)).folder
    names = [*(case.person.record.full_name or "").split(), case.name]
    said = " ".join(i.item for i in worked(starter, ref, today))
    assert not any(name in said for name in names)


@pytest.mark.parametrize("ref", ["SG-2026-014", "SG-2026-019", "SG-2026-021"])
def test_nothing_is_late_in_the_worked_cases(
    starter: Path, today: date, ref: str
) -> None:
    found = worked(starter, ref, today)
    assert [i for i in found if i.status.startswith(("overdue", "escalated"))] == []


# Reviews


def due(
    organisation: Organisation,
    today: date,
    **parts: Any,  # noqa: ANN401 - as above
) -> tuple[DueItem, ...]:
    return due_items(folder(**parts), organisation, ENGLAND, today)


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 9, 25), DueStatus.NOT_DUE),
        (date(2026, 9, 28), DueStatus.DUE_SOON),
        (MONDAY, DueStatus.DUE_TODAY),
        (date(2026, 10, 6), DueStatus.ESCALATED_1),
        (date(2026, 10, 8), DueStatus.ESCALATED_2),
        (date(2026, 10, 12), DueStatus.ESCALATED_3),
        (date(2026, 10, 19), DueStatus.ESCALATED_4),
    ],
)
def test_a_review_goes_from_far_to_late(
    organisation: Organisation, today: date, status: DueStatus
) -> None:
    found = due(organisation, today, plan=weekly())
    assert item(found, "RS1", MONDAY).status is status


def test_over_the_weekend_after_its_day_an_item_is_late_by_no_working_day(
    organisation: Organisation,
) -> None:
    friday = date(2026, 10, 2)
    found = due(organisation, date(2026, 10, 4), plan=weekly(first_due=friday))
    late = item(found, "RS1", friday)
    assert (late.status, late.days_late) == (DueStatus.OVERDUE, 0)


@pytest.mark.parametrize("written", [date(2026, 10, 31), date(2026, 10, 30)])
def test_a_review_file_may_give_either_date_of_its_occurrence(
    organisation: Organisation, today: date, written: date
) -> None:
    saturday = date(2026, 10, 31)
    held = review(due_on=written, held_on=date(2026, 10, 30))
    found = due(organisation, today, plan=weekly(first_due=saturday), reviews=[held])
    assert item(found, "RS1", date(2026, 10, 30)).status is DueStatus.DONE_ON_TIME


def test_a_review_far_too_early_leaves_the_occurrence_open(
    organisation: Organisation, today: date
) -> None:
    second = MONDAY + timedelta(weeks=4)
    early = review(due_on=second, held_on=second - timedelta(days=15))
    found = due(organisation, today, plan=weekly(), reviews=[early])
    assert item(found, "RS1", second).done_on is None
    half = review(due_on=second, held_on=second - timedelta(days=14))
    found = due(organisation, today, plan=weekly(), reviews=[half])
    assert item(found, "RS1", second).status is DueStatus.DONE_ON_TIME


def test_a_triggered_review_may_stand_in_for_the_scheduled_one(
    organisation: Organisation, today: date
) -> None:
    def stood_in(held_on: date) -> DueItem:
        held = review(
            kind="triggered",
            schedule=None,
            trigger="T1",
            due_on=held_on,
            held_on=held_on,
            also_counts_for=["RS1"],
        )
        found = due(organisation, today, plan=weekly(), reviews=[held])
        return item(found, "RS1", MONDAY)

    assert stood_in(date(2026, 9, 28)).status is DueStatus.DONE_ON_TIME
    assert stood_in(date(2026, 9, 25)).done_on is None
    assert stood_in(date(2026, 10, 6)).done_on is None


def test_it_stands_in_also_where_the_scheduled_one_is_still_written_down_as_planned(
    organisation: Organisation, today: date
) -> None:
    planned = review(status="planned", held_on=None)
    held = review(
        kind="triggered",
        schedule=None,
        trigger="T1",
        due_on=date(2026, 9, 28),
        held_on=date(2026, 9, 28),
        also_counts_for=["RS1"],
    )
    found = due(organisation, today, plan=weekly(), reviews=[planned, held])
    assert item(found, "RS1", MONDAY).status is DueStatus.DONE_ON_TIME


def move(**fields: object) -> dict[str, object]:
    whole = {"to": date(2026, 10, 19), "agreed_with_person": "said_yes"}
    return {"rescheduled": {**whole, **fields}}


def test_a_review_moved_rightly_is_on_time_by_its_new_date(
    organisation: Organisation, today: date
) -> None:
    held = review(held_on=date(2026, 10, 19), **move())
    found = due(organisation, today, plan=weekly(), reviews=[held])
    moved = item(found, "RS1", date(2026, 10, 19))
    assert (moved.status, moved.moved) == (DueStatus.DONE_ON_TIME, True)
    assert moved.unrolled == MONDAY


@pytest.mark.parametrize(
    "wrong",
    [
        {"to": date(2026, 10, 20)},
        {"times": 2},
        {"agreed_with_person": "said_no"},
        {"agreed_with_person": None},
    ],
)
def test_a_review_moved_wrongly_counts_from_its_first_date(
    organisation: Organisation, today: date, wrong: dict[str, object]
) -> None:
    held = review(held_on=date(2026, 10, 19), **move(**wrong))
    found = due(organisation, today, plan=weekly(), reviews=[held])
    late = item(found, "RS1", MONDAY)
    assert (late.status, late.days_late) == (DueStatus.DONE_LATE, 10)


def test_a_review_moved_and_still_far_off_says_so(organisation: Organisation) -> None:
    planned = review(status="rescheduled", **move())
    found = due(organisation, date(2026, 9, 21), plan=weekly(), reviews=[planned])
    assert item(found, "RS1", date(2026, 10, 19)).status is DueStatus.MOVED


def test_closing_a_case_cancels_what_was_still_to_come_and_nothing_earlier(
    organisation: Organisation, today: date
) -> None:
    closed = {"closed_on": date(2026, 10, 12), "reason": "outcomes_met"}
    found = due(organisation, today, plan=weekly(), closure=closed)
    missed = item(found, "RS1", MONDAY)
    assert (missed.status, missed.days_late) == (DueStatus.ESCALATED_3, 5)
    after = [i for i in found if i.due_on > MONDAY]
    assert after
    assert {i.status for i in after} == {DueStatus.CANCELLED}


def test_a_year_ahead_is_listed_and_always_the_next_one(
    organisation: Organisation, today: date
) -> None:
    found = due(organisation, today, plan=weekly())
    assert max(i.due_on for i in found) <= today + timedelta(days=365)
    rare = weekly(first_due=date(2028, 3, 1), every=24, unit="months")
    assert [i.due_on for i in due(organisation, today, plan=rare)] == [date(2028, 3, 1)]


def test_a_review_nobody_planned_is_listed_under_its_own_name(
    organisation: Organisation, today: date
) -> None:
    extra = {"review_id": "RV9", "kind": "final", "status": "planned", "due_on": today}
    found = due(organisation, today, reviews=[extra])
    assert item(found, "RV9", today).item == "Last review"


def test_a_built_in_trigger_is_due_without_being_in_the_plan(
    organisation: Organisation,
) -> None:
    harmed = {"record_id": "R1", "type": "incident", "date": MONDAY}
    incident = {**harmed, "incident": {"harm": "severe"}}
    found = due(organisation, date(2026, 10, 8), records=[incident])
    expected = only(found, "triggered")
    assert (expected.source, expected.lead) == ("new_incident", "st-01")
    assert (expected.status, expected.file) == (
        DueStatus.ESCALATED_2,
        "records/0.yaml",
    )
    answer = review(
        kind="triggered",
        schedule=None,
        trigger_record="R1",
        due_on=date(2026, 10, 7),
        held_on=date(2026, 10, 7),
    )
    found = due(organisation, date(2026, 10, 8), records=[incident], reviews=[answer])
    assert only(found, "triggered").status is DueStatus.DONE_ON_TIME


# What else has a date


def test_a_limit_on_freedom_is_always_on_the_urgent_ladder(
    organisation: Organisation,
) -> None:
    limit = {"id": "X1", "status": "active", "review_on": MONDAY}
    found = due(organisation, date(2026, 10, 6), plan={"restrictions": [limit]})
    late = only(found, "restriction")
    assert (late.status, late.urgent, late.lead) == (
        DueStatus.ESCALATED_2,
        True,
        "st-03",
    )


@pytest.mark.parametrize(
    ("decision", "kinds"),
    [
        ("agreed", ["sharing_boundary"]),
        ("agreed_with_limits", ["sharing_boundary"]),
        ("not_agreed", []),
        ("withdrawn", []),
    ],
)
def test_only_an_agreement_that_was_given_runs_out(
    organisation: Organisation, today: date, decision: str, kinds: list[str]
) -> None:
    given = {"id": "B1", "decision": decision, "until": MONDAY, "decided_on": MONDAY}
    found = due(organisation, today, consent={"boundaries": [given]})
    assert [i.kind for i in found] == kinds


def test_an_agreement_that_was_replaced_is_no_longer_due(
    organisation: Organisation, today: date
) -> None:
    old = {"id": "B1", "decision": "agreed", "until": MONDAY, "contact": "c1"}
    old |= {"decided_on": date(2026, 7, 6), "categories": ["money"]}
    new = {**old, "id": "B2", "decided_on": MONDAY, "until": date(2027, 1, 5)}
    found = due(organisation, today, consent={"boundaries": [old, new]})
    assert [i.source for i in found] == ["B2"]
    other = {**new, "categories": ["health"]}
    found = due(organisation, today, consent={"boundaries": [old, other]})
    assert [i.source for i in found] == ["B1", "B2"]


def contact(**offer: object) -> dict[str, object]:
    outside = {"contact": "c1", "review_conversation": offer}
    kept = {"record_id": "R1", "type": "external_contact", "date": date(2026, 10, 20)}
    return {**kept, "recorded_by": "st-04", "external_contact": outside}


@pytest.mark.parametrize(
    ("offer", "expected"),
    [
        ({}, [(date(2026, 10, 22), "st-04")]),
        ({"answer": "accepted"}, [(date(2026, 10, 27), "st-03")]),
        (
            {"answer": "accepted", "offered_on": date(2026, 10, 21)},
            [(date(2026, 10, 22), "st-04"), (date(2026, 10, 27), "st-03")],
        ),
        ({"answer": "accepted", "record": "R2"}, []),
        ({"answer": "declined"}, []),
        ({"answer": "not_offered", "not_offered_reason": "Unsafe"}, []),
    ],
)
def test_the_talk_after_an_outside_contact_is_offered_and_then_held(
    organisation: Organisation,
    today: date,
    offer: dict[str, object],
    expected: list[tuple[date, str]],
) -> None:
    found = due(organisation, today, records=[contact(**offer)])
    assert [(i.due_on, i.lead) for i in found] == expected


def test_a_mistake_waits_for_a_managerial_review_until_one_names_it(
    organisation: Organisation, today: date
) -> None:
    mistake = {"record_id": "R1", "date": MONDAY, "deviation": {"kind": "late"}}
    waiting = only(due(organisation, today, records=[mistake]), "managerial_review")
    assert (waiting.due_on, waiting.lead) == (date(2026, 10, 6), "st-02")
    opened = {"mreview_id": "MR1", "source_records": ["R1"], "due_on": MONDAY}
    found = due(organisation, today, records=[mistake], managerial=[opened])
    assert only(found, "managerial_review").source == "MR1"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"status": "open"}, [("Learning note", date(2026, 10, 9), "st-07")]),
        (
            {"status": "changed"},
            [("Learning to tell the team", date(2026, 10, 16), "st-07")],
        ),
        (
            {"status": "told", "told": [{"date": date(2026, 11, 28)}]},
            [("Learning to check", date(2026, 12, 24), "st-07")],
        ),
        (
            {"status": "told", "check": {"due_on": MONDAY, "by": "st-01"}},
            [("Learning to check", MONDAY, "st-01")],
        ),
        ({"status": "checked"}, []),
    ],
)
def test_a_learning_note_is_due_stage_by_stage(
    organisation: Organisation,
    today: date,
    fields: dict[str, object],
    expected: list[tuple[str, date, str]],
) -> None:
    note = {"learning_id": "L1", "owner": "st-07", "due_on": date(2026, 10, 9)}
    found = due(organisation, today, learning=[{**note, **fields}])
    assert [(i.item, i.due_on, i.lead) for i in found] == expected


EVERYTHING: dict[str, Any] = {
    "person": {"communication": {"next_review_on": MONDAY}},
    "case": {
        "concern": {"raised_on": MONDAY},
        "capacity": [
            {"id": "CD1", "position": "has_capacity", "review_on": MONDAY},
            {"id": "CD2", "position": "presumed", "review_on": MONDAY},
        ],
        "lead_decisions": [
            {"id": "LD1", "status": "open", "follow_up_by": MONDAY},
            {"id": "LD2", "status": "done", "follow_up_by": MONDAY},
        ],
        "liberty": {"authorisation": "dols_granted", "expires_on": date(2026, 11, 2)},
        "notifications": [
            {"to": "regulator", "needed": True, "due_on": MONDAY},
            {"to": "police", "needed": True, "due_on": MONDAY, "sent_on": MONDAY},
            {"to": "gp", "needed": False, "due_on": MONDAY},
        ],
    },
    "consent": {"review_on": MONDAY},
    "plan": {
        "actions": [
            {"id": "A1", "status": "in_progress", "due_on": MONDAY},
            {"id": "A2", "status": "done", "due_on": MONDAY},
        ],
        "escalation_thresholds": [
            {"id": "E1", "to": "registered_manager", "within": 4, "unit": "hours"}
        ],
    },
    "records": [
        {
            "record_id": "R1",
            "date": MONDAY,
            "thresholds_noticed": ["E1"],
            "follow_up": [
                {"owner": "st-04", "due_on": MONDAY, "status": "not_started"},
                {"owner": "st-04", "due_on": MONDAY, "status": "done"},
            ],
        }
    ],
    "managerial": [
        {"mreview_id": "MR1", "actions": [{"owner": "st-07", "due_on": MONDAY}]}
    ],
}


def test_everything_else_with_a_date_is_listed_with_its_owner(
    organisation: Organisation,
) -> None:
    found = due(organisation, MONDAY, **EVERYTHING)
    assert [(i.kind, i.source, i.lead) for i in found if not i.done_on] == [
        ("action", "A1", "st-03"),
        ("action", "MR1", "st-07"),
        ("capacity", "CD1", "st-03"),
        ("communication", "communication", "st-03"),
        ("consent_review", "consent", "st-03"),
        ("follow_up", "R1", "st-04"),
        ("lead_decision", "LD1", "st-01"),
        ("liberty", "liberty", "st-02"),
        ("notification", "regulator", "st-01"),
        ("telling_lead", "concern", "st-03"),
        ("threshold", "E1", "st-02"),
        ("first_conversation", "concern", "st-03"),
        ("plan", "concern", "st-03"),
    ]
    today = [i for i in found if i.due_on == MONDAY and not i.done_on]
    assert {i.status for i in today} == {DueStatus.DUE_TODAY}


def test_what_is_done_stays_to_be_seen_when_we_know_the_day(
    organisation: Organisation, today: date
) -> None:
    actions = [
        {"id": "A1", "due_on": MONDAY, "status": "done", "done_on": MONDAY},
        {"id": "A2", "due_on": MONDAY, "status": "done", "done_on": date(2026, 10, 7)},
        {"id": "A3", "due_on": MONDAY, "status": "done"},
        {"id": "A4", "due_on": MONDAY, "status": "no_longer_needed"},
    ]
    found = due(organisation, today, plan={"actions": actions})
    assert [(i.source, i.status, i.days_late) for i in found] == [
        ("A1", DueStatus.DONE_ON_TIME, 0),
        ("A2", DueStatus.DONE_LATE, 2),
    ]


def test_what_the_service_owes_outlives_the_case_and_goes_on_getting_later(
    organisation: Organisation, today: date
) -> None:
    closed = {"closed_on": MONDAY, "reason": "moved"}
    found = due(organisation, today, **EVERYTHING, closure=closed)
    owed = [i for i in found if not i.done_on]
    assert [i.kind for i in owed] == ["action", "notification"]
    assert {i.days_late for i in owed} == {35}
    assert all(i.late for i in owed)


def test_a_review_missed_before_closing_is_counted_but_asks_for_nothing_more(
    organisation: Organisation, today: date
) -> None:
    closed = {"closed_on": date(2026, 10, 12), "reason": "outcomes_met"}
    missed = item(
        due(organisation, today, plan=weekly(), closure=closed), "RS1", MONDAY
    )
    assert (missed.status, missed.ended, missed.late) == (
        DueStatus.ESCALATED_3,
        True,
        False,
    )


# The first days, and what the person waits for


@pytest.mark.parametrize(
    ("service", "raised", "expected"),
    [
        (
            "sv-quillmere",
            date(2026, 9, 18),
            {"telling_lead": 18, "first_conversation": 19, "plan": 25},
        )
    ],
)
def test_the_first_days_of_a_case_have_dates(
    organisation: Organisation,
    today: date,
    service: str,
    raised: date,
    expected: dict[str, int],
) -> None:
    case = {"service_id": service, "concern": {"raised_on": raised}}
    found = due(organisation, today, case=case)
    assert {i.kind: i.due_on.day for i in found} == expected


def test_the_council_is_told_the_next_working_day_on_the_urgent_ladder(
    organisation: Organisation, today: date
) -> None:
    friday = date(2026, 10, 2)
    decided = {"decision": "report", "decided_on": friday, "decided_by": "st-01"}
    report = only(
        due(organisation, today, case={"threshold": decided}), "report_to_council"
    )
    assert (report.due_on, report.urgent, report.lead) == (MONDAY, True, "st-01")
    told = {**decided, "reported_on": MONDAY}
    report = only(
        due(organisation, today, case={"threshold": told}), "report_to_council"
    )
    assert report.status is DueStatus.DONE_ON_TIME


def test_the_person_gets_a_copy_of_the_plan_unless_paper_is_not_safe(
    organisation: Organisation, today: date
) -> None:
    plan = {"status": "agreed", "agreed_on": MONDAY, "review_schedule": []}
    copy = only(due(organisation, today, plan=plan), "copy_to_person")
    assert (copy.due_on, copy.level) == (date(2026, 10, 12), 4)
    given = {**plan, "copies": [{"to": "person", "given_on": date(2026, 10, 9)}]}
    copy = only(due(organisation, today, plan=given), "copy_to_person")
    assert copy.status is DueStatus.DONE_ON_TIME
    none = {"communication": {"safe_contact": {"own_copy_kept": "no_paper"}}}
    found = due(organisation, today, plan=plan, person=none)
    assert "copy_to_person" not in {i.kind for i in found}


def test_an_advocate_who_was_wanted_is_asked_for_in_two_working_days(
    organisation: Organisation, today: date
) -> None:
    friday = date(2026, 10, 2)
    wanted = {"offered_on": friday, "answer": "accepted", "offered_by": "st-04"}
    offers = {"advocacy": {"offers": [wanted, {**wanted, "answer": "declined"}]}}
    asked = only(due(organisation, today, case=offers), "advocacy")
    assert (asked.due_on, asked.lead) == (date(2026, 10, 6), "st-04")


def test_the_result_of_a_review_is_told_but_a_pattern_review_is_the_leads_own(
    organisation: Organisation, today: date
) -> None:
    held = [
        review(review_id="RV1", held_on=MONDAY, lead="st-05"),
        review(review_id="RV2", kind="pattern", held_on=MONDAY),
    ]
    told = only(due(organisation, today, reviews=held), "result_to_person")
    assert (told.source, told.due_on) == ("RV1", date(2026, 10, 12))


def test_somebody_who_spoke_up_is_answered_by_a_manager_it_is_not_about(
    organisation: Organisation, today: date
) -> None:
    spoke = {"about_a_worker": True, "who_must_not_see": ["st-02"]}
    spoken = {"record_id": "R1", "type": "speak_up", "date": MONDAY, "speak_up": spoke}
    answer = only(due(organisation, today, records=[spoken]), "speak_up")
    assert (answer.due_on, answer.urgent) == (date(2026, 10, 12), True)
    assert answer.lead == "st-06"
    assert answer.not_told == {"st-02"}


def test_a_capacity_assessment_waits_five_working_days(
    organisation: Organisation, today: date
) -> None:
    doubt = {"id": "CD1", "position": "assessment_needed", "considered_on": MONDAY}
    waits = only(
        due(organisation, today, case={"capacity": [doubt]}), "capacity_assessment"
    )
    assert waits.due_on == date(2026, 10, 12)


def test_a_reply_we_wait_for_is_chased(organisation: Organisation, today: date) -> None:
    def reply(**response: object) -> list[date]:
        outside = contact(answer="declined", offered_on=date(2026, 10, 20))
        outside["external_contact"] = {"response": response}
        found = due(organisation, today, records=[outside])
        return [i.due_on for i in found if i.kind == "response"]

    assert reply(status="awaiting") == [date(2026, 10, 27)]
    assert reply(status="awaiting", due_on=MONDAY) == [MONDAY]
    assert reply(status="chased") == []
    assert reply(status="not_needed") == []


def test_a_plan_in_use_always_has_a_next_review(
    organisation: Organisation, today: date
) -> None:
    plan = {"status": "agreed", "agreed_on": date(2026, 9, 25)}
    first = only(due(organisation, today, plan=plan), "review_to_plan")
    assert (first.due_on, first.lead) == (date(2026, 11, 6), "st-01")
    over = plan | weekly(occurrences=1)
    held = [review(held_on=MONDAY)]
    later = only(due(organisation, today, plan=over, reviews=held), "review_to_plan")
    assert later.due_on == date(2026, 12, 24)
    ahead = due(organisation, today, plan=plan | weekly(), reviews=held)
    assert "review_to_plan" not in {i.kind for i in ahead}


def test_a_pattern_review_without_a_pace_is_weekly_until_it_ends(
    organisation: Organisation, today: date
) -> None:
    until = date(2026, 10, 26)
    found = due(
        organisation, today, plan=weekly(kind="pattern", every=None, until=until)
    )
    assert [i.due_on.day for i in found if i.kind == "pattern"] == [5, 12, 19, 26]


def test_a_limit_or_agreement_without_a_date_is_not_forgotten(
    organisation: Organisation, today: date
) -> None:
    limits = [
        {"id": "X1", "status": "active", "started_on": MONDAY},
        {"id": "X2", "started_on": MONDAY, "basis": "urgent_temporary"},
    ]
    agreed = {"id": "B1", "decision": "agreed", "decided_on": date(2026, 9, 28)}
    found = due(
        organisation,
        today,
        plan={"restrictions": limits},
        consent={"boundaries": [agreed]},
    )
    assert {i.source: i.due_on for i in found} == {
        "X1": date(2026, 11, 2),
        "X2": date(2026, 10, 8),
        "B1": date(2026, 12, 24),
    }


def test_a_planned_review_that_fits_no_date_of_its_schedule_is_listed(
    organisation: Organisation, today: date
) -> None:
    stray = review(review_id="RV7", status="planned", due_on=date(2026, 10, 7))
    found = due(organisation, today, plan=weekly(), reviews=[stray])
    assert item(found, "RV7", date(2026, 10, 7)).level == 4


def test_the_cover_has_what_an_owner_who_left_would_have(
    organisation: Organisation, today: date
) -> None:
    left = {"ownership": {"owner": "st-99", "cover": "st-05"}}
    consent = {"review_on": today}
    assert only(
        due(organisation, today, case=left, consent=consent), "consent_review"
    ).lead == ("st-05")


@pytest.mark.parametrize(
    ("record", "reason_date"),
    [
        ({"deviation": {"kind": "late"}}, date(2026, 10, 6)),
        (
            {
                "type": "external_contact",
                "external_contact": {"shared": [{"what": "x"}]},
            },
            date(2026, 10, 6),
        ),
        ({"limits_applied": [{"what": "Door shut"}]}, date(2026, 10, 12)),
    ],
)
def test_a_manager_opens_a_review_the_next_working_day(
    organisation: Organisation,
    today: date,
    record: dict[str, object],
    reason_date: date,
) -> None:
    kept = {"record_id": "R1", "date": MONDAY, **record}
    waiting = only(due(organisation, today, records=[kept]), "managerial_review")
    assert (waiting.due_on, waiting.urgent) == (reason_date, True)


@pytest.mark.parametrize(("months", "waiting"), [("6", 0), ("3", 1)])
def test_an_agreement_lasts_as_long_as_the_provider_says_for_managers_too(
    organisation: Organisation, today: date, months: str, waiting: int
) -> None:
    record = organisation.provider.record.model_copy(
        update={"timescales": {"agreement_review_months": months}}
    )
    chosen = replace(organisation, provider=Filed("config/provider.yaml", record))
    agreed = {
        "id": "SB1",
        "agency": "gp",
        "categories": ["desired_outcomes"],
        "decision": "agreed",
        "decided_on": date(2026, 6, 1),
    }
    shared = {"what": "Wishes", "categories": ["desired_outcomes"], "boundary": "SB1"}
    told = {"record_id": "R1", "date": MONDAY, "type": "external_contact"}
    told |= {"external_contact": {"agency": "gp", "shared": [shared]}}
    found = due(chosen, today, consent={"boundaries": [agreed]}, records=[told])
    kinds = [one.kind for one in found]
    assert kinds.count("managerial_review") == waiting


def test_the_same_case_on_the_same_day_gives_the_same_list(
    starter: Path, today: date, organisation: Organisation
) -> None:
    case = CaseFolders(starter).load(CaseRef("SG-2026-021")).folder
    shuffled = replace(case, records=case.records[::-1], reviews=case.reviews[::-1])
    once = due_items(case, organisation, ENGLAND, today)
    assert once == due_items(shuffled, organisation, ENGLAND, today)


# What belongs to the whole workspace


@dataclass(frozen=True)
class Governance:
    """What is known of the workspace's own checks."""

    samplings: dict[str, Sampling]
    supervisions: dict[str, Supervision]


def owed(
    organisation: Organisation,
    today: date,
    samplings: tuple[Sampling, ...] = (),
    talks: tuple[Supervision, ...] = (),
    **case: object,
) -> list[DueItem]:
    governance = Governance(
        {f"governance/sampling/{s.month}.yaml": s for s in samplings},
        {f"governance/supervision/{n}.yaml": t for n, t in enumerate(talks)},
    )
    opened = {"opened_on": date(2026, 9, 18), **case}
    spells = [spell(folder(case=opened))]
    return list(workspace_items(spells, governance, organisation, ENGLAND, today))


def test_the_monthly_sample_is_due_on_the_tenth_and_rolls_back(
    organisation: Organisation,
) -> None:
    found = owed(organisation, date(2026, 11, 23))
    samples = [i for i in found if i.kind == "sampling"]
    assert [(i.source, i.due_on, i.lead) for i in samples] == [
        ("2026-10", date(2026, 11, 10), "st-01"),
        ("2026-11", date(2026, 12, 10), "st-01"),
    ]
    assert (samples[0].status, samples[0].days_late) == (DueStatus.ESCALATED_3, 9)
    next_year = owed(organisation, date(2026, 12, 23))
    assert [i.due_on for i in next_year if i.source == "2026-12"] == [date(2027, 1, 8)]


@pytest.mark.parametrize(
    ("sampled_on", "status"),
    [
        (date(2026, 11, 10), DueStatus.DONE_ON_TIME),
        (date(2026, 11, 11), DueStatus.DONE_LATE),
        (None, DueStatus.DONE_ON_TIME),
    ],
)
def test_a_sample_that_is_there_is_done(
    organisation: Organisation, sampled_on: date | None, status: DueStatus
) -> None:
    done = Sampling(month="2026-10", sampled_on=sampled_on)
    found = owed(organisation, date(2026, 11, 23), samplings=(done,))
    assert next(i for i in found if i.source == "2026-10").status is status


def test_no_sample_is_asked_of_a_month_without_an_open_case(
    organisation: Organisation,
) -> None:
    found = owed(organisation, date(2026, 11, 23), opened_on=date(2026, 11, 2))
    assert [i.source for i in found if i.kind == "sampling"] == ["2026-11"]


def test_a_fix_from_a_sample_is_due_like_anything_else(
    organisation: Organisation,
) -> None:
    fix = {"owner": "st-07", "due_on": date(2026, 11, 20)}
    items = [{"case_ref": "SG-1", "actions": [fix]}]
    sample = Sampling.model_validate({"month": "2026-10", "items": items})
    found = owed(organisation, date(2026, 11, 23), samplings=(sample,))
    late = next(i for i in found if i.kind == "sampling_action")
    assert (late.lead, late.days_late, late.case) == ("st-07", 1, "")


def test_an_owner_of_open_cases_has_a_supervision_talk_every_ninety_days(
    organisation: Organisation, today: date
) -> None:
    talk = {"supervisee": "st-03", "date": date(2026, 11, 4)}
    prompts = [{"prompt_id": "SP-01"}]
    spoken = Supervision.model_validate({**talk, "prompts": prompts})
    silent = Supervision.model_validate(talk)
    first = next(i for i in owed(organisation, today) if i.kind == "supervision")
    assert (first.source, first.due_on) == ("st-03", date(2026, 12, 17))
    assert first.lead == "st-02"
    for talks, due_on in (((spoken,), date(2027, 2, 2)), ((silent,), first.due_on)):
        found = owed(organisation, today, talks=talks)
        assert [i.due_on for i in found if i.kind == "supervision"] == [due_on]


@pytest.mark.parametrize(
    ("history", "since"),
    [
        ((), date(2026, 9, 18)),
        ((("st-09", date(2026, 9, 18), date(2026, 10, 5)),), date(2026, 10, 5)),
        (
            (
                ("st-03", date(2026, 9, 21), date(2026, 10, 1)),
                ("st-09", date(2026, 10, 1), date(2026, 10, 5)),
            ),
            date(2026, 9, 21),
        ),
    ],
)
def test_an_owner_counts_from_the_day_they_took_over_for_diary_and_rule_alike(
    organisation: Organisation,
    history: tuple[tuple[str, date, date], ...],
    since: date,
) -> None:
    lines = [{"owner": who, "from_": begin, "to": end} for who, begin, end in history]
    ownership = {"owner": "st-03", "history": lines}
    opened = folder(case={"opened_on": date(2026, 9, 18), "ownership": ownership})
    assert glimpse(opened, organisation).owned_since() == since
    assert spell(opened).owned_since == since
    found = owed(organisation, date(2026, 11, 23), ownership=ownership)
    talk = next(i for i in found if i.kind == "supervision")
    assert talk.unrolled == since + timedelta(days=90)
