"""Checks cases against every practice rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.findings import Finding, Noticed
from workflow.domain.organisation import Organisation
from workflow.domain.rules import check_case
from workflow.domain.rules.options import not_possible
from workflow.domain.rules.rule import NotPossible, Rule, Situation, in_words
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar
from workflow.services.ports import Cases, Loaded


@dataclass(frozen=True)
class Practice:
    """How this provider works: who they are, their rules, their working days.

    `common_words` are parts of names that point to nobody by themselves (6.1).
    """

    organisation: Organisation
    rules: Mapping[str, Rule]
    calendar: Callable[[Nation], Calendar]
    noticed: tuple[Noticed, ...] = ()
    common_words: tuple[str, ...] = ()

    def situation(self, folder: CaseFolder, today: date) -> Situation:
        """What a check may look at for one case on one day."""
        nation = self.organisation.nation(folder.case.record.service_id)
        return Situation(folder, self.organisation, self.calendar(nation), today)


@dataclass(frozen=True)
class Elsewhere:
    """What was not possible in any case (OPT-05); read once, when a case asks."""

    cases: Cases

    def not_possible(self, folder: CaseFolder) -> tuple[NotPossible, ...]:
        """What this case may be compared with; nothing where all was possible."""
        return self._all if any(not_possible(folder)) else ()

    @cached_property
    def _all(self) -> tuple[NotPossible, ...]:
        loaded = map(self.cases.load, self.cases.refs())
        return tuple(option for one in loaded for option in not_possible(one.folder))


def check(
    cases: Cases, practice: Practice, refs: tuple[CaseRef, ...], today: date
) -> Iterator[Finding]:
    """Every finding of the shared files, then of each case named."""
    yield from check_shared(practice)
    elsewhere = Elsewhere(cases)
    for ref in refs:
        yield from check_loaded(cases.load(ref), practice, today, elsewhere)


def check_shared(practice: Practice) -> Iterator[Finding]:
    """What reading the provider's own files noticed; these belong to no case."""
    for noticed in practice.noticed:
        yield in_words(practice.rules[noticed.rule], noticed, "", None)


def check_loaded(
    loaded: Loaded, practice: Practice, today: date, elsewhere: Elsewhere | None = None
) -> tuple[Finding, ...]:
    """Every finding of one case; without `elsewhere` it is compared with no other."""
    folder, situation = loaded.folder, practice.situation(loaded.folder, today)
    if elsewhere is not None:
        situation = replace(situation, not_possible=elsewhere.not_possible(folder))
    return check_case(situation, practice.rules, loaded.noticed)
