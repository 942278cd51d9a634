"""What speaks against using a story: every condition of brief 6.4 (TEN-01)."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from workflow.domain.folding import folded
from workflow.domain.records.consent import UseOfStory
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import STORY, OtherSource, Vignette
from workflow.domain.rhythm import months_after
from workflow.domain.rules.surroundings import Surroundings, Told
from workflow.domain.telling import Hint, hints, said_together, together
from workflow.domain.telling_words import TellingWords
from workflow.domain.vocabulary import StoryUse, TenderUse
from workflow.domain.workspace import Bid

AGREED = (StoryUse.AGREED, StoryUse.AGREED_WITH_CHANGES)
LONGEST = 24  # months that a story may be used
ENOUGH_CHANGED = 3  # details removed or altered
CRISIS = timedelta(days=7)  # after an incident nobody is asked for a story
Against = Iterator[tuple[str, str]]


def against(
    around: Surroundings, vignette: Vignette, tender: Tender | None = None
) -> tuple[str, str]:
    """What speaks against using a story: the field, and why; empty when nothing.

    Of a composite every person's own agreement is asked for (6.4). With `tender` what
    only this tender forbids counts too: its bid writer asked.
    """
    reasons = (
        *_not_disguised(vignette),
        *(
            (_field(name, at), _about(ref, why, vignette))
            for at, source in enumerate(vignette.sources)
            for name, why in _of_source(around, vignette, source, tender or Tender())
            for ref in (source.case or "a case without a reference",)
        ),
    )
    return next(iter(reasons), ("", ""))


def _field(name: str, at: int) -> str:
    """Where a reason stands: in the vignette itself, or at one of its other cases."""
    of_source = {
        "source_case": "case",
        "person_approved_on": "approved_on",
        "checked_by": "checked_by",
    }
    inside = at > 0 and name in of_source
    return f"also_from[{at - 1}].{of_source[name]}" if inside else name


def _about(ref: str, why: str, vignette: Vignette) -> str:
    """The reason, and of a composite for which of its cases."""
    return f"{ref}: {why}" if vignette.composite else why


def _of_source(
    around: Surroundings, vignette: Vignette, source: OtherSource, tender: Tender
) -> Against:
    """What speaks against it for one of the cases it comes from."""
    seen = around.case(source.case)
    if seen is None:
        yield "source_case", "The case it comes from is not there."
        return
    case = seen.for_story
    yield from _not_agreed(case, vignette, source.approved_on, around.today)
    yield from _not_asked_well(case, tender)
    if not source.checked_by:
        yield "checked_by", "Nobody who knows the case has checked it."
    elif source.checked_by not in case.known_to:
        yield "checked_by", "Whoever checked it does not know the case."
    if case.source_of_risk_near and not case.lead_on_story:
        yield "source_case", "The source of risk could recognise it: ask the lead."


def _not_agreed(
    case: Told, vignette: Vignette, agreed_on: date | None, today: date
) -> Against:
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
    if story.approved_text_on is None or story.approved_text_on != agreed_on:
        yield "person_approved_on", "Other words were agreed."
    if hashed and hashed != fingerprint(vignette):
        changed = "The words have changed since the person agreed."
        yield "approved_text_sha256", changed
    yield from _kept_too_long(story, vignette, today)


def _kept_too_long(story: UseOfStory, vignette: Vignette, today: date) -> Against:
    """24 months after the person agreed to the words it is over, come what may."""
    approved = story.approved_text_on
    last = months_after(approved, LONGEST) if approved else None
    if last and vignette.use_until and vignette.use_until > last:
        yield "use_until", "It is kept for more than 24 months."
    if last and story.expires_on and story.expires_on > last:
        yield "source_case", "The agreement is for more than 24 months."
    if _over(last, today):
        yield "use_until", "The person agreed more than 24 months ago."


def _not_asked_well(case: Told, tender: Tender) -> Against:
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


def _not_disguised(vignette: Vignette) -> Against:
    """Too little in it is changed, or it says twice where it comes from."""
    if len(vignette.changed_to_protect) < ENOUGH_CHANGED:
        yield "changed_to_protect", "Fewer than three details are changed."
    refs = [source.case for source in vignette.sources]
    if len(set(refs)) < len(refs):
        yield "also_from", "A composite comes from several cases, each named once."


def told_again(around: Surroundings, bid: Bid) -> Mapping[str, str]:
    """Stories of a tender from a household or event that another one comes from: why.

    Another one of the same tender that stands before it, or one of an earlier tender
    that was let go; the same story may be told to several buyers (6.4).
    """
    stories = {filed.record.vignette_id: filed.record for filed in bid.vignettes}
    chosen = [stories[n] for n in bid.tender.record.vignettes if n in stories]
    before = list(_let_go(around, bid))
    found: dict[str, str] = {}
    for story in chosen:
        mine = _bonds(around, story)
        shared = (
            mine[bond]
            for other in before
            if not _same_story(other, story)
            for bond in _bonds(around, other)
            if bond in mine
        )
        why = next(shared, "")
        if why:
            found[story.vignette_id or ""] = f"Another story comes from the same {why}."
        before.append(story)
    return found


def _let_go(around: Surroundings, bid: Bid) -> Iterator[Vignette]:
    """The stories of other tenders that were let go."""
    for other in around.workspace.bids:
        tender = other.tender.record
        if tender.released_on and other.tender.file != bid.tender.file:
            for filed in other.vignettes:
                if filed.record.vignette_id in tender.vignettes:
                    yield filed.record


def _same_story(one: Vignette, other: Vignette) -> bool:
    return one.vignette_id == other.vignette_id or told(one) == told(other)


def _bonds(around: Surroundings, vignette: Vignette) -> Mapping[str, str]:
    """What ties a story to others of the same household or event, in words."""
    found: dict[str, str] = {}
    for source in vignette.sources:
        case = around.case(source.case)
        found |= (
            case.for_story.bonds
            if case
            else {f"case {source.case}": "case, or a related one"}
        )
    if vignette.event:
        found[f"event {folded(vignette.event)}"] = "household or event"
    return found


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
