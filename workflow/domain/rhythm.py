"""When things fall due: spans, set dates, anchored recurrence (brief 4.1, 4.3)."""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.records.plan import ScheduledReview
from workflow.domain.vocabulary import Unit
from workflow.domain.working_days import Calendar

HOURS_A_DAY = 24
MONTHS_A_YEAR = 12
MOST_OCCURRENCES = 120


@dataclass(frozen=True)
class Occurrence:
    """One date of a schedule: as the rhythm has it, and rolled back to a working day."""

    unrolled: date
    due_on: date


def add(day: date, count: int, unit: Unit, calendar: Calendar) -> date:
    """The day `count` units after `day`.

    Hours count in days, because the files hold dates: 4 hours is the same day, 24
    hours the next (rulings). Months keep the day of the month, or end with it.
    """
    if unit is Unit.HOURS:
        return day + timedelta(days=count // HOURS_A_DAY)
    if unit is Unit.DAYS:
        return day + timedelta(days=count)
    if unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(day, count)
    if unit is Unit.WEEKS:
        return day + timedelta(weeks=count)
    return _months_after(day, count)


def occurrences(
    schedule: ScheduledReview, calendar: Calendar, horizon: date
) -> Iterator[Occurrence]:
    """The dates of a schedule up to `horizon`, and always one after it.

    Anchored to the first due date: a late review does not move later ones.
    """
    first = schedule.first_due
    for k in range(MOST_OCCURRENCES if first else 0):
        if first is None or not _goes_on(schedule, k):
            return
        unit = schedule.unit or Unit.DAYS
        unrolled = add(first, k * (schedule.every or 0), unit, calendar)
        if schedule.until and unrolled > schedule.until:
            return
        yield Occurrence(unrolled, calendar.roll_back(unrolled))
        if unrolled > horizon:
            return


def _goes_on(schedule: ScheduledReview, k: int) -> bool:
    if k == 0:
        return True
    if not schedule.every:
        return False
    return schedule.occurrences is None or k < schedule.occurrences


def _months_after(day: date, count: int) -> date:
    years, month = divmod(
        day.year * MONTHS_A_YEAR + day.month - 1 + count, MONTHS_A_YEAR
    )
    last = months.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))
