"""What checking costs beside reading, and whether memory grows with the cases.

    python -m benchmarks.checking [--count 1000] [--most 5000] [--seed 7]

Invented cases, from warm disk, on one core: (a) checking and dating one loaded case
against reading its files, at most 1; (b) the speed of reading and checking against that
of only reading and typing, at least 0.60; (c) resident memory after 100, 1,000 and
5,000 different cases, which may not grow.
"""

import argparse
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.generate import TODAY, case, generate
from benchmarks.side_by_side import one_core, taking_turns
from workflow.domain.case_folder import CaseRef
from workflow.domain.diary import due_items
from workflow.services.checking import check_loaded
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

BATCH = 10  # cases of one turn in (b)
MOST_OF_ONE = 200  # cases of (a)
LIMIT_OF_ONE = 1.0
LEAST_SPEED = 0.60
STOPS = (100, 1_000, 5_000)
MOST_GROWTH = 2.0  # MiB from the first stop to the last
MIB = 1024 * 1024


def main() -> int:
    """Print the figures; 1 when one of them is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000)
    parser.add_argument("--most", type=int, default=max(STOPS))
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    one_core()
    with TemporaryDirectory() as temporary:
        root = Path(temporary)
        generate(root, given.count, given.seed)
        office = Office(root, TODAY)
        _warm(office)
        met = [one_case(office), many_cases(office)]
        met.append(memory(root, given.most, given.seed))
    return 0 if all(met) else 1


def _warm(office: Office) -> None:
    for ref in office.cases.refs():
        for path in (office.root / "cases" / ref).rglob("*.yaml"):
            path.read_bytes()
    ref = office.cases.refs()[0]
    _check(office, office.cases.load(ref))


def _check(office: Office, loaded: Loaded) -> None:
    check_loaded(loaded, office.practice, office.today)


def _date(office: Office, loaded: Loaded) -> None:
    calendar = office.practice.situation(loaded.folder, office.today).calendar
    due_items(loaded.folder, office.practice.organisation, calendar, office.today)


def one_case(office: Office) -> bool:
    """(a) Checking and dating a loaded case against reading its files."""
    refs = office.cases.refs()[:MOST_OF_ONE]
    known = {ref: office.cases.load(ref) for ref in refs}

    def look(ref: CaseRef) -> None:
        _check(office, known[ref])
        _date(office, known[ref])

    read = office.cases.load
    print(taking_turns("noise: reading against reading", refs, read, read))
    ratio = taking_turns("(a) checking and dating / reading", refs, look, read)
    print(ratio, "- limit", LIMIT_OF_ONE)
    return ratio.value < LIMIT_OF_ONE


def many_cases(office: Office) -> bool:
    """(b) The speed of reading and checking against that of reading alone."""
    refs = office.cases.refs()
    batches = [refs[n : n + BATCH] for n in range(0, len(refs), BATCH)]

    def read(batch: tuple[CaseRef, ...]) -> None:
        for ref in batch:
            office.cases.load(ref)

    def check(batch: tuple[CaseRef, ...]) -> None:
        for ref in batch:
            _check(office, office.cases.load(ref))

    ratio = taking_turns("(b) speed of checking / of reading", batches, read, check)
    each = ratio.second / BATCH
    print(ratio, "- at least", LEAST_SPEED, f"- {1 / each:.0f} cases checked a second")
    return ratio.value >= LEAST_SPEED


def memory(root: Path, most: int, seed: int) -> bool:
    """(c) Resident memory as different cases are made, checked and thrown away."""
    shutil.rmtree(root / "cases")
    office = Office(root, TODAY)
    stops = [stop for stop in STOPS if stop <= most]
    seen = list(_resident(stops, lambda number: _pass(office, number, seed)))
    for stop, size in zip(stops, seen, strict=True):
        print(f"(c) resident memory after {stop} cases: {size / MIB:.1f} MiB")
    return not seen or (seen[-1] - seen[0]) / MIB < MOST_GROWTH


def _resident(stops: list[int], do: Callable[[int], None]) -> Iterator[int]:
    done = 0
    for stop in stops:
        for number in range(done, stop):
            do(number)
        done = stop
        yield _now_resident()


def _now_resident() -> int:
    """Bytes in memory now (Linux); elsewhere nothing is known."""
    try:
        lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    except OSError:
        return 0
    found = next(line for line in lines if line.startswith("VmRSS:"))
    return int(found.split()[1]) * 1024


def _pass(office: Office, number: int, seed: int) -> None:
    for file, content in case(number, seed).items():
        path = office.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (ref,) = office.cases.refs()
    _check(office, office.cases.load(ref))
    shutil.rmtree(office.root / "cases" / ref)


if __name__ == "__main__":
    raise SystemExit(main())
