"""What is told with a copy of what is held: where it came from, who got it, how long.

Read off the record, each line with its place, for whoever writes the answer. Source:
UK GDPR, article 15(1).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from workflow.domain.case_folder import PERSON, CaseFolder, Filed
from workflow.domain.context import uk_date
from workflow.domain.findings import Place
from workflow.domain.handing_out import Column, Sheet
from workflow.domain.records.provider import Provider
from workflow.domain.records.record import ExternalContact, Record

ALLOWED = "What allows us to hold it"
ASK = "Whom to ask"
COMPLAIN = "How to complain to us"
FROM = "Where it came from"
GOT = "Who got it"
KEPT = "How long it is kept"
UNDECIDED = "Nobody has decided yet: config/provider.yaml, retention."
COUNCIL = "The council"
COLUMNS = (
    Column("What to tell them", 30),
    Column("What we can say", 90),
    Column("Case", 15),
    Column("File", 44),
    Column("Line", 7),
)
Found = tuple[str, str, Place]


def answer_sheet(
    cases: Sequence[CaseFolder], said: Mapping[str, str], provider: Provider
) -> Sheet:
    """The sheet: the provider's own words, then what stands in the record.

    `said` are the words by what they are about.
    """
    years = provider.retention.years_after_closure
    kept = f"{years} years after the case is closed." if years else UNDECIDED
    data = provider.data_protection
    words_of = {**said, ASK: data.contact, COMPLAIN: data.complaints_how, KEPT: kept}
    ours = ((what, words, "", "", None) for what, words in words_of.items() if words)
    found = (
        (what, words, folder.ref, place.file, place.line)
        for folder in cases
        for what, words, place in (
            *_allowed(folder, provider),
            *_sources(folder),
            *_recipients(folder),
        )
    )
    return Sheet("Say with it", COLUMNS, (*ours, *found))


def _allowed(folder: CaseFolder, provider: Provider) -> Iterator[Found]:
    """The lawful basis written down for the case; else the usual one."""
    own, usual = folder.consent.record.lawful_basis, provider.data_protection
    chosen = (
        own.article6 or usual.article6_default,
        own.article9 or usual.article9_default,
    )
    if words := "; ".join(one.label for one in chosen if one):
        yield ALLOWED, words, folder.consent.place("lawful_basis")


def _sources(folder: CaseFolder) -> Iterator[Found]:
    kind = folder.case.record.concern.raised_by_kind
    if kind:
        words = f"The concern was raised by: {kind.label}"
        yield FROM, words, folder.case.place("concern.raised_by_kind")
    for filed, contact in _contacts(folder):
        if contact.received:
            words = _dated(filed.record.date, _who(folder, contact), contact.received)
            yield FROM, words, filed.place("external_contact.received")


def _recipients(folder: CaseFolder) -> Iterator[Found]:
    for filed, contact in _contacts(folder):
        for nth, item in enumerate(contact.shared):
            purpose = f"for: {item.purpose}" if item.purpose else ""
            who = _who(folder, contact)
            words = _dated(filed.record.date, who, item.what, purpose)
            yield GOT, words, filed.place(f"external_contact.shared[{nth}]")
    case, plan = folder.case, folder.plan
    if reported := case.record.threshold.reported_on:
        place = case.place("threshold.reported_on")
        yield GOT, _dated(reported, COUNCIL, "the concern"), place
    for nth, told in enumerate(case.record.notifications):
        if told.sent_on and told.to:
            place = case.place(f"notifications[{nth}]")
            yield GOT, _dated(told.sent_on, told.to.label, "a notification"), place
    for nth, copy in enumerate(plan.record.copies):
        if copy.to and copy.to != PERSON:
            given = folder.contact(copy.to)
            who = given.name if given and given.name else copy.to
            words = _dated(copy.given_on, who, "a copy of the plan")
            yield GOT, words, plan.place(f"copies[{nth}]")


def _contacts(folder: CaseFolder) -> Iterator[tuple[Filed[Record], ExternalContact]]:
    for filed in folder.records:
        if filed.record.external_contact:
            yield filed, filed.record.external_contact


def _who(folder: CaseFolder, contact: ExternalContact) -> str:
    """The other side: the contact, the organisation, the kind of agency."""
    known = folder.contact(contact.contact)
    named = (known.name if known else None, contact.organisation)
    label = contact.agency.label if contact.agency else None
    return ", ".join(filter(None, (*named, None if any(named) else label)))


def _dated(day: date | None, who: str, *words: str | None) -> str:
    return "; ".join(filter(None, (uk_date(day), who, *words)))
