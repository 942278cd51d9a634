"""Puts the accepted answers of a filled form in the record, then settles the form."""

from collections.abc import Collection
from dataclasses import dataclass

from workflow.domain.accepting import accepted
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import EditRefused
from workflow.domain.filing import Hand, belongs
from workflow.domain.filled_forms import Difference, State
from workflow.domain.intake import NOTHING
from workflow.domain.questions import Sheet
from workflow.services.ports import CaseFiles, FormProposal, WaitingForms
from workflow.services.saving import Differs, Saved, save, save_new


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

    None when nothing was accepted; the form is settled all the same. When somebody
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
        return save_new(room.files, ref, sheet, accepted(NOTHING, chosen, sheet), hand)
    mine = accepted(standing.root or NOTHING, chosen, sheet)
    return save(room.files, ref, filled.file, standing, mine)


def _read(difference: Difference) -> bool:
    return difference.state is not State.NOT_READ
