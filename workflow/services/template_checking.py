"""Checks the templates: their faults, the fields they use, what cases lack for them."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseRef, Filed
from workflow.domain.context import GAP, case_context
from workflow.domain.diary import due_items
from workflow.domain.documents import Each, LoadedType, Standing
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.evidence import Read
from workflow.domain.governance.example import example_around
from workflow.domain.governance.inspection import LEFT_OUT, Shown, inspection_pack
from workflow.domain.governance.papers import Around, governance_papers
from workflow.domain.overview import CaseStatus
from workflow.domain.records.base import Reader
from workflow.domain.records.closure import Closure
from workflow.domain.registers import public_figures, tender_context
from workflow.domain.specimen import Specimen, specimen
from workflow.domain.template_faults import Blocked, InUse, Looked, first_of
from workflow.domain.template_fields import Sight, Wall, emptied, sights, values
from workflow.services.drafting import (
    Whole,
    Workshop,
    about,
    case_jobs,
    governance_job,
    letter_context,
    workspace_jobs,
)
from workflow.services.ports import Lint, Loaded, TemplateHistory
from workflow.services.writing_out import example

LONG = timedelta(days=60)  # by then whatever was due is late
HELD = Finding("", Severity.ERROR, "words", None, Place(), holds=frozenset({"all"}))


@dataclass(frozen=True)
class Missing:
    """A field that a template needs and a case has not got: for which document."""

    case: str
    file: str
    path: str
    label: str


@dataclass(frozen=True)
class TemplateReport:
    """What checking one template found."""

    kind: LoadedType
    looked: Looked
    missing: tuple[Missing, ...]
    in_use: InUse
    annotated: str = ""


@dataclass(frozen=True)
class Bench:
    """All that looking at templates needs."""

    workshop: Workshop
    lint: Lint
    history: TemplateHistory
    today: date

    def look(self, kind: LoadedType) -> Looked:
        """Every fault of one template and every field it uses."""
        context = self.filled_in(kind)
        if context is None:
            return self.lint.look(kind.template, None)
        wall = Wall(kind.type.reader, sights(context), self._others)
        return self.lint.look(kind.template, wall, (context, emptied(context)))

    def filled_in(self, kind: LoadedType) -> Mapping[str, object] | None:
        """What a document of this kind is given when everything is written down."""
        if kind.type.each is Each.TENDER:
            return self._tender(kind)
        shop = replace(self._specimen_shop, types=(kind,))
        folder = self._specimen.folder
        if kind.type.each is Each.COMING_REVIEW:  # nobody is invited to a closed case
            folder = replace(folder, closure=Filed(folder.closure.file, Closure()))
        if kind.type.each is Each.AGREED_LETTER:
            ready, title = example(self.today), kind.type.title
            return letter_context(shop.practice, folder, title, ready, self.today)
        if kind.type.each is Each.INSPECTION:
            return self._inspection(kind)
        papers = governance_papers(kind.type, self._around(shop))
        if papers:
            reasons = ("words",)
            job = governance_job(shop, kind, papers[0], reasons, self.today)
            return job.context
        loaded = Loaded(folder)
        if kind.type.each in (Each.WORKSPACE, Each.PERSON_TOLD):
            told = kind.type.each is Each.PERSON_TOLD
            day = self.today + LONG if told else self.today
            whole = Whole((self._status(day),), (), (HELD,))
            jobs = workspace_jobs(shop, whole, day)
        else:
            jobs = case_jobs(shop, loaded, (HELD,), self.today)
        return next((job.context for job in jobs), None)

    def _around(self, shop: Workshop) -> Around:
        """What papers of governance are made of when everything is filled in."""
        practice, handbook = shop.practice, shop.handbook
        at = (practice.organisation, practice.calendar, self.today, handbook)
        return example_around(self._specimen.folder, *at)

    def _inspection(self, kind: LoadedType) -> Mapping[str, object]:
        """The inspection pack of the filled-in case, with what is left out."""
        folder, practice = self._specimen.folder, self._specimen_shop.practice
        answers = audit(folder, practice.organisation, (HELD,), self.today)
        shown = Shown(Read(folder, answers, (HELD,), Month(f"{self.today:%Y-%m}")))
        around = self._around(self._specimen_shop)
        samples = around.workspace.samplings
        said = inspection_pack((shown,), samples, practice.organisation)
        doc = about(kind.type.title, Standing.FINAL, (), self.today)
        return {**said, "left_out": list(LEFT_OUT), "doc": doc}

    def _tender(self, kind: LoadedType) -> Mapping[str, object]:
        tender, organisation = self._specimen.tender, self._specimen.organisation
        doc = about(kind.type.title, Standing.DRAFT, ("words",), self.today)
        figures = public_figures(tender, {}, organisation)
        return tender_context(tender, figures, organisation, doc)

    @cached_property
    def _specimen(self) -> Specimen:
        organisation = self.workshop.practice.organisation
        return specimen(organisation.timescales, self.today)

    @cached_property
    def _specimen_shop(self) -> Workshop:
        practice = self.workshop.practice
        full = replace(practice, organisation=self._specimen.organisation)
        return replace(self.workshop, practice=full)

    def _status(self, day: date) -> CaseStatus:
        """How the filled-in case stands on a day."""
        folder, practice = self._specimen.folder, self._specimen_shop.practice
        calendar = practice.situation(folder, day).calendar
        due = due_items(folder, practice.organisation, calendar, day)
        return CaseStatus(folder, (), due, (), None)

    @cached_property
    def _others(self) -> tuple[dict[str, Sight], ...]:
        """What any reader may see, to tell a field kept back from one that is not."""
        folder, practice = self._specimen.folder, self._specimen_shop.practice
        calendar = practice.situation(folder, self.today).calendar
        doc = about("", Standing.DRAFT, (), self.today)
        return tuple(
            sights(
                case_context(
                    folder,
                    practice.organisation,
                    calendar,
                    self.today,
                    reader,
                    doc,
                    folder.reviews[0],
                )
            )
            for reader in Reader
        )


def check_templates(
    bench: Bench, refs: Sequence[CaseRef], names: Sequence[str] = ()
) -> Iterator[TemplateReport]:
    """Check the templates named (all when none is), with a copy that shows the faults.

    `names` are folders (full-plan) or ids (D1).
    """
    for kind in bench.workshop.types:
        if names and kind.type.name not in names and kind.type.id not in names:
            continue
        looked = bench.look(kind)
        in_use = _in_use(bench, kind, looked)
        missing = tuple(_missing(bench, kind, looked, refs))
        yield TemplateReport(kind, looked, missing, in_use, _show(bench, kind, looked))


def vetted(bench: Bench) -> Workshop:
    """The workshop with only templates that are good.

    A broken one is replaced by the last good one of its document, or its document
    waits; `blocked` tells of it. One found good before is not looked at again.
    """
    types: list[LoadedType] = []
    blocked: list[Blocked] = []
    for kind in bench.workshop.types:
        looked = _unless_known(bench, kind)
        if not looked.errors:
            types.append(kind)
            continue
        in_use = _in_use(bench, kind, looked)
        good = bench.history.last_good(kind.type.name)
        if good is not None:
            types.append(LoadedType(kind.type, good, hashlib.sha256(good).hexdigest()))
        blocked.append(_blocked(kind, looked, in_use))
    return replace(bench.workshop, types=tuple(types), blocked=tuple(blocked))


def _unless_known(bench: Bench, kind: LoadedType) -> Looked:
    """Look at a template that is not known to be good, and remember a good one."""
    name, stamp = kind.type.name, _stamp(bench, kind)
    if bench.history.known_good(name, kind.template, stamp):
        bench.history.show_faults(name, None)
        return Looked()
    looked = bench.look(kind)
    if looked.errors:
        _show(bench, kind, looked)
    else:
        bench.history.keep_good(name, kind.template, stamp)
        bench.history.show_faults(name, None)
    return looked


def _show(bench: Bench, kind: LoadedType, looked: Looked) -> str:
    """Put the copy with comments beside the template; away when nothing is wrong."""
    copy = bench.lint.annotated(kind.template, looked.faults) if looked.faults else None
    return bench.history.show_faults(kind.type.name, copy)


def _stamp(bench: Bench, kind: LoadedType) -> str:
    """Changes with the template, its reader, what it is made for, and the check."""
    said = kind.type
    facts = (kind.sha, said.id, said.reader, said.each, bench.lint.version)
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()[:32]


def _in_use(bench: Bench, kind: LoadedType, looked: Looked) -> InUse:
    if not looked.errors:
        return InUse.THIS
    good = bench.history.last_good(kind.type.name)
    return InUse.NONE if good is None else InUse.LAST_GOOD


def _blocked(kind: LoadedType, looked: Looked, in_use: InUse) -> Blocked:
    return Blocked(
        kind.type.name,
        kind.type.title,
        kind.type.file_name,
        len(looked.errors),
        first_of(looked.errors),
        in_use,
    )


def _missing(
    bench: Bench, kind: LoadedType, looked: Looked, refs: Sequence[CaseRef]
) -> Iterator[Missing]:
    """The needed fields that a case has not got, for each of its documents."""
    if kind.type.each not in (Each.CASE, Each.HELD_REVIEW):
        return
    shop = replace(bench.workshop, types=(kind,))
    needed = [used for used in looked.uses if used.needed]
    for ref in refs:
        loaded = shop.cases.load(ref)
        if loaded.folder.unreadable:
            continue
        for job in case_jobs(shop, loaded, (), bench.today):
            for used in needed:
                if GAP in values(job.context, used.path):
                    yield Missing(ref, job.file, used.path, used.label)
