"""What the files of a few cases said when they were read last, to be used again.

A file is known again by its name and by every byte that it holds, never by its time:
whoever changes one file of a case has one file read, and the rest is as it was.
"""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar, cast

from workflow.adapters.yaml_reading import read_tree
from workflow.domain.findings import Noticed
from workflow.domain.reading import Typed, as_record
from workflow.domain.records.base import Block

R_co = TypeVar("R_co", bound=Block, covariant=True)
R = TypeVar("R", bound=Block)

MOST_CASES = 32  # some 15 MB of them


@dataclass(frozen=True)
class Said(Generic[R_co]):
    """What a file said; `typed` is None, and `noticed` why, when it is unreadable."""

    typed: Typed[R_co] | None
    noticed: tuple[Noticed, ...] = ()


Known = dict[tuple[type[Block], str, bytes], Said[Block]]


class OneCase:
    """The files of one case at one reading of it; `before` is from the last one."""

    def __init__(self, before: Known) -> None:
        """Nothing of it has been read yet."""
        self._before = before
        self.now: Known = {}

    def said(self, content: bytes, file: str, model: type[R]) -> Said[R]:
        """What a file with this content says; the same content is read once."""
        key = (model, file, content)
        if key not in self.now:
            self.now[key] = self._before.get(key) or _read(content, file, model)
        return cast("Said[R]", self.now[key])


class ReadBefore:
    """The last readings of the cases that were read last, and of no others."""

    def __init__(self, most: int = MOST_CASES) -> None:
        """Nothing has been read yet."""
        self._most = most
        self._cases: OrderedDict[str, Known] = OrderedDict()
        self._turn = Lock()

    def of(self, ref: str) -> OneCase:
        """Begin to read a case; what it says no longer is let go."""
        with self._turn:
            case = OneCase(self._cases.pop(ref, {}))
            self._cases[ref] = case.now
            while len(self._cases) > self._most:
                self._cases.popitem(last=False)
            return case


def _read(content: bytes, file: str, model: type[R]) -> Said[R]:
    tree = read_tree(content, file)
    if tree.root is None:
        return Said(None, tree.noticed)
    return Said(as_record(model, tree.root, file))
