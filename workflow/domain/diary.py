"""Everything with a due date and how it stands today (brief 4.5)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Protocol

from workflow.domain.case_folder import CaseFolder
from workflow.domain.due.after_records import after_records, owed_to_the_person
from workflow.domain.due.beginning import beginning
from workflow.domain.due.entry import CaseDay, Entry
from workflow.domain.due.managers import owed_by_managers
from workflow.domain.due.reviews import reviews
from workflow.domain.due.standing import notifications, standing
from workflow.domain.escalation import level
from workflow.domain.organisation import Organisation
from workflow.domain.records.case import owned_since
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.rhythm import months_after
from workflow.domain.same import Same
from workflow.domain.vocabulary import Listed, StaffRole
from workflow.domain.working_days import Calendar, later

SAMPLING_FILES = "governance/sampling"
SUPERVISION_FILES = "governance/supervision"
HIGHEST = 4


class DueStatus(Listed):
    """How an item with a due date stands; computed, never stored."""

    NOT_DUE = "not_due", "Not due yet"
    DUE_SOON = "due_soon", "Due soon"
    DUE_TODAY = "due_today", "Due today"
    OVERDUE = "overdue", "Late"
    ESCALATED_1 = "escalated_1", "Late: its owner is told"
    ESCALATED_2 = "escalated_2", "Late: the safeguarding lead is told"
    ESCALATED_3 = "escalated_3", "Late: the registered manager is told"
    ESCALATED_4 = "escalated_4", "Late: the nominated individual is told"
    DONE_ON_TIME = "done_on_time", "Done on time"
    DONE_LATE = "done_late", "Done late"
    MOVED = "moved", "Moved, with the person asked"
    CANCELLED = "cancelled", "Cancelled"


ESCALATED = tuple(DueStatus.of(f"escalated_{n}") for n in range(1, HIGHEST + 1))
LATE = frozenset({DueStatus.OVERDUE, *ESCALATED})
DONE = frozenset({DueStatus.DONE_ON_TIME, DueStatus.DONE_LATE, DueStatus.CANCELLED})
AHEAD = frozenset({DueStatus.NOT_DUE, DueStatus.MOVED, DueStatus.DUE_SOON})


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing with a due date. `days_late` counts working days; `lead` is an id.

    `item` describes it without naming anybody; `source` is the id it comes from and
    `part` which part of it; `file` is where it is written down, `held_file` the review
    that met it, `review_file` the one planned or held. `unrolled` is the date before it
    moved back to a working day, or before it was `moved`. `ended`: its case was closed
    before it was done, so nobody can do it now. `case` is empty for what belongs to
    the whole workspace. `not_told` names who must never hear of it.
    """

    case: str
    item: str
    kind: str
    source: str
    due_on: date
    status: DueStatus
    days_late: int
    lead: str
    urgent: bool
    done_on: date | None
    unrolled: date
    moved: bool
    file: str
    held_file: str
    part: str = ""
    service: str = ""
    review_file: str = ""
    ended: bool = False
    not_told: frozenset[str] = frozenset()

    @property
    def level(self) -> int:
        """The rung of the escalation ladder it has reached; 0 for none (4.6)."""
        return ESCALATED.index(self.status) + 1 if self.status in ESCALATED else 0

    @property
    def late(self) -> bool:
        """Whether it is past its date, not done, and can still be done."""
        return self.status in LATE and not self.ended


def due_items(
    folder: CaseFolder, organisation: Organisation, calendar: Calendar, today: date
) -> tuple[DueItem, ...]:
    """Everything with a due date in one case, soonest first."""
    return _worked_out(Same(folder), Same(organisation), Same(calendar), today)


@lru_cache(maxsize=2)  # a case is checked, drafted and shown one after the other
def _worked_out(
    of: Same[CaseFolder], by: Same[Organisation], on: Same[Calendar], today: date
) -> tuple[DueItem, ...]:
    organisation, calendar = by.thing, on.thing
    case = CaseDay(of.thing, organisation, calendar, today)
    day, folder = _Standing(organisation, calendar, today), case.folder
    names = _Names(folder.ref, case.service_id or "", folder.kept_out)
    return _in_order(day.of_case(entry, case, names) for entry in entries(case))


def entries(case: CaseDay) -> Iterator[Entry]:
    """Everything with a date; of a closed case, its reviews and what outlives it."""
    yield from reviews(case)
    yield from owed_by_managers(case)
    yield from notifications(case)
    yield from owed_to_the_person(case)
    if case.folder.is_open:
        yield from beginning(case)
        yield from standing(case)
        yield from after_records(case)


