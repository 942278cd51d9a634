"""Checks of closing a case that need more than a look (brief 3.12)."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from workflow.domain.case_folder import CaseFolder
from workflow.domain.findings import Noticed
from workflow.domain.rules.kinds import word
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import (
    ActionStatus,
    CloseReason,
    OutcomeStatus,
    RecordType,
)

FINISHED = (ActionStatus.DONE, ActionStatus.NOT_POSSIBLE, ActionStatus.NO_LONGER_NEEDED)


def left_open(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A case is closing with something unfinished and handed to nobody (CLO-01)."""
    folder = situation.folder
    closure = folder.closure.record
    unfinished = tuple(remaining(folder)) if closure else ()
    if unfinished and not closure.open_items_handed_to:
        place = folder.closure.place("open_items_handed_to")
        yield Noticed(rule.id, place, {"list": "; ".join(unfinished)})


def remaining(folder: CaseFolder) -> Iterator[str]:
    """What is not finished: actions, limits, managerial reviews, speak-ups."""
    for action in folder.plan.record.actions:
        if action.status not in FINISHED:
            yield f"action {action.id or ''}".strip()
    for limit in folder.active_restrictions:
        yield f"limit {limit.id or ''}".strip()
    for review in folder.managerial_reviews:
        if review.record.closed_on is None:
            yield f"managerial review {review.record.mreview_id or ''}".strip()
    for filed in folder.of_type(RecordType.SPEAK_UP):
        if filed.record.speak_up.answered_on is None:
            yield f"speak-up {filed.record.record_id or ''}".strip()


def ending_not_written(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Closing without final outcomes, risk outcome or what changed (CLO-02)."""
    folder = situation.folder
    closure = folder.closure.record
    if not closure:
        return
    missing = ""
    if not _outcomes_final(folder):
        missing = "outcomes"
    elif closure.risk_outcome is None:
        missing = "risk_outcome"
    elif closure.reason is not CloseReason.DIED and not closure.what_changed_for_person:
        missing = "what_changed_for_person"
    if missing:
        yield Noticed(rule.id, folder.closure.place(missing))


def _outcomes_final(folder: CaseFolder) -> bool:
    open_still = (None, OutcomeStatus.NOT_YET_KNOWN)
    final = {
        line.outcome
        for line in folder.closure.record.outcomes
        if line.status not in open_still
    }
    wanted = folder.case.record.outcomes
    return all(
        outcome.id in final or outcome.status is OutcomeStatus.WITHDRAWN
        for outcome in wanted
    )


def feedback_not_asked(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Closed for some weeks (`weeks`) and nobody asked how it was (CLO-04)."""
    closure = situation.folder.closure
    closed, weeks = closure.record.closed_on, int(word(rule.settings, "weeks"))
    asked = closure.record.feedback.asked_on is not None
    if closed is None or asked or closure.record.reason is CloseReason.DIED:
        return
    if situation.today > closed + timedelta(weeks=weeks):
        yield Noticed(rule.id, closure.place("feedback.asked_on"))


def keeping_to_decide(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The day has come to decide about keeping the record (CLO-05)."""
    closure = situation.folder.closure
    day = closure.record.records_review_on
    if day is not None and situation.today >= day:
        yield Noticed(rule.id, closure.place("records_review_on"))


CHECKS: Mapping[str, Check] = {
    "left_open": left_open,
    "ending_not_written": ending_not_written,
    "feedback_not_asked": feedback_not_asked,
    "keeping_to_decide": keeping_to_decide,
}
