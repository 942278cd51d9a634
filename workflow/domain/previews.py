"""A letter as its reader will read it, and what staff must know that it leaves out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.domain.documents import Layout
from workflow.domain.fields import catalogue, members
from workflow.domain.letters_out import LetterOut
from workflow.domain.records.base import Block, Reader
from workflow.domain.records.review import Review

HEADING, WORDS, ITEM, QUOTE, TABLE, PICTURE = (
    "heading",
    "words",
    "item",
    "quote",
    "table",
    "picture",
)
TEXTS = frozenset({"para", "quote"})
LAID_OUT = {
    Layout.STANDARD: "In ordinary print",
    Layout.LARGE_PRINT: "In large print",
    Layout.EASY_READ: "In easy words with pictures",
    Layout.SCRIPT: "To be read aloud or signed",
}
FOR_STAFF = "it is for staff only"
NO_PLACE = "this letter has no place for it"
NOT_COVERED = "the agreement does not cover it"
TELLS_TOO_MUCH = "it names somebody they may not know of"


@dataclass(frozen=True)
class Passage:
    """One thing that stands on the page: a heading, some words, a table, a picture.

    `level` is that of a heading; `rows` are those of a table.
    """

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class LeftOut:
    """Something that was written and that the reader does not get, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Preview:
    """A letter before it is made: each layout as it will be read.

    `sha` is the hash of what was read. `reasons` keep it a draft; `left_out` is for
    staff alone.
    """

    title: str
    pages: tuple[tuple[str, tuple[Passage, ...]], ...]
    reasons: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    to: str = ""
    by: str = ""
    sha: str = ""


def not_in_letter(review: Review, told: str) -> Iterator[LeftOut]:
    """What was written in a review and is not in its letter. `told` is its text."""
    plain = _plain(told)
    for field in catalogue(Review):
        if field.kind.name not in TEXTS and not _lines(field.kind.name, field.path):
            continue
        written = [text for text in _texts(review, field.path) if text.strip()]
        if any(_plain(text) not in plain for text in written):
            label = field.about.label
            hidden = Reader.PERSON not in field.seen_by
            yield LeftOut(
                f"{label[:1].upper()}{label[1:]}", FOR_STAFF if hidden else NO_PLACE
            )


def not_told(letter: LetterOut) -> Iterator[LeftOut]:
    """What a letter to a professional leaves out: each kind of thing once."""
    for pieces, why in (
        (letter.uncovered, NOT_COVERED),
        (letter.telling, TELLS_TOO_MUCH),
    ):
        counted = Counter(piece.section.label for piece in pieces)
        for label, count in counted.items():
            lines = "1 line" if count == 1 else f"{count} lines"
            yield LeftOut(f"{label[:1].upper()}{label[1:]} ({lines})", why)


def _lines(kind: str, path: str) -> bool:
    return kind == "text" and path == "changes_made"


def _texts(block: Block, path: str) -> Iterator[str]:
    """Every text that stands at a path of the catalogue (`actions[].what`)."""
    key, _, rest = path.partition(".")
    member = members(type(block)).get(key.removesuffix("[]"))
    found = getattr(block, member.attribute) if member else None
    for one in found if isinstance(found, tuple) else (found,):
        if isinstance(one, Block) and rest:
            yield from _texts(one, rest)
        elif isinstance(one, str):
            yield one


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
