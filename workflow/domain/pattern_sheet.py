"""The pattern review sheet of the safeguarding lead (brief 5.7, D16).

One look at the records since the last pattern review: visits or journeys, ratings
against where they began, the person's words, what went off, what was to be done. Before
the review it has lines to fill in; once held it is the review as it was written.
The exit phrase never stands on it, only whether it was used.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from workflow.domain.anonymise import Identifier, without
from workflow.domain.case_folder import PERSON, CaseFolder, Filed
from workflow.domain.context import Names, names_for, uk_date
from workflow.domain.organisation import Organisation
from workflow.domain.ratings import (
    NOT_WRITTEN,
    Chart,
    Rated,
    chart_of,
    in_words,
    scale,
    summary,
    verdict,
)
from workflow.domain.records.base import Reader
from workflow.domain.records.plan import Detect, Measure, PlanAction, ReviewTrigger
from workflow.domain.records.record import Journey, Record, Visit
from workflow.domain.records.review import Review
from workflow.domain.rhythm import in_days
from workflow.domain.triggers import Fired, detected, fired
from workflow.domain.typed_dates import iso_day
from workflow.domain.vocabulary import (
    ActionStatus,
    CheckInStatus,
    Focus,
    Kept,
    Listed,
    RecordType,
    ReviewKind,
)
from workflow.domain.working_days import Calendar, later

MOST_CHARTS = 4
EXIT_PHRASE = "[exit phrase]"
YES, NO = "Yes", "No"
FINISHED = (ActionStatus.DONE, ActionStatus.NOT_POSSIBLE, ActionStatus.NO_LONGER_NEEDED)
SPOKEN = (
    RecordType.VISIT,
    RecordType.JOURNEY,
    RecordType.CHECK_IN,
    RecordType.INCIDENT,
)
MISSED = (CheckInStatus.MISSED, CheckInStatus.LATE)


@dataclass(frozen=True)
class Look:
    """One pattern review: of which schedule (its id), due when, and as it was held."""

    schedule: str
    due_on: date | None
    review: Filed[Review] | None = None


@dataclass(frozen=True)
class Span:
    """The days that a review looks at; open where the first or last is not known."""

    start: date | None
    end: date | None

    def __contains__(self, day: date | None) -> bool:
        """Whether a day is one of them."""
        return (
            day is not None
            and (self.start is None or self.start <= day)
            and (self.end is None or day <= self.end)
        )


@dataclass(frozen=True)
class Sheet:
    """What the sheet says, its charts, and the files of the case it was made from."""

    said: Mapping[str, object]
    charts: tuple[Chart, ...]
    files: frozenset[str]


def pattern_sheet(
    folder: CaseFolder,
    organisation: Organisation,
    calendar: Calendar,
    today: date,
    look: Look,
) -> Sheet:
    """The sheet of one pattern review, held or still to come."""
    names = names_for(folder, organisation, Reader.STAFF)
    seen = _Seen(folder, names, calendar, today, look, span_of(folder, look))
    limit = in_days(
        organisation.timescale("unlisted_limit_hours", folder.case.record.service_id)
    )
    drawn = tuple(_drawn(seen))
    said = {
        **_about(seen),
        "visits": [_visit(seen, f.record) for f in seen.of(RecordType.VISIT)],
        "journeys": [_journey(seen, f.record) for f in seen.of(RecordType.JOURNEY)],
        "measures": list(_measures(seen, drawn)),
        "alts": _alts(seen, drawn),
        "changes": list(changes(seen)),
        "spoken": list(_spoken(seen)),
        "also": list(_also(seen)),
        "triggers": list(_triggers(seen, limit)),
        "thresholds": list(_thresholds(seen)),
        "actions": list(_actions(seen)),
        "is_held": look.review is not None,
        "held": _held(seen),
    }
    files = {filed.file for filed in seen.records}
    if look.review:
        files.add(look.review.file)
    charts = tuple(chart_of(m, seen.values(m), seen.span.start) for m in drawn)
    return Sheet(_secret_kept(said, folder), charts, frozenset(files))


def span_of(folder: CaseFolder, look: Look) -> Span:
    """The days since the pattern review before, up to this one when it was held."""
    review = look.review.record if look.review else Review()
    end = review.period.to or review.held_on
    if review.period.from_:
        return Span(review.period.from_, end)
    held = [
        f.record
        for f in folder.held(ReviewKind.PATTERN)
        if f is not look.review and _before(f.record.due_on, look.due_on)
    ]
    last = max(held, key=lambda r: r.held_on or date.min, default=None)
    if last is None:
        return Span(_began(folder), end)
    start = later(last.period.to, 1) if last.period.to else last.held_on
    return Span(start, end)


def _before(one: date | None, other: date | None) -> bool:
    return one is not None and (other is None or one < other)


def _began(folder: CaseFolder) -> date | None:
    """The day of the first plan; the day the case was opened where it is not known."""
    plans = [f.record for f in (*folder.old_plans, folder.plan) if f.record.agreed_on]
    first = min(plans, key=lambda p: p.agreed_on or date.max, default=None)
    if first is None or (first.version or 1) > 1:
        return folder.case.record.opened_on
    return first.agreed_on


@dataclass(frozen=True)
class _Seen:
    """What one review looks at, with the names of everything."""

    folder: CaseFolder
    names: Names
    calendar: Calendar
    today: date
    look: Look
    span: Span

    @cached_property
    def records(self) -> tuple[Filed[Record], ...]:
        """The records of these days, and any others that the review says it read.

        What somebody spoke up about is not for this sheet (2.9).
        """
        review = self.look.review.record if self.look.review else Review()
        return tuple(
            f
            for f in self.folder.records
            if f.record.type is not RecordType.SPEAK_UP
            and (
                f.record.date in self.span
                or f.record.record_id in review.records_considered
            )
        )

    def of(self, kind: RecordType) -> tuple[Filed[Record], ...]:
        """The records of one type."""
        return tuple(f for f in self.records if f.record.type is kind)

    def last(self, kind: RecordType) -> Record | None:
        """The latest record of one type in these days."""
        found = self.of(kind)
        return found[-1].record if found else None

    def earlier(self, kind: RecordType) -> Record | None:
        """The latest record of one type from before these days."""
        start = self.span.start
        known = [
            f.record
            for f in self.folder.of_type(kind)
            if f not in self.records and start and _before(f.record.date, start)
        ]
        return known[-1] if known else None

    def values(self, measure: Measure) -> Rated:
        """Every rating up to the end of these days, in order of date."""
        end = self.span.end or date.max
        return tuple(
            (f.record.date, m.value)
            for f in self.folder.records
            if f.record.date and f.record.date <= end
            for m in f.record.measurements
            if m.measure and m.measure == measure.id and m.value is not None
        )


def _secret_kept(
    said: Mapping[str, object], folder: CaseFolder
) -> Mapping[str, object]:
    """The same without the exit phrase, wherever somebody wrote it (DOM-03)."""
    phrase = folder.plan.record.safe_contact.exit_phrase.phrase
    if not phrase:
        return said
    secret = (Identifier(phrase, "exit phrase"),)
    kept = rewritten(said, lambda text: without(text, secret, EXIT_PHRASE))
    return kept if isinstance(kept, dict) else {}


def rewritten(value: object, change: Callable[[str], str]) -> object:
    """Plain data with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: rewritten(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rewritten(inner, change) for inner in value]
    return value


