"""Gives up a write that gets nowhere: a share that has gone may not answer for minutes.

The write goes on in a thread of its own. Whoever waits for it hears within `patience`
seconds that the drive does not answer. When it does again, a write that was given up
takes no further step: to the files it is as if its program had been killed (F5).
"""

import errno
import threading
import time
from collections.abc import Callable
from functools import wraps
from typing import Generic, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

PATIENCE = 60.0  # seconds in which a single file operation must come to an end
MOST = 8  # writes given up and not come back, after which no more are begun

_here = threading.local()
_stuck: list[threading.Event] = []


def be_patient(seconds: float) -> None:
    """Let this thread wait so long from now on for any one file operation."""
    _here.patience = seconds


class _Task(Generic[T]):
    """A write in a thread of its own."""

    def __init__(self, act: Callable[[], T]) -> None:
        self._act = act
        self.moved = time.monotonic()
        self.given_up = False
        self.done = threading.Event()
        self.result: T
        self.error: BaseException | None = None
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        _here.task = self
        try:
            self.result = self._act()
        except BaseException as error:  # noqa: BLE001 - raised again where it is heard
            self.error = error
        finally:
            self.done.set()

    def outcome(self) -> T:
        """What came of it."""
        if self.error is not None:
            raise self.error
        return self.result


def bounded(act: Callable[P, T]) -> Callable[P, T]:
    """The same function, given up when it gets nowhere: then it raises `OSError`."""

    @wraps(act)
    def within(*facts: P.args, **more: P.kwargs) -> T:
        if getattr(_here, "task", None) is not None:
            return act(*facts, **more)
        return _awaited(lambda: act(*facts, **more))

    return within


def step() -> None:
    """Say that the drive has answered; raises `OSError` when nobody waits any more."""
    task = getattr(_here, "task", None)
    if task is not None and task.given_up:
        raise _too_late()
    answered()


def answered() -> None:
    """Say that the drive has answered, where what is begun is ended in any case."""
    task = getattr(_here, "task", None)
    if task is not None:
        task.moved = time.monotonic()


def _awaited(act: Callable[[], T]) -> T:
    _stuck[:] = [done for done in _stuck if not done.is_set()]
    if len(_stuck) >= MOST:
        raise _too_late()
    task = _Task(act)
    patience = getattr(_here, "patience", PATIENCE)
    while not task.done.wait(max(0.0, task.moved + patience - time.monotonic())):
        if time.monotonic() - task.moved >= patience:
            task.given_up = True
            if not task.done.is_set():
                _stuck.append(task.done)
                raise _too_late()
    return task.outcome()


def _too_late() -> OSError:
    return OSError(errno.ETIMEDOUT, "The drive did not answer in time.")
