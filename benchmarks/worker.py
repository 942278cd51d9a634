"""One engine in a process of its own, told what to do on standard input.

`time FIRST COUNT` fills COUNT documents and says the milliseconds for each; `write
FILE` fills one; `memory` says how much is resident, in MiB.
"""

import sys
import time
from pathlib import Path

from benchmarks import contexts
from benchmarks.engines import ready


def main() -> None:
    """Serve until standard input ends."""
    engine, work, folder = sys.argv[1:]
    fill = ready(engine, work, Path(folder))
    values = getattr(contexts, work)
    for line in sys.stdin:
        order, *rest = line.split()
        if order == "time":
            print(timed(fill, values, *map(int, rest)), flush=True)
        elif order == "write":
            Path(rest[0]).write_bytes(fill(values(1)))
            print("written", flush=True)
        else:
            print(resident(), flush=True)


def timed(fill: object, values: object, first: int, count: int) -> float:
    """Milliseconds of work a document, over `count`, each with values of its own.

    Time on the processor, not on the clock: nothing here waits, and what others do on
    a busy machine would fall on the engine with the longer turns.
    """
    known = [values(number) for number in range(first, first + min(count, 50))]  # type: ignore[operator]
    start = time.process_time()
    for number in range(count):
        fill(known[number % len(known)])  # type: ignore[operator]
    return (time.process_time() - start) / count * 1000


def resident() -> float:
    """Memory in use now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


if __name__ == "__main__":
    main()
