"""Drafts what each document is to say: one job for each that should stand."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from itertools import islice

from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseFolder
from workflow.domain.case_parts import former_parts, in_parts
from workflow.domain.context import document_context, uk_date
from workflow.domain.diary import DueItem, due_items
from workflow.domain.documents import (
    DocumentType,
    Each,
    Given,
    Layout,
    LoadedType,
    Standing,
    Subject,
    standing,
    text_size,
    title_of,
    wanted,
)
from workflow.domain.findings import Finding
from workflow.domain.governance.counted import Asking
from workflow.domain.governance.extract import LATE, REGISTER, Day, Extracts
from workflow.domain.governance.handbook import Handbook
from workflow.domain.governance.papers import (
    Around,
    GovernancePaper,
    governance_papers,
)
from workflow.domain.help_card import help_card, wants_note
from workflow.domain.issued import Issue, days_given, issue, never_given, told_hash
from workflow.domain.languages import (
    ENGLISH,
    right_to_left_tag,
    text_language,
    to_translate_into,
)
from workflow.domain.letters_out import note_name, unsent
from workflow.domain.look import Look
from workflow.domain.notices import (
    Notice,
    in_notices,
    invitation,
    invited,
    notice_context,
    notices,
)
from workflow.domain.organisation import Organisation
from workflow.domain.papers import Setting, paper_of, paper_subjects
from workflow.domain.ratings import Chart
from workflow.domain.records.base import Reader
from workflow.domain.registers import (
    auditor_context,
    register_context,
)
from workflow.domain.second_look import SecondLook, second_looks
from workflow.domain.shown_tree import Print
from workflow.domain.template_faults import Blocked
from workflow.domain.then_and_now import then_and_now, what_stays
from workflow.services.checking import Practice
from workflow.services.making_room import Drive
from workflow.services.ports import (
    Cases,
    Charts,
    Governance,
    Loaded,
    Pages,
    Pictures,
    Proposals,
    Published,
    Receipt,
    Seals,
    SharedFiles,
    Word,
)
from workflow.services.seen import printed
from workflow.services.writing_out import Prepared, prepare

GOVERNANCE = "governance"
SUPERVISION = "governance/supervision"  # what is about a worker lies with such notes


@dataclass(frozen=True)
class Workshop:
    """All that building needs: the cases, the practice, the tools, the shelves.

    `asked` is what papers about all cases ask of each, where that is known.
    """

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
    handbook: Handbook = field(default_factory=Handbook)
    seals: Seals | None = None
    blocked: tuple[Blocked, ...] = ()
    look: Look = field(default_factory=Look)
    drive: Drive | None = None
    asked: Asking | None = None

    @cached_property
    def second_looks(self) -> Mapping[str, SecondLook]:
        """What samplers saw of cases, as the samples stood when it was first asked."""
        return second_looks(self.governance.samplings.values())


@dataclass(frozen=True)
class Draft:
    """What a template sees, how the document stands, the charts drawn into it."""

    context: Mapping[str, object]
    standing: str
    charts: Sequence[Chart] = ()

    @cached_property
    def print(self) -> Print:
        """The hash of what the template sees."""
        return printed(self.context)


@dataclass(frozen=True)
class Job:
    """One document to make if what its template sees has changed.

    `draft` works that out when it is asked. `tells` is the hash of what it tells, where
    that is known; one that is `kept` was given as it is, and is made only when it is
    not there any more. `shelf` is where it is published when that is not with the other
    papers of its case or of governance. `instead_of` names what stands in layouts that
    the person needs no longer, or as parts of something that has fewer. One that is
    `long` is let go of before the next but one is made.
    """

    case: str | None
    document: str
    title: str
    file: str
    template: str
    draft: Callable[[], Draft]
    render: Callable[[Draft], bytes]
    tells: str = ""
    kept: bool = False
    shelf: str = ""
    instead_of: tuple[str, ...] = ()
    long: bool = False

    @property
    def context(self) -> Mapping[str, object]:
        """What the template sees."""
        return self.draft().context

    @property
    def print(self) -> Print:
        """The hash of what the template sees."""
        return self.draft().print

    @property
    def standing(self) -> str:
        """`draft` or `final`."""
        return self.draft().standing

    def fill(self) -> bytes:
        """The document."""
        return self.render(self.draft())


@dataclass(frozen=True)
class Whole:
    """What is kept of all cases, what is owed beside them, what shared files noticed.

    `day` says by what the cases were extracted, with the files that belong to none.
    """

    cases: Extracts
    owed: tuple[DueItem, ...]
    shared: tuple[Finding, ...]
    day: Day


def case_jobs(
    workshop: Workshop,
    loaded: Loaded,
    findings: Sequence[Finding],
    today: date,
    receipts: Mapping[str, Receipt] | None = None,
) -> Iterator[Job]:
    """The Word documents a case should have, each with what its template sees.

    `receipts` are of what was made for the case before; without them they are read.
    """
    setting = _setting(workshop, loaded.folder, today)
    folder, due = setting.folder, setting.due
    coming = invited(due, setting.calendar, today)
    receipts = receipts or workshop.shelf(folder.ref).receipts()
    issues = _Issues(folder, setting.organisation, receipts)
    for kind in workshop.types:
        papers = paper_subjects(kind.type, folder, due)
        for subject in (*wanted(kind.type, folder, coming), *papers):
            former = issues.former(kind, subject)
            for layout in kind.layouts(folder):
                laid_out = subject.laid_out(layout)
                named = issues.of(kind.type, laid_out)
                at = (workshop, setting, findings, kind, laid_out, named)
                yield replace(_word_job(*at), instead_of=former)
        if kind.type.each is Each.AGREED_LETTER:
            for name in unsent(folder, kind.type.file_name, receipts):
                yield from letter_jobs(workshop, loaded, findings, kind, name, today)
        if kind.type.each is Each.HELP_CARD and wants_note(folder):
            yield _note_job(workshop, folder, today)


def review_letters(
    workshop: Workshop,
    loaded: Loaded,
    findings: Sequence[Finding],
    file: str,
    today: date,
) -> Iterator[tuple[Layout, Job]]:
    """The letter to the person about the review in `file`, in each layout they need."""
    setting = _setting(workshop, loaded.folder, today)
    kinds = (k for k in workshop.types if k.type.each is Each.HELD_REVIEW)
    for kind in kinds:
        for subject in wanted(kind.type, setting.folder):
            if subject.review and subject.review.file == file:
                for layout in kind.layouts(setting.folder):
                    laid_out = subject.laid_out(layout)
                    named = _Named(Issue(laid_out.file_name))
                    at = (workshop, setting, findings, kind, laid_out, named)
                    yield layout, _word_job(*at)


def _word_job(
    workshop: Workshop,
    setting: Setting,
    findings: Sequence[Finding],
    kind: LoadedType,
    subject: Subject,
    named: "_Named",
) -> Job:
    """A document or a paper of the case, as its reader needs it.

    The person's own have their text size and their pictures; others' charts.
    """
    folder, size = setting.folder, text_size(setting.folder, subject.layout)
    template, sha = kind.in_layout(subject.layout)
    own = subject.layout is Layout.EASY_READ
    pictures = workshop.pictures(folder.ref) if own else None

    @cache
    def draft() -> Draft:
        drafted = _paper(setting, findings, kind, subject)
        replaces = named.issue.replaces
        drafted = drafted or _document(setting, findings, kind, subject, replaces)
        if pictures and pictures.shas:
            context = {**drafted.context, "pictures": pictures.shas}
            return replace(drafted, context=context)
        return drafted

    def render(drafted: Draft) -> bytes:
        fitted = workshop.charts.into(template, drafted.charts)
        fitted = pictures.into(fitted) if pictures else fitted
        if kind.type.reader is Reader.PERSON and kind.type.each is not Each.HELP_CARD:
            fitted = workshop.word.resized(fitted, size)  # a card has no room to grow
        made = workshop.word.render(fitted, drafted.context, kind.type.name)
        made = _spoken(workshop, made, drafted)
        return _headed(workshop, kind, made, drafted.context)

    return Job(
        case=folder.ref,
        document=kind.type.id,
        title=title_of(kind.type, folder),
        file=named.issue.file_name,
        template=_with_look(workshop, kind, sha),
        draft=draft,
        render=render,
        tells=named.tells,
        kept=named.issue.kept,
    )


LETTERS = (Reader.PERSON, Reader.PROFESSIONAL)
"""Who gets paper with the provider's logo; a card for a pocket has no room for it."""


