"""Names are taken out of texts, of however many people they are (brief 6.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.anonymise import Identifier, Sought, without
from workflow.domain.governance.unnamed import TAKEN_OUT, Unnaming, unnamed

PIECES = (
    "Ann",
    "ann",
    "Anne",
    "Lee",
    "Lea",
    "leaann",
    "Åsa",
    "McDonald",
    "Mc Donald",
    "the person",
    "person",
    "somebody",
    "12 High Street",
    "0161 496 0000",
    "01614960000",
    "ß",
    "²",
    "Sunday. Morning",
)
GLUE = (" ", "", "'s ", ". ", "-", ", ", "  ", "\n")
words = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(GLUE)), max_size=7
).map(lambda pairs: "".join(map("".join, pairs)))
kinds = st.sampled_from(("name", "contact", "address", "phone"))
known = st.lists(st.builds(Identifier, words, kinds), max_size=9)


@given(words, known, st.sampled_from(("", "[gone]", "the person")))
def test_looking_for_many_at_once_finds_what_looking_for_each_does(
    text: str, names: list[Identifier], mark: str
) -> None:
    assert Sought(names).without(text, mark) == without(text, names, mark)


@given(st.lists(words, max_size=3), known)
def test_many_texts_lose_the_names_that_each_alone_would(
    texts: list[str], names: list[Identifier]
) -> None:
    take_out = Unnaming(names)
    assert [take_out(text) for text in texts] == [unnamed(t, names) for t in texts]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (None, ""),
        ("", ""),
        ("Ann Lee's plan.", "the person's plan."),
        ("ANN, Lea and Åsa", "the person, somebody and Åsa"),
        ("Anne is not Ann.", "Anne is not the person."),
        ("At 12 High-Street.", f"At {TAKEN_OUT}."),
    ],
)
def test_a_mark_stands_where_a_name_stood(text: str | None, left: str) -> None:
    names = (
        Identifier("Ann Lee", "name"),
        Identifier("Ann", "name"),
        Identifier("Lea", "contact"),
        Identifier("12 High Street", "address"),
    )
    assert Unnaming(names)(text) == unnamed(text, names) == left
