"""What a filled form would change: each answer against what stands in the record."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.adapters.yaml_reading import read_tree
from workflow.domain.filled_forms import Difference, Filled, State, differences, tidy
from workflow.domain.tree import Fields

PLAN = """
my_words:
  what_helps: Tea made by staff.
  what_makes_it_worse: |
    When he shuts the door.
    When it is dark.
agreed_on: 2026-11-09
outcome_refs: [O1, O2]
actions:
  - {id: A1, what: Tell Corin, status: in_progress}
  - {id: A2, what: Choose a table, status: done}
co_production:
  sessions:
    - {date: 2026-09-22, with: [person]}
easy_words: {agreed_summary: Tea on Sundays.}
"""


def root(text: str) -> Fields:
    found = read_tree(text.encode(), "plan.yaml").root
    assert found
    return found


def compared(
    answers: dict[str, object], base: str | None = None
) -> tuple[Difference, ...]:
    texts = {n: (t,) if isinstance(t, str) else t for n, t in answers.items()}
    filled = Filled("plan", 1, "SG-2026-014", "plan.yaml", "", texts)  # type: ignore[arg-type]
    return differences(filled, root(PLAN), root(base) if base else None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("my_words.what_helps", "Tea made by staff."),
        ("my_words.what_helps", "  Tea made by staff.\r\n"),
        ("my_words.what_makes_it_worse", "When he shuts the door.\rWhen it is dark."),
        ("agreed_on", "9 November 2026"),
        ("agreed_on", "09/11/2026"),
        ("outcome_refs", "O1\nO2"),
        ("actions[A2].status", "Done"),
        ("co_production.sessions[0].date", "22.9.2026"),
        ("easy_words.agreed_summary", "Tea on Sundays."),
        ("my_words.what_helps", ""),
        ("my_words.what_helps", " \n "),
    ],
)
def test_an_answer_that_stands_already_or_was_left_empty_is_no_difference(
    name: str, text: str
) -> None:
    assert compared({name: text}) == ()


@pytest.mark.parametrize(
    ("name", "text", "was", "now", "state"),
    [
        ("my_words.what_helps", "A walk", "Tea made by staff.", "A walk", "changed"),
        ("my_words.what_i_do_not_want", "Noise", "", "Noise", "new"),
        ("actions[A1].status", "done", "in_progress", "done", "changed"),
        ("actions[+1].what", "Buy a kettle", "", "Buy a kettle", "new"),
        ("actions[+1].due_on", "4 Dec 2026", "", "2026-12-04", "new"),
        ("actions[A9].status", "done", "", "done", "new"),
        ("outcome_refs", ("O2", "O3"), "O1\nO2", "O2\nO3", "changed"),
        ("easy_words.changed_because", "Shorter.", "", "Shorter.", "new"),
        (
            "co_production.sessions[0].with",
            "person\nc4",
            "person",
            "person\nc4",
            "changed",
        ),
    ],
)
def test_what_differs_is_shown_with_what_stands_there(
    name: str, text: object, was: str, now: str, state: str
) -> None:
    (difference,) = compared({name: text})
    assert (difference.was, difference.now, difference.state) == (was, now, state)
    assert difference.label != name


@pytest.mark.parametrize(
    ("name", "text", "advice"),
    [
        ("agreed_on", "30 February 2026", "not a date"),
        ("agreed_on", "11/22/2026", "not a date"),
        ("actions[A1].status", "nearly", "not one of"),
        ("no_such_field", "words", "no such field"),
        ("actions.what", "words", "no such field"),
        ("my_words[0].what_helps", "words", "no such field"),
        ("my_words.what_helps.more", "words", "no such field"),
        ("my_words.what_helps", "words\x00", "cannot be seen"),
        ("my_words.what_helps", "w" * 20_001, "longer"),
        ("", "words", "no such field"),
        ("../../person.yaml", "words", "no such field"),
    ],
)
def test_what_cannot_be_read_is_kept_and_shown_with_advice(
    name: str, text: str, advice: str
) -> None:
    (difference,) = compared({name: text})
    assert difference.state is State.NOT_READ
    assert advice in difference.advice
    assert difference.now == text


def test_a_field_that_has_moved_on_since_the_form_was_made_is_shown_as_such() -> None:
    base = PLAN.replace("Tea made by staff.", "Tea.")
    both = compared({"my_words.what_helps": "A walk"}, base)
    other = compared({"agreed_on": "2026-11-10"}, base)
    assert both[0].state is State.BOTH_CHANGED
    assert other[0].state is State.CHANGED


def test_a_new_record_is_all_new() -> None:
    answers = {"date": ("2026-11-22",), "visit.pressured_interactions": ("2",)}
    filled = Filled("visit", 1, "SG-2026-014", "records/", "", answers)
    assert [d.state for d in differences(filled, None)] == [State.NEW, State.NEW]


def test_a_form_for_a_file_that_nobody_knows_is_shown_word_for_word() -> None:
    filled = Filled("x", 1, "SG-2026-014", "notes.txt", "", {"a": ("words",)})
    (difference,) = differences(filled, None)
    assert (difference.now, difference.state) == ("words", State.NOT_READ)


@given(st.dictionaries(st.text(max_size=30), st.text(max_size=60), max_size=5))
def test_no_answer_is_ever_dropped(answers: dict[str, str]) -> None:
    shown = {d.name: d.now for d in compared(dict(answers))}
    for name, text in answers.items():
        if tidy(text):
            assert name in shown
