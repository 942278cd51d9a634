"""Checks of records that need more than a look (brief 3.8)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from workflow.domain.case_folder import CaseFolder, Filed, last_date
from workflow.domain.findings import Noticed, Place
from workflow.domain.records.record import Record
from workflow.domain.rhythm import HOURS_A_DAY, in_days
from workflow.domain.rules.kinds import (
    answers,
    applies,
    in_full,
    named,
    number,
    sieve,
    value_at,
    word,
    words,
)
from workflow.domain.rules.rule import Check, Rule, Situation
from workflow.domain.typed_dates import iso_day
from workflow.domain.vocabulary import RecordType

QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
SENTENCE_ENDS = re.compile(r"[.!?]+(?=\s|$)|\n")
SECONDS_AN_HOUR = 3600
A_DATE = len("2026-11-23")
UNDATED = "An answer is written down, but not the day on which it was given."


def opinion_in_facts(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A word of opinion among the facts (REC-01).

    What stands in quotation marks was heard, and so is a fact.
    """
    markers = words(rule.settings, "words")
    for filed in situation.folder.records if situation.folder.is_open else ():
        facts = QUOTED.sub(" ", filed.record.what_happened or "")
        likely = markers if sieve(markers).search(facts.casefold()) else ()
        met = [m for m in likely if answers(facts, f"says {m}", situation.today)]
        if met:
            detail = f'It says "{met[0]}".'
            yield Noticed(rule.id, filed.place("what_happened"), {}, detail)


