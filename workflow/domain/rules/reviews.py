"""Checks of reviews that need more than a look (brief 3.11)."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder, Filed, last_date
from workflow.domain.diary import DueItem, DueStatus
from workflow.domain.findings import Noticed, Place
from workflow.domain.records.base import filled
from workflow.domain.records.review import Review
from workflow.domain.rhythm import in_days
from workflow.domain.rules.kinds import in_full, number, value_at, word, words
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.triggers import Fired, fired
from workflow.domain.triggers import answers as answers_trigger
from workflow.domain.vocabulary import (
    MspAsked,
    PlanStatus,
    ReviewDecision,
    ReviewKind,
    ReviewStatus,
    StaffRole,
    Trend,
)

KINDS = frozenset(kind.value for kind in ReviewKind)
SECOND = 2  # the first version of a plan that can come from a review


def _reviews(situation: Situation) -> tuple[DueItem, ...]:
    """Every review in the diary that was not cancelled.

    The day to look at a limit is of the kind `restriction` too, and no review.
    """
    restrictions = situation.folder.plan.record.restrictions
    limits = {limit.id or "" for limit in restrictions}
    return tuple(
        item
        for item in situation.due
        if item.kind in KINDS
        and item.status is not DueStatus.CANCELLED
        and not (item.kind == ReviewKind.RESTRICTION and item.source in limits)
    )


def _late(situation: Situation) -> Iterator[DueItem]:
    """Reviews of an open case whose date has passed and that were not held."""
    for item in _reviews(situation) if situation.folder.is_open else ():
        if item.done_on is None and item.due_on < situation.today:
            yield item


def _dates_unknown(folder: CaseFolder) -> bool:
    """Whether a date that the rhythm hangs on is empty or unreadable."""
    schedules = folder.plan.record.review_schedule
    held = folder.held()
    return any(s.first_due is None or s.kind is None for s in schedules) or any(
        filed.record.held_on is None or filed.record.kind is None for filed in held
    )


def first_review_late(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The first review is planned later than so many weeks after agreement (REV-02).

    Counted from the day the first plan was agreed. Silent once a review was held.
    """
    folder, plan = situation.folder, situation.folder.plan.record
    agreed = plan.first_agreed_on or plan.agreed_on
    asked = folder.is_open and plan.status is PlanStatus.AGREED and plan.review_schedule
    if agreed is None or not asked or _dates_unknown(folder):
        return
    latest = agreed + timedelta(weeks=situation.timescale("first_review_weeks"))
    kinds = words(rule.settings, "kinds")
    planned = [item for item in _reviews(situation) if item.kind in kinds]
    if not any(item.done_on or item.unrolled <= latest for item in planned):
        facts = {"date": in_full(situation.calendar.roll_back(latest))}
        yield Noticed(rule.id, folder.plan.place(_first(folder, kinds)), facts)


def _first(folder: CaseFolder, kinds: tuple[str, ...]) -> str:
    """Where the date of the first planned review stands."""
    for index, schedule in enumerate(folder.plan.record.review_schedule):
        if str(schedule.kind) in kinds:
            return f"review_schedule[{index}].first_due"
    return "review_schedule"


