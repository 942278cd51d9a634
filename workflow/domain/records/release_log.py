"""The file `release_log`: its fields, as frozen records (brief 2.16, rulings)."""

from workflow.domain.records.base import (
    Block,
    Date,
    N,
    RefsService,
    Text,
    Y,
    many,
    one,
)


class ReleasedFigure(Block):
    """Released (brief 2.16, rulings)."""

    released_on: Date = one("Released on", Y)
    tender: Text = one("Tender", Y)
    measure: Text = one("Measure", Y)
    from_: Date = one("From", Y)
    to: Date = one("To", Y)
    services: RefsService = many("Services", Y)
    n_shown: Text = one("N shown", N)
    d_shown: Text = one("D shown", N)
    shown: Text = one("Shown", Y)
    note: Text = one("Note", N)


class ReleaseLog(Block):
    """Release log (brief 2.16, rulings)."""

    released: tuple[ReleasedFigure, ...] = many("Released")
