"""Builds what is missing or out of date: read, check, decide, make, publish."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.context import case_context, uk_date
from workflow.domain.diary import DueItem, due_items
from workflow.domain.documents import (
    Each,
    LoadedType,
    Standing,
    Subject,
    standing,
    title_of,
    wanted,
)
from workflow.domain.findings import Finding
from workflow.domain.making import Reason, Receipt, reason_to_make
from workflow.domain.notices import (
    Notice,
    invitation,
    invited,
    notice_context,
    notices,
)
from workflow.domain.overview import CaseStatus, case_page, overview_page
from workflow.domain.overview import Standing as Stands
from workflow.domain.records.base import Reader
from workflow.domain.registers import auditor_context, register_context
from workflow.services.checking import Practice, check_loaded, check_shared
from workflow.services.ports import (
    Cases,
    Governance,
    Loaded,
    Pages,
    Proposals,
    Published,
    Word,
    Written,
)
from workflow.services.proposing import Proposed, propose
from workflow.services.reviewing import due_for_all

VERSION = "1"
GOVERNANCE = "governance"


@dataclass(frozen=True)
class Workshop:
    """All that building needs: the cases, the practice, the tools, the shelves."""

    cases: Cases
    practice: Practice
    types: tuple[LoadedType, ...]
    word: Word
    pages: Pages
    shelf: Callable[[str], Published]
    proposals: Proposals
    governance: Governance


@dataclass(frozen=True)
class Made:
    """One document that was made, or stands as it was when `reason` is None."""

    case: str | None
    document: str
    title: str
    file: str
    standing: str
    reason: Reason | None
    written: Written


@dataclass(frozen=True)
class BuildReport:
    """What a build did: documents made and kept, everything found, how cases stand.

    `proposed` are new files that it put into case folders for people to fill in;
    `owed` is what has a due date for the whole workspace.
    """

    documents: tuple[Made, ...]
    findings: tuple[Finding, ...]
    cases: tuple[CaseStatus, ...]
    proposed: tuple[Proposed, ...] = ()
    owed: tuple[DueItem, ...] = ()

    @property
    def made(self) -> tuple[Made, ...]:
        """The documents that were made."""
        return tuple(d for d in self.documents if d.reason)


@dataclass(frozen=True)
class Job:
    """One document to make if what its template sees has changed."""

    case: str | None
    document: str
    title: str
    file: str
    context: Mapping[str, object]
    template: str
    standing: str
    fill: Callable[[], bytes]


def build(
    workshop: Workshop,
    refs: tuple[CaseRef, ...],
    today: date,
    tell: Callable[[str], None] = lambda _: None,
) -> BuildReport:
    """Bring the documents of these cases up to date.

    Those of the whole workspace too when these are all the cases there are: what tells
    of everything is never made from a part.
    """
    statuses: list[CaseStatus] = []
    documents: list[Made] = []
    proposed: list[Proposed] = []
    for ref in refs:
        status, made, new = build_case(workshop, ref, today)
        proposed.extend(new)
        statuses.append(status)
        documents.extend(made)
        tell(ref)
    shared = tuple(check_shared(workshop.practice))
    found = (*shared, *(f for status in statuses for f in status.findings))
    owed: tuple[DueItem, ...] = ()
    if set(workshop.cases.refs()) <= set(refs):
        folders = (status.folder for status in statuses)
        owed = due_for_all(folders, workshop.practice, workshop.governance, today)
        whole = _Whole(tuple(statuses), owed, shared)
        documents.extend(_workspace(workshop, whole, today))
    return BuildReport(tuple(documents), found, tuple(statuses), tuple(proposed), owed)


@dataclass(frozen=True)
class _Whole:
    """All cases, what is owed beside them, what the provider's own files noticed."""

    statuses: tuple[CaseStatus, ...]
    owed: tuple[DueItem, ...]
    shared: tuple[Finding, ...]


