"""The file `consent`: its fields, as frozen records (brief 2.8)."""

from workflow.domain.records.base import (
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
    """Explained (brief 2.8)."""

    date: Date = one("Date", A)
    by: RefStaff = one("By", A)
    topics: Codes[ExplainedTopic] = many("Topics", A)
    how: Para = one("How", A)
    understood: Code[Answer] = one("Understood", A)
    person_words: Quote = one("Person words", A)


class SharingOption(Block):
    """Options explained (brief 2.8)."""

    option: Para = one("Option", A)
    good_points: Para = one("Good points", A)
    bad_points: Para = one("Bad points", A)
    person_view: Quote = one("Person view", A)


class SharingBoundary(Block):
    """Boundaries (brief 2.8)."""

    id: Text = one("Id", C, "B1…")
    what: Para = one("What", C, "plain words")
    categories: Codes[InfoCategory] = many("Categories", C, "used for matching")
    contact: RefContact = one("Contact", C, "recipient: contact or agency")
    agency: Code[Agency] = one("Agency", C)
    organisation: Text = one("Organisation", N)
    why: Para = one("Why", C, "purpose")
    decision: Code[SharingDecision] = one("Decision", C)
    limits: Para = one("Limits", C, "when agreed_with_limits")
    how_to_share: Codes[Channel] = many("How to share", N)
    person_words: Quote = one("Person words", C)
    decided_on: Date = one("Decided on", C)
    recorded_by: RefStaff = one("Recorded by", C)
    agreed_how: Code[AgreeHow] = one("Agreed how", C)
    until: Date = one("Until", C, "end or review date; default 3 months")
    withdrawn_on: Date = one("Withdrawn on", C, "when withdrawn")


class DoNotShare(Block):
    """Do not share (brief 2.8)."""

    id: Text = one("Id", C, "N1…")
    categories: Codes[InfoCategory] = many("Categories", C)
    contact: RefContact = one("Contact", C)
    agency: Code[Agency] = one("Agency", C)
    person_words: Quote = one("Person words", C)


class IfRiskRises(Block):
    """If risk rises (brief 2.8)."""

    what_may_be_shared: Para = one("What may be shared", A)
    when: Para = one("When", A)
    who_decides: RefStaff = one("Who decides", A)
    told_person_on: Date = one("Told person on", A)
    person_words: Quote = one("Person words", N)


class LawfulBasis(Block):
    """Lawful basis (brief 2.8)."""

    article6: Code[Article6] = one("Article6", A)
    article9: Code[Article9] = one("Article9", A)
    note: Para = one("Note", N)


class UseOfStory(Block):
    """Use of story (brief 2.8)."""

    decision: Code[StoryUse] = one("Decision", Y)
    asked_on: Date = one("Asked on", C, "not before the first review")
    asked_by: RefStaff = one("Asked by", C, "not the bid writer")
    limits: Para = one("Limits", N)
    person_words: Quote = one("Person words", C)
    capacity_ref: RefCapacity = one("Capacity ref", C)
    approved_text_on: Date = one(
        "Approved text on", C, "saw and agreed the final wording"
    )
    expires_on: Date = one("Expires on", C, "24 months at most")
    withdrawn_on: Date = one("Withdrawn on", C)


class Consent(CaseFile):
    """Consent (brief 2.8)."""

    explained: tuple[Explanation, ...] = many("Explained")
    wishes: Quote = one("Wishes", A)
    worries: Quote = one("Worries", A)
    capacity_ref: RefCapacity = one("Capacity ref", A)
    options_explained: tuple[SharingOption, ...] = many("Options explained")
    agreed_approach: Para = one("Agreed approach", A)
    boundaries: tuple[SharingBoundary, ...] = many("Boundaries")
    do_not_share: tuple[DoNotShare, ...] = many("Do not share")
    if_risk_rises: IfRiskRises = part(IfRiskRises, "If risk rises")
    lawful_basis: LawfulBasis = part(LawfulBasis, "Lawful basis")
    review_on: Date = one("Review on", A)
    use_of_story: UseOfStory = part(UseOfStory, "Use of story")
