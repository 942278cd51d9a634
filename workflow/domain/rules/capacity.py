"""Checks of capacity and advocacy that need more than a look (brief 3.6)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from workflow.domain.fields import members
from workflow.domain.findings import Noticed
from workflow.domain.records.base import filled
from workflow.domain.records.case import (
    Advocacy,
    AdvocacyOffer,
    AppropriatePerson,
    CapacityAssessment,
    CapacityDecision,
)
from workflow.domain.records.person import Contact
from workflow.domain.rules.kinds import entries, in_full, number, words
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import (
    AdvocacyAnswer,
    CapacityPosition,
    Difficulty,
    PlanStatus,
    ReviewKind,
)

ABILITIES = ("understand", "retain", "use_or_weigh", "communicate")
ASSESSED = (
    CapacityPosition.HAS_CAPACITY,
    CapacityPosition.LACKS_CAPACITY,
    CapacityPosition.FLUCTUATING,
)


def capacity_not_considered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No capacity entry for the plan, or none for information sharing (CAP-01).

    The plan needs one entry at least; the consent record one that it names.
    """
    folder = situation.folder
    if situation.unclear(folder.case.file, "capacity"):
        return
    listed = folder.case.record.capacity
    if not listed:
        yield Noticed(rule.id, folder.case.place("capacity"))
    chosen = folder.consent.record.capacity_ref
    known = {entry.id for entry in listed if entry.id}
    if chosen not in known and "consent.yaml" not in folder.unreadable:
        yield Noticed(rule.id, folder.consent.place("capacity_ref"))


def _decisions(situation: Situation) -> Iterator[tuple[str, CapacityDecision]]:
    """Each capacity entry that could be read whole, with its path."""
    case = situation.folder.case
    for index, entry in enumerate(case.record.capacity):
        path = f"capacity[{index}]"
        if not situation.unclear(case.file, path):
            yield path, entry


