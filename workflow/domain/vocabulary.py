"""Every closed list: the code that stands in a file, and its plain-English label.

Source: brief 2.2. Lists marked SAC are meant to line up with the categories of the
national Safeguarding Adults Collection; the spelling of the codes is ours.
"""

from enum import StrEnum
from typing import Self


class Listed(StrEnum):
    """One value of a closed list: the code, and `label`, what people read."""

    label: str

    def __new__(cls, code: str, label: str) -> Self:
        """Keep the label beside the code."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @classmethod
    def of(cls, code: str) -> Self:
        """The member with this code. Raises `StopIteration` for an unknown one."""
        return next(member for member in cls if member.value == code)


class Nation(Listed):
    """The list `nation`."""

    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern_ireland", "Northern Ireland"


class ServiceType(Listed):
    """The list `service_type`."""

    SUPPORTED_LIVING = "supported_living", "Supported living"
    HOME_CARE = "home_care", "Home care"
    CARE_HOME_RESIDENTIAL = "care_home_residential", "Care home"
    CARE_HOME_NURSING = "care_home_nursing", "Care home with nursing"
    EXTRA_CARE = "extra_care", "Extra care housing"
    SHARED_LIVES = "shared_lives", "Shared Lives"
    DAY_OPPORTUNITIES = "day_opportunities", "Day opportunities"
    OUTREACH = "outreach", "Outreach or floating support"
    OTHER = "other", "Other"


class StaffRole(Listed):
    """The list `staff_role`."""

    SUPPORT_WORKER = "support_worker", "Support worker"
    SENIOR_SUPPORT_WORKER = "senior_support_worker", "Senior support worker"
    KEYWORKER = "keyworker", "Keyworker"
    TEAM_LEADER = "team_leader", "Team leader"
    REGISTERED_MANAGER = "registered_manager", "Registered manager"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    DEPUTY_SAFEGUARDING_LEAD = "deputy_safeguarding_lead", "Deputy safeguarding lead"
    NOMINATED_INDIVIDUAL = "nominated_individual", "Nominated individual or director"
    QUALITY_LEAD = "quality_lead", "Quality lead"
    BID_WRITER = "bid_writer", "Bid writer"
    TRAINER = "trainer", "Trainer"


class Focus(Listed):
    """The list `focus`."""

    SAFE_CONTACT = "safe_contact", "Making contact with someone safer"
    POSITIVE_RISK = "positive_risk", "Taking a risk I choose"
    INFORMATION_SHARING = "information_sharing", "Who is told what"
    OTHER = "other", "Something else"


class Pathway(Listed):
    """The list `pathway` (SAC)."""

    PROVIDER_LED = (
        "provider_led",
        "We respond with the person; not reported to the council",
    )
    REPORTED_AWAITING = "reported_awaiting", "Reported, waiting for the council"
    S42_ENQUIRY = "s42_enquiry", "Section 42 enquiry (or national equivalent)"
    OTHER_ENQUIRY = "other_enquiry", "Other safeguarding enquiry"
    COUNCIL_NO_FURTHER_ACTION = (
        "council_no_further_action",
        "Council says no enquiry, we carry on supporting",
    )
    POSITIVE_RISK_ONLY = (
        "positive_risk_only",
        "Positive risk plan, no safeguarding concern",
    )


class CaseStatus(Listed):
    """The list `case_status`."""

    LISTENING = "listening", "Finding out what the person wants"
    PLANNING = "planning", "Writing the plan together"
    ACTIVE = "active", "Plan in use"
    STEPPING_DOWN = "stepping_down", "Less support, still checking"
    CLOSED = "closed", "Closed"


class Priority(Listed):
    """The list `priority`."""

    STANDARD = "standard", "Standard"
    URGENT = (
        "urgent",
        "Tighter timescales (domestic abuse, override, urgent restriction)",
    )


class Principle(Listed):
    """The list `principle`."""

    EMPOWERMENT = "empowerment", "Empowerment"
    PREVENTION = "prevention", "Prevention"
    PROPORTIONALITY = "proportionality", "Proportionality"
    PROTECTION = "protection", "Protection"
    PARTNERSHIP = "partnership", "Partnership"
    ACCOUNTABILITY = "accountability", "Accountability"


class RaisedBy(Listed):
    """The list `raised_by`."""

    PERSON = "person", "The person"
    FAMILY_OR_FRIEND = "family_or_friend", "Family or friend"
    STAFF = "staff", "Staff"
    HEALTH_PROFESSIONAL = "health_professional", "Health professional"
    SOCIAL_CARE_PROFESSIONAL = "social_care_professional", "Social care professional"
    POLICE = "police", "Police"
    PUBLIC = "public", "A member of the public"
    ANONYMOUS = "anonymous", "Anonymous"
    OTHER = "other", "Other"


class AbuseType(Listed):
    """The list `abuse_type` (SAC)."""

    PHYSICAL = "physical", "Physical"
    SEXUAL = "sexual", "Sexual"
    PSYCHOLOGICAL = "psychological", "Emotional or psychological"
    FINANCIAL = "financial", "Money or belongings"
    DISCRIMINATORY = "discriminatory", "Discriminatory"
    ORGANISATIONAL = "organisational", "Organisational"
    NEGLECT = "neglect", "Neglect or acts of omission"
    DOMESTIC_ABUSE = "domestic_abuse", "Domestic abuse"
    SEXUAL_EXPLOITATION = "sexual_exploitation", "Sexual exploitation"
    MODERN_SLAVERY = "modern_slavery", "Modern slavery"
    SELF_NEGLECT = "self_neglect", "Self-neglect"
    NONE = "none", "No abuse concern (positive risk only; not a SAC category)"


class Location(Listed):
    """The list `location` (SAC)."""

    OWN_HOME = "own_home", "Own home"
    COMMUNITY = "community", "In the community, not in a service"
    COMMUNITY_SERVICE = "community_service", "Community service"
    CARE_HOME_NURSING = "care_home_nursing", "Care home with nursing"
    CARE_HOME_RESIDENTIAL = "care_home_residential", "Care home"
    HOSPITAL_ACUTE = "hospital_acute", "Hospital (acute)"
    HOSPITAL_MENTAL_HEALTH = "hospital_mental_health", "Hospital (mental health)"
    HOSPITAL_COMMUNITY = "hospital_community", "Hospital (community)"
    ONLINE = "online", "Online or phone (local; reported as other)"
    OTHER = "other", "Other"


class SourceCategory(Listed):
    """The list `source_category` (SAC)."""

    SERVICE_PROVIDER = "service_provider", "Someone paid to give social care"
    KNOWN_TO_PERSON = "known_to_person", "Someone else the person knows"
    UNKNOWN_TO_PERSON = "unknown_to_person", "Someone the person does not know"
    NONE = "none", "No source of risk"


class Relationship(Listed):
    """The list `relationship`."""

    PARTNER = "partner", "Partner"
    EX_PARTNER = "ex_partner", "Ex-partner"
    PARENT = "parent", "Parent"
    ADULT_CHILD = "adult_child", "Adult child"
    GRANDCHILD = "grandchild", "Grandchild"
    SIBLING = "sibling", "Sibling"
    OTHER_FAMILY = "other_family", "Other family member"
    FRIEND = "friend", "Friend"
    NEIGHBOUR = "neighbour", "Neighbour"
    HOUSEMATE = "housemate", "Housemate"
    STAFF_MEMBER = "staff_member", "Staff member"
    PROFESSIONAL = "professional", "Professional"
    ADVOCATE = "advocate", "Advocate"
    STRANGER = "stranger", "Stranger"
    SELF = "self", "The person themselves"
    UNKNOWN = "unknown", "Not known"


class ContactFlag(Listed):
    """The list `contact_flag`."""

    TRUSTED_SUPPORTER = "trusted_supporter", "Trusted supporter"
    EMERGENCY = "emergency", "Emergency contact"
    SOURCE_OF_RISK = "source_of_risk", "Source of risk"
    ADVOCATE = "advocate", "Advocate"
    PROFESSIONAL = "professional", "Professional"
    ATTORNEY = "attorney", "Attorney (lasting power of attorney)"
    DEPUTY = "deputy", "Court-appointed deputy"
    APPOINTEE = "appointee", "Appointee for benefits"
    LIVES_WITH = "lives_with", "Lives with the person"


class ThreePart(Listed):
    """The list `tri`."""

    MET = "met", "Yes"
    NOT_MET = "not_met", "No"
    UNSURE = "unsure", "Not sure"


class ThresholdDecision(Listed):
    """The list `threshold_decision`."""

    REPORT = "report", "Report to the council"
    NOT_REPORT = "not_report", "Not reported, with reasons"
    ADVICE_SOUGHT = "advice_sought", "Advice asked without naming the person"
    NOT_APPLICABLE = "not_applicable", "No safeguarding concern"


class AuthorityDecision(Listed):
    """The list `authority_decision`."""

    AWAITING = "awaiting", "Waiting for the council"
    S42_ENQUIRY = "s42_enquiry", "Section 42 enquiry"
    OTHER_ENQUIRY = "other_enquiry", "Other safeguarding enquiry"
    NO_ENQUIRY = "no_enquiry", "No enquiry"


class MspAsked(Listed):
    """The list `msp_asked` (SAC)."""

    ASKED_EXPRESSED = "asked_expressed", "Asked, and the person said what they wanted"
    ASKED_NOT_EXPRESSED = "asked_not_expressed", "Asked, nothing expressed"
    NOT_ASKED = "not_asked", "Not asked"
    NOT_KNOWN = "not_known", "Do not know"
    NOT_RECORDED = "not_recorded", "Not written down"


class Voice(Listed):
    """The list `voice`."""

    PERSON = "person", "The person"
    REPRESENTATIVE = "representative", "Family, friend or attorney spoke for them"
    ADVOCATE = "advocate", "Advocate"
    OBSERVED = "observed", "We worked it out from behaviour and history"


class OutcomeStatus(Listed):
    """The list `outcome_status` (SAC)."""

    NOT_YET_KNOWN = "not_yet_known", "Too early"
    FULLY_ACHIEVED = "fully_achieved", "Fully achieved"
    PARTIALLY_ACHIEVED = "partially_achieved", "Partially achieved"
    NOT_ACHIEVED = "not_achieved", "Not achieved"
    CHANGED = "changed", "The person now wants something different"
    WITHDRAWN = "withdrawn", "No longer wanted"


class CapacityPosition(Listed):
    """The list `capacity_position`."""

    PRESUMED = "presumed", "No reason to doubt"
    HAS_CAPACITY = "has_capacity", "Assessed, can decide"
    LACKS_CAPACITY = "lacks_capacity", "Assessed, cannot decide this now"
    FLUCTUATING = "fluctuating", "Changes, wait if we can"
    ASSESSMENT_NEEDED = "assessment_needed", "Doubt, assessment not done yet"


class Difficulty(Listed):
    """The list `difficulty`."""

    NONE = "none", "No substantial difficulty"
    HAS = "has", "Has substantial difficulty"
    UNSURE = "unsure", "Not sure"
    NOT_CONSIDERED = "not_considered", "Not considered yet"


class DifficultyArea(Listed):
    """The list `difficulty_area`."""

    UNDERSTANDING = "understanding", "Understanding information"
    RETAINING = "retaining", "Keeping information in mind"
    USING_WEIGHING = "using_weighing", "Using or weighing information"
    COMMUNICATING = "communicating", "Communicating views"


class AdvocacyAnswer(Listed):
    """The list `advocacy_answer`."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    THINKING = "thinking", "Still thinking"
    ALREADY_HAS = "already_has", "Already has one"
    APPROPRIATE_PERSON = "appropriate_person", "Supported by someone they chose"


