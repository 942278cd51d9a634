"""A case in which everything is filled in: what a template could ever be given.

Nobody's case. Every field of every record holds something of its kind, every list has
an item, every reference leads somewhere. What the product's own code makes of it for a
reader is all that a template for that reader may use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.fields import Member, members
from workflow.domain.organisation import Organisation
from workflow.domain.records.base import Block
from workflow.domain.records.case import Case
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.provider import Provider
from workflow.domain.records.record import Record
from workflow.domain.records.review import Review
from workflow.domain.records.staff import StaffRegister
from workflow.domain.records.tender import Tender
from workflow.domain.vocabulary import (
    CaseStatus,
    LearningStatus,
    RecordType,
    ReviewKind,
    ReviewStatus,
)
from workflow.domain.working_days import later

B = TypeVar("B", bound=Block)

ID = "X1"  # every id and every reference, so that each leads to something
WORDS = "words"
DAYS_AHEAD = 7  # to a review that somebody is invited to
PHRASE = "a phrase of their own"
REF = CaseRef("SG-2026-001")
CHOSEN: Mapping[type[StrEnum], StrEnum] = {
    CaseStatus: CaseStatus.ACTIVE,
    ReviewKind: ReviewKind.SCHEDULED,
    ReviewStatus: ReviewStatus.HELD,
}
"""The code to take where the first of its list would leave something out."""


@dataclass(frozen=True)
class Specimen:
    """Everything a document could be made from, filled in."""

    folder: CaseFolder
    organisation: Organisation
    tender: Tender


def specimen(timescales: Mapping[str, int], today: date) -> Specimen:
    """The filled-in case with its provider and tender; every date is `today`.

    `timescales` are the provider's, because without them nothing falls due.
    """
    organisation = Organisation(
        Filed("config/provider.yaml", full(Provider, today)),
        Filed("config/staff.yaml", _staff(today)),
        timescales,
    )
    return Specimen(_folder(today), organisation, full(Tender, today))


def _folder(today: date) -> CaseFolder:
    note = full(Learning, today)
    learning = tuple(
        Filed(f"learning/{status}.yaml", note.model_copy(update={"status": status}))
        for status in LearningStatus
    )
    record = full(Record, today)
    records = tuple(
        Filed(f"records/{kind}.yaml", record.model_copy(update={"type": kind}))
        for kind in RecordType
    )
    review = full(Review, today)
    pattern = review.model_copy(update={"kind": ReviewKind.PATTERN})
    return CaseFolder(
        REF,
        Filed("person.yaml", full(Person, today)),
        Filed("case.yaml", full(Case, today)),
        Filed("plan.yaml", _plan(today)),
        Filed("consent.yaml", full(Consent, today)),
        records,
        (Filed("reviews/one.yaml", review), Filed("reviews/two.yaml", pattern)),
        (Filed("managerial_reviews/one.yaml", full(ManagerialReview, today)),),
        learning,
        Filed("closure.yaml", full(Closure, today)),
    )


def _staff(today: date) -> StaffRegister:
    """Staff who have not left, or nobody could be told of anything."""
    register = full(StaffRegister, today)
    here = {"active_to": None}
    staff = tuple(member.model_copy(update=here) for member in register.staff)
    return register.model_copy(update={"staff": staff})


def _plan(today: date) -> Plan:
    """A plan with a review ahead, for an invitation, and a secret phrase of its own.

    With the phrase everybody else has, the help card would keep quiet. Its measures
    began elsewhere, or nothing could be told of what has changed since.
    """
    plan = full(Plan, today)
    secret = plan.safe_contact.exit_phrase.model_copy(update={"phrase": PHRASE})
    contact = plan.safe_contact.model_copy(update={"exit_phrase": secret})
    moved = tuple(m.model_copy(update={"baseline": 0.0}) for m in plan.measures)
    ahead = {"first_due": later(today, DAYS_AHEAD), "until": None, "occurrences": None}
    schedule = tuple(s.model_copy(update=ahead) for s in plan.review_schedule)
    new = {"safe_contact": contact, "review_schedule": schedule, "measures": moved}
    return plan.model_copy(update=new)


def full(block: type[B], today: date) -> B:
    """A block with every field filled in."""
    filled = {
        member.attribute: _several(member, today)
        if member.many
        else _one(member, today)
        for member in members(block).values()
    }
    return block.model_validate(filled)


def _several(member: Member, today: date) -> tuple[object, ...]:
    return tuple(member.codes) if member.codes else (_one(member, today),)


def _one(member: Member, today: date) -> object:
    if member.block:
        return full(member.block, today)
    if member.codes:
        return CHOSEN.get(member.codes) or next(iter(member.codes))
    name = member.kind.name if member.kind else ""
    values: Mapping[str, object] = {
        "bool": True,
        "int": 1,
        "num": 1.0,
        "date": today,
        "time": "12:30",
        "ref": ID,
        "map": {WORDS: WORDS},
    }
    return values.get(name, ID if member.key == "id" else WORDS)