def visit_unfinished(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A visit without a line for each rule, the count, or the phrase's answer (REC-03).

    The rules are those of the plan in force on that day.
    """
    folder = situation.folder
    for filed in folder.of_type(RecordType.VISIT):
        field, detail = _unfinished(folder, filed.record, rule)
        if field:
            yield Noticed(rule.id, filed.place(field), {}, detail)


def _unfinished(folder: CaseFolder, record: Record, rule: Rule) -> tuple[str, str]:
    """The first field of a visit that waits for an answer; empty when none does."""
    lines = record.visit.boundaries
    for index, line in enumerate(lines):
        if line.kept is None:
            return f"visit.boundaries[{index}].kept", ""
    rules = folder.plan_on(record.date).record.safe_contact.boundaries
    missing = {r.id for r in rules if r.id} - {line.boundary for line in lines}
    if missing or (not lines and _about_contact(folder, rule)):
        named_ones = ", ".join(sorted(map(str, missing)))
        return "visit.boundaries", f"No line for {named_ones}." if missing else ""
    if record.visit.pressured_interactions is None:
        return "visit.pressured_interactions", ""
    unanswered = record.visit.exit_phrase_used is None
    return ("visit.exit_phrase_used" if unanswered else ""), ""


def _about_contact(folder: CaseFolder, rule: Rule) -> bool:
    """Whether visits are what the case is about, or nobody has said yet."""
    focus = {str(code) for code in folder.case.record.focus}
    return not focus or bool(focus & set(words(rule.settings, "focus")))


def written_late(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Written down more than so many clock hours after it happened (REC-04)."""
    longest = situation.timescale("record_entry_hours")
    for filed in situation.folder.records:
        hours = _hours_until_written(filed.record)
        if hours is not None and hours > longest:
            place = filed.place("recorded_at")
            yield Noticed(rule.id, place, {"n": str(hours)})


def _hours_until_written(record: Record) -> int | None:
    """Clock hours begun; whole days where one of the two hours is not known."""
    stamp = record.recorded_at or ""
    try:
        written = datetime.fromisoformat(stamp).replace(tzinfo=None)
    except ValueError:
        return None
    if record.date is None:
        return None
    if record.time is None or len(stamp) <= A_DATE:
        return (written.date() - record.date).days * HOURS_A_DAY
    happened = datetime.combine(record.date, time.fromisoformat(record.time))
    return -(-int((written - happened).total_seconds()) // SECONDS_AN_HOUR)


def expected_record_missing(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """A planned date with no record by the end of the next working day (REC-05)."""
    folder = situation.folder
    within = number(rule, "within_working_days")
    for path, text, kind, arrangement in _expected(folder):
        day = iso_day(text)
        if day is None or not folder.is_open or _met(folder, day, kind, arrangement):
            continue
        if situation.today > situation.calendar.add_working_days(day, within):
            yield Noticed(rule.id, folder.plan.place(path), {"date": in_full(day)})


def _expected(folder: CaseFolder) -> Iterator[tuple[str, str, RecordType, str | None]]:
    """Each planned date: where it stands, and what record it asks for."""
    plan = folder.plan.record
    for order, arrangement in enumerate(plan.safe_contact.arrangements):
        for index, day in enumerate(arrangement.dates):
            path = f"safe_contact.arrangements[{order}].dates[{index}]"
            yield path, day, RecordType.VISIT, arrangement.id
    for index, day in enumerate(plan.positive_risk.planned_dates):
        yield f"positive_risk.planned_dates[{index}]", day, RecordType.JOURNEY, None


def _met(
    folder: CaseFolder, day: date, kind: RecordType, arrangement: str | None
) -> bool:
    """Whether a record may be the one expected: a date nobody can read may be it."""
    return any(
        record.type in (None, kind)
        and record.date in (None, day)
        and record.visit.arrangement in (None, arrangement)
        for record in (filed.record for filed in folder.records)
    )


def nobody_decided_to_tell(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No decision about telling the council, or the regulator, of abuse (REC-07).

    Hours count in days: the decision is due by the next calendar day (rulings).
    """
    longest = timedelta(days=in_days(number(rule, "within_hours")))
    kinds, agencies = words(rule.settings, "kinds"), words(rule.settings, "agencies")
    for filed in situation.folder.of_type(RecordType.INCIDENT):
        day = filed.record.date
        late = day is not None and situation.today > day + longest
        if late and str(filed.record.incident.kind) in kinds:
            place = _to_decide(situation.folder, filed, agencies)
            if place:
                yield Noticed(rule.id, place)


def _to_decide(
    folder: CaseFolder, filed: Filed[Record], agencies: Sequence[str]
) -> Place | None:
    """Where a decision is missing: in the notification, or else at the incident."""
    decided = {str(line.to) for line in filed.record.incident.reported}
    waiting = None
    for index, notice in enumerate(folder.case.record.notifications):
        if notice.record and notice.record == filed.record.record_id:
            if notice.needed is not None:
                decided.add(str(notice.to))
            elif str(notice.to) in agencies:
                waiting = folder.case.place(f"notifications[{index}].needed")
    if decided.issuperset(agencies):
        return None
    return waiting or filed.place("incident.kind")


def copied(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """The same sentence in several records; the newest of them is named (REC-09)."""
    folder = situation.folder
    holders: dict[str, list[Filed[Record]]] = defaultdict(list)
    for filed in folder.records if folder.is_open else ():
        for sentence in _sentences(filed.record, number(rule, "at_least_words")):
            holders[sentence].append(filed)
    many = [h for h in holders.values() if len(h) >= number(rule, "records")]
    for newest, others in {h[-1].file: h[:-1] for h in many}.items():
        place = next(f for f in folder.records if f.file == newest)
        detail = "The same words are in " + ", ".join(f.file for f in others) + "."
        yield Noticed(rule.id, place.place("what_happened"), {}, detail)


def _sentences(record: Record, at_least: int) -> set[str]:
    """The sentences of what happened, without case and spacing; very short ones not."""
    found = SENTENCE_ENDS.split((record.what_happened or "").casefold())
    folded = (sentence.split() for sentence in found)
    return {" ".join(parts) for parts in folded if len(parts) >= at_least}


def long_since(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """No record that answers `of` for longer than `days` (REC-10, REC-11, PRT-10).

    `days` is the key of a timescale, or a number. When there has been none, counted
    from the day the case was opened (rulings) or, where `counted_from` says so, the
    day the plan began. A record that cannot be read may be the one looked for.
    """
    folder = situation.folder
    found = [f for f in folder.records if _may_be_one(situation, rule, f.record)]
    last = last_date((filed.record.date for filed in found), _began(folder, rule))
    undated = any(filed.record.date is None for filed in found)
    if undated or last is None or not (folder.is_open and applies(situation, rule)):
        return
    if (situation.today - last).days > _days(situation, rule):
        newest = next((f for f in reversed(found) if f.record.date == last), None)
        place = newest.place("date") if newest else folder.case.place("opened_on")
        yield Noticed(rule.id, place)


def _began(folder: CaseFolder, rule: Rule) -> date | None:
    opened, plan = folder.case.record.opened_on, folder.plan.record
    with_plan = word(rule.settings, "counted_from") == "plan"
    return last_date(iter((opened, plan.starts_on if with_plan else None)))


def _days(situation: Situation, rule: Rule) -> int:
    days = word(rule.settings, "days")
    return int(days) if days.isdigit() else situation.timescale(days)


def _may_be_one(situation: Situation, rule: Rule, record: Record) -> bool:
    values = (
        (value_at(record, path), wanted)
        for path, wanted in named(rule.settings, "of").items()
    )
    return all(
        value is None or answers(value, wanted, situation.today)
        for value, wanted in values
    )


def speaking_up_unanswered(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Somebody spoke up and has waited longer than promised (REC-13).

    Until the day of the answer is written down: the promise is of days (brief 2.9).
    """
    folder, calendar = situation.folder, situation.calendar
    days = situation.timescale("speak_up_answer_working_days")
    for filed in folder.of_type(RecordType.SPEAK_UP) if folder.is_open else ():
        said, on = filed.record.speak_up, filed.record.date
        late = on and situation.today > calendar.add_working_days(on, days)
        if on and late and not said.answered_on:
            place = filed.place("speak_up.answered_on")
            detail = UNDATED if said.answer_given else ""
            yield Noticed(rule.id, place, {"date": in_full(on)}, detail)


def signs_not_talked_over(situation: Situation, rule: Rule) -> Iterator[Noticed]:
    """Signs of risk in two records close together, and nobody talked (REC-14).

    Answered by a concern note or a held review within some days after the later of
    the two (rulings). Only the newest two count: talking then covers what came before.
    """
    folder = situation.folder
    together = timedelta(days=number(rule, "within_days"))
    signs = sorted(_signs(situation, rule), key=lambda sign: sign[0])
    pairs = [
        later for earlier, later in pairwise(signs) if later[0] - earlier[0] <= together
    ]
    if pairs and folder.is_open:
        on, place = pairs[-1]
        until = on + timedelta(days=number(rule, "answered_within_days"))
        if not any(day is None or on <= day <= until for day in _talks(folder)):
            yield Noticed(rule.id, place)


def _signs(situation: Situation, rule: Rule) -> Iterator[tuple[date, Place]]:
    """The dated records with a sign of risk, and where the first sign stands."""
    signs = named(rule.settings, "signs")
    for filed in situation.folder.records:
        met = [
            path.partition("[]")[0]
            for path, wanted in signs.items()
            if answers(value_at(filed.record, path), wanted, situation.today)
        ]
        if met and filed.record.date:
            yield filed.record.date, filed.place(met[0])


def _talks(folder: CaseFolder) -> Iterator[date | None]:
    """When the team talked; None for a day that nobody can read."""
    yield from (f.record.date for f in folder.of_type(RecordType.CONCERN_NOTE))
    yield from (f.record.held_on for f in folder.held())


CHECKS: Mapping[str, Check] = {
    "opinion_in_facts": opinion_in_facts,
    "visit_unfinished": visit_unfinished,
    "written_late": written_late,
    "expected_record_missing": expected_record_missing,
    "nobody_decided_to_tell": nobody_decided_to_tell,
    "copied": copied,
    "long_since": long_since,
    "speaking_up_unanswered": speaking_up_unanswered,
    "signs_not_talked_over": signs_not_talked_over,
}
