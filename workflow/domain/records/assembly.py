"""The files `assembly` and `evidence`: how a pack is put together, and from what.

They stand beside `tender.yaml` and belong to the bid writer (docs/decisions/0090).
"""

from typing import ClassVar

from workflow.domain.records.base import (
    EVIDENCE,
    Block,
    Date,
    File,
    Int,
    N,
    Para,
    Reader,
    RefStaff,
    Text,
    Texts,
    Y,
    many,
    one,
    part,
)


class PackLimits(Block):
    """What the buyer allows for the pack as a whole."""

    pages: Int = one("the most pages of the pack", N)
    largest_bytes: Int = one("the largest a file may be, in bytes", N)
    formats: Texts = many("the kinds of file allowed, such as pdf", N)
    file_name_characters: Text = one("what a file name may hold besides a-z and 0-9", N)
    file_name_longest: Int = one("the most characters of a file name", N)


class ScoredAnswer(Block):
    """What makes an answer one that a panel can score (brief 5.11, G35)."""

    question: Text = one("the question that is answered", Y)
    method: Para = one("how we do it", N)
    roles: Para = one("who does it, by role", N)
    records: Para = one("where it is written down", N)
    frequency: Para = one("how often it is done", N)
    verification: Para = one("how we check that it is done", N)
    example: Para = one("a real example", N)
    result: Para = one("the measured result", N)
    evidence: Texts = many("the evidence the answer leans on", N)
    topics: Texts = many("what the answer has to cover", N)


class Requirement(Block):
    """One part of a question that the buyer wants answered."""

    id: Text = one("the identifier of the requirement", Y)
    question: Text = one("the question it belongs to", Y)
    wording: Para = one("what the buyer asks for", Y)
    evidence: Texts = many("what proves it: measures, stories, evidence", N)


class Appendix(Block):
    """One appendix: a file of our own, or a part that is made (A1 to A3)."""

    id: Text = one("the name that texts refer to the appendix by", Y)
    title: Text = one("the title of the appendix", Y)
    made: Text = one("which part is made: measures, stories, governance", N)
    file: File = one("the file of the appendix", N)


class AllowedWords(Block):
    """Words that the leak check may let through in this pack, and why (brief 6.5)."""

    text: Text = one("the words, exactly as they stand in the pack", Y)
    reason: Para = one("why these words point to nobody here", Y)
    by: RefStaff = one("who let these words through", Y)


class Assembly(Block):
    """How the pack of one tender is put together."""

    seen_by: ClassVar[frozenset[Reader]] = EVIDENCE

    schema_version: Int = one("the version of the file layout", Y)
    limits: PackLimits = part(PackLimits, "what the buyer allows")
    answers: tuple[ScoredAnswer, ...] = many("what makes each answer score")
    requirements: tuple[Requirement, ...] = many("what the buyer wants answered")
    appendices: tuple[Appendix, ...] = many("the appendices, in order")
    allowed: tuple[AllowedWords, ...] = many("the words let through by the leak check")


class EvidenceItem(Block):
    """One piece of evidence that answers may lean on."""

    id: Text = one("the identifier of the evidence", Y)
    title: Text = one("the title of the evidence", Y)
    owner: RefStaff = one("who keeps the evidence up to date", Y)
    source: Text = one("where the evidence comes from", Y)
    dated: Date = one("the date of the evidence", Y)
    expires_on: Date = one("the last day the evidence may be used", N)
    file: File = one("the file of the evidence", N)


class Evidence(Block):
    """The evidence library of the provider."""

    seen_by: ClassVar[frozenset[Reader]] = EVIDENCE

    schema_version: Int = one("the version of the file layout", Y)
    items: tuple[EvidenceItem, ...] = many("the evidence")
