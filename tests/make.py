"""Builds case folders for tests from plain data, typed as reading a file types them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.diary import DueItem, DueStatus
from workflow.domain.reading import as_record
from workflow.domain.records.assembly import Assembly
from workflow.domain.records.base import Block
from workflow.domain.records.case import Case
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.dismissal import Dismissals, SharedDismissals
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.plan import Plan
from workflow.domain.records.record import Record
from workflow.domain.records.release_log import ReleaseLog
from workflow.domain.records.review import Review
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import Vignette
from workflow.domain.tree import Fields, Listing, Node, Position, Scalar
from workflow.domain.workspace import AnswerText, Bid, Workspace

R = TypeVar("R", bound=Block)
HERE = Position(1, 1)
CASE = {"case_ref": "SG-2026-001", "service_id": "sv-quillmere", "status": "active"}
BAREST: Mapping[str, Mapping[str, object]] = {
    "person": {"preferred_name": "Ines"},
    "case": {**CASE, "opened_on": "2026-08-03"},
    "plan": {"version": "1"},
    "consent": {},
}


def tree(value: object) -> Node:
    """Plain data as the tree that reading a file gives."""
    if isinstance(value, Mapping):
        values = {str(key): tree(inner) for key, inner in value.items()}
        return Fields(values, dict.fromkeys(values, HERE), HERE)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Listing(tuple(tree(inner) for inner in value), HERE)
    return Scalar("" if value is None else str(value), HERE)


def a_file(model: type[R], file: str, content: object) -> Filed[R]:
    """One file of a case or a tender, from plain data."""
    root = tree(content)
    assert isinstance(root, Fields)
    typed = as_record(model, root, file)
    return Filed(file, typed.record, typed.places)


def a_folder(**parts: object) -> CaseFolder:
    """The barest case, with these parts laid over it; lists give one file for each."""
    single = {name: {**bare, **_fields(parts, name)} for name, bare in BAREST.items()}
    closure = a_file(Closure, "closure.yaml", _fields(parts, "closure"))
    folder = CaseFolder(
        CaseRef(str(parts.get("ref", "SG-2026-001"))),
        a_file(Person, "person.yaml", single["person"]),
        a_file(Case, "case.yaml", single["case"]),
        a_file(Plan, "plan.yaml", single["plan"]),
        a_file(Consent, "consent.yaml", single["consent"]),
        _several(Record, parts, "records"),
        _several(Review, parts, "reviews"),
        _several(ManagerialReview, parts, "managerial_reviews"),
        _several(Learning, parts, "learning"),
        closure,
        _several(Plan, parts, "old_plans"),
        strays=_strays(parts),
        dismissals=a_file(Dismissals, "dismissals.yaml", _fields(parts, "dismissals")),
    )
    everything = frozenset(
        {*(f"{name}.yaml" for name in (*BAREST, "closure", "dismissals"))}
    )
    listed: tuple[Filed[Block], ...] = (
        *(*folder.records, *folder.reviews, *folder.old_plans),
        *(*folder.managerial_reviews, *folder.learning),
    )
    first = {
        f.file: f.record
        for f in _several(Record, {"records": parts.get("first", [])}, "records")
    }
    present = everything | {filed.file for filed in listed}
    return replace(folder, present=present, first_versions=first)


OF_THE_WORKSPACE = ("samplings", "supervisions", "bids", "releases")


def an_item(
    *,
    due_on: date,
    case: str = "SG-2026-001",
    item: str = "Review",
    status: DueStatus = DueStatus.OVERDUE,
    days_late: int = 0,
) -> DueItem:
    """Something with a due date: a review that st-01 leads."""
    return DueItem(
        case,
        item,
        "review",
        "RS1",
        due_on,
        status,
        days_late,
        "st-01",
        urgent=False,
        done_on=None,
        unrolled=due_on,
        moved=False,
        file="plan.yaml",
        held_file="",
    )


def a_workspace(**parts: object) -> Workspace:
    """The shared files from plain data: each list gives one file for each entry."""
    return Workspace(
        samplings=tuple(
            a_file(Sampling, f"governance/sampling/{sample.get('month')}.yaml", sample)
            for sample in _listed(parts, "samplings")
        ),
        supervisions=_several(Supervision, parts, "supervisions"),
        bids=tuple(a_bid(bid) for bid in _listed(parts, "bids")),
        releases=a_file(
            ReleaseLog, "tenders/release_log.yaml", _fields(parts, "releases")
        ),
        dismissals=(
            a_file(
                SharedDismissals,
                "governance/dismissals.yaml",
                _fields(parts, "put_aside"),
            ),
        ),
    )


def a_bid(parts: Mapping[str, object]) -> Bid:
    """A tender folder: `tender`, `vignettes`, `answers` (by question), `figures`."""
    home = f"tenders/{parts.get('home', 'T-2026-01')}"
    return Bid(
        a_file(Tender, f"{home}/tender.yaml", parts.get("tender", {})),
        tuple(
            a_file(Vignette, f"{home}/vignettes/{story.get('vignette_id')}.yaml", story)
            for story in _listed(parts, "vignettes")
        ),
        tuple(
            AnswerText(f"{home}/answers/{name}.md", name, tuple(str(text).splitlines()))
            for name, text in _fields(parts, "answers").items()
        ),
        tuple(
            {key: str(value) for key, value in row.items()}
            for row in _listed(parts, "figures")
        ),
        f"{home}/figures.yaml",
        a_file(Assembly, f"{home}/assembly.yaml", parts.get("assembly", {})),
    )


def _listed(parts: Mapping[str, object], name: str) -> tuple[Mapping[str, object], ...]:
    found = parts.get(name, [])
    assert isinstance(found, Sequence)
    return tuple(item for item in found if isinstance(item, Mapping))


def _fields(parts: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = parts.get(name, {})
    assert isinstance(found, Mapping)
    return found


def _several(
    model: type[R], parts: Mapping[str, object], name: str
) -> tuple[Filed[R], ...]:
    found = parts.get(name, [])
    assert isinstance(found, Sequence)
    return tuple(
        a_file(model, f"{name}/{number}.yaml", content)
        for number, content in enumerate(found)
    )


def _strays(parts: Mapping[str, object]) -> tuple[str, ...]:
    found = parts.get("strays", [])
    assert isinstance(found, Sequence)
    return tuple(str(file) for file in found)
