"""Conditions of rules: a quick way past a text never misses what is looked for."""

import re

from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.rules.kinds import sieve, whole_words

LETTERS = "abci\u00df\u00e9\u00c0\u03a3\u017fK "  # some that fold oddly
WORDS = st.text(LETTERS, min_size=1, max_size=6).filter(str.strip)
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(tuple)
GAPS = st.sampled_from([" ", "  ", "-", "\n", "\u2011"])


@given(
    phrases=PHRASES, gap=GAPS, around=st.text(LETTERS, max_size=5), shout=st.booleans()
)
def test_a_text_with_one_of_the_phrases_is_never_passed_over(
    phrases: tuple[str, ...], gap: str, around: str, *, shout: bool
) -> None:
    said = gap.join(phrases[0].split())
    text = f"{around} {said.upper() if shout else said} {around}"
    wanted = rf"(?<!\w){whole_words(phrases[0].strip())}(?!\w)"
    if re.search(wanted, text, re.IGNORECASE):
        assert sieve(phrases).search(text.casefold())


def test_a_text_with_no_word_of_theirs_is_passed_over() -> None:
    watched = sieve(("non-compliant", "let him", ""))
    assert not watched.search("he saw the cat in")
    assert watched.search("NON COMPLIANT".casefold())
    assert not sieve(()).search("anything")