class AdvocateType(Listed):
    """The list `advocate_type`."""

    CARE_ACT = "care_act", "Care Act advocate"
    IMCA = "imca", "IMCA (mental capacity advocate)"
    IMHA = "imha", "IMHA (mental health advocate)"
    IDVA = "idva", "IDVA (domestic abuse adviser)"
    GENERAL = "general", "General or self-advocacy"
    OTHER = "other", "Other"


class Format(Listed):
    """The list `format`."""

    STANDARD_PRINT = "standard_print", "Standard print"
    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"
    PICTURES = "pictures", "Pictures"
    AUDIO = "audio", "Audio"
    VIDEO = "video", "Video"
    BRAILLE = "braille", "Braille"
    BSL_VIDEO = "bsl_video", "BSL video"
    TRANSLATED = "translated", "Translated"
    SPOKEN = "spoken", "Explained aloud"
    EMAIL = "email", "Email"
    TEXT_MESSAGE = "text_message", "Text message"


class CommSupport(Listed):
    """The list `comm_support`."""

    INTERPRETER = "interpreter", "Interpreter"
    BSL_INTERPRETER = "bsl_interpreter", "BSL interpreter"
    MAKATON = "makaton", "Makaton"
    TALKING_MATS = "talking_mats", "Talking mats"
    PICTURE_CARDS = "picture_cards", "Picture cards"
    EXTRA_TIME = "extra_time", "Extra time"
    QUIET_ROOM = "quiet_room", "Quiet room"
    SHORT_TALKS = "short_talks", "Short talks"
    TRUSTED_SUPPORTER = "trusted_supporter", "A trusted supporter"
    ADVOCATE_PRESENT = "advocate_present", "An advocate present"
    HEARING_LOOP = "hearing_loop", "Hearing loop"
    LIP_SPEAKER = "lip_speaker", "Lip speaker"
    OTHER = "other", "Other support"
    NONE_NEEDED = "none_needed", "No support needed"


