"""Builds what is missing or out of date: read, check, decide, make, publish."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.context import case_context, uk_date
from workflow.domain.diary import DueItem, due_items
from workflow.domain.documents import (
    Each,
    Layout,
    LoadedType,
    Standing,
    Subject,
    is_made_with,
    standing,
    text_size,
    title_of,
    wanted,
)
from workflow.domain.easy_words import in_easy_words
from workflow.domain.errors import TemplateFault
from workflow.domain.findings import Finding
from workflow.domain.help_card import help_card, wants_note
from workflow.domain.making import Reason, Receipt, pdf_of, reason_to_make
from workflow.domain.notices import (
    Notice,
    invitation,
    invited,
    notice_context,
    notices,
)
from workflow.domain.overview import CaseStatus, case_page, overview_page
from workflow.domain.overview import Standing as Stands
from workflow.domain.papers import Setting, paper_of, paper_subjects
from workflow.domain.records.base import Reader
from workflow.domain.registers import auditor_context, register_context
from workflow.domain.template_faults import Blocked
from workflow.services.checking import (
    Elsewhere,
    Practice,
    check_around,
    check_loaded,
    check_shared,
    seen_from,
)
from workflow.services.ports import (
    Cases,
    Charts,
    Governance,
    Loaded,
    Pages,
    Pictures,
    Proposals,
    Published,
    SharedFiles,
    Word,
    Written,
)
from workflow.services.proposing import Proposed, propose
from workflow.services.reviewing import due_for_all

VERSION = "1"
GOVERNANCE = "governance"
OUT_OF_DATE = "out of date"


@dataclass(frozen=True)
class Workshop:
    """All that building needs: the cases, the practice, the tools, the shelves."""

    cases: Cases
    practice: Practice
    types: tuple[LoadedType, ...]
    word: Word
    pages: Pages
    shelf: Callable[[str], Published]
    pictures: Callable[[str], Pictures]
    charts: Charts
    proposals: Proposals
    governance: Governance
    shared: SharedFiles | None = None
    blocked: tuple[Blocked, ...] = ()


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
    problem: str = ""


@dataclass(frozen=True)
class BuildReport:
    """What a build did: documents made and kept, everything found, how cases stand.

    `blocked` are the templates that are broken and what is used in their place.
    `proposed` are new files that it put into case folders for people to fill in;
    `owed` is what has a due date for the whole workspace.
    """

    documents: tuple[Made, ...]
    findings: tuple[Finding, ...]
    cases: tuple[CaseStatus, ...]
    blocked: tuple[Blocked, ...] = ()
    proposed: tuple[Proposed, ...] = ()
    owed: tuple[DueItem, ...] = ()

    @property
    def made(self) -> tuple[Made, ...]:
        """The documents that were made."""
        return tuple(d for d in self.documents if d.reason and not d.problem)

    @property
    def kept(self) -> tuple[Made, ...]:
        """The documents that were right as they stood."""
        return tuple(d for d in self.documents if not d.reason)

    @property
    def waiting(self) -> tuple[Made, ...]:
        """The documents that could not be made; what stood before still stands."""
        return tuple(d for d in self.documents if d.problem)


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
    elsewhere = Elsewhere(workshop.cases)
    for ref in refs:
        status, made, new = build_case(workshop, ref, today, elsewhere)
        proposed.extend(new)
        statuses.append(status)
        documents.extend(made)
        tell(ref)
    shared = (*check_shared(workshop.practice), *_governance(workshop, statuses, today))
    found = (*shared, *(f for status in statuses for f in status.findings))
    owed: tuple[DueItem, ...] = ()
    if set(workshop.cases.refs()) <= set(refs):
        folders = (status.folder for status in statuses)
        owed = due_for_all(folders, workshop.practice, workshop.governance, today)
        whole = Whole(tuple(statuses), owed, shared)
        documents.extend(_workspace(workshop, whole, today))
    return BuildReport(
        tuple(documents),
        found,
        tuple(statuses),
        workshop.blocked,
        tuple(proposed),
        owed,
    )


@dataclass(frozen=True)
class Whole:
    """All cases, what is owed beside them, what the provider's own files noticed."""

    statuses: tuple[CaseStatus, ...]
    owed: tuple[DueItem, ...]
    shared: tuple[Finding, ...]


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
    workshop: Workshop, ref: CaseRef, today: date, elsewhere: Elsewhere
) -> tuple[CaseStatus, tuple[Made, ...], tuple[Proposed, ...]]:
    """Bring one case up to date; with a file that cannot be read nothing is made."""
    loaded, proposed = _read(workshop, ref, today)
    findings = check_loaded(loaded, workshop.practice, today, elsewhere)
    shelf = workshop.shelf(ref)
    if loaded.folder.unreadable:
        made: tuple[Made, ...] = ()
        stands = _out_of_date(shelf)
    else:
        jobs = case_jobs(workshop, loaded, findings, today)
        made = tuple(_make(job, shelf) for job in jobs)
        stands = (*(_stands(m) for m in made), *_waiting(workshop, shelf))
    status = _status(workshop, loaded, findings, stands, today)
    page = case_page(status, workshop.practice.organisation, today)
    job = _page_job(workshop, ref, "case", "Case status", "case-status.html", page)
    return status, (*made, _make(job, shelf)), proposed


