"""Gives up a write that gets nowhere: a share that has gone may not answer for minutes.

The write goes on in another thread, which does nothing else meanwhile. Whoever waits
for it hears within `patience` seconds that the drive does not answer. When it does
again, a write that was given up takes no further step: to the files it is as if its
program had been killed (F5).
"""

import errno
import os
import threading
import time
from collections.abc import Callable
from functools import wraps
from queue import SimpleQueue
from typing import Generic, ParamSpec, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
P = ParamSpec("P")

PATIENCE = 60.0  # seconds in which a single file operation must come to an end
MOST = 8  # writes given up and not come back, after which no more are begun
AT_HAND = 2  # threads with nothing to write that wait for the next write


class _Here(threading.local):
    """What this thread writes just now, and how long it waits for what others do."""

    task: "_Task[object] | None" = None
    patience = PATIENCE


_here = _Here()
_stuck: list[threading.Event] = []
_idle: "list[_Writer]" = []
if hasattr(os, "register_at_fork"):  # threads do not go along
    os.register_at_fork(after_in_child=_idle.clear)


def be_patient(seconds: float) -> None:
    """Let this thread wait so long from now on for any one file operation."""
    _here.patience = seconds


def rest() -> None:
    """End the threads that have nothing to write, so that this process can be copied.

    The next write begins another.
    """
    while (writer := _at_hand()) is not None:
        writer.end()
        writer.join()


class _Task(Generic[T_co]):
    """A write in another thread than that of whoever waits for it."""

    def __init__(self, act: Callable[[], T_co]) -> None:
        self._act = act
        self.moved = time.monotonic()
        self.given_up = False
        self.done = threading.Event()
        self.result: T_co
        self.error: BaseException | None = None

    def run(self) -> None:
        """Write."""
        _here.task = self
        try:
            self.result = self._act()
        except BaseException as error:  # noqa: BLE001 - raised again where it is heard
            self.error = error
        finally:
            _here.task = None
            self.done.set()

    def outcome(self) -> T_co:
        """What came of it."""
        if self.error is not None:
            raise self.error
        return self.result


class _Writer(threading.Thread):
    """A thread that does one write after the other, until it is told to end."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._tasks: SimpleQueue[_Task[object] | None] = SimpleQueue()
        self.start()

    def begin(self, task: _Task[object]) -> None:
        """Begin a write."""
        self._tasks.put(task)

    def end(self) -> None:
        """Come to an end once nothing is in hand."""
        self._tasks.put(None)

    def run(self) -> None:
        """See `Thread`."""
        while self._one():
            pass

    def _one(self) -> bool:
        """Do one write, of which nothing stays; False at the end."""
        task = self._tasks.get()
        if task is not None:
            task.run()
        return task is not None


def _at_hand() -> _Writer | None:
    """A thread that has nothing to write, for whoever asks first."""
    try:
        return _idle.pop()
    except IndexError:
        return None


def bounded(act: Callable[P, T]) -> Callable[P, T]:
    """The same function, given up when it gets nowhere: then it raises `OSError`."""

    @wraps(act)
    def within(*facts: P.args, **more: P.kwargs) -> T:
        if _here.task is not None:
            return act(*facts, **more)
        return _awaited(lambda: act(*facts, **more))

    return within


def step() -> None:
    """Say that the drive has answered; raises `OSError` when nobody waits any more."""
    task = _here.task
    if task is not None:
        if task.given_up:
            raise _too_late()
        task.moved = time.monotonic()


def answered() -> None:
    """Say that the drive has answered, where what is begun is ended in any case."""
    task = _here.task
    if task is not None:
        task.moved = time.monotonic()


def _awaited(act: Callable[[], T]) -> T:
    _stuck[:] = [done for done in _stuck if not done.is_set()]
    if len(_stuck) >= MOST:
        raise _too_late()
    task = _Task(act)
    writer = _at_hand() or _Writer()
    writer.begin(task)
    try:
        _wait_for(task)
    finally:
        if task.done.is_set() and len(_idle) < AT_HAND:
            _idle.append(writer)
        else:
            writer.end()
    return task.outcome()


def _wait_for(task: _Task[object]) -> None:
    """Wait until a write is done; raises `OSError` once it gets nowhere."""
    patience = _here.patience
    while not task.done.wait(max(0.0, task.moved + patience - time.monotonic())):
        if time.monotonic() - task.moved >= patience:
            task.given_up = True
            if not task.done.is_set():
                _stuck.append(task.done)
                raise _too_late()


def _too_late() -> OSError:
    return OSError(errno.ETIMEDOUT, "The drive did not answer in time.")
