"""What a rule about the workspace may look at: shared files, and a little of each case.

Cases are read one at a time; of each only a glimpse is kept.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from workflow.domain.anonymise import (
    LONG_ENOUGH,
    Identifier,
    everything_known,
    identifiers,
    particulars,
)
from workflow.domain.case_folder import CaseFolder
from workflow.domain.findings import Noticed
from workflow.domain.folding import folded
from workflow.domain.organisation import Organisation
from workflow.domain.records.case import LeadDecision, OwnerBefore, owned_since
from workflow.domain.records.consent import UseOfStory
from workflow.domain.records.person import Contact
from workflow.domain.rules.rule import Rule
from workflow.domain.vocabulary import (
    CapacityPosition,
    ContactFlag,
    ContactWish,
    RecordType,
    Relationship,
    ReviewKind,
    TenderUse,
)
from workflow.domain.workspace import Workspace

WITH_THE_PERSON = (
    ReviewKind.INITIAL,
    ReviewKind.SCHEDULED,
    ReviewKind.TRIGGERED,
    ReviewKind.FINAL,
)
ABLE = (CapacityPosition.PRESUMED, CapacityPosition.HAS_CAPACITY)
PAID = (Relationship.STAFF_MEMBER, Relationship.PROFESSIONAL, Relationship.ADVOCATE)
STORY_WORDS = re.compile(r"\b(?:story|stories|vignette|tender)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a case for a story of it (6.4).

    The agreement, the first review held with the person, the days of incidents, the
    decisions they can make, whether contact goes on in a case of domestic abuse,
    whether the lead has decided about the story, and what is so particular about them
    that a story says it more generally, each with its kind (6.1). `bonds` are what it
    may share with another case of the same household or event, each in words;
    `known_to` are the staff who know it.
    """

    story: UseOfStory = field(default_factory=UseOfStory)
    tender_use: TenderUse | None = None
    first_review_on: date | None = None
    incidents: tuple[date, ...] = ()
    able_to_decide: frozenset[str] = frozenset()
    source_of_risk_near: bool = False
    lead_on_story: bool = False
    telling: tuple[tuple[str, str], ...] = ()
    bonds: Mapping[str, str] = field(default_factory=dict)
    known_to: frozenset[str] = frozenset()


UNTOLD = Told()


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What is known of one case beside its own rules.

    `identifiers` are those of its people, when somebody is going to look for them;
    `told` is for its story, when a bid tells one. Very many are kept at once.
    """

    ref: str
    owner: str
    history: tuple[OwnerBefore, ...]
    opened_on: date | None
    closed_on: date | None
    is_open: bool
    identifiers: tuple[Identifier, ...] = ()
    told: Told | None = None

    @property
    def for_story(self) -> Told:
        """What is known for its story; nothing where none is told."""
        return self.told or UNTOLD

    def owner_on(self, day: date) -> str:
        """Who owned the case on a day, as far as its history tells."""
        for line in self.history:
            if line.from_ and line.to and line.from_ <= day < line.to:
                return line.owner or ""
        return self.owner

    def owned_since(self) -> date | None:
        """The day the owner first owned it."""
        return owned_since(self.owner, self.history, self.opened_on)

    def open_within(self, first: date, last: date) -> bool:
        """Whether the case was open on any day of a span."""
        opened = self.opened_on is not None and self.opened_on <= last
        return opened and (self.closed_on is None or self.closed_on >= first)


@dataclass(frozen=True)
class Surroundings:
    """All that a rule about the workspace may look at.

    There may be very many `cases`, which lie packed: a rule goes through them once, and
    keeps no list of them.
    """

    workspace: Workspace
    organisation: Organisation
    cases: Iterable[Glimpse]
    today: date

    def case(self, ref: str | None) -> Glimpse | None:
        """The case with this reference."""
        if ref in self._named:
            return self._named[ref]
        return next((case for case in self.cases if case.ref == ref), None)

    @cached_property
    def _named(self) -> Mapping[str | None, Glimpse | None]:
        """The cases that samples and stories name, found in one go."""
        named = self.workspace.named
        found = {case.ref: case for case in self.cases if case.ref in named}
        return {ref: found.get(ref) for ref in named}

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The words that point to anybody here, each once."""
        common = self.organisation.common_words
        own = identifiers((), self.organisation, common)
        named = (one for case in self.cases for one in case.identifiers)
        return tuple(dict.fromkeys((*own, *named)))


