"""A workspace in which every paper of governance has something to say.

For looking at templates: the filled-in case, samples of two months, a talk that is due.
Nobody's.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.diary import DueItem, DueStatus
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.governance.handbook import Handbook
from workflow.domain.governance.papers import Around, Looked
from workflow.domain.organisation import Organisation
from workflow.domain.records.closure import Closure
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.specimen import ID, WORDS, full
from workflow.domain.vocabulary import Nation, SampleResult
from workflow.domain.working_days import Calendar, later
from workflow.domain.workspace import Workspace

MONTHS = ("2026-09", "2026-10")


def example_around(
    folder: CaseFolder,
    organisation: Organisation,
    calendar: Callable[[Nation], Calendar],
    today: date,
    handbook: Handbook,
) -> Around:
    """Everything that papers of governance are made of, with nothing left empty.

    `folder` is the filled-in case, `organisation` its provider.
    """
    still_open = replace(
        folder,
        closure=Filed(folder.closure.file, Closure()),
        case=replace(folder.case, record=folder.case.record.model_copy(update=OPENED)),
        records=tuple(
            replace(f, record=f.record.model_copy(update=_unlisted(f.record)))
            for f in folder.records
        ),
    )
    return Around(
        (Looked(still_open, _findings(folder)),),
        Workspace(
            samplings=tuple(_sample(month, folder.ref, today) for month in MONTHS),
            supervisions=(Filed("governance/supervision/one.yaml", _talk(today)),),
        ),
        (_talk_due(today),),
        (),
        organisation,
        calendar,
        today,
        _asking_it_all(handbook),
    )


OPENED: Mapping[str, object] = {"closed_on": None, "service_id": ID}


def _unlisted(record: object) -> Mapping[str, object]:
    """Each limit that was used, as one that no plan speaks of."""
    limits = getattr(record, "limits_applied", ())
    return {
        "limits_applied": tuple(
            limit.model_copy(update={"restriction": None}) for limit in limits
        )
    }


def _findings(folder: CaseFolder) -> tuple[Finding, ...]:
    place = Place(folder.plan.file, 1, "restrictions[0]")
    return (Finding("RES-01", Severity.ERROR, WORDS, folder.ref, place),)


def _sample(month: str, ref: str, today: date) -> Filed[Sampling]:
    sample = full(Sampling, today)
    wanting = {"case_ref": ref, "restrictions": SampleResult.PARTLY}
    items = tuple(
        item.model_copy(
            update={
                **wanting,
                "actions": tuple(
                    a.model_copy(update={"done_on": None}) for a in item.actions
                ),
            }
        )
        for item in sample.items
    )
    named = sample.model_copy(update={"month": month, "items": items})
    return Filed(f"governance/sampling/{month}.yaml", named)


def _talk(today: date) -> Supervision:
    return full(Supervision, today).model_copy(update={"date": later(today, -100)})


def _talk_due(today: date) -> DueItem:
    return DueItem(
        case="",
        item=WORDS,
        kind="supervision",
        source=ID,
        due_on=today,
        status=DueStatus.DUE_TODAY,
        days_late=0,
        lead=ID,
        urgent=False,
        done_on=None,
        unrolled=today,
        moved=False,
        file="",
        held_file="",
    )


def _asking_it_all(handbook: Handbook) -> Handbook:
    """The handbook with one framework, in which each question has every part."""
    first = handbook.frameworks[:1]
    asked = tuple(
        replace(
            framework,
            nations=tuple(Nation),
            to_check="The name of one question.",
            questions=tuple(
                replace(q, checks=("restrictions",)) for q in framework.questions
            ),
        )
        for framework in first
    )
    return replace(handbook, frameworks=asked)
