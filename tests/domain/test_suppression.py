"""A stranger who sees only what is shown works out no small number (brief 6.3).

The solver here is written apart from the product: it reads the printed words.
"""

import random
import re
from collections.abc import Mapping

from workflow.domain.disclosure import (
    HIDDEN_TOO,
    NEARLY_ALL,
    NO_CASES,
    TOO_FEW,
    WHOLES,
    Figure,
    mostly_hidden,
    permitted_parts,
    shown_forms,
)
from workflow.domain.vocabulary import MeasureClass

ABOUT = re.compile(r"about (\d+) of (\d+) \((\d+)%\)")
BANDS = {
    "few": (0, 0.2),
    "about a quarter": (0.2, 0.375),
    "about half": (0.375, 0.625),
    "about three quarters": (0.625, 0.8),
}


def person(name: str, n: int, d: int) -> Figure:
    return Figure(name, name, n, d, MeasureClass.PERSON)


def agrees(shown: str, n: int, d: int) -> bool:
    """Whether a true count may stand behind printed words, by section 6.2 alone."""
    if shown == HIDDEN_TOO:
        return True
    if shown == NO_CASES:
        return d == 0
    if shown == TOO_FEW:
        return 0 < d < 10
    if shown == "fewer than 5":
        return d >= 20 and n <= 4
    if found := ABOUT.fullmatch(shown):
        about_n, about_d, percent = map(int, found.groups())
        near = abs(n - about_n) <= 2 and abs(d - about_d) <= 2
        right = percent - 2.5 <= 100 * n / d < percent + 2.5 if d else False
        return near and right and d >= 20 and n >= 5 and d - n >= 5
    return agrees_in_words(shown, n, d)


def agrees_in_words(shown: str, n: int, d: int) -> bool:
    if shown == NEARLY_ALL:
        big = d >= 20 and n > 4 and d - n < 5
        return big or (10 <= d < 20 and n / d >= 0.8 and d - n < 2)
    if not 10 <= d < 20:
        return False
    if shown == "most":
        return n / d >= 0.8 and d - n >= 2
    low, high = BANDS[shown]
    return low <= n / d < high


def attacked(shown: tuple[str, ...], most: int) -> list[set[int]]:
    """Every value each of the three parts may have, by trying all there are."""
    values: list[set[int]] = [set(), set(), set()]
    for d in range(most + 1):
        firsts = [n for n in range(d + 1) if agrees(shown[0], n, d)]
        seconds = [n for n in range(d + 1) if agrees(shown[1], n, d)]
        for first in firsts:
            for second in seconds:
                third = d - first - second
                if third >= 0 and agrees(shown[2], third, d):
                    for at, value in enumerate((first, second, third)):
                        values[at].add(value)
    return values


def is_number(shown: str) -> bool:
    return bool(ABOUT.fullmatch(shown)) or shown in BANDS or shown == "most"


def random_parts(chance: random.Random) -> tuple[int, int, int]:
    middle = chance.choice((5, 12, 25))
    parts = [chance.randrange(n) for n in (chance.choice((2, 4, 6, 12)), middle, 30)]
    chance.shuffle(parts)
    return parts[0], parts[1], parts[2]


def test_no_small_number_is_worked_out_of_a_thousand_sets_of_data() -> None:
    chance = random.Random(2026)  # noqa: S311 - nothing here is secret
    attacks = shown_numbers = 0
    for _ in range(1_000):
        parts = random_parts(chance)
        d = sum(parts)
        figures = {
            f"TM05{letter}": person(f"TM05{letter}", n, d)
            for letter, n in zip("abc", parts, strict=True)
        }
        forms = shown_forms(figures, {})
        shown = tuple(forms[f"TM05{letter}"] for letter in "abc")
        could_be = attacked(shown, d + 25)
        for true, form, values in zip(parts, shown, could_be, strict=True):
            assert true in values or not d
            shown_numbers += is_number(form)
            if is_number(form) or not 1 <= true <= 4:
                continue
            attacks += 1
            assert values >= set(range(min(4, d) + 1)), (parts, shown, values)
    assert attacks > 300
    assert shown_numbers > 150  # hiding everything would be no answer


def test_of_what_was_said_yes_and_partly_the_no_is_not_worked_out() -> None:
    chance = random.Random(7)  # noqa: S311 - nothing here is secret
    for _ in range(200):
        yes, partly, no = random_parts(chance)
        d = yes + partly + no
        figures = {n: person(n, v, d) for n, v in (("TM10", yes), ("TM10p", partly))}
        forms: Mapping[str, str] = shown_forms(figures, {})
        values = attacked((forms["TM10"], forms["TM10p"], HIDDEN_TOO), d + 25)
        if 1 <= no <= 4:
            assert values[2] >= set(range(min(4, d) + 1)), (yes, partly, no, forms)


def test_two_hidden_parts_that_add_up_are_not_enough() -> None:
    parts = [person("x", n, 25) for n in (20, 3, 2)]
    assert permitted_parts(parts, {})[0] == HIDDEN_TOO


def test_a_figure_withheld_hides_another_of_its_whole() -> None:
    figures = {f"TM05{x}": person(f"TM05{x}", 20, 60) for x in "abc"}
    assert set(shown_forms(figures, {}).values()) == {"about 20 of 60 (35%)"}
    forms = shown_forms(figures, {}, withheld=["TM05a"])
    assert forms["TM05a"] == forms["TM05c"] == HIDDEN_TOO
    assert forms["TM05b"] == "about 20 of 60 (35%)"


def test_every_part_of_a_whole_is_a_measure_of_its_own() -> None:
    named = [part for whole in WHOLES for part in whole.parts]
    assert len(named) == len(set(named))


def test_when_most_is_hidden_it_is_better_to_count_over_more() -> None:
    assert mostly_hidden({"TM02": TOO_FEW, "TM08": NEARLY_ALL, "TM33": NO_CASES}, {})
    assert not mostly_hidden({"TM02": TOO_FEW, "TM12": "8 of 9 (89%)"}, {})
    assert not mostly_hidden({"TM02": NO_CASES}, {})
