"""What changed from one review to the next, from the data (brief 5.3, 5.7).

A review is compared with the last one that was held with the person before it, or
with the start when there was none. What did not change is not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.context import uk_date
from workflow.domain.documents import reviews_with
from workflow.domain.records.plan import Measure, Plan
from workflow.domain.records.review import Review
from workflow.domain.vocabulary import FactorKind, PlanStatus, RestrictionDecision

STRENGTH = FactorKind.STRENGTH
HIGHER, LOWER = "higher", "lower"


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was, in plain words; `then` may be empty.

    `better` says whether it is, where the person said what better would be.
    """

    kind: str
    what: str
    then: str
    now: str
    better: bool | None = None

    def context(self) -> dict[str, object]:
        """As plain data for a template."""
        return {
            "kind": self.kind,
            "what": self.what,
            "then": self.then,
            "now": self.now,
            "better": self.better,
        }


@dataclass(frozen=True)
class ThenAndNow:
    """What changed, and since when; `since` is None when it is since the start."""

    since: date | None
    changes: tuple[Change, ...]

    def context(self) -> dict[str, object]:
        """As plain data for a template."""
        return {
            "since": uk_date(self.since),
            "changes": [change.context() for change in self.changes],
        }


def then_and_now(folder: CaseFolder, filed: Filed[Review]) -> ThenAndNow:
    """What is not as it was at the review before this one."""
    before = _before(folder, filed)
    since = before.record.held_on if before else None
    held = filed.record.held_on
    changes = (
        *_outcomes(folder, before, filed),
        *_measures(folder, since, held),
        *_limits(folder, filed, since),
        *_plan(folder, filed, since),
    )
    return ThenAndNow(since, changes)


def _before(folder: CaseFolder, filed: Filed[Review]) -> Filed[Review] | None:
    """The review held with the person before this one; by date, then by file."""
    order = sorted(
        (f for f in reviews_with(folder) if f.record.held_on),
        key=lambda f: (f.record.held_on or date.min, f.file),
    )
    files = [f.file for f in order]
    place = files.index(filed.file) if filed.file in files else 0
    return order[place - 1] if place else None


def _outcomes(
    folder: CaseFolder, before: Filed[Review] | None, filed: Filed[Review]
) -> Iterator[Change]:
    words = {o.id: o.in_their_words for o in folder.case.record.outcomes}
    earlier = before.record.outcome_progress if before else ()
    then = {p.outcome: p.status for p in earlier if p.status}
    for progress in filed.record.outcome_progress:
        was, now = then.get(progress.outcome), progress.status
        what = words.get(progress.outcome)
        if was and now and was is not now and what:
            yield Change("outcome", what, was.label, now.label)


def _measures(
    folder: CaseFolder, since: date | None, held: date | None
) -> Iterator[Change]:
    """The last rating by each review; before the first one, the one at the start."""
    for measure in folder.plan.record.measures:
        rated = _ratings(folder, measure)
        then = _last(rated, since)
        if then is None:
            then = measure.baseline
        now = _last(rated, held)
        if then is not None and now is not None and then != now and measure.name:
            better = _is_better(measure, then, now)
            yield Change("measure", measure.name, f"{then:g}", f"{now:g}", better)


def _ratings(folder: CaseFolder, measure: Measure) -> list[tuple[date, float]]:
    return [
        (filed.record.date, rating.value)
        for filed in folder.records
        for rating in filed.record.measurements
        if rating.measure == measure.id
        and measure.id
        and filed.record.date
        and rating.value is not None
    ]


def _last(rated: list[tuple[date, float]], day: date | None) -> float | None:
    """The latest value by a day; of two on one day the later in the record's order."""
    by_then = [(on, value) for on, value in rated if day and on <= day]
    latest = max((on for on, _ in by_then), default=None)
    return next((v for on, v in reversed(by_then) if on == latest), None)


def _is_better(measure: Measure, then: float, now: float) -> bool | None:
    if measure.better not in (HIGHER, LOWER):
        return None
    return (now > then) is (measure.better == HIGHER)


LIMITS = {
    RestrictionDecision.REDUCE: "less strict now",
    RestrictionDecision.END: "ended",
}


def _limits(
    folder: CaseFolder, filed: Filed[Review], since: date | None
) -> Iterator[Change]:
    """Limits that this review changed, or that began or ended since the last one."""
    held = filed.record.held_on
    decided = {r.restriction: r.decision for r in filed.record.restrictions}
    for limit in folder.plan.record.restrictions:
        decision = decided.get(limit.id)
        if not limit.what:
            continue
        if decision in LIMITS:
            yield Change("limit", limit.what, "", LIMITS[decision], better=True)
        elif _between(limit.ended_on, since, held):
            now = f"ended on {uk_date(limit.ended_on)}"
            yield Change("limit", limit.what, "", now, better=True)
        elif _between(limit.started_on, since, held):
            now = f"new, since {uk_date(limit.started_on)}"
            yield Change("limit", limit.what, "", now)


def _between(day: date | None, since: date | None, held: date | None) -> bool:
    """Whether a day falls after the last review, by this one."""
    started = since is not None and day is not None and since < day
    return started and held is not None and day is not None and day <= held


def _plan(
    folder: CaseFolder, filed: Filed[Review], since: date | None
) -> Iterator[Change]:
    """A new version of the plan: the one this review made, or one made since."""
    plans = {f.record.version: f.record for f in (*folder.old_plans, folder.plan)}
    made = filed.record.new_plan_version
    if made is None:
        made = next(
            (
                plan.version
                for plan in plans.values()
                if _agreed(plan)
                and _between(plan.agreed_on, since, filed.record.held_on)
            ),
            None,
        )
    if made is None or made <= 1:
        return
    why = plans[made].changed_because if made in plans else None
    yield Change("plan", f"Your plan is now version {made}", "", why or "")


def _agreed(plan: Plan) -> bool:
    return plan.status is not PlanStatus.DRAFT


def what_stays(folder: CaseFolder) -> tuple[str, ...]:
    """The help that is there when a case ends: tools, people, routines, places.

    A strength is the person's own; it is not ours to say that it stays.
    """
    plan = folder.plan.record
    factors = (f.what for f in plan.protective_factors if f.kind is not STRENGTH)
    return tuple(filter(None, (*(tool.what for tool in plan.enabling_tools), *factors)))
