"""A real `watch` killed at random moments under a load of edits (T4)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("kill_watch.py")
KILLS = 500


@pytest.mark.long
def test_a_watch_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    command = [sys.executable, str(SCRIPT), str(KILLS), str(tmp_path / "kills")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    print(f"watch killed: {told['tried']} tried, {told['lost']} lost")  # noqa: T201
    assert told["losses"] == []
    assert told["killed"] > KILLS * 0.9
