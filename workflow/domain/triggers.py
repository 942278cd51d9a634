"""What brings a review forward: agreed and built-in triggers, thresholds (4.4)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from workflow.domain.case_folder import CaseFolder, Filed, id_of
from workflow.domain.records.base import Block
from workflow.domain.records.plan import Detect
from workflow.domain.records.record import Measurement, Record
from workflow.domain.records.review import Review
from workflow.domain.rhythm import due_after
from workflow.domain.same import Same
from workflow.domain.vocabulary import (
    CapacityPosition,
    Harm,
    JourneyOutcome,
    Listed,
    ReviewKind,
    TriggerKind,
    Unit,
)
from workflow.domain.working_days import Calendar, later

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": eq,
    "ne": ne,
    "ge": ge,
    "gt": gt,
    "le": le,
    "lt": lt,
    "contains": lambda have, want: str(want).casefold() in str(have).casefold(),
}
OVERRIDE = "override"  # a built-in trigger with no kind among those a plan may list
THRESHOLD = "threshold"
BUILT_IN_WITHIN = 2  # working days
UNLISTED_LIMIT_DAYS = 3  # `unlisted_limit_hours`, counted in days
SERIOUS = (Harm.MODERATE, Harm.SEVERE, Harm.DEATH)
BUILT_IN = frozenset(
    {
        OVERRIDE,
        TriggerKind.PERSON_ASKS.value,
        TriggerKind.NEW_INCIDENT.value,
        TriggerKind.UNLISTED_LIMIT.value,
        TriggerKind.CAPACITY_CHANGE.value,
        TriggerKind.AGREEMENT_CHANGED.value,
    }
)
"""The kinds that bring a review forward in every case (brief 4.4)."""


@dataclass(frozen=True)
class Fired:
    """A trigger or threshold that went off.

    `trigger` is its id in the plan, or the kind of a built-in one; `record` the id of
    the record that set it off, empty when something else did (an agreement taken back,
    a new view of capacity); `file` is where that is written. `lead` is an id, for a
    threshold the role it goes to.
    """

    trigger: str
    record: str
    on: date
    due_on: date
    lead: str
    kind: str
    file: str = ""


@dataclass(frozen=True)
class Hit:
    """Something that sets a trigger off: when, by which record, written where."""

    on: date
    record: str
    file: str = ""


@dataclass(frozen=True)
class _Watch:
    """A trigger, with everything that would set it off, in any order."""

    trigger: str
    kind: str
    lead: str
    within: int
    unit: Unit
    hits: tuple[Hit, ...]


def fired(
    folder: CaseFolder,
    calendar: Calendar,
    today: date,
    limit_days: int = UNLISTED_LIMIT_DAYS,
) -> tuple[Fired, ...]:
    """Every time a trigger went off up to today, in order of date.

    A trigger that went off is latched until a review that names it is held. A limit
    that is not in the plan has `limit_days` days to be resolved.
    """
    return _fired(Same(folder), Same(calendar), today, limit_days)


@lru_cache(maxsize=2)  # the diary, rules and papers of a case ask one after the other
def _fired(
    of: Same[CaseFolder], on: Same[Calendar], today: date, limit_days: int
) -> tuple[Fired, ...]:
    folder, calendar = of.thing, on.thing
    watches = _watches(folder, limit_days)
    found = (f for watch in watches for f in _going_off(watch, folder, calendar, today))
    return tuple(sorted(found, key=lambda f: (f.on, f.trigger)))


def reached(folder: CaseFolder, calendar: Calendar, today: date) -> tuple[Fired, ...]:
    """Every threshold reached up to today that no held review has picked up."""
    found = []
    for threshold in folder.plan.record.escalation_thresholds:
        name = threshold.id or ""
        hits = (
            _hit(filed, day)
            for filed, day in _dated(folder)
            if (name and name in filed.record.thresholds_noticed)
            or detected(threshold.detect, filed.record, folder)
        )
        waiting = [
            h for h in hits if h.on <= today and not _picked_up(folder, name, h.on)
        ]
        if waiting:
            first = min(waiting, key=lambda h: (h.on, h.record))
            within, unit = threshold.within or 0, threshold.unit or Unit.WORKING_DAYS
            due_on = due_after(first.on, within, unit, calendar)
            to = threshold.to.value if threshold.to else ""
            at = (first.on, due_on, to, THRESHOLD, first.file)
            found.append(Fired(name, first.record, *at))
    return tuple(found)


def answers(review: Review, event: Fired) -> bool:
    """Whether this review file is the review that a trigger asked for."""
    if review.trigger_record and event.record:
        same = review.trigger in (None, event.trigger)
        return same and review.trigger_record == event.record
    if review.trigger:
        later = review.due_on is not None and review.due_on >= event.on
        return review.trigger == event.trigger and later
    return review.kind is ReviewKind.TRIGGERED and review.due_on == event.due_on


def detected(detect: Detect, record: Record, folder: CaseFolder) -> bool:
    """Whether a machine rule is met on the date of this record."""
    day = record.date
    if day is None or not matches(detect, record):
        return False
    since = later(day, 1 - max(detect.within_days or 1, 1))
    near = (other.record for other, on in _dated(folder) if since <= on <= day)
    return sum(matches(detect, other) for other in near) >= (detect.at_least or 1)


def matches(detect: Detect, record: Record) -> bool:
    """Whether one record has the type and a value that satisfies the comparison."""
    compare = COMPARE.get(detect.op or "")
    wanted = detect.value
    if compare is None or wanted is None or record.type is not detect.record_type:
        return False
    values = _values(record, (detect.field or "").split("."))
    return any(_holds(compare, value, wanted) for value in values)


def _watches(folder: CaseFolder, limit_days: int) -> Iterator[_Watch]:
    """The plan's triggers, then the built-in ones of kinds that the plan leaves out."""
    built_in = dict(_built_in(folder, limit_days))
    taken: set[tuple[str, str]] = set()
    for trigger in folder.plan.record.review_triggers:
        kind = trigger.kind.value if trigger.kind else TriggerKind.OTHER.value
        noticed = (
            _hit(filed, day)
            for filed, day in _dated(folder)
            if (trigger.id and trigger.id in filed.record.triggers_noticed)
            or detected(trigger.detect, filed.record, folder)
        )
        hits = _once(kind, (*noticed, *built_in.pop(kind, ())), taken)
        unit = trigger.unit or Unit.WORKING_DAYS
        name, lead = trigger.id or kind, trigger.lead or ""
        within = BUILT_IN_WITHIN if trigger.within is None else trigger.within
        yield _Watch(name, kind, lead, within, unit, hits)
    lead = folder.case.record.ownership.safeguarding_lead or ""
    for kind, hits in built_in.items():
        yield _Watch(kind, kind, lead, BUILT_IN_WITHIN, Unit.WORKING_DAYS, hits)


