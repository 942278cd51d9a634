"""A drive that misbehaves on order: a mounted folder whose calls fail as shares fail.

usage: faultfs.py BACKING MOUNTPOINT [MANNER ...]

Manners hold all the time: `windows` (what is open cannot be renamed or removed),
`scanned` (nor can what was just written, for a while: a virus scanner reads it),
`vanishing` (renaming over a name that has content, or is open, fails, and what stood
there goes: as Linux does it on SMB), `no-links`, `no-case` (two spellings, one name),
`remembering` (names and sizes are remembered, whatever others do meanwhile).

Orders come as lines of JSON on the input, each answered by a line once it holds. From
the `at`th changing call on: `fail` (once, with `error`), `locked` (likewise, for
renaming and removing), `gone` (every call answers `error`), `full`, `late-full` (told
when syncing or closing), `silent-full` (never told), `short` (half a write), `kill`
(SIGKILL to whoever called), `cut` (the power goes: what was not synced is lost).
`slow` gives seconds that each call takes. `null` heals; the answer counts the calls.
"""

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import mfusepy as fuse

CHANGING = frozenset(
    {
        *("create", "write", "truncate", "rename", "unlink", "mkdir", "rmdir"),
        *("link", "symlink", "fsync", "fsyncdir"),
    }
)
CALLS = (
    *("getattr", "readdir", "readlink", "statfs", "open", "read", "release"),
    *("flush", "chmod", "utimens", *sorted(CHANGING)),
)
FULL = frozenset({"full", "late-full", "silent-full"})
SHARING = frozenset({"windows", "scanned"})
REMEMBERED = 600  # seconds
LOOKS = 2  # tries after which a scanner has let go of a file
RENAMING = frozenset({"rename", "unlink"})
STATS = ("mode", "nlink", "size", "uid", "gid", "ino")
ROOM = (
    *("f_bavail", "f_bfree", "f_blocks", "f_bsize"),
    *("f_files", "f_ffree", "f_frsize", "f_namemax"),
)
WITHOUT = os.O_CREAT | os.O_EXCL | os.O_APPEND  # the kernel sees to these
GONE = {"fault": "gone", "at": 0, "error": "EIO"}


def refused(name: str) -> OSError:
    """An error by the name it has in `errno`."""
    return fuse.FuseOSError(getattr(errno, name))  # type: ignore[no-any-return]


class Unsynced:
    """What a power cut would take: names since any sync, bytes since their own."""

    def __init__(self) -> None:
        self.graves = tempfile.TemporaryDirectory(prefix="faultfs-")
        self.back: list[Callable[[], object]] = []
        self.bytes: dict[int, tuple[int, bytes]] = {}
        self.buried = 0

    def named(self, undo: Callable[[], object]) -> None:
        """A name has come, gone or moved; how to take that back."""
        self.back.append(undo)

    def bury(self, path: str) -> None:
        """Keep what is about to lose its name, so that it may have it back."""
        self.buried += 1
        grave = f"{self.graves.name}/{self.buried}"
        with suppress(OSError):
            Path(grave).write_bytes(Path(path).read_bytes())
            self.named(partial(os.replace, grave, path))

    def written(self, path: str, *, new: bool = False) -> None:
        """A file is about to change; the bytes that it surely keeps."""
        number = Path(path).stat().st_ino
        if number not in self.bytes:
            kept = b"" if new else Path(path).read_bytes()
            self.bytes[number] = (os.open(path, os.O_RDWR), kept)

    def synced(self, number: int = 0) -> None:
        """Every name is kept, and the bytes of one file."""
        self.back.clear()
        if number in self.bytes:
            os.close(self.bytes.pop(number)[0])

    def lose(self) -> None:
        """The power goes."""
        while self.bytes:
            handle, kept = self.bytes.popitem()[1]
            os.ftruncate(handle, 0)
            os.pwrite(handle, kept, 0)
            os.close(handle)
        while self.back:
            with suppress(OSError):
                self.back.pop()()


