"""The file `case`: its fields, as frozen records (brief 2.6)."""

from collections.abc import Sequence
from datetime import date

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
    """Someone who owned the case before, and the handover (brief 2.6)."""

    from_: Date = one("the date this ownership began", N)
    to: Date = one("the date this ownership ended", N)
    owner: RefStaff = one("who owned the case then", N)
    handover_note: Para = one("what was said at the handover", N)


class Ownership(Block):
    """Who owns the case, who covers and who oversees it (brief 2.6)."""

    owner: RefStaff = one("who owns the case", Y)
    cover: RefStaff = one("who covers for the case owner", Y)
    safeguarding_lead: RefStaff = one("the safeguarding lead for the case", Y)
    history: tuple[OwnerBefore, ...] = many("who owned the case before")


def owned_since(
    owner: str, history: Sequence[OwnerBefore], opened_on: date | None
) -> date | None:
    """The day an owner first owned the case, as far as its history tells.

    Where that has only owners before, the day of the last handover; else the day the
    case was opened.
    """
    own = (line.from_ for line in history if line.from_ and line.owner == owner)
    handed = (line.to for line in history if line.to)
    return min(own, default=None) or max(handed, default=opened_on)


class Sensitivity(Block):
    """Who may open the case, and what it may be used for (brief 2.6)."""

    restricted: Bool = one("whether access to the case is restricted", Y)
    allowed_roles: Codes[StaffRole] = many(
        "which roles may open the case", C, "when the case is restricted"
    )
    tender_use: Code[TenderUse] = one("whether the case may be used in a bid", Y)
    exclude_from_counts: Bool = one("whether the case is left out of counts", N)
    reason: Para = one(
        "the reason for limiting use of the case",
        C,
        "when the case is never used in a bid or is left out of counts",
    )


class Concern(Block):
    """What was noticed, who noticed it and what was done first (brief 2.6)."""

    raised_on: Date = one("the date the concern was raised", Y)
    raised_at: Time = one("the time the concern was raised", N)
    raised_by_kind: Code[RaisedBy] = one("what kind of person raised the concern", Y)
    raised_by: RefAnyone = one("who raised the concern", N)
    what_was_said_or_seen: Para = one("what was said or seen", Y)
    person_account: Quote = one("what the person says is happening", A)
    immediate_danger: Bool = one("whether anyone was in immediate danger", Y)
    immediate_action: Para = one(
        "what was done at once to keep people safe",
        C,
        "when someone was in immediate danger",
    )
    reported_to_lead_on: Date = one("the date the safeguarding lead was told", Y)
    first_conversation_on: Date = one(
        "the date of the first conversation with the person", A
    )
    told_person_on: Date = one(
        "the date the person was told that a concern was raised",
        C,
        "when the person has been told",
    )
    not_told_reason: Para = one(
        "why the person was not told about the concern",
        C,
        "when the person was not told",
    )
    agreement_to_report: Code[Answer] = one(
        "whether the person agreed to the concern being reported", A
    )


class RiskSource(Block):
    """Who the risk comes from (brief 2.6)."""

    category: Code[SourceCategory] = one("the category of the source of risk", Y)
    relationship_code: Code[Relationship] = one(
        "how the source of risk is related to the person",
        N,
        category="family_relationships",
    )
    contact: RefContact = one("who the source of risk is, from the contacts", N)


class RiskPicture(Block):
    """What kind of risk there is, from whom and where (brief 2.6)."""

    abuse_types: Codes[AbuseType] = many("the types of abuse or neglect", Y)
    sources: tuple[RiskSource, ...] = many(
        "the sources of risk", category="source_of_risk_identity"
    )
    locations: Codes[Location] = many("where the risk happens", Y)


class Threshold(Block):
    """The three-part test, the reporting decision, the council's answer (brief 2.6)."""

    needs: Code[ThreePart] = one(
        "whether the person has needs for care and support",
        C,
        "unless this is a positive risk plan only",
    )
    at_risk: Code[ThreePart] = one(
        "whether the person is experiencing or at risk of abuse or neglect",
        C,
        "unless this is a positive risk plan only",
    )
    cannot_protect: Code[ThreePart] = one(
        "whether those needs keep the person from protecting themselves",
        C,
        "unless this is a positive risk plan only",
    )
    decision: Code[ThresholdDecision] = one(
        "the decision about reporting the concern", Y
    )
    decided_on: Date = one("the date of the decision about reporting", A)
    decided_by: RefStaff = one("who decided about reporting", A)
    rationale: Para = one(
        "the reasons for the decision about reporting", A, seen_by=INSIDE
    )
    person_view: Quote = one("what the person thinks about reporting", A)
    reported_on: Date = one(
        "the date the concern was reported to the council",
        C,
        "when the concern is reported",
    )
    authority_ref: Text = one(
        "the council's reference for the concern", N, seen_by=INSIDE
    )
    authority_decision: Code[AuthorityDecision] = one(
        "what the council decided", C, "when the concern is reported"
    )
    authority_decision_on: Date = one(
        "the date of the council's decision", C, "when the council has decided"
    )


