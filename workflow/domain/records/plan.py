"""The file `plan`: its fields, as frozen records (brief 2.7)."""

from workflow.domain.records.base import (
    INSIDE,
    OUTSIDE,
    A,
    Block,
    Bool,
    C,
    Code,
    Codes,
    Date,
    Int,
    N,
    Num,
    Para,
    Quote,
    Quotes,
    RefAnyone,
    RefCapacity,
    RefContact,
    RefsAnyone,
    RefsOutcome,
    RefsRisk,
    RefStaff,
    Text,
    Texts,
    Y,
    many,
    one,
    part,
)
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import (
    ActionStatus,
    AgreeHow,
    Answer,
    Channel,
    CommSupport,
    ContactWish,
    FactorKind,
    HelpFormat,
    Level,
    OptionDecision,
    PlanStatus,
    Proposer,
    RecordType,
    RestrictionBasis,
    RestrictionKind,
    RestrictionStatus,
    ReviewKind,
    RoleTarget,
    StepStatus,
    SupportLevel,
    TriggerKind,
    Unit,
)


class Session(Block):
    """One meeting in which the plan was written with the person (brief 2.7)."""

    date: Date = one("the date of the planning session", A)
    with_: RefsAnyone = many("who was at the planning session", A)
    support_used: Codes[CommSupport] = many(
        "the communication support used in the planning session", A
    )
    what_the_person_changed: Para = one(
        "what the person changed in the planning session", N
    )
    interpreted_by: RefAnyone = one(
        "who interpreted in the planning session", C, "when an interpreter was used"
    )


class Disagreement(Block):
    """Something the person and the staff see differently (brief 2.7)."""

    about: Text = one("what the disagreement is about", C, "for every disagreement")
    person_view: Quote = one(
        "what the person thinks about it", C, "for every disagreement"
    )
    staff_view: Para = one("what the staff think about it", C, "for every disagreement")
    way_forward: Para = one(
        "the way forward in the disagreement", C, "for every disagreement"
    )


class CoProduction(Block):
    """How the plan was written with the person (brief 2.7)."""

    written_with: RefsAnyone = many("who the plan was written with", A)
    sessions: tuple[Session, ...] = many("the planning sessions")
    person_recognises_plan: Code[Answer] = one(
        "whether the person recognises the plan as theirs", A
    )
    person_comment: Quote = one("the person's comment on the plan", N)
    disagreements: tuple[Disagreement, ...] = many("the disagreements about the plan")


class MyWords(Block):
    """What matters to the person and what they want, in their words (brief 2.7)."""

    what_matters_to_me: Quote = one("what matters to the person", A)
    what_safe_means_to_me: Quote = one("what safe means to the person", A)
    what_i_want_to_happen: Quote = one(
        "what the person wants to happen", A, category="desired_outcomes"
    )
    what_i_do_not_want: Quote = one("what the person does not want", A)
    what_helps: Quote = one("what helps the person", N)
    what_makes_it_worse: Quote = one("what makes it worse for the person", N)
    what_i_can_manage_myself: Quote = one("what the person can manage themselves", A)


class Risk(Block):
    """Something that could happen, seen from both sides (brief 2.7)."""

    id: Text = one("the identifier of the risk", A)
    what_could_happen: Para = one("what could happen", A, seen_by=OUTSIDE)
    who_is_worried: Codes[Proposer] = many("who is worried about the risk", A)
    likely: Code[Level] = one("how likely the risk is", A, seen_by=INSIDE)
    serious: Code[Level] = one("how serious the risk is", A, seen_by=INSIDE)
    person_view: Quote = one("what the person thinks about the risk", A)
    staff_view: Para = one("what the staff think about the risk", N, seen_by=INSIDE)
    good_side: Para = one(
        "the good side of taking the risk", C, "for positive risk-taking"
    )
    harm_of_stopping: Para = one(
        "the harm of stopping the person", C, "for positive risk-taking"
    )


class ProtectiveFactor(Block):
    """Something that already helps to keep the person safe (brief 2.7)."""

    id: Text = one("the identifier of the protective factor", A)
    what: Para = one("what already helps to keep the person safe", A)
    kind: Code[FactorKind] = one("the kind of protective factor", A)
    who: RefsAnyone = many("who is part of the protective factor", N)


class SelfManagement(Block):
    """Something the person manages without staff (brief 2.7)."""

    id: Text = one("the identifier of what the person manages", A)
    i_can: Quote = one("what the person can do without staff", A)
    staff_step_in_when: Para = one("when staff step in", A)


