"""A long list gives back what was put into it, and takes little room."""

from hypothesis import given
from hypothesis import strategies as st

from workflow.services.long_lists import TOGETHER, LongList


@given(st.lists(st.tuples(st.text(max_size=3), st.integers())), st.integers(1, 5))
def test_it_is_what_was_put_into_it_as_often_as_it_is_gone_through(
    things: list[tuple[str, int]], together: int
) -> None:
    packed = LongList(things, together)
    for _ in range(2):
        assert list(packed) == things
        assert len(packed) == len(things)
    packed.append(("last", 1))
    assert list(packed) == [*things, ("last", 1)]


def test_what_is_much_alike_takes_a_few_bytes() -> None:
    count = 40 * TOGETHER
    cases = LongList((f"SG-2026-{n % 1000:03}", n % 20) for n in range(count))
    assert 0 < cases.size < 8 * count
