"""The smallest edit: what did not change stays byte for byte, and it is read back."""

import difflib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import tree
from workflow.adapters.yaml_reading import read_tree
from workflow.adapters.yaml_writing import rewritten, written
from workflow.domain.errors import EditRefused
from workflow.domain.fields import catalogue
from workflow.domain.questions import WRITES
from workflow.domain.tree import Fields, Listing, Node, Position, Scalar, meaning

REPOSITORY = Path(__file__).parents[2]
FILES = sorted(
    path
    for path in (REPOSITORY / "cases").rglob("SG-*/**/*.yaml")
    if not {"_history", "generated", "_receipts"}.intersection(path.parts)
)
HERE = Position(0, 0)
ODD = """# What this file is for

schema_version: 1   # the layout
name:  Tam   # as she likes it
said: >
  Not one line,
  # not a comment
  but two.
note: |
  First.

  # neither is this
time: '14:30'
flow: {a: 1, b: [x, y],  c: 'no'}

# The actions, newest last
actions:
    - id: A1   # the first
      what: "Go and look"

    - id: A2
      what: Tell Corin
# Who is there
present: [c1, c2]  # by name
# The end
"""


def root(raw: bytes | str) -> Fields:
    found = read_tree(raw.encode() if isinstance(raw, str) else raw, "f").root
    assert found is not None
    return found


def words(text: str) -> Scalar:
    return Scalar(text, HERE, quoted=True)


def changed(text: str, *path: str | int, to: object) -> str:
    after = rewritten(text.encode(), _set(root(text), path, to))
    return after.decode()


def _set(node: Node, path: tuple[str | int, ...], to: object) -> Fields:
    new = _put(node, path, to)
    assert isinstance(new, Fields)
    return new


def _put(node: Node, path: tuple[str | int, ...], to: object) -> Node:
    if not path:
        return words(to) if isinstance(to, str) else tree(to)
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        assert isinstance(node, Listing)
        old = node.items[step] if step < len(node.items) else HOLE
        items = (*node.items[:step], _put(old, rest, to), *node.items[step + 1 :])
        return Listing(items, HERE)
    assert isinstance(node, Fields)
    inner = _put(node.values.get(step, HOLE), rest, to)
    return Fields({**node.values, step: inner}, {}, HERE)


HOLE = Fields({}, {}, HERE)


def lines_gone(before: str, after: str) -> list[str]:
    told = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line[2:] for line in told if line.startswith("- ")]


def lines_new(before: str, after: str) -> list[str]:
    return lines_gone(after, before)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_a_file_that_is_saved_without_a_change_is_the_same_file(path: Path) -> None:
    raw = path.read_bytes()

    assert rewritten(raw, root(raw)) == raw


def test_one_changed_text_changes_one_line_and_keeps_its_comment() -> None:
    after = changed(ODD, "name", to="Tamsin")

    assert lines_gone(ODD, after) == ["name:  Tam   # as she likes it"]
    assert lines_new(ODD, after) == ["name: Tamsin # as she likes it"] or lines_new(
        ODD, after
    ) == ["name: Tamsin   # as she likes it"]


# Trap 1: comments jump.
def test_a_new_row_stands_above_the_comment_that_heads_the_next_part() -> None:
    after = changed(ODD, "actions", 2, to={"id": "A3", "what": "Choose cups"})

    assert lines_gone(ODD, after) == []
    assert (
        "      what: Tell Corin\n    - id: A3\n      what: Choose cups\n# Who" in after
    )


def test_a_new_row_after_words_in_a_block_keeps_every_old_line() -> None:
    text = (
        "actions:\n  - id: A1\n    what: |\n      one\n      # two\n\n# next\nend: 1\n"
    )
    after = changed(text, "actions", 1, to={"id": "A2"})

    assert lines_gone(text, after) == []
    assert after.index("A2") < after.index("# next")


# Trap 2: two readers, two answers.
@pytest.mark.parametrize(
    "text", ["no", "NO", "yes", "12:30", "1e3", "012", "1.10", "~"]
)
def test_words_are_text_to_every_reader(text: str) -> None:
    after = changed(ODD, "name", to=text)

    assert yaml.safe_load(after)["name"] == text
    assert meaning(root(after)) == {**_dict(meaning(root(ODD))), "name": text}
    assert len(lines_gone(ODD, after)) == 1


