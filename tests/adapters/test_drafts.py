"""What somebody has begun to write is kept when it says so."""

from dataclasses import replace
from pathlib import Path

import pytest

from workflow.adapters.drafts import Drafts
from workflow.services.ports import Attempt, Draft

BEGUN = Draft("a" * 32, "st-03", "SG-2026-014", "visit", "", "", {}, "10:00")


def test_a_draft_open_on_two_computers_keeps_the_words_kept_last(
    tmp_path: Path,
) -> None:
    (tmp_path / "cases").mkdir()
    drafts = Drafts(tmp_path)
    drafts.keep(replace(BEGUN, answers={"what_happened": "On the first."}))
    kept = drafts.keep(replace(BEGUN, answers={"what_happened": "On the second."}))
    (found,) = drafts.of("st-03")
    assert found.answers == {"what_happened": "On the second."}
    assert found == kept


def test_a_save_that_was_cut_short_leaves_the_words_kept_before(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    drafts = Drafts(tmp_path)
    kept = drafts.keep(replace(BEGUN, answers={"what_happened": "On the first."}))
    folder = tmp_path / "cases" / "_drafts" / "st-03"
    (folder / f"{BEGUN.id}.000002.json").write_bytes(b"")
    assert drafts.of("st-03") == (kept,)
    again = drafts.keep(replace(kept, answers={"what_happened": "And more."}))
    assert drafts.of("st-03") == (again,)


def test_what_was_about_to_be_saved_is_kept_with_a_draft(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    drafts = Drafts(tmp_path)
    tried = Attempt("records/a.yaml", "", "a: b\n", {"what_happened": "Tea."}, "10:00")
    kept = drafts.keep(replace(BEGUN, attempts=(tried,)))
    assert drafts.of("st-03") == (kept,)
    assert kept.attempts == (tried,)


def test_the_save_that_knows_what_was_about_to_be_saved_is_taken_away_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cases" / "_drafts" / "st-03"
    folder.mkdir(parents=True)
    for number in (3, 1, 9, 2):
        (folder / f"{BEGUN.id}.{number:06d}.json").write_bytes(b"{}")
    unlink, gone = Path.unlink, list[str]()

    def noted(path: Path, *, missing_ok: bool = False) -> None:
        gone.append(path.name)
        unlink(path, missing_ok=missing_ok)

    listed = Path.iterdir
    monkeypatch.setattr(Path, "unlink", noted)
    monkeypatch.setattr(Path, "iterdir", lambda p: iter(sorted(listed(p))[::-1]))
    Drafts(tmp_path).discard(BEGUN)
    assert [name[-11:-5] for name in gone] == ["000001", "000002", "000003", "000009"]
