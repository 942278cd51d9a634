"""The files of findings put aside with a note: their fields, as frozen records.

An addition to the brief (docs/decisions): prompts, and warnings about what cannot be
undone, are put aside by a person, for a reason, about words that stood there.
"""

from typing import ClassVar

from workflow.domain.records.base import (
    INSIDE,
    Block,
    Date,
    Int,
    N,
    Para,
    Quote,
    Reader,
    RefStaff,
    Text,
    Y,
    many,
    one,
)
from workflow.domain.records.header import CaseFile


class Dismissal(Block):
    """One finding put aside: which, about what words, by whom, when and why."""

    rule: Text = one("the rule that is put aside", Y)
    file: Text = one("the file the finding points to", Y)
    field: Text = one("the field the finding points to", N)
    wording: Quote = one("the words that stood there", N)
    note: Para = one("why the finding is put aside", Y)
    by: RefStaff = one("who put the finding aside", Y)
    date: Date = one("the date the finding was put aside", Y)


class Dismissals(CaseFile):
    """The findings of one case that were put aside (our addition)."""

    seen_by: ClassVar[frozenset[Reader]] = INSIDE

    dismissed: tuple[Dismissal, ...] = many("the findings put aside")


class SharedDismissals(Block):
    """The findings of governance or of a tender that were put aside (our addition)."""

    seen_by: ClassVar[frozenset[Reader]] = INSIDE

    schema_version: Int = one("the version of the file layout", Y)
    dismissed: tuple[Dismissal, ...] = many("the findings put aside")