class MakingSafeguardingPersonal(Block):
    """How the person was asked what they want, and helped to answer (brief 2.6)."""

    asked: Code[MspAsked] = one(
        "whether the person was asked what they want to happen", Y
    )
    asked_on: Date = one(
        "the date the person was asked what they want", C, "when the person was asked"
    )
    asked_by: RefStaff = one(
        "who asked the person what they want", C, "when the person was asked"
    )
    how_supported: Para = one("how the person was supported to say what they want", A)
    who_answered: Code[Voice] = one(
        "who answered for or with the person", C, "when the person was asked"
    )
    why_not_asked: Para = one(
        "why the person was not asked what they want",
        C,
        "when the person was not asked",
    )


class DesiredOutcome(Block):
    """What the person wants to happen, and how far it has come (brief 2.6)."""

    id: Text = one("the identifier of the outcome", C, "for every outcome")
    in_their_words: Quote = one("the outcome in the person's words", Y, seen_by=OUTSIDE)
    said_by: Code[Voice] = one("who said what outcome is wanted", Y)
    said_by_contact: RefContact = one(
        "which contact spoke about the outcome",
        C,
        "when someone other than the person said it",
    )
    recorded_on: Date = one("the date the outcome was written down", Y)
    recorded_by: RefStaff = one("who wrote the outcome down", Y)
    what_good_looks_like: Quote = one(
        "how the person will know the outcome is reached", A, seen_by=OUTSIDE
    )
    what_is_possible: Para = one(
        "what is possible for this outcome", N, seen_by=OUTSIDE
    )
    status: Code[OutcomeStatus] = one(
        "how far the outcome is achieved", Y, seen_by=OUTSIDE
    )
    status_on: Date = one(
        "the date the outcome's progress was judged", C, "unless it is too early to say"
    )
    status_said_by: Code[Voice] = one(
        "who judged the outcome's progress", C, "unless it is too early to say"
    )


class CapacityAssessment(Block):
    """Whether the person can make this decision now, as assessed (brief 2.6)."""

    assessed_on: Date = one(
        "the date capacity was assessed", C, "when capacity was assessed"
    )
    assessor: Text = one("who assessed capacity", C, "when capacity was assessed")
    impairment: Para = one(
        "the disturbance in the mind or brain", C, "when capacity was assessed"
    )
    understand: Bool = one(
        "whether the person can understand the information",
        C,
        "when capacity was assessed",
    )
    retain: Bool = one(
        "whether the person can retain the information", C, "when capacity was assessed"
    )
    use_or_weigh: Bool = one(
        "whether the person can use or weigh the information",
        C,
        "when capacity was assessed",
    )
    communicate: Bool = one(
        "whether the person can communicate the decision",
        C,
        "when capacity was assessed",
    )
    causal_link: Para = one(
        "why the disturbance causes the inability to decide",
        C,
        "when the person lacks capacity for this decision",
    )
    evidence: Para = one(
        "the questions asked and the answers given", C, "when capacity was assessed"
    )


class BestInterests(Block):
    """A decision made for a person who cannot make it themselves now (brief 2.6)."""

    decided_on: Date = one(
        "the date of the best-interests decision",
        C,
        "when the person lacks capacity and a decision was made",
    )
    decision_maker: Text = one(
        "who made the best-interests decision",
        C,
        "when the person lacks capacity and a decision was made",
    )
    wishes_and_feelings: Quote = one(
        "what the person wishes and feels about the decision",
        C,
        "when the person lacks capacity and a decision was made",
    )
    consulted: RefsAnyone = many(
        "who was consulted about the best-interests decision",
        C,
        "when the person lacks capacity and a decision was made",
    )
    options: Texts = many(
        "the options weighed in the person's best interests (at least two)",
        C,
        "when the person lacks capacity and a decision was made",
    )
    least_restrictive_reason: Para = one(
        "why this is the least restrictive option",
        C,
        "when the person lacks capacity and a decision was made",
    )
    decision: Para = one(
        "what was decided in the person's best interests",
        C,
        "when the person lacks capacity and a decision was made",
    )
    imca: Code[AdvocacyAnswer] = one(
        "the answer about a mental capacity advocate (IMCA)",
        C,
        "when the person lacks capacity and a decision was made",
    )


