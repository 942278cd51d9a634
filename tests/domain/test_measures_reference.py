"""Every measure over 200 invented cases, against counts written apart from the product.

The reference reads the plain data the cases are made of, and knows only brief 5.11.
TM11, TM12, TM13 and TM23 are counted in `reviews_reference`.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pytest

from tests.domain.reviews_reference import tm11, tm12, tm13, tm23, with_reviews
from tests.make import a_file, a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.measures import MEASURES, Evidence, Period, lines, measure
from workflow.domain.organisation import Organisation
from workflow.domain.records.provider import Provider
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.staff import StaffRegister
from workflow.domain.records.supervision import Supervision
from workflow.domain.vocabulary import Nation

Data = dict[str, object]
CASES = 200
TODAY = date(2026, 11, 23)
FROM, TO = date(2026, 1, 1), date(2026, 10, 31)
ANSWERS = ("said_yes", "said_partly", "said_no", "not_asked", "declined_to_say", "")
STAFF = [f"st-{n:02}" for n in range(1, 9)]
CALENDAR = calendar_for(Nation.ENGLAND)


class Dice:
    """Draws the parts of invented cases; the same seed draws the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - nothing here is secret

    def day(self, first: date = date(2025, 10, 1), last: date = TODAY) -> str:
        """A day between two."""
        return str(first + timedelta(self.random.randint(0, (last - first).days)))

    def maybe(self, value: object, odds: float = 0.7) -> object:
        """A value, or nothing."""
        return value if self.random.random() < odds else ""

    def one(self, *of: object) -> object:
        """One of some."""
        return self.random.choice(of)

    def some(self, make: Callable[[int], Data], most: int) -> list[Data]:
        """So many at most."""
        return [make(n) for n in range(self.random.randint(0, most))]

    def answer(self) -> object:
        """An answer, or silence."""
        return self.one(*ANSWERS)


def a_case(dice: Dice, number: int) -> dict[str, object]:
    """One case as plain data, most of its fields drawn by lot."""
    closed = dice.random.random() < 0.5
    return {
        "ref": f"SG-2026-{number:03}",
        "person": {
            "preferred_name": "Ines",
            "communication": {
                "safe_contact": {"own_copy_kept": dice.one("person_keeps", "no_paper")}
            },
        },
        "case": _case(dice, number, closed=closed),
        "plan": _plan(dice, 2),
        "old_plans": [_plan(dice, 1)] if dice.random.random() < 0.5 else [],
        "records": [_record(dice, n) for n in range(dice.random.randint(0, 14))],
        "reviews": [_review(dice, n) for n in range(dice.random.randint(0, 3))],
        "managerial_reviews": dice.some(lambda n: _managerial(dice, n), 3),
        "learning": dice.some(lambda n: _learning(dice, n), 2),
        "closure": _closure(dice) if closed else {},
    }


def _case(dice: Dice, number: int, *, closed: bool) -> Data:
    return {
        "case_ref": f"SG-2026-{number:03}",
        "service_id": "sv-one",
        "status": "closed" if closed else "active",
        "opened_on": dice.day(),
        "concern": {"raised_on": dice.day(last=date(2026, 2, 1))},
        "msp": {
            "asked": dice.one("asked_expressed", "asked_not_expressed", "not_asked")
        },
        "outcomes": [
            {
                "id": f"O{n}",
                "in_their_words": dice.one("I want to go out", "To be safe and well"),
                "said_by": dice.one("person", "representative"),
                "recorded_on": dice.day(),
                "status": dice.one("not_yet_known", "fully_achieved", "withdrawn"),
                "status_on": dice.day(),
            }
            for n in range(3)
        ],
        "advocacy": {
            "substantial_difficulty": dice.one("has", "has", "none"),
            "considered_on": dice.maybe(dice.day()),
            "offers": dice.some(
                lambda _: {
                    "offered_on": dice.day(),
                    "answer": dice.one("accepted", "declined"),
                    "started_on": dice.maybe(dice.day()),
                },
                2,
            ),
            "appropriate_person": {
                "contact": dice.maybe("c1", 0.5),
                "willing": dice.one("true", "false"),
                "not_source_of_risk": "true",
                "person_agrees": dice.one("true", "false"),
            },
        },
    }


