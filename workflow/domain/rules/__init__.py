"""The practice rules of brief section 3: the checks there are, and checking a case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.findings import Finding, Noticed, Severity
from workflow.domain.records.base import Block
from workflow.domain.records.dismissal import Dismissal
from workflow.domain.records.provider import Service
from workflow.domain.rules import (
    capacity,
    closing,
    communication,
    contact,
    files,
    governance,
    information,
    learning,
    options,
    oversight,
    plan,
    records_,
    reviews,
    risk,
    tender,
    voice,
)
from workflow.domain.rules.dismissals import (
    REFUSED,
    history,
    is_put_aside,
    may_be_put_aside,
    refused,
    with_wording,
)
from workflow.domain.rules.kinds import SINGLE, look, looks, named, word, words
from workflow.domain.rules.rule import Check, Rule, Situation, for_service, in_words
from workflow.domain.rules.surroundings import Surroundings, WorkspaceCheck
from workflow.domain.workspace import Workspace

CHECKS: Mapping[str, Check] = {
    "look": look,
    **files.CHECKS,
    **voice.CHECKS,
    **options.CHECKS,
    **plan.CHECKS,
    **communication.CHECKS,
    **capacity.CHECKS,
    **information.CHECKS,
    **records_.CHECKS,
    **contact.CHECKS,
    **risk.CHECKS,
    **reviews.CHECKS,
    **governance.CHECKS,
    **learning.CHECKS,
    **closing.CHECKS,
}
WORKSPACE_CHECKS: Mapping[str, WorkspaceCheck] = {
    **files.SHARED_CHECKS,
    **communication.SHARED_CHECKS,
    **oversight.CHECKS,
    **tender.CHECKS,
}

BY_READING = frozenset(
    {"FIL-01", "FIL-02", "FIL-03", "FIL-04", "FIL-10", "FIL-12", REFUSED}
)

GENERAL = frozenset({"OPT-05", "PLN-01", "PLN-04", "FIL-03"})
MISREAD = frozenset({"FIL-04", "FIL-10"})
ORDER = tuple(Severity)


def check_case(
    situation: Situation, rules: Mapping[str, Rule], noticed: tuple[Noticed, ...]
) -> tuple[Finding, ...]:
    """All there is to say about a case today, the gravest first.

    `noticed` is what reading the files met. A rule that needs a file that could not be
    read says nothing; a general rule is silent where a particular one speaks. What a
    person has put aside with a note is left out.
    """
    folder, organisation = situation.folder, situation.organisation
    rules = for_service(rules, organisation.service(folder.case.record.service_id))
    dismissed = folder.dismissals.record.dismissed
    misread = frozenset(_at(n) for n in noticed if n.rule in MISREAD)
    situation = replace(situation, misread=misread)
    met = [*noticed, *refused(folder.dismissals, dismissed, rules)]
    met = [n for n in met if _counts(n, rules)]
    for rule in rules.values():
        if rule.on and rule.check in CHECKS and not _undecided(folder, rule):
            met.extend(CHECKS[rule.check](situation, rule))
    found = [_finding(folder, rules[n.rule], n) for n in _once(met, rules)]
    return _standing(found, dismissed, _all_files(folder), rules)


def check_workspace(
    around: Surroundings, rules: Mapping[str, Rule]
) -> tuple[Finding, ...]:
    """All there is to say today about the files that belong to no case.

    A change a provider made for some cases only does not count here.
    """
    workspace = around.workspace
    rules = for_service(rules, Service())
    met = [n for n in workspace.noticed if not _waits(n, workspace)]
    for filed in workspace.dismissals:
        met.extend(refused(filed, filed.record.dismissed, rules))
    met = [n for n in met if _counts(n, rules)]
    for rule in rules.values():
        if rule.on and rule.check in WORKSPACE_CHECKS:
            met.extend(WORKSPACE_CHECKS[rule.check](around, rule))
    found = [in_words(rules[n.rule], n, "", None) for n in _once(met, rules)]
    return _standing(found, workspace.dismissed, files.shared_files(around), rules)


def _waits(noticed: Noticed, workspace: Workspace) -> bool:
    """Whether it asks for an answer in a sample that nobody has looked at yet.

    GOV-07 and the diary ask for the sample as a whole.
    """
    drawn = (f.file for f in workspace.samplings if f.record.only_drawn)
    return noticed.rule == "FIL-03" and noticed.place.file in drawn


def _standing(
    found: Iterable[Finding],
    dismissed: tuple[Dismissal, ...],
    filed: Iterable[Filed[Block]],
    rules: Mapping[str, Rule],
) -> tuple[Finding, ...]:
    """The findings that nobody has put aside, the gravest first.

    Those that a note can put aside carry the words they are about.
    """
    past, known = history(rules), {one.file: one for one in filed}
    left = []
    for finding in found:
        if may_be_put_aside(finding.rule, finding.severity, past):
            worded = with_wording(finding, known)
            if not is_put_aside(worded, dismissed):
                left.append(worded)
        else:
            left.append(finding)
    return tuple(sorted(left, key=_order))


def needs(rule: Rule) -> tuple[str, ...]:
    """The files a rule cannot do without; `records/` stands for all of that folder."""
    found = list(words(rule.settings, "needs")) if "needs" in rule.settings else []
    for looking in looks(rule.settings):
        conditions = (path.partition(".")[0] for path in named(looking, "if"))
        found += [name for name in (word(looking, "in"), *conditions) if name in SINGLE]
    return tuple(n if n.endswith((".yaml", "/")) else f"{n}.yaml" for n in found)


def _counts(noticed: Noticed, rules: Mapping[str, Rule]) -> bool:
    """Whether what reading noticed is this rule's to say, and the rule is used."""
    rule = rules.get(noticed.rule)
    return rule is not None and rule.on and not files.left_to_others(noticed, rule)


