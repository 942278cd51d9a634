"""Seals: kept by one computer for itself, nothing in them but a hash."""

import sys
from pathlib import Path

import pytest

from workflow.adapters.seals import LocalSeals, settings_hash
from workflow.domain.case_folder import CaseRef

REF = CaseRef("SG-2026-001")
SEAL = "ab" * 32


def test_only_the_seal_that_was_kept_last_is_known(tmp_path: Path) -> None:
    seals = LocalSeals(tmp_path / "drive", tmp_path / "own")
    assert not seals.known(REF, SEAL)
    seals.keep(REF, SEAL)
    assert seals.known(REF, SEAL)
    seals.keep(REF, "cd" * 32)
    assert not seals.known(REF, SEAL)
    assert not seals.known(CaseRef("SG-2026-002"), "cd" * 32)


def test_another_workspace_has_seals_of_its_own(tmp_path: Path) -> None:
    LocalSeals(tmp_path / "drive", tmp_path / "own").keep(REF, SEAL)
    assert not LocalSeals(tmp_path / "other", tmp_path / "own").known(REF, SEAL)


def test_a_seal_is_a_hash_outside_the_workspace(tmp_path: Path) -> None:
    LocalSeals(tmp_path / "drive", tmp_path / "own").keep(REF, SEAL)
    (kept,) = (path for path in (tmp_path / "own").rglob("*") if path.is_file())
    assert kept.name == f"{REF}.seal"
    assert kept.read_text(encoding="utf-8") == SEAL
    assert not (tmp_path / "drive").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has rights of its own")
def test_a_folder_that_others_may_write_to_is_not_believed(tmp_path: Path) -> None:
    seals = LocalSeals(tmp_path / "drive", tmp_path / "own")
    seals.keep(REF, SEAL)
    (folder,) = (tmp_path / "own").iterdir()
    folder.chmod(0o777)
    assert not seals.known(REF, SEAL)


def test_the_settings_are_the_same_only_while_each_of_their_files_is(
    workspace: Path,
) -> None:
    before = settings_hash(workspace)
    assert settings_hash(workspace) == before
    (workspace / "config/rules/own.yaml").write_text("rules: []\n", encoding="utf-8")
    assert settings_hash(workspace) != before