def _plan(dice: Dice, version: int) -> Data:
    return {
        "version": str(version),
        "status": dice.one("agreed", "agreed", "draft", "replaced"),
        "agreed_on": dice.maybe(dice.day(), 0.9),
        "co_production": {"person_recognises_plan": dice.answer()},
        "options": dice.some(
            lambda n: {
                "id": f"OP{n}",
                "what": f"Way {n}",
                "suggested_by": dice.one("person", "staff"),
                "good_points": dice.maybe("Open", 0.9),
                "bad_points": dice.maybe("Cold", 0.9),
                "person_view": dice.maybe("I like it", 0.9),
            },
            3,
        ),
        "actions": [
            {
                "id": f"A{n}",
                "due_on": dice.day(last=date(2027, 1, 30)),
                "status": dice.one("done", "in_progress", "no_longer_needed"),
                "done_on": dice.maybe(dice.day()),
            }
            for n in range(dice.random.randint(0, 3))
        ],
        "restrictions": [_limit(dice, n) for n in range(dice.random.randint(0, 2))],
        "measures": [
            {
                "id": "M1",
                "name": "How sure I feel",
                "given_by": dice.one("person", "person", "staff"),
                "better": "higher",
                "baseline": str(dice.random.randint(1, 9)),
            },
            {
                "id": "M2",
                "name": "How worried I feel",
                "given_by": "person",
                "better": "lower",
                "baseline": dice.maybe(str(dice.random.randint(1, 9))),
            },
        ],
        "safe_contact": dice.one({"with_whom": "c1"}, {}),
    }


def _limit(dice: Dice, number: int) -> Data:
    started = dice.day(date(2026, 7, 1))
    return {
        "id": f"X{number}",
        "what": "A sensor",
        "rationale": dice.maybe("Cold", 0.9),
        "risk_refs": ["R1"],
        "freedom_affected": "Going out unseen",
        "less_restrictive": dice.one([{"tried_or_considered": "A note"}], []),
        "person_view": dice.maybe("Fine", 0.9),
        "basis": "person_agrees",
        "authorised_by": "st-01",
        "started_on": started,
        "review_on": dice.maybe(dice.day(date(2026, 10, 20), date(2026, 12, 5)), 0.9),
        "status": dice.one("active", "reduced"),
        "ended_on": dice.maybe(dice.day(date(2026, 8, 1)), 0.3),
    }


def _record(dice: Dice, number: int) -> Data:
    kind = dice.one(
        *("journey", "visit", "external_contact", "review_conversation"),
        *("keywork", "check_in"),
    )
    kept = ("kept", "partly", "broken", "not_tested")
    parts: dict[object, Data] = {
        "journey": {
            "set_off": dice.maybe("10:00"),
            "outcome": dice.one("completed", "completed_with_help", "lost"),
        },
        "visit": {
            "pressured_interactions": str(dice.random.randint(0, 4)),
            "boundaries": dice.some(lambda _: {"kept": dice.one(*kept)}, 3),
        },
        "external_contact": {
            "override": dice.one({"rationale": "Danger"}, {}, {}),
            "review_conversation": {
                "offered_on": dice.maybe(dice.day()),
                "not_offered_reason": dice.maybe("Unsafe", 0.2),
            },
        },
        "review_conversation": {
            "still_involved": dice.answer(),
            "still_informed": dice.answer(),
            "feels_in_control": dice.answer(),
        },
        "keywork": {"planned": dice.one("true", "false")},
        "check_in": {},
    }
    return {
        "record_id": f"R{number:02}",
        "type": kind,
        "date": dice.day(),
        "time": f"{number:02}:00",
        "recorded_by": dice.one(*STAFF),
        "person_said": dice.maybe("It was good", 0.8),
        "measurements": [
            {"measure": m, "value": str(dice.random.randint(1, 9))}
            for m in ("M1", "M2")
            if dice.random.random() < 0.5
        ],
        "deviation": dice.one(
            {"kind": "shared_more_than_agreed"}, {"kind": "late"}, {}
        ),
        "follow_up": dice.some(
            lambda _: {
                "due_on": dice.day(last=date(2027, 1, 30)),
                "status": dice.one("done", "in_progress", "no_longer_needed"),
                "done_on": dice.maybe(dice.day()),
            },
            2,
        ),
        str(kind): parts[kind],
    }


