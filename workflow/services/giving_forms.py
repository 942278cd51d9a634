"""Gives out a form to fill away from the screen, for one case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflow.domain.blank_forms import BlankForm
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.errors import NoSuchForm
from workflow.domain.form_making import Basis, blank_form
from workflow.domain.intake import NOTHING
from workflow.domain.organisation import Organisation
from workflow.domain.questions import Sheet, known_in
from workflow.domain.vocabulary import ReviewStatus
from workflow.services.ports import CaseFiles, Cases

SINGLE = ("person", "case", "plan", "consent", "closure")
FOLDERS = {
    "record": "records/",
    "review": "reviews/",
    "managerial_review": "managerial_reviews/",
    "learning": "learning/",
}
NOT_HELD = (ReviewStatus.PLANNED, ReviewStatus.RESCHEDULED)
FAR_AWAY = date.max


@dataclass(frozen=True)
class FormRoom:
    """What giving out a form needs."""

    cases: Cases
    files: CaseFiles
    organisation: Organisation
    sheets: tuple[Sheet, ...]


def offered(sheets: Iterable[Sheet], channel: str) -> tuple[Sheet, ...]:
    """The sheets that are handed out as `pdf` or as one `file`, in order of name."""
    given = (sheet for sheet in sheets if channel in sheet.channels)
    return tuple(sorted(given, key=lambda sheet: sheet.name))


def give_form(room: FormRoom, ref: CaseRef, name: str, channel: str) -> BlankForm:
    """One blank form for a case. Raises `NoSuchForm` with those that there are."""
    sheets = {sheet.name: sheet for sheet in offered(room.sheets, channel)}
    if name not in sheets:
        raise NoSuchForm(", ".join(sheets))
    sheet, folder = sheets[name], room.cases.load(ref).folder
    basis = basis_for(room.files, ref, file_for(sheet, folder))
    return blank_form(sheet, folder, known_in(folder, room.organisation), basis)


def basis_for(files: CaseFiles, ref: CaseRef, file: str) -> Basis:
    """What a form is made from; nothing where there is no such file, or a folder."""
    standing = files.read(ref, file) if file.endswith(".yaml") else None
    if standing is None:
        return Basis(file)
    return Basis(file, standing.root or NOTHING, standing.sha)


def file_for(sheet: Sheet, folder: CaseFolder) -> str:
    """The file that the answers belong to, or the folder of a new one.

    For a review the next one that has not been held, where it stands written down.
    """
    if sheet.writes in SINGLE:
        return f"{sheet.writes}.yaml"
    waiting = [f for f in folder.reviews if f.record.status in NOT_HELD]
    if sheet.writes == "review" and waiting:
        return min(waiting, key=lambda f: f.record.due_on or FAR_AWAY).file
    return FOLDERS[sheet.writes]