def _headed(
    workshop: Workshop, kind: LoadedType, made: bytes, context: Mapping[str, object]
) -> bytes:
    """A letter with the provider's logo, but where others could find it (brief 5.0)."""
    look = workshop.look
    if not _has_logo(workshop, kind) or _could_be_found(kind, context):
        return made
    return workshop.word.with_logo(made, look.logo, look.words)


def _could_be_found(kind: LoadedType, context: Mapping[str, object]) -> bool:
    """Whether a paper must not show who it is from; also when nothing is said of it."""
    if kind.type.reader is not Reader.PERSON:
        return False
    doc = context.get("doc")
    said = [context.get("discreet")]
    said.append(doc.get("discreet") if isinstance(doc, dict) else None)
    return any(said) or all(one is None for one in said)


def _has_logo(workshop: Workshop, kind: LoadedType) -> bool:
    letter = kind.type.reader in LETTERS and kind.type.each is not Each.HELP_CARD
    return bool(workshop.look.logo) and letter


def _with_look(workshop: Workshop, kind: LoadedType, sha: str) -> str:
    """The hash of a template with the logo that is put on it, where one is."""
    if not _has_logo(workshop, kind):
        return sha
    return sha256(sha.encode() + workshop.look.logo).hexdigest()


def _document(
    setting: Setting,
    findings: Sequence[Finding],
    kind: LoadedType,
    subject: Subject,
    replaces: date | None,
) -> Draft:
    """A document about the case as it stands, or about one review."""
    review_file = subject.review.file if subject.review else None
    stands, reasons = standing(kind.type, findings, review_file)
    doc = _of_itself(setting, kind, subject, stands, reasons)
    doc["replaces"] = uk_date(replaces)
    return Draft(_seen(setting, findings, kind, subject, doc), stands.value)


