"""The test vectors of brief 4.10, and what always holds of due dates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.escalation import level
from workflow.domain.records.plan import ScheduledReview
from workflow.domain.rhythm import add, occurrences
from workflow.domain.vocabulary import Nation, Unit
from workflow.domain.working_days import Calendar

ENGLAND = calendar_for(Nation.ENGLAND)
SCOTLAND = calendar_for(Nation.SCOTLAND)
FAR = date(2027, 12, 31)


def dates(calendar: Calendar, **schedule: object) -> list[date]:
    found = occurrences(ScheduledReview.model_validate(schedule), calendar, FAR)
    return [occurrence.due_on for occurrence in found]


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


def test_v5_the_rhythm_keeps_its_anchor_over_a_scottish_holiday() -> None:
    found = dates(
        SCOTLAND, first_due=date(2026, 10, 5), every=4, unit=Unit.WEEKS, occurrences=4
    )
    assert found[2:] == [date(2026, 11, 27), date(2026, 12, 24)]


def test_v6_weekly_until_a_date_gives_nine() -> None:
    found = dates(
        ENGLAND,
        first_due=date(2026, 10, 5),
        every=7,
        unit=Unit.DAYS,
        until=date(2026, 11, 30),
    )
    assert len(found) == 9
    assert (found[0], found[-1]) == (date(2026, 10, 5), date(2026, 11, 30))


def test_v7_six_weeks_after_agreement() -> None:
    assert add(date(2026, 9, 25), 6, Unit.WEEKS, ENGLAND) == date(2026, 11, 6)


def test_v8_managerial_review_and_learning_note() -> None:
    assert add(date(2026, 10, 29), 5, Unit.WORKING_DAYS, ENGLAND) == date(2026, 11, 5)
    assert add(date(2026, 10, 30), 10, Unit.WORKING_DAYS, ENGLAND) == date(2026, 11, 13)


def test_v9_nine_working_days_late_is_with_the_manager() -> None:
    late = ENGLAND.working_days_after(date(2026, 11, 10), date(2026, 11, 23))
    assert late == 9
    assert level(late, urgent=False) == 3


def test_v10_missed_check_in_over_a_weekend() -> None:
    assert add(date(2026, 10, 15), 2, Unit.WORKING_DAYS, SCOTLAND) == date(2026, 10, 19)


def test_v11_monthly_from_the_last_day_of_january() -> None:
    found = dates(
        ENGLAND, first_due=date(2027, 1, 31), every=1, unit=Unit.MONTHS, occurrences=5
    )
    assert found == [
        date(2027, 1, 29),
        date(2027, 2, 26),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 28),
    ]


def test_v12_offer_of_a_talk_after_an_outside_contact() -> None:
    assert add(date(2026, 10, 20), 2, Unit.WORKING_DAYS, ENGLAND) == date(2026, 10, 22)


BANK_HOLIDAYS = {
    Nation.ENGLAND: "12-25 12-28 01-01 03-26 03-29 05-03 05-31 08-30 12-27",
    Nation.SCOTLAND: "11-30 12-25 12-28 01-01 01-04 03-26 05-03 05-31 08-02 12-27",
    Nation.NORTHERN_IRELAND: "12-25 12-28 01-01 03-17 03-26 03-29 07-12 08-30 12-27",
}


@pytest.mark.parametrize("nation", BANK_HOLIDAYS)
def test_bank_holidays_are_those_of_the_brief(nation: Nation) -> None:
    calendar = calendar_for(nation)
    for day in BANK_HOLIDAYS[nation].split():
        month, number = (int(part) for part in day.split("-"))
        year = 2026 if day in ("11-30", "12-25", "12-28") else 2027
        assert not calendar.is_working_day(date(year, month, number)), day


def test_scotland_works_on_easter_monday_and_the_english_august_holiday() -> None:
    assert SCOTLAND.is_working_day(date(2027, 3, 29))
    assert SCOTLAND.is_working_day(date(2027, 8, 30))


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_rolling_back_gives_the_last_working_day_that_is_not_later(day: date) -> None:
    rolled = SCOTLAND.roll_back(day)
    assert SCOTLAND.is_working_day(rolled)
    assert rolled <= day
    assert SCOTLAND.working_days_after(rolled, day) == 0


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 40))
def test_adding_working_days_and_counting_them_agree(day: date, count: int) -> None:
    later = ENGLAND.add_working_days(day, count)
    assert ENGLAND.working_days_after(day, later) == count
