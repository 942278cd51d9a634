"""Rules of practice: voice, options, plan, communication, sharing, records, reviews.

Each check answers one rule of brief section 3 and is named after what must be true.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.case_folder import last_date
from workflow.domain.diary import DueStatus, due_items
from workflow.domain.findings import Noticed
from workflow.domain.records.plan import Restriction
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.sharing import of_record
from workflow.domain.vocabulary import (
    ActionStatus,
    Channel,
    Focus,
    JourneyOutcome,
    MspAsked,
    PlanStatus,
    RecordType,
    RestrictionStatus,
    ReviewKind,
    RoleTarget,
    ThresholdDecision,
)

LATE = frozenset(s for s in DueStatus if s.value.startswith(("overdue", "escalated")))
REVIEWS = frozenset(kind.value for kind in ReviewKind)
SETTLED = (ActionStatus.DONE, ActionStatus.NOT_POSSIBLE, ActionStatus.NO_LONGER_NEEDED)
LETTERED = (
    ReviewKind.INITIAL,
    ReviewKind.SCHEDULED,
    ReviewKind.TRIGGERED,
    ReviewKind.FINAL,
)
FEWEST_OPTIONS = 2
FEWEST_STEPS = 3


def _agreed(situation: Situation) -> bool:
    return situation.folder.plan.record.status is PlanStatus.AGREED


def asked(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """VOI-01: it is recorded whether the person was asked what they want."""
    case = situation.folder.case
    if case.record.msp.asked in (MspAsked.NOT_RECORDED, MspAsked.NOT_KNOWN):
        yield Noticed(rule.id, case.place("msp.asked"))


def outcome_written(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """VOI-03: what the person said they want stands in their words."""
    case = situation.folder.case
    expressed = case.record.msp.asked is MspAsked.ASKED_EXPRESSED
    if expressed and not any(o.in_their_words for o in case.record.outcomes):
        yield Noticed(rule.id, case.place("outcomes"))


def two_options(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """OPT-01: at least two choices were talked about."""
    plan = situation.folder.plan
    if plan.record and len(plan.record.options) < FEWEST_OPTIONS:
        yield Noticed(rule.id, plan.place("options"))


def options_whole(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """OPT-02: each choice has good points, bad points and the person's view."""
    plan = situation.folder.plan
    for index, option in enumerate(plan.record.options):
        if not (option.good_points and option.bad_points and option.person_view):
            facts = {"option": option.what or option.id or ""}
            yield Noticed(rule.id, plan.place(f"options[{index}]"), facts)


def _active(situation: Situation) -> Iterator[tuple[int, Restriction]]:
    for index, limit in enumerate(situation.folder.plan.record.restrictions):
        if limit.status is not RestrictionStatus.ENDED:
            yield index, limit