def _undecided(folder: CaseFolder, rule: Rule) -> bool:
    """Whether a file the rule needs could not be read: nothing is known of it."""
    lost = folder.unreadable
    if not lost:
        return False
    known = {f.file for f in _all_files(folder) if f.record}
    blank = {file for file in lost if file not in known}
    return "." in lost or any(
        file == need or (need.endswith("/") and file.startswith(need))
        for file in blank
        for need in needs(rule)
    )


def _all_files(folder: CaseFolder) -> Iterator[Filed[Block]]:
    yield from (folder.person, folder.case, folder.plan, folder.consent)
    yield from (folder.closure, folder.dismissals, *folder.records, *folder.reviews)
    yield from (*folder.managerial_reviews, *folder.learning)


def _once(met: list[Noticed], rules: Mapping[str, Rule]) -> Iterator[Noticed]:
    """Say one thing once: the particular rule speaks, the general one is silent."""
    misread = {_at(noticed) for noticed in met if noticed.rule in MISREAD}
    particular = [noticed for noticed in met if noticed.rule not in GENERAL]
    spoken = misread | {_at(noticed) for noticed in particular}
    covered = {at for noticed in particular for at in _covered(noticed, rules)}
    for noticed in sorted(met, key=lambda noticed: noticed.rule):
        at = _at(noticed)
        if noticed.rule not in GENERAL:
            if noticed.rule in MISREAD or at not in misread:
                yield noticed
        elif at not in spoken and not _within(at, covered):
            spoken.add(at)
            yield noticed


def _at(noticed: Noticed) -> tuple[str, str]:
    return noticed.place.file, noticed.place.field


def _covered(noticed: Noticed, rules: Mapping[str, Rule]) -> Iterator[tuple[str, str]]:
    """The fields that a particular finding speaks for, beside the one it points to."""
    file, field = _at(noticed)
    for looking in looks(rules[noticed.rule].settings):
        keys = [*words(looking, "any_empty"), *words(looking, "covers")]
        several = [name for key in keys for name in key.split(" or ")]
        for base in {field.removesuffix(k) for k in several if field.endswith(k)}:
            yield from ((file, base + name) for name in several)


def _within(at: tuple[str, str], covered: set[tuple[str, str]]) -> bool:
    file, field = at
    return any(
        file == other and (field == path or field.startswith(f"{path}."))
        for other, path in covered
    )


def _finding(folder: CaseFolder, rule: Rule, noticed: Noticed) -> Finding:
    softer = word(rule.settings, "softer")
    if softer and noticed.facts.get("softer"):
        lighter = max(rule.severity, Severity(softer), key=ORDER.index)
        rule = replace(rule, severity=lighter)
    return in_words(rule, noticed, folder.name, folder.ref)


def _order(finding: Finding) -> tuple[int, str, str, int, str]:
    place = finding.place
    severity = ORDER.index(finding.severity)
    return severity, finding.rule, place.file, place.line or 0, place.field
