"""The parts of a pack in order, their labels, and what each refers to (feature 39)."""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.answers.names import referred, unknown
from workflow.domain.bidding.answers import SCORED
from workflow.domain.context import uk_date
from workflow.domain.records.assembly import (
    Assembly,
    Evidence,
    PackLimits,
)
from workflow.domain.records.tender import Tender
from workflow.domain.workspace import AnswerText

ORDINARY = re.compile(r"[A-Za-z0-9 ]")


@dataclass(frozen=True)
class Topic:
    """One part of the method (brief 5.11), with the numbers of its measures."""

    id: str
    title: str
    numbers: frozenset[str]

    def holds(self, measure: str) -> bool:
        """Whether a measure, such as `TM05a`, is about it."""
        return measure[2:4] in self.numbers


def _topic(name: str, title: str, numbers: str) -> Topic:
    return Topic(name, title, frozenset(numbers.split()))


TOPICS = (
    _topic(
        "outcomes", "How outcomes are captured and revisited", "01 02 03 04 09 10 11"
    ),
    _topic("advocacy", "How advocacy is used", "07 08"),
    _topic("risk", "How positive risk is managed", "13 15 16 17"),
    _topic("sharing", "How agreements about information are kept", "23 24 25 26 27"),
    _topic("changes", "What changed for people", "05 06 18 19 20 21 22 33"),
    _topic("checks", "How we check ourselves", "12 14 28 29 30 31 32"),
)


def used_by(
    assembly: Assembly,
    answers: Sequence[AnswerText],
    tender: Tender,
    library: Evidence,
) -> dict[str, tuple[str, ...]]:
    """Which answers and appendices lean on which evidence, by its id (feature 37)."""
    found: dict[str, dict[str, None]] = {}
    for scored in assembly.answers:
        texts = [getattr(scored, part) for part, _ in SCORED]
        named = (*scored.evidence, *_evidence_in(texts))
        for item in named:
            found.setdefault(item, {})[scored.question or ""] = None
    for wanted in assembly.requirements:
        for item in wanted.evidence:
            found.setdefault(item, {})[wanted.question or ""] = None
    for answer in answers:
        for item in _evidence_in(answer.lines):
            found.setdefault(item, {})[answer.question] = None
    for item, appendix in _enclosed(assembly, library):
        found.setdefault(item, {})[f"the appendix {appendix}"] = None
    order = [question.id or "" for question in tender.questions]
    return {
        item: (*(q for q in order if q in by), *(q for q in by if q not in order))
        for item, by in found.items()
    }


def _enclosed(assembly: Assembly, library: Evidence) -> Iterator[tuple[str, str]]:
    """The evidence whose own file is an appendix, with the title of that."""
    titles = {one.file: one.title or "" for one in assembly.appendices if one.file}
    for item in library.items:
        if item.file in titles:
            yield item.id or "", titles[item.file]


def _evidence_in(texts: Sequence[str | None]) -> Iterator[str]:
    for text in texts:
        for name in referred(text or ""):
            if name.startswith("evidence:"):
                yield name.removeprefix("evidence:")


def expired(
    evidence: Evidence, used: Mapping[str, Sequence[str]], today: date
) -> tuple[str, ...]:
    """Evidence that has run out and is used, each with every answer that uses it."""
    return tuple(
        f"{item.id} ran out on {uk_date(item.expires_on)}; it is used by"
        f" {', '.join(used[item.id or ''])}"
        for item in evidence.items
        if item.id in used and item.expires_on and item.expires_on < today
    )


def running_out(
    evidence: Evidence,
    used: Mapping[str, Sequence[str]],
    today: date,
    due: date | None,
) -> tuple[str, ...]:
    """Evidence in use that runs out between today and the day the bid is due."""
    return tuple(
        f"{item.id} runs out on {uk_date(item.expires_on)}, before the bid is due; it"
        f" is used by {', '.join(used[item.id or ''])}"
        for item in evidence.items
        if item.id in used and item.expires_on and due
        if today <= item.expires_on < due
    )


def not_there(
    assembly: Assembly, tender: Tender, known: Mapping[str, str]
) -> Iterator[str]:
    """What an answer or a requirement leans on that is nowhere: `Q1: E9`."""
    at_hand = {*known, *tender.vignettes}
    for scored in assembly.answers:
        for name in scored.evidence:
            if not _at_hand(name, at_hand):
                yield f"{scored.question}: {name}"
        said = (getattr(scored, part) or "" for part, _ in SCORED)
        for name in unknown(said, known):
            yield f"{scored.question}: {name}"
    for wanted in assembly.requirements:
        for name in wanted.evidence:
            if not _at_hand(name, at_hand):
                yield f"{wanted.id}: {name}"


def _at_hand(name: str, at_hand: Container[str]) -> bool:
    return any(f"{kind}{name}" in at_hand for kind in ("", "evidence:", "appendix:"))


def name_faults(name: str, limits: PackLimits) -> Iterator[str]:
    """What in a file name the buyer does not allow, in words."""
    stem, _, suffix = name.rpartition(".")
    allowed = limits.file_name_characters
    bad = sorted({c for c in stem if not ORDINARY.match(c) and c not in (allowed or c)})
    if bad:
        yield f"The name has {' '.join(bad)}, which the buyer does not allow."
    longest = limits.file_name_longest
    if longest is not None and len(name) > longest:
        yield f"The name is {len(name) - longest} characters too long."
    formats = [one.lower().lstrip(".") for one in limits.formats]
    if formats and suffix.lower() not in formats:
        yield f"The buyer does not take .{suffix} files."


def size_faults(size: int, limits: PackLimits) -> Iterator[str]:
    """How far a file is over the size the buyer allows, in words."""
    most = limits.largest_bytes
    if most is not None and size > most:
        over = size - most
        yield f"The file is {over} byte{'s' if over != 1 else ''} too large."


def page_faults(pages: int, most: float | None) -> Iterator[str]:
    """How far something is over the pages allowed, in words."""
    if most is not None and pages > most:
        over = pages - most
        yield f"This is {over:g} page{'s' if over != 1 else ''} over the limit."
