"""The least and the most of a sum, against every whole number there could be."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.linear import AtMost, reach

MOST = 6
MUCH = st.tuples(*[st.integers(-1, 1)] * 3)
ROWS = st.lists(st.tuples(MUCH, st.integers(-4, 9)), max_size=4)
BOX = [AtMost(tuple(float(a == b) for b in range(3)), float(MOST)) for a in range(3)]


@given(ROWS, MUCH)
def test_whatever_whole_numbers_are_possible_lies_within_reach(
    rows: list[tuple[tuple[int, ...], int]], goal: tuple[int, ...]
) -> None:
    known = [AtMost(tuple(map(float, much)), float(bound)) for much, bound in rows]
    low, high = reach([*BOX, *known], [float(x) for x in goal])
    sums = [
        sum(g * n for g, n in zip(goal, numbers, strict=True))
        for numbers in product(range(MOST + 1), repeat=3)
        if all(
            sum(m * n for m, n in zip(much, numbers, strict=True)) <= bound
            for much, bound in rows
        )
    ]
    if sums:
        assert low - 1e-6 <= min(sums)
        assert max(sums) <= high + 1e-6
        assert high < float("inf")


@given(st.lists(st.integers(0, 30), min_size=3, max_size=3), st.integers(0, 4))
def test_sums_of_neighbours_are_as_tight_as_can_be(true: list[int], slack: int) -> None:
    """Where rows are sums of neighbours the corners are whole: the reach is exact."""
    a, b, c = true
    ab, abc = a + b, a + b + c
    known = [
        AtMost((1, 1, 0), ab + slack),
        AtMost((-1, -1, 0), slack - ab),
        AtMost((1, 1, 1), abc + slack),
        AtMost((-1, -1, -1), slack - abc),
    ]
    low, high = reach(known, [0.0, 0.0, 1.0])
    assert abs(low - max(0, c - 2 * slack)) < 1e-6
    assert abs(high - min(c + 2 * slack, abc + slack)) < 1e-6


def test_what_has_no_end_has_none_and_what_cannot_be_tells_nothing() -> None:
    assert reach([], [1.0]) == (0.0, float("inf"))
    never = [AtMost((1.0,), 1.0), AtMost((-1.0,), -2.0)]
    assert reach(never, [1.0]) == (float("-inf"), float("inf"))
