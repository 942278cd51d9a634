"""When things fall due: spans, set dates, anchored recurrence (brief 4.1, 4.3)."""

import calendar as months
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from workflow.domain.records.plan import ScheduledReview
from workflow.domain.vocabulary import Unit
from workflow.domain.working_days import DAYS_A_WEEK, Calendar, later

HOURS_A_DAY = 24
MONTHS_A_YEAR = 12
LONGEST_SPAN = 36_500  # a slip of the pen must not run off the end of the calendar
MOST_OCCURRENCES = 2_000
MOST_WITHOUT_HORIZON = 60


@dataclass(frozen=True)
class Occurrence:
    """One date of a schedule: as the rhythm has it, and rolled back to a working day.

    A review held before `earliest` (half an interval before) does not meet it.
    """

    unrolled: date
    due_on: date
    earliest: date = date.min


def add(day: date, count: int, unit: Unit, calendar: Calendar) -> date:
    """The day `count` units after `day`, not rolled.

    Hours count in days, because the files hold dates: 4 hours is the same day, 24
    hours the next (rulings). Months keep the day of the month, or end with it.
    """
    count = min(count, LONGEST_SPAN)
    if unit is Unit.HOURS:
        return later(day, in_days(count))
    if unit is Unit.DAYS:
        return later(day, count)
    if unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(day, count)
    if unit is Unit.WEEKS:
        return later(day, count * DAYS_A_WEEK)
    return months_after(day, count)


def due_after(day: date, count: int, unit: Unit, calendar: Calendar) -> date:
    """When something `count` units after `day` is due (brief 4.1, rulings).

    What comes from weeks or months rolls back to a working day; what comes from hours
    or days never does.
    """
    due = add(day, count, unit, calendar)
    rolls = unit in (Unit.WEEKS, Unit.MONTHS)
    return calendar.roll_back(due) if rolls else due


def in_days(hours: int) -> int:
    """A limit in hours as a limit in days: under a day is the same day (rulings)."""
    return 0 if hours < HOURS_A_DAY else -(-hours // HOURS_A_DAY)


def months_after(day: date, count: int) -> date:
    """The same day `count` months later, or the last of that month."""
    years, month = divmod(
        day.year * MONTHS_A_YEAR + day.month - 1 + count, MONTHS_A_YEAR
    )
    years = min(max(years, date.min.year), date.max.year)
    last = months.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def occurrences(
    schedule: ScheduledReview, calendar: Calendar, horizon: date | None = None
) -> tuple[Occurrence, ...]:
    """The dates of a schedule up to `horizon`, and always one after it.

    Anchored to the first due date: a late review does not move later ones. Without a
    horizon a schedule with no end is cut off after 60.
    """
    if horizon is None:
        open_ended = not (schedule.until or schedule.occurrences)
        most = MOST_WITHOUT_HORIZON if open_ended else MOST_OCCURRENCES
        return tuple(islice(_endless(schedule, calendar), most))
    found: list[Occurrence] = []
    for occurrence in islice(_endless(schedule, calendar), MOST_OCCURRENCES):
        found.append(occurrence)
        if occurrence.unrolled > horizon:
            break
    return tuple(found)


def _endless(schedule: ScheduledReview, calendar: Calendar) -> Iterator[Occurrence]:
    """Every date of a schedule, as far as its own end."""
    unrolled, k = schedule.first_due, 0
    every = min(max(schedule.every or 0, 0), LONGEST_SPAN)
    unit = schedule.unit or Unit.DAYS
    while unrolled and not (schedule.until and unrolled > schedule.until):
        following = add(schedule.first_due or unrolled, (k + 1) * every, unit, calendar)
        half = (following - unrolled).days // 2
        earliest = later(unrolled, -half) if every else date.min
        yield Occurrence(unrolled, calendar.roll_back(unrolled), earliest)
        k += 1
        if following <= unrolled or k == schedule.occurrences:
            return
        unrolled = following
