"""What the register of reviews and the auditor's sheet show, as plain data."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from workflow.domain.auditor import Audit
from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.diary import DueItem, DueStatus
from workflow.domain.organisation import Organisation

DONE = (DueStatus.DONE_ON_TIME, DueStatus.DONE_LATE)
LATELY = timedelta(days=30)
COUNTED = (
    DueStatus.DUE_SOON,
    DueStatus.DUE_TODAY,
    DueStatus.OVERDUE,
    DueStatus.ESCALATED_1,
    DueStatus.ESCALATED_2,
    DueStatus.ESCALATED_3,
    DueStatus.ESCALATED_4,
)


def register_context(
    cases: Sequence[tuple[CaseFolder, tuple[DueItem, ...]]],
    organisation: Organisation,
    doc: Mapping[str, object],
    today: date,
) -> dict[str, object]:
    """The review register (D12): what is due in every case, what was held lately."""
    items = [(folder, item) for folder, due in cases for item in due]
    waiting = [p for p in items if p[1].status not in (*DONE, DueStatus.CANCELLED)]
    held = [
        p for p in items if p[1].done_on and today - LATELY <= p[1].done_on <= today
    ]
    waiting.sort(key=lambda pair: (pair[1].due_on, pair[1].case))
    return {
        "doc": dict(doc),
        "provider": organisation.provider.record.provider_name or "",
        "counts": [
            {"label": s.label, "count": sum(i.status is s for _, i in waiting)}
            for s in COUNTED
        ],
        "rows": [_row(folder, item, organisation) for folder, item in waiting],
        "held": [_row(folder, item, organisation) for folder, item in held],
    }


def _row(
    folder: CaseFolder, item: DueItem, organisation: Organisation
) -> dict[str, object]:
    member = organisation.member(item.lead)
    formats = folder.person.record.communication.formats
    wants = (
        s.person_wants
        for s in folder.plan.record.review_schedule
        if s.id == item.source and s.person_wants
    )
    return {
        "case": item.case,
        "item": item.item,
        "source": item.source,
        "lead": (member.name if member else None) or item.lead,
        "due": uk_date(item.due_on),
        "status": item.status.label,
        "days_late": item.days_late or "",
        "held_on": uk_date(item.done_on),
        "wants": next(wants, ""),
        "format": formats[0].label if formats else "",
    }


def auditor_context(folder: CaseFolder, answers: Audit) -> dict[str, object]:
    """The auditor's sheet (D15): four questions, and four lines beside them."""
    plan = folder.plan.record
    recognises = plan.co_production.person_recognises_plan
    questions = (
        ("What did the person want?", answers.wanted),
        ("What choices were offered?", answers.choices),
        ("What was agreed?", answers.agreed),
        ("What changed as a result?", answers.changed),
    )
    return {
        "questions": [
            {"question": q, "state": a.state.label, "shown": list(a.shown)}
            for q, a in questions
        ],
        "overall": answers.overall.label,
        "recognises": recognises.label if recognises else "Not asked yet",
        "limits": len(folder.active_restrictions),
    }
