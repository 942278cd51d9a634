"""The figures that papers of governance show, from what each case came to.

A case is counted while it is in hand; of it only what it comes to is kept.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.diary import DueItem
from workflow.domain.disclosure import Figure
from workflow.domain.measures import (
    MEASURES,
    Evidence,
    Period,
    Sum,
    Tally,
    Written,
    figure,
    tally_case,
    tally_over_all,
    written,
)
from workflow.domain.measures.counting import plus
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan

SAMPLED = "TM28"
"""Counted from the samples alone: they change while no case does."""


@dataclass(frozen=True)
class Asking:
    """Which measures over which periods are to be counted in each case.

    `named` are the cases whose people papers may have to leave unnamed, `everybody`
    says that these are all.
    """

    measures: tuple[tuple[str, Period], ...] = ()
    named: frozenset[str] = frozenset()
    everybody: bool = False

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
    """Everything that was counted, in cases and beside them (`facts`)."""

    cases: Sequence[tuple[CaseRef, InFigures]]
    asking: Asking
    facts: Evidence

    def figure(self, name: str, period: Period, services: Iterable[str] = ()) -> Figure:
        """One measure over the services named, over all when none is."""
        wanted = frozenset(services)
        total, at = Sum(), self.asking.at[name, period]
        for service, sums in self._sums.items():
            if not wanted or service in wanted:
                total.add(sums[at].tally())
        if name == SAMPLED:
            for tally in self._sampled(period, wanted):
                total.add(tally)
        if MEASURES[name].over_all:
            wrote = self._wrote(period, wanted)
            total.add(tally_over_all(name, self.facts, period, wrote))
        return figure(name, total.tally())

    @cached_property
    def _sums(self) -> Mapping[str, Sequence[Sum]]:
        """What the cases of each service come to."""
        found: dict[str, list[Sum]] = {}
        for _, case in self.cases:
            if case.service not in found:
                found[case.service] = [Sum() for _ in self.asking.measures]
            for total, tally in zip(found[case.service], case.tallies, strict=False):
                if tally is not None:
                    total.add(tally)
        return found

    def _sampled(self, period: Period, wanted: frozenset[str]) -> Iterator[Tally]:
        """What samples say of the cases that count."""
        items = (i for filed in self.facts.samplings for i in filed.record.items)
        refs = {item.case_ref for item in items}
        for ref, case in self.cases:
            counts = bool(case.tallies) and (not wanted or case.service in wanted)
            if ref in refs and counts:
                yield tally_case(SAMPLED, _without_files(ref), self.facts, period)

    def _wrote(self, period: Period, wanted: frozenset[str]) -> Written:
        at, found = self.asking.spans.index(period), dict[str, tuple[int, int]]()
        for _, case in self.cases:
            if case.wrote and (not wanted or case.service in wanted):
                for who, records in case.wrote[at]:
                    found[who] = plus(found.get(who), records)
        return found


def _without_files(ref: CaseRef) -> CaseFolder:
    """A case of which nothing is known but its reference."""
    return CaseFolder(
        ref,
        Filed("person.yaml", Person()),
        Filed("case.yaml", Case()),
        Filed("plan.yaml", Plan()),
        Filed("consent.yaml", Consent()),
    )
