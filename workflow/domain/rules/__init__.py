"""Every practice rule asked of one case."""

from collections.abc import Mapping

from workflow.domain.findings import Finding, Noticed, Severity
from workflow.domain.rules import files, practice
from workflow.domain.rules.rule import Check, Rule, Situation, in_words

CHECKS: Mapping[str, Check] = {**files.CHECKS, **practice.CHECKS}
WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.PROMPT: 2}


def check_case(
    situation: Situation, rules: Mapping[str, Rule], noticed: tuple[Noticed, ...]
) -> tuple[Finding, ...]:
    """Every finding of one case, the weightiest first.

    `noticed` is what reading the files met. Checks are silent about a case whose main
    files could not be read: a rule that cannot be decided says nothing false.
    """
    found = list(noticed)
    readable = not situation.folder.unreadable
    for rule in rules.values():
        if rule.on and rule.check and (readable or rule.check in files.CHECKS):
            found.extend(CHECKS[rule.check](situation, rule))
    folder = situation.folder
    said = (
        in_words(rules[n.rule], n, folder.name, folder.ref)
        for n in found
        if n.rule in rules and rules[n.rule].on
    )
    return tuple(sorted(said, key=_order))


def _order(finding: Finding) -> tuple[int, str, str, int]:
    place = finding.place
    return WEIGHT[finding.severity], finding.rule, place.file, place.line or 0
