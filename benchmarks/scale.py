"""What many cases cost: one command, every figure beside its bar, ratios of one run.

    python -m benchmarks.scale [--cases 10000] [--sizes 1000,10000] [--only start,look]

Invented cases are made once, below `--folder` (default: a temporary one), and used
again when they are there. Exit code 1 when a bar is missed.

start    `--help` as a whole process, against `python -c pass` (processor time)
make     how quickly the cases are made, and that a sample of them checks clean
look     a look at all cases when nothing changed, against a bare walk of the same tree
edit     from the end of the quiet time after an edit to the changed document in place
two      two processes against one: checking, and building from nothing
memory   the most memory of check, due and measures, with few cases and with many
"""

import argparse
import gc
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.generate import TODAY, generate
from benchmarks.scan import bare_walk, timed
from workflow.adapters.changes import Changes
from workflow.adapters.crews.processes import Processes
from workflow.adapters.read_before import ReadBefore
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.diary import due_items
from workflow.domain.governance.extract import extract
from workflow.domain.overview import CaseStatus
from workflow.services import watching
from workflow.services.drafting import Workshop
from workflow.services.ports import Published, Receipt, Written
from workflow.services.whole_papers import asked_now, day_of
from workflow.wiring.crews import Opening
from workflow.wiring.office import Office

HOME = Path(__file__).parents[1]
PARTS = ("start", "make", "look", "edit", "two", "memory")
START, LOOK, EDIT, TWO, GROWN = 5.0, 1.5, 20.0, 1.8, 1.25
SEED = 7
QUIET = 0.5  # seconds, as the watcher has it
PATIENCE = 60  # seconds to wait for a document
EDITS = 40
CHECKED, BUILT = 400, 48  # cases of `two`
SAMPLE = 300  # cases of `make` that are checked
LATER = 1e9
YEAR = ("--from", "2025-12-01", "--to", "2026-11-22")
QUESTIONS = (
    ("check",),
    ("due", "--overdue"),
    ("measures", *YEAR),
)


@dataclass(frozen=True)
class Verdict:
    """One figure against its bar."""

    name: str
    value: float
    bar: float
    at_least: bool = False
    more: str = ""

    @property
    def met(self) -> bool:
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def __str__(self) -> str:
        bar = f"{'at least' if self.at_least else 'at most'} {self.bar:g}"
        how = "met" if self.met else "MISSED"
        return f"{self.name}: {self.value:.2f} ({bar}): {how}{self.more}"


