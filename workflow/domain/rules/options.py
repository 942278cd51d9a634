"""Checks of options and restrictions that need more than a look (brief 3.3)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder, Filed, last_date
from workflow.domain.findings import Noticed
from workflow.domain.records.plan import Option, Plan, Restriction
from workflow.domain.records.record import Record
from workflow.domain.rhythm import in_days, months_after
from workflow.domain.rules.kinds import number, shown, words
from workflow.domain.rules.rule import Check, NotPossible, Rule, Situation
from workflow.domain.vocabulary import (
    CapacityPosition,
    LibertyAuth,
    OptionDecision,
    RestrictionBasis,
    RestrictionDecision,
    RestrictionStatus,
)

KEPT = (RestrictionDecision.KEEP, RestrictionDecision.REDUCE)


def not_possible(folder: CaseFolder) -> Iterator[NotPossible]:
    """What was not available in a case, by its plan and the plans before (OPT-05).

    An option that one version takes over from another counts once.
    """
    service = folder.case.record.service_id or ""
    plans = (folder.plan, *folder.old_plans)
    found = {
        NotPossible(folder.ref, service, _folded(option.what or ""), option.decided_on)
        for filed in plans
        for option in filed.record.options
        if _unavailable(option) and option.what and option.decided_on
    }
    yield from sorted(found, key=lambda item: (item.option, item.day))


def unavailable(folder: CaseFolder) -> frozenset[str]:
    """The options that its plan says are not available, folded; also without a day."""
    options = folder.plan.record.options
    return frozenset(_folded(o.what or "") for o in options if _unavailable(o))


def _unavailable(option: Option) -> bool:
    return option.decision is OptionDecision.NOT_AVAILABLE


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def never_possible(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An option not available without a reason, or again and again (OPT-05).

    `times` in the same service within `within_months`, with the same text (rulings).
    """
    plan = situation.folder.plan
    for index, option in enumerate(plan.record.options):
        here = f"options[{index}]"
        unclear = situation.unclear(plan.file, f"{here}.reason", f"{here}.decision")
        if not _unavailable(option) or unclear:
            continue
        often = _how_often(situation, rule, option)
        again = often >= number(rule, "times")
        if again or not option.reason:
            detail = f"Not possible {often} times in this service." if again else ""
            yield Noticed(rule.id, plan.place(f"{here}.reason"), {}, detail)


def _how_often(situation: Situation, rule: Rule, option: Option) -> int:
    """In this case and the others, each time counted once."""
    service = situation.folder.case.record.service_id
    since = months_after(situation.today, -number(rule, "within_months"))
    found = {*not_possible(situation.folder), *situation.not_possible}
    same = (n for n in found if n.option == _folded(option.what or ""))
    return sum(n.service == service and n.day >= since for n in same)