def gap_too_long(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Too long from the last review that is not a pattern review to the next (REV-03).

    From the last one held, or the day the plan was agreed, to the next one due.
    """
    folder = situation.folder
    if not folder.is_open or folder.plan.record.status is not PlanStatus.AGREED:
        return
    other = [kind for kind in ReviewKind if kind is not ReviewKind.PATTERN]
    held = (filed.record.held_on for filed in folder.held(*other))
    last = last_date(held, folder.plan.record.agreed_on)
    weeks = situation.timescale("max_review_weeks")
    if last is None or _dates_unknown(folder):
        return
    coming = (
        item.due_on
        for item in _reviews(situation)
        if item.kind in other and item.done_on is None and item.due_on > last
    )
    following = min(coming, default=situation.today)
    if following > last + timedelta(weeks=weeks):
        place = folder.plan.place("review_schedule")
        yield Noticed(rule.id, place, {"n": str(weeks)})


def review_not_held(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A review whose date has passed and that was not held (REV-04).

    A review that something set off is REV-05, unless only its own file asks for it.
    """
    folder = situation.folder
    files = {filed.file for filed in folder.reviews}
    for item in _late(situation):
        if item.kind != ReviewKind.TRIGGERED or item.file in files:
            facts = {"date": in_full(item.due_on)}
            yield Noticed(rule.id, _waiting(folder, item), facts)


def _waiting(folder: CaseFolder, item: DueItem) -> Place:
    """The file of a review that waits to be held, or else its line in the plan."""
    days = (item.due_on, item.unrolled)
    for filed in folder.reviews:
        of_it = filed.record.schedule == item.source and filed.record.due_on in days
        if of_it or filed.file == item.file:
            return _to_fill(filed)
    schedules = folder.plan.record.review_schedule
    ids = [schedule.id or "" for schedule in schedules]
    return folder.plan.place(f"review_schedule[{ids.index(item.source)}]")


def _to_fill(filed: Filed[Review]) -> Place:
    held = filed.record.status is ReviewStatus.HELD
    return filed.place("held_on" if held else "status")


def not_brought_forward(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A trigger went off, and the review it asks for was not held in time (REV-05)."""
    folder, calendar = situation.folder, situation.calendar
    limit = in_days(situation.timescale("unlisted_limit_hours"))
    late = {
        (item.source, item.unrolled): item
        for item in _late(situation)
        if item.kind == ReviewKind.TRIGGERED
    }
    for event in fired(folder, calendar, situation.today, limit):
        item = late.get((event.trigger, event.due_on))
        if item:
            facts = {"date": in_full(event.on), "due": in_full(item.due_on)}
            yield Noticed(rule.id, _cause(folder, event, item), facts)


def _cause(folder: CaseFolder, event: Fired, item: DueItem) -> Place:
    """The file of the planned review, or else what set it off."""
    for planned in folder.reviews:
        if answers_trigger(planned.record, event):
            return _to_fill(planned)
    for filed in folder.records:
        if event.record in (filed.record.record_id, filed.file):
            return filed.place("date")
    for index, agreement in enumerate(folder.consent.record.boundaries):
        if agreement.withdrawn_on == event.on:
            return folder.consent.place(f"boundaries[{index}].withdrawn_on")
    return Place(item.file)


def review_unfinished(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A held review that lacks what the letter about it says (REV-06).

    Progress is not asked for where the person, when asked, wanted nothing.
    """
    folder = situation.folder
    asked = folder.case.record.msp.asked in (None, MspAsked.ASKED_EXPRESSED)
    wanted = asked or folder.case.record.outcomes
    fields = [
        field
        for field in words(rule.settings, "any_empty")
        if wanted or field != word(rule.settings, "only_if_wanted")
    ]
    for filed in folder.held():
        empty = [f for f in fields if not filled(value_at(filed.record, f))]
        if empty and str(filed.record.kind) in words(rule.settings, "kinds"):
            yield Noticed(rule.id, filed.place(empty[0]))


def threshold_not_answered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A warning point left out of a held review, or reached and nothing done (REV-07).

    The points are those of the plan as it stood when the review was held; every one
    is asked for in reviews of the kinds in the settings (brief 2.10).
    """
    folder = situation.folder
    for filed in folder.held():
        missing = _not_said(folder, filed.record, rule)
        if missing:
            detail = f"Not said of {', '.join(missing)}."
            yield Noticed(rule.id, filed.place("thresholds"), {}, detail)
        for index, line in enumerate(filed.record.thresholds):
            unsaid = "reached" if line.reached is None else ""
            undone = "what_we_did" if line.reached and not line.what_we_did else ""
            if unsaid or undone:
                path = f"thresholds[{index}].{unsaid or undone}"
                yield Noticed(rule.id, filed.place(path))


def _not_said(folder: CaseFolder, review: Review, rule: Rule) -> list[str]:
    if str(review.kind) not in words(rule.settings, "kinds"):
        return []
    before = review.held_on and review.held_on - timedelta(days=1)
    agreed = folder.plan_on(before).record.escalation_thresholds
    said = {line.threshold for line in review.thresholds}
    return [point.id for point in agreed if point.id and point.id not in said]


def worse_and_unchanged(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The last reviews all saw it get worse, and all decided to carry on (REV-08)."""
    folder, times = situation.folder, number(rule, "times")
    held = sorted(folder.held(), key=lambda f: f.record.held_on or date.max)
    last = held[-times:]
    if folder.is_open and len(last) == times and all(map(_carried_on, last)):
        yield Noticed(rule.id, last[-1].place("decision"))


def _carried_on(filed: Filed[Review]) -> bool:
    worse = any(note.trend is Trend.WORSE for note in filed.record.measure_notes)
    return worse and filed.record.decision is ReviewDecision.CARRY_ON


def not_involved(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A held review without the person, until it says why and they know (REV-09)."""
    for filed in situation.folder.held():
        review = filed.record
        if str(review.involvement) in words(rule.settings, "involvement"):
            if not review.why_not_involved:
                yield Noticed(rule.id, filed.place("why_not_involved"))
            elif review.told_person_result_on is None:
                yield Noticed(rule.id, filed.place("told_person_result_on"))


def result_not_told(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The person has waited longer than promised for what was decided (REV-10)."""
    folder, days = (
        situation.folder,
        situation.timescale("result_to_person_working_days"),
    )
    for filed in folder.held() if folder.is_open else ():
        review, held = filed.record, filed.record.held_on
        if held is None or review.kind is ReviewKind.PATTERN:
            continue
        due = situation.calendar.add_working_days(held, days)
        if review.told_person_result_on is None and situation.today > due:
            yield Noticed(rule.id, filed.place("told_person_result_on"))


def not_led_by_lead(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A pattern review, held or planned, with another lead than allowed (REV-11)."""
    folder = situation.folder
    for filed in folder.reviews:
        gone = filed.record.status is ReviewStatus.CANCELLED
        pattern = filed.record.kind is ReviewKind.PATTERN and not gone
        if pattern and _not_a_lead(situation, filed.record.lead):
            yield Noticed(rule.id, filed.place("lead"))
    for index, schedule in enumerate(folder.plan.record.review_schedule):
        pattern = schedule.kind is ReviewKind.PATTERN
        if pattern and _not_a_lead(situation, schedule.lead):
            path = f"review_schedule[{index}].lead"
            yield Noticed(rule.id, folder.plan.place(path))


def _not_a_lead(situation: Situation, staff: str | None) -> bool:
    """Somebody on the register who is neither safeguarding lead nor deputy here."""
    case, organisation = situation.folder.case.record, situation.organisation
    service = organisation.service(case.service_id)
    here = (
        case.ownership.safeguarding_lead,
        service.safeguarding_lead,
        service.deputy_safeguarding_lead,
    )
    roles = StaffRole.SAFEGUARDING_LEAD, StaffRole.DEPUTY_SAFEGUARDING_LEAD
    known = organisation.member(staff) is not None
    return known and staff not in here and not organisation.has_role(staff, *roles)


def moved_badly(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A review moved too often, too far or without asking, and not yet held (REV-12).

    It counts late from its first date in any case; that is the diary's to say.
    """
    over = (ReviewStatus.HELD, ReviewStatus.CANCELLED)
    for filed in situation.folder.reviews:
        field = _move_to_mend(situation, filed.record, rule)
        if field and filed.record.status not in over and situation.folder.is_open:
            yield Noticed(rule.id, filed.place(f"rescheduled.{field}"))


def _move_to_mend(situation: Situation, review: Review, rule: Rule) -> str:
    move, first = review.rescheduled, review.due_on
    if not move and review.status is not ReviewStatus.RESCHEDULED:
        return ""
    if str(move.agreed_with_person) not in words(rule.settings, "asked"):
        return "agreed_with_person"
    if (move.times or 1) > number(rule, "times"):
        return "times"
    if first is None or move.to is None:
        return ""
    far = situation.calendar.working_days_after(first, move.to)
    return "to" if far > number(rule, "working_days") else ""


def version_not_raised(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A held review that changed the plan, and no newer version since (REV-14)."""
    folder = situation.folder
    for filed in folder.held():
        changed = filed.record.decision is ReviewDecision.CHANGE_PLAN
        if changed and folder.is_open and not _raised_since(folder, filed.record):
            yield Noticed(rule.id, filed.place("new_plan_version"))


def _raised_since(folder: CaseFolder, review: Review) -> bool:
    """Whether the plan is a version made by or after this review.

    A draft of it is one; so may be a version that nobody can read.
    """
    plan, held = folder.plan.record, review.held_on
    if plan.version is None or held is None:
        return True
    draft = plan.status is PlanStatus.DRAFT or plan.agreed_on is None
    later = draft or (plan.agreed_on is not None and plan.agreed_on >= held)
    return later and plan.version >= max(review.new_plan_version or 0, SECOND)


CHECKS: Mapping[str, Check] = {
    "first_review_late": first_review_late,
    "gap_too_long": gap_too_long,
    "review_not_held": review_not_held,
    "not_brought_forward": not_brought_forward,
    "review_unfinished": review_unfinished,
    "threshold_not_answered": threshold_not_answered,
    "worse_and_unchanged": worse_and_unchanged,
    "not_involved": not_involved,
    "result_not_told": result_not_told,
    "not_led_by_lead": not_led_by_lead,
    "moved_badly": moved_badly,
    "version_not_raised": version_not_raised,
}
