"""Two people's changes come together, and neither one's words are lost."""

from hypothesis import given
from hypothesis import strategies as st

from tests.make import tree
from workflow.domain.merging import Merged, chosen, merge
from workflow.domain.tree import Fields, meaning

WORDS = st.sampled_from(["", "tea", "cake", "a walk"])
ROW = st.fixed_dictionaries({"what": WORDS, "owner": WORDS})
FILES = st.fixed_dictionaries(
    {
        "summary": WORDS,
        "words": st.fixed_dictionaries({"helps": WORDS, "worse": WORDS}),
        "present": st.lists(st.sampled_from(["c1", "c2", "c3"]), unique=True),
        "actions": st.dictionaries(
            st.sampled_from(["A1", "A2", "A3"]), ROW, max_size=3
        ).map(lambda rows: [{"id": key, **row} for key, row in sorted(rows.items())]),
    }
)


def merged(base: object, mine: object, theirs: object) -> Merged:
    roots = [tree(each) for each in (base, mine, theirs)]
    first, second, third = roots
    assert isinstance(first, Fields)
    assert isinstance(second, Fields)
    assert isinstance(third, Fields)
    return merge(first, second, third)


def test_changes_to_different_fields_are_both_taken() -> None:
    both = merged({"a": "1", "b": "1"}, {"a": "2", "b": "1"}, {"a": "1", "b": "3"})

    assert meaning(both.root) == {"a": "2", "b": "3"}
    assert both.clashes == ()


def test_a_field_both_changed_is_a_clash_with_all_three_texts() -> None:
    both = merged({"a": "1"}, {"a": "2"}, {"a": "3"})

    assert meaning(both.root) == {"a": "3"}
    (clash,) = both.clashes
    told = (clash.base, clash.mine, clash.theirs)
    assert clash.path == "a"
    assert [meaning(node) for node in told if node] == ["1", "2", "3"]


def test_rows_are_brought_together_by_their_id() -> None:
    one, two = {"id": "A1", "what": "Go"}, {"id": "A2", "what": "Look"}
    both = merged(
        {"actions": [one, two]},
        {"actions": [one, {**two, "what": "Listen"}]},
        {"actions": [{**one, "owner": "st-03"}, two]},
    )

    assert meaning(both.root) == {
        "actions": [{**one, "owner": "st-03"}, {**two, "what": "Listen"}]
    }


def test_two_new_rows_with_one_id_are_both_kept() -> None:
    both = merged(
        {"actions": []},
        {"actions": [{"id": "A1", "what": "Mine"}]},
        {"actions": [{"id": "A1", "what": "Theirs"}]},
    )

    assert meaning(both.root) == {
        "actions": [{"id": "A1", "what": "Theirs"}, {"id": "A2", "what": "Mine"}]
    }
    assert both.clashes == ()


def test_two_rows_that_share_an_id_are_both_kept_whoever_saves() -> None:
    one, two, twin = ({"id": "A1"}, {"id": "A2"}, {"id": "A2", "what": "Sing"})
    new, mine = {"id": "A3", "what": "Go"}, {"id": "A4", "what": "Look"}
    base = {"actions": [one, two, twin]}
    both = merged(
        base, {"actions": [one, two, twin, mine]}, {"actions": [one, two, twin, new]}
    )
    assert meaning(both.root) == {"actions": [one, two, twin, new, mine]}
    changed = [{**one, "what": "Read"}, two, twin]
    clashing = merged(base, {"actions": changed}, {"actions": [one, two, twin, new]})
    (clash,) = clashing.clashes
    assert clash.mine is not None
    assert meaning(clash.mine) == changed
    assert meaning(clashing.root) == {"actions": [one, two, twin, new]}


def test_what_both_added_to_a_list_without_ids_is_kept() -> None:
    old, mine, theirs = {"what": "old"}, {"what": "mine"}, {"what": "theirs"}
    both = merged(
        {"follow_up": [old]}, {"follow_up": [old, mine]}, {"follow_up": [old, theirs]}
    )

    assert meaning(both.root) == {"follow_up": [old, theirs, mine]}


def test_a_row_one_took_out_and_the_other_changed_is_a_clash_and_stays() -> None:
    row = {"id": "A1", "what": "Go"}
    both = merged(
        {"actions": [row]}, {"actions": []}, {"actions": [{**row, "what": "Walk"}]}
    )

    assert meaning(both.root) == {"actions": [{**row, "what": "Walk"}]}
    assert [clash.path for clash in both.clashes] == ["actions[0]"]


@given(FILES, FILES)
def test_one_persons_changes_alone_are_taken_whole(base: object, mine: object) -> None:
    for one, other in ((mine, base), (base, mine)):
        both = merged(base, one, other)
        assert both.clashes == ()
        assert _plain(meaning(both.root)) == _plain(mine)


