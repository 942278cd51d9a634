"""What a lead should know at once about a document that stands (T6, F23, F27)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SHORT = 8  # characters of a hash that people are shown


class Kind(StrEnum):
    """What happened to it."""

    SIGNED_CHANGED = "signed and changed"
    SIGNED_GONE = "signed and gone"
    GIVEN_CHANGED = "given and changed"
    GIVEN_GONE = "given and gone"
    OPEN_LONG = "open for long"


@dataclass(frozen=True)
class Alarm:
    """One document to look at: its file, and what to say of it."""

    file: str
    kind: Kind
    says: str


def changed(case: str, folder: str, file: str, sha: str, *, signed: bool) -> Alarm:
    """A document that stands otherwise than it was signed or given.

    `sha` is the hash of what was, which the history keeps.
    """
    kind = Kind.SIGNED_CHANGED if signed else Kind.GIVEN_CHANGED
    says = (
        f"It {_was(signed=signed)}, and has been changed since. Nothing is lost: as it"
        f" was it is kept. Ask who changed it. To put it back:"
        f" {_restore(case, folder, file, sha)}"
    )
    return Alarm(file, kind, says)


def gone(case: str, folder: str, file: str, sha: str, *, signed: bool) -> Alarm:
    """A document that was signed or given and stands nowhere in its case."""
    kind = Kind.SIGNED_GONE if signed else Kind.GIVEN_GONE
    says = (
        f"It {_was(signed=signed)}, and that one is gone. Nothing is lost: as it was it"
        f" is kept. To put it back: {_restore(case, folder, file, sha)}"
    )
    return Alarm(file, kind, says)


def open_long(file: str, note: str, since: date, today: date) -> Alarm:
    """A document that a word processor has had open since an earlier day.

    `note` is the word processor's own file that says so.
    """
    ago = (today - since).days
    when = "yesterday" if ago == 1 else f"{since.day} {since:%B %Y}"
    says = (
        f"It has been open on a computer since {when}, and is not touched until it is"
        f" closed. If nobody has it open, delete the small file {note} beside it."
    )
    return Alarm(file, Kind.OPEN_LONG, says)


def rows(case: str, alarms: Sequence[Alarm]) -> list[dict[str, str]]:
    """Alarms as plain data for pages and programs."""
    return [
        {"case": case, "file": a.file, "kind": a.kind.value, "says": a.says}
        for a in alarms
    ]


def _was(*, signed: bool) -> str:
    return "was signed" if signed else "was given to the person"


def _restore(case: str, folder: str, file: str, sha: str) -> str:
    return f'alongside restore {case} "{folder}/{file}" {sha[:SHORT]}'