class CapacityDecision(Block):
    """One decision the person faces, and whether they can make it (brief 2.6)."""

    id: Text = one(
        "the identifier of the capacity decision", C, "for every capacity decision"
    )
    decision: Text = one("the decision that capacity is about", Y)
    considered_on: Date = one("the date capacity was considered", Y)
    considered_by: RefStaff = one("who considered capacity", Y)
    position: Code[CapacityPosition] = one("where capacity stands for this decision", Y)
    reason_to_doubt: Para = one(
        "why capacity is in doubt", C, "unless capacity is presumed"
    )
    support_given: Para = one("what was done to help the person decide", Y)
    undue_pressure_considered: Para = one(
        "what was considered about undue pressure",
        C,
        "when the source of risk is known to the person",
    )
    assessment: CapacityAssessment = part(CapacityAssessment, "the capacity assessment")
    best_interests: BestInterests = part(BestInterests, "the best-interests decision")
    review_on: Date = one(
        "the date to look at capacity again", C, "unless capacity is presumed"
    )


class AppropriatePerson(Block):
    """An unpaid supporter who may help the person to be involved (brief 2.6)."""

    contact: RefContact = one("who the appropriate person is", N)
    willing: Bool = one(
        "whether the appropriate person is willing",
        C,
        "when an appropriate person is named",
    )
    not_source_of_risk: Bool = one(
        "whether the appropriate person is clear of being a source of risk",
        C,
        "when an appropriate person is named",
    )
    person_agrees: Bool = one(
        "whether the person agrees to the appropriate person",
        C,
        "when an appropriate person is named",
    )


class AdvocacyOffer(Block):
    """One offer of an advocate, and what became of it (brief 2.6)."""

    offered_on: Date = one(
        "the date an advocate was offered", C, "for every offer of an advocate"
    )
    offered_by: RefStaff = one(
        "who offered an advocate", C, "for every offer of an advocate"
    )
    how_explained: Para = one(
        "how advocacy was explained", C, "for every offer of an advocate"
    )
    answer: Code[AdvocacyAnswer] = one(
        "the answer to the offer of an advocate", C, "for every offer of an advocate"
    )
    person_words: Quote = one("what the person said about the offer of an advocate", N)
    type: Code[AdvocateType] = one("the type of advocate offered", N)
    referred_on: Date = one(
        "the date of the referral for an advocate", C, "when the offer was accepted"
    )
    started_on: Date = one("the date the advocate started", N)
    ended_on: Date = one("the date the advocate ended", N)
    advocate: RefContact = one("who the advocate is", N)


class Advocacy(Block):
    """Whether being involved is difficult, and who supports the person (brief 2.6)."""

    substantial_difficulty: Code[Difficulty] = one(
        "whether the person has substantial difficulty being involved", Y
    )
    areas: Codes[DifficultyArea] = many(
        "what the person has substantial difficulty with",
        C,
        "when the person has substantial difficulty",
    )
    considered_on: Date = one("the date the need for an advocate was considered", A)
    considered_by: RefStaff = one("who considered the need for an advocate", A)
    appropriate_person: AppropriatePerson = part(
        AppropriatePerson, "the appropriate person to support the person"
    )
    offers: tuple[AdvocacyOffer, ...] = many("the offers of an advocate")
    how_it_helped: Para = one("how advocacy helped the person", N)


class DomesticAbuse(Block):
    """What was considered and done about domestic abuse (brief 2.6)."""

    considered: Bool = one(
        "whether domestic abuse was considered",
        C,
        "when the source of risk is family, a partner or an ex-partner",
    )
    personally_connected: Bool = one(
        "whether the people are personally connected",
        C,
        "when domestic abuse was considered",
    )
    coercive_control_considered: Para = one(
        "what was considered about coercive control",
        C,
        "when domestic abuse was considered",
    )
    dash_completed_on: Date = one("the date the DASH checklist was completed", N)
    dash_yes_count: Int = one('the number of "yes" answers on the DASH checklist', N)
    completed_by: RefStaff = one("who completed the DASH checklist", N)
    professional_judgement_high_risk: Bool = one(
        "whether professional judgement says high risk",
        C,
        "when domestic abuse was considered",
    )
    specialist_offered: Code[Answer] = one(
        "the answer to the offer of a specialist domestic abuse service",
        C,
        "when domestic abuse was considered",
    )
    marac_decision: Code[MaracDecision] = one(
        "the decision about referring to MARAC", C, "when domestic abuse was considered"
    )
    marac_referred_on: Date = one(
        "the date of the referral to MARAC", C, "when referred to MARAC"
    )
    rationale: Para = one(
        "the reasons for the decisions about domestic abuse",
        C,
        "when domestic abuse was considered",
    )


class Liberty(Block):
    """The legal authority for limits on the person's liberty (brief 2.6)."""

    authorisation: Code[LibertyAuth] = one(
        "the legal authority for limits on liberty", Y
    )
    reference: Text = one(
        "the reference of the authorisation", C, "when an authorisation was granted"
    )
    expires_on: Date = one(
        "the date the authorisation expires", C, "when an authorisation was granted"
    )
    note: Para = one("the note about liberty", N)
    to_be_checked_since: Date = one(
        "the date since when authority is to be checked",
        C,
        "when authority is to be checked",
    )


