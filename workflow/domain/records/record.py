"""The file `record`: its fields, as frozen records (brief 2.9)."""

from typing import ClassVar

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
    RefAnyone,
    RefArrangement,
    RefBoundary,
    RefCheckin,
    RefContact,
    RefMeasure,
    RefRecord,
    RefRestriction,
    RefRoute,
    RefsAnyone,
    RefSpeakup,
    RefsStaff,
    RefStaff,
    RefStep,
    RefsThreshold,
    RefsTrigger,
    RefVisitBoundary,
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
    ActionStatus,
    Agency,
    Answer,
    Article6,
    Article9,
    Channel,
    CheckInStatus,
    CommSupport,
    DeviationKind,
    Direction,
    Harm,
    HelpFormat,
    IncidentKind,
    InfoCategory,
    JourneyOutcome,
    Kept,
    Location,
    OfferAnswer,
    OverrideReason,
    Proposer,
    RecordType,
    ResponseStatus,
    SupportLevel,
)


class Measurement(Block):
    """Measurements (brief 2.9)."""

    measure: RefMeasure = one("Measure", N)
    value: Num = one("Value", C, "within the scale")
    given_by: Code[Proposer] = one("Given by", C)


class LimitApplied(Block):
    """Limits applied (brief 2.9)."""

    what: Para = one("What", C, "any limit on freedom on this shift")
    restriction: RefRestriction = one(
        "Restriction", C, "empty = not in the plan (RES-05)"
    )
    why: Para = one("Why", C)
    resolved_on: Date = one("Resolved on", N)
    resolved_how: Para = one("Resolved how", C)


class FollowUp(Block):
    """Follow up (brief 2.9)."""

    what: Para = one("What", C)
    owner: RefAnyone = one("Owner", C)
    due_on: Date = one("Due on", C)
    status: Code[ActionStatus] = one("Status", C)
    done_on: Date = one("Done on", C)


class Deviation(Block):
    """Deviation (brief 2.9)."""

    kind: Code[DeviationKind] = one(
        "Kind", C, "presence of the block starts a managerial review"
    )
    what: Para = one("What", C)
    why: Para = one("Why", C, "first account; no blame")
    put_right: Para = one("Put right", C)
    person_told_on: Date = one("Person told on", C)
    person_told_words: Quote = one("Person told words", N)


class BoundaryKept(Block):
    """Visit of boundaries (brief 2.9)."""

    boundary: RefVisitBoundary = one("Boundary", Y)
    kept: Code[Kept] = one("Kept", Y)