def _about(seen: _Seen) -> dict[str, object]:
    """Whose sheet it is, who leads it, the days it looks at, what the person wants."""
    schedules = seen.folder.plan.record.review_schedule
    schedule = next((s for s in schedules if s.id and s.id == seen.look.schedule), None)
    review = seen.look.review.record if seen.look.review else Review()
    lead = review.lead or (schedule.lead if schedule else None) or ""
    focus = seen.folder.case.record.focus
    kinds = {f.record.type for f in seen.records}
    return {
        "due_on": uk_date(seen.look.due_on),
        "lead": seen.names.of(lead) if lead else NOT_WRITTEN,
        "days": _days(seen.span),
        "wants": (schedule.person_wants if schedule else None) or "",
        "of_visits": Focus.SAFE_CONTACT in focus or RecordType.VISIT in kinds,
        "of_journeys": Focus.POSITIVE_RISK in focus or RecordType.JOURNEY in kinds,
        "charted": any(map(seen.values, seen.folder.plan.record.measures)),
        "many_measures": len(seen.folder.plan.record.measures) > 1,
    }


def _days(span: Span) -> str:
    since = f"since {uk_date(span.start)}" if span.start else "so far"
    if not span.end:
        return since
    start = f"from {uk_date(span.start)} " if span.start else ""
    return f"{start}to {uk_date(span.end)}"


