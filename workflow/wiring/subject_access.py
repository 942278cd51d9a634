"""What is held about one person who asked to see it, joined up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from workflow.adapters.config_files import configuration
from workflow.adapters.held_files import files_about, line_of
from workflow.adapters.safe_files import put
from workflow.adapters.spreadsheets import workbook
from workflow.domain.access_answer import answer_sheet
from workflow.domain.subject_access import (
    Held,
    access_sheets,
    answer_by,
    begun,
    held_about,
    not_understood,
    own_cases,
    own_names,
)
from workflow.services.ports import Loaded, Written
from workflow.wiring.office import Office

CONFIG = "config/subject_access.yaml"


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
    loaded = {one: office.cases.load(one) for one in office.refs()}
    mine = loaded[asked].folder
    others = [one.folder for one in loaded.values() if one.folder.ref != asked]
    own = own_cases(mine, others)
    refs = tuple(folder.ref for folder in own)
    organisation = office.practice.organisation
    staff = [one.name for one in organisation.staff.record.staff if one.name]
    nation = organisation.nation(mine.case.record.service_id)
    day = received or office.today
    until = answer_by(day, office.practice.calendar(nation))
    held = (
        *held_about(mine, others, staff, organisation.common_words),
        *(o for one in refs for o in _not_understood(office.root, loaded[one])),
    )
    names = [one.text for one in own_names(mine)]
    unread = {str(one): found.folder.unreadable for one, found in loaded.items()}
    files = tuple(files_about(office.root, refs, names, unread))
    said = configuration(office.root, CONFIG)
    told = (begun(day, until), *_texts(said.get("steps")))
    provider = organisation.provider.record
    to_say = answer_sheet(own, _pairs(said.get("say_with_it")), provider)
    name = f"{' '.join(refs)} {office.today}.xlsx"  # retention looks for both in it
    file = office.root / "governance/subject-access" / name
    written = put(file, workbook((*access_sheets(held, files, told), to_say)))
    office.log.done(office.log.intend("subject_access", asked, "list"), "noted")
    first = sum(bool(one.reasons) for one in held)
    lost = sum(len(unread[one]) for one in refs)
    return Listed(file, written, first, until, refs, lost)


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
