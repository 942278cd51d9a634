"""The file `release_log`: its fields, as frozen records (brief 2.16, rulings)."""

from typing import ClassVar

from workflow.domain.records.base import (
    EVIDENCE,
    Block,
    Date,
    N,
    Reader,
    RefsService,
    Text,
    Y,
    many,
    one,
)


class ReleasedFigure(Block):
    """One figure that was given outside (brief 2.16, rulings)."""

    released_on: Date = one("the date the figure was released", Y)
    tender: Text = one("the tender the figure was released for", Y)
    measure: Text = one("the measure that was released", Y)
    from_: Date = one("the first day the figure covers", Y)
    to: Date = one("the last day the figure covers", Y)
    services: RefsService = many("the services the figure covers", Y)
    n_shown: Text = one("the count as shown", N)
    d_shown: Text = one("the total as shown", N)
    shown: Text = one("the figure as shown", Y)
    note: Text = one("the note about the released figure", N)


class ReleaseLog(Block):
    """Every figure ever given outside (brief 2.16, rulings)."""

    seen_by: ClassVar[frozenset[Reader]] = EVIDENCE

    released: tuple[ReleasedFigure, ...] = many("the released figures")
