"""Filling Word templates: Alongside against others, side by side.

    python -m benchmarks.render            every work, memory, cold start
    python -m benchmarks.render --quick    a first look

Each engine runs in a process of its own; they take turns, a few documents at a time,
so that whatever else the machine does falls on all alike, and time is counted on the
processor. Each round gives a ratio; told is the median, with the middle half of the
rounds as the machine's noise. An engine whose document says something else has failed,
however fast it was.

Exit code 1 when a target is missed.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

from benchmarks import contexts, word_templates
from benchmarks.cold import cold_start
from benchmarks.engines import NEEDS
from benchmarks.sameness import same_document, says
from benchmarks.spellings import SPELLINGS, spelled

WORKS = {
    "record": "the 5-page case record",
    "letter": "the letter of 5 fields",
    "table": "the table of 400 rows",
    "rich": "8 rich texts and a picture",
}
LESS = {  # without conditions or pictures; pictures for Node are sold apart
    "docx-mailmerge2": ("letter", "table"),
    **dict.fromkeys(SPELLINGS, ("record", "letter", "table")),
}
TARGETS = {"record": 50, "letter": 100, "table": 15, "rich": 15}  # times docxtpl
BEST_PEER = {"record": 20}  # times the best of the others
COUNTS = {"record": (99, 2), "letter": (400, 4), "table": (30, 1), "rich": (99, 3)}
OURS, REFERENCE = "alongside", "docxtpl"
PEERS = ("docxtpl", "rust-docxtpl", "docx-mailmerge2", "python-docx", *SPELLINGS)
DIFFERENT_VALUES = 50
GROWTH = 1.0  # MiB that memory may grow from the hundredth document to the last
HOME = Path(__file__).parents[1]


class Worker:
    """An engine in its own process."""

    def __init__(self, engine: str, work: str, folder: Path, peers: Path) -> None:
        self.engine, self.work = engine, work
        path, program = [str(HOME), *sys.path[1:]], [sys.executable]
        if (peers / engine).is_dir():  # it must not see the docxtpl that is installed
            path, program = [str(HOME), str(peers / engine)], [sys.executable, "-S"]
        script = ["-m", "benchmarks.worker"]
        if engine in SPELLINGS:
            program, script = ["node"], ["benchmarks/worker.js"]
        self._process = subprocess.Popen(
            [*program, *script, engine, work, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=HOME,
            env=os.environ
            | {
                "PYTHONPATH": os.pathsep.join(filter(None, path)),
                "NODE_PATH": str(peers / "node_modules"),
            },
        )

    def ask(self, order: str) -> str:
        """What the worker answers."""
        assert self._process.stdin  # noqa: S101 - both are pipes
        assert self._process.stdout  # noqa: S101
        print(order, file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline().strip()
        if not answer:
            raise SystemExit(f"{self.engine} failed at {self.work}: see above")
        return answer

    def milliseconds(self, first: int, count: int) -> float:
        """Milliseconds a document, over so many."""
        return float(self.ask(f"time {first} {count}"))

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()  # type: ignore[union-attr]
        self._process.wait()


def main() -> None:
    """Measure, print, and say by the exit code whether the targets are met."""
    asked = argparse.ArgumentParser(description="Filling Word templates, side by side")
    asked.add_argument("--quick", action="store_true", help="few rounds, no memory")
    asked.add_argument("--rounds", type=int, default=21)
    asked.add_argument("--peers", type=Path, default=Path(".benchmark-peers"))
    options = asked.parse_args()
    rounds = 5 if options.quick else options.rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        write_templates(folder)
        engines = present(options.peers.resolve())
        met = [
            measured(work, engines, folder, options.peers.resolve(), rounds)
            for work in WORKS
        ]
        met.append(cold_start(folder, rounds))
        if not options.quick:
            met.append(memory(folder, options.peers))
    raise SystemExit(not all(met))


def write_templates(folder: Path) -> None:
    """Make every template, in each engine's spelling."""
    (folder / "picture.png").write_bytes(word_templates.picture())
    for work in WORKS:
        made = getattr(word_templates, work)()
        (folder / f"tags-{work}.docx").write_bytes(made)
        (folder / f"bare-{work}.docx").write_bytes(word_templates.bare())
        for engine in SPELLINGS:
            if work in LESS[engine]:
                other = spelled(made, engine)
                (folder / f"{engine}-{work}.docx").write_bytes(other)
        values = [getattr(contexts, work)(n) for n in range(DIFFERENT_VALUES)]
        told = json.dumps(values, ensure_ascii=False)
        (folder / f"contexts-{work}.json").write_text(told, encoding="utf-8")
    for work in LESS["docx-mailmerge2"]:
        made = getattr(word_templates, f"merge_{work}")()
        (folder / f"merge-{work}.docx").write_bytes(made)


