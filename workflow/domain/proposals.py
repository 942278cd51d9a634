"""New files that the rhythm asks for, written once for people to fill in (4.4, 4.6).

A trigger that fired gets its planned review, a record that a manager must look at its
managerial review, and so does lateness that reached the manager. Nothing here writes,
and nothing changes a file that is there.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import PERSON, CaseFolder
from workflow.domain.diary import DueItem
from workflow.domain.due.entry import CaseDay
from workflow.domain.due.managers import MANAGERIAL_REVIEW, ForManager, for_managers
from workflow.domain.due.reviews import set_off
from workflow.domain.escalation import reached_on
from workflow.domain.triggers import Fired, answers
from workflow.domain.vocabulary import MrReason, ReviewKind

WITH_THE_MANAGER = 3  # the level at which a managerial review is opened (4.6)
REVIEWS, MANAGERIAL = "reviews", "managerial_reviews"
MOST_A_DAY = 99  # file names have two digits
RECORDS = "records/"
Fields = Mapping[str, object]


@dataclass(frozen=True)
class Proposal:
    """A new file in a case folder, and the keys of what it answers.

    A key (32 hexadecimal digits) never changes, so that what was proposed once, and
    deleted by somebody since, is not proposed again. `why` says it in a few words
    without naming anybody.
    """

    file: str
    text: str
    why: str
    keys: tuple[str, ...]


def proposals(
    case: CaseDay, due: Iterable[DueItem], remembered: frozenset[str]
) -> tuple[Proposal, ...]:
    """The files to propose today for an open case that could be read whole.

    `remembered` are the keys of everything proposed before.
    """
    if not case.folder.is_open or case.folder.unreadable:
        return ()
    taken = set(case.folder.present)
    wanted = (
        *_reviews(case, remembered),
        *_managerial(case, remembered),
        *_overdue(case, due, remembered),
    )
    placed = (_placed(case, one, taken) for one in wanted)
    return tuple(proposal for proposal in placed if proposal)


@dataclass(frozen=True)
class _Wanted:
    """A file without its number: the folder, the start of its name, what it says."""

    part: str
    stem: str
    id_field: str
    fields: Fields
    notes: tuple[str, ...]
    why: str
    keys: tuple[str, ...]


def _placed(case: CaseDay, wanted: _Wanted, taken: set[str]) -> Proposal | None:
    """The file under the next free number of its day; None when all are taken."""
    names = (f"{wanted.stem}-{n:02}" for n in range(1, MOST_A_DAY + 1))
    free = (n for n in names if f"{wanted.part}/{n}.yaml" not in taken)
    name = next(free, None)
    if name is None:
        return None
    file = f"{wanted.part}/{name}.yaml"
    taken.add(file)
    header = {"schema_version": 1, "case_ref": case.folder.ref, wanted.id_field: name}
    text = _yaml({**header, **wanted.fields}, wanted.notes)
    return Proposal(file, text, wanted.why, wanted.keys)


def _reviews(case: CaseDay, remembered: frozenset[str]) -> Iterator[_Wanted]:
    """A planned review for each trigger that fired and that no review answers."""
    for event in set_off(case):
        key = _key("triggered", event.trigger, event.record, event.on)
        answered = any(answers(r.record, event) for r in case.folder.reviews)
        if not answered and key not in remembered:
            yield _Wanted(
                REVIEWS,
                f"{event.due_on}-{ReviewKind.TRIGGERED}",
                "review_id",
                _review(case, event),
                REVIEW_NOTES,
                f"something happened on {event.on} that brings the review forward",
                (key,),
            )


def _review(case: CaseDay, event: Fired) -> Fields:
    return {
        "kind": ReviewKind.TRIGGERED.value,
        "trigger": event.trigger,
        "trigger_record": event.record,
        "due_on": event.due_on,
        "status": "planned",
        "lead": event.lead or case.lead,
    }


def _managerial(case: CaseDay, remembered: frozenset[str]) -> Iterator[_Wanted]:
    """A managerial review for each record that a manager must look at."""
    for waiting in for_managers(case):
        key = _key("managerial", waiting.source)
        if key not in remembered:
            reasons = [reason.value for reason in waiting.reasons]
            yield _Wanted(
                MANAGERIAL,
                case.today.isoformat(),
                "mreview_id",
                {
                    "reasons": reasons,
                    "source_records": [waiting.source],
                    "opened_on": case.today,
                    "due_on": _due(case, waiting),
                    "reviewer": reviewer(case, waiting.deciders),
                },
                MANAGERIAL_NOTES,
                f"a manager must look at {waiting.source} ({', '.join(reasons)})",
                (key,),
            )


def _due(case: CaseDay, waiting: ForManager) -> date:
    return case.within(waiting.since, "managerial_review_working_days")


def reviewer(case: CaseDay, but_not: frozenset[str]) -> str:
    """A manager who works here and did not decide what is under review (GOV-01).

    The registered manager, else those above, the nominated individual, the
    safeguarding lead or the deputy; the registered manager's id when there is nobody.
    """
    service = case.organisation.service(case.service_id)
    candidates = (
        case.manager,
        *case.organisation.managers_above(case.manager),
        case.organisation.provider.record.nominated_individual,
        case.lead,
        service.deputy_safeguarding_lead,
    )
    active = case.organisation.active
    free = (
        who
        for who in candidates
        if who and who not in but_not and active(who, case.today)
    )
    return next(free, case.manager)


def _overdue(
    case: CaseDay, due: Iterable[DueItem], remembered: frozenset[str]
) -> Iterator[_Wanted]:
    """One managerial review of everything that is late to the manager's level.

    While one is open it covers whatever else gets late; so does one that was opened
    after a thing had got that late.
    """
    late = [item for item in due if _for_the_manager(item)]
    late = [i for i in late if _late_key(i) not in remembered]
    late = [item for item in late if not _covered(case, item)]
    if not late or overdue_review(case.folder):
        return
    sources = _sources(case, late)
    due_on = case.working_days(
        case.today, case.timescale("managerial_review_working_days")
    )
    leads = frozenset(item.lead for item in late).union(*(i.not_told for i in late))
    yield _Wanted(
        MANAGERIAL,
        case.today.isoformat(),
        "mreview_id",
        {
            "reasons": [MrReason.OVERDUE.value],
            **sources,
            "opened_on": case.today,
            "due_on": due_on,
            "reviewer": reviewer(case, leads),
        },
        (*MANAGERIAL_NOTES, "What is late:", *(_late_line(i) for i in late)),
        f"{len(late)} late for the manager to look at",
        tuple(_late_key(item) for item in late),
    )


def _for_the_manager(item: DueItem) -> bool:
    """Not a managerial review itself, nor what the person said they would do."""
    theirs = item.kind == MANAGERIAL_REVIEW or item.lead == PERSON
    return item.late and item.level >= WITH_THE_MANAGER and not theirs


def _late_key(item: DueItem) -> str:
    return _key("overdue", item.kind, item.source, item.part, item.unrolled)


def _key(*facts: object) -> str:
    said = "|".join(map(str, facts))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _late_line(item: DueItem) -> str:
    return f"- {item.item} ({item.source}), due {item.due_on}, for {item.lead or '?'}"


def overdue_review(folder: CaseFolder) -> str:
    """The id of the open managerial review about lateness; empty when there is none."""
    for filed in folder.managerial_reviews:
        review = filed.record
        if MrReason.OVERDUE in review.reasons and review.closed_on is None:
            return review.mreview_id or filed.file
    return ""


def _covered(case: CaseDay, item: DueItem) -> bool:
    """Whether a managerial review about lateness was opened when it was that late."""
    ladder = case.organisation.provider.record.escalation_ladder
    since = reached_on(
        item.due_on,
        WITH_THE_MANAGER,
        case.calendar,
        urgent=item.urgent,
        ladder=ladder,
    )
    return any(
        MrReason.OVERDUE in filed.record.reasons
        and filed.record.opened_on is not None
        and filed.record.opened_on >= since
        for filed in case.folder.managerial_reviews
    )


def _sources(case: CaseDay, late: Iterable[DueItem]) -> Fields:
    """The records and the planned reviews that late things come from."""
    items = tuple(late)
    records = {i.source for i in items if i.file.startswith(RECORDS)}
    planned = {i.review_file for i in items if i.review_file}
    reviews = {
        filed.record.review_id
        for filed in case.folder.reviews
        if filed.file in planned and filed.record.review_id
    }
    known = {f.record.record_id for f in case.folder.records}
    return {
        "source_records": sorted(records & {r for r in known if r}),
        "source_reviews": sorted(reviews),
    }


REVIEW_NOTES = (
    "Alongside put this file here because of what the record named below says.",
    "Talk with the person about when and how. When you have met, set status to held",
    "and fill in the rest. If it is not needed, set status to cancelled.",
)
MANAGERIAL_NOTES = (
    "Alongside put this file here: a manager who did not make the decision must look.",
    "Causes, not blame. Change whatever is not right.",
)


def _yaml(fields: Fields, notes: Iterable[str]) -> str:
    """Plain YAML: comments first, then a line for each field that says something."""
    lines = [f"# {_one_line(note)}" for note in notes]
    lines += [f"{key}: {_value(value)}" for key, value in fields.items() if value]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, int | date):
        return str(value)
    return _scalar(str(value))


def _scalar(text: str) -> str:
    """An id or a code as it is; anything that YAML could take otherwise, quoted."""
    plain = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    if plain and text[0].isalnum() and text.casefold() not in MISTAKEN:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_one_line(escaped)}"'


MISTAKEN = ("yes", "no", "on", "off", "y", "n", "true", "false", "null")
