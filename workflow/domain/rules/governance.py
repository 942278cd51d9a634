"""Checks of governance that need more than a look (brief 3.12)."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.domain.case_folder import CaseFolder
from workflow.domain.findings import Noticed
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.rules.kinds import in_full
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import ThreePart, ThresholdDecision

NO_DAY = "the day it is due"
UNDATED = "Nobody has written down when it was opened, or when it is due."


def same_manager_or_late(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A managerial review past due, or by whoever made the decision (GOV-01).

    For a deviation, the decision maker is who recorded it (rulings).
    """
    for filed in situation.folder.managerial_reviews:
        review = filed.record
        due = review.due_on or _due(situation, review)
        late = review.closed_on is None and bool(due and due < situation.today)
        if late or review.reviewer in _deciders(situation.folder, review):
            place = filed.place("due_on" if late else "reviewer")
            facts = {"date": in_full(due) if due else NO_DAY}
            yield Noticed(rule.id, place, facts, "" if due else UNDATED)


def _due(situation: Situation, review: ManagerialReview) -> date | None:
    """When nobody wrote a date: `managerial_review_working_days` from its opening."""
    days = situation.timescale("managerial_review_working_days")
    opened = review.opened_on
    return situation.calendar.add_working_days(opened, days) if opened else None


def _deciders(folder: CaseFolder, review: ManagerialReview) -> set[str]:
    found: set[str | None] = set()
    for filed in folder.records:
        if filed.record.record_id in review.source_records:
            found.add(filed.record.external_contact.override.decided_by)
            if filed.record.deviation:
                found.add(filed.record.recorded_by)
    return {who for who in found if who}


def owner_is_lead(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The case owner and the safeguarding lead are one person (GOV-03)."""
    ownership = situation.folder.case.record.ownership
    if ownership.owner and ownership.owner == ownership.safeguarding_lead:
        place = situation.folder.case.place("ownership.safeguarding_lead")
        yield Noticed(rule.id, place)


def not_told_unexplained(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The test looks met and the council was not told, without saying why (GOV-05).

    "Override considered" is an entry in `lead_decisions` (rulings).
    """
    case = situation.folder.case
    test, decisions = case.record.threshold, case.record.lead_decisions
    parts = (test.needs, test.at_risk, test.cannot_protect)
    met = all(part is ThreePart.MET for part in parts)
    if not met or test.decision is not ThresholdDecision.NOT_REPORT:
        return
    said = {"rationale": test.rationale, "person_view": test.person_view}
    lacking = [f"threshold.{key}" for key, value in said.items() if not value]
    lacking += [] if decisions else ["lead_decisions"]
    if lacking:
        yield Noticed(rule.id, case.place(lacking[0]))


def told_late(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The council was told later than allowed, or has not been told yet (GOV-06)."""
    threshold = situation.folder.case.record.threshold
    decided = threshold.decided_on
    if threshold.decision is not ThresholdDecision.REPORT or decided is None:
        return
    days = situation.timescale("report_working_days")
    due = situation.calendar.add_working_days(decided, days)
    if (threshold.reported_on or situation.today) > due:
        place = situation.folder.case.place("threshold.reported_on")
        yield Noticed(rule.id, place, {"date": in_full(due)})


CHECKS: Mapping[str, Check] = {
    "same_manager_or_late": same_manager_or_late,
    "owner_is_lead": owner_is_lead,
    "not_told_unexplained": not_told_unexplained,
    "told_late": told_late,
}
