"""The rules of options and limits on freedom, OPT-01 to RES-09 (brief 3.3, rulings)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_folder
from tests.rules.asking import (
    ORGANISATION,
    RULES,
    TODAY,
    ask,
    ask_of,
    fields,
    provider_with,
)
from workflow.adapters.bank_holidays import calendar_for
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.findings import Severity
from workflow.domain.rules.options import never_possible, not_possible
from workflow.domain.rules.rule import Situation
from workflow.domain.vocabulary import Nation
from workflow.services.checking import Elsewhere, Practice, check
from workflow.services.ports import Loaded

CLOSED = {"status": "closed", "closed_on": "2026-11-20"}


def options(*several: Mapping[str, object]) -> dict[str, object]:
    return {"plan": {"options": list(several)}}


def limits(*several: Mapping[str, object]) -> dict[str, object]:
    return {"plan": {"restrictions": list(several)}}


WHOLE: dict[str, object] = {
    "id": "X1",
    "what": "Sensor on the door",
    "kind": "privacy",
    "started_on": "2026-11-02",
    "rationale": "Cold and lost twice",
    "risk_refs": ["R1"],
    "freedom_affected": "Going out unseen",
    "less_restrictive": [{"tried_or_considered": "A note", "why_not_enough": "Lost"}],
    "person_view": "I do not mind",
    "basis": "person_agrees",
    "authorised_by": "st-01",
    "review_on": "2026-11-30",
    "status": "active",
}


def a_limit(**other: object) -> dict[str, object]:
    return {**WHOLE, **other}


def test_two_choices_are_needed_and_an_empty_one_is_none() -> None:
    assert fields(ask("OPT-01", options({"id": "OP1"}))) == ["options"]
    assert fields(ask("OPT-01", options({"id": "OP1"}, {"id": ""}))) == ["options"]
    assert ask("OPT-01", options({"id": "OP1"}, {"id": "OP2"})) == []


def test_a_choice_nobody_can_read_may_be_the_second() -> None:
    misread = (("plan.yaml", "options[1]"),)
    assert ask("OPT-01", options({"id": "OP1"}), misread=misread) == []


def test_a_choice_is_weighed_from_both_sides_and_by_the_person() -> None:
    whole = {"good_points": "Open", "bad_points": "Cold", "person_view": "Yes"}
    several = [
        {"id": "OP1", "what": "Meet outside", **whole},
        {"id": "OP2", "what": "Stay in", **whole, "bad_points": ""},
        {"id": "OP3", "good_points": "Warm"},
    ]
    found = ask("OPT-02", options(*several))
    assert fields(found) == ["options[1].bad_points", "options[2].bad_points"]
    assert found[0].message.startswith('For "Stay in": what is good, what is not')
    assert found[1].message.startswith('For "OP3":')
    assert found[1].detail == (
        "Still empty: the bad points of the option;"
        " what the person thinks of the option."
    )


def test_ideas_that_are_all_from_staff_raise_a_question() -> None:
    ours, hers = {"suggested_by": "staff"}, {"suggested_by": "person"}
    (finding,) = ask("OPT-03", options(ours, ours))
    assert finding.severity is Severity.PROMPT
    assert finding.place.field == "options"
    assert ask("OPT-03", options(ours, hers)) == []
    assert ask("OPT-03", options()) == []


def test_an_idea_of_which_nobody_knows_whose_it_is_raises_none() -> None:
    ours = {"id": "OP1", "suggested_by": "staff"}
    assert ask("OPT-03", options(ours, {"id": "OP2"})) == []
    misread = (("plan.yaml", "options[0].suggested_by"),)
    assert ask("OPT-03", options(ours, ours), misread=misread) == []
    assert ask("OPT-03", {**options(ours, ours), "case": CLOSED}) == []


@pytest.mark.parametrize("decision", ["chosen", "declined", "not_available"])
def test_a_decision_needs_a_reason(decision: str) -> None:
    made = {"id": "OP1", "decision": decision}
    assert fields(ask("OPT-04", options(made))) == ["options[0].reason"]
    assert ask("OPT-04", options({**made, "reason": "Her idea"})) == []
    assert ask("OPT-04", options({"id": "OP1"})) == []


GONE: dict[str, object] = {
    "what": "A driver",
    "decision": "not_available",
    "reason": "Nobody free",
    "decided_on": "2026-11-02",
}
STAY: dict[str, object] = {"what": "Stay", "decision": "chosen", "reason": "Hers"}


def test_one_rule_asks_why_a_choice_was_not_possible() -> None:
    found = options({**GONE, "reason": ""})
    assert len(ask("OPT-04", found)) == 1
    assert ask("OPT-05", found) == []


def test_the_other_rule_asks_where_the_first_is_switched_off() -> None:
    folder = a_folder(**options({**GONE, "reason": ""}))
    rules = {**RULES, "OPT-04": replace(RULES["OPT-04"], on=False)}
    practice = Practice(ORGANISATION, rules, calendar_for)
    found = list(check(Shelf(folder), practice, (folder.ref,), TODAY))
    assert [f.place.field for f in found if f.rule == "OPT-05"] == ["options[0].reason"]


class Shelf:
    """Some case folders, as reading the drive would give them."""

    def __init__(self, *folders: CaseFolder) -> None:
        self.folders = {folder.ref: folder for folder in folders}
        self.read: list[CaseRef] = []

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case there is."""
        return tuple(self.folders)

    def load(self, ref: CaseRef) -> Loaded:
        """One of them, and a note that it was read."""
        self.read.append(ref)
        return Loaded(self.folders[ref])

    def remember(self, loaded: Loaded) -> None:
        """Never asked for: a check writes nothing."""
        raise AssertionError(loaded)


