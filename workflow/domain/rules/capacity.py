"""Checks of capacity and advocacy that need more than a look (brief 3.6)."""

from collections.abc import Iterator, Mapping

from workflow.domain.findings import Noticed
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import Difficulty


def capacity_not_considered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No capacity entry for the plan, or none for information sharing (CAP-01).

    The plan needs one entry at least; the consent record one that it names.
    """
    folder = situation.folder
    entries = folder.case.record.capacity
    if not entries:
        yield Noticed(rule.id, folder.case.place("capacity"))
    chosen = folder.consent.record.capacity_ref
    known = {entry.id for entry in entries if entry.id}
    if chosen not in known and "consent.yaml" not in folder.unreadable:
        yield Noticed(rule.id, folder.consent.place("capacity_ref"))


def no_advocate(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Substantial difficulty, with no offer and no appropriate person (ADV-02)."""
    advocacy = situation.folder.case.record.advocacy
    supporter = advocacy.appropriate_person
    complete = (
        bool(supporter.contact)
        and supporter.willing is True
        and supporter.not_source_of_risk is True
        and supporter.person_agrees is True
    )
    offered = any(offer.offered_on or offer.answer for offer in advocacy.offers)
    has = advocacy.substantial_difficulty is Difficulty.HAS
    if has and not offered and not complete:
        yield Noticed(rule.id, situation.folder.case.place("advocacy.offers"))


CHECKS: Mapping[str, Check] = {
    "capacity_not_considered": capacity_not_considered,
    "no_advocate": no_advocate,
}