def _paper(
    setting: Setting, findings: Sequence[Finding], kind: LoadedType, subject: Subject
) -> Draft | None:
    """A paper of one review or note; None for a document of another kind."""
    paper = paper_of(subject, setting, easy=subject.layout is Layout.EASY_READ)
    if paper is None:
        return None
    made_from = replace(kind.type, uses=(*kind.type.uses, *sorted(paper.files)))
    _, held = standing(made_from, paper.concern(findings), None)
    reasons = tuple(dict.fromkeys((*held, *paper.reasons)))
    stands = Standing.DRAFT if reasons else Standing.FINAL
    context = paper.seen(_of_itself(setting, kind, subject, stands, reasons))
    return Draft(context, stands.value, paper.charts)


def _of_itself(
    setting: Setting,
    kind: LoadedType,
    subject: Subject,
    stands: Standing,
    reasons: Sequence[str],
) -> dict[str, object]:
    """What a document of the case says of itself; the person's in their language."""
    folder, known = setting.folder, setting.organisation.languages
    doc = about(title_of(kind.type, folder), stands, reasons, setting.today)
    if kind.type.reader is Reader.PERSON:
        doc["text_size"] = text_size(folder, subject.layout)
        doc["language"] = text_language(folder, known).tag
        doc["right_to_left"] = right_to_left_tag(folder, known)
        doc["translate_into"] = to_translate_into(folder, known)
    return doc


def _seen(
    setting: Setting,
    findings: Sequence[Finding],
    kind: LoadedType,
    subject: Subject,
    doc: dict[str, object],
) -> dict[str, object]:
    """All that the template of a document of the case sees."""
    organisation, today = setting.organisation, setting.today
    folder = setting.folder
    easy = subject.layout is Layout.EASY_READ
    told = setting.easy if easy else folder
    reader = kind.type.reader
    view = setting.view(reader, easy=easy)
    context = document_context(view, told, organisation, reader, doc, subject.review)
    if subject.coming:
        context["invitation"] = invitation(folder, organisation, subject.coming)
    if kind.type.each is Each.HELP_CARD:
        card = help_card(folder, organisation)
        context["card"] = card.context() if card else {}
    if subject.review:
        context["then_and_now"] = then_and_now(told, subject.review).context()
    if kind.type.each is Each.CLOSING:
        context["stays"] = list(what_stays(told))
    if reader is Reader.AUDITOR:
        answers = audit(folder, organisation, findings, today)
        at = (folder, answers, organisation, doc, setting.second)
        context |= auditor_context(*at)
    return context


def _setting(workshop: Workshop, folder: CaseFolder, today: date) -> Setting:
    practice = workshop.practice
    calendar = practice.situation(folder, today).calendar
    due = due_items(folder, practice.organisation, calendar, today)
    second = workshop.second_looks.get(folder.ref)
    return Setting(folder, practice.organisation, calendar, today, due, second)


