"""What the review register, the auditor's sheet and the tender evidence show (D12-D15).

All plain data: words and numbers that a template prints as they are.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta

from workflow.domain.auditor import Answer, Audit
from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import REVIEW_KINDS, uk_date
from workflow.domain.diary import AHEAD, DONE, DueItem, DueStatus
from workflow.domain.disclosure import Figure, counts_shown, shown_forms
from workflow.domain.due.after_records import last_recorders
from workflow.domain.due.words import words_of
from workflow.domain.measures import MEASURES
from workflow.domain.organisation import Organisation
from workflow.domain.records.plan import ReviewTrigger, ScheduledReview
from workflow.domain.records.sampling import FOUR
from workflow.domain.records.tender import Tender, TenderQuestion
from workflow.domain.second_look import SecondLook
from workflow.domain.vocabulary import ReviewKind, StaffRole

Due = tuple[CaseFolder, Sequence[DueItem]]
"""One case with everything in it that has a due date."""

PART = re.compile(r"[a-dp]+$")
WHOLE_SERVICE = "Whole service"

RECENTLY = timedelta(days=30)
MOST_LINES = 7
NOT_COUNTED = "not counted yet"
SUMMARY = (
    ("Due soon", DueStatus.DUE_SOON),
    ("Due today", DueStatus.DUE_TODAY),
    ("Late", DueStatus.OVERDUE),
    ("Late, with its owner", DueStatus.ESCALATED_1),
    ("Late, with the lead", DueStatus.ESCALATED_2),
    ("Late, with the manager", DueStatus.ESCALATED_3),
    ("Late, with the director", DueStatus.ESCALATED_4),
)
STATUS_WORDS = {status: words for words, status in SUMMARY}
QUESTIONS = (
    "What did the person want?",
    "What choices were offered?",
    "What was agreed?",
    "What changed as a result?",
)
DUTIES = (
    (StaffRole.SAFEGUARDING_LEAD, "decides with the person when a decision is complex"),
    (
        StaffRole.REGISTERED_MANAGER,
        "looks at each case where we did not keep to what was agreed",
    ),
    (StaffRole.QUALITY_LEAD, "checks a sample of records every month"),
    (StaffRole.TEAM_LEADER, "talks through rights and protection in supervision"),
    (StaffRole.NOMINATED_INDIVIDUAL, "is told when a review stays late"),
)


@dataclass(frozen=True, slots=True)
class InRegister:
    """What the register shows of one case; `counted` is how many items stand how."""

    rows: tuple["RegisterRow", ...]
    counted: tuple[int, ...]
    held: tuple[Mapping[str, object], ...]
    recorders: Mapping[str, str]


def in_register(case: Due, organisation: Organisation, today: date) -> InRegister:
    """What the register is to show of one case, taken while it is in hand."""
    folder, due = case
    return InRegister(
        tuple(_rows(folder, due, organisation)),
        tuple(count for _, count in summary(due)),
        tuple(_held_rows(case, organisation, today)),
        recorders(folder, organisation),
    )


def register_context(
    cases: Sequence[InRegister],
    organisation: Organisation,
    doc: Mapping[str, object],
    workspace: Sequence[DueItem] = (),
) -> dict[str, object]:
    """The review register (brief 5.10): case references and staff, no other names.

    `doc` is what the document says of itself, `workspace` what is due for no case;
    rows stand soonest first.
    """
    of_cases = (row for case in cases for row in case.rows)
    rows = _in_order([*_rows(None, workspace, organisation), *of_cases])
    counts = [count for _, count in summary(workspace)]
    for case in cases:
        counts = [a + b for a, b in zip(counts, case.counted, strict=True)]
    named = zip(SUMMARY, counts, strict=True)
    return {
        "doc": dict(doc),
        "provider_name": organisation.provider.record.provider_name or "",
        "summary": [{"status": words, "count": count} for (words, _), count in named],
        "rows": [row.shown() for row in rows],
        "held": _latest(row for case in cases for row in case.held),
        "recorders": [dict(case.recorders) for case in cases],
    }


def summary(items: Iterable[DueItem]) -> tuple[tuple[str, int], ...]:
    """How many items stand how, in words, for the top of the register."""
    standing = [item.status for item in items if not item.ended]
    return tuple((words, standing.count(status)) for words, status in SUMMARY)


def held_lately(
    cases: Iterable[Due], organisation: Organisation, today: date
) -> list[dict[str, object]]:
    """The reviews held in the last 30 days, the latest first."""
    return _latest(
        row for case in cases for row in _held_rows(case, organisation, today)
    )


def _latest(rows: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    held = [dict(row) for row in rows]
    held.sort(key=lambda row: (str(row["held_iso"]), str(row["case"])), reverse=True)
    return held


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One row of the register: dates as dates, everything else as people read it."""

    case: str
    service: str
    item: str
    kind: str
    lead: str
    due_on: date
    status: str
    days_late: int
    last_held: date | None
    next_due: date | None
    trigger: str
    wants: str
    format: str

    def shown(self) -> dict[str, object]:
        """The row as a template prints it."""
        dates = {
            "due": self.due_on,
            "last_held": self.last_held,
            "next": self.next_due,
        }
        said = {part.name: getattr(self, part.name) for part in fields(self)}
        texts = {k: v for k, v in said.items() if isinstance(v, str)}
        late = {"days_late": str(self.days_late) if self.days_late else ""}
        return {**texts, **late, **{key: uk_date(day) for key, day in dates.items()}}