def _once(
    kind: str, hits: Iterable[Hit], taken: set[tuple[str, str]]
) -> tuple[Hit, ...]:
    """One record fires one kind once, by the first trigger of that kind (rulings)."""
    kept = []
    for hit in hits:
        if not hit.record or (kind, hit.record) not in taken:
            kept.append(hit)
            taken.add((kind, hit.record))
    return tuple(kept)


def _going_off(
    watch: _Watch, folder: CaseFolder, calendar: Calendar, today: date
) -> Iterator[Fired]:
    latched: Fired | None = None
    for hit in sorted(watch.hits, key=lambda h: (h.on, h.record)):
        freed = latched is None or _held_since(folder, latched, hit)
        if freed and hit.on <= today:
            due_on = due_after(hit.on, watch.within, watch.unit, calendar)
            at = (hit.on, due_on, watch.lead, watch.kind, hit.file)
            latched = Fired(watch.trigger, hit.record, *at)
            yield latched


def _held_since(folder: CaseFolder, latched: Fired, hit: Hit) -> bool:
    """Whether a review that names the trigger was held before something new came.

    On one and the same day the review came first, unless it looked at that record.
    """
    for filed in folder.held():
        review = filed.record
        named = review.trigger == latched.trigger or answers(review, latched)
        if named and review.held_on and latched.on <= review.held_on <= hit.on:
            same_day = review.held_on == hit.on
            if not (same_day and hit.record in review.records_considered):
                return True
    return False


def _picked_up(folder: CaseFolder, threshold: str, since: date) -> bool:
    return any(
        line.threshold == threshold and line.reached is True
        for filed in folder.held()
        if filed.record.held_on is not None and filed.record.held_on >= since
        for line in filed.record.thresholds
    )


