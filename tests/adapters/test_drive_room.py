"""Room before a batch is begun, and a reserve for what must be written (F11)."""

import errno
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from workflow.adapters import drive_room
from workflow.adapters.drive_room import DriveRoom
from workflow.adapters.journal import RunLog, verify
from workflow.adapters.reserve import RESERVE, SIZE
from workflow.adapters.safe_files import place, sha256, swap
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import DriveFull
from workflow.services.ports import Written
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
CASE = CaseRef("SG-2026-014")
MANY = 10 * 1024**3


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with its reserve, on a drive with room."""
    (tmp_path / "config").mkdir()
    (tmp_path / "cases" / CASE).mkdir(parents=True)
    DriveRoom(tmp_path).keep_reserve()
    return tmp_path


@pytest.fixture
def full(root: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets a file operation answer that the drive is full while the reserve stands."""

    def when(name: str) -> None:
        real = getattr(os, name)

        def filled(*facts: object, **more: object) -> object:
            new = name != "open" or int(str(facts[1])) & os.O_CREAT
            if new and (root / RESERVE).exists():
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*facts, **more)

        monkeypatch.setattr(os, name, filled)

    return when


def test_the_reserve_is_made_once_and_takes_real_room(root: Path) -> None:
    seen = (root / RESERVE).stat()
    assert seen.st_size == SIZE == 5 * 1024**2
    assert getattr(seen, "st_blocks", SIZE) * 512 >= SIZE
    DriveRoom(root).keep_reserve()
    assert (root / RESERVE).stat().st_mtime_ns == seen.st_mtime_ns


def test_no_reserve_is_made_where_there_is_little_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_system").mkdir()
    monkeypatch.setattr(DriveRoom, "free", lambda _: 20 * 1024**2)
    DriveRoom(tmp_path).keep_reserve()
    assert not (tmp_path / RESERVE).exists()


@pytest.mark.parametrize("operation", ["open", "write", "link"])
def test_what_a_person_wrote_is_saved_from_the_reserve(
    root: Path, full: Callable[[str], None], operation: str
) -> None:
    path = root / "cases" / CASE / "plan.yaml"
    full(operation)
    assert place(path, b"a: b\n") is Written.CREATED
    assert path.read_bytes() == b"a: b\n"
    assert not (root / RESERVE).exists()


@pytest.mark.parametrize("operation", ["open", "write"])
def test_a_save_goes_through_from_the_reserve(
    root: Path, full: Callable[[str], None], operation: str
) -> None:
    path = root / "cases" / CASE / "plan.yaml"
    place(path, b"a: b\n")
    full(operation)
    history = path.parent / "_history"
    assert swap(path, sha256(b"a: b\n"), b"a: c\n", history) is Written.UPDATED
    assert path.read_bytes() == b"a: c\n"


@pytest.mark.parametrize("name", ["plan.docx", "plan.pdf", "case-status.html"])
def test_what_can_be_made_again_takes_nothing_of_the_reserve(
    root: Path, full: Callable[[str], None], name: str
) -> None:
    full("write")
    with pytest.raises(OSError, match="space"):
        place(root / "cases" / CASE / "generated" / name, b"made")
    assert (root / RESERVE).exists()


@pytest.mark.parametrize("operation", ["open", "write"])
def test_the_journal_goes_on_from_the_reserve_with_no_line_torn(
    root: Path, full: Callable[[str], None], operation: str
) -> None:
    log = RunLog(root / "_system" / "log", lambda: "2026-11-23T09:30:00+00:00")
    if operation == "write":
        log.done(log.intend("save", CASE, "plan"), "updated")
    full(operation)
    log.done(log.intend("save", CASE, "plan"), "updated")
    log.close()
    assert verify(root / "_system" / "log") == ()
    assert not (root / RESERVE).exists()


def test_a_drive_that_stays_full_says_so_as_before(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def filled(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "write", filled)
    with pytest.raises(OSError, match="space"):
        place(root / "cases" / CASE / "plan.yaml", b"a: b\n")
    assert [p.name for p in (root / "cases" / CASE).iterdir()] == []


def test_a_batch_without_room_is_not_begun_and_says_how_much_is_needed(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DriveRoom, "free", lambda _: 12 * 1024**2)
    with pytest.raises(DriveFull) as told:
        Office(workspace, TODAY).build()
    assert "at least 13 MB are needed, and 12 MB are left" in str(told.value)
    assert "othing is lost" in str(told.value)
    assert list(workspace.glob("cases/*/generated")) == []


def test_a_case_with_documents_needs_little_room(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for case in (workspace / "cases").iterdir():
        (case / "_receipts").mkdir()
    refs = Office(workspace, TODAY).refs()
    assert DriveRoom(workspace).never_made(refs) == 0
    monkeypatch.setattr(drive_room, "disk_usage", _unknown)
    assert DriveRoom(workspace).free() is None


def _unknown(_: Path) -> object:
    raise OSError(errno.ENOSYS, "not known here")
