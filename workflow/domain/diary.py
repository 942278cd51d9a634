"""Everything with a due date and how it stands today (brief 4.5)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder, Filed, last_date
from workflow.domain.escalation import level
from workflow.domain.organisation import Organisation
from workflow.domain.records.learning import Learning
from workflow.domain.records.plan import ScheduledReview
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.rhythm import Occurrence, add, in_days, occurrences
from workflow.domain.sharing import AGREED, replaces
from workflow.domain.triggers import Fired, answers, fired, reached
from workflow.domain.vocabulary import (
    ActionStatus,
    Answer,
    CapacityPosition,
    DecisionStatus,
    LearningStatus,
    Listed,
    MaracDecision,
    MrReason,
    OfferAnswer,
    Priority,
    RecordType,
    ReviewKind,
    ReviewStatus,
    Unit,
)
from workflow.domain.working_days import Calendar

HORIZON = timedelta(days=365)
MOST_MOVED = 10  # working days a review may be moved by (4.3)
COUNTS_FOR_WITHIN = 5  # working days to a scheduled review that a triggered one meets
TALK_WITHIN = 5  # working days from an outside contact to the talk about it
TOLD_WITHIN = 5  # working days from a change in practice to telling the team
LIBERTY_NOTICE = timedelta(days=28)
FINISHED = (ActionStatus.DONE, ActionStatus.NOT_POSSIBLE, ActionStatus.NO_LONGER_NEEDED)
ASKED = (Answer.SAID_YES, Answer.SAID_PARTLY)
URGENT_REASONS = frozenset(
    {MrReason.OVERRIDE, MrReason.DEVIATION, MrReason.RESTRICTION_DRIFT}
)
REVIEW_NAMES = {
    ReviewKind.INITIAL: "First review",
    ReviewKind.SCHEDULED: "Review",
    ReviewKind.PATTERN: "Pattern review",
    ReviewKind.TRIGGERED: "Review brought forward",
    ReviewKind.RESTRICTION: "Review of a limit on freedom",
    ReviewKind.FINAL: "Last review",
}


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
    `file` is where it is written down, `held_file` the review that met it. `unrolled`
    is the date before it moved back to a working day, or before it was `moved`.
    """

    case: str
    item: str
    kind: str
    source: str
    due_on: date
    status: DueStatus
    days_late: int
    lead: str
    urgent: bool
    done_on: date | None
    unrolled: date
    moved: bool
    file: str
    held_file: str


def due_items(
    folder: CaseFolder, organisation: Organisation, calendar: Calendar, today: date
) -> tuple[DueItem, ...]:
    """Everything with a due date in one case, soonest first."""
    diary = _Diary(folder, organisation, calendar, today)
    found = (diary.stands(entry) for entry in diary.entries())
    return tuple(sorted(found, key=lambda i: (i.due_on, i.kind, i.source, i.file)))


@dataclass(frozen=True)
class _Entry:
    """Something with a date, before anybody asks how it stands."""

    item: str
    kind: str
    source: str
    due_on: date
    lead: str
    file: str
    urgent: bool = False
    done_on: date | None = None
    unrolled: date | None = None
    moved: bool = False
    cancelled: bool = False
    held_file: str = ""


