"""The file `consent`: its fields, as frozen records (brief 2.8)."""

from workflow.domain.records.base import (
    INSIDE,
    OUTSIDE,
    A,
    Block,
    C,
    Code,
    Codes,
    Date,
    N,
    Para,
    Quote,
    RefCapacity,
    RefContact,
    RefStaff,
    Text,
    Y,
    many,
    one,
    part,
)
from workflow.domain.records.header import CaseFile
from workflow.domain.vocabulary import (
    Agency,
    AgreeHow,
    Answer,
    Article6,
    Article9,
    Channel,
    ExplainedTopic,
    InfoCategory,
    SharingDecision,
    StoryUse,
)


class Explanation(Block):
    """One talk in which sharing was explained (brief 2.8)."""

    date: Date = one("the date sharing was explained", A)
    by: RefStaff = one("who explained sharing", A)
    topics: Codes[ExplainedTopic] = many("which topics about sharing were explained", A)
    how: Para = one("how sharing was explained", A)
    understood: Code[Answer] = one("whether the person understood the explanation", A)
    person_words: Quote = one("what the person said about the explanation", A)


class SharingOption(Block):
    """A way of sharing the person could choose (brief 2.8)."""

    option: Para = one("the option for sharing", A)
    good_points: Para = one("the good points of the option for sharing", A)
    bad_points: Para = one("the bad points of the option for sharing", A)
    person_view: Quote = one("what the person thinks of the option for sharing", A)


class SharingBoundary(Block):
    """What may be shared, with whom, why and until when (brief 2.8)."""

    id: Text = one(
        "the identifier of the sharing boundary", C, "for every sharing boundary"
    )
    what: Para = one(
        "what may be shared", C, "for every sharing boundary", seen_by=OUTSIDE
    )
    categories: Codes[InfoCategory] = many(
        "the categories of information in the boundary", C, "for every sharing boundary"
    )
    contact: RefContact = one(
        "which contact the boundary is about", C, "when no agency is named"
    )
    agency: Code[Agency] = one(
        "which agency the boundary is about", C, "when no contact is named"
    )
    organisation: Text = one("the organisation the boundary is about", N)
    why: Para = one(
        "what the sharing is for", C, "for every sharing boundary", seen_by=OUTSIDE
    )
    decision: Code[SharingDecision] = one(
        "what the person decided about this sharing", C, "for every sharing boundary"
    )
    limits: Para = one(
        "the limits the person set on this sharing",
        C,
        "when agreed with limits",
        seen_by=OUTSIDE,
    )
    how_to_share: Codes[Channel] = many("how this may be shared", N)
    person_words: Quote = one(
        "what the person said about this sharing", C, "for every sharing boundary"
    )
    decided_on: Date = one(
        "the date the person decided about this sharing",
        C,
        "for every sharing boundary",
    )
    recorded_by: RefStaff = one(
        "who wrote the sharing decision down", C, "for every sharing boundary"
    )
    agreed_how: Code[AgreeHow] = one(
        "how the person gave the sharing decision", C, "for every sharing boundary"
    )
    until: Date = one(
        "the date the sharing decision ends or is looked at again",
        C,
        "for every sharing boundary",
    )
    withdrawn_on: Date = one(
        "the date the person withdrew this agreement",
        C,
        "when the agreement was withdrawn",
    )


class DoNotShare(Block):
    """Something the person does not want shared (brief 2.8)."""

    id: Text = one(
        "the identifier of the wish not to share", C, "for every wish not to share"
    )
    categories: Codes[InfoCategory] = many(
        "the categories of information not to share", C, "for every wish not to share"
    )
    contact: RefContact = one(
        "which contact must not be told", C, "when no agency is named"
    )
    agency: Code[Agency] = one(
        "which agency must not be told", C, "when no contact is named"
    )
    person_words: Quote = one(
        "what the person said about not sharing", C, "for every wish not to share"
    )


class IfRiskRises(Block):
    """What the person was told may be shared if the risk rises (brief 2.8)."""

    what_may_be_shared: Para = one("what may be shared if the risk rises", A)
    when: Para = one("when more may be shared because the risk rises", A)
    who_decides: RefStaff = one("who decides to share more if the risk rises", A)
    told_person_on: Date = one(
        "the date the person was told what happens if the risk rises", A
    )
    person_words: Quote = one("what the person said about sharing if the risk rises", N)


class LawfulBasis(Block):
    """The data-protection basis for keeping the record (brief 2.8)."""

    article6: Code[Article6] = one("the lawful basis under Article 6", A)
    article9: Code[Article9] = one("the condition under Article 9", A)
    note: Para = one("the note about the lawful basis", N)


class UseOfStory(Block):
    """Whether the person's story may be used, without their name (brief 2.8)."""

    decision: Code[StoryUse] = one("the decision about use of the person's story", Y)
    asked_on: Date = one(
        "the date the person was asked about use of their story",
        C,
        "when asked, and not before the first review",
    )
    asked_by: RefStaff = one(
        "who asked about use of the story", C, "when asked, and never the bid writer"
    )
    limits: Para = one("the limits on use of the story", N)
    person_words: Quote = one(
        "what the person said about use of their story", C, "when asked"
    )
    capacity_ref: RefCapacity = one(
        "the capacity decision about use of the story", C, "when asked"
    )
    approved_text_on: Date = one(
        "the date the person approved the final wording of the story", C, "when agreed"
    )
    expires_on: Date = one(
        "the date the agreement about the story ends (24 months at most)",
        C,
        "when agreed",
    )
    withdrawn_on: Date = one(
        "the date the person withdrew their story", C, "when the story is withdrawn"
    )


class Consent(CaseFile):
    """What the person agrees may be shared, with whom and why (brief 2.8)."""

    explained: tuple[Explanation, ...] = many(
        "the talks in which sharing was explained"
    )
    wishes: Quote = one("what the person wishes about sharing", A)
    worries: Quote = one("what worries the person about sharing", A)
    capacity_ref: RefCapacity = one(
        "the capacity decision about sharing",
        A,
        category="capacity_advocacy",
        seen_by=INSIDE,
    )
    options_explained: tuple[SharingOption, ...] = many(
        "the options for sharing that were explained"
    )
    agreed_approach: Para = one("the agreed approach to sharing", A)
    boundaries: tuple[SharingBoundary, ...] = many("the sharing boundaries")
    do_not_share: tuple[DoNotShare, ...] = many("what the person does not want shared")
    if_risk_rises: IfRiskRises = part(
        IfRiskRises, "what may be shared if the risk rises"
    )
    lawful_basis: LawfulBasis = part(
        LawfulBasis, "the lawful basis for the record", seen_by=INSIDE
    )
    review_on: Date = one("the date to look at the sharing agreement again", A)
    use_of_story: UseOfStory = part(UseOfStory, "the use of the person's story")
