"""Checks of communication that need more than a look (brief 3.5, 5.0)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import PERSON, CaseFolder
from workflow.domain.findings import Noticed, Place
from workflow.domain.records.header import CaseFile
from workflow.domain.rules.kinds import Entry, named, number, words
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.rules.surroundings import Surroundings, WorkspaceCheck
from workflow.domain.vocabulary import Relationship

SENTENCE_END = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")  # noqa: RUF001 - typed so
HISTORY = "plan_history/"


def format_not_made(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A copy was given, none in the format the person needs (COM-02).

    Looks at the person's first format, and only at those in the settings: each has a
    file of its own, with the words by which `plan.copies[].version` tells it. The
    copies in the plan are the record of what was made. From the first copy given, in
    working days (`copy_to_person_working_days`); cleared by a copy in the format.
    """
    folder = situation.folder
    first = next(iter(folder.person.record.communication.formats), None)
    known = words(named(rule.settings, "formats"), first) if first else ()
    given = [
        copy
        for copy in folder.plan.record.copies
        if copy.to == PERSON and copy.given_on and copy.given_on <= situation.today
    ]
    unread = situation.unclear(folder.plan.file, "copies") or situation.unclear(
        folder.person.file, "communication.formats"
    )
    if not folder.is_open or unread or first is None or not known or not given:
        return
    days = situation.timescale("copy_to_person_working_days")
    earliest = min(copy.given_on or date.max for copy in given)
    late = situation.today > situation.calendar.add_working_days(earliest, days)
    versions = [(copy.version or "").casefold() for copy in given]
    if late and not any(word in version for word in known for version in versions):
        place = folder.plan.place("copies")
        yield Noticed(rule.id, place, {"format": _in_sentence(first.label)})


def _in_sentence(label: str) -> str:
    """A label as it stands inside a sentence; one in capitals keeps them."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def interpreted_by_family(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Family, or where the risk comes from, interpreted in a talk (COM-04).

    That somebody interpreted shows that it was needed; `relationships` says who counts
    as family. Cleared by a talk on that day or later with an independent interpreter.
    """
    folder, close = situation.folder, set(words(rule.settings, "relationships"))
    talks = list(_interpreted(folder)) if folder.is_open else []
    independent = (t.day for t in talks if not _is_close(folder, t.who, close))
    put_right = max(independent, default=date.min)
    for talk in talks:
        if _is_close(folder, talk.who, close) and talk.day > put_right:
            yield talk.entry.noticed(rule, "interpreted_by")


@dataclass(frozen=True)
class _Interpreted:
    """A talk that somebody interpreted; on no known day counts as the latest."""

    entry: Entry
    who: str
    day: date


def _interpreted(folder: CaseFolder) -> Iterator[_Interpreted]:
    for record in folder.records:
        said = record.record
        if said.interpreted_by:
            entry = Entry(record, "", said)
            yield _Interpreted(entry, said.interpreted_by, said.date or date.max)
    for index, session in enumerate(folder.plan.record.co_production.sessions):
        if session.interpreted_by:
            path = f"co_production.sessions[{index}]"
            entry = Entry(folder.plan, path, session)
            yield _Interpreted(entry, session.interpreted_by, session.date or date.max)


def _is_close(folder: CaseFolder, who: str, close: set[str]) -> bool:
    contact = folder.contact(who)
    related = contact.relationship_code if contact else None
    named_as_source = {source.contact for source in folder.case.record.risk.sources}
    risk = folder.is_source_of_risk(who) or who in named_as_source
    return risk or _code(related) in close


def _code(relationship: Relationship | None) -> str:
    return relationship.value if relationship else ""


def easy_read_too_long(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A sentence of easy-read text with more words than easy read has (COM-06).

    The one limit of brief 5.0 that text alone shows and that the message is about.
    Every file of the case but the plans that are history; {n} counts from 1.
    """
    for filed in situation.folder.every_file:
        record = filed.record
        if filed.file.startswith(HISTORY) or not isinstance(record, CaseFile):
            continue
        for path, text in record.easy_words.items():
            place = filed.place(f"easy_words.{path}")
            yield from _too_long(rule, place, text)


def easy_route_too_long(around: Surroundings, rule: Rule) -> Iterator[Noticed]:
    """The same of the easy words for a way to speak up, in the provider's file."""
    provider = around.organisation.provider
    for index, route in enumerate(provider.record.speak_up_routes):
        place = provider.place(f"speak_up_routes[{index}].easy_words")
        yield from _too_long(rule, place, route.easy_words or "")


def _too_long(rule: Rule, place: Place, text: str) -> Iterator[Noticed]:
    most = number(rule, "most_words")
    for n, sentence in enumerate(sentences(text), start=1):
        count = len(sentence.split())
        if count > most:
            detail = f"It has {count} words; easy read has {most} at most."
            yield Noticed(rule.id, place, {"n": str(n)}, detail)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; a line of its own is one, with or without a stop."""
    parts = (part.strip(" \t-•*") for part in SENTENCE_END.split(text))
    return tuple(part for part in parts if part)


CHECKS: Mapping[str, Check] = {
    "format_not_made": format_not_made,
    "interpreted_by_family": interpreted_by_family,
    "easy_read_too_long": easy_read_too_long,
}
SHARED_CHECKS: Mapping[str, WorkspaceCheck] = {
    "easy_read_too_long": easy_route_too_long,
}
