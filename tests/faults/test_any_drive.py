"""Two programs at one file, on every kind of drive that can be had here (T35).

Each adds to one counter through the product's own writing, and one of them is killed
and started again. What was acknowledged is counted, and every earlier number is kept.
Name a mounted share in ALONGSIDE_TEST_SHARE to try that one too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

COUNTER = """
import sys
from pathlib import Path
from workflow.adapters.safe_files import recover, sha256, swap
from workflow.services.ports import Written
folder, rounds, told = Path(sys.argv[1]), int(sys.argv[2]), open(sys.argv[3], "a")
path, history = folder / "count", folder / "_history"
while rounds:
    try:
        old = path.read_bytes()
    except FileNotFoundError:
        recover(folder, history)
        continue
    if swap(path, sha256(old), str(int(old) + 1).encode(), history) is Written.UPDATED:
        rounds -= 1
        print(int(old) + 1, file=told, flush=True)
"""
ROOT = Path(__file__).parents[2]
KINDS = {  # what makes each kind of disk, and where that comes from
    "ext4": ("mkfs.ext4", "e2fsprogs"),
    "xfs": ("mkfs.xfs", "xfsprogs"),
    "vfat": ("mkfs.vfat", "dosfstools"),
    "exfat": ("mkfs.exfat", "exfatprogs"),
}


@contextmanager
def mounted(kind: str, folder: Path) -> Iterator[Path]:
    """A disk of one kind, or a skip that says what is missing."""
    maker, package = KINDS[kind]
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("mounting a disk for the test needs root")
    if shutil.which(maker) is None:
        pytest.skip(f"{maker} is missing (apt-get install {package})")
    image, root = folder / "disk.img", folder / "disk"
    root.mkdir()
    with image.open("wb") as file:
        file.truncate(400 * 1024 * 1024)
    subprocess.run([maker, str(image)], check=True, capture_output=True)
    mount = ["mount", "-o", "loop", str(image), str(root)]
    run = subprocess.run(mount, capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.skip(f"{kind} cannot be mounted: {run.stderr.strip()[:100]}")
    try:
        yield root
    finally:
        subprocess.run(["umount", str(root)], check=True)


@pytest.fixture(params=["here", "memory", *KINDS, "share"])
def drive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """An empty folder on one kind of drive."""
    kind = request.param
    if kind in KINDS:
        with mounted(kind, tmp_path) as root:
            yield root
        return
    places = {
        "here": str(tmp_path),
        "memory": "/dev/shm",  # noqa: S108 - memory is what is asked for
        "share": os.environ.get("ALONGSIDE_TEST_SHARE", ""),
    }
    if not places[kind] or not Path(places[kind]).is_dir():
        pytest.skip(
            "no share to try: name a mounted one (SMB, FUSE) in ALONGSIDE_TEST_SHARE"
            if kind == "share"
            else "no disk in memory here"
        )
    with tempfile.TemporaryDirectory(dir=places[kind]) as folder:
        yield Path(folder)


def counting(folder: Path, rounds: int, told: Path) -> "subprocess.Popen[bytes]":
    """A program that adds one, so many times."""
    words = [sys.executable, "-c", COUNTER, str(folder), str(rounds), str(told)]
    return subprocess.Popen(words, cwd=ROOT)


def test_two_programs_count_together_and_none_is_lost(
    drive: Path, tmp_path: Path
) -> None:
    folder, told = drive / "case", [tmp_path / "one", tmp_path / "two"]
    folder.mkdir()
    (folder / "count").write_bytes(b"0")
    first, second = (counting(folder, 20, each) for each in told)
    while not told[0].exists() or len(told[0].read_text().split()) < 5:
        assert first.poll() is None
    first.kill()
    first.wait()
    left = 20 - len(told[0].read_text().split())
    again = counting(folder, left, told[0])
    assert (second.wait(120), again.wait(120)) == (0, 0)
    acknowledged = [int(n) for each in told for n in each.read_text().split()]
    assert len(acknowledged) == len(set(acknowledged)) == 40
    count = int((folder / "count").read_bytes())
    kept = [int(p.read_bytes()) for p in (folder / "_history").glob("*.old")]
    assert count - 40 in {0, 1}  # the one that was killed may not have been told
    assert sorted(set(kept)) == list(range(count))
