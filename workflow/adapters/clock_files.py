"""What the files of a workspace show of the day it is: names and journals, no content.

A record is named by the day of what happened, so its name shows that this day has come.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from pathlib import Path

from workflow.domain.clock import ENOUGH

TALKS = "governance/supervision"
JOURNALS = "_system/**/*.jsonl"
NAMED_BY_DAY = re.compile(r"\d{4}-\d{2}-\d{2}-.*\.yaml")
TAIL = 4096  # bytes: the last lines of a journal


def days_in_names(root: Path) -> Iterator[tuple[date, str]]:
    """The day in the name of files that are named by what happened, and the file.

    Of each folder the last, as many as must agree for a day to count: all the names of
    a workspace are very many.
    """
    for folder in _named_by_day(root):
        names = sorted(filter(NAMED_BY_DAY.fullmatch, _names(f"{root}/{folder}")))
        dated = ((_day(name[:10]), name) for name in reversed(names))
        last = islice(((day, name) for day, name in dated if day), ENOUGH)
        yield from ((day, f"{folder}/{name}") for day, name in last)


def _named_by_day(root: Path) -> Iterator[str]:
    """The folders whose files are named by what happened."""
    for name in _names(f"{root}/cases"):
        yield f"cases/{name}/records"
    yield TALKS


def _names(folder: str) -> list[str]:
    """The names in a folder; none where it is not there, or is none."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - names alone, of very many folders
    except OSError:
        return []


def days_in_journals(root: Path) -> dict[str, date]:
    """The day of the last sound line of each journal, of whatever computer."""
    return {
        path.relative_to(root).as_posix(): day
        for path in sorted(root.glob(JOURNALS))
        for day in _last(path)
    }


def _last(path: Path) -> Iterator[date]:
    with suppress(OSError):
        for line in reversed(_end_of(path).splitlines()):
            with suppress(ValueError, KeyError, TypeError):
                day = _day(str(json.loads(line)["at"])[:10])
                if day:
                    yield day
                    return


def _end_of(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - TAIL, 0))
        return file.read()


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None