def _review(dice: Dice, number: int) -> Data:
    return {
        "review_id": f"RV{number}",
        "kind": dice.one("initial", "scheduled", "final", "triggered", "pattern"),
        "status": dice.one("held", "held", "planned"),
        "held_on": dice.day(),
        "outcome_progress": [
            {
                "outcome": f"O{n}",
                "status": dice.maybe("partially_achieved", 0.9),
                "person_words": dice.maybe("Better", 0.9),
            }
            for n in range(3)
            if dice.random.random() < 0.9
        ],
        "restrictions": dice.some(
            lambda n: {
                "restriction": f"X{n}",
                "decision": dice.one("keep", "reduce", "end"),
            },
            2,
        ),
    }


def _managerial(dice: Dice, number: int) -> Data:
    return {
        "mreview_id": f"MR{number}",
        "source_records": [f"R{dice.random.randint(0, 13):02}"],
        "due_on": dice.day(last=date(2026, 12, 20)),
        "closed_on": dice.maybe(dice.day()),
    }


def _learning(dice: Dice, number: int) -> Data:
    return {
        "learning_id": f"L{number}",
        "status": dice.one("open", "changed", "told", "checked"),
        "check": {"due_on": dice.day(last=date(2026, 12, 30))},
    }


def _closure(dice: Dice) -> Data:
    achieved = ("fully_achieved", "partially_achieved", "not_achieved")
    found = ("identified_action", "identified_no_action", "no_risk_identified")
    return {
        "closed_on": dice.day(date(2026, 1, 1)),
        "msp_asked": dice.one("asked_expressed", "asked_not_expressed"),
        "outcomes": dice.some(
            lambda n: {"outcome": f"O{n}", "status": dice.one(*achieved)}, 3
        ),
        "risk_assessment": dice.one(*found),
        "risk_outcome": dice.one("remained", "reduced", "removed"),
        "feedback": {
            field: dice.one(*ANSWERS, "not_applicable")
            for field in (
                *("feels_safer", "felt_listened_to"),
                *("felt_informed", "happy_with_result"),
            )
        },
    }


def samples(dice: Dice) -> list[Data]:
    results = ("clear", "clear", "clear", "clear", "clear", "partly")
    four = ("wanted", "choices", "agreed", "changed")
    return [
        {
            "month": f"2026-{month:02}",
            "items": [
                {
                    "case_ref": f"SG-2026-{dice.random.randrange(CASES):03}",
                    **{name: dice.one(*results) for name in four},
                }
                for _ in range(6)
            ],
        }
        for month in range(1, 13)
    ]


def supervisions(dice: Dice) -> list[Data]:
    return [
        {
            "date": dice.day(),
            "supervisee": dice.one(*STAFF),
            "prompts": dice.one([{"prompt_id": "SP-01"}], []),
        }
        for _ in range(8)
    ]


def staff() -> list[Data]:
    return [
        {
            "id": name,
            "name": name,
            "active_from": "2026-03-01" if name == "st-08" else "2020-01-01",
            "active_to": "2026-06-01" if name == "st-07" else "",
        }
        for name in STAFF
    ]


# The reference: plain data, and the words of brief 5.11.


def at(data: object, path: str) -> object:
    for key in path.split("."):
        data = data.get(key, "") if isinstance(data, Mapping) else ""
    return data


def rows(data: object, path: str) -> list[Data]:
    found = at(data, path)
    return [dict(r) for r in found] if isinstance(found, Sequence) and found else []


def on(data: object, path: str) -> date | None:
    text = str(at(data, path) or "")
    return date.fromisoformat(text) if text else None


def within(day: date | None) -> bool:
    return day is not None and FROM <= day <= TO


def soon(day: date, count: int) -> date:
    return CALENDAR.add_working_days(day, count)


def shut(c: Data) -> date | None:
    return on(c, "closure.closed_on")


def agreed_plans(c: Data) -> Iterator[Data]:
    for plan in (*rows(c, "old_plans"), dict(c["plan"])):  # type: ignore[call-overload]
        if plan["status"] != "draft" and within(on(plan, "agreed_on")):
            yield plan


