"""Takes in one case at a glance; of every case an outline is kept, and no more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain.access import Access, Seers, access, seers
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import DONE, DueItem, due_items
from workflow.domain.findings import Finding, Severity
from workflow.domain.hard_visits import hard_in_a_row
from workflow.domain.overview import BANNER
from workflow.services.checking import Practice, check_loaded
from workflow.services.ports import Cases
from workflow.services.remembering import said_once


@dataclass(frozen=True)
class Limit:
    """A limit on somebody's freedom, and when it ends unless it is argued again."""

    what: str
    ends_on: date | None


@dataclass(frozen=True)
class Glance:
    """What the pages about one case need of it.

    `says` is the person's own sentence, `waiting` how many filled forms of the case
    nobody has gone through.
    """

    folder: CaseFolder
    says: str
    due: tuple[DueItem, ...]
    findings: tuple[Finding, ...]
    limits: tuple[Limit, ...]
    waiting: int = 0

    @property
    def ref(self) -> CaseRef:
        """The reference of the case."""
        return self.folder.ref

    @property
    def access(self) -> Access:
        """What the case says of who may open it."""
        return access(self.folder)

    @property
    def actions(self) -> Mapping[str, str]:
        """What each action of the plan is, by its id."""
        actions = reversed(self.folder.plan.record.actions)  # of two the first counts
        return {a.id: a.what for a in actions if a.id and a.what}

    @property
    def told(self) -> Iterator[tuple[Finding, Seers]]:
        """Each finding with who may see it; what stands in no known file for nobody."""
        folder = self.folder
        known = {filed.file: seers(filed) for filed in folder.every_file}
        for finding in self.findings:
            file = finding.place.file
            who = known.get(file) if file in folder.present else Seers()
            if who is not None:
                yield finding, who


@dataclass(frozen=True, slots=True)
class Unsafe:
    """That somebody may not be safe (REC-06): what to do, and who may see that."""

    message: str
    seers: Seers


@dataclass(frozen=True, slots=True)
class Outline:
    """What pages about every case show of one; very many are kept at once.

    `due` is what is not done yet, `actions` what those of it are. `hard`: its last
    visits were hard. `to_put_right` findings keep a document from being final.
    """

    ref: CaseRef
    name: str
    says: str
    stage: str
    access: Access
    due: tuple[DueItem, ...]
    actions: Mapping[str, str]
    unsafe: tuple[Unsafe, ...]
    limits: tuple[Limit, ...]
    hard: bool
    to_put_right: int
    waiting: int


def outline(glance: Glance) -> Outline:
    """What is kept of a case that was read."""
    folder, actions = glance.folder, glance.actions
    status = folder.case.record.status
    due = tuple(said_once(item) for item in glance.due if item.status not in DONE)
    asked = {item.source for item in due if item.kind == "action"}
    return Outline(
        folder.ref,
        folder.name,
        glance.says,
        status.label if status else "",
        glance.access,
        due,
        {name: what for name, what in actions.items() if name in asked},
        tuple(Unsafe(f.message, who) for f, who in glance.told if BANNER in f.holds),
        glance.limits,
        hard_in_a_row(folder),
        sum(f.severity is Severity.ERROR for f in glance.findings),
        glance.waiting,
    )


def glance(cases: Cases, practice: Practice, ref: CaseRef, today: date) -> Glance:
    """One case, read now. Raises `CaseNotFound`."""
    loaded = cases.load(ref)
    folder = loaded.folder
    calendar = practice.situation(folder, today).calendar
    return Glance(
        folder,
        says(folder),
        due_items(folder, practice.organisation, calendar, today),
        check_loaded(loaded, practice, today),
        tuple(
            Limit(limit.what or "", limit.review_on)
            for limit in folder.active_restrictions
        ),
    )


def says(folder: CaseFolder) -> str:
    """The person's own sentence: what they want to happen, before any risk."""
    wants = folder.plan.record.my_words.what_i_want_to_happen
    outcomes = (o.in_their_words for o in folder.live_outcomes if o.in_their_words)
    return wants or next(outcomes, "") or ""
