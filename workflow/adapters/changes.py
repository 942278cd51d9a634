"""Says which cases changed: a scan that events only hurry (reliability 1a, 3.8)."""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from workflow.domain.errors import WorkspaceUnreachable

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

Stamp = tuple[int, int, int]
Snapshot = Mapping[str, Stamp]

WATCHED = ("cases", "config", "templates", "governance", "tenders")
MADE = frozenset({"generated", "_history", "_receipts", "reports", "pack", "_drafts"})
MADE_FILE = re.compile(
    r"tenders/[^/]+/figures\.yaml|templates/[^/]+/.* \(faults\).*\.docx"
)
LITTER = re.compile(
    r"[.~].*|.*~|.*\.(tmp|lock|swp|part|crdownload)|thumbs\.db|desktop\.ini|4913"
)
CASE = re.compile(r"cases/(SG-\d{4}-\d{3})(/.*)?")
EVERYTHING = frozenset({""})
UNSEEN: Stamp = (-1, -1, -1)
ENOUGH = 2.0  # seconds to let the observer end


def snapshot(root: Path) -> Snapshot:
    """Size, time in nanoseconds and number of every input file and folder there is.

    Raises `WorkspaceUnreachable` when the workspace, or its `config`, is not there:
    a share that went away is not a workspace whose files were deleted.
    """
    seen = dict(_looked_at(root))
    try:
        os.listdir(root / "config")  # noqa: PTH208 - asks the share, stops at once
    except OSError:
        raise WorkspaceUnreachable from None
    return seen