# Trap 3: keys can be booleans too.
def test_no_field_of_any_record_is_called_what_some_reader_takes_for_yes_or_no() -> (
    None
):
    banned = {"on", "off", "yes", "no", "y", "n", "true", "false", "null"}
    for model in WRITES.values():
        for field in catalogue(model):
            assert not banned.intersection(field.path.replace("[]", "").split("."))


# Trap 4: duplicate keys.
def test_a_file_with_a_key_twice_is_not_edited() -> None:
    with pytest.raises(EditRefused):
        rewritten(b"a: 1\na: 2\n", HOLE)


# Trap 5: Windows line ends.
def test_windows_line_ends_stay_and_new_lines_have_them() -> None:
    text = ODD.replace("\n", "\r\n")
    after = changed(text, "actions", 2, to={"id": "A3", "what": "Choose cups"})

    assert "\n" not in after.replace("\r\n", "")
    assert lines_gone(text, after) == []


# Trap 6: files from Notepad.
@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ],
)
def test_a_notepad_file_keeps_its_encoding(mark: bytes, encoding: str) -> None:
    raw = mark + ODD.encode(encoding)
    after = rewritten(raw, _set(root(raw), ("name",), "Łucja Ŵyn"))

    assert after.startswith(mark)
    assert "Łucja Ŵyn" in after[len(mark) :].decode(encoding)


# Trap 7: long words.
def test_long_words_stand_in_lines_of_their_own_and_are_not_folded() -> None:
    said = "First line, as she said it.\n\n  And then: # not a comment\nno"
    after = changed(ODD, "name", to=said)

    assert _dict(meaning(root(after)))["name"] == said
    assert yaml.safe_load(after)["name"] == said
    assert "name: |-" in after


# Trap 8: text first.
def test_what_somebody_typed_is_what_is_read() -> None:
    for said in (
        "07712 345678",
        "2026-02-30",
        "True",
        "0x1F",
        "[not a list]",
        "- so",
        "@",
    ):
        assert _dict(meaning(root(changed(ODD, "name", to=said))))["name"] == said


def test_a_key_on_one_line_with_others_is_changed_in_place() -> None:
    after = changed(ODD, "flow", "c", to="yes, and more")

    assert lines_new(ODD, after) == ['flow: {a: 1, b: [x, y],  c: "yes, and more"}']


def test_an_entry_is_added_to_and_taken_out_of_a_list_on_one_line() -> None:
    assert "present: [c1, c2, c3]  # by name" in changed(ODD, "present", 2, to="c3")
    less = rewritten(ODD.encode(), _set(root(ODD), ("present",), ["c2"])).decode()
    assert "present: [c2]  # by name" in less


def test_a_new_key_stands_after_the_one_before_it_in_the_record() -> None:
    before = root(ODD)
    values: dict[str, Node] = {}
    for key, node in before.values.items():
        values[key] = node
        if key == "note":
            values["place"] = words("Garden room")
    after = rewritten(ODD.encode(), Fields(values, {}, HERE)).decode()

    assert lines_gone(ODD, after) == []
    assert "  # neither is this\nplace: Garden room\ntime: '14:30'" in after


def test_a_key_without_anything_is_filled_on_its_line() -> None:
    assert changed("a:\nb: 1\n", "a", to="tea") == "a: tea\nb: 1\n"
    assert changed("a: # why\nb: 1\n", "a", to="tea") == "a: tea # why\nb: 1\n"


def test_a_list_in_an_empty_place_begins_below_it() -> None:
    after = changed("a:\nb: 1\n", "a", to=[{"id": "A1", "what": "Go"}])

    assert after == "a:\n  - id: A1\n    what: Go\nb: 1\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: []\nb: 1\n", "a:\n  - id: A1\n    what: Go\nb: 1\n"),
        ("a: [ ] # none\nb: 1\n", "a: # none\n  - id: A1\n    what: Go\nb: 1\n"),
        ("{a: [], b: 1}\n", "{a: [{id: A1, what: Go}], b: 1}\n"),
    ],
)
def test_an_empty_list_in_brackets_takes_its_first_row(before: str, after: str) -> None:
    assert changed(before, "a", to=[{"id": "A1", "what": "Go"}]) == after


def test_a_file_without_a_last_line_end_is_added_to() -> None:
    after = changed("a:\n  - id: A1", "a", 1, to={"id": "A2"})

    assert after.splitlines() == ["a:", "  - id: A1", "  - id: A2"]


def test_what_is_added_in_the_last_block_comes_before_what_is_added_after_it() -> None:
    for end in ("\n", ""):
        before, after = f"a:\n  b: 1  # why{end}", {"a": {"b": "1", "c": "2"}, "d": "3"}
        became = rewritten(before.encode(), block(after)).decode()
        lines = became.splitlines()
        assert lines == ["a:", "  b: 1  # why", "  c: 2", "d: 3"]


