"""The file `header`: its fields, as frozen records (brief 2.0.1)."""

from workflow.domain.records.base import (
    Block,
    C,
    Date,
    Int,
    Map,
    N,
    Para,
    RefStaff,
    Text,
    Y,
    many,
    mapping,
    one,
)


class Amendment(Block):
    """Amendments (brief 2.0.1)."""

    date: Date = one("Date", C, "needed for any amendment")
    by: RefStaff = one("By", C)
    field: Text = one("Field", C, "path changed")
    was: Para = one("Was", C, "old wording")
    now: Para = one("Now", C, "new wording")
    why: Text = one("Why", C)


class CaseFile(Block):
    """What every file in a case folder may carry (brief 2.0.1)."""

    schema_version: Int = one("Schema version", Y)
    case_ref: Text = one("Case ref", Y)
    saved_by: RefStaff = one("Saved by", N)
    saved_at: Text = one("Saved at", N)
    amendments: tuple[Amendment, ...] = many("Amendments")
    easy_words: Map = mapping("Easy words", N)
