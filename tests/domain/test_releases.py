"""A stranger with every figure ever released works out no small slice (brief 6.3.5).

The attack is written apart from the product. It reads the printed words alone, makes
them into what they say of twelve unknown numbers (three services, two half-years, yes
and no), and asks for the least and the most of each slice by linear programming:
totals, complements, rounding, percentages and every earlier release at once.
"""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import pytest

from workflow.domain.disclosure import (
    HIDDEN_TOO,
    NEARLY_ALL,
    NO_CASES,
    TOO_FEW,
    Figure,
    shown_forms,
)
from workflow.domain.releases import Scope, gives_away
from workflow.domain.vocabulary import MeasureClass

SERVICES = ("a", "b", "c")
HALVES = ((date(2026, 1, 1), date(2026, 6, 30)), (date(2026, 7, 1), date(2026, 12, 31)))
ATOMS = tuple((s, h) for s in SERVICES for h in (0, 1))
ABOUT = re.compile(r"about (\d+) of (\d+) \((\d+)%\)")
BANDS = {
    "few": (0.0, 0.2),
    "about a quarter": (0.2, 0.375),
    "about half": (0.375, 0.625),
    "about three quarters": (0.625, 0.8),
    "most": (0.8, 1.0),
}
Data = Mapping[tuple[str, int], tuple[int, int]]  # yes and no, by service and half-year
Row = tuple[list[float], float]  # so much of each unknown is at most this
UNKNOWN = 2 * len(ATOMS)
EASE = 1e-6


def scope(services: Sequence[str], halves: Sequence[int]) -> Scope:
    first, last = HALVES[min(halves)][0], HALVES[max(halves)][1]
    return Scope(frozenset(services), first, last)


def within(one: Scope) -> set[int]:
    """The numbers of the atoms that a figure is over."""
    return {
        at
        for at, (service, half) in enumerate(ATOMS)
        if service in one.services
        and one.first <= HALVES[half][0]
        and HALVES[half][1] <= one.last
    }


def figure(data: Data, one: Scope) -> Figure:
    here = [data[ATOMS[at]] for at in within(one)]
    yes, no = sum(y for y, _ in here), sum(n for _, n in here)
    return Figure("TM02", "x", yes, yes + no, MeasureClass.PERSON)


# What is printed, as rows of a linear programme.


def mask(atoms: set[int], yes: float, no: float) -> list[float]:
    row = [0.0] * UNKNOWN
    for at in atoms:
        row[at], row[at + len(ATOMS)] = yes, no
    return row


def least(row: list[float], bound: float) -> Row:
    return [-x for x in row], -bound


def said(shown: str, atoms: set[int]) -> list[Row]:  # noqa: PLR0911 - one for each form
    """What the words of a figure say, by section 6.2 alone."""
    yes, whole, no = mask(atoms, 1, 0), mask(atoms, 1, 1), mask(atoms, 0, 1)
    if shown == HIDDEN_TOO:
        return []
    if shown == NO_CASES:
        return [(whole, 0)]
    if shown == TOO_FEW:
        return [least(whole, 1), (whole, 9)]
    if shown == "fewer than 5":
        return [least(whole, 20), (yes, 4)]
    if found := ABOUT.fullmatch(shown):
        n, d, percent = map(int, found.groups())
        low, high = (percent - 2.5) / 100, (percent + 2.5) / 100
        return [
            least(yes, max(n - 2, 5)),
            (yes, n + 2),
            least(whole, max(d - 2, 20)),
            (whole, d + 2),
            least(no, 5),
            least(mask(atoms, 1 - low, -low), 0),
            (mask(atoms, 1 - high, -high), 0),
        ]
    if shown == NEARLY_ALL:  # of twenty and more, or of ten to nineteen: at least this
        return [least(whole, 10), (no, 4)]
    low, high = BANDS[shown]
    return [
        least(whole, 10),
        (whole, 19),
        least(mask(atoms, 1 - low, -low), 0),
        (mask(atoms, 1 - high, -high), 0),
    ]


# A small solver.


def most(rows: Sequence[Row], goal: list[float]) -> float:
    """The most that the goal can be: the simplex of a textbook, in two phases.

    Unknowns are not below nothing. Gives infinity when there is no end to it.
    """
    table = _start(rows)
    width = len(table[0]) - 1
    wanted = [*([0.0] * (width - len(rows))), *([0.0] * len(rows))]
    wanted[:UNKNOWN] = goal
    basis = list(range(width - len(rows), width))
    if not _feasible(table, basis):
        return float("nan")
    return _climb(table, basis, wanted)


