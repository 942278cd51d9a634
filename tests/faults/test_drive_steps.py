"""Scenarios on a drive that itself misbehaves, at each step: `drive_steps.py`.

T3, T10, T12, T15, T32 of the reliability page: the share goes in the middle and comes
back, a full disk is told late or never, the power goes, Windows and scanners hold what
is open, a replace fails and takes the file with it.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import each_step
from tests.faults.drives import faulty, needs_drive
from workflow.adapters.journal import Journal, RunLog, read_logs, verify
from workflow.adapters.safe_files import recover, sha256

SCRIPT = Path(__file__).with_name("drive_steps.py")
SCENARIOS = (
    *("swap", "publish", "save", "import", "recover", "restore", "upgrade"),
    *("file", "file-more"),
)
MANNERS = (
    *("none+windows", "none+scanned", "none+vanishing", "none+windows+no-links"),
    *("none+no-links+vanishing", "none+scanned+vanishing+no-links", "none+no-case"),
)
FAULTS = (
    *("gone-EIO", "gone-ESTALE", "gone-ENODEV", "gone-ENOENT", "gone-EHOSTDOWN"),
    *("full", "late-full", "silent-full", "short", "fail-EIO", "kill", "cut"),
    *("locked-EACCES", "locked-EBUSY", "cut+no-links", "kill+no-links+vanishing"),
    *("late-full+no-links", "gone-EIO+no-links", "locked-EACCES+no-links"),
)


def tried(scenario: str, words: str, folder: Path, every: int = 1) -> int:
    """How many steps were tried, once none of them lost anything."""
    command = [sys.executable, str(SCRIPT), scenario, words, str(folder), str(every)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    print(f"{scenario} {words}: {told['tried']} tried, {told['lost']} lost")  # noqa: T201
    assert told["losses"] == []
    return int(told["tried"])


@pytest.mark.parametrize(
    ("scenario", "words", "every"),
    [
        ("swap", "cut", 3),
        ("swap", "kill+no-links", 1),
        ("publish", "late-full", 25),
        ("publish", "gone-ESTALE", 25),
        ("save", "gone-EIO", 9),
        ("save", "silent-full", 9),
        ("import", "cut", 28),
        ("file", "cut+no-links", 11),
        ("recover", "gone-ENODEV", 16),
        ("restore", "none+scanned+vanishing+no-links", 1),
    ],
)
def test_a_drive_that_fails_at_a_sample_of_steps_loses_nothing(
    scenario: str, words: str, every: int, tmp_path: Path
) -> None:
    needs_drive()
    assert tried(scenario, words, tmp_path / "x", every) >= 1


def test_a_line_is_witnessed_only_once_it_is_on_the_disk(tmp_path: Path) -> None:
    with faulty(tmp_path / "drive") as drive:
        log = drive.root / "log"

        def write(host: str, order: str, at: int) -> None:
            """Two lines; at the second the drive obeys an order."""
            with Journal(log, host, "a", lambda: each_step.NOW) as journal:
                drive.order(order, at)
                journal.intend("save", "SG-2026-014", "plan")

        each_step.in_a_process(lambda: write("one", "kill", 2))  # before it is synced
        drive.heal()
        assert (drive.back / "log/one/2026-11-a.jsonl").read_bytes().count(b"\n") == 2
        each_step.in_a_process(lambda: write("two", "cut", 2))
        drive.heal()
        assert len(read_logs(drive.back / "log")) == 2
        assert verify(drive.back / "log") == ()


def test_a_line_that_a_full_disk_swallowed_is_missed_at_once(tmp_path: Path) -> None:
    with faulty(tmp_path / "drive") as drive:
        log = drive.root / "log"

        def write() -> None:
            """Lines of which a full disk takes one and never says so."""
            run = RunLog(log, lambda: each_step.NOW)
            first = run.intend("save", "SG-2026-014", "plan")
            drive.order("silent-full")
            with pytest.raises(OSError, match="not kept"):
                run.done(first, "UPDATED")
            drive.heal()
            run.done(run.intend("save", "SG-2026-014", "consent"), "UPDATED")

        assert each_step.in_a_process(write)[1] == "null"
        assert len(read_logs(drive.back / "log")) == 2
        assert verify(drive.back / "log") == ()


def test_a_name_that_is_only_remembered_is_not_taken_for_a_file(
    tmp_path: Path,
) -> None:
    with faulty(tmp_path / "drive", "remembering") as drive:
        here, behind = drive.root / "case", drive.back / "case"
        (behind / "_history").mkdir(parents=True)
        (behind / "count").write_bytes(b"135")
        assert (here / "count").stat().st_size == 3  # from here on it is remembered
        aside = f"case+count.000001.{sha256(b'135')[:16]}.0a1b2c3d.aside"
        (behind / "count").rename(behind / "_history" / aside)  # and its power goes
        assert recover(here, here / "_history", lambda _: None) == ("count",)
    assert (behind / "count").read_bytes() == b"135"


@pytest.mark.long
@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("words", [*MANNERS, *FAULTS])
def test_a_drive_that_fails_at_any_step_loses_nothing(
    scenario: str, words: str, tmp_path: Path
) -> None:
    needs_drive()
    assert tried(scenario, words, tmp_path / "x") >= 1
