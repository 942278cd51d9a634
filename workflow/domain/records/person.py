"""The file `person`: its fields, as frozen records (brief 2.5)."""

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
    RefContact,
    Text,
    Texts,
    Y,
    many,
    one,
    part,
)
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import (
    Agency,
    Answer,
    Channel,
    CommSupport,
    ContactFlag,
    Format,
    OwnCopyPlace,
    Relationship,
)


class LocalId(Block):
    """A number another system knows the person by (brief 2.5)."""

    kind: Text = one("what kind of number the person has", N)
    value: Text = one("the number itself", N)


class Demographics(Block):
    """What the national return asks about the person (brief 2.5)."""

    gender: Text = one("the person's gender", N)
    ethnicity: Text = one("the person's ethnicity", N)
    primary_support_reason: Text = one("the person's main reason for support", N)


class AboutMe(Block):
    """The person's own introduction (brief 2.5)."""

    recorded_on: Date = one("the date the introduction was written", A)
    supported_by: Text = one("who helped the person write the introduction", N)
    most_important_to_me: Quote = one("what is most important to the person", A)
    people_important_to_me: Quote = one(
        "who is important to the person", N, category="family_relationships"
    )
    how_i_communicate: Quote = one(
        "how the person communicates",
        A,
        category="communication_needs",
        seen_by=OUTSIDE,
    )
    my_wellness: Quote = one("how the person is when well", N, category="health")
    please_do_please_dont: Quote = one("what to do and not to do", N)
    how_and_when_to_support_me: Quote = one("how and when to support the person", N)
    also_worth_knowing: Quote = one("what is also worth knowing about the person", N)


class SafeContactDetails(Block):
    """How and when the person may be reached without adding risk (brief 2.5)."""

    method: Codes[Channel] = many("the safe ways to reach the person", Y)
    number_or_address: Text = one(
        "the number or address for reaching the person safely",
        N,
        category="identity",
        seen_by=INSIDE,
    )
    safe_times: Text = one("the safe times to reach the person", N)
    letters_safe: Bool = one("whether letters are safe", Y)
    voicemail_safe: Bool = one("whether voicemail is safe", Y)
    caution: Para = one("the caution about reaching the person", N, seen_by=INSIDE)
    own_copy_kept: Code[OwnCopyPlace] = one("where the person's own copy is kept", Y)


class Communication(Block):
    """How the person takes in and gives information (brief 2.5)."""

    language: Text = one("the person's language", Y, seen_by=OUTSIDE)
    formats: Codes[Format] = many("the formats the person needs", Y, seen_by=OUTSIDE)
    supports: Codes[CommSupport] = many(
        "the support the person needs to communicate", Y, seen_by=OUTSIDE
    )
    how_to_explain: Para = one(
        "how best to explain things to the person", N, seen_by=OUTSIDE
    )
    text_size_pt: Int = one(
        "the text size the person needs, in points", N, seen_by=OUTSIDE
    )
    picture_set: Text = one("the picture set the person uses", N, seen_by=OUTSIDE)
    trusted_supporter: RefContact = one("the person's trusted supporter", N)
    share_my_needs: Code[Answer] = one(
        "whether the person agrees to communication needs being passed on", A
    )
    identified_on: Date = one("the date communication needs were found out", Y)
    reviewed_on: Date = one("the date communication needs were last looked at", N)
    next_review_on: Date = one("the date to look at communication needs again", A)
    safe_contact: SafeContactDetails = part(
        SafeContactDetails, "how to reach the person safely"
    )


class Contact(Block):
    """Someone in the person's life or work around them (brief 2.5)."""

    id: Text = one("the identifier of the contact", C, "for every contact")
    name: Text = one("the name of the contact", C, "for every contact")
    also_known_as: Texts = many("the contact's other names", N)
    relationship: Text = one(
        "who the contact is to the person, in the person's own word",
        C,
        "for every contact",
        category="family_relationships",
    )
    relationship_code: Code[Relationship] = one(
        "the contact's relationship to the person",
        C,
        "for every contact",
        category="family_relationships",
    )
    flags: Codes[ContactFlag] = many("what must be known about the contact", N)
    organisation: Text = one("the contact's organisation", N)
    agency: Code[Agency] = one("the contact's agency", N)
    phone: Text = one("the contact's phone number", N)
    email: Text = one("the contact's email address", N)
    okay_to_contact: Bool = one(
        "whether it is okay to get in touch with the contact", C, "for every contact"
    )
    may_know: Para = one("what the contact may know", N)


class LegalAuthority(Block):
    """Someone with legal authority to act for the person (brief 2.5)."""

    kind: Text = one("the kind of legal authority", N)
    holder: RefContact = one(
        "who holds the legal authority", C, "for every legal authority"
    )
    registered: Bool = one(
        "whether the legal authority is registered", C, "for every legal authority"
    )
    evidence_seen_on: Date = one(
        "the date the legal authority was seen", C, "for every legal authority"
    )


class Person(CaseFile):
    """Who the person is, in their own words first (brief 2.5)."""

    person_id: Text = one("the identifier of the person", Y)
    full_name: Text = one("the person's full name", Y, category="identity")
    preferred_name: Text = one(
        "the name the person prefers", Y, category="identity", seen_by=OUTSIDE
    )
    also_known_as: Texts = many("the person's other names", N, category="identity")
    pronouns: Text = one(
        "the person's pronouns", N, category="identity", seen_by=OUTSIDE
    )
    date_of_birth: Date = one(
        "the person's date of birth", Y, category="identity", seen_by=INSIDE
    )
    address: Para = one("the person's address", Y, category="identity", seen_by=INSIDE)
    local_ids: tuple[LocalId, ...] = many(
        "the person's numbers in other systems", category="identity", seen_by=INSIDE
    )
    demographics: Demographics = part(
        Demographics,
        "the person's details for the national return",
        category="identity",
        seen_by=INSIDE,
    )
    about_me: AboutMe = part(AboutMe, "the person's own introduction")
    communication: Communication = part(
        Communication,
        "the person's communication needs",
        category="communication_needs",
    )
    contacts: tuple[Contact, ...] = many("the people around the person")
    legal_authorities: tuple[LegalAuthority, ...] = many(
        "the legal authorities", category="capacity_advocacy"
    )
    preferred_words: Texts = many(
        "the words the person prefers", N, category="communication_needs"
    )
