"""The inbox: filled forms are dropped there, claimed by one program, and never lost.

Claiming, the imported, the refused and the duplicates of the reliability page, 3.7.
"""

import errno
import json
import os
import re
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from workflow.adapters.computer_name import dashed_name
from workflow.adapters.own_disk import alive
from workflow.adapters.placeholders import is_away, stood_for
from workflow.adapters.safe_files import (
    NameTaken,
    move,
    place,
    remove_copy,
    sha256,
    take,
)
from workflow.domain.filled_forms import LARGEST, TOO_LARGE, FormNotRead
from workflow.services.ports import Claim, ImportNote

LITTER = re.compile(
    r"\..*|~.*|.*~|.*\.(tmp|lock|swp|part|crdownload|filepart)|thumbs\.db|desktop\.ini",
    re.IGNORECASE,
)
CLAIMED = re.compile(r"([0-9a-f]{16})~([A-Za-z0-9-]{0,40})~(\d+)~(.+)")
LONGEST_NAME = 100
QUIET = 1.0  # seconds in which a file that is still arriving would change
LONGER = 8.0  # seconds for a file that does not end as it should
ENDINGS = {b"{": b"}", b"<": b">"}
MOST_OF_A_NAME = 10_000
TAIL = 2048  # bytes


@dataclass(frozen=True)
class Inbox:
    """The inbox of one workspace; `pause` waits some seconds."""

    root: Path
    pause: Callable[[float], None] = time.sleep

    @property
    def folder(self) -> Path:
        """Where forms are dropped."""
        return self.root / "inbox"

    def settled(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The files that have arrived whole, and those that are still arriving."""
        before = dict(self._looks())
        if not before:
            return (), ()
        self.pause(QUIET)
        after = dict(self._looks())
        same = {name for name, look in after.items() if before.get(name) == look}
        ended = {name for name in same if after[name][1]}
        if same - ended:
            self.pause(LONGER)
            later = dict(self._looks())
            ended |= {name for name in same if later.get(name) == after[name]}
        arriving = sorted(after.keys() - ended)
        return tuple(sorted(ended)), tuple(arriving)

    def claim(self, name: str) -> Claim | None:
        """Take a file for ourselves; None when another program was first."""
        unique = secrets.token_hex(8)
        kept = f"{unique}~{dashed_name()}~{os.getpid()}~{_short(name)}"
        if not take(self.folder / name, self.folder / "_claimed" / kept):
            return None
        return Claim(unique, name, kept)

    def left(self) -> tuple[Claim, ...]:
        """What was claimed by a program that did not finish."""
        folder = self.folder / "_claimed"
        names = sorted(p.name for p in folder.iterdir()) if folder.is_dir() else []
        found = (CLAIMED.fullmatch(name) for name in names)
        return tuple(
            Claim(match[1], match[4], match[0])
            for match in found
            if match and not _alive(match[2], int(match[3]))
        )

    def content(self, claim: Claim) -> bytes | None:
        """The bytes of a claimed file; None when another program has finished it.

        Raises `FormNotRead` when it is too large to be read at all.
        """
        try:
            with self._claimed(claim).open("rb") as file:
                fits = os.fstat(file.fileno()).st_size <= LARGEST
                content = file.read(LARGEST + 1) if fits else b""
        except FileNotFoundError:
            return None
        if not fits or len(content) > LARGEST:
            raise FormNotRead(TOO_LARGE)
        return content

    def finish(self, claim: Claim, original: str) -> None:
        """Take the claimed file away: its bytes stand under `original` for good."""
        remove_copy(self._claimed(claim), (self.root / original,))

    def set_aside(self, claim: Claim) -> str:
        """Move a file that was imported before to the duplicates; its new name."""
        folder = self.folder / "_duplicates"
        name = _first_free(
            claim.name, lambda name: move(self._claimed(claim), folder / name)
        )
        return f"_duplicates/{name}"

    def refuse(self, claim: Claim, reason: str) -> str:
        """Move a file that cannot be used, with the reason beside; its new name."""
        folder = self.folder / "_refused"

        def refuse_as(name: str) -> None:
            place(folder / f"{name}.txt", f"{reason}\n".encode())
            move(self._claimed(claim), folder / name)

        return f"_refused/{_first_free(claim.name, refuse_as)}"

    def _claimed(self, claim: Claim) -> Path:
        return self.folder / "_claimed" / claim.kept

    def note(self, sha: str) -> ImportNote | None:
        """What came of a file with these bytes that was imported before."""
        try:
            found = json.loads(self._note(sha).read_bytes())
            return ImportNote(**{**found, "answers": int(found["answers"])})
        except FileNotFoundError:
            return None
        except (ValueError, TypeError, KeyError):
            return None

    def keep_note(self, note: ImportNote) -> None:
        """Write down, once and for all, that a file was imported."""
        text = json.dumps(asdict(note), sort_keys=True, separators=(",", ":"))
        with suppress(NameTaken):  # another program imported the same bytes
            place(self._note(note.sha256), text.encode())

    def _note(self, sha: str) -> Path:
        return self.root / "_system" / "imports" / f"{sha}.json"

    def _looks(self) -> Iterator[tuple[str, tuple[str, bool]]]:
        """Every file dropped: the hash of what there is of it, and whether it ends.

        One that is still in the cloud is still arriving.
        """
        try:
            entries = sorted(self.folder.iterdir())
        except FileNotFoundError:
            return
        for path in entries:
            if LITTER.fullmatch(path.name) or path.is_symlink() or not path.is_file():
                continue
            if is_away(path) or stood_for(path.name):
                yield path.name, (secrets.token_hex(8), False)
                continue
            try:
                yield path.name, _look(path)
            except OSError:
                yield path.name, (secrets.token_hex(8), False)


def _look(path: Path) -> tuple[str, bool]:
    """The hash of a file, and whether it ends as its kind does.

    Of one that is too large to be used, size, time, beginning and end stand for it.
    """
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        if status.st_size <= LARGEST:
            content = file.read(LARGEST + 1)
            return sha256(content), _ends(content)
        start = file.read(TAIL)
        file.seek(-TAIL, os.SEEK_END)
        ends = start + file.read(TAIL)
    facts = f"{status.st_size} {status.st_mtime_ns} "
    return sha256(facts.encode() + ends), _ends(ends)


def _ends(content: bytes) -> bool:
    """Whether a file ends as its kind does; what is of no kind of ours, does."""
    start = content[:TAIL].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"%PDF"):
        return b"%%EOF" in content[-TAIL:]
    for mark, end in ENDINGS.items():
        if start.startswith(mark):
            return content.rstrip().endswith(end)
    return bool(content)


def _first_free(name: str, act: Callable[[str], None]) -> str:
    """The first of a name, and the same with a number, under which `act` succeeds."""
    short = Path(_short(name))
    for number in range(1, MOST_OF_A_NAME):
        tried = short.name if number == 1 else f"{short.stem} ({number}){short.suffix}"
        try:
            act(tried)
        except NameTaken:
            continue
        return tried
    raise NameTaken(errno.EEXIST, "Too many files have this name.")


def _short(name: str) -> str:
    """A name that every share takes, with its ending."""
    path = Path(re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name))
    return f"{path.stem[:LONGEST_NAME].rstrip('. ')}{path.suffix[:12]}" or "form"


def _alive(host: str, process: int) -> bool:
    """Whether a claim belongs to a program of this computer that still runs."""
    if host != dashed_name() or process == os.getpid():
        return False
    return os.name != "nt" and alive(process)


def refusals(root: Path) -> Iterator[tuple[str, str]]:
    """The files that could not be used, by name, each with why in plain words."""
    folder = root / "inbox" / "_refused"
    for note in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        refused = note.with_suffix("")
        if refused.is_file():  # else it is a text file that was itself refused
            told = note.read_text(encoding="utf-8", errors="replace")
            yield refused.name, told.strip()
