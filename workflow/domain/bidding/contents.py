"""The parts of a pack in order, their labels, and what each refers to (feature 39)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.bidding.answers import referred
from workflow.domain.context import uk_date
from workflow.domain.records.assembly import (
    Appendix,
    Assembly,
    Evidence,
    EvidenceItem,
    PackLimits,
)
from workflow.domain.records.tender import Tender
from workflow.domain.workspace import AnswerText

MADE = (
    ("measures", "Our figures and what they count"),
    ("stories", "Stories"),
    ("governance", "How we check ourselves"),
    ("matrix", "Where each question is answered"),
)
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


@dataclass(frozen=True)
class Part:
    """One appendix with its label: `A2`; `file` is empty for one that is made."""

    id: str
    label: str
    title: str
    made: str = ""
    file: str = ""

    @property
    def name(self) -> str:
        """The appendix as texts call it."""
        return f"Appendix {self.label}"


def appendices(assembly: Assembly) -> tuple[Part, ...]:
    """The appendices in order, numbered from A1.

    Those that are made stand where the bid writer put them; the rest come at the end.
    """
    asked = list(assembly.appendices)
    have = {one.made for one in asked}
    asked += [
        Appendix(id=made, title=title, made=made)
        for made, title in MADE
        if made not in have
    ]
    return tuple(
        Part(one.id or "", f"A{n}", one.title or "", one.made or "", one.file or "")
        for n, one in enumerate(asked, start=1)
    )


def names(
    figures: Sequence[Mapping[str, str]],
    parts: Sequence[Part],
    evidence: Evidence,
    pages: Mapping[str, int],
) -> dict[str, str]:
    """What every name in a text stands for, as the pack is ordered now."""
    found = {row.get("measure", ""): row.get("shown", "") for row in figures}
    for part in parts:
        found[f"appendix:{part.id}"] = part.name
        found[f"page:{part.id}"] = f"page {pages.get(part.id, 0) or '…'}"
    for item in evidence.items:
        found[f"evidence:{item.id}"] = _cited(item)
    return found


def _cited(item: EvidenceItem) -> str:
    about = ", ".join(filter(None, (item.source, uk_date(item.dated))))
    return f"{item.title} ({about})"


def used_by(
    assembly: Assembly, answers: Sequence[AnswerText], tender: Tender
) -> dict[str, tuple[str, ...]]:
    """Which answers lean on which evidence, by its id (feature 37)."""
    found: dict[str, dict[str, None]] = {}
    for scored in assembly.answers:
        texts = (scored.method, scored.records, scored.example, scored.result)
        named = (*scored.evidence, *_evidence_in(texts))
        for item in named:
            found.setdefault(item, {})[scored.question or ""] = None
    for wanted in assembly.requirements:
        for item in wanted.evidence:
            found.setdefault(item, {})[wanted.question or ""] = None
    for answer in answers:
        for item in _evidence_in(answer.lines):
            found.setdefault(item, {})[answer.question] = None
    order = [question.id or "" for question in tender.questions]
    return {
        item: (*(q for q in order if q in by), *(q for q in by if q not in order))
        for item, by in found.items()
    }


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
