"""What brings a review forward: agreed triggers and how records set them off (4.4)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.records.base import Block
from workflow.domain.records.plan import Detect, ReviewTrigger
from workflow.domain.records.record import Record
from workflow.domain.rhythm import add
from workflow.domain.vocabulary import ReviewStatus, Unit
from workflow.domain.working_days import Calendar

COMPARE = {
    "eq": lambda have, want: have == want,
    "ne": lambda have, want: have != want,
    "ge": lambda have, want: have >= want,
    "gt": lambda have, want: have > want,
    "le": lambda have, want: have <= want,
    "lt": lambda have, want: have < want,
    "contains": lambda have, want: want in have,
}


@dataclass(frozen=True)
class Fired:
    """A trigger that went off: which, by which record, and when its review is due."""

    trigger: ReviewTrigger
    record: Filed[Record]
    on: date
    due_on: date


def fired(folder: CaseFolder, calendar: Calendar) -> Iterator[Fired]:
    """Every time an agreed trigger went off, in order of date.

    A trigger that went off is latched until a review that names it is held.
    """
    for trigger in folder.plan.record.review_triggers:
        latched_by: date | None = None
        for filed in folder.records:
            day = filed.record.date
            if day is None or not sets_off(trigger, filed, folder):
                continue
            if latched_by is not None and not _held_since(
                folder, trigger, latched_by, day
            ):
                continue
            latched_by = day
            unit = trigger.unit or Unit.WORKING_DAYS
            yield Fired(
                trigger, filed, day, add(day, trigger.within or 0, unit, calendar)
            )


def sets_off(trigger: ReviewTrigger, filed: Filed[Record], folder: CaseFolder) -> bool:
    """Whether this record sets a trigger off, by machine rule or because staff saw it."""
    if trigger.id in filed.record.triggers_noticed:
        return True
    return bool(trigger.detect) and detected(trigger.detect, filed, folder)


def detected(detect: Detect, filed: Filed[Record], folder: CaseFolder) -> bool:
    """Whether a machine rule is met on the date of this record."""
    day = filed.record.date
    if day is None or not matches(detect, filed.record):
        return False
    since = day - timedelta(days=(detect.within_days or 1) - 1)
    near = (
        other.record
        for other in folder.records
        if other.record.date and since <= other.record.date <= day
    )
    return sum(matches(detect, record) for record in near) >= (detect.at_least or 1)


def matches(detect: Detect, record: Record) -> bool:
    """Whether one record has the type and a value that satisfies the comparison."""
    if record.type is not detect.record_type or detect.value is None:
        return False
    compare = COMPARE.get(detect.op or "")
    return compare is not None and any(
        _compares(compare, value, detect.value)
        for value in _values(record, (detect.field or "").split("."))
    )


def _compares(compare: object, have: object, want: str) -> bool:
    if isinstance(have, bool):
        return bool(compare("true" if have else "false", want))  # type: ignore[operator]
    if isinstance(have, int | float):
        try:
            return bool(compare(float(have), float(want)))  # type: ignore[operator]
        except ValueError:
            return False
    return bool(compare(str(have), want))  # type: ignore[operator]


def _values(value: object, path: list[str]) -> Iterator[object]:
    """The values at a dotted path, through lists; `measurements.M1` is that measure's."""
    if isinstance(value, tuple):
        for item in value:
            yield from _values(item, path)
    elif not path:
        if value is not None:
            yield value
    elif isinstance(value, Record) and path[0] == "measurements":
        yield from (
            m.value
            for m in value.measurements
            if m.measure in path[1:] and m.value is not None
        )
    elif isinstance(value, Block) and hasattr(value, path[0]):
        yield from _values(getattr(value, path[0]), path[1:])


def _held_since(
    folder: CaseFolder, trigger: ReviewTrigger, latched: date, day: date
) -> bool:
    return any(
        filed.record.trigger == trigger.id
        and filed.record.status is ReviewStatus.HELD
        and filed.record.held_on is not None
        and latched <= filed.record.held_on <= day
        for filed in folder.reviews
    )
