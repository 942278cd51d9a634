"""Easy words take the place of staff wording, never of what the person said."""

from tests.make import a_folder
from workflow.domain.easy_words import in_easy_words
from workflow.domain.records.plan import Plan

ACTIONS = [
    {"id": "A1", "what": "Facilitate access to the community cafe"},
    {"id": "A2", "what": "Liaise with the advocate"},
]


def plan(**fields: object) -> Plan:
    return in_easy_words(a_folder(plan=fields)).plan.record


def test_a_field_is_told_in_its_easy_words() -> None:
    easy = {"contingency": "If it goes wrong we meet again."}
    made = plan(contingency="Reconvene the meeting.", easy_words=easy)
    assert made.contingency == "If it goes wrong we meet again."


def test_an_item_of_a_list_is_named_by_number_or_by_id() -> None:
    easy = {"actions[0].what": "We go to the cafe.", "actions[A2].what": "We ring Bea."}
    made = plan(actions=ACTIONS, easy_words=easy)
    assert [a.what for a in made.actions] == ["We go to the cafe.", "We ring Bea."]


def test_the_persons_words_stay_as_they_said_them() -> None:
    easy = {"my_words.what_i_want_to_happen": "I want calm."}
    said = {"what_i_want_to_happen": "Nobody shouting, and tea."}
    made = plan(my_words=said, easy_words=easy)
    assert made.my_words.what_i_want_to_happen == "Nobody shouting, and tea."


def test_a_path_that_leads_nowhere_changes_nothing() -> None:
    easy = {"nowhere": "x", "actions[9].what": "x", "actions[A1]": "x", "[": "x"}
    made = plan(actions=ACTIONS, easy_words=easy)
    assert [a.what for a in made.actions] == [a["what"] for a in ACTIONS]
