"""What we can show: every item of the evidence library, and who leans on it (H1).

The library is one file for all bids, so it belongs to no tender and to no case.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from workflow.domain.bidding.contents import used_by
from workflow.domain.case_folder import CaseRef
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Evidence, EvidenceItem
from workflow.domain.workspace import Bid

LIBRARY = CaseRef("tenders")
"""What the library is called where a file is told by its folder."""

SOON = timedelta(days=60)


class Stands(IntEnum):
    """How an item stands today; what asks for somebody first comes first."""

    RUN_OUT = 0
    RUNS_OUT_SOON = 1
    HOLDS = 2


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


def shown(
    library: Evidence, bids: Sequence[Bid], organisation: Organisation, today: date
) -> tuple[Shown, ...]:
    """Every item: what has run out first, then what runs out soon, then the rest."""
    used = {bid.tender.file: _used(bid, library) for bid in bids}
    rows = []
    for item in library.items:
        left = (item.expires_on - today).days if item.expires_on else None
        leaning = tuple(_leaning(bids, used, item.id or ""))
        owner = organisation.member(item.owner)
        name = (owner.name if owner else None) or ""
        rows.append(Shown(item, name, _stands(left), left, leaning))
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
