"""The papers of governance: which there should be today, and what each says.

D10, D11, D14, the register of limits and the lead's weekly note. Each is made of all
the cases together; only the words its reader may see leave here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from workflow.domain.anonymise import Identifier
from workflow.domain.diary import DueItem
from workflow.domain.documents import DocumentType, Each
from workflow.domain.findings import Finding, Severity
from workflow.domain.governance.counted import Asking, Counts
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.extract import (
    FIGURES,
    GLIMPSE,
    LEARNING,
    LIMITS,
    NAMES,
    NOTE,
    SHEETS,
    SUMMARY,
    Day,
    Extracts,
    Part,
)
from workflow.domain.governance.handbook import Framework, Handbook
from workflow.domain.governance.learning_log import learning_log
from workflow.domain.governance.limits import Drift, limits_register
from workflow.domain.governance.regulator import (
    Inspected,
    evidence_summary,
    measures_of,
    worth_showing,
)
from workflow.domain.governance.sampling_report import (
    Report,
    before,
    finished,
    readable,
    sampling_report,
    with_month,
)
from workflow.domain.governance.supervision_sheet import supervision_sheet, workers
from workflow.domain.governance.weekly_note import last_weeks, weekly_note
from workflow.domain.measures import Period
from workflow.domain.organisation import Organisation
from workflow.domain.records.vignette import Vignette
from workflow.domain.rhythm import months_after
from workflow.domain.rules.stories import against
from workflow.domain.rules.surroundings import Glimpse, Surroundings
from workflow.domain.vocabulary import Nation
from workflow.domain.workspace import Workspace

T = TypeVar("T")

SUPERVISION = "supervision"  # the kind of a due supervision talk
MONTHLY = ("TM12", "TM16")  # of the month of a sample
NEEDED = ("RES-01", "RES-02", "RES-03", "RES-05", "RES-06")
"""What keeps a limit from being justified and in date."""


@dataclass(frozen=True)
class Around:
    """All that the papers of governance are made of, on one day.

    `owed` is what has a due date for no case, `shared` what was found in files that
    belong to none.
    """

    cases: Extracts
    day: Day
    owed: tuple[DueItem, ...]
    shared: tuple[Finding, ...]
    handbook: Handbook = field(default_factory=Handbook)

    @property
    def workspace(self) -> Workspace:
        """The files that belong to no case."""
        return self.day.workspace

    @property
    def organisation(self) -> Organisation:
        """The provider."""
        return self.day.organisation

    @property
    def today(self) -> date:
        """The day it is."""
        return self.day.today

    @cached_property
    def counts(self) -> Counts:
        """What all the cases come to."""
        cases = zip(self.cases.refs, self.cases.each(FIGURES), strict=True)
        return Counts(cases, self.day.asking, self.day.facts)

    @cached_property
    def drift(self) -> tuple[Drift, ...]:
        """Every sign that a limit grew without a decision, in order of case."""
        every = self.cases.each(LIMITS)
        return tuple(one for limits in every for one in limits.drift)

    def people(self, refs: Iterable[str]) -> tuple[Identifier, ...]:
        """What points to the people of some sampled cases, each once.

        Raises `LookupError` for a case of which nobody asked that: nothing is printed
        rather than a name.
        """
        found: dict[Identifier, None] = {}
        for ref in sorted(set(refs) & self._refs):
            found |= dict.fromkeys(_known(ref, self._named.get(ref)))
        return tuple(found)

    @property
    def everybody(self) -> tuple[Identifier, ...]:
        """What points to the people of all cases, each once; see `people`."""
        found: dict[Identifier, None] = {}
        for ref, names in zip(self.cases.refs, self.cases.each(NAMES), strict=True):
            found |= dict.fromkeys(_known(ref, names))
        return tuple(found)

    @cached_property
    def _refs(self) -> frozenset[str]:
        return frozenset(self.cases.refs)

    @cached_property
    def _named(self) -> Mapping[str, tuple[Identifier, ...] | None]:
        """The people of the cases in samples."""
        items = (i for filed in self.workspace.samplings for i in filed.record.items)
        return _of(self.cases, NAMES, frozenset(item.case_ref or "" for item in items))

    @cached_property
    def told(self) -> Mapping[str, Glimpse]:
        """What is known of the cases that a bid tells a story of."""
        return _of(self.cases, GLIMPSE, self.day.asking.stories)


def _known(ref: str, names: tuple[Identifier, ...] | None) -> tuple[Identifier, ...]:
    if names is None:
        raise LookupError(ref)
    return names


def _of(cases: Extracts, part: Part[T], refs: frozenset[str]) -> dict[str, T]:
    """One part of some of the cases."""
    if not refs:
        return {}
    every = zip(cases.refs, cases.each(part), strict=True)
    return {ref: value for ref, value in every if ref in refs}


def asking(
    workspace: Workspace, organisation: Organisation, handbook: Handbook, today: date
) -> Asking:
    """What the papers of governance ask of each case.

    Of months those with a sample, and those of which one may be taken now.
    """
    named = [with_month(filed).record for filed in workspace.samplings]
    months = {sample.month or "" for sample in named if readable(sample.month)}
    first = today.replace(day=1)
    months |= {f"{day:%Y-%m}" for day in (months_after(first, -1), first)}
    spans = [Period(m.first, m.last) for m in map(Month, sorted(months))]
    monthly = [(name, span) for span in spans for name in MONTHLY]
    frameworks = (one for one, _ in _asked(organisation, handbook, today).values())
    return Asking(
        tuple(dict.fromkeys([*monthly, *measures_of(frameworks, today)])),
        frozenset(item.case_ref or "" for sample in named for item in sample.items),
        any(bid.vignettes for bid in workspace.bids),
        workspace.told,
    )


@dataclass(frozen=True)
class GovernancePaper:
    """One paper to have: its file, what its template sees, why it is not final.

    What stands under `late_now` changes by the day and alone never makes it anew.
    """

    file_name: str
    said: Mapping[str, object]
    reasons: tuple[str, ...] = ()


def governance_papers(
    kind: DocumentType, around: Around
) -> tuple[GovernancePaper, ...]:
    """The papers of a type that there should be; none for a type of another kind."""
    make = PAPERS.get(kind.each)
    return tuple(make(kind, around)) if make else ()


def _reports(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    """D11: one for each month that somebody has looked at."""
    samples = finished(around.workspace.samplings)
    for number, filed in enumerate(samples, start=1):
        sample = filed.record
        month = Month(sample.month or "")
        earlier = before((one.record for one in samples), sample)
        period = Period(month.first, month.last)
        counted = (around.counts.figure(name, period) for name in MONTHLY)
        report = Report(sample, earlier, *counted)
        known = around.people(report.cases)
        said = sampling_report(report, around.organisation, known)
        newest = number == len(samples)
        said["journal"] = around.workspace.seal_of(month.text)
        said["late_now"] = {"limits": _not_justified(around) if newest else []}
        errors = [f for f in around.shared if f.place.file == filed.file]
        reasons = [f.message for f in errors if f.severity is Severity.ERROR]
        yield GovernancePaper(
            kind.file_name.format(month=month.text), said, tuple(dict.fromkeys(reasons))
        )


def _not_justified(around: Around) -> list[dict[str, str]]:
    """Limits without a reason or out of date today, in any open case."""
    return [one.shown() for one in around.drift if one.rule in NEEDED]


def _sheets(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    """D10: one for everybody whose talk is due within four weeks, or late."""
    due = {
        item.source: (item.due_on, item.lead)
        for item in around.owed
        if item.kind == SUPERVISION
    }
    cases = filter(None, around.cases.each(SHEETS))
    talks = [filed.record for filed in around.workspace.supervisions]
    at = (around.organisation, around.today)
    for worker in workers(cases, talks, due, *at):
        said = supervision_sheet(worker, around.organisation, around.handbook)
        yield GovernancePaper(kind.file_name.format(who=worker.id), said)


def _summaries(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    """D14: one for each regulator that has questions for one of our services."""
    samples = tuple(one.record for one in finished(around.workspace.samplings))
    at = (around.organisation, around.handbook, around.today)
    sampled = around.day.asking.named
    for framework, services in _asked(*at).values():
        stories = _stories(around, services)
        every = around.cases.each(SUMMARY)
        ours = (case for case in every if case.service in services)
        looked = Inspected(
            framework,
            services,
            tuple(worth_showing(ours, sampled)),
            samples,
            stories,
            around.today,
            around.organisation,
            partial(around.counts.figure, services=services),
            lambda ref: around.people([ref]),
            around.everybody if stories else (),
        )
        name = kind.file_name.format(regulator=_plain(framework.short))
        yield GovernancePaper(name, evidence_summary(looked, around.organisation))


def _asked(
    organisation: Organisation, handbook: Handbook, today: date
) -> dict[str, tuple[Framework, tuple[str, ...]]]:
    """The frameworks in force for our services today, with those services."""
    provider = organisation.provider.record
    found: dict[str, tuple[Framework, tuple[str, ...]]] = {}
    for service in provider.services:
        nation = service.nation or Nation.ENGLAND
        own = provider.frameworks
        framework = handbook.in_force(own, nation, today)
        if framework and service.id:
            _, before_it = found.get(framework.id, (framework, ()))
            found[framework.id] = framework, (*before_it, service.id)
    return found


def _plain(name: str) -> str:
    """A regulator's name as part of a file name."""
    kept = "".join(c for c in name if c.isascii() and (c.isalnum() or c in " -"))
    return " ".join(kept.split()) or "regulator"


