"""An older program reads a newer share and writes nothing; a newer one adds files."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.adapters import upgrades
from workflow.adapters.safe_files import place
from workflow.adapters.upgrades import format_of, may_write, upgrade
from workflow.domain.errors import NewerWorkspace


def second(root: Path) -> Iterator[tuple[Path, bytes]]:
    """What a program of format 2 would add."""
    for case in sorted((root / "cases").iterdir()):
        yield case / "_index" / "words.json", case.name.encode()


MIGRATIONS = {2: second}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for ref in ("SG-2026-014", "SG-2026-019"):
        (tmp_path / "cases" / ref).mkdir(parents=True)
    return tmp_path


def tree(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_a_share_without_a_word_about_it_has_the_first_format(root: Path) -> None:
    assert format_of(root) == 1
    assert upgrade(root) == ()
    assert tree(root) == {}


def test_an_older_program_reads_and_refuses_to_write(root: Path) -> None:
    upgrade(root, 2, MIGRATIONS)
    with pytest.raises(NewerWorkspace):
        may_write(root)
    with pytest.raises(NewerWorkspace):
        upgrade(root)
    may_write(root, 2)


def test_the_marker_of_the_share_counts_too(root: Path) -> None:
    (root / "_system").mkdir()
    marker = root / "_system" / "share-id.json"
    for text, wanted in (('{"format": 3}', 3), ("{}", 1), ("broken", 1), ("[]", 1)):
        marker.write_text(text, encoding="utf-8")
        assert format_of(root) == wanted


def test_a_newer_program_only_adds_files_and_twice_is_once(root: Path) -> None:
    (root / "cases" / "SG-2026-014" / "plan.yaml").write_bytes(b"words")
    before = tree(root)
    assert upgrade(root, 2, MIGRATIONS) == (2,)
    after = tree(root)
    assert before.items() <= after.items()
    assert upgrade(root, 2, MIGRATIONS) == ()
    assert tree(root) == after


def test_an_upgrade_that_is_cut_anywhere_is_done_by_the_next_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = place
    for cut in range(3):
        left = [cut]

        def failing(path: Path, content: bytes, left: list[int] = left) -> object:
            left[0] -= 1
            if left[0] < 0:
                raise OSError
            return real(path, content)

        monkeypatch.setattr(upgrades, "place", failing)
        with pytest.raises(OSError):  # noqa: PT011 - the cut itself
            upgrade(root, 2, MIGRATIONS)
        monkeypatch.setattr(upgrades, "place", real)
        may_write(root)
    assert upgrade(root, 2, MIGRATIONS) == (2,)
    names = [name for name in tree(root) if name.endswith("words.json")]
    assert len(names) == 2
    assert json.loads(tree(root)["_system/format-000002.json"]) == {}
