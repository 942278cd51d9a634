"""The chained log, one file for each writer: codes and hashes (reliability 3.4)."""

import errno
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from workflow.adapters.computer_name import this_computer
from workflow.adapters.deadlines import bounded, step
from workflow.adapters.reserve import with_reserve
from workflow.adapters.safe_files import make_folder
from workflow.domain.journal_chain import (
    START,
    Broken,
    Glance,
    Head,
    canonical,
    chain,
    faults,
    glance,
    own_hash,
    seal,
    unwitnessed,
)
from workflow.domain.journal_chain import heads as heads_of
from workflow.services.ports import Intent

T = TypeVar("T")

CODE = re.compile(r"[A-Za-z0-9._+-]{0,80}")
LOG_NAME = re.compile(r"\d{4}-\d{2}-.+\.jsonl")
MONTH = len("2026-11")
VERSION = 2
OFTEN = 30.0  # seconds after which the other logs are looked at again
END = 1 << 16  # bytes at the end of a log that hold its last lines
RECENT = 2  # months with logs whose heads may still wait for a witness


class Journal:
    """Appends to the log of one run of the program; every line is on disk at once."""

    def __init__(
        self,
        folder: Path,
        host: str,
        instance: str,
        now: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin a new file below `folder`; `now` gives local time with its offset.

        `clock` counts seconds: the other logs are witnessed now and then.
        """
        self._who = {"host": _code(host), "instance": _code(instance)}
        self._now, self._clock = now, clock
        self._seq, self._last, self._lamport = 0, START, 0
        self._size = 0
        self._lock = threading.Lock()
        self._folder = folder
        self.month = now()[:MONTH]
        self.name = f"{host}/{self.month}-{instance}.jsonl"
        self.generation = 0
        for each in (folder.parent, folder, folder / host):
            make_folder(each)
        self._others = _Others(folder, self.name)
        first = self._others.first_look()
        torn = dict(_torn(folder / host))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        path = self._path = folder / self.name
        flags |= getattr(os, "O_BINARY", 0)
        self._file = _opened(path, flags)
        self._looked = clock()
        self._write({"action": "opened", "torn": torn}, first)

    def __enter__(self) -> Self:
        """Go on with this journal."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def intend(
        self, action: str, case: str, role: str, before: str = "", after: str = ""
    ) -> int:
        """Say what is about to be done to which file of which case; the line's number.

        Only codes and hashes (`before` and `after`, SHA-256); anything else raises
        `ValueError`.
        """
        return self.intend_all([Intent(action, case, role, before, after)])[0]

    def intend_all(self, intents: Sequence[Intent]) -> tuple[int, ...]:
        """Say several things that are about to be done, kept at once; see `intend`."""
        return self._write_all([_intent(intent) for intent in intents])

    def done(self, intent: int, result: str, log: str = "") -> int:
        """Say what became of an intent, in one code; the line's number.

        `log` names the log of the intent, when it is another one.
        """
        return self.done_of([(intent, result, log)])[0]

    def done_all(self, done: Sequence[tuple[int, str]]) -> tuple[int, ...]:
        """Say what became of several intents, kept at once; see `done`."""
        return self.done_of([(*each, "") for each in done])

    def done_of(self, done: Sequence[tuple[int, str, str]]) -> tuple[int, ...]:
        """The same, each with the log of its intent; "" for this one."""
        return self._write_all([_done(*each) for each in done])

    def witness(self) -> int:
        """Write down what has happened in the other logs; the line's number."""
        return self._write({"action": "witnessed"}, self._others.look())

    def _write(
        self, facts: dict[str, object], seen: Mapping[str, Head] | None = None
    ) -> int:
        return self._write_all([facts], seen)[0]

    def _write_all(
        self,
        several: Sequence[Mapping[str, object]],
        seen: Mapping[str, Head] | None = None,
    ) -> tuple[int, ...]:
        """Write some lines, which are on the disk together; their numbers."""
        with self._lock:
            looked = self._seen() if seen is None else seen
            lamport = max(self._lamport, self._others.lamport)
            last, lines = self._last, []
            for number, facts in enumerate(several, start=1):
                line = {"v": VERSION, "seq": self._seq + number, "prev": last}
                line |= {"lam": lamport + number, "at": self._now()}
                line |= {**self._who, **facts}
                if self.generation:
                    line["gen"] = self.generation
                if looked and number == 1:
                    line["seen"] = {n: [h.seq, h.hash] for n, h in looked.items()}
                last = own_hash(line)
                lines.append(canonical({**line, "hash": last}) + b"\n")
            text = b"".join(lines)
            _append(self._file, text, self._path, self._size)
            self._size += len(text)
            first, self._last = self._seq + 1, last
            self._seq += len(lines)
            self._lamport = lamport + len(lines)
            return tuple(range(first, self._seq + 1))

    def _seen(self) -> Mapping[str, Head]:
        if self._clock() - self._looked < OFTEN:
            return {}
        self._looked = self._clock()
        return self._others.look()


