"""Question sheets: the words of a form, joined to the records that own its rules.

A sheet (`config/forms/<name>.yaml`) says how a thing is asked: wording, hints,
examples. What kind of answer it takes, which codes there are and who may see it comes
from the field of the record that the question names. One sheet makes the browser
pages, the fillable PDF and the single-file form; all three give back the same flat
`{dotted.name: text}` (see `intake`).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, ValidationError

from workflow.domain.case_folder import PERSON, CaseFolder
from workflow.domain.errors import ConfigurationError
from workflow.domain.fields import Member, members
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Assembly, Evidence
from workflow.domain.records.base import Block, Kind
from workflow.domain.records.case import Case
from workflow.domain.records.closed_to import ClosedTo
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.header import CaseFile
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.typed_dates import read_date
from workflow.domain.vocabulary import StepStatus

WRITES: Mapping[str, type[CaseFile]] = {
    "person": Person,
    "case": Case,
    "plan": Plan,
    "consent": Consent,
    "record": Record,
    "review": Review,
    "managerial_review": ManagerialReview,
    "learning": Learning,
    "closure": Closure,
    "closed_to": ClosedTo,
}
"""The kinds of file a sheet may write, by the name that stands in the sheet."""

MODELS: Mapping[str, type[Block]] = {
    **WRITES,
    "assembly": Assembly,
    "evidence": Evidence,
}
"""The same with the files of bids, which belong to no case."""

YES, NO = "true", "false"
PLAIN_TEXT = Kind("text")


class SheetFault(ConfigurationError):  # noqa: N818 - read as a sentence
    """A question sheet cannot be used. Mend the place named; nothing is lost."""


class Input(StrEnum):
    """What an answer looks like, whatever it is written on."""

    LINE = "line"
    WORDS = "words"
    LINES = "lines"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    ONE = "one"
    MANY = "many"
    GROUP = "group"


@dataclass(frozen=True)
class Choice:
    """One answer to choose: the code that stands in the file, and what people read."""

    code: str
    label: str


Known = Mapping[str, tuple[Choice, ...]]
"""What a reference may point to in one case, by its kind (`contact`, `outcome`...)."""


@dataclass(frozen=True)
class OnlyIf:
    """A question is asked only when another one has one of these answers.

    With nothing in `among`: when it has any answer that is not in `unless`. With
    `after`: when it is a later day than the first answer there is among those. What
    `also` asks for must be so too.
    """

    field: str
    among: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    also: "OnlyIf | None" = None

    def met(
        self, answers: Mapping[str, str], row: str = "", today: date | None = None
    ) -> bool:
        """Whether the answers given so far call for the question.

        `row` is the path of the row that the question stands in, where it does; a
        question of the same row comes before one of the whole sheet. Without `today`
        a day that is called today or tomorrow is not known.
        """
        if self.also and not self.also.met(answers, row, today):
            return False
        if self.after:
            return self._later(answers, today)
        for name in (f"{row}.{self.field}" if row else self.field, self.field):
            if any(answers.get(f"{name}.{code}") for code in self.among):
                return True
            if answers.get(name):
                return self._among(answers[name])
        return False

    def _later(self, answers: Mapping[str, str], today: date | None) -> bool:
        """Whether the day is later than the one that it is held against."""
        day = read_date(answers.get(self.field, ""), today)
        given = (read_date(answers.get(name, ""), today) for name in self.after)
        other = next((found for found in given if found), None)
        return day is not None and other is not None and day > other

    def _among(self, answer: str) -> bool:
        return answer in self.among if self.among else answer not in self.unless


@dataclass(frozen=True)
class Question:
    """One question. `field` is the path in the file; in `parts`, the key in its row.

    `own_words` is true where the person's own words go: no spell check, no tidying.
    `offered` are the choices that the record's closed list gives; those of a reference
    come from the case (`choices_for`). A GROUP is a list of blocks with `parts` asked
    of each; `prefix` begins the ids of new rows, `key` is the part that tells rows
    apart, and with `each` there is one row for every such thing in the case. A
    question in `more` is one link away. `default` is offered where nothing stands yet:
    `today`, `now`, `me`, or a code; never for what a person agrees to. The rows of an
    `ordered` group can be moved up and down; one with fewer than `least` is asked for
    another, kindly.
    """

    field: str
    ask: str
    input: Input
    kind: Kind = PLAIN_TEXT
    hint: str = ""
    example: str = ""
    required: str = ""
    easy_read: str = ""
    own_words: bool = False
    more: bool = False
    default: str = ""
    only_if: OnlyIf | None = None
    offered: tuple[Choice, ...] = ()
    parts: tuple["Question", ...] = ()
    prefix: str = ""
    key: str = ""
    each: str = ""
    rows: int = 0
    ordered: bool = False
    least: int = 0


@dataclass(frozen=True)
class GoodAnswers:
    """Answers that are as good as any, each for one press: `I do not know yet`.

    What was pressed goes into `field`, in `words`; `sets` holds the other answers that
    follow while nothing else was said, `then` the page that comes next (this one where
    it is empty).
    """

    says: tuple[str, ...]
    field: str
    words: str
    sets: Mapping[str, str]
    then: str

    def given(
        self, said: str, answers: Mapping[str, str], own: Sequence[str]
    ) -> dict[str, str]:
        """The answers with one of these; `own` are the person's words on the page."""
        before = answers.get(self.field, "")
        told = f"{before}\n{self.words.format(said=said)}".strip()
        words = before if self.has(said, answers) else told
        sets = {} if any(text.strip() for text in own) else self.sets
        return {**answers, **sets, self.field: words}

    def has(self, said: str, answers: Mapping[str, str]) -> bool:
        """Whether this one stands among the answers."""
        return self.words.format(said=said) in answers.get(self.field, "")


