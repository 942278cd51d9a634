"""The file `plan`: its fields, as frozen records (brief 2.7)."""

from workflow.domain.records.base import (
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
    """Co production of sessions (brief 2.7)."""

    date: Date = one("Date", A)
    with_: RefsAnyone = many("With", A)
    support_used: Codes[CommSupport] = many("Support used", A)
    what_the_person_changed: Para = one("What the person changed", N)
    interpreted_by: RefAnyone = one(
        "Interpreted by", C, "when interpreter or bsl_interpreter was used"
    )


class Disagreement(Block):
    """Co production of disagreements (brief 2.7)."""

    about: Text = one("About", C)
    person_view: Quote = one("Person view", C)
    staff_view: Para = one("Staff view", C)
    way_forward: Para = one("Way forward", C)


class CoProduction(Block):
    """Co production (brief 2.7)."""

    written_with: RefsAnyone = many("Written with", A)
    sessions: tuple[Session, ...] = many("Sessions")
    person_recognises_plan: Code[Answer] = one("Person recognises plan", A)
    person_comment: Quote = one("Person comment", N)
    disagreements: tuple[Disagreement, ...] = many("Disagreements")


class MyWords(Block):
    """My words (brief 2.7)."""

    what_matters_to_me: Quote = one("What matters to me", A)
    what_safe_means_to_me: Quote = one("What safe means to me", A)
    what_i_want_to_happen: Quote = one("What i want to happen", A)
    what_i_do_not_want: Quote = one("What i do not want", A)
    what_helps: Quote = one("What helps", N)
    what_makes_it_worse: Quote = one("What makes it worse", N)
    what_i_can_manage_myself: Quote = one("What i can manage myself", A)


class Risk(Block):
    """Risks (brief 2.7)."""

    id: Text = one("Id", A)
    what_could_happen: Para = one("What could happen", A)
    who_is_worried: Codes[Proposer] = many("Who is worried", A)
    likely: Code[Level] = one("Likely", A)
    serious: Code[Level] = one("Serious", A)
    person_view: Quote = one("Person view", A)
    staff_view: Para = one("Staff view", N)
    good_side: Para = one(
        "Good side", C, "benefit of taking it (needed for positive_risk)"
    )
    harm_of_stopping: Para = one(
        "Harm of stopping",
        C,
        "what is lost if we prevent it (needed for positive_risk)",
    )


class ProtectiveFactor(Block):
    """Protective factors (brief 2.7)."""

    id: Text = one("Id", A)
    what: Para = one("What", A)
    kind: Code[FactorKind] = one("Kind", A)
    who: RefsAnyone = many("Who", N)


class SelfManagement(Block):
    """Self management (brief 2.7)."""

    id: Text = one("Id", A)
    i_can: Quote = one("I can", A)
    staff_step_in_when: Para = one("Staff step in when", A)


class Option(Block):
    """Options (brief 2.7)."""

    id: Text = one("Id", A)
    what: Para = one("What", A)
    for_outcomes: RefsOutcome = many("For outcomes", A)
    suggested_by: Code[Proposer] = one("Suggested by", A)
    how_explained: Para = one("How explained", A)
    good_points: Para = one("Good points", A)
    bad_points: Para = one("Bad points", A)
    person_view: Quote = one("Person view", A)
    decision: Code[OptionDecision] = one("Decision", A)
    reason: Para = one("Reason", A)
    decided_on: Date = one("Decided on", A)
    stops_contact: Bool = one("Stops contact", N)


class LessRestrictive(Block):
    """Restrictions of less restrictive (brief 2.7)."""

    tried_or_considered: Para = one("Tried or considered", C, "at least one")
    why_not_enough: Para = one("Why not enough", C)


class Restriction(Block):
    """Restrictions (brief 2.7)."""

    id: Text = one("Id", C, "X1…")
    what: Para = one("What", C)
    kind: Code[RestrictionKind] = one("Kind", C)
    started_on: Date = one("Started on", C)
    rationale: Para = one("Rationale", C)
    risk_refs: RefsRisk = many("Risk refs", C)
    freedom_affected: Para = one("Freedom affected", C, "what the person loses")
    less_restrictive: tuple[LessRestrictive, ...] = many("Less restrictive")
    person_view: Quote = one("Person view", C)
    basis: Code[RestrictionBasis] = one("Basis", C)
    capacity_ref: RefCapacity = one("Capacity ref", C, "when best_interests")
    authorised_by: RefStaff = one("Authorised by", C, "lead or registered manager")
    review_on: Date = one("Review on", C, "see RES-02")
    status: Code[RestrictionStatus] = one("Status", C)
    ended_on: Date = one("Ended on", C)
    told_person_on: Date = one("Told person on", N)


class EnablingTool(Block):
    """Enabling tools (brief 2.7)."""

    id: Text = one("Id", N)
    what: Para = one("What", N)
    chosen_by: Code[Proposer] = one("Chosen by", N)
    how_it_helps_me: Quote = one("How it helps me", N)
    condition: Bool = one(
        "Condition", C, "must be false; true means it is a restriction (RES-06)"
    )


class PlanAction(Block):
    """Actions (brief 2.7)."""

    id: Text = one("Id", A)
    what: Para = one("What", A)
    for_outcomes: RefsOutcome = many("For outcomes", A)
    owner: RefAnyone = one("Owner", A)
    due_on: Date = one("Due on", A)
    how_we_will_know: Para = one("How we will know", A)
    status: Code[ActionStatus] = one("Status", A)
    done_on: Date = one("Done on", C, "when done")
    result: Para = one("Result", C, "when done or not possible")


class Measure(Block):
    """Measures (brief 2.7)."""

    id: Text = one("Id", C, "M1… at least one per outcome group")
    name: Text = one("Name", C)
    question: Text = one("Question", C, "as put to the person")
    given_by: Code[Proposer] = one("Given by", C, "person for ratings")
    scale_min: Num = one("Scale min", C)
    scale_max: Num = one("Scale max", C)
    better: Text = one("Better", C, "higher or lower")
    baseline: Num = one("Baseline", C)
    baseline_on: Date = one("Baseline on", C)
    target: Num = one("Target", N)
    collected_in: Codes[RecordType] = many("Collected in", C)


class Arrangement(Block):
    """Safe contact of arrangements (brief 2.7)."""

    id: Text = one("Id", C, "AR1…")
    place: Text = one("Place", C)
    when: Text = one("When", C, "day and time in words")
    max_minutes: Int = one("Max minutes", N)
    dates: Texts = many("Dates", N)
    who_else: RefsAnyone = many("Who else", C, "who is also present or nearby")
    notes: Para = one("Notes", N)


class VisitBoundary(Block):
    """Safe contact of boundaries (brief 2.7)."""

    id: Text = one("Id", C, "SB1…")
    words: Quote = one("Words", C, "first person")
    told_to_visitor: Code[Answer] = one("Told to visitor", C)
    how_told: Para = one("How told", N)


class ExitPhrase(Block):
    """Safe contact of exit phrase (brief 2.7)."""

    phrase: Quote = one("Phrase", C, "sounds ordinary; kept out of outside documents")
    who_knows: RefsAnyone = many(
        "Who knows", C, "never a contact flagged source_of_risk"
    )
    first_staff_action: Para = one(
        "First staff action", C, "what staff say and do at once"
    )
    backup_signal: Text = one("Backup signal", N)


class ResponseStep(Block):
    """Safe contact of response steps (brief 2.7)."""

    step: Int = one("Step", C, "1, 2, 3… at least three")
    if_: Para = one("If", C, "what we see or hear")
    i_do: Quote = one("I do", N)
    staff_do: Para = one("Staff do", C)
    call: Code[RoleTarget] = one("Call", N)


class SafeContact(Block):
    """Safe contact (brief 2.7)."""

    with_whom: RefContact = one("With whom", C, "focus safe_contact")
    wish: Code[ContactWish] = one("Wish", C)
    what_safe_contact_means: Quote = one("What safe contact means", C)
    arrangements: tuple[Arrangement, ...] = many("Arrangements")
    boundaries: tuple[VisitBoundary, ...] = many("Boundaries")
    pressure_signs: Texts = many(
        "Pressure signs", C, "what pressure looks like for this person"
    )
    exit_phrase: ExitPhrase = part(ExitPhrase, "Exit phrase")
    response_steps: tuple[ResponseStep, ...] = many("Response steps")
    after_visit: Para = one("After visit", C, "how and when staff ask afterwards")


class RiskStep(Block):
    """Positive risk of steps (brief 2.7)."""

    step: Int = one("Step", C, "smallest meaningful steps in order")
    what: Para = one("What", C)
    why_it_still_matters: Quote = one("Why it still matters", N)
    support: Code[SupportLevel] = one("Support", C)
    move_on_when: Para = one("Move on when", C, "measurable, agreed with the person")
    status: Code[StepStatus] = one("Status", C)
    achieved_on: Date = one("Achieved on", C)


class Route(Block):
    """Positive risk of routes (brief 2.7)."""

    id: Text = one("Id", C, "RT1…")
    name: Text = one("Name", C)
    way: Para = one("Way", C, "landmarks, crossings, stops")
    safe_places: Texts = many("Safe places", C)
    practised_on: Texts = many("Practised on", C, "dates")
    plan_b: Para = one("Plan b", C)


class CheckInPoint(Block):
    """Positive risk of check ins (brief 2.7)."""

    id: Text = one("Id", C, "CI1…")
    point: Text = one("Point", C)
    chosen_by: Code[Proposer] = one("Chosen by", C, "should be person (PRT-03)")
    how: Code[Channel] = one("How", C)
    to: RefAnyone = one("To", C)
    expected: Text = one("Expected", C, "time or 'on arrival'")
    grace_minutes: Int = one("Grace minutes", C)
    if_missed: Texts = many("If missed", C, "ordered steps")


class HelpSeeking(Block):
    """Positive risk of help seeking (brief 2.7)."""

    formats: Codes[HelpFormat] = many("Formats", C)
    my_words: Quotes = many("My words", C, "lines on card or phone note")
    call_first: RefAnyone = one("Call first", C)
    call_next: RefAnyone = one("Call next", N)
    fits_my_style: Quote = one("Fits my style", N)


class PositiveRisk(Block):
    """Positive risk (brief 2.7)."""

    activity: Quote = one("Activity", C, "focus positive_risk")
    why_it_matters: Quote = one("Why it matters", C)
    steps: tuple[RiskStep, ...] = many("Steps")
    planned_dates: Texts = many("Planned dates", N)
    routes: tuple[Route, ...] = many("Routes")
    check_ins: tuple[CheckInPoint, ...] = many("Check ins")
    help_seeking: HelpSeeking = part(HelpSeeking, "Help seeking")
    triggers_not_relevant: Codes[TriggerKind] = many("Triggers not relevant", N)


class Detect(Block):
    """Escalation thresholds of detect (brief 2.7)."""

    record_type: Code[RecordType] = one("Record type", N)
    field: Text = one("Field", N)
    op: Text = one("Op", N)
    value: Text = one("Value", N)
    at_least: Int = one("At least", N)
    within_days: Int = one("Within days", N)


class EscalationThreshold(Block):
    """Escalation thresholds (brief 2.7)."""

    id: Text = one("Id", C, "E1…")
    when: Para = one("When", C, "plain words")
    detect: Detect = part(Detect, "Detect")
    then: Para = one("Then", C)
    to: Code[RoleTarget] = one("To", C)
    within: Int = one("Within", C, "number")
    unit: Code[Unit] = one("Unit", C)
    person_told_in_advance: Bool = one("Person told in advance", C, "no surprises")


class ScheduledReview(Block):
    """Review schedule (brief 2.7)."""

    id: Text = one("Id", A)
    kind: Code[ReviewKind] = one("Kind", A)
    purpose: Text = one("Purpose", A)
    lead: RefStaff = one("Lead", A)
    first_due: Date = one("First due", A)
    every: Int = one("Every", C, "omit for a one-off")
    unit: Code[Unit] = one("Unit", C, "days, weeks, months")
    until: Date = one("Until", C, "end of the agreed period; or occurrences")
    occurrences: Int = one("Occurrences", N)
    person_wants: Quote = one("Person wants", N)


class ReviewTrigger(Block):
    """Review triggers (brief 2.7)."""

    id: Text = one("Id", A)
    kind: Code[TriggerKind] = one("Kind", A)
    words: Para = one("Words", A)
    detect: Detect = part(Detect, "Detect")
    lead: RefStaff = one("Lead", A)
    within: Int = one("Within", A)
    unit: Code[Unit] = one("Unit", A)


class OtherSupport(Block):
    """Other support (brief 2.7)."""

    support_or_therapy: Para = one("Support or therapy", N)
    service_changes: Para = one("Service changes", N)
    justice_or_redress: Para = one("Justice or redress", N)
    source_of_risk_action: Para = one("Source of risk action", N)


class Emergency(Block):
    """Emergency (brief 2.7)."""

    call: Texts = many("Call", A)


class Signature(Block):
    """Signatures (brief 2.7)."""

    who: RefAnyone = one("Who", A)
    how: Code[AgreeHow] = one("How", A)
    date: Date = one("Date", A)


class GivenCopy(Block):
    """Copies (brief 2.7)."""

    to: RefAnyone = one("To", N)
    version: Text = one("Version", N)
    given_on: Date = one("Given on", N)


class Plan(CaseFile):
    """Plan (brief 2.7)."""

    version: Int = one("Version", Y)
    status: Code[PlanStatus] = one("Status", Y)
    title_for_person: Text = one("Title for person", A)
    language: Text = one("Language", A)
    agreed_on: Date = one("Agreed on", A)
    first_agreed_on: Date = one("First agreed on", A)
    starts_on: Date = one("Starts on", A)
    changed_because: Para = one(
        "Changed because", C, "version > 1: what changed and why"
    )
    co_production: CoProduction = part(CoProduction, "Co production")
    my_words: MyWords = part(MyWords, "My words")
    outcome_refs: RefsOutcome = many("Outcome refs", A)
    risks: tuple[Risk, ...] = many("Risks")
    protective_factors: tuple[ProtectiveFactor, ...] = many("Protective factors")
    self_management: tuple[SelfManagement, ...] = many("Self management")
    options: tuple[Option, ...] = many("Options")
    agreed_summary: Quote = one("Agreed summary", A)
    restrictions: tuple[Restriction, ...] = many("Restrictions")
    enabling_tools: tuple[EnablingTool, ...] = many("Enabling tools")
    actions: tuple[PlanAction, ...] = many("Actions")
    measures: tuple[Measure, ...] = many("Measures")
    safe_contact: SafeContact = part(SafeContact, "Safe contact")
    positive_risk: PositiveRisk = part(PositiveRisk, "Positive risk")
    escalation_thresholds: tuple[EscalationThreshold, ...] = many(
        "Escalation thresholds"
    )
    review_schedule: tuple[ScheduledReview, ...] = many("Review schedule")
    review_triggers: tuple[ReviewTrigger, ...] = many("Review triggers")
    other_support: OtherSupport = part(OtherSupport, "Other support")
    contingency: Para = one("Contingency", A)
    emergency: Emergency = part(Emergency, "Emergency")
    signatures: tuple[Signature, ...] = many("Signatures")
    copies: tuple[GivenCopy, ...] = many("Copies")