def changed(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """The areas that differ: case references, or "" for files that touch all cases."""
    either = before.keys() | after.keys()
    return frozenset(_area(p) for p in either if before.get(p) != after.get(p))


class Changes:
    """Watches a workspace; all times in seconds.

    It scans at least `every` so often, believes what two scans `quiet` apart agree
    on, and asks for everything to be read again after each `full_look`.
    """

    def __init__(
        self,
        root: Path,
        every: float = 15.0,
        quiet: float = 0.5,
        full_look: float = 3600.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.root, self.every, self.quiet = root, every, quiet
        self.full_look, self.clock = full_look, clock
        self.away = False
        self._wake = threading.Event()
        self._stopped = False
        self._observer: BaseObserver | None = None
        self._known: Snapshot = {}
        self._first: Snapshot | None = None
        self._all = False
        self._begin()

    def __enter__(self) -> Self:
        """Begin to listen for events."""
        self._listen()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def settled(self, timeout: float) -> frozenset[str]:
        """What changed and is quiet again; nothing after `timeout` or `stop`."""
        until = self.clock() + timeout
        while not self._stopped:
            now = self.clock()
            if now >= self._next_scan and (found := self._look()):
                return found
            if now >= until:
                break
            self._wait(min(until, self._next_scan) - self.clock())
        return frozenset()

    def stop(self) -> None:
        """End at once, also for a thread that waits in `settled`."""
        self._stopped = True
        self._wake.set()
        self._deafen()

    def _begin(self) -> None:
        now = self.clock()
        self._next_full = now + self.full_look
        self._scanned, self._next_scan = now, now + self.every
        try:
            self._known = snapshot(self.root)
        except WorkspaceUnreachable:
            self._lose()

    def _wait(self, seconds: float) -> None:
        """Wait; a hint brings the next scan forward, but never scans without a rest."""
        if self._first is not None:
            self._wake_or_rest(seconds)
        elif self._wake.wait(max(0.0, seconds)):
            self._next_scan = min(self._next_scan, self._scanned + self.quiet)
            self._wake_or_rest(self._next_scan - self.clock())

    def _wake_or_rest(self, seconds: float) -> None:
        until = self.clock() + seconds
        while not self._stopped and (left := until - self.clock()) > 0:
            self._wake.clear()
            if not self._stopped:
                self._wake.wait(left)

    def _look(self) -> frozenset[str]:
        """Scan once; what two scans agree has changed since it was last told."""
        self._wake.clear()
        try:
            new = snapshot(self.root)
        except WorkspaceUnreachable:
            self._lose()
            return frozenset()
        if self.away:
            self._return()
        found = self._compare(new)
        self._scanned = self.clock()
        rest = self.every if self._first is None else self.quiet
        self._next_scan = self._scanned + rest
        return found

    def _compare(self, new: Snapshot) -> frozenset[str]:
        first, self._first = self._first, None
        differs = changed(self._known, new)
        due = self.clock() >= self._next_full
        if not (differs or self._all or due):
            return frozenset()
        moving = differs if first is None else changed(first, new) & differs
        if moving or (self._all and first is None):
            self._first = new
        steady = differs - moving
        if due or (self._all and first is not None and not moving):
            return self._everything(new)
        if self._all or not steady:
            return frozenset()
        self._known = _kept(self._known, new, steady)
        return steady

    def _everything(self, new: Snapshot) -> frozenset[str]:
        self._known, self._first, self._all = new, None, False
        self._next_full = self.clock() + self.full_look
        return EVERYTHING

    def _lose(self) -> None:
        self.away, self._all, self._first = True, True, None
        self._next_scan = self.clock() + self.every

    def _return(self) -> None:
        self.away = False
        self._deafen()
        self._listen()

    def _listen(self) -> None:
        """Let events hurry the scan; where they cannot be had, it goes on without."""
        with suppress(Exception):
            self._observer = _observer(self.root, self._wake.set)

    def _deafen(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            with suppress(Exception):
                observer.stop()
                observer.join(ENOUGH)


def _observer(root: Path, hint: Callable[[], None]) -> "BaseObserver":
    """Hear of files made, changed, moved and removed, but not of our own."""
    from watchdog import events  # noqa: PLC0415 - slow, and only hints
    from watchdog.observers import Observer  # noqa: PLC0415 - likewise

    class Hint(events.FileSystemEventHandler):
        """Turns events about input files into hints."""

        def on_any_event(self, event: events.FileSystemEvent) -> None:
            """Hint, unless both paths are litter or our own work."""
            paths = (os.fsdecode(p) for p in (event.src_path, event.dest_path) if p)
            if any(_wanted(Path(os.path.relpath(p, root)).as_posix()) for p in paths):
                hint()

    observer = Observer()
    heard = [
        events.FileCreatedEvent,
        events.FileModifiedEvent,
        events.FileMovedEvent,
        events.FileDeletedEvent,
        events.FileClosedEvent,
        events.DirCreatedEvent,
        events.DirMovedEvent,
        events.DirDeletedEvent,
    ]
    for folder in (root / top for top in WATCHED):
        if folder.is_dir():
            observer.schedule(Hint(), str(folder), recursive=True, event_filter=heard)
    observer.start()
    return observer


def _looked_at(root: Path) -> Iterator[tuple[str, Stamp]]:
    for top in WATCHED:
        yield from _walk(str(root / top), top)


def _walk(folder: str, relative: str) -> Iterator[tuple[str, Stamp]]:
    """Everything wanted below a folder; links are not followed."""
    try:
        with os.scandir(folder) as entries:
            found = list(entries)
    except FileNotFoundError:
        return
    except OSError:
        yield f"{relative}/", UNSEEN
        return
    yield f"{relative}/", (0, 0, 0)
    for entry in found:
        path = f"{relative}/{entry.name}"
        if not _wanted_name(entry.name) or MADE_FILE.fullmatch(path):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, path)
        else:
            yield path, _stamp(entry)


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        status = entry.stat(follow_symlinks=False)
    except OSError:
        return UNSEEN
    return (status.st_size, status.st_mtime_ns, status.st_ino)


def _wanted(relative: str) -> bool:
    top, *rest = relative.split("/")
    return (
        top in WATCHED
        and all(map(_wanted_name, rest))
        and MADE_FILE.fullmatch(relative) is None
    )


def _wanted_name(name: str) -> bool:
    return name not in MADE and LITTER.fullmatch(name.lower()) is None


def _area(path: str) -> str:
    match = CASE.fullmatch(path)
    return match[1] if match else ""


def _kept(known: Snapshot, new: Snapshot, areas: frozenset[str]) -> Snapshot:
    """What is known now: the new state of these areas, the old one of all others."""
    old = {p: s for p, s in known.items() if _area(p) not in areas}
    return old | {p: s for p, s in new.items() if _area(p) in areas}
