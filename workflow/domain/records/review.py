"""The file `review`: its fields, as frozen records (brief 2.10)."""

from workflow.domain.records.base import (
    OUTSIDE,
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
    """A review that was moved to another day (brief 2.10)."""

    to: Date = one("the date the review was moved to", C, "when the review was moved")
    reason: Para = one("why the review was moved", C, "when the review was moved")
    agreed_with_person: Code[Answer] = one(
        "whether the person agreed to moving the review", C, "when the review was moved"
    )
    times: Int = one("how many times the review was moved", N)
    manager: RefStaff = one("which manager agreed to moving the review once more", N)


class Late(Block):
    """Why a review was held late, and what that meant (docs/decisions/0053)."""

    why: Para = one(
        "why the review was held late", C, "when held after the day it was due"
    )
    meanwhile: Para = one(
        "what the delay meant for the person, and what was done meanwhile",
        C,
        "when held after the day it was due",
    )


class Period(Block):
    """The time a review looks back on (brief 2.10)."""

    from_: Date = one("the first day the review looks at", C, "when held")
    to: Date = one("the last day the review looks at", C, "when held")


class OutcomeProgress(Block):
    """How far one outcome has come at this review (brief 2.10)."""

    outcome: RefOutcome = one(
        "which outcome was looked at",
        C,
        "for every live outcome in an initial, scheduled or final review",
    )
    status: Code[OutcomeStatus] = one(
        "how far the outcome has come", C, "for every outcome looked at"
    )
    person_words: Quote = one(
        "what the person says about the outcome", C, "for every outcome looked at"
    )


class MeasureNote(Block):
    """A comment on how one measure is moving (brief 2.10)."""

    measure: RefMeasure = one(
        "which measure the comment is about", C, "for every comment on a measure"
    )
    trend: Code[Trend] = one(
        "which way the measure is moving", C, "for every comment on a measure"
    )
    comment: Para = one("the comment on the measure", N)


class ThresholdChecked(Block):
    """Whether one of the plan's thresholds was reached (brief 2.10)."""

    threshold: RefThreshold = one(
        "which threshold was checked",
        C,
        "for every threshold in a pattern or scheduled review",
    )
    reached: Bool = one(
        "whether the threshold was reached", C, "for every threshold checked"
    )
    what_we_did: Para = one(
        "what was done about the threshold", C, "when the threshold was reached"
    )


class RestrictionReviewed(Block):
    """One restriction, looked at again (brief 2.10)."""

    restriction: RefRestriction = one(
        "which restriction was looked at", C, "for every active restriction"
    )
    still_needed_because: Para = one(
        "why the restriction is still needed",
        C,
        "for every restriction kept or reduced",
    )
    less_restrictive_now: Para = one(
        "the less restrictive way looked at now", C, "for every restriction looked at"
    )
    decision: Code[RestrictionDecision] = one(
        "what was decided about the restriction", C, "for every restriction looked at"
    )
    next_review_on: Date = one(
        "the date to look at the restriction again",
        C,
        "for every restriction kept or reduced",
    )


class Rechecked(Block):
    """What was looked at again in the review (brief 2.10)."""

    options: Bool = one("whether the options were looked at again", C, "when held")
    advocacy: Bool = one("whether advocacy was offered again", C, "when held")
    agreements: Bool = one(
        "whether the sharing boundaries are still right", C, "when held"
    )
    capacity: Bool = one("whether capacity was looked at again", C, "when held")
    communication: Bool = one(
        "whether communication needs were looked at again", C, "when held"
    )


class ReviewAction(Block):
    """Something to be done after the review (brief 2.10)."""

    what: Para = one("what is to be done after the review", N)
    owner: RefAnyone = one("who does the review action", C, "for every review action")
    due_on: Date = one(
        "the date the review action is due", C, "for every review action"
    )


class Review(CaseFile):
    """A look back with the person at how the plan is working (brief 2.10)."""

    review_id: Text = one("the identifier of the review", Y)
    kind: Code[ReviewKind] = one("the kind of review", Y)
    schedule: RefSchedule = one(
        "which scheduled review this is", C, "when the review comes from the schedule"
    )
    trigger: RefTrigger = one(
        "which trigger set off the review", C, "when a trigger set it off"
    )
    trigger_record: RefRecord = one(
        "which record set off the review", C, "when a record set it off"
    )
    due_on: Date = one("the date the review is due", Y)
    status: Code[ReviewStatus] = one("where the review stands", Y)
    held_on: Date = one(
        "the date the review was held",
        C,
        "when held",
        category="review_outcome",
        seen_by=OUTSIDE,
    )
    rescheduled: Rescheduled = part(Rescheduled, "the moving of the review")
    late: Late = part(Late, "the lateness of the review")
    also_counts_for: RefsSchedule = many(
        "which other scheduled reviews this counts for", N
    )
    lead: RefStaff = one("who leads the review", Y)
    attended: RefsAnyone = many("who attended the review", C, "when held")
    involvement: Code[Involvement] = one(
        "how the person was involved in the review", C, "when held"
    )
    why_not_involved: Para = one(
        "why the person was not involved in the review",
        C,
        "when the person was not involved",
    )
    support_used: Codes[CommSupport] = many(
        "the communication support used in the review", N
    )
    period: Period = part(Period, "the time the review looks back on")
    records_considered: RefsRecord = many("which records were considered", N)
    person_view: Quote = one(
        "what the person thinks of how things are going",
        C,
        "when held, unless it is a pattern review",
        category="review_outcome",
    )
    what_has_improved: Para = one(
        "what has improved",
        C,
        "when held",
        category="review_outcome",
        seen_by=OUTSIDE,
    )
    what_has_not: Para = one(
        "what has not improved",
        C,
        "when held",
        category="review_outcome",
        seen_by=OUTSIDE,
    )
    what_person_says_changed: Quote = one(
        "what the person says has changed",
        C,
        "when held, unless it is a pattern review",
        category="review_outcome",
    )
    outcome_progress: tuple[OutcomeProgress, ...] = many(
        "the progress of the outcomes", category="review_outcome"
    )
    measure_notes: tuple[MeasureNote, ...] = many(
        "the comments on the measures", category="review_outcome"
    )
    thresholds: tuple[ThresholdChecked, ...] = many(
        "the thresholds checked", category="review_outcome"
    )
    restrictions: tuple[RestrictionReviewed, ...] = many(
        "the restrictions looked at", category="review_outcome"
    )
    rechecked: Rechecked = part(Rechecked, "what was looked at again")
    person_recognises_plan: Code[Answer] = one(
        "whether the person still recognises the plan as theirs",
        C,
        "when held, unless it is a pattern review",
    )
    decision: Code[ReviewDecision] = one(
        "what the review decided",
        C,
        "when held",
        category="review_outcome",
        seen_by=OUTSIDE,
    )
    decision_reason: Para = one(
        "the reason for the review's decision",
        C,
        "when held",
        category="review_outcome",
    )
    changes_made: Texts = many(
        "the changes made after the review",
        N,
        category="review_outcome",
        seen_by=OUTSIDE,
    )
    new_plan_version: Int = one("the new version of the plan", N)
    actions: tuple[ReviewAction, ...] = many(
        "the actions from the review", category="review_outcome"
    )
    escalated_to: Code[RoleTarget] = one(
        "who the review was escalated to", C, "when the decision is to escalate"
    )
    next_review_on: Date = one("the date of the next review", C, "when held")
    told_person_result_on: Date = one(
        "the date the person was told the result of the review", C, "when held"
    )
    signed_by: RefStaff = one("who signed the review", C, "when held")
