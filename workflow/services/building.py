"""Builds what is missing or out of date: read, check, draft, publish."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Protocol

from workflow.domain.alarms import Alarm
from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseRef
from workflow.domain.diary import DueItem, due_items
from workflow.domain.documents import is_made_with
from workflow.domain.errors import (
    CaseNotFound,
    CaseOutOfReach,
    FolderGone,
    WorkflowError,
    WorkspaceUnreachable,
)
from workflow.domain.findings import Finding, Severity
from workflow.domain.governance.counted import Asking
from workflow.domain.governance.extract import AtHand, Extract, extract
from workflow.domain.overview import HEADINGS, CaseStatus, case_page
from workflow.domain.overview import Standing as Stands
from workflow.domain.template_faults import Blocked
from workflow.services.checking import (
    Elsewhere,
    check_loaded,
    check_shared,
)
from workflow.services.crew import Alone, Crew
from workflow.services.drafting import (
    Job,
    Workshop,
    case_jobs,
    page_job,
)
from workflow.services.making_ready import Ready, basis
from workflow.services.making_room import make_room
from workflow.services.ports import Cases, Loaded, Published, Written
from workflow.services.proposing import Proposed, propose
from workflow.services.publishing import Documents, Made, publish, publish_all
from workflow.services.remembering import Memory
from workflow.services.sealing import Sealing
from workflow.services.troubles import concerns_all, explained
from workflow.services.whole_papers import WholePapers, asked_now, day_of

OUT_OF_DATE = "out of date"
PAGE = "case-status.html"


@dataclass(frozen=True)
class Trouble:
    """A case that could not be worked on, and why in plain words."""

    case: str
    why: str


@dataclass(frozen=True)
class BuildReport:
    """What a build did: documents made and kept, everything found, how cases stand.

    `shared` is what was found in files that belong to no case; `blocked` are the
    templates that are broken and what is used in their place. `proposed` are new files
    that it put into case folders for people to fill in; `owed` is what has a due date
    for the whole workspace; `troubles` are the cases that had to be left out.
    """

    documents: Documents
    shared: tuple[Finding, ...]
    cases: Mapping[CaseRef, AtHand]
    blocked: tuple[Blocked, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    owed: tuple[DueItem, ...] = ()
    troubles: tuple[Trouble, ...] = ()

    @property
    def made(self) -> Documents:
        """The documents that were made."""
        return self.documents.which(lambda d: bool(d.reason) and not d.problem)

    @property
    def kept(self) -> Documents:
        """The documents that were right as they stood."""
        return self.documents.which(lambda d: not d.reason)

    @property
    def found(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity, in cases and beside them."""
        counts = Counter(finding.severity for finding in self.shared)
        for known in self.cases.values():
            counts.update(dict(zip(HEADINGS, known.found, strict=True)))
        return counts

    @property
    def late(self) -> Iterator[DueItem]:
        """What is late, in cases and beside them."""
        yield from (item for known in self.cases.values() for item in known.late)
        yield from (item for item in self.owed if item.late)

    @property
    def alarms(self) -> tuple[tuple[str, Alarm], ...]:
        """What a lead should look at now, each with the reference of its case."""
        found = sorted(ref for ref, known in self.cases.items() if known.alarms)
        return tuple((ref, alarm) for ref in found for alarm in self.cases[ref].alarms)

    @property
    def waiting(self) -> Documents:
        """The documents that could not be made; what stood before still stands."""
        return self.documents.which(lambda d: bool(d.problem))


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
    memory: Memory | None = None,
    crew: Crew[MakingRoom] | None = None,
    *,
    whole: bool = True,
) -> BuildReport:
    """Bring the documents of these cases up to date.

    Those of the whole workspace too when these are all the cases there are, together
    with those that `memory` knows as they are: what tells of everything is never made
    from a part. A case that the drive denies is left out and told of. Raises the error
    that says so when the drive would take nothing at all. `crew` does the work on the
    cases. Without `whole` what tells of everything is left for another time.
    """
    if workshop.drive is not None:
        make_room(workshop.drive, refs)
    memory = Memory() if memory is None else memory
    documents = Documents()
    proposed: list[Proposed] = []
    troubles: list[Trouble] = []
    crew = crew or Alone(Bench(workshop, today, beside(workshop, memory, refs)))
    task = partial(_built, asking=_asking(workshop, refs, today))
    for ref, built in zip(refs, crew.each(task, refs), strict=True):
        if isinstance(built, Trouble):
            troubles.append(built)
            continue
        proposed.extend(built.proposed)
        memory.keep(built.kept)
        documents.extend(built.made)
        tell(ref)
    every = frozenset(workshop.cases.refs())
    for ref in memory.at_hand.keys() - every:
        memory.drop(ref)
    shared = tuple(check_shared(workshop.practice))
    owed: tuple[DueItem, ...] = ()
    if whole and every <= memory.at_hand.keys():
        papers = WholePapers(workshop, memory, today)
        documents.extend(papers.each())
        shared, owed = papers.shared, papers.owed
    return BuildReport(
        documents,
        shared,
        dict(memory.at_hand),
        workshop.blocked,
        tuple(proposed),
        owed,
        tuple(troubles),
    )