@dataclass(frozen=True)
class _Diary:
    """One case on one day."""

    folder: CaseFolder
    organisation: Organisation
    calendar: Calendar
    today: date

    def entries(self) -> Iterator[_Entry]:
        """Everything with a date; of a closed case, what outlives it."""
        yield from self._reviews()
        yield from self._managerial()
        yield from self._learning()
        yield from self._notifications()
        if self.folder.is_open:
            yield from self._while_open()

    def stands(self, entry: _Entry) -> DueItem:
        """How an entry stands today."""
        urgent = entry.urgent or self._all_urgent
        late = self.calendar.working_days_after(
            entry.due_on, entry.done_on or self._until
        )
        status = self._status(entry, late, urgent=urgent)
        return DueItem(
            case=self.folder.ref,
            item=entry.item,
            kind=entry.kind,
            source=entry.source,
            due_on=entry.due_on,
            status=status,
            days_late=0 if status is DueStatus.CANCELLED else late,
            lead=entry.lead or self._owner,
            urgent=urgent,
            done_on=entry.done_on,
            unrolled=entry.unrolled or entry.due_on,
            moved=entry.moved,
            file=entry.file,
            held_file=entry.held_file,
        )

    @property
    def _all_urgent(self) -> bool:
        """Whether the whole case is on the urgent ladder (4.6)."""
        case = self.folder.case.record
        marac = case.domestic_abuse.marac_decision is MaracDecision.REFERRED
        return marac or case.priority is Priority.URGENT

    @property
    def _owner(self) -> str:
        return self.folder.case.record.ownership.owner or ""

    @property
    def _lead(self) -> str:
        return self.folder.case.record.ownership.safeguarding_lead or self._owner

    @property
    def _manager(self) -> str:
        service = self.organisation.service(self.folder.case.record.service_id)
        return service.registered_manager or self._lead

    @property
    def _closed_on(self) -> date | None:
        if self.folder.is_open:
            return None
        closed = self.folder.closure.record.closed_on
        return closed or self.folder.case.record.closed_on or date.min

    @property
    def _until(self) -> date:
        """The day up to which lateness is counted: a closed case gets no later."""
        closed = self._closed_on
        return self.today if closed in (None, date.min) else min(closed, self.today)

    def _timescale(self, key: str) -> int:
        return self.organisation.timescale(key, self.folder.case.record.service_id)

    def _working_days(self, day: date, count: int) -> date:
        return self.calendar.add_working_days(day, count)

    def _status(self, entry: _Entry, late: int, *, urgent: bool) -> DueStatus:
        if entry.cancelled:
            return DueStatus.CANCELLED
        if entry.done_on is not None:
            on_time = entry.done_on <= entry.due_on
            return DueStatus.DONE_ON_TIME if on_time else DueStatus.DONE_LATE
        if entry.due_on == self.today:
            return DueStatus.DUE_TODAY
        if entry.due_on > self.today:
            return self._ahead(entry, urgent=urgent)
        ladder = self.organisation.provider.record.escalation_ladder
        rung = level(late, urgent=urgent, ladder=ladder)
        return DueStatus.of(f"escalated_{rung}") if rung else DueStatus.OVERDUE

    def _ahead(self, entry: _Entry, *, urgent: bool) -> DueStatus:
        key = "due_soon_working_days_urgent" if urgent else "due_soon_working_days"
        if self._working_days(self.today, self._timescale(key)) >= entry.due_on:
            return DueStatus.DUE_SOON
        return DueStatus.MOVED if entry.moved else DueStatus.NOT_DUE

    def _reviews(self) -> Iterator[_Entry]:
        """Reviews by schedule, by trigger, and those that answer to neither."""
        for schedule in self.folder.plan.record.review_schedule:
            for occurrence in self._coming(schedule):
                yield self._occurrence(schedule, occurrence)
        limit = in_days(self._timescale("unlisted_limit_hours"))
        events = fired(self.folder, self.calendar, self.today, limit)
        for event in events:
            yield self._triggered(event)
        for filed in self.folder.reviews:
            yield from self._unasked(filed, events)

    def _coming(self, schedule: ScheduledReview) -> Iterator[Occurrence]:
        """The dates up to a year ahead, and always the next one."""
        horizon = self.today + HORIZON
        next_seen = False
        for occurrence in occurrences(schedule, self.calendar, horizon):
            if occurrence.unrolled <= horizon or not next_seen:
                yield occurrence
            next_seen = next_seen or occurrence.due_on >= self.today

    def _occurrence(self, schedule: ScheduledReview, when: Occurrence) -> _Entry:
        kind = schedule.kind or ReviewKind.SCHEDULED
        entry = _Entry(
            REVIEW_NAMES[kind],
            kind.value,
            schedule.id or "",
            when.due_on,
            schedule.lead or "",
            self.folder.plan.file,
            urgent=kind is ReviewKind.RESTRICTION,
            unrolled=when.unrolled,
        )
        of_schedule = (r for r in self.folder.reviews if _meets(r, schedule, when))
        return self._met(entry, _best(of_schedule) or self._stand_in(schedule, when))

    def _stand_in(
        self, schedule: ScheduledReview, when: Occurrence
    ) -> Filed[Review] | None:
        """A triggered review that was held shortly before and counts for this one."""
        for filed in self.folder.held(ReviewKind.TRIGGERED):
            held = filed.record.held_on
            if held and schedule.id and schedule.id in filed.record.also_counts_for:
                last = self._working_days(held, COUNTS_FOR_WITHIN)
                if held <= when.due_on <= last:
                    return filed
        return None

    def _triggered(self, event: Fired) -> _Entry:
        entry = _Entry(
            REVIEW_NAMES[ReviewKind.TRIGGERED],
            ReviewKind.TRIGGERED.value,
            event.trigger,
            event.due_on,
            event.lead or self._lead,
            self._file_of(event.record),
            urgent=True,
        )
        answering = (r for r in self.folder.reviews if answers(r.record, event))
        return self._met(entry, _best(answering))

    def _unasked(
        self, filed: Filed[Review], events: tuple[Fired, ...]
    ) -> Iterator[_Entry]:
        """A review that nothing in the plan asked for, only its own file."""
        review = filed.record
        asked = review.schedule or any(answers(review, event) for event in events)
        if asked or review.due_on is None:
            return
        kind = review.kind or ReviewKind.SCHEDULED
        entry = _Entry(
            REVIEW_NAMES[kind],
            kind.value,
            review.trigger or review.review_id or filed.file,
            review.due_on,
            review.lead or "",
            filed.file,
            urgent=kind in (ReviewKind.TRIGGERED, ReviewKind.RESTRICTION),
        )
        yield self._met(entry, filed)

    def _met(self, entry: _Entry, filed: Filed[Review] | None) -> _Entry:
        """The entry as the review file for it, if any, leaves it."""
        review = filed.record if filed else Review()
        moved = self._moved_to(review, entry.due_on)
        held = review.held_on if review.status is ReviewStatus.HELD else None
        closed = self._closed_on
        after_closing = closed is not None and entry.due_on > closed and held is None
        return replace(
            entry,
            due_on=moved or entry.due_on,
            unrolled=entry.unrolled or entry.due_on,
            done_on=held,
            moved=moved is not None,
            cancelled=review.status is ReviewStatus.CANCELLED or after_closing,
            held_file=filed.file if filed and held else "",
        )

    def _moved_to(self, review: Review, due_on: date) -> date | None:
        """The new date of a review moved rightly: once, asked, 10 working days most."""
        move = review.rescheduled
        once = (move.times or 1) == 1
        if move.to is None or not once or move.agreed_with_person not in ASKED:
            return None
        far = self.calendar.working_days_after(due_on, move.to) > MOST_MOVED
        return None if far else move.to

    def _file_of(self, record: str) -> str:
        records = self.folder.records
        named = (f.file for f in records if record in (f.record.record_id, f.file))
        return next(named, self.folder.consent.file)

    def _while_open(self) -> Iterator[_Entry]:
        """What has a date of its own and ends with the case."""
        yield from self._limits()
        yield from self._agreements()
        yield from self._case()
        yield from self._communication()
        yield from self._actions()
        for filed in self.folder.records:
            yield from self._record(filed)
        yield from self._thresholds()

    def _limits(self) -> Iterator[_Entry]:
        file = self.folder.plan.file
        for limit in self.folder.active_restrictions:
            if limit.review_on:
                name, lead = "A limit on freedom to look at", limit.authorised_by or ""
                at = (limit.id or "", limit.review_on, lead, file)
                yield _Entry(name, "restriction", *at, urgent=True)

    def _agreements(self) -> Iterator[_Entry]:
        consent, file = self.folder.consent.record, self.folder.consent.file
        for agreement in consent.boundaries:
            wanted = agreement.decision in AGREED and not agreement.withdrawn_on
            replaced = any(replaces(b, agreement) for b in consent.boundaries)
            if agreement.until and wanted and not replaced:
                at = (agreement.id or "", agreement.until, self._owner, file)
                yield _Entry("A sharing agreement to renew", "sharing_boundary", *at)
        if consent.review_on:
            at = ("consent", consent.review_on, self._owner, file)
            yield _Entry("Sharing choices to look at again", "consent_review", *at)

    def _case(self) -> Iterator[_Entry]:
        case, file = self.folder.case.record, self.folder.case.file
        for entry in case.capacity:
            if entry.review_on and entry.position is not CapacityPosition.PRESUMED:
                at = (entry.id or "", entry.review_on, entry.considered_by or "", file)
                yield _Entry("A capacity decision to look at", "capacity", *at)
        for decision in case.lead_decisions:
            if decision.follow_up_by and decision.status is not DecisionStatus.DONE:
                by = decision.decided_by or self._lead
                at = (decision.id or "", decision.follow_up_by, by, file)
                yield _Entry("A lead decision to follow up", "lead_decision", *at)
        if case.liberty.expires_on:
            due = case.liberty.expires_on - LIBERTY_NOTICE
            at = (case.liberty.reference or "liberty", due, self._manager, file)
            yield _Entry("A liberty authorisation that ends", "liberty", *at)
        if case.concern.raised_on and not case.concern.reported_to_lead_on:
            days = timedelta(days=in_days(self._timescale("tell_lead_hours")))
            at = ("concern", case.concern.raised_on + days, self._owner, file)
            yield _Entry("The safeguarding lead to tell", "telling_lead", *at)

    def _notifications(self) -> Iterator[_Entry]:
        file = self.folder.case.file
        for notice in self.folder.case.record.notifications:
            if notice.due_on and notice.needed is not False and not notice.sent_on:
                to = notice.to.value if notice.to else "notification"
                at = (to, notice.due_on, self._lead, file)
                yield _Entry("A notification to send", "notification", *at)

    def _communication(self) -> Iterator[_Entry]:
        person = self.folder.person
        when = person.record.communication.next_review_on
        if when:
            at = ("communication", when, self._owner, person.file)
            yield _Entry("Communication needs to ask about", "communication", *at)

    def _actions(self) -> Iterator[_Entry]:
        file = self.folder.plan.file
        for action in self.folder.plan.record.actions:
            if action.due_on and action.status not in FINISHED:
                name = f"Plan action {action.id or ''}".strip()
                at = (action.id or "", action.due_on, action.owner or "", file)
                yield _Entry(name, "action", *at)

    def _record(self, filed: Filed[Record]) -> Iterator[_Entry]:
        source = filed.record.record_id or filed.file
        for step in filed.record.follow_up:
            if step.due_on and step.status not in FINISHED:
                at = (source, step.due_on, step.owner or "", filed.file)
                yield _Entry("A follow-up", "follow_up", *at)
        if filed.record.type is RecordType.EXTERNAL_CONTACT and filed.record.date:
            yield from self._talk(filed, source, filed.record.date)

    def _talk(self, filed: Filed[Record], source: str, on: date) -> Iterator[_Entry]:
        """The talk after an outside contact: to be offered, then to be held."""
        contact = filed.record.external_contact
        offer, urgent = contact.review_conversation, bool(contact.override)
        if offer.answer in (None, OfferAnswer.NOT_OFFERED):
            days = self._timescale("review_conversation_working_days")
            by = filed.record.recorded_by or ""
            at = (source, self._working_days(on, days), by, filed.file)
            if not offer.not_offered_reason:
                name = "A talk to offer after an outside contact"
                yield _Entry(name, "review_conversation", *at, urgent=urgent)
        elif offer.answer is not OfferAnswer.DECLINED and not offer.record:
            due = self._working_days(on, TALK_WITHIN)
            at = (source, due, self._owner, filed.file)
            talks = self.folder.of_type(RecordType.REVIEW_CONVERSATION)
            if not any(t.record.review_conversation.about == source for t in talks):
                name = "A talk to hold after an outside contact"
                yield _Entry(name, "review_conversation", *at, urgent=urgent)

    def _thresholds(self) -> Iterator[_Entry]:
        provider = self.organisation.provider.record
        staff = {
            "owner": self._owner,
            "registered_manager": self._manager,
            "nominated_individual": provider.nominated_individual or self._manager,
        }
        for event in reached(self.folder, self.calendar, self.today):
            lead = staff.get(event.lead, self._lead)
            at = (event.trigger, event.due_on, lead, self._file_of(event.record))
            yield _Entry("A threshold that was reached", "threshold", *at)

    def _managerial(self) -> Iterator[_Entry]:
        named: set[str] = set()
        for filed in self.folder.managerial_reviews:
            review, source = filed.record, filed.record.mreview_id or filed.file
            named.update(review.source_records)
            if review.due_on:
                at = (source, review.due_on, review.reviewer or "", filed.file)
                yield _Entry(
                    "Managerial review",
                    "managerial_review",
                    *at,
                    urgent=bool(URGENT_REASONS & set(review.reasons)),
                    done_on=review.closed_on,
                )
            for action in review.actions:
                if action.due_on and action.status not in FINISHED:
                    at = (source, action.due_on, action.owner or "", filed.file)
                    yield _Entry("Managerial review action", "action", *at)
        yield from self._to_open(named)

    def _to_open(self, named: set[str]) -> Iterator[_Entry]:
        """Managerial reviews that a deviation or an override still waits for."""
        days = self._timescale("managerial_review_start_working_days")
        for filed in self.folder.records:
            record, source = filed.record, filed.record.record_id or filed.file
            set_off = record.deviation or record.external_contact.override
            if set_off and record.date and source not in named:
                due = self._working_days(record.date, days)
                at = (source, due, self._manager, filed.file)
                name = "A managerial review to open"
                yield _Entry(name, "managerial_review", *at, urgent=True)

    def _learning(self) -> Iterator[_Entry]:
        for filed in self.folder.learning:
            name, due, lead = self._stage(filed.record)
            if due is not None:
                at = (filed.record.learning_id or filed.file, due, lead, filed.file)
                yield _Entry(name, "learning", *at)

    def _stage(self, note: Learning) -> tuple[str, date | None, str]:
        """The stage a learning note waits for: what, by when, by whom (rulings)."""
        owner = note.owner or ""
        if note.check.done_on or note.status is LearningStatus.CHECKED:
            return "", None, ""
        if note.told or note.status is LearningStatus.TOLD:
            return "Learning to check", self._check_by(note), note.check.by or owner
        if note.due_on and note.status is LearningStatus.CHANGED:
            due = self._working_days(note.due_on, TOLD_WITHIN)
            return "Learning to tell the team", due, owner
        return "Learning note", note.due_on, owner

    def _check_by(self, note: Learning) -> date | None:
        told = last_date(line.date for line in note.told)
        if note.check.due_on or told is None:
            return note.check.due_on or note.due_on
        weeks = self._timescale("learning_check_weeks")
        return self.calendar.roll_back(add(told, weeks, Unit.WEEKS, self.calendar))


def _meets(filed: Filed[Review], schedule: ScheduledReview, when: Occurrence) -> bool:
    """Whether a review file is for this occurrence, and not held too early for it."""
    review = filed.record
    if not schedule.id or review.schedule != schedule.id:
        return False
    in_time = review.held_on is None or review.held_on >= when.earliest
    return in_time and review.due_on in (when.due_on, when.unrolled)


def _best(found: Iterable[Filed[Review]]) -> Filed[Review] | None:
    """Of several files for one review, the one that was held."""
    held = ReviewStatus.HELD
    return min(found, key=lambda r: r.record.status is not held, default=None)