def _in_order(items: Iterable[DueItem]) -> tuple[DueItem, ...]:
    return tuple(
        sorted(items, key=lambda i: (i.due_on, i.kind, i.source, i.file, i.part))
    )


@dataclass(frozen=True)
class _Standing:
    """How things stand on one day, by the numbers and working days that count."""

    organisation: Organisation
    calendar: Calendar
    today: date

    def of_case(self, entry: Entry, case: CaseDay, names: "_Names") -> DueItem:
        """How an entry of a case stands; a review of a closed case gets no later."""
        closed = case.closed_on
        until = self.today
        if closed not in (None, date.min) and not entry.lasting:
            until = min(closed, self.today)
        ended = closed is not None and not entry.lasting and entry.done_on is None
        ladder = entry.urgent or case.urgent
        lead = entry.lead or case.owner
        return self._item(entry, names, lead, until, urgent=ladder, ended=ended)

    def of_workspace(self, entry: Entry) -> DueItem:
        """How something that belongs to no case stands."""
        return self._item(entry, _Names(), entry.lead, self.today, urgent=False)

    def _item(
        self,
        entry: Entry,
        names: "_Names",
        lead: str,
        until: date,
        *,
        urgent: bool,
        ended: bool = False,
    ) -> DueItem:
        late = self.calendar.working_days_after(entry.due_on, entry.done_on or until)
        status = self._status(entry, late, names.service, urgent=urgent)
        return DueItem(
            case=names.case,
            item=entry.item,
            kind=entry.kind,
            source=entry.source,
            due_on=entry.due_on,
            status=status,
            days_late=0 if status is DueStatus.CANCELLED else late,
            lead=lead,
            urgent=urgent,
            done_on=entry.done_on,
            unrolled=entry.unrolled or entry.due_on,
            moved=entry.moved,
            file=entry.file,
            held_file=entry.review_file if entry.done_on else "",
            part=entry.part,
            service=names.service,
            review_file=entry.review_file,
            ended=ended and status is not DueStatus.CANCELLED,
            not_told=entry.not_told | names.kept_out,
        )

    def _status(
        self, entry: Entry, late: int, service: str, *, urgent: bool
    ) -> DueStatus:
        if entry.cancelled:
            return DueStatus.CANCELLED
        if entry.done_on is not None:
            on_time = entry.done_on <= entry.due_on
            return DueStatus.DONE_ON_TIME if on_time else DueStatus.DONE_LATE
        if entry.due_on == self.today:
            return DueStatus.DUE_TODAY
        if entry.due_on > self.today:
            return self._ahead(entry, service, urgent=urgent)
        ladder = self.organisation.provider.record.escalation_ladder
        rung = level(late, urgent=urgent, ladder=ladder)
        return ESCALATED[rung - 1] if rung else DueStatus.OVERDUE

    def _ahead(self, entry: Entry, service: str, *, urgent: bool) -> DueStatus:
        key = "due_soon_working_days_urgent" if urgent else "due_soon_working_days"
        days = self.organisation.timescale(key, service or None)
        if self.calendar.add_working_days(self.today, days) >= entry.due_on:
            return DueStatus.DUE_SOON
        return DueStatus.MOVED if entry.moved else DueStatus.NOT_DUE


@dataclass(frozen=True)
class _Names:
    """Where an item belongs, and who must never hear of it, by reference."""

    case: str = ""
    service: str = ""
    kept_out: frozenset[str] = frozenset()


class Sampled(Protocol):
    """What is known of the workspace's own checks: plain records, no files."""

    @property
    def samplings(self) -> Mapping[str, Sampling]:
        """Each monthly sample by its file, relative to the workspace."""

    @property
    def supervisions(self) -> Mapping[str, Supervision]:
        """Each supervision talk by its file, relative to the workspace."""


@dataclass(frozen=True, slots=True)
class Spell:
    """When a case was open, and since when its owner has had it: all that is needed."""

    opened_on: date | None
    closed_on: date | None
    is_open: bool
    owner: str
    owned_since: date | None


def spell(folder: CaseFolder) -> Spell:
    """The spell of one case; by the history of its ownership, as far as it tells."""
    case = folder.case.record
    owner = case.ownership.owner or ""
    return Spell(
        case.opened_on,
        folder.closure.record.closed_on or case.closed_on,
        folder.is_open,
        owner,
        owned_since(owner, case.ownership.history, case.opened_on),
    )


