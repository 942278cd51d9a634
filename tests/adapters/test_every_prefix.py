"""No beginning of a case file is ever mistaken for the whole of it."""

from pathlib import Path

import pytest

from workflow.adapters.case_folders import cut_off, meaning
from workflow.adapters.yaml_reading import read_tree

REPOSITORY = Path(__file__).parents[2]
PARTS = ("cases", "config", "governance", "tenders")
MADE = {"_history", "generated", "rules"}
FILES = [
    path.relative_to(REPOSITORY).as_posix()
    for part in PARTS
    for path in sorted((REPOSITORY / part).rglob("*.yaml"))
    if not MADE.intersection(path.parts)
]


@pytest.mark.parametrize("file", FILES)
def test_every_proper_beginning_is_refused_reported_or_means_the_same(
    file: str,
) -> None:
    whole = (REPOSITORY / file).read_bytes()
    root = read_tree(whole, file).root
    assert root is not None
    for length in range(len(whole)):
        beginning = whole[:length]
        tree = read_tree(beginning, file)
        if tree.root is None:
            assert tree.noticed
        elif not cut_off(beginning, tree.root, whole):
            assert meaning(tree.root) == meaning(root), length


def test_a_file_shortened_on_purpose_is_taken_at_its_word() -> None:
    whole = b"schema_version: 1\nfirst: one\nsecond: two\n"
    shorter = b"schema_version: 1\nfirst: one\n"
    root = read_tree(shorter, "f").root
    assert root is not None
    assert cut_off(shorter, root, whole)
    marked = shorter + b"# shortened on purpose\n"
    assert not cut_off(marked, root, whole)
