"""Says which cases changed: a scan of what files hold, that events only hurry.

A scan lists every input file and keeps one stamp for each case: names, sizes, times
and numbers of its files. A stamp that moved only says "read this one now"; what its
files hold decides. What looks unchanged is read again in turn, all of it within
`full_look`, because a change may keep size and time. Reliability 1a, 3.8.

An event about a file of a case brings a look at that case alone, and so does what was
seen once and has to hold still: what one edit costs does not depend on how many cases
there are.
"""

import hashlib
import math
import os
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from workflow.adapters.files_gone import gone_at_once, know, known_before, told
from workflow.adapters.guarded import guarded
from workflow.adapters.placeholders import is_away
from workflow.adapters.share_marker import mark, marked
from workflow.domain.errors import WorkspaceUnreachable
from workflow.services.troubles import explained

if TYPE_CHECKING:
    from workflow.adapters.hints import Listener

Row = tuple[str, int, int, int]

WATCHED = ("cases", "config", "templates", "governance", "tenders")
MADE = frozenset({"generated", "_history", "_receipts", "reports", "pack", "_drafts"})
MADE_FILE = re.compile(
    r"tenders/[^/]+/figures\.yaml|templates/[^/]+/.* \(faults\).*\.docx"
)
LITTER = re.compile(
    r"[.~].*|.*~|.*\.(tmp|lock|swp|part|crdownload)|thumbs\.db|desktop\.ini|4913"
    r"|@eadir|#recycle|\$recycle\.bin|lost\+found"
)
CASE = re.compile(r"SG-\d{4}-\d{3}")
EVERYTHING = frozenset({""})
GOVERNANCE = "governance"
UNSEEN: Row = ("", -1, -1, -1)
ELSEWHERE = -1  # the size of a file that is listed here and is not here
ENOUGH = 2.0  # seconds to let the observer end
NEAR = 0.02  # seconds between looks at single cases that events ask for
SEVERAL = 200  # cases that events tell of at once, above which all are looked at
HELD_BACK = 2  # times `quiet`, by which a scan gives way to single cases at most
STALLED = 3  # times `every`, after which a scan without an end is told of
MARGIN = 0.9  # of `full_look`: all is read again a little sooner
IF_MEANT = "stop watching and start it with: alongside watch --as-it-is"


@dataclass(frozen=True, slots=True)
class Area:
    """What is known of one case, or of the shared files of one kind.

    `stamp` stands for names, sizes and times, `content` for what the files hold ("" as
    long as nobody has read them), `made` for the documents that stand in it, `guarded`
    for those of them that were signed or given (0 when there are none).
    """

    stamp: int
    files: int
    content: str = ""
    made: int = 0
    guarded: int = 0


Snapshot = dict[str, Area]
Guarded = Mapping[str, list[Row]]


def snapshot(root: Path) -> Snapshot:
    """Each case, and the shared files, by name; sizes and times, nothing read.

    `""` stands for the files that touch all cases, `governance` for those that touch
    no case. Raises `WorkspaceUnreachable` when the workspace, or its `config`, is not
    there: a share that went away is not a workspace whose files were deleted.
    """
    seen: Snapshot = {}
    for _ in listing(root, seen):
        pass
    return seen


def listing(root: Path, seen: Snapshot) -> Iterator[None]:
    """List everything into `seen`, resting after each case (see `snapshot`)."""
    shared: list[Row] = []
    beside: list[Row] = []
    looked_after = _guarded_rows(root)
    try:
        for top in WATCHED:
            if top == "cases":
                yield from _cases(str(root / top), seen, shared, looked_after)
            else:
                rows = beside if top in {"governance", "tenders"} else shared
                rows += _rows(str(root / top), top)
        os.listdir(root / "config")  # noqa: PTH208 - asks the share, stops at once
    except OSError:
        raise WorkspaceUnreachable from None
    seen[""], seen[GOVERNANCE] = _area(shared), _area(beside)


