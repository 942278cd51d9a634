"""Keeps a list of very many small things small, for whoever goes through it in order.

They lie pickled and deflated, some together, in memory alone; only what this process
has packed is ever unpacked.
"""

import pickle
import zlib
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

TOGETHER = 1024  # things that are packed together
HARD = 6  # how hard to deflate, of 9: harder takes long and saves next to nothing


def packed(things: list[T]) -> bytes:
    """Some things, in as few bytes as is quick."""
    return zlib.compress(pickle.dumps(things, 5), HARD)


def unpacked(content: bytes) -> list[T]:
    """The things that were `packed` in this process."""
    found: list[T] = pickle.loads(zlib.decompress(content))  # noqa: S301 - we packed it
    return found


class LongList(Generic[T]):
    """Things that can be added to and gone through, again and again.

    So many are packed `together`: few where there are many lists.
    """

    def __init__(self, things: Iterable[T] = (), together: int = TOGETHER) -> None:
        """Just these."""
        self._together = together
        self._packed: list[bytes] = []
        self._loose: list[T] = []
        for thing in things:
            self.append(thing)

    def append(self, thing: T) -> None:
        """Add one."""
        self._loose.append(thing)
        if len(self._loose) == self._together:
            self._packed.append(packed(self._loose))
            self._loose = []

    @property
    def size(self) -> int:
        """How many bytes are packed."""
        return sum(map(len, self._packed))

    def __len__(self) -> int:
        """How many things there are."""
        return len(self._packed) * self._together + len(self._loose)

    def __iter__(self) -> Iterator[T]:
        """Each of them; those that are added meanwhile may be among them."""
        for some in self._packed:
            yield from unpacked(some)
        yield from self._loose
