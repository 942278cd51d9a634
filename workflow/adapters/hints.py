"""Hears from the system of files that change: hints that hurry a scan, no more.

Folders of what the program itself makes are not listened to. Linux tells of one folder
at a time and the list of them is kept in memory, so that half of the list, and all that
is told while documents are made, is not there to be gone through.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from watchdog import events
from watchdog.observers.api import BaseObserver

HEARD = [
    events.FileCreatedEvent,
    events.FileModifiedEvent,
    events.FileMovedEvent,
    events.FileDeletedEvent,
    events.FileClosedEvent,
    events.DirCreatedEvent,
    events.DirMovedEvent,
    events.DirDeletedEvent,
]

Listener = BaseObserver
Wanted = Callable[[str], bool]


def listen(
    root: Path, tops: tuple[str, ...], wanted: Wanted, hint: Callable[[str], None]
) -> Listener:
    """Hear of what is wanted below some folders of a workspace, until it is stopped.

    `wanted` and `hint` are given paths relative to the workspace. Raises `OSError` when
    the system listens to nothing more.
    """
    within = len(os.fsencode(root)) + 1
    observer = _observer(lambda path: wanted(os.fsdecode(path[within:])))
    for folder in (root / top for top in tops):
        if folder.is_dir():
            handler = _Hint(root, wanted, hint)
            observer.schedule(handler, str(folder), recursive=True, event_filter=HEARD)
    observer.start()
    return observer


def _relative(root: Path, path: bytes | str) -> str:
    return Path(os.path.relpath(os.fsdecode(path), root)).as_posix()


class _Hint(events.FileSystemEventHandler):
    """Turns events about input files into hints."""

    def __init__(self, root: Path, wanted: Wanted, hint: Callable[[str], None]) -> None:
        self._root, self._wanted, self._hint = root, wanted, hint

    def on_any_event(self, event: events.FileSystemEvent) -> None:
        """Hint, unless both paths are litter or our own work."""
        for path in (event.src_path, event.dest_path):
            if path and self._wanted(relative := _relative(self._root, path)):
                self._hint(relative)


if sys.platform == "linux":
    from watchdog.observers.inotify import InotifyEmitter
    from watchdog.observers.inotify_c import CallbackId, InotifyFD, Mask, WatchCallback
    from watchdog.observers.inotify_c import WatchDescriptor as Descriptor

    class _Listening(InotifyFD):
        """Listens to wanted folders alone."""

        def __init__(self, wanted: Callable[[bytes], bool]) -> None:
            super().__init__()
            self._wanted = wanted

        def add_callback(
            self, path: bytes, mask: Mask, callback: WatchCallback, id_: CallbackId
        ) -> Descriptor:
            """Listen to a folder; whoever asks goes on where one cannot be had."""
            if not self._wanted(path):
                raise PermissionError
            return super().add_callback(path, mask, callback, id_)

    class _Observer(BaseObserver):
        """Listens to wanted folders alone, with all that is below them."""

        def __init__(self, wanted: Callable[[bytes], bool]) -> None:
            self._listening = _Listening(wanted)
            self._listening.start()
            super().__init__(InotifyEmitter, inotify_fd=self._listening)

        def on_thread_stop(self) -> None:
            """Stop listening."""
            super().on_thread_stop()
            self._listening.stop()
            self._listening.join()

    _observer: Callable[[Callable[[bytes], bool]], BaseObserver] = _Observer
else:
    from watchdog.observers import Observer

    def _observer(wanted: Callable[[bytes], bool]) -> BaseObserver:
        """Hears of a whole tree at once, whatever is wanted."""
        del wanted
        return Observer()
