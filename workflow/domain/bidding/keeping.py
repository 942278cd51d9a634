"""How long a bid is kept: its released pack, and a draft that was never sent.

The case records behind it have periods of their own (`retention.py`). Nothing here is
destroyed by the program: it says whose time has come (brief 6.6).
"""

from dataclasses import dataclass
from datetime import date, timedelta

from workflow.domain.context import uk_date
from workflow.domain.records.tender import Tender
from workflow.domain.retention import BidPeriods, years_later


@dataclass(frozen=True)
class KeptBid:
    """A bid, until when it is kept at least, and what there is to say of that.

    `over` says that it may go: a draft's days are over. Of a released pack the program
    cannot know it, since it does not know how long the contract ran.
    """

    ref: str
    until: date | None
    why: str
    over: bool = False


def kept_bid(ref: str, tender: Tender, periods: BidPeriods, today: date) -> KeptBid:
    """Where a bid stands on a day; a draft counts from the day it was wanted by."""
    if tender.released_on:
        return _released(ref, tender.released_on, periods, today)
    if tender.submit_by is None:
        return KeptBid(ref, None, "A draft without a day to submit it by.")
    until = tender.submit_by + timedelta(days=periods.draft_days)
    kept = f"Drafts are kept {periods.draft_days} days, this one until {uk_date(until)}"
    if today <= until:
        return KeptBid(ref, until, f"A draft. {kept}.")
    why = f"It was never released. {kept}: delete its folder if nobody needs it."
    return KeptBid(ref, until, why, over=True)


def _released(ref: str, day: date, periods: BidPeriods, today: date) -> KeptBid:
    until = years_later(day, periods.years_after_contract)
    asked = f"while the contract runs and {periods.years_after_contract} years after it"
    why = f"Released on {uk_date(day)}. The pack and its checks are kept {asked}"
    least = f", so at least until {uk_date(until)}."
    over = f". {uk_date(until)} is past: look when the contract ended, if you won it."
    return KeptBid(ref, until, why + (over if today > until else least))
