"""The file `record`: its fields, as frozen records (brief 2.9)."""

import datetime as dt
from typing import ClassVar

from workflow.domain.records.base import (
    INSIDE,
    MANAGERS,
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
    VisitWent,
)


class Measurement(Block):
    """A value of one of the plan's measures (brief 2.9)."""

    measure: RefMeasure = one("which measure was taken", N)
    value: Num = one("the value given", C, "for every measurement")
    given_by: Code[Proposer] = one("who gave the value", C, "for every measurement")


class LimitApplied(Block):
    """A limit on freedom during this shift (brief 2.9)."""

    what: Para = one("what limit was applied", C, "for every limit applied")
    restriction: RefRestriction = one(
        "which restriction of the plan this was (empty if it is not in the plan)",
        C,
        "when the limit is in the plan",
    )
    why: Para = one("why the limit was applied", C, "for every limit applied")
    resolved_on: Date = one("the date the limit was resolved", N)
    resolved_how: Para = one(
        "how the limit was resolved", C, "when the limit is resolved"
    )


class FollowUp(Block):
    """Something to be done after what happened (brief 2.9)."""

    what: Para = one("what is to be followed up", C, "for every follow-up")
    owner: RefAnyone = one("who does the follow-up", C, "for every follow-up")
    due_on: Date = one("the date the follow-up is due", C, "for every follow-up")
    status: Code[ActionStatus] = one(
        "where the follow-up stands", C, "for every follow-up"
    )
    done_on: Date = one(
        "the date the follow-up was done", C, "when the follow-up is done"
    )


class Deviation(Block):
    """The agreed plan or boundary was not followed (brief 2.9)."""

    kind: Code[DeviationKind] = one(
        "the kind of deviation", C, "when the plan or a boundary was not followed"
    )
    what: Para = one(
        "what was done differently from what was agreed",
        C,
        "when the plan or a boundary was not followed",
    )
    why: Para = one(
        "why it was done differently",
        C,
        "when the plan or a boundary was not followed",
        seen_by=INSIDE,
    )
    put_right: Para = one(
        "how it was put right", C, "when the plan or a boundary was not followed"
    )
    person_told_on: Date = one(
        "the date the person was told of the deviation",
        C,
        "when the plan or a boundary was not followed",
    )
    person_told_words: Quote = one("what the person said about the deviation", N)


class BoundaryKept(Block):
    """Whether a visitor kept one of the person's rules (brief 2.9)."""

    boundary: RefVisitBoundary = one("which of the person's rules this is", Y)
    kept: Code[Kept] = one("whether the rule was kept", Y)


