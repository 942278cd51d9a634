"""The figures that papers of governance show, from what each case came to.

A case is counted while it is in hand; of it only what it comes to is kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import DueItem
from workflow.domain.disclosure import Figure
from workflow.domain.measures import (
    MEASURES,
    SAMPLED,
    Evidence,
    Period,
    Sum,
    Tally,
    Written,
    figure,
    tally_case,
    tally_over_all,
    tally_sampled,
    written,
)
from workflow.domain.measures.counting import plus


@dataclass(frozen=True)
class Asking:
    """Which measures over which periods are to be counted in each case.

    `named` are the cases whose people papers may have to leave unnamed, `everybody`
    says that these are all. `stories` are those that a bid tells a story of.
    """

    measures: tuple[tuple[str, Period], ...] = ()
    named: frozenset[str] = frozenset()
    everybody: bool = False
    stories: frozenset[str] = frozenset()

    @cached_property
    def key(self) -> str:
        """What tells whether a case was asked the same before."""
        return sha256(repr(self.measures).encode()).hexdigest()[:16]

    @cached_property
    def at(self) -> Mapping[tuple[str, Period], int]:
        """Where each of the measures stands."""
        return {each: number for number, each in enumerate(self.measures)}

    @cached_property
    def spans(self) -> tuple[Period, ...]:
        """The periods for which it matters who wrote records."""
        over_all = (p for name, p in self.measures if MEASURES[name].over_all)
        return tuple(dict.fromkeys(over_all))

    def names(self, ref: str) -> bool:
        """Whether the people of a case may have to be left unnamed."""
        return self.everybody or ref in self.named

    def tells(self, ref: str) -> bool:
        """Whether a bid tells a story of a case."""
        return ref in self.stories


@dataclass(frozen=True, slots=True)
class InFigures:
    """What one case comes to; nothing when it is to be left out of counts.

    `key` tells what was asked, `tallies` answers it in order, `wrote` who wrote in each
    of its spans.
    """

    key: str
    service: str
    tallies: tuple[Tally | None, ...] = ()
    wrote: tuple[tuple[tuple[str, tuple[int, int]], ...], ...] = ()


def in_figures(
    folder: CaseFolder, due: tuple[DueItem, ...], facts: Evidence, asking: Asking
) -> InFigures:
    """What one case comes to, with what is due in it, counted while it is in hand."""
    facts = replace(facts, diaries={folder.ref: due})
    case = folder.case.record
    at = (asking.key, case.service_id or "")
    if case.sensitivity.exclude_from_counts:
        return InFigures(*at)
    counted = (
        tally_case(name, folder, facts, period) if name != SAMPLED else None
        for name, period in asking.measures
    )
    return InFigures(
        *at,
        tuple(tally if tally != NOTHING else None for tally in counted),
        tuple(tuple(written((folder,), p).items()) for p in asking.spans),
    )


NOTHING = Tally()


@dataclass(frozen=True)
class Counts:
    """Everything that was counted, in cases and beside them (`facts`).

    The cases are gone through once.
    """

    cases: Iterable[tuple[CaseRef, InFigures]]
    asking: Asking
    facts: Evidence

    def figure(self, name: str, period: Period, services: Iterable[str] = ()) -> Figure:
        """One measure over the services named, over all when none is."""
        wanted = frozenset(services)
        total, at = Sum(), self.asking.at[name, period]
        there = [c for s, c in self._services.items() if not wanted or s in wanted]
        for service in there:
            total.add(service.sums[at].tally())
        if name == SAMPLED:
            for ref in (ref for service in there for ref in service.sampled):
                total.add(tally_sampled(ref, self.facts, period))
        if MEASURES[name].over_all:
            wrote = self._wrote(period, there)
            total.add(tally_over_all(name, self.facts, period, wrote))
        return figure(name, total.tally())

    @cached_property
    def _services(self) -> "Mapping[str, _Service]":
        """What the cases of each service come to."""
        sampled = self.facts.sampled
        found: dict[str, _Service] = {}
        for ref, case in self.cases:
            if case.service not in found:
                found[case.service] = _Service(self.asking)
            found[case.service].add(case)
            if ref in sampled and case.tallies:
                found[case.service].sampled.append(ref)
        return found

    def _wrote(self, period: Period, services: "Iterable[_Service]") -> Written:
        at, found = self.asking.spans.index(period), dict[str, tuple[int, int]]()
        for service in services:
            for who, records in service.wrote[at].items():
                found[who] = plus(found.get(who), records)
        return found


class _Service:
    """What the cases of one service come to; `sampled` are those in samples."""

    def __init__(self, asking: Asking) -> None:
        self.sums = [Sum() for _ in asking.measures]
        self.wrote: list[dict[str, tuple[int, int]]] = [{} for _ in asking.spans]
        self.sampled: list[CaseRef] = []

    def add(self, case: InFigures) -> None:
        """Count one case more."""
        for total, tally in zip(self.sums, case.tallies, strict=False):
            if tally is not None:
                total.add(tally)
        for found, wrote in zip(self.wrote, case.wrote, strict=False):
            for who, records in wrote:
                found[who] = plus(found.get(who), records)
