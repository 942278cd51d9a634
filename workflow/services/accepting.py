"""Puts the accepted answers of a filled form in the record, then settles the form."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from workflow.domain.accepting import accepted
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import EditRefused
from workflow.domain.filing import Hand, belongs
from workflow.domain.filled_forms import Difference, State
from workflow.domain.intake import NOTHING
from workflow.domain.questions import Sheet
from workflow.domain.tree import Fields
from workflow.services.ports import (
    CaseFiles,
    Draft,
    FormProposal,
    Standing,
    WaitingForms,
)
from workflow.services.saving import Differs, Saved, save
from workflow.services.saving_once import Writing, save_once


@dataclass(frozen=True)
class AcceptingRoom:
    """What accepting needs; `sheets` by name."""

    files: CaseFiles
    forms: WaitingForms
    sheets: tuple[Sheet, ...]


def accept(
    room: AcceptingRoom, ref: CaseRef, sha: str, names: Collection[str], hand: Hand
) -> Saved | Differs | None:
    """Save the answers named, and note what was accepted and what declined.

    None when nothing was accepted; the form is settled all the same. What was saved
    when the program ended before that is not saved again. When somebody
    saved meanwhile, what both changed comes back and the form goes on waiting. Raises
    `FormNotRead`, `EditRefused` and `ChangedElsewhere`.
    """
    proposal = room.forms.load(ref, sha)
    chosen = [d for d in proposal.differences if d.name in names and _read(d)]
    saved = _saved(room, ref, proposal, chosen, hand) if chosen else None
    if not isinstance(saved, Differs):
        taken = [d.name for d in chosen]
        left = [d.name for d in proposal.differences if d.name not in taken]
        room.forms.settle(ref, sha, taken, left, hand.by)
    return saved


def _saved(
    room: AcceptingRoom,
    ref: CaseRef,
    proposal: FormProposal,
    chosen: list[Difference],
    hand: Hand,
) -> Saved | Differs:
    filled = proposal.filled
    sheet = next((s for s in room.sheets if s.name == filled.form), None)
    if sheet is None or not belongs(sheet, filled.file):
        raise EditRefused(filled.form)
    standing = room.files.read(ref, filled.file) if filled.file[-1:] != "/" else None
    if standing is None:
        return save_once(_writing(room, ref, proposal, chosen, sheet, hand))
    mine = accepted(standing.root or NOTHING, chosen, sheet)
    return save(room.files, ref, filled.file, standing, mine)


def _writing(
    room: AcceptingRoom,
    ref: CaseRef,
    proposal: FormProposal,
    chosen: list[Difference],
    sheet: Sheet,
    hand: Hand,
) -> Writing:
    """A form that becomes something new, on its way into the record."""

    def root_of(names: Mapping[str, str]) -> Fields:
        taken = [d for d in proposal.differences if d.name in names]
        return accepted(NOTHING, taken, sheet)

    def keep(draft: Draft) -> Draft:
        room.forms.note(ref, proposal.sha256, draft.attempts[-1])
        return draft

    names = dict.fromkeys((d.name for d in chosen), "")
    begun = room.forms.begun(ref, proposal.sha256)
    draft = Draft(
        proposal.sha256, hand.by, ref, sheet.name, answers=names, attempts=begun
    )
    return Writing(room.files, draft, sheet, Standing("", NOTHING), root_of, keep, hand)


def _read(difference: Difference) -> bool:
    return difference.state is not State.NOT_READ
