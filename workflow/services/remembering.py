"""Keeps what is known of very many cases small, and gives it back a few at a time.

Extracts lie packed, some cases together and each part by itself, so that a paper about
all cases unpacks only what it asks for. A few things are asked for at every turn; these
are kept at hand, what is the same once.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain
from sys import intern
from types import MappingProxyType
from typing import TypeVar

from workflow.domain.case_folder import CaseRef
from workflow.domain.diary import DueItem
from workflow.domain.governance.extract import AtHand, Extract, Part, at_hand
from workflow.services.long_lists import packed, unpacked

T = TypeVar("T")

TOGETHER = 128  # cases that are packed together
PARTS = tuple(Part[object](part.name) for part in fields(Extract))
AT = {part.name: number for number, part in enumerate(PARTS)}


@dataclass(frozen=True, slots=True)
class _Block:
    """A few cases in order of reference; `parts` are theirs, each packed."""

    refs: tuple[CaseRef, ...]
    parts: tuple[bytes, ...]

    def part(self, name: str) -> Sequence[object]:
        """One part of each case."""
        return unpacked(self.parts[AT[name]])

    def cases(self) -> Iterator[Extract]:
        """The cases, whole."""
        parts = (self.part(part.name) for part in PARTS)
        return (Extract(*values) for values in zip(*parts, strict=True))


def _packed(cases: Sequence[Extract]) -> _Block:
    """Some cases, in order of reference."""
    parts = ([part.of(case) for case in cases] for part in PARTS)
    refs = tuple(case.ref for case in cases)
    return _Block(refs, tuple(map(packed, parts)))


@dataclass(frozen=True)
class Packed:
    """Extracts as they stood when they were asked for; see `Extracts`."""

    blocks: tuple[_Block, ...]

    @property
    def refs(self) -> Sequence[CaseRef]:
        """The references of the cases."""
        return tuple(chain.from_iterable(block.refs for block in self.blocks))

    def each(self, part: Part[T]) -> Iterator[T]:
        """One part of each of them."""
        for block in self.blocks:
            yield from block.part(part.name)  # type: ignore[misc] # as it was packed

    def __iter__(self) -> Iterator[Extract]:
        """Each of them whole."""
        for block in self.blocks:
            yield from block.cases()


class Memory:
    """What is known of cases, by reference."""

    def __init__(self, cases: Iterable[Extract] = ()) -> None:
        """Just these cases are known."""
        self._blocks: list[_Block] = []
        self._loose: dict[CaseRef, Extract] = {}  # newer than what is packed of them
        self._gone: set[CaseRef] = set()  # but packed still
        self._at_hand: dict[CaseRef, AtHand] = {}
        self._met: dict[AtHand, AtHand] = {}
        for case in cases:
            self.keep(case)

    @property
    def at_hand(self) -> Mapping[CaseRef, AtHand]:
        """What is at hand of every case that is known; it stays up to date."""
        return MappingProxyType(self._at_hand)

    @property
    def size(self) -> int:
        """How many bytes are packed."""
        return sum(len(part) for block in self._blocks for part in block.parts)

    def keep(self, case: Extract) -> None:
        """Know one case, as it is now."""
        self._loose[case.ref] = case
        self._gone.discard(case.ref)
        self._at_hand[case.ref] = self._once(at_hand(case))
        if len(self._loose) >= TOGETHER:
            self._pack()

    def drop(self, ref: CaseRef) -> None:
        """Know nothing of one case any more."""
        if self._at_hand.pop(ref, None):
            self._loose.pop(ref, None)
            self._gone.add(ref)

    def cases(self) -> Packed:
        """All of them, as they are now."""
        if self._loose or self._gone:
            self._pack()
        return Packed(tuple(self._blocks))

    def _pack(self) -> None:
        """Pack what lies loose, each case where it belongs."""
        firsts = [block.refs[0] for block in self._blocks]
        full = not self._blocks or len(self._blocks[-1].refs) >= TOGETHER
        last = self._blocks[-1].refs[-1] if self._blocks else ""
        changed: dict[int, list[Extract]] = {}
        for ref in sorted(self._loose):
            new = full and ref > last
            at = len(firsts) if new else bisect_right(firsts, ref) - 1
            changed.setdefault(max(at, 0), []).append(self._loose[ref])
        for ref in self._gone:
            changed.setdefault(max(bisect_right(firsts, ref) - 1, 0), [])
        for at in sorted(changed, reverse=True):
            self._blocks[at : at + 1] = self._repacked(at, changed[at])
        self._loose, self._gone = {}, set()

    def _repacked(self, at: int, newer: Sequence[Extract]) -> Iterator[_Block]:
        """What one block becomes with newer cases in it, in blocks of a fair size."""
        before = self._blocks[at].cases() if at < len(self._blocks) else ()
        cases = {case.ref: case for case in (*before, *newer)}
        kept = [cases[ref] for ref in sorted(cases.keys() - self._gone)]
        count = max(1, round(len(kept) / TOGETHER))
        size = -(-len(kept) // count)
        for begin in range(0, len(kept), max(size, 1)):
            yield _packed(kept[begin : begin + size])

    def _once(self, known: AtHand) -> AtHand:
        """The same, kept once where nothing is to be told of the case."""
        if known.late or known.alarms or known.not_possible:
            late = tuple(map(said_once, known.late))
            return replace(known, key=intern(known.key), late=late)
        return self._met.setdefault(known, known)


def said_once(item: DueItem) -> DueItem:
    """The same, its words kept once for all."""
    return replace(
        item,
        item=intern(item.item),
        kind=intern(item.kind),
        source=intern(item.source),
        lead=intern(item.lead),
        file=intern(item.file),
        held_file=intern(item.held_file),
        part=intern(item.part),
        service=intern(item.service),
        review_file=intern(item.review_file),
    )
