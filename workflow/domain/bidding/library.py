"""What we can show: every item of the evidence library, and who leans on it (H1).

The library is one file for all bids, so it belongs to no tender and to no case.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from workflow.domain.bidding.contents import used_by
from workflow.domain.case_folder import CaseRef
from workflow.domain.findings import Finding
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Evidence, EvidenceItem
from workflow.domain.workspace import NO_EVIDENCE, Bid

LIBRARY = CaseRef("tenders")
"""What the library is called where a file is told by its folder."""

SOON = timedelta(days=60)


NOT_A_DAY = "FIL-10"
LAST_DAY = re.compile(r"items\[(\d+)\]\.expires_on")


class Stands(IntEnum):
    """How an item stands today; what asks for somebody first comes first."""

    UNREAD = 0
    RUN_OUT = 1
    RUNS_OUT_SOON = 2
    HOLDS = 3


@dataclass(frozen=True)
class Leaning:
    """A bid, and its answers and appendices that lean on an item."""

    bid: Bid
    places: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """One item: who keeps it, how it stands, who leans on it.

    `days` is how many days it may still be used, today not counted; below zero, how
    long ago that ended; None where no day ends it.
    """

    item: EvidenceItem
    owner: str
    stands: Stands
    days: int | None
    leaning: tuple[Leaning, ...]


@dataclass(frozen=True)
class Library:
    """What we can show: the items, and every id that a bid leans on.

    `amiss` is what is to be put right in its file, in words.
    """

    rows: tuple[Shown, ...]
    leaned_on: frozenset[str]
    amiss: tuple[str, ...] = ()


def unread_days(found: Iterable[Finding], library: Evidence) -> frozenset[str]:
    """The ids of items whose last day is no day that can be read (FIL-10)."""
    ids = [item.id or "" for item in library.items]
    said = (one.place for one in found if one.rule == NOT_A_DAY)
    fields = (LAST_DAY.fullmatch(p.field) for p in said if p.file == NO_EVIDENCE.file)
    places = (int(field[1]) for field in fields if field)
    return frozenset(ids[place] for place in places if place < len(ids))


def shown(
    library: Evidence,
    bids: Sequence[Bid],
    organisation: Organisation,
    today: date,
    unread: Collection[str] = (),
) -> tuple[Shown, ...]:
    """Every item: what has run out first, then what runs out soon, then the rest.

    Before them come those whose last day is `unread`, by their ids.
    """
    used = {bid.tender.file: _used(bid, library) for bid in bids}
    rows = []
    for item in library.items:
        left = (item.expires_on - today).days if item.expires_on else None
        leaning = tuple(_leaning(bids, used, item.id or ""))
        owner = organisation.member(item.owner)
        name = (owner.name if owner else None) or ""
        stands = Stands.UNREAD if item.id in unread else _stands(left)
        rows.append(Shown(item, name, stands, left, leaning))
    return tuple(sorted(rows, key=_first))


def leaned_on(library: Evidence, bids: Sequence[Bid]) -> frozenset[str]:
    """The ids that any bid leans on, whether there is such an item or not."""
    return frozenset(item for bid in bids for item in _used(bid, library))


def _used(bid: Bid, library: Evidence) -> Mapping[str, tuple[str, ...]]:
    return used_by(bid.assembly.record, bid.answers, bid.tender.record, library)


def _leaning(
    bids: Sequence[Bid], used: Mapping[str, Mapping[str, tuple[str, ...]]], item: str
) -> Iterator[Leaning]:
    for bid in bids:
        places = used[bid.tender.file].get(item, ()) if item else ()
        if places:
            yield Leaning(bid, places)


def _stands(left: int | None) -> Stands:
    if left is None or left > SOON.days:
        return Stands.HOLDS
    return Stands.RUN_OUT if left < 0 else Stands.RUNS_OUT_SOON


def _first(row: Shown) -> tuple[Stands, bool, int, str]:
    """What has run out first, and there what is leaned on; then the nearest day."""
    idle = row.stands is Stands.RUN_OUT and not row.leaning
    last = row.days if row.days is not None else timedelta.max.days
    return row.stands, idle, last, row.item.title or ""
