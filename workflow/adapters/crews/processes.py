"""Several processes of this computer do the work; each opens its own room once.

A process that dies is told of, and what it had is done again by a new one. Ctrl-C is
for the one who asked: the others finish what they have in hand, so that no document is
left half made.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from typing import Generic, TypeVar

from workflow.adapters.crews.chunks import (
    Chunk,
    Done,
    Opening,
    Room,
    at_hand,
    chunked,
    do,
    in_order,
    let_go,
    wait_until_done,
)
from workflow.adapters.deadlines import rest
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import WorkerLost

R = TypeVar("R", bound=Room)
T = TypeVar("T")

AHEAD = 3  # chunks under way for each process
AGAIN = 2  # times that the work of a process that died is tried again, alone
DIED = (
    "A process that helped has ended too soon. Nothing is lost: what it had in hand is"
    " done again."
)


def cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cheap() -> bool:
    """Whether a process starts in a moment here, as a copy of this one."""
    rest()
    return sys.platform == "linux" and threading.active_count() == 1


class Processes(Generic[R]):
    """So many processes, for one run of the program; `tell` hears when one died.

    `learn` makes a room ready for these cases where processes are copies of this one:
    what it learns, each of them knows. It opens nothing that is not theirs as well.
    """

    def __init__(
        self,
        opening: Opening[R],
        count: int,
        tell: Callable[[str], None],
        learn: Callable[[tuple[CaseRef, ...]], R] | None = None,
    ) -> None:
        self._opening, self._count, self._tell = opening, count, tell
        self._learn = learn

    def each(
        self, task: Callable[[R, CaseRef], T], refs: Iterable[CaseRef]
    ) -> Iterator[T]:
        """See `Crew`. Raises `WorkerLost` for cases that end every process."""
        known = tuple(refs)
        if self._learn is not None and cheap():
            at_hand(self._opening, self._learn(known))
        shift = _Shift(self._count, self._tell)

        def submit(chunk: Chunk) -> _Promise[T]:
            return _Promise(shift, chunk, partial(do, self._opening, task, chunk))

        try:
            chunks = chunked(known, self._count)
            for promised in in_order(submit, chunks, AHEAD * self._count):
                yield from promised.result().given()
        finally:
            shift.end()
            let_go(self._opening)


class _Shift:
    """The processes at work now; new ones come for those that died."""

    def __init__(self, count: int, tell: Callable[[str], None]) -> None:
        self._count, self._tell = count, tell
        self._pool = _pool(count)

    def take(self, work: Callable[[], T]) -> "Future[T]":
        """Give a piece of work to whoever is free."""
        try:
            with _undisturbed():
                return self._pool.submit(work)
        except BrokenProcessPool:
            self.renew(self._pool)
            with _undisturbed():
                return self._pool.submit(work)

    def now(self) -> ProcessPoolExecutor:
        """Those who are at work now."""
        return self._pool

    def renew(self, broken: ProcessPoolExecutor) -> None:
        """Call new ones, and tell why, unless they have come already."""
        if self._pool is broken:
            self._tell(DIED)
            broken.shutdown(wait=True, cancel_futures=True)
            self._pool = _pool(self._count)

    def end(self) -> None:
        """Let everybody finish what is in hand, and go."""
        self._pool.shutdown(wait=True, cancel_futures=True)


class _Promise(Generic[T]):
    """A chunk under way; when its process dies it is done again, alone."""

    def __init__(
        self, shift: _Shift, chunk: Chunk, work: Callable[[], Done[T]]
    ) -> None:
        self._shift, self._chunk, self._work = shift, chunk, work
        self._future = shift.take(work)
        self._pool = shift.now()

    def result(self) -> Done[T]:
        """What came of it, once it has. Raises `WorkerLost`."""
        try:
            return self._future.result()
        except BrokenProcessPool:
            self._shift.renew(self._pool)
            return _again(self._chunk, self._work)

    def cancel(self) -> None:
        """Do not begin it, if it has not begun."""
        self._future.cancel()


def _again(chunk: Chunk, work: Callable[[], Done[T]]) -> Done[T]:
    """Do the work of a process that died, in one of its own each time."""
    for _ in range(AGAIN):
        with suppress(BrokenProcessPool), _pool(1) as pool:
            with _undisturbed():
                future = pool.submit(work)
            return future.result()
    raise WorkerLost(f"{chunk[0]} to {chunk[-1]}")


def _pool(count: int) -> ProcessPoolExecutor:
    """Processes that leave Ctrl-C to us, and end when we are gone.

    Copies of this one where that is quick and safe: no other thread may be under way.
    """
    way = multiprocessing.get_context("fork" if cheap() else "spawn")
    return ProcessPoolExecutor(count, way, _begin)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits meanwhile; processes that begin now do not hear it until `_begin`.

    Not on Windows, where a process that is just beginning may still be interrupted.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """What a process does before its first work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.join,), daemon=True).start()


def _end_after(gone: Callable[[], None]) -> None:
    """End once the one who asked is gone and the work in hand is done."""
    gone()
    wait_until_done()
    os._exit(1)
