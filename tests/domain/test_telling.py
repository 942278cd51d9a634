"""What points to somebody without naming them is found, everyday stories are not."""

from pathlib import Path

import pytest

from tests.telling import (
    EXACT,
    INNOCENT_ANSWERS,
    PLAIN,
    SOFTER,
    TELLING_ANSWERS,
    TOGETHER,
)
from workflow.adapters.config_files import load_organisation
from workflow.domain.leak_check import Sought
from workflow.domain.telling import about_one, hints, together
from workflow.domain.telling_words import TellingWords


@pytest.fixture(scope="module")
def words(starter: Path) -> TellingWords:
    return load_organisation(starter)[0].telling_words


@pytest.mark.parametrize("label", EXACT)
def test_what_must_be_said_more_generally_is_stopped(
    label: str, words: TellingWords
) -> None:
    text, kind = EXACT[label]
    stopped = [h for h in hints(text, words) if h.exact]
    assert kind in {h.kind for h in stopped}, stopped
    assert all(text[h.begin : h.end] == h.text for h in stopped)
    assert all(words.say(h.kind) for h in stopped)


@pytest.mark.parametrize("label", TOGETHER)
def test_three_kinds_together_are_stopped_though_each_alone_is_not(
    label: str, words: TellingWords
) -> None:
    found = hints(TOGETHER[label], words)
    assert len(together(found)) >= 3, found


@pytest.mark.parametrize("label", SOFTER)
def test_what_may_point_to_somebody_is_only_asked_about(
    label: str, words: TellingWords
) -> None:
    text, kind = SOFTER[label]
    found = hints(text, words)
    assert [(h.kind, h.exact) for h in found] == [(kind, False)]
    assert together(found) == ()


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_story_is_left_alone(text: str, words: TellingWords) -> None:
    assert hints(text, words) == ()


@pytest.mark.parametrize("text", INNOCENT_ANSWERS)
def test_an_answer_about_everybody_is_left_alone(
    text: str, words: TellingWords
) -> None:
    assert about_one(text, words) == ()


@pytest.mark.parametrize("text", TELLING_ANSWERS)
def test_an_answer_about_one_person_is_found_by_what_it_holds_together(
    text: str, words: TellingWords
) -> None:
    (found,) = about_one(f"We listen.\n{text}\nWe learn.", words)
    assert len(found) >= 3
    told = Sought((), telling=words).in_text(text)
    assert [one.kind for one in told] == ["together"]


def test_the_sets_are_big_enough_to_prove_something() -> None:
    assert len(EXACT) + len(TOGETHER) + len(TELLING_ANSWERS) >= 60
    assert len(PLAIN) + len(INNOCENT_ANSWERS) >= 40


def test_without_words_only_days_and_ages_are_known() -> None:
    found = hints("On 3 May a man aged 67 saw his brother.", TellingWords())
    assert [h.kind for h in found] == ["day", "age"]