def records(c: Data, kind: str) -> list[Data]:
    return [
        r for r in rows(c, "records") if r["type"] == kind and within(on(r, "date"))
    ]


def done_by(row: Data) -> list[bool]:
    due, done = on(row, "due_on"), on(row, "done_on")
    if row["status"] != "done":
        done = None
    if row["status"] == "no_longer_needed" or not within(due):
        return []
    assert due
    return [done is not None and done <= due] if done or due < TODAY else []


def tm01(c: Data) -> list[bool]:
    opened = on(c, "case.opened_on")
    if not within(opened):
        return []
    assert opened
    long = soon(opened, 5) <= TO
    closed = shut(c)
    if long or (closed is not None and closed <= TO):
        return [str(at(c, "case.msp.asked")).startswith("asked")]
    return []


def tm02(c: Data) -> list[bool]:
    told = at(c, "case.msp.asked") == "asked_expressed"
    return [told] if tm01(c) == [True] else []


def tm03(c: Data) -> list[bool]:
    return [
        o["said_by"] == "person" and str(o["in_their_words"]).startswith("I want")
        for o in rows(c, "case.outcomes")
        if within(on(o, "recorded_on"))
    ]


def tm04(c: Data) -> list[bool]:
    found = []
    for review in rows(c, "reviews"):
        held = on(review, "held_on")
        kinds = ("initial", "scheduled", "final")
        if (
            review["status"] != "held"
            or review["kind"] not in kinds
            or not within(held)
        ):
            continue
        whole = True
        for o in rows(c, "case.outcomes"):
            recorded, status_on = on(o, "recorded_on"), on(o, "status_on")
            assert held
            assert recorded
            assert status_on
            over = o["status"] in ("fully_achieved", "withdrawn") and status_on < held
            told = any(
                p["outcome"] == o["id"] and p["status"] and p["person_words"]
                for p in rows(review, "outcome_progress")
            )
            whole = whole and (recorded > held or over or told)
        found.append(whole)
    return found


def tm05(how: int) -> Callable[[Data], list[bool]]:
    def count(c: Data) -> list[bool]:
        if not within(shut(c)) or at(c, "closure.msp_asked") != "asked_expressed":
            return []
        got = [str(o["status"]) for o in rows(c, "closure.outcomes")]
        if got and set(got) == {"fully_achieved"}:
            turned = 0
        else:
            turned = 1 if set(got) - {"not_achieved"} else 2
        return [turned == how]

    return count


def tm06(outcome: str) -> Callable[[Data], list[bool]]:
    def count(c: Data) -> list[bool]:
        known = str(at(c, "closure.risk_assessment")).startswith("identified")
        if not within(shut(c)) or not known:
            return []
        return [at(c, "closure.risk_outcome") == outcome]

    return count


def tm07(c: Data) -> list[bool]:
    considered = on(c, "case.advocacy.considered_on")
    hard = at(c, "case.advocacy.substantial_difficulty") == "has"
    if not hard or not within(considered):
        return []
    assert considered
    by = soon(considered, 5)
    offered = any(
        (on(o, "offered_on") or TODAY) <= by for o in rows(c, "case.advocacy.offers")
    )
    who = at(c, "case.advocacy.appropriate_person")
    ready = (
        at(who, "contact") and at(who, "willing") == at(who, "person_agrees") == "true"
    )
    return [bool(offered or ready)]


def tm08(c: Data) -> list[bool]:
    for offer in rows(c, "case.advocacy.offers"):
        if offer["answer"] == "accepted" and within(on(offer, "offered_on")):
            return [bool(offer["started_on"])]
    return []


def tm09(c: Data) -> list[bool]:
    found = []
    for plan in agreed_plans(c):
        options = rows(plan, "options")
        full = all(
            o["good_points"] and o["bad_points"] and o["person_view"] for o in options
        )
        own = any(o["suggested_by"] == "person" for o in options)
        found.append(len(options) > 1 and full and own)
    return found


def tm10(answer: str) -> Callable[[Data], list[bool]]:
    def count(c: Data) -> list[bool]:
        said = [at(p, "co_production.person_recognises_plan") for p in agreed_plans(c)]
        return [s == answer for s in said if s not in ("", "not_asked")]

    return count


