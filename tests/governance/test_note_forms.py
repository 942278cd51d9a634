"""Somebody who keeps every weekly note learns of no small week (brief 6.3.5).

The solver here is written apart from the product: it reads the printed words and tries
every count there could be.
"""

import random
from collections import defaultdict
from itertools import pairwise, product

import pytest

from workflow.domain.disclosure import HIDDEN_TOO, Limits
from workflow.domain.governance.note_forms import Counted, Told, told

LIMITS = Limits()
Weeks = list[list[int]]  # by week, then by service
MOST = 10  # counts tried for one week, or for the three weeks two notes share


def notes_of(weeks: Weeks) -> list[Counted]:
    """A note for every four weeks that follow each other."""
    return [
        Counted(n, tuple((*week, 0) for week in weeks[n : n + 4]))
        for n in range(len(weeks) - 3)
    ]


def said_of(weeks: Weeks) -> tuple[Told, ...]:
    return told(notes_of(weeks), LIMITS)


def may_be(form: str, count: int) -> bool:
    """Whether a printed form may stand for a count, by section 6.2 alone."""
    if form == HIDDEN_TOO:
        return True
    if form == "fewer than 5":
        return count < 5
    about = int(form.removeprefix("about "))
    return count >= 5 and abs(count - about) <= 2


Sums = tuple[int, int]


def ways(first: str, second: str) -> dict[Sums, set[Sums]]:
    """Every old and new week that two forms of one place allow, by the two sums."""
    found = defaultdict(set)
    for old, shared in product(range(MOST), range(2 * MOST)):
        if may_be(first, old + shared):
            for new in range(MOST):
                if may_be(second, shared + new):
                    found[old + shared, shared + new].add((old, new))
    return found


def attacked(first: Told, second: Told) -> dict[tuple[str, int], set[int]]:
    """What the week that fell out and the new one may hold, at each of two services.

    Every way to fill the old week, the three weeks both notes have, and the new week.
    """
    whole = [
        {n for n in range(6 * MOST) if may_be(said.whole, n)}
        for said in (first, second)
    ]
    here, there = (ways(first.parts[at], second.parts[at]) for at in (0, 1))
    values: dict[tuple[str, int], set[int]] = defaultdict(set)
    for (a, b), (c, d) in product(here, there):
        if a + c in whole[0] and b + d in whole[1]:
            for service, pairs in enumerate((here[a, b], there[c, d])):
                values["old", service] |= {old for old, _ in pairs}
                values["new", service] |= {new for _, new in pairs}
    return values


def drawn(chance: random.Random) -> Weeks:
    busy = [chance.choice((0, 1, 2, 3)) for _ in range(2)]
    return [[chance.randint(0, 2 * b) for b in busy] for _ in range(6)]


def attack_all(sets: int, seed: int) -> tuple[int, int]:
    """Attack so many sets of data: small weeks defended, numbers shown."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    defended = numbers = 0
    for _ in range(sets):
        weeks = drawn(chance)
        said = said_of(weeks)
        numbers += sum(form.startswith("about") for row in said for form in row.all)
        for at, (first, second) in enumerate(pairwise(said)):
            values = attacked(first, second)
            for service in (0, 1):
                for which, week in (("old", at), ("new", at + 4)):
                    true = weeks[week][service]
                    if 1 <= true <= 4:
                        defended += 1
                        seen = values[which, service]
                        assert seen >= set(range(5)), (weeks, first, second, which)
    return defended, numbers


def test_no_small_week_is_worked_out_of_two_notes() -> None:
    defended, numbers = attack_all(60, 2026)
    assert defended > 150
    assert numbers > 100  # hiding everything would be no answer


@pytest.mark.long
def test_no_small_week_is_worked_out_of_two_notes_in_a_thousand_sets() -> None:
    defended, numbers = attack_all(1_000, 2027)
    assert defended > 2_000
    assert numbers > 3_000


def test_a_note_alone_would_have_given_a_week_away() -> None:
    weeks = [[3, 0], [2, 0], [2, 0], [1, 0], [0, 0]]
    first, second = said_of(weeks)
    assert first.whole == "about 10"
    assert {*second.all} <= {HIDDEN_TOO, "fewer than 5"}
    (alone,) = said_of(weeks[1:])
    assert alone.whole == "about 5"
    values = attacked(first, Told("about 5", alone.parts))
    assert 0 not in values["old", 0] or first.parts[0] == HIDDEN_TOO


def test_a_steady_count_goes_on_being_shown() -> None:
    rows = said_of([[3, 5]] * 9)
    assert {row.whole for row in rows} == {"about 30"}
    assert len({row.parts for row in rows}) == 1


def test_a_great_change_is_told() -> None:
    rows = said_of([[10, 9]] * 4 + [[0, 0]] * 4)
    assert [row.whole for row in rows][:3] == ["about 75", "about 55", "about 40"]


def test_a_small_count_after_a_shown_one_stays_hidden_for_good() -> None:
    rows = said_of([[2, 0]] * 4 + [[1, 0]] + [[0, 0]] * 4)
    for first, second in pairwise(rows):
        assert attacked(first, second)["old", 0] >= set(range(5))