class Answer(Listed):
    """The list `answer`."""

    SAID_YES = "said_yes", "Yes"
    SAID_PARTLY = "said_partly", "Partly"
    SAID_NO = "said_no", "No"
    NOT_SURE = "not_sure", "Not sure"
    DECLINED_TO_SAY = "declined_to_say", "Preferred not to say"
    NOT_ASKED = "not_asked", "Not asked"
    NOT_APPLICABLE = "not_applicable", "Does not apply"


class Channel(Listed):
    """The list `channel`."""

    IN_PERSON = "in_person", "In person"
    PHONE = "phone", "Phone"
    VIDEO_CALL = "video_call", "Video call"
    SECURE_EMAIL = "secure_email", "Secure email"
    EMAIL = "email", "Email"
    LETTER = "letter", "Letter"
    ONLINE_PORTAL = "online_portal", "Online portal"
    MEETING = "meeting", "Meeting"
    TEXT_MESSAGE = "text_message", "Text message"


class OwnCopyPlace(Listed):
    """The list `own_copy_place`."""

    PERSON_KEEPS = "person_keeps", "The person keeps it"
    STAFF_KEEP = "staff_keep", "Staff keep it"
    SUPPORTER_KEEPS = "supporter_keeps", "A supporter keeps it"
    NO_PAPER = "no_paper", "No paper copy, shown on request"


class LibertyAuth(Listed):
    """The list `liberty_auth`."""

    NOT_NEEDED = "not_needed", "Not needed"
    TO_BE_CHECKED = "to_be_checked", "To be checked"
    DOLS_APPLIED = "dols_applied", "DoLS applied for"
    DOLS_GRANTED = "dols_granted", "DoLS granted"
    COURT_ORDER = "court_order", "Court order"
    OTHER_LEGAL = "other_legal", "Other legal authority"


