"""Checks of voice and outcomes that need more than a look (brief 3.2)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from workflow.domain.case_folder import CaseFolder, Filed, last_date
from workflow.domain.findings import Noticed
from workflow.domain.records.base import Block
from workflow.domain.records.case import DesiredOutcome
from workflow.domain.records.provider import Provider
from workflow.domain.rhythm import HOURS_A_DAY, in_days
from workflow.domain.rules.kinds import (
    longest_word,
    named,
    number,
    shown,
    sieve,
    texts,
    whole_words,
    word,
    words,
)
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.same import Same
from workflow.domain.vocabulary import RestrictionBasis, ReviewKind, Voice

STAFF_TEXT = ("text", "para")
QUOTED = re.compile(r'"[^"]*"|\u201c[^\u201d]*\u201d')
NAME = "{name}"


def not_own_words(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An outcome that does not sound like the person (VOI-04).

    It says none of the words in `first_person`, or begins with one of `begins`.
    """
    case, begins = situation.folder.case, words(rule.settings, "begins")
    first_person = _pattern(words(rule.settings, "first_person"))
    name = situation.folder.person.record.preferred_name or ""
    for index, outcome in enumerate(case.record.outcomes):
        said = outcome.in_their_words or ""
        spoken_of = longest_word(name) in said.casefold()
        starts = (s.replace(NAME, name) for s in begins if spoken_of or NAME not in s)
        about = _beginning(tuple(starts)).match(said)
        if said and (about or not first_person.search(said)):
            yield Noticed(rule.id, case.place(f"outcomes[{index}].in_their_words"))


@lru_cache(maxsize=128)
def _beginning(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\W*{_any_of(phrases)}", re.IGNORECASE)


@lru_cache(maxsize=128)
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_any_of(phrases), re.IGNORECASE)


def _any_of(phrases: Iterator[str] | tuple[str, ...]) -> str:
    """A pattern for any of some phrases as whole words, the longest first."""
    longest = sorted(filter(None, phrases), key=len, reverse=True)
    if not longest:
        return r"(?!)"
    return rf"(?<!\w)(?:{'|'.join(map(whole_words, longest))})(?!\w)"