def workspace_items(
    spells: Iterable[Spell],
    sampled: Sampled,
    organisation: Organisation,
    calendar: Calendar,
    today: date,
) -> tuple[DueItem, ...]:
    """What the whole workspace owes: samples, their fixes, supervision (4.5, 2.14).

    A sample is asked of the last whole month and of this one; a prompt of every owner
    of an open case. The spells are gone through once.
    """
    day = _Standing(organisation, calendar, today)
    months, owners = _gist(spells, today)
    found = (
        *_samples(months, sampled.samplings, day),
        *_fixes(sampled.samplings),
        *_prompts(owners, sampled.supervisions.values(), day),
    )
    return _in_order(day.of_workspace(entry) for entry in found)


def _gist(
    spells: Iterable[Spell], today: date
) -> tuple[tuple[date, ...], Mapping[str, date]]:
    """In which months a case was open, the last and this one; and who owns one now.

    Months by their first day; owners with the day they first owned a case that is still
    open.
    """
    this_month = today.replace(day=1)
    months = dict.fromkeys((months_after(this_month, -1), this_month), False)
    owners: dict[str, date] = {}
    for case in spells:
        for month, met in months.items():
            months[month] = met or _open_in(case, month)
        owner, since = case.owner, case.owned_since
        if case.is_open and owner and case.opened_on and since:
            owners[owner] = min(since, owners.get(owner, since))
    return tuple(month for month, met in months.items() if met), owners


def _samples(
    months: Iterable[date], samplings: Mapping[str, Sampling], day: _Standing
) -> Iterator[Entry]:
    for first in months:
        month = f"{first.year}-{first.month:02}"
        done = [
            s.sampled_on
            for s in samplings.values()
            if s.month == month and not s.only_drawn
        ]
        number = min(max(day.organisation.timescale("sampling_day_of_month"), 1), 28)
        due = months_after(first, 1).replace(day=number)
        file = f"{SAMPLING_FILES}/{month}.yaml"
        at = (month, day.calendar.roll_back(due), _sampler(day), file)
        entry = Entry("The monthly sample of records", "sampling", *at)
        yield _done(entry, done)


def _done(entry: Entry, done: list[date | None]) -> Entry:
    """The entry as done; on its day when a file is there that does not say when."""
    return replace(entry, done_on=done[0] or entry.due_on) if done else entry


def _sampler(day: _Standing) -> str:
    """The quality lead, or the nominated individual where there is none."""
    leads = day.organisation.holders(StaffRole.QUALITY_LEAD, day.today)
    return next(
        iter(leads), day.organisation.provider.record.nominated_individual or ""
    )


def _open_in(case: Spell, first: date) -> bool:
    """Whether it was open on any day of a month, which is told by its first."""
    last = later(months_after(first, 1), -1)
    begun = case.opened_on is not None and case.opened_on <= last
    return begun and (case.is_open or case.closed_on is None or case.closed_on >= first)


def _fixes(samplings: Mapping[str, Sampling]) -> Iterator[Entry]:
    """What samples found to put right (GOV-08)."""
    for file, sampling in samplings.items():
        for n, item in enumerate(sampling.items):
            for k, fix in enumerate(item.actions):
                if fix.due_on:
                    part = f"items[{n}].actions[{k}]"
                    at = (sampling.month or file, fix.due_on, fix.owner or "", file)
                    name, done = "A fix from the monthly sample", fix.done_on
                    yield Entry(name, "sampling_action", *at, part, done_on=done)


def _prompts(
    owners: Mapping[str, date], talks: Iterable[Supervision], day: _Standing
) -> Iterator[Entry]:
    """A talk about rights and protection for each owner of open cases (GOV-09)."""
    last: dict[str, date] = {}
    for talk in talks:
        if talk.supervisee and talk.date and talk.prompts:
            last[talk.supervisee] = max(talk.date, last.get(talk.supervisee, talk.date))
    days = day.organisation.timescale("supervision_prompt_days")
    for owner, since in sorted(owners.items()):
        above = day.organisation.managers_above(owner)
        lead = next((m for m in above if day.organisation.active(m, day.today)), owner)
        due = later(max(since, last.get(owner, since)), days)
        at = (owner, due, lead, SUPERVISION_FILES)
        yield Entry(f"A supervision talk with {owner}", "supervision", *at)