class MaracDecision(Listed):
    """The list `marac_decision`."""

    NOT_RELEVANT = "not_relevant", "Not relevant"
    CONSIDERED_NOT_REFERRED = "considered_not_referred", "Considered, not referred"
    REFERRED = "referred", "Referred to MARAC"


class DecisionStatus(Listed):
    """The list `decision_status`."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    ESCALATED = "escalated", "Escalated"


class Level(Listed):
    """The list `level3`."""

    LOW = "low", "Low"
    MEDIUM = "medium", "Medium"
    HIGH = "high", "High"


class FactorKind(Listed):
    """The list `factor_kind`."""

    STRENGTH = "strength", "Personal strength"
    RELATIONSHIP = "relationship", "Relationship"
    ROUTINE = "routine", "Routine"
    PLACE = "place", "Place"
    SERVICE = "service", "Service"
    TECHNOLOGY = "technology", "Technology"
    MONEY = "money", "Money"


class Proposer(Listed):
    """The list `proposer`."""

    PERSON = "person", "The person"
    STAFF = "staff", "Staff"
    FAMILY_OR_FRIEND = "family_or_friend", "Family or friend"
    ADVOCATE = "advocate", "Advocate"
    PROFESSIONAL = "professional", "Professional"


class OptionDecision(Listed):
    """The list `option_decision`."""

    CHOSEN = "chosen", "Chosen"
    CHOSEN_ADAPTED = "chosen_adapted", "Chosen with changes"
    DECLINED = "declined", "Declined"
    PARKED = "parked", "Maybe later"
    NOT_AVAILABLE = "not_available", "Not possible, reason given"


class RestrictionKind(Listed):
    """The list `restriction_kind`."""

    CONTACT = "contact", "Contact"
    MOVEMENT = "movement", "Movement"
    MONEY = "money", "Money"
    PHONE_INTERNET = "phone_internet", "Phone or internet"
    PRIVACY = "privacy", "Watching or checking"
    BELONGINGS = "belongings", "Belongings"
    ACTIVITY = "activity", "Activity"
    OTHER = "other", "Other freedom"


class RestrictionBasis(Listed):
    """The list `restriction_basis`."""

    PERSON_AGREES = "person_agrees", "The person agrees"
    BEST_INTERESTS = "best_interests", "Best-interests decision"
    LIBERTY_AUTHORISATION = "liberty_authorisation", "Authorised limit on liberty"
    COURT_ORDER = "court_order", "Court order"
    URGENT_TEMPORARY = "urgent_temporary", "Urgent, short-term"


class RestrictionStatus(Listed):
    """The list `restriction_status`."""

    ACTIVE = "active", "Active"
    REDUCED = "reduced", "Reduced"
    ENDED = "ended", "Ended"


class ActionStatus(Listed):
    """The list `action_status`."""

    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"
    NOT_POSSIBLE = "not_possible", "Not possible"
    NO_LONGER_NEEDED = "no_longer_needed", "No longer needed"


class PlanStatus(Listed):
    """The list `plan_status`."""

    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
    SUPERSEDED = "superseded", "Superseded"


class AgreeHow(Listed):
    """The list `agree_how`."""

    SIGNED = "signed", "Signed"
    SAID = "said", "Said aloud"
    GESTURE = "gesture", "Sign, gesture or picture"
    RECORDED = "recorded", "Audio or video"
    ADVOCATE_CONFIRMED = "advocate_confirmed", "Confirmed by an advocate"
    BEST_INTERESTS = "best_interests", "Best-interests decision"


class ContactWish(Listed):
    """The list `contact_wish`."""

    CONTINUE = "continue", "Keep contact, make it safer"
    LESS = "less", "Less contact"
    STOP = "stop", "No contact"
    UNSURE = "unsure", "Not sure"


class SupportLevel(Listed):
    """The list `support_level`."""

    BESIDE_ME = "beside_me", "Beside me"
    NEARBY = "nearby", "At a distance"
    ALONE_WITH_CHECK_INS = "alone_with_check_ins", "Alone, with check-ins"
    ALONE = "alone", "Alone"


class StepStatus(Listed):
    """The list `step_status`."""

    NOT_STARTED = "not_started", "Not started"
    TRYING = "trying", "Trying it"
    ACHIEVED = "achieved", "Achieved"
    PAUSED = "paused", "Paused"


class HelpFormat(Listed):
    """The list `help_format`."""

    CARD = "card", "Card"
    PHONE_NOTE = "phone_note", "Note on the phone"
    PROMPTS = "prompts", "Prompts practised beforehand"
    APP = "app", "App"
    OTHER = "other", "Other"


class TriggerKind(Listed):
    """The list `trigger_kind`."""

    MISSED_CHECK_IN = "missed_check_in", "A check-in was missed"
    INCREASED_FALLS = "increased_falls", "More falls"
    SIGNS_OF_TARGETING = "signs_of_targeting", "Signs of targeting"
    PRESSURE_INCREASED = "pressure_increased", "More pressure"
    BOUNDARY_BROKEN = "boundary_broken", "A boundary was broken"
    EXIT_PHRASE_USED = "exit_phrase_used", "The exit phrase was used"
    RATING_THRESHOLD = "rating_threshold", "A rating reached its threshold"
    PERSON_ASKS = "person_asks", "The person asks"
    SUPPORTER_ASKS = "supporter_asks", "A supporter asks"
    NEW_INCIDENT = "new_incident", "A new incident"
    AGENCY_ASKS = "agency_asks", "An agency asks"
    AGREEMENT_CHANGED = "agreement_changed", "The agreement changed"
    CAPACITY_CHANGE = "capacity_change", "A change in capacity"
    HEALTH_CHANGE = "health_change", "A change in health"
    STAFFING_CHANGE = "staffing_change", "A change of staff"
    UNLISTED_LIMIT = "unlisted_limit", "A limit that is not in the plan"
    OTHER = "other", "Other"


class RoleTarget(Listed):
    """The list `role_target`."""

    OWNER = "owner", "Case owner"
    SAFEGUARDING_LEAD = "safeguarding_lead", "Safeguarding lead"
    REGISTERED_MANAGER = "registered_manager", "Registered manager"
    NOMINATED_INDIVIDUAL = "nominated_individual", "Nominated individual"
    COUNCIL = "council", "Council"
    POLICE = "police", "Police"
    EMERGENCY_SERVICES = "emergency_services", "Emergency services"
    IDVA = "idva", "IDVA"
    GP = "gp", "GP"


class Unit(Listed):
    """The list `unit`."""

    HOURS = "hours", "Hours"
    DAYS = "days", "Days"
    WORKING_DAYS = "working_days", "Working days"
    WEEKS = "weeks", "Weeks"
    MONTHS = "months", "Months"


class InfoCategory(Listed):
    """The list `info_category`."""

    IDENTITY = "identity", "Who the person is"
    CONCERN_SUMMARY = "concern_summary", "What the concern is"
    DESIRED_OUTCOMES = "desired_outcomes", "What the person wants"
    SAFETY_PLAN = "safety_plan", "The safety plan"
    MONEY = "money", "Money"
    HEALTH = "health", "Health"
    FAMILY_RELATIONSHIPS = "family_relationships", "Family and relationships"
    WHEREABOUTS_ROUTINE = "whereabouts_routine", "Whereabouts and routine"
    SUPPORT_ARRANGEMENTS = "support_arrangements", "Support arrangements"
    CAPACITY_ADVOCACY = "capacity_advocacy", "Capacity and advocacy"
    REVIEW_OUTCOME = "review_outcome", "Results of reviews"
    SOURCE_OF_RISK_IDENTITY = "source_of_risk_identity", "Who the risk comes from"
    COMMUNICATION_NEEDS = "communication_needs", "Communication needs"


class Agency(Listed):
    """The list `agency`."""

    COUNCIL_SAFEGUARDING = "council_safeguarding", "Council safeguarding team"
    SOCIAL_WORKER = "social_worker", "Social worker"
    POLICE = "police", "Police"
    GP = "gp", "GP"
    COMMUNITY_HEALTH = "community_health", "Community health service"
    HOSPITAL = "hospital", "Hospital"
    BANK = "bank", "Bank"
    OPG = "opg", "Office of the Public Guardian"
    DWP = "dwp", "Department for Work and Pensions"
    HOUSING = "housing", "Housing provider"
    ADVOCACY = "advocacy", "Advocacy service"
    DOMESTIC_ABUSE_SERVICE = "domestic_abuse_service", "Domestic abuse service"
    MARAC = "marac", "MARAC"
    REGULATOR = "regulator", "Regulator"
    TRADING_STANDARDS = "trading_standards", "Trading standards"
    SOLICITOR = "solicitor", "Solicitor"
    FAMILY_MEMBER = "family_member", "Family member"
    FRIEND = "friend", "Friend"
    EMERGENCY_SERVICES = "emergency_services", "Emergency services"
    OTHER = "other", "Other"


class SharingDecision(Listed):
    """The list `sharing_decision`."""

    AGREED = "agreed", "Agreed"
    AGREED_WITH_LIMITS = "agreed_with_limits", "Agreed with limits"
    NOT_AGREED = "not_agreed", "Not agreed"
    UNDECIDED = "undecided", "Undecided"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ExplainedTopic(Listed):
    """The list `explained_topic`."""

    WHAT_STAYS_PRIVATE = "what_stays_private", "What stays private"
    WHO_IN_TEAM_KNOWS = "who_in_team_knows", "Who in the team knows"
    WHAT_MAY_BE_SHARED_IF_RISK_RISES = (
        "what_may_be_shared_if_risk_rises",
        "What may be shared if the risk rises",
    )
    RIGHT_TO_CHANGE_MIND = "right_to_change_mind", "The right to change your mind"
    RIGHT_TO_SEE_RECORDS = "right_to_see_records", "The right to see records"
    HOW_TO_COMPLAIN = "how_to_complain", "How to complain"
    WHAT_HAPPENS_IF_SHARED = "what_happens_if_shared", "What happens if it is shared"
    WHAT_HAPPENS_IF_NOT_SHARED = (
        "what_happens_if_not_shared",
        "What happens if it is not shared",
    )


class OverrideReason(Listed):
    """The list `override_reason`."""

    LACKS_CAPACITY_BEST_INTERESTS = (
        "lacks_capacity_best_interests",
        "Lacks capacity, in their best interests",
    )
    RISK_TO_OTHER_ADULT = "risk_to_other_adult", "Risk to another adult"
    RISK_TO_CHILD = "risk_to_child", "Risk to a child"
    SERIOUS_CRIME = "serious_crime", "Serious crime"
    LIFE_AT_RISK = "life_at_risk", "Emergency or risk to life"
    COERCION = "coercion", "Choice not free (pressure or threats)"
    POSITION_OF_TRUST = (
        "position_of_trust",
        "Staff member or person in a position of trust involved",
    )
    LEGAL_DUTY = "legal_duty", "Court order or legal duty"
    MARAC_HIGH_RISK = "marac_high_risk", "High risk, agreed at MARAC"
    SEEKING_AGREEMENT_UNSAFE = (
        "seeking_agreement_unsafe",
        "Asking would add risk or spoil a crime enquiry",
    )
    COULD_NOT_ASK_IN_TIME = "could_not_ask_in_time", "Could not ask in time"


class Article6(Listed):
    """The list `article6`."""

    A_CONSENT = "a_consent", "Article 6(1)(a) consent"
    B_CONTRACT = "b_contract", "Article 6(1)(b) contract"
    C_LEGAL_OBLIGATION = "c_legal_obligation", "Article 6(1)(c) legal obligation"
    D_VITAL_INTERESTS = "d_vital_interests", "Article 6(1)(d) vital interests"
    E_PUBLIC_TASK = "e_public_task", "Article 6(1)(e) public task"
    EA_RECOGNISED_LEGITIMATE_INTEREST = (
        "ea_recognised_legitimate_interest",
        "Article 6(1)(ea) recognised legitimate interest",
    )
    F_LEGITIMATE_INTERESTS = (
        "f_legitimate_interests",
        "Article 6(1)(f) legitimate interests",
    )


class Article9(Listed):
    """The list `article9`."""

    A_EXPLICIT_CONSENT = "a_explicit_consent", "Article 9(2)(a) explicit consent"
    C_VITAL_INTERESTS = "c_vital_interests", "Article 9(2)(c) vital interests"
    F_LEGAL_CLAIMS = "f_legal_claims", "Article 9(2)(f) legal claims"
    G_SUBSTANTIAL_PUBLIC_INTEREST = (
        "g_substantial_public_interest",
        "Article 9(2)(g) substantial public interest",
    )
    H_HEALTH_SOCIAL_CARE = (
        "h_health_social_care",
        "Article 9(2)(h) health or social care",
    )


class StoryUse(Listed):
    """The list `story_use`."""

    NOT_ASKED = "not_asked", "Not asked"
    AGREED = "agreed", "Agreed"
    AGREED_WITH_CHANGES = "agreed_with_changes", "Agreed with changes"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class RecordType(Listed):
    """The list `record_type`."""

    VISIT = "visit", "Visit"
    JOURNEY = "journey", "Journey"
    CHECK_IN = "check_in", "Check-in"
    KEYWORK = "keywork", "Keywork"
    INCIDENT = "incident", "Incident"
    EXTERNAL_CONTACT = "external_contact", "Outside contact"
    REVIEW_CONVERSATION = "review_conversation", "Review conversation"
    CONCERN_NOTE = "concern_note", "Concern note"
    SPEAK_UP = "speak_up", "Speaking up"


class Kept(Listed):
    """The list `kept`."""

    KEPT = "kept", "Kept"
    PARTLY = "partly", "Partly kept"
    BROKEN = "broken", "Broken"
    NOT_TESTED = "not_tested", "Did not come up"


class VisitWent(Listed):
    """The list `visit_went`: a worker's own first word of a visit; ours."""

    WENT_WELL = "went_well", "Went well"
    MIXED = "mixed", "Mixed"
    WORRIED = "worried", "I am worried"


