"""A Dask cluster does the work: the same program, on computers that see the share."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from workflow.adapters.crews.chunks import Opening, Room, chunked, do, in_order
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import ClusterOutOfReach, NoDask, WorkerLost

if TYPE_CHECKING:
    from distributed import Client

R = TypeVar("R", bound=Room)
T = TypeVar("T")

PATIENCE = 10  # seconds for the scheduler to answer
AHEAD = 3  # chunks under way for each thread of a worker
LOST = (
    "{count} of the cluster's workers went away. Nothing is lost: what they had in hand"
    " was done again."
)


class Cluster(Generic[R]):
    """The workers of one scheduler, for one run; `tell` hears when some went away.

    The scheduler itself gives the work of a worker that died to another, three times.
    """

    def __init__(
        self, opening: Opening[R], address: str, tell: Callable[[str], None]
    ) -> None:
        self._opening, self._address, self._tell = opening, address, tell

    def each(
        self, task: Callable[[R, CaseRef], T], refs: Iterable[CaseRef]
    ) -> Iterator[T]:
        """See `Crew`. Raises `ClusterOutOfReach`, `NoDask` and `WorkerLost`."""
        with _client(self._address) as client:
            from distributed import KilledWorker  # noqa: PLC0415 - optional, slow

            began = client.ncores()
            threads = sum(began.values())
            if not threads:
                raise ClusterOutOfReach(self._address)
            submit = lambda chunk: client.submit(  # noqa: E731 - as in `Processes`
                do, self._opening, task, chunk, pure=False
            )
            try:
                chunks = chunked(refs, threads)
                for promised in in_order(submit, chunks, AHEAD * threads):
                    yield from promised.result().given()
            except KilledWorker as error:
                raise WorkerLost(str(error.task)) from None
            gone = began.keys() - client.ncores().keys()
            if gone:
                self._tell(LOST.format(count=len(gone)))


@contextmanager
def _client(address: str) -> "Iterator[Client]":
    try:
        from distributed import Client  # noqa: PLC0415 - optional, and slow
    except ImportError:
        raise NoDask from None
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        raise ClusterOutOfReach(address) from None
    try:
        yield client
    finally:
        client.close()