@dataclass(frozen=True)
class Page:
    """One page: a heading, a line to read aloud, and what is asked on it.

    `reads_back` names the answers that it shows again in large words, to be checked
    with the person; `sorts` a group whose rows are put in order on it; `instead` the
    answers that one may press instead of saying more.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    aloud: str = ""
    intro: str = ""
    only_if: OnlyIf | None = None
    reads_back: tuple[str, ...] = ()
    sorts: str = ""
    instead: tuple[GoodAnswers, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A form: which kind of file it writes, and its pages.

    `fixed` holds what the form itself answers (`type: visit`). `opens` names who may
    open it: `staff`, `lead` or `manager`. `talk` sheets ask one thought a page and
    read the words back; `quick` ones fit one page. `channels` says where else it is
    handed out: `pdf`, `file`. `then` names the sheets that carry the talk on.
    """

    name: str
    title: str
    version: int
    writes: str
    pages: tuple[Page, ...]
    about: str = ""
    save: str = "Put it in the record"
    fixed: Mapping[str, str] = field(default_factory=dict)
    opens: str = "staff"
    talk: bool = False
    start: bool = False
    channels: tuple[str, ...] = ()
    order: int = 50
    then: tuple[str, ...] = ()

    @property
    def model(self) -> type[Block]:
        """The record that the sheet writes."""
        return MODELS[self.writes]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in the order of the pages."""
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def whole(self) -> tuple[Question, ...]:
        """Every question once; a group asked on several pages has all its parts."""
        found: dict[str, Question] = {}
        for question in self.questions:
            known = found.get(question.field)
            parts = (*known.parts, *question.parts) if known else question.parts
            found[question.field] = replace(known or question, parts=parts)
        return tuple(found.values())

    def question(self, field: str) -> Question | None:
        """The question that asks for a field (as in a finding: `risks[0].likely`)."""
        plain = _without_positions(field)
        asking = [q for q in self.questions if _asks(q, plain)]
        exact = [q for q in asking if any(_asks(p, _rest(q, plain)) for p in q.parts)]
        return next(iter((*exact, *asking)), None)

    def page_of(self, field: str) -> Page | None:
        """The page on which a field is asked for."""
        question = self.question(field)
        return next((p for p in self.pages if question in p.questions), None)


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Condition(_Read):
    field: str
    among: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    also: "_Condition | None" = None


class _Asked(_Read):
    field: str
    ask: str
    hint: str = ""
    example: str = ""
    required: str = ""
    easy_read: str = ""
    more: bool = False
    default: str = ""
    only_if: _Condition | None = None
    labels: Mapping[str, str] = {}
    only: tuple[str, ...] = ()
    parts: tuple["_Asked", ...] = ()
    prefix: str = ""
    each: str = ""
    rows: int = 0
    ordered: bool = False
    least: int = 0


class _Instead(_Read):
    says: tuple[str, ...]
    field: str
    words: str
    sets: Mapping[str, str] = {}
    then: str = ""


class _Paged(_Read):
    id: str
    title: str
    questions: tuple[_Asked, ...]
    aloud: str = ""
    intro: str = ""
    only_if: _Condition | None = None
    reads_back: tuple[str, ...] = ()
    sorts: str = ""
    instead: tuple[_Instead, ...] = ()


class _Sheet(_Read):
    form: str
    title: str
    version: int
    writes: str
    pages: tuple[_Paged, ...]
    about: str = ""
    save: str = "Put it in the record"
    fixed: Mapping[str, str] = {}
    opens: str = "staff"
    talk: bool = False
    start: bool = False
    channels: tuple[str, ...] = ()
    order: int = 50
    then: tuple[str, ...] = ()


def as_sheet(raw: Mapping[str, object], file: str) -> Sheet:
    """One question sheet out of its plain text tree. Raises `SheetFault`.

    `file` is the name that a fault tells.
    """
    try:
        read = _Sheet.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise SheetFault(f"{file}: {place}: {first['type']}") from None
    if read.writes not in MODELS:
        raise SheetFault(f"{file}: writes: there is no file of the kind {read.writes}")
    pages = tuple(_page(page, MODELS[read.writes], file) for page in read.pages)
    named = {page.id for page in pages}
    leads_to = {each.then for page in pages for each in page.instead if each.then}
    for other in sorted(leads_to - named):
        raise SheetFault(f"{file}: {other} is not a page of this form")
    return Sheet(
        read.form,
        read.title,
        read.version,
        read.writes,
        pages,
        read.about,
        read.save,
        read.fixed,
        read.opens,
        read.talk,
        read.start,
        read.channels,
        read.order,
        read.then,
    )


def _page(page: _Paged, model: type[Block], file: str) -> Page:
    questions = tuple(_question(asked, model, file) for asked in page.questions)
    return Page(
        page.id,
        page.title,
        questions,
        page.aloud,
        page.intro,
        _only_if(page.only_if),
        page.reads_back,
        page.sorts,
        tuple(_instead(each, model, file) for each in page.instead),
    )


def _instead(read: _Instead, model: type[Block], file: str) -> GoodAnswers:
    for name in (read.field, *read.sets):
        _member(name, model, file)
    return GoodAnswers(read.says, read.field, read.words, read.sets, read.then)


def _question(asked: _Asked, model: type[Block], file: str) -> Question:
    member = _member(asked.field, model, file)
    parts: tuple[Question, ...] = ()
    if member.block:
        parts = tuple(_question(part, member.block, file) for part in asked.parts)
    kind = member.kind or Kind("group")
    return Question(
        asked.field,
        asked.ask,
        _input(member),
        kind,
        asked.hint,
        asked.example,
        asked.required,
        asked.easy_read,
        own_words=kind.name == "quote",
        more=asked.more,
        default=asked.default,
        only_if=_only_if(asked.only_if),
        offered=tuple(_offered(asked, member, file)),
        parts=parts,
        prefix=asked.prefix or PREFIXES.get(asked.field, ""),
        key=_key(member, asked),
        each=asked.each,
        rows=asked.rows,
        ordered=asked.ordered,
        least=asked.least,
    )


def _only_if(condition: _Condition | None) -> OnlyIf | None:
    if condition is None:
        return None
    return OnlyIf(
        condition.field,
        condition.among,
        condition.unless,
        condition.after,
        _only_if(condition.also),
    )


def _member(field: str, model: type[Block], file: str) -> Member:
    block, member = model, None
    for key in field.split("."):
        member = members(block).get(key)
        if member is None:
            raise SheetFault(f"{file}: {field} is not a field of this kind of file")
        block = member.block or block
    if member is None or (member.block and not member.many):
        raise SheetFault(f"{file}: {field} is a group of fields; ask for each of them")
    return member


INPUTS = {
    "para": Input.WORDS,
    "quote": Input.WORDS,
    "bool": Input.ONE,
    "int": Input.NUMBER,
    "num": Input.NUMBER,
    "date": Input.DATE,
    "time": Input.TIME,
    "code": Input.ONE,
    "ref": Input.ONE,
}


def _input(member: Member) -> Input:
    if member.block:
        return Input.GROUP
    kind = member.kind or Kind("text")
    if kind.many:
        return Input.MANY if kind.of else Input.LINES
    return INPUTS.get(kind.name, Input.LINE)


def _offered(asked: _Asked, member: Member, file: str) -> Iterator[Choice]:
    if member.kind and member.kind.name == "bool":
        yield Choice(YES, asked.labels.get(YES, "Yes"))
        yield Choice(NO, asked.labels.get(NO, "No"))
        return
    codes = {code.value: code.label for code in member.codes or ()}
    unknown = sorted({*asked.only, *asked.labels} - set(codes) - {""})
    if unknown and codes:
        raise SheetFault(f"{file}: {asked.field} has no answer {unknown[0]}")
    for code in asked.only or codes:
        yield Choice(code, asked.labels.get(code, codes[code]))


def _key(member: Member, asked: _Asked) -> str:
    """What tells the rows of a group apart: an id, or what each row is about."""
    if not member.block:
        return ""
    inside = members(member.block)
    if "id" in inside:
        return "id"
    about = (k for k, m in inside.items() if m.kind and m.kind.of == asked.each)
    named = asked.each if asked.each in inside else ""
    return next(about, named) if asked.each else ""


def _without_positions(field: str) -> str:
    return ".".join(part.partition("[")[0] for part in field.split("."))


def sheet_of(sheets: Mapping[str, Sheet], writes: str, kind: str, field: str) -> Sheet:
    """The sheet on which a field of a file is asked for.

    `kind` is the type of a record or the kind of a review. Where no sheet asks for it,
    one is made from the record itself, so that every finding leads to a question.
    """
    asking = [
        sheet
        for sheet in sheets.values()
        if sheet.writes == writes and field and sheet.question(field)
    ]
    own = [sheet for sheet in asking if kind and kind in sheet.fixed.values()]
    other = [sheet for sheet in asking if not sheet.fixed]
    return next(iter((*own, *other)), None) or made_of(writes, field)


def made_of(writes: str, field: str) -> Sheet:
    """A sheet that asks for one part of a file, in the labels of the record."""
    key = _without_positions(field).partition(".")[0]
    known = members(WRITES[writes])
    wanted = [key] if key in known else [k for k in known if k not in HEADER]
    questions = tuple(_asked(q) for k in wanted for q in _leaves(known[k], k))
    page = Page("1", "Put right", questions)
    named = f"{MADE}{writes}.{key if key in known else ''}"
    opens = "lead" if writes in FOR_LEADS else "staff"
    return Sheet(named, "Put right", 1, writes, (page,), opens=opens)


def parts_of(writes: str) -> tuple[tuple[str, str], ...]:
    """Every part of a kind of file: the name of its made sheet, and its label."""
    return tuple(
        (f"{MADE}{writes}.{key}", member.about.label)
        for key, member in members(WRITES[writes]).items()
        if key not in HEADER
    )


def sheet_named(sheets: Mapping[str, Sheet], name: str) -> Sheet | None:
    """The sheet with this name, or the one that it makes (`made_of`)."""
    if name.startswith(MADE):
        writes, _, field = name.removeprefix(MADE).partition(".")
        return made_of(writes, field) if writes in WRITES else None
    return sheets.get(name)


MADE = "put-right."
FOR_LEADS = frozenset({"closed_to"})
HEADER = frozenset(members(CaseFile))


def _leaves(member: Member, path: str) -> Iterator[tuple[str, Member]]:
    if member.block and not member.many:
        for key, inner in members(member.block).items():
            yield from _leaves(inner, f"{path}.{key}")
    elif member.block or (member.kind and member.kind.name != "map"):
        yield path, member


def _asked(asked: tuple[str, Member]) -> Question:
    """A question in the words of the record's label."""
    path, member = asked
    parts: tuple[Question, ...] = ()
    if member.block:
        inside = members(member.block).items()
        parts = tuple(
            _asked(leaf)
            for key, inner in inside
            if key != "id"
            for leaf in _leaves(inner, key)
        )
    label = member.about.label
    has_id = member.block is not None and "id" in members(member.block)
    return Question(
        path,
        f"{label[:1].upper()}{label[1:]}",
        _input(member),
        member.kind or Kind("group"),
        own_words=bool(member.kind and member.kind.name == "quote"),
        offered=tuple(_codes(member)),
        parts=parts,
        prefix=PREFIXES.get(path, path[:1].upper()) if has_id else "",
        key="id" if has_id else "",
    )


