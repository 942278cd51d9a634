"""What day and what time it is: the only reader of the clock."""

import time
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from workflow.adapters.clock_files import days_in_journals, days_in_names
from workflow.adapters.upgrades import may_write
from workflow.domain.clock import Clock, compared
from workflow.domain.errors import NewerWorkspace

ASK_AGAIN = 600  # seconds after which a watch asks the files again what day it is


def clock(root: Path, given: date | None = None) -> Clock:
    """The day given, or the computer's, against the days that the files show."""
    day = given or date.today()  # noqa: DTZ011 - the day where we are
    return compared(day, days_in_names(root), days_in_journals(root))


def drives_day(root: Path) -> date | None:
    """The day by the shared drive's own clock; None when it does not say.

    Nor when the workspace belongs to a newer program: it is asked by a new folder.
    """
    from workflow.adapters.share_probe import day_of_drive  # noqa: PLC0415 - seldom

    with suppress(NewerWorkspace):
        may_write(root)
        return day_of_drive(root)
    return None


class Days:
    """The day it is, while watching: the files are asked again now and then."""

    def __init__(self, root: Path, day: date) -> None:
        """Begin on this day in this workspace."""
        self._root = root
        self._seen = day
        self._asked = time.monotonic()

    def __call__(self) -> date:
        """The later of the computer's day and the one that the files show."""
        if time.monotonic() - self._asked > ASK_AGAIN:
            self._seen, self._asked = clock(self._root).day, time.monotonic()
        return max(date.today(), self._seen)  # noqa: DTZ011 - as in `clock`


def moment() -> str:
    """The local time with its offset, for the log alone."""
    now = datetime.now().astimezone()
    return now.isoformat(timespec="seconds")


def now_here() -> str:
    """The local time without its offset, to the second: what people's records hold."""
    return datetime.now().isoformat(timespec="seconds")  # noqa: DTZ005 - local


def day_now() -> date:
    """The day it is, where no workspace is open."""
    return date.today()  # noqa: DTZ011 - the day where we are
