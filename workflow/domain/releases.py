"""What a new figure would give away beside those that were let go before (brief 6.3.5).

All are the same measure over other days or services. Whoever has them can subtract: a
year less nine months is three months, three services less two is the third. Rounding
blurs that, but not always enough.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise, permutations, product

from workflow.domain.disclosure import Figure, Limits, class_of, told_of
from workflow.domain.linear import AtMost, reach
from workflow.domain.vocabulary import MeasureClass

MOST_LOOKED_AT = 12  # the newest figures of one measure that are looked at together
SURE = 1e-3


@dataclass(frozen=True)
class Scope:
    """What a figure is over: services, and days with both ends included."""

    services: frozenset[str]
    first: date
    last: date

    def holds(self, other: "Scope") -> bool:
        """Whether the other is over a part of this."""
        inside = self.first <= other.first and other.last <= self.last
        return other != self and other.services <= self.services and inside


Count = Callable[[Scope], Figure]


def to_count(new: Scope, earlier: Sequence[Scope]) -> tuple[Scope, ...]:
    """All that `gives_away` asks the true figure of; none with nothing to compare."""
    others = _others(new, earlier)
    scopes = (*others, new)
    return tuple(dict.fromkeys((*scopes, *_cells(scopes)))) if others else ()


def _others(new: Scope, earlier: Sequence[Scope]) -> tuple[Scope, ...]:
    others = [scope for scope in dict.fromkeys(earlier) if scope != new]
    return tuple(others[-MOST_LOOKED_AT:])


def gives_away(
    new: Scope,
    earlier: Sequence[Scope],
    count: Count,
    settings: Mapping[str, str],
) -> bool:
    """Whether a figure, beside the earlier ones, shows a slice of one to four.

    `count` gives the true figure of a scope, as the records stand now.
    """
    others = _others(new, earlier)
    if not others or class_of(count(new)) is not MeasureClass.PERSON:
        return False
    limits = Limits.of(settings)
    if any(_by_a_slice(new, other, count, limits) for other in others):
        return True
    return _Puzzle(new, others, count, limits).is_solved()


def _by_a_slice(new: Scope, other: Scope, count: Count, limits: Limits) -> bool:
    """Whether one lies in the other and leaves a slice of one to four."""
    if not (new.holds(other) or other.holds(new)):
        return False
    mine, theirs = _numbers(count(new)), _numbers(count(other))
    return any(_few(abs(a - b), limits) for a, b in zip(mine, theirs, strict=True))


def _few(number: int, limits: Limits) -> bool:
    return 0 < number < limits.min_count


def _numbers(figure: Figure) -> tuple[int, int, int]:
    """Those who did, all, and those who did not."""
    return figure.counted, figure.d, figure.d - figure.counted


Pieces = frozenset[int]


class _Puzzle:
    """All figures of a measure, and the smallest pieces they are made of.

    Each piece has two unknown numbers: those who did, and those who did not.
    """

    def __init__(
        self, new: Scope, others: Sequence[Scope], count: Count, limits: Limits
    ) -> None:
        self.limits, self.scopes = limits, (*others, new)
        self.pieces = _pieces(self.scopes, count)
        self.known = [
            [self._row(scope, one) for one in told_of(count(scope), limits)]
            for scope in self.scopes
        ]

    def is_solved(self) -> bool:
        """Whether the new figure shows that a small number is not any small number."""
        before = [row for rows in self.known[:-1] for row in rows]
        after = [*before, *self.known[-1]]
        return any(
            not self._hidden(after, goal) and self._hidden(before, goal)
            for goal in self._small()
        )

    def _hidden(self, known: Sequence[AtMost], goal: Sequence[float]) -> bool:
        low, high = reach(known, goal)
        return low < 1 - SURE and high > self.limits.min_count - 2 + SURE

    def _small(self) -> Iterator[tuple[float, ...]]:
        """The sums of pieces whose true number is one to four."""
        for pieces in self._slices():
            did = sum(self.pieces[at][1] for at in pieces)
            others = sum(self.pieces[at][2] for at in pieces)
            for number, one, other in (
                (did, 1, 0),
                (others, 0, 1),
                (did + others, 1, 1),
            ):
                if _few(number, self.limits):
                    yield self._much(pieces, one, other)

    def _slices(self) -> set[Pieces]:
        """Each piece, what two figures differ by or share, one less two others."""
        parts = [self._of(scope) for scope in self.scopes]
        found = {frozenset({at}) for at in range(len(self.pieces))}
        found |= {a - b for a, b in permutations(parts, 2)}
        found |= {a & b for a, b in combinations(parts, 2)}
        found |= {a - b - c for a, b, c in permutations(parts, 3)}
        return {part for part in found if part}

    def _of(self, scope: Scope) -> Pieces:
        at = self.scopes.index(scope)
        every = enumerate(self.pieces)
        return frozenset(n for n, (inside, _, _) in every if at in inside)

    def _row(self, scope: Scope, told: tuple[float, float, float]) -> AtMost:
        did, others, bound = told
        return AtMost(self._much(self._of(scope), did, others), bound)

    def _much(self, pieces: Pieces, did: float, others: float) -> tuple[float, ...]:
        every = range(len(self.pieces))
        first = (did if at in pieces else 0.0 for at in every)
        second = (others if at in pieces else 0.0 for at in every)
        return (*first, *second)


def _cells(scopes: Sequence[Scope]) -> Iterator[Scope]:
    """The smallest cells of services and days that lie in any of the scopes."""
    services = sorted({name for scope in scopes for name in scope.services})
    ends = {scope.first for scope in scopes}
    ends |= {scope.last + timedelta(days=1) for scope in scopes}
    for name, (first, after) in product(services, pairwise(sorted(ends))):
        cell = Scope(frozenset({name}), first, after - timedelta(days=1))
        if any(scope == cell or scope.holds(cell) for scope in scopes):
            yield cell


def _pieces(
    scopes: Sequence[Scope], count: Count
) -> list[tuple[frozenset[int], int, int]]:
    """The pieces that no figure divides: the figures each is in, and its numbers."""
    found: dict[frozenset[int], tuple[int, int]] = {}
    for cell in _cells(scopes):
        inside = frozenset(
            at for at, one in enumerate(scopes) if one == cell or one.holds(cell)
        )
        did, _, others = _numbers(count(cell))
        had = found.get(inside, (0, 0))
        found[inside] = had[0] + did, had[1] + others
    return [(inside, did, others) for inside, (did, others) in found.items()]
