"""Working days: adding, counting and rolling back (brief 4.1, vectors V1 to V4)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar

ENGLAND = calendar_for(Nation.ENGLAND)
SCOTLAND = calendar_for(Nation.SCOTLAND)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize("nation", list(Nation))
def test_v1_five_working_days_over_christmas(nation: Nation) -> None:
    calendar = calendar_for(nation)
    assert calendar.add_working_days(date(2026, 12, 22), 5) == date(2026, 12, 31)


def test_v2_and_v3_st_andrews_day_is_a_holiday_in_scotland_only() -> None:
    assert ENGLAND.add_working_days(date(2026, 11, 27), 2) == date(2026, 12, 1)
    assert SCOTLAND.add_working_days(date(2026, 11, 27), 2) == date(2026, 12, 2)


@pytest.mark.parametrize("nation", list(Nation))
def test_v4_boxing_day_substitute_rolls_back_to_christmas_eve(nation: Nation) -> None:
    rolled = calendar_for(nation).roll_back(date(2026, 12, 28))
    assert rolled == date(2026, 12, 24)


def test_nothing_is_late_on_its_day_or_over_the_weekend_after() -> None:
    friday = date(2026, 11, 20)
    assert ENGLAND.working_days_after(friday, friday) == 0
    assert ENGLAND.working_days_after(friday, date(2026, 11, 22)) == 0
    assert ENGLAND.working_days_after(friday, date(2026, 11, 1)) == 0


@given(DAYS)
def test_rolling_back_gives_the_last_working_day_that_is_not_later(day: date) -> None:
    rolled = SCOTLAND.roll_back(day)
    assert SCOTLAND.is_working_day(rolled)
    assert rolled <= day
    assert SCOTLAND.working_days_after(rolled, day) == 0


@given(DAYS, st.integers(1, 40))
def test_adding_working_days_and_counting_them_agree(day: date, count: int) -> None:
    later = ENGLAND.add_working_days(day, count)
    assert ENGLAND.is_working_day(later)
    assert ENGLAND.working_days_after(day, later) == count


@given(DAYS, DAYS, DAYS)
def test_a_holiday_more_never_brings_a_date_nearer(
    day: date, holiday: date, other: date
) -> None:
    fewer, more = Calendar(frozenset({other})), Calendar(frozenset({other, holiday}))
    assert more.add_working_days(day, 10) >= fewer.add_working_days(day, 10)
