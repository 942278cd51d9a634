"""Who does the work on many cases: the port, and the one who does it alone."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from workflow.domain.case_folder import CaseRef

T = TypeVar("T")
Room_co = TypeVar("Room_co", covariant=True)


class Crew(Protocol[Room_co]):
    """Whoever does the same work on many cases; a room is what the work needs."""

    def each(
        self, task: Callable[[Room_co, CaseRef], T], refs: Iterable[CaseRef]
    ) -> Iterator[T]:
        """What a task gives for each case, in the order of the cases, one by one.

        A task is a function of a module, or a `partial` of one: it may be sent to
        another process, and so may what it gives. It may be done twice for a case when
        whoever had it first has died, and so must be safe to do twice.
        """


@dataclass(frozen=True)
class Alone(Generic[Room_co]):
    """Does everything here and now, one case after the other."""

    room: Room_co

    def each(
        self, task: Callable[[Room_co, CaseRef], T], refs: Iterable[CaseRef]
    ) -> Iterator[T]:
        """See `Crew`."""
        for ref in refs:
            yield task(self.room, ref)