PREFIXES = {
    "outcomes": "O",
    "contacts": "c",
    "options": "OP",
    "risks": "R",
    "restrictions": "X",
    "actions": "A",
    "measures": "M",
    "review_triggers": "T",
    "escalation_thresholds": "E",
    "review_schedule": "RS",
    "capacity": "CD",
    "boundaries": "B",
    "safe_contact.boundaries": "SB",
    "do_not_share": "N",
    "safe_contact.arrangements": "AR",
    "positive_risk.routes": "RT",
    "positive_risk.check_ins": "CI",
    "protective_factors": "P",
    "self_management": "SM",
    "enabling_tools": "ET",
    "lead_decisions": "LD",
}
"""How the ids of each list begin (brief 2.0)."""


def _codes(member: Member) -> Iterator[Choice]:
    if member.kind and member.kind.name == "bool":
        yield from (Choice(YES, "Yes"), Choice(NO, "No"))
    for code in member.codes or ():
        yield Choice(code.value, code.label)


def _asks(question: Question, plain: str) -> bool:
    return plain == question.field or plain.startswith(f"{question.field}.")


def _rest(question: Question, plain: str) -> str:
    return plain.removeprefix(f"{question.field}.")


def choices_for(question: Question, known: Known) -> tuple[Choice, ...]:
    """What may be chosen: the record's list, or what there is in the case."""
    if question.kind.name == "ref":
        return known.get(question.kind.of, ())
    return question.offered