def assessment_incomplete(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An assessed position without all of its assessment (CAP-04).

    One of the four abilities not answered, or no causal link for `lacks_capacity`.
    """
    case = situation.folder.case
    for path, entry in _decisions(situation):
        missing = _missing(entry)
        if missing:
            place = case.place(f"{path}.assessment.{missing[0]}")
            yield Noticed(rule.id, place, {"missing": ", ".join(map(_label, missing))})


def _missing(entry: CapacityDecision) -> list[str]:
    if entry.position not in ASSESSED:
        return []
    lacks = entry.position is CapacityPosition.LACKS_CAPACITY
    needed = (*ABILITIES, "causal_link") if lacks else ABILITIES
    return [name for name in needed if not filled(getattr(entry.assessment, name))]


def _label(ability: str) -> str:
    return members(CapacityAssessment)[ability].about.label


def answers_do_not_match(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Cannot decide with all four abilities there, or can with one not (CAP-05)."""
    for path, entry in _decisions(situation):
        able = [getattr(entry.assessment, name) for name in ABILITIES]
        lacks = entry.position is CapacityPosition.LACKS_CAPACITY and all(able)
        has = entry.position is CapacityPosition.HAS_CAPACITY and False in able
        if lacks or has:
            yield Noticed(rule.id, situation.folder.case.place(f"{path}.position"))


def no_best_interests(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Cannot decide, and nothing says how it was decided for them (CAP-06).

    Asked once the plan is agreed, or so many working days after the assessment.
    """
    folder, days = situation.folder, number(rule, "within_working_days")
    agreed = folder.plan.record.status is PlanStatus.AGREED
    for path, entry in _decisions(situation):
        lacks = entry.position is CapacityPosition.LACKS_CAPACITY
        late = _more_than(situation, entry.assessment.assessed_on, days)
        if lacks and not entry.best_interests and (agreed or late):
            yield Noticed(rule.id, folder.case.place(f"{path}.best_interests"))


def _more_than(situation: Situation, day: date | None, working_days: int) -> bool:
    """Whether more than so many working days have gone by since a day."""
    if day is None:
        return False
    return situation.today > situation.calendar.add_working_days(day, working_days)


def decision_too_general(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Capacity for no one decision: too few words, or those of the list (CAP-07)."""
    if not situation.folder.is_open:
        return
    most = number(rule, "most_words")
    general = {_folded(text) for text in words(rule.settings, "general")}
    for entry in entries(situation.folder, "case", "capacity"):
        text = _folded(str(getattr(entry.block, "decision", None) or ""))
        if text and (len(text.split()) <= most or text in general):
            yield entry.noticed(rule, "decision")


def _folded(text: str) -> str:
    """The words of a text without case, stops and spacing."""
    return " ".join(re.findall(r"[\w'’-]+", text.casefold()))  # noqa: RUF001 - typed so


def assessment_waiting(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Doubt, and no assessment for more than so many working days (CAP-09)."""
    folder, days = situation.folder, number(rule, "within_working_days")
    for path, entry in _decisions(situation) if folder.is_open else ():
        waiting = entry.position is CapacityPosition.ASSESSMENT_NEEDED
        if waiting and _more_than(situation, entry.considered_on, days):
            yield Noticed(rule.id, folder.case.place(f"{path}.position"))


def _advocacy(situation: Situation) -> Advocacy | None:
    """What is written about advocacy; None when some of it could not be read."""
    case = situation.folder.case
    return None if situation.unclear(case.file, "advocacy") else case.record.advocacy


def no_advocate(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Substantial difficulty, with no offer and no appropriate person (ADV-02)."""
    advocacy = _advocacy(situation)
    if advocacy is None or advocacy.substantial_difficulty is not Difficulty.HAS:
        return
    offered = any(offer.offered_on or offer.answer for offer in advocacy.offers)
    if not offered and not _complete(advocacy.appropriate_person):
        yield Noticed(rule.id, situation.folder.case.place("advocacy.offers"))


def _complete(supporter: AppropriatePerson) -> bool:
    said = (supporter.willing, supporter.not_source_of_risk, supporter.person_agrees)
    return bool(supporter.contact) and said == (True, True, True)


def supporter_not_suitable(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The appropriate person is a risk, paid to care, or not wanted (ADV-03).

    `flags` and `relationships` in the settings are those that rule somebody out.
    """
    folder = situation.folder
    advocacy = _advocacy(situation)
    supporter = advocacy.appropriate_person if advocacy else AppropriatePerson()
    contact = folder.contact(supporter.contact)
    if not supporter.contact:
        return
    unwanted = supporter.person_agrees is False
    risk = supporter.not_source_of_risk is False
    if unwanted or risk or (contact and _ruled_out(contact, rule)):
        field = "person_agrees" if unwanted else "contact"
        place = folder.case.place(f"advocacy.appropriate_person.{field}")
        yield Noticed(rule.id, place)


def _ruled_out(contact: Contact, rule: Rule) -> bool:
    flags, relationship = {*contact.flags}, contact.relationship_code
    return bool(flags & {*words(rule.settings, "flags")}) or (
        relationship is not None
        and relationship in words(rule.settings, "relationships")
    )


def referral_not_made(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An offer accepted, and no referral in time (ADV-04).

    In working days (`advocacy_referral_working_days`) from the day of the offer;
    cleared by a referral, or by a later offer that got another answer.
    """
    folder, advocacy = situation.folder, _advocacy(situation)
    if advocacy is None or not folder.is_open:
        return
    days = situation.timescale("advocacy_referral_working_days")
    for index, offer in enumerate(advocacy.offers):
        waiting = offer.answer is AdvocacyAnswer.ACCEPTED and not _gone(offer)
        after = (later for later in advocacy.offers if _later(later, offer))
        overtaken = any(_gone(o) or o.answer is not offer.answer for o in after)
        said = offer.offered_on
        if said and waiting and not overtaken and _more_than(situation, said, days):
            place = folder.case.place(f"advocacy.offers[{index}].referred_on")
            yield Noticed(rule.id, place, {"date": in_full(said)})


def _gone(offer: AdvocacyOffer) -> bool:
    """Whether the referral has gone: an advocate who started was asked to."""
    return bool(offer.referred_on or offer.started_on)


def _later(one: AdvocacyOffer, other: AdvocacyOffer) -> bool:
    return (one.offered_on or date.min) > (other.offered_on or date.min)


def never_offered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No substantial difficulty known, and advocacy never mentioned (ADV-05).

    An offer mentions it, and so does a review in which it was looked at again.
    """
    folder, advocacy = situation.folder, _advocacy(situation)
    if advocacy is None or not folder.is_open:
        return
    asked = advocacy.substantial_difficulty in (Difficulty.NONE, Difficulty.UNSURE)
    if asked and not advocacy.offers and not _offered_again(situation, date.min):
        yield Noticed(rule.id, folder.case.place("advocacy.offers"))


def not_offered_again(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Declined, and a review held since in which it was not offered again (ADV-06).

    `rechecked.advocacy: true` in any review held since counts as offering (rulings);
    `reviews` in the settings are the kinds that should offer it.
    """
    folder, advocacy = situation.folder, _advocacy(situation)
    if advocacy is None or not folder.is_open or not advocacy.offers:
        return
    offers = advocacy.offers
    index = max(range(len(offers)), key=lambda n: (offers[n].offered_on or date.min, n))
    last = offers[index]
    if last.answer is not AdvocacyAnswer.DECLINED or last.offered_on is None:
        return
    kinds = words(rule.settings, "reviews")
    since = (filed.record for filed in folder.held())
    met = any(
        r.kind in kinds and r.held_on is not None and r.held_on > last.offered_on
        for r in since
    )
    if met and not _offered_again(situation, last.offered_on):
        yield Noticed(rule.id, folder.case.place(f"advocacy.offers[{index}]"))


def _offered_again(situation: Situation, since: date) -> bool:
    """Whether a review held after a day looked at advocacy again, or may have."""
    return any(
        filed.record.rechecked.advocacy is True
        or situation.unclear(filed.file, "rechecked", "held_on")
        for filed in situation.folder.held()
        if (filed.record.held_on or date.max) > since
    )


def help_not_described(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An advocate started, and after the final review nobody said how it helped.

    ADV-07; it stays when the case is closed, which often is the same day.
    """
    folder, advocacy = situation.folder, _advocacy(situation)
    if advocacy is None:
        return
    started = any(offer.started_on for offer in advocacy.offers)
    final = next(folder.held(ReviewKind.FINAL), None)
    if started and final and not advocacy.how_it_helped:
        yield Noticed(rule.id, folder.case.place("advocacy.how_it_helped"))


CHECKS: Mapping[str, Check] = {
    "capacity_not_considered": capacity_not_considered,
    "assessment_incomplete": assessment_incomplete,
    "answers_do_not_match": answers_do_not_match,
    "no_best_interests": no_best_interests,
    "decision_too_general": decision_too_general,
    "assessment_waiting": assessment_waiting,
    "no_advocate": no_advocate,
    "supporter_not_suitable": supporter_not_suitable,
    "referral_not_made": referral_not_made,
    "never_offered": never_offered,
    "not_offered_again": not_offered_again,
    "help_not_described": help_not_described,
}
