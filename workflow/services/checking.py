"""Checks cases against every practice rule."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.findings import Finding, Noticed
from workflow.domain.organisation import Organisation
from workflow.domain.rules import check_case, check_organisation
from workflow.domain.rules.rule import Rule, Situation, in_words
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar
from workflow.services.ports import Cases, Loaded


@dataclass(frozen=True)
class Practice:
    """How this provider works: who they are, their rules, their working days."""

    organisation: Organisation
    rules: Mapping[str, Rule]
    calendar: Callable[[Nation], Calendar]
    noticed: tuple[Noticed, ...] = ()

    def situation(self, folder: CaseFolder, today: date) -> Situation:
        """What a check may look at for one case on one day."""
        nation = self.organisation.nation(folder.case.record.service_id)
        return Situation(folder, self.organisation, self.calendar(nation), today)


def check(
    cases: Cases, practice: Practice, refs: tuple[CaseRef, ...], today: date
) -> Iterator[Finding]:
    """Every finding of the shared files, then of each case named."""
    yield from check_shared(practice)
    for ref in refs:
        yield from check_loaded(cases.load(ref), practice, today)


def check_shared(practice: Practice) -> Iterator[Finding]:
    """What is to be said of the provider's own files; it belongs to no case."""
    for noticed in practice.noticed:
        yield in_words(practice.rules[noticed.rule], noticed, "", None)
    yield from check_organisation(practice.organisation, practice.rules)


def check_loaded(
    loaded: Loaded, practice: Practice, today: date
) -> tuple[Finding, ...]:
    """Every finding of one case."""
    situation = practice.situation(loaded.folder, today)
    return check_case(situation, practice.rules, loaded.noticed)