class Option(Block):
    """A choice put to the person, with its good and bad points (brief 2.7)."""

    id: Text = one("the identifier of the option", A)
    what: Para = one("what the option is", A)
    for_outcomes: RefsOutcome = many("which outcomes the option is for", A)
    suggested_by: Code[Proposer] = one("who suggested the option", A)
    how_explained: Para = one("how the option was explained", A)
    good_points: Para = one("the good points of the option", A)
    bad_points: Para = one("the bad points of the option", A)
    person_view: Quote = one("what the person thinks of the option", A)
    decision: Code[OptionDecision] = one("what was decided about the option", A)
    reason: Para = one("the reason for the decision about the option", A)
    decided_on: Date = one("the date the option was decided", A)
    stops_contact: Bool = one("whether the option stops contact with someone", N)


class LessRestrictive(Block):
    """A gentler way that was tried or considered first (brief 2.7)."""

    tried_or_considered: Para = one(
        "the less restrictive way tried or considered",
        C,
        "for every restriction, at least once",
    )
    why_not_enough: Para = one(
        "why the less restrictive way is not enough",
        C,
        "for every less restrictive way",
    )


class Restriction(Block):
    """A limit on an ordinary freedom, and why it is there (brief 2.7)."""

    id: Text = one("the identifier of the restriction", C, "for every restriction")
    what: Para = one("what the restriction is", C, "for every restriction")
    kind: Code[RestrictionKind] = one(
        "the kind of restriction", C, "for every restriction"
    )
    started_on: Date = one(
        "the date the restriction started", C, "for every restriction"
    )
    rationale: Para = one("the reasons for the restriction", C, "for every restriction")
    risk_refs: RefsRisk = many(
        "which risks the restriction is about", C, "for every restriction"
    )
    freedom_affected: Para = one(
        "what the person loses by the restriction", C, "for every restriction"
    )
    less_restrictive: tuple[LessRestrictive, ...] = many("the less restrictive ways")
    person_view: Quote = one(
        "what the person thinks of the restriction", C, "for every restriction"
    )
    basis: Code[RestrictionBasis] = one(
        "the basis of the restriction", C, "for every restriction"
    )
    capacity_ref: RefCapacity = one(
        "the capacity decision behind the restriction",
        C,
        "when the basis is best interests",
    )
    authorised_by: RefStaff = one(
        "who authorised the restriction", C, "for every restriction"
    )
    review_on: Date = one(
        "the date to look at the restriction again", C, "for every restriction"
    )
    status: Code[RestrictionStatus] = one(
        "where the restriction stands", C, "for every restriction"
    )
    ended_on: Date = one(
        "the date the restriction ended", C, "when the restriction has ended"
    )
    told_person_on: Date = one("the date the person was told of the restriction", N)


class EnablingTool(Block):
    """A help the person chose, which is not a condition (brief 2.7)."""

    id: Text = one("the identifier of the enabling tool", N)
    what: Para = one("what the enabling tool is", N)
    chosen_by: Code[Proposer] = one("who chose the enabling tool", N)
    how_it_helps_me: Quote = one("how the enabling tool helps the person", N)
    condition: Bool = one(
        "whether the enabling tool is a condition",
        C,
        "for every enabling tool, and must be false",
    )


class PlanAction(Block):
    """Something someone does because of the plan (brief 2.7)."""

    id: Text = one("the identifier of the action", A)
    what: Para = one("what is to be done", A)
    for_outcomes: RefsOutcome = many("which outcomes the action is for", A)
    owner: RefAnyone = one("who does the action", A)
    due_on: Date = one("the date the action is due", A)
    how_we_will_know: Para = one("how we will know that the action worked", A)
    status: Code[ActionStatus] = one("where the action stands", A)
    done_on: Date = one("the date the action was done", C, "when the action is done")
    result: Para = one(
        "what came of the action", C, "when the action is done or not possible"
    )


class Measure(Block):
    """A question asked again and again to see what gets better (brief 2.7)."""

    id: Text = one("the identifier of the measure", C, "for every measure")
    name: Text = one("the name of the measure", C, "for every measure")
    question: Text = one("the question put to the person", C, "for every measure")
    given_by: Code[Proposer] = one("who gives the rating", C, "for every measure")
    scale_min: Num = one("the lowest value of the scale", C, "for every measure")
    scale_max: Num = one("the highest value of the scale", C, "for every measure")
    better: Text = one("whether higher or lower is better", C, "for every measure")
    baseline: Num = one("the value at the start", C, "for every measure")
    baseline_on: Date = one(
        "the date of the value at the start", C, "for every measure"
    )
    target: Num = one("the value hoped for", N)
    collected_in: Codes[RecordType] = many(
        "which records collect the measure", C, "for every measure"
    )


