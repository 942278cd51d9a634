"""Working days by nation: adding, counting, rolling back to them (brief 4.1)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_A_WEEK = 7
MANY_WEEKS = 100  # from here on counting by weeks is quicker than day by day
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


def in_full(day: date) -> str:
    """A date as people read it: 9 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def later(day: date, days: int) -> date:
    """The day some days later (earlier when negative), as far as the calendar goes."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


@dataclass(frozen=True)
class Calendar:
    """The working days of one nation.

    `working` holds the weekdays worked (0 is Monday), `holidays` the bank holidays.
    """

    holidays: AbstractSet[date] = frozenset()
    working: AbstractSet[int] = frozenset({0, 1, 2, 3, 4})

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day."""
        return day.weekday() in self.working and day not in self.holidays

    def add_working_days(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`; `day` itself is never counted."""
        for _ in range(count):
            day = later(day, 1)
            while not self.is_working_day(day) and day < date.max:
                day = later(day, 1)
        return day

    def roll_back(self, day: date) -> date:
        """The day itself, or the working day before it: the promise is "by"."""
        while not self.is_working_day(day) and day > date.min:
            day = later(day, -1)
        return day

    def working_days_after(self, due: date, until: date) -> int:
        """How many working days after `due`, up to and with `until` (0 if none)."""
        weeks, days = divmod(max((until - due).days, 0), DAYS_A_WEEK)
        if weeks < MANY_WEEKS:
            weeks, days = 0, weeks * DAYS_A_WEEK + days
        single = (later(due, n + 1) for n in range(days))
        rest = sum(self.is_working_day(day) for day in single)
        return rest + self._in_weeks(later(due, days), until) if weeks else rest

    def _in_weeks(self, after: date, until: date) -> int:
        """The working days of whole weeks, without looking at each day."""
        weeks = (until - after).days // DAYS_A_WEEK
        off = (h for h in self.holidays if after < h <= until)
        free = sum(day.weekday() in self.working for day in off)
        return weeks * len(self.working) - free
