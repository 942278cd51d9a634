"""The least and the most that a sum can be, when the limits of other sums are known.

Unknown numbers that are nothing or more. By the simplex method, always taking the first
column and row there is, so that it ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

NEARLY = 1e-7
STEPS = 2_000  # more than any of our little problems takes


@dataclass(frozen=True)
class AtMost:
    """So much of each unknown is together at most this."""

    much: tuple[float, ...]
    bound: float


def reach(known: Sequence[AtMost], goal: Sequence[float]) -> tuple[float, float]:
    """The least and the most of a sum of the unknowns; infinity where it has no end.

    Where what is known contradicts itself nothing is sure: minus to plus infinity.
    """
    low = _Table(known, [-x for x in goal]).largest()
    high = _Table(known, goal).largest()
    return -low, high


class _Table:
    """One problem while it is being solved."""

    def __init__(self, known: Sequence[AtMost], goal: Sequence[float]) -> None:
        size, self.unknown = len(known), len(goal)
        self.rows = [
            [*one.much, *(float(at == other) for other in range(size)), one.bound]
            for at, one in enumerate(known)
        ]
        self.goal = [*goal, *([0.0] * size), 0.0]
        self.basis = [self.unknown + at for at in range(size)]

    def largest(self) -> float:
        """The most that the goal can be."""
        return self._climb() if self._begin() else float("inf")

    def _begin(self) -> bool:
        """Find numbers that keep all that is known; False when there are none."""
        for _ in range(STEPS):
            low = next((r for r in self.rows if r[-1] < -NEARLY), None)
            if low is None:
                return True
            column = next((j for j, x in enumerate(low[:-1]) if x < -NEARLY), None)
            if column is None:
                return False
            self._pivot(self._first_out(column, low), column)
        return False

    def _first_out(self, column: int, low: list[float]) -> int:
        """The row to leave for a column: none that was kept may be lost."""
        kept = [
            at
            for at, row in enumerate(self.rows)
            if row[-1] >= -NEARLY and row[column] > NEARLY
        ]
        tightest = min(kept, key=lambda at: self._ratio(at, column), default=None)
        wanted = self.rows.index(low)
        if tightest is None:
            return wanted
        over = low[-1] / low[column]
        return wanted if over <= self._ratio(tightest, column)[0] else tightest

    def _climb(self) -> float:
        for _ in range(STEPS):
            column = next((j for j, x in enumerate(self.goal[:-1]) if x > NEARLY), None)
            if column is None:
                return -self.goal[-1]
            able = [at for at, row in enumerate(self.rows) if row[column] > NEARLY]
            if not able:
                return float("inf")
            self._pivot(min(able, key=lambda at: self._ratio(at, column)), column)
        return float("inf")

    def _ratio(self, at: int, column: int) -> tuple[float, int]:
        row = self.rows[at]
        return row[-1] / row[column], self.basis[at]

    def _pivot(self, at: int, column: int) -> None:
        by = self.rows[at][column]
        mine = [x / by for x in self.rows[at]]
        self.rows = [
            mine if other == at else _without(row, mine, column)
            for other, row in enumerate(self.rows)
        ]
        self.goal = _without(self.goal, mine, column)
        self.basis[at] = column


def _without(row: list[float], mine: list[float], column: int) -> list[float]:
    times = row[column]
    return [x - times * y for x, y in zip(row, mine, strict=True)] if times else row
