"""Checks the templates: their faults, the fields they use, what cases lack for them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from workflow.domain.auditor import audit
from workflow.domain.bidding.example import example_pack
from workflow.domain.case_folder import CaseRef, Filed
from workflow.domain.context import GAP, case_context
from workflow.domain.diary import due_items
from workflow.domain.documents import (
    DocumentType,
    Each,
    Layout,
    LoadedType,
    Standing,
    needing,
    template_file,
)
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.governance.assessment import example_assessment
from workflow.domain.governance.counted import Asking
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.evidence import Read
from workflow.domain.governance.example import example_around
from workflow.domain.governance.extract import Loose, extract
from workflow.domain.governance.inspection import LEFT_OUT, Shown, inspection_pack
from workflow.domain.governance.papers import Around, governance_papers
from workflow.domain.overview import CaseStatus
from workflow.domain.records.base import Reader
from workflow.domain.records.closure import Closure
from workflow.domain.retention import example_certificate
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
from workflow.services.whole_papers import day_of
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


@dataclass(frozen=True, eq=False)
class Sheet:
    """One template of a document type: that of one layout."""

    kind: LoadedType
    layout: Layout = Layout.STANDARD

    @property
    def template(self) -> bytes:
        """The Word file."""
        return self.kind.in_layout(self.layout)[0]

    @property
    def sha(self) -> str:
        """The hash of the Word file."""
        return self.kind.in_layout(self.layout)[1]

    @property
    def said(self) -> DocumentType:
        """What the document type says."""
        return self.kind.type


@dataclass(frozen=True)
class TemplateReport:
    """What checking one template found.

    `why_slow` is what in it keeps it from being made ready once and filled fast.
    """

    sheet: Sheet
    looked: Looked
    missing: tuple[Missing, ...]
    in_use: InUse
    annotated: str = ""
    why_slow: str = ""


@dataclass(frozen=True)
class Bench:
    """All that looking at templates needs."""

    workshop: Workshop
    lint: Lint
    history: TemplateHistory
    today: date

    def look(self, kind: LoadedType, layout: Layout = Layout.STANDARD) -> Looked:
        """Every fault of one template and every field it uses."""
        template, _ = kind.in_layout(layout)
        context = self.filled_in(kind, layout)
        if context is None:
            return self.lint.look(template, None)
        wall = Wall(kind.type.reader, sights(context), self._others)
        return self.lint.look(template, wall, (context, emptied(context)))

    def filled_in(
        self, kind: LoadedType, layout: Layout = Layout.STANDARD
    ) -> Mapping[str, object] | None:
        """What a document of this kind is given when everything is written down."""
        if kind.type.each is Each.TENDER:
            return self._tender(kind)
        shop = replace(self._specimen_shop, types=(kind,))
        folder = needing(self._specimen.folder, layout)
        if kind.type.each is Each.COMING_REVIEW:  # nobody is invited to a closed case
            folder = replace(folder, closure=Filed(folder.closure.file, Closure()))
        if kind.type.each is Each.AGREED_LETTER:
            ready, title = example(self.today), kind.type.title
            return letter_context(shop.practice, folder, title, ready, self.today)
        asked = self._asked_for(kind)
        if asked is not None:
            return asked
        papers = governance_papers(kind.type, self._around(shop))
        if papers:
            reasons = ("words",)
            job = governance_job(shop, kind, papers[-1], reasons, self.today)
            return job.context
        loaded = Loaded(folder)
        if kind.type.each in (Each.WORKSPACE, Each.PERSON_TOLD):
            told = kind.type.each is Each.PERSON_TOLD
            day = self.today + LONG if told else self.today
            by = day_of(shop, Asking(), day)
            kept = extract(self._status(day), by)
            jobs = workspace_jobs(shop, Whole(Loose((kept,)), (), (HELD,), by))
        else:
            jobs = case_jobs(shop, loaded, (HELD,), self.today)
        return next((job.context for job in jobs), None)

    def _asked_for(self, kind: LoadedType) -> Mapping[str, object] | None:
        """What a paper is given that a command of its own makes; None for others."""
        doc = about(kind.type.title, Standing.DRAFT, ("words",), self.today)
        if kind.type.each is Each.DESTRUCTION:
            return {**example_certificate(self.today), "doc": doc}
        if kind.type.each is Each.ASSESSMENT:
            return {**example_assessment(self._specimen.organisation), "doc": doc}
        return self._inspection(kind) if kind.type.each is Each.INSPECTION else None

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
        doc = about(kind.type.title, Standing.DRAFT, ("words",), self.today)
        return {**said, "left_out": list(LEFT_OUT), "doc": doc}

    def _tender(self, kind: LoadedType) -> Mapping[str, object]:
        tender, organisation = self._specimen.tender, self._specimen.organisation
        doc = about(kind.type.title, Standing.DRAFT, ("words",), self.today)
        return {**example_pack(tender, organisation), "doc": doc}

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


def sheets(kind: LoadedType) -> Iterator[Sheet]:
    """Every template that documents of a type are made with."""
    yield Sheet(kind)
    if kind.type.reader is Reader.PERSON:
        yield from (Sheet(kind, layout) for layout in kind.others)


def check_templates(
    bench: Bench, refs: Sequence[CaseRef], names: Sequence[str] = ()
) -> Iterator[TemplateReport]:
    """Check the templates named (all when none is), with a copy that shows the faults.

    `names` are folders (full-plan) or ids (D1).
    """
    kinds = tuple(
        kind
        for kind in bench.workshop.types
        if not names or kind.type.name in names or kind.type.id in names
    )
    every = [sheet for kind in kinds for sheet in sheets(kind)]
    looked = {sheet: bench.look(sheet.kind, sheet.layout) for sheet in every}
    missing = _missing(replace(bench.workshop, types=kinds), looked, refs, bench.today)
    for sheet, found in looked.items():
        yield TemplateReport(
            sheet,
            found,
            tuple(missing[_made_by(sheet)]),
            _in_use(bench, sheet, found),
            _show(bench, sheet, found),
            "" if found.errors else bench.lint.why_slow(sheet.template),
        )


def vetted(bench: Bench, *only: Each) -> Workshop:
    """The workshop with only templates that are good; with `only`, those for that.

    A broken one is replaced by the last good one of its document and layout, or what
    is made with it waits; `blocked` tells of it. One found good before is not looked
    at again.
    """
    types: list[LoadedType] = []
    blocked: list[Blocked] = []
    for kind in bench.workshop.types:
        if only and kind.type.each not in only:
            continue
        looked = {sheet: _unless_known(bench, sheet) for sheet in sheets(kind)}
        broken = {sheet: found for sheet, found in looked.items() if found.errors}
        blocked += (_blocked(bench, sheet, found) for sheet, found in broken.items())
        mended = _mended(bench, kind, broken)
        if len(mended.waiting) < len(looked):
            types.append(mended)
    return replace(bench.workshop, types=tuple(types), blocked=tuple(blocked))


def _mended(bench: Bench, kind: LoadedType, broken: Iterable[Sheet]) -> LoadedType:
    """The type with its last good templates; those without one are waiting."""
    for sheet in broken:
        good = bench.history.last_good(kind.type.name, sheet.layout)
        if good is None:
            kind = replace(kind, waiting=kind.waiting | {sheet.layout})
        elif sheet.layout is Layout.STANDARD:
            kind = replace(kind, template=good, sha=_sha(good))
        else:
            others = {**kind.others, sheet.layout: (good, _sha(good))}
            kind = replace(kind, others=others)
    return kind


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _unless_known(bench: Bench, sheet: Sheet) -> Looked:
    """Look at a template that is not known to be good, and remember a good one."""
    name, stamp = sheet.said.name, _stamp(bench, sheet)
    if bench.history.known_good(name, sheet.layout, sheet.template, stamp):
        bench.history.show_faults(name, sheet.layout, None)
        return Looked()
    looked = bench.look(sheet.kind, sheet.layout)
    if looked.errors:
        _show(bench, sheet, looked)
    else:
        bench.history.keep_good(name, sheet.layout, sheet.template, stamp)
        bench.history.show_faults(name, sheet.layout, None)
    return looked


def _show(bench: Bench, sheet: Sheet, looked: Looked) -> str:
    """Put the copy with comments beside the template; away when nothing is wrong."""
    faults = looked.faults
    copy = bench.lint.annotated(sheet.template, faults) if faults else None
    return bench.history.show_faults(sheet.said.name, sheet.layout, copy)


def _stamp(bench: Bench, sheet: Sheet) -> str:
    """Changes with the template, its reader, what it is made for, and the check."""
    said = sheet.said
    facts = (sheet.sha, said.id, said.reader, said.each, bench.lint.version)
    return _sha("\0".join(facts).encode())[:32]


def _in_use(bench: Bench, sheet: Sheet, looked: Looked) -> InUse:
    if not looked.errors:
        return InUse.THIS
    good = bench.history.last_good(sheet.said.name, sheet.layout)
    return InUse.NONE if good is None else InUse.LAST_GOOD


def _blocked(bench: Bench, sheet: Sheet, looked: Looked) -> Blocked:
    return Blocked(
        sheet.said.name,
        sheet.said.title,
        sheet.said.file_name,
        len(looked.errors),
        first_of(looked.errors),
        _in_use(bench, sheet, looked),
        f"templates/{sheet.said.name}/{template_file(sheet.layout)}",
    )


def _made_by(sheet: Sheet) -> tuple[str, str]:
    """How a job names the template it is made with."""
    return sheet.said.id, sheet.sha


def _missing(
    shop: Workshop,
    looked: Mapping[Sheet, Looked],
    refs: Sequence[CaseRef],
    today: date,
) -> Mapping[tuple[str, str], list[Missing]]:
    """The needed fields that cases have not got, for each document of each template."""
    needed = {
        _made_by(sheet): [used for used in found.uses if used.needed]
        for sheet, found in looked.items()
    }
    missing: dict[tuple[str, str], list[Missing]] = {key: [] for key in needed}
    for ref in refs:
        loaded = shop.cases.load(ref)
        if loaded.folder.unreadable:
            continue
        for job in case_jobs(shop, loaded, (), today):
            key = (job.document, job.template)
            missing.get(key, []).extend(
                Missing(ref, job.file, used.path, used.label)
                for used in needed.get(key, ())
                if GAP in values(job.context, used.path)
            )
    return missing
