"""The file `case`: its fields, as frozen records (brief 2.6)."""

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
    Para,
    Quote,
    RefAnyone,
    RefContact,
    RefRecord,
    RefsAnyone,
    RefService,
    RefStaff,
    Text,
    Texts,
    Time,
    Y,
    many,
    one,
    part,
)
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import (
    AbuseType,
    AdvocacyAnswer,
    AdvocateType,
    Agency,
    Answer,
    AuthorityDecision,
    CapacityPosition,
    CaseStatus,
    DecisionStatus,
    Difficulty,
    DifficultyArea,
    Focus,
    LibertyAuth,
    Location,
    MaracDecision,
    MspAsked,
    OutcomeStatus,
    Pathway,
    Priority,
    RaisedBy,
    Relationship,
    RoleTarget,
    SourceCategory,
    StaffRole,
    TenderUse,
    ThreePart,
    ThresholdDecision,
    Voice,
)


class OwnerBefore(Block):
    """Ownership of history (brief 2.6)."""

    from_: Date = one("From", N)
    to: Date = one("To", N)
    owner: RefStaff = one("Owner", N)
    handover_note: Para = one("Handover note", N)


class Ownership(Block):
    """Ownership (brief 2.6)."""

    owner: RefStaff = one("Owner", Y)
    cover: RefStaff = one("Cover", Y)
    safeguarding_lead: RefStaff = one("Safeguarding lead", Y)
    history: tuple[OwnerBefore, ...] = many("History")


class Sensitivity(Block):
    """Sensitivity (brief 2.6)."""

    restricted: Bool = one("Restricted", Y)
    allowed_roles: Codes[StaffRole] = many("Allowed roles", C, "when restricted")
    tender_use: Code[TenderUse] = one("Tender use", Y)
    exclude_from_counts: Bool = one("Exclude from counts", N)
    reason: Para = one("Reason", C, "when never or excluded")


class Concern(Block):
    """Concern (brief 2.6)."""

    raised_on: Date = one("Raised on", Y)
    raised_at: Time = one("Raised at", N)
    raised_by_kind: Code[RaisedBy] = one("Raised by kind", Y)
    raised_by: RefAnyone = one("Raised by", N)
    what_was_said_or_seen: Para = one("What was said or seen", Y)
    person_account: Quote = one("Person account", A)
    immediate_danger: Bool = one("Immediate danger", Y)
    immediate_action: Para = one("Immediate action", C, "when danger is true")
    reported_to_lead_on: Date = one("Reported to lead on", Y)
    first_conversation_on: Date = one("First conversation on", A)
    told_person_on: Date = one("Told person on", C, "told that a concern was raised")
    not_told_reason: Para = one("Not told reason", C, "when not told")
    agreement_to_report: Code[Answer] = one("Agreement to report", A)


class RiskSource(Block):
    """Risk of sources (brief 2.6)."""

    category: Code[SourceCategory] = one("Category", Y)
    relationship_code: Code[Relationship] = one("Relationship code", N)
    contact: RefContact = one("Contact", N)


class RiskPicture(Block):
    """Risk (brief 2.6)."""

    abuse_types: Codes[AbuseType] = many("Abuse types", Y)
    sources: tuple[RiskSource, ...] = many("Sources")
    locations: Codes[Location] = many("Locations", Y)


class Threshold(Block):
    """Threshold (brief 2.6)."""

    needs: Code[ThreePart] = one("Needs", C, "not for positive_risk_only")
    at_risk: Code[ThreePart] = one("At risk", C)
    cannot_protect: Code[ThreePart] = one("Cannot protect", C)
    decision: Code[ThresholdDecision] = one("Decision", Y)
    decided_on: Date = one("Decided on", A)
    decided_by: RefStaff = one("Decided by", A)
    rationale: Para = one("Rationale", A)
    person_view: Quote = one("Person view", A)
    reported_on: Date = one("Reported on", C, "when report")
    authority_ref: Text = one("Authority ref", N)
    authority_decision: Code[AuthorityDecision] = one(
        "Authority decision", C, "when report"
    )
    authority_decision_on: Date = one("Authority decision on", C)


class MakingSafeguardingPersonal(Block):
    """Msp (brief 2.6)."""

    asked: Code[MspAsked] = one("Asked", Y)
    asked_on: Date = one("Asked on", C, "when asked")
    asked_by: RefStaff = one("Asked by", C)
    how_supported: Para = one("How supported", A)
    who_answered: Code[Voice] = one("Who answered", C)
    why_not_asked: Para = one("Why not asked", C, "when not_asked")