def register_rows(
    cases: Iterable[Due],
    organisation: Organisation,
    workspace: Sequence[DueItem] = (),
    keep: Callable[[DueItem], bool] = lambda _: True,
) -> tuple[RegisterRow, ...]:
    """The rows of the register, soonest first; `keep` picks the items shown (5.10)."""
    every: list[tuple[CaseFolder | None, Sequence[DueItem]]] = [(None, workspace)]
    every += cases
    return _in_order(
        row for folder, due in every for row in _rows(folder, due, organisation, keep)
    )


def _in_order(rows: Iterable[RegisterRow]) -> tuple[RegisterRow, ...]:
    return tuple(sorted(rows, key=lambda row: (row.due_on, row.case, row.item)))


def _rows(
    folder: CaseFolder | None,
    due: Sequence[DueItem],
    organisation: Organisation,
    keep: Callable[[DueItem], bool] = lambda _: True,
) -> Iterator[RegisterRow]:
    for item in next_of_each(due):
        if keep(item):
            yield _row(folder, due, item, organisation)


def next_of_each(due: Sequence[DueItem]) -> Iterator[DueItem]:
    """Everything late or due today, and of each thing the next date still to come."""
    seen: set[tuple[str, str, str, str]] = set()
    for item in due:
        thing = (item.case, item.kind, item.source, item.part)
        ahead = item.status in AHEAD
        if item.status not in DONE and not item.ended and not (ahead and thing in seen):
            yield item
            if ahead:
                seen.add(thing)


def _row(
    folder: CaseFolder | None,
    due: Sequence[DueItem],
    item: DueItem,
    organisation: Organisation,
) -> RegisterRow:
    schedule, trigger = _schedule(folder, item), _trigger(folder, item)
    same = [i for i in due if (i.kind, i.source) == (item.kind, item.source)]
    done = [i.done_on for i in same if i.done_on]
    later = [i.due_on for i in same if i.due_on > item.due_on and i.status not in DONE]
    formats = folder.person.record.communication.formats if folder else ()
    return RegisterRow(
        case=item.case or WHOLE_SERVICE,
        service=organisation.service(item.service).name or "",
        item=schedule.purpose or organisation.named(item.item, item.source),
        kind=words_of(item.kind).label,
        lead=organisation.leader(item.lead),
        due_on=item.due_on,
        status=STATUS_WORDS.get(item.status, item.status.label),
        days_late=item.days_late,
        last_held=max(done, default=None),
        next_due=min(later, default=None),
        trigger=trigger.words or "",
        wants=schedule.person_wants or "",
        format=formats[0].label if formats else "",
    )


def _schedule(folder: CaseFolder | None, item: DueItem) -> ScheduledReview:
    """The schedule an item is an occurrence of; an empty one for anything else."""
    if folder is None or item.kind not in REVIEW_KINDS:
        return ScheduledReview()
    schedules = folder.plan.record.review_schedule
    found = (s for s in schedules if s.id and s.id == item.source)
    return next(found, ScheduledReview())


def _trigger(folder: CaseFolder | None, item: DueItem) -> ReviewTrigger:
    if folder is None or item.kind != ReviewKind.TRIGGERED:
        return ReviewTrigger()
    triggers = folder.plan.record.review_triggers
    found = (t for t in triggers if t.id and t.id == item.source)
    return next(found, ReviewTrigger())


def recorders(folder: CaseFolder, organisation: Organisation) -> dict[str, str]:
    """The last three who recorded: support must not hang on one worker (4.7)."""
    who = [organisation.leader(one) for one in last_recorders(folder)]
    return {"case": folder.ref, "who": ", ".join(who) or "nobody yet"}


def _held_rows(
    case: Due, organisation: Organisation, today: date
) -> Iterator[dict[str, object]]:
    folder, due = case
    statuses = {i.held_file: i.status.label for i in due if i.held_file}
    for filed in folder.held():
        review = filed.record
        if review.held_on and today - RECENTLY <= review.held_on <= today:
            yield {
                "case": folder.ref,
                "kind": review.kind.label if review.kind else "",
                "lead": organisation.leader(review.lead or ""),
                "due": uk_date(review.due_on),
                "held": uk_date(review.held_on),
                "held_iso": review.held_on.isoformat(),
                "status": statuses.get(filed.file, "Held"),
                "decision": review.decision.label if review.decision else "",
            }


