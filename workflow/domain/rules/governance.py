"""Checks of governance that need more than a look (brief 3.12)."""

from collections.abc import Iterator, Mapping

from workflow.domain.case_folder import CaseFolder
from workflow.domain.findings import Noticed
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.rules.kinds import in_full
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import ThresholdDecision


def same_manager_or_late(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A managerial review past due, or by whoever made the decision (GOV-01).

    For a deviation, the decision maker is who recorded it (rulings).
    """
    for filed in situation.folder.managerial_reviews:
        review = filed.record
        if review.due_on is None:
            continue
        late = review.closed_on is None and review.due_on < situation.today
        if late or review.reviewer in _deciders(situation.folder, review):
            place = filed.place("due_on" if late else "reviewer")
            yield Noticed(rule.id, place, {"date": in_full(review.due_on)})


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
    "told_late": told_late,
}