WorkspaceCheck = Callable[[Surroundings, Rule], Iterator[Noticed]]


def glimpse(
    folder: CaseFolder,
    organisation: Organisation,
    *,
    naming: bool = False,
    telling: bool = True,
) -> Glimpse:
    """A glimpse of one case; with `naming` the words that point to its people too.

    Without `telling` what only a story of it needs is not worked out.
    """
    case, closure = folder.case.record, folder.closure.record
    return Glimpse(
        ref=folder.ref,
        owner=case.ownership.owner or "",
        history=case.ownership.history,
        opened_on=case.opened_on,
        closed_on=case.closed_on or closure.closed_on,
        is_open=folder.is_open,
        identifiers=everything_known((folder,), organisation) if naming else (),
        told=_told(folder) if telling else None,
    )


def _told(folder: CaseFolder) -> Told:
    case = folder.case.record
    return Told(
        story=folder.consent.record.use_of_story,
        tender_use=case.sensitivity.tender_use,
        first_review_on=min(_held(folder), default=None),
        incidents=tuple(_incidents(folder)),
        able_to_decide=frozenset(_able(folder)),
        source_of_risk_near=_near(folder),
        lead_on_story=any(map(_about_story, case.lead_decisions)),
        telling=tuple(particulars(folder)),
        bonds=dict(_bonds(folder)),
        known_to=frozenset(_known_to(folder)),
    )


def _bonds(folder: CaseFolder) -> Iterator[tuple[str, str]]:
    """What another case of the same household or event would share, in words."""
    person, case = folder.person.record, folder.case.record
    for ref in (folder.ref, *case.links.related_cases):
        yield f"case {ref}", "case, or a related one"
    if person.person_id:
        yield f"person {folded(person.person_id)}", "person"
    home = folded(person.address or "")
    if len(home) >= LONG_ENOUGH:
        yield f"home {home}", "household"
    council = folded(case.threshold.authority_ref or "")
    if council:
        yield f"council {council}", "enquiry of the council"
    for contact in person.contacts:
        for number in _reached_by(contact):
            yield f"contact {number}", "family or people around somebody"


def _reached_by(contact: Contact) -> Iterator[str]:
    """What tells somebody close apart from others: a whole name, a phone number."""
    if contact.relationship_code in PAID or ContactFlag.PROFESSIONAL in contact.flags:
        return
    if contact.agency is None:
        name = contact.name or ""
        if len(name.split()) > 1:
            yield folded(name)
        digits = "".join(filter(str.isdecimal, contact.phone or ""))
        if len(digits) >= LONG_ENOUGH:
            yield digits


def _known_to(folder: CaseFolder) -> Iterator[str]:
    """Staff who own or owned the case, lead it, or wrote in it."""
    ownership = folder.case.record.ownership
    owners = (ownership.owner, ownership.cover, ownership.safeguarding_lead)
    before = (line.owner for line in ownership.history)
    wrote = (filed.record.recorded_by for filed in folder.records)
    led = (filed.record.lead for filed in folder.reviews)
    yield from (who for who in (*owners, *before, *wrote, *led) if who)


def _held(folder: CaseFolder) -> Iterator[date]:
    for filed in folder.held(*WITH_THE_PERSON):
        if filed.record.held_on:
            yield filed.record.held_on


def _incidents(folder: CaseFolder) -> Iterator[date]:
    for filed in folder.of_type(RecordType.INCIDENT):
        if filed.record.date:
            yield filed.record.date


def _able(folder: CaseFolder) -> Iterator[str]:
    """The decisions about which there is no doubt, or no doubt any longer."""
    for decision in folder.case.record.capacity:
        if decision.id and decision.position in ABLE:
            yield decision.id


def _near(folder: CaseFolder) -> bool:
    """Whether contact goes on with somebody close who is a source of risk."""
    connected = folder.case.record.domestic_abuse.personally_connected
    contact = folder.plan.record.safe_contact
    return bool(connected and contact) and contact.wish is not ContactWish.STOP


def _about_story(decision: LeadDecision) -> bool:
    words = f"{decision.question} {decision.decision}"
    return bool(STORY_WORDS.search(words))
