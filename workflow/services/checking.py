"""Checks cases against every practice rule."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from typing import Protocol

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.findings import Finding, Noticed
from workflow.domain.governance.extract import AtHand
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Service
from workflow.domain.rules import check_case, check_workspace
from workflow.domain.rules.options import not_possible, unavailable
from workflow.domain.rules.rule import (
    NotPossible,
    Rule,
    Situation,
    for_service,
    in_words,
)
from workflow.domain.rules.surroundings import Glimpse, Surroundings, glimpse
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar
from workflow.domain.workspace import Workspace
from workflow.services.crew import Alone, Crew
from workflow.services.long_lists import LongList
from workflow.services.ports import Cases, Loaded


@dataclass(frozen=True)
class Practice:
    """How this provider works: who they are, their rules, their working days.

    `settings` is the hash of the files that say so, taken before they were read.
    """

    organisation: Organisation
    rules: Mapping[str, Rule]
    calendar: Callable[[Nation], Calendar]
    noticed: tuple[Noticed, ...] = ()
    settings: str = ""

    def situation(self, folder: CaseFolder, today: date) -> Situation:
        """What a check may look at for one case on one day."""
        nation = self.organisation.nation(folder.case.record.service_id)
        return Situation(folder, self.organisation, self.calendar(nation), today)


@dataclass(frozen=True)
class Elsewhere:
    """What was not possible in any case (OPT-05); read once, when a case asks.

    Cases of which it is `known` are not read, unless they have `changed`.
    """

    cases: Cases
    known: Mapping[CaseRef, AtHand] = field(default_factory=dict)
    changed: frozenset[CaseRef] = frozenset()

    def not_possible(self, folder: CaseFolder) -> tuple[NotPossible, ...]:
        """What this case may be compared with; nothing where all was possible.

        That is the same option in the same service, in any case.
        """
        if not any(not_possible(folder)):
            return ()
        service = folder.case.record.service_id or ""
        alike = ((service, option) for option in sorted(unavailable(folder)))
        return tuple(one for each in alike for one in self._alike.get(each, ()))

    @cached_property
    def _alike(self) -> Mapping[tuple[str, str], Sequence[NotPossible]]:
        """Those of all cases, by service and option."""
        found: dict[tuple[str, str], list[NotPossible]] = {}
        for ref in self.cases.refs():
            for one in self._in(ref):
                found.setdefault((one.service, one.option), []).append(one)
        return found

    def _in(self, ref: CaseRef) -> Iterable[NotPossible]:
        """What was not possible in one case, which is read unless that is known."""
        if ref in self.known and ref not in self.changed:
            return self.known[ref].not_possible
        return not_possible(self.cases.load(ref).folder)


class CaseRoom(Protocol):
    """What looking through one case needs."""

    @property
    def cases(self) -> Cases:
        """The cases."""

    @property
    def practice(self) -> Practice:
        """How this provider works."""

    @property
    def today(self) -> date:
        """The day it is."""

    @property
    def elsewhere(self) -> Elsewhere:
        """What a case may be compared with."""


@dataclass(frozen=True)
class OwnRoom:
    """A room of one's own."""

    cases: Cases
    practice: Practice
    today: date

    @cached_property
    def elsewhere(self) -> Elsewhere:
        """What a case may be compared with."""
        return Elsewhere(self.cases)


def check(
    cases: Cases,
    practice: Practice,
    refs: tuple[CaseRef, ...],
    today: date,
    workspace: Workspace | None = None,
    crew: Crew[CaseRoom] | None = None,
) -> Iterator[Finding]:
    """Every finding of the shared files, then of each case named.

    With `workspace` the rules about governance and tenders have their say as well;
    then `refs` must be all the cases there are. `crew` does the work on the cases.
    """
    yield from check_shared(practice)
    seen = LongList[Glimpse]()
    task = partial(_look, asked=None if workspace is None else _asked(workspace))
    crew = crew or Alone(OwnRoom(cases, practice, today))
    for found, glimpsed in crew.each(task, refs):
        yield from found
        if glimpsed is not None:
            seen.append(glimpsed)
    if workspace is not None:
        yield from check_around(workspace, practice, seen, today)


def _look(
    room: CaseRoom, ref: CaseRef, *, asked: "_Asked | None"
) -> tuple[tuple[Finding, ...], Glimpse | None]:
    """What is found in one case; and a glimpse of it, unless nothing is `asked`."""
    loaded = room.cases.load(ref)
    found = check_loaded(loaded, room.practice, room.today, room.elsewhere)
    return found, asked.of(loaded.folder, room.practice) if asked else None


@dataclass(frozen=True)
class _Asked:
    """What rules about the workspace ask of each case.

    `naming`: the words that point to its people, since somebody is going to look for
    them. `stories` are the cases that a bid tells a story of.
    """

    naming: bool
    stories: frozenset[str]

    def of(self, folder: CaseFolder, practice: Practice) -> Glimpse:
        """Just that, of one case."""
        telling = folder.ref in self.stories
        return glimpse(
            folder, practice.organisation, naming=self.naming, telling=telling
        )


def _asked(workspace: Workspace) -> _Asked:
    stories = any(bid.vignettes for bid in workspace.bids)
    naming = stories or any(bid.answers for bid in workspace.bids)
    return _Asked(naming, workspace.told)


def seen_from(workspace: Workspace, folder: CaseFolder, practice: Practice) -> Glimpse:
    """What rules about the workspace need of a case; names only if a bid is there."""
    return _asked(workspace).of(folder, practice)


def check_around(
    workspace: Workspace, practice: Practice, seen: Iterable[Glimpse], today: date
) -> tuple[Finding, ...]:
    """Every finding of the files that belong to no case; `seen` is of all cases."""
    around = Surroundings(workspace, practice.organisation, seen, today)
    return check_workspace(around, practice.rules)


def check_shared(practice: Practice) -> Iterator[Finding]:
    """What reading the provider's own files noticed; these belong to no case."""
    rules = for_service(practice.rules, Service())
    for noticed in practice.noticed:
        yield in_words(rules[noticed.rule], noticed, "", None)


def check_loaded(
    loaded: Loaded, practice: Practice, today: date, elsewhere: Elsewhere | None = None
) -> tuple[Finding, ...]:
    """Every finding of one case; without `elsewhere` it is compared with no other."""
    folder, situation = loaded.folder, practice.situation(loaded.folder, today)
    if elsewhere is not None:
        situation = replace(situation, not_possible=elsewhere.not_possible(folder))
    return check_case(situation, practice.rules, loaded.noticed)