def some(root: Path, areas: Iterable[str]) -> Snapshot:
    """Those of some areas that are there. Raises `WorkspaceUnreachable`."""
    found, wanted = {}, frozenset(areas)
    looked_after = _guarded_rows(root, wanted)
    try:
        for area in wanted:
            folder = root / "cases" / area
            if not CASE.fullmatch(area):
                return {a: one for a, one in snapshot(root).items() if a in wanted}
            if folder.is_dir() and not folder.is_symlink():
                found[area] = _case_area(str(folder), looked_after.get(area))
        os.listdir(root / "config")  # noqa: PTH208 - as in `snapshot`
    except OSError:
        raise WorkspaceUnreachable from None
    return found


def changed(before: Snapshot, after: Snapshot) -> frozenset[str]:
    """The areas whose names, sizes or times differ."""
    either = before.keys() | after.keys()
    return frozenset(a for a in either if _stamp(before, a) != _stamp(after, a))


def content_of(root: Path, area: str) -> str:
    """The hash of what the files of an area hold, with their names."""
    found = hashlib.sha256()
    for relative in sorted(_files(root, area)):
        try:
            held = "elsewhere"
            if not is_away(root / relative):
                held = hashlib.sha256((root / relative).read_bytes()).hexdigest()
        except OSError:
            held = "unreadable"
        found.update(os.fsencode(relative) + f"\0{held}\n".encode())
    return found.hexdigest()


