"""Makes the papers about all cases, from what is kept of each."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby, islice

from workflow.domain.case_parts import former_parts, in_parts
from workflow.domain.diary import DueItem, due_items
from workflow.domain.findings import Finding
from workflow.domain.governance.counted import Asking
from workflow.domain.governance.extract import (
    GLIMPSE,
    OVERVIEW,
    SPELL,
    Day,
    Extract,
    PartOfAll,
    answers,
    asked_again,
)
from workflow.domain.governance.papers import asking
from workflow.domain.making import pdf_of
from workflow.domain.overview import OVERVIEW_FILE, overview_page, overview_part
from workflow.domain.workspace import Workspace
from workflow.services.checking import check_around, check_shared
from workflow.services.drafting import (
    GOVERNANCE,
    SUPERVISION,
    Job,
    Whole,
    Workshop,
    page_job,
    workspace_jobs,
)
from workflow.services.publishing import Made, publish_all
from workflow.services.remembering import Memory, Packed
from workflow.services.reviewing import due_for_all

A_FEW = 8  # papers of a kind that are published at once; an edit waits for so many


def _alike(job: Job) -> tuple[str, ...]:
    """What papers that are published together have in common."""
    return (job.shelf, job.document, job.file if job.long else "")


def asked_now(workshop: Workshop, today: date) -> Asking:
    """What the papers about all cases ask of each case, as the shared files stand."""
    return _asking(workshop, _shared(workshop), today)


def _shared(workshop: Workshop) -> Workspace:
    return workshop.shared.read() if workshop.shared else Workspace()


def _asking(workshop: Workshop, workspace: Workspace, today: date) -> Asking:
    organisation = workshop.practice.organisation
    return asking(workspace, organisation, workshop.handbook, today)


def day_of(workshop: Workshop, asked: Asking, today: date) -> Day:
    """By what each case is extracted."""
    practice = workshop.practice
    return Day(practice.organisation, practice.calendar, today, asked)


@dataclass(frozen=True)
class WholePapers:
    """The papers about all cases on one day; `memory` knows every case there is.

    The shared files are read once. What of a case was never asked before is read now,
    and remembered. Cases that change meanwhile are told of as they stood.
    """

    workshop: Workshop
    memory: Memory
    today: date

    @cached_property
    def _workspace(self) -> Workspace:
        return _shared(self.workshop)

    @cached_property
    def day(self) -> Day:
        """The day, with the files that belong to no case."""
        workshop, workspace, today = self.workshop, self._workspace, self.today
        practice, asked = workshop.practice, _asking(workshop, workspace, today)
        at = (practice.organisation, practice.calendar, today)
        return Day(*at, asked, workspace)

    @cached_property
    def cases(self) -> Packed:
        """The cases, each asked what these papers ask."""
        asked, known = self.day.asking, self.memory.at_hand
        stale = {ref for ref in known if not answers(ref, known[ref], asked)}
        for case in self.memory.cases() if stale else ():
            if case.ref in stale:
                self.memory.keep(self._again(case))
        return self.memory.cases()

    def _again(self, case: Extract) -> Extract:
        folder = self.workshop.cases.load(case.ref).folder
        practice = self.workshop.practice
        calendar = practice.situation(folder, self.today).calendar
        due = due_items(folder, practice.organisation, calendar, self.today)
        return asked_again(case, folder, due, self.day)

    @cached_property
    def owed(self) -> tuple[DueItem, ...]:
        """What has a due date for the whole workspace."""
        spells, workshop = self.cases.each(SPELL), self.workshop
        return due_for_all(spells, workshop.practice, workshop.governance, self.today)

    @cached_property
    def shared(self) -> tuple[Finding, ...]:
        """What the provider's own files and the shared ones noticed."""
        return (*check_shared(self.workshop.practice), *self._around)

    @property
    def _around(self) -> Iterator[Finding]:
        """What the shared files lack; bids wait for their pack.

        A finding about a bid may name somebody, and pages of governance never do.
        """
        if self.workshop.shared is None:
            return
        practice = self.workshop.practice
        quiet = self._workspace.without_bids()
        seen = PartOfAll(self.cases, GLIMPSE)
        for finding in check_around(quiet, practice, seen, self.today):
            if not finding.place.file.startswith("tenders/"):
                yield finding

    def each(self) -> Iterator[Made]:
        """Make them, a few of a kind at once."""
        workshop, today = self.workshop, self.today
        shelf, sheets = workshop.shelf(GOVERNANCE), workshop.shelf(SUPERVISION)
        whole = Whole(self.cases, self.owed, self.shared, self.day)
        asked_for: set[str] = set()
        jobs = workspace_jobs(workshop, whole)
        for (elsewhere, *_), alike in groupby(jobs, _alike):
            at = (sheets if elsewhere else shelf, today)
            for made in publish_all(alike, *at, together=A_FEW):
                asked_for |= {made.file, pdf_of(made.file)} if elsewhere else set()
                yield made
        for name in sheets.receipts().keys() - asked_for:
            sheets.put_away(name)  # the talk was held: nobody need find its sheet
        yield from publish_all(self._pages(), shelf, today, together=1)

    def _pages(self) -> Iterator[Job]:
        """How everything stands: a page, or of very many cases several."""
        shelf, organisation = self.workshop.shelf(GOVERNANCE), self.day.organisation
        workshop, parts = self.workshop, in_parts(self.cases.refs)
        every = self.cases.each(OVERVIEW)
        for part in parts:
            some = tuple(islice(every, part.count))
            if part.number > 1:
                page = overview_part(some, part, organisation, self.today)
                at = ("overview_part", "Overview", part.file(OVERVIEW_FILE), page)
                yield page_job(workshop, None, *at)
        page = overview_page(
            self.cases.each(OVERVIEW),
            self.shared,
            organisation,
            self.today,
            workshop.blocked,
            self.owed,
            parts,
        )
        former = former_parts(OVERVIEW_FILE, shelf.receipts(), len(parts))
        at = ("overview", "Overview", OVERVIEW_FILE, page)
        yield replace(page_job(workshop, None, *at), instead_of=former)
