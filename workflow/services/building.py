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
from workflow.domain.errors import LetterRefused, TemplateFault
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
from workflow.domain.records.base import Reader
from workflow.domain.registers import auditor_context, register_context
from workflow.domain.template_faults import Blocked
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
    Governance,
    Loaded,
    Pages,
    Pictures,
    Proposals,
    Published,
    SentRecords,
    SharedFiles,
    Word,
    Written,
)
from workflow.services.proposing import Proposed, propose
from workflow.services.reviewing import due_for_all
from workflow.services.writing_out import Prepared, allowed, prepare

VERSION = "1"
GOVERNANCE = "governance"
FROM_THE_DAY = ("made_on", "reply_by")  # these alone make nothing out of date
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
        made = tuple(_make(job, shelf, today) for job in jobs)
        stands = (*(_stands(m) for m in made), *_waiting(workshop, shelf))
    status = _status(workshop, loaded, findings, stands, today)
    page = case_page(status, workshop.practice.organisation, today)
    job = _page_job(workshop, ref, "case", "Case status", "case-status.html", page)
    return status, (*made, _make(job, shelf, today)), proposed


def case_jobs(
    workshop: Workshop, loaded: Loaded, findings: Sequence[Finding], today: date
) -> Iterator[Job]:
    """The Word documents a case should have, each with what its template sees."""
    practice, folder = workshop.practice, loaded.folder
    calendar = practice.situation(folder, today).calendar
    due = due_items(folder, practice.organisation, calendar, today)
    coming = invited(due, calendar, today)
    for kind in workshop.types:
        if kind.type.each is Each.AGREED_LETTER:
            made = workshop.shelf(folder.ref).receipts()
            for name in unsent(folder, kind.type.file_name, made):
                yield from letter_jobs(workshop, loaded, findings, kind, name, today)
        for subject in wanted(kind.type, folder, coming):
            for layout in kind.layouts(folder):
                laid_out = subject.laid_out(layout)
                yield _word_job(workshop, loaded, findings, today, kind, laid_out)
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
    if subject.coming:
        said = invitation(folder, practice.organisation, subject.coming)
        context["invitation"] = said
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
    folder, type_ = loaded.folder, kind.type
    ready = prepare(workshop.practice, folder, findings, type_, name, today)
    context = letter_context(workshop.practice, folder, type_.title, ready, today)
    stands = ready.standing.value
    fill = lambda: workshop.word.render(kind.template, context, type_.name)  # noqa: E731
    yield Job(folder.ref, type_.id, type_.title, name, context, kind.sha, stands, fill)
    note = ready.letter.note(folder.ref)
    title = "Note for staff: not to send"
    beside = note_name(name)
    said = {"note": note}
    yield Job(folder.ref, "note", title, beside, said, "", stands, note.encode)


def letter_context(
    practice: Practice, folder: CaseFolder, title: str, ready: Prepared, today: date
) -> dict[str, object]:
    """All that the template of a letter to a professional sees."""
    doc = about(title, ready.standing, ready.reasons, today)
    doc |= {"language": ENGLISH, "reply_by": uk_date(ready.reply_by)}
    doc |= {"data_version": str(folder.plan.record.version or "")}
    return {"doc": doc, **ready.context(practice, folder)}


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
    kind = next((k for k in workshop.types if k.type.each is Each.AGREED_LETTER), None)
    if kind is None:
        raise LetterRefused("its template is not right: run alongside template check")
    name = next_name(loaded.folder, kind.type.file_name, agreement)
    jobs = letter_jobs(workshop, loaded, findings, kind, name, today)
    made = tuple(_make(job, shelf, today, asked=True) for job in jobs)
    if problem := next((one.problem for one in made if one.problem), ""):
        raise LetterRefused(problem)
    return made


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
        Stands(receipt.name, receipt.name, OUT_OF_DATE)
        for receipt in shelf.receipts().values()
        if receipt.document.startswith("D")
    )


def _stands(made: Made) -> Stands:
    return Stands(made.title, made.file, OUT_OF_DATE if made.problem else made.standing)


def _waiting(workshop: Workshop, shelf: Published) -> Iterator[Stands]:
    """Documents that stand from before, whose template is broken."""
    names = [b.file.partition("{")[0] for b in workshop.blocked if not b.in_use.any]
    for receipt in shelf.receipts().values():
        if any(receipt.name.startswith(name) for name in names):
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
        yield _make(job, shelf, today)
    page = overview_page(
        whole.statuses,
        whole.shared,
        workshop.practice.organisation,
        today,
        workshop.blocked,
        whole.owed,
    )
    job = _page_job(workshop, None, "overview", "Overview", "overview.html", page)
    yield _make(job, shelf, today)


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
            made_on=today.isoformat(),
            tells=job.tells,
        )
        written = shelf.publish(receipt, content)
        if written is Written.UPDATED and pdf_of(job.file) in shelf.receipts():
            shelf.put_away(pdf_of(job.file))
    return Made(
        case=job.case,
        document=job.document,
        title=job.title,
        file=job.file,
        standing=stands,
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
        seen["doc"] = {k: v for k, v in doc.items() if k not in FROM_THE_DAY}
    text = json.dumps(seen, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
