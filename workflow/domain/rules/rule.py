"""What a practice rule is, and how what it noticed becomes a finding.

A rule is data (`config/rules/<family>.yaml`): its id, message, severity, what it holds
back, its source, the name of a check, its settings, and two examples. The check
is a pure function; it says where and with what facts, never in what words.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from workflow.domain.case_folder import CaseFolder
from workflow.domain.diary import DueItem, due_items
from workflow.domain.findings import Finding, Noticed, Severity
from workflow.domain.organisation import Organisation
from workflow.domain.rules.leaves import Leaf, leaves
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

    def leaves(self, *kinds: str) -> Sequence[Leaf]:
        """Every value filled in anywhere in the case, of these kinds (date, ref…)."""
        if kinds not in self._leaves:
            self._leaves[kinds] = tuple(leaves(self.folder.every_file, kinds))
        return self._leaves[kinds]

    @cached_property
    def _leaves(self) -> dict[tuple[str, ...], Sequence[Leaf]]:
        return {}


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
