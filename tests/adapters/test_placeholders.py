"""A file that is still in the cloud is a state, never an empty file (F31)."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workflow.adapters import placeholders
from workflow.adapters.case_editing import CaseEditing
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.changes import content_of, snapshot
from workflow.adapters.config_files import load_organisation
from workflow.adapters.inbox import Inbox
from workflow.adapters.journal import RunLog
from workflow.adapters.placeholders import NOT_HERE, is_away, listed, stood_for
from workflow.adapters.published import Publications
from workflow.adapters.safe_files import sha256
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import EditRefused
from workflow.domain.making import Receipt
from workflow.services.ports import Written

Leave = Callable[[Path], None]
REF = CaseRef("SG-2026-014")
HOLES = pytest.mark.skipif(sys.platform == "win32", reason="no files with holes")


def hollow(path: Path) -> None:
    """Leave of a file its name and its size, as a sync program does."""
    size = path.stat().st_size
    path.unlink()
    with path.open("wb") as file:
        file.truncate(size)


def stub(path: Path) -> None:
    """Leave of a file a stub under a name of its own, as other sync programs do."""
    path.rename(path.with_name(f"{path.name}.nextcloud")).write_bytes(b" ")


BOTH = pytest.mark.parametrize("leave", [pytest.param(hollow, marks=HOLES), stub])


@HOLES
def test_a_file_of_holes_alone_is_away_and_one_with_bytes_is_here(
    tmp_path: Path,
) -> None:
    for name, content in (("empty", b""), ("short", b"x"), ("long", b"x" * 9_000)):
        (tmp_path / name).write_bytes(content)
        assert not is_away(tmp_path / name)
    hollow(tmp_path / "long")
    assert is_away(tmp_path / "long")
    assert not is_away(tmp_path / "none")


@pytest.mark.parametrize("attribute", [0x1000, 0x40000, 0x400000])
def test_the_attributes_that_windows_gives_are_known(attribute: int) -> None:
    class Seen:
        st_size, st_blocks, st_flags, st_file_attributes = 9, 8, 0, 0x20 | attribute

    assert is_away("never asked", Seen())  # type: ignore[arg-type]
    Seen.st_file_attributes = 0x20
    assert not is_away("never asked", Seen())  # type: ignore[arg-type]
    Seen.st_flags = placeholders.DATALESS
    assert is_away("never asked", Seen())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("plan.yaml.nextcloud", "plan.yaml"),
        ("plan.yaml.cloud", "plan.yaml"),
        (".plan.yaml.icloud", "plan.yaml"),
        ("plan.yaml", ""),
    ],
)
def test_stubs_are_known_by_their_names(name: str, file: str) -> None:
    assert stood_for(name) == file


@BOTH
def test_a_case_file_that_is_away_is_told_of_and_the_kept_version_used(
    workspace: Path, leave: Leave
) -> None:
    folders = CaseFolders(workspace)
    whole = folders.load(REF)
    folders.remember(whole)
    leave(workspace / "cases" / REF / "plan.yaml")
    loaded = folders.load(REF)
    assert loaded.folder.unreadable == {"plan.yaml"}
    assert loaded.folder.plan.record == whole.folder.plan.record
    assert [(n.place.file, n.detail) for n in loaded.noticed] == [
        ("plan.yaml", NOT_HERE)
    ]
    kept = list((workspace / "cases" / REF / "_history").iterdir())
    folders.remember(loaded)
    assert list((workspace / "cases" / REF / "_history").iterdir()) == kept


@BOTH
def test_a_shared_file_that_is_away_is_told_of(workspace: Path, leave: Leave) -> None:
    leave(workspace / "config" / "staff.yaml")
    _, noticed = load_organisation(workspace)
    assert [n.detail for n in noticed] == [NOT_HERE]


@HOLES
def test_a_file_that_comes_from_the_cloud_is_a_change_though_size_and_time_stay(
    workspace: Path,
) -> None:
    file = workspace / "cases" / REF / "plan.yaml"
    content, seen = file.read_bytes(), file.stat()
    hollow(file)
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    away, unread = snapshot(workspace)[REF], content_of(workspace, REF)
    with file.open("r+b") as opened:
        opened.write(content)
    os.utime(file, ns=(seen.st_atime_ns, seen.st_mtime_ns))
    assert snapshot(workspace)[REF].stamp != away.stamp
    assert content_of(workspace, REF) != unread


@BOTH
def test_a_form_in_the_inbox_that_is_away_is_still_arriving(
    tmp_path: Path, leave: Leave
) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "form.pdf").write_bytes(b"%PDF-1.7 %%EOF")
    leave(tmp_path / "inbox" / "form.pdf")
    whole, arriving = Inbox(tmp_path, lambda _: None).settled()
    assert (whole, len(arriving)) == ((), 1)


@BOTH
def test_nothing_is_saved_over_a_file_that_is_away(
    workspace: Path, leave: Leave
) -> None:
    file = workspace / "cases" / REF / "plan.yaml"
    root = read_tree(file.read_bytes(), "").root
    assert root
    leave(file)
    before = {p: p.stat().st_mtime_ns for p in file.parent.iterdir() if p.is_file()}
    log = RunLog(workspace / "_system" / "log", lambda: "2026-11-23T09:30:00+00:00")
    files = CaseEditing(workspace, log)
    if leave is stub:
        with pytest.raises(EditRefused, match="cloud"):
            files.read(REF, "plan.yaml")
    written, _ = files.place(REF, "plan.yaml", root)
    assert written is Written.KEPT_HAND_EDITS
    after = {p: p.stat().st_mtime_ns for p in file.parent.iterdir() if p.is_file()}
    assert after == before


def receipt(content: bytes, number: int = 1) -> Receipt:
    sha = sha256(content)
    return Receipt("plan.docx", number, "D1", sha, "t", sha, "1", "final")


@BOTH
def test_a_document_that_is_away_waits_and_is_not_fetched(
    tmp_path: Path, leave: Leave
) -> None:
    (tmp_path / "config").mkdir()
    case = tmp_path / "cases" / REF
    case.mkdir(parents=True)
    log = RunLog(tmp_path / "_system" / "log", lambda: "2026-11-23T09:30:00+00:00")

    def shelf() -> Publications:
        made, kept = case / "generated", case / "_receipts"
        return Publications(case, made, kept, case / "_history", log)

    old, new = receipt(b"one" * 3_000), receipt(b"two" * 3_000, 2)
    assert shelf().publish(old, b"one" * 3_000) is Written.CREATED
    leave(case / "generated" / "plan.docx")
    standing = sorted(p.name for p in (case / "generated").iterdir())
    assert shelf().present("plan.docx") == old.content
    assert shelf().publish(new, b"two" * 3_000) is Written.OPEN_ELSEWHERE
    assert not shelf().put_away("plan.docx")
    assert sorted(p.name for p in (case / "generated").iterdir()) == standing


def test_a_folder_looked_at_once_knows_names_as_its_drive_does(tmp_path: Path) -> None:
    for name in ("Plan.docx", "Zoe\u0301.docx", "away.docx.cloud", ".far.docx.icloud"):
        (tmp_path / name).write_bytes(b"x")
    seen = listed(tmp_path)
    assert "plan.docx" in seen
    assert "Zo\u00e9.docx" in seen
    assert "other.docx" not in seen
    assert seen.in_cloud == {"away.docx", "far.docx"}
    for name in ("Plan.docx", "away.docx", "far.docx", "none.docx"):
        found = is_away(tmp_path / name, folder=seen)
        assert found == is_away(tmp_path / name)
    assert listed(tmp_path / "no such folder").names == ()