KEYS = st.sampled_from("abcd")
LEAVES = st.sampled_from(["tea", "a walk", "1"])
ROWS = st.lists(st.dictionaries(KEYS, LEAVES, min_size=1, max_size=3), min_size=1)
INNER = LEAVES | ROWS | st.dictionaries(KEYS, LEAVES | ROWS, min_size=1, max_size=3)
BLOCKS = st.dictionaries(KEYS, INNER, min_size=1, max_size=4)


def block(value: object) -> Fields:
    found = tree(value)
    assert isinstance(found, Fields)
    return found


@given(before=BLOCKS, after=BLOCKS, ended=st.booleans())
def test_any_block_becomes_any_block_at_once(
    before: dict[str, object], after: dict[str, object], *, ended: bool
) -> None:
    """However much comes, goes and changes in one save."""
    raw = written(block(before))
    became = rewritten(raw if ended else raw.rstrip(b"\n"), block(after))
    found = read_tree(became, "").root
    assert found is not None
    assert bare(meaning(found)) == after


def bare(value: object) -> object:
    """Without the keys that stand there with nothing."""
    if isinstance(value, dict):
        said = {key: bare(inner) for key, inner in value.items()}
        return {key: inner for key, inner in said.items() if inner} or None
    if isinstance(value, list):
        return list(filter(None, map(bare, value))) or None
    return value


TEXTS = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn"], exclude_characters="\ufeff"
    )
    | st.just("\n"),
    max_size=120,
)
SAID = TEXTS.map(lambda t: "\n".join(x.rstrip() for x in t.split("\n")).strip())
VALUES = st.recursive(
    SAID.map(words),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: Listing(tuple(items), HERE))
        | st.dictionaries(
            st.from_regex(r"[a-z]{2,6}_[a-z]", fullmatch=True), inner, max_size=3
        ).map(lambda values: Fields(values, {}, HERE))
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{2,6}_[a-z]", fullmatch=True), VALUES, min_size=1
    )
)
def test_whatever_is_written_is_read_back(values: dict[str, Node]) -> None:
    new = Fields({"schema_version": words("1"), **values}, {}, HERE)
    found = root(written(new))

    assert _bare(meaning(found)) == _bare(meaning(new))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_one_change_to_a_worked_file_leaves_every_other_line(
    data: st.DataObject,
) -> None:
    path = data.draw(st.sampled_from(FILES))
    raw = path.read_bytes()
    before = root(raw)
    places = list(_texts(before, ()))
    place = data.draw(st.sampled_from(places))
    said = data.draw(SAID)
    after = rewritten(raw, _set(before, place, said))

    gone = lines_gone(raw.decode(), after.decode())
    assert len(gone) <= 1
    assert _bare(meaning(root(after))) == _bare(meaning(_set(before, place, said)))


LETTERS = "abcdef"


@settings(max_examples=150, deadline=None)
@given(
    st.sets(st.sampled_from(LETTERS)),
    st.sets(st.sampled_from(LETTERS)),
    st.lists(st.sampled_from("xyz"), unique=True),
    st.sampled_from((", ", ",", ",\n    ", ", # why\n    ")),
)
def test_any_parts_of_what_stands_in_brackets_can_go_and_others_come(
    items: set[str], keys: set[str], more: list[str], comma: str
) -> None:
    listed = comma.join(LETTERS)
    named = comma.join(f"{key}: 1" for key in LETTERS)
    raw = f"schema_version: 1\nrow: [{listed}]\nblock: {{{named}}}\nend: x\n"
    old = root(raw.encode())
    row = Listing(tuple(words(w) for w in (*sorted(items), *more)), HERE)
    block = Fields({w: words("1") for w in (*sorted(keys), *more)}, {}, HERE)
    new = Fields({**old.values, "row": row, "block": block}, {}, HERE)
    after = rewritten(raw.encode(), new)

    assert _bare(meaning(root(after))) == _bare(meaning(new))
    if comma.strip() == "," and "\n" not in comma:
        assert after.decode().splitlines()[-1] == "end: x"


