"""The file `closure`: its fields, as frozen records (brief 2.13)."""

from workflow.domain.records.base import (
    Block,
    C,
    Code,
    Date,
    N,
    Para,
    Quote,
    RefOutcome,
    Text,
    Y,
    many,
    one,
    part,
)
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import (
    Answer,
    CapacitySac,
    CloseReason,
    MspAsked,
    OutcomeStatus,
    RiskAssessment,
    RiskOutcome,
    Voice,
)


class FinalOutcome(Block):
    """How far one outcome was achieved by the end (brief 2.13)."""

    outcome: RefOutcome = one(
        "which outcome is judged at closing", C, "for every outcome"
    )
    status: Code[OutcomeStatus] = one(
        "how far the outcome was achieved at closing", C, "for every outcome"
    )
    said_by: Code[Voice] = one(
        "who judged the outcome at closing", C, "for every outcome"
    )
    person_words: Quote = one(
        "what the person says about the outcome at closing", C, "for every outcome"
    )


class Feedback(Block):
    """What the person says the safeguarding was like (brief 2.13)."""

    asked_on: Date = one("the date the person was asked for feedback", N)
    asked_by: Text = one("who asked for feedback", N)
    felt_informed: Code[Answer] = one("whether the person felt informed", N)
    felt_listened_to: Code[Answer] = one("whether the person felt listened to", N)
    happy_with_result: Code[Answer] = one(
        "whether the person is happy with the result", N
    )
    feels_safer: Code[Answer] = one("whether the person feels safer", N)
    comment: Quote = one("the person's comment about the safeguarding", N)


class Closure(CaseFile):
    """How the case ended and what was learned (brief 2.13)."""

    closed_on: Date = one("the date the case was closed", Y)
    reason: Code[CloseReason] = one("the reason for closing", Y)
    person_agrees: Code[Answer] = one("whether the person agrees with closing", Y)
    person_words: Quote = one(
        "what the person says about closing", C, "unless the person has died"
    )
    msp_asked: Code[MspAsked] = one("whether the person was asked what they wanted", Y)
    outcomes: tuple[FinalOutcome, ...] = many(
        "the outcomes at closing", category="desired_outcomes"
    )
    risk_assessment: Code[RiskAssessment] = one(
        "the result of the risk assessment at closing", Y
    )
    risk_outcome: Code[RiskOutcome] = one("what became of the risk", Y)
    capacity_sac: Code[CapacitySac] = one(
        "whether the person had capacity, for the national return", Y
    )
    supported_by_advocate_or_other: Code[Answer] = one(
        "whether someone supported the person", C, "when the person lacked capacity"
    )
    feedback: Feedback = part(Feedback, "the person's feedback")
    what_changed_for_person: Quote = one(
        "what changed for the person", C, "unless the person has died"
    )
    what_service_learned: Para = one("what the service learned", Y)
    open_items_handed_to: Para = one(
        "who takes over what is still open", C, "when actions are still open"
    )
    if_worried_again: Para = one("what the person can do if they are worried again", Y)
    records_review_on: Date = one("the date to look at keeping the records", Y)
    disagreement_note: Para = one(
        "what the person disagrees with about closing",
        C,
        "when the person does not agree with closing",
    )
