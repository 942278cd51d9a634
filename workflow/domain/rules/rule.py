"""What a practice rule is, and how what it noticed becomes a finding.

A rule is data (`config/rules/<family>.yaml`): its id, message, severity, what it holds
back, its source, the name of a check, its settings, and two examples. The check
is a pure function; it says where and with what facts, never in what words. What a
provider changes in a rule (`config/rules/changes.yaml`) is settled case by case.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Self

from workflow.domain.case_folder import CaseFolder
from workflow.domain.diary import DueItem, due_items
from workflow.domain.findings import Finding, Noticed, Severity
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Service
from workflow.domain.rules.leaves import WRITTEN, Leaf, Opened, leaves, opened
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar


@dataclass(frozen=True)
class Scope:
    """The cases that a change is for; with nothing said, all of them."""

    nation: Nation | None = None
    local_authority: str = ""
    service: str = ""

    def covers(self, service: Service) -> bool:
        """Whether a case of this service is one of them."""
        return (
            self.nation in (None, service.nation)
            and self.local_authority in ("", service.local_authority)
            and self.service in ("", service.id)
        )

    @property
    def narrowness(self) -> tuple[bool, bool, bool]:
        """A service outranks a council, a council a nation, a nation all cases."""
        return bool(self.service), bool(self.local_authority), self.nation is not None


@dataclass(frozen=True)
class Change:
    """What a provider sets differently in one rule; what is empty stays as it is."""

    scope: Scope = Scope()
    severity: Severity | None = None
    message: str = ""
    mend: str = ""
    numbers: Mapping[str, object] = field(default_factory=dict)
    used: bool | None = None


@dataclass(frozen=True)
class Rule:
    """One practice rule of brief section 3, as the provider has set it.

    `check` is empty for rules that reading a file answers by itself (FIL-01 to FIL-04).
    `settings` are the check's own, as written in the rule file; `mend` says in a few
    words what would clear the finding. A `safety` rule guards the person and is never
    weakened without a recorded reason; `first` ranks it among the next steps.
    """

    id: str
    message: str
    severity: Severity
    holds: frozenset[str] = frozenset()
    source: str = ""
    check: str = ""
    settings: Mapping[str, object] = field(default_factory=dict)
    on: bool = True
    mend: str = ""
    safety: bool = False
    first: int = 0
    changes: tuple[Change, ...] = ()

    def for_service(self, service: Service) -> Self:
        """The rule as it stands for cases of one service; the narrowest change wins."""
        if not self.changes:
            return self
        changed = self
        for change in sorted(self.changes, key=lambda c: c.scope.narrowness):
            if change.scope.covers(service):
                changed = changed.changed(change)
        return changed

    def changed(self, change: Change) -> Self:
        """The rule with one change made in it."""
        return replace(
            self,
            severity=change.severity or self.severity,
            message=change.message or self.message,
            mend=change.mend or self.mend,
            settings={**self.settings, **change.numbers},
            on=self.on if change.used is None else change.used,
        )


def for_service(rules: Mapping[str, Rule], service: Service) -> Mapping[str, Rule]:
    """Every rule as it stands for cases of one service."""
    return {name: rule.for_service(service) for name, rule in rules.items()}


@dataclass(frozen=True)
class NotPossible:
    """An option that was not available in a case, on the day that was decided.

    `option` is its text with case and spacing folded.
    """

    case: str
    service: str
    option: str
    day: date


@dataclass(frozen=True)
class Situation:
    """All that a check may look at: one case, who works with it, and the day it is.

    `misread` names the file and path of every value that could not be understood;
    `not_possible` what was not available in any case of the provider (OPT-05).

    What follows from these is worked out when it is first asked for, and kept with
    this situation; another day or another reading of the case is another situation.
    """

    folder: CaseFolder
    organisation: Organisation
    calendar: Calendar
    today: date
    misread: frozenset[tuple[str, str]] = frozenset()
    not_possible: tuple[NotPossible, ...] = ()

    def unclear(self, file: str, *paths: str) -> bool:
        """Whether a value at, in or around one of these paths could not be understood.

        `options[].what` stands for every entry; nothing true can be said of it then.
        """
        fields = [field for other, field in self.misread if other == file]
        return any(_meet(path, field) for field in fields for path in paths)

    def timescale(self, key: str) -> int:
        """A number of brief 4.2, as it stands for this case's service."""
        return self.organisation.timescale(key, self.folder.case.record.service_id)

    @cached_property
    def due(self) -> tuple[DueItem, ...]:
        """Everything in the case with a due date, soonest first (brief 4.5)."""
        return due_items(self.folder, self.organisation, self.calendar, self.today)

    @cached_property
    def opened(self) -> Sequence[Opened]:
        """Every block of the case in which something is written."""
        return opened(self.folder.every_file)

    def leaves(self, *kinds: str) -> Sequence[Leaf]:
        """Every value filled in anywhere in the case, of these kinds (date, ref…)."""
        if kinds not in self._leaves:
            if set(kinds) <= set(WRITTEN):
                found = [leaf for leaf in self._written if leaf.kind in kinds]
            else:
                found = leaves(self.opened, kinds)
            self._leaves[kinds] = found
        return self._leaves[kinds]

    @cached_property
    def written(self) -> str:
        """Each value of `leaves(*WRITTEN)` as one line, casefolded, to look quickly."""
        said = [str(leaf.value).replace("\n", " ") for leaf in self._written]
        return "\n".join(said).casefold()

    def holding(self, pattern: re.Pattern[str]) -> Iterator[Leaf]:
        """The leaves of `leaves(*WRITTEN)` that hold a pattern, casefolded.

        The pattern must not reach over the end of a line.
        """
        line, counted, last = 0, 0, -1
        for match in pattern.finditer(self.written):
            line += self.written.count("\n", counted, match.start())
            counted = match.start()
            if line != last:
                yield self._written[line]
                last = line

    @cached_property
    def _written(self) -> list[Leaf]:
        return leaves(self.opened, WRITTEN)

    @cached_property
    def _leaves(self) -> dict[tuple[str, ...], Sequence[Leaf]]:
        return {WRITTEN: self._written}


Check = Callable[[Situation, Rule], Iterator[Noticed]]
STEP = re.compile(r"\[\d*\]|[^.\[\]]+")


def _meet(path: str, field: str) -> bool:
    """Whether one path lies within the other."""
    steps = zip(STEP.findall(path), STEP.findall(field), strict=False)
    return all(a == b or (a == "[]" and b.startswith("[")) for a, b in steps)


def in_words(
    rule: Rule, noticed: Noticed, folder_name: str, case: str | None
) -> Finding:
    """Put what was noticed into the rule's words, naming the person as they like."""
    facts = Words({"name": folder_name, **noticed.facts})
    holding = rule.severity is Severity.ERROR and not noticed.settled
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=rule.message.format_map(facts),
        case=case,
        place=noticed.place,
        detail=noticed.detail,
        mend=rule.mend.format_map(facts),
        holds=rule.holds if holding else frozenset(),
        first=rule.first,
        wording=noticed.wording,
        recipient=noticed.recipient,
    )


class Words(dict[str, str]):
    """Facts for a message; one that nobody gave is an open place, never an error."""

    def __missing__(self, key: str) -> str:
        """Leave a visible gap for a fact that is not known."""
        return "…"
