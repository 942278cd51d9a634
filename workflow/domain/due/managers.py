"""What managers owe: managerial reviews, to open and finish; learning (2.11, 2.12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import Filed, id_of, last_date
from workflow.domain.due.entry import CaseDay, Entry
from workflow.domain.due.standing import still_open
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.record import Record
from workflow.domain.rhythm import in_days
from workflow.domain.sharing import lasts, of_record
from workflow.domain.triggers import unresolved_since
from workflow.domain.vocabulary import LearningStatus, MrReason, RecordType

TOLD_WITHIN = 5  # working days from a change in practice to telling the team
URGENT_REASONS = frozenset(
    {MrReason.OVERRIDE, MrReason.DEVIATION, MrReason.RESTRICTION_DRIFT}
)
MANAGERIAL_REVIEW = "managerial_review"


@dataclass(frozen=True)
class ForManager:
    """A record that a manager must look at, why, and the day the time runs from.

    `deciders` made the decision, so they may not review it.
    """

    filed: Filed[Record]
    since: date
    reasons: tuple[MrReason, ...]
    deciders: frozenset[str]

    @property
    def source(self) -> str:
        """The id of the record."""
        return id_of(self.filed)


def owed_by_managers(case: CaseDay) -> Iterator[Entry]:
    """Managerial reviews with their actions, those still to open, learning notes."""
    for filed in case.folder.managerial_reviews:
        yield from _managerial(case, filed)
        yield from _actions(filed)
    for waiting in for_managers(case):
        due = case.within(waiting.since, "managerial_review_start_working_days")
        at = (waiting.source, due, case.manager, waiting.filed.file)
        name = "A managerial review to open"
        yield Entry(name, MANAGERIAL_REVIEW, *at, "to open", urgent=True, lasting=True)
    yield from _learning(case)


def for_managers(case: CaseDay) -> Iterator[ForManager]:
    """Records that a managerial review must look at, and that none names yet.

    Overrides, deviations (4.6), sharing outside the agreement that is called neither
    (INF-03), limits outside the plan that were not settled in time (RES-05).
    """
    named = {
        source
        for filed in case.folder.managerial_reviews
        for source in filed.record.source_records
    }
    for filed in case.folder.records:
        found = _looked_at(case, filed)
        if found and found.source not in named and filed.file not in named:
            yield found


def _looked_at(case: CaseDay, filed: Filed[Record]) -> ForManager | None:
    record, limit_days = filed.record, in_days(case.timescale("unlisted_limit_hours"))
    if record.date is None or record.date > case.today:
        return None
    override = record.external_contact.override
    deciders = {override.decided_by} if override else {record.recorded_by}
    deciders |= {record.recorded_by} if record.deviation else set()
    who = frozenset(person for person in deciders if person)
    beyond = [MrReason.OVERRIDE] if override else []
    if record.deviation or (not override and _outside(case, filed)):
        beyond.append(MrReason.DEVIATION)
    if beyond:
        return ForManager(filed, record.date, tuple(beyond), who)
    since = unresolved_since(record, limit_days)
    if since and since <= case.today:
        return ForManager(filed, since, (MrReason.RESTRICTION_DRIFT,), who)
    return None


def _outside(case: CaseDay, filed: Filed[Record]) -> bool:
    """Whether something was shared outside what the person agreed (4.9)."""
    if filed.record.type is not RecordType.EXTERNAL_CONTACT:
        return False
    months = lasts(case.folder, case.organisation)
    return any(not row.inside for row in of_record(case.folder, filed, months))


def _managerial(case: CaseDay, filed: Filed[ManagerialReview]) -> Iterator[Entry]:
    review = filed.record
    due = review.due_on or _counted(case, review)
    if due:
        source = review.mreview_id or filed.file
        yield Entry(
            "Managerial review",
            MANAGERIAL_REVIEW,
            source,
            due,
            review.reviewer or case.manager,
            filed.file,
            urgent=bool(URGENT_REASONS & set(review.reasons)),
            done_on=review.closed_on,
            lasting=True,
        )


def _counted(case: CaseDay, review: ManagerialReview) -> date | None:
    """When a managerial review is due that does not say so itself (4.2)."""
    days = [
        filed.record.date
        for filed in case.folder.records
        if filed.record.record_id in review.source_records and filed.record.date
    ]
    since = min(days, default=review.opened_on)
    return case.within(since, "managerial_review_working_days") if since else None


def _actions(filed: Filed[ManagerialReview]) -> Iterator[Entry]:
    source = filed.record.mreview_id or filed.file
    for index, action in enumerate(filed.record.actions):
        if action.due_on and still_open(action.status, action.done_on):
            owner, part = action.owner or "", f"actions[{index}]"
            at = (source, action.due_on, owner, filed.file, part)
            name, done = "Managerial review action", action.done_on
            yield Entry(name, "action", *at, done_on=done, lasting=True)


def _learning(case: CaseDay) -> Iterator[Entry]:
    for filed in case.folder.learning:
        name, due, lead, done = _stage(case, filed.record)
        if due is not None:
            at = (filed.record.learning_id or filed.file, due, lead, filed.file)
            yield Entry(name, "learning", *at, done_on=done, lasting=True)


def _stage(case: CaseDay, note: Learning) -> tuple[str, date | None, str, date | None]:
    """The stage of a learning note: what, by when, by whom, done when (rulings)."""
    owner, check = note.owner or "", note.check
    due = note.due_on
    if due is None and note.opened_on:
        due = case.within(note.opened_on, "learning_note_working_days")
    if check.done_on or note.status is LearningStatus.CHECKED:
        by = _check_by(case, note, due) if check.done_on else None
        return "Learning to check", by, check.by or owner, check.done_on
    if note.told or note.status is LearningStatus.TOLD:
        by = _check_by(case, note, due)
        return "Learning to check", by, check.by or owner, None
    if due and note.status is LearningStatus.CHANGED:
        told_by = case.working_days(due, TOLD_WITHIN)
        return "Learning to tell the team", told_by, owner, None
    return "Learning note", due, owner, None


def _check_by(case: CaseDay, note: Learning, otherwise: date | None) -> date | None:
    told = last_date(line.date for line in note.told)
    if note.check.due_on or told is None:
        return note.check.due_on or otherwise
    return case.within(told, "learning_check_weeks")
