"""Figures and packs are written only where that gives nothing away later."""

import errno
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.case_folders import CaseFolders
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import (
    CasesNeeded,
    NewerWorkspace,
    OtherPeriod,
    ReleaseRefused,
    ReleasesUnknown,
    WorkspaceUnreachable,
)
from workflow.services.ports import Loaded
from workflow.wiring.evidence import Evidence
from workflow.wiring.office import Office

REF = "T-2026-07"
TODAY = date(2026, 11, 23)
FIRST, LAST = date(2025, 12, 1), date(2026, 11, 30)
TENDER = f"tenders/{REF}/tender.yaml"
FIGURES = f"tenders/{REF}/figures.yaml"


def proof(workspace: Path) -> Evidence:
    return Evidence(Office(workspace, TODAY))


def test_a_tender_gets_figures_of_no_other_days_than_it_names(workspace: Path) -> None:
    with pytest.raises(OtherPeriod, match="2025-12-01 to 2026-11-30"):
        proof(workspace).measures(date(2026, 1, 1), LAST, REF)
    assert not (workspace / FIGURES).exists()
    assert proof(workspace).measures(date(2026, 1, 1), LAST, "")
    proof(workspace).measures(FIRST, LAST, REF)
    assert (workspace / FIGURES).is_file()


def test_a_tender_that_names_no_days_gets_no_figures(workspace: Path) -> None:
    tender = workspace / TENDER
    said = tender.read_text().replace(f"period: {{from: {FIRST}, to: {LAST}}}\n", "")
    tender.write_text(said)
    with pytest.raises(OtherPeriod, match="no day to no day"):
        proof(workspace).measures(FIRST, LAST, REF)


def test_a_sample_whose_month_nobody_can_read_stops_no_figures(
    workspace: Path,
) -> None:
    sampled = workspace / "governance/sampling/2026-10.yaml"
    words = sampled.read_text()
    assert 'month: "2026-10"' in words
    sampled.write_text(words.replace('month: "2026-10"', 'month: "2026-1"'))
    assert proof(workspace).measures(FIRST, LAST, REF)


@pytest.mark.parametrize("ref", [REF, ""])
def test_nothing_is_counted_while_nobody_can_tell_what_was_released(
    workspace: Path, ref: str
) -> None:
    log = workspace / "tenders/release_log.yaml"
    log.write_text("released: [")
    with pytest.raises(ReleasesUnknown, match=r"release_log\.yaml"):
        proof(workspace).measures(FIRST, LAST, ref)
    log.write_text("released: []\n")
    assert proof(workspace).measures(FIRST, LAST, ref)


@pytest.mark.parametrize(
    "act",
    [
        lambda found: found.measures(FIRST, LAST, REF),
        lambda found: found.tender(REF),
        lambda found: found.release(REF, "st-02"),
    ],
)
@pytest.mark.parametrize("where", ["all", "one"])
def test_a_drive_that_fails_for_a_moment_is_not_taken_for_no_right_on_cases(
    workspace: Path,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Evidence], object],
    where: str,
) -> None:
    found, fails = proof(workspace), CaseFolders.load
    found.measures(FIRST, LAST, REF)
    pack = workspace / "tenders" / REF / "pack"

    def lists(folders: CaseFolders) -> tuple[CaseRef, ...]:
        raise WorkspaceUnreachable(folders.root.name)

    def load(folders: CaseFolders, ref: CaseRef) -> Loaded:
        if ref == "SG-2026-014":
            raise OSError(errno.EIO, "The share went away.")
        return fails(folders, ref)

    if where == "all":
        monkeypatch.setattr(CaseFolders, "refs", lists)
    else:
        monkeypatch.setattr(CaseFolders, "load", load)
    with pytest.raises((WorkspaceUnreachable, OSError)):
        act(found)
    assert not pack.exists()


def test_only_no_right_on_cases_is_taken_for_none(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.stat
    number = [errno.EIO]

    def stat(
        path: str, *, dir_fd: int | None = None, follow_symlinks: bool = True
    ) -> os.stat_result:
        if str(path).rstrip("/.") == str(workspace / "cases"):
            raise OSError(number[0], "Not now.")
        return real(path, dir_fd=dir_fd, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(os, "stat", stat)
    with pytest.raises(WorkspaceUnreachable):
        proof(workspace).release(REF, "st-02")
    number[0] = errno.EACCES
    with pytest.raises(CasesNeeded):
        proof(workspace).release(REF, "st-02")


@pytest.mark.parametrize(
    "act",
    [
        lambda found: found.measures(FIRST, LAST, REF),
        lambda found: found.release(REF, "st-02"),
    ],
)
def test_an_older_program_writes_no_figures_and_lets_nothing_go(
    workspace: Path, act: Callable[[Evidence], object]
) -> None:
    marker = workspace / "_system" / "share-id.json"
    marker.parent.mkdir(exist_ok=True)
    marker.write_text('{"format": 99}')
    with pytest.raises(NewerWorkspace):
        act(proof(workspace))
    assert not (workspace / FIGURES).exists()
    assert not (workspace / "tenders/release_log.yaml").exists()


@pytest.mark.parametrize("where", ["person.yaml", "records/2026-11-20-visit-09.yaml"])
def test_nothing_is_let_go_while_a_case_cannot_be_read(
    workspace: Path, where: str
) -> None:
    """Whom it names nobody can tell, and so not whether the pack points to them."""
    case = workspace / "cases" / "SG-2026-021"
    (case / where).write_text("names: [broken", encoding="utf-8")
    with pytest.raises(ReleaseRefused, match=r"cannot be read in SG-2026-021"):
        proof(workspace).release(REF, "st-02")
