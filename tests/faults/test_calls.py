"""What the program really asks of the system, in which order (T24, T26), by strace."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace is missing (apt-get install strace)"
)
CASE = "SG-2026-019"
CALL = re.compile(r"^\d+\s+(\w+)\((.*)$")


@pytest.fixture
def small(workspace: Path) -> Path:
    """One worked case and one kind of document."""
    for case in (workspace / "cases").iterdir():
        if case.is_dir() and case.name != CASE:
            shutil.rmtree(case)
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name != "full-plan":
            shutil.rmtree(kind)
    return workspace


def traced(root: Path, calls: str) -> list[tuple[str, str]]:
    """The calls that a build makes, in order, with what they name."""
    trace = root.parent / f"{root.name}.trace"
    build = [sys.executable, "-m", "workflow", "--workspace", str(root)]
    build += ["--today", "2026-11-23", "--quiet", "build"]
    command = ["strace", "-f", "-y", "-qq", "-s", "200", "-o", str(trace)]
    command += ["-e", f"trace={calls}", *build]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if "ptrace" in run.stderr and not trace.exists():
        pytest.skip("strace may not trace here (ptrace is denied)")
    assert "Traceback" not in run.stderr
    lines = trace.read_text("utf-8", "replace").splitlines()
    found = [CALL.match(line) for line in lines]
    return [(m[1], m[2]) for m in found if m and not m[2].endswith("ENOENT")]


def test_the_intent_and_the_file_are_on_disk_before_a_name_is_given(
    small: Path,
) -> None:
    calls = traced(small, "fsync,fdatasync,link,linkat,rename,renameat,renameat2")
    placed = [
        number
        for number, (call, what) in enumerate(calls)
        if call in {"link", "linkat"} and f"{CASE}/generated/" in what
    ]
    assert placed
    for number in placed:
        synced = [what for call, what in calls[:number] if call == "fsync"]
        assert any("/_system/log/" in what for what in synced[-8:])
        assert ".tmp>" in synced[-1]
        after = next(what for call, what in calls[number + 1 :] if call == "fsync")
        assert "/generated>" in after


def test_links_in_a_case_are_not_followed_and_nothing_is_written_outside(
    small: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    case = small / "cases" / CASE
    (outside / "consent.yaml").write_bytes((case / "consent.yaml").read_bytes())
    (case / "consent.yaml").unlink()
    (case / "consent.yaml").symlink_to(outside / "consent.yaml")
    (case / "generated").symlink_to(outside, target_is_directory=True)
    (small / "cases" / "SG-2026-500").symlink_to(outside, target_is_directory=True)
    before = {p: p.read_bytes() for p in outside.iterdir()}
    calls = traced(small, "open,openat,creat,rename,link,linkat,mkdir,unlink")
    writing = [
        what
        for call, what in calls
        if (call.startswith("open") and re.search("O_CREAT|O_WRONLY|O_RDWR", what))
        or not call.startswith("open")
    ]
    assert writing
    assert [w for w in writing if f"{outside}/" in w] == []
    assert {p: p.read_bytes() for p in outside.iterdir()} == before
    assert not any(f'"{outside}/consent.yaml"' in what for _, what in calls)
