"""What a look at a workspace costs while nothing changes, beside a bare walk of it.

usage: python -m benchmarks.scan [--cases 10000] [--rounds 7]

Both walk the same tree in the same process, in turns: the bare one lists every folder
and asks for the size and time of every file, and does nothing with them. Then a change
that kept size and time is made, and has to be noticed once all has been read again.
Exit code 1 when a target is missed.
"""

import argparse
import gc
import os
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

from workflow.adapters.changes import Changes

FILES = (
    *("person.yaml", "case.yaml", "plan.yaml", "consent.yaml"),
    *("records/2026-11-01-visit-01.yaml", "reviews/2026-11-06-initial-01.yaml"),
)
TEXT = b"schema_version: 1\ncase_ref: SG-2026-001\nnote: words\n" * 20
MOST = 1.5  # times the bare walk
GROWTH = 1024  # KiB that memory may grow over all rounds
WARM = 3  # looks; until then Python may still ask for its next piece of 1 MiB
HOUR = 3600.0


def workspace(root: Path, cases: int) -> None:
    """Invented cases, six files each."""
    (root / "config").mkdir(parents=True)
    (root / "config" / "provider.yaml").write_bytes(TEXT)
    for number in range(cases):
        year, serial = 1000 + number // 1000, number % 1000
        folder = root / "cases" / f"SG-{year}-{serial:03d}"
        for file in FILES:
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(TEXT)


def bare_walk(folder: str) -> int:
    """List every folder and ask every file its size and time; how many there are."""
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                count += bare_walk(entry.path)
            else:
                entry.stat(follow_symlinks=False)
                count += 1
    return count


class Clock:
    """Goes on as fast as we like: an hour may pass in a moment."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return time.monotonic() + self.ahead


def timed(act: object) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - began


def memory() -> int:
    """The most memory this process has had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Run it; 1 when a target is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=7)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "share"
        workspace(root, chosen.cases)
        return judged(root, chosen.cases, chosen.rounds)


def judged(root: Path, cases: int, rounds: int) -> int:
    """Compare, and say what was found."""
    clock = Clock()
    began = time.perf_counter()
    changes = Changes(root, every=0.0, quiet=0.0, clock=clock)
    first = time.perf_counter() - began
    for _ in range(WARM):
        changes._look()  # noqa: SLF001 - one look alone, without the wait before it
    gc.collect()
    before, read = memory(), changes.read
    ratios, ours = [], []
    for _ in range(rounds):
        bare = timed(lambda: bare_walk(str(root)))
        took = timed(changes._look)  # noqa: SLF001 - likewise
        ratios.append(took / bare)
        ours.append(took)
    grown, again = memory() - before, changes.read - read
    ratio = statistics.median(ratios)
    print(f"{cases} cases, {cases * len(FILES)} files")
    print(f"start, everything read once: {first:.2f} s")
    print(f"a look, nothing changed: {statistics.median(ours) * 1000:.0f} ms")
    print(f"  {ratio:.2f} times a bare walk (at most {MOST})")
    print(f"  read for their turn in {rounds} looks: {again} of {cases} cases")
    print(f"  memory grown by {grown} KiB (at most {GROWTH})")
    seen = noticed(changes, root, clock)
    print(f"a change that kept size and time: noticed after {seen:.0f} s of the clock")
    return int(ratio > MOST or grown > GROWTH or not 0 < seen <= HOUR)


def noticed(changes: Changes, root: Path, clock: Clock) -> float:
    """Seconds of the clock until a change that kept size and time was told of."""
    case = max((root / "cases").iterdir())
    file = case / "case.yaml"
    status = file.stat()
    with file.open("r+b") as opened:
        opened.write(b"S")
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    began = clock()
    while clock() - began <= HOUR:
        clock.ahead += 60.0
        if case.name in changes._look():  # noqa: SLF001 - likewise
            return clock() - began
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
