"""Reading YAML: every value as typed, with its place; what must not be guessed, not."""

import time

import pytest
import yaml

from workflow.adapters import yaml_reading
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.tree import Position, Scalar


def refused(raw: bytes) -> list[tuple[int | None, str]]:
    tree = read_tree(raw, "f.yaml")
    assert tree.root is None
    assert all(n.facts == {"n": str(n.place.line)} for n in tree.noticed)
    return [(n.place.line, n.detail) for n in tree.noticed]


def test_every_value_stays_the_text_somebody_typed() -> None:
    tree = read_tree(b"a: no\nb: 07712\nc: 12:30\nd: 2026-02-30\ne: 1_0\n", "f")
    assert tree.root is not None
    said = plain(tree.root)
    assert said == {
        "a": "no",
        "b": "07712",
        "c": "12:30",
        "d": "2026-02-30",
        "e": "1_0",
    }


def test_every_value_has_its_place() -> None:
    root = read_tree(b"a:\n  - x\n  - k: 'y'\n", "f").root
    assert root is not None
    assert root.keys["a"] == Position(1, 1)
    assert plain(root) == {"a": ["x", {"k": "y"}]}


@pytest.mark.parametrize(
    "raw",
    [
        b"\xef\xbb\xbfa: caf\xc3\xa9\r\nb: 2\r\n",
        "a: caf\xe9\nb: 2\n".encode("utf-16"),
        b"a: caf\xc3\xa9\rb: 2\r",
    ],
)
def test_marks_and_line_ends_of_other_editors_are_read(raw: bytes) -> None:
    root = read_tree(raw, "f").root
    assert root is not None
    assert root.values["b"] == Scalar("2", Position(2, 4))
    assert root.values["a"] == Scalar("caf\xe9", Position(1, 4))


def test_the_wrong_encoding_is_named_with_its_line() -> None:
    ((line, detail),) = refused(b"a: 1\nb: it\x92s\n")
    assert line == 2
    assert "wrong encoding at line 2 (it looks like Windows-1252)" in detail


def test_several_double_keys_are_all_told_without_their_values() -> None:
    told = refused(b"a: secret\nb: 1\na: 2\nb: 3\n")
    assert [line for line, _ in told] == [3, 4]
    assert "lines 1 and 3" in told[0][1]
    assert "secret" not in str(told)


@pytest.mark.parametrize(
    "raw",
    [
        b"a: &x 1\n",
        b"a: *x\n",
        b"<<: {b: 1}\n",
        b"a: !!int 1\n",
        b"a: ! x\n",
        b"a: 1\n---\nb: 2\n",
        b"%YAML 1.1\n---\na: 1\n",
        b"? [a]\n: 1\n",
        b"a:\n\tb: 1\n",
        b"a: b\n\tc\n",
        b"a: " + b"[" * 13 + b"]" * 13,
        b"a: " + b"x" * 20_001,
        b"a: [" + b"1," * 5_000 + b"]",
        b"#" * (256 * 1024 + 1),
        b"a: \x00\n",
        b'a: "\\0"\n',
        b'a: "\\u2028"\n',
        b'a: "\\ud800"\n',
        b"a: \xe2\x80\xa8\n",
        b"a: \xef\xbf\xbf\n",
        b"a: \xc2\x85\n",
        b"- a\n",
        b"a\n",
        b"a: [1\n",
    ],
)
@pytest.mark.parametrize("pure", [False, True])
def test_what_must_not_be_guessed_is_refused(
    raw: bytes,
    pure: bool,  # noqa: FBT001 - a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if pure:
        monkeypatch.setattr(yaml_reading, "LOADER", yaml.BaseLoader)
    assert refused(raw)


@pytest.mark.parametrize("raw", [b"", b"\n", b"# nothing\n", b"---\n"])
def test_an_empty_file_is_called_so(raw: bytes) -> None:
    ((line, detail),) = refused(raw)
    assert line == 1
    assert detail


def test_a_tab_inside_a_block_of_text_is_only_text() -> None:
    root = read_tree(b"a: |\n  x\n  \ty\nb: 1\n", "f").root
    assert root is not None
    assert plain(root) == {"a": "x\n\ty\n", "b": "1"}


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 260_000,
        b"{" * 260_000,
        b"a: " * 80_000,
        b"- " * 130_000,
        b"? " * 130_000,
        b"'" * 260_000,
        b"a: |\n" + b" \t\n" * 80_000,
        b" \t" * 130_000,
        b"\t\n" * 130_000,
        b"".join(b"k%d: 1\n" % n for n in range(20_000)),
        b"a: 1\n" * 50_000,
    ],
)
def test_no_file_takes_long(raw: bytes) -> None:
    begin = time.process_time()
    read_tree(raw, "f")
    assert time.process_time() - begin < 2


@pytest.mark.parametrize(
    ("file", "items", "read"),
    [
        ("records/2026-11-01-visit-01.yaml", 1_500, True),
        ("records/2026-11-01-visit-01.yaml", 2_600, False),
        ("governance/sampling/2026-11.yaml", 30_000, True),
        ("config/staff.yaml", 60_000, False),
    ],
)
def test_a_file_about_all_cases_may_hold_more_than_one_of_a_case(
    file: str, items: int, *, read: bool
) -> None:
    """A bigger provider has a thousand staff, and samples each fifth of its cases."""
    text = "items:\n" + "".join(
        f"  - ref: SG-2026-{n % 1000:03}\n" for n in range(items)
    )
    found = read_tree(text.encode(), file)
    assert (found.root is not None) is read
    told = [noticed.detail for noticed in found.noticed]
    most = "100,000" if file.startswith("config/") else "5,000"
    assert told == (
        [] if read else [f"There are more than {most} values in this file."]
    )
