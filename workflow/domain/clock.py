"""A clock that is wrong never hides what is late (reliability F21)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nlargest

ENOUGH = 2  # files that must agree: one alone may be a slip of the pen


@dataclass(frozen=True)
class Clock:
    """The day that was given, by a clock or a person, and what the files show.

    `seen` is the latest day that the files show has come, `file` one that does.
    """

    given: date
    seen: date | None = None
    file: str = ""

    @property
    def slow(self) -> bool:
        """Whether the files show a later day than the one given."""
        return self.seen is not None and self.seen > self.given

    @property
    def day(self) -> date:
        """The day by which lateness is judged: the later of the two."""
        return max(self.given, self.seen or self.given)


def compared(
    given: date, written: Iterable[tuple[date, str]], sure: Mapping[str, date]
) -> Clock:
    """The day given against the days that files show, each with its file.

    `written` are days that people wrote of as past, in any order and number: at least
    two files must show a day for it to count. `sure` are days that programs wrote
    down: one is enough.
    """
    newest = nlargest(ENOUGH, written)
    shown = [*newest[ENOUGH - 1 :], *((day, file) for file, day in sure.items())]
    seen, file = max(shown, default=(None, ""))
    return Clock(given, seen, file)