class _Others:
    """What is known of the logs of other runs and other computers."""

    def __init__(self, folder: Path, own: str) -> None:
        self._folder, self._own = folder, own
        self._sizes: dict[str, int] = {}
        self.lamport = 0

    def first_look(self) -> Mapping[str, Head]:
        """The heads that no log has witnessed yet."""
        return self._kept(unwitnessed(dict(self._read(Lines))))

    def look(self) -> Mapping[str, Head]:
        """The heads of the logs that have grown since the last look."""
        ends = self._read(_last_lines)
        found = {name: Head(name, g.seq, g.hash) for name, g in ends}
        return self._kept(found)

    def _kept(self, seen: Mapping[str, Head]) -> Mapping[str, Head]:
        """The same, once they are on the disk: a power cut must not belie us."""
        for name in seen:
            with suppress(OSError):
                handle = os.open(self._folder / name, os.O_RDONLY)
                try:
                    os.fsync(handle)
                finally:
                    os.close(handle)
        return seen

    def _read(
        self, lines: Callable[[Path], Iterable[bytes]]
    ) -> Iterator[tuple[str, Glance]]:
        """The recent logs that are new or have grown."""
        for name in _recent(_names(self._folder)):
            path = self._folder / name
            with suppress(OSError):
                size = path.stat().st_size
                if name == self._own or self._sizes.get(name) == size:
                    continue
                self._sizes[name] = size
                found = glance(lines(path))
                if found:
                    self.lamport = max(self.lamport, found.lamport)
                    yield name, found


class RunLog:
    """The log of this run of the program; its file begins with the first act.

    `generation` is that of the lease held, 0 without one; each line carries it. In a
    new month, and after a line that the disk did not take, a new file is begun. Several
    threads may write: the pages, and the watching beside them.
    """

    def __init__(self, folder: Path, now: Callable[[], str]) -> None:
        """Write below `folder` when something is done; `now` gives the local time."""
        self._folder = folder
        self._now = now
        self._one_by_one = threading.RLock()
        self._journal: Journal | None = None
        self._waiting: dict[int, tuple[Journal, int]] = {}
        self._number = 0
        self.generation = 0

    def intend(
        self, action: str, case: str, role: str, before: str = "", after: str = ""
    ) -> int:
        """Say what is about to be done; see `Journal.intend`."""
        return self.intend_all([Intent(action, case, role, before, after)])[0]

    def intend_all(self, intents: Sequence[Intent]) -> tuple[int, ...]:
        """Say what is about to be done together; see `Journal.intend_all`."""
        with self._one_by_one:
            journal = self._open()
            lines = self._kept(lambda: journal.intend_all(intents))
            first = self._number + 1
            self._number += len(lines)
            numbers = tuple(range(first, self._number + 1))
            waiting = ((journal, line) for line in lines)
            self._waiting.update(zip(numbers, waiting, strict=True))
            return numbers

    def done(self, intent: int, result: str) -> int:
        """Say what became of an intent; see `Journal.done`."""
        return self.done_all([(intent, result)])[0]

    def done_all(self, done: Sequence[tuple[int, str]]) -> tuple[int, ...]:
        """Say what became of several intents; see `Journal.done_all`."""
        with self._one_by_one:
            begun = [self._waiting[intent] for intent, _ in done]
            journal = self._open()
            told = []
            for (wrote, line), (intent, result) in zip(begun, done, strict=True):
                del self._waiting[intent]
                told.append((line, result, "" if wrote is journal else wrote.name))
            return self._kept(lambda: journal.done_of(told))

    def settled(self, log: str, line: int, result: str) -> int:
        """Say what became of an intent in the log of an earlier run."""
        with self._one_by_one:
            journal = self._open()
            return self._kept(lambda: journal.done(line, result, log))

    def close(self) -> None:
        """Close the file, if one was begun."""
        with self._one_by_one:
            journal, self._journal = self._journal, None
            if journal is not None:
                journal.close()

    def _open(self) -> Journal:
        journal = self._journal
        if journal and journal.month != self._now()[:MONTH] and not self._waiting:
            self.close()
        if self._journal is None:
            instance = secrets.token_hex(8)
            self._journal = Journal(self._folder, this_computer(), instance, self._now)
        self._journal.generation = self.generation
        return self._journal

    def _kept(self, write: Callable[[], T]) -> T:
        """Write a line; when half of it may stand there, never write behind it."""
        try:
            return write()
        except OSError:
            self.close()
            raise