def _texts(node: Node, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(node, Scalar):
        yield path
    elif isinstance(node, Listing):
        for index, item in enumerate(node.items):
            yield from _texts(item, (*path, index))
    else:
        for key, inner in node.values.items():
            if key not in ("id", "schema_version"):
                yield from _texts(inner, (*path, key))


def _dict(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def _bare(value: object) -> object:
    if isinstance(value, dict):
        said = {key: _bare(inner) for key, inner in value.items()}
        return {k: v for k, v in said.items() if v not in (None, {}, [])} or None
    if isinstance(value, list):
        return [_bare(inner) for inner in value] or None
    return value or None


# Rows that change places.

ORDERED = """# The plan
actions:
  # what comes first
  - id: A1   # the first
    what: "Go and look"

  # Corin does not know yet
  - id: A2
    what: |
      Tell Corin.
      Kindly.

  - {id: A3, what: 'Tea'}
# Who is there
present: [c1, c2]  # by name
contacts: [{id: c1, name: Corin}, {id: c2,  name: "Ana"}]
"""


def _in_order(text: str, key: str, *order: int) -> str:
    before = root(text)
    rows = before.values[key]
    assert isinstance(rows, Listing)
    moved = Listing(tuple(rows.items[i] for i in order), rows.at)
    after = Fields({**before.values, key: moved}, before.keys, before.at)
    return rewritten(text.encode(), after).decode()


def test_a_row_that_changes_places_takes_its_lines_and_its_comment_along() -> None:
    assert _in_order(ORDERED, "actions", 1, 0, 2) == ORDERED.replace(
        """  - id: A1   # the first
    what: "Go and look"

  # Corin does not know yet
  - id: A2
    what: |
      Tell Corin.
      Kindly.
""",
        """  # Corin does not know yet
  - id: A2
    what: |
      Tell Corin.
      Kindly.

  - id: A1   # the first
    what: "Go and look"
""",
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("order", [(0, 2, 1), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_no_line_is_lost_or_touched_when_rows_change_places(
    order: tuple[int, ...], end: str
) -> None:
    text = ORDERED.replace("\n", end)
    after = _in_order(text, "actions", *order)

    assert sorted(after.split(end)) == sorted(text.split(end))
    found = root(after).values["actions"]
    assert isinstance(found, Listing)
    assert [meaning(i.values["id"]) for i in found.items if isinstance(i, Fields)] == [
        f"A{n + 1}" for n in order
    ]


def test_rows_in_brackets_change_places_too() -> None:
    assert _in_order(ORDERED, "contacts", 1, 0) == ORDERED.replace(
        """[{id: c1, name: Corin}, {id: c2,  name: "Ana"}]""",
        """[{id: c2,  name: "Ana"}, {id: c1, name: Corin}]""",
    )


def test_a_row_may_move_change_and_come_anew_at_once() -> None:
    before = root(ORDERED)
    rows = before.values["actions"]
    assert isinstance(rows, Listing)
    first, second, third = rows.items
    assert isinstance(third, Fields)
    changed_row = Fields({**third.values, "what": words("Cake")}, third.keys, third.at)
    new = tree({"id": "A4", "what": "Ring"})
    moved = Listing((changed_row, new, first), rows.at)
    after = Fields({**before.values, "actions": moved}, before.keys, before.at)
    text = rewritten(ORDERED.encode(), after).decode()

    assert "{id: A3, what: Cake}" in text or '{id: A3, what: "Cake"}' in text
    assert '  - id: A1   # the first\n    what: "Go and look"\n' in text
    assert second not in moved.items
    assert "Tell Corin." not in text
    assert meaning(root(text)) == meaning(after)


def test_a_list_that_ends_the_file_without_a_line_end_changes_places() -> None:
    text = "actions:\n  - id: A1\n    what: x\n  - id: A2\n    what: y"
    assert _in_order(text, "actions", 1, 0) == (
        "actions:\n  - id: A2\n    what: y\n  - id: A1\n    what: x"
    )


@given(st.permutations(range(5)), st.sampled_from(FILES))
@settings(max_examples=60, deadline=None)
def test_any_order_of_any_worked_list_is_said_without_touching_a_line(
    order: list[int], path: Path
) -> None:
    text = path.read_bytes().decode()
    before = root(text)
    keys = [
        key
        for key, node in before.values.items()
        if isinstance(node, Listing)
        and len(node.items) > 1
        and all(isinstance(i, Fields) and "id" in i.values for i in node.items)
    ]
    for key in keys:
        rows = before.values[key]
        assert isinstance(rows, Listing)
        places = [n for n in order if n < len(rows.items)]
        places += [n for n in range(len(rows.items)) if n not in places]
        after = _in_order(text, key, *places)
        assert sorted(after.splitlines()) == sorted(text.splitlines())
