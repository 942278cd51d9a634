"""The file `learning`: its fields, as frozen records (brief 2.12)."""

from workflow.domain.records.base import (
    Block,
    Bool,
    C,
    Code,
    Date,
    Int,
    N,
    Para,
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
    """Told (brief 2.12)."""

    who: Text = one("Who", C, "team or shift, not individuals")
    how: Text = one("How", C)
    date: Date = one("Date", C)
    reached: Int = one("Reached", N)
    of: Int = one("Of", N)


class PracticeCheck(Block):
    """Check (brief 2.12)."""

    how: Para = one("How", C)
    due_on: Date = one("Due on", C)
    done_on: Date = one("Done on", C, "when checked")
    by: RefStaff = one("By", C, "not the owner")
    result: Para = one("Result", C, "did practice really change")


class Learning(CaseFile):
    """Learning (brief 2.12)."""

    learning_id: Text = one("Learning id", Y)
    source: Code[LearningSource] = one("Source", Y)
    source_ref: Text = one("Source ref", N)
    opened_on: Date = one("Opened on", Y)
    due_on: Date = one("Due on", Y)
    owner: RefStaff = one("Owner", Y)
    what_happened_short: Para = one("What happened short", Y)
    what_we_learned: Para = one("What we learned", Y)
    what_changed: Para = one("What changed", C, "from changed on")
    told: tuple[Told, ...] = many("Told")
    check: PracticeCheck = part(PracticeCheck, "Check")
    status: Code[LearningStatus] = one("Status", Y)
    person_told_on: Date = one("Person told on", N)
    share_outside_case: Bool = one("Share outside case", Y)
