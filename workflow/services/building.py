"""Builds what is missing or out of date: read, check, draft, publish."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from workflow.domain.alarms import Alarm
from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseRef
from workflow.domain.diary import DueItem, due_items, spell
from workflow.domain.documents import is_made_with
from workflow.domain.errors import (
    CaseNotFound,
    CaseOutOfReach,
    FolderGone,
    WorkflowError,
    WorkspaceUnreachable,
)
from workflow.domain.findings import Finding
from workflow.domain.overview import CaseStatus, case_page, overview_page
from workflow.domain.overview import Standing as Stands
from workflow.domain.template_faults import Blocked
from workflow.services.checking import (
    Elsewhere,
    check_around,
    check_loaded,
    check_shared,
    seen_from,
)
from workflow.services.crew import Alone, Crew
from workflow.services.drafting import (
    GOVERNANCE,
    SUPERVISION,
    Job,
    Whole,
    Workshop,
    case_jobs,
    page_job,
    workspace_jobs,
)
from workflow.services.making_ready import Ready, basis
from workflow.services.making_room import make_room
from workflow.services.ports import Cases, Loaded, Published, Written
from workflow.services.proposing import Proposed, propose
from workflow.services.publishing import Made, publish
from workflow.services.reviewing import due_for_all
from workflow.services.sealing import Sealing
from workflow.services.troubles import concerns_all, explained

OUT_OF_DATE = "out of date"


@dataclass(frozen=True)
class Trouble:
    """A case that could not be worked on, and why in plain words."""

    case: str
    why: str


@dataclass(frozen=True)
class BuildReport:
    """What a build did: documents made and kept, everything found, how cases stand.

    `blocked` are the templates that are broken and what is used in their place.
    `proposed` are new files that it put into case folders for people to fill in;
    `owed` is what has a due date for the whole workspace; `troubles` are the cases
    that had to be left out.
    """

    documents: tuple[Made, ...]
    findings: tuple[Finding, ...]
    cases: tuple[CaseStatus, ...]
    blocked: tuple[Blocked, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    owed: tuple[DueItem, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def made(self) -> tuple[Made, ...]:
        """The documents that were made."""
        return tuple(d for d in self.documents if d.reason and not d.problem)

    @property
    def kept(self) -> tuple[Made, ...]:
        """The documents that were right as they stood."""
        return tuple(d for d in self.documents if not d.reason)

    @property
    def alarms(self) -> tuple[tuple[str, Alarm], ...]:
        """What a lead should look at now, each with the reference of its case."""
        return tuple((s.folder.ref, a) for s in self.cases for a in s.alarms)

    @property
    def waiting(self) -> tuple[Made, ...]:
        """The documents that could not be made; what stood before still stands."""
        return tuple(d for d in self.documents if d.problem)


class MakingRoom(Protocol):
    """What building the documents of one case needs."""

    @property
    def ready(self) -> Workshop:
        """The workshop, with good templates only."""

    @property
    def today(self) -> date:
        """The day it is."""

    @property
    def elsewhere(self) -> Elsewhere:
        """What a case may be compared with."""

    @property
    def made_ready(self) -> Mapping[CaseRef, Ready]:
        """The cases whose documents were made ready beforehand."""


@dataclass(frozen=True)
class Bench:
    """A room of one's own."""

    ready: Workshop
    today: date
    elsewhere: Elsewhere
    made_ready: Mapping[CaseRef, Ready] = field(default_factory=dict)


def build(
    workshop: Workshop,
    refs: tuple[CaseRef, ...],
    today: date,
    tell: Callable[[str], None] = lambda _: None,
    known: Mapping[CaseRef, CaseStatus] | None = None,
    crew: Crew[MakingRoom] | None = None,
    *,
    whole: bool = True,
) -> BuildReport:
    """Bring the documents of these cases up to date.

    Those of the whole workspace too when these are all the cases there are, together
    with those whose status is `known` and true: what tells of everything is never made
    from a part. A case that the drive denies is left out and told of. Raises the error
    that says so when the drive would take nothing at all. `crew` does the work on the
    cases. Without `whole` what tells of everything is left for another time.
    """
    if workshop.drive is not None:
        make_room(workshop.drive, refs)
    statuses = dict(known or {})
    documents: list[Made] = []
    proposed: list[Proposed] = []
    troubles: list[Trouble] = []
    elsewhere = beside(workshop, dict(statuses), refs)
    crew = crew or Alone(Bench(workshop, today, elsewhere))
    for ref, built in zip(refs, crew.each(_built, refs), strict=True):
        if isinstance(built, Trouble):
            troubles.append(built)
            continue
        proposed.extend(built.proposed)
        statuses[ref] = workshop.keep(built.status) if workshop.keep else built.status
        documents.extend(built.made)
        tell(ref)
    every = frozenset(workshop.cases.refs())
    cases = tuple(statuses[ref] for ref in sorted(statuses) if ref in every)
    shared = tuple(check_shared(workshop.practice))
    if whole:
        shared += tuple(_governance(workshop, cases, today))
    found = (*shared, *(f for status in cases for f in status.findings))
    owed: tuple[DueItem, ...] = ()
    if whole and every <= statuses.keys():
        spells = (spell(status.folder) for status in cases)
        owed = due_for_all(spells, workshop.practice, workshop.governance, today)
        of_all = Whole(cases, owed, shared)
        documents.extend(_workspace(workshop, of_all, today))
    return BuildReport(
        tuple(documents),
        found,
        cases,
        workshop.blocked,
        tuple(proposed),
        owed,
        tuple(troubles),
    )


