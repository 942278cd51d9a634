"""Calendars: all-day events by reference, which move when they are imported again."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.calendars import calendar
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import DueItem, due_items
from workflow.domain.handing_out import ALL, calendars

REFS = tuple(CaseRef(f"SG-2026-{n}") for n in ("014", "019", "021"))


def folders(starter: Path) -> list[CaseFolder]:
    return [CaseFolders(starter).load(ref).folder for ref in REFS]


def items(starter: Path, today: date) -> list[DueItem]:
    organisation, _ = load_organisation(starter)
    return [
        item
        for folder in folders(starter)
        for item in due_items(
            folder,
            organisation,
            calendar_for(organisation.nation(folder.case.record.service_id)),
            today,
        )
    ]


def read(made: bytes) -> dict[str, dict[str, object]]:
    """The events by summary and day, as another program reads them."""
    found = Calendar.from_ical(made)
    return {str(e["UID"]): dict(e.items()) for e in found.walk("VEVENT")}


def test_there_is_one_for_all_one_for_each_case_and_one_for_each_owner(
    starter: Path, today: date
) -> None:
    found = calendars(items(starter, today), today)
    assert {ALL, *REFS, "st-01", "st-09"} <= set(found)
    assert all(name == ALL or name.startswith(("SG-", "st-")) for name in found)
    everything = {event.uid for event in found[ALL]}
    assert len(everything) == len(found[ALL])
    by_case = {event.uid for ref in REFS for event in found[ref]}
    assert by_case == everything


def test_events_are_whole_days_without_time_zones(starter: Path, today: date) -> None:
    events = calendars(items(starter, today), today)["SG-2026-019"]
    made = calendar("Due dates", events, today)
    assert b"DTSTART;VALUE=DATE:20261127" in made
    assert b"TZID" not in made
    assert b"DTSTAMP:20261123T000000Z" in made
    assert made == calendar("Due dates", events, today)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))


def test_a_date_that_moves_keeps_its_uid_and_raises_its_sequence(
    starter: Path, today: date
) -> None:
    review = next(
        i
        for i in items(starter, today)
        if i.source == "RS1" and i.due_on == date(2026, 11, 27)
    )
    to = date(2026, 12, 4)
    moved = replace(review, due_on=to, unrolled=review.unrolled, moved=True)
    (before,) = calendars([review], today)[ALL]
    (after,) = calendars([moved], today + timedelta(days=1))[ALL]
    assert after.uid == before.uid
    assert (after.day, after.sequence) == (to, before.sequence + 1)
    limit = replace(review, kind="restriction", source="X1", part="limit")
    (first,) = calendars([limit], today)[ALL]
    (again,) = calendars([replace(limit, due_on=to, unrolled=to)], today)[ALL]
    assert first.uid == again.uid


def test_two_dates_of_one_rhythm_are_two_events(starter: Path, today: date) -> None:
    dates = [
        i for i in items(starter, today) if i.source == "RS1" and i.case == REFS[1]
    ]
    events = calendars(dates, today)[ALL]
    assert len({event.uid for event in events}) == len(events) > 2


def test_what_was_cancelled_is_cancelled_in_the_calendar_too(
    starter: Path, today: date
) -> None:
    one = next(i for i in items(starter, today) if i.source == "RS3")
    over = replace(one, ended=True, due_on=today)
    made = calendar("x", calendars([over], today)[ALL], today)
    (event,) = read(made).values()
    assert str(event["STATUS"]) == "CANCELLED"


def test_what_was_done_long_ago_is_left_out(starter: Path, today: date) -> None:
    done = [i for i in items(starter, today) if i.done_on]
    days = [event.day for event in calendars(done, today)[ALL]]
    old = [i for i in done if i.done_on and i.done_on < today - timedelta(days=30)]
    assert old
    assert len(days) == len(done) - len(old)


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2026, 12, 20)])
def test_no_event_names_anybody(starter: Path, day: date) -> None:
    found = calendars(items(starter, day), day)
    text = b"".join(calendar(n, events, day) for n, events in found.items())
    text = text.replace(b"\r\n ", b"").lower()
    for folder in folders(starter):
        person = folder.person.record
        names = [person.full_name, person.preferred_name]
        names += [contact.name for contact in person.contacts]
        for name in " ".join(filter(None, names)).split():
            assert name.lower().encode() not in text.split(), name
    staff = load_organisation(starter)[0].staff.record.staff
    assert not any(s.name and s.name.lower().encode() in text for s in staff)
