"""One case that cannot be worked on costs itself only, never the whole build."""

from datetime import date
from pathlib import Path
from shutil import move, rmtree

import pytest

from workflow.adapters.case_folders import CaseFolders
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import WorkspaceUnreachable
from workflow.services.building import build
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
BAD, GOOD = CaseRef("SG-2026-014"), CaseRef("SG-2026-019")


@pytest.mark.parametrize("part", ["generated", "_receipts", "_history"])
def test_a_file_in_the_place_of_a_folder_costs_one_case_only(
    workspace: Path, part: str
) -> None:
    rmtree(workspace / "cases" / BAD / part, ignore_errors=True)
    (workspace / "cases" / BAD / part).write_text("", encoding="utf-8")
    report = build(Office(workspace, TODAY).workshop, (BAD, GOOD), TODAY)
    waiting = {made.case for made in report.waiting}
    assert waiting | {trouble.case for trouble in report.troubles} == {BAD}
    assert GOOD in {made.case for made in report.made}


def test_a_case_that_is_taken_away_meanwhile_costs_no_other(workspace: Path) -> None:
    rmtree(workspace / "cases" / BAD)
    report = build(Office(workspace, TODAY).workshop, (BAD, GOOD), TODAY)
    assert [trouble.case for trouble in report.troubles] == [BAD]
    assert GOOD in {made.case for made in report.made}


def test_a_drive_that_goes_meanwhile_is_told_as_such(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workshop = Office(workspace, TODAY).workshop
    assert BAD in CaseFolders(workspace).refs()
    move(workspace / "cases", tmp_path_factory.mktemp("away"))
    with pytest.raises(WorkspaceUnreachable):
        build(workshop, (BAD, GOOD), TODAY)
