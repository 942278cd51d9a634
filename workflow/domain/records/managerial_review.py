"""The file `managerial_review`: its fields, as frozen records (brief 2.11)."""

from typing import ClassVar

from workflow.domain.records.base import (
    MANAGERS,
    Block,
    C,
    Code,
    Codes,
    Date,
    N,
    Para,
    Quote,
    Reader,
    RefLearning,
    RefsRecord,
    RefsReview,
    RefStaff,
    Text,
    Y,
    many,
    one,
)
from workflow.domain.records.header import Amendment, CaseFile
from workflow.domain.vocabulary import (
    ActionStatus,
    MrOutcome,
    MrReason,
)

IN_THE_LETTER = MANAGERS | {Reader.PERSON}
"""Who sees what the letter to the person tells (brief 5.6)."""


class ManagerialAction(Block):
    """Something to be done after a managerial review (brief 2.11)."""

    what: Para = one("what is to be done after the managerial review", N)
    owner: RefStaff = one(
        "who does the managerial action", C, "for every managerial action"
    )
    due_on: Date = one(
        "the date the managerial action is due", C, "for every managerial action"
    )
    status: Code[ActionStatus] = one(
        "where the managerial action stands", C, "for every managerial action"
    )
    done_on: Date = one(
        "the date the managerial action was done", C, "when the action is done"
    )


class ManagerialReview(CaseFile):
    """A manager's look at what did not go as agreed (brief 2.11)."""

    seen_by: ClassVar[frozenset[Reader]] = MANAGERS

    amendments: tuple[Amendment, ...] = many(
        "the amendments made to this file", seen_by=MANAGERS
    )
    mreview_id: Text = one("the identifier of the managerial review", Y)
    reasons: Codes[MrReason] = many("the reasons for the managerial review", Y)
    source_records: RefsRecord = many(
        "the records that led to the managerial review", N
    )
    source_reviews: RefsReview = many(
        "the reviews that led to the managerial review", N
    )
    opened_on: Date = one("the date the managerial review was opened", Y)
    due_on: Date = one("the date the managerial review is due", Y)
    reviewer: RefStaff = one(
        "who carries out the managerial review", Y, seen_by=IN_THE_LETTER
    )
    what_was_agreed: Para = one(
        "what had been agreed", C, "when the managerial review is closed"
    )
    what_happened: Para = one(
        "what happened instead",
        C,
        "when the managerial review is closed",
        seen_by=IN_THE_LETTER,
    )
    why: Para = one(
        "why it happened (causes, not blame)", C, "when the managerial review is closed"
    )
    effect_on_person: Quote = one(
        "how it affected the person, in their words",
        C,
        "when the managerial review is closed",
    )
    was_it_necessary_and_proportionate: Para = one(
        "whether it was necessary and proportionate",
        C,
        "when the managerial review is closed",
    )
    outcome: Code[MrOutcome] = one(
        "the outcome of the managerial review",
        C,
        "when the managerial review is closed",
        seen_by=IN_THE_LETTER,
    )
    put_right: Para = one(
        "how it was put right with the person",
        C,
        "when the managerial review is closed",
    )
    person_told_on: Date = one(
        "the date the person was told the result of the managerial review",
        C,
        "when the managerial review is closed",
    )
    person_response: Quote = one("what the person said about the managerial review", N)
    actions: tuple[ManagerialAction, ...] = many(
        "the actions from the managerial review", seen_by=IN_THE_LETTER
    )
    notify_considered: Para = one(
        "what was considered about telling outside bodies",
        C,
        "when the managerial review is closed",
    )
    learning: RefLearning = one(
        "the learning note from the managerial review",
        C,
        "when the managerial review is closed",
    )
    closed_on: Date = one(
        "the date the managerial review was closed",
        C,
        "when the managerial review is closed",
    )
