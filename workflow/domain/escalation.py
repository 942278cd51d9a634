"""How far a late item has been escalated (brief 4.6)."""

from collections.abc import Sequence

from workflow.domain.records.provider import LadderStep

STANDARD = (1, 3, 5, 10)
URGENT = (0, 1, 2, 5)


def level(days_late: int, *, urgent: bool, ladder: Sequence[LadderStep] = ()) -> int:
    """The highest rung reached, 0 to 4, by working days late.

    `days_late` counts working days after the due date. The provider's own ladder
    takes the place of the default rung by rung. Of an item that is late by no working
    day yet (over a weekend), only the urgent ladder's first rung is reached.
    """
    rungs = list(URGENT if urgent else STANDARD)
    for step in ladder:
        after = step.after_working_days_urgent if urgent else step.after_working_days
        if step.level and after is not None and 1 <= step.level <= len(rungs):
            rungs[step.level - 1] = after
    reached = (n for n, rung in enumerate(rungs, start=1) if days_late >= rung)
    return max(reached, default=0)
