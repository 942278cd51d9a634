"""Lets two computers try one share at the same time, and says what it is good for.

What each of them believed it had won is compared afterwards: whatever both believed
is what this share cannot promise. Source: reliability.md 0, 3.10 and test T35.
"""

import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.safe_files import NameTaken, place, recover, sha256, swap
from workflow.domain.torture import Seen, Verdict, judged
from workflow.services.ports import Written

PATIENCE = 600.0  # seconds to wait for the other computer
POLL = 0.2  # seconds
TRIES = 400  # for each number that is counted up
FOLDER = "alongside-torture"


@dataclass(frozen=True)
class Torture:
    """One computer's part: its name, how often, and what tells the person."""

    share: Path
    name: str
    rounds: int
    tell: Callable[[str], None]
    patience: float = PATIENCE

    def run(self) -> Verdict:
        """Try the share together with another computer, and judge what both saw."""
        room = self._room()
        self._prepare(room)
        place(room / f"ready-{self.name}.json", b"{}")
        self.tell(
            f"Ready. Start the same command on the other computer now; waiting up to"
            f" {round(self.patience / 60)} minutes."
        )
        self._wait(room, "ready")
        self.tell("Both are here. Trying; leave both alone for a few minutes.")
        seen = self._try(room)
        place(room / f"done-{self.name}.json", json.dumps(seen).encode())
        self._wait(room, "done")
        return self._judge(room)

    def _room(self) -> Path:
        """The newest room in which nobody has finished; else a new one."""
        for number in range(1, 1000):
            room = self.share / f"{FOLDER}-{number:03d}"
            room.mkdir(exist_ok=True)
            if not _reports(room, "done") and f"ready-{self.name}" not in _names(room):
                return room
        raise NameTaken

    def _prepare(self, room: Path) -> None:
        """Put there what both will want to change or to take."""
        for name in ("count", *(f"claim-{n}" for n in range(self.rounds))):
            with suppress(NameTaken):
                place(room / name, b"0")

    def _wait(self, room: Path, step: str) -> None:
        until = time.monotonic() + self.patience
        while len(_reports(room, step)) < len(("we", "they")):
            if time.monotonic() > until:
                return
            time.sleep(POLL)

    def _try(self, room: Path) -> Mapping[str, object]:
        won: dict[str, list[int]] = {kind: [] for kind in TRIALS}
        for number in range(self.rounds):
            for kind, trial in TRIALS.items():
                if _won(trial, room, number, self.name):
                    won[kind].append(number)
            _append(room / f"lines-{self.name}.log", f"{self.name} {number:06d}")
        return {"won": won, "counted": sum(1 for _ in self._count(room))}

    def _count(self, room: Path) -> Iterator[int]:
        """Add one to a shared number again and again, as a save of a case would."""
        path, history = room / "count", room / "history"
        for number in range(self.rounds):
            if _add_one(path, history):
                yield number

    def _judge(self, room: Path) -> Verdict:
        reports = _reports(room, "done")
        read = {name: json.loads((room / file).read_bytes()) for name, file in reports}
        lines = {name: _lines(room / f"lines-{name}.log") for name in read}
        seen = {
            name: Seen(
                {kind: tuple(won) for kind, won in found["won"].items()},
                int(found["counted"]),
                lines[name],
            )
            for name, found in read.items()
        }
        recover(room, room / "history")
        kept = [p for p in (room / "history").iterdir() if p.suffix == ".old"]
        count = int((room / "count").read_bytes())
        return judged(seen, self.rounds, count, len(kept))


def _exclusive(room: Path, number: int, name: str) -> None:
    with (room / f"exclusive-{number}").open("x", encoding="ascii") as file:
        file.write(name)


def _link(room: Path, number: int, name: str) -> None:
    own = room / f"link-{number}-{name}"
    own.write_text(name, encoding="ascii")
    (room / f"link-{number}").hardlink_to(own)


def _folder(room: Path, number: int, name: str) -> None:
    (room / f"folder-{number}").mkdir()
    del name


def _claim(room: Path, number: int, name: str) -> None:
    (room / f"claim-{number}").rename(room / f"claimed-{number}-{name}")


TRIALS: Mapping[str, Callable[[Path, int, str], None]] = {
    "exclusive": _exclusive,
    "link": _link,
    "folder": _folder,
    "claim": _claim,
}


def _won(
    trial: Callable[[Path, int, str], None], room: Path, number: int, name: str
) -> bool:
    try:
        trial(room, number, name)
    except OSError:
        return False
    return True


def _add_one(path: Path, history: Path) -> bool:
    """Count up by one through the very layer that saves cases; whether it did."""
    for _ in range(TRIES):
        try:
            before = path.read_bytes()
        except OSError:
            recover(path.parent, history)
            continue
        after = str(int(before) + 1).encode()
        if swap(path, sha256(before), after, history) is Written.UPDATED:
            return True
    return False


def _append(path: Path, line: str) -> None:
    with path.open("a", encoding="ascii") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def _lines(path: Path) -> int:
    return len(Counter(path.read_bytes().splitlines()))


def _names(room: Path) -> set[str]:
    return {path.stem for path in room.iterdir()}


def _reports(room: Path, step: str) -> list[tuple[str, str]]:
    """Who has come so far: the name of each computer with its file."""
    found = (re.fullmatch(rf"{step}-(.+)\.json", p.name) for p in room.iterdir())
    return sorted((match[1], match[0]) for match in found if match)
