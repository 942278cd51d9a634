"""The file `vignette`: its fields, as frozen records (brief 2.16)."""

from workflow.domain.records.base import (
    Block,
    Bool,
    Codes,
    Date,
    Int,
    N,
    Para,
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


class Vignette(Block):
    """Vignette (brief 2.16)."""

    schema_version: Int = one("Schema version", Y)
    vignette_id: Text = one("Vignette id", Y)
    source_case: Text = one("Source case", Y)
    illustrates: Codes[Focus] = many("Illustrates", Y)
    heading: Text = one("Heading", Y)
    situation: Para = one("Situation", Y)
    what_they_wanted: Para = one("What they wanted", Y)
    choices_offered: Para = one("Choices offered", Y)
    what_was_agreed: Para = one("What was agreed", Y)
    what_changed: Para = one("What changed", Y)
    what_we_learned: Para = one("What we learned", Y)
    changed_to_protect: Texts = many("Changed to protect", Y)
    quotes_agreed: Bool = one("Quotes agreed", Y)
    person_approved_on: Date = one("Person approved on", Y)
    checked_by: RefStaff = one("Checked by", Y)
    use_until: Date = one("Use until", Y)
    approved_text_sha256: Text = one("Approved text sha256", N)
