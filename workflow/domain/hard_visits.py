"""Visits that went badly one after another, before anybody has sat down about them.

A worker's first word of a visit is no finding and no trigger of the plan: it only asks
whether the next review should come sooner (docs/decisions/0126).
"""

from datetime import date

from workflow.domain.case_folder import CaseFolder
from workflow.domain.vocabulary import RecordType, VisitWent

ENOUGH = 3
HARD = frozenset({VisitWent.MIXED, VisitWent.WORRIED})


def hard_in_a_row(folder: CaseFolder) -> bool:
    """Whether the last three visits were hard, all since the last review was held.

    A visit of which nobody said how it went is no hard one.
    """
    held = (r.record.held_on for r in folder.held() if r.record.held_on)
    since = max(held, default=date.min)
    visits = [f.record for f in folder.of_type(RecordType.VISIT)][-ENOUGH:]
    return len(visits) == ENOUGH and all(
        v.visit.went in HARD and v.date is not None and v.date > since for v in visits
    )
