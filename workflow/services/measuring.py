"""Counts the measures of a period; figures for bids leave with small numbers hidden."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from workflow.domain.case_folder import CaseFolder
from workflow.domain.disclosure import HIDDEN_TOO, NO_CASES, Figure, shown_forms
from workflow.domain.errors import NoSuchMeasure
from workflow.domain.measures import (
    MEASURES,
    Evidence,
    Line,
    Measure,
    Period,
    lines,
    measure,
)
from workflow.domain.measures.counting import OWN_WORDS
from workflow.domain.releases import Scope, gives_away
from workflow.domain.rules import check_case
from workflow.domain.workspace import Workspace
from workflow.services.checking import Practice
from workflow.services.ports import Cases


@dataclass(frozen=True)
class Counted:
    """The measures of a period: the true figures, and the forms in which they leave."""

    figures: Mapping[str, Figure]
    forms: Mapping[str, str]


def measures(
    cases: Cases,
    practice: Practice,
    period: Period,
    services: Sequence[str],
    today: date,
    workspace: Workspace,
) -> Counted:
    """Every measure, by id, for these services (all when none is named)."""
    facts = evidence(cases, practice, services, today, workspace)
    figures = {name: measure(name, facts, period) for name in MEASURES}
    settings = practice.organisation.provider.record.disclosure_control
    hidden = tuple(_withheld(facts, figures, period, workspace))
    return Counted(figures, shown_forms(figures, settings, hidden))


def evidence(
    cases: Cases,
    practice: Practice,
    services: Sequence[str],
    today: date,
    workspace: Workspace,
) -> Evidence:
    """What figures are counted from: every case, every sample, every supervision."""
    folders = tuple(cases.load(ref).folder for ref in cases.refs())
    return Evidence(
        folders,
        practice.organisation,
        practice.calendar,
        today,
        tuple(services),
        workspace.samplings,
        workspace.supervisions,
        frozenset(_doubtful(folders, practice, today)),
    )


def _doubtful(
    folders: Sequence[CaseFolder], practice: Practice, today: date
) -> Iterator[tuple[str, str]]:
    """The outcomes that do not sound like the person, unless somebody said they do."""
    rules = {name: r for name, r in practice.rules.items() if name == OWN_WORDS}
    for folder in folders:
        for found in check_case(practice.situation(folder, today), rules, ()):
            yield folder.ref, found.place.field


@dataclass(frozen=True)
class Walk:
    """One measure with the lines it counts, for those who may see the cases."""

    measure: Measure
    figure: Figure
    lines: tuple[Line, ...]


def explained(facts: Evidence, name: str, period: Period) -> Walk:
    """One measure, walked back to the records behind it (feature 38).

    Raises `NoSuchMeasure` with the measures there are.
    """
    if name not in MEASURES:
        raise NoSuchMeasure(", ".join(MEASURES))
    figure = measure(name, facts, period)
    return Walk(MEASURES[name], figure, lines(name, facts, period))


def _withheld(
    facts: Evidence,
    figures: Mapping[str, Figure],
    period: Period,
    workspace: Workspace,
) -> Iterator[str]:
    """The measures that an earlier release would give a small slice of (brief 6.3.5).

    What was released is counted again as the records stand now.
    """
    settings = facts.organisation.provider.record.disclosure_control
    everywhere = [s.id for s in facts.organisation.provider.record.services if s.id]
    mine = Scope(frozenset(facts.services or everywhere), period.from_, period.to)
    before: dict[str, list[Scope]] = defaultdict(list)
    for given in workspace.releases.record.released:
        if given.from_ and given.to and given.shown not in (HIDDEN_TOO, NO_CASES):
            theirs = frozenset(given.services or everywhere)
            scope = Scope(theirs, given.from_, given.to)
            before[given.measure or ""].append(scope)
    for name in figures.keys() & before.keys():
        if gives_away(mine, before[name], _counter(facts, name), settings):
            yield name


def _counter(facts: Evidence, name: str) -> Callable[[Scope], Figure]:
    """Counts one measure over any services and days, each but once."""

    @cache
    def count(scope: Scope) -> Figure:
        there = replace(facts, services=tuple(sorted(scope.services)))
        return measure(name, there, Period(scope.first, scope.last))

    return count
