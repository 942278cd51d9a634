"""What is held about one person who asked to see it, joined up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from workflow.adapters.config_files import configuration
from workflow.adapters.held_files import BESIDE, files_about, line_of
from workflow.adapters.safe_files import put
from workflow.adapters.spreadsheets import workbook
from workflow.domain.access_answer import answer_sheet
from workflow.domain.access_of_others import Asker, held_about_other
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import NobodyWithThisId
from workflow.domain.handing_out import Sheet
from workflow.domain.subject_access import (
    Held,
    HeldFile,
    access_sheets,
    answer_by,
    begun,
    held_about,
    not_understood,
    own_cases,
    own_names,
)
from workflow.domain.vocabulary import Nation
from workflow.services.ports import Loaded, Written
from workflow.wiring.office import Office

CONFIG = "config/subject_access.yaml"
STAFF_LIST = "config/staff.yaml"


@dataclass(frozen=True)
class Listed:
    """What became of a list: where it lies, what to look at, the last day to answer.

    `first` counts its lines to look at, `unread` the files of the person's own cases
    that could not be read; `cases` are those cases.
    """

    file: Path
    written: Written
    first: int
    until: date
    cases: tuple[str, ...]
    unread: int


def list_held(office: Office, ref: str, received: date | None = None) -> Listed:
    """List all that is held about the person of a case who asked on a day (today).

    Raises `CaseNotFound`.
    """
    (asked,) = office.refs((ref,))
    loaded = _all(office)
    mine = loaded[asked].folder
    others = [one.folder for one in loaded.values() if one.folder.ref != asked]
    own = own_cases(mine, others)
    refs = tuple(folder.ref for folder in own)
    organisation = office.practice.organisation
    staff = [one.name for one in organisation.staff.record.staff if one.name]
    held = (
        *held_about(mine, others, staff, organisation.common_words),
        *(o for one in refs for o in _not_understood(office.root, loaded[one])),
    )
    names = [one.text for one in own_names(own)]
    files = files_about(office.root, refs, names, _unread(loaded))
    said = _pairs(configuration(office.root, CONFIG).get("say_with_it"))
    to_say = answer_sheet(own, said, organisation.provider.record)
    nation = organisation.nation(mine.case.record.service_id)
    until = _until(office, received, nation)
    sheets = (*_sheets(office, held, tuple(files), received, until), to_say)
    file, written = _put(office, " ".join(refs), sheets)
    office.log.done(office.log.intend("subject_access", asked, "list"), "noted")
    lost = sum(len(loaded[CaseRef(one)].folder.unreadable) for one in refs)
    return Listed(file, written, _first(held), until, refs, lost)


def list_held_about_other(
    office: Office, ref: str, other: str, received: date | None = None
) -> Listed:
    """List what is held about a contact of a case; with no case, about a worker.

    `other` is their id. Raises `CaseNotFound`, `NobodyWithThisId`.
    """
    organisation, refs = (
        office.practice.organisation,
        office.refs((ref,)) if ref else (),
    )
    loaded = _all(office)
    if refs:
        contact = loaded[refs[0]].folder.contact(other)
        known = (contact.name, *contact.also_known_as) if contact else None
    else:
        staff = organisation.staff.record.staff
        known = tuple(each.name for each in staff if each.id == other) or None
    if known is None:
        raise NobodyWithThisId
    names = tuple(name for name in known if name)
    asker = Asker(other, names, ref)
    folders = [one.folder for one in loaded.values()]
    held = held_about_other(asker, folders, organisation.common_words)
    words = names if refs else (*names, other)
    files = (
        *(() if refs else (HeldFile("", STAFF_LIST, BESIDE),)),
        *files_about(office.root, refs, words, _unread(loaded)),
    )
    service = loaded[refs[0]].folder.case.record.service_id if refs else None
    until = _until(office, received, organisation.nation(service))
    sheets = _sheets(office, held, files, received, until)
    file, written = _put(office, f"{ref} {other}".strip(), sheets)
    office.log.done(office.log.intend("subject_access", ref, "list"), "noted")
    return Listed(file, written, _first(held), until, refs, 0)


def _all(office: Office) -> dict[CaseRef, Loaded]:
    return {one: office.cases.load(one) for one in office.refs()}


def _unread(loaded: Mapping[CaseRef, Loaded]) -> dict[str, frozenset[str]]:
    return {str(one): found.folder.unreadable for one, found in loaded.items()}


def _until(office: Office, received: date | None, nation: Nation) -> date:
    return answer_by(received or office.today, office.practice.calendar(nation))


def _first(held: Sequence[Held]) -> int:
    return sum(bool(one.reasons) for one in held)


def _sheets(
    office: Office,
    held: Sequence[Held],
    files: Sequence[HeldFile],
    received: date | None,
    until: date,
) -> tuple[Sheet, ...]:
    steps = configuration(office.root, CONFIG).get("steps")
    told = (begun(received or office.today, until), *_texts(steps))
    return access_sheets(held, files, told)


def _put(office: Office, name: str, sheets: tuple[Sheet, ...]) -> tuple[Path, Written]:
    """Write the list; retention looks for the references and the day in its name."""
    file = office.root / "governance/subject-access" / f"{name} {office.today}.xlsx"
    return file, put(file, workbook(sheets))


def _not_understood(root: Path, loaded: Loaded) -> Iterable[Held]:
    """What reading stumbled over, with the line as it stands in its file."""
    places = (noticed.place for noticed in loaded.noticed)
    for one in not_understood(loaded.folder, places):
        yield replace(one, words=line_of(root, one.case, one.file, one.line))


def _texts(said: object) -> tuple[str, ...]:
    return tuple(map(str, said)) if isinstance(said, list) else ()


def _pairs(said: object) -> dict[str, str]:
    if not isinstance(said, dict):
        return {}
    return {str(what): str(words) for what, words in said.items()}
