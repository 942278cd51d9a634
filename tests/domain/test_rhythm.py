"""Spans and anchored recurrence (brief 4.3, vectors V5 to V8 and V10 to V12)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.records.plan import ScheduledReview
from workflow.domain.rhythm import add, occurrences
from workflow.domain.vocabulary import Nation, Unit
from workflow.domain.working_days import Calendar

ENGLAND = calendar_for(Nation.ENGLAND)
SCOTLAND = calendar_for(Nation.SCOTLAND)


def dates(calendar: Calendar, **schedule: object) -> list[date]:
    found = occurrences(ScheduledReview.model_validate(schedule), calendar)
    return [occurrence.due_on for occurrence in found]


def test_v5_the_rhythm_keeps_its_anchor_over_a_scottish_holiday() -> None:
    first = date(2026, 10, 5)
    found = dates(SCOTLAND, first_due=first, every=4, unit="weeks", occurrences=4)
    assert found == [
        first,
        date(2026, 11, 2),
        date(2026, 11, 27),
        date(2026, 12, 24),
    ]


def test_v6_weekly_until_a_date_gives_nine() -> None:
    first, until = date(2026, 10, 5), date(2026, 11, 30)
    found = dates(ENGLAND, first_due=first, every=7, unit="days", until=until)
    assert found == [first + timedelta(weeks=k) for k in range(9)]


def test_v7_six_weeks_after_agreement() -> None:
    assert add(date(2026, 9, 25), 6, Unit.WEEKS, ENGLAND) == date(2026, 11, 6)


def test_v8_managerial_review_and_learning_note() -> None:
    assert add(date(2026, 10, 29), 5, Unit.WORKING_DAYS, ENGLAND) == date(2026, 11, 5)
    assert add(date(2026, 10, 30), 10, Unit.WORKING_DAYS, ENGLAND) == date(2026, 11, 13)


def test_v10_missed_check_in_over_a_weekend() -> None:
    assert add(date(2026, 10, 15), 2, Unit.WORKING_DAYS, SCOTLAND) == date(2026, 10, 19)


def test_v11_monthly_from_the_last_day_of_january() -> None:
    first = date(2027, 1, 31)
    found = dates(ENGLAND, first_due=first, every=1, unit="months", occurrences=5)
    assert found == [
        date(2027, 1, 29),
        date(2027, 2, 26),
        date(2027, 3, 31),
        date(2027, 4, 30),
        date(2027, 5, 28),
    ]


def test_v12_offer_of_a_talk_after_an_outside_contact() -> None:
    assert add(date(2026, 10, 20), 2, Unit.WORKING_DAYS, ENGLAND) == date(2026, 10, 22)


@pytest.mark.parametrize(("hours", "days"), [(4, 0), (24, 1), (36, 2), (72, 3)])
def test_hours_count_in_days(hours: int, days: int) -> None:
    saturday = date(2026, 11, 21)
    expected = saturday + timedelta(days=days)
    assert add(saturday, hours, Unit.HOURS, ENGLAND) == expected


def test_a_review_without_an_interval_comes_once() -> None:
    assert dates(ENGLAND, first_due=date(2026, 12, 3)) == [date(2026, 12, 3)]
    assert dates(ENGLAND) == []


def test_a_schedule_with_no_end_is_cut_off_unless_a_horizon_is_given() -> None:
    first = date(2020, 1, 6)
    schedule = ScheduledReview(first_due=first, every=1, unit=Unit.WEEKS)
    assert len(occurrences(schedule, ENGLAND)) == 60
    horizon = date(2026, 11, 23)
    found = occurrences(schedule, ENGLAND, horizon)
    assert found[-2].unrolled <= horizon < found[-1].unrolled


def test_half_an_interval_early_is_early_enough() -> None:
    first = date(2026, 10, 5)
    schedule = ScheduledReview(first_due=first, every=4, unit=Unit.WEEKS)
    assert occurrences(schedule, ENGLAND)[1].earliest == date(2026, 10, 19)


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("every", [-3, 0, 10**12])
def test_an_absurd_interval_does_no_harm(every: int, unit: Unit) -> None:
    first = date(2026, 10, 5)
    schedule = ScheduledReview(first_due=first, every=every, unit=unit)
    found = occurrences(schedule, ENGLAND, date(2027, 10, 5))
    assert found[0].unrolled == first
    assert len(found) <= 2


@given(
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(1, 12),
    st.sampled_from([Unit.WEEKS, Unit.MONTHS]),
)
def test_dates_only_move_forward_and_only_roll_back(
    first: date, every: int, unit: Unit
) -> None:
    schedule = ScheduledReview(first_due=first, every=every, unit=unit, occurrences=8)
    found = occurrences(schedule, SCOTLAND)
    unrolled = [occurrence.unrolled for occurrence in found]
    assert unrolled == sorted(set(unrolled))
    assert found[0].due_on == SCOTLAND.roll_back(first)
    for occurrence in found:
        assert SCOTLAND.is_working_day(occurrence.due_on)
        assert occurrence.due_on <= occurrence.unrolled
        assert found[0].due_on <= occurrence.due_on