def restriction_review_too_far(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An active limit with no review date, or one further off than allowed (RES-02).

    Counted from its start or the last held review that kept it, whichever is later, and
    never more than that from today (rulings).
    """
    plan = situation.folder.plan
    if not situation.folder.is_open:
        return
    for here, limit in _in_force(situation, "review_on", "started_on", "basis"):
        days, said = _longest(situation, limit)
        since = _looked_at(situation.folder, limit) or situation.today
        latest = min(since, situation.today) + timedelta(days=days)
        if limit.review_on is None or limit.review_on > latest:
            facts = {"n": said, "restriction": shown(situation, limit.what)}
            yield Noticed(rule.id, plan.place(f"{here}.review_on"), facts)


def _in_force(situation: Situation, *fields: str) -> Iterator[tuple[str, Restriction]]:
    """The limits that have not ended, each with its path.

    Those of which one of these fields could not be understood are left out.
    """
    plan = situation.folder.plan
    for index, limit in enumerate(plan.record.restrictions):
        here = f"restrictions[{index}]"
        read = (f"{here}.{field}" for field in ("status", *fields))
        ended = limit.status is RestrictionStatus.ENDED
        if not ended and not situation.unclear(plan.file, *read):
            yield here, limit


def _longest(situation: Situation, limit: Restriction) -> tuple[int, str]:
    if limit.basis is RestrictionBasis.URGENT_TEMPORARY:
        hours = situation.timescale("urgent_restriction_hours")
        return in_days(hours), f"{hours} hours"
    days = situation.timescale("restriction_max_days")
    return days, f"{days} days"


def _looked_at(folder: CaseFolder, limit: Restriction) -> date | None:
    kept = [
        filed.record.held_on
        for filed in folder.held()
        for line in filed.record.restrictions
        if limit.id and line.restriction == limit.id and line.decision in KEPT
    ]
    return last_date(iter((*kept, limit.started_on)))


def basis_against_capacity(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A limit whose basis does not fit the decision about capacity (RES-04).

    Best interests need an entry that says the person cannot decide; agreement cannot
    come from somebody who cannot.
    """
    folder = situation.folder
    lacking = {
        entry.id
        for entry in folder.case.record.capacity
        if entry.position is CapacityPosition.LACKS_CAPACITY
    }
    if situation.unclear(folder.case.file, "capacity[].id", "capacity[].position"):
        return
    for here, limit in _in_force(situation, "basis", "capacity_ref"):
        lacks = limit.capacity_ref in lacking
        wrong = {
            RestrictionBasis.BEST_INTERESTS: "" if lacks else "capacity_ref",
            RestrictionBasis.PERSON_AGREES: "basis" if lacks else "",
        }
        field = wrong.get(limit.basis, "") if limit.basis else ""
        if field:
            yield Noticed(rule.id, folder.plan.place(f"{here}.{field}"))


def limit_not_in_plan(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A limit used and not in the plan, or new in the plan without a reason (RES-05).

    Silent once it was resolved, however late (rulings).
    """
    if situation.folder.is_open:
        for filed in situation.folder.records:
            yield from _unlisted(situation, rule, filed)
        yield from _unexplained(situation, rule)


def _unlisted(
    situation: Situation, rule: Rule, filed: Filed[Record]
) -> Iterator[Noticed]:
    recorded = filed.record.written_on
    allowed = timedelta(days=in_days(situation.timescale("unlisted_limit_hours")))
    if recorded is None or situation.today <= recorded + allowed:
        return
    for index, limit in enumerate(filed.record.limits_applied):
        here = f"limits_applied[{index}]"
        listed = limit.restriction or limit.resolved_on
        unclear = situation.unclear(
            filed.file, f"{here}.restriction", f"{here}.resolved_on"
        )
        if limit and not listed and not unclear:
            yield Noticed(rule.id, filed.place(f"{here}.resolved_on"))


def _unexplained(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Limits that the version before did not have, and that nobody explains."""
    before = _version_before(situation.folder)
    if before is None:
        return
    known = {limit.id for limit in before.restrictions}
    for here, limit in _in_force(situation, "id", "rationale"):
        if limit.id not in known and not limit.rationale:
            place = situation.folder.plan.place(f"{here}.rationale")
            yield Noticed(rule.id, place)


def _version_before(folder: CaseFolder) -> Plan | None:
    """The plan one version back; None when the history has no such file."""
    wanted = (folder.plan.record.version or 0) - 1
    older = (f.record for f in folder.old_plans if f.record.version == wanted)
    return next(older, None)


def authority_unchecked(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A limit that may need legal authority, unchecked for too long (RES-07).

    More than `working_days` since `to_be_checked_since`; where nobody wrote that down,
    since the limit began.
    """
    liberty = situation.folder.case.record.liberty
    kinds = words(rule.settings, "kinds")
    limits = [limit for _, limit in _in_force(situation, "kind") if limit.kind in kinds]
    waiting = liberty.authorisation is LibertyAuth.TO_BE_CHECKED
    since = liberty.to_be_checked_since or _begun(situation.folder, limits)
    case = situation.folder.case
    unclear = situation.unclear(case.file, "liberty.to_be_checked_since")
    asked = situation.folder.is_open and waiting and limits
    if not asked or since is None or unclear:
        return
    days = number(rule, "working_days")
    if situation.today > situation.calendar.add_working_days(since, days):
        yield Noticed(rule.id, case.place("liberty.authorisation"))


def _begun(folder: CaseFolder, limits: list[Restriction]) -> date | None:
    """The first day of the earliest limit, or the day the case was opened."""
    days = (limit.started_on for limit in limits if limit.started_on)
    return min(days, default=folder.case.record.opened_on)


def kept_again(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A limit that the last `times` reviews looking at it kept unchanged (RES-08)."""
    if not situation.folder.is_open:
        return
    times = number(rule, "times")
    held = sorted(
        situation.folder.held(), key=lambda filed: filed.record.held_on or date.min
    )
    for here, limit in _in_force(situation, "id"):
        decisions = [
            line.decision
            for filed in held
            for line in filed.record.restrictions
            if limit.id and line.restriction == limit.id
        ]
        if decisions[-times:] == [RestrictionDecision.KEEP] * times:
            yield Noticed(rule.id, situation.folder.plan.place(here))


CHECKS: Mapping[str, Check] = {
    "never_possible": never_possible,
    "restriction_review_too_far": restriction_review_too_far,
    "basis_against_capacity": basis_against_capacity,
    "limit_not_in_plan": limit_not_in_plan,
    "authority_unchecked": authority_unchecked,
    "kept_again": kept_again,
}
