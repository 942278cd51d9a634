"""Reading case folders: one bad file costs that file only; nothing is forgotten."""

import errno
import os
import sys
from pathlib import Path

import pytest

from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.governance_files import GovernanceFiles
from workflow.adapters.safe_files import sha256
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import (
    CaseNotFound,
    WorkspaceNotFound,
    WorkspaceUnreachable,
)

REF = CaseRef("SG-2026-014")


def test_the_worked_cases_read_without_a_word(starter: Path) -> None:
    folders = CaseFolders(starter)
    assert len(folders.refs()) == 3
    for ref in folders.refs():
        assert folders.load(ref).noticed == ()
    assert load_organisation(starter)[1] == ()


def test_records_stand_in_order_of_date(starter: Path) -> None:
    records = CaseFolders(starter).load(REF).folder.records
    days = [filed.record.date for filed in records if filed.record.date]
    assert days == sorted(days)


def test_a_case_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert CaseFolders(tmp_path).refs() == ()
    with pytest.raises(CaseNotFound):
        CaseFolders(tmp_path).load(REF)


def test_a_folder_without_a_provider_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceNotFound):
        load_organisation(tmp_path)


def test_litter_is_passed_over_and_copies_are_strays(workspace: Path) -> None:
    case = workspace / "cases" / REF
    for name in ("~$plan.yaml", ".hidden.yaml", "Thumbs.db", "desktop.ini", "x.tmp"):
        (case / name).write_bytes(b"litter")
    (case / "generated").mkdir()
    (case / "generated" / "x.yaml").write_bytes(b"[")
    (case / "records" / "2026-10-11-visit-01 (1).YAML").write_bytes(b"a: 1")
    loaded = CaseFolders(workspace).load(REF)
    assert loaded.folder.strays == ("records/2026-10-11-visit-01 (1).YAML",)
    assert loaded.noticed == ()


def test_one_unreadable_file_costs_only_itself(workspace: Path) -> None:
    case = workspace / "cases" / REF
    (case / "plan.yaml").write_bytes(b"a: [")
    (case / "consent.yaml").unlink()
    (case / "consent.yaml").mkdir()
    loaded = CaseFolders(workspace).load(REF)
    assert loaded.folder.unreadable == {"plan.yaml"}
    assert loaded.folder.case.record.opened_on
    assert {n.rule for n in loaded.noticed} == {"FIL-01"}


def test_the_version_kept_stands_in_for_a_file_that_was_cut_off(
    workspace: Path,
) -> None:
    folders = CaseFolders(workspace)
    whole = folders.load(REF)
    folders.remember(whole)
    plan = workspace / "cases" / REF / "plan.yaml"
    content = plan.read_bytes()
    for broken in (b"", content[: content.index(b"\n", 2_000) + 1]):
        plan.write_bytes(broken)
        again = folders.load(REF)
        assert again.folder.plan.record == whole.folder.plan.record
        assert again.folder.unreadable == {"plan.yaml"}
        assert [n.rule for n in again.noticed] == ["FIL-01"]
        folders.remember(again)
    plan.write_bytes(content)
    assert folders.load(REF).noticed == ()


def test_an_empty_file_among_the_kept_versions_is_none_of_them(
    workspace: Path,
) -> None:
    folders, plan = CaseFolders(workspace), workspace / "cases" / REF / "plan.yaml"
    whole = folders.load(REF)
    folders.remember(whole)
    content = plan.read_bytes()
    newer = content + b"# a note\n"
    claim = f"plan~000002~{sha256(newer)[:16]}.yaml"  # what a cut leaves without links
    (plan.parent / "_history" / claim).touch()
    plan.write_bytes(b"")
    assert folders.load(REF).folder.plan.record == whole.folder.plan.record
    plan.write_bytes(newer)
    folders.remember(folders.load(REF))
    kept = [path.read_bytes() for path in (plan.parent / "_history").glob("plan~*")]
    assert kept.count(newer) == 1


def test_every_content_is_kept_once_and_never_written_over(workspace: Path) -> None:
    folders = CaseFolders(workspace)
    history = workspace / "cases" / REF / "_history"
    folders.remember(folders.load(REF))
    first = {path.name: path.read_bytes() for path in history.iterdir()}
    assert len(first) == len(folders.load(REF).folder.present)
    folders.remember(folders.load(REF))
    assert len(list(history.iterdir())) == len(first)
    plan = workspace / "cases" / REF / "plan.yaml"
    plan.write_bytes(plan.read_bytes() + b"# a note\n")
    folders.remember(folders.load(REF))
    second = {path.name: path.read_bytes() for path in history.iterdir()}
    assert len(second) == len(first) + 1
    assert first.items() <= second.items()


def test_a_case_with_too_many_files_is_passed_over(workspace: Path) -> None:
    records = workspace / "cases" / REF / "records"
    for number in range(2_000):
        (records / f"{number}.yaml").touch()
    loaded = CaseFolders(workspace).load(REF)
    assert [n.rule for n in loaded.noticed] == ["FIL-01"]
    assert "too many files" in loaded.noticed[0].detail


@pytest.mark.parametrize("where", ["", "records"])
def test_a_folder_that_is_not_listed_leaves_nothing_half_read(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    """With fewer records something else would be true of somebody."""
    shut, listed = workspace / "cases" / REF / where, os.scandir

    def denied(path: str | Path) -> object:
        if Path(path) == shut:
            raise PermissionError(errno.EACCES, "no", str(path))
        return listed(path)

    folders = CaseFolders(workspace)
    whole = folders.load(REF)
    monkeypatch.setattr(os, "scandir", denied)
    loaded = folders.load(REF)
    assert [n.rule for n in loaded.noticed] == ["FIL-01"]
    assert "does not show one of its folders" in loaded.noticed[0].detail
    assert loaded.folder.unreadable
    assert not loaded.folder.records
    monkeypatch.undo()
    assert folders.load(REF).folder == whole.folder


def test_cases_that_were_there_before_are_not_taken_for_none(workspace: Path) -> None:
    (workspace / "_system").mkdir()
    (workspace / "cases").rename(workspace / "elsewhere")
    with pytest.raises(WorkspaceUnreachable):
        CaseFolders(workspace).refs()


@pytest.mark.skipif(sys.platform != "linux", reason="names are always text elsewhere")
def test_a_name_in_letters_that_nobody_can_read_is_told_of(workspace: Path) -> None:
    """An archive from another system, unpacked on the share, leaves such names."""
    odd = os.fsencode(workspace / "cases" / REF / "records") + b"/caf\xe9.yaml"
    os.close(os.open(odd, os.O_CREAT))
    loaded = CaseFolders(workspace).load(REF)
    assert loaded.folder.strays == ("records/caf?.yaml",)
    assert loaded.digest


@pytest.mark.skipif(sys.platform != "linux", reason="names are always text elsewhere")
def test_such_a_name_among_the_shared_files_is_told_of(workspace: Path) -> None:
    odd = os.fsencode(workspace / "governance") + b"/caf\xe9.yaml"
    os.close(os.open(odd, os.O_CREAT))
    assert GovernanceFiles(workspace).read().strays == ("governance/caf?.yaml",)
