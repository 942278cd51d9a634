"""What a practice rule is, and how what it noticed becomes a finding.

A rule is data (`config/rules/<family>.yaml`): its id, message, severity, what it holds
back, its source, the name of a check, its settings, and two examples. The check
is a pure function; it says where and with what facts, never in what words.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from workflow.domain.case_folder import CaseFolder
from workflow.domain.diary import DueItem, due_items
from workflow.domain.findings import Finding, Noticed, Severity
from workflow.domain.organisation import Organisation
from workflow.domain.rules.leaves import Leaf, by_kind
from workflow.domain.working_days import Calendar


@dataclass(frozen=True)
class Rule:
    """One practice rule of brief section 3, as the provider has set it.

    `check` is empty for rules that reading a file answers by itself (FIL-01 to FIL-04).
    `settings` are the check's own, as written in the rule file; `mend` says in a few
    words what would clear the finding.
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


@dataclass(frozen=True)
class Situation:
    """All that a check may look at: one case, who works with it, and the day it is.

    What follows from these four is worked out when it is first asked for, and kept with
    this situation; another day or another reading of the case is another situation.
    """

    folder: CaseFolder
    organisation: Organisation
    calendar: Calendar
    today: date

    def timescale(self, key: str) -> int:
        """A number of brief 4.2, as it stands for this case's service."""
        return self.organisation.timescale(key, self.folder.case.record.service_id)

    @cached_property
    def due(self) -> tuple[DueItem, ...]:
        """Everything in the case with a due date, soonest first (brief 4.5)."""
        return due_items(self.folder, self.organisation, self.calendar, self.today)

    def leaves(self, *kinds: str) -> Iterator[Leaf]:
        """Every value filled in anywhere in the case, of these kinds (date, ref…)."""
        return (leaf for kind in kinds for leaf in self._leaves.get(kind, ()))

    @cached_property
    def _leaves(self) -> Mapping[str, Sequence[Leaf]]:
        return by_kind(self.folder.every_file)


Check = Callable[[Situation, Rule], Iterator[Noticed]]


def in_words(
    rule: Rule, noticed: Noticed, folder_name: str, case: str | None
) -> Finding:
    """Put what was noticed into the rule's words, naming the person as they like."""
    facts = Words({"name": folder_name, **noticed.facts})
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=rule.message.format_map(facts),
        case=case,
        place=noticed.place,
        detail=noticed.detail,
        mend=rule.mend.format_map(facts),
        holds=rule.holds if rule.severity is Severity.ERROR else frozenset(),
    )


class Words(dict[str, str]):
    """Facts for a message; one that nobody gave is an open place, never an error."""

    def __missing__(self, key: str) -> str:
        """Leave a visible gap for a fact that is not known."""
        return "…"