class JourneyOutcome(Listed):
    """The list `journey_outcome`."""

    COMPLETED = "completed", "Completed"
    COMPLETED_WITH_HELP = "completed_with_help", "Completed, with help"
    TURNED_BACK_OWN_CHOICE = "turned_back_own_choice", "Turned back by own choice"
    STOPPED_BY_STAFF = "stopped_by_staff", "Stopped by staff"
    NOT_STARTED_OWN_CHOICE = "not_started_own_choice", "Not started, by own choice"
    NOT_STARTED_OTHER = "not_started_other", "Not started, for another reason"
    INCIDENT = "incident", "Ended by an incident"


class CheckInStatus(Listed):
    """The list `check_in_status`."""

    MADE = "made", "Made on time"
    LATE = "late", "Made late"
    MISSED = "missed", "Missed"
    NOT_NEEDED = "not_needed", "Not needed"


class Harm(Listed):
    """The list `harm`."""

    NONE = "none", "No harm"
    LOW = "low", "Low harm"
    MODERATE = "moderate", "Moderate harm"
    SEVERE = "severe", "Severe harm"
    DEATH = "death", "Death"
    NEAR_MISS = "near_miss", "Near miss"


class IncidentKind(Listed):
    """The list `incident_kind`."""

    ABUSE_OR_NEGLECT = "abuse_or_neglect", "Abuse or neglect"
    FALL = "fall", "Fall"
    LOST = "lost", "Lost their way"
    TARGETING = "targeting", "Targeting"
    THREAT = "threat", "Threat"
    THEFT_OR_SCAM = "theft_or_scam", "Theft or scam"
    MISSING = "missing", "Missing person"
    SELF_HARM = "self_harm", "Self-harm"
    MEDICATION = "medication", "Medication"
    OTHER = "other", "Other"