def _start(rows: Sequence[Row]) -> list[list[float]]:
    size = len(rows)
    return [
        [*row, *(1.0 if at == other else 0.0 for other in range(size)), bound]
        for at, (row, bound) in enumerate(rows)
    ]


def _feasible(table: list[list[float]], basis: list[int]) -> bool:
    """Bring every bound up to nothing or more, by the dual simplex."""
    for _ in range(500):
        low = min(range(len(table)), key=lambda at: table[at][-1], default=-1)
        if low < 0 or table[low][-1] >= -EASE:
            return True
        column = next((j for j, x in enumerate(table[low][:-1]) if x < -EASE), None)
        if column is None:
            return False
        _pivot(table, basis, low, column)
    return False


def _climb(table: list[list[float]], basis: list[int], wanted: list[float]) -> float:
    for _ in range(500):
        price = [wanted[basis[at]] for at in range(len(table))]
        gain = [
            wanted[j] - sum(p * row[j] for p, row in zip(price, table, strict=True))
            for j in range(len(wanted))
        ]
        column = next((j for j, g in enumerate(gain) if g > EASE), None)
        if column is None:
            return sum(p * row[-1] for p, row in zip(price, table, strict=True))
        able = [at for at, row in enumerate(table) if row[column] > EASE]
        if not able:
            return float("inf")
        leaving = min(
            able, key=lambda at: (table[at][-1] / table[at][column], basis[at])
        )
        _pivot(table, basis, leaving, column)
    return float("inf")


def _pivot(table: list[list[float]], basis: list[int], at: int, column: int) -> None:
    by = table[at][column]
    table[at] = [x / by for x in table[at]]
    for other, row in enumerate(table):
        if other != at and abs(row[column]) > 0:
            times = row[column]
            table[other] = [x - times * y for x, y in zip(row, table[at], strict=True)]
    basis[at] = column


def reach(rows: Sequence[Row], goal: list[float]) -> tuple[float, float]:
    """The least and the most of something, for somebody who knows these rows."""
    return -most(rows, [-x for x in goal]), most(rows, goal)


# The attack.


def drawn(chance: random.Random) -> Data:
    size = {s: chance.choice((3, 8, 25)) for s in SERVICES}
    return {
        (s, h): (chance.randint(0, size[s]), chance.randint(0, size[s]))
        for s, h in ATOMS
    }


def asked(chance: random.Random) -> list[Scope]:
    """The scopes of tenders that follow one another."""
    services = [("a", "b", "c"), ("a", "b"), ("b", "c"), ("a",), ("b",), ("c",)]
    halves = [(0, 1), (0,), (1,)]
    picked = [scope(chance.choice(services), chance.choice(halves)) for _ in range(5)]
    return list(dict.fromkeys(picked))


def released(
    data: Data, scopes: Sequence[Scope], *, guarded: bool = True
) -> list[tuple[Scope, str]]:
    """What the product prints of each, one after another."""
    log: list[tuple[Scope, str]] = []
    for one in scopes:
        before = [s for s, form in log if form not in (HIDDEN_TOO, NO_CASES)]
        hide = guarded and gives_away(one, before, lambda s: figure(data, s), {})
        new = {"TM02": figure(data, one)}
        forms = shown_forms(new, {}, withheld=["TM02"] if hide else [])
        log.append((one, forms["TM02"]))
    return log


def slices(log: Sequence[tuple[Scope, str]]) -> set[frozenset[int]]:
    """The parts that two releases, or one and two others in it, differ by.

    Not what a release is over itself, but for parts that are known to be empty: what
    its own words tell is section 6.2, not 6.3.
    """
    empty = {at for one, form in log if form == NO_CASES for at in within(one)}
    parts = [within(one) - empty for one, _ in log]
    found = {frozenset(a - b) for a in parts for b in parts}
    found |= {
        frozenset(a - b - c)
        for a in parts
        for b in parts
        for c in parts
        if b <= a and c <= a and not b & c
    }
    found = {part - empty for part in found}
    return {part for part in found if part} - {frozenset(part) for part in parts}