def _read(
    workshop: Workshop, ref: CaseRef, today: date
) -> tuple[Loaded, tuple[Proposed, ...]]:
    """One case, remembered, with the new files that its rhythm asked for in place."""
    loaded = workshop.cases.load(ref)
    workshop.cases.remember(loaded)
    proposed = propose(workshop.proposals, loaded, workshop.practice, today)
    if proposed:
        loaded = workshop.cases.load(ref)
        workshop.cases.remember(loaded)
    return loaded, proposed


def build_case(
    workshop: Workshop, ref: CaseRef, today: date
) -> tuple[CaseStatus, tuple[Made, ...], tuple[Proposed, ...]]:
    """Bring one case up to date; with a file that cannot be read nothing is made."""
    loaded, proposed = _read(workshop, ref, today)
    findings = check_loaded(loaded, workshop.practice, today)
    shelf = workshop.shelf(ref)
    if loaded.folder.unreadable:
        made: tuple[Made, ...] = ()
        stands = _out_of_date(shelf)
    else:
        jobs = case_jobs(workshop, loaded, findings, today)
        made = tuple(_make(job, shelf) for job in jobs)
        stands = tuple(Stands(m.title, m.file, m.standing) for m in made)
    status = _status(workshop, loaded, findings, stands, today)
    page = case_page(status, workshop.practice.organisation, today)
    job = _page_job(workshop, ref, "case", "Case status", "case-status.html", page)
    return status, (*made, _make(job, shelf)), proposed


def case_jobs(
    workshop: Workshop, loaded: Loaded, findings: Sequence[Finding], today: date
) -> Iterator[Job]:
    """The Word documents a case should have, each with what its template sees."""
    practice, folder = workshop.practice, loaded.folder
    calendar = practice.situation(folder, today).calendar
    due = due_items(folder, practice.organisation, calendar, today)
    coming = invited(due, calendar, today)
    for kind in workshop.types:
        for subject in wanted(kind.type, folder, coming):
            yield _word_job(workshop, loaded, findings, today, kind, subject)


def _word_job(
    workshop: Workshop,
    loaded: Loaded,
    findings: Sequence[Finding],
    today: date,
    kind: LoadedType,
    subject: Subject,
) -> Job:
    folder, practice = loaded.folder, workshop.practice
    review_file = subject.review.file if subject.review else None
    stands, reasons = standing(kind.type, findings, review_file)
    title = title_of(kind.type, folder)
    doc = about(title, stands, reasons, today)
    situation = practice.situation(folder, today)
    context = case_context(
        folder,
        practice.organisation,
        situation.calendar,
        today,
        kind.type.reader,
        doc,
        subject.review,
    )
    if subject.coming:
        said = invitation(folder, practice.organisation, subject.coming)
        context["invitation"] = said
    if kind.type.reader is Reader.AUDITOR:
        answers = audit(folder, practice.organisation, findings, today)
        context |= auditor_context(folder, answers, practice.organisation, doc)
    return Job(
        folder.ref,
        kind.type.id,
        title,
        subject.file_name,
        context,
        kind.sha,
        stands.value,
        lambda: workshop.word.render(kind.template, context, kind.type.name),
    )


def about(
    title: str, stands: Standing, reasons: Sequence[str], today: date
) -> dict[str, object]:
    """What a document says of itself; `made_on` alone never makes one out of date."""
    return {
        "title": title,
        "draft": stands is Standing.DRAFT,
        "reasons": list(reasons),
        "made_on": uk_date(today),
    }


def _status(
    workshop: Workshop,
    loaded: Loaded,
    findings: tuple[Finding, ...],
    stands: tuple[Stands, ...],
    today: date,
) -> CaseStatus:
    practice, folder = workshop.practice, loaded.folder
    calendar = practice.situation(folder, today).calendar
    due = due_items(folder, practice.organisation, calendar, today)
    answers = audit(folder, practice.organisation, findings, today)
    return CaseStatus(folder, findings, due, stands, answers)


def _out_of_date(shelf: Published) -> tuple[Stands, ...]:
    """The last good documents stay; the status page says they are out of date."""
    return tuple(
        Stands(receipt.name, receipt.name, "out of date")
        for receipt in shelf.receipts().values()
        if receipt.document.startswith("D")
    )


