"""The file `managerial_review`: its fields, as frozen records (brief 2.11)."""

from workflow.domain.records.base import (
    Block,
    C,
    Code,
    Codes,
    Date,
    N,
    Para,
    Quote,
    RefLearning,
    RefsRecord,
    RefsReview,
    RefStaff,
    Text,
    Y,
    many,
    one,
)
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import (
    ActionStatus,
    MrOutcome,
    MrReason,
)


class ManagerialAction(Block):
    """Actions (brief 2.11)."""

    what: Para = one("What", N)
    owner: RefStaff = one("Owner", C)
    due_on: Date = one("Due on", C)
    status: Code[ActionStatus] = one("Status", C)
    done_on: Date = one("Done on", C)


class ManagerialReview(CaseFile):
    """Managerial review (brief 2.11)."""

    mreview_id: Text = one("Mreview id", Y)
    reasons: Codes[MrReason] = many("Reasons", Y)
    source_records: RefsRecord = many("Source records", N)
    source_reviews: RefsReview = many("Source reviews", N)
    opened_on: Date = one("Opened on", Y)
    due_on: Date = one("Due on", Y)
    reviewer: RefStaff = one("Reviewer", Y)
    what_was_agreed: Para = one("What was agreed", C, "when closed")
    what_happened: Para = one("What happened", C)
    why: Para = one("Why", C, "causes, not blame")
    effect_on_person: Quote = one("Effect on person", C, "in their words")
    was_it_necessary_and_proportionate: Para = one(
        "Was it necessary and proportionate", C
    )
    outcome: Code[MrOutcome] = one("Outcome", C)
    put_right: Para = one("Put right", C, "apology, correction, support")
    person_told_on: Date = one("Person told on", C)
    person_response: Quote = one("Person response", N)
    actions: tuple[ManagerialAction, ...] = many("Actions")
    notify_considered: Para = one(
        "Notify considered",
        C,
        "council, regulator, data-protection breach: considered and result",
    )
    learning: RefLearning = one("Learning", C)
    closed_on: Date = one("Closed on", C)