def tm15(c: Data) -> list[bool]:
    newest = {a["id"]: a for a in rows(c, "plan.actions")}
    old = rows(c, "old_plans")
    for action in rows(old[0], "actions") if old else []:
        newest.setdefault(action["id"], action)
    return [kept for a in newest.values() for kept in done_by(a)]


def tm16(c: Data) -> list[bool]:
    found = []
    for x in rows(c, "plan.restrictions"):
        started, ended, again = (
            on(x, f) for f in ("started_on", "ended_on", "review_on")
        )
        assert started
        if started > TO or (ended and ended <= TO):
            continue
        looked = [
            on(r, "held_on")
            for r in rows(c, "reviews")
            for line in rows(r, "restrictions")
            if r["status"] == "held"
            and line["restriction"] == x["id"]
            and line["decision"] != "end"
        ]
        since = max([started, *(day for day in looked if day and day <= TO)])
        needed = ("rationale", "person_view", "less_restrictive")
        dated = again is not None and TO <= again <= since + timedelta(28)
        found.append(all(x[name] for name in needed) and dated)
    return found


def tm17(c: Data) -> list[bool]:
    found = []
    for x in rows(c, "plan.restrictions"):
        started, ended = on(x, "started_on"), on(x, "ended_on")
        assert started
        if started > TO or (ended and ended < FROM):
            continue
        less = any(
            line["restriction"] == x["id"] and line["decision"] in ("reduce", "end")
            for r in rows(c, "reviews")
            if r["status"] == "held" and within(on(r, "held_on"))
            for line in rows(r, "restrictions")
        )
        found.append(less or within(ended))
    return found


def tm18(c: Data) -> list[bool]:
    went = [r for r in records(c, "journey") if at(r, "journey.set_off")]
    return [str(at(r, "journey.outcome")).startswith("completed") for r in went]


def rated(which: int) -> Callable[[Data], list[bool]]:
    def count(c: Data) -> list[bool]:
        asked = rows(c, "plan.measures")[which]
        values = [
            float(str(line["value"]))
            for r in sorted(rows(c, "records"), key=lambda r: (r["date"], r["time"]))
            if (on(r, "date") or TODAY) <= TO
            for line in rows(r, "measurements")
            if line["measure"] == asked["id"]
        ]
        own = asked["given_by"] == "person" and asked["baseline"]
        if not own or len(values) < 3:
            return []
        mean, start = sum(values[-3:]) / 3, float(str(asked["baseline"]))
        return [mean > start if which == 0 else mean < start]

    return count


def tm22(c: Data) -> list[bool]:
    tested = [
        b["kept"] for r in records(c, "visit") for b in rows(r, "visit.boundaries")
    ]
    return [kept == "kept" for kept in tested if kept != "not_tested"]


def tm24(c: Data) -> list[bool]:
    found = []
    for r in rows(c, "records"):
        beyond = str(at(r, "deviation.kind")).startswith("shared")
        if not within(on(r, "date")) or not (
            at(r, "external_contact.override") or beyond
        ):
            continue
        mine = [
            m
            for m in rows(c, "managerial_reviews")
            if r["record_id"] in m["source_records"]  # type: ignore[operator]
        ]
        dates = [(on(m, "closed_on"), on(m, "due_on")) for m in mine]
        good = any(done and due and done <= due for done, due in dates)
        pending = any(due and due >= TODAY for _, due in dates)
        if any(done for done, _ in dates) or not pending:
            found.append(good)
    return found


def tm25(c: Data) -> list[bool]:
    found = []
    for r in records(c, "external_contact"):
        if at(r, "external_contact.review_conversation.not_offered_reason"):
            continue
        day, offered = (
            on(r, "date"),
            on(r, "external_contact.review_conversation.offered_on"),
        )
        assert day
        found.append(offered is not None and offered <= soon(day, 2))
    return found


def tm26(field: str, answer: str) -> Callable[[Data], list[bool]]:
    def count(c: Data) -> list[bool]:
        talks = records(c, "review_conversation")
        said = [at(r, f"review_conversation.{field}") for r in talks]
        silent = ("", "not_asked", "declined_to_say")
        return [s == answer for s in said if s not in silent]

    return count


