"""The lead's weekly note: what repeats, by theme and service (feature 36, G9).

The first page may be passed on: counts below the provider's `min_count` are not shown,
others are rounded, and what would give them away is hidden, also beside the notes
before (brief 6.2, 6.3; `note_forms`). The second page is the lead's own: where to
look, by case reference.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.disclosure import Limits
from workflow.domain.governance.limits import Drift
from workflow.domain.governance.note_forms import Counted, told
from workflow.domain.organisation import Organisation
from workflow.domain.records.record import Record
from workflow.domain.vocabulary import (
    Answer,
    CheckInStatus,
    JourneyOutcome,
    Kept,
    RecordType,
)
from workflow.domain.working_days import later

WEEK = 7
WEEKS = 4
REPEATED = 3  # times in one case within the four weeks
SPOKE_UP = "Somebody spoke up"
Seen = Callable[[Record], bool]


def _pressed(record: Record) -> bool:
    said = record.check_in.anyone_pressuring is Answer.SAID_YES
    return said or bool(record.visit.pressured_interactions)


def _missed(record: Record) -> bool:
    missed = CheckInStatus.MISSED
    return any(line.status is missed for line in record.journey.check_ins)


THEMES: Mapping[str, Seen] = {
    "Something went wrong (incidents)": lambda r: r.type is RecordType.INCIDENT,
    "A worry was noted": lambda r: r.type is RecordType.CONCERN_NOTE,
    "Somebody was pressed": _pressed,
    "A visitor broke a rule": lambda r: any(
        line.kept is Kept.BROKEN for line in r.visit.boundaries
    ),
    "The words to stop were used": lambda r: bool(r.visit.exit_phrase_used),
    "A check-in was missed": _missed,
    "We stopped a journey": lambda r: (
        r.journey.outcome is JourneyOutcome.STOPPED_BY_STAFF
    ),
    "A threshold was reached": lambda r: bool(r.thresholds_noticed),
    "We used a limit that is not in the plan": lambda r: any(
        not limit.restriction for limit in r.limits_applied
    ),
    "What was agreed was not kept": lambda r: bool(r.deviation),
    "We shared against what was agreed, on purpose": lambda r: bool(
        r.external_contact.override
    ),
    SPOKE_UP: lambda r: r.type is RecordType.SPEAK_UP,
}
"""What may repeat, by what a record says; always all of them, also those unseen."""


@dataclass(frozen=True)
class Span:
    """Some whole weeks, Monday to Sunday; both ends included."""

    first: date
    last: date

    def holds(self, day: date | None) -> bool:
        """Whether a day falls in the span."""
        return day is not None and self.first <= day <= self.last

    @property
    def before(self) -> "Span":
        """As many weeks, just before."""
        days = self.last.toordinal() - self.first.toordinal() + 1
        return Span(later(self.first, -days), later(self.last, -days))


def last_weeks(today: date) -> Span:
    """The four whole weeks that ended last Sunday."""
    monday = today - timedelta(days=today.weekday())
    return Span(later(monday, -WEEKS * WEEK), later(monday, -1))


@dataclass(frozen=True, slots=True)
class Showing:
    """A record that shows themes: on which day, written down on which."""

    themes: tuple[str, ...]
    day: date
    written_on: date


@dataclass(frozen=True, slots=True)
class InNote:
    """What the notes count of one case; nothing of one to be left out of counts."""

    ref: str
    service: str
    records: tuple[Showing, ...] = ()


def in_note(folder: CaseFolder, today: date) -> InNote:
    """What is to be counted of one case, taken while it is in hand."""
    case = folder.case.record
    at = (folder.ref, case.service_id or "")
    if case.sensitivity.exclude_from_counts:
        return InNote(*at)
    return InNote(*at, tuple(_showing(folder, _start(last_weeks(today)))))


def _showing(folder: CaseFolder, start: date) -> Iterator[Showing]:
    """The records from a day on that show any theme."""
    for filed in folder.records:
        record, day = filed.record, filed.record.date
        if day and day >= start:
            themes = tuple(name for name, seen in THEMES.items() if seen(record))
            if themes:
                yield Showing(themes, day, record.written_on or day)


def count(cases: Iterable[InNote], theme: str, span: Span) -> Counter[tuple[str, str]]:
    """How many records of a span show a theme, by service and case reference."""
    found: Counter[tuple[str, str]] = Counter()
    for case in cases:
        for record in case.records:
            if span.holds(record.day) and theme in record.themes:
                found[case.service, case.ref] += 1
    return found


def weekly_note(
    cases: Sequence[InNote],
    drift: Sequence[Drift],
    organisation: Organisation,
    today: date,
) -> dict[str, object]:
    """What the template of the note sees, beside what the document says of itself."""
    span = last_weeks(today)
    limits = Limits.of(organisation.provider.record.disclosure_control)
    tally = Tally(tuple(cases))
    rows = [_row(name, tally, organisation, span, limits) for name in THEMES]
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "from_": uk_date(span.first),
        "to": uk_date(span.last),
        "smallest": str(limits.min_count),
        "rounded": str(limits.round_to),
        "rows": rows,
        "repeats": list(_repeats(cases, span)),
        "drift": [one.shown() for one in drift],
    }


def _row(
    name: str,
    tally: "Tally",
    organisation: Organisation,
    span: Span,
    limits: Limits,
) -> dict[str, str]:
    """One theme: over all services, service by service, and the weeks before."""
    services = [s for s in organisation.provider.record.services if s.id]
    places = [service.id or "" for service in services]
    notes = told(list(_notes(tally.of(name, places), span)), limits)
    now, before = notes[-1], notes[-1 - WEEKS]
    names = [one.name or one.id or "" for one in services]
    parts = [f"{n}: {form}" for n, form in zip(names, now.parts, strict=True)]
    alike = len(set(now.parts)) == 1 and len(now.parts) > 1
    same = f"{now.parts[0]} in each" if alike else ""
    return {
        "theme": name,
        "all": now.whole,
        "services": same or "; ".join(parts),
        "trend": trend(now.whole, before.whole),
    }


@dataclass(frozen=True)
class Entry:
    """A record that shows a theme: where, on which day, written down on which."""

    place: int
    day: date
    written_on: date


@dataclass(frozen=True)
class Tally:
    """The records that show each theme, of the cases that count."""

    cases: tuple[InNote, ...]

    def of(self, name: str, places: Sequence[str]) -> tuple[tuple[Entry, ...], int]:
        """The entries of one theme, and how many places there are, none included."""
        at = {place: number for number, place in enumerate(places)}
        found = (
            Entry(at.get(case.service, len(places)), record.day, record.written_on)
            for case in self.cases
            for record in case.records
            if name in record.themes
        )
        return tuple(found), len(places) + 1


def _notes(tallied: tuple[tuple[Entry, ...], int], span: Span) -> Iterator[Counted]:
    """Every note since last year began, as it was known in the week it was made.

    What was written down later belongs to the notes that came later; the newest note
    has all there is.
    """
    entries, places = tallied
    start = _start(span)
    many = _week(start, span.first) + 1
    weeks = [[Counter[int]() for _ in range(WEEKS)] for _ in range(many)]
    for entry in entries:
        week = _week(start, entry.day)
        for first in range(max(week - WEEKS + 1, 0), min(week + 1, many)):
            made_by = later(start, (first + WEEKS + 1) * WEEK - 1)
            newest = first == many - 1
            if newest or entry.written_on <= made_by:
                weeks[first][week - first][entry.place] += 1
    for first, counted in enumerate(weeks):
        by_place = (tuple(week[p] for p in range(places)) for week in counted)
        yield Counted(first, tuple(by_place))


def _start(span: Span) -> date:
    """The Monday with which the notes begin that are looked at beside a new one."""
    begin = date(span.last.year - 1, 1, 1)
    return begin - timedelta(days=begin.weekday())


def _week(start: date, day: date) -> int:
    return (day - start).days // WEEK


def trend(now: str, before: str) -> str:
    """Which way it goes, only where both notes tell a number."""
    if not (now.startswith("about ") and before.startswith("about ")):
        return "too few to compare"
    one, other = (int(form.removeprefix("about ")) for form in (now, before))
    if one == other:
        return "about the same"
    return "more than before" if one > other else "fewer than before"


def _repeats(cases: Sequence[InNote], span: Span) -> Iterator[dict[str, str]]:
    """Where one thing happened three times or more in one case: for the lead alone.

    Not who spoke up: it may be about the lead.
    """
    for name in THEMES:
        if name == SPOKE_UP:
            continue
        for (_, ref), times in sorted(count(cases, name, span).items()):
            if times >= REPEATED:
                yield {"case": ref, "theme": name}
