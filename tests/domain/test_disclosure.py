"""What may be shown of a small number (brief 6.2, 6.3)."""

import pytest

from workflow.domain.disclosure import (
    HIDDEN_TOO,
    NEARLY_ALL,
    NO_CASES,
    SMALL_PROCESS,
    TOO_FEW,
    Figure,
    Limits,
    counts_shown,
    figure_json,
    is_hidden,
    permitted,
    permitted_parts,
)
from workflow.domain.vocabulary import MeasureClass


def people(n: int, d: int) -> Figure:
    return Figure("TM02", "People who told us", n, d, MeasureClass.PERSON)


def work(n: int, d: int, share: float = 0.0) -> Figure:
    process = MeasureClass.PROCESS
    return Figure("TM12", "Reviews on time", n, d, process, largest_share=share)


@pytest.mark.parametrize(
    ("n", "d", "shown"),
    [
        (0, 0, NO_CASES),
        (3, 9, TOO_FEW),
        (1, 10, "few"),
        (2, 10, "about a quarter"),
        (5, 10, "about half"),
        (7, 10, "about three quarters"),
        (8, 10, "most"),
        (9, 10, NEARLY_ALL),
        (19, 19, NEARLY_ALL),
        (0, 20, "fewer than 5"),
        (4, 20, "fewer than 5"),
        (5, 20, "about 5 of 20 (25%)"),
        (16, 20, NEARLY_ALL),
        (8, 22, "about 10 of 20 (35%)"),
        (9, 40, "about 10 of 40 (25%)"),
    ],
)
def test_numbers_about_people_are_rounded_or_put_into_words(
    n: int, d: int, shown: str
) -> None:
    assert permitted(people(n, d), {}) == shown


@pytest.mark.parametrize(
    ("n", "d", "shown"),
    [
        (0, 0, NO_CASES),
        (4, 4, SMALL_PROCESS),
        (4, 5, "4 of 5 (80%)"),
        (0, 7, "0 of 7 (0%)"),
        (1, 8, "1 of 8 (13%)"),
    ],
)
def test_numbers_about_our_work_are_true_from_five(n: int, d: int, shown: str) -> None:
    assert permitted(work(n, d), {}) == shown


def test_a_process_that_is_mostly_one_case_is_about_a_person() -> None:
    assert permitted(work(6, 6, share=1.0), {}) == TOO_FEW
    assert permitted(work(4, 8, share=0.5), {}) == "4 of 8 (50%)"


def test_the_provider_may_ask_for_more_care() -> None:
    strict = {"strict_1_to_7": "true"}
    assert permitted(people(7, 40), strict) == "fewer than 8"
    assert permitted(people(7, 40), {"min_count": "10"}) == "fewer than 10"
    assert Limits.of({"round_to": "0", "min_count": "x"}) == Limits()


def test_of_a_hidden_count_neither_whole_nor_rest_is_given() -> None:
    assert is_hidden(people(4, 40), {})
    assert counts_shown(people(4, 40), {}) is None
    assert is_hidden(people(37, 40), {})
    assert counts_shown(people(12, 40), {}) == (10, 40)
    assert counts_shown(work(4, 5), {}) == (4, 5)
    assert is_hidden(work(4, 4), {})
    assert not is_hidden(work(0, 0), {})


def test_a_lone_hidden_part_hides_the_smallest_of_the_others() -> None:
    parts = (people(20, 40), people(17, 40), people(3, 40))
    forms = permitted_parts(parts, {})
    assert forms == ("about 20 of 40 (50%)", HIDDEN_TOO, "fewer than 5")


def test_of_equal_parts_the_later_one_is_hidden_too() -> None:
    parts = (people(3, 40), people(18, 40), people(18, 40))
    assert permitted_parts(parts, {})[2] == HIDDEN_TOO


def test_two_hidden_parts_hide_each_other() -> None:
    parts = (people(33, 40), people(4, 40), people(3, 40))
    assert permitted_parts(parts, {})[1:] == ("fewer than 5", "fewer than 5")


def test_staff_see_the_counts_beside_what_may_be_shown() -> None:
    assert figure_json(work(6, 6, share=1.0), TOO_FEW) == {
        "n": 6,
        "d": 6,
        "class": "person",
        "shown": TOO_FEW,
    }