def tm27(c: Data) -> list[bool]:
    return [
        k for r in rows(c, "records") for f in rows(r, "follow_up") for k in done_by(f)
    ]


def tm29(c: Data) -> list[bool]:
    return [
        note["status"] == "checked"
        for note in rows(c, "learning")
        if within(on(note, "check.due_on"))
    ]


def tm32(c: Data) -> list[bool]:
    opened, closed = on(c, "case.opened_on"), shut(c)
    if not opened or opened > FROM or (closed and closed < TO):
        return []
    talks = [r for r in records(c, "keywork") if at(r, "keywork.planned") == "true"]
    return [all(often(some) for some in (talks, records(c, "check_in")))]


def often(some: list[Data]) -> bool:
    """Whether each stretch of sixty days has one."""
    days = {on(r, "date") for r in some}
    starts = (FROM + timedelta(n) for n in range((TO - FROM).days - 60 + 1))
    return all(any(s + timedelta(n) in days for n in range(61)) for s in starts)


def tm33(field: str) -> Callable[[Data], list[bool]]:
    def count(c: Data) -> list[bool]:
        said = at(c, f"closure.feedback.{field}")
        nothing = ("", "not_asked", "declined_to_say", "not_applicable")
        return [said == "said_yes"] if within(shut(c)) and said not in nothing else []

    return count


REFERENCE: Mapping[str, Callable[[Data], list[bool]]] = {
    "TM01": tm01,
    "TM02": tm02,
    "TM03": tm03,
    "TM04": tm04,
    **{f"TM05{letter}": tm05(n) for n, letter in enumerate("abc")},
    "TM06a": tm06("remained"),
    "TM06b": tm06("reduced"),
    "TM06c": tm06("removed"),
    "TM07": tm07,
    "TM08": tm08,
    "TM09": tm09,
    "TM11": tm11,
    "TM12": tm12,
    "TM13": tm13,
    "TM23": tm23,
    "TM15": tm15,
    "TM10": tm10("said_yes"),
    "TM10p": tm10("said_partly"),
    "TM16": tm16,
    "TM17": tm17,
    "TM18": tm18,
    "TM19": rated(0),
    "TM20": rated(1),
    "TM22": tm22,
    "TM24": tm24,
    "TM25": tm25,
    "TM27": tm27,
    "TM29": tm29,
    **{
        f"TM26{letter}{mark}": tm26(field, answer)
        for letter, field in zip(
            "abc", ("still_involved", "still_informed", "feels_in_control"), strict=True
        )
        for mark, answer in (("", "said_yes"), ("p", "said_partly"))
    },
    "TM32": tm32,
    **{
        f"TM33{letter}": tm33(field)
        for letter, field in zip(
            "abcd",
            ("feels_safer", "felt_listened_to", "felt_informed", "happy_with_result"),
            strict=True,
        )
    },
}
BY_HAND = {"TM14", "TM21", "TM28", "TM30", "TM31"}


@pytest.fixture(scope="module")
def drawn() -> tuple[list[Data], list[Data], list[Data]]:
    dice, more = Dice(2026), Dice(2027)
    plain = [a_case(dice, n) for n in range(CASES)], samples(dice), supervisions(dice)
    return [with_reviews(more, c) for c in plain[0]], plain[1], plain[2]


@pytest.fixture(scope="module")
def facts(drawn: tuple[list[Data], list[Data], list[Data]], starter: Path) -> Evidence:
    cases, sampled, talked = drawn
    provider = {"services": [{"id": "sv-one", "name": "One", "nation": "england"}]}
    organisation = Organisation(
        a_file(Provider, "config/provider.yaml", provider),
        a_file(StaffRegister, "config/staff.yaml", {"staff": staff()}),
        timescales=load_organisation(starter)[0].timescales,
    )
    doubtful = frozenset(
        (str(c["ref"]), f"outcomes[{n}].in_their_words")
        for c in cases
        for n, o in enumerate(rows(c, "case.outcomes"))
        if not str(o["in_their_words"]).startswith("I want")
    )
    return Evidence(
        tuple(_folder(c) for c in cases),
        organisation,
        calendar_for,
        TODAY,
        (),
        tuple(a_file(Sampling, f"{s['month']}.yaml", s) for s in sampled),
        tuple(a_file(Supervision, "x.yaml", s) for s in talked),
        doubtful,
    )


