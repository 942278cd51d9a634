"""The register of limits on freedom, with what has drifted (features 33, G5).

Each limit in force, in which case, why it may stay, until when; then every sign that a
limit grew without a decision: unfinished, out of date, not in the plan, or a help that
has become a condition. Case references and staff only.
"""

from collections.abc import Iterable, Iterator, Mapping
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
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Drift:
    """A sign that a limit grew without a decision: in which case, where, what to do.

    `rule` is the practice rule that was not kept.
    """

    rule: str
    case: str
    place: str
    message: str

    def shown(self) -> dict[str, str]:
        """The sign as a template prints it."""
        return {"case": self.case, "place": self.place, "message": self.message}


@dataclass(frozen=True, slots=True)
class InLimits:
    """What the register shows of one case: limits, signs of drift, limits unlisted."""

    rows: tuple[Row, ...] = ()
    drift: tuple[Drift, ...] = ()
    unlisted: tuple[Row, ...] = ()


def in_limits(
    folder: CaseFolder,
    findings: Iterable[Finding],
    organisation: Organisation,
    today: date,
) -> InLimits:
    """What is to be shown of one case, taken while it is in hand; nothing once closed.

    In words that name nobody.
    """
    if not folder.is_open:
        return InLimits()
    return InLimits(
        tuple(_rows(folder, organisation)),
        tuple(
            Drift(
                finding.rule,
                folder.ref,
                _place(finding),
                _said(finding, folder, organisation),
            )
            for finding in findings
            if finding.rule.startswith(DRIFT)
        ),
        tuple(_unlisted(folder, organisation, today)),
    )


def limits_register(
    cases: Iterable[InLimits], organisation: Organisation
) -> dict[str, object]:
    """What the template of the register sees, beside what it says of itself."""
    rows: list[Row] = []
    drift: list[Row] = []
    unlisted: list[Row] = []
    for case in cases:
        rows += map(dict, case.rows)
        drift += (one.shown() for one in case.drift)
        unlisted += map(dict, case.unlisted)
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "rows": rows,
        "count": str(len(rows)),
        "drift": drift,
        "unlisted": unlisted,
    }


def _place(finding: Finding) -> str:
    line = f", line {finding.place.line}" if finding.place.line else ""
    return f"{finding.place.file}{line}"


def _said(finding: Finding, folder: CaseFolder, organisation: Organisation) -> str:
    return _sentence(unnamed(finding.message, people((folder,), organisation)))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rows(folder: CaseFolder, organisation: Organisation) -> Iterator[dict[str, str]]:
    limits = folder.active_restrictions
    known = people((folder,), organisation) if limits else ()
    service = organisation.service(folder.case.record.service_id).name or ""
    for limit in limits:
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
            "by": organisation.called(limit.authorised_by, GAP),
            "review_on": uk_date(limit.review_on) or GAP,
            "kept": _kept(folder, limit),
        }


def _kept(folder: CaseFolder, limit: Restriction) -> str:
    """How often reviews kept it as it was; empty when none has."""
    times = sum(_keeps(filed.record, limit) for filed in folder.held())
    return f"Kept {times} {'time' if times == 1 else 'times'}" if times else ""


def _keeps(review: Review, limit: Restriction) -> bool:
    return bool(limit.id) and any(
        line.restriction == limit.id and line.decision is RestrictionDecision.KEEP
        for line in review.restrictions
    )


def _unlisted(
    folder: CaseFolder, organisation: Organisation, today: date
) -> Iterator[dict[str, str]]:
    """Limits of the last 30 days that no plan speaks of, ended or not."""
    recent = [
        (filed, filed.record.date)
        for filed in folder.records
        if filed.record.limits_applied and filed.record.date
    ]
    known = people((folder,), organisation) if recent else ()
    for filed, day in recent:
        if not today - LATELY <= day <= today:
            continue
        for limit in filed.record.limits_applied:
            if not limit.restriction:
                ended = uk_date(limit.resolved_on)
                yield {
                    "case": folder.ref,
                    "on": uk_date(day),
                    "what": unnamed(limit.what, known) or GAP,
                    "ended": f"Ended on {ended}" if ended else "Still open",
                    "by": organisation.called(filed.record.recorded_by, GAP),
                }