def _stories(around: Around, services: tuple[str, ...]) -> tuple[Vignette, ...]:
    """Stories that may be told today, in words that the person agreed to."""
    every = around.cases.each(SUMMARY) if around.workspace.told else ()
    ours = {case.ref for case in every if case.service in services}
    agreed = [
        filed.record
        for bid in around.workspace.bids
        for filed in bid.vignettes
        if filed.record.quotes_agreed
        and all(source.case in ours for source in filed.record.sources)
    ]
    return tuple(story for story in agreed if not _against(around, story))


def _against(around: Around, story: Vignette) -> str:
    """What speaks against telling a story today; empty when nothing does (TEN-01)."""
    sources = {source.case for source in story.sources}
    seen = tuple(case for ref, case in around.told.items() if ref in sources)
    at = (around.workspace, around.organisation, seen, around.today)
    _, why = against(Surroundings(*at), story)
    return why


def _limits(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    said = limits_register(around.cases.each(LIMITS), around.organisation)
    yield GovernancePaper(kind.file_name, said)


def _notes(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    """The note of the last whole week; those before stay as they are."""
    notes = [note for note in around.cases.each(NOTE) if note.records]
    said = weekly_note(notes, around.drift, around.organisation, around.today)
    week = last_weeks(around.today).last
    yield GovernancePaper(kind.file_name.format(week=week), said)


def _log(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    rows = (row for rows in around.cases.each(LEARNING) for row in rows)
    yield GovernancePaper(kind.file_name, learning_log(rows, around.organisation))


Make = Callable[[DocumentType, Around], Iterator[GovernancePaper]]
PAPERS: Mapping[Each, Make] = {
    Each.SAMPLE: _reports,
    Each.WORKER: _sheets,
    Each.REGULATOR: _summaries,
    Each.LIMITS: _limits,
    Each.WEEK: _notes,
    Each.LEARNING_LOG: _log,
}
