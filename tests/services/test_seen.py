"""What a template sees is known again by its hash: any change in it is another."""

from workflow.domain.context import Names, shown
from workflow.domain.records.base import Reader
from workflow.domain.records.case import Concern
from workflow.domain.shown_tree import Shown
from workflow.services.seen import printed

NAMES = Names({}, {})


def told(what: str) -> Shown:
    return shown(Concern(what_was_said_or_seen=what), Reader.MANAGER, NAMES)


FIRST, OTHER = told("A bruise"), told("Money is missing")


def test_what_is_seen_again_has_the_same_print() -> None:
    assert printed({"seen": [FIRST, OTHER]}) == printed({"seen": [FIRST, OTHER]})
    assert printed({"seen": FIRST}) == printed({"seen": told("A bruise")})


def test_blocks_are_told_apart_by_what_and_how_many_and_where_they_are() -> None:
    seen: tuple[dict[str, object], ...] = (
        {"seen": FIRST},
        {"seen": OTHER},
        {"seen": [FIRST]},
        {"seen": [FIRST, FIRST]},
        {"seen": [FIRST, OTHER]},
        {"seen": [OTHER, FIRST]},
        {"seen": [FIRST], "also": [OTHER]},
        {"seen": [OTHER], "also": [FIRST]},
        {"seen": [FIRST, "a word beside blocks"]},
        {"seen": []},
        {},
    )
    assert len({printed(context).digest for context in seen}) == len(seen)


def test_a_block_seen_in_two_lists_tells_both_that_it_runs_from_right_to_left() -> None:
    turned = told("שלום")
    assert printed({"seen": [FIRST, turned]}).turned
    assert printed({"others": [turned]}).turned
    assert not printed({"seen": [FIRST, OTHER]}).turned


def test_what_each_day_alone_changes_leaves_the_print_as_it_is() -> None:
    before = {"doc": {"made_on": "1 May 2026", "title": "A plan"}, "late_now": 1}
    after = {"doc": {"made_on": "2 May 2026", "title": "A plan"}, "late_now": 2}
    assert printed(before) == printed(after)
    assert printed(before) != printed({"doc": {"title": "Another"}})
