"""Was a disclosure inside what the person agreed to? (brief 4.9).

`months` is how long an agreement lasts to which nobody gave an end (brief 2.8; the
timescale `agreement_review_months`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed, id_of
from workflow.domain.organisation import Organisation
from workflow.domain.records.consent import DoNotShare, SharingBoundary
from workflow.domain.records.person import Contact
from workflow.domain.records.record import ExternalContact, Record, SharedItem
from workflow.domain.rhythm import months_after
from workflow.domain.vocabulary import Agency, RecordType, SharingDecision
from workflow.domain.working_days import in_full

AGREED = (SharingDecision.AGREED, SharingDecision.AGREED_WITH_LIMITS)


@dataclass(frozen=True)
class Disclosure:
    """One item shared: inside the agreement or not, and why, in one plain sentence.

    `item` counts from 0 in the record's `shared` list; `boundary` is the agreement
    that was named, empty when none was.
    """

    record: str
    item: int
    inside: bool
    boundary: str
    reason: str


@dataclass(frozen=True)
class Told:
    """Who was told at one contact; empty where nobody has said.

    What the record leaves out of a known contact is taken from `contacts` of the
    person's file, which holds agencies "for matching agreement" (brief 2.5).
    """

    contact: str = ""
    agency: Agency | None = None
    organisation: str = ""


def lasts(folder: CaseFolder, organisation: Organisation) -> int:
    """For how many months an agreement holds to which nobody gave an end (4.2)."""
    service = folder.case.record.service_id
    return organisation.timescale("agreement_review_months", service)


def disclosures(folder: CaseFolder, months: int) -> tuple[Disclosure, ...]:
    """Every item shared in a case, in order of date."""
    contacts = folder.of_type(RecordType.EXTERNAL_CONTACT)
    return tuple(row for filed in contacts for row in of_record(folder, filed, months))


def of_record(
    folder: CaseFolder, filed: Filed[Record], months: int
) -> Iterator[Disclosure]:
    """The items shared at one contact. `received` is never a disclosure."""
    for index, item in enumerate(filed.record.external_contact.shared):
        why_not = outside_because(folder, filed.record, item, months)
        yield Disclosure(
            id_of(filed),
            index,
            not why_not,
            item.boundary or "",
            why_not or _inside_because(folder, item),
        )


def outside_because(
    folder: CaseFolder, record: Record, item: SharedItem, months: int
) -> str:
    """Why an item was outside the agreement, in plain words; empty when inside."""
    consent = folder.consent
    if consent.file in folder.unreadable and not consent.record:
        return "The sharing record could not be read, so nobody can say."
    forbidden = forbidding(folder, record.external_contact, item)
    if forbidden:
        which = f" ({forbidden.id})" if forbidden.id else ""
        return f"The person asked us not to tell this recipient{which}."
    if not item.boundary:
        return "No agreement is named for it."
    boundary = named(folder, item)
    if boundary is None:
        return f"Agreement {item.boundary} is not in the sharing record."
    return (
        _not_agreed(boundary)
        or _not_in_force(boundary, record.date, months)
        or _not_theirs(boundary, told(folder, record.external_contact))
        or _too_much(boundary, item)
    )


def _inside_because(folder: CaseFolder, item: SharedItem) -> str:
    boundary = named(folder, item) or SharingBoundary()
    when = f" on {in_full(boundary.decided_on)}" if boundary.decided_on else ""
    kept = ", and the limits were kept" if is_limited(boundary) else ""
    return f"The person agreed to it{when} ({boundary.id}){kept}."


def named(folder: CaseFolder, item: SharedItem) -> SharingBoundary | None:
    """The agreement that an item names, if there is one of that name."""
    listed = folder.consent.record.boundaries
    return next((b for b in listed if b.id and b.id == item.boundary), None)


def told(folder: CaseFolder, contact: ExternalContact) -> Told:
    """Who was told, as the record says or as the person's file fills in."""
    known = folder.contact(contact.contact) or Contact()
    return Told(
        contact.contact or "",
        contact.agency or known.agency,
        contact.organisation or known.organisation or "",
    )


def forbidding(
    folder: CaseFolder, contact: ExternalContact, item: SharedItem
) -> DoNotShare | None:
    """The wish not to share that an item went against, if it went against one.

    A wish holds for its contact and for its agency, whichever it names (4.9).
    """
    who = told(folder, contact)
    wishes = folder.consent.record.do_not_share
    return next((w for w in wishes if _is_for(w, who) and _covers(w, item)), None)