def _spoken(workshop: Workshop, made: bytes, drafted: Draft) -> bytes:
    """A document marked with its language, where that is not simply English."""
    doc = drafted.context.get("doc")
    about_it = doc if isinstance(doc, dict) else {}
    tag = str(about_it.get("language", ENGLISH))
    if tag == ENGLISH and not drafted.print.turned:
        return made
    return workshop.word.in_language(made, tag, str(about_it.get("right_to_left", "")))


@dataclass(frozen=True)
class _Named:
    """Under which name a document is to stand, and the hash of what it tells."""

    issue: Issue
    tells: str = ""


@dataclass(frozen=True)
class _Issues:
    """The versions of what is given to the person; what each tells is worked out once.

    `receipts` are of what was made for the case before.
    """

    folder: CaseFolder
    organisation: Organisation
    receipts: Mapping[str, Receipt]

    def of(self, kind: DocumentType, subject: Subject) -> _Named:
        """The name of one document."""
        if kind.given is None:
            return _Named(Issue(subject.file_name))
        about = kind.given, subject.review.file if subject.review else ""
        if about not in self._told:
            at = (kind.given, self.folder, self.organisation, subject.review)
            self._told[about] = told_hash(*at)
        tells = self._told[about]
        days = days_given(kind.given, self.folder, subject.review)
        return _Named(issue(subject.file_name, self.receipts, days, tells), tells)

    def former(self, kind: LoadedType, subject: Subject) -> tuple[str, ...]:
        """What stands in layouts that the person needs no longer, and never got.

        One whose template is broken is needed all the same.
        """
        if not self.receipts:
            return ()
        needed = {*kind.layouts(self.folder), *kind.waiting}
        given = kind.type.given
        days = days_given(given, self.folder, subject.review) if given else ()
        names = (subject.laid_out(n).file_name for n in Layout if n not in needed)
        return tuple(n for f in names for n in never_given(f, self.receipts, days))

    @cached_property
    def _told(self) -> dict[tuple[Given, str], str]:
        return {}


def _note_job(workshop: Workshop, folder: CaseFolder, today: date) -> Job:
    """The words of the help card as plain text, for a phone."""
    card = help_card(folder, workshop.practice.organisation)
    note = card.note() if card else ""
    title, name = "My phone note", "My phone note.txt"
    context = {"doc": about(title, Standing.FINAL, (), today), "note": note}
    draft = _ready(context, Standing.FINAL.value)
    return _plain_job(folder.ref, "D4", title, name, draft)


def _plain_job(
    case: str, document: str, title: str, name: str, draft: Callable[[], Draft]
) -> Job:
    """A document that is nothing but the words of its `note`."""
    words = lambda drafted: str(drafted.context["note"]).encode()  # noqa: E731
    return Job(case, document, title, name, "", draft, words)


def letter_jobs(
    workshop: Workshop,
    loaded: Loaded,
    findings: Sequence[Finding],
    kind: LoadedType,
    name: str,
    today: date,
) -> Iterator[Job]:
    """A letter to a professional, and the note for staff that stays beside it."""
    folder, practice = loaded.folder, workshop.practice

    @cache
    def ready() -> Prepared:
        return prepare(practice, folder, findings, kind.type, name, today)

    def letter() -> Draft:
        context = letter_context(practice, folder, kind.type.title, ready(), today)
        return Draft(context, ready().standing.value)

    def note() -> Draft:
        words = {"note": ready().letter.note(folder.ref)}
        return Draft(words, ready().standing.value)

    yield _simple_job(workshop, folder.ref, kind, name, letter)
    title = "Note for staff: not to send"
    yield _plain_job(folder.ref, "note", title, note_name(name), note)


def letter_context(
    practice: Practice, folder: CaseFolder, title: str, ready: Prepared, today: date
) -> dict[str, object]:
    """All that the template of a letter to a professional sees."""
    doc = about(title, ready.standing, ready.reasons, today)
    doc |= {"language": ENGLISH, "reply_by": uk_date(ready.reply_by)}
    doc |= {"data_version": str(folder.plan.record.version or "")}
    return {"doc": doc, **ready.context(practice, folder)}


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


