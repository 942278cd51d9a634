"""Checks of safe contact and domestic abuse that need more than a look (brief 3.9)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from unicodedata import combining, normalize

from workflow.domain.case_folder import CaseFolder
from workflow.domain.findings import Noticed
from workflow.domain.records.base import Reader
from workflow.domain.records.plan import ResponseStep, ScheduledReview
from workflow.domain.rhythm import occurrences
from workflow.domain.rules.kinds import applies, in_full, number, words
from workflow.domain.rules.leaves import WRITTEN, Leaf
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.vocabulary import ContactFlag, MaracDecision, ReviewKind, Unit

OUTSIDERS = frozenset({Reader.PROFESSIONAL, Reader.BIDDER})

NO_WORD = re.compile(r"[\W_]+")


def abuse_not_considered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Family, partner or ex-partner is where the risk comes from (DOM-01)."""
    folder = situation.folder
    close = set(words(rule.settings, "relationships"))
    considered = folder.case.record.domestic_abuse.considered is True
    if not considered and close & set(_sources(folder)):
        yield Noticed(rule.id, folder.case.place("domestic_abuse.considered"))


def _sources(folder: CaseFolder) -> Iterator[str]:
    """What those where the risk comes from are to the person."""
    sources = folder.case.record.risk.sources
    named = (folder.contact(who) for who in _risky(folder))
    yield from (s.relationship_code for s in sources if s.relationship_code)
    yield from (c.relationship_code for c in named if c and c.relationship_code)


def _risky(folder: CaseFolder) -> frozenset[str]:
    """The contacts where the risk comes from: flagged, or named in the case."""
    contacts, sources = folder.person.record.contacts, folder.case.record.risk.sources
    flagged = (c.id for c in contacts if ContactFlag.SOURCE_OF_RISK in c.flags)
    return frozenset(who for who in (*flagged, *(s.contact for s in sources)) if who)


def marac_not_considered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The usual level for MARAC is met, and nobody decided about it (DOM-02).

    An empty decision is none: at this level silence is no answer.
    """
    case = situation.folder.case
    abuse = case.record.domestic_abuse
    high = (abuse.dash_yes_count or 0) >= number(rule, "dash_at_least")
    undecided = abuse.marac_decision in (None, MaracDecision.NOT_RELEVANT)
    if undecided and (high or abuse.professional_judgement_high_risk is True):
        yield Noticed(rule.id, case.place("domestic_abuse.marac_decision"))


def phrase_not_secret(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A source of risk knows the phrase, or it stands where it goes out (DOM-03)."""
    folder = situation.folder
    secret = folder.plan.record.safe_contact.exit_phrase
    for index, who in enumerate(secret.who_knows):
        if who in _risky(folder):
            path = f"safe_contact.exit_phrase.who_knows[{index}]"
            yield Noticed(rule.id, folder.plan.place(path))
    phrase = _folded(secret.phrase or "")
    longest = max(phrase.split(), key=len, default="")
    for leaf in _holding(situation, longest) if longest else ():
        if OUTSIDERS.isdisjoint(leaf.seen_by):
            continue
        if phrase in _folded(str(leaf.value)):
            detail = "This goes to people outside, and the phrase stands in it."
            yield Noticed(rule.id, leaf.filed.place(leaf.path), {}, detail)


def _holding(situation: Situation, word: str) -> Iterable[Leaf]:
    """The leaves that may hold a word; with accents and marks all of them may."""
    if situation.written.isascii():
        return situation.holding(re.compile(re.escape(word)))
    return situation.leaves(*WRITTEN)


def _folded(text: str) -> str:
    """Whole words only, without case, accents and marks, with a space at each end."""
    plain = text.casefold()
    if not text.isascii():
        marked = normalize("NFKD", text).casefold()
        plain = "".join(c for c in marked if not combining(c))
    return f" {NO_WORD.sub(' ', plain).strip()} "


def steps_missing(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Fewer response steps than needed, or no emergency call at the end (DOM-04)."""
    plan = situation.folder.plan
    if not applies(situation, rule):
        return
    steps = plan.record.safe_contact.response_steps
    if not steps or len(steps) < number(rule, "at_least"):
        yield Noticed(rule.id, plan.place("safe_contact.response_steps"))
        return
    last = max(range(len(steps)), key=lambda index: _order(steps, index))
    if steps[last].call not in words(rule.settings, "last_calls"):
        place = plan.place(f"safe_contact.response_steps[{last}].call")
        yield Noticed(rule.id, place)


def _order(steps: tuple[ResponseStep, ...], index: int) -> tuple[int, int]:
    """By the number of the step; one without a number stands where it is written."""
    return steps[index].step or index + 1, index


def no_pattern_reviews(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A plan for safe contact without a schedule of pattern reviews (DOM-07).

    Silent while the kind of a schedule is empty or unreadable: it may be that one.
    """
    plan = situation.folder.plan
    kinds = {schedule.kind for schedule in plan.record.review_schedule}
    if applies(situation, rule) and not kinds & {None, ReviewKind.PATTERN}:
        yield Noticed(rule.id, plan.place("review_schedule"))


def what_follows_undecided(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The agreed weeks of pattern reviews end soon, or have ended (DOM-08).

    Decided by pattern reviews that go on for longer, or by a held review with a
    decision from so many days before the end (rulings), however late it is held.
    """
    folder, near = situation.folder, timedelta(days=number(rule, "within_days"))
    ends = _ends(situation, situation.today + near)
    if not ends or not folder.is_open:
        return
    end, path = max(ends)
    decided = [f.record.held_on for f in folder.held() if f.record.decision]
    soon = end - near <= situation.today
    if soon and not any(day is None or day >= end - near for day in decided):
        yield Noticed(rule.id, folder.plan.place(path), {"date": in_full(end)})


def _ends(situation: Situation, horizon: date) -> list[tuple[date, str]]:
    """The last day of each recurring pattern schedule, and where it stands.

    Only as far as the horizon matters; one without an end lasts for ever.
    """
    found = []
    for index, schedule in enumerate(situation.folder.plan.record.review_schedule):
        goes_on = schedule.every or schedule.until or schedule.occurrences
        if schedule.kind is ReviewKind.PATTERN and goes_on:
            key = "until" if schedule.until else "occurrences"
            path = f"review_schedule[{index}].{key}"
            found.append((_last_day(situation, schedule, horizon), path))
    return found


def _last_day(situation: Situation, schedule: ScheduledReview, horizon: date) -> date:
    if schedule.until or not (schedule.occurrences and schedule.first_due):
        return schedule.until or date.max
    paced = _paced(situation, schedule)
    return occurrences(paced, situation.calendar, horizon)[-1].unrolled


def _paced(situation: Situation, schedule: ScheduledReview) -> ScheduledReview:
    """A schedule that does not say how often keeps the provider's pace (4.2)."""
    if schedule.every:
        return schedule
    pace = {"every": situation.timescale("pattern_every_days"), "unit": Unit.DAYS}
    return schedule.model_copy(update=pace)


CHECKS: Mapping[str, Check] = {
    "abuse_not_considered": abuse_not_considered,
    "marac_not_considered": marac_not_considered,
    "phrase_not_secret": phrase_not_secret,
    "steps_missing": steps_missing,
    "no_pattern_reviews": no_pattern_reviews,
    "what_follows_undecided": what_follows_undecided,
}