def a_case(
    number: int, *, service: str = "sv-quillmere", **option: object
) -> CaseFolder:
    parts = options({**GONE, **option}, STAY)
    folder = a_folder(**parts, case={"service_id": service})
    return replace(folder, ref=CaseRef(f"SG-2026-00{number}"))


def said_of(*folders: CaseFolder) -> list[str | None]:
    practice = Practice(ORGANISATION, RULES, calendar_for)
    shelf = Shelf(*folders)
    found = check(shelf, practice, shelf.refs(), TODAY)
    return [finding.case for finding in found if finding.rule == "OPT-05"]


def test_the_third_time_in_a_service_every_case_is_asked_why() -> None:
    two = a_case(1), a_case(2, what=" a  DRIVER\n")
    assert said_of(*two) == []
    assert said_of(*two, a_case(3)) == ["SG-2026-001", "SG-2026-002", "SG-2026-003"]


@pytest.mark.parametrize(
    "other",
    [
        {"what": "A driver and a car"},
        {"decision": "parked"},
        {"decided_on": "2025-11-22"},
        {"decided_on": ""},
        {"service": "sv-fernhaugh"},
    ],
)
def test_another_choice_time_or_service_does_not_count(other: dict[str, str]) -> None:
    assert said_of(a_case(1), a_case(2), a_case(3, **other)) == []


def test_twelve_months_ago_still_counts() -> None:
    assert said_of(a_case(1), a_case(2), a_case(3, decided_on="2025-11-23"))


def test_a_choice_carried_from_plan_to_plan_counts_once() -> None:
    parts = options(GONE, STAY)
    older = {"old_plans": [{"options": [GONE]}, {"options": [GONE]}]}
    folder = a_folder(**parts, **older)
    assert len(list(not_possible(folder))) == 1
    assert ask_of("OPT-05", folder) == []


def test_other_cases_are_only_read_when_something_was_not_possible() -> None:
    shelf = Shelf(a_case(1), a_case(2))
    everything_possible = a_folder(**options(STAY))
    assert Elsewhere(shelf).not_possible(everything_possible) == ()
    assert shelf.read == []