def workspace_jobs(workshop: Workshop, whole: Whole) -> Iterator[Job]:
    """The Word documents about all cases together."""
    today = whole.day.today
    around = Around(whole.cases, whole.day, whole.owed, whole.shared, workshop.handbook)
    for kind in workshop.types:
        stands, reasons = standing(kind.type, whole.shared, None)
        doc = about(kind.type.title, stands, reasons, today)
        if kind.type.each is Each.WORKSPACE:
            yield from _register_jobs(workshop, kind, whole, doc)
        if kind.type.each is Each.PERSON_TOLD:
            yield from _notice_jobs(workshop, kind, whole, doc)
        for paper in governance_papers(kind.type, around):
            yield governance_job(workshop, kind, paper, reasons, today)


def governance_job(
    workshop: Workshop,
    kind: LoadedType,
    paper: GovernancePaper,
    reasons: Sequence[str],
    today: date,
) -> Job:
    """One paper of governance; a sheet about a worker lies with supervision notes."""
    why = tuple(dict.fromkeys((*reasons, *paper.reasons)))
    stands = Standing.DRAFT if why else Standing.FINAL
    context = {**paper.said, "doc": about(kind.type.title, stands, why, today)}
    draft = _ready(context, stands.value)
    job = _simple_job(workshop, None, kind, paper.file_name, draft)
    about_a_worker = kind.type.each is Each.WORKER
    return replace(job, shelf=SUPERVISION) if about_a_worker else job


def _register_jobs(
    workshop: Workshop, kind: LoadedType, whole: Whole, doc: dict[str, object]
) -> Iterator[Job]:
    """The register: one, or where there are very many cases one for so many of them.

    What is due for no case stands in the first.
    """
    organisation, owed = workshop.practice.organisation, whole.owed
    stands, name = "draft" if doc["draft"] else "final", kind.type.file_name
    registers, parts = whole.cases.each(REGISTER), in_parts(whole.cases.refs)
    receipts = workshop.shelf(GOVERNANCE).receipts()
    former = former_parts(name, receipts, len(parts))
    for part in parts:
        cases = tuple(islice(registers, part.count))
        said = {**doc, "title": part.title(kind.type.title)}
        context = register_context(cases, organisation, said, owed)
        draft = _ready(context, stands)
        job = _simple_job(workshop, None, kind, part.file(name), draft)
        yield replace(job, instead_of=former, long=True)
        owed = former = ()


def _notice_jobs(
    workshop: Workshop,
    kind: LoadedType,
    whole: Whole,
    doc: dict[str, object],
) -> Iterator[Job]:
    """A notice for everybody told of something late (brief 5.5).

    Whoever was told before, and has nothing late now, gets a notice that says so.
    """
    practice, receipts = workshop.practice, workshop.shelf(GOVERNANCE).receipts()
    at = (practice.organisation, practice.calendar, whole.day.today)
    late = [*in_notices(None, whole.owed, *at)]
    late += [one for late_ones in whole.cases.each(LATE) for one in late_ones]
    told = notices(late)
    now = {kind.type.file_name.format(who=notice.who): notice for notice in told}
    for member in practice.organisation.staff.record.staff:
        name = kind.type.file_name.format(who=member.id)
        if name in receipts and name not in now and member.id:
            now[name] = Notice(member.id, ())
    for name, notice in sorted(now.items()):
        context = notice_context(notice, practice.organisation, doc)
        draft = _ready(context, Standing.FINAL.value)
        yield _simple_job(workshop, None, kind, name, draft)


def _ready(context: Mapping[str, object], stands: str) -> Callable[[], Draft]:
    """A draft that is worked out already."""
    drafted = Draft(context, stands)
    return lambda: drafted


def _simple_job(
    workshop: Workshop,
    case: str | None,
    kind: LoadedType,
    name: str,
    draft: Callable[[], Draft],
) -> Job:
    """The template of a document as it stands, filled."""

    def render(drafted: Draft) -> bytes:
        made = workshop.word.render(kind.template, drafted.context, kind.type.name)
        return _headed(workshop, kind, made, drafted.context)

    type_, sha = kind.type, _with_look(workshop, kind, kind.sha)
    return Job(case, type_.id, type_.title, name, sha, draft, render)


def page_job(
    workshop: Workshop,
    case: str | None,
    page: str,
    title: str,
    file: str,
    context: Mapping[str, object],
) -> Job:
    """A page for the browser: of one case, or of them all when `case` is None."""
    draft = _ready(context, Standing.FINAL.value)
    fill = lambda _: workshop.pages.page(page, context)  # noqa: E731
    version = workshop.pages.version
    return Job(case, page, title, file, version, draft, fill)
