"""What became of one invented person: who is in it, which days count, what is wrong.

A story is drawn from the dice once; the files of the case are told from it, so that
their dates and names hang together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import TypeVar

from benchmarks.sayings import FIRST, GAPS, LAST, SAYINGS
from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.rhythm import months_after
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar

FAULTY = 0.18  # the share of cases with something late or amiss
FAULTS = (
    "late review",
    "late action",
    "no check-in",
    "nothing said",
    "shared outside",
    "old limit",
    "owner covers",
    "no reason",
)
STATUSES = {
    "listening": 4,
    "planning": 8,
    "active": 58,
    "stepping_down": 12,
    "closed": 18,
}
FOCUS = {
    ("safe_contact",): 28,
    ("positive_risk",): 28,
    ("information_sharing",): 18,
    ("other",): 12,
    ("safe_contact", "information_sharing"): 9,
    ("positive_risk", "information_sharing"): 5,
}
AGES = {  # days since the plan was agreed: the least and the most
    "active": (3, 260),
    "stepping_down": (90, 330),
    "closed": (140, 420),
}
AGREED = {status: STATUSES[status] for status in AGES}
T = TypeVar("T")
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Team:
    """The staff ids of one service."""

    service: str
    nation: str
    authority: str
    lead: str
    deputy: str
    manager: str
    keyworkers: tuple[str, ...]
    workers: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """A review that has been held, or is still planned when `held` is None."""

    kind: str
    schedule: str
    due: date
    held: date | None
    name: str


class _Filled(dict[str, str]):
    """Fills each gap of a saying from its list, anew every time."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice

    def __missing__(self, gap: str) -> str:
        return self.dice.choice(GAPS[gap])