class Arrangement(Block):
    """A time and place for contact (brief 2.7)."""

    id: Text = one("the identifier of the arrangement", C, "for every arrangement")
    place: Text = one("where the contact takes place", C, "for every arrangement")
    when: Text = one("when the contact takes place", C, "for every arrangement")
    max_minutes: Int = one("how many minutes the contact lasts at most", N)
    dates: Texts = many("the dates of the contact", N)
    who_else: RefsAnyone = many(
        "who else is there or nearby", C, "for every arrangement"
    )
    notes: Para = one("the notes about the arrangement", N)


class VisitBoundary(Block):
    """A rule the person sets for a visitor (brief 2.7)."""

    id: Text = one(
        "the identifier of the person's rule for the visitor",
        C,
        "for every rule for the visitor",
    )
    words: Quote = one(
        "the rule for the visitor in the person's words",
        C,
        "for every rule for the visitor",
    )
    told_to_visitor: Code[Answer] = one(
        "whether the visitor was told the rule", C, "for every rule for the visitor"
    )
    how_told: Para = one("how the visitor was told the rule", N)


class ExitPhrase(Block):
    """Ordinary-sounding words that mean: help me end this now (brief 2.7)."""

    phrase: Quote = one("the exit phrase", C, "when there is an exit phrase")
    who_knows: RefsAnyone = many(
        "who knows the exit phrase", C, "when there is an exit phrase"
    )
    first_staff_action: Para = one(
        "what staff say and do at once", C, "when there is an exit phrase"
    )
    backup_signal: Text = one("the signal to use instead of the phrase", N)


class ResponseStep(Block):
    """One step of what is done when a visit goes wrong (brief 2.7)."""

    step: Int = one(
        "the number of the response step", C, "for every response step (at least three)"
    )
    if_: Para = one(
        "what we see or hear", C, "for every response step (at least three)"
    )
    i_do: Quote = one("what the person does in this step", N)
    staff_do: Para = one(
        "what staff do in this step", C, "for every response step (at least three)"
    )
    call: Code[RoleTarget] = one("who is called in this step", N)


class SafeContact(Block):
    """What makes contact with someone feel safe to the person (brief 2.7)."""

    with_whom: RefContact = one(
        "who the contact is with", C, "when the case is about safe contact"
    )
    wish: Code[ContactWish] = one(
        "what the person wants for the contact",
        C,
        "when the case is about safe contact",
    )
    what_safe_contact_means: Quote = one(
        "what safe contact means to the person",
        C,
        "when the case is about safe contact",
    )
    arrangements: tuple[Arrangement, ...] = many(
        "the arrangements for contact", category="whereabouts_routine"
    )
    boundaries: tuple[VisitBoundary, ...] = many("the person's rules for the visitor")
    pressure_signs: Texts = many(
        "what pressure looks like for the person",
        C,
        "when the case is about safe contact",
    )
    exit_phrase: ExitPhrase = part(ExitPhrase, "the exit phrase", seen_by=INSIDE)
    response_steps: tuple[ResponseStep, ...] = many("the steps when a visit goes wrong")
    after_visit: Para = one(
        "how and when staff ask the person afterwards",
        C,
        "when the case is about safe contact",
    )


class RiskStep(Block):
    """One step towards doing what the person chose (brief 2.7)."""

    step: Int = one("the number of the step", C, "for every step")
    what: Para = one("what the person does in the step", C, "for every step")
    why_it_still_matters: Quote = one("why the step still matters to the person", N)
    support: Code[SupportLevel] = one("the support in the step", C, "for every step")
    move_on_when: Para = one(
        "when the person moves on to the next step", C, "for every step"
    )
    status: Code[StepStatus] = one("where the step stands", C, "for every step")
    achieved_on: Date = one(
        "the date the step was achieved", C, "when the step is achieved"
    )


class Route(Block):
    """A way the person practises (brief 2.7)."""

    id: Text = one("the identifier of the route", C, "for every route")
    name: Text = one("the name of the route", C, "for every route")
    way: Para = one(
        "the landmarks, crossings and stops of the route", C, "for every route"
    )
    safe_places: Texts = many("the safe places on the route", C, "for every route")
    practised_on: Texts = many(
        "the dates the route was practised", C, "for every route"
    )
    plan_b: Para = one(
        "what the person does if the route goes wrong", C, "for every route"
    )


