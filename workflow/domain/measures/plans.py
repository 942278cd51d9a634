"""Counts choices, plans, dates and limits: TM07 to TM17 (brief 5.11)."""

from collections.abc import Iterator
from datetime import date, timedelta

from workflow.domain.case_folder import Filed, last_date
from workflow.domain.due.reviews import set_off
from workflow.domain.findings import Place
from workflow.domain.measures.counting import Counted, Counter, Line
from workflow.domain.own_copies import first_format, given_in_time
from workflow.domain.records.base import filled
from workflow.domain.records.plan import Option, Plan, PlanAction, Restriction
from workflow.domain.rhythm import in_days
from workflow.domain.vocabulary import (
    ActionStatus,
    AdvocacyAnswer,
    Answer,
    Difficulty,
    OwnCopyPlace,
    Proposer,
    RestrictionBasis,
    RestrictionDecision,
    RestrictionStatus,
    ReviewKind,
)
from workflow.domain.working_days import in_full

IN_WORKING_DAYS = 5  # TM07, TM11
ENOUGH_OPTIONS = 2  # OPT-01
KEPT = (RestrictionDecision.KEEP, RestrictionDecision.REDUCE)


def advocacy_offered(counted: Counted) -> Iterator[Line]:
    """TM07: was advocacy offered in time to those who needed it?"""
    case = counted.folder.case
    advocacy = case.record.advocacy
    considered = advocacy.considered_on
    needed = advocacy.substantial_difficulty is Difficulty.HAS
    if not needed or considered is None or not counted.period.holds(considered):
        return
    by = counted.calendar.add_working_days(considered, IN_WORKING_DAYS)
    supporter = advocacy.appropriate_person
    complete = (
        supporter.contact
        and supporter.willing
        and supporter.not_source_of_risk
        and supporter.person_agrees
    )
    offered = any(o.offered_on and o.offered_on <= by for o in advocacy.offers)
    yield counted.line(complete or offered, case.place("advocacy"))


def advocacy_taken(counted: Counted) -> Iterator[Line]:
    """TM08: did the advocate begin, where the person accepted one?"""
    case = counted.folder.case
    for index, offer in enumerate(case.record.advocacy.offers):
        accepted = offer.answer is AdvocacyAnswer.ACCEPTED
        if accepted and counted.period.holds(offer.offered_on):
            place = case.place(f"advocacy.offers[{index}]")
            yield counted.line(offer.started_on, place)
            return


def real_choices(counted: Counted) -> Iterator[Line]:
    """TM09: two choices at least, each weighed, and one of the person's own."""
    for filed in counted.plans():
        options = filed.record.options
        own = sum(o.suggested_by is Proposer.PERSON for o in options)
        weighed = sum(map(_weighed, options))
        real = len(options) >= ENOUGH_OPTIONS and weighed == len(options) and own > 0
        why = f"{len(options)} choices, {weighed} weighed, {own} from the person"
        yield counted.line(real, filed.place("options"), why=why)


def _weighed(option: Option) -> bool:
    parts = (option.good_points, option.bad_points, option.person_view)
    return all(filled(part) for part in parts)


def recognised(wanted: Answer) -> Counter:
    """TM10: plans that the person recognises as theirs, wholly or partly."""

    def counter(counted: Counted) -> Iterator[Line]:
        not_asked = (None, Answer.NOT_ASKED, Answer.NOT_APPLICABLE)
        for filed in counted.plans():
            answer = filed.record.co_production.person_recognises_plan
            if answer not in not_asked:
                place = filed.place("co_production.person_recognises_plan")
                yield counted.line(answer is wanted, place)

    return counter


def own_copy(counted: Counted) -> Iterator[Line]:
    """TM11: a copy in the person's first format within five working days."""
    kept = counted.folder.person.record.communication.safe_contact.own_copy_kept
    if kept is OwnCopyPlace.NO_PAPER:
        return
    for filed in counted.plans():
        agreed = filed.record.agreed_on
        if agreed is None:
            continue
        by = counted.calendar.add_working_days(agreed, IN_WORKING_DAYS)
        copies = filed.record.copies
        in_time = any(given_in_time(counted.folder, c, agreed, by) for c in copies)
        if in_time or by < counted.evidence.today:
            wanted = first_format(counted.folder)
            form = wanted.label.lower() if wanted else "no format"
            why = f"agreed {in_full(agreed)}, needed in {form} by {in_full(by)}"
            yield counted.line(in_time, filed.place("copies"), why=why)


def reviews_on_time(counted: Counted) -> Iterator[Line]:
    """TM12: reviews of a schedule or a trigger, held by their day."""
    schedules = {s.id for s in counted.folder.plan.record.review_schedule if s.id}
    for item in counted.due():
        ours = item.kind == ReviewKind.TRIGGERED or item.source in schedules
        if ours and counted.period.holds(item.due_on):
            yield from counted.kept(item, counted.review_place(item))


