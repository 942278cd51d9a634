"""Working days by nation: adding, counting, rolling back to them (brief 4.1)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


def in_full(day: date) -> str:
    """A date as people read it: 9 November 2026."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


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
            day += ONE_DAY
            while not self.is_working_day(day):
                day += ONE_DAY
        return day

    def roll_back(self, day: date) -> date:
        """The day itself, or the working day before it: the promise is "by"."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def working_days_after(self, due: date, until: date) -> int:
        """How many working days after `due`, up to and with `until` (0 if none)."""
        days = range((until - due).days)
        return sum(self.is_working_day(due + ONE_DAY * (n + 1)) for n in days)
