"""The file `header`: its fields, as frozen records (brief 2.0.1)."""

from workflow.domain.records.base import (
    INSIDE,
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
    """One correction of something already written (brief 2.0.1)."""

    date: Date = one("the date of the amendment", C, "for every amendment")
    by: RefStaff = one("who made the amendment", C, "for every amendment")
    field: Text = one("which field was amended", C, "for every amendment")
    was: Para = one("the old wording", C, "for every amendment")
    now: Para = one("the new wording", C, "for every amendment")
    why: Text = one("why it was amended", C, "for every amendment")


class CaseFile(Block):
    """What every file in a case folder may carry (brief 2.0.1)."""

    schema_version: Int = one("the version of the file layout", Y)
    case_ref: Text = one("the case reference", Y)
    saved_by: RefStaff = one("who saved this file", N, seen_by=INSIDE)
    saved_at: Text = one("when this file was saved", N, seen_by=INSIDE)
    amendments: tuple[Amendment, ...] = many(
        "the amendments made to this file", seen_by=INSIDE
    )
    easy_words: Map = mapping("easy words for hard terms", N)
