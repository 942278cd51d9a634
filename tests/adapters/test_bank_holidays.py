"""The bank holidays of the four nations, against the list of brief 4.1."""

from datetime import date, timedelta

import pytest

from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.vocabulary import Nation

FIRST, LAST = date(2026, 11, 23), date(2027, 12, 31)
EVERYWHERE = (
    date(2026, 12, 25),
    date(2026, 12, 28),
    date(2027, 1, 1),
    date(2027, 3, 26),
    date(2027, 5, 3),
    date(2027, 5, 31),
    date(2027, 12, 27),
    date(2027, 12, 28),
)
ENGLISH = (date(2027, 3, 29), date(2027, 8, 30))
SCOTTISH = (
    date(2026, 11, 30),
    date(2027, 1, 4),
    date(2027, 8, 2),
    date(2027, 11, 30),
)
IRISH = (date(2027, 3, 17), date(2027, 7, 12))
OF_THE_BRIEF = {
    Nation.ENGLAND: {*EVERYWHERE, *ENGLISH},
    Nation.WALES: {*EVERYWHERE, *ENGLISH},
    Nation.SCOTLAND: {*EVERYWHERE, *SCOTTISH},
    Nation.NORTHERN_IRELAND: {*EVERYWHERE, *ENGLISH, *IRISH},
}
WEEKEND = 5


@pytest.mark.parametrize("nation", list(Nation))
def test_no_weekday_is_free_that_the_brief_does_not_name(nation: Nation) -> None:
    calendar = calendar_for(nation)
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    weekdays = (day for day in days if day.weekday() < WEEKEND)
    free = {day for day in weekdays if not calendar.is_working_day(day)}
    assert free == OF_THE_BRIEF[nation]


def test_a_provider_may_work_on_other_days_of_the_week() -> None:
    calendar = calendar_for(Nation.ENGLAND, ("sat", "sun"))
    assert calendar.is_working_day(date(2026, 11, 21))
    assert not calendar.is_working_day(date(2026, 11, 23))


def test_the_days_are_known_for_the_years_asked_for() -> None:
    calendar = calendar_for(Nation.ENGLAND, (), range(2030, 2031))
    assert not calendar.is_working_day(date(2030, 12, 25))
    assert calendar.is_working_day(date(2026, 12, 25))
