"""Which findings a person has put aside, and which nobody can.

Prompts, and warnings about what is past and cannot be undone (rulings, Clearing), are
put aside with a note. It holds for the exact thing: the rule, the file, the field and
the words that stood there; when those change, the finding is there again.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from workflow.domain.case_folder import Filed
from workflow.domain.findings import Finding, Noticed, Severity
from workflow.domain.records.base import Block
from workflow.domain.records.dismissal import Dismissal
from workflow.domain.rules.kinds import words
from workflow.domain.rules.rule import Rule

REFUSED = "FIL-11"  # our own rule: what cannot be put aside
POSITION = re.compile(r"\[\d+\]")


def history(rules: Mapping[str, Rule]) -> frozenset[str]:
    """The warnings about what is past: data, the settings of FIL-11."""
    rule = rules.get(REFUSED)
    return frozenset(words(rule.settings, "history") if rule else ())


def may_be_put_aside(rule: str, severity: Severity, past: frozenset[str]) -> bool:
    """Whether a note is enough: for every prompt, and for a warning about the past."""
    return severity is Severity.PROMPT or (
        severity is Severity.WARNING and rule in past
    )


def with_wording(finding: Finding, files: Mapping[str, Filed[Block]]) -> Finding:
    """The finding with the words it is about: its own, or those at its place.

    `files` are keyed by name.
    """
    filed = files.get(finding.place.file)
    if finding.wording or filed is None:
        return finding
    return replace(finding, wording=filed.words_at(finding.place.field))


def is_put_aside(finding: Finding, dismissed: Iterable[Dismissal]) -> bool:
    """Whether a person has put this very finding aside."""
    return any(complete(entry) and _same(entry, finding) for entry in dismissed)


def complete(entry: Dismissal) -> bool:
    """Whether it is known who decided, when and why."""
    return bool(entry.by and entry.date and entry.note)


def _same(entry: Dismissal, finding: Finding) -> bool:
    """The same rule, file, field and words.

    Words keep their note when something is put in before them in a list; a place
    without words is told by its position.
    """
    place, wording = finding.place, finding.wording
    if (entry.rule, entry.file) != (finding.rule, place.file):
        return False
    if _folded(entry.wording or "") != _folded(wording):
        return False
    field = entry.field or ""
    return field == place.field or bool(
        wording and POSITION.sub("[]", field) == POSITION.sub("[]", place.field)
    )


def _folded(text: str) -> str:
    return " ".join(text.split())


def refused(
    filed: Filed[Block], dismissed: Iterable[Dismissal], rules: Mapping[str, Rule]
) -> Iterator[Noticed]:
    """FIL-11: entries for rules that no note can put aside, and for none we know."""
    past = history(rules)
    for index, entry in enumerate(dismissed):
        rule = rules.get(entry.rule or "")
        fine = rule is not None and any(
            may_be_put_aside(rule.id, severity, past) for severity in weights(rule)
        )
        if entry.rule and not fine:
            place = filed.place(f"dismissed[{index}].rule")
            yield Noticed(REFUSED, place, {"rule": entry.rule[:10]})


def weights(rule: Rule) -> tuple[Severity, ...]:
    """The weights a finding of a rule may have: its own, and a softer one."""
    softer = words(rule.settings, "softer")
    return (rule.severity, *(Severity(one) for one in softer))
