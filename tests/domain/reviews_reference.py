"""TM11, TM12, TM13 and TM23 counted from plain data, by the words of the brief alone.

Reviews by schedule (4.3), by trigger (4.4), sharing (4.9), copies in the format that
the person needs. It shares nothing with `workflow` but the bank holidays.

Decided where the brief is silent, and so part of the reference: a moved review falls
due on its new date; a copy handed over before the plan was agreed is no copy of it;
a triggered review that its plan asked for counts though the trigger went off unseen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from tests.domain.test_reference_dates import after, late, month_on, rolled
from workflow.domain.vocabulary import Nation

Data = dict[str, object]
TODAY = date(2026, 11, 23)
FROM, TO = date(2026, 1, 1), date(2026, 10, 31)
HERE = Nation.ENGLAND
FAR = TODAY + timedelta(365)
HELD, ASKS, HELPED = "held", "person_asks", "completed_with_help"


class Dice(Protocol):
    """Draws by lot."""

    def day(self, first: date, last: date) -> str:
        """A day between two."""

    def one(self, *of: object) -> object:
        """One of some."""

    def some(self, make: Callable[[int], Data], most: int) -> list[Data]:
        """So many at most."""


# What a case is given besides: rhythms, triggers, reviews, agreements.


def with_reviews(dice: Dice, c: Data) -> Data:
    """The case with a rhythm, triggers, the reviews they asked for, and sharing."""
    plan = _with_copies(dice, _block(c, "plan"))
    plan["review_schedule"] = dice.some(lambda n: _schedule(dice, n), 2)
    plan["review_triggers"] = dice.some(lambda n: _trigger(dice, n), 3)
    records = [_more(dice, row) for row in rows(c, "records")]
    person = _block(c, "person")
    needs = {**_block(person, "communication"), **_needs(dice)}
    made = {**c, "plan": plan, "records": records, "consent": _consent(dice)}
    made["person"] = {**person, "communication": needs}
    made["old_plans"] = [_with_copies(dice, old) for old in rows(c, "old_plans")]
    asked = [*_of_schedules(dice, made), *_of_triggers(dice, made)]
    made["reviews"] = [*rows(c, "reviews"), *asked]
    return made


def _needs(dice: Dice) -> Data:
    kept = ("person_keeps", "person_keeps", "supporter_keeps", "no_paper")
    formats = (["large_print", "spoken"], ["easy_read"], ["standard_print"], ["spoken"])
    return {
        "formats": dice.one(*formats),
        "trusted_supporter": "c1",
        "safe_contact": {"own_copy_kept": dice.one(*kept)},
    }


def _with_copies(dice: Dice, plan: Data) -> Data:
    agreed = on(plan, "agreed_on") or FROM
    return {**plan, "copies": dice.some(lambda _: _copy(dice, agreed), 4)}


def _copy(dice: Dice, agreed: date) -> Data:
    kinds = ("full", "own copy", "large print own copy", "Easy read", "read aloud", "")
    return {
        "to": dice.one("person", "person", "c1", "c2"),
        "version": dice.one(*kinds),
        "given_on": dice.day(agreed - timedelta(2), agreed + timedelta(10)),
    }


def _schedule(dice: Dice, number: int) -> Data:
    first = dice.day(date(2025, 12, 1), date(2026, 11, 10))
    pace = str(dice.one("4 weeks", "1 months", "7 days", " ")).split(" ")
    until = date.fromisoformat(first) + timedelta(70)
    ends: object = dice.one({"until": str(until)}, {"occurrences": "3"})
    assert isinstance(ends, dict)
    kind = dice.one("scheduled", "pattern", "initial")
    named = {"id": f"RS{number}", "kind": kind, "first_due": first}
    return {**named, "every": pace[0], "unit": pace[1], **ends}


def _trigger(dice: Dice, number: int) -> Data:
    helped = {
        "record_type": "journey",
        "field": "journey.outcome",
        "op": "eq",
        "value": HELPED,
        "at_least": dice.one("1", "2"),
        "within_days": "60",
    }
    soon = str(dice.one("2 working_days", "1 weeks", "48 hours", "3 days")).split()
    kind = ("missed_check_in", "other", "new_incident")[number]
    return {
        "id": f"T{number}",
        "kind": kind,
        "detect": helped if number == 0 else {},
        "within": soon[0],
        "unit": soon[1],
    }


def _more(dice: Dice, record: Data) -> Data:
    """A record that may have set something off, or told somebody something."""
    noticed = dice.one([], [], [], [], ["T1"], [ASKS])
    harm = dice.one("", "", "", "low", "moderate", "severe")
    shared = [_shared(dice), *dice.some(lambda _: _shared(dice), 1)]
    shared = dice.one(shared, shared, [])  # type: ignore[assignment]
    made = {**record, "triggers_noticed": noticed, "incident": {"harm": harm}}
    if record["type"] == "external_contact":
        told = {
            "agency": dice.one("bank", "bank", "bank", "gp"),
            "organisation": dice.one("Weir Bank", "Weir Bank", "", "Other Bank"),
            "contact": dice.one("", "c1", "c1"),
            "shared": shared,
        }
        made["external_contact"] = {**_block(record, "external_contact"), **told}
    return made


def _shared(dice: Dice) -> Data:
    return {
        "boundary": dice.one("B0", "B1", "B2", "B1", "B2", ""),
        "categories": dice.one(["money"], ["money"], ["money"], ["health", "money"]),
        "limits_respected": dice.one("true", "true", "true", "false", ""),
    }


def _consent(dice: Dice) -> Data:
    def boundary(number: int) -> Data:
        decided = dice.day(date(2025, 10, 1), date(2026, 3, 1))
        until = str(date.fromisoformat(decided) + timedelta(330))
        back = dice.day(date(2026, 4, 1), date(2026, 11, 1)) if number == 0 else ""
        return {
            "id": f"B{number}",
            "decision": dice.one(*["agreed"] * 5, "agreed_with_limits", "undecided"),
            "decided_on": decided,
            "until": dice.one("", until, until),
            "withdrawn_on": dice.one("", "", back),
            "contact": dice.one("", "", "c1"),
            "agency": dice.one("bank", "bank", "bank", "gp"),
            "organisation": dice.one("", "", "weir  bank"),
            "categories": dice.one(["money"], ["money", "health"], ["money", "health"]),
        }

    wish = {"id": "N1", "agency": "gp", "categories": ["health"]}
    return {
        "boundaries": [boundary(n) for n in range(3)],
        "do_not_share": dice.one([], [], [wish]),
    }


def _of_schedules(dice: Dice, c: Data) -> Iterator[Data]:
    number = 0
    for schedule in rows(c, "plan.review_schedule"):
        for unrolled, due, _ in dates_of(schedule):
            if due < TODAY and dice.one(True, True, True, False):  # noqa: FBT003
                number += 1
                yield _planned(dice, f"S{number}", due) | {
                    "kind": schedule["kind"],
                    "schedule": schedule["id"],
                    "due_on": str(dice.one(due, unrolled)),
                }


def _of_triggers(dice: Dice, c: Data) -> Iterator[Data]:
    """A review for most of what a record sets off, also where it should be latched."""
    for trigger, hits in watched(c):
        for day, record in hits:
            due = trigger.due(day)
            if record and dice.one(True, True, False):  # noqa: FBT003
                yield _planned(dice, f"T{trigger.name}{record}", due) | {
                    "kind": "triggered",
                    "trigger": dice.one(trigger.name, trigger.name, ""),
                    "trigger_record": record,
                    "due_on": str(due),
                    "also_counts_for": dice.one([], ["RS0"]),
                }


def _planned(dice: Dice, name: str, due: date) -> Data:
    some = date.fromisoformat(dice.day(due - timedelta(22), due + timedelta(9)))
    near = [due + timedelta(n) for n in (-1, 0, 1, 2)]
    moved: object = dice.one(
        {},
        {},
        {},
        {"to": str(due + timedelta(7)), "agreed_with_person": "said_yes"},
        {"to": str(due + timedelta(30)), "agreed_with_person": "said_yes"},
        {"to": str(due + timedelta(5)), "agreed_with_person": "not_asked"},
        {
            "to": str(due + timedelta(5)),
            "agreed_with_person": "said_yes",
            "times": "2",
        },
    )
    return {
        "review_id": name,
        "status": dice.one(HELD, HELD, HELD, "planned", "cancelled"),
        "held_on": str(dice.one(some, some, *near)),
        "rescheduled": moved,
    }


# Plain data.


def at(data: object, path: str) -> object:
    """What stands at a dotted path; empty when nothing does."""
    for key in path.split("."):
        data = data.get(key, "") if isinstance(data, Mapping) else ""
    return data


def _block(data: object, key: str) -> Data:
    found = at(data, key)
    return dict(found) if isinstance(found, Mapping) else {}


def rows(data: object, path: str) -> list[Data]:
    """The rows of a list at a dotted path."""
    found = at(data, path)
    return [dict(r) for r in found] if isinstance(found, Sequence) and found else []


def on(data: object, path: str) -> date | None:
    """A day at a dotted path."""
    text = str(at(data, path) or "")
    return date.fromisoformat(text) if text else None


def listed(data: object, path: str) -> list[str]:
    """A list of words at a dotted path."""
    found = at(data, path)
    return [str(one) for one in found] if isinstance(found, list) else []


# Schedules (4.3).


def dates_of(schedule: Data) -> Iterator[tuple[date, date, date]]:
    """Each date of a rhythm: as anchored, rolled back, and the earliest for it."""
    first, until = on(schedule, "first_due"), on(schedule, "until")
    assert first
    pace = 7 if schedule["kind"] == "pattern" else 0  # pattern_every_days (4.2)
    every = int(str(schedule["every"] or pace))
    most = int(str(schedule.get("occurrences") or 99)) if every else 1

    def kth(k: int) -> date:
        if schedule["unit"] == "months":
            return month_on(first, k * every)
        return first + timedelta(k * every * (7 if schedule["unit"] == "weeks" else 1))

    for k in range(most):
        day = kth(k)
        if (until and day > until) or day > FAR:
            return
        half = (kth(k + 1) - day).days // 2
        earliest = day - timedelta(half) if every else date.min
        yield day, rolled(HERE, day), earliest


@dataclass(frozen=True)
class Asked:
    """A review that was asked for: its date, the day it was held, whether it is off."""

    due: date
    held: date | None
    cancelled: bool


def reviewed(c: Data, due: date, review: Data | None) -> Asked:
    """How a review stands: moved rightly, held, called off (4.3)."""
    review = review or {}
    held = on(review, "held_on") if review.get("status") == HELD else None
    shut = on(c, "closure.closed_on")
    off = review.get("status") == "cancelled" or bool(
        shut and due > shut and held is None
    )
    to = on(review, "rescheduled.to")
    asked = at(review, "rescheduled.agreed_with_person") in ("said_yes", "said_partly")
    once = str(at(review, "rescheduled.times") or 1) == "1"
    if to and asked and once and late(HERE, due, to) <= 10:
        due = to
    return Asked(due, held, off)


def scheduled(c: Data) -> Iterator[Asked]:
    """Every occurrence of every rhythm, and the review that meets it."""
    every = rows(c, "reviews")
    for schedule in rows(c, "plan.review_schedule"):
        for unrolled, due, earliest in dates_of(schedule):
            mine = [
                r
                for r in every
                if r.get("schedule") == schedule["id"]
                and on(r, "due_on") in (unrolled, due)
                and (on(r, "held_on") or date.max) >= earliest
            ]
            covering = [
                r
                for r in every
                if r["kind"] == "triggered"
                and r["status"] == HELD
                and schedule["id"] in listed(r, "also_counts_for")
                and _near(on(r, "held_on"), due)
            ]
            held = [r for r in mine if r["status"] == HELD]
            yield reviewed(c, due, next(iter((*held, *covering, *mine)), None))


def _near(held: date | None, due: date) -> bool:
    return held is not None and held <= due <= after(HERE, held, 5)


# Triggers (4.4).


@dataclass(frozen=True)
class Trigger:
    """A trigger: its id, or its kind when it is built in; and how soon."""

    name: str
    within: int = 2
    unit: str = "working_days"

    def due(self, day: date) -> date:
        """When the review it asks for is due; weeks roll back, days and hours never."""
        if self.unit == "working_days":
            return after(HERE, day, self.within)
        if self.unit == "weeks":
            return rolled(HERE, day + timedelta(7 * self.within))
        hours = self.unit == "hours"
        return day + timedelta(self.within // 24 if hours else self.within)


Hit = tuple[date, str]


def watched(c: Data) -> list[tuple[Trigger, list[Hit]]]:
    """Each trigger with everything that would set it off, in order."""
    records = rows(c, "records")
    serious = [r for r in records if at(r, "incident.harm") in ("moderate", "severe")]
    override = [r for r in records if at(r, "external_contact.override")]
    asked = [r for r in records if ASKS in listed(r, "triggers_noticed")]
    back = [on(b, "withdrawn_on") for b in rows(c, "consent.boundaries")]
    built: dict[str, list[Hit]] = {
        "override": _hits(override),
        ASKS: _hits(asked),
        "agreement_changed": [(day, "") for day in back if day],
        "new_incident": _hits(serious),
    }
    found = []
    for row in rows(c, "plan.review_triggers"):
        trigger = Trigger(
            str(row["id"]), int(str(row["within"])), unit=str(row["unit"])
        )
        noticed = [r for r in records if row["id"] in listed(r, "triggers_noticed")]
        hits = {
            *_hits(noticed),
            *_helped(row, records),
            *built.pop(str(row["kind"]), ()),
        }
        found.append((trigger, sorted(hits)))
    found += [(Trigger(kind), sorted(hits)) for kind, hits in built.items()]
    return found


def _hits(records: list[Data]) -> list[Hit]:
    return [(day, str(r["record_id"])) for r in records if (day := on(r, "date"))]


def _helped(trigger: Data, records: list[Data]) -> Iterator[Hit]:
    if not trigger["detect"]:
        return
    least = int(str(at(trigger, "detect.at_least")))
    days = _hits([r for r in records if at(r, "journey.outcome") == HELPED])
    for day, record in days:
        near = [d for d, _ in days if day - timedelta(59) <= d <= day]
        if len(near) >= least:
            yield day, record


@dataclass(frozen=True)
class Event:
    """A trigger that went off."""

    trigger: Trigger
    day: date
    record: str

    def asked(self, review: Data) -> bool:
        """Whether a review is the one it asked for."""
        named, about = review.get("trigger"), review.get("trigger_record")
        if about and self.record:
            return about == self.record and named in ("", None, self.trigger.name)
        due = on(review, "due_on")
        same = bool(named) and named == self.trigger.name
        return same and due is not None and due >= self.day


def fired(c: Data) -> Iterator[Event]:
    """Every time a trigger goes off: latched until a review that names it is held."""
    for trigger, hits in watched(c):
        last: Event | None = None
        for day, record in hits:
            if day > TODAY or (last and not _freed(c, last, day)):
                continue
            last = Event(trigger, day, record)
            yield last


def _freed(c: Data, last: Event, day: date) -> bool:
    for review in rows(c, "reviews"):
        names = review.get("trigger") == last.trigger.name or last.asked(review)
        held = on(review, "held_on") if review["status"] == HELD else None
        if names and held and last.day <= held <= day:
            return True
    return False


def triggered(c: Data) -> Iterator[tuple[date, Asked]]:
    """The review each trigger asked for, with the day the trigger went off."""
    for event in fired(c):
        mine = [r for r in rows(c, "reviews") if event.asked(r)]
        held = [r for r in mine if r["status"] == HELD]
        best = next(iter((*held, *mine)), None)
        yield event.day, reviewed(c, event.trigger.due(event.day), best)


def unseen(c: Data) -> Iterator[Asked]:
    """Triggered reviews that somebody called though the trigger was still latched."""
    events = list(fired(c))
    for review in rows(c, "reviews"):
        due = on(review, "due_on")
        if (
            review["kind"] == "triggered"
            and due
            and not any(e.asked(review) for e in events)
        ):
            yield reviewed(c, due, review)


# The measures.


def within(day: date | None) -> bool:
    """Whether a day falls in the period."""
    return day is not None and FROM <= day <= TO


def in_time(asked: Asked) -> list[bool]:
    """On time or not; what can still be done is neither."""
    if asked.cancelled or not (asked.held or asked.due < TODAY):
        return []
    return [asked.held is not None and asked.held <= asked.due]


def tm12(c: Data) -> list[bool]:
    """Occurrences with their date in the period, all kinds, not cancelled."""
    every = (*scheduled(c), *(a for _, a in triggered(c)), *unseen(c))
    return [kept for asked in every if within(asked.due) for kept in in_time(asked)]


def tm13(c: Data) -> list[bool]:
    """Triggers fired in the period."""
    return [kept for day, a in triggered(c) if within(day) for kept in in_time(a)]


def tm11(c: Data) -> list[bool]:
    """Plan versions agreed: a copy in the first format within five working days."""
    place = at(c, "person.communication.safe_contact.own_copy_kept")
    if place == "no_paper":
        return []
    theirs = {"person", *(["c1"] if place == "supporter_keeps" else [])}
    wanted = listed(c, "person.communication.formats")[0]
    said: dict[str, Callable[[str], bool]] = {
        "large_print": lambda v: "large print" in v,
        "easy_read": lambda v: "easy read" in v,
        "spoken": lambda v: "aloud" in v,
        "standard_print": lambda v: v in ("full", "own copy", ""),
    }
    found = []
    for plan in (*rows(c, "old_plans"), _block(c, "plan")):
        agreed = on(plan, "agreed_on")
        if plan["status"] == "draft" or not agreed or not within(agreed):
            continue
        by = after(HERE, agreed, 5)
        found.append(
            any(
                x["to"] in theirs
                and said[wanted](str(x["version"]).lower())
                and agreed <= (on(x, "given_on") or date.min) <= by
                for x in rows(plan, "copies")
            )
        )
    return found


def tm23(c: Data) -> list[bool]:
    """External contacts that shared something: was every item inside (4.9)?"""
    found = []
    for record in rows(c, "records"):
        day = on(record, "date")
        items = rows(record, "external_contact.shared")
        told = _block(record, "external_contact")
        if record["type"] == "external_contact" and within(day) and items and day:
            found.append(all(_inside(c, told, item, day) for item in items))
    return found


def _inside(c: Data, told: Data, item: Data, day: date) -> bool:
    categories = {*listed(item, "categories")}
    for wish in rows(c, "consent.do_not_share"):
        if wish["agency"] == told["agency"] and categories & {
            *listed(wish, "categories")
        }:
            return False
    for b in rows(c, "consent.boundaries"):
        if b["id"] == item["boundary"]:
            return _covers(b, told, item, day)
    return False


def _covers(b: Data, told: Data, item: Data, day: date) -> bool:
    decided, back = on(b, "decided_on"), on(b, "withdrawn_on")
    assert decided
    until = on(b, "until") or month_on(decided, 3)
    who = " ".join(str(b["organisation"]).lower().split())
    theirs = b["agency"] == told["agency"] and who in (
        "",
        str(told["organisation"]).lower(),
    )
    if b["contact"]:
        theirs = b["contact"] == told["contact"]
    limits = b["decision"] == "agreed_with_limits"
    return (
        str(b["decision"]).startswith("agreed")
        and decided <= day <= until
        and not (back and back <= day)
        and theirs
        and {*listed(item, "categories")} <= {*listed(b, "categories")}
        and (not limits or item["limits_respected"] == "true")
    )