texts = st.sampled_from(("A driver", " a  DRIVER", "A car", ""))
some = st.lists(
    st.fixed_dictionaries(
        {
            "what": texts,
            "decision": st.sampled_from(("not_available", "parked")),
            "reason": st.sampled_from(("Nobody free", "")),
            "decided_on": st.sampled_from(("2026-11-02", "2026-03-02", "")),
        }
    ),
    max_size=3,
)
services = st.sampled_from(("sv-quillmere", "sv-fernhaugh", ""))


@given(st.lists(st.tuples(services, some, some), min_size=1, max_size=6))
def test_what_is_alike_says_the_same_as_all_there_is(
    cases: list[tuple[str, list[dict[str, str]], list[dict[str, str]]]],
) -> None:
    folders = [
        a_folder(
            ref=f"SG-2026-{number:03}",
            case={"service_id": service},
            plan={"options": now},
            old_plans=[{"options": before}],
        )
        for number, (service, now, before) in enumerate(cases)
    ]
    everything = tuple(one for folder in folders for one in not_possible(folder))
    elsewhere = Elsewhere(Shelf(*folders))
    rule = RULES["OPT-05"]
    for folder in folders:
        alone = Situation(folder, ORGANISATION, calendar_for(Nation.ENGLAND), TODAY)
        all_there_is = everything if any(not_possible(folder)) else ()
        plain = replace(alone, not_possible=all_there_is)
        quick = replace(alone, not_possible=elsewhere.not_possible(folder))
        assert set(quick.not_possible) <= set(plain.not_possible)
        assert list(never_possible(quick, rule)) == list(never_possible(plain, rule))


@pytest.mark.parametrize(
    "missing",
    [
        *("rationale", "risk_refs", "freedom_affected", "less_restrictive"),
        *("person_view", "basis", "authorised_by"),
    ],
)
def test_a_limit_says_all_there_is_to_say(missing: str) -> None:
    assert ask("RES-01", limits(a_limit())) == []
    (finding,) = ask("RES-01", limits(a_limit(**{missing: ""})))
    assert finding.place.field == f"restrictions[0].{missing}"
    assert finding.message.startswith("This limits Ines's freedom.")


def test_a_gentler_way_without_words_is_none() -> None:
    empty = a_limit(less_restrictive=[{"why_not_enough": "It failed"}])
    found = ask("RES-01", limits(empty))
    assert fields(found) == ["restrictions[0].less_restrictive"]


def test_each_limit_speaks_for_itself_and_an_ended_one_is_silent() -> None:
    bare = a_limit(rationale="", basis="")
    found = ask("RES-01", limits(bare, a_limit(), bare, {**bare, "status": "ended"}))
    assert fields(found) == ["restrictions[0].rationale", "restrictions[2].rationale"]
    assert "the basis of the restriction" in found[0].detail


def test_a_limit_that_may_have_ended_is_not_spoken_of() -> None:
    misread = (("plan.yaml", "restrictions[0].status"),)
    bare = limits(a_limit(rationale="", review_on="2026-11-01"))
    for rule in ("RES-01", "RES-02", "RES-03"):
        assert ask(rule, bare, misread=misread) == []


@pytest.mark.parametrize(
    ("basis", "review_on", "said"),
    [
        ("person_agrees", "2026-11-30", ""),
        ("person_agrees", "2026-12-01", "28 days"),
        ("person_agrees", "", "28 days"),
        ("urgent_temporary", "2026-11-05", ""),
        ("urgent_temporary", "2026-11-06", "72 hours"),
    ],
)
def test_a_limit_is_looked_at_again_in_time(
    basis: str, review_on: str, said: str
) -> None:
    found = ask("RES-02", limits(a_limit(basis=basis, review_on=review_on)))
    assert [f.message for f in found] == (
        [f"Set a date within {said} to look at this limit again."] if said else []
    )