class DesiredOutcome(Block):
    """Outcomes (brief 2.6)."""

    id: Text = one("Id", C, "O1… at least one when expressed")
    in_their_words: Quote = one("In their words", Y)
    said_by: Code[Voice] = one("Said by", Y)
    said_by_contact: RefContact = one("Said by contact", C, "when not the person")
    recorded_on: Date = one("Recorded on", Y)
    recorded_by: RefStaff = one("Recorded by", Y)
    what_good_looks_like: Quote = one("What good looks like", A)
    what_is_possible: Para = one("What is possible", N)
    status: Code[OutcomeStatus] = one("Status", Y)
    status_on: Date = one("Status on", C, "when not not_yet_known")
    status_said_by: Code[Voice] = one("Status said by", C)


class CapacityAssessment(Block):
    """Capacity of assessment (brief 2.6)."""

    assessed_on: Date = one(
        "Assessed on", C, "for has_capacity, lacks_capacity, fluctuating"
    )
    assessor: Text = one("Assessor", C)
    impairment: Para = one("Impairment", C, "disturbance in mind or brain")
    understand: Bool = one("Understand", C)
    retain: Bool = one("Retain", C)
    use_or_weigh: Bool = one("Use or weigh", C)
    communicate: Bool = one("Communicate", C)
    causal_link: Para = one("Causal link", C, "why the impairment causes the inability")
    evidence: Para = one("Evidence", C, "questions and answers")


class BestInterests(Block):
    """Capacity of best interests (brief 2.6)."""

    decided_on: Date = one(
        "Decided on", C, "when lacks_capacity and a decision was made"
    )
    decision_maker: Text = one("Decision maker", C)
    wishes_and_feelings: Quote = one("Wishes and feelings", C)
    consulted: RefsAnyone = many("Consulted", C)
    options: Texts = many("Options", C, "at least two")
    least_restrictive_reason: Para = one("Least restrictive reason", C)
    decision: Para = one("Decision", C)
    imca: Code[AdvocacyAnswer] = one("Imca", C)


class CapacityDecision(Block):
    """Capacity (brief 2.6)."""

    id: Text = one("Id", C, "CD1…")
    decision: Text = one("Decision", Y)
    considered_on: Date = one("Considered on", Y)
    considered_by: RefStaff = one("Considered by", Y)
    position: Code[CapacityPosition] = one("Position", Y)
    reason_to_doubt: Para = one(
        "Reason to doubt", C, "needed for every position except presumed"
    )
    support_given: Para = one("Support given", Y)
    undue_pressure_considered: Para = one(
        "Undue pressure considered", C, "when source of risk is known to the person"
    )
    assessment: CapacityAssessment = part(CapacityAssessment, "Assessment")
    best_interests: BestInterests = part(BestInterests, "Best interests")
    review_on: Date = one("Review on", C, "for all but presumed")


class AppropriatePerson(Block):
    """Advocacy of appropriate person (brief 2.6)."""

    contact: RefContact = one("Contact", N)
    willing: Bool = one("Willing", C)
    not_source_of_risk: Bool = one("Not source of risk", C)
    person_agrees: Bool = one("Person agrees", C)


class AdvocacyOffer(Block):
    """Advocacy of offers (brief 2.6)."""

    offered_on: Date = one("Offered on", C)
    offered_by: RefStaff = one("Offered by", C)
    how_explained: Para = one("How explained", C)
    answer: Code[AdvocacyAnswer] = one("Answer", C)
    person_words: Quote = one("Person words", N)
    type: Code[AdvocateType] = one("Type", N)
    referred_on: Date = one("Referred on", C, "when accepted")
    started_on: Date = one("Started on", N)
    ended_on: Date = one("Ended on", N)
    advocate: RefContact = one("Advocate", N)


class Advocacy(Block):
    """Advocacy (brief 2.6)."""

    substantial_difficulty: Code[Difficulty] = one("Substantial difficulty", Y)
    areas: Codes[DifficultyArea] = many("Areas", C, "when has")
    considered_on: Date = one("Considered on", A)
    considered_by: RefStaff = one("Considered by", A)
    appropriate_person: AppropriatePerson = part(
        AppropriatePerson, "Appropriate person"
    )
    offers: tuple[AdvocacyOffer, ...] = many("Offers")
    how_it_helped: Para = one("How it helped", N)


