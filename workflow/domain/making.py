"""Decides what to make: what is wanted against what stands, with the reason."""

from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why a document is made."""

    NEVER_MADE = "never made"
    RECORD_CHANGED = "the record changed"
    TEMPLATE_CHANGED = "the template changed"
    GONE = "the file is gone"
    ASKED_FOR = "somebody asked for it"


@dataclass(frozen=True)
class Receipt:
    """What a published document was made from: hashes only, no names (SHA-256, hex).

    `context` is the hash of everything its template saw, so nothing else can make it
    out of date. `sequence` counts up from 1 for each name; the highest is the newest.
    `beside` says that it stands beside a person's own version. `made_on` is the day it
    was made (`2026-11-23`), `tells` the hash of what it tells, for documents that stay
    as they were given. `generation` is the watcher's lease under which it was published
    (0 without one), `words` the hash of a Word document's own words and layout alone.
    """

    name: str
    sequence: int
    document: str
    context: str
    template: str
    content: str
    version: str
    standing: str
    beside: bool = False
    made_on: str = ""
    tells: str = ""
    generation: int = 0
    words: str = ""


def reason_to_make(
    last: Receipt | None, present: str | None, context: str, template: str
) -> Reason | None:
    """Why a document has to be made now; None when what stands is right.

    A document that a person has changed is right as long as its facts are the same.
    """
    if last is None:
        return Reason.NEVER_MADE
    if present is None:
        return Reason.GONE
    if last.template != template:
        return Reason.TEMPLATE_CHANGED
    return Reason.RECORD_CHANGED if last.context != context else None


def pdf_of(name: str) -> str:
    """The name of the PDF that stands beside a document."""
    return f"{name.rpartition('.')[0]}.pdf"