def _visit(seen: _Seen, record: Record) -> dict[str, object]:
    visit, place = record.visit, record.place_note
    kept = [b for b in visit.boundaries if b.kept is Kept.KEPT]
    tested = [b for b in visit.boundaries if b.kept not in (None, Kept.NOT_TESTED)]
    not_kept = [
        f"{seen.names.of(b.boundary or '').rstrip('.')}: {_lower(b.kept)}."
        for b in tested
        if b.kept is not Kept.KEPT
    ]
    pressed = visit.pressured_interactions
    return {
        "date": uk_date(record.date),
        "visitor": seen.names.of(visit.visitor) if visit.visitor else NOT_WRITTEN,
        "inside": _inside(visit, place),
        "kept": f"{len(kept)} of {len(tested)}" if tested else NOT_WRITTEN,
        "not_kept": " ".join(not_kept) or ("All kept" if tested else NOT_WRITTEN),
        "pressed": NOT_WRITTEN if pressed is None else str(pressed),
        "exit_phrase": _yes(visit.exit_phrase_used),
        "ratings": _ratings(seen, record),
    }


def _inside(visit: Visit, place: str | None) -> str:
    where = f", {place}" if visit.arranged and place else ""
    return _yes(visit.arranged) + where


def _yes(said: bool | None) -> str:  # noqa: FBT001 - it is what is asked about
    return NOT_WRITTEN if said is None else YES if said else NO


def _lower(word: Listed | None) -> str:
    return word.label.lower() if word else NOT_WRITTEN


def _ratings(seen: _Seen, record: Record) -> str:
    """The ratings of one record; with several measures each has its number before."""
    measures = seen.folder.plan.record.measures
    found = [
        f"({number}) {m.value:g}" if len(measures) > 1 else f"{m.value:g}"
        for number, measure in enumerate(measures, start=1)
        for m in record.measurements
        if measure.id and m.measure == measure.id and m.value is not None
    ]
    return ", ".join(found) or NOT_WRITTEN


def _journey(seen: _Seen, record: Record) -> dict[str, object]:
    journey = record.journey
    step = f", step {journey.step}" if journey.step else ""
    route = seen.names.of(journey.route) if journey.route else NOT_WRITTEN
    return {
        "date": uk_date(record.date),
        "route": route + step,
        "support": journey.support.label if journey.support else NOT_WRITTEN,
        "check_ins": _check_ins(journey) or "No check-in",
        "outcome": journey.outcome.label if journey.outcome else NOT_WRITTEN,
        "falls": NOT_WRITTEN if journey.falls is None else str(journey.falls),
        "targeting": _yes(journey.signs_of_targeting),
        "ratings": _ratings(seen, record),
    }


def _check_ins(journey: Journey) -> str:
    """How many check-ins were made, late or missed: `1 made on time, 1 missed`."""
    counts = [
        (sum(c.status is status for c in journey.check_ins), status)
        for status in CheckInStatus
    ]
    return ", ".join(f"{n} {_lower(status)}" for n, status in counts if n)


def _drawn(seen: _Seen) -> Iterator[Measure]:
    """The measures that get a chart: those with a rating, as many as there is room."""
    rated = (m for m in seen.folder.plan.record.measures if seen.values(m))
    yield from (m for m, _ in zip(rated, range(MOST_CHARTS), strict=False))


def _measures(
    seen: _Seen, drawn: tuple[Measure, ...]
) -> Iterator[Mapping[str, object]]:
    """Each measure in words; `chart` is its place among the charts, from 1."""
    for number, measure in enumerate(seen.folder.plan.record.measures, start=1):
        values = seen.values(measure)
        yield {
            "number": str(number),
            "name": measure.name or NOT_WRITTEN,
            "chart": drawn.index(measure) + 1 if measure in drawn else 0,
            "scale": scale(measure),
            "summary": summary(measure, values),
            "comment": _comment(seen, measure),
        }


def _alts(seen: _Seen, drawn: tuple[Measure, ...]) -> Mapping[str, str]:
    """What each chart shows, for whoever does not see it: `chart_1` onwards."""
    told = [in_words(measure, seen.values(measure)) for measure in drawn]
    told += [""] * (MOST_CHARTS - len(told))
    return {f"chart_{number}": words for number, words in enumerate(told, start=1)}


def _comment(seen: _Seen, measure: Measure) -> str:
    """What the review says of a measure."""
    review = seen.look.review.record if seen.look.review else Review()
    for note in review.measure_notes:
        if note.measure and note.measure == measure.id:
            trend = note.trend.label if note.trend else ""
            return ". ".join(part for part in (trend, note.comment) if part)
    return ""


def changes(seen: _Seen) -> Iterator[str]:
    """What is different from last time, in plain words; what is the same is absent."""
    yield from _changed_ratings(seen)
    for kind, facts in (
        (RecordType.VISIT, _visit_facts),
        (RecordType.JOURNEY, _journey_facts),
    ):
        before, now = seen.earlier(kind), seen.last(kind)
        if before and now:
            yield from _differences(facts(seen, before), facts(seen, now))


