"""The file `vignette`: its fields, as frozen records (brief 2.16)."""

from typing import ClassVar

from workflow.domain.records.base import (
    EVIDENCE,
    INSIDE,
    Block,
    Bool,
    Codes,
    Date,
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
)
from workflow.domain.vocabulary import (
    Focus,
)

STORY = (
    "heading",
    "situation",
    "what_they_wanted",
    "choices_offered",
    "what_was_agreed",
    "what_changed",
    "what_we_learned",
)
"""What of a story is ever printed; never where it comes from or what was changed."""


class OtherSource(Block):
    """Another case of a composite, with that person's own agreement (brief 6.4)."""

    case: Text = one("the case the story comes from too", Y, seen_by=INSIDE)
    approved_on: Date = one("the date that person approved the story", Y)
    checked_by: RefStaff = one("who checked the story for that case", Y)


class Vignette(Block):
    """A short story from a case, used with the person's say-so (brief 2.16)."""

    seen_by: ClassVar[frozenset[Reader]] = EVIDENCE

    schema_version: Int = one("the version of the file layout", Y)
    vignette_id: Text = one("the identifier of the vignette", Y)
    source_case: Text = one("the case the vignette comes from", Y, seen_by=INSIDE)
    illustrates: Codes[Focus] = many("what the vignette shows", Y)
    heading: Text = one("the heading of the vignette", Y)
    situation: Para = one("the situation in the vignette", Y)
    what_they_wanted: Para = one("what the person in the vignette wanted", Y)
    choices_offered: Para = one("what choices were offered in the vignette", Y)
    what_was_agreed: Para = one("what was agreed in the vignette", Y)
    what_changed: Para = one("what changed in the vignette", Y)
    what_we_learned: Para = one("what was learned in the vignette", Y)
    changed_to_protect: Texts = many(
        "what was changed to protect the person", Y, seen_by=INSIDE
    )
    quotes_agreed: Bool = one("whether the person agreed to the quotes", Y)
    person_approved_on: Date = one("the date the person approved the vignette", Y)
    checked_by: RefStaff = one("who checked the vignette", Y)
    use_until: Date = one("the date until which the vignette may be used", Y)
    also_from: tuple[OtherSource, ...] = many(
        "the other cases of a composite", seen_by=INSIDE
    )
    event: Text = one(
        "the household or event of the story, called alike in every story of it",
        N,
        seen_by=INSIDE,
    )
    approved_text_sha256: Text = one("the fingerprint of the approved text", N)

    @property
    def composite(self) -> bool:
        """Whether it is made from several cases."""
        return bool(self.also_from)

    @property
    def sources(self) -> tuple[OtherSource, ...]:
        """Every case it comes from, each with its own approval and check."""
        first = OtherSource(
            case=self.source_case,
            approved_on=self.person_approved_on,
            checked_by=self.checked_by,
        )
        return (first, *self.also_from)
