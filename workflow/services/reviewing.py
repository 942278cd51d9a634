"""Tells what is due, what is late and how far it has been escalated."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from heapq import merge

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import (
    DueItem,
    DueStatus,
    Spell,
    due_items,
    spell,
    workspace_items,
)
from workflow.domain.registers import next_of_each
from workflow.services.checking import CaseRoom, OwnRoom, Practice
from workflow.services.crew import Alone, Crew
from workflow.services.long_lists import LongList
from workflow.services.ports import Cases, Governance

OF_A_DAY = 32  # items due on one day that are packed together

Due = tuple[CaseFolder, tuple[DueItem, ...]]
"""One case with everything in it that has a due date."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks to see: a service, an owner (ids), statuses, only late things.

    Whatever is left out does not narrow it. With `next_only`, of each thing in a case
    what is late or due and the next date still to come.
    """

    service: str = ""
    owner: str = ""
    statuses: frozenset[DueStatus] = frozenset()
    overdue: bool = False
    next_only: bool = False

    def keeps(self, item: DueItem) -> bool:
        """Whether an item is asked for."""
        return (
            self.service in ("", item.service)
            and self.owner in ("", item.lead)
            and (not self.statuses or item.status in self.statuses)
            and (item.late or not self.overdue)
        )


@dataclass(frozen=True)
class Diary:
    """Everything due: case by case, and what the whole workspace owes."""

    cases: tuple[Due, ...]
    workspace: tuple[DueItem, ...] = ()

    def items(self, wanted: Wanted) -> tuple[DueItem, ...]:
        """The items asked for, soonest first."""
        every = (*self.workspace, *(item for _, due in self.cases for item in due))
        return _asked(every, wanted)


def due(
    cases: Cases,
    practice: Practice,
    refs: tuple[CaseRef, ...],
    today: date,
    crew: Crew[CaseRoom] | None = None,
) -> Iterator[Due]:
    """Everything with a due date in these cases, with its status today (brief 4.5)."""
    yield from (crew or Alone(OwnRoom(cases, practice, today))).each(_dated, refs)


def _dated(room: CaseRoom, ref: CaseRef) -> Due:
    """One case, without the lines of its files, and what is due in it."""
    folder = room.cases.load(ref).folder
    return folder.without_lines(), _due_in(room, folder)


def _due_in(room: CaseRoom, folder: CaseFolder) -> tuple[DueItem, ...]:
    practice, today = room.practice, room.today
    calendar = practice.situation(folder, today).calendar
    return due_items(folder, practice.organisation, calendar, today)


def due_list(
    cases: Cases,
    practice: Practice,
    refs: tuple[CaseRef, ...],
    wanted: Wanted,
    today: date,
    governance: Governance | None = None,
    crew: Crew[CaseRoom] | None = None,
) -> "InTime":
    """The items that are wanted, soonest first; of each case nothing else is kept.

    With `governance` what the whole workspace owes too; then `refs` must be all.
    """
    items, spells = InTime(), LongList[Spell]()
    crew = crew or Alone(OwnRoom(cases, practice, today))
    for found, lasted in crew.each(partial(_wanted, wanted=wanted), refs):
        items.extend(found)
        spells.append(lasted)
    if governance:
        items.extend(_asked(due_for_all(spells, practice, governance, today), wanted))
    return items


class InTime:
    """Very many items, soonest first, in a few bytes each."""

    def __init__(self) -> None:
        """None yet."""
        self._days: dict[date, _OneDay] = {}

    def extend(self, items: Iterable[DueItem]) -> None:
        """Add some."""
        for item in items:
            self._days.setdefault(item.due_on, _OneDay()).append(item)

    def __iter__(self) -> Iterator[DueItem]:
        """Each of them."""
        for day in sorted(self._days):
            yield from self._days[day]


class _OneDay:
    """What is due on one day: packed as it comes in order, the rest of it beside."""

    def __init__(self) -> None:
        self._in_order = LongList[DueItem](together=OF_A_DAY)
        self._last = ("", "", "")
        self._others: list[DueItem] = []

    def append(self, item: DueItem) -> None:
        """Add one; nearly all come in order, as their cases do."""
        place = _place(item)
        if place < self._last:
            self._others.append(item)
        else:
            self._in_order.append(item)
            self._last = place

    def __iter__(self) -> Iterator[DueItem]:
        """Each of them in order; of those that are alike whichever came first."""
        return merge(self._in_order, sorted(self._others, key=_place), key=_place)


def _place(item: DueItem) -> tuple[str, str, str]:
    """Where an item stands among those of its day."""
    return item.case, item.kind, item.source


def _wanted(
    room: CaseRoom, ref: CaseRef, *, wanted: Wanted
) -> tuple[tuple[DueItem, ...], Spell]:
    folder = room.cases.load(ref).folder
    return _asked(_due_in(room, folder), wanted), spell(folder)


def _asked(items: Iterable[DueItem], wanted: Wanted) -> tuple[DueItem, ...]:
    """Those of one case, or of the whole workspace, that are wanted."""
    kept = in_time(item for item in items if wanted.keeps(item))
    return tuple(next_of_each(kept)) if wanted.next_only else kept


def in_time(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """Items, soonest first."""
    return tuple(sorted(items, key=lambda item: (item.due_on, _place(item))))


def due_for_all(
    spells: Iterable[Spell],
    practice: Practice,
    governance: Governance,
    today: date,
) -> tuple[DueItem, ...]:
    """What the whole workspace owes: samples and their fixes, supervision talks.

    By the working days of the first service's nation.
    """
    organisation = practice.organisation
    services = organisation.provider.record.services
    nation = organisation.nation(services[0].id if services else None)
    calendar = practice.calendar(nation)
    return workspace_items(spells, governance, organisation, calendar, today)
