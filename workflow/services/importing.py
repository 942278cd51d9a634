"""Reads the inbox: each filled form once, as a proposal that a person goes through.

Every name comes from the hash of the bytes, so whatever is cut short is done again and
makes nothing twice (reliability 3.7).
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflow.domain.filled_forms import FormNotRead
from workflow.services.ports import (
    Claim,
    DroppedForms,
    FormParser,
    FormShelf,
    ImportNote,
    Log,
)

NO_CASE = (
    "It is for {case}, and there is no such case here. Check the reference on the form;"
    " the form itself is safe in this folder."
)


class Outcome(StrEnum):
    """What came of one file in the inbox."""

    READY = "ready"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    ARRIVING = "arriving"


@dataclass(frozen=True)
class Imported:
    """One file of the inbox: its name there, what came of it, and why.

    `now` is where the file stands, from the inbox; for a form that was imported, where
    its bytes stand, from the workspace.
    """

    name: str
    outcome: Outcome
    now: str = ""
    reason: str = ""
    case: str = ""
    form: str = ""
    sha256: str = ""
    answers: int = 0


@dataclass(frozen=True)
class Desk:
    """What importing needs."""

    inbox: DroppedForms
    parser: FormParser
    shelf: FormShelf
    log: Log


def import_forms(desk: Desk) -> Iterator[Imported]:
    """Everything in the inbox, what was left half done first."""
    for claim in desk.inbox.left():
        yield from _one(desk, claim)
    whole, arriving = desk.inbox.settled()
    for name in whole:
        taken = desk.inbox.claim(name)
        if taken is not None:
            yield from _one(desk, taken)
    for name in arriving:
        yield Imported(name, Outcome.ARRIVING)


def finish_left(desk: Desk) -> Iterator[Imported]:
    """What was claimed by a program that did not finish, and nothing else."""
    for claim in desk.inbox.left():
        yield from _one(desk, claim)


def _one(desk: Desk, claim: Claim) -> Iterator[Imported]:
    try:
        content = desk.inbox.content(claim)
    except FormNotRead as error:
        yield _refused(desk, claim, "", error.fact)
        return
    if content is None:
        return
    sha = hashlib.sha256(content).hexdigest()
    note = desk.inbox.note(sha)
    if note is None:
        yield _new(desk, claim, sha, content)
    elif note.claim == claim.unique:
        desk.inbox.finish(claim, note.original)
        yield _ready(claim, note)
    else:
        yield _again(desk, claim, note)


def _new(desk: Desk, claim: Claim, sha: str, content: bytes) -> Imported:
    """A file that nobody has imported yet."""
    try:
        filled = desk.parser.read(content)
    except FormNotRead as error:
        return _refused(desk, claim, sha, error.fact)
    if not desk.shelf.knows(filled.case):
        return _refused(desk, claim, sha, NO_CASE.format(case=filled.case))
    intent = desk.log.intend("import", filled.case, filled.form, after=sha)
    original = desk.shelf.keep(sha, content, filled)
    note = ImportNote(
        sha,
        claim.unique,
        filled.case,
        filled.form,
        filled.version,
        filled.file,
        original,
        len(filled.answers),
    )
    desk.inbox.keep_note(note)
    desk.inbox.finish(claim, original)
    desk.log.done(intent, "proposed")
    return _ready(claim, note)


def _ready(claim: Claim, note: ImportNote) -> Imported:
    return Imported(
        claim.name,
        Outcome.READY,
        note.original,
        "",
        note.case,
        note.form,
        note.sha256,
        note.answers,
    )


def _again(desk: Desk, claim: Claim, note: ImportNote) -> Imported:
    intent = desk.log.intend("duplicate", note.case, note.form, after=note.sha256)
    now = desk.inbox.set_aside(claim)
    desk.log.done(intent, "set_aside")
    facts = (note.case, note.form, note.sha256)
    return Imported(claim.name, Outcome.DUPLICATE, now, "", *facts)


def _refused(desk: Desk, claim: Claim, sha: str, reason: str) -> Imported:
    intent = desk.log.intend("refuse", "", "inbox", after=sha)
    now = desk.inbox.refuse(claim, reason)
    desk.log.done(intent, "refused")
    return Imported(claim.name, Outcome.REFUSED, now, reason, sha256=sha)