class Changes:
    """Watches a workspace; all times in seconds.

    It scans at least `every` so often, believes what two scans `quiet` apart agree
    on, and reads everything again within each `full_look`. `scans` counts the scans
    that came to an end, `read` the areas whose files were read.
    """

    def __init__(
        self,
        root: Path,
        every: float = 15.0,
        quiet: float = 0.5,
        full_look: float = 3600.0,
        clock: Callable[[], float] = time.monotonic,
        *,
        as_it_is: bool = False,
        ahead: bool = False,
    ) -> None:
        """Know how everything stands; `as_it_is` says that what is gone was meant.

        With `ahead` it comes back early, once, for what begins to stir.
        """
        self.root, self.every, self.quiet = root, every, quiet
        self.full_look, self.clock = full_look, clock
        self.away = False
        self.stalled = False
        self.held = ""
        self.scans, self.read = 0, 0
        self._mark, self._refused = b"", ""
        self._wake = threading.Event()
        self._stopped = False
        self._observer: Listener | None = None
        self._known: Snapshot = {}
        self._first: dict[str, Area | None] = {}
        self._since: dict[str, float] = {}
        self._hints: deque[str] = deque()
        self._near: set[str] = set()
        self._looked = clock()
        self._scan: _Scan | None = None
        self._hurried = self._gave_way = False
        self._all = False
        self._running: _Running | None = None
        self._owed = 0.0
        self._most: dict[str, int] | None = {} if as_it_is else None
        self._counted = clock()
        self._turn: Iterator[str] = iter(())
        self._ahead = ahead
        self._stirring: set[str] = set()
        self._begin()

    def __enter__(self) -> Self:
        """Begin to listen for events."""
        self._listen()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    @property
    def trouble(self) -> str:
        """In plain words why nothing is told just now; "" when all is well."""
        if self.stalled:
            return (
                f"The shared folder has not answered for {STALLED * self.every:.0f}"
                " seconds. Nothing is lost; watching goes on when it does."
            )
        if self.away and self._refused:
            return self._refused
        if self.away:
            return (
                "The shared folder cannot be reached, or another one stands in its"
                " place. Nothing is lost and nothing is made meanwhile; watching goes"
                " on by itself when it is back."
            )
        return self.held

    def settled(self, timeout: float) -> frozenset[str]:
        """What changed and is quiet again; nothing after `timeout` or `stop`.

        Raises what nobody foresaw in a look; all of it counts as changed after that.
        """
        until = self.clock() + timeout
        while not self._stopped:
            self._take_hints()
            now = self.clock()
            look = self._look_now(now)
            if look is not None and (found := self._timed_look(look)):
                return found
            if now >= until or (self._ahead and self._stirring):
                break
            self._rest(min(until, self._next()) - self.clock())
        return frozenset()

    def stirring(self) -> frozenset[str]:
        """The areas that were seen to change and must still hold still; told once."""
        found, self._stirring = self._stirring, set()
        return frozenset(found)

    def stop(self) -> None:
        """End at once, also for a thread that waits in `settled`."""
        self._stopped = True
        self._wake.set()
        self._deafen()

    def _begin(self) -> None:
        """Know how everything stands before anything is built from it."""
        now = self.clock()
        self._scanned, self._next_scan = now, now + self.every
        try:
            found = snapshot(self.root)
            ours = self._is_ours()
            told = {area: self._told(area, seen) for area, seen in found.items()}
        except (WorkspaceUnreachable, OSError):
            self._lose()
            return
        if not ours:
            self._lose()
            return
        self._known = told
        self.held = self._hold(found)

    def _rest(self, seconds: float) -> None:
        """Rest so long; a hint ends it."""
        self._wake.wait(max(0.0, seconds))

    def _take_hints(self) -> None:
        """What events tell of: single cases, or anything at all."""
        self._wake.clear()
        hinted = {self._hints.popleft() for _ in range(len(self._hints))}
        self._near |= {area for area in hinted if CASE.fullmatch(area)}
        if hinted - self._near or len(self._near) > SEVERAL:
            self._near.clear()
            self._hurried |= self._scan is not None  # it may have passed that already
            self._next_scan = min(self._next_scan, self._scanned + self.quiet)

    def _next(self) -> float:
        """When the next look is due; at once while a scan is under way."""
        return self._near_at(self.clock() if self._scan else self._scan_at)

    def _near_at(self, at_last: float) -> float:
        """When the next look at single cases is due."""
        times = [at_last]
        if self._one_by_one:
            times += [since + self.quiet for since in self._since.values()]
            times += [self._looked + NEAR] if self._near else []
        return min(times)

    @property
    def _scan_at(self) -> float:
        """When to scan: what soon has held still need not wait for a whole scan."""
        still = self._one_by_one and self._since
        return self._next_scan + (HELD_BACK * self.quiet if still else 0.0)

    @property
    def _one_by_one(self) -> bool:
        """Whether single cases may be looked at: nothing stands against everything."""
        return not (self.away or self._all or self.held)

    def _look_now(self, now: float) -> Callable[[], frozenset[str]] | None:
        """What to look at now: single cases first, by turns with a scan."""
        if self._scan is None and now >= self._scan_at:
            return self._look_on
        if self._scan and (self._gave_way or self._scans_alone(now)):
            self._gave_way = False
            return self._look_on
        self._gave_way = self._scan is not None
        return self._look_near(now) or (self._look_on if self._scan else None)

    def _scans_alone(self, now: float) -> bool:
        """Whether a scan that has given way for long gives way no more."""
        return self._scan is not None and now >= self._scan.began + self.every

    def _look_near(self, now: float) -> Callable[[], frozenset[str]] | None:
        """A look at single cases that is due now; None when there is none."""
        if not self._one_by_one:
            return None
        due = {a for a, since in self._since.items() if now >= since + self.quiet}
        if now >= self._looked + NEAR:
            due |= self._near
        self._near -= due
        return partial(self._look_at, frozenset(due)) if due else None

    def _look_at(self, areas: frozenset[str]) -> frozenset[str]:
        """Look at some areas; what two looks agree has changed since it was told."""
        try:
            new = some(self.root, areas)
            if not self._is_ours():
                raise WorkspaceUnreachable  # noqa: TRY301 - lost in either way
            if self._scan:
                self._scan.newer |= {area: new.get(area) for area in areas}
            self.held = self._hold(new, areas)
            if self.held:
                self._forget()
                return frozenset()
            return frozenset(
                area for area in areas if self._steady(area, new.get(area), again=False)
            )
        except (WorkspaceUnreachable, OSError):
            self._lose()
            return frozenset()
        finally:
            self._looked = self.clock()

    def _forget(self) -> None:
        """Forget what was seen once."""
        self._first, self._since = {}, {}

    def _timed_look(self, look: Callable[[], frozenset[str]]) -> frozenset[str]:
        """Look in a thread of its own: a dead drive may not answer for minutes."""
        if self._running is None:
            self._running = _Running(look)
        try:
            found = self._running.result(STALLED * self.every, lambda: self._stopped)
        except Exception:
            self._running, self.stalled = None, False
            self._begin_again()
            raise
        if found is None:
            self.stalled = not self._stopped
            return frozenset()
        self._running, self.stalled = None, False
        return found

    def _look(self) -> frozenset[str]:
        """Scan once, to its end; what two scans agree has changed since it was told."""
        scan = _Scan(self.clock())
        return _to_its_end(self._scanning(scan))

    def _look_on(self) -> frozenset[str]:
        """Scan until it ends, or until a single case is to be looked at first.

        Of what has been listed so far nothing is believed before the end.
        """
        if self._scan is None:
            self._scan = _Scan(self.clock())
            self._scan.steps = self._scanning(self._scan)
        scan = self._scan
        alone = self._scans_alone(self.clock()) or not self._one_by_one
        near_at = self._near_at(math.inf)
        try:
            next(scan.steps)
            while alone or not (self._wake.is_set() or self.clock() >= near_at):
                next(scan.steps)
        except StopIteration as end:
            self._scan = None
            return end.value or frozenset()
        return frozenset()

    def _scanning(self, scan: "_Scan") -> "_Steps":
        """Scan once, resting between small steps."""
        try:
            yield from listing(self.root, scan.seen)
        except WorkspaceUnreachable:
            self._lose()
            return frozenset()
        if not self._is_ours():
            self._lose()
            return frozenset()
        if self.away:
            self._return()
        try:
            found = yield from self._compare(scan)
        except OSError:  # it went while files were read
            self._lose()
            return frozenset()
        self._scanned, self.scans = self.clock(), self.scans + 1
        soon = (self._all and self._first) or self._hurried
        self._next_scan = self._scanned + (self.quiet if soon else self.every)
        self._hurried = False
        return found

    def _is_ours(self) -> bool:
        """Whether this is the share that we began with; the first one we see is."""
        self._refused = ""
        if not self._mark:
            try:
                self._mark = mark(self.root)
            except OSError as error:
                self._refused = str(explained(error))
        return bool(self._mark) and marked(self.root, self._mark)

    def _compare(self, scan: "_Scan") -> "_Steps":
        new = scan.newest()
        self.held = self._hold(new)
        if self.held:
            self._forget()
            return frozenset()
        if self._all:
            return self._everything(new)
        moved = changed(self._known, new) | self._first.keys()
        again = {a for a in self._in_turn(scan.began - self._scanned) if a in new}
        again -= moved
        found = set()
        for area in moved | again:
            ours = area not in scan.newer  # else it is looked at by itself
            if ours and self._steady(area, new.get(area), again=area in again):
                found.add(area)
            yield
        return frozenset(found)

    def _steady(self, area: str, seen: Area | None, *, again: bool) -> bool:
        """Whether an area holds something else than was told, twice the same."""
        told = self._known.get(area)
        now = None
        if seen is not None:
            looked = again or told is None or area in self._first
            made = _made(self.root, area) if looked or not told else told.made
            now = _with(seen, self._read(area), made)
        if told and now and _holds(told) == _holds(now):
            self._known[area] = now
            self._first.pop(area, None)
            self._since.pop(area, None)
            return False
        if area not in self._first or self._first[area] != now:
            self._first[area], self._since[area] = now, self.clock()
            self._stirring.add(area)
            return False
        if self.clock() < self._since[area] + self.quiet:
            return False
        del self._first[area], self._since[area]
        self._known.pop(area, None)
        if now is not None:
            self._known[area] = now
        return True

    def _in_turn(self, passed: float) -> Iterable[str]:
        """The areas whose turn it is to be read again, though nothing has moved."""
        self._owed += len(self._known) * passed / (MARGIN * self.full_look)
        due = min(int(self._owed), len(self._known))
        self._owed = min(self._owed - due, 1.0)
        found = list(islice(self._turn, due))
        if len(found) < due:
            self._turn = iter(sorted(self._known))
            found += islice(self._turn, due - len(found))
        return found

    def _hold(self, new: Snapshot, areas: Iterable[str] | None = None) -> str:
        """Why everything waits for a person: too many files are gone at once.

        Counted against the most there have been within the hour, and against what this
        computer remembers from before it began to watch. `areas` are those that were
        looked at, when that was not all.
        """
        now = {name: area.files for name, area in new.items()}
        most = known_before(self.root) if self._most is None else self._most
        gone = gone_at_once(self.root, most, now, areas)
        if gone is None:
            if areas is None:
                self._count(most, now)
            return ""
        self._most = most
        return f"{told(gone, IF_MEANT)}, and watching goes on by itself."

    def _count(self, most: dict[str, int], now: dict[str, int]) -> None:
        """Remember how many files each area has; once an hour, that some are gone."""
        if self.clock() - self._counted >= self.full_look:
            most, self._counted = {}, self.clock()
        higher = {name: max(many, most.get(name, 0)) for name, many in now.items()}
        higher = {**most, **higher}
        if higher != self._most:
            know(self.root, higher)
        self._most = higher

    def _everything(self, new: Snapshot) -> frozenset[str]:
        """All of it, once two scans agree that it holds still."""
        if self._first != new:
            self._first = dict(new)
            return frozenset()
        self._known = {area: self._told(area, seen) for area, seen in new.items()}
        self._forget()
        self._all = False
        return EVERYTHING

    def _told(self, area: str, seen: Area) -> Area:
        return _with(seen, self._read(area), _made(self.root, area))

    def _read(self, area: str) -> str:
        self.read += 1
        return content_of(self.root, area)

    def _lose(self) -> None:
        self.away = True
        self._begin_again()

    def _begin_again(self) -> None:
        """Believe nothing that was seen: all of it counts, once it holds still."""
        self._all, self._scan = True, None
        self._forget()
        self._next_scan = self.clock() + self.every

    def _return(self) -> None:
        self.away = False
        self._deafen()
        self._listen()

    def _listen(self) -> None:
        """Let events hurry the scan; where they cannot be had, it goes on without."""
        with suppress(Exception):
            from workflow.adapters.hints import listen  # noqa: PLC0415 - only hints

            self._observer = listen(self.root, WATCHED, _wanted, self._hint)

    def _hint(self, relative: str) -> None:
        """Hear of a path below the workspace that something happened to."""
        self._hints.append(_area_of(relative))
        self._wake.set()

    def _deafen(self) -> None:
        observer, self._observer = self._observer, None
        if observer is not None:
            with suppress(Exception):
                observer.stop()
                observer.join(ENOUGH)


