"""Proposes new files that the rhythm asks for, for people to fill in."""

from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseRef
from workflow.domain.diary import due_items
from workflow.domain.due.entry import CaseDay
from workflow.domain.proposals import Proposal, proposals
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
    ref = CaseRef(loaded.folder.ref)
    return tuple(
        Proposed(ref, proposal.file, proposal.why)
        for proposal in asked_for(shelf, loaded, practice, today)
        if shelf.put(ref, proposal) is Written.CREATED
    )


def asked_for(
    shelf: Proposals, loaded: Loaded, practice: Practice, today: date
) -> tuple[Proposal, ...]:
    """The proposals of one case that are new; nothing is put in place."""
    folder = loaded.folder
    calendar = practice.situation(folder, today).calendar
    case = CaseDay(folder, practice.organisation, calendar, today)
    due = due_items(folder, practice.organisation, calendar, today)
    return proposals(case, due, shelf.remembered(CaseRef(folder.ref)))
