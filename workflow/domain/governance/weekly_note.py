"""The lead's weekly note: what repeats, by theme and service (feature 36, G9).

The first page may be passed on: counts below the provider's `min_count` are not shown,
others are rounded, and a lone hidden part of a shown whole hides another (brief 6.2,
6.3). The second page is the lead's own: where to look, by case reference.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.case_folder import CaseFolder
from workflow.domain.context import uk_date
from workflow.domain.disclosure import Limits, nearest
from workflow.domain.governance.limits import Drift
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
MANY = 1_000_000  # more than anybody could count in four weeks
HIDDEN_TOO = "not shown, so that a small number stays hidden"
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


def count(
    folders: Iterable[CaseFolder], theme: Seen, span: Span
) -> Counter[tuple[str, str]]:
    """How many records of a span show a theme, by service and case reference.

    A case that is to be left out of counts is.
    """
    found: Counter[tuple[str, str]] = Counter()
    for folder in folders:
        if folder.case.record.sensitivity.exclude_from_counts:
            continue
        service = folder.case.record.service_id or ""
        for filed in folder.records:
            if span.holds(filed.record.date) and theme(filed.record):
                found[service, folder.ref] += 1
    return found


def weekly_note(
    folders: Sequence[CaseFolder],
    drift: Sequence[Drift],
    organisation: Organisation,
    today: date,
) -> dict[str, object]:
    """What the template of the note sees, beside what the document says of itself."""
    span = last_weeks(today)
    limits = Limits.of(organisation.provider.record.disclosure_control)
    rows = [_row(name, folders, span, organisation, limits) for name in THEMES]
    return {
        "provider_name": organisation.provider.record.provider_name or "",
        "from_": uk_date(span.first),
        "to": uk_date(span.last),
        "smallest": str(limits.min_count),
        "rounded": str(limits.round_to),
        "rows": rows,
        "repeats": list(_repeats(folders, span)),
        "drift": [one.shown() for one in drift],
    }


def _row(
    name: str,
    folders: Sequence[CaseFolder],
    span: Span,
    organisation: Organisation,
    limits: Limits,
) -> dict[str, str]:
    """One theme: over all services, service by service, and the weeks before."""
    now = count(folders, THEMES[name], span)
    before = count(folders, THEMES[name], span.before)
    services = [s for s in organisation.provider.record.services if s.id]
    parts = [sum(n for (s, _), n in now.items() if s == one.id) for one in services]
    whole, forms = shown_parts(now.total(), parts, limits)
    names = [one.name or one.id or "" for one in services]
    told = [f"{n}: {form}" for n, form in zip(names, forms, strict=True)]
    same = f"{forms[0]} in each" if len(set(forms)) == 1 and len(forms) > 1 else ""
    return {
        "theme": name,
        "all": whole,
        "services": same or "; ".join(told),
        "trend": trend(now.total(), before.total(), limits),
    }


def shown(number: int, limits: Limits) -> str:
    """A count as it may be passed on: hidden when small, else rounded."""
    if number < limits.min_count:
        return f"fewer than {limits.min_count}"
    return f"about {nearest(number, limits.round_to)}"


def shown_parts(
    whole: int, parts: Sequence[int], limits: Limits
) -> tuple[str, list[str]]:
    """A whole and its parts as they may be passed on together.

    When exactly one part is hidden beside a shown whole, the smallest shown part is
    hidden too, or the whole when no part is left (brief 6.3.2); the whole also where a
    hidden part could be worked out from it (6.3.3).
    """
    forms = [shown(part, limits) for part in parts]
    small = [part < limits.min_count for part in parts]
    if whole >= limits.min_count and small.count(True) == 1:
        left = [n for n, hidden in enumerate(small) if not hidden]
        if not left:
            return HIDDEN_TOO, forms
        forms[min(left, key=lambda n: (parts[n], -n))] = HIDDEN_TOO
    told = shown(whole, limits)
    spans = [_span(form, part, limits) for form, part in zip(forms, parts, strict=True)]
    told_span = _span(told, whole, limits)
    safe = all(
        _covers(told_span, spans, n, limits) for n, hidden in enumerate(small) if hidden
    )
    return told if safe else HIDDEN_TOO, forms


def _span(form: str, number: int, limits: Limits) -> tuple[int, int]:
    """The counts that a form may stand for, as somebody outside would reckon."""
    if form == HIDDEN_TOO:
        return 0, MANY
    if number < limits.min_count:
        return 0, limits.min_count - 1
    middle, step = nearest(number, limits.round_to), limits.round_to
    return max(middle - step // 2, limits.min_count), middle + (step - 1) // 2


def _covers(
    whole: tuple[int, int], spans: Sequence[tuple[int, int]], n: int, limits: Limits
) -> bool:
    """Whether a hidden part may be any small count, given the whole and the others."""
    low = whole[0] - sum(high for k, (_, high) in enumerate(spans) if k != n)
    high = whole[1] - sum(low for k, (low, _) in enumerate(spans) if k != n)
    return low <= 0 and high >= limits.min_count - 1


def trend(now: int, before: int, limits: Limits) -> str:
    """Which way it goes, only where both counts may be shown."""
    if min(now, before) < limits.min_count:
        return "too few to compare"
    one, other = (nearest(n, limits.round_to) for n in (now, before))
    if one == other:
        return "about the same"
    return "more than before" if one > other else "fewer than before"


def _repeats(folders: Sequence[CaseFolder], span: Span) -> Iterator[dict[str, str]]:
    """Where one thing happened three times or more in one case: for the lead alone.

    Not who spoke up: it may be about the lead.
    """
    for name, theme in THEMES.items():
        if name == SPOKE_UP:
            continue
        for (_, ref), times in sorted(count(folders, theme, span).items()):
            if times >= REPEATED:
                yield {"case": ref, "theme": name}