def auditor_context(
    folder: CaseFolder,
    answers: Audit,
    organisation: Organisation,
    doc: Mapping[str, object],
    look: SecondLook | None = None,
) -> dict[str, object]:
    """The auditor's sheet of one case (brief 5.14, section 7).

    `look` is what a sampler saw of it last.
    """
    case = folder.case.record
    pairs = zip(QUESTIONS, FOUR, strict=True)
    return {
        "doc": dict(doc),
        "ref": folder.ref,
        "name": folder.name,
        "service_name": organisation.service(case.service_id).name or "",
        "opened_on": uk_date(case.opened_on),
        "owner": organisation.leader(case.ownership.owner or ""),
        "questions": [
            _question(question, getattr(answers, name), name, look)
            for question, name in pairs
        ],
        "extra": [{"question": x.question, "words": x.words} for x in answers.extra],
        "overall": answers.overall.label,
        "sampled_by": look.who if look else "",
        "sampled": look.said if look else "",
    }


def _question(
    question: str, answer: Answer, name: str, look: SecondLook | None
) -> dict[str, object]:
    """One question; a sheet is one page, so it says how many lines it leaves out."""
    return {
        "question": question,
        "state": answer.state.label,
        "sampler": look.unlike(name, answer) if look else "",
        "shown": list(answer.shown[:MOST_LINES]),
        "more": max(len(answer.shown) - MOST_LINES, 0),
    }


def tender_context(
    tender: Tender,
    figures: Sequence[Mapping[str, str]],
    organisation: Organisation,
    doc: Mapping[str, object],
) -> dict[str, object]:
    """The evidence for a tender (brief 5.11): shown forms and roles, nobody's case.

    `figures` are the rows of `public_figures`, as `figures.yaml` keeps them.
    """
    return {
        "doc": dict(doc),
        "title": tender.title or "",
        "buyer": tender.buyer or "",
        "tender_ref": tender.tender_ref or "",
        "submit_by": uk_date(tender.submit_by),
        "provider_name": organisation.provider.record.provider_name or "",
        "period": period_words(tender),
        "services": services_label(tender, organisation),
        "questions": [_asked(question) for question in tender.questions],
        "measures": [dict(row) for row in figures],
        "roles": _roles(organisation),
    }


def _asked(question: TenderQuestion) -> dict[str, object]:
    weight, limit = question.weight_percent, question.word_limit
    return {
        "id": question.id or "",
        "wording": question.wording or "",
        "weight": f"{weight:g}%" if weight else "",
        "word_limit": str(limit) if limit else "",
        "measures": list(question.measures),
    }


def public_figures(
    tender: Tender,
    figures: Mapping[str, Figure],
    organisation: Organisation,
    forms: Mapping[str, str] | None = None,
) -> list[dict[str, str]]:
    """The figures a tender asks for, as they may leave us: never a count of their own.

    `figures` is keyed by measure; one that is asked for and missing is said to be so.
    `forms` are the forms found for all of them together, when they are known already.
    """
    settings = organisation.provider.record.disclosure_control
    forms = shown_forms(figures, settings) if forms is None else forms
    frame = {
        "period": period_words(tender),
        "services": services_label(tender, organisation),
    }
    return [
        {**_public(name, figures.get(name), forms.get(name, ""), settings), **frame}
        for name in _wanted(tender)
    ]


def _public(
    name: str, figure: Figure | None, form: str, settings: Mapping[str, str]
) -> dict[str, str]:
    if figure is None:
        empty = {"title": "", "numerator": "", "denominator": ""}
        return {"measure": name, **empty, "shown": NOT_COUNTED}
    row = {
        "measure": name,
        "title": figure.title,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "shown": form,
    }
    counts = counts_shown(figure, settings)
    if counts and str(counts[1]) in form:
        row |= {"n_shown": str(counts[0]), "d_shown": str(counts[1])}
    return row


def _wanted(tender: Tender) -> tuple[str, ...]:
    """The measures of all questions, each once, in the order they are asked for.

    A measure in several parts (TM05a to c, yes and partly) is always all of them.
    """
    asked = (name for question in tender.questions for name in question.measures)
    return tuple(dict.fromkeys(one for name in asked for one in parts_of(name)))


def parts_of(name: str) -> tuple[str, ...]:
    """The measures that belong to one that is asked for: TM05 is TM05a, b and c."""
    parts = (m for m in MEASURES if PART.sub("", m) == PART.sub("", name))
    return tuple(parts) or (name,)


def period_words(tender: Tender) -> str:
    """The period of a tender: 1 December 2025 to 30 November 2026."""
    return f"{uk_date(tender.period.from_)} to {uk_date(tender.period.to)}"


def services_label(tender: Tender, organisation: Organisation) -> str:
    """The services of a tender by their public labels, never by name."""
    labels = [organisation.service(s).public_label for s in tender.services]
    said = list(dict.fromkeys(label for label in labels if label))
    if len(said) < 2:  # noqa: PLR2004 - one thing needs no "and"
        return "".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"


def _roles(organisation: Organisation) -> list[dict[str, str]]:
    """Who verifies what, by role; only roles that somebody holds."""
    held = {role for s in organisation.staff.record.staff for role in s.roles}
    return [{"role": role.label, "does": duty} for role, duty in DUTIES if role in held]