def read_logs(folder: Path) -> dict[str, bytes]:
    """Every log below a folder, by `HOST/FILE`; one that cannot be read raises."""
    return {name: (folder / name).read_bytes() for name in _names(folder)}


@dataclass(frozen=True)
class Lines(Iterable[bytes]):
    """The lines of a log, one by one: a day of much work leaves very many."""

    path: Path

    def __iter__(self) -> Iterator[bytes]:
        """Each with its end."""
        with self.path.open("rb") as log:
            yield from log


def _last_lines(path: Path) -> Iterator[bytes]:
    """The last lines of a log: enough to know where it ends."""
    with path.open("rb") as log:
        begin = log.seek(0, os.SEEK_END) - END
        log.seek(max(begin, 0))
        if begin > 0:
            log.readline()
        yield from log


def recent_lines(folder: Path) -> dict[str, Lines]:
    """The lines of the logs of the last months, by `HOST/FILE`."""
    return {name: Lines(folder / name) for name in _recent(_names(folder))}


def every_line(folder: Path) -> dict[str, Lines]:
    """The lines of every log, likewise."""
    return {name: Lines(folder / name) for name in _names(folder)}


def named_lines(folder: Path, names: Iterable[str]) -> dict[str, Lines]:
    """Those of some logs that are there, likewise."""
    found = {name: Lines(folder / name) for name in names}
    return {name: lines for name, lines in found.items() if lines.path.is_file()}


def heads(folder: Path) -> tuple[Head, ...]:
    """The head of every log, to be written down where no one can reach both."""
    return heads_of(every_line(folder))


def month_seal(folder: Path, month: str) -> str:
    """The seal of a month, `2026-10`, that is over; "" when it is not, or is empty.

    It is over when a log of a later month was begun.
    """
    names = _names(folder)
    mine = [name for name in names if _month(name) == month]
    if not mine or max(map(_month, names)) <= month:
        return ""
    return seal(heads_of({name: Lines(folder / name) for name in mine}))


def recent_heads(folder: Path) -> tuple[Head, ...]:
    """The heads of the logs of the last months, believed as they stand."""
    logs = recent_lines(folder)
    found = ((name, glance(lines)) for name, lines in sorted(logs.items()))
    return tuple(Head(name, g.seq, g.hash) for name, g in found if g)


def verify(folder: Path, kept: tuple[Head, ...] = ()) -> tuple[Broken, ...]:
    """The first broken line of every log that does not hold; see `faults`."""
    return faults(every_line(folder), kept)


def broken_at(raw: bytes) -> int | None:
    """The number of the first line that breaks the chain; None when it holds."""
    return chain(raw).broken


def _names(folder: Path) -> list[str]:
    """The logs below a folder, as `HOST/FILE`, in order of name."""
    found = (path for path in folder.glob("*/*.jsonl") if LOG_NAME.fullmatch(path.name))
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _recent(names: list[str]) -> list[str]:
    months = sorted({_month(name) for name in names})[-RECENT:]
    return [name for name in names if _month(name) in months]


def _month(name: str) -> str:
    return name.partition("/")[2][:MONTH]


@bounded
def _append(file: int, line: bytes, path: Path, at: int) -> None:
    """Write behind the byte `at`, and read it back: a full disk may never say so."""
    left = line
    while left:
        step()
        left = left[with_reserve(path, partial(os.write, file, left)) :]
    step()
    os.fsync(file)
    step()
    with path.open("rb") as kept:
        kept.seek(at)
        if kept.read() != line:
            raise OSError(errno.EIO, "The log was not kept as it was written.")


@bounded
def _opened(path: Path, flags: int) -> int:
    return with_reserve(path, lambda: os.open(path, flags, 0o666))


def _torn(folder: Path) -> Iterator[tuple[str, int]]:
    """Earlier files whose last line was cut off, with the byte where they end."""
    names = [f"{folder.name}/{p.name}" for p in folder.glob("*.jsonl")]
    for name in _recent(sorted(names)):
        with (folder.parent / name).open("rb") as log:
            size = log.seek(0, os.SEEK_END)
            log.seek(max(size - 1, 0))
            if size and log.read(1) != b"\n":
                yield name.partition("/")[2], size


def _intent(intent: Intent) -> dict[str, object]:
    """The facts of an intent. Raises `ValueError` for anything but codes and hashes."""
    return {"step": "intent", **{k: _code(v) for k, v in intent._asdict().items()}}


def _done(intent: int, result: str, log: str) -> dict[str, object]:
    """The facts of what became of an intent."""
    facts: dict[str, object] = {"step": "done", "of": intent, "result": _code(result)}
    return facts | ({"in": log} if log else {})


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise ValueError("A journal takes codes and hashes only.")
    return text
