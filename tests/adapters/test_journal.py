"""The journal chains its lines, tells of torn ends, and takes no words."""

import json
from pathlib import Path

import pytest

from workflow.adapters.journal import Journal, broken_at

HASH = "a" * 64


def now() -> str:
    """A fixed moment, local time with its offset."""
    return "2026-11-23T09:30:00+00:00"


def written(folder: Path) -> Path:
    """A journal of one act."""
    with Journal(folder, "PC-1", "run1", now) as journal:
        number = journal.intend("publish", "SG-2026-014", "full-plan", after=HASH)
        journal.done(number, "created")
    return folder / "PC-1" / "2026-11-run1.jsonl"


def test_an_act_is_written_as_intent_then_done(tmp_path: Path) -> None:
    raw = written(tmp_path).read_bytes()
    lines = [json.loads(line) for line in raw.splitlines()]
    assert [line.get("step") for line in lines] == [None, "intent", "done"]
    assert [line["seq"] for line in lines] == [1, 2, 3]
    assert lines[2]["of"] == 2
    assert lines[1]["after"] == HASH


def test_a_whole_journal_holds(tmp_path: Path) -> None:
    assert broken_at(written(tmp_path).read_bytes()) is None


def test_each_kind_of_tampering_shows(tmp_path: Path) -> None:
    raw = written(tmp_path).read_bytes()
    first, second, third = raw.splitlines(keepends=True)
    assert broken_at(raw.replace(b"full-plan", b"half-plan")) == 2
    assert broken_at(first + third) == 2
    assert broken_at(second + third) == 1
    assert broken_at(raw[:-5]) == 3
    assert broken_at(b"[]\n") == 1


def test_every_line_is_there_before_the_act_goes_on(tmp_path: Path) -> None:
    with Journal(tmp_path, "PC-1", "run1", now) as journal:
        journal.intend("publish", "SG-2026-014", "full-plan")
        (path,) = (tmp_path / "PC-1").iterdir()
        assert path.read_bytes().count(b"\n") == 2


def test_the_next_run_tells_of_a_torn_end_and_leaves_it(tmp_path: Path) -> None:
    path = written(tmp_path)
    torn = path.read_bytes()[:-5]
    path.write_bytes(torn)
    with Journal(tmp_path, "PC-1", "run2", now):
        pass
    line = json.loads((tmp_path / "PC-1" / "2026-11-run2.jsonl").read_bytes())
    assert line["torn"] == {path.name: len(torn)}
    assert path.read_bytes() == torn


def test_no_second_writer_gets_the_same_file(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(FileExistsError):
        Journal(tmp_path, "PC-1", "run1", now)


def test_words_are_refused(tmp_path: Path) -> None:
    with (
        Journal(tmp_path, "PC-1", "run1", now) as journal,
        pytest.raises(ValueError, match="codes and hashes only"),
    ):
        journal.intend("publish", "SG-2026-014", "a free text")
