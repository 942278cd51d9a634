"""Tries out what a folder really promises, in a sub-folder of its own (F1 to F22)."""

import os
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from workflow.adapters.sync_folders import sync_program
from workflow.domain.health import Share

BAD_NAMES = ("CON.yaml", "a:b.yaml", "q?.yaml", "tail.", "p|ipe.yaml")
DEEPEST = 600  # characters beyond the folder that are tried
STEP = 60
NETWORK = {"cifs", "smb3", "nfs", "nfs4", "fuse.sshfs", "9p", "virtiofs"}


def probe(folder: Path) -> Share:
    """What a folder answers. What is tried out there is taken away again."""
    kind, sync = _kind(folder), sync_program(folder)
    room = folder / f".alongside-probe-{secrets.token_hex(4)}"
    try:
        room.mkdir()
        begun = time.monotonic()
        _write(room / "first", b"x" * 1000)
        seconds = time.monotonic() - begun
    except OSError as error:
        shutil.rmtree(room, ignore_errors=True)
        return Share(kind, error.strerror or "refused", sync=sync)
    try:
        return Share(
            kind,
            "",
            _tried(lambda: _one_winner(room)),
            _tried(lambda: _links(room)),
            _tried(lambda: _moves(room)),
            _tried(lambda: _moves_open(room)),
            _tried(lambda: _read_back(room)),
            _tried(lambda: _folder_sync(room)),
            _tried(lambda: _locks(room)),
            (room / "first").name in os.listdir(room),  # noqa: PTH208 - asks the share
            (room / "FIRST").exists(),
            _longest_path(room),
            tuple(_bad_names(room)),
            _clock_apart(room),
            shutil.disk_usage(folder).free,
            seconds,
            sync,
        )
    finally:
        shutil.rmtree(room, ignore_errors=True)


def day_of_drive(root: Path) -> date | None:
    """The day by the shared drive's own clock; None when it does not say.

    An empty folder is made for a moment: a drive dates that by its own clock (F21).
    """
    with suppress(OSError):
        probe = root / "_system" / f".clock-{os.urandom(6).hex()}"
        probe.parent.mkdir(exist_ok=True)
        probe.mkdir()
        try:
            return date.fromtimestamp(probe.stat().st_mtime)  # noqa: DTZ012 - local
        finally:
            probe.rmdir()
    return None


def _kind(folder: Path) -> str:
    """What sort of drive a folder lies on, as far as the system says."""
    if sys.platform == "win32":
        text = str(folder.absolute())
        return "a network folder" if text.startswith("\\\\") else "a drive"
    best, kind = "", ""
    with suppress(OSError):
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        for line in mounts.splitlines():
            where, what = line.split()[1:3]
            place = where.replace("\\040", " ")
            if folder.absolute().is_relative_to(place) and len(place) >= len(best):
                best, kind = place, what
    network = kind in NETWORK or kind.startswith("fuse")
    return f"{'a network folder' if network else 'a drive'} ({kind or 'unknown'})"


def _tried(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except OSError:
        return False


def _one_winner(room: Path) -> bool:
    """Whether a name that is taken is refused, and the file left as it was."""
    _write(room / "taken", b"first")
    try:
        _write(room / "taken", b"second")
    except FileExistsError:
        return (room / "taken").read_bytes() == b"first"
    return False


def _links(room: Path) -> bool:
    """Whether a file can be given a second name, and never over another one."""
    _write(room / "linked", b"bytes")
    (room / "link").hardlink_to(room / "linked")
    try:
        (room / "first").hardlink_to(room / "linked")
    except FileExistsError:
        return True
    return False


def _moves(room: Path) -> bool:
    """Whether a file that was moved away is gone for everybody else."""
    _write(room / "moved", b"bytes")
    (room / "moved").rename(room / "aside")
    try:
        (room / "moved").rename(room / "aside too")
    except FileNotFoundError:
        return (room / "aside").read_bytes() == b"bytes"
    return False


def _moves_open(room: Path) -> bool:
    """Whether an open file can be moved aside, and nothing of it is lost."""
    _write(room / "held", b"bytes")
    with (room / "held").open("rb"):
        (room / "held").rename(room / "held aside")
    return (room / "held aside").read_bytes() == b"bytes"


def _read_back(room: Path) -> bool:
    content = os.urandom(300_000)
    _write(room / "large", content)
    return (room / "large").read_bytes() == content


def _folder_sync(room: Path) -> bool:
    if not hasattr(os, "O_DIRECTORY"):
        return False
    handle = os.open(room, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return True


def _locks(room: Path) -> bool:
    """Whether a locked file is refused to a second handle."""
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415 - only where there is one

    with (room / "first").open("rb+") as one, (room / "first").open("rb+") as other:
        fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):  # the latter on SMB from Linux
            return True
    return False


def _longest_path(room: Path) -> int:
    """How many characters may follow the workspace in a path, as far as was tried."""
    deep, longest = room, 0
    while longest < DEEPEST:
        deep /= "d" * (STEP - 1)
        try:
            deep.mkdir()
        except OSError:
            break
        longest += STEP
    return longest


def _bad_names(room: Path) -> Iterator[str]:
    """Names that this folder refuses."""
    for name in BAD_NAMES:
        try:
            _write(room / name, b"x")
        except OSError:
            yield name


def _clock_apart(room: Path) -> float:
    """The server's time minus ours: a new folder carries the time of the server."""
    (room / "clock").mkdir()
    return (room / "clock").stat().st_mtime - time.time()


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