class Cases:
    """Workspaces of invented cases in which nothing is amiss, made when asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, count: int) -> Path:
        root = self.folder / f"calm-{count}"
        if not (root / "made").exists():
            shutil.rmtree(root, ignore_errors=True)
            took = timed(
                lambda: generate(
                    root, count, SEED, amiss=False, jobs=os.cpu_count() or 1
                )
            )
            each = took / count * 1e3
            print(f"  {count} cases made in {took:.0f} s, {each:.1f} ms each")
            (root / "made").touch()
        return root


def start(_: Cases, __: argparse.Namespace) -> Iterator[Verdict]:
    """The whole process, as installed: compiled files are there."""
    bare = [sys.executable, "-c", "pass"]
    ours = [sys.executable, "-m", "workflow", "--help"]
    for command in (bare, ours):
        _spent(command)
    pairs = [(_spent(ours), _spent(bare)) for _ in range(15)]
    best = [min(each) for each in zip(*pairs, strict=True)]
    ratio = best[0] / best[1]
    more = f"; {best[0] * 1e3:.0f} ms against {best[1] * 1e3:.0f} ms"
    yield Verdict("start of --help / a bare Python start", ratio, START, more=more)


def _spent(command: list[str]) -> float:
    """Seconds of processor time of a process and of all that it started."""
    return _run(command)[0]


def _run(command: list[str]) -> tuple[float, int]:
    """Processor seconds, and the most memory in KiB of any one of its processes."""
    with tempfile.TemporaryFile() as out:
        started = subprocess.Popen(command, stdout=out, stderr=out, cwd=HOME)
        _, _, used = os.wait4(started.pid, 0)
        started.returncode = 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def make(cases: Cases, given: argparse.Namespace) -> Iterator[Verdict]:
    """All of them are made in the first part that needs them; a sample is checked."""
    root = cases.of(given.cases)
    office = Office(root, TODAY)
    refs = office.refs()
    some = refs[:: max(1, len(refs) // SAMPLE)]
    found = office.findings(tuple(some), Processes(_opening(root), 2, print))
    errors = sum(finding.severity == "error" for finding in found)
    yield Verdict(f"errors found in {len(some)} of {len(refs)} cases", errors, 0)


def look(cases: Cases, given: argparse.Namespace) -> Iterator[Verdict]:
    """A look of the watcher when nothing changed; both walk the same tree, in turns."""
    root = cases.of(given.cases)
    changes = Changes(root, every=0.0, quiet=0.0)
    changes._look()  # noqa: SLF001 - one look alone, without the wait before it
    gc.collect()
    folders = [str(root / top) for top in ("cases", "config", "templates")]
    pairs = []
    for _ in range(9):
        bare = timed(lambda: [bare_walk(folder) for folder in folders])
        pairs.append((timed(changes._look), bare))  # noqa: SLF001 - likewise
    ratio = statistics.median(a / b for a, b in pairs)
    ours, bare = (min(each) * 1e3 for each in zip(*pairs, strict=True))
    more = f"; {ours:.0f} ms against {bare:.0f} ms"
    yield Verdict(
        f"a look at {given.cases} cases / a bare walk", ratio, LOOK, more=more
    )


Moment = tuple[float, float]
"""By the clock, and by the processor time of this process; seconds."""


def _moment() -> Moment:
    return time.perf_counter(), time.process_time()


class Noting:
    """A shelf that notes when a document was put in place."""

    def __init__(self, shelf: Published, seen: list[Moment]) -> None:
        self._shelf, self._seen = shelf, seen
        self.receipts, self.present = shelf.receipts, shelf.present
        self.read, self.put_away = shelf.read, shelf.put_away
        self.alarms = shelf.alarms

    def publish_all(
        self, documents: Sequence[tuple[Receipt, bytes]]
    ) -> tuple[Written | OSError, ...]:
        outcomes = self._shelf.publish_all(documents)
        word = [r for r, _ in documents if r.name.endswith(".docx")]
        self._seen.extend(_moment() for _ in word)
        return outcomes


def edit(cases: Cases, given: argparse.Namespace) -> Iterator[Verdict]:
    """A watcher that knows all cases, each built before; one file of one is renamed.

    What counts begins when the quiet time is over and the watcher looks whether the
    case has held still, and ends when the changed document stands, synced to disk.
    On a busy machine the clock says little; the processor time says what an idle one
    would take, but for the waits for its disk.
    """
    root = cases.of(given.cases)
    seen: list[Moment] = []
    looks: list[Moment] = []
    firsts: list[Moment] = []
    lasts: list[Moment] = []
    whole: list[float] = []
    with _watched(root, seen, looks) as (refs, settled):
        for number in range(EDITS + 1):
            seen.clear()
            began = _renamed(root, refs[number % len(refs)], number)
            _wait(seen, settled)
            if number:  # the first warms everything up
                over = max(look for look in looks if look < seen[0])
                firsts.append(_past(over, seen[0]))
                lasts.append(_past(over, seen[-1]))
                whole.append(_past(began, seen[0])[1])
            looks.clear()
    name = f"edit to document, {given.cases} cases, p95 past the quiet time, ms"
    clock, work = zip(*firsts, strict=True)
    more = f" of processor time (median {statistics.median(work):.1f}); by the clock"
    more += f" {_p95(clock):.0f} (median {statistics.median(clock):.0f}; {_busy()});"
    more += f" its last document {_p95([one[1] for one in lasts]):.0f}; with what was"
    more += f" done in the quiet time {_p95(whole):.0f}"
    yield Verdict(name, _p95(work), EDIT, more=more)


def _wait(seen: list[Moment], settled: threading.Event) -> None:
    """Wait for a document; a build may be of another case, looked at in its turn."""
    until = time.monotonic() + PATIENCE
    while not seen:
        settled.clear()
        if not (seen or settled.wait(max(0, until - time.monotonic()))):
            raise SystemExit("an edit made no document")


def _past(began: Moment, made: Moment) -> Moment:
    """Milliseconds from one moment to another."""
    return (made[0] - began[0]) * 1e3, (made[1] - began[1]) * 1e3


def _p95(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=20)[18]


def _renamed(root: Path, ref: CaseRef, number: int) -> Moment:
    """Say something else in the newest record of a case; when that was."""
    file = max((root / "cases" / ref / "records").iterdir())
    lines = file.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("staff_view:")]
    new = file.with_suffix(".tmp")
    new.write_text("\n".join([*kept, f"staff_view: Seen {number} times.", ""]), "utf-8")
    began = _moment()
    new.replace(file)
    return began


class _Looking(Changes):
    """Notes when it looks at single cases."""

    looks: list[Moment]

    def _look_at(self, areas: frozenset[str]) -> frozenset[str]:
        self.looks.append(_moment())
        return super()._look_at(areas)


@contextmanager
def _watched(
    root: Path, seen: list[Moment], looks: list[Moment]
) -> Iterator[tuple[tuple[CaseRef, ...], threading.Event]]:
    """A watcher on its thread; its cases, and what tells that an edit was built."""
    office = Office(root, TODAY, before=ReadBefore())
    shop = replace(office.ready, shelf=lambda key: Noting(office.shelf(key), seen))
    every = office.refs()
    refs = every[:: len(every) // 8][:8]
    stop, settled = threading.Event(), threading.Event()
    with _Looking(root, quiet=QUIET, ahead=True) as changes:
        changes.looks = looks
        hands = watching.Hands(
            lambda: shop,
            changes,
            _Alone(),
            lambda: TODAY,
            stop.is_set,
            time.monotonic,
            1.0,
            stirring=changes.stirring,
        )
        watcher = _knowing(hands, shop, every, refs)

        def run() -> None:
            while not stop.is_set():
                for _ in watcher.turn():
                    settled.set()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield refs, settled
        stop.set()
        changes.stop()
        thread.join()


class _Alone:
    holder = ""

    def tend(self) -> bool:
        return True


def _knowing(
    hands: watching.Hands,
    shop: Workshop,
    every: tuple[CaseRef, ...],
    refs: tuple[CaseRef, ...],
) -> "watching._Watcher":
    """A watcher that has built some cases, and believes that it has built them all.

    To build ten thousand takes an hour and changes nothing here: of the others it
    knows what it would know, taken from a few of them in turn.
    """
    watcher = watching._Watcher(hands)  # noqa: SLF001 - to begin where it would be
    watcher.day, watcher.todo, watcher.shop = TODAY, set(), shop
    watcher.mended, watcher.whole_again = time.monotonic(), LATER
    watcher._build(shop, refs, TODAY)  # noqa: SLF001 - likewise
    day = day_of(shop, asked_now(shop, TODAY), TODAY)
    loaded = [shop.cases.load(ref).folder for ref in every[:50]]
    extracts = [extract(_status(shop, folder), day) for folder in loaded]
    for ref, one in zip(every, itertools.cycle(extracts), strict=False):
        mine = replace(one, overview=replace(one.overview, ref=ref))
        if ref not in watcher.known:
            watcher.memory.keep(mine)
    return watcher


def _status(shop: Workshop, folder: CaseFolder) -> CaseStatus:
    practice = shop.practice
    calendar = practice.situation(folder, TODAY).calendar
    due = due_items(folder, practice.organisation, calendar, TODAY)
    return CaseStatus(folder, (), due, (), None)


def two(cases: Cases, given: argparse.Namespace) -> Iterator[Verdict]:
    """One process and two, in turns: the same work, by the clock and by the processor.

    On a busy machine the clock says little; the processor time says how long two idle
    cores would take: half of all that is spent, or what the one who asks spends alone.
    """
    root = cases.of(min(given.sizes))
    office = Office(root, TODAY)
    refs = office.refs()

    def check(jobs: int) -> None:
        crew = Processes(_opening(root), jobs, print) if jobs > 1 else None
        for _ in Office(root, TODAY).findings(tuple(refs[:CHECKED]), crew):
            pass

    yield _faster(f"checking {CHECKED} cases", check, lambda: None, rounds=3)

    def build(jobs: int) -> None:
        fresh = Office(root, TODAY)
        crew = Processes(_opening(root), jobs, print) if jobs > 1 else None
        fresh.build(tuple(refs[:BUILT]), crew=crew)

    yield _faster(
        f"building {BUILT} cases from nothing",
        build,
        partial(_unbuild, root, refs[:BUILT]),
        rounds=2,
    )


def _unbuild(root: Path, refs: tuple[CaseRef, ...]) -> None:
    for ref, part in itertools.product(refs, ("generated", "_receipts", "_history")):
        shutil.rmtree(root / "cases" / ref / part, ignore_errors=True)


def _faster(
    name: str, work: Callable[[int], None], before: Callable[[], None], rounds: int
) -> Verdict:
    clock: dict[int, list[float]] = {1: [], 2: []}
    least: dict[int, list[float]] = {1: [], 2: []}
    for jobs in (1, 2) * rounds:
        before()
        began, mine, theirs = time.perf_counter(), _mine(), _theirs()
        work(jobs)
        clock[jobs].append(time.perf_counter() - began)
        alone, helped = _mine() - mine, _theirs() - theirs
        least[jobs].append(max((alone + helped) / jobs, alone))
    by_clock = min(clock[1]) / min(clock[2])
    by_work = min(least[1]) / min(least[2])
    more = f" by processor time; {by_clock:.2f} by the clock ({_busy()})"
    return Verdict(
        f"two processes / one, {name}", by_work, TWO, at_least=True, more=more
    )


def _mine() -> float:
    used = os.times()
    return used.user + used.system


def _theirs() -> float:
    used = os.times()
    return used.children_user + used.children_system


def _busy() -> str:
    return f"{os.getloadavg()[0]:.1f} others wait for {os.cpu_count()} cores"


def memory(cases: Cases, given: argparse.Namespace) -> Iterator[Verdict]:
    """The most memory of any process of a command: the fewest cases, and the most."""
    for question in QUESTIONS:
        most = {size: _memory(cases.of(size), question) for size in given.sizes}
        sizes = ", ".join(f"{n} cases {kib / 1024:.0f} MiB" for n, kib in most.items())
        ratio = most[max(most)] / most[min(most)]
        yield Verdict(f"memory of {question[0]}", ratio, GROWN, more=f"; {sizes}")


def _memory(root: Path, question: tuple[str, ...]) -> int:
    options = ["--workspace", str(root), "--today", str(TODAY)]
    return _run([sys.executable, "-m", "workflow", *options, *question])[1]


def _opening(root: Path) -> Opening:
    return Opening(root, TODAY, 0)


def main() -> int:
    """Run the parts asked for; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--sizes", type=_numbers, default=(1_000, 10_000))
    parser.add_argument("--only", type=lambda text: text.split(","), default=PARTS)
    parser.add_argument(
        "--folder", type=Path, help="where the cases are made, and kept"
    )
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        cases = Cases(given.folder or Path(temporary))
        parts = {name: globals()[name] for name in given.only}
        met = True
        for part in parts.values():
            for verdict in part(cases, given):
                print(verdict, flush=True)
                met = met and verdict.met
    return 0 if met else 1


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in text.split(","))


if __name__ == "__main__":
    sys.exit(main())
