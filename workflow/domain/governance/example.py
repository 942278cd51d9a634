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
from workflow.domain.governance.extract import Day, Loose, extract
from workflow.domain.governance.handbook import Handbook
from workflow.domain.governance.papers import Around, asking
from workflow.domain.organisation import Organisation
from workflow.domain.overview import CaseStatus
from workflow.domain.records.closure import Closure
from workflow.domain.records.record import Record
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import Vignette
from workflow.domain.specimen import ID, WORDS, full
from workflow.domain.vocabulary import (
    Focus,
    Nation,
    SampleResult,
    StoryUse,
    TenderUse,
)
from workflow.domain.working_days import Calendar, later
from workflow.domain.workspace import Bid, Workspace

MONTHS = ("2026-09", "2026-10")
STORY_ASKED = "May their story be told?"
A_WEEK_OVER, A_MONTH_OVER = 10, 60  # days after which either surely is


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
    still_open = _open(folder, today)
    provider = organisation.provider.record.model_copy(update={"frameworks": ()})
    filed = Filed(organisation.provider.file, provider)
    workspace = Workspace(
        samplings=tuple(_sample(month, folder.ref, today) for month in MONTHS),
        supervisions=(Filed("governance/supervision/one.yaml", _talk(today)),),
        bids=(_bid(folder.ref, today),),
    )
    asks, ours = _asking_it_all(handbook), replace(organisation, provider=filed)
    asked = asking(workspace, ours, asks, today)
    day = Day(ours, calendar, today, asked, workspace)
    status = CaseStatus(still_open, _findings(folder), (), (), None)
    return Around(Loose((extract(status, day),)), day, (_talk_due(today),), (), asks)


def _open(folder: CaseFolder, today: date) -> CaseFolder:
    """The filled-in case while it goes on, with something behind it.

    Its records are of a week that is over, its learning of a month that is, and its
    story may be told.
    """
    case = folder.case.record
    counted = {"tender_use": TenderUse.IF_AGREED, "exclude_from_counts": False}
    told = case.sensitivity.model_copy(update=counted)
    consent = folder.consent.record
    story = {"decision": StoryUse.AGREED, "withdrawn_on": None}
    agreed = consent.use_of_story.model_copy(update=story)
    earlier = {"opened_on": later(today, -A_MONTH_OVER)}
    return replace(
        folder,
        closure=Filed(folder.closure.file, Closure()),
        case=replace(
            folder.case,
            record=case.model_copy(
                update={
                    **OPENED,
                    "sensitivity": told,
                    "lead_decisions": tuple(
                        one.model_copy(update={"question": STORY_ASKED})
                        for one in case.lead_decisions
                    ),
                }
            ),
        ),
        consent=replace(
            folder.consent, record=consent.model_copy(update={"use_of_story": agreed})
        ),
        records=tuple(
            replace(f, record=f.record.model_copy(update=_last_week(f.record, today)))
            for f in folder.records
        ),
        learning=tuple(
            replace(f, record=f.record.model_copy(update=earlier))
            for f in folder.learning
        ),
    )


OPENED: Mapping[str, object] = {"closed_on": None, "service_id": ID}


def _last_week(record: Record, today: date) -> Mapping[str, object]:
    """Before this week, and each limit that was used as one no plan speaks of."""
    limits = record.limits_applied
    return {
        "date": later(today, -A_WEEK_OVER),
        "limits_applied": tuple(
            limit.model_copy(update={"restriction": None}) for limit in limits
        ),
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


def _bid(ref: str, today: date) -> Bid:
    """A bid with a story that may be told."""
    story = full(Vignette, today).model_copy(
        update={
            "source_case": ref,
            "also_from": (),
            "illustrates": tuple(Focus),
            "changed_to_protect": (WORDS, WORDS, WORDS),
            "approved_text_sha256": None,
        }
    )
    return Bid(
        Filed("tenders/one/tender.yaml", full(Tender, today)),
        (Filed("tenders/one/vignettes/V-1.yaml", story),),
    )


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
                replace(
                    q,
                    checks=("restrictions",),
                    measures=(*q.measures, WORDS),
                    focus=tuple(Focus),
                )
                for q in framework.questions
            ),
        )
        for framework in first
    )
    return replace(handbook, frameworks=asked)
