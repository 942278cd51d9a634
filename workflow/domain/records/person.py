"""The file `person`: its fields, as frozen records (brief 2.5)."""

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
    """Local ids (brief 2.5)."""

    kind: Text = one("Kind", N)
    value: Text = one("Value", N)


class Demographics(Block):
    """Demographics (brief 2.5)."""

    gender: Text = one("Gender", N)
    ethnicity: Text = one("Ethnicity", N)
    primary_support_reason: Text = one("Primary support reason", N)


class AboutMe(Block):
    """About me (brief 2.5)."""

    recorded_on: Date = one("Recorded on", A)
    supported_by: Text = one("Supported by", N)
    most_important_to_me: Quote = one("Most important to me", A)
    people_important_to_me: Quote = one("People important to me", N)
    how_i_communicate: Quote = one("How i communicate", A)
    my_wellness: Quote = one("My wellness", N)
    please_do_please_dont: Quote = one("Please do please dont", N)
    how_and_when_to_support_me: Quote = one("How and when to support me", N)
    also_worth_knowing: Quote = one("Also worth knowing", N)


class SafeContactDetails(Block):
    """Communication of safe contact (brief 2.5)."""

    method: Codes[Channel] = many("Method", Y)
    number_or_address: Text = one("Number or address", N)
    safe_times: Text = one("Safe times", N)
    letters_safe: Bool = one("Letters safe", Y)
    voicemail_safe: Bool = one("Voicemail safe", Y)
    caution: Para = one("Caution", N)
    own_copy_kept: Code[OwnCopyPlace] = one("Own copy kept", Y)


class Communication(Block):
    """Communication (brief 2.5)."""

    language: Text = one("Language", Y)
    formats: Codes[Format] = many("Formats", Y)
    supports: Codes[CommSupport] = many("Supports", Y)
    how_to_explain: Para = one("How to explain", N)
    text_size_pt: Int = one("Text size pt", N)
    picture_set: Text = one("Picture set", N)
    trusted_supporter: RefContact = one("Trusted supporter", N)
    share_my_needs: Code[Answer] = one("Share my needs", A)
    identified_on: Date = one("Identified on", Y)
    reviewed_on: Date = one("Reviewed on", N)
    next_review_on: Date = one("Next review on", A)
    safe_contact: SafeContactDetails = part(SafeContactDetails, "Safe contact")


class Contact(Block):
    """Contacts (brief 2.5)."""

    id: Text = one("Id", C, "c1, c2…")
    name: Text = one("Name", C, "identifier")
    also_known_as: Texts = many("Also known as", N)
    relationship: Text = one("Relationship", C, "the person's own word for it")
    relationship_code: Code[Relationship] = one("Relationship code", C)
    flags: Codes[ContactFlag] = many("Flags", N)
    organisation: Text = one("Organisation", N)
    agency: Code[Agency] = one("Agency", N)
    phone: Text = one("Phone", N)
    email: Text = one("Email", N)
    okay_to_contact: Bool = one("Okay to contact", C)
    may_know: Para = one("May know", N)


class LegalAuthority(Block):
    """Legal authorities (brief 2.5)."""

    kind: Text = one("Kind", N)
    holder: RefContact = one("Holder", C)
    registered: Bool = one("Registered", C)
    evidence_seen_on: Date = one("Evidence seen on", C, "warning if empty")


class Person(CaseFile):
    """Person (brief 2.5)."""

    person_id: Text = one("Person id", Y)
    full_name: Text = one("Full name", Y)
    preferred_name: Text = one("Preferred name", Y)
    also_known_as: Texts = many("Also known as", N)
    pronouns: Text = one("Pronouns", N)
    date_of_birth: Date = one("Date of birth", Y)
    address: Para = one("Address", Y)
    local_ids: tuple[LocalId, ...] = many("Local ids")
    demographics: Demographics = part(Demographics, "Demographics")
    about_me: AboutMe = part(AboutMe, "About me")
    communication: Communication = part(Communication, "Communication")
    contacts: tuple[Contact, ...] = many("Contacts")
    legal_authorities: tuple[LegalAuthority, ...] = many("Legal authorities")
    preferred_words: Texts = many("Preferred words", N)
