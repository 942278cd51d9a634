"""Days and times of day as people type them: 30/11/26, 30 November 2026, 2.30pm."""

import re
from datetime import date, timedelta

from workflow.domain.working_days import MONTHS

SHORT_MONTHS = tuple(month[:3].casefold() for month in MONTHS)


def read_date(text: str, today: date | None) -> date | None:
    """A day as people write it: 30 11 2026, 30/11/26, 30 November 2026, yesterday.

    Without `today` such a word is no day.
    """
    near = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(text.casefold())
    if near is not None and today is not None:
        return today + timedelta(days=near)
    parts = [p for p in re.split(r"[\s/.,-]+", text.casefold()) if p and p != "of"]
    if len(parts) == len("ymd") and parts[0].isdigit() and len(parts[0]) > len("31"):
        parts.reverse()
    if len(parts) != len("dmy"):
        return None
    return _day(re.sub(r"(?<=\d)(st|nd|rd|th)$", "", parts[0]), parts[1], parts[2])


def _day(day: str, month: str, year: str) -> date | None:
    named = month.isalpha() and month[:3] in SHORT_MONTHS
    number = str(SHORT_MONTHS.index(month[:3]) + 1) if named else month
    if not all(p.isascii() and p.isdigit() for p in (day, number, year)):
        return None
    whole = f"20{year}" if len(year) == len("26") else year
    if not re.fullmatch(r"(19|20|21)\d\d", whole):
        return None
    try:
        return date(int(whole), int(number), int(day))
    except ValueError:
        return None


def iso_day(text: str) -> date | None:
    """The day that stands in a file as text: 2026-11-23; None when it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def read_time(text: str) -> str | None:
    """A time of day as people write it: 14:30, 1430, 2.30pm, 2 pm."""
    found = re.fullmatch(
        r"(\d{1,2})(?:[:.h]?(\d\d))?\s*([ap])?\.?(?:m\.?)?", text.casefold(), re.ASCII
    )
    if not found or (found[2] is None and found[3] is None):
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours of a clock face
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    in_day = hour < 24 and minute < 60  # noqa: PLR2004 - hours and minutes
    return f"{hour:02d}:{minute:02d}" if in_day else None
