"""What the status pages show: one for each case, one for the whole workspace.

Internal pages for staff. A case page names the person as they like to be called; the
overview carries case references only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.alarms import Alarm, rows
from workflow.domain.auditor import Audit
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.case_parts import CasesPart
from workflow.domain.context import uk_date
from workflow.domain.diary import DONE, LATE, DueItem, DueStatus
from workflow.domain.findings import Finding, Severity
from workflow.domain.organisation import Organisation
from workflow.domain.template_faults import Blocked

COMING = LATE | {DueStatus.DUE_TODAY, DueStatus.DUE_SOON}

Order = tuple[int, date, str]

BANNER = "banner"
OVERVIEW_FILE = "overview.html"
TITLE = "How things stand"
MOST_ROWS = 1_000  # of what is late, and of what comes up: the register has them all
HEADINGS = {
    Severity.ERROR: "Needs putting right",
    Severity.WARNING: "Needs attention",
    Severity.PROMPT: "Questions to think about",
}


@dataclass(frozen=True)
class Standing:
    """How one document stands: its file, `draft` or `final`, or out of date."""

    title: str
    file: str
    standing: str


@dataclass(frozen=True)
class CaseStatus:
    """Everything the pages tell of one case."""

    folder: CaseFolder
    findings: tuple[Finding, ...]
    due: tuple[DueItem, ...]
    documents: tuple[Standing, ...]
    audit: Audit | None
    alarms: tuple[Alarm, ...] = ()


def case_page(
    status: CaseStatus, organisation: Organisation, today: date
) -> dict[str, object]:
    """What the page of one case shows, as plain data."""
    folder = status.folder
    safe_contact = folder.person.record.communication.safe_contact
    return {
        "ref": folder.ref,
        "name": folder.name,
        "banner": [finding.message for finding in _banners(status)],
        "alarms": rows(folder.ref, status.alarms),
        "caution": safe_contact.caution or "",
        "made_on": uk_date(today),
        "groups": _grouped(status.findings),
        "unreadable": sorted(folder.unreadable),
        "late": _rows(_late(status.due), organisation),
        "coming": _rows(_next(status.due), organisation),
        "documents": [vars(d) | {"link": d.file} for d in status.documents],
        "questions": _questions(status.audit),
    }


@dataclass(frozen=True, slots=True)
class InOverview:
    """What the overview and a build tell of one case.

    `due` is what is late, due today or due soon; `banner` says that somebody is not
    safe (REC-06). `found` is how many findings there are of each severity.
    """

    ref: CaseRef
    banner: bool
    due: tuple[DueItem, ...]
    next: str
    drafts: int
    documents: int
    found: tuple[int, ...]
    alarms: tuple[Alarm, ...]


def in_overview(status: CaseStatus) -> InOverview:
    """What the overview is to tell of one case, taken while it is in hand."""
    known = status.documents
    weights = [finding.severity for finding in status.findings]
    return InOverview(
        status.folder.ref,
        bool(_banners(status)),
        tuple(i for i in status.due if i.late or i.status in COMING - LATE),
        _first_to_come(status.due),
        sum(d.standing == "draft" for d in known),
        len(known),
        tuple(map(weights.count, HEADINGS)),
        status.alarms,
    )


def overview_page(
    cases: Iterable[InOverview],
    shared: Iterable[Finding],
    organisation: Organisation,
    today: date,
    blocked: Sequence[Blocked] = (),
    owed: Sequence[DueItem] = (),
    parts: Sequence[CasesPart] = (),
) -> dict[str, object]:
    """What the page of the whole workspace shows, as plain data; no names of people.

    `owed` is what has a due date for no case. The cases are gone through once; of those
    that stand in several `parts` it lists the first.
    """
    late, coming = _First(_longest_late), _First(_soonest)
    alarms, banner = list[dict[str, str]](), list[str]()
    shown: list[dict[str, object]] = []
    late.offer(item for item in owed if item.late)
    coming.offer(_to_come(owed))
    for case in cases:
        late.offer(item for item in case.due if item.late)
        coming.offer(_to_come(case.due))
        alarms += rows(case.ref, case.alarms)
        banner += [case.ref] if case.banner else []
        if not parts or len(shown) < parts[0].count:
            shown.append(_case_row(case))
    return {
        "provider": organisation.provider.record.provider_name or "",
        "made_on": uk_date(today),
        "banner": banner,
        "alarms": alarms,
        "late": _rows(late.items, organisation),
        "late_count": late.count,
        "late_more": late.more,
        "coming": _rows(coming.items, organisation),
        "coming_more": coming.more,
        "shared": _grouped(tuple(shared)),
        "cases": shown,
        "parts": _links(parts),
        "templates": [_template_row(each) for each in blocked],
    }


def overview_part(
    cases: Iterable[InOverview],
    part: CasesPart,
    organisation: Organisation,
    today: date,
) -> dict[str, object]:
    """What a further page of the overview shows, as plain data: these cases alone."""
    return {
        "title": part.title(TITLE),
        "provider": organisation.provider.record.provider_name or "",
        "made_on": uk_date(today),
        "overview": OVERVIEW_FILE,
        "cases": [_case_row(case) for case in cases],
    }


def _links(parts: Sequence[CasesPart]) -> list[dict[str, str]]:
    """The further pages of an overview."""
    return [
        {"cases": f"{part.first} to {part.last}", "link": part.file(OVERVIEW_FILE)}
        for part in parts[1:]
    ]


class _First:
    """The first of very many items in some order, and how many there are."""

    def __init__(self, order: Callable[[DueItem], Order]) -> None:
        self.count = 0
        self._order = order
        self._kept: list[DueItem] = []

    def offer(self, items: Iterable[DueItem]) -> None:
        """Keep them if they are among the first."""
        before = len(self._kept)
        self._kept += items
        self.count += len(self._kept) - before
        if len(self._kept) > 2 * MOST_ROWS:
            self._kept = self.items

    @property
    def items(self) -> list[DueItem]:
        """The first, in order; of those that are alike whichever came first."""
        return sorted(self._kept, key=self._order)[:MOST_ROWS]

    @property
    def more(self) -> int:
        """How many there are beside the first."""
        return max(self.count - MOST_ROWS, 0)


def _banners(status: CaseStatus) -> tuple[Finding, ...]:
    """What stands above everything else on the page: somebody is not safe (REC-06)."""
    return tuple(f for f in status.findings if BANNER in f.holds)


def _template_row(blocked: Blocked) -> dict[str, object]:
    return {
        "title": blocked.title,
        "folder": blocked.template,
        "errors": blocked.errors,
        "first": blocked.first,
        "still_made": blocked.in_use.any,
    }


def late_items(due: Iterable[DueItem]) -> tuple[DueItem, ...]:
    """What is past its date and not done, the latest first."""
    return tuple(_late(due))


def _late(due: Iterable[DueItem]) -> list[DueItem]:
    return sorted((item for item in due if item.late), key=_longest_late)


def _longest_late(item: DueItem) -> Order:
    return -item.days_late, item.due_on, item.case


def _next(due: Iterable[DueItem]) -> list[DueItem]:
    return sorted(_to_come(due), key=_soonest)


def _to_come(due: Iterable[DueItem]) -> Iterator[DueItem]:
    return (item for item in due if item.status in COMING - LATE)


def _soonest(item: DueItem) -> Order:
    return 0, item.due_on, item.case


def _rows(
    items: Iterable[DueItem], organisation: Organisation
) -> list[Mapping[str, object]]:
    return [
        {
            "case": item.case or "Whole service",
            "item": item.item,
            "due": uk_date(item.due_on),
            "days_late": item.days_late,
            "status": item.status.label,
            "lead": organisation.leader(item.lead),
        }
        for item in items
    ]


def _grouped(findings: Sequence[Finding]) -> list[dict[str, object]]:
    groups: list[dict[str, object]] = []
    for severity, heading in HEADINGS.items():
        rows = [_finding_row(f) for f in findings if f.severity is severity]
        if rows:
            groups.append({"heading": heading, "kind": severity.value, "rows": rows})
    return groups


def _finding_row(finding: Finding) -> dict[str, object]:
    place = finding.place
    return {
        "message": finding.message,
        "detail": finding.detail,
        "mend": finding.mend,
        "file": place.file,
        "line": place.line or "",
        "rule": finding.rule,
    }


def _questions(audit: Audit | None) -> list[dict[str, str]]:
    if audit is None:
        return []
    answers = (
        ("What did the person want?", audit.wanted),
        ("What choices were offered?", audit.choices),
        ("What was agreed?", audit.agreed),
        ("What changed as a result?", audit.changed),
    )
    return [{"question": q, "state": a.state.label} for q, a in answers]


def _first_to_come(due: Iterable[DueItem]) -> str:
    """The first thing that is still to be done, late or not."""
    open_ones = (i for i in due if i.status not in DONE and not i.ended)
    first = min(open_ones, key=lambda item: item.due_on, default=None)
    return f"{first.item}, {uk_date(first.due_on)}" if first else ""


def _case_row(case: InOverview) -> dict[str, object]:
    found = zip(HEADINGS, case.found, strict=True)
    return {
        "ref": case.ref,
        "late": len(_late(case.due)),
        "next": case.next,
        "drafts": case.drafts,
        "documents": case.documents,
        **{severity.value: count for severity, count in found},
    }
