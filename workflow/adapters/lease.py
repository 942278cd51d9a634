"""One active watcher: a lease by generation, without comparing clocks (3.5).

Efficiency only; no result depends on it. A generation is a file that one computer
alone can place. Whoever waits says so in a file of its own, and only then does the
holder show that it lives, by placing a small file now and then: a watcher that is
alone writes nothing. Another takes over once it has itself seen nothing move for
`PATIENCE` seconds, or at once when the lock that the holder kept has gone with it.
"""

import json
import re
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from workflow.adapters.safe_files import NameTaken, discard, place, sha256, swap
from workflow.domain.errors import TakenOver, WatchedElsewhere

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 90.0  # seconds of our own in which a holder that lives would have moved
BEAT = 10.0
BEATS_KEPT = 3
GENERATION = re.compile(r"gen-(\d{6,})\.json")
SIGN = re.compile(r"hb-(\d{6,})-(\d{6,})")
ASKED = re.compile(r"ask-(\d{6,})-[0-9a-f]{16}")
WATCHER = "_system/watcher.json"


def lease_folder(root: Path) -> Path:
    """Where the lease of a workspace is kept."""
    return root / "_system" / "lease"


def generation_of(root: Path) -> int:
    """The generation of the last watcher of a workspace; 0 before the first."""
    return max(_numbers(lease_folder(root), GENERATION), default=0)


class Lease:
    """The lease of one watcher; `clock` counts seconds of this computer alone."""

    def __init__(
        self,
        root: Path,
        host: str,
        clock: Callable[[], float] = time.monotonic,
        patience: float = PATIENCE,
        beat: float = BEAT,
    ) -> None:
        self.root, self.host = root, host
        self.folder = lease_folder(root)
        self.clock, self.patience, self.beat = clock, patience, beat
        self.generation = 0
        self.holder = ""
        self._instance = secrets.token_hex(8)
        self._lock: BaseFileLock | None = None
        self._trust_lock = True
        self._seen: tuple[int, int] = (0, 0)
        self._still_since = clock()
        self._beats, self._beaten = 0, clock()
        self._asked = 0

    def tend(self) -> bool:
        """Look after it, now and then; whether this computer is the one that watches.

        Raises `OSError` when the drive does not answer.
        """
        if self.generation:
            return self._keep()
        return self._try()

    def fence(self) -> int:
        """The generation to publish under. Raises `TakenOver` when it has passed."""
        if not (self.generation and self._keep()):
            raise TakenOver(self.holder)
        return self.generation

    def end(self) -> None:
        """Let go of it."""
        self.generation = 0
        self._withdraw()
        self._unlock()

    def _keep(self) -> bool:
        highest = generation_of(self.root)
        if highest != self.generation:
            self._lose(highest)
            return False
        if self._lock is None:
            self._locked()
        due = self.clock() - self._beaten >= self.beat
        if due and self.generation in _numbers(self.folder, ASKED):
            self._show_life()
        return True

    def _lose(self, highest: int) -> None:
        """Another has taken over: step back, and trust no lock that let that happen."""
        self.generation = 0
        self._trust_lock = False
        self._unlock()
        self._note(highest)

    def _show_life(self) -> None:
        self._beats, self._beaten = self._beats + 1, self.clock()
        place(self.folder / f"hb-{self.generation:06d}-{self._beats:06d}", b"")
        old = self._beats - BEATS_KEPT
        if old > 0:
            discard(self.folder / f"hb-{self.generation:06d}-{old:06d}")

    def _try(self) -> bool:
        """Take it when nobody holds it, or nobody has moved for long enough."""
        highest = generation_of(self.root)
        moved = highest, max(self._signs(highest), default=0)
        if moved != self._seen:
            self._seen, self._still_since = moved, self.clock()
        patient = highest == self._asked and (
            self.clock() - self._still_since >= self.patience
        )
        if self._locked() or highest == 0 or patient:
            return self._take(highest + 1)
        self._note(highest)
        self._ask(highest)
        return False

    def _take(self, number: int) -> bool:
        facts = {"generation": number, "host": self.host, "instance": self._instance}
        text = json.dumps(facts, sort_keys=True).encode()
        try:
            place(self.folder / f"gen-{number:06d}.json", text)
        except NameTaken:
            self._note(number)
            return False
        self.generation, self.holder = number, self.host
        self._beats, self._beaten = 0, self.clock()
        self._withdraw()
        self._locked()
        return True

    def _ask(self, generation: int) -> None:
        """Say once that we wait, so that the holder shows that it lives."""
        if self._asked != generation:
            self._withdraw()
            place(self.folder / f"ask-{generation:06d}-{self._instance}", b"")
            self._asked, self._still_since = generation, self.clock()

    def _withdraw(self) -> None:
        if self._asked:
            discard(self.folder / f"ask-{self._asked:06d}-{self._instance}")
            self._asked = 0

    def _note(self, generation: int) -> None:
        """Who holds it now, for people."""
        with suppress(OSError, ValueError, AttributeError):
            text = (self.folder / f"gen-{generation:06d}.json").read_bytes()
            self.holder = str(json.loads(text).get("host", ""))

    def _signs(self, generation: int) -> tuple[int, ...]:
        found = map(SIGN.fullmatch, _names(self.folder))
        return tuple(int(m[2]) for m in found if m and int(m[1]) == generation)

    def _locked(self) -> bool:
        """Whether the lock that a holder keeps is ours now; it dies with its owner.

        It is believed only where it has been seen to keep somebody out, or at the
        start: two copies of a folder have a lock each.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 - seldom

        if self._lock is not None and self._lock.is_locked:
            return self._trust_lock
        lock = FileLock(self.folder / "holder.lock")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=0)
        except Timeout:
            self._trust_lock = True
            return False
        except (OSError, NotImplementedError):
            return False
        if not (self._trust_lock or self.generation):
            lock.release()
            return False
        self._lock = lock
        return self._trust_lock

    def _unlock(self) -> None:
        lock, self._lock = self._lock, None
        if lock is not None:
            with suppress(OSError):
                lock.release()


class NamedWatcher:
    """In a folder kept in step by a sync program: one named computer watches."""

    generation = 0

    def __init__(self, root: Path, host: str, program: str, *, here: bool) -> None:
        """`here` gives the name of this computer, whoever watched before."""
        self.path, self.host, self.program = root / WATCHER, host, program
        self.holder = ""
        if here:
            self._name_us()

    def tend(self) -> bool:
        """Whether this computer is the one named; the first to ask is."""
        if not self.path.is_file():
            with suppress(NameTaken):
                place(self.path, self._text())
        with suppress(ValueError, AttributeError):
            self.holder = str(json.loads(self.path.read_bytes()).get("host", ""))
        return self.holder == self.host

    def fence(self) -> int:
        """0, for there is no lease here. Raises `WatchedElsewhere`."""
        if not self.tend():
            raise WatchedElsewhere(self.holder)
        return 0

    def end(self) -> None:
        """Nothing to let go of: the name stays."""

    def _name_us(self) -> None:
        try:
            place(self.path, self._text())
        except NameTaken:
            standing = sha256(self.path.read_bytes())
            history = self.path.parent / "_history"
            swap(self.path, standing, self._text(), history)

    def _text(self) -> bytes:
        return json.dumps({"host": self.host}, sort_keys=True).encode()


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except FileNotFoundError:
        return []


def _numbers(folder: Path, pattern: re.Pattern[str]) -> list[int]:
    return [int(m[1]) for m in map(pattern.fullmatch, _names(folder)) if m]
