"""Each file operation made to go wrong in turn: nothing lost, the next run ends right.

T3, T12, T32 of the reliability page. Every step of a swap and of publishing three
documents (one to change, one that a person edited, one new) is killed before, after
and in the middle of, or made to fail.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("each_step.py")
KILLS = ("kill-before", "kill-after", "torn")
FAILURES = (
    *("short", "full-from-here", "late-ENOSPC", "no-links"),
    *("EIO", "ENOSPC", "EDQUOT", "EACCES", "EBUSY", "EROFS", "ESTALE"),
)


def tried(scenario: str, fault: str, folder: Path, every: int = 1) -> int:
    """How many steps were tried, once none of them lost anything."""
    command = [sys.executable, str(SCRIPT), scenario, fault, str(folder), str(every)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    print(f"{scenario} {fault}: {told['tried']} tried, {told['lost']} lost")  # noqa: T201
    assert told["losses"] == []
    return int(told["tried"])


@pytest.mark.parametrize("fault", [*KILLS, *FAILURES])
def test_a_swap_loses_nothing_at_any_step(tmp_path: Path, fault: str) -> None:
    assert tried("swap", fault, tmp_path / "x") >= 15


@pytest.mark.parametrize("fault", ["kill-before", "full-from-here", "EBUSY"])
def test_publishing_loses_nothing_at_any_step(tmp_path: Path, fault: str) -> None:
    every = 1 if fault == "kill-before" else 3
    assert tried("publish", fault, tmp_path / "x", every) >= 30


@pytest.mark.parametrize("fault", ["kill-before", "torn", "EIO"])
def test_publishing_together_loses_nothing_at_any_step(
    tmp_path: Path, fault: str
) -> None:
    assert tried("publish-together", fault, tmp_path / "x", 2) >= 30


@pytest.mark.parametrize("fault", ["kill-after", "EIO"])
def test_what_was_cut_short_together_is_still_ours_when_facts_change(
    tmp_path: Path, fault: str
) -> None:
    assert tried("publish-together-then-change", fault, tmp_path / "x", 3) >= 20


@pytest.mark.parametrize("fault", ["kill-before", "EIO"])
def test_what_was_cut_short_is_still_ours_when_facts_change(
    tmp_path: Path, fault: str
) -> None:
    assert tried("publish-then-change", fault, tmp_path / "x", 2) >= 40


@pytest.mark.long
@pytest.mark.parametrize("fault", [*KILLS, *FAILURES])
def test_publishing_loses_nothing_at_any_step_with_any_fault(
    tmp_path: Path, fault: str
) -> None:
    assert tried("publish", fault, tmp_path / "x") >= 90


@pytest.mark.long
@pytest.mark.parametrize("scenario", ["", "-then-change"])
@pytest.mark.parametrize("fault", [*KILLS, *FAILURES])
def test_publishing_together_loses_nothing_with_any_fault(
    tmp_path: Path, fault: str, scenario: str
) -> None:
    assert tried(f"publish-together{scenario}", fault, tmp_path / "x") >= 60


@pytest.mark.long
@pytest.mark.parametrize("fault", [*KILLS, *FAILURES])
def test_a_whole_build_loses_nothing_at_any_step(tmp_path: Path, fault: str) -> None:
    assert tried("build", fault, tmp_path / "x", 7) >= 30
