"""Working days by nation: adding, counting, rolling back to them (brief 4.1)."""

from bisect import bisect
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

DAYS_A_WEEK = 7
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
        first = due.weekday() + 1
        rest = sum((first + n) % DAYS_A_WEEK in self.working for n in range(days))
        free = bisect(self._days_off, until) - bisect(self._days_off, due)
        return weeks * len(self.working) + rest - max(free, 0)

    @cached_property
    def _days_off(self) -> list[date]:
        """The bank holidays that fall on a day otherwise worked, in order."""
        return sorted(day for day in self.holidays if day.weekday() in self.working)
