"""A long list gives back what was put into it, and takes little room."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.diary import DueItem, DueStatus
from workflow.services.long_lists import TOGETHER, LongList
from workflow.services.reviewing import InTime, in_time


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


ITEMS = st.builds(
    DueItem,
    case=st.sampled_from(["SG-2026-001", "SG-2026-002", ""]),
    item=st.just("A talk"),
    kind=st.sampled_from(["review", "learning"]),
    source=st.sampled_from(["RS1", "RS2"]),
    due_on=st.dates(date(2026, 11, 23), date(2026, 11, 26)),
    status=st.sampled_from(DueStatus),
    days_late=st.integers(0, 9),
    lead=st.just("st-01"),
    urgent=st.booleans(),
    done_on=st.none(),
    unrolled=st.just(date(2026, 11, 23)),
    moved=st.just(value=False),
    file=st.just("plan.yaml"),
    held_file=st.just(""),
)


@given(st.lists(st.lists(ITEMS), max_size=20))
def test_very_many_items_are_given_soonest_first(cases: list[list[DueItem]]) -> None:
    due = InTime()
    for items in cases:
        due.extend(items)
    every = [item for items in cases for item in items]
    assert list(due) == list(in_time(every))
    assert list(due) == list(due)
