"""Tells what is due, what is late and how far it has been escalated."""

from collections.abc import Iterator
from datetime import date

from workflow.domain.case_folder import CaseRef
from workflow.domain.diary import DueItem, due_items
from workflow.services.checking import Practice
from workflow.services.ports import Cases


def due(
    cases: Cases, practice: Practice, refs: tuple[CaseRef, ...], today: date
) -> Iterator[DueItem]:
    """Everything with a due date in these cases, with its status today (brief 4.5)."""
    for ref in refs:
        folder = cases.load(ref).folder
        calendar = practice.situation(folder, today).calendar
        yield from due_items(folder, practice.organisation, calendar, today)
