"""Work in chunks of cases: sent out a little ahead, given back in order.

Whoever does a chunk opens its own room, once for each run, and does one chunk at a
time in it. Only a few chunks are under way, so memory does not grow with the cases.
"""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import WorkflowError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
R = TypeVar("R", bound="Room")
R_co = TypeVar("R_co", bound="Room", covariant=True)
P = TypeVar("P", bound="Promised")

MOST = 8  # cases of one chunk: a second or two of building
TURNS = 8  # chunks for each worker, where few cases are left

Chunk = tuple[CaseRef, ...]


class Room(Protocol):
    """What work is done in."""

    def close(self) -> None:
        """Let go of what it holds open."""


class Opening(Hashable, Protocol[R_co]):
    """Opens a room; it is sent to whoever works, and so is small. Equal ones are one.

    One run has one opening, and no other run has the same.
    """

    def __call__(self) -> R_co:
        """Open it."""


@dataclass(frozen=True)
class Done(Generic[T_co]):
    """What came of a chunk: the results, up to an error that ended it."""

    results: tuple[T_co, ...]
    error: WorkflowError | OSError | None = None

    def given(self) -> Iterator[T_co]:
        """The results; then raises the error."""
        yield from self.results
        if self.error is not None:
            raise self.error


class Promised(Protocol):
    """A chunk that is under way somewhere."""

    def cancel(self) -> object:
        """Do not begin it, if it has not begun."""


def do(opening: Opening[R], task: Callable[[R, CaseRef], T], chunk: Chunk) -> Done[T]:
    """Do a task for a chunk of cases, in the room of this process."""
    with _ONE:
        room = _opened(opening)
        results: list[T] = []
        try:
            results.extend(task(room, ref) for ref in chunk)
        except (WorkflowError, OSError) as error:
            return Done(tuple(results), error)
        return Done(tuple(results))


def wait_until_done() -> None:
    """Wait until the chunk of this process is done, and let no other begin."""
    _ONE.acquire()


_ONE = threading.Lock()
_ROOMS: dict[Hashable, Room] = {}


def at_hand(opening: Opening[R], room: R) -> None:
    """Let this be the room of a run, here and in every copy of this process."""
    _ROOMS[opening] = room


def let_go(opening: Opening[R]) -> None:
    """Forget the room of a run, here alone."""
    _ROOMS.pop(opening, None)


def _opened(opening: Opening[R]) -> R:
    """The room of a run; that of the run before is let go of."""
    found = _ROOMS.get(opening)
    if found is None:
        for room in _ROOMS.values():
            room.close()
        _ROOMS.clear()
        _ROOMS[opening] = found = opening()
    return found  # type: ignore[return-value] # what this opening opened


def chunked(refs: Iterable[CaseRef], workers: int) -> Iterator[Chunk]:
    """The cases in chunks; small ones where few are left, so that nobody idles."""
    known = tuple(refs)
    begin = 0
    while left := len(known) - begin:
        size = min(MOST, max(1, left // (TURNS * workers)))
        yield known[begin : begin + size]
        begin += size


def in_order(
    submit: Callable[[Chunk], P], chunks: Iterable[Chunk], ahead: int
) -> Iterator[P]:
    """What is promised of each chunk, in order; `ahead` of them are under way.

    What is not asked for any more is cancelled.
    """
    under_way: deque[P] = deque()
    try:
        for chunk in chunks:
            under_way.append(submit(chunk))
            if len(under_way) > ahead:
                yield under_way.popleft()
        while under_way:
            yield under_way.popleft()
    finally:
        for promised in under_way:
            promised.cancel()