def known_in(folder: CaseFolder, organisation: Organisation) -> Known:
    """What references may point to in this case, with names that people know."""
    plan, case, person = (
        folder.plan.record,
        folder.case.record,
        folder.person.record,
    )
    staff = staff_in(organisation)
    contacts = _choices(
        (c.id, f"{c.name or c.id} ({c.relationship})" if c.relationship else c.name)
        for c in person.contacts
    )
    services = organisation.provider.record.services
    safe, risk = plan.safe_contact, plan.positive_risk
    routes = organisation.provider.record.speak_up_routes
    return {
        "staff": staff,
        "contact": contacts,
        "anyone": (Choice(PERSON, folder.name), *staff, *contacts),
        "service": _choices((s.id, s.name) for s in services),
        "outcome": _choices((o.id, o.in_their_words) for o in case.outcomes),
        "capacity": _choices((c.id, c.decision) for c in case.capacity),
        "option": _choices((o.id, o.what) for o in plan.options),
        "risk": _choices((r.id, r.what_could_happen) for r in plan.risks),
        "restriction": _choices((r.id, r.what) for r in folder.active_restrictions),
        "action": _choices((a.id, a.what) for a in plan.actions),
        "measure": _choices((m.id, m.question or m.name) for m in plan.measures),
        "trigger": _choices((t.id, t.words) for t in plan.review_triggers),
        "threshold": _choices((t.id, t.when) for t in plan.escalation_thresholds),
        "schedule": _choices((s.id, s.purpose) for s in plan.review_schedule),
        "arrangement": _choices(
            (a.id, _joined(a.when, a.place)) for a in safe.arrangements
        ),
        "visit_boundary": _choices((b.id, b.words) for b in safe.boundaries),
        "route": _choices((r.id, r.name) for r in risk.routes),
        "step": _choices((str(s.step), s.what) for s in risk.steps if s.step),
        "checkin": _choices((c.id, c.point) for c in risk.check_ins),
        "boundary": _choices((b.id, b.what) for b in folder.consent.record.boundaries),
        "no_share": _choices(
            (n.id, n.person_words) for n in folder.consent.record.do_not_share
        ),
        "speakup": _choices((r.id, r.label) for r in routes),
        "record": _choices(
            (f.record.record_id, _filed(f.record.type, f.record.date))
            for f in folder.records
        ),
        "review": _choices(
            (f.record.review_id, _filed(f.record.kind, f.record.due_on))
            for f in folder.reviews
        ),
        "learning": _choices(
            (f.record.learning_id, f.record.learning_id) for f in folder.learning
        ),
    }


def staff_in(organisation: Organisation) -> tuple[Choice, ...]:
    """The members of staff, with names that people know."""
    return _choices((s.id, s.name) for s in organisation.staff.record.staff)


def likely_in(folder: CaseFolder) -> dict[str, str]:
    """What a form may offer of a case: who visits and when, which step is next."""
    plan = folder.plan.record
    times = (_TIME.search(a.when or "") for a in plan.safe_contact.arrangements)
    steps = (s for s in plan.positive_risk.steps if s.status is not StepStatus.ACHIEVED)
    step = next((s.step for s in steps), None)
    return {
        "with_whom": plan.safe_contact.with_whom or "",
        "arranged_at": next((found[0] for found in times if found), ""),
        "step": str(step or ""),
        "version": str(plan.version or ""),
    }


_TIME = re.compile(r"\b\d{1,2}:\d\d\b")


def _choices(pairs: Iterator[tuple[str | None, str | None]]) -> tuple[Choice, ...]:
    return tuple(Choice(code, label or code) for code, label in pairs if code)


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _filed(kind: object, day: object) -> str:
    label = getattr(kind, "label", "")
    return f"{label}, {day}" if day else label