class LeadDecision(Block):
    """The safeguarding lead's decision in a complex question (brief 2.6)."""

    id: Text = one(
        "the identifier of the lead's decision", C, "for every decision by the lead"
    )
    date: Date = one(
        "the date of the lead's decision", C, "for every decision by the lead"
    )
    question: Para = one(
        "the question the lead decided", C, "for every decision by the lead"
    )
    options_considered: Texts = many(
        "the options the lead considered (at least two)",
        C,
        "for every decision by the lead",
    )
    person_view: Quote = one(
        "what the person thinks about the lead's question",
        C,
        "for every decision by the lead",
    )
    decision: Para = one("what the lead decided", C, "for every decision by the lead")
    rationale: Para = one(
        "why no more and no less was decided", C, "for every decision by the lead"
    )
    decided_by: RefStaff = one(
        "who made the lead's decision", C, "for every decision by the lead"
    )
    follow_up_by: Date = one(
        "the date to follow the lead's decision up", C, "for every decision by the lead"
    )
    escalate_if: Para = one(
        "what would take the lead's decision further",
        C,
        "for every decision by the lead",
    )
    escalate_to: Code[RoleTarget] = one(
        "who the lead's decision would go to next", C, "for every decision by the lead"
    )
    status: Code[DecisionStatus] = one(
        "where the lead's decision stands", C, "for every decision by the lead"
    )
    closed_on: Date = one(
        "the date the lead's decision was closed", C, "when the decision is done"
    )


class Notification(Block):
    """An outside body that had to be told, or was considered (brief 2.6)."""

    to: Code[Agency] = one(
        "which body the notification is for", C, "for every notification"
    )
    needed: Bool = one(
        "whether the notification is needed", C, "for every notification"
    )
    why: Para = one(
        "why the notification is or is not needed", C, "for every notification"
    )
    due_on: Date = one(
        "the date the notification is due", C, "when the notification is needed"
    )
    sent_on: Date = one(
        "the date the notification was sent", C, "when the notification was sent"
    )
    ref: Text = one("the reference of the notification", N)
    record: RefRecord = one("the record of the notification", N)


class Links(Block):
    """Where else this case is written about (brief 2.6)."""

    related_cases: Texts = many("the related cases", N)
    care_plan_ref: Text = one("the reference of the care plan", N)


class Case(CaseFile):
    """The concern, its owner, what the person wants, what was decided (brief 2.6)."""

    person_id: Text = one("the identifier of the person", Y)
    service_id: RefService = one("the service the case belongs to", Y)
    focus: Codes[Focus] = many("what the case is about", Y)
    pathway: Code[Pathway] = one("the pathway of the case", Y)
    status: Code[CaseStatus] = one("where the case stands", Y)
    priority: Code[Priority] = one("the priority of the case", Y)
    opened_on: Date = one("the date the case was opened", Y)
    closed_on: Date = one("the date the case was closed", C, "when the case is closed")
    ownership: Ownership = part(Ownership, "who owns, covers and oversees the case")
    sensitivity: Sensitivity = part(
        Sensitivity, "the limits on use of the case", seen_by=INSIDE
    )
    concern: Concern = part(Concern, "the concern", category="concern_summary")
    risk: RiskPicture = part(
        RiskPicture, "the kinds, sources and places of risk", category="concern_summary"
    )
    threshold: Threshold = part(
        Threshold,
        "the three-part test and the decision about reporting",
        category="concern_summary",
    )
    msp: MakingSafeguardingPersonal = part(
        MakingSafeguardingPersonal, "how the person was asked what they want"
    )
    outcomes: tuple[DesiredOutcome, ...] = many(
        "the outcomes the person wants", category="desired_outcomes"
    )
    capacity: tuple[CapacityDecision, ...] = many(
        "the decisions about capacity", category="capacity_advocacy"
    )
    advocacy: Advocacy = part(
        Advocacy, "the support of an advocate", category="capacity_advocacy"
    )
    domestic_abuse: DomesticAbuse = part(
        DomesticAbuse,
        "what was considered about domestic abuse",
        category="concern_summary",
        seen_by=INSIDE,
    )
    liberty: Liberty = part(
        Liberty,
        "the legal authority for limits on liberty",
        category="capacity_advocacy",
        seen_by=INSIDE,
    )
    lead_decisions: tuple[LeadDecision, ...] = many(
        "the safeguarding lead's decisions", seen_by=INSIDE
    )
    notifications: tuple[Notification, ...] = many("the notifications", seen_by=INSIDE)
    links: Links = part(Links, "the links to other papers", seen_by=INSIDE)
