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
    """Services (brief 2.3)."""

    id: Text = one("Id", Y)
    name: Text = one("Name", Y)
    type: Code[ServiceType] = one("Type", Y)
    nation: Code[Nation] = one("Nation", Y)
    local_authority: Text = one("Local authority", Y)
    public_label: Text = one("Public label", Y)
    safeguarding_lead: RefStaff = one("Safeguarding lead", Y)
    deputy_safeguarding_lead: RefStaff = one("Deputy safeguarding lead", Y)
    registered_manager: RefStaff = one("Registered manager", Y)


class LocalProfile(Block):
    """Local profiles (brief 2.3)."""

    local_authority: Text = one("Local authority", C)
    timescales: Map = mapping(
        "Timescales", C, "overrides for that council's published procedure"
    )


class LadderStep(Block):
    """Escalation ladder (brief 2.3)."""

    level: Int = one("Level", N)
    after_working_days: Int = one("After working days", N)
    after_working_days_urgent: Int = one("After working days urgent", N)
    notify: Codes[StaffRole] = many("Notify", N)


class SpeakUpRoute(Block):
    """Speak up routes (brief 2.3)."""

    id: Text = one("Id", Y)
    label: Text = one("Label", Y)
    who: Text = one("Who", Y)
    how: Text = one("How", Y)
    independent: Bool = one("Independent", Y)
    easy_words: Text = one("Easy words", Y)


class DataProtection(Block):
    """Data protection (brief 2.3)."""

    article6_default: Code[Article6] = one("Article6 default", Y)
    article9_default: Code[Article9] = one("Article9 default", Y)
    contact: Text = one("Contact", Y)
    caldicott_guardian: RefStaff = one("Caldicott guardian", Y)
    complaints_how: Text = one("Complaints how", Y)


class Retention(Block):
    """Retention (brief 2.3)."""

    years_after_closure: Int = one("Years after closure", N)


class FrameworkItem(Block):
    """Frameworks of items (brief 2.3)."""

    id: Text = one("Id", N)
    title: Text = one("Title", N)
    measures: Texts = many("Measures", N)
    documents: Texts = many("Documents", N)


class Framework(Block):
    """Frameworks (brief 2.3)."""

    id: Text = one("Id", N)
    name: Text = one("Name", N)
    in_force_from: Date = one("In force from", N)
    in_force_to: Date = one("In force to", N)
    items: tuple[FrameworkItem, ...] = many("Items")


class WatchWord(Block):
    """Language watchlist (brief 2.3)."""

    word: Text = one("Word", N)
    try_: Text = one("Try", N)


class Branding(Block):
    """Branding (brief 2.3)."""

    logo: File = one("Logo", N)
    address: Text = one("Address", N)
    phone: Text = one("Phone", N)


class Provider(Block):
    """Provider (brief 2.3)."""

    schema_version: Int = one("Schema version", Y)
    provider_name: Text = one("Provider name", Y)
    nominated_individual: RefStaff = one("Nominated individual", Y)
    accessibility_lead: RefStaff = one("Accessibility lead", Y)
    services: tuple[Service, ...] = many("Services")
    working_days: Texts = many("Working days", N)
    timescales: Map = mapping("Timescales", N)
    local_profiles: tuple[LocalProfile, ...] = many("Local profiles")
    escalation_ladder: tuple[LadderStep, ...] = many("Escalation ladder")
    speak_up_routes: tuple[SpeakUpRoute, ...] = many("Speak up routes")
    data_protection: DataProtection = part(DataProtection, "Data protection")
    disclosure_control: Map = mapping("Disclosure control", N)
    retention: Retention = part(Retention, "Retention")
    frameworks: tuple[Framework, ...] = many("Frameworks")
    language_watchlist: tuple[WatchWord, ...] = many("Language watchlist")
    branding: Branding = part(Branding, "Branding")