def case_jobs(
    workshop: Workshop, loaded: Loaded, findings: Sequence[Finding], today: date
) -> Iterator[Job]:
    """The Word documents a case should have, each with what its template sees."""
    setting = _setting(workshop, loaded.folder, today)
    folder, due = setting.folder, setting.due
    coming = invited(due, setting.calendar, today)
    for kind in workshop.types:
        papers = paper_subjects(kind.type, folder, due)
        for subject in (*wanted(kind.type, folder, coming), *papers):
            for layout in kind.layouts(folder):
                laid_out = subject.laid_out(layout)
                paper = _paper_job(workshop, setting, findings, kind, laid_out)
                yield paper or _word_job(
                    workshop, loaded, findings, today, kind, laid_out
                )
        if kind.type.each is Each.HELP_CARD and wants_note(folder):
            yield _note_job(workshop, folder, today)


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
    size = text_size(folder, subject.layout)
    doc = about(title, stands, reasons, today) | {"text_size": size}
    situation = practice.situation(folder, today)
    easy = subject.layout is Layout.EASY_READ
    context = case_context(
        in_easy_words(folder) if easy else folder,
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
    template, sha = kind.in_layout(subject.layout)
    if kind.type.each is Each.HELP_CARD:
        card = help_card(folder, practice.organisation)
        context["card"] = card.context() if card else {}
    if kind.type.reader is Reader.AUDITOR:
        answers = audit(folder, practice.organisation, findings, today)
        context |= auditor_context(folder, answers, practice.organisation, doc)

    pictures = workshop.pictures(folder.ref) if easy else None
    if pictures and pictures.shas:
        context["pictures"] = pictures.shas

    def fitted() -> bytes:
        """The template as this person needs it: their text size, their pictures."""
        if kind.type.reader is not Reader.PERSON:
            return template
        own = pictures.into(template) if pictures else template
        return workshop.word.resized(own, size)

    return Job(
        folder.ref,
        kind.type.id,
        title,
        subject.file_name,
        context,
        sha,
        stands.value,
        lambda: workshop.word.render(fitted(), context, kind.type.name),
    )


def _setting(workshop: Workshop, folder: CaseFolder, today: date) -> Setting:
    practice = workshop.practice
    calendar = practice.situation(folder, today).calendar
    due = due_items(folder, practice.organisation, calendar, today)
    return Setting(folder, practice.organisation, calendar, today, due)


def _paper_job(
    workshop: Workshop,
    setting: Setting,
    findings: Sequence[Finding],
    kind: LoadedType,
    subject: Subject,
) -> Job | None:
    """A paper of one review or note; None for a document of another kind."""
    easy = subject.layout is Layout.EASY_READ
    paper = paper_of(subject, setting, easy=easy)
    if paper is None:
        return None
    folder, title = setting.folder, title_of(kind.type, setting.folder)
    made_from = replace(kind.type, uses=(*kind.type.uses, *sorted(paper.files)))
    _, held = standing(made_from, paper.concern(findings), None)
    reasons = tuple(dict.fromkeys((*held, *paper.reasons)))
    stands = Standing.DRAFT if reasons else Standing.FINAL
    size = text_size(folder, subject.layout)
    doc = about(title, stands, reasons, setting.today) | {"text_size": size}
    context = paper.seen(doc)
    template, sha = kind.in_layout(subject.layout)
    pictures = workshop.pictures(folder.ref) if easy else None
    if pictures and pictures.shas:
        context["pictures"] = pictures.shas

    def fitted() -> bytes:
        """The template with its charts, or as this person needs it."""
        if kind.type.reader is not Reader.PERSON:
            return workshop.charts.into(template, paper.charts)
        own = pictures.into(template) if pictures else template
        return workshop.word.resized(own, size)

    return Job(
        folder.ref,
        kind.type.id,
        title,
        subject.file_name,
        context,
        sha,
        stands.value,
        lambda: workshop.word.render(fitted(), context, kind.type.name),
    )


def _note_job(workshop: Workshop, folder: CaseFolder, today: date) -> Job:
    """The words of the help card as plain text, for a phone."""
    card = help_card(folder, workshop.practice.organisation)
    note = card.note() if card else ""
    doc = about("My phone note", Standing.FINAL, (), today)
    context = {"doc": doc, "note": note}
    fill = note.encode
    stands = Standing.FINAL.value
    name = "My phone note.txt"
    return Job(folder.ref, "D4", str(doc["title"]), name, context, "", stands, fill)


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


def workspace_jobs(workshop: Workshop, whole: Whole, today: date) -> Iterator[Job]:
    """The Word documents about all cases together."""
    for kind in workshop.types:
        stands, reasons = standing(kind.type, whole.shared, None)
        doc = about(kind.type.title, stands, reasons, today)
        if kind.type.each is Each.WORKSPACE:
            yield _register_job(workshop, kind, whole, doc, today)
        if kind.type.each is Each.PERSON_TOLD:
            yield from _notice_jobs(workshop, kind, whole, doc, today)


def _workspace(workshop: Workshop, whole: Whole, today: date) -> Iterator[Made]:
    shelf = workshop.shelf(GOVERNANCE)
    for job in workspace_jobs(workshop, whole, today):
        yield _make(job, shelf)
    page = overview_page(
        whole.statuses,
        whole.shared,
        workshop.practice.organisation,
        today,
        workshop.blocked,
        whole.owed,
    )
    job = _page_job(workshop, None, "overview", "Overview", "overview.html", page)
    yield _make(job, shelf)


def _register_job(
    workshop: Workshop,
    kind: LoadedType,
    whole: Whole,
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
    whole: Whole,
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
    written, problem = Written.IDENTICAL, ""
    try:
        content = job.fill() if reason else b""
    except TemplateFault as fault:
        content, problem = b"", fault.fact
    if reason and not problem:
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
        if written is Written.UPDATED and pdf_of(job.file) in shelf.receipts():
            shelf.put_away(pdf_of(job.file))
    return Made(
        case=job.case,
        document=job.document,
        title=job.title,
        file=job.file,
        standing=job.standing,
        reason=reason,
        written=written,
        problem=problem,
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
