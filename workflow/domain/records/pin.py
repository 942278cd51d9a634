"""The file `pin`: what proves who is recording, as a frozen record.

An addition to the brief (forms.md 6, docs/decisions/0055): one file for each member of
staff who chose a PIN, `config/pins/<staff id>.yaml`.
"""

from typing import ClassVar

from workflow.domain.records.base import Block, Date, Int, Reader, Text, Y, one

NOBODY: frozenset[Reader] = frozenset()


class Pin(Block):
    """A PIN as it is kept: scrambled, so that it cannot be read (our addition)."""

    seen_by: ClassVar[frozenset[Reader]] = NOBODY

    schema_version: Int = one("the version of the file layout", Y)
    scrambled: Text = one("the PIN, scrambled", Y)
    set_on: Date = one("the date the PIN was chosen", Y)
