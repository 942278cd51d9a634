"""Who does the work on many cases: this process, several, or a cluster."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from pathlib import Path

from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.crews.processes import Processes, cheap, cores
from workflow.adapters.drive_room import DriveRoom
from workflow.domain.case_folder import CaseRef
from workflow.domain.documents import Layout
from workflow.domain.errors import WorkflowError
from workflow.services.checking import Elsewhere, Practice
from workflow.services.crew import Crew
from workflow.services.drafting import Workshop
from workflow.services.making_ready import Ready, make_ready
from workflow.services.ports import TemplateHistory
from workflow.services.template_checking import vetted
from workflow.wiring.office import Office

HANDFUL = 24  # cases; for fewer a process that starts as a copy costs more than it does
HANDFUL_AFRESH = 150  # the same where a process has to start from nothing
FOR_A_CORE = 2  # processes that write; while one waits for the drive another works
MOST_WRITING = 8  # of them, where there are not as many cores: a drive is one


@dataclass(frozen=True)
class Hired:
    """Who is asked to work: so many processes (None: as it seems best), or a cluster.

    `on` is the address of its scheduler, "" for this computer. Whoever is `writing`
    waits for the drive at every file.
    """

    jobs: int | None = None
    on: str = ""
    writing: bool = False


def crew_for(
    office: Office, cases: int, hired: Hired, tell: Callable[[str], None]
) -> "Crew[Helper] | None":
    """Whoever works on so many cases; None when this process does it alone.

    `tell` hears when somebody who helped has died.
    """
    count = hired.jobs or as_best(cases, writing=hired.writing)
    if not hired.on and count == 1:
        return None
    opening = Opening(office.root, office.today, office.fence())
    if hired.on:
        from workflow.adapters.crews.cluster import Cluster  # noqa: PLC0415 - seldom

        return Cluster(opening, hired.on, tell)
    learn = partial(_learnt, office, opening.generation) if hired.writing else None
    return Processes(opening, count, tell, learn)


def as_best(cases: int, *, writing: bool) -> int:
    """How many processes do so many cases quickest."""
    if cases < (HANDFUL if cheap() else HANDFUL_AFRESH):
        return 1
    have = cores()
    return max(have, min(FOR_A_CORE * have, MOST_WRITING)) if writing else have


@dataclass(frozen=True)
class Opening:
    """Opens the office of a helper: the same workspace, day and generation."""

    root: Path
    today: date
    generation: int
    run: str = ""

    def __post_init__(self) -> None:
        """Make it the opening of this run and of no other."""
        object.__setattr__(self, "run", self.run or secrets.token_hex(8))

    def __call__(self) -> "Helper":
        """Open it; nothing is read yet."""
        lease = _Passed(self.generation)
        return Helper(Office(self.root, self.today, lease=lease))


@dataclass(frozen=True)
class Helper:
    """The office of a process that helps; it writes a log of its own.

    Templates were looked at before anybody was called: a helper puts none of their
    faults beside them, and keeps none as good.
    """

    office: Office
    made_ready: dict[CaseRef, Ready] = field(default_factory=dict)

    @property
    def cases(self) -> CaseFolders:
        """The cases."""
        return self.office.cases

    @property
    def practice(self) -> Practice:
        """How this provider works."""
        return self.office.practice

    @property
    def today(self) -> date:
        """The day it is."""
        return self.office.today

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """What a case may be compared with; read once in a run."""
        return Elsewhere(self.cases)

    @cached_property
    def ready(self) -> Workshop:
        """What building needs, with good templates only."""
        bench = self.office.bench
        return vetted(replace(bench, history=_Looking(bench.history)))

    def close(self) -> None:
        """Close the log."""
        self.office.close()


def _learnt(office: Office, generation: int, refs: tuple[CaseRef, ...]) -> Helper:
    """A helper with the settings of this office, who has seen how a case is made.

    Most of what a first case costs more than others (parts of the program that are
    loaded, templates and rules that are made ready) is then spent once for all helpers.
    A log is not opened: each copy begins its own.
    """
    own = Office(office.root, office.today, lease=_Passed(generation))
    workshop = replace(office.workshop, shelf=own.shelf)
    vars(own).update(practice=office.practice, workshop=workshop)
    helper = Helper(own)
    if DriveRoom(own.root).never_made(refs[:1]):  # else there may be nothing to make
        with suppress(WorkflowError, OSError):
            at = (refs[0], own.today, helper.elsewhere)
            ready = make_ready(helper.ready, *at)
            helper.made_ready.update({refs[0]: ready} if ready else {})
    return helper


@dataclass(frozen=True)
class _Passed:
    """The generation under which whoever called a helper publishes."""

    generation: int
    holder: str = ""

    def tend(self) -> bool:
        """See `WatcherLease`: the lease is not ours to look after."""
        return True

    def fence(self) -> int:
        """The generation to publish under."""
        return self.generation

    def end(self) -> None:
        """See `WatcherLease`."""


@dataclass(frozen=True)
class _Looking:
    """The good templates, for somebody who only looks."""

    history: TemplateHistory

    def known_good(
        self, name: str, layout: Layout, template: bytes, stamp: str
    ) -> bool:
        """See `TemplateHistory`."""
        return self.history.known_good(name, layout, template, stamp)

    def keep_good(self, name: str, layout: Layout, template: bytes, stamp: str) -> None:
        """Leave that to others."""

    def last_good(self, name: str, layout: Layout) -> bytes | None:
        """See `TemplateHistory`."""
        return self.history.last_good(name, layout)

    def show_faults(self, name: str, layout: Layout, copy: bytes | None) -> str:
        """Leave that to others."""
        del name, layout, copy
        return ""