def looked_at(day: str, decision: str, limit: str = "X1") -> dict[str, object]:
    line = {"restriction": limit, "decision": decision}
    return {"status": "held", "held_on": day, "restrictions": [line]}


@pytest.mark.parametrize(
    ("decision", "count"), [("keep", 0), ("reduce", 0), ("end", 1), ("", 1)]
)
def test_a_review_that_kept_the_limit_starts_the_time_anew(
    decision: str, count: int
) -> None:
    parts = limits(a_limit(review_on="2026-12-18"))
    reviews = [looked_at("2026-11-20", decision)]
    assert len(ask("RES-02", {**parts, "reviews": reviews})) == count


def test_a_review_of_another_limit_or_one_only_planned_does_not() -> None:
    parts = limits(a_limit(review_on="2026-12-18"))
    planned = {**looked_at("2026-11-20", "keep"), "status": "planned"}
    for review in (looked_at("2026-11-20", "keep", "X2"), planned):
        assert len(ask("RES-02", {**parts, "reviews": [review]})) == 1


def test_a_limit_without_an_id_was_looked_at_by_no_review() -> None:
    parts = limits(a_limit(id="", review_on="2026-12-18"))
    nameless = looked_at("2026-11-20", "keep", "")
    assert len(ask("RES-02", {**parts, "reviews": [nameless]})) == 1


def test_a_limit_yet_to_start_is_looked_at_28_days_from_today() -> None:
    later = {"started_on": "2026-12-01"}
    assert ask("RES-02", limits(a_limit(**later, review_on="2026-12-21"))) == []
    assert ask("RES-02", limits(a_limit(**later, review_on="2026-12-22"))) != []


def test_a_provider_can_look_more_often() -> None:
    often = provider_with(restriction_max_days="14")
    (finding,) = ask("RES-02", limits(a_limit()), organisation=often)
    assert "within 14 days" in finding.message


def test_a_limit_is_late_the_day_after_its_date() -> None:
    assert ask("RES-03", limits(a_limit()), date(2026, 11, 30)) == []
    (finding,) = ask("RES-03", limits(a_limit()), date(2026, 12, 1))
    assert "should have been looked at on 30 November 2026." in finding.message
    assert finding.severity is Severity.WARNING
    assert finding.place.field == "restrictions[0].review_on"


def test_a_reduced_limit_is_still_one_and_an_ended_one_is_none() -> None:
    for status, count in (("reduced", 1), ("ended", 0)):
        parts = limits(a_limit(status=status))
        assert len(ask("RES-03", parts, date(2026, 12, 1))) == count


@pytest.mark.parametrize("rule", ["RES-02", "RES-03"])
def test_nobody_is_reminded_of_limits_when_the_case_is_closed(rule: str) -> None:
    late = limits(a_limit(review_on="2026-11-01"), a_limit(review_on=""))
    assert ask(rule, late) != []
    assert ask(rule, {**late, "case": CLOSED}) == []


def capacity(position: str) -> dict[str, object]:
    return {"case": {"capacity": [{"id": "CD1", "position": position}]}}


@pytest.mark.parametrize(
    ("basis", "position", "chosen", "wrong"),
    [
        ("best_interests", "lacks_capacity", "CD1", ""),
        ("best_interests", "presumed", "CD1", "capacity_ref"),
        ("best_interests", "fluctuating", "CD1", "capacity_ref"),
        ("best_interests", "lacks_capacity", "", "capacity_ref"),
        ("best_interests", "lacks_capacity", "CD9", "capacity_ref"),
        ("person_agrees", "lacks_capacity", "CD1", "basis"),
        ("person_agrees", "has_capacity", "CD1", ""),
        ("person_agrees", "lacks_capacity", "", ""),
        ("court_order", "lacks_capacity", "CD1", ""),
        ("", "lacks_capacity", "CD1", ""),
    ],
)
def test_the_basis_of_a_limit_fits_what_is_known_of_capacity(
    basis: str, position: str, chosen: str, wrong: str
) -> None:
    parts = limits(a_limit(basis=basis, capacity_ref=chosen))
    found = ask("RES-04", {**parts, **capacity(position)})
    assert fields(found) == ([f"restrictions[0].{wrong}"] if wrong else [])