@dataclass(frozen=True)
class _Built:
    """What building the documents of one case gave."""

    status: CaseStatus
    made: tuple[Made, ...]
    proposed: tuple[Proposed, ...]


def _built(room: MakingRoom, ref: CaseRef) -> _Built | Trouble:
    """Build one case; papers about all cases never say where in a file things stand."""
    shop = room.ready
    try:
        at = (shop, ref, room.today, room.elsewhere, room.made_ready.get(ref))
        status, made, proposed = build_case(*at)
    except (OSError, FolderGone, CaseNotFound) as error:
        return _trouble(shop.cases, ref, error)
    return _Built(replace(status, folder=status.folder.without_lines()), made, proposed)


def beside(
    workshop: Workshop, known: Mapping[CaseRef, CaseStatus], refs: tuple[CaseRef, ...]
) -> Elsewhere:
    """What cases that have changed may be compared with; others are `known`."""
    return Elsewhere(_Remembered(workshop.cases, known, frozenset(refs)))


@dataclass(frozen=True)
class _Remembered:
    """The cases of a workspace, where those that have not changed are not read."""

    cases: Cases
    known: Mapping[CaseRef, CaseStatus]
    changed: frozenset[CaseRef]

    def refs(self) -> tuple[CaseRef, ...]:
        """See `Cases`."""
        return self.cases.refs()

    def load(self, ref: CaseRef) -> Loaded:
        """See `Cases`."""
        if ref in self.known and ref not in self.changed:
            return Loaded(self.known[ref].folder)
        return self.cases.load(ref)

    def remember(self, loaded: Loaded) -> None:
        """See `Cases`."""
        self.cases.remember(loaded)


def _trouble(
    cases: Cases, ref: CaseRef, error: OSError | FolderGone | CaseNotFound
) -> Trouble:
    """Why one case is left out; raises what is wrong when that concerns all."""
    trouble: WorkflowError = explained(error) if isinstance(error, OSError) else error
    if isinstance(trouble, (FolderGone, CaseNotFound)):
        if not cases.refs():
            raise WorkspaceUnreachable from None
        trouble = CaseOutOfReach()
    if concerns_all(trouble):
        raise trouble from None
    return Trouble(ref, str(trouble))


def _governance(
    workshop: Workshop, statuses: Sequence[CaseStatus], today: date
) -> Iterator[Finding]:
    """What the shared files lack, once every case is known; bids wait for their pack.

    A finding about a bid may name somebody, and pages of governance never do.
    """
    if workshop.shared is None or len(statuses) < len(workshop.cases.refs()):
        return
    workspace, practice = workshop.shared.read(), workshop.practice
    quiet = replace(workspace, bids=())
    seen = tuple(seen_from(quiet, status.folder, practice) for status in statuses)
    for finding in check_around(quiet, practice, seen, today):
        if not finding.place.file.startswith("tenders/"):
            yield finding


def _proposed(
    workshop: Workshop, loaded: Loaded, today: date
) -> tuple[Loaded, tuple[Proposed, ...]]:
    """A case with the new files that its rhythm asked for in place."""
    ref = loaded.folder.ref
    if loaded.folder.mixed_up:
        return loaded, ()
    proposed = propose(workshop.proposals, loaded, workshop.practice, today)
    if proposed:
        loaded = workshop.cases.load(ref)
        workshop.cases.remember(loaded)
    return loaded, proposed


