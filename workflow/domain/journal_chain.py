"""Whether the logs of all writers hold together (reliability 3.4).

Each line carries the hash of the line before it, and what its writer had last seen of
the other logs. So whatever is changed, taken out or cut off shows: in the log itself,
or in another one that witnessed it. A last line without its end is what a crash leaves,
and no tampering.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import cast

START = "0" * 64
"""What the first line of a log has in the place of an earlier hash."""

HASH = 32  # bytes

Line = Mapping[str, object]


@dataclass(frozen=True)
class Head:
    """The last line of one log: its number and its hash."""

    log: str
    seq: int
    hash: str


@dataclass(frozen=True)
class Broken:
    """The first line of a log that does not hold, and why in plain words."""

    log: str
    line: int
    why: str


def changed_log(fault: Broken) -> str:
    """What to tell people of a log that does not hold."""
    return (
        f"CHANGED: {fault.log} line {fault.line}: {fault.why}. The cases are not"
        " touched; tell your safeguarding lead, and keep a copy of _system."
    )


@dataclass(frozen=True)
class Chain:
    """The lines of one log that hold, and where it breaks.

    `broken` is the number of the first line that does not hold, `torn` whether the
    log ends in half a line.
    """

    lines: tuple[Line, ...]
    broken: int | None = None
    torn: bool = False

    @property
    def hash(self) -> str:
        """The hash of the last line that holds."""
        return str(self.lines[-1]["hash"]) if self.lines else START

    @property
    def lamport(self) -> int:
        """The highest Lamport number in it."""
        return max((number(line, "lam") for line in self.lines), default=0)


def canonical(line: Line) -> bytes:
    """The one way to write a line, without its end."""
    return json.dumps(line, sort_keys=True, separators=(",", ":")).encode()


def own_hash(line: Line) -> str:
    """The hash of a line, leaving out the one that it carries itself."""
    rest = {key: value for key, value in line.items() if key != "hash"}
    return hashlib.sha256(canonical(rest)).hexdigest()


def number(line: Line, key: str) -> int:
    """A whole number in a line; 0 when there is none."""
    value = line.get(key)
    return value if isinstance(value, int) else 0


def lines_in(raw: bytes) -> Iterator[bytes]:
    """The lines of a log with their ends, as a file gives them."""
    *whole, rest = raw.split(b"\n")
    yield from (text + b"\n" for text in whole)
    if rest:
        yield rest


def chain(raw: bytes) -> Chain:
    """The lines of a log, up to the first that does not hold."""
    lines: list[Line] = []
    for line in _sound(lines_in(raw)):
        if line is None:
            return Chain(tuple(lines), broken=len(lines) + 1)
        lines.append(line)
    return Chain(tuple(lines), torn=raw != b"" and not raw.endswith(b"\n"))


def _sound(lines: Iterable[bytes]) -> Iterator[Line | None]:
    """Each line of a log that holds, in order; None at the first that does not.

    Half a line at its end, or one without its end, is left out: a crash leaves that.
    """
    last, place = START, 1
    for text in lines:
        line = _line(text.removesuffix(b"\n"), last, place)
        if not text.endswith(b"\n"):
            if not (line or _half(text)):
                yield None
            return
        yield line
        if line is None:
            return
        last, place = str(line["hash"]), place + 1


def heads(logs: Mapping[str, Iterable[bytes]]) -> tuple[Head, ...]:
    """The last sound line of each log, in order of name; `logs` are their lines."""
    by_name = sorted(logs.items(), key=lambda log: log[0])
    found = ((name, _walked(name, lines)) for name, lines in by_name)
    return tuple(Head(name, len(w), w.hash_of(len(w))) for name, w in found if len(w))


def seal(found: Iterable[Head]) -> str:
    """One short line that stands for some heads, to be printed on paper.

    How many logs and lines, and 32 characters that change when any of them does.
    """
    ends = sorted(found, key=lambda head: head.log)
    text = "\n".join(f"{head.log} {head.seq} {head.hash}" for head in ends)
    sha = hashlib.sha256(text.encode()).hexdigest()
    groups = " ".join(sha[place : place + 4] for place in range(0, 32, 4))
    lines = sum(head.seq for head in ends)
    return f"{len(ends)} logs, {lines} lines, {groups}"


def witnessed(line: Line) -> Iterator[Head]:
    """What the writer of a line had seen of other logs."""
    seen = line.get("seen")
    for log, head in seen.items() if isinstance(seen, dict) else ():
        seq, own = head
        yield Head(log, seq, own)


@dataclass(frozen=True)
class Glance:
    """What a log says of itself, believed as it stands: its end, and what it saw."""

    seq: int
    hash: str
    lamport: int
    seen: frozenset[Head]


def glance(lines: Iterable[bytes]) -> Glance | None:
    """A quick look at a log, many times as fast as `chain`; None when it says nothing.

    `lines` are its lines as a file gives them: it is gone through once, and never there
    as a whole. Good for telling what is new. Whether a log holds, `faults` tells.
    """
    text, seen = b"", set[Head]()
    try:
        for line in lines:
            if not line.endswith(b"\n"):
                break  # half a line: somebody is writing it, or was cut off
            text = line
            if b'"seen"' in line:
                seen.update(_safe(json.loads(line)))
        last = json.loads(text)
        at = (int(last["seq"]), str(last["hash"]), number(last, "lam"))
        return Glance(*at, frozenset(seen))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def unwitnessed(logs: Mapping[str, Glance]) -> dict[str, Head]:
    """The heads that no other log has seen yet: what a new line must witness."""
    seen = frozenset[Head]().union(*(found.seen for found in logs.values()))
    ends = {name: Head(name, found.seq, found.hash) for name, found in logs.items()}
    return {name: head for name, head in ends.items() if head not in seen}


def faults(
    logs: Mapping[str, Iterable[bytes]], kept: Iterable[Head] = ()
) -> tuple[Broken, ...]:
    """The first broken line of every log that does not hold.

    `logs` maps `HOST/FILE` to its lines as a file gives them; each is gone through
    once, and of a line nothing is kept but its hash. `kept` are heads that were written
    down elsewhere: printed in a report, or remembered by a computer.
    """
    walks = {name: _walked(name, lines) for name, lines in logs.items()}
    found = {name: walk.fault for name, walk in walks.items() if walk.fault}
    seen = {head for walk in walks.values() for head in walk.seen}
    for head in sorted({*seen, *kept}, key=lambda h: (h.log, h.seq)):
        if head.log not in found:
            fault = _against(head, walks.get(head.log))
            if fault:
                found[head.log] = fault
    return tuple(found[name] for name in sorted(found))


@dataclass
class _Walk:
    """What is known of a log that was gone through; `hashes` are of its lines."""

    hashes: bytearray = field(default_factory=bytearray)
    seen: set[Head] = field(default_factory=set)
    fault: Broken | None = None

    def __len__(self) -> int:
        """How many lines hold."""
        return len(self.hashes) // HASH

    def hash_of(self, seq: int) -> str:
        """The hash of a line that holds."""
        return self.hashes[(seq - 1) * HASH : seq * HASH].hex()


def _walked(name: str, lines: Iterable[bytes]) -> _Walk:
    """Go through a log, up to the first line that does not hold."""
    walk, stray = _Walk(), None
    host, _, file = name.partition("/")
    for place, line in enumerate(_sound(lines), start=1):
        if line is None:
            why = "this line was changed, or one before it"
            walk.fault = Broken(name, place, why)
            return walk
        walk.hashes += bytes.fromhex(str(line["hash"]))
        walk.seen.update(_safe(line))
        own = line.get("host") == host and str(line.get("instance")) in file
        stray = stray or (None if own else place)
    if stray:
        walk.fault = Broken(name, stray, "this line belongs to another log")
    return walk


def gone_back(
    logs: Mapping[str, Iterable[bytes]], seen: Iterable[Head]
) -> Broken | None:
    """The first log that has lost what was seen of it: the folder is an older one.

    `logs` are their lines, which can be gone through again.
    """
    for head in seen:
        lines = logs.get(head.log)
        if lines is None:
            return _against(head, None)
        there = sum(line.endswith(b"\n") for line in islice(lines, head.seq))
        if there < head.seq:
            return _against(head, _walked(head.log, lines))
    return None


def _against(head: Head, found: _Walk | None) -> Broken | None:
    """Whether a log still holds what was seen of it."""
    if found is None:
        return Broken(head.log, 1, "the whole log is gone")
    if head.seq > len(found):
        return Broken(head.log, len(found) + 1, "the end of the log is gone")
    if found.hash_of(head.seq) != head.hash:
        return Broken(head.log, head.seq, "this line was replaced")
    return None


def _line(text: bytes, last: str, place: int) -> Line | None:
    """A line that holds; None when it does not."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(line, dict) or canonical(line) != text:
        return None
    chained = line.get("prev") == last and line.get("seq") == place
    if not chained or line.get("hash") != own_hash(line):
        return None
    return cast("Line", line)


