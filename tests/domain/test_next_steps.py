"""At most three things to do next, the person's own wishes before all others."""

from dataclasses import replace
from datetime import date

from tests.make import an_item
from workflow.domain.diary import DueItem
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.next_steps import next_steps

ERROR, WARNING, PROMPT = Severity.ERROR, Severity.WARNING, Severity.PROMPT


def finding(rule: str, severity: Severity, first: int = 0, line: int = 1) -> Finding:
    place = Place("case.yaml", line)
    mend = f"Mend {rule}."
    return Finding(rule, severity, "Said.", "SG-2026-001", place, "", mend, first=first)


def late(item: str, days: int) -> DueItem:
    return an_item(item=item, due_on=date(2026, 11, 9), days_late=days)


def done(*found: Finding, due: tuple[DueItem, ...] = ()) -> list[str]:
    return [step.do for step in next_steps(found, due)]


def test_a_calm_case_asks_for_nothing() -> None:
    assert done() == []


def test_what_the_person_wants_comes_before_errors_late_things_and_warnings() -> None:
    found = (
        finding("REV-13", WARNING),
        finding("PLN-05", ERROR),
        finding("VOI-10", WARNING, first=4),
    )
    asked = done(*found, due=(late("Review", 3),))
    first, second, third = asked
    assert (first, second) == ("Mend VOI-10.", "Mend PLN-05.")
    assert third.startswith("Review: do it")


def test_asking_what_the_person_wants_comes_before_other_empty_fields() -> None:
    asked = replace(finding("FIL-03", ERROR), place=Place("case.yaml", 9, "msp.asked"))
    asked = replace(asked, mend="Ask what they want.")
    assert done(finding("ADV-01", ERROR), asked)[0] == "Ask what they want."


def test_a_file_that_holds_everything_back_comes_before_other_errors() -> None:
    lost = replace(finding("FIL-09", ERROR), holds=frozenset({"all"}))
    assert done(finding("CAP-03", ERROR), lost)[0] == "Mend FIL-09."


def test_danger_now_comes_before_a_wish() -> None:
    found = (finding("VOI-01", ERROR, first=4), finding("REC-06", ERROR, first=1))
    assert done(*found) == ["Mend REC-06.", "Mend VOI-01."]


def test_three_things_are_enough() -> None:
    assert len(done(*(finding(f"PLN-0{n}", ERROR) for n in range(9)))) == 3


def test_the_same_thing_in_many_places_is_one_step() -> None:
    found = [finding("FIL-03", ERROR, line=n) for n in (4, 9)]
    (step,) = next_steps(found, ())
    assert step.place.line == 4


def test_a_question_to_think_about_is_no_step() -> None:
    assert done(finding("REC-11", PROMPT)) == []
