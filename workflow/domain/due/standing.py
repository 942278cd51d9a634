"""What stands in the case, plan, person and sharing files and has a date of its own."""

from collections.abc import Iterator
from datetime import date

from workflow.domain.case_folder import last_date
from workflow.domain.due.entry import CaseDay, Entry
from workflow.domain.records.plan import Restriction
from workflow.domain.sharing import AGREED, replaces
from workflow.domain.triggers import reached
from workflow.domain.vocabulary import (
    ActionStatus,
    CapacityPosition,
    DecisionStatus,
    LibertyAuth,
    RestrictionBasis,
)
from workflow.domain.working_days import later

LIBERTY_NOTICE = 28  # days before an authorisation ends
ASSESSED_WITHIN = 5  # working days that a capacity assessment may wait (CAP-09)
LIMIT = "limit"  # tells a limit's own date from a review of limits
UNDONE = (ActionStatus.NOT_POSSIBLE, ActionStatus.NO_LONGER_NEEDED)


def standing(case: CaseDay) -> Iterator[Entry]:
    """Limits, agreements, capacity, decisions, liberty, needs, actions, thresholds."""
    yield from _limits(case)
    yield from _agreements(case)
    yield from _capacity(case)
    yield from _decisions(case)
    yield from _liberty(case)
    yield from _communication(case)
    yield from _actions(case)
    yield from _thresholds(case)


def notifications(case: CaseDay) -> Iterator[Entry]:
    """Councils, regulators and others to be told; owed even when the case is closed."""
    file = case.folder.case.file
    for index, notice in enumerate(case.folder.case.record.notifications):
        if notice.due_on and notice.needed is not False:
            to = notice.to.value if notice.to else "notification"
            at = (to, notice.due_on, case.lead, file, f"notifications[{index}]")
            yield Entry(
                "A notification to send",
                "notification",
                *at,
                done_on=notice.sent_on,
                lasting=True,
            )


def still_open(status: ActionStatus | None, done_on: date | None) -> bool:
    """Whether an action counts here: still to do, or done on a day that is known."""
    if status is ActionStatus.DONE:
        return done_on is not None
    return status not in UNDONE


def _limits(case: CaseDay) -> Iterator[Entry]:
    file = case.folder.plan.file
    for limit in case.folder.active_restrictions:
        due = limit.review_on or _first_look(case, limit)
        if due:
            name, lead = "A limit on freedom to look at", limit.authorised_by or ""
            at = (limit.id or "", due, lead, file, LIMIT)
            yield Entry(name, "restriction", *at, urgent=True)


def _first_look(case: CaseDay, limit: Restriction) -> date | None:
    """When a limit without a date must be looked at: from its start or last review."""
    kept = (
        filed.record.held_on
        for filed in case.folder.held()
        if limit.id
        and any(r.restriction == limit.id for r in filed.record.restrictions)
    )
    since = last_date(kept, limit.started_on)
    urgent = limit.basis is RestrictionBasis.URGENT_TEMPORARY
    key = "urgent_restriction_hours" if urgent else "restriction_max_days"
    return case.within(since, key) if since else None


def _agreements(case: CaseDay) -> Iterator[Entry]:
    consent, file = case.folder.consent.record, case.folder.consent.file
    for agreement in consent.boundaries:
        wanted = agreement.decision in AGREED and not agreement.withdrawn_on
        replaced = any(replaces(b, agreement) for b in consent.boundaries)
        until = agreement.until
        if until is None and agreement.decided_on:
            until = case.within(agreement.decided_on, "agreement_review_months")
        if until and wanted and not replaced:
            at = (agreement.id or "", until, case.owner, file)
            yield Entry("A sharing agreement to renew", "sharing_boundary", *at)
    if consent.review_on:
        at = ("consent", consent.review_on, case.owner, file)
        yield Entry("Sharing choices to look at again", "consent_review", *at)


def _capacity(case: CaseDay) -> Iterator[Entry]:
    file = case.folder.case.file
    for entry in case.folder.case.record.capacity:
        source, by = entry.id or "", entry.considered_by or ""
        waits = entry.position is CapacityPosition.ASSESSMENT_NEEDED
        if waits and entry.considered_on:
            due = case.working_days(entry.considered_on, ASSESSED_WITHIN)
            name = "A capacity assessment to do"
            yield Entry(name, "capacity_assessment", source, due, by, file)
        if entry.review_on and entry.position is not CapacityPosition.PRESUMED:
            name = "A capacity decision to look at"
            yield Entry(name, "capacity", source, entry.review_on, by, file)


def _decisions(case: CaseDay) -> Iterator[Entry]:
    file = case.folder.case.file
    for decision in case.folder.case.record.lead_decisions:
        over = decision.status is DecisionStatus.DONE and not decision.closed_on
        if decision.follow_up_by and not over:
            by = decision.decided_by or case.lead
            at = (decision.id or "", decision.follow_up_by, by, file)
            name, done = "A lead decision to follow up", decision.closed_on
            yield Entry(name, "lead_decision", *at, done_on=done)


def _liberty(case: CaseDay) -> Iterator[Entry]:
    liberty, file = case.folder.case.record.liberty, case.folder.case.file
    ends = liberty.expires_on
    if ends and liberty.authorisation is not LibertyAuth.NOT_NEEDED:
        due = later(ends, -LIBERTY_NOTICE)
        at = (liberty.reference or "liberty", due, case.manager, file)
        yield Entry("A liberty authorisation that ends", "liberty", *at)


def _communication(case: CaseDay) -> Iterator[Entry]:
    needs, file = case.folder.person.record.communication, case.folder.person.file
    last = needs.reviewed_on or needs.identified_on
    due = needs.next_review_on
    if due is None and last:
        due = case.within(last, "communication_review_months")
    if due:
        at = ("communication", due, case.owner, file)
        yield Entry("Communication needs to ask about", "communication", *at)


def _actions(case: CaseDay) -> Iterator[Entry]:
    file = case.folder.plan.file
    for index, action in enumerate(case.folder.plan.record.actions):
        if action.due_on and still_open(action.status, action.done_on):
            name = f"Plan action {action.id or ''}".strip()
            at = (action.id or "", action.due_on, action.owner or "", file)
            part = "" if action.id else f"actions[{index}]"
            yield Entry(name, "action", *at, part, done_on=action.done_on)


def _thresholds(case: CaseDay) -> Iterator[Entry]:
    provider = case.organisation.provider.record
    staff = {
        "owner": case.owner,
        "registered_manager": case.manager,
        "nominated_individual": provider.nominated_individual or case.manager,
    }
    for event in reached(case.folder, case.calendar, case.today):
        lead = staff.get(event.lead, case.lead)
        at = (event.trigger, event.due_on, lead, event.file)
        yield Entry("A threshold that was reached", "threshold", *at)
