"""Checks of reviews that need more than a look (brief 3.11)."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from workflow.domain.case_folder import last_date
from workflow.domain.diary import DueItem, DueStatus, due_items
from workflow.domain.findings import Noticed
from workflow.domain.rules.kinds import in_full
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import PlanStatus, ReviewKind

KINDS = frozenset(kind.value for kind in ReviewKind)
NOT_LATE = (DueStatus.CANCELLED, DueStatus.DONE_ON_TIME, DueStatus.DONE_LATE)


def review_not_held(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A review whose date has passed and that was not held (REV-04)."""
    plan = situation.folder.plan
    ids = [schedule.id for schedule in plan.record.review_schedule]
    for item in _reviews(situation):
        scheduled = item.kind != ReviewKind.TRIGGERED and item.source in ids
        if scheduled and item.due_on < situation.today and item.status not in NOT_LATE:
            place = plan.place(f"review_schedule[{ids.index(item.source)}]")
            yield Noticed(rule.id, place, {"date": in_full(item.due_on)})


def _reviews(situation: Situation) -> Iterator[DueItem]:
    folder, organisation = situation.folder, situation.organisation
    found = due_items(folder, organisation, situation.calendar, situation.today)
    return (item for item in found if item.kind in KINDS)


def gap_too_long(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Too long from the last review that is not a pattern review to the next (REV-03).

    From the last one held, or the day the plan was agreed, to the next one due.
    """
    folder = situation.folder
    if not folder.is_open or folder.plan.record.status is not PlanStatus.AGREED:
        return
    other = [kind for kind in ReviewKind if kind is not ReviewKind.PATTERN]
    held = (filed.record.held_on for filed in folder.held(*other))
    last = last_date(held, folder.plan.record.agreed_on)
    weeks = situation.timescale("max_review_weeks")
    if last is None:
        return
    coming = (
        item.due_on
        for item in _reviews(situation)
        if item.kind in other and item.done_on is None and item.due_on > last
    )
    following = min(coming, default=situation.today)
    if following > last + timedelta(weeks=weeks):
        place = folder.plan.place("review_schedule")
        yield Noticed(rule.id, place, {"n": str(weeks)})


CHECKS: Mapping[str, Check] = {
    "review_not_held": review_not_held,
    "gap_too_long": gap_too_long,
}
