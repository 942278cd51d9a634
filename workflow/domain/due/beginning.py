"""What the first days of a case owe: telling, talking, reporting, the plan (4.2)."""

from collections.abc import Iterator
from datetime import date

from workflow.domain.case_folder import PERSON
from workflow.domain.due.entry import CaseDay, Entry
from workflow.domain.records.plan import Plan
from workflow.domain.vocabulary import (
    AdvocacyAnswer,
    OwnCopyPlace,
    PlanStatus,
    ThresholdDecision,
)


def beginning(case: CaseDay) -> Iterator[Entry]:
    """The concern, the council, the plan, the person's copy of it, the advocate."""
    yield from _concern(case)
    yield from _report(case)
    yield from _copy(case)
    yield from _advocate(case)


def _concern(case: CaseDay) -> Iterator[Entry]:
    concern, file = case.folder.case.record.concern, case.folder.case.file
    raised = concern.raised_on
    if raised is None:
        return
    told, talked = concern.reported_to_lead_on, concern.first_conversation_on
    for name, kind, key, done in (
        ("The safeguarding lead to tell", "telling_lead", "tell_lead_hours", told),
        ("A first talk", "first_conversation", "first_conversation_hours", talked),
        ("The plan to agree", "plan", "plan_working_days", _agreed(case)),
    ):
        due = case.within(raised, key)
        yield Entry(name, kind, "concern", due, case.owner, file, done_on=done)


def _agreed(case: CaseDay) -> date | None:
    """When the first plan was agreed; the earliest day that any version tells."""
    plans: list[Plan] = [case.folder.plan.record]
    plans += [filed.record for filed in case.folder.old_plans]
    days = [p.first_agreed_on for p in plans]
    days += [p.agreed_on for p in plans if p.status is not PlanStatus.DRAFT]
    return min((day for day in days if day), default=None)


def _report(case: CaseDay) -> Iterator[Entry]:
    threshold, file = case.folder.case.record.threshold, case.folder.case.file
    if threshold.decision is ThresholdDecision.REPORT and threshold.decided_on:
        due = case.within(threshold.decided_on, "report_working_days")
        lead, done = threshold.decided_by or case.lead, threshold.reported_on
        at = ("threshold", due, lead, file)
        name = "The report to the council"
        yield Entry(name, "report_to_council", *at, urgent=True, done_on=done)


def _copy(case: CaseDay) -> Iterator[Entry]:
    plan, file = case.folder.plan.record, case.folder.plan.file
    place = case.folder.person.record.communication.safe_contact.own_copy_kept
    if plan.status is not PlanStatus.AGREED or plan.agreed_on is None:
        return
    if place is not OwnCopyPlace.NO_PAPER:
        given = (c.given_on for c in plan.copies if c.to == PERSON and c.given_on)
        due = case.within(plan.agreed_on, "copy_to_person_working_days")
        source = f"plan version {plan.version or 1}"
        at = (source, due, case.owner, file)
        name = "The person's copy of the plan"
        yield Entry(name, "copy_to_person", *at, done_on=min(given, default=None))


def _advocate(case: CaseDay) -> Iterator[Entry]:
    file = case.folder.case.file
    for index, offer in enumerate(case.folder.case.record.advocacy.offers):
        if offer.answer is AdvocacyAnswer.ACCEPTED and offer.offered_on:
            due = case.within(offer.offered_on, "advocacy_referral_working_days")
            at = ("advocacy", due, offer.offered_by or "", file, f"offers[{index}]")
            done = offer.referred_on or offer.started_on
            yield Entry("An advocate to ask for", "advocacy", *at, done_on=done)
