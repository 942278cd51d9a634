"""What somebody has begun to write is kept when it says so."""

from dataclasses import replace
from pathlib import Path

from workflow.adapters.drafts import Drafts
from workflow.services.ports import Draft

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