class Direction(Listed):
    """The list `direction`."""

    SHARED_BY_US = "shared_by_us", "Shared by us"
    RECEIVED = "received", "Received"
    BOTH = "both", "Shared and received"


class ResponseStatus(Listed):
    """The list `response_status`."""

    RECEIVED = "received", "Reply received"
    AWAITING = "awaiting", "Waiting for a reply"
    CHASED = "chased", "Reply chased"
    NO_RESPONSE = "no_response", "No reply"
    REFUSED = "refused", "Refused"
    NOT_NEEDED = "not_needed", "No reply needed"


class OfferAnswer(Listed):
    """The list `offer_answer`."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    LATER = "later", "Wants it later"
    NOT_OFFERED = "not_offered", "Not offered"


class DeviationKind(Listed):
    """The list `deviation_kind`."""

    SHARED_MORE_THAN_AGREED = "shared_more_than_agreed", "Shared more than agreed"
    SHARED_WITH_SOMEONE_ELSE = "shared_with_someone_else", "Shared with someone else"
    SHARED_WITHOUT_AGREEMENT = "shared_without_agreement", "Shared without agreement"
    NOT_SHARED_WHEN_AGREED = "not_shared_when_agreed", "Not shared when agreed"
    LATE = "late", "Done late"
    PLAN_STEP_NOT_FOLLOWED = "plan_step_not_followed", "A plan step was not followed"
    UNLISTED_LIMIT = "unlisted_limit", "A limit that is not in the plan"
    OTHER = "other", "Other"


class ReviewKind(Listed):
    """The list `review_kind`."""

    INITIAL = "initial", "First review"
    SCHEDULED = "scheduled", "Scheduled review"
    PATTERN = "pattern", "Pattern review by the lead"
    TRIGGERED = "triggered", "Triggered review"
    RESTRICTION = "restriction", "Restriction review"
    FINAL = "final", "Final review"


class ReviewStatus(Listed):
    """The list `review_status`."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"
    RESCHEDULED = "rescheduled", "Rescheduled"