def restriction_whole(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """RES-01: every limit in force has its reasons, gentler ways and authority."""
    for index, limit in _active(situation):
        parts = (
            limit.rationale,
            limit.risk_refs,
            limit.freedom_affected,
            limit.less_restrictive,
            limit.person_view,
            limit.basis,
            limit.authorised_by,
        )
        if not all(parts):
            yield Noticed(
                rule.id, situation.folder.plan.place(f"restrictions[{index}]")
            )


def restriction_dated(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """RES-02: every limit in force has a date to look at it again, soon enough."""
    for index, limit in _active(situation):
        urgent = limit.basis is not None and limit.basis.value == "urgent_temporary"
        hours = situation.timescale("urgent_restriction_hours")
        days = hours // 24 if urgent else situation.timescale("restriction_max_days")
        latest = _latest_look(situation, limit, days)
        if limit.review_on is None or limit.review_on > latest:
            facts = {"n": f"{hours} hours" if urgent else f"{days} days"}
            place = situation.folder.plan.place(f"restrictions[{index}].review_on")
            yield Noticed(rule.id, place, facts)


def _latest_look(situation: Situation, limit: Restriction, days: int) -> date:
    """The rulings' date: from the start or the last review, and never far from today."""
    looked = (
        filed.record.held_on
        for filed in situation.folder.held()
        if any(r.restriction == limit.id for r in filed.record.restrictions)
    )
    since = last_date(looked, limit.started_on) or situation.today
    since = max(since, limit.started_on or since)
    return min(since, situation.today) + timedelta(days=days)


def tools_are_no_conditions(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """RES-06: a tool the person chose is not a condition they must meet."""
    plan = situation.folder.plan
    for index, tool in enumerate(plan.record.enabling_tools):
        if tool.condition:
            yield Noticed(rule.id, plan.place(f"enabling_tools[{index}].condition"))


def strengths_written(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """PLN-02: the plan says what helps already and what the person can manage."""
    plan = situation.folder.plan
    if plan.record and not (
        plan.record.protective_factors and plan.record.self_management
    ):
        yield Noticed(rule.id, plan.place("protective_factors"))


def actions_done(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """PLN-06: no action is past its date."""
    plan = situation.folder.plan
    for index, action in enumerate(plan.record.actions):
        late = action.due_on is not None and action.due_on < situation.today
        if late and action.status not in SETTLED:
            facts = {
                "action": action.what or action.id or "",
                "date": f"{action.due_on}",
            }
            yield Noticed(rule.id, plan.place(f"actions[{index}].due_on"), facts)


def contingency_written(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """PLN-13: the plan says what happens if it does not work, and who to call."""
    plan = situation.folder.plan
    if plan.record and not (plan.record.contingency and plan.record.emergency.call):
        yield Noticed(rule.id, plan.place("contingency"))


def no_unsafe_letters(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """COM-05: no letters where letters are not safe."""
    person = situation.folder.person
    safe = person.record.communication.safe_contact
    if safe.letters_safe is False and Channel.LETTER in safe.method:
        yield Noticed(rule.id, person.place("communication.safe_contact.letters_safe"))


def capacity_considered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """CAP-01: capacity was considered for the plan and for sharing (rulings)."""
    folder = situation.folder
    entries = {entry.id for entry in folder.case.record.capacity if entry.id}
    if folder.plan.record and not entries:
        yield Noticed(rule.id, folder.case.place("capacity"))
    elif folder.consent.record and folder.consent.record.capacity_ref not in entries:
        yield Noticed(rule.id, folder.consent.place("capacity_ref"))


def shared_inside(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """INF-03: what was shared was agreed, or is owned as a decision or a mistake."""
    for filed in situation.folder.of_type(RecordType.EXTERNAL_CONTACT):
        record = filed.record
        if record.external_contact.override or record.deviation:
            continue
        for row in of_record(situation.folder, filed):
            if not row.inside:
                path = f"external_contact.shared[{row.item}]"
                yield Noticed(rule.id, filed.place(path), {}, row.reason)


def not_told(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """INF-13: nobody was told whom the person asked us not to tell."""
    folder = situation.folder
    for filed in folder.of_type(RecordType.EXTERNAL_CONTACT):
        contact = filed.record.external_contact
        if not contact.shared:
            continue
        for entry in folder.consent.record.do_not_share:
            known = folder.contact(entry.contact)
            if entry.contact and entry.contact == contact.contact:
                facts = {"contact": (known.name if known else None) or entry.contact}
                yield Noticed(rule.id, filed.place("external_contact.contact"), facts)


def told_of_risk_rising(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """INF-15: the person was told what might have to be shared if things get worse."""
    consent = situation.folder.consent
    if consent.record and not consent.record.if_risk_rises:
        yield Noticed(rule.id, consent.place("if_risk_rises"))


def checked_in(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """REC-10: the everyday questions were asked lately."""
    yield from _lately(situation, rule, RecordType.CHECK_IN, "check_in_days")


def talked_of_rights(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """REC-11: rights were talked about lately when nothing was wrong."""
    yield from _lately(situation, rule, RecordType.KEYWORK, "keywork_days")


def _lately(
    situation: Situation, rule: Rule, kind: RecordType, key: str
) -> Iterator[Noticed]:
    folder = situation.folder
    if not folder.is_open:
        return
    counted = (
        filed.record.date
        for filed in folder.of_type(kind)
        if kind is not RecordType.KEYWORK or filed.record.keywork.planned
    )
    since = last_date(counted, folder.case.record.opened_on)
    if since and (situation.today - since).days > situation.timescale(key):
        detail = f"The last was {(situation.today - since).days} days ago."
        yield Noticed(rule.id, folder.case.place(), {}, detail)


def steps_to_safety(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """DOM-04: at least three steps, the last of them an emergency call."""
    folder = situation.folder
    if Focus.SAFE_CONTACT not in folder.case.record.focus or not folder.plan.record:
        return
    steps = folder.plan.record.safe_contact.response_steps
    emergencies = (RoleTarget.EMERGENCY_SERVICES, RoleTarget.POLICE)
    if len(steps) < FEWEST_STEPS or steps[-1].call not in emergencies:
        yield Noticed(rule.id, folder.plan.place("safe_contact.response_steps"))


def journeys_not_stopped(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """PRT-09: a journey that staff stopped is looked at."""
    for filed in situation.folder.of_type(RecordType.JOURNEY):
        if filed.record.journey.outcome is JourneyOutcome.STOPPED_BY_STAFF:
            yield Noticed(rule.id, filed.place("journey.outcome"))


def reviews_held(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """REV-04: no review is past its date."""
    folder = situation.folder
    args = (folder, situation.organisation, situation.calendar, situation.today)
    for item in due_items(*args):
        if item.kind in REVIEWS and item.status in LATE:
            facts = {"date": f"{item.due_on}"}
            yield Noticed(rule.id, folder.plan.place("review_schedule"), facts)


def reviews_whole(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """REV-06: a held review says what got better, what not, and what the person says."""
    for filed in situation.folder.held(*LETTERED):
        review = filed.record
        parts = (
            review.person_view,
            review.what_has_improved,
            review.what_has_not,
            review.outcome_progress,
            review.decision,
        )
        if not all(parts):
            yield Noticed(rule.id, filed.place())


def reported_in_time(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """GOV-06: the council was told in time, once that was decided."""
    case = situation.folder.case
    threshold = case.record.threshold
    if (
        threshold.decision is not ThresholdDecision.REPORT
        or threshold.decided_on is None
    ):
        return
    days = situation.timescale("report_working_days")
    latest = situation.calendar.add_working_days(threshold.decided_on, days)
    if (threshold.reported_on or situation.today) > latest:
        place = case.place("threshold.reported_on")
        yield Noticed(rule.id, place, {"date": f"{latest}"})


def somebody_else_checked(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """LRN-02: somebody other than the owner checks, and says what they saw."""
    for filed in situation.folder.learning:
        note = filed.record
        own = bool(note.check.by) and note.check.by == note.owner
        if own or (note.check.done_on and not note.check.result):
            yield Noticed(rule.id, filed.place("check"))


def closing_tells(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """CLO-02: closing says how each outcome turned out and what changed."""
    closure = situation.folder.closure
    record = closure.record
    if record and not (
        record.outcomes and record.risk_outcome and record.what_changed_for_person
    ):
        yield Noticed(rule.id, closure.place("outcomes"))


CHECKS: Mapping[str, Check] = {
    "asked": asked,
    "outcome-written": outcome_written,
    "two-options": two_options,
    "options-whole": options_whole,
    "restriction-whole": restriction_whole,
    "restriction-dated": restriction_dated,
    "tools-are-no-conditions": tools_are_no_conditions,
    "strengths-written": strengths_written,
    "actions-done": actions_done,
    "contingency-written": contingency_written,
    "no-unsafe-letters": no_unsafe_letters,
    "capacity-considered": capacity_considered,
    "shared-inside": shared_inside,
    "not-told": not_told,
    "told-of-risk-rising": told_of_risk_rising,
    "checked-in": checked_in,
    "talked-of-rights": talked_of_rights,
    "steps-to-safety": steps_to_safety,
    "journeys-not-stopped": journeys_not_stopped,
    "reviews-held": reviews_held,
    "reviews-whole": reviews_whole,
    "reported-in-time": reported_in_time,
    "somebody-else-checked": somebody_else_checked,
    "closing-tells": closing_tells,
}
