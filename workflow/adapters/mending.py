"""Finds what a crash or a power cut left, and puts it right (reliability 3.8).

Everything here may be done twice, or by two computers at once: nothing is overwritten
and nothing removed.
"""

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.computer_name import is_gone
from workflow.adapters.journal import every_line, read_logs, recent_lines
from workflow.adapters.placeholders import is_away
from workflow.adapters.safe_files import recover, sha256, take
from workflow.domain.errors import WorkspaceUnreachable
from workflow.domain.journal_chain import Begun, begun, chain

SUPERVISION = "governance/supervision"  # about a worker: never with the rest
SHELVES = (
    *("cases/*", SUPERVISION, "governance"),
    *("tenders/*", "tenders", "templates/*", "config"),
)
ASIDE = re.compile(r"([^+]+)\+.+\.aside")
TEMPORARY = re.compile(
    r"\.alongside-(?:[0-9a-f]{16}|([0-9a-f]{20}))\.tmp"
    r"|.+\.(?:[0-9a-f]{8}|([0-9a-f]{20}))\.new"
)
TOPS = ("cases", "governance", "tenders", "_system", "inbox", "templates", "config")
OTHERS = re.compile(
    r"~\$.*|~wr[dlc].*|.*~|\..*\.sw[a-p]|\.~lock\..*#|\.goutputstream-.*"
    r"|\.(fuse_hidden|nfs|smbdelete).*|.*\.(tmp|swp|part|crdownload|filepart)"
)
A_WEEK = 7 * 24 * 3600.0  # seconds
OLD = 3600.0  # seconds after which nobody is still writing one file
ENDINGS = (".tmp", ".new")
MADE = ("cases/*/generated/*", "governance/reports/*", f"{SUPERVISION}/reports/*")


@dataclass(frozen=True)
class Mending:
    """What has to be put right in one workspace; `pause` waits some seconds."""

    root: Path
    pause: Callable[[float], None]

    def swaps(self, case: str = "") -> tuple[str, ...]:
        """Put back what an unfinished change left aside; the names put right.

        In one case, or everywhere; from the workspace.
        """
        mended = []
        for shelf in self._shelves(case):
            for parent in sorted(_parents(shelf / "_history")):
                folder = shelf if parent == shelf.name else shelf / parent
                found = recover(folder, shelf / "_history", self.pause)
                mended += [self._from_here(folder / name) for name in found]
        return tuple(mended)

    def leftovers(self) -> frozenset[str]:
        """Files that a program was writing and may no longer be.

        Not those of a program that still runs here, nor young ones of another computer.
        """
        return frozenset(
            self._from_here(Path(parent, name))
            for top in TOPS
            for parent, _, names in os.walk(self.root / top)
            for name in names
            if name.endswith(ENDINGS) and _is_left(Path(parent, name))
        )

    def put_by(self, leftover: str) -> str:
        """Move a file that nobody writes any more out of the way, in its own folder.

        It may hold words of a case, so it stays where only the same people can read it.
        """
        path = self.root / leftover
        shelf = next((p for p in self._shelves("") if p in path.parents), path.parent)
        target = shelf / "_history" / f"unfinished-{sha256(leftover.encode())[:16]}.bin"
        return self._from_here(target) if take(path, target) else ""

    def open_intents(self, *, recent: bool = False) -> tuple[Begun, ...]:
        """What journals say was begun and do not say is done; in all, or of late."""
        folder = self.root / "_system" / "log"
        return begun(recent_lines(folder) if recent else every_line(folder))

    def stands(self, intent: Begun) -> bool:
        """Whether what was to come of an intent stands in its case."""
        folder = self._folder(intent.case)
        found = (p for p in folder.rglob("*") if p.parent.name != "_history")
        return bool(intent.after) and any(
            path.is_file()
            and not is_away(path)
            and sha256(path.read_bytes()) == intent.after
            for path in found
        )

    def unlogged(self) -> Mapping[str, str]:
        """Documents that no journal knows: from the workspace, with their hashes."""
        known = {
            str(line.get("after"))
            for raw in read_logs(self.root / "_system" / "log").values()
            for line in chain(raw).lines
        }
        found = {}
        for path in (p for pattern in MADE for p in sorted(self.root.glob(pattern))):
            litter = path.name.startswith((".", "~$")) or is_away(path)
            if path.is_file() and not litter and path.suffix in {".docx", ".pdf"}:
                sha = sha256(path.read_bytes())
                if sha not in known:
                    found[self._from_here(path)] = sha
        return found

    def forgotten(self) -> int:
        """How many half-written files of other programs are a week old or older."""
        paths = (
            Path(parent, name)
            for top in TOPS
            for parent, _, names in os.walk(self.root / top)
            for name in names
            if OTHERS.fullmatch(name.lower()) and not TEMPORARY.fullmatch(name)
        )
        return sum(_age(path) > A_WEEK for path in paths)

    def _shelves(self, case: str) -> Iterator[Path]:
        """The folders that keep a history of their own."""
        if not (self.root / "config").is_dir():
            raise WorkspaceUnreachable
        if case:
            yield from (f for f in (self._folder(case),) if f.is_dir())
            return
        for pattern in SHELVES:
            yield from sorted(p for p in self.root.glob(pattern) if p.is_dir())

    def _folder(self, case: str) -> Path:
        if case and (self.root / "tenders" / case).is_dir():
            return self.root / "tenders" / case
        shared = case in ("governance", "tenders")
        return self.root / (case if shared else f"cases/{case}")

    def _from_here(self, path: Path) -> str:
        return path.relative_to(self.root).as_posix()


def _is_left(path: Path) -> bool:
    """Whether a file is one of ours that its writer cannot be at any more."""
    match = TEMPORARY.fullmatch(path.name)
    if match is None:
        return False
    mark = match[1] or match[2]
    ended = is_gone(mark) if mark else True
    if ended is not None:
        return ended
    return _age(path) > OLD


def _age(path: Path) -> float:
    """Seconds since a file was written, by the clock that its computer had; 0 if gone.

    Enough to tell of a file or to put it by; nothing is removed because of it.
    """
    with suppress(OSError):
        return time.time() - path.lstat().st_mtime
    return 0.0


def _parents(history: Path) -> set[str]:
    """The names of the folders whose files an unfinished change left aside."""
    names = [path.name for path in history.iterdir()] if history.is_dir() else []
    return {match[1] for match in map(ASIDE.fullmatch, names) if match}