def test_an_ended_limit_or_a_capacity_nobody_can_read_is_not_judged() -> None:
    wrong = {"basis": "best_interests"}
    assert ask("RES-04", limits(a_limit(**wrong, status="ended"))) == []
    misread = (("case.yaml", "capacity[0].position"),)
    parts = {**limits(a_limit(**wrong, capacity_ref="CD1")), **capacity("")}
    assert ask("RES-04", parts, misread=misread) == []


def used(day: str, **limit: object) -> dict[str, object]:
    applied = {"what": "Door locked", **limit}
    return {"type": "visit", "date": day, "limits_applied": [applied]}


def test_a_limit_not_in_the_plan_has_three_days() -> None:
    assert ask("RES-05", {"records": [used("2026-11-20")]}) == []
    (finding,) = ask("RES-05", {"records": [used("2026-11-19")]})
    assert finding.place.file == "records/0.yaml"
    assert finding.place.field == "limits_applied[0].resolved_on"


def test_the_three_days_count_from_when_it_was_recorded() -> None:
    record = {**used("2026-11-19"), "recorded_at": "2026-11-20T09:00"}
    assert ask("RES-05", {"records": [record]}) == []


@pytest.mark.parametrize(
    "answer", [{"restriction": "X1"}, {"resolved_on": "2026-11-22"}]
)
def test_a_limit_that_was_stopped_or_written_down_is_settled_however_late(
    answer: dict[str, str],
) -> None:
    assert ask("RES-05", {"records": [used("2026-10-01", **answer)]}) == []


def test_a_settled_day_nobody_can_read_is_not_called_missing() -> None:
    misread = (("records/0.yaml", "limits_applied[0].resolved_on"),)
    assert ask("RES-05", {"records": [used("2026-10-01")]}, misread=misread) == []


def new_version(*before: dict[str, object], **limit: object) -> dict[str, object]:
    plan = {"version": "2", "restrictions": [a_limit(**limit)]}
    older = [{"version": "1", "restrictions": list(before)}]
    return {"plan": plan, "old_plans": older}


def test_a_limit_new_in_the_plan_without_a_reason_has_drifted_in() -> None:
    found = ask("RES-05", new_version(rationale=""))
    assert fields(found) == ["restrictions[0].rationale"]
    assert ask("RES-05", new_version()) == []
    assert ask("RES-05", new_version({"id": "X1"}, rationale="")) == []


def test_a_plan_without_the_version_before_it_compares_with_nothing() -> None:
    alone = {"plan": {"version": "3", "restrictions": [a_limit(rationale="")]}}
    assert ask("RES-05", alone) == []
    older = {"old_plans": [{"version": "1"}]}
    assert ask("RES-05", {**alone, **older}) == []


def test_nobody_is_told_of_drift_when_the_case_is_closed() -> None:
    parts = {"records": [used("2026-10-01")], **new_version(rationale="")}
    assert len(ask("RES-05", parts)) == 2
    assert ask("RES-05", {**parts, "case": CLOSED}) == []


def a_tool(what: str, condition: str = "false") -> dict[str, object]:
    return {"plan": {"enabling_tools": [{"what": what, "condition": condition}]}}


def test_a_condition_is_an_error_and_said_once() -> None:
    (finding,) = ask("RES-06", a_tool("You must show the card", "true"))
    assert finding.severity is Severity.ERROR
    assert finding.place.field == "enabling_tools[0].condition"


@pytest.mark.parametrize(
    "what",
    [
        "He MUST text",
        "Out only  if staff agree",
        "Out only\n  if dry",
        "Not without me",
    ],
)
def test_words_of_a_condition_are_a_question(what: str) -> None:
    (finding,) = ask("RES-06", a_tool(what))
    assert finding.severity is Severity.PROMPT
    assert finding.holds == frozenset()
    assert finding.place.field == "enabling_tools[0].what"