def _is_for(wish: DoNotShare, who: Told) -> bool:
    by_contact = bool(wish.contact) and wish.contact == who.contact
    return by_contact or (wish.agency is not None and wish.agency is who.agency)


def _covers(wish: DoNotShare, item: SharedItem) -> bool:
    return bool(set(wish.categories) & set(item.categories))


def was_agreed(boundary: SharingBoundary) -> bool:
    """Agreed, or agreed once: before its day a withdrawal changes nothing (rulings)."""
    withdrawn = boundary.decision is SharingDecision.WITHDRAWN
    return boundary.decision in AGREED or (withdrawn and bool(boundary.withdrawn_on))


def is_limited(boundary: SharingBoundary) -> bool:
    """With limits; of a withdrawn agreement only the words of its limits are left."""
    withdrawn = boundary.decision is SharingDecision.WITHDRAWN
    limited = boundary.decision is SharingDecision.AGREED_WITH_LIMITS
    return limited or (withdrawn and bool(boundary.limits))


def ends_on(boundary: SharingBoundary, months: int) -> date | None:
    """The last day of an agreement: as written, or so many months after deciding."""
    decided = boundary.decided_on
    return boundary.until or (months_after(decided, months) if decided else None)


def ended_by(boundary: SharingBoundary, day: date, months: int) -> date | None:
    """When an agreement that was over by `day` ended: it ran out or was taken back."""
    until, withdrawn = ends_on(boundary, months), boundary.withdrawn_on
    ran_out = until if until and until < day else None
    taken_back = withdrawn if withdrawn and withdrawn <= day else None
    return min((end for end in (ran_out, taken_back) if end), default=None)


def replaces(newer: SharingBoundary, older: SharingBoundary) -> bool:
    """Whether a later decision about the same recipient stands in an agreement's place.

    It must cover at least what the older one did.
    """
    same = (newer.contact, newer.agency, newer.organisation) == (
        older.contact,
        older.agency,
        older.organisation,
    )
    days = newer.decided_on, older.decided_on
    later = days[0] is not None and days[1] is not None and days[0] > days[1]
    return same and later and set(older.categories) <= set(newer.categories)


def _not_agreed(boundary: SharingBoundary) -> str:
    which = f"({boundary.id})"
    if was_agreed(boundary):
        return ""
    if boundary.decision is SharingDecision.NOT_AGREED:
        return f"The person did not agree to it {which}."
    if boundary.decision is SharingDecision.UNDECIDED:
        return f"The person had not decided about it yet {which}."
    if boundary.decision is SharingDecision.WITHDRAWN:
        return f"The person took it back, and nobody wrote down when {which}."
    return f"Nobody has written down what the person decided {which}."


def _not_in_force(boundary: SharingBoundary, day: date | None, months: int) -> str:
    if day is None:
        return "The record does not say on which day it was shared."
    if boundary.decided_on is None:
        return f"Nobody has written down when the person agreed to it ({boundary.id})."
    if day < boundary.decided_on:
        decided = in_full(boundary.decided_on)
        return f"It was shared before the person agreed, on {decided} ({boundary.id})."
    ended = ended_by(boundary, day, months)
    return f"Agreement {boundary.id} ended on {in_full(ended)}." if ended else ""


def _not_theirs(boundary: SharingBoundary, who: Told) -> str:
    if boundary.contact:
        theirs = boundary.contact == who.contact
    else:
        organisation = _folded(boundary.organisation or "")
        same = not organisation or organisation == _folded(who.organisation)
        theirs = same and boundary.agency is not None and boundary.agency is who.agency
    return "" if theirs else f"Agreement {boundary.id} is for somebody else."


def _too_much(boundary: SharingBoundary, item: SharedItem) -> str:
    if not item.categories:
        return "Nobody has said what kind of information it was."
    more = [c.label for c in item.categories if c not in boundary.categories]
    if more:
        return f"Agreement {boundary.id} does not cover: {', '.join(more)}."
    if not is_limited(boundary) or item.limits_respected is True:
        return ""
    if item.limits_respected is False:
        return f"The limits of agreement {boundary.id} were not kept."
    return f"Nobody has said whether the limits of agreement {boundary.id} were kept."


def _folded(text: str) -> str:
    """A name without its case and spacing."""
    return " ".join(text.casefold().split())
