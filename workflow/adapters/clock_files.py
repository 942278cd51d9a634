"""What the files of a workspace show of the day it is: names and journals, no content.

A record is named by the day of what happened, so its name shows that this day has come.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

NAMED_BY_DAY = (
    "cases/*/records/*.yaml",
    "governance/supervision/*.yaml",
)
JOURNALS = "_system/**/*.jsonl"
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})-")
TAIL = 4096  # bytes: the last lines of a journal


def days_in_names(root: Path) -> Iterator[tuple[date, str]]:
    """The day in the name of each file that is named by what happened, and the file."""
    for pattern in NAMED_BY_DAY:
        for path in root.glob(pattern):
            match = DAY.match(path.name)
            day = _day(match[1]) if match else None
            if day:
                yield day, path.relative_to(root).as_posix()


def days_in_journals(root: Path) -> dict[str, date]:
    """The day of the last sound line of each journal, of whatever computer."""
    return {
        path.relative_to(root).as_posix(): day
        for path in sorted(root.glob(JOURNALS))
        for day in _last(path)
    }


def _last(path: Path) -> Iterator[date]:
    with suppress(OSError):
        for line in reversed(path.read_bytes()[-TAIL:].splitlines()):
            with suppress(ValueError, KeyError, TypeError):
                day = _day(str(json.loads(line)["at"])[:10])
                if day:
                    yield day
                    return


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
