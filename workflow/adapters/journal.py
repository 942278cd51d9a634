"""The chained log, one file for each writer: codes and hashes (reliability 3.4)."""

import hashlib
import json
import os
import platform
import re
import secrets
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

CODE = re.compile(r"[A-Za-z0-9._+-]{0,80}")
NOT_CODE = re.compile(r"[^A-Za-z0-9._+-]+")
LONGEST_HOST = 40
START = "0" * 64
VERSION = 1


class Journal:
    """Appends to the log of one run of the program; every line is on disk at once."""

    def __init__(
        self, folder: Path, host: str, instance: str, now: Callable[[], str]
    ) -> None:
        """Begin a new file below `folder`; `now` gives local time with its offset."""
        self._who = {"host": _code(host), "instance": _code(instance)}
        self._now = now
        self._seq, self._last = 0, START
        place = folder / host
        place.mkdir(parents=True, exist_ok=True)
        torn = tuple(_torn(place))
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        path = place / f"{now()[:7]}-{instance}.jsonl"
        self._file = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o666)
        self._write({"action": "opened", "torn": dict(torn)})

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
        os.close(self._file)

    def intend(
        self, action: str, case: str, role: str, before: str = "", after: str = ""
    ) -> int:
        """Say what is about to be done to which file of which case; the line's number.

        Only codes and hashes (`before` and `after`, SHA-256); anything else raises
        `ValueError`.
        """
        facts = {"case": case, "role": role, "before": before, "after": after}
        coded = {key: _code(value) for key, value in facts.items()}
        return self._write({"step": "intent", "action": _code(action), **coded})

    def done(self, intent: int, result: str) -> int:
        """Say what became of an intent, in one code; the line's number."""
        return self._write({"step": "done", "of": intent, "result": _code(result)})

    def _write(self, facts: dict[str, object]) -> int:
        self._seq += 1
        common = {"v": VERSION, "seq": self._seq, "at": self._now(), "prev": self._last}
        line = {**common, **self._who, **facts}
        self._last = _own(line)
        _append(self._file, _canonical({**line, "hash": self._last}) + b"\n")
        return self._seq


class RunLog:
    """The log of this run of the program; its file begins with the first act."""

    def __init__(self, folder: Path, now: Callable[[], str]) -> None:
        """Write below `folder` when something is done; `now` gives the local time."""
        self._folder = folder
        self._now = now

    @cached_property
    def _journal(self) -> Journal:
        host = NOT_CODE.sub("-", platform.node())[:LONGEST_HOST] or "unnamed"
        return Journal(self._folder, host, secrets.token_hex(8), self._now)

    def intend(
        self, action: str, case: str, role: str, before: str = "", after: str = ""
    ) -> int:
        """Say what is about to be done; see `Journal.intend`."""
        return self._journal.intend(action, case, role, before, after)

    def done(self, intent: int, result: str) -> int:
        """Say what became of an intent; see `Journal.done`."""
        return self._journal.done(intent, result)


def broken_at(raw: bytes) -> int | None:
    """The number of the first line that breaks the chain; None when it holds."""
    last = START
    for number, text in enumerate(raw.splitlines(keepends=True), 1):
        try:
            line = json.loads(text)
            own = line.pop("hash")
            sound = text.endswith(b"\n") and line["prev"] == last and own == _own(line)
        except (ValueError, KeyError, TypeError, AttributeError):
            return number
        if not sound:
            return number
        last = own
    return None


def _append(file: int, line: bytes) -> None:
    left = line
    while left:
        left = left[os.write(file, left) :]
    os.fsync(file)


def _torn(folder: Path) -> Iterator[tuple[str, int]]:
    """Earlier files whose last line was cut off, with the byte where they end."""
    for path in sorted(folder.glob("*.jsonl")):
        content = path.read_bytes()
        if content and not content.endswith(b"\n"):
            yield path.name, len(content)


def _own(line: dict[str, object]) -> str:
    return hashlib.sha256(_canonical(line)).hexdigest()


def _canonical(line: dict[str, object]) -> bytes:
    return json.dumps(line, sort_keys=True, separators=(",", ":")).encode()


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise ValueError("A journal takes codes and hashes only.")
    return text
