"""The note by which a second start finds the first: for this account, and not long."""

import json
import os
from pathlib import Path

import pytest

from workflow.adapters.joining import join, leave_note, note_for, take_note_away


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "own"))


def test_it_holds_a_port_and_a_secret_and_its_name_tells_nothing(
    tmp_path: Path,
) -> None:
    root = tmp_path / "Zebedee Quillfeather"
    root.mkdir()
    leave_note(root, 5555, "a-secret")
    note = note_for(root)
    assert json.loads(note.read_bytes()) == {"port": 5555, "secret": "a-secret"}
    assert "Zebedee" not in str(note.relative_to(tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="rights of Unix")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    leave_note(tmp_path, 5555, "a-secret")
    note = note_for(tmp_path)
    assert note.stat().st_mode & 0o077 == 0
    assert note.parent.stat().st_mode & 0o077 == 0


def test_it_goes_at_the_end_and_that_of_another_start_stays(tmp_path: Path) -> None:
    leave_note(tmp_path, 5555, "first")
    take_note_away(tmp_path, "another")
    assert note_for(tmp_path).is_file()
    take_note_away(tmp_path, "first")
    assert not note_for(tmp_path).exists()
    take_note_away(tmp_path, "first")


def test_a_note_of_a_program_that_has_ended_joins_nothing(tmp_path: Path) -> None:
    assert join(tmp_path) == ""
    leave_note(tmp_path, 1, "a-secret")
    assert join(tmp_path) == ""
    note_for(tmp_path).write_text("not a note", "utf-8")
    assert join(tmp_path) == ""
