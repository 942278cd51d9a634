"""Counts the measures of a period; figures for bids leave with small numbers hidden."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import due_items
from workflow.domain.disclosure import HIDDEN_TOO, NO_CASES, Figure, shown_forms
from workflow.domain.errors import NoSuchMeasure, ReleasesUnknown
from workflow.domain.measures import (
    MEASURES,
    SAMPLED,
    Evidence,
    Line,
    Measure,
    Period,
    Sum,
    Tally,
    Written,
    figure,
    lines,
    measure,
    tally_case,
    tally_over_all,
    tally_sampled,
    written,
)
from workflow.domain.measures.counting import OWN_WORDS, plus
from workflow.domain.releases import Scope, gives_away, to_count
from workflow.domain.rules import check_case
from workflow.domain.workspace import Workspace
from workflow.services.checking import CaseRoom, OwnRoom, Practice
from workflow.services.crew import Alone, Crew
from workflow.services.ports import Cases


@dataclass(frozen=True)
class Counted:
    """The measures of a period: the true figures, and the forms in which they leave."""

    figures: Mapping[str, Figure]
    forms: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """One measure over some services (all when none is named) and a period."""

    measure: str
    services: tuple[str, ...]
    period: Period


def measures(
    cases: Cases,
    practice: Practice,
    period: Period,
    services: Sequence[str],
    today: date,
    workspace: Workspace,
    crew: Crew[CaseRoom] | None = None,
) -> Counted:
    """Every measure, by id, for these services (all when none is named).

    The cases are gone through once; of each only counts are kept. Raises
    `ReleasesUnknown` when nobody can tell what was given outside before.
    """
    if workspace.releases_unread:
        raise ReleasesUnknown(workspace.releases.file)
    now = {name: Asked(name, tuple(services), period) for name in MEASURES}
    provider = practice.organisation.provider.record
    everywhere = [s.id for s in provider.services if s.id]
    mine = Scope(frozenset(services or everywhere), period.from_, period.to)
    released = _released(workspace, everywhere)
    before = {
        _asked(name, scope): None
        for name, scopes in released.items()
        for scope in to_count(mine, scopes)
    }
    facts = _facts(practice, today, workspace)
    count = _Count(tuple(dict.fromkeys((*now.values(), *before))), facts)
    task = partial(_tallied, asked=count.asked, spans=count.spans)
    crew = crew or Alone(OwnRoom(cases, practice, today))
    for tallied in crew.each(task, cases.refs()):
        count.add(tallied)
    found = count.figures()
    figures = {name: found[asked] for name, asked in now.items()}
    settings = provider.disclosure_control
    hidden = tuple(
        name
        for name, scopes in released.items()
        if gives_away(mine, scopes, partial(_known, found, name), settings)
    )
    return Counted(figures, shown_forms(figures, settings, hidden))


Span = tuple[tuple[str, ...], Period]
"""The services and the period of a figure."""


@dataclass(frozen=True)
class _Tallied:
    """What one case comes to: for each figure asked for, and who wrote its records.

    None where it does not count. What samples say is counted beside the cases.
    """

    ref: CaseRef
    tallies: tuple[Tally | None, ...]
    wrote: tuple[Written, ...]


class _Count:
    """Adds up what the cases come to."""

    def __init__(self, asked: tuple[Asked, ...], facts: Evidence) -> None:
        self.asked, self._facts = asked, facts
        self.spans = tuple(dict.fromkeys((a.services, a.period) for a in asked))
        self._sums = {each: Sum() for each in asked}
        self._wrote: dict[Span, dict[str, tuple[int, int]]] = {
            span: {} for span in self.spans
        }

    def add(self, case: _Tallied) -> None:
        """Count one case."""
        for asked, tally in zip(self.asked, case.tallies, strict=True):
            if tally is None:
                continue
            self._sums[asked].add(tally)
            if asked.measure == SAMPLED:
                sampled = tally_sampled(case.ref, self._facts, asked.period)
                self._sums[asked].add(sampled)
        for span, wrote in zip(self.spans, case.wrote, strict=True):
            known = self._wrote[span]
            for staff, records in wrote.items():
                known[staff] = plus(known.get(staff), records)

    def figures(self) -> dict[Asked, Figure]:
        """Each figure, once every case is counted."""
        return {each: self._figure(each) for each in self.asked}

    def _figure(self, asked: Asked) -> Figure:
        name, span = asked.measure, (asked.services, asked.period)
        over_all = tally_over_all(name, self._facts, asked.period, self._wrote[span])
        self._sums[asked].add(over_all)
        return figure(name, self._sums[asked].tally())


def _facts(
    practice: Practice,
    today: date,
    workspace: Workspace,
    folders: tuple[CaseFolder, ...] = (),
    services: tuple[str, ...] = (),
) -> Evidence:
    """What figures are counted from."""
    return Evidence(
        folders,
        practice.organisation,
        practice.calendar,
        today,
        services,
        workspace.samplings,
        workspace.supervisions,
        frozenset(_doubtful(folders, practice, today)),
    )


def _tallied(
    room: CaseRoom,
    ref: CaseRef,
    *,
    asked: tuple[Asked, ...],
    spans: tuple[Span, ...],
) -> _Tallied:
    """What one case comes to; nothing where it does not count."""
    folder = room.cases.load(ref).folder
    facts = _facts(room.practice, room.today, Workspace(), (folder,))
    calendar = room.practice.situation(folder, room.today).calendar
    due = due_items(folder, room.practice.organisation, calendar, room.today)
    facts = replace(facts, diaries={ref: due})

    def counts(services: tuple[str, ...]) -> bool:
        return any(True for _ in replace(facts, services=services).chosen())

    return _Tallied(
        ref,
        tuple(
            tally_case(each.measure, folder, facts, each.period)
            if counts(each.services)
            else None
            for each in asked
        ),
        tuple(
            written((folder,), period) if counts(services) else {}
            for services, period in spans
        ),
    )


def evidence(
    cases: Cases,
    practice: Practice,
    services: Sequence[str],
    today: date,
    workspace: Workspace,
) -> Evidence:
    """What figures are counted from: every case, every sample, every supervision."""
    folders = tuple(cases.load(ref).folder for ref in cases.refs())
    return _facts(practice, today, workspace, folders, tuple(services))


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


def _released(
    workspace: Workspace, everywhere: Sequence[str]
) -> dict[str, list[Scope]]:
    """Over what each measure was released before; hidden and empty ones tell nothing.

    A small difference would tell of few people (brief 6.3.5), so what was released is
    counted again as the records stand now.
    """
    before: dict[str, list[Scope]] = defaultdict(list)
    for given in workspace.releases.record.released:
        name, told = given.measure or "", given.shown not in (HIDDEN_TOO, NO_CASES)
        if told and name in MEASURES and given.from_ and given.to:
            theirs = frozenset(given.services or everywhere)
            before[name].append(Scope(theirs, given.from_, given.to))
    return before


def _known(found: Mapping[Asked, Figure], name: str, scope: Scope) -> Figure:
    return found[_asked(name, scope)]


def _asked(name: str, scope: Scope) -> Asked:
    services = tuple(sorted(scope.services))
    return Asked(name, services, Period(scope.first, scope.last))
