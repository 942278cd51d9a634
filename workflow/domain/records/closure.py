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
    """Outcomes (brief 2.13)."""

    outcome: RefOutcome = one("Outcome", C)
    status: Code[OutcomeStatus] = one("Status", C, "not_yet_known not accepted")
    said_by: Code[Voice] = one("Said by", C)
    person_words: Quote = one("Person words", C)


class Feedback(Block):
    """Feedback (brief 2.13)."""

    asked_on: Date = one("Asked on", N)
    asked_by: Text = one("Asked by", N)
    felt_informed: Code[Answer] = one("Felt informed", N)
    felt_listened_to: Code[Answer] = one("Felt listened to", N)
    happy_with_result: Code[Answer] = one("Happy with result", N)
    feels_safer: Code[Answer] = one("Feels safer", N)
    comment: Quote = one("Comment", N)


class Closure(CaseFile):
    """Closure (brief 2.13)."""

    closed_on: Date = one("Closed on", Y)
    reason: Code[CloseReason] = one("Reason", Y)
    person_agrees: Code[Answer] = one("Person agrees", Y)
    person_words: Quote = one("Person words", C, "unless died")
    msp_asked: Code[MspAsked] = one("Msp asked", Y)
    outcomes: tuple[FinalOutcome, ...] = many("Outcomes")
    risk_assessment: Code[RiskAssessment] = one("Risk assessment", Y)
    risk_outcome: Code[RiskOutcome] = one("Risk outcome", Y)
    capacity_sac: Code[CapacitySac] = one("Capacity sac", Y)
    supported_by_advocate_or_other: Code[Answer] = one(
        "Supported by advocate or other", C, "when lacks"
    )
    feedback: Feedback = part(Feedback, "Feedback")
    what_changed_for_person: Quote = one("What changed for person", C, "unless died")
    what_service_learned: Para = one("What service learned", Y)
    open_items_handed_to: Para = one("Open items handed to", C, "when actions remain")
    if_worried_again: Para = one("If worried again", Y)
    records_review_on: Date = one("Records review on", Y)
    disagreement_note: Para = one(
        "Disagreement note", C, "when the person does not agree with closing"
    )
