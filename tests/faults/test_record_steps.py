"""Importing, recovering, restoring, upgrading: each step made to go wrong in turn.

T3, T12, T18, T32, T33, T45 of the reliability page: what somebody wrote is somewhere
after every fault, the journal holds, and the next run ends as an undisturbed one.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("record_steps.py")
FAULTS = (
    *("kill-before", "kill-after", "torn", "short", "full-from-here"),
    *("late-ENOSPC", "no-links", "EIO", "ENOSPC", "EDQUOT"),
    *("EACCES", "EBUSY", "EROFS", "ESTALE"),
)
STEPS = {"import": 120, "recover": 60, "restore": 25, "save": 30, "upgrade": 14}
STEPS |= {"shorten": 30, "shorter-back": 30, "file": 30, "file-more": 30}


def tried(scenario: str, fault: str, folder: Path, every: int = 1) -> int:
    """How many steps were tried, once none of them lost anything."""
    command = [sys.executable, str(SCRIPT), scenario, fault, str(folder), str(every)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    print(f"{scenario} {fault}: {told['tried']} tried, {told['lost']} lost")  # noqa: T201
    assert told["losses"] == []
    return int(told["tried"])


@pytest.mark.parametrize(
    ("scenario", "fault", "every"),
    [
        ("file", "kill-after", 2),
        ("file", "no-links", 6),
        ("file-more", "kill-before", 3),
        ("import", "kill-before", 11),
        ("import", "full-from-here", 29),
        ("recover", "kill-before", 6),
        ("restore", "kill-after", 3),
        ("restore", "no-links", 2),
        ("shorten", "kill-after", 1),
        ("shorter-back", "kill-after", 4),
        ("upgrade", "torn", 2),
    ],
)
def test_a_sample_of_steps_loses_nothing(
    scenario: str, fault: str, every: int, tmp_path: Path
) -> None:
    assert tried(scenario, fault, tmp_path / "x", every) >= STEPS[scenario] // every


@pytest.mark.long
@pytest.mark.parametrize("scenario", STEPS)
@pytest.mark.parametrize("fault", FAULTS)
def test_no_step_loses_anything_with_any_fault(
    scenario: str, fault: str, tmp_path: Path
) -> None:
    assert tried(scenario, fault, tmp_path / "x") >= STEPS[scenario]