class Visit(Block):
    """What happened in a visit, seen against the person's rules (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    went: Code[VisitWent] = one("how the visit went, for the worker", N)
    visitor: RefContact = one("who visited", Y)
    arranged: Bool = one("whether the visit was arranged", Y)
    arrangement: RefArrangement = one(
        "which arrangement the visit belongs to", C, "when the visit was arranged"
    )
    arrived: Time = one("the time the visitor arrived", Y)
    left: Time = one("the time the visitor left", Y)
    boundaries: tuple[BoundaryKept, ...] = many("the person's rules during the visit")
    pressured_interactions: Int = one("how many times there was pressure", Y)
    pressure_examples: Texts = many(
        "what was said or done as pressure", C, "when there was pressure"
    )
    exit_phrase_used: Bool = one("whether the exit phrase was used", Y)
    steps_used: Texts = many("which response steps were used", N)
    spoke_after_at: Time = one(
        "the time staff asked the person afterwards",
        C,
        "when staff asked the person afterwards",
    )


class JourneyCheckIn(Block):
    """Whether one check-in was made during the journey (brief 2.9)."""

    check_in: RefCheckin = one(
        "which check-in this is", C, "for every check-in of the journey"
    )
    status: Code[CheckInStatus] = one(
        "whether the check-in was made", C, "for every check-in of the journey"
    )
    at: Time = one("the time of the check-in", N)
    response: Para = one(
        "what was done about the late or missed check-in",
        C,
        "when the check-in was late or missed",
    )


class Journey(Block):
    """What happened when the person went out (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    route: RefRoute = one("which route was taken", Y)
    step: RefStep = one("which step of the plan this was", Y)
    support: Code[SupportLevel] = one("the support on the journey", Y)
    set_off: Time = one(
        "the time the person set off", C, "when the journey was started"
    )
    returned: Time = one(
        "the time the person was back", C, "when the journey was started"
    )
    check_ins: tuple[JourneyCheckIn, ...] = many("the check-ins of the journey")
    outcome: Code[JourneyOutcome] = one("how the journey ended", Y)
    help_used: Codes[HelpFormat] = many("the help the person used", N)
    falls: Int = one("how many falls there were", Y)
    signs_of_targeting: Bool = one("whether there were signs of targeting", Y)
    adjustments: Para = one("what was adjusted on the journey", N)


class CheckIn(Block):
    """How the person feels about the support (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    feels_listened_to: Code[Answer] = one("whether the person feels listened to", Y)
    anyone_pressuring: Code[Answer] = one(
        "whether anyone is putting pressure on the person", Y
    )
    feels_in_control: Code[Answer] = one("whether the person feels in control", Y)
    wants_to_change: Quote = one("what the person wants to change", N)
    happy_with_worker: Code[Answer] = one(
        "whether the person is happy with the worker", Y
    )
    route_offered: RefSpeakup = one(
        "which way to speak up was offered",
        C,
        "when the person is not happy with the worker",
    )


class Keywork(Block):
    """A talk with the keyworker about rights and wishes (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    rights_talked_about: Texts = many("which rights were talked about", Y)
    planned: Bool = one("whether the talk was planned", Y)
    worries_about_telling_us: Quote = one("what worries the person about telling us", N)
    what_we_agreed: Para = one("what was agreed in the talk", Y)


class ReportedTo(Block):
    """An agency the incident was reported to (brief 2.9)."""

    to: Code[Agency] = one("which agency the incident was reported to", N)
    date: Date = one(
        "the date the incident was reported", C, "for every report of the incident"
    )


class Incident(Block):
    """Something that went wrong, and what was done at once (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    kind: Code[IncidentKind] = one("the kind of incident", Y)
    harm: Code[Harm] = one("how much harm was done", Y)
    safe_now: Bool = one("whether the person is safe now", Y)
    done_at_once: Para = one("what was done at once", Y)
    what_person_wants_now: Quote = one("what the person wants now", A)
    reported: tuple[ReportedTo, ...] = many("the agencies the incident was reported to")
    candour_needed: Bool = one("whether the duty of candour applies", Y)


class SharedItem(Block):
    """One thing that was shared outside (brief 2.9)."""

    what: Para = one("what was shared", C, "when we shared something", seen_by=OUTSIDE)
    categories: Codes[InfoCategory] = many(
        "the categories of what was shared", C, "when we shared something"
    )
    purpose: Para = one(
        "what the sharing was for", C, "when we shared something", seen_by=OUTSIDE
    )
    boundary: RefBoundary = one(
        "which sharing boundary this falls under (empty if none)",
        C,
        "when the sharing is inside the agreement",
    )
    limits_respected: Bool = one(
        "whether the person's limits were respected", C, "when the boundary has limits"
    )


class Response(Block):
    """What the other side answered (brief 2.9)."""

    status: Code[ResponseStatus] = one("where the reply stands", Y)
    due_on: Date = one("the date the reply is due", C, "when the reply is awaited")
    date: Date = one("the date of the reply", C, "when a reply was received")
    what: Para = one("what the reply was", C, "when a reply was received")


class Override(Block):
    """A deliberate decision to share beyond the agreement (brief 2.9)."""

    reasons: Codes[OverrideReason] = many(
        "the reasons for sharing without agreement",
        C,
        "when shared on purpose outside the agreement",
    )
    rationale: Para = one(
        "why the sharing was necessary and not more than needed",
        C,
        "when shared on purpose outside the agreement",
    )
    decided_by: RefStaff = one(
        "who decided to share without agreement",
        C,
        "when shared on purpose outside the agreement",
    )
    advice_from: Text = one("who gave advice about sharing without agreement", N)
    person_told: Code[Answer] = one(
        "whether the person was told of the sharing without agreement",
        C,
        "when shared on purpose outside the agreement",
    )
    person_told_on: Date = one(
        "the date the person was told of the sharing without agreement",
        C,
        "when the person was told",
    )
    why_not_told: Para = one(
        "why the person was not told of the sharing", C, "when the person was not told"
    )
    article6: Code[Article6] = one(
        "the lawful basis of the sharing under Article 6",
        C,
        "when shared on purpose outside the agreement",
        seen_by=INSIDE,
    )
    article9: Code[Article9] = one(
        "the condition of the sharing under Article 9",
        C,
        "when shared on purpose outside the agreement",
        seen_by=INSIDE,
    )


class TalkOffered(Block):
    """The talk offered to the person after an outside contact (brief 2.9)."""

    answer: Code[OfferAnswer] = one("the answer to the offer of a talk", Y)
    offered_on: Date = one("the date a talk was offered", C, "when a talk was offered")
    offered_by: RefStaff = one("who offered a talk", C, "when a talk was offered")
    record: RefRecord = one("the record of the talk", C, "when the talk was held")
    not_offered_reason: Para = one(
        "why no talk was offered", C, "when no talk was offered"
    )


class ExternalContact(Block):
    """A contact with someone outside, and what was shared (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    direction: Code[Direction] = one("whether we shared, received or both", Y)
    contact: RefContact = one(
        "which contact it was", C, "when the other side is one of the contacts"
    )
    agency: Code[Agency] = one("which agency it was", Y)
    organisation: Text = one("the organisation it was", N)
    channel: Code[Channel] = one("how the contact took place", Y)
    started_by: RefAnyone = one("who started the contact", Y)
    told_person_before: Code[Answer] = one("whether the person was told before", Y)
    person_present: Bool = one("whether the person was present", Y)
    shared: tuple[SharedItem, ...] = many("what was shared")
    received: Para = one("what we received", C, "when we received something")
    response: Response = part(Response, "the reply")
    override: Override = part(Override, "the decision to share without agreement")
    review_conversation: TalkOffered = part(
        TalkOffered, "the talk offered to the person afterwards"
    )


class ReviewConversation(Block):
    """The talk after an outside contact: still involved and informed (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    about: RefRecord = one("which outside contact the talk was about", Y)
    still_involved: Code[Answer] = one("whether the person still feels involved", Y)
    still_informed: Code[Answer] = one("whether the person still feels informed", Y)
    feels_in_control: Code[Answer] = one(
        "whether the person feels in control of their information", Y
    )
    any_surprise: Quote = one("what surprised the person", N)
    wants_boundary_change: Code[Answer] = one(
        "whether the person wants to change a boundary", Y
    )
    what_we_change: Para = one(
        "what we change after the talk", C, "when the person wants a change"
    )


class ConcernNote(Block):
    """Something noticed that may or may not be a concern (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    noticed: Para = one("what was noticed", Y)
    other_explanations: Para = one("what else might explain it", Y)
    asked_the_person: Code[Answer] = one("whether the person was asked about it", Y)
    talked_with: RefsStaff = many("which colleagues it was talked over with", Y)
    challenge: Para = one("who saw it differently, and why", N)
    decision: Para = one("what was decided about it", Y)


class SpeakUp(Block):
    """Something the person says about the service or a worker (brief 2.9)."""

    only_if_given: ClassVar[bool] = True

    route: RefSpeakup = one("which way to speak up was used", Y)
    about_a_worker: Bool = one("whether this is about a worker", Y)
    who_must_not_see: RefsStaff = many(
        "which staff must not see this", C, "when this is about a worker"
    )
    answer_given: Para = one("the answer the person was given", N)
    answered_on: Date = one("the date the person was answered", N)


class Record(CaseFile):
    """What happened once: facts, the person's words and opinion apart (brief 2.9)."""

    record_id: Text = one("the identifier of the record", Y)
    type: Code[RecordType] = one("the type of record", Y)
    date: Date = one("the date of what happened", Y)
    time: Time = one("the time of what happened", Y)
    place: Code[Location] = one("where it happened", Y)
    place_note: Text = one("the note about the place", N)
    recorded_by: RefStaff = one("who wrote the record", Y)
    recorded_at: Text = one("the time the record was written", Y)
    present: RefsAnyone = many("who was present", Y)
    plan_version: Int = one("the version of the plan in use", N)
    support_used: Codes[CommSupport] = many("the communication support used", N)
    what_happened: Para = one("what happened", Y)
    person_said: Quote = one(
        "what the person said",
        C,
        "unless a reason is given, or it is a note, a contact or speaking up",
    )
    person_said_none_reason: Para = one(
        "why there are no words of the person",
        C,
        "when the words of the person are missing",
    )
    staff_view: Para = one("what the staff think", N, seen_by=INSIDE)
    what_person_managed: Para = one("what the person managed", N)
    measurements: tuple[Measurement, ...] = many("the measurements")
    triggers_noticed: RefsTrigger = many("which triggers were noticed", N)
    thresholds_noticed: RefsThreshold = many("which thresholds were noticed", N)
    limits_applied: tuple[LimitApplied, ...] = many("the limits applied")
    follow_up: tuple[FollowUp, ...] = many("the follow-up")
    deviation: Deviation = part(
        Deviation, "what was done differently from what was agreed"
    )
    attachments: Texts = many("the attachments", N, seen_by=INSIDE)
    visit: Visit = part(Visit, "the visit")
    journey: Journey = part(Journey, "the journey", category="whereabouts_routine")
    check_in: CheckIn = part(CheckIn, "how the person feels about the support")
    keywork: Keywork = part(Keywork, "the keywork talk")
    incident: Incident = part(Incident, "the incident")
    external_contact: ExternalContact = part(ExternalContact, "the outside contact")
    review_conversation: ReviewConversation = part(
        ReviewConversation, "the talk after an outside contact"
    )
    concern_note: ConcernNote = part(ConcernNote, "what was noticed")
    speak_up: SpeakUp = part(
        SpeakUp, "what the person spoke up about", seen_by=MANAGERS
    )

    @property
    def written_on(self) -> dt.date | None:
        """The day it was written down; the day of what happened when nobody knows."""
        try:
            return dt.date.fromisoformat((self.recorded_at or "")[:10])
        except ValueError:
            return self.date

    interpreted_by: RefAnyone = one(
        "who interpreted", C, "when an interpreter was used"
    )
