"""Overdue notices for staff (D7) and invitations for the person (D8).

A notice has case references and staff only, no person's name (brief 4.6, 5.5). An
invitation that others could find says nothing about the matter (5.4, 2.5).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import PERSON, CaseFolder
from workflow.domain.context import REVIEW_KINDS, uk_date
from workflow.domain.diary import DONE, DueItem
from workflow.domain.documents import discreet
from workflow.domain.due.standing import LIMIT
from workflow.domain.due.words import PROMISED, words_of
from workflow.domain.escalation import Telling, reached_on
from workflow.domain.organisation import Organisation
from workflow.domain.proposals import WITH_THE_MANAGER, overdue_review
from workflow.domain.records.plan import ScheduledReview
from workflow.domain.vocabulary import CommSupport, Nation, Pathway, ReviewKind
from workflow.domain.working_days import Calendar

MOST_ROWS = 6  # a notice is one page
WITH_THE_DIRECTOR = 4
WHOLE_SERVICE = "Whole service"
INVITED_BEFORE = 10  # working days (5.4)
INVITED_BEFORE_TRIGGERED = 2
ENQUIRIES = (
    Pathway.S42_ENQUIRY,
    Pathway.OTHER_ENQUIRY,
    Pathway.REPORTED_AWAITING,
)
LEVELS = {
    1: "its owner and cover are told",
    2: "the safeguarding lead is told too",
    3: "the registered manager is told too",
    4: "the nominated individual is told too",
}
OWNER_STEP = "What is yours: do it today, then write what you did and when."
COVER_STEP = "What you cover: ask the owner; if they cannot do it today, you do."
LEAD_STEP = (
    "As safeguarding lead: write a decision, or a new date agreed with the person."
)
MANAGER_STEP = "As manager: take up the managerial review; make time, or move the work."
DIRECTOR_STEP = "As nominated individual: ask today what will happen and by when."
OTHER_STEP = "Ask the owner what stands in the way, and help to take it away."
NOBODY = "Nobody named"
OF_THE_PERSON = "Ask the person how it is going, and what would help"
COUNCIL_STEP = (
    "Where a council enquiry or its plan is touched, consider telling the council."
)


@dataclass(frozen=True, slots=True)
class LateCase:
    """What a notice tells of a case in which something is late.

    `review` says in words whether a manager looks at it, `enquiry` whether a council
    does; `manager` is the registered manager of its service.
    """

    ref: str
    cover: str
    safeguarding_lead: str
    manager: str
    enquiry: bool
    review: str


@dataclass(frozen=True, slots=True)
class Late:
    """One late item, in which case (None for the workspace), since when at its level.

    `told` are the ids of everybody who is told of it.
    """

    case: LateCase | None
    item: DueItem
    since: date
    told: tuple[str, ...]


@dataclass(frozen=True)
class Notice:
    """What one member of staff is told is late, the highest level first."""

    who: str
    late: tuple[Late, ...]

    @property
    def level(self) -> int:
        """The highest level that any of it has reached; 0 when nothing is late."""
        return max((one.item.level for one in self.late), default=0)


def notices(late: Sequence[Late]) -> tuple[Notice, ...]:
    """A notice for everybody who is told of something late, in order of id."""
    people = sorted({who for one in late for who in one.told})
    return tuple(
        Notice(who, tuple(sorted(_mine(late, who), key=_worst_first))) for who in people
    )


def _mine(late: Iterable[Late], who: str) -> Iterator[Late]:
    return (one for one in late if who in one.told)


def _worst_first(one: Late) -> tuple[int, date, str, str]:
    return -one.item.level, one.item.due_on, one.item.case, one.item.item


def in_notices(
    folder: CaseFolder | None,
    due: Sequence[DueItem],
    organisation: Organisation,
    calendar: Callable[[Nation], Calendar],
    today: date,
) -> tuple[Late, ...]:
    """What there is to tell of in one case, taken while it is in hand.

    Without a `folder`, of what is owed for no case.
    """
    telling = Telling(folder, organisation, today)
    ladder = organisation.provider.record.escalation_ladder
    reached = [item for item in due if item.late and item.level]
    case = _late_case(folder, organisation) if folder and reached else None
    found = []
    for item in reached:
        days = calendar(organisation.nation(item.service))
        at = (item.due_on, item.level, days)
        since = reached_on(*at, urgent=item.urgent, ladder=ladder)
        told = telling.told(item.lead, item.level, item.not_told)
        found.append(Late(case, item, since, told))
    return tuple(found)


def _late_case(folder: CaseFolder, organisation: Organisation) -> LateCase:
    case = folder.case.record
    return LateCase(
        folder.ref,
        case.ownership.cover or "",
        case.ownership.safeguarding_lead or "",
        organisation.service(case.service_id).registered_manager or "",
        case.pathway in ENQUIRIES,
        _review(folder),
    )


def notice_context(
    notice: Notice,
    organisation: Organisation,
    doc: Mapping[str, object],
) -> dict[str, object]:
    """What an overdue notice shows (brief 5.5).

    `late_now` holds what changes day by day; alone it never makes a notice out of date.
    """
    shown = notice.late[:MOST_ROWS]
    member = organisation.member(notice.who)
    level = notice.level
    return {
        "doc": dict(doc),
        "provider_name": organisation.provider.record.provider_name or "",
        "to": organisation.leader(notice.who, NOBODY),
        "roles": ", ".join(role.label for role in member.roles) if member else "",
        "level": str(level) if level else "",
        "level_words": LEVELS.get(level, ""),
        "reached": uk_date(max((one.since for one in notice.late), default=None)),
        "rows": [_row(one, organisation) for one in shown],
        "late_now": {"days": [str(one.item.days_late) for one in shown]},
        "more": len(notice.late) - len(shown),
        "steps": _steps(notice, organisation),
        "risks": _risks(notice),
        "copies": _copies(notice, organisation),
    }


def _steps(notice: Notice, organisation: Organisation) -> list[str]:
    """What this reader does today: by what they are to the things that are late."""
    who, late = notice.who, notice.late
    if not late:
        return []
    cases = [one.case for one in late if one.case]
    parts = {
        OWNER_STEP: any(one.item.lead == who for one in late),
        COVER_STEP: any(case.cover == who for case in cases),
        LEAD_STEP: any(case.safeguarding_lead == who for case in cases),
        MANAGER_STEP: any(case.manager == who for case in cases),
        DIRECTOR_STEP: organisation.provider.record.nominated_individual == who,
    }
    steps = [step for step, theirs in parts.items() if theirs] or [OTHER_STEP]
    return [*steps, *([COUNCIL_STEP] if notice.level == WITH_THE_DIRECTOR else [])]


def _row(one: Late, organisation: Organisation) -> dict[str, str]:
    item = one.item
    return {
        "case": item.case or WHOLE_SERVICE,
        "item": organisation.named(item.item, item.source),
        "due": _short(item.due_on),
        "owner": organisation.leader(item.lead, NOBODY),
        "needed": OF_THE_PERSON if item.lead == PERSON else words_of(item.kind).needed,
        "level": str(item.level),
    }


def _risks(notice: Notice) -> list[dict[str, str]]:
    """From level 3 on: what lateness may do in each case, and who looks at it."""
    found: dict[str, Late] = {}
    for one in notice.late[:MOST_ROWS]:
        if one.item.level >= WITH_THE_MANAGER:
            before = found.setdefault(one.item.case, one)
            if words_of(before.item.kind).risk == PROMISED:
                found[one.item.case] = one
    return [_risk(one) for one in found.values()]


def _risk(one: Late) -> dict[str, str]:
    risk = words_of(one.item.kind).risk
    if one.case is None:
        return {"case": WHOLE_SERVICE, "risk": risk, "review": ""}
    said = f"{risk} The council is looking into this." if one.case.enquiry else risk
    return {"case": one.case.ref, "risk": said, "review": one.case.review}


def _review(folder: CaseFolder) -> str:
    """The managerial review about lateness, in words."""
    review = overdue_review(folder)
    if review:
        return f"Managerial review {review}."
    return "No managerial review yet: open one today."


def _copies(notice: Notice, organisation: Organisation) -> list[str]:
    others = {who for one in notice.late for who in one.told} - {notice.who}
    return sorted(organisation.leader(who, NOBODY) for who in others)


def _short(day: date) -> str:
    """A date for a narrow column: 27 Nov 2026."""
    number, month, year = uk_date(day).split()
    return f"{number} {month[:3]} {year}"


def invited(
    due: Iterable[DueItem], calendar: Calendar, today: date
) -> tuple[DueItem, ...]:
    """The reviews for which the person's invitation is due to be made (5.4).

    10 working days before, 2 for a triggered one; a pattern review is the lead's own.
    """
    return tuple(item for item in due if _invites(item, calendar, today))


def _invites(item: DueItem, calendar: Calendar, today: date) -> bool:
    review = item.kind in REVIEW_KINDS and item.part != LIMIT
    if not review or item.kind == ReviewKind.PATTERN:
        return False
    if item.status in DONE or item.ended or item.due_on < today:
        return False
    triggered = item.kind == ReviewKind.TRIGGERED
    before = INVITED_BEFORE_TRIGGERED if triggered else INVITED_BEFORE
    return calendar.add_working_days(today, before) >= item.due_on


def invitation(
    folder: CaseFolder, organisation: Organisation, item: DueItem
) -> dict[str, object]:
    """What an invitation says beside the case itself (brief 5.4).

    Where paper is not safe the reason stays out of it, whatever the plan calls it.
    """
    schedule = _schedule(folder, item)
    member = organisation.member(item.lead)
    supports = folder.person.record.communication.supports
    told = not discreet(folder)
    return {
        "by": uk_date(item.due_on),
        "lead": (member.name if member else "") or "",
        "sooner": item.kind == ReviewKind.TRIGGERED,
        "limit": told and item.kind == ReviewKind.RESTRICTION,
        "about": (schedule.purpose or "") if told else "",
        "because": _trigger_words(folder, item) if told else "",
        "wants": (schedule.person_wants or "") if told else "",
        "help": [s.label for s in supports if s is not CommSupport.NONE_NEEDED],
        "advocate": _an(organisation.profile(folder.case.record.service_id).advocate),
    }


def _an(advocate: str) -> str:
    """The nation's word for an advocate, with "an" before it where it is a person."""
    return f"an {advocate}" if advocate.endswith("advocate") else advocate


def _schedule(folder: CaseFolder, item: DueItem) -> ScheduledReview:
    schedules = folder.plan.record.review_schedule
    found = (s for s in schedules if s.id and s.id == item.source)
    return next(found, ScheduledReview())


def _trigger_words(folder: CaseFolder, item: DueItem) -> str:
    triggers = folder.plan.record.review_triggers
    found = (t.words for t in triggers if t.id and t.id == item.source)
    return next(found, None) or ""