def _changed_ratings(seen: _Seen) -> Iterator[str]:
    for measure in seen.folder.plan.record.measures:
        values = seen.values(measure)
        new = [v for day, v in values if day in seen.span]
        old = [v for day, v in values if day not in seen.span]
        was, when = (
            (old[-1], "last time") if old else (measure.baseline, "at the start")
        )
        if new and was is not None and was != new[-1]:
            told = verdict(measure, was, new[-1])
            yield f"{measure.name}: {was:g} {when}, {new[-1]:g} now{told}."


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for what, words in now.items():
        if what in before and before[what] != words:
            yield f"{what.rstrip('.')}: {before[what]} last time, {words} now."


def _visit_facts(seen: _Seen, record: Record) -> dict[str, str]:
    """What can be compared from visit to visit; what was not seen is left out."""
    visit = record.visit
    facts = {
        seen.names.of(b.boundary): _lower(b.kept)
        for b in visit.boundaries
        if b.boundary and b.kept not in (None, Kept.NOT_TESTED)
    }
    if visit.pressured_interactions is not None:
        facts["Times pressed"] = str(visit.pressured_interactions)
    if visit.exit_phrase_used is not None:
        facts["Exit phrase"] = "used" if visit.exit_phrase_used else "not used"
    if visit.arranged is not None:
        facts["Visit as arranged"] = _yes(visit.arranged).lower()
    return facts


def _journey_facts(_: _Seen, record: Record) -> dict[str, str]:
    """What can be compared from journey to journey."""
    journey = record.journey
    facts = {"How it went": _lower(journey.outcome), "Support": _lower(journey.support)}
    if journey.check_ins:
        missed = sum(c.status in MISSED for c in journey.check_ins)
        facts["Check-ins late or missed"] = str(missed)
    if journey.falls is not None:
        facts["Falls and near-falls"] = str(journey.falls)
    if journey.signs_of_targeting is not None:
        facts["Signs of targeting"] = _yes(journey.signs_of_targeting).lower()
    return {what: words for what, words in facts.items() if words != NOT_WRITTEN}


def _spoken(seen: _Seen) -> Iterator[Mapping[str, str]]:
    """What the person said, visit by visit."""
    for filed in seen.records:
        record = filed.record
        if record.type in SPOKEN:
            label = record.type.label.lower() if record.type else ""
            missing = record.person_said_none_reason or NOT_WRITTEN
            yield {
                "when": f"{uk_date(record.date)}, {label}",
                "words": record.person_said or "",
                "missing": "" if record.person_said else missing,
            }


def _also(seen: _Seen) -> Iterator[str]:
    """Other signs in the records: check-ins, incidents, limits, worries, gaps."""
    for filed in seen.records:
        record, day = filed.record, uk_date(filed.record.date)
        if record.check_in:
            yield f"{day}, check-in: {_check_in(record)}."
        if record.incident:
            incident = record.incident
            kind, harm = _lower(incident.kind), _lower(incident.harm)
            yield f"{day}, incident: {kind}; harm: {harm}."
        if record.concern_note:
            yield f"{day}, concern note: {record.concern_note.noticed or NOT_WRITTEN}"
        for limit in record.limits_applied:
            listed = "a limit in the plan" if limit.restriction else "not in the plan"
            yield f"{day}, a limit was used ({listed}): {limit.what or NOT_WRITTEN}"
    yield from _not_recorded(seen)


def _check_in(record: Record) -> str:
    said = record.check_in
    answers = (
        ("feels listened to", said.feels_listened_to),
        ("somebody presses them", said.anyone_pressuring),
        ("feels in control", said.feels_in_control),
    )
    return "; ".join(f"{what}: {_lower(answer)}" for what, answer in answers)


def _not_recorded(seen: _Seen) -> Iterator[str]:
    """Days that were planned and have no record."""
    plan = seen.folder.plan.record
    arranged = {d for a in plan.safe_contact.arrangements for d in a.dates}
    written = {f.record.date for f in seen.folder.records}
    expected = {
        day
        for planned in (*arranged, *plan.positive_risk.planned_dates)
        if (day := iso_day(planned))
    }
    for day in sorted(expected - written):
        if day in seen.span and day < seen.today:
            yield f"{uk_date(day)} was planned, and there is no record of it."


