"""Destroying a case, killed or failing at any step, is finished by the next run (T40).

Until it is, the case is whole and in its place, or where no command finds it.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("retention_steps.py")
FAULTS = (
    *("kill-before", "kill-after", "torn", "short", "full-from-here"),
    *("late-ENOSPC", "no-links", "EIO", "ENOSPC", "EDQUOT"),
    *("EACCES", "EBUSY", "EROFS", "ESTALE"),
)
STEPS = 60


def tried(fault: str, folder: Path, every: int = 1) -> int:
    """How many steps were tried, once none of them lost anything."""
    command = [sys.executable, str(SCRIPT), "retention", fault, str(folder), str(every)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    print(f"retention {fault}: {told['tried']} tried, {told['lost']} lost")  # noqa: T201
    assert told["losses"] == []
    return int(told["tried"])


@pytest.mark.parametrize(("fault", "every"), [("kill-after", 7), ("EBUSY", 11)])
def test_a_sample_of_steps_is_finished_or_untouched(
    fault: str, every: int, tmp_path: Path
) -> None:
    assert tried(fault, tmp_path / "x", every) >= STEPS // every


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS)
def test_every_step_is_finished_or_untouched(fault: str, tmp_path: Path) -> None:
    assert tried(fault, tmp_path / "x") >= STEPS