@given(FILES, FILES, FILES)
def test_no_word_of_either_is_lost(base: object, mine: object, theirs: object) -> None:
    """Every word either added stands in the file or in a clash that is shown."""
    both = merged(base, mine, theirs)
    left = _words(meaning(both.root)) + "".join(
        _words(meaning(node))
        for clash in both.clashes
        for node in (clash.mine, clash.theirs)
        if node
    )
    for text in ("tea", "cake", "a walk", "c1", "c2", "c3"):
        new = text in _words(mine) + _words(theirs) and text not in _words(base)
        assert not new or text in left


def _words(value: object) -> str:
    return repr(value)


def _plain(value: object) -> object:
    """Without what says nothing."""
    if isinstance(value, dict):
        said = {key: _plain(value[key]) for key in sorted(value)}
        return {
            key: inner for key, inner in said.items() if inner not in (None, [], {})
        }
    if isinstance(value, list):
        return sorted(map(repr, (_plain(inner) for inner in value)))
    return value or None


def test_a_choice_lands_in_its_own_row_when_others_came_before_it() -> None:
    one, two = {"id": "A1", "what": "Go"}, {"id": "A2", "what": "Look"}
    new = {"id": "A9", "what": "Sing"}
    both = merged(
        {"actions": [one, two]},
        {"actions": [one, new, {**two, "what": "Listen"}]},
        {"actions": [one, {**two, "what": "Wait"}]},
    )
    root = chosen(both.root, both.clashes, ["mine"])

    assert meaning(root) == {"actions": [one, new, {**two, "what": "Listen"}]}


def test_two_orders_of_one_list_are_shown_and_the_one_that_is_chosen_stands() -> None:
    one, two = {"id": "A1", "what": "Go"}, {"id": "A2", "what": "Look"}
    three, new = {"id": "A3", "what": "Sing"}, {"id": "A4", "what": "Dance"}
    both = merged(
        {"actions": [one, two, three]},
        {"actions": [three, one, {**two, "what": "Listen"}]},
        {"actions": [two, {**one, "owner": "st-03"}, three, new]},
    )
    (clash,) = both.clashes
    theirs = [two | {"what": "Listen"}, {**one, "owner": "st-03"}, three, new]
    mine = [three, {**one, "owner": "st-03"}, two | {"what": "Listen"}, new]

    assert clash.path == "actions"
    assert meaning(both.root) == {"actions": theirs}
    assert [meaning(n) for n in (clash.mine, clash.theirs) if n] == [mine, theirs]
    for pick, order in (("mine", mine), ("theirs", theirs)):
        assert meaning(chosen(both.root, both.clashes, [pick])) == {"actions": order}


def test_the_same_order_made_by_both_is_nothing_to_choose() -> None:
    one, two = {"id": "A1", "what": "Go"}, {"id": "A2", "what": "Look"}
    both = merged(
        {"actions": [one, two]}, {"actions": [two, one]}, {"actions": [two, one]}
    )
    assert both.clashes == ()
    assert meaning(both.root) == {"actions": [two, one]}


def test_an_order_and_words_in_its_rows_are_chosen_apart() -> None:
    one, two = {"id": "A1", "what": "Go"}, {"id": "A2", "what": "Look"}
    three = {"id": "A3", "what": "Sing"}
    both = merged(
        {"actions": [one, two, three]},
        {"actions": [three, one, {**two, "what": "Listen"}]},
        {"actions": [{**two, "what": "Wait"}, one, three]},
    )
    assert [clash.path for clash in both.clashes] == ["actions", "actions[0].what"]
    root = chosen(both.root, both.clashes, ["mine", "theirs"])
    assert meaning(root) == {"actions": [three, one, {**two, "what": "Wait"}]}
    root = chosen(both.root, both.clashes, ["theirs", "mine"])
    assert meaning(root) == {"actions": [{**two, "what": "Listen"}, one, three]}


def test_a_row_that_is_taken_out_leaves_the_other_choices_in_their_rows() -> None:
    one, two = {"id": "A1", "what": "Go"}, {"id": "A2", "what": "Look"}
    both = merged(
        {"actions": [one, two]},
        {"actions": [{**two, "what": "Listen"}]},
        {"actions": [{**one, "what": "Walk"}, {**two, "what": "Wait"}]},
    )
    root = chosen(both.root, both.clashes, ["mine", "mine"])

    assert meaning(root) == {"actions": [{**two, "what": "Listen"}]}


def test_the_order_that_one_of_two_people_made_is_kept() -> None:
    one, two = {"id": "A1", "what": "Go"}, {"id": "A2", "what": "Look"}
    three = {"id": "A3", "what": "Sing"}
    both = merged(
        {"actions": [one, two, three]},
        {"actions": [three, one, {**two, "what": "Listen"}]},
        {"actions": [{**one, "owner": "st-03"}, {**two, "what": "Wait"}, three]},
    )

    assert meaning(both.root) == {
        "actions": [three, {**one, "owner": "st-03"}, {**two, "what": "Wait"}]
    }
    root = chosen(both.root, both.clashes, ["mine"])
    assert meaning(root) == {
        "actions": [three, {**one, "owner": "st-03"}, {**two, "what": "Listen"}]
    }
