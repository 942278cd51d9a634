"""A file that holds what it held is not read twice; one that does not, always is."""

import os
from datetime import date
from pathlib import Path

import pytest

from workflow.adapters import read_before
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.read_before import ReadBefore
from workflow.adapters.yaml_reading import Tree, read_tree
from workflow.domain.case_folder import CaseRef
from workflow.services.building import build_case
from workflow.services.checking import Elsewhere
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

ONE, TWO = CaseRef("SG-2026-014"), CaseRef("SG-2026-019")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files whose words were gone through, in order."""
    files: list[str] = []

    def noted(raw: bytes, file: str) -> Tree:
        files.append(file)
        return read_tree(raw, file)

    monkeypatch.setattr(read_before, "read_tree", noted)
    return files


def afresh(root: Path, ref: CaseRef = ONE) -> Loaded:
    return CaseFolders(root).load(ref)


def test_what_has_not_changed_is_read_once(workspace: Path, opened: list[str]) -> None:
    cases = CaseFolders(workspace, ReadBefore())
    first = cases.load(ONE)
    assert opened
    opened.clear()
    assert cases.load(ONE) == first
    assert opened == []


def test_only_the_file_that_changed_is_read(workspace: Path, opened: list[str]) -> None:
    cases = CaseFolders(workspace, ReadBefore())
    cases.load(ONE)
    file = workspace / "cases" / ONE / "case.yaml"
    file.write_bytes(file.read_bytes() + b"# seen\n")
    opened.clear()
    again = cases.load(ONE)
    assert opened == ["case.yaml"]
    assert again == afresh(workspace)


def test_an_edit_that_kept_size_and_time_is_read(workspace: Path) -> None:
    cases = CaseFolders(workspace, ReadBefore())
    before = cases.load(ONE)
    file = workspace / "cases" / ONE / "person.yaml"
    status, text = file.stat(), file.read_bytes()
    name = (before.folder.person.record.preferred_name or "").encode()
    file.write_bytes(text.replace(name, name[::-1]))
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    after = cases.load(ONE)
    assert after.folder.name == name[::-1].decode()
    assert after == afresh(workspace)


@pytest.mark.parametrize("left", [b"", b"a: [", b"person_id: p-1\n", b"\x00"])
def test_a_file_that_broke_and_was_mended_is_as_if_read_afresh(
    workspace: Path, left: bytes
) -> None:
    cases = CaseFolders(workspace, ReadBefore())
    cases.remember(cases.load(ONE))
    file = workspace / "cases" / ONE / "person.yaml"
    whole = file.read_bytes()
    for content in (left, whole, whole[: len(whole) // 2], whole):
        file.write_bytes(content)
        assert cases.load(ONE) == afresh(workspace)


def test_what_was_read_long_ago_is_let_go(workspace: Path, opened: list[str]) -> None:
    cases = CaseFolders(workspace, ReadBefore(most=1))
    cases.load(ONE)
    cases.load(TWO)
    opened.clear()
    cases.load(ONE)
    assert "case.yaml" in opened


def test_a_kept_version_that_is_what_stands_is_not_opened(workspace: Path) -> None:
    cases = CaseFolders(workspace)
    cases.remember(cases.load(ONE))
    before = cases.load(ONE)
    (kept,) = (workspace / "cases" / ONE / "_history").glob("plan~*.yaml")
    kept.unlink()
    kept.mkdir()  # nothing could be read from it
    assert cases.load(ONE) == before


def test_a_case_that_gets_new_files_while_it_is_built_is_read_once(
    workspace: Path, opened: list[str]
) -> None:
    office = Office(workspace, date(2027, 1, 15))  # much is late by then
    shop, elsewhere = office.workshop, Elsewhere(office.cases)
    asked = 0
    for ref in office.cases.refs():
        opened.clear()
        _, _, proposed = build_case(shop, ref, office.today, elsewhere)
        asked += bool(proposed)
        assert len(opened) == len(set(opened)), ref
    assert asked
