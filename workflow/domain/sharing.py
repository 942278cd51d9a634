"""Was a disclosure inside what the person agreed to? (brief 4.9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.records.consent import DoNotShare, SharingBoundary
from workflow.domain.records.record import ExternalContact, Record, SharedItem
from workflow.domain.vocabulary import RecordType, SharingDecision

AGREED = (SharingDecision.AGREED, SharingDecision.AGREED_WITH_LIMITS)


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
    if boundary.decision not in AGREED and not boundary.withdrawn_on:
        return "The person had not agreed to it."
    if not _in_force(boundary, day):
        return "The agreement was not in force on that day."
    if not _recipient(boundary, contact):
        return "The agreement is for another recipient."
    if not set(item.categories) <= set(boundary.categories):
        return "It goes further than the agreement covers."
    limited = boundary.decision is SharingDecision.AGREED_WITH_LIMITS
    if limited and item.limits_respected is not True:
        return "The limits the person set were not kept, or nobody has said."
    return ""


def _in_force(boundary: SharingBoundary, day: date | None) -> bool:
    if day is None or boundary.decided_on is None:
        return False
    ended = boundary.withdrawn_on is not None and boundary.withdrawn_on <= day
    until = boundary.until or date.max
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
