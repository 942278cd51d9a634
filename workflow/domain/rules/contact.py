"""Checks of safe contact and domestic abuse that need more than a look (brief 3.9)."""

from collections.abc import Iterator, Mapping

from workflow.domain.case_folder import CaseFolder
from workflow.domain.fields import Member, members
from workflow.domain.findings import Noticed, Place
from workflow.domain.records.base import SHARED, Block, Reader
from workflow.domain.rules.kinds import joined, words
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import ContactFlag, Focus


def abuse_not_considered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Family, partner or ex-partner is where the risk comes from (DOM-01)."""
    folder = situation.folder
    close = set(words(rule.settings, "relationships"))
    considered = folder.case.record.domestic_abuse.considered is True
    if not considered and close & set(_sources(folder)):
        yield Noticed(rule.id, folder.case.place("domestic_abuse.considered"))


def _sources(folder: CaseFolder) -> Iterator[str]:
    """What those where the risk comes from are to the person."""
    flagged = [c.id for c in folder.person.record.contacts if _flagged(c.flags)]
    sources = folder.case.record.risk.sources
    named = (folder.contact(i) for i in (*flagged, *(s.contact for s in sources)))
    yield from (s.relationship_code for s in sources if s.relationship_code)
    yield from (c.relationship_code for c in named if c and c.relationship_code)


def _flagged(flags: tuple[ContactFlag, ...]) -> bool:
    return ContactFlag.SOURCE_OF_RISK in flags


def phrase_not_secret(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A source of risk knows the phrase, or it stands where it goes out (DOM-03)."""
    folder = situation.folder
    secret = folder.plan.record.safe_contact.exit_phrase
    if any(folder.is_source_of_risk(who) for who in secret.who_knows):
        place = folder.plan.place("safe_contact.exit_phrase.who_knows")
        yield Noticed(rule.id, place)
    phrase = _folded(secret.phrase or "")
    if phrase:
        for filed in folder.every_file:
            for path, text in _going_out(filed.record, "", SHARED):
                if phrase in _folded(text):
                    at: Place = filed.place(path)
                    yield Noticed(rule.id, at)


def _going_out(
    block: Block, path: str, seen_by: frozenset[Reader]
) -> Iterator[tuple[str, str]]:
    """The texts of the fields that a professional outside may see."""
    for member in members(type(block)).values():
        value = getattr(block, member.attribute)
        here = joined(path, member.key)
        seen = member.about.seen_by or block.seen_by or seen_by
        listed = value if isinstance(value, tuple) else (value,)
        for index, item in enumerate(listed):
            at = f"{here}[{index}]" if isinstance(value, tuple) else here
            if isinstance(item, Block):
                yield from _going_out(item, at, seen)
            elif _is_text(member, item) and Reader.PROFESSIONAL in seen:
                yield at, item


def _is_text(member: Member, item: object) -> bool:
    return isinstance(item, str) and member.codes is None


def _folded(text: str) -> str:
    kept = (c if c.isalnum() else " " for c in text.casefold())
    return " ".join("".join(kept).split())


def steps_missing(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Fewer response steps than needed, or no emergency call at the end (DOM-04)."""
    folder = situation.folder
    if Focus.SAFE_CONTACT not in folder.case.record.focus:
        return
    steps = folder.plan.record.safe_contact.response_steps
    ordered = sorted(steps, key=lambda step: step.step or 0)
    few = len(steps) < int("".join(words(rule.settings, "at_least")))
    if few or ordered[-1].call not in words(rule.settings, "last_calls"):
        yield Noticed(rule.id, folder.plan.place("safe_contact.response_steps"))


CHECKS: Mapping[str, Check] = {
    "abuse_not_considered": abuse_not_considered,
    "phrase_not_secret": phrase_not_secret,
    "steps_missing": steps_missing,
}
