"""Everything with a due date and how it stands today (brief 4.5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.escalation import level
from workflow.domain.organisation import Organisation
from workflow.domain.records.plan import ScheduledReview
from workflow.domain.records.review import Review
from workflow.domain.rhythm import Occurrence, occurrences
from workflow.domain.triggers import Fired, fired
from workflow.domain.vocabulary import (
    ActionStatus,
    Answer,
    CapacityPosition,
    DecisionStatus,
    Listed,
    Priority,
    ReviewKind,
    ReviewStatus,
    SharingDecision,
)
from workflow.domain.working_days import Calendar

HORIZON = timedelta(days=366)
MOST_MOVED = 10  # working days a review may be moved by (4.3)


class DueStatus(Listed):
    """How an item with a due date stands; computed, never stored."""

    NOT_DUE = "not_due", "Not due yet"
    DUE_SOON = "due_soon", "Due soon"
    DUE_TODAY = "due_today", "Due today"
    OVERDUE = "overdue", "Late"
    ESCALATED_1 = "escalated_1", "Late: its owner is told"
    ESCALATED_2 = "escalated_2", "Late: the safeguarding lead is told"
    ESCALATED_3 = "escalated_3", "Late: the registered manager is told"
    ESCALATED_4 = "escalated_4", "Late: the nominated individual is told"
    DONE_ON_TIME = "done_on_time", "Done on time"
    DONE_LATE = "done_late", "Done late"
    MOVED = "moved", "Moved, with the person asked"
    CANCELLED = "cancelled", "Cancelled"


@dataclass(frozen=True)
class DueItem:
    """One thing with a due date. `days_late` counts working days; `lead` is an id.

    `item` describes it without naming anybody; `source` is the id it comes from;
    `file` is the review file that meets it, when there is one.
    """

    case: str
    item: str
    kind: str
    source: str
    due_on: date
    status: DueStatus
    days_late: int
    lead: str
    done_on: date | None = None
    file: str = ""
    moved: bool = False


def due_items(
    folder: CaseFolder, organisation: Organisation, calendar: Calendar, today: date
) -> tuple[DueItem, ...]:
    """Everything with a due date in one case, soonest first."""
    diary = _Diary(folder, organisation, calendar, today)
    found = (*diary.reviews(), *diary.triggered(), *diary.other())
    return tuple(sorted(found, key=lambda i: (i.due_on, i.kind, i.source)))


@dataclass(frozen=True)
class _Diary:
    """One case on one day."""

    folder: CaseFolder
    organisation: Organisation
    calendar: Calendar
    today: date

    @property
    def urgent(self) -> bool:
        """Whether the whole case is on the urgent ladder."""
        return self.folder.case.record.priority is Priority.URGENT

    def reviews(self) -> Iterator[DueItem]:
        """Every occurrence of every schedule."""
        for schedule in self.folder.plan.record.review_schedule:
            horizon = self.today + HORIZON
            for occurrence in occurrences(schedule, self.calendar, horizon):
                yield self._occurrence(schedule, occurrence)

    def triggered(self) -> Iterator[DueItem]:
        """Every trigger that went off, as a review with a date."""
        for event in fired(self.folder, self.calendar):
            met = next((r for r in self.folder.reviews if _answers(r, event)), None)
            lead = event.trigger.lead or ""
            source = event.trigger.id or ""
            yield self._review(
                "triggered", source, event.due_on, lead, met, urgent=True
            )

    def _occurrence(self, schedule: ScheduledReview, when: Occurrence) -> DueItem:
        met = next((r for r in self.folder.reviews if _meets(r, schedule, when)), None)
        kind = schedule.kind or ReviewKind.SCHEDULED
        lead = schedule.lead or ""
        source = schedule.id or ""
        return self._review(
            kind.value, source, when.due_on, lead, met, urgent=self.urgent
        )

    def _review(
        self,
        kind: str,
        source: str,
        due_on: date,
        lead: str,
        met: Filed[Review] | None,
        *,
        urgent: bool,
    ) -> DueItem:
        review = met.record if met else Review()
        moved = self._moved_to(review, due_on)
        cancelled = review.status is ReviewStatus.CANCELLED or (
            not self.folder.is_open and review.held_on is None
        )
        return self._row(
            ReviewKind.of(kind).label,
            kind,
            source,
            moved or due_on,
            lead,
            done_on=review.held_on if review.status is ReviewStatus.HELD else None,
            urgent=urgent,
            cancelled=cancelled,
            moved=moved is not None,
            file=met.file if met else "",
        )

    def _moved_to(self, review: Review, due_on: date) -> date | None:
        """The new date of a review rightly moved: once, asked, 10 working days at most."""
        move = review.rescheduled
        if (
            move.to is None
            or (move.times or 1) > 1
            or move.agreed_with_person
            not in (
                Answer.SAID_YES,
                Answer.SAID_PARTLY,
            )
        ):
            return None
        late = self.calendar.working_days_after(due_on, move.to)
        return move.to if late <= MOST_MOVED else None

    def other(self) -> Iterator[DueItem]:
        """What has a date of its own: limits, agreements, actions, checks."""
        if not self.folder.is_open:
            return
        yield from self._limits()
        yield from self._agreements()
        yield from self._capacity()
        yield from self._communication()
        yield from self._actions()
        yield from self._follow_ups()
        yield from self._managerial()
        yield from self._learning()
        yield from self._decisions()

    def _limits(self) -> Iterator[DueItem]:
        for limit in self.folder.active_restrictions:
            if limit.review_on:
                lead = limit.authorised_by or self._owner
                name = "A limit on freedom to look at again"
                yield self._row(
                    name,
                    "restriction",
                    limit.id or "",
                    limit.review_on,
                    lead,
                    urgent=True,
                )

    def _agreements(self) -> Iterator[DueItem]:
        over = (
            SharingDecision.NOT_AGREED,
            SharingDecision.WITHDRAWN,
            SharingDecision.UNDECIDED,
        )
        for agreement in self.folder.consent.record.boundaries:
            if agreement.until and agreement.decision not in over:
                name = "A sharing agreement to ask about again"
                source = agreement.id or ""
                yield self._row(
                    name, "sharing_boundary", source, agreement.until, self._owner
                )

    def _capacity(self) -> Iterator[DueItem]:
        for entry in self.folder.case.record.capacity:
            if entry.review_on and entry.position is not CapacityPosition.PRESUMED:
                lead = entry.considered_by or self._owner
                name = "A capacity decision to look at again"
                yield self._row(name, "capacity", entry.id or "", entry.review_on, lead)

    def _communication(self) -> Iterator[DueItem]:
        when = self.folder.person.record.communication.next_review_on
        if when:
            name = "Communication needs to ask about again"
            yield self._row(name, "communication", "communication", when, self._owner)

    def _actions(self) -> Iterator[DueItem]:
        for action in self.folder.plan.record.actions:
            if action.due_on and action.status not in FINISHED:
                name = f"Plan action {action.id or ''}".strip()
                yield self._row(
                    name, "action", action.id or "", action.due_on, action.owner or ""
                )

    def _follow_ups(self) -> Iterator[DueItem]:
        for filed in self.folder.records:
            for step in filed.record.follow_up:
                if step.due_on and step.status not in FINISHED:
                    source = filed.record.record_id or filed.file
                    yield self._row(
                        "A follow-up",
                        "follow_up",
                        source,
                        step.due_on,
                        step.owner or "",
                    )

    def _managerial(self) -> Iterator[DueItem]:
        for filed in self.folder.managerial_reviews:
            review = filed.record
            if review.due_on:
                yield self._row(
                    "Managerial review",
                    "managerial_review",
                    review.mreview_id or filed.file,
                    review.due_on,
                    review.reviewer or "",
                    done_on=review.closed_on,
                    urgent=True,
                )

    def _learning(self) -> Iterator[DueItem]:
        for filed in self.folder.learning:
            note = filed.record
            when = note.check.due_on if note.told else note.due_on
            if when and not note.check.done_on:
                source = note.learning_id or filed.file
                name = "Learning to check in practice" if note.told else "Learning note"
                lead = (note.check.by if note.told else note.owner) or note.owner or ""
                yield self._row(name, "learning", source, when, lead)

    def _decisions(self) -> Iterator[DueItem]:
        for decision in self.folder.case.record.lead_decisions:
            if decision.follow_up_by and decision.status is not DecisionStatus.DONE:
                source, lead = decision.id or "", decision.decided_by or ""
                name = "A lead decision to follow up"
                yield self._row(
                    name, "lead_decision", source, decision.follow_up_by, lead
                )

    @property
    def _owner(self) -> str:
        return self.folder.case.record.ownership.owner or ""

    def _row(  # noqa: PLR0913 - the parts of a row
        self,
        item: str,
        kind: str,
        source: str,
        due_on: date,
        lead: str,
        *,
        done_on: date | None = None,
        urgent: bool | None = None,
        cancelled: bool = False,
        moved: bool = False,
        file: str = "",
    ) -> DueItem:
        hurried = self.urgent if urgent is None else urgent or self.urgent
        late = self.calendar.working_days_after(due_on, done_on or self.today)
        status = (
            DueStatus.CANCELLED
            if cancelled
            else self._status(due_on, done_on, late, urgent=hurried, moved=moved)
        )
        shown = 0 if cancelled else late
        return DueItem(
            self.folder.ref,
            item,
            kind,
            source,
            due_on,
            status,
            shown,
            lead,
            done_on,
            file,
            moved,
        )

    def _status(
        self,
        due_on: date,
        done_on: date | None,
        late: int,
        *,
        urgent: bool,
        moved: bool,
    ) -> DueStatus:
        if done_on is not None:
            return DueStatus.DONE_ON_TIME if done_on <= due_on else DueStatus.DONE_LATE
        if due_on > self.today:
            coming = self._soon(due_on, urgent=urgent)
            return (
                DueStatus.DUE_SOON
                if coming
                else DueStatus.MOVED
                if moved
                else DueStatus.NOT_DUE
            )
        if due_on == self.today:
            return DueStatus.DUE_TODAY
        ladder = self.organisation.provider.record.escalation_ladder
        rung = level(late, urgent=urgent, ladder=ladder)
        return DueStatus.of(f"escalated_{rung}") if rung else DueStatus.OVERDUE

    def _soon(self, due_on: date, *, urgent: bool) -> bool:
        key = "due_soon_working_days_urgent" if urgent else "due_soon_working_days"
        service = self.folder.case.record.service_id
        span = self.organisation.timescale(key, service)
        return self.calendar.add_working_days(self.today, span) >= due_on


FINISHED = (ActionStatus.DONE, ActionStatus.NOT_POSSIBLE, ActionStatus.NO_LONGER_NEEDED)


def _meets(filed: Filed[Review], schedule: ScheduledReview, when: Occurrence) -> bool:
    review = filed.record
    if review.due_on not in (when.due_on, when.unrolled):
        return (
            bool(schedule.id)
            and schedule.id in review.also_counts_for
            and _near(review, when)
        )
    return bool(schedule.id) and review.schedule == schedule.id


def _near(review: Review, when: Occurrence) -> bool:
    """A triggered review may stand for a scheduled one due within 5 working days."""
    held = review.held_on
    return held is not None and held <= when.due_on <= held + timedelta(days=7)


def _answers(filed: Filed[Review], event: Fired) -> bool:
    review = filed.record
    if review.trigger != event.trigger.id:
        return False
    if review.trigger_record:
        return review.trigger_record == event.record.record.record_id
    return review.due_on is not None and review.due_on >= event.on