class CheckInPoint(Block):
    """A point at which the person lets someone know they are all right (brief 2.7)."""

    id: Text = one("the identifier of the check-in", C, "for every check-in")
    point: Text = one("the point of the check-in", C, "for every check-in")
    chosen_by: Code[Proposer] = one("who chose the check-in", C, "for every check-in")
    how: Code[Channel] = one("how the person checks in", C, "for every check-in")
    to: RefAnyone = one("who the person checks in with", C, "for every check-in")
    expected: Text = one("when the check-in is expected", C, "for every check-in")
    grace_minutes: Int = one(
        "how many minutes late is still all right", C, "for every check-in"
    )
    if_missed: Texts = many(
        "what is done if the check-in is missed", C, "for every check-in"
    )


class HelpSeeking(Block):
    """How the person asks for help when out (brief 2.7)."""

    formats: Codes[HelpFormat] = many(
        "the forms of the help card or note", C, "when the case is about positive risk"
    )
    my_words: Quotes = many(
        "the lines on the person's card or phone note",
        C,
        "when the case is about positive risk",
    )
    call_first: RefAnyone = one(
        "who the person calls first", C, "when the case is about positive risk"
    )
    call_next: RefAnyone = one("who the person calls next", N)
    fits_my_style: Quote = one("why this way of asking for help suits the person", N)


class PositiveRisk(Block):
    """A risk the person chooses for its benefit, step by step (brief 2.7)."""

    activity: Quote = one(
        "what the person wants to do", C, "when the case is about positive risk"
    )
    why_it_matters: Quote = one(
        "why the activity matters to the person",
        C,
        "when the case is about positive risk",
    )
    steps: tuple[RiskStep, ...] = many("the steps towards the activity")
    planned_dates: Texts = many(
        "the planned dates of the activity", N, category="whereabouts_routine"
    )
    routes: tuple[Route, ...] = many("the routes", category="whereabouts_routine")
    check_ins: tuple[CheckInPoint, ...] = many(
        "the check-ins", category="whereabouts_routine"
    )
    help_seeking: HelpSeeking = part(HelpSeeking, "how the person asks for help")
    triggers_not_relevant: Codes[TriggerKind] = many(
        "the usual triggers that do not apply", N
    )


class Detect(Block):
    """How a record shows that a trigger or threshold is reached (brief 2.7)."""

    record_type: Code[RecordType] = one("which type of record to look in", N)
    field: Text = one("which field of the record to look at", N)
    op: Text = one("how the field is compared", N)
    value: Text = one("the value the field is compared with", N)
    at_least: Int = one("how many records are needed at least", N)
    within_days: Int = one("how many days the records may lie apart", N)


class EscalationThreshold(Block):
    """A point agreed beforehand at which more people are involved (brief 2.7)."""

    id: Text = one("the identifier of the threshold", C, "for every threshold")
    when: Para = one("when the threshold is reached", C, "for every threshold")
    detect: Detect = part(Detect, "how a record shows the threshold")
    then: Para = one(
        "what happens when the threshold is reached", C, "for every threshold"
    )
    to: Code[RoleTarget] = one(
        "who is involved when the threshold is reached", C, "for every threshold"
    )
    within: Int = one("how soon this must happen (a number)", C, "for every threshold")
    unit: Code[Unit] = one(
        "the unit of how soon this must happen", C, "for every threshold"
    )
    person_told_in_advance: Bool = one(
        "whether the person was told in advance", C, "for every threshold"
    )


class ScheduledReview(Block):
    """A review that comes round at set dates (brief 2.7)."""

    id: Text = one("the identifier of the scheduled review", A)
    kind: Code[ReviewKind] = one("the kind of the scheduled review", A)
    purpose: Text = one("what the scheduled review is for", A)
    lead: RefStaff = one("who leads the scheduled review", A)
    first_due: Date = one("the date the first review is due", A)
    every: Int = one(
        "how often the review comes round (a number)",
        C,
        "when the review comes round again",
    )
    unit: Code[Unit] = one(
        "the unit of how often the review comes round",
        C,
        "when the review comes round again",
    )
    until: Date = one(
        "the date the reviews end",
        C,
        "when the reviews come round and their number is not given",
    )
    occurrences: Int = one("how many times the review is held", N)
    person_wants: Quote = one("what the person wants for the review", N)


