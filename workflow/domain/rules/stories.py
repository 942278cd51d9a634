"""What speaks against using a story: every condition of brief 6.4 (TEN-01)."""

import hashlib
from collections.abc import Iterator
from datetime import date, timedelta

from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import STORY, Vignette
from workflow.domain.rhythm import months_after
from workflow.domain.rules.surroundings import Glimpse, Surroundings
from workflow.domain.telling import Hint, hints, said_together, together
from workflow.domain.telling_words import TellingWords
from workflow.domain.vocabulary import StoryUse, TenderUse

AGREED = (StoryUse.AGREED, StoryUse.AGREED_WITH_CHANGES)
LONGEST = 24  # months that a story may be used
ENOUGH_CHANGED = 3  # details removed or altered
CRISIS = timedelta(days=7)  # after an incident nobody is asked for a story
Against = Iterator[tuple[str, str]]


def against(
    around: Surroundings, vignette: Vignette, tender: Tender | None = None
) -> tuple[str, str]:
    """What speaks against using a story: the field, and why; empty when nothing.

    With `tender` what only this tender forbids counts too: its bid writer asked, or
    another of its stories comes from the same case.
    """
    case = around.case(vignette.source_case)
    if case is None:
        return "source_case", "The case it comes from is not there."
    reasons = (
        *_not_agreed(case, vignette, around.today),
        *_not_asked_well(case, tender or Tender()),
        *_not_disguised(case, vignette),
    )
    return next(iter(reasons), ("", ""))


def _not_agreed(case: Glimpse, vignette: Vignette, today: date) -> Against:
    """The person has not agreed, not any longer, or to other words."""
    story, hashed = case.story, vignette.approved_text_sha256
    if case.tender_use is TenderUse.NEVER:
        yield "source_case", "Never for tenders."
    if story.withdrawn_on is not None:
        yield "source_case", "The person took it back."
    if story.decision not in AGREED:
        yield "source_case", "There is no agreement."
    if _over(story.expires_on, today):
        yield "source_case", "The agreement has run out."
    if _over(vignette.use_until, today):
        yield "use_until", "Its time has run out."
    approved = story.approved_text_on
    if approved is None or approved != vignette.person_approved_on:
        yield "person_approved_on", "Other words were agreed."
    if hashed and hashed != fingerprint(vignette):
        changed = "The words have changed since the person agreed."
        yield "approved_text_sha256", changed
    last = months_after(approved, LONGEST) if approved else None
    if last and vignette.use_until and vignette.use_until > last:
        yield "use_until", "It is kept for more than 24 months."


def _not_asked_well(case: Glimpse, tender: Tender) -> Against:
    """Asked by the wrong one, too soon, or without a look at capacity."""
    story = case.story
    if story.asked_by is None:
        yield "source_case", "It is not written down who asked."
    elif story.asked_by == tender.prepared_by:
        yield "source_case", "The bid writer asked. Somebody else must ask."
    first, asked = case.first_review_on, story.asked_on
    if asked is None or first is None or asked < first:
        yield "source_case", "The person was asked before the first review."
    elif any(day <= asked <= day + CRISIS for day in case.incidents):
        yield "source_case", "The person was asked in a crisis."
    if story.capacity_ref not in case.able_to_decide:
        yield "source_case", "Capacity for this decision is not written down."


def _not_disguised(case: Glimpse, vignette: Vignette) -> Against:
    """Somebody could recognise the person, or nobody who knows the case has looked."""
    if len(vignette.changed_to_protect) < ENOUGH_CHANGED:
        yield "changed_to_protect", "Fewer than three details are changed."
    if not vignette.checked_by:
        yield "checked_by", "Nobody who knows the case has checked it."
    if case.source_of_risk_near and not case.lead_on_story:
        yield "source_case", "The source of risk could recognise it: ask the lead."


def same_case(tender: Tender, vignettes: tuple[Vignette, ...]) -> frozenset[str]:
    """The stories of a tender that come from a case another one comes from."""
    cases = {v.vignette_id: v.source_case for v in vignettes}
    chosen = [cases.get(name) for name in tender.vignettes]
    return frozenset(
        name
        for at, name in enumerate(tender.vignettes)
        if cases.get(name) and cases.get(name) in chosen[:at]
    )


def given_away(vignette: Vignette, words: TellingWords) -> Iterator[tuple[str, Hint]]:
    """What a story must say more generally, each with its field (brief 6.1)."""
    for field in STORY:
        for hint in hints(getattr(vignette, field) or "", words):
            if hint.exact:
                yield field, hint


def given_together(vignette: Vignette, words: TellingWords) -> str:
    """Several kinds of things that a story tells of one person; "" when few."""
    return said_together(together(hints(told(vignette), words)))


def asked_about(vignette: Vignette, words: TellingWords) -> Iterator[str]:
    """What in a story could point to somebody who knows them, for staff to think of."""
    for field in STORY:
        for hint in hints(getattr(vignette, field) or "", words):
            if not hint.exact:
                say = words.say(hint.kind)
                instead = f" Perhaps: {say}." if say else ""
                yield (
                    f'{vignette.vignette_id}, {field}: could "{hint.text}" point to'
                    f" somebody?{instead}"
                )


def _over(day: date | None, today: date) -> bool:
    return day is not None and day < today


def told(vignette: Vignette) -> str:
    """The words of a story: its texts in order, a line break between."""
    return "\n".join(getattr(vignette, name) or "" for name in STORY)


def fingerprint(vignette: Vignette) -> str:
    """The hash of the words of a story."""
    return hashlib.sha256(told(vignette).encode()).hexdigest()
