"""The file `closed_to`: who must not open a case, as frozen records.

An addition to the brief (reliability S6, docs/decisions/0054): a relative, somebody
named in the concern, a conflict of interest.
"""

from typing import ClassVar

from workflow.domain.records.base import (
    MANAGERS,
    Block,
    Date,
    Para,
    Reader,
    RefStaff,
    Y,
    many,
    one,
)
from workflow.domain.records.header import CaseFile


class ClosedDoor(Block):
    """One member of staff who must not open the case, and who decided so."""

    who: RefStaff = one("who must not open the case", Y)
    reason: Para = one("why they must not open the case", Y)
    by: RefStaff = one("who closed the case to them", Y)
    since: Date = one("the date the case was closed to them", Y)


class ClosedTo(CaseFile):
    """Everybody who must not open the case (our addition)."""

    seen_by: ClassVar[frozenset[Reader]] = MANAGERS

    closed_to: tuple[ClosedDoor, ...] = many("who must not open the case")
