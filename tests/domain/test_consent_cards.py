"""Who can know what: cards say what was answered, and nothing more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.make import a_file, tree
from workflow.domain.consent_cards import (
    TOLD,
    Card,
    Word,
    Written,
    cards,
    dealt,
    sentence,
    story_of,
)
from workflow.domain.filing import Hand
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Person
from workflow.domain.sharing import was_agreed
from workflow.domain.tree import Fields, meaning
from workflow.domain.vocabulary import InfoCategory

TODAY = date(2026, 11, 23)
MONTHS = 3
HAND = Hand("st-03", "2026-11-23T10:00:00")
PEOPLE = {
    "contacts": [
        {"id": "c1", "name": "Rena", "relationship": "my sister"},
        {"id": "c2", "name": "Dan"},
    ]
}
PICKS = st.dictionaries(
    st.sampled_from(["c1", "c2"]),
    st.dictionaries(
        st.sampled_from([topic.value for topic in TOLD]),
        st.sampled_from([word.value for word in Word]),
        max_size=4,
    ),
)


def deck(consent: object) -> tuple[Card, ...]:
    people = a_file(Person, "person.yaml", PEOPLE).record
    return cards(people, a_file(Consent, "consent.yaml", consent).record, TODAY, MONTHS)


def root(consent: object) -> Fields:
    found = tree(consent)
    assert isinstance(found, Fields)
    return found


def after(consent: object, picks: dict[str, dict[str, str]]) -> object:
    return meaning(dealt(root(consent), picks, HAND, MONTHS))


def words(found: tuple[Card, ...]) -> dict[str, dict[str, str]]:
    return {
        card.contact: {cell.topic.value: cell.word for cell in card.cells if cell.word}
        for card in found
    }


def test_nothing_answered_is_not_asked_and_says_nothing() -> None:
    assert words(deck({})) == {"c1": {}, "c2": {}}
    assert sentence(deck({})) == ""


def test_the_sentence_writes_itself_in_the_persons_voice() -> None:
    picks = {
        "c1": {"safety_plan": "yes", "concern_summary": "yes", "money": "ask"},
        "c2": {"money": "no"},
    }

    assert sentence(deck(after({}, picks))) == (
        "Rena (my sister) can know what worries me and my plan."
        " Ask me first before telling Rena (my sister) about my money."
        " Do not tell Dan about my money."
    )


def test_an_answer_keeps_its_day_and_fades_when_it_has_run_out() -> None:
    boundary = {
        "id": "B1",
        "categories": ["money"],
        "contact": "c1",
        "decision": "agreed",
        "decided_on": "2026-08-01",
        "until": "2026-11-01",
    }
    (cell,) = (c for c in deck({"boundaries": [boundary]})[0].cells if c.word)

    assert cell.asked == "1 August 2026"
    assert cell.ended == "1 November 2026"
    assert cell.old
    assert sentence(deck({"boundaries": [boundary]})) == ""  # it is no answer any more


def test_an_answer_without_an_end_is_asked_again_after_three_months() -> None:
    boundary = {
        "id": "B1",
        "categories": ["money"],
        "contact": "c1",
        "decision": "agreed",
        "decided_on": "2026-08-20",
    }
    (cell,) = (c for c in deck({"boundaries": [boundary]})[0].cells if c.word)

    assert cell.old
    assert cell.ended == "20 November 2026"


RUN_OUT = {
    "id": "B1",
    "categories": ["money", "health"],
    "contact": "c1",
    "decision": "agreed",
    "person_words": "Rena can know.",
    "decided_on": "2026-08-01",
    "until": "2026-11-01",
}


def test_what_ran_out_is_agreed_anew_and_the_old_agreement_stays_as_it_was() -> None:
    found = after({"boundaries": [RUN_OUT]}, {"c1": {"money": "yes"}})

    assert found == {
        "boundaries": [
            RUN_OUT,
            {
                "id": "B2",
                "what": "My money",
                "categories": ["money"],
                "contact": "c1",
                "decision": "agreed",
                "decided_on": "2026-11-23",
                "recorded_by": "st-03",
            },
        ]
    }
    cells = {c.topic.value: c for c in deck(found)[0].cells}
    assert (cells["money"].word, cells["money"].old) == ("yes", False)
    assert (cells["health"].word, cells["health"].old) == ("yes", True)


def test_an_agreement_that_was_renewed_and_taken_back_is_not_asked() -> None:
    newer = {
        **RUN_OUT,
        "id": "B2",
        "decision": "withdrawn",
        "decided_on": "2026-11-02",
        "until": "2027-01-01",
        "withdrawn_on": "2026-11-20",
    }
    assert words(deck({"boundaries": [RUN_OUT, newer]}))["c1"] == {}


def test_the_story_of_one_cell_says_who_what_when_and_what_it_was_before() -> None:
    first = {"boundaries": [{**RUN_OUT, "recorded_by": "st-03"}]}
    second = after(first, {"c1": {"money": "yes"}})
    third = after(second, {"c1": {"money": "no"}})
    versions = [
        Written("2026-08-01 14:02", "", consent(first)),
        Written("2026-11-23 10:00", "st-03", consent(second)),
        Written("2026-11-23 10:30", "st-04", consent(third)),
    ]
    story = story_of(versions, "c1", InfoCategory.MONEY, TODAY, MONTHS)

    assert [(t.word, t.before, t.by, t.on, t.written) for t in story] == [
        ("no", "yes", "st-04", "", "2026-11-23 10:30"),
        ("yes", "yes", "st-03", "23 November 2026", "2026-11-23 10:00"),
        ("yes", "", "st-03", "1 August 2026", "2026-08-01 14:02"),
    ]
    assert story[2].words == "Rena can know."


def consent(said: object) -> Consent:
    return a_file(Consent, "consent.yaml", said).record


def test_what_was_taken_back_is_not_asked() -> None:
    boundary = {
        "id": "B1",
        "categories": ["money"],
        "contact": "c1",
        "decision": "withdrawn",
        "withdrawn_on": "2026-11-01",
    }

    assert words(deck({"boundaries": [boundary]}))["c1"] == {}


def test_a_boundary_that_loses_its_last_topic_is_withdrawn_and_stays() -> None:
    boundary = {
        "id": "B1",
        "categories": ["money"],
        "contact": "c1",
        "decision": "agreed",
        "person_words": "Rena can know.",
    }
    found = after({"boundaries": [boundary]}, {"c1": {"money": "no"}})

    assert found == {
        "boundaries": [
            {**boundary, "decision": "withdrawn", "withdrawn_on": "2026-11-23"}
        ],
        "do_not_share": [{"id": "N1", "categories": ["money"], "contact": "c1"}],
    }


def test_one_persons_answers_leave_another_persons_alone() -> None:
    mine = {"id": "B1", "categories": ["money"], "contact": "c1", "decision": "agreed"}
    theirs = {**mine, "id": "B2", "contact": "c2"}
    found = after({"boundaries": [mine, theirs]}, {"c1": {"money": "no"}})

    assert isinstance(found, dict)
    assert found["boundaries"][1] == theirs


@given(PICKS, PICKS)
def test_the_cards_say_what_was_answered_last(
    first: dict[str, dict[str, str]], second: dict[str, dict[str, str]]
) -> None:
    found = words(deck(after(after({}, first), second)))
    wanted = {c: {**first.get(c, {}), **second.get(c, {})} for c in ("c1", "c2")}

    assert found == wanted


def test_a_wish_without_topics_is_never_lost_by_another_answer() -> None:
    wishes = [
        {"id": "N1", "agency": "police", "person_words": "Nothing to the police."},
        {"id": "N2", "contact": "c1", "person_words": "Not Rena either."},
    ]
    found = after({"do_not_share": wishes}, {"c1": {"money": "yes"}})
    assert isinstance(found, dict)
    assert found["do_not_share"] == wishes


@pytest.mark.parametrize("decision", ["not_agreed", "withdrawn", "undecided"])
@pytest.mark.parametrize("word", list(Word))
def test_what_was_never_agreed_does_not_become_agreed_until_today(
    decision: str, word: Word
) -> None:
    stood = {"id": "B1", "contact": "c1", "categories": ["money"], "decision": decision}
    stood |= {"decided_on": "2026-10-01"}
    found = after({"boundaries": [stood]}, {"c1": {"money": word.value}})

    consent = a_file(Consent, "consent.yaml", found).record
    assert consent.boundaries[0].decision == decision
    assert not was_agreed(consent.boundaries[0])
    assert words(deck(found)) == {"c1": {"money": word.value}, "c2": {}}
