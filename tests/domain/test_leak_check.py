"""The leak check: people in any disguise are found, everyday texts are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.disguises import INNOCENT, KNOWN, TEXTS
from workflow.adapters.matching import finder
from workflow.domain.anonymise import BIRTH, QUOTE, Identifier
from workflow.domain.folding import one_slip
from workflow.domain.leak_check import MakeFinder, Sought, plain_finder

FINDERS = pytest.mark.parametrize("make", [plain_finder, finder])


@FINDERS
@pytest.mark.parametrize("label", TEXTS)
def test_a_person_is_found_in_any_disguise(label: str, make: MakeFinder) -> None:
    assert Sought(KNOWN, make).in_text(TEXTS[label])


@FINDERS
def test_everyday_texts_are_left_alone(
    make: MakeFinder,
) -> None:
    sought = Sought(KNOWN, make)
    alarms = [found.text for text in INNOCENT for found in sought.in_text(text)]
    assert len(INNOCENT) >= 40
    assert alarms == []


@given(st.text(max_size=200))
def test_both_finders_find_the_same_in_any_text(text: str) -> None:
    assert Sought(KNOWN, finder).in_text(text) == Sought(KNOWN).in_text(text)


@given(
    before=st.text("ab c.,\n", max_size=20),
    name=st.sampled_from(["Oakhollow", "Brandreth", "Achebe"]),
    after=st.text("ab c.,\n", max_size=20),
    gap=st.sampled_from(["", " ", "-", "\u200b", "\n", ". "]),
    at=st.integers(1, 5),
)
def test_a_name_cut_anywhere_is_still_found(
    before: str, name: str, after: str, gap: str, at: int
) -> None:
    cut = f"{before} {name[:at]}{gap}{name[at:]} {after}"
    found = Sought(KNOWN, finder).in_text(cut)
    assert found or gap == ". "  # the end of a sentence parts two words


@given(st.text("abcdefgh", min_size=6, max_size=9), st.data())
def test_one_slip_is_one_letter_more_fewer_other_or_swapped(
    word: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abcxyz"))
    for slip in (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ):
        assert one_slip(slip, word)
        assert one_slip(word, slip)
    assert not one_slip(word + "xy", word)
    assert not one_slip("zz" + word[2:], word)


def test_words_that_the_person_agreed_to_are_no_finding() -> None:
    story = "She says: I want to keep the blue door shut. It is."
    assert Sought(KNOWN).in_text(story)
    assert Sought(KNOWN, agreed=(story,)).in_text(story) == ()
    longer = "I want to keep the blue door shut when he comes round"
    (found,) = Sought(KNOWN, agreed=(story,)).in_text(longer)
    assert found.text.endswith("when he comes round")


def test_five_words_of_a_quote_are_no_finding_six_are() -> None:
    said = Sought((Identifier("one two three four five six seven", QUOTE),))
    assert said.in_text("two three four five six.") == ()
    assert said.in_text("two three four five six seven.")


def test_what_lies_within_a_finding_is_not_told_again() -> None:
    (found,) = Sought(KNOWN).in_text("It was Tess Oakhollow.")
    assert found.text == "Tess Oakhollow"
    assert (found.begin, found.end) == (7, 21)


def test_other_days_are_not_a_date_of_birth() -> None:
    sought = Sought((Identifier("1948-07-29", BIRTH),))
    for other in ("29 July 2026", "28 July 1948", "29 July", "1948", "July 1948"):
        assert sought.in_text(other) == ()


def test_an_everyday_word_a_letter_short_of_a_name_counts_only_with_a_capital() -> None:
    known = Sought((Identifier("Strand", "staff"),))
    assert known.in_text("where they stand today") == ()
    assert known.in_text("and Stand agreed")
    assert known.in_text("and strend agreed")
