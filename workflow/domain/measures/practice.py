"""Counts how we work as a team: TM28 to TM32 (brief 5.11)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from workflow.domain.measures.counting import (
    Counted,
    Evidence,
    Line,
    Period,
    Written,
)
from workflow.domain.records.sampling import FOUR
from workflow.domain.vocabulary import LearningStatus, RecordType

ENOUGH_RECORDS = 5  # TM31
MOSTLY = 0.8
EVERY = timedelta(days=60)  # TM32


def clear_to_outsider(counted: Counted) -> Iterator[Line]:
    """TM28: sampled records that answer all four questions, by month of sampling."""
    for filed, index in counted.evidence.sampled.get(counted.folder.ref, ()):
        if _month_in(filed.record.month or "", counted.period):
            item = filed.record.items[index]
            said = ((name, getattr(item, name)) for name in FOUR)
            told = ", ".join(f"{name} {one or 'empty'}" for name, one in said)
            why = f"{item.case_ref}: {told}"
            place = filed.place(f"items[{index}]")
            yield counted.line(item.clear, place, why=why)


def _month_in(month: str, period: Period) -> bool:
    return f"{period.from_:%Y-%m}" <= month <= f"{period.to:%Y-%m}"


def learned(counted: Counted) -> Iterator[Line]:
    """TM29: learning whose check fell due, and was checked in practice."""
    for filed in counted.folder.learning:
        due = filed.record.check.due_on
        if due is None or not counted.period.holds(due):
            continue
        checked = filed.record.status is LearningStatus.CHECKED
        if checked or due < counted.evidence.today:
            yield counted.line(checked, filed.place("status"))


def by_nobody(_: Counted) -> Iterator[Line]:
    """Nothing of what is counted over all cases belongs to one of them."""
    return iter(())


def supervised(facts: Evidence, period: Period, wrote: Written) -> Iterator[Line]:
    """TM30: staff here all along who wrote records: had they a dilemma to discuss?"""
    asked = {
        filed.record.supervisee
        for filed in facts.supervisions
        if period.holds(filed.record.date) and filed.record.prompts
    }
    staff = facts.organisation.staff
    for index, member in enumerate(staff.record.staff):
        ends = (period.from_, min(period.to, facts.today))
        here = all(facts.organisation.active(member.id, day) for day in ends)
        if here and member.id in wrote:
            talked = member.id in asked
            why = f"{member.id}: {'talked' if talked else 'no such talk written down'}"
            yield Line(talked, staff.place(f"staff[{index}]"), why=why)


def with_their_words(facts: Evidence, _: Period, wrote: Written) -> Iterator[Line]:
    """TM31: staff with five records or more, four in five with the person's words."""
    register = facts.organisation.staff
    places = {
        member.id: register.place(f"staff[{index}]")
        for index, member in enumerate(register.record.staff)
    }
    for staff, (records, spoken) in sorted(wrote.items()):
        if records >= ENOUGH_RECORDS:
            mostly = spoken >= MOSTLY * records
            why = f"{staff}: {spoken} of {records} records with the person's words"
            yield Line(mostly, places.get(staff, register.place()), why=why)


def early_talks(counted: Counted) -> Iterator[Line]:
    """TM32: people here all along, with a planned talk and a check-in in any 60 days.

    Sixty days without one of either is too long.
    """
    case, closure = counted.folder.case, counted.folder.closure.record
    opened, closed = case.record.opened_on, case.record.closed_on or closure.closed_on
    start, end = counted.period.from_, counted.until
    if opened is None or opened > start or (closed and closed < end) or end < start:
        return
    talks = [
        f.record.date
        for f in counted.records(RecordType.KEYWORK)
        if f.record.keywork.planned
    ]
    checks = [f.record.date for f in counted.records(RecordType.CHECK_IN)]
    both = _often(talks, start, end) and _often(checks, start, end)
    yield counted.line(both, case.place("opened_on"))


def _often(days: list[date | None], start: date, end: date) -> bool:
    """Whether there is one at least, and never more than sixty days without."""
    known = sorted(day for day in days if day)
    if not known:
        return False
    stops = [start, *known, end]
    return all(b - a <= EVERY for a, b in pairwise(stops))