class ReviewTrigger(Block):
    """An event that brings a review forward (brief 2.7)."""

    id: Text = one("the identifier of the trigger", A)
    kind: Code[TriggerKind] = one("the kind of trigger", A)
    words: Para = one("what sets off the review, in plain words", A)
    detect: Detect = part(Detect, "how a record shows the trigger")
    lead: RefStaff = one("who leads the review the trigger sets off", A)
    within: Int = one("how soon the review must be held (a number)", A)
    unit: Code[Unit] = one("the unit of how soon the review must be held", A)


class OtherSupport(Block):
    """What else was offered or arranged (brief 2.7)."""

    support_or_therapy: Para = one("the support or therapy offered", N)
    service_changes: Para = one("the changes to the service", N)
    justice_or_redress: Para = one("what was done about justice or redress", N)
    source_of_risk_action: Para = one(
        "what is done about the source of risk", N, category="source_of_risk_identity"
    )


class Emergency(Block):
    """Who is called in an emergency (brief 2.7)."""

    call: Texts = many("who to call in an emergency", A)


class Signature(Block):
    """How someone agreed to the plan (brief 2.7)."""

    who: RefAnyone = one("who agreed to the plan", A)
    how: Code[AgreeHow] = one("how they agreed to the plan", A)
    date: Date = one("the date they agreed to the plan", A)


class GivenCopy(Block):
    """A copy of the plan that was given to someone (brief 2.7)."""

    to: RefAnyone = one("who was given a copy", N)
    version: Text = one("which version was given", N)
    given_on: Date = one("the date the copy was given", N)


class Plan(CaseFile):
    """The plan written with the person (brief 2.7)."""

    version: Int = one("the version of the plan", Y)
    status: Code[PlanStatus] = one("where the plan stands", Y)
    title_for_person: Text = one("the person's own title for the plan", A)
    language: Text = one("the language of the plan", A)
    agreed_on: Date = one("the date the plan was agreed", A)
    first_agreed_on: Date = one("the date the first plan was agreed", A)
    starts_on: Date = one("the date the plan starts", A)
    changed_because: Para = one(
        "what changed in this version and why", C, "when this is not the first version"
    )
    co_production: CoProduction = part(
        CoProduction, "how the plan was written together"
    )
    my_words: MyWords = part(MyWords, "what the person says", seen_by=OUTSIDE)
    outcome_refs: RefsOutcome = many(
        "which outcomes the plan is for", A, category="desired_outcomes"
    )
    risks: tuple[Risk, ...] = many("the risks", category="safety_plan")
    protective_factors: tuple[ProtectiveFactor, ...] = many(
        "what already helps", category="safety_plan"
    )
    self_management: tuple[SelfManagement, ...] = many(
        "what the person manages", category="safety_plan"
    )
    options: tuple[Option, ...] = many("the options", category="safety_plan")
    agreed_summary: Quote = one(
        "what was agreed, in short", A, category="safety_plan", seen_by=OUTSIDE
    )
    restrictions: tuple[Restriction, ...] = many(
        "the restrictions", category="safety_plan"
    )
    enabling_tools: tuple[EnablingTool, ...] = many(
        "the enabling tools", category="safety_plan"
    )
    actions: tuple[PlanAction, ...] = many(
        "the actions", category="safety_plan", seen_by=OUTSIDE
    )
    measures: tuple[Measure, ...] = many("the measures", category="safety_plan")
    safe_contact: SafeContact = part(
        SafeContact, "the plan for safe contact", category="safety_plan"
    )
    positive_risk: PositiveRisk = part(
        PositiveRisk, "the plan for positive risk", category="safety_plan"
    )
    escalation_thresholds: tuple[EscalationThreshold, ...] = many(
        "the escalation thresholds", category="safety_plan"
    )
    review_schedule: tuple[ScheduledReview, ...] = many("the scheduled reviews")
    review_triggers: tuple[ReviewTrigger, ...] = many("the review triggers")
    other_support: OtherSupport = part(
        OtherSupport, "the other support", category="support_arrangements"
    )
    contingency: Para = one(
        "what happens if the plan does not work", A, category="safety_plan"
    )
    emergency: Emergency = part(
        Emergency, "the emergency contacts", category="safety_plan"
    )
    signatures: tuple[Signature, ...] = many("the agreements to the plan")
    copies: tuple[GivenCopy, ...] = many("the copies given")
