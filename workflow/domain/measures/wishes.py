"""Counts what people want and how it turns out: TM01 to TM06, TM33 (brief 5.11)."""

from collections.abc import Iterator

from workflow.domain.measures.counting import Counted, Counter, Line
from workflow.domain.records.closure import Closure
from workflow.domain.records.review import Review
from workflow.domain.vocabulary import (
    Answer,
    CaseStatus,
    MspAsked,
    OutcomeStatus,
    ReviewKind,
    RiskAssessment,
    RiskOutcome,
    Voice,
)

OPEN_LONG_ENOUGH = 5  # working days (TM01)
ASKED = (MspAsked.ASKED_EXPRESSED, MspAsked.ASKED_NOT_EXPRESSED)
ENDED = (OutcomeStatus.FULLY_ACHIEVED, OutcomeStatus.WITHDRAWN)
KINDS = (ReviewKind.INITIAL, ReviewKind.SCHEDULED, ReviewKind.FINAL)
RISK_FOUND = (RiskAssessment.IDENTIFIED_ACTION, RiskAssessment.IDENTIFIED_NO_ACTION)
FULLY, PARTLY, NOT = "fully", "partially", "not"


def asked(counted: Counted) -> Iterator[Line]:
    """TM01: were they asked what they want to happen?"""
    case, closure = counted.folder.case, counted.folder.closure.record
    opened = case.record.opened_on
    if opened is None or not counted.period.holds(opened):
        return
    open_for = counted.calendar.working_days_after(opened, counted.until)
    closed_on = case.record.closed_on or closure.closed_on
    closed = (
        closed_on <= counted.until
        if closed_on
        else case.record.status is CaseStatus.CLOSED
    )
    if open_for >= OPEN_LONG_ENOUGH or closed:
        was_asked = case.record.msp.asked in ASKED
        yield counted.line(was_asked, case.place("msp.asked"))


def told_us(counted: Counted) -> Iterator[Line]:
    """TM02: of those asked, who said what they want?"""
    case = counted.folder.case
    if any(line.counted for line in asked(counted)):
        told = case.record.msp.asked is MspAsked.ASKED_EXPRESSED
        yield counted.line(told, case.place("msp.asked"))


def own_words(counted: Counted) -> Iterator[Line]:
    """TM03: is each outcome in the person's own words, and said by them?"""
    case = counted.folder.case
    for index, outcome in enumerate(case.record.outcomes):
        if counted.period.holds(outcome.recorded_on):
            field = f"outcomes[{index}].in_their_words"
            doubt = (counted.folder.ref, field) in counted.evidence.doubtful
            theirs = outcome.said_by is Voice.PERSON and outcome.in_their_words
            yield counted.line(theirs and not doubt, case.place(field))


def revisited(counted: Counted) -> Iterator[Line]:
    """TM04: did each review go back to every outcome still wanted, with words?"""
    for filed in counted.folder.held(*KINDS):
        if counted.period.holds(filed.record.held_on):
            missing = _not_told(counted, filed.record)
            why = f"not gone back to: {', '.join(missing)}" if missing else ""
            place = filed.place("outcome_progress")
            yield counted.line(not missing, place, why=why)


def _not_told(counted: Counted, review: Review) -> list[str]:
    """The outcomes still wanted that a review did not ask about, with the words."""
    told = {p.outcome for p in review.outcome_progress if p.status and p.person_words}
    held, missing = review.held_on, []
    for outcome in counted.folder.case.record.outcomes:
        later = held and outcome.recorded_on and outcome.recorded_on > held
        over = outcome.status in ENDED and not (
            held and outcome.status_on and outcome.status_on >= held
        )
        if not later and not over and outcome.id not in told:
            missing.append(outcome.id or "an outcome without a number")
    return missing


def achieved(how: str) -> Counter:
    """TM05: closures where the outcomes were fully, partially or not achieved."""

    def counter(counted: Counted) -> Iterator[Line]:
        closure = counted.folder.closure
        expressed = closure.record.msp_asked is MspAsked.ASKED_EXPRESSED
        if expressed and counted.period.holds(closure.record.closed_on):
            turned = _turned_out(closure.record)
            yield counted.line(turned == how, closure.place("outcomes"))

    return counter


def _turned_out(closure: Closure) -> str:
    statuses = [outcome.status for outcome in closure.outcomes]
    if statuses and all(s is OutcomeStatus.FULLY_ACHIEVED for s in statuses):
        return FULLY
    some = (OutcomeStatus.FULLY_ACHIEVED, OutcomeStatus.PARTIALLY_ACHIEVED)
    return PARTLY if any(status in some for status in statuses) else NOT


def risk(outcome: RiskOutcome) -> Counter:
    """TM06: closures where the risk remained, was reduced or was removed."""

    def counter(counted: Counted) -> Iterator[Line]:
        closure = counted.folder.closure
        found = closure.record.risk_assessment in RISK_FOUND
        if found and counted.period.holds(closure.record.closed_on):
            same = closure.record.risk_outcome is outcome
            yield counted.line(same, closure.place("risk_outcome"))

    return counter


def felt(field: str) -> Counter:
    """TM33: closures whose feedback says yes to one of the questions."""

    def counter(counted: Counted) -> Iterator[Line]:
        closure = counted.folder.closure
        answer: Answer | None = getattr(closure.record.feedback, field)
        nothing = (None, Answer.NOT_ASKED, Answer.DECLINED_TO_SAY)
        answered = answer not in (*nothing, Answer.NOT_APPLICABLE)
        if answered and counted.period.holds(closure.record.closed_on):
            yes = answer is Answer.SAID_YES
            yield counted.line(yes, closure.place(f"feedback.{field}"))

    return counter