def decided_before_asking(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """An action or limit from before the person was asked (VOI-05)."""
    plan, asked = situation.folder.plan, situation.folder.case.record.msp.asked_on
    for path, day in _decisions(situation):
        if asked is not None and day < asked:
            yield Noticed(rule.id, plan.place(path))


def _decisions(situation: Situation) -> Iterator[tuple[str, date]]:
    """What the plan decides, each with its first date; not limits in an emergency."""
    plan = situation.folder.plan
    for index, action in enumerate(plan.record.actions):
        dated = {"done_on": action.done_on, "due_on": action.due_on}
        known = [(day, key) for key, day in dated.items() if day]
        for day, key in sorted(known)[:1]:
            yield f"actions[{index}].{key}", day
    for index, limit in enumerate(plan.record.restrictions):
        here = f"restrictions[{index}]"
        urgent = limit.basis is RestrictionBasis.URGENT_TEMPORARY
        unclear = situation.unclear(plan.file, f"{here}.basis")
        if limit.started_on and not urgent and not unclear:
            yield f"{here}.started_on", limit.started_on


def outcome_without_answer(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A live outcome that no option and no action is for (VOI-06)."""
    plan = situation.folder.plan
    if situation.unclear(plan.file, "options[].for_outcomes", "actions[].for_outcomes"):
        return
    answered = {o for option in plan.record.options for o in option.for_outcomes}
    answered |= {o for action in plan.record.actions for o in action.for_outcomes}
    for path, outcome in _live(situation):
        if outcome.id not in answered:
            yield _about(situation, rule, path, outcome)


def _live(situation: Situation) -> Iterator[tuple[str, DesiredOutcome]]:
    """The live outcomes, without those of which that is not certain."""
    case, live = situation.folder.case, situation.folder.live_outcomes
    for index, outcome in enumerate(case.record.outcomes):
        here = f"outcomes[{index}]"
        unclear = situation.unclear(case.file, f"{here}.status", f"{here}.id")
        if outcome and outcome in live and not unclear:
            yield here, outcome


def _about(
    situation: Situation, rule: Rule, path: str, outcome: DesiredOutcome
) -> Noticed:
    said = shown(situation, outcome.in_their_words or outcome.id)
    return Noticed(rule.id, situation.folder.case.place(path), {"outcome": said})


def someone_else_spoke(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Somebody else's words, nobody named or a source of risk (VOI-07).

    What was worked out from how the person lives (`observed`) nobody spoke: there is
    nobody to name, and only a source of risk who is named is spoken of.
    """
    folder = situation.folder
    for index, outcome in enumerate(folder.case.record.outcomes):
        here = f"outcomes[{index}].said_by_contact"
        speaker = outcome.said_by_contact
        someone_else = outcome.said_by not in (None, Voice.PERSON)
        spoken = outcome.said_by is not Voice.OBSERVED
        doubtful = folder.is_source_of_risk(speaker) or (spoken and not speaker)
        if someone_else and doubtful and not situation.unclear(folder.case.file, here):
            yield Noticed(rule.id, folder.case.place(here))


def controlling_word(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A word of the watch list in what staff wrote, once for each field (VOI-09).

    What stands in quotation marks is somebody else's, and so are the fields in `leave`.
    """
    liked = {_folded(w) for w in situation.folder.person.record.preferred_words}
    swaps, maybe, watched = _watch_list(
        Same(rule.settings), Same(situation.organisation.provider.record)
    )
    leave, name = set(words(rule.settings, "leave")), situation.folder.name
    now = {filed.file for filed in _written_now(situation.folder)}
    for leaf in situation.holding(maybe):
        if leaf.kind not in STAFF_TEXT or leaf.filed.file not in now:
            continue
        said = watched.findall(QUOTED.sub(" ", str(leaf.value)))
        if said and leave.isdisjoint(re.split(r"[.\[]", leaf.path)):
            for met in dict.fromkeys(map(_folded, said)):
                if met in swaps and met not in liked:
                    listed, instead = swaps[met]
                    facts = {"word": listed, "try": instead.replace(NAME, name)}
                    yield Noticed(rule.id, leaf.filed.place(leaf.path), facts)


class WatchList(NamedTuple):
    """Each word, folded, with how it is written and what to say instead.

    `maybe` passes quickly over texts that hold none of them, `watched` finds them, and
    longer phrases that are fine and hold one.
    """

    swaps: Mapping[str, tuple[str, str]]
    maybe: re.Pattern[str]
    watched: re.Pattern[str]


@lru_cache(maxsize=128)
def _watch_list(
    settings: Same[Mapping[str, object]], provider: Same[Provider]
) -> WatchList:
    """The words shipped; the provider's own come before them."""
    shipped = {w: str(swap) for w, swap in named(settings.thing, "swaps").items()}
    listed = provider.thing.language_watchlist
    own = {entry.word: entry.try_ or "" for entry in listed if entry.word}
    otherwise = word(settings.thing, "otherwise")
    swaps = {
        _folded(watched): (watched, swap or shipped.get(watched) or otherwise)
        for watched, swap in (shipped | own).items()
    }
    fine = words(settings.thing, "fine")
    return WatchList(swaps, sieve(tuple(swaps)), _pattern((*swaps, *fine)))


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    return " ".join(re.split(r"[\s\-\u2010\u2011]+", text.casefold().strip()))


def _written_now(folder: CaseFolder) -> tuple[Filed[Block], ...]:
    """The files that can still be reworded; of a closed case only its closing."""
    if not folder.is_open:
        return (folder.closure,)
    single = (folder.person, folder.case, folder.plan, folder.consent)
    several = (*folder.records, *folder.reviews)
    return (*single, *several, *folder.managerial_reviews, *folder.learning)


def nothing_they_said(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No words of the person in any record for longer than `days` (VOI-10).

    Counted from the day the case was opened when there are none (rulings).
    """
    folder = situation.folder
    unsure = any(situation.unclear(f.file, "date") for f in folder.records)
    spoken = [f for f in folder.records if next(texts(f.record, "quote"), None)]
    last = last_date((f.record.date for f in spoken), folder.case.record.opened_on)
    if not folder.is_open or unsure or last is None:
        return
    if (situation.today - last).days > number(rule, "days"):
        newest = next((f for f in reversed(spoken) if f.record.date == last), None)
        place = newest.place("date") if newest else folder.case.place("opened_on")
        yield Noticed(rule.id, place)


def outcome_forgotten(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A live outcome in none of the last held reviews since it was said (VOI-11).

    `reviews` is how many, `kinds` of which kinds; with fewer held nothing is said.
    """
    folder, count = situation.folder, number(rule, "reviews")
    kinds = [kind for kind in ReviewKind if kind in words(rule.settings, "kinds")]
    held = [(f.record.held_on or date.min, f) for f in folder.held(*kinds)]
    last = sorted(held, key=lambda pair: pair[0])[-count:]
    files = [filed.file for _, filed in last]
    if not folder.is_open or len(last) < count or _unsure(situation, files):
        return
    seen = {line.outcome for _, f in last for line in f.record.outcome_progress}
    for path, outcome in _live(situation):
        known = outcome.recorded_on or date.min
        if outcome.id not in seen and known <= last[0][0]:
            yield _about(situation, rule, path, outcome)


def _unsure(situation: Situation, files: list[str]) -> bool:
    progress = "outcome_progress[].outcome"
    return any(situation.unclear(file, progress) for file in files)


def waited_to_talk(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The first conversation came too late, or has not come yet (VOI-13).

    The files hold dates, so hours count in whole days (rulings).
    """
    case, here = situation.folder.case, "concern.first_conversation_on"
    raised = case.record.concern.raised_on
    if raised is None or situation.unclear(case.file, here):
        return
    talked = case.record.concern.first_conversation_on or _until(situation)
    waited = (talked - raised).days
    if waited > in_days(situation.timescale("first_conversation_hours")):
        hours = str(waited * HOURS_A_DAY)
        yield Noticed(rule.id, case.place(here), {"n": hours})


def _until(situation: Situation) -> date:
    folder = situation.folder
    closed = folder.closure.record.closed_on or folder.case.record.closed_on
    return situation.today if closed is None else min(closed, situation.today)


CHECKS: Mapping[str, Check] = {
    "not_own_words": not_own_words,
    "decided_before_asking": decided_before_asking,
    "outcome_without_answer": outcome_without_answer,
    "someone_else_spoke": someone_else_spoke,
    "controlling_word": controlling_word,
    "nothing_they_said": nothing_they_said,
    "outcome_forgotten": outcome_forgotten,
    "waited_to_talk": waited_to_talk,
}