def _folder(c: Data) -> CaseFolder:
    parts = {key: value for key, value in c.items() if key != "ref"}
    return replace(a_folder(**parts), ref=CaseRef(str(c["ref"])))


@pytest.mark.parametrize("name", sorted(REFERENCE))
def test_a_measure_is_what_the_reference_counts(
    name: str, drawn: tuple[list[Data], list[Data], list[Data]], facts: Evidence
) -> None:
    wanted = [counts for c in drawn[0] for counts in REFERENCE[name](c)]
    found = measure(name, facts, Period(FROM, TO))
    assert (found.n, found.d) == (sum(wanted), len(wanted))
    least = 1 if name == "TM32" else 10
    assert len(wanted) >= least, "too little to prove anything"
    traced = lines(name, facts, Period(FROM, TO))
    by_case = Counter(line.case for line in traced)
    assert by_case == Counter(
        {str(c["ref"]): len(r) for c in drawn[0] if (r := REFERENCE[name](c))}
    )


def test_every_measure_has_a_reference() -> None:
    assert {*REFERENCE, *BY_HAND} == set(MEASURES)


def test_the_days_from_concern_to_plan_are_the_middle_one(
    drawn: tuple[list[Data], list[Data], list[Data]], facts: Evidence
) -> None:
    took = []
    for c in drawn[0]:
        plans = (c["plan"], *rows(c, "old_plans"))
        first = min((d for p in plans if (d := on(p, "agreed_on"))), default=None)
        raised = on(c, "case.concern.raised_on")
        if first and raised and within(first):
            took.append(CALENDAR.working_days_after(raised, first))
    found = measure("TM14", facts, Period(FROM, TO))
    assert (found.n, found.d) == (median(took), len(took))


def test_pressed_moments_are_counted_at_first_and_at_the_end(
    drawn: tuple[list[Data], list[Data], list[Data]], facts: Evidence
) -> None:
    first, last = [], []
    for c in drawn[0]:
        start, closed = on(c, "plan.agreed_on"), shut(c)
        end = min(TO, closed) if closed else TO
        if not at(c, "plan.safe_contact") or not start or (end - start).days < 56:
            continue
        for r in rows(c, "records"):
            day = on(r, "date")
            if r["type"] != "visit" or not day:
                continue
            count = int(str(at(r, "visit.pressured_interactions")))
            if 0 <= (day - start).days < 28:
                first.append(count)
            elif 0 <= (end - day).days < 28:
                last.append(count)
    found = measure("TM21", facts, Period(FROM, TO))
    assert found.at_first == (sum(first), len(first))
    assert (found.n, found.d) == (sum(last), len(last))
    assert last


def test_samples_supervision_and_staff_are_counted_over_all_cases(
    drawn: tuple[list[Data], list[Data], list[Data]], facts: Evidence
) -> None:
    cases, sampled, talked = drawn
    items = [
        i
        for s in sampled
        if "2026-01" <= str(s["month"]) <= "2026-10"
        for i in rows(s, "items")
    ]
    four = ("wanted", "choices", "agreed", "changed")
    clear = [all(i[name] == "clear" for name in four) for i in items]
    found = measure("TM28", facts, Period(FROM, TO))
    assert (found.n, found.d) == (sum(clear), len(clear))
    wrote: dict[str, list[bool]] = {name: [] for name in STAFF}
    for c in cases:
        for r in rows(c, "records"):
            if within(on(r, "date")):
                wrote[str(r["recorded_by"])].append(bool(r["person_said"]))
    enough = [said for said in wrote.values() if len(said) >= 5]
    mostly = [sum(said) / len(said) >= 0.8 for said in enough]
    found = measure("TM31", facts, Period(FROM, TO))
    assert (found.n, found.d) == (sum(mostly), len(mostly))
    asked = {s["supervisee"] for s in talked if s["prompts"] and within(on(s, "date"))}
    here = [name for name in STAFF[:6] if wrote[name]]
    found = measure("TM30", facts, Period(FROM, TO))
    assert (found.n, found.d) == (sum(name in asked for name in here), len(here))
