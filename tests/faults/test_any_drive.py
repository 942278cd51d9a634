"""Two programs at one file, on every kind of drive that can be had here (T35).

Each adds to one counter through the product's own writing, and one of them is killed
and started again. What was acknowledged is counted, and every earlier number is kept.
Name a mounted share in ALONGSIDE_TEST_SHARE to try that one too.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.drives import DISKS, disk, faulty
from workflow.adapters.safe_files import recover

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
        old = b""
    if not old:  # where there are no links, a claim stands before the file does
        recover(folder, history)
        continue
    if swap(path, sha256(old), str(int(old) + 1).encode(), history) is Written.UPDATED:
        rounds -= 1
        print(int(old) + 1, file=told, flush=True)
"""
ROOT = Path(__file__).parents[2]
MISBEHAVING = {  # FUSE drives of our own, with their manners
    "fuse": (),
    "fuse-windows": ("windows",),
    "fuse-no-links": ("no-links",),
    "fuse-scanned": ("scanned", "vanishing"),
}
HERE = {
    "here": "",
    "memory": "/dev/shm",  # noqa: S108 - memory is what is asked for
    "share": os.environ.get("ALONGSIDE_TEST_SHARE", ""),
}


@pytest.fixture(params=["here", "memory", *DISKS, *MISBEHAVING, "share"])
def drive(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """An empty folder on one kind of drive."""
    kind = request.param
    if kind in DISKS:
        with disk(kind, tmp_path) as root:
            yield root
    elif kind in MISBEHAVING:
        with faulty(tmp_path / "fuse", *MISBEHAVING[kind]) as made:
            yield made.root
    else:
        place = HERE[kind] or (str(tmp_path) if kind == "here" else "")
        if not place or not Path(place).is_dir():
            pytest.skip(
                "no share to try: name a mounted one (SMB) in ALONGSIDE_TEST_SHARE"
                if kind == "share"
                else "no disk in memory here"
            )
        with tempfile.TemporaryDirectory(dir=place) as folder:
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
    assert (second.wait(600), again.wait(600)) == (0, 0)
    acknowledged = [int(n) for each in told for n in each.read_text().split()]
    assert len(acknowledged) == len(set(acknowledged)) == 40
    recover(folder, folder / "_history")
    count = int((folder / "count").read_bytes())
    kept = [int(p.read_bytes()) for p in (folder / "_history").glob("*.old")]
    assert count - 40 in {0, 1}  # the one that was killed may not have been told
    assert sorted(set(kept)) == list(range(count))
