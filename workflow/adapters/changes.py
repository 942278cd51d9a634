"""Notices that something in a workspace changed; an event only hurries the next look.

What is compared is the folder itself, so a missed, doubled or reordered event changes
nothing. A share that cannot be reached is waited for.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

WATCHED = ("cases", "config", "templates", "tenders")
MADE = frozenset({"generated", "_history", "_receipts", "pack"})
LITTER = ("~$", ".", "~lock")
EVERY = 5.0  # seconds between looks when no event hurries one
QUIET = 0.5  # seconds a folder must hold still before it counts as settled
FULL_LOOK = (
    3600.0  # seconds after which everything is read again, whatever it looks like
)

Snapshot = Mapping[str, tuple[int, int]]
EVERYTHING = ""


class Changes:
    """Looks at a workspace again and again, between `with` and its end."""

    def __init__(self, root: Path, every: float = EVERY, quiet: float = QUIET) -> None:
        """Compare `root` every `every` seconds; `quiet` seconds of stillness settle it."""
        self.root = root
        self.every = every
        self.quiet = quiet
        self.away = False
        self._hurry = threading.Event()
        self._observer: Any = None
        self._seen: Snapshot | None = None
        self._seen = self._look()
        self._full = time.monotonic()

    def __enter__(self) -> Self:
        """Start listening for hints; without them looking goes on all the same."""
        observer = Observer()
        try:
            observer.schedule(_Hint(self._hurry), str(self.root), recursive=True)
            observer.start()
        except OSError:
            return self
        self._observer = observer
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()

    def settled(self, timeout: float) -> frozenset[str]:
        """Case references that changed since the last answer and are quiet again.

        Waits at most `timeout` seconds for a hint. An empty reference stands for
        everything: a shared file changed, the share came back, or an hour has gone by.
        """
        hurried = self._hurry.wait(min(timeout, self.every))
        self._hurry.clear()
        if time.monotonic() - self._full > FULL_LOOK:
            self._full = time.monotonic()
            return frozenset({EVERYTHING})
        before = self._look()
        if before is None or (before == self._seen and not hurried):
            return frozenset()
        return self._quiet(before)

    def _quiet(self, before: Snapshot) -> frozenset[str]:
        time.sleep(self.quiet)
        after = self._look()
        if after is None or after != before:
            self._hurry.set()
            return frozenset()
        changed = _changed(self._seen or {}, after)
        came_back = self._seen is None
        self._seen = after
        return frozenset({EVERYTHING}) if came_back else changed

    def _look(self) -> Snapshot | None:
        """The size and time of every watched file; None when the share is away."""
        try:
            found = dict(_files(self.root))
        except OSError:
            found = {}
        self.away = not (self.root / "config").is_dir()
        if self.away:
            self._seen = None
            return None
        return found


class _Hint(FileSystemEventHandler):
    def __init__(self, hurry: threading.Event) -> None:
        super().__init__()
        self._hurry = hurry

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Ask for a look soon, unless it is about what we made ourselves."""
        if not MADE.intersection(Path(str(event.src_path)).parts):
            self._hurry.set()


def _files(root: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    for part in WATCHED:
        for path in (root / part).rglob("*"):
            relative = path.relative_to(root)
            litter = path.name.startswith(LITTER) or path.suffix in (".tmp", ".lock")
            if litter or MADE.intersection(relative.parts):
                continue
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            if path.is_file():
                yield relative.as_posix(), (stat.st_size, stat.st_mtime_ns)


def _changed(before: Snapshot, after: Snapshot) -> frozenset[str]:
    files = {f for f in before.keys() | after.keys() if before.get(f) != after.get(f)}
    return frozenset(_case(file) for file in files)


def _case(file: str) -> str:
    part, _, rest = file.partition("/")
    return rest.partition("/")[0] if part == "cases" else EVERYTHING
