"""Was a disclosure inside what the person agreed to? (brief 4.9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.records.consent import DoNotShare, SharingBoundary
from workflow.domain.records.record import ExternalContact, Record, SharedItem
from workflow.domain.rhythm import months_after
from workflow.domain.vocabulary import RecordType, SharingDecision

AGREED = (SharingDecision.AGREED, SharingDecision.AGREED_WITH_LIMITS)
LASTS_MONTHS = 3  # an agreement to which nobody gave an end (2.8)


@dataclass(frozen=True)
class Disclosure:
    """One item shared: inside the agreement or not, and why.

    `item` counts from 0 in the record's `shared` list; `boundary` is the agreement
    that was named, empty when none was.
    """

    record: str
    item: int
    inside: bool
    boundary: str
    reason: str


def disclosures(folder: CaseFolder) -> tuple[Disclosure, ...]:
    """Every item shared in a case, in order of date."""
    contacts = folder.of_type(RecordType.EXTERNAL_CONTACT)
    return tuple(row for filed in contacts for row in of_record(folder, filed))


def of_record(folder: CaseFolder, filed: Filed[Record]) -> Iterator[Disclosure]:
    """The items shared at one contact. `received` is never a disclosure."""
    contact = filed.record.external_contact
    for index, item in enumerate(contact.shared):
        why_not = outside_because(folder, filed.record, item)
        yield Disclosure(
            filed.record.record_id or filed.file,
            index,
            not why_not,
            item.boundary or "",
            why_not or f"Agreement {item.boundary} covers it.",
        )


def outside_because(folder: CaseFolder, record: Record, item: SharedItem) -> str:
    """Why an item was outside the agreement, in plain words; empty when inside."""
    consent = folder.consent.record
    contact = record.external_contact
    forbidden = any(_forbids(entry, contact, item) for entry in consent.do_not_share)
    if forbidden:
        return "The person asked us not to tell this recipient."
    boundary = next(
        (b for b in consent.boundaries if b.id and b.id == item.boundary), None
    )
    if boundary is None:
        return "No agreement is named for it."
    return _outside(boundary, contact, item, record.date)


def _outside(
    boundary: SharingBoundary,
    contact: ExternalContact,
    item: SharedItem,
    day: date | None,
) -> str:
    if not _was_agreed(boundary):
        return "The person had not agreed to it."
    if not in_force(boundary, day):
        return "The agreement was not in force on that day."
    if not _recipient(boundary, contact):
        return "The agreement is for another recipient."
    return _too_much(boundary, item)


def _too_much(boundary: SharingBoundary, item: SharedItem) -> str:
    if not item.categories:
        return "Nobody has said what kind of information it was."
    if not set(item.categories) <= set(boundary.categories):
        return "It goes further than the agreement covers."
    if _is_limited(boundary) and item.limits_respected is not True:
        return "The limits the person set were not kept, or nobody has said."
    return ""


def _was_agreed(boundary: SharingBoundary) -> bool:
    """Agreed, or agreed once: before its day a withdrawal changes nothing (rulings)."""
    withdrawn = boundary.decision is SharingDecision.WITHDRAWN
    return boundary.decision in AGREED or (withdrawn and bool(boundary.withdrawn_on))


def _is_limited(boundary: SharingBoundary) -> bool:
    """With limits; of a withdrawn agreement only the words of its limits are left."""
    withdrawn = boundary.decision is SharingDecision.WITHDRAWN
    limited = boundary.decision is SharingDecision.AGREED_WITH_LIMITS
    return limited or (withdrawn and bool(boundary.limits))


def in_force(boundary: SharingBoundary, day: date | None) -> bool:
    """Whether an agreement was in force on a day, both ends included (brief 4.9)."""
    if day is None or boundary.decided_on is None:
        return False
    ended = boundary.withdrawn_on is not None and boundary.withdrawn_on <= day
    until = boundary.until or months_after(boundary.decided_on, LASTS_MONTHS)
    return boundary.decided_on <= day <= until and not ended


def _recipient(boundary: SharingBoundary, contact: ExternalContact) -> bool:
    if boundary.contact:
        return contact.contact == boundary.contact
    same = boundary.agency is not None and contact.agency is boundary.agency
    return same and boundary.organisation in (None, contact.organisation)


def _forbids(entry: DoNotShare, contact: ExternalContact, item: SharedItem) -> bool:
    by_contact = bool(entry.contact) and entry.contact == contact.contact
    by_agency = entry.agency is not None and entry.agency is contact.agency
    touches = bool(set(entry.categories) & set(item.categories))
    return (by_contact or by_agency) and touches
