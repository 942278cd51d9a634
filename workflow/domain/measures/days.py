"""Counts what happened from day to day: TM18 to TM27 (brief 5.11)."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from workflow.domain.measures.counting import Counted, Counter, Line, said
from workflow.domain.records.plan import Measure as PlanMeasure
from workflow.domain.records.record import Record
from workflow.domain.sharing import lasts, of_record
from workflow.domain.vocabulary import (
    ActionStatus,
    Answer,
    DeviationKind,
    JourneyOutcome,
    Kept,
    Proposer,
    RecordType,
)
from workflow.domain.working_days import in_full

TALK_WORKING_DAYS = 2  # TM25
LAST_RATINGS = 3  # TM19, TM20
WEEKS = timedelta(weeks=4)  # TM21: the first and the last
LONG_ENOUGH = timedelta(weeks=8)
ARRIVED = (JourneyOutcome.COMPLETED, JourneyOutcome.COMPLETED_WITH_HELP)
TESTED = (Kept.KEPT, Kept.PARTLY, Kept.BROKEN)
CONFIDENT = re.compile(r"\b(?:sure|confiden\w*|brave|certain|able)\b", re.IGNORECASE)
ANXIOUS = re.compile(
    r"\b(?:anxi\w*|worr\w*|wound up|nerv\w*|scared|afraid|fright\w*|tense|stress\w*"
    r"|calm|panic\w*|uneasy)\b",
    re.IGNORECASE,
)
SHARING = (
    DeviationKind.SHARED_MORE_THAN_AGREED,
    DeviationKind.SHARED_WITH_SOMEONE_ELSE,
    DeviationKind.SHARED_WITHOUT_AGREEMENT,
    DeviationKind.NOT_SHARED_WHEN_AGREED,
)


def journeys(counted: Counted) -> Iterator[Line]:
    """TM18: journeys that were started and completed, with or without help."""
    for filed in counted.records(RecordType.JOURNEY):
        if filed.record.journey.set_off:
            arrived = filed.record.journey.outcome in ARRIVED
            ended = filed.record.journey.outcome
            why = ended.label.lower() if ended else "nothing written down"
            yield counted.line(arrived, filed.place("journey.outcome"), why=why)


def confident(counted: Counted) -> Iterator[Line]:
    """TM19: are the last three ratings of confidence better than at the start?"""
    return _better(counted, "higher", CONFIDENT)


def less_anxious(counted: Counted) -> Iterator[Line]:
    """TM20: are the last three ratings of anxiety better than at the start?"""
    return _better(counted, "lower", ANXIOUS)


def _better(counted: Counted, better: str, about: re.Pattern[str]) -> Iterator[Line]:
    """One line for a person with such a measure and enough ratings of their own."""
    plan = counted.folder.plan
    for index, rated in enumerate(plan.record.measures):
        words = f"{rated.name} {rated.question}"
        ours = rated.better == better and rated.given_by is Proposer.PERSON
        ratings = _ratings(counted, rated)[-LAST_RATINGS:] if ours else []
        enough = len(ratings) == LAST_RATINGS and rated.baseline is not None
        if enough and about.search(words):
            mean, start = sum(ratings) / LAST_RATINGS, rated.baseline or 0.0
            gained = mean > start if better == "higher" else mean < start
            why = f"{mean:.1f} on average of the last three, {start:g} at the start"
            yield counted.line(gained, plan.place(f"measures[{index}]"), why=why)
            return


def _ratings(counted: Counted, rated: PlanMeasure) -> list[float]:
    """The ratings up to the end of the period, oldest first."""
    found = [
        (filed.record.date, filed.record.time or "", line.value)
        for filed in counted.folder.records
        for line in filed.record.measurements
        if line.measure == rated.id
        and line.value is not None
        and filed.record.date is not None
        and filed.record.date <= counted.until
    ]
    return [value for _, _, value in sorted(found)]


def pressured(counted: Counted) -> Iterator[Line]:
    """TM21: pressured moments, visit by visit, at first and in the last four weeks.

    Only cases with a safe-contact plan of eight weeks or more by the end of the period.
    """
    plan = counted.folder.plan.record
    start = plan.first_agreed_on or plan.agreed_on
    end = last_day(counted)
    if not plan.safe_contact or start is None or end - start < LONG_ENOUGH:
        return
    for filed in counted.folder.of_type(RecordType.VISIT):
        day = filed.record.date
        count = filed.record.visit.pressured_interactions
        if day is None or count is None:
            continue
        first, last = start <= day < start + WEEKS, end - WEEKS < day <= end
        if first or last:
            place = filed.place("visit.pressured_interactions")
            yield Line(count > 0, place, counted.folder.ref, count, first)


def last_day(counted: Counted) -> date:
    """The last day of the case in the period: the end, or the day it was closed."""
    case, closure = counted.folder.case.record, counted.folder.closure.record
    closed = case.closed_on or closure.closed_on
    return min(counted.until, closed) if closed else counted.until


def boundaries(counted: Counted) -> Iterator[Line]:
    """TM22: of the times a boundary was put to the test, was it kept?"""
    for filed in counted.records(RecordType.VISIT):
        for index, line in enumerate(filed.record.visit.boundaries):
            if line.kept in TESTED:
                place = filed.place(f"visit.boundaries[{index}]")
                why = line.kept.label.lower() if line.kept else ""
                yield counted.line(line.kept is Kept.KEPT, place, why=why)


def inside(counted: Counted) -> Iterator[Line]:
    """TM23: contacts in which everything shared was inside the agreement."""
    months = lasts(counted.folder, counted.evidence.organisation)
    for filed in counted.records(RecordType.EXTERNAL_CONTACT):
        rows = tuple(of_record(counted.folder, filed, months))
        if rows:
            place = filed.place("external_contact.shared")
            outside = [row.reason for row in rows if not row.inside]
            why = outside[0] if outside else ""
            yield counted.line(not outside, place, why=why)


def beyond_reviewed(counted: Counted) -> Iterator[Line]:
    """TM24: sharing beyond the agreement, with a managerial review closed in time."""
    for filed in counted.folder.records:
        if counted.period.holds(filed.record.date) and _beyond(filed.record):
            mine = [
                other.record
                for other in counted.folder.managerial_reviews
                if filed.record.record_id in other.record.source_records
            ]
            done = [r.closed_on for r in mine if r.closed_on and r.due_on]
            closed = any(
                r.closed_on and r.due_on and r.closed_on <= r.due_on for r in mine
            )
            still = any(r.due_on and r.due_on >= counted.evidence.today for r in mine)
            if done or not still:
                ended = f"closed {in_full(max(done))}" if done else "none closed"
                why = f"a manager's review: {ended}"
                yield counted.line(closed, filed.place(), why=why)


def _beyond(record: Record) -> bool:
    """Whether a record tells of sharing without agreement, or not as agreed."""
    override = bool(record.external_contact.override)
    return override or record.deviation.kind in SHARING


def talk_offered(counted: Counted) -> Iterator[Line]:
    """TM25: contacts after which a talk was offered within two working days."""
    for filed in counted.records(RecordType.EXTERNAL_CONTACT):
        offer = filed.record.external_contact.review_conversation
        day = filed.record.date
        if day is None or offer.not_offered_reason:
            continue
        by = counted.calendar.add_working_days(day, TALK_WORKING_DAYS)
        offered = offer.offered_on is not None and offer.offered_on <= by
        if offered or by < counted.evidence.today:
            place = filed.place("external_contact.review_conversation")
            when = in_full(offer.offered_on) if offer.offered_on else "not written down"
            why = f"contact {in_full(day)}, offered {when}"
            yield counted.line(offered, place, why=why)


def still(field: str, wanted: Answer = Answer.SAID_YES) -> Counter:
    """TM26: the talks in which a question was answered like this."""

    def counter(counted: Counted) -> Iterator[Line]:
        for filed in counted.records(RecordType.REVIEW_CONVERSATION):
            talk = filed.record.review_conversation
            answer: Answer | None = getattr(talk, field)
            same = said(answer, wanted)
            if same is not None:
                place = filed.place(f"review_conversation.{field}")
                why = answer.label.lower() if answer else ""
                yield counted.line(same, place, why=why)

    return counter


def follow_ups(counted: Counted) -> Iterator[Line]:
    """TM27: what records promised, done by its day."""
    for filed in counted.folder.records:
        for index, line in enumerate(filed.record.follow_up):
            wanted = line.status is not ActionStatus.NO_LONGER_NEEDED
            if wanted and counted.period.holds(line.due_on):
                done = line.done_on if line.status is ActionStatus.DONE else None
                place = filed.place(f"follow_up[{index}]")
                yield from counted.on_time(line.due_on, done, place)