_Steps = Generator[None, None, frozenset[str]]
"""Work that rests between small steps, and what it found."""


class _Scan:
    """A scan under way, and what single looks have seen since it began."""

    def __init__(self, began: float) -> None:
        self.began = began
        self.seen: Snapshot = {}
        self.newer: dict[str, Area | None] = {}
        self.steps: _Steps

    def newest(self) -> Snapshot:
        """How everything was seen last."""
        every = self.seen | self.newer
        return {area: seen for area, seen in every.items() if seen is not None}


def _to_its_end(steps: _Steps) -> frozenset[str]:
    """What work finds that nobody interrupts."""
    try:
        while True:
            next(steps)
    except StopIteration as end:
        return end.value or frozenset()


class _Running:
    """A scan in a thread of its own."""

    def __init__(self, look: Callable[[], frozenset[str]]) -> None:
        self._look = look
        self._found: frozenset[str] = frozenset()
        self._amiss: Exception | None = None
        self._done = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def result(
        self, patience: float, stopped: Callable[[], bool]
    ) -> frozenset[str] | None:
        """What it found; None when it has not ended after some seconds, or stopped.

        Raises what ended it, if it came to no end of its own.
        """
        until = time.monotonic() + patience
        while not self._done.wait(min(0.2, patience)):
            if stopped() or time.monotonic() > until:
                return None
        if self._amiss is not None:
            raise self._amiss
        return self._found

    def _run(self) -> None:
        try:
            self._found = self._look()
        except Exception as error:  # noqa: BLE001 - raised for who asks for the result
            self._amiss = error
        finally:
            self._done.set()


