"""Of every case the pages keep an outline, and none of what is written in it."""

import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.make import a_folder
from tests.services.holding import reaches_a_case
from workflow.domain.access import Opens, access, may_open, seers
from workflow.domain.case_folder import CLOSED_TO, Filed
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.records.closed_to import ClosedTo
from workflow.domain.records.staff import StaffMember
from workflow.services.glancing import Glance, glance, outline
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
MOST = 6_000  # bytes a case
WORKER = StaffMember(id="st-03", roles=("support_worker",), services=("svc-1",))
MANAGER = StaffMember(id="st-09", roles=("registered_manager",), services=("svc-1",))


def test_an_outline_is_small_and_holds_no_content_of_a_case(workspace: Path) -> None:
    office = Office(workspace, TODAY)
    for ref in office.refs():
        whole = glance(office.cases, office.practice, ref, TODAY)
        kept = outline(whole)
        assert reaches_a_case(whole)
        assert not reaches_a_case(kept)
        assert len(pickle.dumps(kept)) < MOST


def test_an_outline_says_what_the_case_says(workspace: Path) -> None:
    office = Office(workspace, TODAY)
    for ref in office.refs():
        whole = glance(office.cases, office.practice, ref, TODAY)
        kept = outline(whole)
        assert (kept.ref, kept.name, kept.says) == (ref, whole.folder.name, whole.says)
        assert kept.access == access(whole.folder)
        assert {i for i in whole.due if i.late} <= set(kept.due)
        for item in kept.due:
            if item.kind == "action":
                assert kept.actions.get(item.source) == whole.actions.get(item.source)


def unsafe(kind: str, never: tuple[str, ...] = ()) -> Glance:
    """A case where a record of some kind says that somebody is not safe."""
    record = {"type": kind, "speak_up": {"who_must_not_see": list(never)}}
    folder = a_folder(records=[record])
    (filed,) = folder.records
    place = Place(filed.file, 4)
    at = ("REC-06", Severity.ERROR, "Make Rosa safe first.", folder.ref, place)
    finding = Finding(*at, holds=frozenset({"banner"}))
    return Glance(folder, "", (), (finding,), ())


@pytest.mark.parametrize(
    ("kind", "never", "worker", "manager"),
    [
        ("incident", (), True, True),
        ("speak_up", (), False, True),
        ("speak_up", ("st-09",), False, False),
        ("incident", ("st-03",), False, True),
    ],
)
def test_that_somebody_is_not_safe_is_shown_to_who_may_see_the_record(
    kind: str, never: tuple[str, ...], *, worker: bool, manager: bool
) -> None:
    whole = unsafe(kind, never)
    (told,) = outline(whole).unsafe
    assert told.message == "Make Rosa safe first."
    assert (told.seers.has(WORKER), told.seers.has(MANAGER)) == (worker, manager)
    (filed,) = whole.folder.records
    assert seers(filed) == told.seers


def test_a_case_closed_to_somebody_is_closed_in_outline_too() -> None:
    shut = ClosedTo.model_validate({"closed_to": [{"who": "st-03"}]})
    folder = a_folder(case={"service_id": "svc-1"})
    folder = replace(folder, closed_to=Filed(CLOSED_TO, shut))
    kept = outline(Glance(folder, "", (), (), ()))
    assert may_open(WORKER, kept.access) is Opens.NO
    assert may_open(MANAGER, kept.access) is Opens.WITH_REASON