@pytest.mark.parametrize("what", ["Mustard on a card", "If only", "Not within"])
def test_other_words_are_none(what: str) -> None:
    assert ask("RES-06", a_tool(what)) == []


def test_an_answer_about_a_condition_that_nobody_can_read_is_not_guessed() -> None:
    misread = (("plan.yaml", "enabling_tools[0].condition"),)
    assert ask("RES-06", a_tool("He must text", ""), misread=misread) == []


def unchecked(since: str, **limit: object) -> dict[str, object]:
    liberty = {"authorisation": "to_be_checked", "to_be_checked_since": since}
    return {"case": {"liberty": liberty}, **limits(a_limit(**limit))}


@pytest.mark.parametrize("kind", ["movement", "privacy", "contact"])
def test_legal_authority_is_checked_within_five_working_days(kind: str) -> None:
    assert ask("RES-07", unchecked("2026-11-16", kind=kind)) == []
    found = ask("RES-07", unchecked("2026-11-13", kind=kind))
    assert fields(found) == ["liberty.authorisation"]


def test_other_limits_and_answers_need_no_check() -> None:
    assert ask("RES-07", unchecked("2026-11-02", kind="money")) == []
    assert ask("RES-07", unchecked("2026-11-02", status="ended")) == []
    case = {"liberty": {"authorisation": "not_needed"}}
    assert ask("RES-07", {"case": case, **limits(a_limit())}) == []


def test_a_check_of_several_limits_is_asked_for_once() -> None:
    parts = {**unchecked("2026-11-02"), **limits(a_limit(), a_limit(id="X2"))}
    assert len(ask("RES-07", parts)) == 1


def test_without_a_first_day_the_check_waits_since_the_limit_began() -> None:
    assert ask("RES-07", unchecked("", started_on="2026-11-16")) == []
    assert len(ask("RES-07", unchecked("", started_on="2026-11-13"))) == 1
    assert len(ask("RES-07", unchecked("", started_on=""))) == 1


DAYS = ("2026-09-01", "2026-09-28", "2026-10-26", "2026-11-20")


@pytest.mark.parametrize(
    ("decisions", "count"),
    [
        (("keep", "keep"), 0),
        (("keep", "keep", "keep"), 1),
        (("reduce", "keep", "keep", "keep"), 1),
        (("keep", "keep", "keep", "reduce"), 0),
        (("keep", "reduce", "keep", "keep"), 0),
    ],
)
def test_a_limit_kept_three_times_running_raises_a_question(
    decisions: tuple[str, ...], count: int
) -> None:
    reviews = [looked_at(day, said) for day, said in zip(DAYS, decisions, strict=False)]
    found = ask("RES-08", {**limits(a_limit()), "reviews": reviews})
    assert fields(found) == ["restrictions[0]"] * count


def test_reviews_that_did_not_look_at_the_limit_break_no_row() -> None:
    other = looked_at("2026-10-01", "reduce", "X2")
    reviews = [looked_at(day, "keep") for day in DAYS[:3]]
    parts = {**limits(a_limit()), "reviews": [*reviews[:2], other, reviews[2]]}
    assert len(ask("RES-08", parts)) == 1
    assert ask("RES-08", {**parts, "case": CLOSED}) == []


def test_the_person_is_told_that_a_limit_ended() -> None:
    ended = a_limit(status="ended", ended_on="2026-11-20")
    (finding,) = ask("RES-09", limits(ended))
    assert finding.message == "Tell Ines this limit has ended."
    assert finding.place.field == "restrictions[0].told_person_on"
    assert ask("RES-09", limits({**ended, "told_person_on": "2026-11-22"})) == []
    assert ask("RES-09", limits(a_limit())) == []
