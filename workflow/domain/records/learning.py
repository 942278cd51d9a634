"""The file `learning`: its fields, as frozen records (brief 2.12)."""

from typing import ClassVar

from workflow.domain.records.base import (
    INSIDE,
    SHARED,
    Block,
    Bool,
    C,
    Code,
    Date,
    Int,
    N,
    Para,
    Reader,
    RefStaff,
    Text,
    Y,
    many,
    one,
    part,
)
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import (
    LearningSource,
    LearningStatus,
)


class Told(Block):
    """A group of colleagues who were told what was learned (brief 2.12)."""

    who: Text = one("which team or shift was told", C, "for every group that was told")
    how: Text = one("how the team was told", C, "for every group that was told")
    date: Date = one("the date the team was told", C, "for every group that was told")
    reached: Int = one("how many colleagues were reached", N)
    of: Int = one("how many colleagues there are to reach", N)


class PracticeCheck(Block):
    """The check that practice really changed (brief 2.12)."""

    how: Para = one(
        "how the change in practice is checked", C, "once staff have been told"
    )
    due_on: Date = one(
        "the date the check of practice is due", C, "once staff have been told"
    )
    done_on: Date = one(
        "the date practice was checked", C, "when the status is checked"
    )
    by: RefStaff = one(
        "who checked practice (not the owner)", C, "when the status is checked"
    )
    result: Para = one(
        "whether practice really changed", C, "when the status is checked"
    )


class Learning(CaseFile):
    """What was learned, who was told and how it was checked (brief 2.12)."""

    seen_by: ClassVar[frozenset[Reader]] = INSIDE

    learning_id: Text = one("the identifier of the learning note", Y)
    source: Code[LearningSource] = one("where the learning comes from", Y)
    source_ref: Text = one("the reference of the source of the learning", N)
    opened_on: Date = one("the date the learning note was opened", Y)
    due_on: Date = one("the date the learning note is due", Y)
    owner: RefStaff = one("who owns the learning note", Y)
    what_happened_short: Para = one("what happened, in short", Y)
    what_we_learned: Para = one("what was learned", Y)
    what_changed: Para = one(
        "what changed in practice", C, "once practice has changed", seen_by=SHARED
    )
    told: tuple[Told, ...] = many("who was told about the learning")
    check: PracticeCheck = part(PracticeCheck, "the check of practice")
    status: Code[LearningStatus] = one("where the learning note stands", Y)
    person_told_on: Date = one("the date the person was told about the learning", N)
    share_outside_case: Bool = one(
        "whether the learning may be shared outside the case", Y
    )