class Involvement(Listed):
    """The list `involvement`."""

    TOOK_PART = "took_part", "Took part"
    GAVE_VIEWS_BEFORE = "gave_views_before", "Gave views beforehand"
    SUPPORTER_OR_ADVOCATE_SPOKE = (
        "supporter_or_advocate_spoke",
        "A supporter or advocate spoke for them",
    )
    CHOSE_NOT_TO = "chose_not_to", "Chose not to take part"
    NOT_INVOLVED = "not_involved", "Not involved"


class Trend(Listed):
    """The list `trend`."""

    BETTER = "better", "Better"
    SAME = "same", "The same"
    WORSE = "worse", "Worse"
    MIXED = "mixed", "Mixed"
    TOO_EARLY = "too_early", "Too early to say"


class ReviewDecision(Listed):
    """The list `review_decision`."""

    CARRY_ON = "carry_on", "Carry on"
    CHANGE_PLAN = "change_plan", "Change the plan"
    STEP_UP = "step_up", "More support"
    STEP_DOWN = "step_down", "Less support"
    ESCALATE = "escalate", "Escalate"
    READY_TO_CLOSE = "ready_to_close", "Ready to close"


class RestrictionDecision(Listed):
    """The list `restriction_decision`."""

    KEEP = "keep", "Keep"
    REDUCE = "reduce", "Reduce"
    END = "end", "End"


class MrReason(Listed):
    """The list `mr_reason`."""

    OVERRIDE = "override", "Sharing without agreement"
    DEVIATION = "deviation", "Plan or boundary not followed"
    OVERDUE = "overdue", "Overdue"
    RESTRICTION_DRIFT = "restriction_drift", "A restriction without a recorded reason"
    COMPLAINT = "complaint", "Complaint"
    THRESHOLD_REACHED = "threshold_reached", "A threshold was reached"
    OTHER = "other", "Other"


class MrOutcome(Listed):
    """The list `mr_outcome`."""

    JUSTIFIED = "justified", "Justified"
    PARTLY_JUSTIFIED = "partly_justified", "Partly justified"
    NOT_JUSTIFIED = "not_justified", "Not justified"
    NO_DEVIATION_FOUND = "no_deviation_found", "No deviation found"


class LearningSource(Listed):
    """The list `learning_source`."""

    MANAGERIAL_REVIEW = "managerial_review", "Managerial review"
    INCIDENT = "incident", "Incident"
    ENQUIRY = "enquiry", "Safeguarding enquiry"
    REVIEW = "review", "Review"
    SAMPLING = "sampling", "Record sampling"
    COMPLAINT = "complaint", "Complaint"
    GOOD_PRACTICE = "good_practice", "Good practice"


class LearningStatus(Listed):
    """The list `learning_status`."""

    OPEN = "open", "Open"
    CHANGED = "changed", "Practice changed"
    TOLD = "told", "Staff told"
    CHECKED = "checked", "Practice checked"