def _half(text: bytes) -> bool:
    """Whether this is the beginning of a line, and nothing more."""
    try:
        json.JSONDecoder().raw_decode(text.decode())
    except UnicodeDecodeError:
        return False
    except (ValueError, RecursionError):
        return text.startswith(b"{"[: len(text)])
    return False


def _safe(line: Line) -> tuple[Head, ...]:
    """What a line witnessed; nothing when it was written in a way we do not know."""
    try:
        return tuple(witnessed(line))
    except (TypeError, ValueError):
        return ()


@dataclass(frozen=True)
class Begun:
    """Something that a log says was begun: where it says so, and what it was."""

    log: str
    line: int
    action: str
    case: str
    after: str


def begun(logs: Mapping[str, Iterable[bytes]]) -> tuple[Begun, ...]:
    """Every intent that no log says is done, in order of the logs.

    `logs` are their lines; each log is gone through once, and of what is done nothing
    is kept.
    """
    left: dict[tuple[str, int], Begun] = {}
    done_before: set[tuple[str, int]] = set()
    for name, lines in sorted(logs.items(), key=lambda log: log[0]):
        for line in _steps(lines):
            own = (name, number(line, "seq"))
            of = (str(line.get("in", name)), number(line, "of"))
            if line["step"] == "intent" and own not in done_before:
                said = (str(line.get(what)) for what in ("action", "case", "after"))
                left[own] = Begun(*own, *said)
            elif line["step"] == "done" and left.pop(of, None) is None:
                done_before.add(of)
    return tuple(left.values())


DONE = frozenset({"CREATED", "UPDATED", "IDENTICAL", "found_done"})


def came_to_stand(logs: Mapping[str, bytes], case: str, after: str) -> bool:
    """Whether the logs say that something with this hash came to stand in a case."""
    told = {n: tuple(_steps(raw.split(b"\n"))) for n, raw in logs.items()}
    done = {
        (str(line.get("in", name)), number(line, "of"))
        for name, lines in told.items()
        for line in lines
        if line["step"] == "done" and line.get("result") in DONE
    }
    return any(
        (name, number(line, "seq")) in done
        for name, lines in told.items()
        for line in lines
        if (line.get("case"), line.get("after")) == (case, after)
    )


def _steps(lines: Iterable[bytes]) -> Iterator[Line]:
    """The lines that tell of a step, believed as they stand."""
    for text in lines:
        line = _plainly(text) if b'"step"' in text else None
        if line and "step" in line:
            yield line


def _plainly(text: bytes) -> Line | None:
    """A line as it stands, whether it holds or not."""
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return line if isinstance(line, dict) else None
