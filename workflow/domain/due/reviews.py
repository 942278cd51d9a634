"""Reviews: by schedule, by trigger, by their own file, and those nobody set (4.3)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from workflow.domain.case_folder import Filed, last_date
from workflow.domain.due.entry import CaseDay, Entry
from workflow.domain.records.plan import ScheduledReview
from workflow.domain.records.review import Review
from workflow.domain.rhythm import Occurrence, in_days, occurrences
from workflow.domain.triggers import Fired, answers, fired
from workflow.domain.vocabulary import (
    Answer,
    PlanStatus,
    ReviewKind,
    ReviewStatus,
    Unit,
)
from workflow.domain.working_days import later

HORIZON = 365  # days
MOST_MOVED = 10  # working days a review may be moved by (4.3)
COUNTS_FOR_WITHIN = 5  # working days to a scheduled review that a triggered one meets
ASKED = (Answer.SAID_YES, Answer.SAID_PARTLY)
WAITING = (ReviewStatus.PLANNED, ReviewStatus.RESCHEDULED)
URGENT = (ReviewKind.TRIGGERED, ReviewKind.RESTRICTION)
TO_PLAN = "review_to_plan"
REVIEW_NAMES = {
    ReviewKind.INITIAL: "First review",
    ReviewKind.SCHEDULED: "Review",
    ReviewKind.PATTERN: "Pattern review",
    ReviewKind.TRIGGERED: "Review brought forward",
    ReviewKind.RESTRICTION: "Review of a limit on freedom",
    ReviewKind.FINAL: "Last review",
}


def reviews(case: CaseDay) -> Iterator[Entry]:
    """Reviews by schedule, by trigger, and those that answer to neither."""
    scheduled, events = tuple(_scheduled(case)), set_off(case)
    yield from scheduled
    for event in events:
        yield _triggered(case, event)
    met = {entry.review_file for entry in scheduled}
    for filed in case.folder.reviews:
        if not any(answers(filed.record, event) for event in events):
            yield from _unasked(case, filed, met)
    yield from _to_plan(case)


def set_off(case: CaseDay) -> tuple[Fired, ...]:
    """Every time a trigger of this case went off, up to today (4.4)."""
    limit = in_days(case.timescale("unlisted_limit_hours"))
    return fired(case.folder, case.calendar, case.today, limit)


def _scheduled(case: CaseDay) -> Iterator[Entry]:
    for schedule in case.folder.plan.record.review_schedule:
        for occurrence in _coming(case, _paced(case, schedule)):
            yield _occurrence(case, schedule, occurrence)


def _paced(case: CaseDay, schedule: ScheduledReview) -> ScheduledReview:
    """A pattern review that goes on, but does not say how often, keeps our pace."""
    goes_on = schedule.until or schedule.occurrences
    if schedule.kind is ReviewKind.PATTERN and goes_on and not schedule.every:
        pace = {"every": case.timescale("pattern_every_days"), "unit": Unit.DAYS}
        return schedule.model_copy(update=pace)
    return schedule


def _coming(case: CaseDay, schedule: ScheduledReview) -> Iterator[Occurrence]:
    """The dates up to a year ahead, and always the next one."""
    horizon = later(case.today, HORIZON)
    next_seen = False
    for occurrence in occurrences(schedule, case.calendar, horizon):
        if occurrence.unrolled <= horizon or not next_seen:
            yield occurrence
        next_seen = next_seen or occurrence.due_on >= case.today


def _occurrence(case: CaseDay, schedule: ScheduledReview, when: Occurrence) -> Entry:
    kind = schedule.kind or ReviewKind.SCHEDULED
    entry = Entry(
        REVIEW_NAMES[kind],
        kind.value,
        schedule.id or "",
        when.due_on,
        schedule.lead or "",
        case.folder.plan.file,
        urgent=kind in URGENT,
        unrolled=when.unrolled,
    )
    its_own = case.reviews_by_schedule.get(schedule.id or "", ())
    own = [filed for filed in its_own if _meets(filed.record, when)]
    held = [r for r in own if r.record.status is ReviewStatus.HELD]
    best = _best(held) or _stand_in(case, schedule, when) or _best(own)
    return _met(case, entry, best)


def _meets(review: Review, when: Occurrence) -> bool:
    """Whether a review of its schedule is for this date, and not held too early."""
    in_time = review.held_on is None or review.held_on >= when.earliest
    return in_time and review.due_on in (when.due_on, when.unrolled)


def _stand_in(
    case: CaseDay, schedule: ScheduledReview, when: Occurrence
) -> Filed[Review] | None:
    """A triggered review that was held shortly before and counts for this one."""
    for filed in case.folder.held(ReviewKind.TRIGGERED):
        held = filed.record.held_on
        if held and schedule.id and schedule.id in filed.record.also_counts_for:
            last = case.working_days(held, COUNTS_FOR_WITHIN)
            if held <= when.due_on <= last:
                return filed
    return None


def _triggered(case: CaseDay, event: Fired) -> Entry:
    entry = Entry(
        REVIEW_NAMES[ReviewKind.TRIGGERED],
        ReviewKind.TRIGGERED.value,
        event.trigger,
        event.due_on,
        event.lead or case.lead,
        event.file,
        urgent=True,
    )
    answering = (r for r in case.folder.reviews if answers(r.record, event))
    return _met(case, entry, _best(answering))


def _unasked(case: CaseDay, filed: Filed[Review], met: set[str]) -> Iterator[Entry]:
    """A review that nothing in the plan asks for, only its own file.

    One held on no date of its schedule meets nothing (4.3) and is nothing of its own;
    one still planned is, so that nobody forgets it.
    """
    review = filed.record
    of_schedule = review.schedule and (
        filed.file in met or review.status not in WAITING
    )
    if review.due_on is None or of_schedule:
        return
    kind = review.kind or ReviewKind.SCHEDULED
    entry = Entry(
        REVIEW_NAMES[kind],
        kind.value,
        review.trigger or review.review_id or filed.file,
        review.due_on,
        review.lead or "",
        filed.file,
        urgent=kind in URGENT,
    )
    yield _met(case, entry, filed)


def _met(case: CaseDay, entry: Entry, filed: Filed[Review] | None) -> Entry:
    """The entry as the review file for it, if any, leaves it."""
    if filed is None:
        gone = _after_closing(case, entry.due_on)
        return replace(entry, cancelled=True) if gone else entry
    review = filed.record
    moved = _moved_to(case, review, entry.due_on)
    held = review.held_on if review.status is ReviewStatus.HELD else None
    gone = held is None and _after_closing(case, entry.due_on)
    return replace(
        entry,
        due_on=moved or entry.due_on,
        unrolled=entry.unrolled or entry.due_on,
        done_on=held,
        moved=moved is not None,
        cancelled=review.status is ReviewStatus.CANCELLED or gone,
        review_file=filed.file,
    )


def _after_closing(case: CaseDay, due_on: date) -> bool:
    """Whether the case was closed before that day."""
    return case.closed_on is not None and due_on > case.closed_on


def _moved_to(case: CaseDay, review: Review, due_on: date) -> date | None:
    """The new date of a review moved rightly: once, asked, 10 working days most."""
    move = review.rescheduled
    once = (move.times or 1) == 1
    if move.to is None or not once or move.agreed_with_person not in ASKED:
        return None
    far = case.calendar.working_days_after(due_on, move.to) > MOST_MOVED
    return None if far else move.to


def _best(found: Iterable[Filed[Review]]) -> Filed[Review] | None:
    """Of several files for one review, the one that was held."""
    held = ReviewStatus.HELD
    return min(found, key=lambda r: r.record.status is not held, default=None)


def _to_plan(case: CaseDay) -> Iterator[Entry]:
    """A plan in use with no review ahead of it: by when there must be one (4.2)."""
    plan = case.folder.plan.record
    agreed = plan.first_agreed_on or plan.agreed_on
    if not case.folder.is_open or plan.status is not PlanStatus.AGREED or not agreed:
        return
    if _with_the_person_ahead(case):
        return
    kinds = [kind for kind in ReviewKind if kind is not ReviewKind.PATTERN]
    held = last_date(filed.record.held_on for filed in case.folder.held(*kinds))
    if held:
        due = case.within(held, "max_review_weeks")
    else:
        due = case.within(agreed, "first_review_weeks")
    at = (TO_PLAN, due, case.lead, case.folder.plan.file)
    yield Entry("A review to plan", TO_PLAN, *at)


def _with_the_person_ahead(case: CaseDay) -> bool:
    """Whether a review that is not a pattern review is still to be held."""
    schedules = case.folder.plan.record.review_schedule
    for schedule in schedules:
        if schedule.kind is not ReviewKind.PATTERN:
            for occurrence in _coming(case, schedule):
                entry = _occurrence(case, schedule, occurrence)
                if not (entry.done_on or entry.cancelled):
                    return True
    return any(
        filed.record.status in WAITING and filed.record.kind is not ReviewKind.PATTERN
        for filed in case.folder.reviews
    )
