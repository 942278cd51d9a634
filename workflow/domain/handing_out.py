"""The register as sheets and the due dates as calendar events: case references only."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.context import REVIEW_KINDS, uk_date
from workflow.domain.diary import DueItem, DueStatus
from workflow.domain.due.standing import LIMIT
from workflow.domain.due.words import words_of
from workflow.domain.organisation import Organisation
from workflow.domain.registers import (
    Due,
    RegisterRow,
    held_lately,
    recorders,
    register_rows,
    summary,
)

FIRST_DAY = date(2020, 1, 1)  # sequence numbers count the days since then
KEPT_FOR = timedelta(days=30)  # what was done longer ago leaves the calendar
ALL = "all"
Cell = str | int | date | None
Keep = Callable[[DueItem], bool]


@dataclass(frozen=True)
class Column:
    """The head of a column and how wide it is, in characters."""

    head: str
    width: int


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: texts, whole numbers and dates, never a formula."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


DUE = (
    Column("Case", 15),
    Column("Service", 22),
    Column("Item", 34),
    Column("Kind", 22),
    Column("Lead", 20),
    Column("Due", 13),
    Column("Status", 24),
    Column("Working days late", 11),
    Column("Last held", 13),
    Column("Next", 13),
    Column("Trigger", 34),
    Column("How the person wants it", 30),
    Column("Format", 18),
)
HELD = (
    Column("Case", 15),
    Column("Review", 26),
    Column("Lead", 20),
    Column("Due", 20),
    Column("Held", 20),
    Column("On time?", 24),
    Column("What was decided", 30),
)
GLANCE = (Column("Status", 30), Column("How many", 12))
RECORDERS = (Column("Case", 15), Column("The last three who recorded", 60))


def register_sheets(
    cases: Sequence[Due],
    organisation: Organisation,
    workspace: Sequence[DueItem],
    today: date,
    keep: Keep = lambda _: True,
) -> tuple[Sheet, ...]:
    """The review register as sheets (brief 5.10); `keep` picks the items shown."""
    rows = register_rows(cases, organisation, workspace, keep)
    shown = [i for _, due in cases for i in due if keep(i)]
    counted = summary([*(i for i in workspace if keep(i)), *shown])
    held = held_lately(cases, organisation, today)
    return (
        Sheet("What is due", DUE, tuple(map(_cells, rows))),
        Sheet("At a glance", GLANCE, tuple((w, n) for w, n in counted)),
        Sheet("Held in 30 days", HELD, tuple(_texts(row, HELD_KEYS) for row in held)),
        Sheet(
            "Who recorded",
            RECORDERS,
            tuple(
                _texts(recorders(folder, organisation), ("case", "who"))
                for folder, _ in cases
            ),
        ),
    )


HELD_KEYS = ("case", "kind", "lead", "due", "held", "status", "decision")


def _texts(row: Mapping[str, object], keys: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(str(row[key]) for key in keys)


def _cells(row: RegisterRow) -> tuple[Cell, ...]:
    return (
        row.case,
        row.service,
        row.item,
        row.kind,
        row.lead,
        row.due_on,
        row.status,
        row.days_late,
        row.last_held,
        row.next_due,
        row.trigger,
        row.wants,
        row.format,
    )


@dataclass(frozen=True)
class Event:
    """One all-day event.

    `uid` stays the same when its day moves, so that an imported calendar moves it too;
    `sequence` grows from day to day.
    """

    uid: str
    day: date
    summary: str
    description: str
    sequence: int
    cancelled: bool = False


def calendars(items: Iterable[DueItem], today: date) -> dict[str, tuple[Event, ...]]:
    """The events by calendar: `all`, one for each case, one for each owner (by id)."""
    found: dict[str, list[Event]] = {ALL: []}
    for item, event in with_events(items, today):
        for name in dict.fromkeys((ALL, item.case, item.lead)):
            if (name == ALL or _safe(name)) and name not in item.not_told:
                found.setdefault(name, []).append(event)
    return {name: tuple(events) for name, events in found.items()}


def _safe(name: str) -> bool:
    """Whether a reference or an id may be the name of a file; a person's is not."""
    started = name.startswith(("SG-", "st-"))
    return started and name.replace("-", "").isalnum() and name.isascii()


def with_events(
    items: Iterable[DueItem], today: date
) -> Iterator[tuple[DueItem, Event]]:
    """Each item with its event; what was done or cancelled long ago is left out."""
    taken: dict[str, int] = {}
    for item in items:
        over = item.done_on or (item.due_on if item.ended else None)
        if over is None or over >= today - KEPT_FOR:
            name = _uid(item)
            taken[name] = taken.get(name, 0) + 1
            again = f"-{taken[name]}" if taken[name] > 1 else ""
            yield item, _event(item, f"{name}{again}@alongside", today)


def _uid(item: DueItem) -> str:
    """What stays the same of an item: the date of a rhythm does, other dates move."""
    rhythm = item.kind in REVIEW_KINDS and item.part != LIMIT
    anchor = item.unrolled if rhythm else ""
    known = (item.case, item.kind, item.source, item.part, str(anchor))
    return hashlib.sha256("|".join(known).encode()).hexdigest()[:32]


def _event(item: DueItem, uid: str, today: date) -> Event:
    where = item.case or "Whole service"
    mark = "LATE: " if item.late else "Done: " if item.done_on else ""
    moved = f" Moved from {uk_date(item.unrolled)}." if item.moved else ""
    said = (
        f"Due {uk_date(item.due_on)}. {item.status.label}."
        f"{moved} What is needed: {words_of(item.kind).needed}. Owner: {item.lead}."
    )
    return Event(
        uid,
        item.due_on,
        f"{mark}{where}: {item.item}",
        said,
        (today - FIRST_DAY).days,
        cancelled=item.status is DueStatus.CANCELLED or item.ended,
    )