def _triggers(seen: _Seen, limit_days: int) -> Iterator[Mapping[str, str]]:
    """What brings a review forward: whether and when it went off in these days.

    What goes off again before its review was held is told again.
    """
    events = [
        event
        for event in fired(seen.folder, seen.calendar, seen.today, limit_days)
        if event.on in seen.span
    ]
    plan = seen.folder.plan.record.review_triggers
    for trigger in plan:
        days = {e.on for e in events if trigger.id and e.trigger == trigger.id}
        days |= set(_met(seen, trigger.id, trigger.detect))
        yield {"what": trigger.words or NOT_WRITTEN, "went_off": _went_off(days)}
    named = {trigger.id for trigger in plan}
    for event in events:
        if event.trigger not in named:
            what = f"{_built_in(event, plan)} (in every plan)"
            yield {"what": what, "went_off": _went_off({event.on})}


def _met(seen: _Seen, name: str | None, detect: Detect) -> Iterator[date]:
    """The days on which staff noticed a trigger or threshold, or its rule was met."""
    for filed in seen.records:
        record = filed.record
        noticed = (*record.triggers_noticed, *record.thresholds_noticed)
        met = (name and name in noticed) or detected(detect, record, seen.folder)
        if record.date and met:
            yield record.date


def _went_off(days: Iterable[date]) -> str:
    told = ", ".join(uk_date(day) for day in sorted(set(days)))
    return f"{YES}, {told}" if told else NO


def _built_in(event: Fired, plan: Iterable[ReviewTrigger]) -> str:
    """The words of a trigger that no plan lists: of its kind, or as it is called."""
    kinds = {t.kind.value: t.kind.label for t in plan if t.kind}
    return kinds.get(event.kind, event.kind.replace("_", " ").capitalize())


def _thresholds(seen: _Seen) -> Iterator[Mapping[str, str]]:
    """Each warning point: by the records of these days, and what the lead says."""
    review = seen.look.review.record if seen.look.review else Review()
    lines = {line.threshold: line for line in review.thresholds if line.threshold}
    for threshold in seen.folder.plan.record.escalation_thresholds:
        line = lines.get(threshold.id or "")
        did = f". {line.what_we_did}" if line and line.what_we_did else ""
        yield {
            "what": threshold.when or NOT_WRITTEN,
            "in_records": _went_off(_met(seen, threshold.id, threshold.detect)),
            "lead": _yes(line.reached) + did if line else NOT_WRITTEN,
        }


def _actions(seen: _Seen) -> Iterator[Mapping[str, str]]:
    """What was to be done: still open, or done in these days; with how it stands."""
    for action in seen.folder.plan.record.actions:
        status = _standing(seen, action)
        if status:
            yield _action(seen, action.what, action.owner, action.due_on, status)
    for filed in seen.records:
        for step in filed.record.follow_up:
            status = _how(step.status, step.done_on)
            yield _action(seen, step.what, step.owner, step.due_on, status)


def _standing(seen: _Seen, action: PlanAction) -> str:
    """How an action stood at this review; empty when it is not one to look at."""
    if action.done_on in seen.span:
        return _how(action.status, action.done_on)
    if seen.span.end is None:
        return "" if action.status in FINISHED else _how(action.status, action.done_on)
    return "Not done by then" if action.due_on in seen.span else ""


def _how(status: ActionStatus | None, done_on: date | None) -> str:
    label = status.label if status else NOT_WRITTEN
    return f"{label}, {uk_date(done_on)}" if done_on else label


def _action(
    seen: _Seen,
    what: str | None,
    owner: str | None,
    due_on: date | None,
    status: str,
) -> Mapping[str, str]:
    who = seen.folder.name if owner == PERSON else seen.names.of(owner or "")
    return {
        "what": what or NOT_WRITTEN,
        "owner": who or NOT_WRITTEN,
        "due_on": uk_date(due_on) or NOT_WRITTEN,
        "status": status,
    }


def _held(seen: _Seen) -> Mapping[str, object]:
    """What the lead wrote when the review was held."""
    review = seen.look.review.record if seen.look.review else Review()
    decision = review.decision.label if review.decision else ""
    return {
        "held_on": uk_date(review.held_on),
        "involvement": review.involvement.label if review.involvement else "",
        "person_view": review.person_view or "",
        "improved": review.what_has_improved or "",
        "not_improved": review.what_has_not or "",
        "decision": decision,
        "reason": review.decision_reason or "",
        "escalated_to": review.escalated_to.label if review.escalated_to else "",
        "changes": list(review.changes_made),
        "actions": [
            _action(seen, a.what, a.owner, a.due_on, "") for a in review.actions
        ],
        "next": uk_date(review.next_review_on),
        "told_on": uk_date(review.told_person_result_on),
        "signed_by": seen.names.of(review.signed_by) if review.signed_by else "",
    }