def triggered_on_time(counted: Counted) -> Iterator[Line]:
    """TM13: reviews brought forward by what happened in the period, held by their day.

    One record that fires one kind counts once (rulings).
    """
    fired = {
        (event.trigger, event.file)
        for event in set_off(counted.day)
        if counted.period.holds(event.on)
    }
    for item in counted.due():
        if item.kind == ReviewKind.TRIGGERED and (item.source, item.file) in fired:
            yield from counted.kept(item, counted.review_place(item))


def days_to_plan(counted: Counted) -> Iterator[Line]:
    """TM14: working days from the concern to the first plan agreed in the period."""
    every = (*counted.folder.old_plans, counted.folder.plan)
    agreed = [p.record.first_agreed_on or p.record.agreed_on for p in every]
    first = min((day for day in agreed if day), default=None)
    raised = counted.folder.case.record.concern.raised_on
    if first and raised and counted.period.holds(first):
        took = counted.calendar.working_days_after(raised, first)
        place = counted.folder.case.place("concern.raised_on")
        why = f"concern {in_full(raised)}, plan {in_full(first)}"
        yield counted.line(counted=True, place=place, value=took, why=why)


def actions_on_time(counted: Counted) -> Iterator[Line]:
    """TM15: actions of the plan done by their day, as the newest plan has them."""
    for place, action in _newest_actions(counted):
        wanted = action.status is not ActionStatus.NO_LONGER_NEEDED
        if wanted and counted.period.holds(action.due_on):
            done = action.done_on if action.status is ActionStatus.DONE else None
            yield from counted.on_time(action.due_on, done, place)


def _newest_actions(counted: Counted) -> Iterator[tuple[Place, PlanAction]]:
    plans: tuple[Filed[Plan], ...] = (counted.folder.plan, *counted.folder.old_plans)
    newest = sorted(plans, key=lambda plan: -(plan.record.version or 0))
    seen: set[str] = set()
    for plan in newest:
        here = {action.id for action in plan.record.actions if action.id}
        for index, action in enumerate(plan.record.actions):
            if action.id not in seen:
                yield plan.place(f"actions[{index}]"), action
        seen |= here


def justified(counted: Counted) -> Iterator[Line]:
    """TM16: limits in force at the end, with every reason and a date still ahead."""
    plan = counted.folder.plan
    for index, limit in enumerate(plan.record.restrictions):
        started = limit.started_on is None or limit.started_on <= counted.until
        ended = limit.ended_on is not None and limit.ended_on <= counted.until
        over = limit.status is RestrictionStatus.ENDED and limit.ended_on is None
        if started and not ended and not over:
            whole = _reasoned(limit) and _in_date(counted, limit)
            yield counted.line(whole, plan.place(f"restrictions[{index}]"))


def _reasoned(limit: Restriction) -> bool:
    """Whether nothing that RES-01 asks for is empty."""
    tried = [line.tried_or_considered for line in limit.less_restrictive]
    parts = (
        limit.rationale,
        limit.risk_refs,
        limit.freedom_affected,
        limit.person_view,
        limit.basis,
        limit.authorised_by,
    )
    return all(filled(part) for part in (*parts, *(tried or [None])))


def _in_date(counted: Counted, limit: Restriction) -> bool:
    """Whether the next look is set, not past, and no further off than RES-02 allows."""
    if limit.review_on is None or limit.review_on < counted.until:
        return False
    service = counted.folder.case.record.service_id
    organisation = counted.evidence.organisation
    if limit.basis is RestrictionBasis.URGENT_TEMPORARY:
        days = in_days(organisation.timescale("urgent_restriction_hours", service))
    else:
        days = organisation.timescale("restriction_max_days", service)
    kept = [
        filed.record.held_on
        for filed in counted.folder.held()
        for line in filed.record.restrictions
        if limit.id and line.restriction == limit.id and line.decision in KEPT
    ]
    by_then: list[date | None] = [day for day in kept if day and day <= counted.until]
    since = last_date(iter((*by_then, limit.started_on))) or counted.until
    return limit.review_on <= min(since, counted.until) + timedelta(days=days)


def reduced(counted: Counted) -> Iterator[Line]:
    """TM17: of the limits in force at any time, those made less or ended."""
    plan = counted.folder.plan
    for index, limit in enumerate(plan.record.restrictions):
        started = limit.started_on is None or limit.started_on <= counted.until
        gone = limit.ended_on is not None and limit.ended_on < counted.period.from_
        if started and not gone:
            less = counted.period.holds(limit.ended_on) or _made_less(counted, limit)
            yield counted.line(less, plan.place(f"restrictions[{index}]"))


def _made_less(counted: Counted, limit: Restriction) -> bool:
    less = (RestrictionDecision.REDUCE, RestrictionDecision.END)
    return bool(limit.id) and any(
        line.restriction == limit.id
        and line.decision in less
        and counted.period.holds(filed.record.held_on)
        for filed in counted.folder.held()
        for line in filed.record.restrictions
    )