class Visit(Block):
    """Visit (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    visitor: RefContact = one("Visitor", Y)
    arranged: Bool = one("Arranged", Y)
    arrangement: RefArrangement = one("Arrangement", C, "when arranged")
    arrived: Time = one("Arrived", Y)
    left: Time = one("Left", Y)
    boundaries: tuple[BoundaryKept, ...] = many("Boundaries")
    pressured_interactions: Int = one("Pressured interactions", Y)
    pressure_examples: Texts = many(
        "Pressure examples", C, "when above 0; what was said or done"
    )
    exit_phrase_used: Bool = one("Exit phrase used", Y)
    steps_used: Texts = many("Steps used", N)
    spoke_after_at: Time = one("Spoke after at", C, "time staff asked afterwards")


class JourneyCheckIn(Block):
    """Journey of check ins (brief 2.9)."""

    check_in: RefCheckin = one("Check in", C)
    status: Code[CheckInStatus] = one("Status", C)
    at: Time = one("At", N)
    response: Para = one("Response", C, "when late or missed")


class Journey(Block):
    """Journey (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    route: RefRoute = one("Route", Y)
    step: RefStep = one("Step", Y)
    support: Code[SupportLevel] = one("Support", Y)
    set_off: Time = one("Set off", C, "when started")
    returned: Time = one("Returned", C, "when started")
    check_ins: tuple[JourneyCheckIn, ...] = many("Check ins")
    outcome: Code[JourneyOutcome] = one("Outcome", Y)
    help_used: Codes[HelpFormat] = many("Help used", N)
    falls: Int = one("Falls", Y)
    signs_of_targeting: Bool = one("Signs of targeting", Y)
    adjustments: Para = one("Adjustments", N)


class CheckIn(Block):
    """Check in (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    feels_listened_to: Code[Answer] = one("Feels listened to", Y)
    anyone_pressuring: Code[Answer] = one("Anyone pressuring", Y)
    feels_in_control: Code[Answer] = one("Feels in control", Y)
    wants_to_change: Quote = one("Wants to change", N)
    happy_with_worker: Code[Answer] = one("Happy with worker", Y)
    route_offered: RefSpeakup = one("Route offered", C, "when said_no")


class Keywork(Block):
    """Keywork (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    rights_talked_about: Texts = many("Rights talked about", Y)
    planned: Bool = one("Planned", Y)
    worries_about_telling_us: Quote = one("Worries about telling us", N)
    what_we_agreed: Para = one("What we agreed", Y)


class ReportedTo(Block):
    """Incident of reported (brief 2.9)."""

    to: Code[Agency] = one("To", N)
    date: Date = one("Date", C)


class Incident(Block):
    """Incident (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    kind: Code[IncidentKind] = one("Kind", Y)
    harm: Code[Harm] = one("Harm", Y)
    safe_now: Bool = one("Safe now", Y)
    done_at_once: Para = one("Done at once", Y)
    what_person_wants_now: Quote = one("What person wants now", A)
    reported: tuple[ReportedTo, ...] = many("Reported")
    candour_needed: Bool = one("Candour needed", Y)


class SharedItem(Block):
    """External contact of shared (brief 2.9)."""

    what: Para = one("What", C, "when we shared")
    categories: Codes[InfoCategory] = many("Categories", C)
    purpose: Para = one("Purpose", C)
    boundary: RefBoundary = one("Boundary", C, "empty = outside the agreement")
    limits_respected: Bool = one("Limits respected", C, "when the boundary has limits")


class Response(Block):
    """External contact of response (brief 2.9)."""

    status: Code[ResponseStatus] = one("Status", Y)
    due_on: Date = one("Due on", C, "when awaiting")
    date: Date = one("Date", C, "when received")
    what: Para = one("What", C, "when received")


class Override(Block):
    """External contact of override (brief 2.9)."""

    reasons: Codes[OverrideReason] = many(
        "Reasons", C, "deliberate sharing outside the agreement"
    )
    rationale: Para = one(
        "Rationale", C, "why necessary and proportionate; why not less"
    )
    decided_by: RefStaff = one("Decided by", C, "lead or manager, except life at risk")
    advice_from: Text = one("Advice from", N)
    person_told: Code[Answer] = one("Person told", C)
    person_told_on: Date = one("Person told on", C)
    why_not_told: Para = one("Why not told", C, "when not told")
    article6: Code[Article6] = one("Article6", C)
    article9: Code[Article9] = one("Article9", C)


class TalkOffered(Block):
    """External contact of review conversation (brief 2.9)."""

    answer: Code[OfferAnswer] = one("Answer", Y)
    offered_on: Date = one("Offered on", C)
    offered_by: RefStaff = one("Offered by", C)
    record: RefRecord = one("Record", C, "when held")
    not_offered_reason: Para = one(
        "Not offered reason", C, "only when unsafe or the person has died or left"
    )


class ExternalContact(Block):
    """External contact (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    direction: Code[Direction] = one("Direction", Y)
    contact: RefContact = one("Contact", C, "contact or agency")
    agency: Code[Agency] = one("Agency", Y)
    organisation: Text = one("Organisation", N)
    channel: Code[Channel] = one("Channel", Y)
    started_by: RefAnyone = one("Started by", Y)
    told_person_before: Code[Answer] = one("Told person before", Y)
    person_present: Bool = one("Person present", Y)
    shared: tuple[SharedItem, ...] = many("Shared")
    received: Para = one("Received", C, "when we received")
    response: Response = part(Response, "Response")
    override: Override = part(Override, "Override")
    review_conversation: TalkOffered = part(TalkOffered, "Review conversation")


class ReviewConversation(Block):
    """Review conversation (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    about: RefRecord = one("About", Y)
    still_involved: Code[Answer] = one("Still involved", Y)
    still_informed: Code[Answer] = one("Still informed", Y)
    feels_in_control: Code[Answer] = one("Feels in control", Y)
    any_surprise: Quote = one("Any surprise", N)
    wants_boundary_change: Code[Answer] = one("Wants boundary change", Y)
    what_we_change: Para = one("What we change", C, "when a change is wanted")


class ConcernNote(Block):
    """Concern note (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    noticed: Para = one("Noticed", Y)
    other_explanations: Para = one("Other explanations", Y)
    asked_the_person: Code[Answer] = one("Asked the person", Y)
    talked_with: RefsStaff = many("Talked with", Y)
    challenge: Para = one("Challenge", N)
    decision: Para = one("Decision", Y)


class SpeakUp(Block):
    """Speak up (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    route: RefSpeakup = one("Route", Y)
    about_a_worker: Bool = one("About a worker", Y)
    who_must_not_see: RefsStaff = many("Who must not see", C)
    answer_given: Para = one("Answer given", N)
    answered_on: Date = one("Answered on", N)


class Record(CaseFile):
    """Record (brief 2.9)."""

    record_id: Text = one("Record id", Y)
    type: Code[RecordType] = one("Type", Y)
    date: Date = one("Date", Y)
    time: Time = one("Time", Y)
    place: Code[Location] = one("Place", Y)
    place_note: Text = one("Place note", N)
    recorded_by: RefStaff = one("Recorded by", Y)
    recorded_at: Text = one("Recorded at", Y)
    present: RefsAnyone = many("Present", Y)
    plan_version: Int = one("Plan version", N)
    support_used: Codes[CommSupport] = many("Support used", N)
    what_happened: Para = one("What happened", Y)
    person_said: Quote = one(
        "Person said",
        C,
        "required for visit, journey, check_in, keywork, incident, review_conversation unless person_said_none_reason",
    )
    person_said_none_reason: Para = one("Person said none reason", C)
    staff_view: Para = one("Staff view", N)
    what_person_managed: Para = one("What person managed", N)
    measurements: tuple[Measurement, ...] = many("Measurements")
    triggers_noticed: RefsTrigger = many("Triggers noticed", N)
    thresholds_noticed: RefsThreshold = many("Thresholds noticed", N)
    limits_applied: tuple[LimitApplied, ...] = many("Limits applied")
    follow_up: tuple[FollowUp, ...] = many("Follow up")
    deviation: Deviation = part(Deviation, "Deviation")
    attachments: Texts = many("Attachments", N)
    visit: Visit = part(Visit, "Visit")
    journey: Journey = part(Journey, "Journey")
    check_in: CheckIn = part(CheckIn, "Check in")
    keywork: Keywork = part(Keywork, "Keywork")
    incident: Incident = part(Incident, "Incident")
    external_contact: ExternalContact = part(ExternalContact, "External contact")
    review_conversation: ReviewConversation = part(
        ReviewConversation, "Review conversation"
    )
    concern_note: ConcernNote = part(ConcernNote, "Concern note")
    speak_up: SpeakUp = part(SpeakUp, "Speak up")
    interpreted_by: RefAnyone = one(
        "Interpreted by", C, "when interpreter or bsl_interpreter was used"
    )