def _guarded_rows(
    root: Path, cases: frozenset[str] | None = None
) -> dict[str, list[Row]]:
    """What was signed or given, by case, in some or all; what is gone has no row."""
    found: dict[str, list[Row]] = {}
    for case, name in sorted(guarded(root)):
        if cases is not None and case not in cases:
            continue
        with suppress(OSError):
            seen = (root / "cases" / case / "generated" / name).lstat()
            row = (name, seen.st_size, seen.st_mtime_ns, seen.st_ino)
            found.setdefault(case, []).append(row)
    return found


def _cases(
    folder: str, seen: Snapshot, beside: list[Row], looked_after: Guarded
) -> Iterator[None]:
    """Put each case into `seen`, and what stands `beside` them, resting after each."""
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        name = entry.name
        if CASE.fullmatch(name) and entry.is_dir(follow_symlinks=False):
            seen[name] = _case_area(entry.path, looked_after.get(name))
        elif _wanted_name(name):
            beside.append((f"cases/{name}", 0, 0, 0))
        yield


def _case_area(folder: str, papers: list[Row] | None) -> Area:
    area = _area(list(_walk(folder, "")))
    return replace(area, guarded=hash(tuple(papers))) if papers else area


def _rows(folder: str, top: str) -> list[Row]:
    """The files of one of the shared folders, without those that we make."""
    found = _walk(folder, f"{top}/")
    return [row for row in found if not MADE_FILE.fullmatch(row[0])]