def _built_in(
    folder: CaseFolder, limit_days: int
) -> Iterator[tuple[str, tuple[Hit, ...]]]:
    """What goes off in every case, even where the plan does not list it.

    Staff may also mark one by its kind (`triggers_noticed: [person_asks]`).
    """
    found = {kind: list(hits) for kind, hits in _seen(folder, limit_days).items()}
    for filed, day in _dated(folder):
        for kind in BUILT_IN & set(filed.record.triggers_noticed):
            found[kind].append(_hit(filed, day))
    for kind, hits in found.items():
        yield kind, tuple(dict.fromkeys(hits))


def _seen(folder: CaseFolder, limit_days: int) -> dict[str, Iterable[Hit]]:
    """The built-in triggers, each with what the files themselves show of it."""
    dated = tuple(_dated(folder))
    return {
        TriggerKind.PERSON_ASKS.value: (),
        TriggerKind.NEW_INCIDENT.value: (
            _hit(f, day) for f, day in dated if f.record.incident.harm in SERIOUS
        ),
        OVERRIDE: (
            _hit(f, day) for f, day in dated if f.record.external_contact.override
        ),
        TriggerKind.UNLISTED_LIMIT.value: (
            _hit(f, since)
            for f, _ in dated
            if (since := unresolved_since(f.record, limit_days))
        ),
        TriggerKind.CAPACITY_CHANGE.value: _capacity_changes(folder),
        TriggerKind.AGREEMENT_CHANGED.value: (
            Hit(agreement.withdrawn_on, "", folder.consent.file)
            for agreement in folder.consent.record.boundaries
            if agreement.withdrawn_on
        ),
    }


def _capacity_changes(folder: CaseFolder) -> Iterator[Hit]:
    """A later entry on one decision that sees it differently, or one put right."""
    case, file = folder.case.record, folder.case.file
    before: dict[str, CapacityPosition] = {}
    dated = [(e, e.considered_on) for e in case.capacity if e.considered_on]
    for entry, day in sorted(dated, key=lambda pair: pair[1]):
        decision = " ".join((entry.decision or "").casefold().split())
        if entry.position and decision:
            if before.get(decision, entry.position) is not entry.position:
                yield Hit(day, "", file)
            before[decision] = entry.position
    for change in case.amendments:
        field = change.field or ""
        if change.date and field.startswith("capacity") and field.endswith("position"):
            yield Hit(change.date, "", file)


def unresolved_since(record: Record, limit_days: int) -> date | None:
    """The first day on which a limit outside the plan counts as not resolved in time.

    None when there was none, or all were. The time runs from when it was written down
    (4.2); that of a journey staff stopped, from its own day (rulings).
    """
    outside = [limit for limit in record.limits_applied if not limit.restriction]
    stopped = record.journey.outcome is JourneyOutcome.STOPPED_BY_STAFF
    stopped = stopped and not record.limits_applied
    counted = record.date if stopped or not outside else record.written_on
    if counted is None or record.date is None or not (stopped or outside):
        return None
    since = later(counted, limit_days + 1)
    still_open = any(not one.resolved_on or one.resolved_on >= since for one in outside)
    return since if stopped or still_open else None


def _hit(filed: Filed[Record], day: date) -> Hit:
    return Hit(day, id_of(filed), filed.file)


def _dated(folder: CaseFolder) -> Iterator[tuple[Filed[Record], date]]:
    for filed in folder.records:
        if filed.record.date is not None:
            yield filed, filed.record.date


def _holds(compare: Callable[[Any, Any], bool], have: object, want: str) -> bool:
    if isinstance(have, Listed) and compare is COMPARE["contains"]:
        return str(have) == want.strip()  # a code is contained whole or not at all
    if isinstance(have, bool):
        return compare("true" if have else "false", want.strip().lower())
    if isinstance(have, int | float):
        try:
            return compare(float(have), float(want))
        except ValueError:
            return False
    return compare(str(have), want)


def _values(value: object, path: list[str]) -> Iterator[object]:
    """The values at a dotted path, through lists; `measurements.M1` is that measure."""
    if isinstance(value, tuple):
        yield from chain.from_iterable(_values(item, path) for item in value)
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, Record) and path[0] == "measurements" and _measure(path):
        measured = (m for m in value.measurements if m.measure == path[1])
        yield from (m.value for m in measured if m.value is not None)
    elif isinstance(value, Block):
        yield from _values(_part(value, path[0]), path[1:])


def _measure(path: list[str]) -> bool:
    """Whether the step after `measurements` is the id of a measure, not a field."""
    return len(path) > 1 and path[1] not in Measurement.model_fields


def _part(block: Block, key: str) -> object:
    names = type(block).model_fields
    return getattr(block, key if key in names else f"{key}_", None)
