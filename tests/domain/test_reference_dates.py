"""Dates against a reference of a few plain lines, over years, nations and month ends.

The reference looks days up in one long list of working days; it shares nothing with
`workflow` but the bank holidays.
"""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.domain.diary import due_items
from workflow.domain.organisation import Organisation
from workflow.domain.records.plan import ScheduledReview
from workflow.domain.rhythm import add, occurrences
from workflow.domain.vocabulary import Nation, Unit

# The reference


@cache
def working(nation: Nation) -> list[date]:
    days = (date(2018, 1, 1) + timedelta(days=n) for n in range(30 * 365))
    holidays = calendar_for(nation).holidays
    return [d for d in days if d.isoweekday() < 6 and d not in holidays]


def after(nation: Nation, day: date, count: int) -> date:
    days = working(nation)
    return day if count == 0 else days[bisect_right(days, day) + count - 1]


def rolled(nation: Nation, day: date) -> date:
    return working(nation)[bisect_right(working(nation), day) - 1]


def late(nation: Nation, due: date, until: date) -> int:
    days = working(nation)
    return max(bisect_right(days, until) - bisect_right(days, due), 0)


def month_on(day: date, count: int) -> date:
    year, month = day.year + (day.month - 1 + count) // 12, (day.month - 1 + count) % 12
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(
        date(year, month + 1, 1) + timedelta(day.day - 1), following - timedelta(1)
    )


def status(nation: Nation, due: date, today: date, urgent: bool) -> str:  # noqa: FBT001
    if today <= due:
        soon = bisect_left(working(nation), due) - bisect_right(working(nation), today)
        near = soon + (due in working(nation)) <= (2 if urgent else 5)
        return "due_today" if today == due else "due_soon" if near else "not_due"
    rungs = (0, 1, 2, 5) if urgent else (1, 3, 5, 10)
    level = sum(late(nation, due, today) >= rung for rung in rungs)
    return f"escalated_{level}" if level else "overdue"


# The comparison

NATIONS = st.sampled_from(list(Nation))
DAYS = st.dates(date(2019, 1, 1), date(2040, 12, 31))
HARD_DAYS = st.sampled_from(
    [
        date(2024, 2, 29),
        date(2026, 12, 24),
        date(2026, 12, 25),
        date(2026, 11, 30),
        date(2027, 1, 31),
        date(2027, 3, 17),
        date(2027, 7, 12),
        date(2027, 12, 31),
        date(2028, 2, 29),
    ]
)
ANY_DAY = DAYS | HARD_DAYS


@given(NATIONS, ANY_DAY, st.integers(0, 80))
def test_working_days_are_added_as_a_list_of_them_says(
    nation: Nation, day: date, count: int
) -> None:
    calendar = calendar_for(nation)
    assert calendar.add_working_days(day, count) == after(nation, day, count)


@given(NATIONS, ANY_DAY)
def test_a_date_rolls_back_to_the_last_working_day(nation: Nation, day: date) -> None:
    assert calendar_for(nation).roll_back(day) == rolled(nation, day)


@given(NATIONS, ANY_DAY, st.integers(-40, 400) | st.integers(400, 2500))
def test_days_late_are_the_working_days_between(
    nation: Nation, due: date, span: int
) -> None:
    until = due + timedelta(days=span)
    counted = calendar_for(nation).working_days_after(due, until)
    assert counted == late(nation, due, until)


@given(NATIONS, ANY_DAY, st.integers(1, 12), st.integers(1, 40), st.booleans())
def test_a_rhythm_keeps_its_anchor_whatever_the_calendar_does(
    nation: Nation,
    first: date,
    every: int,
    times: int,
    monthly: bool,  # noqa: FBT001 - drawn
) -> None:
    unit = "months" if monthly else "weeks"
    schedule = ScheduledReview.model_validate(
        {"first_due": first, "every": every, "unit": unit, "occurrences": times}
    )
    found = occurrences(schedule, calendar_for(nation), date(2099, 1, 1))
    plain = [
        month_on(first, k * every) if monthly else first + timedelta(weeks=k * every)
        for k in range(times)
    ]
    last = working(nation)[-1]
    expected = [(day, rolled(nation, day)) for day in plain if day < last]
    assert [(o.unrolled, o.due_on) for o in found][: len(expected)] == expected
    assert len(found) == times


@given(NATIONS, ANY_DAY, st.integers(0, 60))
def test_months_and_weeks_and_hours_count_as_the_brief_says(
    nation: Nation, day: date, count: int
) -> None:
    calendar = calendar_for(nation)
    assert add(day, count, Unit.MONTHS, calendar) == month_on(day, count)
    assert add(day, count, Unit.WEEKS, calendar) == day + timedelta(days=7 * count)
    whole = count // 24 + (count > 24 and count % 24 > 0)
    assert add(day, count, Unit.HOURS, calendar) == day + timedelta(days=whole)


SERVICES = {
    Nation.ENGLAND: "sv-quillmere",
    Nation.SCOTLAND: "sv-fernhaugh",
}


@pytest.fixture(scope="module")
def organisation(starter: Path) -> Organisation:
    return load_organisation(starter)[0]


@given(
    nation=st.sampled_from(list(SERVICES)),
    first=ANY_DAY,
    days=st.integers(-20, 20),
    urgent=st.booleans(),
)
def test_every_status_is_what_the_reference_says(
    organisation: Organisation,
    nation: Nation,
    first: date,
    days: int,
    *,
    urgent: bool,
) -> None:
    due = rolled(nation, first)
    today = due + timedelta(days=days)
    case = {"service_id": SERVICES[nation], "priority": "urgent" if urgent else ""}
    schedule = [{"id": "RS1", "kind": "scheduled", "first_due": str(first)}]
    folder = a_folder(case=case, plan={"review_schedule": schedule})
    found = due_items(folder, organisation, calendar_for(nation), today)
    (item,) = (i for i in found if i.source == "RS1")
    assert (item.due_on, item.status.value) == (due, status(nation, due, today, urgent))
    assert item.days_late == late(nation, due, today)