def _asking(workshop: Workshop, refs: tuple[CaseRef, ...], today: date) -> Asking:
    """What is asked of each case; nothing where no paper about all is to come."""
    if workshop.asked:
        return workshop.asked
    whole = frozenset(workshop.cases.refs()) <= frozenset(refs)
    return asked_now(workshop, today) if whole else Asking()


@dataclass(frozen=True)
class _Built:
    """What building the documents of one case gave, and what is kept of it."""

    kept: Extract
    made: tuple[Made, ...]
    proposed: tuple[Proposed, ...]


def _built(room: MakingRoom, ref: CaseRef, *, asking: Asking) -> _Built | Trouble:
    """Build one case; its content is let go, but for what papers about all ask."""
    shop = room.ready
    try:
        at = (shop, ref, room.today, room.elsewhere, room.made_ready.get(ref))
        status, made, proposed = build_case(*at)
    except (OSError, FolderGone, CaseNotFound) as error:
        return _trouble(shop.cases, ref, error)
    kept = extract(status, day_of(shop, asking, room.today))
    return _Built(kept, made, proposed)


def beside(workshop: Workshop, memory: Memory, refs: tuple[CaseRef, ...]) -> Elsewhere:
    """What cases that have changed may be compared with; `memory` knows others."""
    return Elsewhere(workshop.cases, memory.at_hand, frozenset(refs))


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
    status = seen_in_case(workshop, loaded, findings, (), today)
    if loaded.folder.unreadable or loaded.folder.mixed_up:
        made: tuple[Made, ...] = ()
        stands = _out_of_date(shelf)
    else:
        made = tuple(_documents(workshop, loaded, status, shelf, today, ready))
        documents = (_stands(m) for m in made if not _is_page(m))
        stands = (*documents, *_waiting(workshop, shelf))
    given = frozenset(m.file for m in made if m.given)
    status = replace(status, documents=stands, alarms=shelf.alarms(given, today))
    page = publish(_page(workshop, status, today), shelf, today)
    return status, _with_last(page, made), proposed


def _documents(
    workshop: Workshop,
    loaded: Loaded,
    status: CaseStatus,
    shelf: Published,
    today: date,
    ready: Ready | None = None,
) -> Iterator[Made]:
    """Every document of a case; drafted only when what they are made from changed.

    Where nothing was made yet the page about the case goes out with them.
    """
    findings = status.findings
    sealing = Sealing(workshop, loaded, findings, shelf, today)
    unchanged, settled = ready is None and sealing.holds(), True
    jobs: Iterable[Job] = ready.jobs if ready else ()
    if ready is None:
        jobs = case_jobs(workshop, loaded, findings, today, shelf.receipts())
    if not shelf.receipts():
        jobs = _with_page(jobs, workshop, status, today)
    for made in publish_all(jobs, shelf, today, unchanged=unchanged):
        waits = made.problem or made.written is Written.OPEN_ELSEWHERE
        settled = settled and (_is_page(made) or not waits)
        yield made
    if settled:
        sealing.renew()


def _with_page(
    jobs: Iterable[Job], workshop: Workshop, status: CaseStatus, today: date
) -> Iterator[Job]:
    """The documents of a case, and the page that says that they all stand.

    One that could not be put in place is told of on a page that is made after it.
    """
    every = []
    for job in jobs:
        every.append(job)
        yield job
    stands = tuple(Stands(job.title, job.file, job.standing) for job in every)
    yield _page(workshop, replace(status, documents=stands), today)


def _page(workshop: Workshop, status: CaseStatus, today: date) -> Job:
    """The page about one case."""
    page = case_page(status, workshop.practice.organisation, today)
    return page_job(workshop, status.folder.ref, "case", "Case status", PAGE, page)


def _is_page(made: Made) -> bool:
    return made.file == PAGE


def _with_last(page: Made, made: tuple[Made, ...]) -> tuple[Made, ...]:
    """What was made, with the page about the case as it was made last."""
    if page.reason is None and any(map(_is_page, made)):
        return made
    return (*(m for m in made if not _is_page(m)), page)


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
