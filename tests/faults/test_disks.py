"""Full disks and power cuts, on disks made for the test (T10, T12).

They need root and a loop device; each test that cannot run says what is missing.
"""

import fcntl
import os
import random
import resource
import shutil
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.drives import DISKS, needs, needs_root
from workflow.adapters.changes import Changes
from workflow.adapters.published import Publications
from workflow.adapters.safe_files import place, recover, sha256, swap
from workflow.domain.errors import DriveReadOnly
from workflow.services.ports import Written

SHUTDOWN = 0x8004587D  # asks ext4 and XFS to die at once
NO_FLUSH = struct.pack("I", 2)
PROGRAM = """
import sys
from pathlib import Path
from workflow.adapters.safe_files import place, recover, sha256, swap
root, told = Path(sys.argv[1]), open(sys.argv[2], "a")
path, history = root / "generated" / "plan.docx", root / "_history"
recover(path.parent, history) if history.is_dir() else None
number = int(path.read_bytes()[:8]) if path.exists() else 0
while True:
    new = f"{number + 1:08d}".encode() * 2000
    if number:
        done = swap(path, sha256(path.read_bytes()), new, history)
    else:
        done = place(path, new)
    number += 1
    print(number, file=told, flush=True)
"""


def mounted(*words: str) -> None:
    """Mount something, or skip with what the system said."""
    run = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.skip(f"mount {words[0]} {words[1]}: {run.stderr.strip()[:100]}")


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    needs_root()
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted("-t", "tmpfs", "-o", "size=2m", "none", str(folder))
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(params=["ext4", "xfs"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator["Disk"]:
    """A disk of its own that can lose its power."""
    needs_root()
    kind = request.param
    needs(*DISKS[kind])
    made = Disk(kind, tmp_path)
    made.mount()
    yield made
    made.unmount()


class Disk:
    """A file with a file system in it."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.image, self.root = folder / "disk.img", folder / "disk"
        self.root.mkdir()
        with self.image.open("wb") as file:
            file.truncate(400 * 1024 * 1024)
        subprocess.run([f"mkfs.{kind}", "-q", str(self.image)], check=True)

    def mount(self) -> None:
        """Start the disk."""
        mounted("-o", "loop", str(self.image), str(self.root))

    def unmount(self) -> None:
        """Stop the disk."""
        for _ in range(50):
            if not subprocess.run(["umount", str(self.root)], check=False).returncode:
                return
            time.sleep(0.1)

    def cut(self) -> None:
        """Cut the power: what was not asked to be kept is gone."""
        handle = os.open(self.root, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, SHUTDOWN, NO_FLUSH)
        finally:
            os.close(handle)


def test_a_full_disk_loses_nothing_and_goes_on_when_there_is_room(tiny: Path) -> None:
    path, history = (
        tiny / "case" / "generated" / "plan.docx",
        tiny / "case" / "_history",
    )
    old, new = b"old " * 50_000, b"new " * 50_000
    (tiny / "case").mkdir()
    place(path, old)
    filler = tiny / "filler"
    with suppress(OSError), filler.open("wb") as file:
        while file.write(bytes(4096)):
            file.flush()
    with pytest.raises(OSError, match="space"):
        swap(path, sha256(old), new, history)
    assert path.read_bytes() == old
    assert [p.name for p in path.parent.iterdir()] == ["plan.docx"]
    filler.unlink()
    assert swap(path, sha256(old), new, history) is Written.UPDATED
    assert path.read_bytes() == new


def test_a_build_on_a_full_disk_says_so_in_one_message(
    tiny: Path, workspace: Path
) -> None:
    for part in ("config", "cases", "governance"):
        shutil.copytree(workspace / part, tiny / part)
    kind = "full-plan"
    shutil.copytree(workspace / "templates" / kind, tiny / "templates" / kind)
    build = [sys.executable, "-m", "workflow", "--workspace", str(tiny)]
    build += ["--today", "2026-11-23", "build"]
    with (tiny / "filler").open("wb") as file:
        room = os.statvfs(tiny)
        file.write(bytes(max(0, room.f_bavail * room.f_frsize - 40_960)))
    full = subprocess.run(build, capture_output=True, text=True, check=False)
    assert full.returncode == 3
    assert full.stderr.count("The shared drive is full") == 1
    assert "MB are needed" in full.stderr
    assert "Traceback" not in full.stderr
    for document in tiny.glob("cases/*/generated/[!.]*.docx"):
        assert zipfile.is_zipfile(document)


def test_a_drive_that_lets_nobody_write_is_told_as_that(
    tiny: Path, workspace: Path
) -> None:
    shutil.copytree(workspace / "config", tiny / "config")
    (tiny / "cases").mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(tiny)], check=True)
    changes = Changes(tiny, every=0.05, quiet=0.01)
    end = time.monotonic() + 120
    while changes.trouble != str(DriveReadOnly()) and time.monotonic() < end:
        assert changes.settled(0.2) == frozenset()
    assert changes.trouble == str(DriveReadOnly())
    subprocess.run(["mount", "-o", "remount,rw", str(tiny)], check=True)
    assert changes.settled(120) == {""}
    assert not changes.trouble
    changes.stop()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits are set as on Unix")
def test_what_fails_tells_nobodys_name_and_the_next_run_ends_right(
    workspace: Path,
) -> None:
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name != "full-plan":
            shutil.rmtree(kind)
    for person in workspace.glob("cases/*/person.yaml"):
        lines = person.read_text("utf-8").splitlines(keepends=True)
        planted = "preferred_name: Zyxwort\n"
        text = (planted if line.startswith("preferred_") else line for line in lines)
        person.write_text("".join(text), "utf-8")
    build = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    build += ["--today", "2026-11-23", "build"]
    limit = (resource.RLIMIT_FSIZE, (8_192, 8_192))
    failed = subprocess.run(
        build,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(*limit),
    )
    assert failed.returncode == 3, failed.stderr
    assert "Traceback" not in failed.stderr
    logs = b"".join(p.read_bytes() for p in (workspace / "_system").rglob("*.jsonl"))
    for told in (failed.stdout, failed.stderr, logs.decode()):
        assert "zyxwort" not in told.lower()
    ended = subprocess.run(build, capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr
    assert len(list(workspace.glob("cases/*/generated/Full plan.docx"))) == 3


@pytest.mark.long
def test_a_power_cut_leaves_no_half_document_and_loses_none(
    disk: Disk, tmp_path: Path
) -> None:
    chance, tried = random.Random(20261123), 40  # noqa: S311 - moments, not secrets
    told = tmp_path / "told"
    for _ in range(tried):
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(disk.root), str(told)],
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.3 + chance.uniform(0.05, 1.0))
        disk.cut()
        program.send_signal(signal.SIGKILL)
        program.wait()
        disk.unmount()
        disk.mount()
        _looks_whole(disk.root, told)
    print(f"power cut: {tried} tried, 0 lost")  # noqa: T201


def _looks_whole(root: Path, told: Path) -> None:
    """Every version said to be done is there, whole, and the name has the newest."""
    done = int(told.read_text().split()[-1]) if told.exists() else 0
    if not done:
        return
    recover(root / "generated", root / "_history")
    content = (root / "generated" / "plan.docx").read_bytes()
    assert len(content) == 16_000
    assert int(content[:8]) >= done
    kept = {int(p.read_bytes()[:8]) for p in (root / "_history").glob("*.old")}
    assert kept >= set(range(1, done))


def test_publications_know_their_folder_is_gone(tmp_path: Path) -> None:
    class Silent:
        """A log that nobody keeps."""

        def intend(self, *_: str) -> int:
            """See `Log`."""
            return 1

        def done(self, _: int, __: str) -> int:
            """See `Log`."""
            return 2

    gone = tmp_path / "cases" / "SG-2026-014"
    shelf = Publications(
        gone, gone / "generated", gone / "_receipts", gone / "_history", Silent()
    )
    from workflow.domain.making import Receipt  # noqa: PLC0415 - for this test alone

    receipt = Receipt("a.docx", 1, "D1", "c", "t", sha256(b"a"), "1", "final")
    with pytest.raises(FileNotFoundError):
        shelf.publish(receipt, b"a")
    assert list(tmp_path.iterdir()) == []