def _workspace(workshop: Workshop, whole: _Whole, today: date) -> Iterator[Made]:
    shelf = workshop.shelf(GOVERNANCE)
    for kind in workshop.types:
        stands, reasons = standing(kind.type, whole.shared, None)
        doc = about(kind.type.title, stands, reasons, today)
        if kind.type.each is Each.WORKSPACE:
            yield _make(_register_job(workshop, kind, whole, doc, today), shelf)
        if kind.type.each is Each.PERSON_TOLD:
            for job in _notice_jobs(workshop, kind, whole, doc, today):
                yield _make(job, shelf)
    organisation = workshop.practice.organisation
    page = overview_page(whole.statuses, whole.shared, organisation, today, whole.owed)
    job = _page_job(workshop, None, "overview", "Overview", "overview.html", page)
    yield _make(job, shelf)


def _register_job(
    workshop: Workshop,
    kind: LoadedType,
    whole: _Whole,
    doc: dict[str, object],
    today: date,
) -> Job:
    cases = tuple((s.folder, s.due) for s in whole.statuses)
    organisation = workshop.practice.organisation
    context = register_context(cases, organisation, doc, today, whole.owed)
    stands = "draft" if doc["draft"] else "final"
    return _shared_job(workshop, kind, kind.type.file_name, context, stands)


def _notice_jobs(
    workshop: Workshop,
    kind: LoadedType,
    whole: _Whole,
    doc: dict[str, object],
    today: date,
) -> Iterator[Job]:
    """A notice for everybody told of something late (brief 5.5).

    Whoever was told before, and has nothing late now, gets a notice that says so.
    """
    practice, receipts = workshop.practice, workshop.shelf(GOVERNANCE).receipts()
    cases: list[tuple[CaseFolder | None, Sequence[DueItem]]] = [(None, whole.owed)]
    cases += [(s.folder, s.due) for s in whole.statuses]
    told = notices(cases, practice.organisation, practice.calendar, today)
    now = {kind.type.file_name.format(who=notice.who): notice for notice in told}
    for member in practice.organisation.staff.record.staff:
        name = kind.type.file_name.format(who=member.id)
        if name in receipts and name not in now and member.id:
            now[name] = Notice(member.id, ())
    for name, notice in sorted(now.items()):
        context = notice_context(notice, practice.organisation, doc)
        yield _shared_job(workshop, kind, name, context, "final")


def _shared_job(
    workshop: Workshop,
    kind: LoadedType,
    name: str,
    context: Mapping[str, object],
    stands: str,
) -> Job:
    """One document of the whole workspace."""
    return Job(
        None,
        kind.type.id,
        kind.type.title,
        name,
        context,
        kind.sha,
        stands,
        lambda: workshop.word.render(kind.template, context, kind.type.name),
    )


def _page_job(
    workshop: Workshop,
    case: str | None,
    page: str,
    title: str,
    file: str,
    context: Mapping[str, object],
) -> Job:
    fill = lambda: workshop.pages.page(page, context)  # noqa: E731
    return Job(case, page, title, file, context, workshop.pages.version, "final", fill)


def _make(job: Job, shelf: Published) -> Made:
    """Make one document when there is a reason to; otherwise leave what stands."""
    seen = fingerprint(job.context)
    last = shelf.receipts().get(job.file)
    reason = reason_to_make(last, shelf.present(job.file), seen, job.template)
    written = Written.IDENTICAL
    if reason:
        content = job.fill()
        receipt = Receipt(
            name=job.file,
            sequence=last.sequence + 1 if last else 1,
            document=job.document,
            context=seen,
            template=job.template,
            content=hashlib.sha256(content).hexdigest(),
            version=VERSION,
            standing=job.standing,
        )
        written = shelf.publish(receipt, content)
    return Made(
        job.case, job.document, job.title, job.file, job.standing, reason, written
    )


def fingerprint(context: Mapping[str, object]) -> str:
    """The hash of everything a template sees, but for what each day alone changes."""
    daily = ("made_on", "late_now")
    seen = {key: value for key, value in context.items() if key not in daily}
    doc = seen.get("doc")
    if isinstance(doc, dict):
        seen["doc"] = {key: value for key, value in doc.items() if key != "made_on"}
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