class Drive:
    """What every call really does, below a folder, and what is to go wrong."""

    def __init__(self, backing: Path, manners: frozenset[str]) -> None:
        self.backing, self.manners = str(backing.resolve()), manners
        self.lock = threading.RLock()
        self.order: dict[str, Any] = {}
        self.count = 0
        self.open_: dict[int, str] = {}
        self.owing: set[int] = set()
        self.scanned: dict[str, int] = {}
        self.wrote: set[int] = set()
        self.unsynced = Unsynced()

    def obey(self, order: dict[str, Any] | None) -> int:
        """Take an order; how many changing calls there were since the last one."""
        with self.lock:
            before, self.count = self.count, 0
            self.order = order or {}
            return before

    def call(self, name: str, *args: Any) -> Any:  # noqa: ANN401 - as FUSE has it
        """One call, with whatever was ordered to befall it."""
        caller = fuse.fuse_get_context()[2]
        if self.order.get("slow"):
            time.sleep(self.order["slow"])
        with self.lock:
            self.count += name in CHANGING
            try:
                args = self._befall(name, args, caller)
                return getattr(self, name)(*args)
            except OSError as error:
                raise fuse.FuseOSError(error.errno or errno.EIO) from None

    def _befall(self, name: str, args: tuple[Any, ...], caller: int) -> tuple[Any, ...]:
        fault, at = self.order.get("fault"), self.order.get("at", 0)
        if not fault or self.count < at or name == "release":
            return args
        error = self.order.get("error", "EIO")
        if fault == "gone":
            raise refused(error)
        if name not in CHANGING:
            return args
        if fault in FULL:
            self._no_room(fault, name)
        elif fault == "fail" or (fault == "locked" and name in RENAMING):
            self.order = {}
            raise refused(error)
        elif fault == "short" and name == "write":
            self.order = {}
            return args[0], args[1][: max(1, len(args[1]) // 2)], *args[2:]
        elif fault in {"kill", "cut"} and caller:
            os.kill(caller, signal.SIGKILL)
            if fault == "cut":
                self.unsynced.lose()
            self.order = GONE
            raise refused("EIO")
        return args

    def _no_room(self, fault: str, name: str) -> None:
        if fault == "full" and name in {"create", "write", "mkdir", "link"}:
            raise refused("ENOSPC")

    def _path(self, path: str) -> str:
        """Where a name really stands."""
        full = self.backing
        for part in path.strip("/").split("/"):
            if not part:
                continue
            found = f"{full}/{part}"
            if "no-case" in self.manners and not os.path.lexists(found):
                found = next(
                    (
                        f"{full}/{name}"
                        for name in (os.listdir(full) if Path(full).is_dir() else ())
                        if name.casefold() == part.casefold()
                    ),
                    found,
                )
            full = found
        return full

    def _held(self, path: str) -> bool:
        """Whether somebody has it, or something in it, open."""
        held = self.open_.values()
        if self.scanned.get(path):
            self.scanned[path] -= 1
            return True
        return any(name == path or name.startswith(f"{path}/") for name in held)

    def getattr(self, path: str, _: object = None) -> dict[str, int]:
        """See `stat`."""
        found = os.lstat(self._path(path))
        facts = {f"st_{name}": getattr(found, f"st_{name}") for name in STATS}
        times = ("atime", "mtime", "ctime")
        return facts | {f"st_{t}": getattr(found, f"st_{t}_ns") for t in times}

    def readdir(self, path: str, _: int) -> list[tuple[str, dict[str, int], int]]:
        """The names in a folder, each with its number: one without counts as gone."""
        full = self._path(path)
        facts = {}
        for name in (".", "..", *os.listdir(full)):
            with suppress(FileNotFoundError):
                found = os.lstat(f"{full}/{name}")
                facts[name] = {"st_mode": found.st_mode, "st_ino": found.st_ino}
        return [(name, fact, 0) for name, fact in facts.items()]

    def readlink(self, path: str) -> str:
        """Where a link leads."""
        return os.readlink(self._path(path))

    def statfs(self, _: str) -> dict[str, int]:
        """The room there is."""
        room = os.statvfs(self.backing)
        return {name: getattr(room, name) for name in ROOM}

    def chmod(self, path: str, mode: int) -> None:
        """Who may do what."""
        Path(self._path(path)).chmod(mode)

    def utimens(self, path: str, times: tuple[int, int] | None = None) -> None:
        """When it was changed."""
        os.utime(self._path(path), ns=times or (now := time.time_ns(), now))

    def mkdir(self, path: str, mode: int) -> None:
        """A new folder."""
        full = self._path(path)
        os.mkdir(full, mode)
        self.unsynced.named(partial(os.rmdir, full))

    def rmdir(self, path: str) -> None:
        """An empty folder goes."""
        full = self._path(path)
        os.rmdir(full)
        self.unsynced.named(partial(os.mkdir, full))

    def symlink(self, target: str, source: str) -> None:
        """A link by name."""
        os.symlink(source, self._path(target))

    def create(self, path: str, mode: int, _: object = None) -> int:
        """A new file, open."""
        full = self._path(path)
        handle = os.open(full, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
        self.open_[handle] = full
        self.unsynced.named(partial(os.unlink, full))
        self.unsynced.written(full, new=True)
        return handle

    def open(self, path: str, flags: int) -> int:
        """A file that stands there, open."""
        full = self._path(path)
        if flags & os.O_TRUNC:
            self.unsynced.written(full)
        handle = os.open(full, flags & ~WITHOUT)
        self.open_[handle] = full
        return handle

    def read(self, _: str, size: int, offset: int, handle: int) -> bytes:
        """Some bytes."""
        return os.pread(handle, size, offset)

    def write(self, path: str, data: bytes, offset: int, handle: int) -> int:
        """Some bytes; how many of them were taken."""
        fault = self.order.get("fault", "") if self._due() else ""
        if fault in {"late-full", "silent-full"}:
            self.owing |= {handle} if fault == "late-full" else set()
            return len(data)
        self.unsynced.written(self._path(path))
        self.wrote.add(handle)
        return os.pwrite(handle, data, offset)

    def _due(self) -> bool:
        return self.count >= int(self.order.get("at", 0))

    def truncate(self, path: str, length: int, _: object = None) -> None:
        """Cut off, or made longer."""
        full = self._path(path)
        self.unsynced.written(full)
        os.truncate(full, length)

    def flush(self, _: str, handle: int) -> None:
        """Closing: what was promised and not kept is told now."""
        if handle in self.owing:
            self.owing.discard(handle)
            raise refused("ENOSPC")

    def fsync(self, path: str, _: int, handle: int) -> None:
        """Kept for good."""
        self.flush(path, handle)
        self.unsynced.synced(os.fstat(handle).st_ino)

    def fsyncdir(self, _: str, __: int, ___: int) -> None:
        """The names are kept for good."""
        self.unsynced.synced()

    def release(self, _: str, handle: int) -> None:
        """Closed."""
        self.owing.discard(handle)
        path = self.open_.pop(handle, "")
        if "scanned" in self.manners and handle in self.wrote:
            self.scanned[path] = LOOKS
        self.wrote.discard(handle)
        os.close(handle)

    def link(self, target: str, source: str) -> None:
        """A second name."""
        if "no-links" in self.manners:
            raise refused("EPERM")
        full = self._path(target)
        os.link(self._path(source), full)
        self.unsynced.named(partial(os.unlink, full))

    def unlink(self, path: str) -> None:
        """A name goes."""
        full = self._path(path)
        if self.manners & SHARING and self._held(full):
            raise refused("EACCES")
        self.unsynced.bury(full)
        os.unlink(full)

    def rename(self, old: str, new: str, _: int = 0) -> None:
        """Another name, over whatever has it, unless the manners forbid."""
        source, target = self._path(old), self._path(new)
        over = os.path.lexists(target)
        held = self._held(source) or (over and self._held(target))
        if self.manners & SHARING and held:
            raise refused("EACCES")
        if over and Path(target).is_file():
            self.unsynced.bury(target)
            if "vanishing" in self.manners and (held or os.stat(target).st_size):
                os.unlink(target)
                raise refused("EACCES")
        os.rename(source, target)
        self.unsynced.named(partial(os.rename, target, source))
        if source in self.open_.values():
            held_now = self.open_.items()
            self.open_ = {h: target if p == source else p for h, p in held_now}


class Calls(fuse.Operations):  # type: ignore[misc]
    """The calls as FUSE looks for them."""

    use_ns = True

    def __init__(self, drive: Drive) -> None:
        for name in CALLS:
            setattr(self, name, partial(drive.call, name))


def listen(drive: Drive, mountpoint: str) -> None:
    """Take orders; go when whoever gave them has gone."""
    for line in sys.stdin:
        print(drive.obey(json.loads(line)), flush=True)  # noqa: T201 - the answer
    subprocess.run(["fusermount3", "-u", "-z", mountpoint], check=False)
    os._exit(0)


if __name__ == "__main__":
    backing, mountpoint, *manners = sys.argv[1:]
    there = Drive(Path(backing), frozenset(manners))
    threading.Thread(target=listen, args=(there, mountpoint), daemon=True).start()
    seconds = REMEMBERED if "remembering" in manners else 0
    still: dict[str, Any] = {"attr_timeout": seconds, "entry_timeout": seconds}
    fuse.FUSE(
        Calls(there),
        mountpoint,
        foreground=True,
        use_ino=True,
        hard_remove=True,
        negative_timeout=0,
        **still,
    )
