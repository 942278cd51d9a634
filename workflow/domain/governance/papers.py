"""The papers of governance: which there should be today, and what each says.

D10, D11, D14, the register of limits and the lead's weekly note. Each is made of all
the cases together; only the words its reader may see leave here.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.diary import DueItem
from workflow.domain.documents import DocumentType, Each
from workflow.domain.findings import Finding, Severity
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.handbook import Framework, Handbook
from workflow.domain.governance.learning_log import Notes, learning_log
from workflow.domain.governance.limits import drifted, limits_register
from workflow.domain.governance.regulator import Inspected, evidence_summary
from workflow.domain.governance.sampling_report import (
    Report,
    before,
    finished,
    sampling_report,
)
from workflow.domain.governance.supervision_sheet import (
    Case,
    supervision_sheet,
    workers,
)
from workflow.domain.governance.weekly_note import last_weeks, weekly_note
from workflow.domain.measures import Evidence, Period, measure
from workflow.domain.organisation import Organisation
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.vignette import Vignette
from workflow.domain.rules.stories import against
from workflow.domain.rules.surroundings import Surroundings, glimpse
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar
from workflow.domain.workspace import Workspace

SUPERVISION = "supervision"  # the kind of a due supervision talk
NEEDED = ("RES-01", "RES-02", "RES-03", "RES-05", "RES-06")
"""What keeps a limit from being justified and in date."""


@dataclass(frozen=True)
class Looked:
    """One case with everything found in it, and what is due in it."""

    folder: CaseFolder
    findings: tuple[Finding, ...]
    due: tuple[DueItem, ...] = ()


@dataclass(frozen=True)
class Around:
    """All that the papers of governance are made of, on one day.

    `owed` is what has a due date for no case, `shared` what was found in files that
    belong to none.
    """

    cases: tuple[Looked, ...]
    workspace: Workspace
    owed: tuple[DueItem, ...]
    shared: tuple[Finding, ...]
    organisation: Organisation
    calendar: Callable[[Nation], Calendar]
    today: date
    handbook: Handbook = field(default_factory=Handbook)

    @property
    def folders(self) -> tuple[CaseFolder, ...]:
        """The cases."""
        return tuple(case.folder for case in self.cases)

    def evidence(self, services: tuple[str, ...] = ()) -> Evidence:
        """What figures are counted from."""
        return Evidence(
            self.folders,
            self.organisation,
            self.calendar,
            self.today,
            services,
            self.workspace.samplings,
            self.workspace.supervisions,
            diaries={case.folder.ref: case.due for case in self.cases},
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
    samples = _readable(around)
    for number, (sample, file) in enumerate(samples, start=1):
        month = Month(sample.month or "")
        earlier = before((s for s, _ in samples), sample)
        period = Period(month.first, month.last)
        facts = around.evidence()
        counted = (measure(name, facts, period) for name in ("TM12", "TM16"))
        said = sampling_report(
            Report(sample, earlier, *counted), around.organisation, around.folders
        )
        newest = number == len(samples)
        said["journal"] = around.workspace.seal_of(month.text)
        said["late_now"] = {"limits": _not_justified(around) if newest else []}
        errors = [f for f in around.shared if f.place.file == file]
        reasons = [f.message for f in errors if f.severity is Severity.ERROR]
        yield GovernancePaper(
            kind.file_name.format(month=month.text), said, tuple(dict.fromkeys(reasons))
        )


def _readable(around: Around) -> tuple[tuple[Sampling, str], ...]:
    """The finished samples in order of month, each with its file."""
    named = [_named(filed) for filed in around.workspace.samplings]
    files = {id(sample): file for sample, file in named}
    return tuple((s, files[id(s)]) for s in finished(s for s, _ in named))


def _named(filed: Filed[Sampling]) -> tuple[Sampling, str]:
    """A sample with the month that its file name says, where it says none itself."""
    stem = filed.file.rpartition("/")[2].removesuffix(".yaml")
    month = filed.record.month or stem
    return filed.record.model_copy(update={"month": month}), filed.file


def _not_justified(around: Around) -> list[dict[str, str]]:
    """Limits without a reason or out of date today, in any open case."""
    checked = [
        (case.folder, [f for f in case.findings if f.rule in NEEDED])
        for case in around.cases
    ]
    return [drift.shown() for drift in drifted(checked, around.organisation)]


def _sheets(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    """D10: one for everybody whose talk is due within four weeks, or late."""
    due = {
        item.source: (item.due_on, item.lead)
        for item in around.owed
        if item.kind == SUPERVISION
    }
    cases = [
        Case(case.folder, case.findings) for case in around.cases if case.folder.is_open
    ]
    talks = [filed.record for filed in around.workspace.supervisions]
    at = (around.organisation, around.today)
    for worker in workers(cases, talks, due, *at):
        said = supervision_sheet(worker, around.organisation, around.handbook)
        yield GovernancePaper(kind.file_name.format(who=worker.id), said)


def _summaries(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    """D14: one for each regulator that has questions for one of our services."""
    samples = tuple(sample for sample, _ in _readable(around))
    for framework, services in _asked(around).values():
        looked = Inspected(
            framework,
            around.evidence(services),
            samples,
            _stories(around, services),
            around.today,
        )
        name = kind.file_name.format(regulator=_plain(framework.short))
        yield GovernancePaper(name, evidence_summary(looked, around.organisation))


def _asked(around: Around) -> dict[str, tuple[Framework, tuple[str, ...]]]:
    """The frameworks in force for our services today, with those services."""
    provider = around.organisation.provider.record
    found: dict[str, tuple[Framework, tuple[str, ...]]] = {}
    for service in provider.services:
        nation = service.nation or Nation.ENGLAND
        own = provider.frameworks
        framework = around.handbook.in_force(own, nation, around.today)
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
    ours = {
        folder.ref
        for folder in around.folders
        if folder.case.record.service_id in services
    }
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
    seen = tuple(
        glimpse(folder, around.organisation)
        for folder in around.folders
        if folder.ref in {source.case for source in story.sources}
    )
    at = (around.workspace, around.organisation, seen, around.today)
    _, why = against(Surroundings(*at), story)
    return why


def _limits(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    checked = [(case.folder, case.findings) for case in around.cases]
    said = limits_register(checked, around.organisation, around.today)
    yield GovernancePaper(kind.file_name, said)


def _notes(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    """The note of the last whole week; those before stay as they are."""
    checked = [(case.folder, case.findings) for case in around.cases]
    drift = drifted(checked, around.organisation)
    at = (around.organisation, around.today)
    said = weekly_note(around.folders, drift, *at)
    week = last_weeks(around.today).last
    yield GovernancePaper(kind.file_name.format(week=week), said)


def _log(kind: DocumentType, around: Around) -> Iterator[GovernancePaper]:
    notes = [Notes(case.folder, case.due) for case in around.cases]
    yield GovernancePaper(kind.file_name, learning_log(notes, around.organisation))


Make = Callable[[DocumentType, Around], Iterator[GovernancePaper]]
PAPERS: Mapping[Each, Make] = {
    Each.SAMPLE: _reports,
    Each.WORKER: _sheets,
    Each.REGULATOR: _summaries,
    Each.LIMITS: _limits,
    Each.WEEK: _notes,
    Each.LEARNING_LOG: _log,
}
