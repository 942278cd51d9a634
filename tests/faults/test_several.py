"""Several computers, a share that comes and goes, an idle hour: real processes.

T14, T15, T16 and T36 of the reliability page, on this computer.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from workflow.adapters.lease import lease_folder

WATCHER = Path(__file__).with_name("watcher.py")
ONE, TWO = "SG-2026-014", "SG-2026-019"


@pytest.fixture
def share(workspace: Path, tmp_path: Path) -> Path:
    """The worked cases with one kind of document, on a share of its own."""
    share = tmp_path / "drive" / "share"
    share.mkdir(parents=True)
    settled_share(workspace, share)
    return share


def settled_share(workspace: Path, share: Path) -> None:
    """Move the worked cases to a share, with one kind of document."""
    for part in ("config", "cases", "governance"):
        shutil.move(workspace / part, share / part)
    kind = "full-plan"
    shutil.copytree(workspace / "templates" / kind, share / "templates" / kind)


@contextmanager
def watcher(
    share: Path, host: str, ahead: float = 0.0, every: float = 0.3
) -> Iterator[tuple["subprocess.Popen[str]", Path]]:
    """A watcher in a process of its own, and the file with what it says."""
    said = share.parent / f"{host}.txt"
    with said.open("a") as out:
        program = subprocess.Popen(
            [sys.executable, str(WATCHER), str(share), host, str(ahead), str(every)],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=out,
            text=True,
        )
    try:
        yield program, said
    finally:
        with suppress(ProcessLookupError):
            program.send_signal(signal.SIGCONT)
        program.stdin.close() if program.stdin else None
        program.wait(600)


def lines(said: Path) -> list[dict[str, object]]:
    """What a watcher has said so far."""
    text = said.read_text("utf-8")
    assert "Traceback" not in text, text[-2000:]
    whole = text[: text.rfind("\n") + 1]  # the last line may still be written
    return [json.loads(line) for line in whole.splitlines()]


def until(true: Callable[[], bool], seconds: float = 600.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.05)


def call(share: Path, ref: str, name: str) -> None:
    """A person calls somebody something else, as an editor saves it."""
    file = share / "cases" / ref / "person.yaml"
    kept = file.read_text("utf-8").splitlines(keepends=True)
    new = f"preferred_name: {name}\n"
    text = "".join(new if k.startswith("preferred_name:") else k for k in kept)
    beside = file.with_name(".person.yaml.swp")
    beside.write_text(text, "utf-8")
    beside.replace(file)


def tells(share: Path, ref: str, name: str) -> bool:
    """Whether the plan of a case says a name."""
    plan = share / "cases" / ref / "generated" / "Full plan.docx"
    with suppress(OSError):
        return name.encode() in plan.read_bytes()
    return False


def documents(share: Path) -> dict[str, bytes]:
    """Everything made, by name."""
    return {
        path.relative_to(share).as_posix(): path.read_bytes()
        for home in ("cases/*/generated", "governance/reports")
        for path in share.glob(f"{home}/[!.]*")
    }


def made_alone(share: Path) -> dict[str, bytes]:
    """What one undisturbed build would have left."""
    alone = share.parent / "alone"
    skipped = ("generated", "_history", "_receipts", "reports", "_system")
    shutil.copytree(share, alone, ignore=shutil.ignore_patterns(*skipped))
    _build_once(alone)
    return documents(alone)


def _build_once(share: Path) -> None:
    subprocess.run([sys.executable, str(WATCHER), str(share), "--build"], check=True)


def test_a_share_that_goes_is_waited_for_and_nothing_is_made_in_its_place(
    share: Path,
) -> None:
    away = share.with_name("away")
    with watcher(share, "PC-1") as (program, said):
        until(lambda: any("made" in line for line in lines(said)))
        call(share, ONE, "Ash")
        until(lambda: tells(share, ONE, "Ash"))
        before = made_alone(share)
        until(lambda: documents(share) == before)
        share.rename(away)
        share.mkdir()  # an empty folder is mounted in its place
        until(lambda: any(line.get("notice") == "held" for line in lines(said)))
        time.sleep(1)
        assert list(share.iterdir()) == []
        assert documents(away) == before
        share.rmdir()
        away.rename(share)
        call(share, ONE, "Birch")
        until(lambda: tells(share, ONE, "Birch"))
        assert program.poll() is None
        held = [line for line in lines(said) if line.get("notice") == "held"]
        assert len(held) == 1


def test_two_watchers_leave_what_one_would_have_left(share: Path) -> None:
    with (
        watcher(share, "PC-1") as (_, first),
        watcher(share, "PC-2", 3_600_000.0) as (_, second),
    ):
        until(lambda: any("made" in x for x in lines(first) + lines(second)))
        for number in range(4):
            call(share, (ONE, TWO)[number % 2], f"Kit{number}")
            until(lambda n=number: tells(share, (ONE, TWO)[n % 2], f"Kit{n}"))  # type: ignore[misc]
    assert documents(share) == made_alone(share)
    assert lease_folder(share).is_dir()


@pytest.mark.long
def test_frozen_watchers_are_taken_over_and_nothing_is_made_twice(
    share: Path,
) -> None:
    chance = random.Random(20261123)  # noqa: S311 - moments, not secrets
    seconds = float(os.environ.get("TORTURE_SECONDS", "600"))
    end, number = time.monotonic() + seconds, 0
    with (
        watcher(share, "PC-1", 3_600_000.0) as (first, one),
        watcher(share, "PC-2", -10_800.0) as (second, two),
    ):
        until(lambda: any("made" in x for x in lines(one) + lines(two)))
        while time.monotonic() < end:
            frozen = chance.choice([first, second])
            frozen.send_signal(signal.SIGSTOP)
            number += 1
            call(share, (ONE, TWO)[number % 2], f"Kit{number}")
            time.sleep(chance.uniform(0.0, 8.0))
            frozen.send_signal(signal.SIGCONT)
            time.sleep(chance.uniform(0.0, 2.0))
        call(share, ONE, "Last")
        until(lambda: tells(share, ONE, "Last"))
        time.sleep(2)
    holders = [
        (line["generation"], said.stem)
        for said in (one, two)
        for line in lines(said)
        if line.get("generation")
    ]
    taken = {generation for generation, _ in holders}
    assert len(set(holders)) == len(taken)
    _build_once(share)
    left = {
        name: content
        for name, content in documents(share).items()
        if " (update " not in name
    }
    print(f"{number} freezes tried, {len(taken)} generations, 0 lost")  # noqa: T201
    assert left == made_alone(share)


@pytest.mark.long
def test_an_idle_watcher_writes_nothing_and_hardly_works(share: Path) -> None:
    seconds = float(os.environ.get("TORTURE_SECONDS", "600"))
    for number in range(100, 300):
        case = share / "cases" / f"SG-2026-{number}"
        shutil.copytree(share / "cases" / TWO, case)
        for file in case.rglob("*.yaml"):
            text = file.read_text("utf-8").replace(TWO, case.name)
            file.write_text(text, "utf-8")
    with watcher(share, "PC-1", every=15.0) as (program, said):
        until(lambda: any("made" in line for line in lines(said)), 600)
        time.sleep(5)
        before = {p: p.stat().st_mtime_ns for p in share.rglob("*")}
        worked, memory = _used(program.pid)
        time.sleep(seconds)
        after, grown = _used(program.pid)
        assert {p: p.stat().st_mtime_ns for p in share.rglob("*")} == before
    assert (after - worked) / seconds < 0.05
    assert grown - memory < 4 * 1024
    assert len(list(lease_folder(share).glob("hb-*"))) == 0


def _used(pid: int) -> tuple[float, int]:
    """Seconds of processor and KiB of memory that a process has used."""
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ticks = int(parts[11]) + int(parts[12])
    status = Path(f"/proc/{pid}/status").read_text()
    resident = next(x for x in status.splitlines() if x.startswith("VmRSS"))
    return ticks / os.sysconf("SC_CLK_TCK"), int(resident.split()[1])
