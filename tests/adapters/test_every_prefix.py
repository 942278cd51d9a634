"""No beginning of a file is ever mistaken for the whole of it."""

import re
from pathlib import Path

import pytest

from workflow.adapters.case_folders import cut_off
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.tree import meaning

REPOSITORY = Path(__file__).parents[2]
PARTS = ("cases", "config", "governance", "tenders")
MADE = {"_history", "generated", "rules"}
STEP = 97  # of the beginnings of a whole file that are read as they are
FILES = [
    path.relative_to(REPOSITORY).as_posix()
    for part in PARTS
    for path in sorted((REPOSITORY / part).rglob("*.yaml"))
    if not MADE.intersection(path.parts)
]


WORDY = ("config/forms/", "config/frameworks.yaml", "config/supervision.yaml")
EVERY_BYTE = [  # our own sheets byte by byte in the long run alone
    pytest.param(file, marks=pytest.mark.long) if file.startswith(WORDY) else file
    for file in FILES
]


def entries(whole: bytes) -> list[bytes]:
    """The parts of a file that begin at the left edge; each stands by itself."""
    return [part for part in re.split(rb"(?m)^(?=[^\s#-])", whole) if part.strip()]


def mistaken(beginning: bytes, whole: bytes, meant: object) -> bool:
    tree = read_tree(beginning, "f")
    if tree.root is None:
        return not tree.noticed
    return not cut_off(beginning, tree.root, whole) and meaning(tree.root) != meant


@pytest.mark.parametrize("file", EVERY_BYTE)
def test_every_proper_beginning_is_refused_reported_or_means_the_same(
    file: str,
) -> None:
    """Every byte is the end of a beginning: within its own entry, which is quick."""
    whole = (REPOSITORY / file).read_bytes()
    for entry in entries(whole):
        everything = b"before: 1\n" + entry
        root = read_tree(everything, file).root
        assert root is not None
        meant = meaning(root)
        for length in range(len(everything)):
            assert not mistaken(everything[:length], everything, meant), length


@pytest.mark.parametrize("file", FILES)
def test_a_file_that_ends_anywhere_is_refused_reported_or_means_the_same(
    file: str,
) -> None:
    whole = (REPOSITORY / file).read_bytes()
    root = read_tree(whole, file).root
    assert root is not None
    meant = meaning(root)
    for length in range(0, len(whole), STEP):
        assert not mistaken(whole[:length], whole, meant), length


def test_a_file_shortened_on_purpose_is_taken_at_its_word() -> None:
    whole = b"schema_version: 1\nfirst: one\nsecond: two\n"
    shorter = b"schema_version: 1\nfirst: one\n"
    root = read_tree(shorter, "f").root
    assert root is not None
    assert cut_off(shorter, root, whole)
    marked = shorter + b"# shortened on purpose\n"
    assert not cut_off(marked, root, whole)


def test_much_less_than_before_with_needed_fields_missing_is_cut_off() -> None:
    whole = b"schema_version: 1\nfirst: one\nsecond: two\nthird: three\n"
    other = b"first: two\n"
    root = read_tree(other, "f").root
    assert root is not None
    assert cut_off(other, root, whole, lacking=True)
    assert not cut_off(other, root, whole)
    assert not cut_off(other + b"# so\n", root, whole, lacking=True)