class CloseReason(Listed):
    """The list `close_reason`."""

    OUTCOMES_MET = "outcomes_met", "Outcomes met"
    PERSON_ASKED = "person_asked", "The person asked"
    MOVED = "moved", "The person moved"
    TRANSFERRED = "transferred", "Passed to another provider"
    DIED = "died", "The person died"
    DUPLICATE = "duplicate", "Entered twice"
    OTHER = "other", "Other"


class RiskAssessment(Listed):
    """The list `risk_assessment` (SAC)."""

    IDENTIFIED_ACTION = "identified_action", "Risk identified, action taken"
    IDENTIFIED_NO_ACTION = "identified_no_action", "Risk identified, no action taken"
    INCONCLUSIVE_ACTION = "inconclusive_action", "Inconclusive, action taken"
    INCONCLUSIVE_NO_ACTION = "inconclusive_no_action", "Inconclusive, no action taken"
    NONE_ACTION = "none_action", "No risk identified, action taken"
    NONE_NO_ACTION = "none_no_action", "No risk identified, no action taken"
    CEASED_AT_PERSON_REQUEST = (
        "ceased_at_person_request",
        "Stopped at the person's request",
    )


class RiskOutcome(Listed):
    """The list `risk_outcome` (SAC)."""

    REMAINED = "remained", "Risk remained"
    REDUCED = "reduced", "Risk reduced"
    REMOVED = "removed", "Risk removed"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


class CapacitySac(Listed):
    """The list `capacity_sac` (SAC)."""

    LACKS = "lacks", "Lacked capacity for the decisions in question"
    HAS = "has", "Had capacity"
    NOT_KNOWN = "not_known", "Not known"
    NOT_RECORDED = "not_recorded", "Not recorded"


class SampleResult(Listed):
    """The list `sample_result`."""

    CLEAR = "clear", "Clear to any reader"
    PARTLY = "partly", "Partly"
    MISSING = "missing", "Missing"
    NOT_APPLICABLE = "not_applicable", "Not applicable"


class TenderUse(Listed):
    """The list `tender_use`."""

    IF_AGREED = "if_agreed", "Only with the person's agreement"
    NEVER = "never", "Never"


class MeasureClass(Listed):
    """The list `class`."""

    PERSON = "person", "Counts people's circumstances"
    PROCESS = "process", "Counts our own work"


LISTS: dict[str, type[Listed]] = {
    "nation": Nation,
    "service_type": ServiceType,
    "staff_role": StaffRole,
    "focus": Focus,
    "pathway": Pathway,
    "case_status": CaseStatus,
    "priority": Priority,
    "principle": Principle,
    "raised_by": RaisedBy,
    "abuse_type": AbuseType,
    "location": Location,
    "source_category": SourceCategory,
    "relationship": Relationship,
    "contact_flag": ContactFlag,
    "tri": ThreePart,
    "threshold_decision": ThresholdDecision,
    "authority_decision": AuthorityDecision,
    "msp_asked": MspAsked,
    "voice": Voice,
    "outcome_status": OutcomeStatus,
    "capacity_position": CapacityPosition,
    "difficulty": Difficulty,
    "difficulty_area": DifficultyArea,
    "advocacy_answer": AdvocacyAnswer,
    "advocate_type": AdvocateType,
    "format": Format,
    "comm_support": CommSupport,
    "answer": Answer,
    "channel": Channel,
    "own_copy_place": OwnCopyPlace,
    "liberty_auth": LibertyAuth,
    "marac_decision": MaracDecision,
    "decision_status": DecisionStatus,
    "level3": Level,
    "factor_kind": FactorKind,
    "proposer": Proposer,
    "option_decision": OptionDecision,
    "restriction_kind": RestrictionKind,
    "restriction_basis": RestrictionBasis,
    "restriction_status": RestrictionStatus,
    "action_status": ActionStatus,
    "plan_status": PlanStatus,
    "agree_how": AgreeHow,
    "contact_wish": ContactWish,
    "support_level": SupportLevel,
    "step_status": StepStatus,
    "help_format": HelpFormat,
    "trigger_kind": TriggerKind,
    "role_target": RoleTarget,
    "unit": Unit,
    "info_category": InfoCategory,
    "agency": Agency,
    "sharing_decision": SharingDecision,
    "explained_topic": ExplainedTopic,
    "override_reason": OverrideReason,
    "article6": Article6,
    "article9": Article9,
    "story_use": StoryUse,
    "record_type": RecordType,
    "kept": Kept,
    "visit_went": VisitWent,
    "journey_outcome": JourneyOutcome,
    "check_in_status": CheckInStatus,
    "harm": Harm,
    "incident_kind": IncidentKind,
    "direction": Direction,
    "response_status": ResponseStatus,
    "offer_answer": OfferAnswer,
    "deviation_kind": DeviationKind,
    "review_kind": ReviewKind,
    "review_status": ReviewStatus,
    "involvement": Involvement,
    "trend": Trend,
    "review_decision": ReviewDecision,
    "restriction_decision": RestrictionDecision,
    "mr_reason": MrReason,
    "mr_outcome": MrOutcome,
    "learning_source": LearningSource,
    "learning_status": LearningStatus,
    "close_reason": CloseReason,
    "risk_assessment": RiskAssessment,
    "risk_outcome": RiskOutcome,
    "capacity_sac": CapacitySac,
    "sample_result": SampleResult,
    "tender_use": TenderUse,
    "class": MeasureClass,
}
