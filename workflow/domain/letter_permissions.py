"""Who may get a letter, and what kinds of things it may tell them (brief 4.9, 5.3).

Under an agreement of the person, or a decision without one. Whoever the risk comes
from gets none, nor does family: with them we talk instead.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from workflow.domain.case_folder import CaseFolder
from workflow.domain.findings import Recipient
from workflow.domain.records.consent import DoNotShare, SharingBoundary
from workflow.domain.records.person import Contact
from workflow.domain.records.record import Record
from workflow.domain.sharing import AGREED, ended_by, replaces
from workflow.domain.vocabulary import (
    Agency,
    Channel,
    ContactFlag,
    InfoCategory,
    RecordType,
    Relationship,
)

IN_WRITING = (
    Channel.SECURE_EMAIL,
    Channel.ONLINE_PORTAL,
    Channel.LETTER,
    Channel.EMAIL,
)
PRIVATE = (Agency.FAMILY_MEMBER, Agency.FRIEND)
HELPERS = (Relationship.PROFESSIONAL, Relationship.ADVOCATE)
HELPING = (ContactFlag.PROFESSIONAL, ContactFlag.ADVOCATE)


@dataclass(frozen=True)
class Permission:
    """What may be told to one recipient, and why.

    `id` is that of the agreement, or of the record of a decision without agreement,
    for which `reasons` says why. `why_not` says in plain words why nothing may be
    told; it is empty when something may.
    """

    id: str
    contact: str | None
    agency: Agency | None
    organisation: str | None
    categories: frozenset[InfoCategory]
    what: str
    purpose: str
    limits: str = ""
    channels: tuple[Channel, ...] = ()
    reasons: tuple[str, ...] = ()
    why_not: str = ""

    def covers(self, *categories: InfoCategory) -> bool:
        """Whether all of these may be told."""
        return not self.why_not and set(categories) <= self.categories

    @property
    def channel(self) -> Channel:
        """How to send it: of the ways agreed the safest, else secure email."""
        agreed = (way for way in IN_WRITING if way in self.channels)
        return next(agreed, Channel.SECURE_EMAIL)


def permission(
    folder: CaseFolder, identifier: str, today: date, months: int
) -> Permission | None:
    """What the agreement, or the decision without one, of this id allows today.

    `months` is how long an agreement lasts to which nobody gave an end.
    """
    for boundary in folder.consent.record.boundaries:
        if boundary.id and boundary.id == identifier:
            return _agreed(folder, boundary, today, months)
    for filed in folder.of_type(RecordType.EXTERNAL_CONTACT):
        decided = bool(filed.record.external_contact.override)
        if decided and filed.record.record_id == identifier:
            return _overridden(folder, filed.record, today)
    return None


def _agreed(
    folder: CaseFolder, boundary: SharingBoundary, today: date, months: int
) -> Permission:
    given = Permission(
        boundary.id or "",
        boundary.contact,
        boundary.agency,
        boundary.organisation,
        frozenset(boundary.categories),
        boundary.what or "",
        boundary.why or "",
        boundary.limits or "",
        boundary.how_to_share,
    )
    return replace(given, why_not=_not_agreed(folder, boundary, given, today, months))


def _not_agreed(
    folder: CaseFolder,
    boundary: SharingBoundary,
    given: Permission,
    today: date,
    months: int,
) -> str:
    if boundary.decision not in AGREED:
        return "The person has not agreed to this."
    decided = boundary.decided_on
    if decided is None or decided > today or ended_by(boundary, today, months):
        return "The agreement is not in force today. Ask the person again."
    if any(_takes_back(later, boundary) for later in folder.consent.record.boundaries):
        return "The person decided otherwise about this recipient since."
    if any(
        _forbids(folder, entry, given) for entry in folder.consent.record.do_not_share
    ):
        return "The person also asked us not to tell this recipient. Ask them which."
    if boundary.how_to_share and not set(boundary.how_to_share) & set(IN_WRITING):
        return "The person agreed to other ways of telling, not to anything in writing."
    return _not_them(folder, given)


def _takes_back(later: SharingBoundary, boundary: SharingBoundary) -> bool:
    """Whether a later decision stands in the place of an agreement, or against it."""
    same = (later.contact, later.agency) == (boundary.contact, boundary.agency)
    days = later.decided_on, boundary.decided_on
    since = days[0] is not None and days[1] is not None and days[0] > days[1]
    overlaps = bool(set(later.categories) & set(boundary.categories))
    against = later.decision not in AGREED and same and since and overlaps
    return against or replaces(later, boundary)


def _overridden(folder: CaseFolder, record: Record, today: date) -> Permission:
    contact = record.external_contact
    items = contact.shared
    given = Permission(
        record.record_id or "",
        contact.contact,
        contact.agency,
        contact.organisation,
        frozenset(category for item in items for category in item.categories),
        _joined(item.what for item in items),
        _joined(item.purpose for item in items),
        channels=(contact.channel,) if contact.channel in IN_WRITING else (),
        reasons=tuple(reason.label for reason in contact.override.reasons),
    )
    return replace(given, why_not=_not_decided(folder, record, given, today))


def _joined(texts: Iterable[str | None]) -> str:
    """Several lines as one, each once."""
    return " ".join(dict.fromkeys(text for text in texts if text))


def _not_decided(
    folder: CaseFolder, record: Record, given: Permission, today: date
) -> str:
    override = record.external_contact.override
    if not (override.reasons and override.rationale and override.decided_by):
        return "The decision lacks a reason, why it was needed, or who decided."
    if record.date is None or record.date > today:
        return "The decision has no date, or one that is still to come."
    return _not_them(folder, given)


def _not_them(folder: CaseFolder, given: Permission) -> str:
    """Why this recipient gets no letter of this kind, whatever was agreed."""
    contact = folder.contact(given.contact)
    if given.contact in sources_of_risk(folder):
        return "The recipient is where the risk comes from."
    if contact is not None and contact.okay_to_contact is False and not given.reasons:
        return "The person does not want us to contact this recipient."
    if not is_professional(contact, given.agency):
        return "This letter is for professionals; talk with family and friends instead."
    return "" if given.categories else "Nobody has said what kind of information it is."


def is_professional(contact: Contact | None, agency: Agency | None) -> bool:
    """Whether a recipient is there for their work; nobody known is not."""
    agency = agency or (contact.agency if contact else None)
    if contact is None or agency in PRIVATE:
        return agency is not None and agency not in PRIVATE
    helps = contact.relationship_code in HELPERS or set(contact.flags) & set(HELPING)
    return bool(helps) or agency is not None


def _forbids(folder: CaseFolder, entry: DoNotShare, given: Permission) -> bool:
    """Whether a wish not to tell stands against an agreement, in whole or in part.

    A wish that names nobody is about everybody.
    """
    touches = not entry.categories or bool(set(entry.categories) & given.categories)
    everybody = not (entry.contact or entry.agency)
    return touches and (everybody or _same(folder, entry.contact, entry.agency, given))


def _same(
    folder: CaseFolder, contact: str | None, agency: Agency | None, given: Permission
) -> bool:
    """Whether a contact or an agency is, or belongs to, the recipient."""
    theirs = folder.contact(given.contact)
    agencies = {given.agency, theirs.agency if theirs else None} - {None}
    if contact and contact == given.contact:
        return True
    one = folder.contact(contact)
    works_there = one is not None and not given.contact and one.agency in agencies
    return works_there or (agency is not None and agency in agencies)


def sources_of_risk(folder: CaseFolder) -> frozenset[str]:
    """The contacts that the risk comes from."""
    flagged = (
        c.id
        for c in folder.person.record.contacts
        if ContactFlag.SOURCE_OF_RISK in c.flags
    )
    named = (source.contact for source in folder.case.record.risk.sources)
    return frozenset(who for who in (*flagged, *named) if who)


def recipient(folder: CaseFolder, given: Permission) -> Recipient:
    """Whom a letter is for, to tell which findings are about it (rulings, Clearing)."""
    known = folder.contact(given.contact)
    agency = given.agency or (known.agency if known else None)
    return Recipient(given.contact or "", agency.value if agency else "")
