"""Puts half-done work right: at the start, every hour, and when somebody asks.

It may be done any number of times and by several computers at once (reliability 3.8).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from workflow.domain.journal_chain import Begun, Broken
from workflow.services.importing import Desk, Imported, finish_left
from workflow.services.ports import Log

LIVE = 3.0  # seconds in which a program that is still at work would be done


class Mending(Protocol):
    """What has to be put right in one workspace."""

    def swaps(self, case: str = "") -> tuple[str, ...]:
        """Put back what an unfinished change left aside; the names put right."""

    def leftovers(self) -> frozenset[str]:
        """Files that a program was writing and may no longer be."""

    def put_by(self, leftover: str) -> str:
        """Move a file that nobody writes any more out of the way; where to."""

    def open_intents(self, *, recent: bool = False) -> tuple[Begun, ...]:
        """What journals say was begun and do not say is done; in all, or of late."""

    def stands(self, intent: Begun) -> bool:
        """Whether what was to come of an intent stands in its case."""

    def unlogged(self) -> Mapping[str, str]:
        """Documents that no journal knows, with their hashes."""

    @property
    def pause(self) -> "Pause":
        """Waits some seconds."""


class Pause(Protocol):
    """Waits."""

    def __call__(self, seconds: float, /) -> None:
        """Wait so many seconds."""


class RunLog(Log, Protocol):
    """A log that can also tell the end of what another run began."""

    def settled(self, log: str, line: int, result: str) -> int:
        """Say what became of an intent in the log of an earlier run."""


@dataclass(frozen=True)
class Recovered:
    """What was put right, from the workspace.

    `mended` were missing for a moment and stand again; `put_by` were never finished
    and lie in the history; `imported` were claimed and not finished; `found` are
    documents that no journal knew; `settled` counts what was begun and is now said to
    be done or not; `broken` are logs that somebody changed.
    """

    mended: tuple[str, ...] = ()
    put_by: tuple[str, ...] = ()
    imported: tuple[Imported, ...] = ()
    found: tuple[str, ...] = ()
    settled: int = 0
    broken: tuple[Broken, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether everything was in order."""
        return self == Recovered()


def recover(
    mending: Mending,
    desk: Desk,
    log: RunLog,
    broken: tuple[Broken, ...],
    *,
    documents: bool = True,
) -> Recovered:
    """Put everything right. `broken` is what looking through the journals found.

    With `documents` every document is read, to find those that no journal knows.
    """
    mended = mending.swaps()
    imported = tuple(finish_left(desk))
    put_by, begun = _dead(mending)
    moved = tuple(mending.put_by(leftover) for leftover in sorted(put_by))
    found = mending.unlogged() if documents else {}
    for file, sha in found.items():
        log.done(log.intend("found", _case(file), "document", after=sha), "noted")
    for intent in begun:
        _settle(mending, log, intent)
    return Recovered(
        mended,
        tuple(filter(None, moved)),
        imported,
        tuple(found),
        len(begun),
        broken,
    )


def recover_begun(mending: Mending) -> tuple[str, ...]:
    """Put right what the journals say was begun and not finished; the names put right.

    Cheap: it looks only into the cases that they name.
    """
    cases = {intent.case for intent in mending.open_intents(recent=True)}
    return tuple(name for case in sorted(cases - {""}) for name in mending.swaps(case))


def _dead(mending: Mending) -> tuple[frozenset[str], tuple[Begun, ...]]:
    """What was being written or done, and is no longer: nobody is at it."""
    files, begun = mending.leftovers(), mending.open_intents()
    if not (files or begun):
        return frozenset(), ()
    mending.pause(LIVE)
    still = frozenset(mending.open_intents())
    return files & mending.leftovers(), tuple(b for b in begun if b in still)


def _settle(mending: Mending, log: RunLog, intent: Begun) -> None:
    result = "found_done" if mending.stands(intent) else "found_not_done"
    log.settled(intent.log, intent.line, result)


def _case(file: str) -> str:
    return file.split("/")[1] if file.startswith("cases/") else "governance"
