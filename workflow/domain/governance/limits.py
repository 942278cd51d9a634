"""The register of limits on freedom, with what has drifted (features 33, G5).

Each limit in force, in which case, why it may stay, until when; then every sign that a
limit grew without a decision: unfinished, out of date, not in the plan, or a help that
has become a condition. Case references and staff only.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.findings import Finding
from workflow.domain.governance.unnamed import people, unnamed
from workflow.domain.organisation import Organisation
from workflow.domain.records.plan import Restriction
from workflow.domain.records.review import Review
from workflow.domain.vocabulary import RestrictionDecision

DRIFT = "RES-"
LATELY = timedelta(days=30)
GAP = "Not written yet"
Checked = tuple[CaseFolder, Sequence[Finding]]
"""A case with everything found in it."""


@dataclass(frozen=True)
class Drift:
    """A sign that a limit grew without a decision: in which case, where, what to do."""

    case: str
    place: str
    message: str

    def shown(self) -> dict[str, str]:
        """The sign as a template prints it."""
        return dict(vars(self))


def limits_register(
    cases: Iterable[Checked], organisation: Organisation, today: date
) -> dict[str, object]:
    """What the template of the register sees, beside what it says of itself."""
    known = [one for one in cases if one[0].is_open]
    rows = [row for folder, _ in known for row in _rows(folder, organisation)]
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "rows": rows,
        "count": str(len(rows)),
        "drift": [one.shown() for one in drifted(known, organisation)],
        "unlisted": [
            row for folder, _ in known for row in _unlisted(folder, organisation, today)
        ],
    }


def drifted(cases: Iterable[Checked], organisation: Organisation) -> tuple[Drift, ...]:
    """Every sign of drift in the open cases, in words that name nobody."""
    return tuple(
        Drift(folder.ref, _place(finding), _said(finding, folder, organisation))
        for folder, findings in cases
        if folder.is_open
        for finding in findings
        if finding.rule.startswith(DRIFT)
    )


def _place(finding: Finding) -> str:
    line = f", line {finding.place.line}" if finding.place.line else ""
    return f"{finding.place.file}{line}"


def _said(finding: Finding, folder: CaseFolder, organisation: Organisation) -> str:
    return _sentence(unnamed(finding.message, people((folder,), organisation)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rows(folder: CaseFolder, organisation: Organisation) -> Iterator[dict[str, str]]:
    known = people((folder,), organisation)
    service = organisation.service(folder.case.record.service_id).name or ""
    for limit in folder.active_restrictions:
        gentler = [g.tried_or_considered for g in limit.less_restrictive]
        yield {
            "case": folder.ref,
            "service": service,
            "what": unnamed(limit.what, known) or GAP,
            "kind": limit.kind.label if limit.kind else GAP,
            "since": uk_date(limit.started_on) or GAP,
            "reason": _sentence(unnamed(limit.rationale, known)) or GAP,
            "gentler": unnamed("; ".join(filter(None, gentler)), known) or GAP,
            "basis": limit.basis.label if limit.basis else GAP,
            "by": _who(limit.authorised_by, organisation),
            "review_on": uk_date(limit.review_on) or GAP,
            "kept": _kept(folder, limit),
        }


def _kept(folder: CaseFolder, limit: Restriction) -> str:
    """How often reviews kept it as it was; empty when none has."""
    times = sum(_keeps(filed.record, limit) for filed in folder.held())
    return f"Kept {times} {'time' if times == 1 else 'times'}" if times else ""


def _keeps(review: Review, limit: Restriction) -> bool:
    return any(
        line.restriction == limit.id and line.decision is RestrictionDecision.KEEP
        for line in review.restrictions
    )


def _unlisted(
    folder: CaseFolder, organisation: Organisation, today: date
) -> Iterator[dict[str, str]]:
    """Limits of the last 30 days that no plan speaks of, ended or not."""
    known = people((folder,), organisation)
    for filed in folder.records:
        day = filed.record.date
        if day is None or not today - LATELY <= day <= today:
            continue
        for limit in filed.record.limits_applied:
            if not limit.restriction:
                ended = uk_date(limit.resolved_on)
                yield {
                    "case": folder.ref,
                    "on": uk_date(day),
                    "what": unnamed(limit.what, known) or GAP,
                    "ended": f"Ended on {ended}" if ended else "Still open",
                    "by": _who(filed.record.recorded_by, organisation),
                }


def _who(identifier: str | None, organisation: Organisation) -> str:
    member = organisation.member(identifier)
    return (member.name if member else None) or identifier or GAP