class DomesticAbuse(Block):
    """Domestic abuse (brief 2.6)."""

    considered: Bool = one(
        "Considered", C, "when source is family, partner or ex-partner"
    )
    personally_connected: Bool = one("Personally connected", C)
    coercive_control_considered: Para = one("Coercive control considered", C)
    dash_completed_on: Date = one("Dash completed on", N)
    dash_yes_count: Int = one("Dash yes count", N)
    completed_by: RefStaff = one("Completed by", N)
    professional_judgement_high_risk: Bool = one("Professional judgement high risk", C)
    specialist_offered: Code[Answer] = one(
        "Specialist offered", C, "specialist service offered"
    )
    marac_decision: Code[MaracDecision] = one("Marac decision", C)
    marac_referred_on: Date = one("Marac referred on", C)
    rationale: Para = one("Rationale", C)


class Liberty(Block):
    """Liberty (brief 2.6)."""

    authorisation: Code[LibertyAuth] = one("Authorisation", Y)
    reference: Text = one("Reference", C)
    expires_on: Date = one("Expires on", C, "review date generated")
    note: Para = one("Note", N)
    to_be_checked_since: Date = one("To be checked since", C, "when to_be_checked")


class LeadDecision(Block):
    """Lead decisions (brief 2.6)."""

    id: Text = one("Id", C, "LD1… safeguarding-lead oversight of a complex decision")
    date: Date = one("Date", C)
    question: Para = one("Question", C, "the dilemma")
    options_considered: Texts = many("Options considered", C, "at least two")
    person_view: Quote = one("Person view", C)
    decision: Para = one("Decision", C)
    rationale: Para = one("Rationale", C, "proportionality: why no more and no less")
    decided_by: RefStaff = one("Decided by", C)
    follow_up_by: Date = one("Follow up by", C)
    escalate_if: Para = one("Escalate if", C)
    escalate_to: Code[RoleTarget] = one("Escalate to", C)
    status: Code[DecisionStatus] = one("Status", C)
    closed_on: Date = one("Closed on", C)


class Notification(Block):
    """Notifications (brief 2.6)."""

    to: Code[Agency] = one(
        "To",
        C,
        "council, regulator, police…; if it names the person, an external_contact record is needed as well",
    )
    needed: Bool = one("Needed", C)
    why: Para = one("Why", C)
    due_on: Date = one("Due on", C)
    sent_on: Date = one("Sent on", C)
    ref: Text = one("Ref", N)
    record: RefRecord = one("Record", N)


class Links(Block):
    """Links (brief 2.6)."""

    related_cases: Texts = many("Related cases", N)
    care_plan_ref: Text = one("Care plan ref", N)


class Case(CaseFile):
    """Case (brief 2.6)."""

    person_id: Text = one("Person id", Y)
    service_id: RefService = one("Service id", Y)
    focus: Codes[Focus] = many("Focus", Y)
    pathway: Code[Pathway] = one("Pathway", Y)
    status: Code[CaseStatus] = one("Status", Y)
    priority: Code[Priority] = one("Priority", Y)
    opened_on: Date = one("Opened on", Y)
    closed_on: Date = one("Closed on", C, "equals closure.yaml")
    ownership: Ownership = part(Ownership, "Ownership")
    sensitivity: Sensitivity = part(Sensitivity, "Sensitivity")
    concern: Concern = part(Concern, "Concern")
    risk: RiskPicture = part(RiskPicture, "Risk")
    threshold: Threshold = part(Threshold, "Threshold")
    msp: MakingSafeguardingPersonal = part(MakingSafeguardingPersonal, "Msp")
    outcomes: tuple[DesiredOutcome, ...] = many("Outcomes")
    capacity: tuple[CapacityDecision, ...] = many("Capacity")
    advocacy: Advocacy = part(Advocacy, "Advocacy")
    domestic_abuse: DomesticAbuse = part(DomesticAbuse, "Domestic abuse")
    liberty: Liberty = part(Liberty, "Liberty")
    lead_decisions: tuple[LeadDecision, ...] = many("Lead decisions")
    notifications: tuple[Notification, ...] = many("Notifications")
    links: Links = part(Links, "Links")