def present(peers: Path) -> list[str]:
    """The engines that are here; for the others, how to get them."""
    missing = [
        engine
        for engine, module in NEEDS.items()
        if not (peers / engine).is_dir() and not (module and find_spec(module))
    ]
    for engine in missing:
        target = f"{peers}/{engine}"
        print(f"{engine} is not here: pip install --target {target} {engine}")
    for engine in SPELLINGS:
        if not shutil.which("node") or not (peers / "node_modules" / engine).is_dir():
            missing.append(engine)
            also = " pizzip" if engine == "docxtemplater" else ""
            print(f"{engine} is not here: npm install --prefix {peers} {engine}{also}")
    return [OURS, *(engine for engine in PEERS if engine not in missing)]


@contextmanager
def workers(
    work: str, engines: list[str], folder: Path, peers: Path
) -> Iterator[Mapping[str, Worker]]:
    """A worker for each engine that can do the work."""
    with ExitStack() as stack:
        started = {}
        for engine in engines:
            if work in LESS.get(engine, (work,)):
                started[engine] = Worker(engine, work, folder, peers)
                stack.callback(started[engine].close)
        yield started


def measured(
    work: str, engines: list[str], folder: Path, peers: Path, rounds: int
) -> bool:
    """Measure one work and print it; whether its targets are met."""
    ours, theirs = COUNTS[work]
    print(f"\n{WORKS[work]}")
    with workers(work, engines, folder, peers) as started:
        failed = different(work, started, folder)
        for worker in started.values():
            worker.milliseconds(0, theirs * 5)
        times: dict[str, list[float]] = {engine: [] for engine in started}
        for turn in range(rounds):
            for engine, worker in started.items():
                count = ours if engine == OURS else theirs
                times[engine].append(worker.milliseconds(turn * ours, count))
    return told(work, times, failed)


def different(work: str, started: Mapping[str, Worker], folder: Path) -> set[str]:
    """The engines whose document is not docxtpl's."""
    files = {engine: folder / f"made-{work}-{engine}.docx" for engine in started}
    for engine, worker in started.items():
        worker.ask(f"write {files[engine]}")
    expected = says(files[REFERENCE])
    failed = {engine for engine, file in files.items() if says(file) != expected}
    if not same_document(files[OURS], files[REFERENCE]):
        failed.add(OURS)
    return failed


def told(work: str, times: Mapping[str, list[float]], failed: set[str]) -> bool:
    """Print the times and ratios of a work; whether its targets are met."""
    ratios = {}
    for engine, mine in times.items():
        each = [t / our for t, our in zip(mine, times[OURS], strict=True)]
        low, middle, high = statistics.quantiles(each, n=4)
        ratios[engine] = middle
        note = "  FAILED: another document" if engine in failed else ""
        print(
            f"  {engine:16} {statistics.median(mine):8.3f} ms"
            f"  {middle:7.1f} times ours ({low:.1f} to {high:.1f}){note}"
        )
    others = {e: r for e, r in ratios.items() if e not in (OURS, *failed)}
    best = min(others, key=lambda engine: others[engine])
    met = OURS not in failed and ratios[REFERENCE] >= TARGETS[work]
    print(f"  target: {TARGETS[work]} times docxtpl: {'met' if met else 'MISSED'}")
    if work in BEST_PEER:
        near = others[best] >= BEST_PEER[work]
        print(
            f"  target: {BEST_PEER[work]} times the best peer ({best}):"
            f" {'met' if near else 'MISSED'}"
        )
        met = met and near
    return met


def memory(folder: Path, peers: Path) -> bool:
    """Fill ten thousand records in one process, and see that memory stays."""
    worker = Worker(OURS, "record", folder, peers)
    worker.milliseconds(0, 100)
    before = float(worker.ask("memory"))
    worker.milliseconds(100, 9_900)
    after = float(worker.ask("memory"))
    worker.close()
    met = after - before <= GROWTH
    print(
        f"\nmemory: {before:.1f} MiB after 100 documents, {after:.1f} after 10,000:"
        f" {'met' if met else 'MISSED'}"
    )
    return met


if __name__ == "__main__":
    main()