def build_case(
    workshop: Workshop,
    ref: CaseRef,
    today: date,
    elsewhere: Elsewhere,
    ready: Ready | None = None,
) -> tuple[CaseStatus, tuple[Made, ...], tuple[Proposed, ...]]:
    """Bring one case up to date.

    Nothing is made with a file that cannot be read, nor while it is not clear which
    files are right.
    """
    loaded = workshop.cases.load(ref)
    workshop.cases.remember(loaded)
    proposed: tuple[Proposed, ...] = ()
    shelf = workshop.shelf(ref)
    now = (workshop, loaded, today, elsewhere, shelf)
    if ready and not ready.basis.is_same(basis(*now)):
        ready = None
    if ready is None or ready.proposes:
        loaded, proposed = _proposed(workshop, loaded, today)
        ready = None if proposed else ready
    findings = (
        ready.findings
        if ready
        else check_loaded(loaded, workshop.practice, today, elsewhere)
    )
    if loaded.folder.unreadable or loaded.folder.mixed_up:
        made: tuple[Made, ...] = ()
        stands = _out_of_date(shelf)
    else:
        made = tuple(_documents(workshop, loaded, findings, shelf, today, ready))
        stands = (*(_stands(m) for m in made), *_waiting(workshop, shelf))
    given = frozenset(m.file for m in made if m.given)
    alarms = shelf.alarms(given, today)
    status = seen_in_case(workshop, loaded, findings, stands, today)
    status = replace(status, alarms=alarms)
    page = case_page(status, workshop.practice.organisation, today)
    job = page_job(workshop, ref, "case", "Case status", "case-status.html", page)
    return status, (*made, publish(job, shelf, today)), proposed


def _documents(
    workshop: Workshop,
    loaded: Loaded,
    findings: Sequence[Finding],
    shelf: Published,
    today: date,
    ready: Ready | None = None,
) -> Iterator[Made]:
    """Every document of a case; drafted only when what they are made from changed."""
    sealing = Sealing(workshop, loaded, findings, shelf, today)
    unchanged, settled = ready is None and sealing.holds(), True
    jobs: Iterable[Job] = ready.jobs if ready else ()
    if ready is None:
        jobs = case_jobs(workshop, loaded, findings, today, shelf.receipts())
    for job in jobs:
        made = publish(job, shelf, today, unchanged=unchanged)
        settled = settled and not made.problem
        settled = settled and made.written is not Written.OPEN_ELSEWHERE
        yield made
    if settled:
        sealing.renew()


def seen_in_case(
    workshop: Workshop,
    loaded: Loaded,
    findings: tuple[Finding, ...],
    stands: tuple[Stands, ...],
    today: date,
) -> CaseStatus:
    """Everything that the pages tell of one case; `stands` are its documents."""
    practice, folder = workshop.practice, loaded.folder
    calendar = practice.situation(folder, today).calendar
    due = due_items(folder, practice.organisation, calendar, today)
    answers = audit(folder, practice.organisation, findings, today)
    return CaseStatus(folder, findings, due, stands, answers)


def _out_of_date(shelf: Published) -> tuple[Stands, ...]:
    """The last good documents stay; the status page says they are out of date."""
    return tuple(
        Stands(receipt.name, receipt.name, OUT_OF_DATE)
        for receipt in shelf.receipts().values()
        if receipt.document.startswith("D")
    )


def _stands(made: Made) -> Stands:
    return Stands(made.title, made.file, OUT_OF_DATE if made.problem else made.standing)


def _waiting(workshop: Workshop, shelf: Published) -> Iterator[Stands]:
    """Documents that stand from before, whose template is broken."""
    broken = [b for b in workshop.blocked if not b.in_use.any]
    for receipt in shelf.receipts().values():
        if any(is_made_with(b.template, b.file, receipt.name) for b in broken):
            yield Stands(receipt.name, receipt.name, OUT_OF_DATE)


def _workspace(workshop: Workshop, whole: Whole, today: date) -> Iterator[Made]:
    shelf, sheets = workshop.shelf(GOVERNANCE), workshop.shelf(SUPERVISION)
    asked_for: set[str] = set()
    for job in workspace_jobs(workshop, whole, today):
        asked_for |= {job.file} if job.shelf else set()
        yield publish(job, sheets if job.shelf else shelf, today)
    for name in sheets.receipts().keys() - asked_for:
        sheets.put_away(name)  # the talk was held: nobody need find its sheet
    page = overview_page(
        whole.statuses,
        whole.shared,
        workshop.practice.organisation,
        today,
        workshop.blocked,
        whole.owed,
    )
    job = page_job(workshop, None, "overview", "Overview", "overview.html", page)
    yield publish(job, shelf, today)
