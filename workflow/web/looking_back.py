"""What happened in a case, as its page shows it: filtered by an ordinary GET form."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import request

from workflow.domain.access import is_manager
from workflow.domain.intake import HOW
from workflow.domain.questions import Input
from workflow.domain.timeline import KINDS, QUESTIONS, Entry, Wanted, shown, timeline
from workflow.domain.typed_dates import read_date
from workflow.services.glancing import Glance
from workflow.web.room import Room

MOST = 60  # entries that stand open
ASKED = {
    "wanted": "What did {name} want?",
    "choices": "What choices were given?",
    "agreed": "What was agreed?",
    "changed": "What changed?",
}
EVERY = "all"


@dataclass(frozen=True)
class Day:
    """One end of the time asked for: as typed, as read, and what is amiss with it."""

    name: str
    label: str
    typed: str
    day: date | None
    error: str = ""


@dataclass(frozen=True)
class Happened:
    """What the page shows of what happened, and what was asked for.

    `found` are `of` how many there are; `again` asks for all that were found.
    """

    entries: tuple[Entry, ...]
    found: int
    of: int
    asked: bool
    days: tuple[Day, Day]
    questions: tuple[tuple[str, str, bool], ...]
    kinds: tuple[tuple[str, str, bool], ...]
    again: dict[str, str]

    @property
    def more(self) -> int:
        """How many are left to show."""
        return self.found - len(self.entries)


def happened(room: Room, glance: Glance) -> Happened:
    """What happened, as far as whoever is recording may see it and asked for it."""
    entries = timeline(
        glance.folder, room.records(glance.folder), manager=is_manager(room.me)
    )
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS or kind in QUESTIONS else ""
    since, until = _day(room, "from", "From"), _day(room, "to", "To")
    found = shown(entries, Wanted(kind, since.day, until.day))
    most = len(found) if request.args.get("show") == EVERY else MOST
    return Happened(
        found[:most],
        len(found),
        len(entries),
        bool(kind or since.typed or until.typed),
        (since, until),
        tuple(_options(ASKED, kind, glance.folder.name)),
        tuple(_options(_kinds(entries, kind), kind, glance.folder.name)),
        {"kind": kind, "from": since.typed, "to": until.typed, "show": EVERY},
    )


def _day(room: Room, name: str, label: str) -> Day:
    typed = request.args.get(name, "").strip()[:40]
    day = read_date(typed, room.desk.today) if typed else None
    lost = typed and day is None
    error = f"We could not read “{typed}”. {HOW[Input.DATE]}" if lost else ""
    return Day(name, label, typed, day, error)


def _kinds(entries: tuple[Entry, ...], asked: str) -> dict[str, str]:
    """The kinds that there are in this case, and the one that is asked for."""
    there = {entry.kind for entry in entries} | {asked}
    return {kind: label for kind, label in KINDS.items() if kind in there}


def _options(
    labels: dict[str, str], asked: str, name: str
) -> Iterator[tuple[str, str, bool]]:
    for code, label in labels.items():
        yield code, label.replace("{name}", name), code == asked
