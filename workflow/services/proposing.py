"""Proposes new files that the rhythm asks for, for people to fill in."""

from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseRef
from workflow.domain.diary import due_items
from workflow.domain.due.entry import CaseDay
from workflow.domain.proposals import proposals
from workflow.services.checking import Practice
from workflow.services.ports import Loaded, Proposals, Written


@dataclass(frozen=True)
class Proposed:
    """A new file that stands in a case folder now, and why."""

    case: str
    file: str
    why: str


def propose(
    shelf: Proposals, loaded: Loaded, practice: Practice, today: date
) -> tuple[Proposed, ...]:
    """Put the proposals of one case in place; those that are new (brief 4.4, 4.6)."""
    folder = loaded.folder
    calendar = practice.situation(folder, today).calendar
    case = CaseDay(folder, practice.organisation, calendar, today)
    due = due_items(folder, practice.organisation, calendar, today)
    ref = CaseRef(folder.ref)
    return tuple(
        Proposed(folder.ref, proposal.file, proposal.why)
        for proposal in proposals(case, due, shelf.remembered(ref))
        if shelf.put(ref, proposal) is Written.CREATED
    )