def _walk(folder: str, relative: str) -> Iterator[Row]:
    """Everything wanted below a folder; links are not followed."""
    try:
        entries = os.scandir(folder)
    except FileNotFoundError:
        return
    except OSError:
        yield UNSEEN
        return
    with entries:
        for entry in entries:
            name = entry.name
            if not _wanted_name(name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if name not in MADE:
                    yield (f"{relative}{name}/", 0, 0, 0)
                    yield from _walk(entry.path, f"{relative}{name}/")
                continue
            try:
                status = entry.stat(follow_symlinks=False)
            except OSError:
                yield UNSEEN
                continue
            yield (
                f"{relative}{name}",
                ELSEWHERE if is_away(entry.path, status) else status.st_size,
                status.st_mtime_ns,
                status.st_ino,
            )


def _area(rows: list[Row]) -> Area:
    rows.sort()
    return Area(hash(tuple(rows)), len(rows))


def _with(seen: Area, content: str, made: int) -> Area:
    return replace(seen, content=content, made=made)


def _holds(area: Area) -> tuple[str, int, int]:
    return area.content, area.made, area.guarded


def _area_of(relative: str) -> str:
    """The case that a path belongs to; "" when it is another one."""
    top, _, rest = relative.partition("/")
    case, below, _ = rest.partition("/")
    return case if top == "cases" and below else ""


def _stamp(areas: Snapshot, area: str) -> tuple[int, int] | None:
    found = areas.get(area)
    return None if found is None else (found.stamp, found.guarded)


def _made(root: Path, area: str) -> int:
    """A stamp of the documents that stand in a case; 0 for the shared files."""
    if not CASE.fullmatch(area):
        return 0
    rows = list(_walk(str(root / "cases" / area / "generated"), ""))
    return _area(rows).stamp


def _files(root: Path, area: str) -> Iterator[str]:
    """The input files of an area, relative to the workspace."""
    if CASE.fullmatch(area):
        tops = [f"cases/{area}/"]
    elif area == GOVERNANCE:
        tops = ["governance/", "tenders/"]
    else:
        tops = ["config/", "templates/"]
    for top in tops:
        for row in _rows(str(root / top), top.rstrip("/")):
            if not row[0].endswith("/") and row is not UNSEEN:
                yield row[0]


@lru_cache(maxsize=4096)
def _wanted_name(name: str) -> bool:
    return LITTER.fullmatch(name.lower()) is None


def _wanted(relative: str) -> bool:
    top, *rest = relative.split("/")
    return (
        top in WATCHED
        and all(name not in MADE and _wanted_name(name) for name in rest)
        and MADE_FILE.fullmatch(relative) is None
    )
