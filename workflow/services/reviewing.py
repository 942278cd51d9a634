"""Tells what is due, what is late and how far it has been escalated."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import DueItem, DueStatus, due_items, workspace_items
from workflow.services.checking import Practice
from workflow.services.ports import Cases, Governance

Due = tuple[CaseFolder, tuple[DueItem, ...]]
"""One case with everything in it that has a due date."""


@dataclass(frozen=True)
class Wanted:
    """What somebody asks to see: a service, an owner (ids), statuses, only late things.

    Whatever is left out does not narrow it.
    """

    service: str = ""
    owner: str = ""
    statuses: frozenset[DueStatus] = frozenset()
    overdue: bool = False

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
        kept = (item for item in every if wanted.keeps(item))
        return tuple(sorted(kept, key=lambda i: (i.due_on, i.case, i.kind, i.source)))


def due(
    cases: Cases, practice: Practice, refs: tuple[CaseRef, ...], today: date
) -> Iterator[Due]:
    """Everything with a due date in these cases, with its status today (brief 4.5)."""
    for ref in refs:
        folder = cases.load(ref).folder
        calendar = practice.situation(folder, today).calendar
        yield folder, due_items(folder, practice.organisation, calendar, today)


def due_for_all(
    folders: Iterable[CaseFolder],
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
    return workspace_items(folders, governance, organisation, calendar, today)
