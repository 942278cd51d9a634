"""What follows from a situation is worked out once, and belongs to it alone."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import REPOSITORY, TODAY
from tests.make import a_folder
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.adapters.rule_files import load_rules
from workflow.domain.diary import due_items
from workflow.domain.records.base import Reader
from workflow.domain.rules import CHECKS
from workflow.domain.rules.dates import amiss
from workflow.domain.rules.files import dates_in_order
from workflow.domain.rules.leaves import WRITTEN
from workflow.domain.rules.rule import Situation
from workflow.domain.vocabulary import Nation
from workflow.wiring.office import Office

ORGANISATION, _ = load_organisation(REPOSITORY)
RULE = load_rules(REPOSITORY)["FIL-06"]
AHEAD = frozenset(map(str, RULE.settings["may_be_ahead"]))  # type: ignore[call-overload]
PAIRS = tuple((str(a), str(b)) for a, b in RULE.settings["pairs"])  # type: ignore[attr-defined]


def situation(**parts: object) -> Situation:
    return Situation(
        a_folder(**parts), ORGANISATION, calendar_for(Nation.ENGLAND), TODAY
    )


def test_what_is_due_is_what_the_diary_says_and_is_kept() -> None:
    office = Office(REPOSITORY, TODAY)
    folder = office.cases.load(office.cases.refs()[0]).folder
    now = office.practice.situation(folder, TODAY)
    assert now.due == due_items(folder, now.organisation, now.calendar, TODAY)
    assert now.due is now.due


def test_another_day_is_another_situation() -> None:
    plan = {"actions": [{"id": "A1", "due_on": "2026-11-23", "status": "in_progress"}]}
    now = situation(plan=plan)
    assert [item.days_late for item in now.due] == [0]
    later = replace(now, today=TODAY + timedelta(days=2))
    assert [item.days_late for item in later.due] == [2]
    assert now == replace(now)


def test_the_leaves_are_the_values_filled_in_each_at_its_path() -> None:
    plan = {"risks": [{"id": "R1", "who_is_worried": ["person", "staff"]}]}
    found = list(situation(plan=plan, consent={"wishes": ""}).leaves("code", "quote"))
    assert ("risks[0].who_is_worried[1]", "staff") in [(x.path, x.value) for x in found]
    assert "consent.yaml" not in {leaf.filed.file for leaf in found}


def test_a_leaf_knows_who_may_see_it() -> None:
    case = {"lead_decisions": [{"id": "LD1", "question": "Tell them?"}]}
    (leaf,) = (x for x in situation(case=case).leaves("para") if "LD" not in x.path)
    assert leaf.value == "Tell them?"
    assert Reader.BIDDER not in leaf.seen_by


DAYS = st.dates(date(2026, 10, 1), date(2026, 12, 31)).map(str) | st.just("")
LIMIT = st.fixed_dictionaries(
    {}, optional={"started_on": DAYS, "ended_on": DAYS, "review_on": DAYS}
)
PLAN = st.fixed_dictionaries(
    {},
    optional={
        "agreed_on": DAYS,
        "first_agreed_on": DAYS,
        "restrictions": st.lists(LIMIT, max_size=3),
        "review_schedule": st.lists(
            st.fixed_dictionaries({}, optional={"first_due": DAYS, "until": DAYS}),
            max_size=2,
        ),
    },
)


@given(PLAN)
def test_dates_are_found_amiss_as_a_plain_reading_of_the_file_says(
    plan: dict[str, object],
) -> None:
    said = sorted(n.place.field for n in dates_in_order(situation(plan=plan), RULE))
    assert said == sorted(_amiss(plan, ""))


def _amiss(group: dict[str, object], path: str) -> Iterator[str]:
    """What FIL-06 says of plain data: one line for each pair, one for each date."""
    for later, earlier in PAIRS:
        both = group.get(later) and group.get(earlier)
        if both and str(group[later]) < str(group[earlier]):
            yield path + later
    for key, value in group.items():
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from _amiss(item, f"{path}{key}[{index}].")
        elif key not in AHEAD and str(value) > TODAY.isoformat():
            yield path + key


def test_an_answer_inside_a_block_is_compared_with_the_day_of_the_record() -> None:
    assert list(amiss(situation(plan={}).opened, PAIRS, AHEAD, TODAY)) == []
    record = {"date": "2026-11-20", "speak_up": {"answered_on": "2026-11-19"}}
    seen = situation(records=[record])
    ((filed, found),) = amiss(seen.opened, PAIRS, AHEAD, TODAY)
    assert filed is seen.folder.records[0]
    assert found.path == "speak_up.answered_on"


WORDS = st.text(alphabet="aB\né ß", max_size=6)


@given(st.lists(st.fixed_dictionaries({"what": WORDS, "result": WORDS}), max_size=5))
def test_what_holds_a_pattern_is_what_reading_each_value_says(
    actions: list[dict[str, str]],
) -> None:
    now, pattern = situation(plan={"actions": actions}), re.compile("ab|ss|é")
    found = [leaf.path for leaf in now.holding(pattern)]
    assert found == [
        leaf.path
        for leaf in now.leaves(*WRITTEN)
        if pattern.search(str(leaf.value).casefold())
    ]


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_no_check_needs_a_case_with_anything_in_it(name: str) -> None:
    for rule in load_rules(REPOSITORY).values():
        if rule.check == name:
            list(CHECKS[name](situation(), rule))