@dataclass(frozen=True)
class Story:
    """One case. `agreed` is the day of the first plan, `end` closing day or today."""

    ref: str
    number: int
    dice: Random
    team: Team
    today: date
    status: str
    focus: tuple[str, ...]
    opened: date
    agreed: date | None
    closed: date | None
    faults: frozenset[str]
    gaps: Mapping[str, str] = field(repr=False, compare=False)

    @property
    def end(self) -> date:
        return self.closed or self.today

    @property
    def calendar(self) -> Calendar:
        return calendar_for(Nation.of(self.team.nation))

    @cached_property
    def owner(self) -> str:
        return self.team.keyworkers[self.number % len(self.team.keyworkers)]

    @cached_property
    def cover(self) -> str:
        return self.owner if "owner covers" in self.faults else self.team.deputy

    @cached_property
    def last_name(self) -> str:
        return self.dice.choice(LAST)

    @cached_property
    def first_name(self) -> str:
        return self.dice.choice(FIRST)

    @cached_property
    def presumed(self) -> bool:
        """Whether nobody doubts that they can decide about this."""
        return self.chance(0.85)

    @cached_property
    def known_source(self) -> bool:
        """Whether the worry is about somebody they know, who is then contact c1."""
        return "safe_contact" in self.focus

    @cached_property
    def has_limit(self) -> bool:
        limited = self.chance(0.15) or "old limit" in self.faults
        return limited and self.agreed is not None and self.status != "closed"

    @cached_property
    def advocate(self) -> bool:
        return self.chance(0.4)

    @cached_property
    def easy_read(self) -> bool:
        return self.chance(0.3)

    @cached_property
    def outcomes(self) -> int:
        return self.dice.randint(1, 3)

    @cached_property
    def new_version(self) -> Held | None:
        """The review at which the plan was written anew, if there was one."""
        lately = (self.today - 3 * DAY) if self.closed is None else self.end
        met = [r for r in self.reviews if r.kind == "initial" and r.held]
        early = [r for r in met if r.held and r.held < lately]
        return early[0] if early and self.chance(0.35) else None

    @property
    def version(self) -> int:
        return 2 if self.new_version else 1

    def version_on(self, day: date) -> int:
        new = self.new_version
        return 2 if new and new.held and day > new.held else 1

    @cached_property
    def reviews(self) -> tuple[Held, ...]:
        return tuple(sorted(self._reviews(), key=lambda r: r.due))

    def _reviews(self) -> Iterator[Held]:
        if self.agreed is None:
            return
        yield from self._rhythm("initial", "RS1", self.first_review, WEEK, 1)
        every = self.weeks_between * WEEK
        yield from self._rhythm("scheduled", "RS2", self.second_review, every, 40)
        if "safe_contact" in self.focus:
            first = self.agreed + WEEK
            yield from self._rhythm("pattern", "RS3", first, WEEK, self.pattern_weeks)
        if self.has_limit:
            first = self.agreed + 4 * WEEK
            yield from self._rhythm("restriction", "RS4", first, 4 * WEEK, 40)

    def _rhythm(
        self, kind: str, schedule: str, first: date, every: timedelta, most: int
    ) -> Iterator[Held]:
        """Those that have come due, all held on the day; the last not if it is late."""
        dues = [self.calendar.roll_back(first + every * k) for k in range(most)]
        passed = [due for due in dues if due < self.end]
        late = "late review" in self.faults and kind in ("initial", "scheduled")
        for due in passed[:-1] if late else passed:
            day = min(self.calendar.add_working_days(due - 2 * DAY, 1), due)
            held = due if self.chance(0.8) else day
            yield Held(kind, schedule, due, held, f"{due}-{kind}-01")

    @property
    def weeks_between(self) -> int:
        return 5 if self.team.nation == "wales" else 8

    @property
    def first_review(self) -> date:
        start = self.agreed or self.opened
        return self.calendar.roll_back(start + 5 * WEEK)

    @property
    def second_review(self) -> date:
        return self.first_review + self.weeks_between * WEEK

    @property
    def pattern_weeks(self) -> int:
        return 4 + self.number % 5

    def last_held(self, *kinds: str) -> Held | None:
        held = [r for r in self.reviews if r.kind in kinds and r.held]
        return held[-1] if held else None

    @cached_property
    def agreements(self) -> tuple[tuple[str, date, date], ...]:
        """The sharing agreements one after the other: id, first and last day."""
        if self.agreed is None:
            return ()
        day = self.agreed
        found: list[tuple[str, date, date]] = []
        while True:
            until = self.calendar.roll_back(months_after(day, 3))
            found.append((f"B{len(found) + 1}", day, until))
            renewed = self.calendar.roll_back(until - 3 * WEEK)
            if renewed >= self.end:
                return tuple(found)
            day = renewed

    def agreement_on(self, day: date) -> str:
        return [b for b, since, _ in self.agreements if since <= day][-1]

    def working(self, day: date, count: int) -> date:
        return self.calendar.add_working_days(day, count)

    def say(self, about: str) -> str:
        said = self.dice.choice(SAYINGS[about]).format_map(self.gaps)
        return said[0].upper() + said[1:]

    def write(self, about: str, most: int = 3) -> str:
        """A few sentences, none of them twice."""
        count = self.dice.randint(1, most)
        return " ".join(dict.fromkeys(self.say(about) for _ in range(count)))

    def chance(self, share: float) -> bool:
        return self.dice.random() < share

    def time(self, first: int = 9, last: int = 16) -> str:
        return (
            f"{self.dice.randint(first, last):02d}:{self.dice.randrange(0, 60, 5):02d}"
        )


def tell(
    ref: str,
    number: int,
    dice: Random,
    team: Team,
    today: date,
    *,
    amiss: bool = True,
) -> Story:
    """Draw one story; without `amiss` one that has a plan, and nothing late or wrong.

    Before there is a plan, what it lacks are errors: that is how they are found.
    """
    status = _drawn(dice, STATUSES if amiss else AGREED)
    calendar = calendar_for(Nation.of(team.nation))
    opened = calendar.roll_back(today - dice.randint(0, 3) * DAY)
    agreed = closed = None
    if status in AGES:
        agreed = calendar.roll_back(today - dice.randint(*AGES[status]) * DAY)
        opened = _working_days_before(calendar, agreed, dice.randint(2, 4))
    if status == "closed" and agreed:
        ended = agreed + dice.randint(60, 130) * DAY
        closed = calendar.roll_back(min(ended, today - 3 * DAY))
    faulty = amiss and agreed is not None and not closed and dice.random() < FAULTY
    faults = dice.sample(FAULTS, dice.randint(1, 2)) if faulty else ()
    return Story(
        ref,
        number,
        dice,
        team,
        today,
        status,
        _drawn(dice, FOCUS),
        opened,
        agreed,
        closed,
        frozenset(faults),
        _Filled(dice),
    )


def _drawn(dice: Random, shares: Mapping[T, int]) -> T:
    return dice.choices(tuple(shares), tuple(shares.values()))[0]


def _working_days_before(calendar: Calendar, day: date, count: int) -> date:
    for _ in range(count):
        day = calendar.roll_back(day - DAY)
    return day
