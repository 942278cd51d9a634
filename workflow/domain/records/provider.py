"""The file `provider`: its fields, as frozen records (brief 2.3)."""

from workflow.domain.records.base import (
    Block,
    Bool,
    C,
    Code,
    Codes,
    Date,
    File,
    Int,
    Map,
    N,
    RefStaff,
    Text,
    Texts,
    Y,
    many,
    mapping,
    one,
    part,
)
from workflow.domain.vocabulary import (
    Article6,
    Article9,
    Nation,
    ServiceType,
    StaffRole,
)


class Service(Block):
    """One service of the provider (brief 2.3)."""

    id: Text = one("the identifier of the service", Y)
    name: Text = one("the name of the service", Y)
    type: Code[ServiceType] = one("the type of service", Y)
    nation: Code[Nation] = one("the nation of the service", Y)
    local_authority: Text = one("the local authority of the service", Y)
    public_label: Text = one("the name of the service used outside", Y)
    safeguarding_lead: RefStaff = one("the safeguarding lead of the service", Y)
    deputy_safeguarding_lead: RefStaff = one(
        "the deputy safeguarding lead of the service", Y
    )
    registered_manager: RefStaff = one("the registered manager of the service", Y)


class LocalProfile(Block):
    """What one council's published procedure asks for (brief 2.3)."""

    local_authority: Text = one(
        "the local authority of the local profile", C, "for every local profile"
    )
    timescales: Map = mapping(
        "the timescales of the local authority", C, "for every local profile"
    )


class LadderStep(Block):
    """Who is told when something stays overdue (brief 2.3)."""

    level: Int = one("the level of the escalation step", N)
    after_working_days: Int = one("after how many working days this level is told", N)
    after_working_days_urgent: Int = one(
        "after how many working days this level is told in an urgent case", N
    )
    notify: Codes[StaffRole] = many("which roles are told at this level", N)


class SpeakUpRoute(Block):
    """A way for the person to speak up about the service (brief 2.3)."""

    id: Text = one("the identifier of the way to speak up", Y)
    label: Text = one("the name of the way to speak up", Y)
    who: Text = one("who is reached by this way to speak up", Y)
    how: Text = one("how to use this way to speak up", Y)
    independent: Bool = one("whether this way to speak up is independent of us", Y)
    easy_words: Text = one("the way to speak up in easy words", Y)


class DataProtection(Block):
    """Who answers for data protection, and the usual lawful basis (brief 2.3)."""

    article6_default: Code[Article6] = one("the usual lawful basis under Article 6", Y)
    article9_default: Code[Article9] = one("the usual condition under Article 9", Y)
    contact: Text = one("the contact for data protection", Y)
    caldicott_guardian: RefStaff = one("the Caldicott Guardian", Y)
    complaints_how: Text = one("how to complain about data protection", Y)


class Retention(Block):
    """How long records are kept (brief 2.3)."""

    years_after_closure: Int = one("how many years records are kept after closing", N)


class FrameworkItem(Block):
    """One question of a regulator's framework (brief 2.3)."""

    id: Text = one("the identifier of the framework question", N)
    title: Text = one("the title of the framework question", N)
    measures: Texts = many("the measures for the framework question", N)
    documents: Texts = many("the documents for the framework question", N)


class Framework(Block):
    """A regulator's framework and the time it is in force (brief 2.3)."""

    id: Text = one("the identifier of the framework", N)
    name: Text = one("the name of the framework", N)
    in_force_from: Date = one("the date the framework starts", N)
    in_force_to: Date = one("the date the framework ends", N)
    items: tuple[FrameworkItem, ...] = many("the framework questions")


class WatchWord(Block):
    """A word to avoid, and one to try instead (brief 2.3)."""

    word: Text = one("the word to avoid", N)
    try_: Text = one("the word to try instead", N)


class Branding(Block):
    """How documents are headed (brief 2.3)."""

    logo: File = one("the logo file", N)
    address: Text = one("the address in the heading", N)
    phone: Text = one("the phone number in the heading", N)


class Provider(Block):
    """The provider, its services and its settings (brief 2.3)."""

    schema_version: Int = one("the version of the file layout", Y)
    provider_name: Text = one("the name of the provider", Y)
    nominated_individual: RefStaff = one("the nominated individual", Y)
    accessibility_lead: RefStaff = one("the accessibility lead", Y)
    services: tuple[Service, ...] = many("the services")
    working_days: Texts = many("the working days of the week", N)
    timescales: Map = mapping("the provider's timescales", N)
    local_profiles: tuple[LocalProfile, ...] = many("the local profiles")
    escalation_ladder: tuple[LadderStep, ...] = many("the escalation ladder")
    speak_up_routes: tuple[SpeakUpRoute, ...] = many("the ways to speak up")
    data_protection: DataProtection = part(
        DataProtection, "the data-protection details"
    )
    disclosure_control: Map = mapping("the settings for hiding small numbers", N)
    retention: Retention = part(Retention, "how long records are kept")
    frameworks: tuple[Framework, ...] = many("the regulators' frameworks")
    language_watchlist: tuple[WatchWord, ...] = many("the words to avoid")
    branding: Branding = part(Branding, "how documents are headed")
