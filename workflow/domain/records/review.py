"""The file `review`: its fields, as frozen records (brief 2.10)."""

from workflow.domain.records.base import (
    Block,
    Bool,
    C,
    Code,
    Codes,
    Date,
    Int,
    N,
    Para,
    Quote,
    RefAnyone,
    RefMeasure,
    RefOutcome,
    RefRecord,
    RefRestriction,
    RefsAnyone,
    RefSchedule,
    RefsRecord,
    RefsSchedule,
    RefStaff,
    RefThreshold,
    RefTrigger,
    Text,
    Texts,
    Y,
    many,
    one,
    part,
)
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import (
    Answer,
    CommSupport,
    Involvement,
    OutcomeStatus,
    RestrictionDecision,
    ReviewDecision,
    ReviewKind,
    ReviewStatus,
    RoleTarget,
    Trend,
)


class Rescheduled(Block):
    """Rescheduled (brief 2.10)."""

    to: Date = one("To", C)
    reason: Para = one("Reason", C)
    agreed_with_person: Code[Answer] = one("Agreed with person", C)
    times: Int = one("Times", N)


class Period(Block):
    """Period (brief 2.10)."""

    from_: Date = one("From", C)
    to: Date = one("To", C)


class OutcomeProgress(Block):
    """Outcome progress (brief 2.10)."""

    outcome: RefOutcome = one(
        "Outcome", C, "every live outcome for initial, scheduled, final"
    )
    status: Code[OutcomeStatus] = one("Status", C)
    person_words: Quote = one("Person words", C)


class MeasureNote(Block):
    """Measure notes (brief 2.10)."""

    measure: RefMeasure = one("Measure", C, "numbers are computed; this is the comment")
    trend: Code[Trend] = one("Trend", C)
    comment: Para = one("Comment", N)


class ThresholdChecked(Block):
    """Thresholds (brief 2.10)."""

    threshold: RefThreshold = one(
        "Threshold", C, "one line per plan threshold for pattern and scheduled"
    )
    reached: Bool = one("Reached", C)
    what_we_did: Para = one("What we did", C, "when reached")


class RestrictionReviewed(Block):
    """Restrictions (brief 2.10)."""

    restriction: RefRestriction = one("Restriction", C, "every active one")
    still_needed_because: Para = one("Still needed because", C)
    less_restrictive_now: Para = one("Less restrictive now", C)
    decision: Code[RestrictionDecision] = one("Decision", C)
    next_review_on: Date = one("Next review on", C)


class Rechecked(Block):
    """Rechecked (brief 2.10)."""

    options: Bool = one("Options", C, "options looked at again")
    advocacy: Bool = one("Advocacy", C, "advocacy offered again")
    agreements: Bool = one("Agreements", C, "sharing boundaries still right")
    capacity: Bool = one("Capacity", C)
    communication: Bool = one("Communication", C)


class ReviewAction(Block):
    """Actions (brief 2.10)."""

    what: Para = one("What", N)
    owner: RefAnyone = one("Owner", C)
    due_on: Date = one("Due on", C)


class Review(CaseFile):
    """Review (brief 2.10)."""

    review_id: Text = one("Review id", Y)
    kind: Code[ReviewKind] = one("Kind", Y)
    schedule: RefSchedule = one("Schedule", C, "when it is an occurrence")
    trigger: RefTrigger = one("Trigger", C, "when triggered")
    trigger_record: RefRecord = one("Trigger record", C, "when a record set it off")
    due_on: Date = one("Due on", Y)
    status: Code[ReviewStatus] = one("Status", Y)
    held_on: Date = one("Held on", C, "when held")
    rescheduled: Rescheduled = part(Rescheduled, "Rescheduled")
    also_counts_for: RefsSchedule = many("Also counts for", N)
    lead: RefStaff = one("Lead", Y)
    attended: RefsAnyone = many("Attended", C)
    involvement: Code[Involvement] = one("Involvement", C, "when held")
    why_not_involved: Para = one("Why not involved", C, "when not_involved")
    support_used: Codes[CommSupport] = many("Support used", N)
    period: Period = part(Period, "Period")
    records_considered: RefsRecord = many("Records considered", N)
    person_view: Quote = one("Person view", C, "required for every kind except pattern")
    what_has_improved: Para = one("What has improved", C)
    what_has_not: Para = one("What has not", C)
    what_person_says_changed: Quote = one(
        "What person says changed", C, "not for pattern"
    )
    outcome_progress: tuple[OutcomeProgress, ...] = many("Outcome progress")
    measure_notes: tuple[MeasureNote, ...] = many("Measure notes")
    thresholds: tuple[ThresholdChecked, ...] = many("Thresholds")
    restrictions: tuple[RestrictionReviewed, ...] = many("Restrictions")
    rechecked: Rechecked = part(Rechecked, "Rechecked")
    person_recognises_plan: Code[Answer] = one("Person recognises plan", C)
    decision: Code[ReviewDecision] = one("Decision", C)
    decision_reason: Para = one("Decision reason", C)
    changes_made: Texts = many("Changes made", N)
    new_plan_version: Int = one("New plan version", N)
    actions: tuple[ReviewAction, ...] = many("Actions")
    escalated_to: Code[RoleTarget] = one("Escalated to", C, "when decision is escalate")
    next_review_on: Date = one("Next review on", C, "computed, confirmed by the lead")
    told_person_result_on: Date = one("Told person result on", C, "letter or talk")
    signed_by: RefStaff = one("Signed by", C)
