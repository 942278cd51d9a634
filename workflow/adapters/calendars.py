"""Calendars (.ics) of all-day events that update when they are imported again."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from icalendar import Calendar
from icalendar import Event as Entry

from workflow.domain.handing_out import Event
from workflow.domain.working_days import later

MADE_BY = "-//Alongside//Due dates//EN"


def calendar(name: str, events: Iterable[Event], made_on: date) -> bytes:
    """The calendar of some events; the same events on one day give the same bytes.

    Dates only, so no time zone matters. `made_on` is the stamp of every event.
    """
    book = Calendar()
    book.add("prodid", MADE_BY)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    stamp = datetime.combine(made_on, time(), UTC)
    for event in events:
        book.add_component(_entry(event, stamp))
    return bytes(book.to_ical())


def _entry(event: Event, stamp: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", event.uid)
    entry.add("dtstamp", stamp)
    entry.add("dtstart", event.day)
    entry.add("dtend", later(event.day, 1))
    entry.add("summary", event.summary)
    entry.add("description", event.description)
    entry.add("sequence", event.sequence)
    entry.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    entry.add("transp", "TRANSPARENT")
    entry.add("class", "PRIVATE")
    return entry
