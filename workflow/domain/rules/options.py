"""Checks of options and restrictions that need more than a look (brief 3.3)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder, last_date
from workflow.domain.findings import Noticed
from workflow.domain.records.plan import Restriction
from workflow.domain.rules.kinds import shown
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import (
    RestrictionBasis,
    RestrictionDecision,
    RestrictionStatus,
)

HOURS_A_DAY = 24


def restriction_review_too_far(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An active limit with no review date, or one further off than allowed (RES-02).

    Counted from its start or the last held review that kept it, whichever is later, and
    never more than that from today (rulings).
    """
    for index, limit in enumerate(situation.folder.plan.record.restrictions):
        if limit.status is RestrictionStatus.ENDED:
            continue
        days, said = _longest(situation, limit)
        since = _looked_at(situation.folder, limit) or situation.today
        latest = min(since, situation.today) + timedelta(days=days)
        if limit.review_on is None or limit.review_on > latest:
            place = situation.folder.plan.place(f"restrictions[{index}].review_on")
            facts = {"n": said, "restriction": shown(situation, limit.what)}
            yield Noticed(rule.id, place, facts)


def _longest(situation: Situation, limit: Restriction) -> tuple[int, str]:
    if limit.basis is RestrictionBasis.URGENT_TEMPORARY:
        hours = situation.timescale("urgent_restriction_hours")
        return hours // HOURS_A_DAY, f"{hours} hours"
    days = situation.timescale("restriction_max_days")
    return days, f"{days} days"


def _looked_at(folder: CaseFolder, limit: Restriction) -> date | None:
    kept = (
        filed.record.held_on
        for filed in folder.held()
        for line in filed.record.restrictions
        if line.restriction == limit.id and line.decision is not RestrictionDecision.END
    )
    return last_date(kept, limit.started_on)


CHECKS: Mapping[str, Check] = {
    "restriction_review_too_far": restriction_review_too_far,
}