def attack(sets: int, seed: int, *, guarded: bool = True) -> tuple[list[str], int, int]:
    """Attack so many sets of data: what was worked out, of how many, numbers told."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    lost, defended, numbers = [], 0, 0
    for _ in range(sets):
        data, scopes = drawn(chance), asked(chance)
        log = released(data, scopes, guarded=guarded)
        numbers += sum(bool(ABOUT.fullmatch(form)) for _, form in log)
        rows = [row for one, form in log for row in said(form, within(one))]
        for part, count, goal in small(data, log):
            defended += 1
            low, high = reach(rows, goal)
            if low >= 1 or high <= 3:
                lost.append(f"{count} in {sorted(part)}: {low} to {high} of {log}")
    return lost, defended, numbers


def small(
    data: Data, log: Sequence[tuple[Scope, str]]
) -> Iterator[tuple[frozenset[int], int, list[float]]]:
    """The slices of one to four: which, how many, and what they are the sum of."""
    for part in slices(log):
        true = [data[ATOMS[at]] for at in part]
        yes, no = sum(y for y, _ in true), sum(n for _, n in true)
        for count, did, did_not in ((yes, 1, 0), (no, 0, 1), (yes + no, 1, 1)):
            if 1 <= count <= 4:
                yield part, count, mask(set(part), did, did_not)


def test_no_small_slice_is_worked_out_of_all_releases_together() -> None:
    lost, defended, numbers = attack(60, 2026)
    assert lost == []
    assert defended > 60
    assert numbers > 60  # hiding everything would be no answer


def test_the_attack_has_teeth() -> None:
    lost, defended, _ = attack(60, 2026, guarded=False)
    assert len(lost) > 5, f"only {len(lost)} of {defended}"


def test_the_solver_of_the_attack_finds_what_a_child_would() -> None:
    everybody, some = mask({0, 1, 2}, 1, 0), mask({0, 1}, 1, 0)
    rows = [least(everybody, 10), (everybody, 12), least(some, 7), (some, 9)]
    assert reach(rows, mask({2}, 1, 0)) == pytest.approx((1, 5))
    assert reach(rows, mask({3}, 1, 0)) == (0, float("inf"))


@pytest.mark.long
def test_no_small_slice_is_worked_out_of_all_releases_in_a_thousand_sets() -> None:
    lost, defended, numbers = attack(1_000, 2027)
    assert lost == []
    assert defended > 1_000
    assert numbers > 1_000


def whole(yes: int, no: int) -> Data:
    """The same in every service and half-year."""
    return dict.fromkeys(ATOMS, (yes, no))


def hides(data: Data, *scopes: Scope) -> bool:
    return released(data, scopes)[-1][1] == HIDDEN_TOO


YEAR, FIRST, SECOND = (
    scope(SERVICES, (0, 1)),
    scope(SERVICES, (0,)),
    scope(SERVICES, (1,)),
)


@pytest.mark.parametrize(
    ("yes", "told"), [(1, True), (2, True), (0, False), (6, False)]
)
def test_a_year_beside_its_half_tells_of_the_other_half(yes: int, told: bool) -> None:  # noqa: FBT001
    quiet = {("a", 1): (yes, 20), ("b", 1): (0, 20), ("c", 1): (0, 20)}
    data = {**whole(10, 10), **quiet}
    assert hides(data, FIRST, YEAR) is told
    assert hides(data, YEAR, FIRST) is told


@pytest.mark.parametrize(("yes", "told"), [(4, True), (0, False), (9, False)])
def test_three_services_beside_two_told_alone_tell_of_the_third(
    yes: int,
    told: bool,  # noqa: FBT001
) -> None:
    """27 is printed as 25, and 58 as 60: so the third has four at least."""
    a, b, every = (scope(s, (0, 1)) for s in (("a",), ("b",), SERVICES))
    data = dict.fromkeys(ATOMS, (0, 15))
    data |= {("a", 0): (27, 15), ("b", 0): (27, 15), ("c", 0): (yes, 15)}
    assert hides(data, a, b, every) is told


def test_the_same_figure_again_and_figures_of_our_work_are_not_hidden() -> None:
    assert not hides(whole(20, 20), YEAR, YEAR)
    data = {**whole(10, 10), ("a", 1): (1, 0), ("b", 1): (0, 0), ("c", 1): (0, 0)}
    work = Figure("TM12", "x", 1, 61, MeasureClass.PROCESS)
    assert not gives_away(YEAR, [FIRST], lambda _: work, {})
    assert gives_away(YEAR, [FIRST], lambda s: figure(data, s), {})
