"""One watcher for tests of several: quick scans, little patience, a clock of its own.

usage: watcher.py FOLDER HOST CLOCK_AHEAD_SECONDS [EVERY]
       watcher.py FOLDER --build

Prints a line for each generation it takes and each document it makes; ends at the end
of its input. Documents come from a stand-in for Word, so that much happens in a minute.
"""

import json
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from workflow.adapters.changes import Changes
from workflow.adapters.lease import Lease
from workflow.services import watching
from workflow.services.building import build
from workflow.services.drafting import Workshop
from workflow.services.watching import Hands, Notice, watch
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
PATIENCE, BEAT = 3.0, 0.3  # seconds
watching.TEND = 0.3


class QuickWord:
    """Says in bytes what a document would be made from."""

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """See `Word`."""
        return name.encode() + template[:4] + json.dumps(context, default=str).encode()

    def in_language(self, made: bytes, tag: str, turned: str = "") -> bytes:
        """See `Word`."""
        return made + tag.encode() + turned.encode()

    def resized(self, template: bytes, points: int) -> bytes:
        """See `Word`."""
        return template + bytes([points])

    def with_logo(self, made: bytes, logo: bytes, words: str) -> bytes:
        """See `Word`."""
        return made + logo + words.encode()


def say(**facts: object) -> None:
    """One line for the test."""
    print(json.dumps(facts), flush=True)  # noqa: T201


def main(root: Path, host: str, ahead: float, every: float) -> None:
    """Watch until the input ends."""
    ended = threading.Event()

    def wait_for_the_end() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait_for_the_end, daemon=True).start()

    def clock() -> float:
        return time.monotonic() + ahead

    lease = Lease(root, host, clock, PATIENCE, BEAT)
    office = Office(root, TODAY, lease=lease)

    def workshop() -> Workshop:
        made = Office(root, TODAY, office.log, lease=lease).workshop
        return replace(made, word=QuickWord())

    def told(notice: Notice) -> None:
        say(notice=notice.kind, text=notice.text)

    with Changes(root, every=every, quiet=0.05, clock=clock) as changes:
        hands = Hands(
            workshop,
            changes,
            lease,
            lambda: TODAY,
            ended.is_set,
            clock,
            pause=0.1,
            tell=told,
        )
        for report in watch(hands):
            say(generation=lease.generation, made=[m.file for m in report.made])
    lease.end()


def build_once(root: Path) -> None:
    """What one undisturbed build leaves."""
    workshop = replace(Office(root, TODAY).workshop, word=QuickWord())
    build(workshop, workshop.cases.refs(), TODAY)


if __name__ == "__main__" and sys.argv[2] == "--build":
    build_once(Path(sys.argv[1]))
elif __name__ == "__main__":
    period = float(sys.argv[4]) if len(sys.argv) > 4 else 0.3
    main(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3]), period)
