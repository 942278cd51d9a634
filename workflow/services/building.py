"""Builds what is missing or out of date: read, check, decide, make, publish."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.context import case_context, uk_date
from workflow.domain.diary import due_items
from workflow.domain.documents import (
    DocumentType,
    Each,
    Layout,
    LoadedType,
    Standing,
    Subject,
    standing,
    text_size,
    title_of,
    wanted,
)
from workflow.domain.easy_words import in_easy_words
from workflow.domain.errors import LetterRefused
from workflow.domain.findings import Finding
from workflow.domain.help_card import help_card, wants_note
from workflow.domain.issued import Issue, days_given, issue, told_hash
from workflow.domain.languages import (
    ENGLISH,
    RIGHT_TO_LEFT,
    right_to_left_tag,
    text_language,
    to_translate_into,
)
from workflow.domain.letters_out import (
    agreement_of,
    next_name,
    note_name,
    sent_in,
    unsent,
)
from workflow.domain.letters_sent import sent_text
from workflow.domain.making import Reason, Receipt, reason_to_make
from workflow.domain.overview import CaseStatus, case_page, overview_page
from workflow.domain.overview import Standing as Stands
from workflow.domain.records.base import Reader
from workflow.domain.registers import auditor_context, register_context
from workflow.domain.then_and_now import then_and_now, what_stays
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
    Loaded,
    Pages,
    Pictures,
    Published,
    SentRecords,
    SharedFiles,
    Word,
    Written,
)
from workflow.services.writing_out import allowed, prepare

VERSION = "1"
GOVERNANCE = "governance"
FROM_THE_DAY = ("made_on", "reply_by")  # these alone make nothing out of date


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
    shared: SharedFiles | None = None


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
    """What a build did: documents made and kept, everything found, how cases stand."""

    documents: tuple[Made, ...]
    findings: tuple[Finding, ...]
    cases: tuple[CaseStatus, ...]

    @property
    def made(self) -> tuple[Made, ...]:
        """The documents that were made."""
        return tuple(d for d in self.documents if d.reason)


@dataclass(frozen=True)
class Job:
    """One document to make if what its template sees has changed.

    `tells` is the hash of what it tells, where that is known; one that is `kept` was
    given as it is, and is made only when it is not there any more.
    """

    case: str | None
    document: str
    title: str
    file: str
    context: Mapping[str, object]
    template: str
    standing: str
    fill: Callable[[], bytes]
    tells: str = ""
    kept: bool = False


def build(
    workshop: Workshop,
    refs: tuple[CaseRef, ...],
    today: date,
    tell: Callable[[str], None] = lambda _: None,
) -> BuildReport:
    """Bring the documents of these cases, and those of the workspace, up to date."""
    statuses: list[CaseStatus] = []
    documents: list[Made] = []
    elsewhere = Elsewhere(workshop.cases)
    for ref in refs:
        status, made = build_case(workshop, ref, today, elsewhere)
        statuses.append(status)
        documents.extend(made)
        tell(ref)
    shared = (*check_shared(workshop.practice), *_governance(workshop, statuses, today))
    found = (*shared, *(f for status in statuses for f in status.findings))
    documents.extend(_workspace(workshop, tuple(statuses), shared, today))
    return BuildReport(tuple(documents), found, tuple(statuses))


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


def build_case(
    workshop: Workshop, ref: CaseRef, today: date, elsewhere: Elsewhere
) -> tuple[CaseStatus, tuple[Made, ...]]:
    """Bring one case up to date; with a file that cannot be read nothing is made."""
    loaded = workshop.cases.load(ref)
    workshop.cases.remember(loaded)
    findings = check_loaded(loaded, workshop.practice, today, elsewhere)
    shelf = workshop.shelf(ref)
    if loaded.folder.unreadable:
        made: tuple[Made, ...] = ()
        stands = _out_of_date(shelf)
    else:
        jobs = case_jobs(workshop, loaded, findings, today)
        made = tuple(_make(job, shelf, today) for job in jobs)
        stands = tuple(Stands(m.title, m.file, m.standing) for m in made)
    status = _status(workshop, loaded, findings, stands, today)
    page = case_page(status, workshop.practice.organisation, today)
    job = _page_job(workshop, ref, "case", "Case status", "case-status.html", page)
    return status, (*made, _make(job, shelf, today))


def case_jobs(
    workshop: Workshop, loaded: Loaded, findings: Sequence[Finding], today: date
) -> Iterator[Job]:
    """The Word documents a case should have, each with what its template sees."""
    for kind in workshop.types:
        if kind.type.each is Each.AGREED_LETTER:
            made = workshop.shelf(loaded.folder.ref).receipts()
            for name in unsent(loaded.folder, kind.type.file_name, made):
                yield from letter_jobs(workshop, loaded, findings, kind, name, today)
        for subject in wanted(kind.type, loaded.folder):
            for layout in kind.layouts(loaded.folder):
                laid_out = subject.laid_out(layout)
                yield _word_job(workshop, loaded, findings, today, kind, laid_out)
    if wants_note(loaded.folder):
        yield _note_job(workshop, loaded.folder, today)


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
    tells, stood = _issue(workshop, folder, kind.type, subject)
    doc["replaces"] = uk_date(stood.replaces)
    if kind.type.reader is Reader.PERSON:
        known = practice.organisation.languages
        doc["language"] = text_language(folder, known).tag
        doc["right_to_left"] = right_to_left_tag(folder, known)
        doc["translate_into"] = to_translate_into(folder, known)
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
    template, sha = kind.in_layout(subject.layout)
    if kind.type.each is Each.HELP_CARD:
        card = help_card(folder, practice.organisation)
        context["card"] = card.context() if card else {}
    if subject.review:
        told = in_easy_words(folder) if easy else folder
        context["then_and_now"] = then_and_now(told, subject.review).context()
    if kind.type.each is Each.CLOSING:
        context["stays"] = list(what_stays(in_easy_words(folder) if easy else folder))
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
        stood.file_name,
        context,
        sha,
        stands.value,
        lambda: _spoken(
            workshop, workshop.word.render(fitted(), context, kind.type.name), context
        ),
        tells,
        stood.kept,
    )


def _spoken(workshop: Workshop, made: bytes, context: Mapping[str, object]) -> bytes:
    """A document marked with its language, where that is not simply English."""
    doc = context.get("doc")
    about_it = doc if isinstance(doc, dict) else {}
    tag = str(about_it.get("language", ENGLISH))
    said = json.dumps(context, ensure_ascii=False)
    if tag == ENGLISH and not RIGHT_TO_LEFT.search(said):
        return made
    return workshop.word.in_language(made, tag, str(about_it.get("right_to_left", "")))


def _issue(
    workshop: Workshop, folder: CaseFolder, kind: DocumentType, subject: Subject
) -> tuple[str, Issue]:
    """The hash of what a document tells, and under which name it is to stand."""
    if kind.given is None:
        return "", Issue(subject.file_name)
    organisation = workshop.practice.organisation
    tells = told_hash(kind.given, folder, organisation, subject.review)
    days = days_given(kind.given, folder, subject.review)
    receipts = workshop.shelf(folder.ref).receipts()
    return tells, issue(subject.file_name, receipts, days, tells)


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


def letter_jobs(
    workshop: Workshop,
    loaded: Loaded,
    findings: Sequence[Finding],
    kind: LoadedType,
    name: str,
    today: date,
) -> Iterator[Job]:
    """A letter to a professional, and the note for staff that stays beside it."""
    practice, folder, type_ = workshop.practice, loaded.folder, kind.type
    ready = prepare(practice, folder, findings, type_, name, today)
    doc = about(type_.title, ready.standing, ready.reasons, today)
    doc |= {"language": "en-GB", "reply_by": uk_date(ready.reply_by)}
    doc |= {"data_version": str(folder.plan.record.version or "")}
    context = {"doc": doc, **ready.context(practice, folder)}
    stands = ready.standing.value
    fill = lambda: workshop.word.render(kind.template, context, type_.name)  # noqa: E731
    yield Job(folder.ref, type_.id, type_.title, name, context, kind.sha, stands, fill)
    note = ready.letter.note(folder.ref)
    beside = note_name(name)
    title = "Note for staff: not to send"
    yield Job(
        folder.ref, "note", title, beside, {"note": note}, "", stands, note.encode
    )


def write_letter(
    workshop: Workshop, ref: CaseRef, agreement: str, today: date
) -> tuple[Made, ...]:
    """Make the letter under an agreement that somebody asked for, and its note.

    It stays up to date with every build until a record says that it was sent. Raises
    `LetterRefused` when nothing may be told under the agreement today.
    """
    loaded = workshop.cases.load(ref)
    allowed(workshop.practice, loaded.folder, agreement, today)
    findings = check_loaded(loaded, workshop.practice, today)
    shelf = workshop.shelf(ref)
    kinds = (k for k in workshop.types if k.type.each is Each.AGREED_LETTER)
    return tuple(
        _make(job, shelf, today, asked=True)
        for kind in kinds
        for name in (next_name(loaded.folder, kind.type.file_name, agreement),)
        for job in letter_jobs(workshop, loaded, findings, kind, name, today)
    )


def note_sent(
    workshop: Workshop, records: SentRecords, ref: CaseRef, file: str, today: date
) -> str:
    """Put the record of a letter that was sent into the case; its file.

    Empty when the record of the decision without agreement is to name the letter.
    Raises `LetterRefused` when there is no such letter, or a record names it already.
    """
    folder = workshop.cases.load(ref).folder
    kinds = [k.type for k in workshop.types if k.type.each is Each.AGREED_LETTER]
    kind = next((k for k in kinds if agreement_of(k.file_name, file)), None)
    if kind is None or file not in workshop.shelf(ref).receipts():
        raise LetterRefused("generated/ holds no letter with this name")
    if sent_in(folder, file):
        raise LetterRefused("a record says already that it was sent")
    findings = check_loaded(workshop.cases.load(ref), workshop.practice, today)
    ready = prepare(workshop.practice, folder, findings, kind, file, today)
    if ready.letter.permission.reasons:
        return ""
    return records.put(ref, today, sent_text(ref, ready.letter, today, ready.reply_by))


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


def _workspace(
    workshop: Workshop,
    statuses: tuple[CaseStatus, ...],
    shared: tuple[Finding, ...],
    today: date,
) -> Iterator[Made]:
    shelf = workshop.shelf(GOVERNANCE)
    organisation = workshop.practice.organisation
    for kind in workshop.types:
        if kind.type.each is Each.WORKSPACE:
            stands, reasons = standing(kind.type, shared, None)
            doc = about(kind.type.title, stands, reasons, today)
            job = _register_job(workshop, kind, statuses, doc, today)
            yield _make(job, shelf, today)
    page = overview_page(statuses, shared, organisation, today)
    job = _page_job(workshop, None, "overview", "Overview", "overview.html", page)
    yield _make(job, shelf, today)


def _register_job(
    workshop: Workshop,
    kind: LoadedType,
    statuses: tuple[CaseStatus, ...],
    doc: dict[str, object],
    today: date,
) -> Job:
    cases = tuple((s.folder, s.due) for s in statuses)
    context = register_context(cases, workshop.practice.organisation, doc, today)
    fill = lambda: workshop.word.render(kind.template, context, kind.type.name)  # noqa: E731
    stands = "draft" if doc["draft"] else "final"
    name = kind.type.file_name
    return Job(
        None, kind.type.id, kind.type.title, name, context, kind.sha, stands, fill
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


def _make(job: Job, shelf: Published, today: date, *, asked: bool = False) -> Made:
    """Make one document when there is a reason to; otherwise leave what stands.

    One that somebody asked for is made again, so that its days count from today.
    """
    seen = fingerprint(job.context)
    last = shelf.receipts().get(job.file)
    reason = reason_to_make(last, shelf.present(job.file), seen, job.template)
    reason = reason or (Reason.ASKED_FOR if asked else None)
    stands = job.standing
    if job.kept and last and reason is not Reason.GONE:
        reason, stands = None, last.standing
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
            made_on=today.isoformat(),
            tells=job.tells,
        )
        written = shelf.publish(receipt, content)
    return Made(job.case, job.document, job.title, job.file, stands, reason, written)


def fingerprint(context: Mapping[str, object]) -> str:
    """The hash of everything a template sees, but for the day the document is made."""
    seen = {key: value for key, value in context.items() if key != "made_on"}
    doc = seen.get("doc")
    if isinstance(doc, dict):
        seen["doc"] = {k: v for k, v in doc.items() if k not in FROM_THE_DAY}
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
