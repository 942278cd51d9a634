"""Builds whenever cases settle: only what changed, and everything on a new day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Protocol

from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import TakenOver, WatchedElsewhere, WorkflowError
from workflow.domain.governance.counted import Asking
from workflow.domain.governance.extract import AtHand
from workflow.services.building import (
    Bench,
    BuildReport,
    MakingRoom,
    beside,
    build,
)
from workflow.services.crew import Alone
from workflow.services.drafting import GOVERNANCE, Workshop
from workflow.services.making_ready import Ready, make_ready
from workflow.services.ports import Written
from workflow.services.publishing import Made
from workflow.services.remembering import Memory
from workflow.services.troubles import explained
from workflow.services.whole_papers import WholePapers, asked_now

AGAIN, AT_MOST = 15.0, 300.0  # seconds until what had to wait is tried again
ALL = "all"  # everything is tried again together
TEND = 5.0  # seconds between looks at the lease
HOUR = 3600.0
SHARE = 20  # papers about all cases take at most one part in so many of our time
FEW = 3  # cases that stir at once and are made ready
BEAT = 60.0  # seconds between the lines that say that all is well


class Changes(Protocol):
    """Says which cases have changed and are quiet again; an event only means look."""

    @property
    def trouble(self) -> str:
        """In plain words why nothing is told just now; "" when all is well."""

    @property
    def scans(self) -> int:
        """How many scans have come to an end."""

    def settled(self, timeout: float) -> frozenset[str]:
        """Case references that changed; "" means all of them.

        Any other word means shared files that touch no case.
        """


class Lease(Protocol):
    """Who may watch."""

    @property
    def holder(self) -> str:
        """The computer that watches, as far as is known."""

    def tend(self) -> bool:
        """Look after it, now and then; whether we are the one that watches."""


@dataclass(frozen=True)
class Notice:
    """Something to tell about the watching itself; `kind` is one word for programs.

    `alive` comes now and then while all is well, and is for programs alone.
    """

    kind: str
    text: str


@dataclass(frozen=True)
class Pdfs:
    """PDFs that were made after a build, or why there are none."""

    made: tuple[Made, ...]
    why: str = ""


@dataclass(frozen=True)
class Hands:
    """What watching works with.

    `workshop` opens it anew, so that changed rules, staff and templates count; `pdfs`
    brings the PDFs of a build up to date where they are wanted, `mend` puts half-done
    work right (at the start and every hour), `stirring` tells once of each area that
    has changed and must still hold still. `pause` is the longest
    wait in seconds before `stop` is asked again; `clock` counts seconds.
    """

    workshop: Callable[[], Workshop]
    changes: Changes
    lease: Lease
    today: Callable[[], date]
    stop: Callable[[], bool]
    clock: Callable[[], float]
    pause: float
    tell: Callable[[Notice], None] = lambda _: None
    pdfs: Callable[[BuildReport], Pdfs] | None = None
    tell_pdfs: Callable[[Pdfs], None] = lambda _: None
    mend: Callable[[], object] = lambda: None
    stirring: Callable[[], frozenset[str]] = frozenset


def watch(hands: Hands) -> Iterator[BuildReport]:
    """Build everything once, then what changed, and everything again on a new day.

    Nothing that goes wrong ends it: it is told once, and tried again.
    """
    watcher = _Watcher(hands)
    while not hands.stop():
        yield from watcher.turn()


def _is_open_elsewhere(made: Made) -> bool:
    return made.written is Written.OPEN_ELSEWHERE


class _Watcher:
    """What is to be done, and what is known of all that need not be done again."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.todo: set[str] = {""}
        self.day: date | None = None
        self.shop: Workshop | None = None
        self.memory = Memory()
        self.asked: Asking | None = None  # what papers about all ask of each case
        self.builds = 0
        self.kind, self.said = "", ""
        self.waiting: dict[str, tuple[float, float]] = {}  # when again, after how long
        self.ours, self.tended = True, hands.clock() - TEND
        self.beaten = hands.clock()
        self.owing = False  # papers about all cases are still to be made
        self.whole_again = hands.clock()
        self.mended = hands.clock() - HOUR
        self.alarmed: set[str] | None = None
        self.ready: dict[CaseRef, Ready] = {}

    @property
    def known(self) -> Mapping[CaseRef, AtHand]:
        """What is known of every case."""
        return self.memory.at_hand

    def turn(self) -> Iterator[BuildReport]:
        """One look, and what follows from it."""
        hands = self.hands
        busy = self._due() and self.ours and not hands.changes.trouble
        changed = hands.changes.settled(0 if busy else hands.pause)
        self._make_ready(hands.stirring(), idle=not self.todo)
        if changed:
            self.todo |= changed
            self.waiting.pop(ALL, None)  # it may be what mends the trouble
        if hands.changes.trouble:
            self._say("held", hands.changes.trouble)
            return
        if self.kind == "held":
            self._say("", "")
        if not self._ours():
            self.todo |= {""} if self.kind == "standby" else set()
            return
        today = hands.today()
        if today != self.day:
            self.day, self.todo = today, self.todo | {""}
        hourly = hands.clock() - self.mended >= HOUR
        if self._due() or self._whole_due() or (hourly and ALL not in self.waiting):
            yield from self._work(today)
        self._beat()

    def _make_ready(self, stirring: frozenset[str], *, idle: bool) -> None:
        """Use the time in which a case has to hold still; many are not worth it.

        What goes wrong with it is met again, and told, when it is built.
        """
        idle = idle and self.shop is not None and self.ours
        if not idle or len(stirring) > FEW or self.hands.today() != self.day:
            return
        for ref in stirring & self.known.keys():
            with suppress(OSError, WorkflowError):
                self._make_one_ready(CaseRef(ref))

    def _make_one_ready(self, ref: CaseRef) -> None:
        self.ready.pop(ref, None)
        self.ready = dict(islice(self.ready.items(), FEW - 1))
        if self.shop is not None and self.day is not None:
            elsewhere = beside(self.shop, self.memory, (ref,))
            ready = make_ready(self.shop, ref, self.day, elsewhere)
            self.ready |= {ref: ready} if ready else {}

    def _due(self) -> bool:
        """Whether there is something to do now, or to try again now."""
        now = self.hands.clock()
        ready = {what for what, (at, _) in self.waiting.items() if at <= now}
        self.todo |= ready - {ALL}
        return bool(self.todo) and (ALL not in self.waiting or ALL in ready)

    def _whole_due(self) -> bool:
        """Whether papers about all cases are owed, and may be made now."""
        return self.owing and self.hands.clock() >= self.whole_again

    def _ours(self) -> bool:
        """Whether this computer is the one that watches."""
        now = self.hands.clock()
        if now - self.tended < TEND:
            return self.ours
        self.tended = now
        try:
            self.ours = self.hands.lease.tend()
        except OSError as error:
            self._say("trouble", str(explained(error)))
            return False
        if not self.ours:
            self._stand_by()
        elif self.kind == "standby":
            self._say("", "")
        return self.ours

    def _stand_by(self) -> None:
        name = self.hands.lease.holder or "Another computer"
        self._say(
            "standby",
            f"{name} watches this folder already, and one is enough. This computer"
            " waits, and takes over when that one stops. Nothing is wrong.",
        )

    def _work(self, today: date) -> Iterator[BuildReport]:
        """Do what is to be done; what fails stays to be done."""
        todo = frozenset(self.todo)
        self.todo = set()
        try:
            self._mend()
            for report, done in self._built(todo, today):
                self._note_waiting(report, done)
                yield report
                self._tell_alarms(report)
                self._make_pdfs(report)
        except (TakenOver, WatchedElsewhere):
            self.ours = False
            self._stand_by()
            self.todo |= {"", *todo}
        except WorkflowError as error:
            self.todo |= todo
            self._fail(str(error))
        except OSError as error:
            self.todo |= todo
            self._fail(str(explained(error)))
        else:
            self.waiting.pop(ALL, None)
            self._say("", "")

    def _built(
        self, todo: frozenset[str], today: date
    ) -> Iterator[tuple[BuildReport, frozenset[str]]]:
        """Build what changed, and what compares itself with it; each with what it did.

        Whatever settles between two papers about all cases comes before the next one.
        """
        former = self.shop
        shop = self._open(todo)
        todo |= _sampled_anew(former, shop)
        if "" in todo:
            self.memory = Memory()
        if todo and todo <= self.known.keys():  # what one edit costs must not grow
            every, refs = tuple(self.known), tuple(CaseRef(r) for r in sorted(todo))
        else:
            every = shop.cases.refs()
            self._tell_gone(set(self.known) & todo - set(every))
            refs = tuple(ref for ref in every if ref in todo or ref not in self.known)
        before = {ref: self._elsewhere(ref) for ref in refs}
        if todo or self._whole_due():
            only_cases = all(what.startswith("SG-") for what in todo)
            report = self._build(shop, refs, today)
            if self._whole_due() or not only_cases:
                yield from self._whole(shop, report, todo, today)
            else:
                yield report, todo
        if len(refs) < len(every) and any(
            self._elsewhere(ref) != before[ref] for ref in refs
        ):
            others = [r for r in every if r not in refs and self._elsewhere(r)]
            if others:
                yield self._build(shop, tuple(others), today), todo

    def _mend(self) -> None:
        """Put half-done work right, at the start and once an hour."""
        if self.hands.clock() - self.mended >= HOUR:
            self.hands.mend()
            self.mended = self.hands.clock()

    def _open(self, todo: frozenset[str]) -> Workshop:
        """The workshop, opened anew when anything but single cases has changed."""
        if self.shop is None or any(not what.startswith("SG-") for what in todo):
            self.shop, self.asked = self.hands.workshop(), None
        return self.shop

    def _build(
        self, shop: Workshop, refs: tuple[CaseRef, ...], today: date
    ) -> BuildReport:
        """The documents of some cases; papers about all cases are owed from then on."""
        self.asked = self.asked or asked_now(shop, today)
        shop = replace(shop, asked=self.asked)
        elsewhere = beside(shop, self.memory, refs)
        bench: Alone[MakingRoom] = Alone(Bench(shop, today, elsewhere, self.ready))
        self.ready, self.builds = {}, self.builds + 1
        report = build(shop, refs, today, memory=self.memory, crew=bench, whole=False)
        self.owing = True
        gone = set(refs) - self.known.keys()
        gone -= set(shop.cases.refs()) if gone else set()
        self._tell_gone(gone)
        left = tuple(one for one in report.troubles if one.case not in gone)
        return replace(report, troubles=left)

    def _whole(
        self,
        shop: Workshop,
        report: BuildReport,
        todo: frozenset[str],
        today: date,
    ) -> Iterator[tuple[BuildReport, frozenset[str]]]:
        """The papers about all cases, told of with what was built before them.

        With many cases they take long, so they are made for their share of the time,
        unless anything but single cases has changed. An edit that settles meanwhile is
        built between two of them; they tell how things stood when they were begun, and
        are owed again.
        """
        if not frozenset(shop.cases.refs()) <= self.known.keys():
            self.owing = False  # what tells of everything is never made from a part
            yield report, todo
            return
        clock, builds, documents = self.hands.clock, self.builds, report.documents
        began, spent = clock(), 0.0
        papers = WholePapers(shop, self.memory, today)
        for made in papers.each():
            documents.extend([made])
            spent += clock() - began
            yield from self._edits(shop, today)
            began = clock()
        spent += clock() - began
        self.owing = builds != self.builds
        self.whole_again = clock() + (SHARE - 1) * spent
        at = (papers.shared, dict(self.known))
        yield replace(report, shared=at[0], cases=at[1], owed=papers.owed), todo

    def _edits(
        self, shop: Workshop, today: date
    ) -> Iterator[tuple[BuildReport, frozenset[str]]]:
        """Build single cases that have settled; leave anything else for later."""
        settled = self.hands.changes.settled(0)
        self._make_ready(self.hands.stirring(), idle=True)
        if not settled:
            return
        self.todo |= settled
        single = settled <= self.known.keys() and self.hands.today() == today
        if single and not self.hands.changes.trouble:
            before = {ref: self._elsewhere(CaseRef(ref)) for ref in settled}
            report = self._build(shop, tuple(map(CaseRef, sorted(settled))), today)
            self.todo -= settled
            if any(self._elsewhere(CaseRef(ref)) != before[ref] for ref in settled):
                others = self.known.keys() - settled
                self.todo |= {ref for ref in others if self._elsewhere(ref)}
            yield report, settled

    def _elsewhere(self, ref: CaseRef) -> tuple[object, ...]:
        """What other cases compare themselves with in this one (OPT-05)."""
        case = self.known.get(ref)
        return case.not_possible if case else ()

    def _tell_gone(self, gone: Iterable[str]) -> None:
        for ref in sorted(gone):
            self.hands.tell(
                Notice(
                    "gone",
                    f"The folder of {ref} is gone from cases. Nothing else was"
                    " changed. If that was not meant, ask whoever looks after the"
                    " drive to put it back.",
                )
            )

    def _tell_alarms(self, report: BuildReport) -> None:
        """Tell once of each document to look at; the first report shows its own."""
        now = {f"{ref}/{alarm.file}: {alarm.says}" for ref, alarm in report.alarms}
        for text in sorted(now - self.alarmed) if self.alarmed is not None else ():
            self.hands.tell(Notice("alarm", text))
        self.alarmed = now

    def _make_pdfs(self, report: BuildReport) -> None:
        if self.hands.pdfs is not None:
            self.hands.tell_pdfs(self.hands.pdfs(report))

    def _note_waiting(self, report: BuildReport, todo: frozenset[str]) -> None:
        """Remember what had to wait, to try it again, by and by less often."""
        held = {trouble.case for trouble in report.troubles}
        held |= {
            made.case or GOVERNANCE
            for made in report.documents.which(_is_open_elsewhere)
        }
        for what in held:
            self.waiting[what] = self._later(what)
        done = self.waiting.keys() if "" in todo else todo & self.waiting.keys()
        for what in set(done) - held - {ALL}:
            del self.waiting[what]

    def _later(self, what: str) -> tuple[float, float]:
        _, last = self.waiting.get(what, (0.0, AGAIN / 2))
        wait = min(2 * last, AT_MOST)
        return self.hands.clock() + wait, wait

    def _fail(self, why: str) -> None:
        """Say once what went wrong with everything, and try all of it again."""
        self._say("trouble", why)
        self.waiting[ALL] = self._later(ALL)
        self.shop = None

    def _say(self, kind: str, text: str) -> None:
        """Tell something once; and once that it is over."""
        if text and text != self.said:
            self.hands.tell(Notice(kind, text))
        if self.said and not text:
            self.hands.tell(Notice("well", "All is well again; watching goes on."))
        self.kind, self.said = kind, text

    def _beat(self) -> None:
        """Say now and then, for programs, that scans still come to an end."""
        if self.hands.clock() - self.beaten >= BEAT:
            self.beaten = self.hands.clock()
            self.hands.tell(Notice("alive", f"{self.hands.changes.scans} scans"))


def _sampled_anew(former: Workshop | None, shop: Workshop) -> frozenset[str]:
    """The cases of which a sampler has said something else than before."""
    if former is shop:
        return frozenset()
    before = former.second_looks if former else {}
    now = shop.second_looks
    return frozenset(r for r in {*before, *now} if before.get(r) != now.get(r))
