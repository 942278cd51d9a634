"""Puts what somebody wrote in the record; never over another person's work."""

from collections.abc import Collection
from dataclasses import dataclass

from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import ChangedElsewhere, EditRefused
from workflow.domain.filing import Hand, agreed_before, filed, headed
from workflow.domain.intake import NOTHING
from workflow.domain.merging import Clash, merge
from workflow.domain.questions import Sheet
from workflow.domain.tree import Fields, meaning
from workflow.services.ports import CaseFiles, Standing, Written

TRIES = 5  # names tried when others file on the same day at the same moment


@dataclass(frozen=True)
class Saved:
    """What was put in the record: the file, its hash before ("" if new) and after."""

    case: CaseRef
    file: str
    before: str
    after: str


@dataclass(frozen=True)
class Differs:
    """Somebody else saved first. `merged` has both, and says what they do in a clash.

    `theirs` is what stands now, `seen` its hash: saving against it saves for good.
    """

    theirs: Fields
    merged: Fields
    clashes: tuple[Clash, ...]
    seen: str


def save_new(
    files: CaseFiles,
    ref: CaseRef,
    sheet: Sheet,
    root: Fields,
    hand: Hand,
    begun: Collection[str] = (),
) -> Saved:
    """File something new. Raises `EditRefused` when no name was free for it.

    `begun` are names under which it was to stand before: they are tried once more, for
    they may stand empty where a drive without links was cut off.
    """
    whole = headed(sheet, root, ref, hand)
    for turn in range(TRIES):
        taken = files.names(ref) - (set() if turn else set(begun))
        file, named = filed(sheet, whole, taken, hand.at[:10])
        written, after = files.place(ref, file, named)
        if written in (Written.CREATED, Written.IDENTICAL):
            return Saved(ref, file, "", after)
    raise ChangedElsewhere(sheet.writes)


def save(
    files: CaseFiles,
    ref: CaseRef,
    file: str,
    base: Standing,
    mine: Fields,
) -> Saved | Differs:
    """Change a file from what the person saw (`base`) to `mine`.

    When it has changed since, nothing is written: what both changed comes back to be
    looked at, and my text is kept in the history whatever is chosen. Raises
    `EditRefused` when the file cannot be read or is held by another program.
    """
    now = files.read(ref, file)
    if now is None or now.root is None:
        raise EditRefused(file)
    began = base.root or NOTHING
    if now.sha != base.sha and meaning(now.root) != meaning(began):
        files.keep(ref, file, mine)
        both = merge(began, mine, now.root)
        return Differs(now.root, both.root, both.clashes, now.sha)
    return _change(files, ref, file, now, mine)


def _change(
    files: CaseFiles, ref: CaseRef, file: str, now: Standing, mine: Fields
) -> Saved:
    if file == "plan.yaml":
        kept = agreed_before(now.root, mine)
        if kept:
            files.copy(ref, file, now.sha, kept)
    written, after = files.swap(ref, file, now.sha, mine)
    if written in (Written.KEPT_HAND_EDITS, Written.OPEN_ELSEWHERE):
        raise ChangedElsewhere(file)
    return Saved(ref, file, now.sha, after)


def undo(files: CaseFiles, saved: Saved) -> bool:
    """Put back what stood before; whether it could be done.

    Not when somebody has changed the file since: their work stays.
    """
    if not saved.before:
        return files.take_out(saved.case, saved.file, saved.after)
    return files.put_back(saved.case, saved.file, saved.after, saved.before)
