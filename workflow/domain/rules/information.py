"""Checks of information sharing that need more than a look (brief 3.7, 4.9)."""

from collections.abc import Iterator, Mapping
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.findings import Noticed
from workflow.domain.records.consent import DoNotShare
from workflow.domain.records.record import ExternalContact, Record
from workflow.domain.rules.kinds import in_full, words
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.sharing import AGREED, of_record
from workflow.domain.vocabulary import RecordType


def explanation_incomplete(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The first explanation leaves out one of the topics in the settings (INF-01)."""
    consent = situation.folder.consent
    listed = enumerate(consent.record.explained)
    earliest = min(listed, key=lambda pair: pair[1].date or date.max, default=None)
    said = {topic.value for topic in earliest[1].topics} if earliest else set()
    if not set(words(rule.settings, "topics")) <= said:
        path = f"explained[{earliest[0]}].topics" if earliest else "explained"
        yield Noticed(rule.id, consent.place(path))


def shared_outside(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A contact that shared outside the agreement, with no word why (INF-03)."""
    folder = situation.folder
    for filed in folder.of_type(RecordType.EXTERNAL_CONTACT):
        record = filed.record
        answered = record.external_contact.override or record.deviation
        outside = [d for d in of_record(folder, filed) if not d.inside]
        if outside and not answered and not _looked_into(folder, filed):
            place = filed.place(f"external_contact.shared[{outside[0].item}]")
            yield Noticed(rule.id, place, {}, outside[0].reason)


def _looked_into(folder: CaseFolder, filed: Filed[Record]) -> bool:
    """Whether a managerial review that names the record is closed (rulings)."""
    return any(
        review.record.closed_on
        for review in folder.managerial_reviews
        if filed.record.record_id in review.record.source_records
    )


def manager_has_not_looked(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An override or deviation that no managerial review names in time (INF-06)."""
    folder, calendar = situation.folder, situation.calendar
    start = situation.timescale("managerial_review_start_working_days")
    finish = situation.timescale("managerial_review_working_days")
    named = {
        record
        for review in folder.managerial_reviews
        for record in review.record.source_records
    }
    for filed in folder.records:
        day, why = filed.record.date, _unusual(filed.record)
        if not why or day is None or filed.record.record_id in named:
            continue
        if situation.today > calendar.add_working_days(day, start):
            due = calendar.add_working_days(day, finish)
            yield Noticed(rule.id, filed.place(why), {"date": in_full(due)})


def _unusual(record: Record) -> str:
    if record.external_contact.override:
        return "external_contact.override"
    return "deviation" if record.deviation else ""


def told_whom_not_to_tell(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Something shared with somebody the person asked not to tell (INF-13)."""
    folder = situation.folder
    for filed in folder.of_type(RecordType.EXTERNAL_CONTACT):
        contact = filed.record.external_contact
        for entry in folder.consent.record.do_not_share:
            if _recipient(entry, contact) and _touches(entry, contact):
                place = filed.place("external_contact.contact")
                yield Noticed(rule.id, place, {"contact": _called(folder, contact)})


def _recipient(entry: DoNotShare, contact: ExternalContact) -> bool:
    by_contact = bool(entry.contact) and entry.contact == contact.contact
    return by_contact or (entry.agency is not None and entry.agency is contact.agency)


def _touches(entry: DoNotShare, contact: ExternalContact) -> bool:
    shared = {category for item in contact.shared for category in item.categories}
    return bool(shared & set(entry.categories))


def _called(folder: CaseFolder, contact: ExternalContact) -> str:
    known = folder.contact(contact.contact)
    agency = contact.agency.label if contact.agency else ""
    return (known.name if known else None) or contact.organisation or agency


def agreement_ends_soon(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A sharing agreement that ends within so many working days (INF-18)."""
    if not situation.folder.is_open:
        return
    ahead = int("".join(words(rule.settings, "within_working_days")))
    latest = situation.calendar.add_working_days(situation.today, ahead)
    consent = situation.folder.consent
    for index, boundary in enumerate(consent.record.boundaries):
        until, agreed = boundary.until, boundary.decision in AGREED
        in_force = agreed and until is not None and not boundary.withdrawn_on
        if in_force and until and situation.today <= until <= latest:
            yield Noticed(rule.id, consent.place(f"boundaries[{index}].until"))


CHECKS: Mapping[str, Check] = {
    "explanation_incomplete": explanation_incomplete,
    "shared_outside": shared_outside,
    "manager_has_not_looked": manager_has_not_looked,
    "told_whom_not_to_tell": told_whom_not_to_tell,
    "agreement_ends_soon": agreement_ends_soon,
}
