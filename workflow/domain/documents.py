"""Document types: when a case wants one, for whom, under what name, draft or final."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.diary import DueItem
from workflow.domain.findings import Finding, Recipient
from workflow.domain.help_card import wants_card
from workflow.domain.records.base import Reader
from workflow.domain.records.review import Review
from workflow.domain.vocabulary import CloseReason, Format, OwnCopyPlace, ReviewKind

NOBODY_TO_WRITE_TO = (CloseReason.DIED, CloseReason.DUPLICATE)
ALL = "all"
USING = "using"
REVIEW_LETTER = "review letter"
FOR_THE_PERSON = "documents for the person"


class Each(StrEnum):
    """What one document of a type is made for."""

    CASE = "case"
    HELP_CARD = "help_card"
    HELD_REVIEW = "held_review"
    PATTERN_REVIEW = "pattern_review"
    MANAGERIAL_REVIEW = "managerial_review"
    MANAGERIAL_RESULT = "managerial_result"
    LEARNING_NOTE = "learning_note"
    CLOSING = "closing"
    AGREED_LETTER = "agreed_letter"
    COMING_REVIEW = "coming_review"
    WORKSPACE = "workspace"
    PERSON_TOLD = "person_told"
    SAMPLE = "sample"
    WORKER = "worker"
    REGULATOR = "regulator"
    LIMITS = "limits"
    WEEK = "week"
    LEARNING_LOG = "learning_log"
    INSPECTION = "inspection"
    DESTRUCTION = "destruction"
    ASSESSMENT = "assessment"
    TENDER = "tender"


class Given(StrEnum):
    """What in the files says that the person got a document."""

    RESULT_TOLD = "result_told"
    COPY_GIVEN = "copy_given"


class Layout(StrEnum):
    """How a document is laid out for the person it is for (brief 5.0).

    A script is the words to say, sign, record or translate, and where to write down
    who did it.
    """

    STANDARD = "standard"
    LARGE_PRINT = "large_print"
    EASY_READ = "easy_read"
    SCRIPT = "script"


LAYOUTS: Mapping[Format, Layout] = {
    Format.STANDARD_PRINT: Layout.STANDARD,
    Format.EMAIL: Layout.STANDARD,
    Format.TEXT_MESSAGE: Layout.STANDARD,
    Format.LARGE_PRINT: Layout.LARGE_PRINT,
    Format.EASY_READ: Layout.EASY_READ,
    Format.PICTURES: Layout.EASY_READ,
    Format.AUDIO: Layout.SCRIPT,
    Format.VIDEO: Layout.SCRIPT,
    Format.BRAILLE: Layout.SCRIPT,
    Format.BSL_VIDEO: Layout.SCRIPT,
    Format.TRANSLATED: Layout.SCRIPT,
    Format.SPOKEN: Layout.SCRIPT,
}
IN_BRACKETS = {
    Layout.LARGE_PRINT: "large print",
    Layout.EASY_READ: "easy read",
    Layout.SCRIPT: "to read aloud",
}


def layout_of(name: str) -> Layout:
    """The layout of a document, which its file name tells."""
    told = (
        lay for lay, words in IN_BRACKETS.items() if name.endswith(f"({words}).docx")
    )
    return next(told, Layout.STANDARD)


def is_made_with(template: str, file_name: str, name: str) -> bool:
    """Whether a document of this name comes from this template of its type.

    `template` is the template's file, `file_name` what the type calls its documents.
    """
    begins = file_name.partition("{")[0].removesuffix(".docx")
    own = template.endswith(f"/{template_file(layout_of(name))}")
    return own and name.startswith(begins)


def template_file(layout: Layout) -> str:
    """The name of the template's file for a layout."""
    between = "" if layout is Layout.STANDARD else f".{layout}"
    return f"template{between}.docx"


TEXT_SIZES = {  # points: the default of a layout, and the least it may be
    Layout.STANDARD: (14, 12),
    Layout.LARGE_PRINT: (18, 16),
    Layout.EASY_READ: (16, 14),
    Layout.SCRIPT: (14, 12),
}


class Standing(StrEnum):
    """Whether a document may be relied on."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True)
class Discretion:
    """What the outside of a paper may not say where paper is not safe (S2).

    `telling` words never stand in its title, its file name or its properties;
    `neutral` is the title to fall back on. Both are data (`config/discretion.yaml`).
    """

    telling: tuple[str, ...] = ()
    neutral: str = "My plan"

    def is_telling(self, text: str) -> bool:
        """Whether a telling word stands in a text, in any case and form."""
        words = "|".join(re.escape(word) for word in self.telling)
        found = re.search(rf"\b(?:{words})", text, re.IGNORECASE)
        return bool(words) and found is not None


@dataclass(frozen=True)
class DocumentType:
    """One kind of document (`templates/<name>/document.yaml`).

    `held_by` names what keeps it from being final, `uses` the files it is made from.
    `discreet_title` takes the place of `title` when letters are not safe; `own_title`
    prefers the person's own name for their plan. `given` says how it is known that
    the person has it; from then on it stays as it is.
    """

    id: str
    name: str
    title: str
    reader: Reader
    each: Each
    file_name: str
    held_by: frozenset[str] = frozenset()
    uses: tuple[str, ...] = ()
    discreet_title: str = ""
    own_title: bool = False
    not_when_no_paper: bool = False
    given: Given | None = None
    discretion: Discretion = Discretion()


@dataclass(frozen=True)
class LoadedType:
    """A document type with its template and the hash of that template.

    `others` holds the template and hash of each layout beside the standard one.
    What is `waiting` has a broken template: nothing else is made in its place.
    """

    type: DocumentType
    template: bytes
    sha: str
    others: Mapping[Layout, tuple[bytes, str]] = field(default_factory=dict)
    waiting: frozenset[Layout] = frozenset()

    def in_layout(self, layout: Layout) -> tuple[bytes, str]:
        """The template for a layout, with its hash."""
        return self.others.get(layout, (self.template, self.sha))

    def layouts(self, folder: CaseFolder) -> tuple[Layout, ...]:
        """The layouts that the person needs, their main one first (brief 5.0).

        Papers of others are in the standard one; so is a paper for the person when
        there is no template in any layout they need.
        """
        return tuple(n for n in self._needed(folder) if n not in self.waiting)

    def _needed(self, folder: CaseFolder) -> tuple[Layout, ...]:
        if self.type.reader is not Reader.PERSON:
            return (Layout.STANDARD,)
        formats = folder.person.record.communication.formats
        needed = dict.fromkeys(LAYOUTS[format_] for format_ in formats)
        there = {Layout.STANDARD, *self.others, *self.waiting}
        return tuple(n for n in needed if n in there) or (Layout.STANDARD,)


@dataclass(frozen=True)
class Subject:
    """One document to have: its file name, its layout, the review it is about.

    `review` is one it tells of, `coming` one it invites to.
    """

    file_name: str
    review: Filed[Review] | None = None
    layout: Layout = Layout.STANDARD
    coming: DueItem | None = None

    def laid_out(self, layout: Layout) -> Self:
        """The same document in a layout, which its name tells."""
        words = IN_BRACKETS.get(layout)
        stem, dot, suffix = self.file_name.rpartition(".")
        name = f"{stem} ({words}){dot}{suffix}" if words else self.file_name
        return replace(self, file_name=name, layout=layout)


def wanted(
    kind: DocumentType, folder: CaseFolder, coming: Sequence[DueItem] = ()
) -> Iterator[Subject]:
    """The documents of a type that a case should have.

    `coming` are the reviews to which the person is to be invited now.
    """
    place = folder.person.record.communication.safe_contact.own_copy_kept
    if kind.not_when_no_paper and place is OwnCopyPlace.NO_PAPER:
        return
    if kind.each is Each.CASE or (kind.each is Each.HELP_CARD and wants_card(folder)):
        yield Subject(kind.file_name)
    elif kind.each is Each.HELD_REVIEW:
        yield from _letters(kind, folder)
    elif kind.each is Each.CLOSING and _closed(folder):
        yield Subject(kind.file_name)
    elif kind.each is Each.COMING_REVIEW:
        yield from _invitations(kind, coming)


def _closed(folder: CaseFolder) -> bool:
    """Whether the case ended in a way that somebody can be written to about."""
    closure = folder.closure.record
    return bool(closure) and closure.reason not in NOBODY_TO_WRITE_TO


def reviews_with(folder: CaseFolder) -> Iterator[Filed[Review]]:
    """The reviews held with the person; a pattern review is the lead's own reading."""
    return (f for f in folder.held() if f.record.kind is not ReviewKind.PATTERN)


def _letters(kind: DocumentType, folder: CaseFolder) -> Iterator[Subject]:
    """One letter for each review; two on one day get names of their own."""
    times: Counter[str] = Counter()
    for filed in reviews_with(folder):
        review = filed.record
        held = review.held_on or review.due_on or "undated"
        name = kind.file_name.format(held_on=held, kind=review.kind or "review")
        yield Subject(own_name(name, times), filed)


def _invitations(kind: DocumentType, coming: Sequence[DueItem]) -> Iterator[Subject]:
    """One invitation for each review; two for one day get names of their own."""
    times: Counter[str] = Counter()
    for item in coming:
        name = kind.file_name.format(due_on=item.due_on)
        yield Subject(own_name(name, times), coming=item)


def own_name(name: str, times: Counter[str]) -> str:
    """A file name of its own: the second of one name gets a number."""
    times[name] += 1
    stem, dot, suffix = name.rpartition(".")
    return f"{stem} ({times[name]}){dot}{suffix}" if times[name] > 1 else name


def text_size(folder: CaseFolder, layout: Layout) -> int:
    """The size of body text in points: as the person needs it, or the least.

    What is read aloud has the usual size: it is for whoever reads it to them.
    """
    usual, least = TEXT_SIZES[layout]
    if layout is Layout.SCRIPT:
        return usual
    return max(folder.person.record.communication.text_size_pt or usual, least)


def needing(folder: CaseFolder, layout: Layout) -> CaseFolder:
    """The case of somebody who needs just this layout."""
    formats = tuple(format_ for format_, has in LAYOUTS.items() if has is layout)[:1]
    filed = folder.person
    talking = filed.record.communication.model_copy(update={"formats": formats})
    person = filed.record.model_copy(update={"communication": talking})
    return replace(folder, person=Filed(filed.file, person))


def discreet(folder: CaseFolder) -> bool:
    """Whether paper could put the person at risk; so until somebody has said not."""
    return folder.person.record.communication.safe_contact.letters_safe is not True


def title_of(kind: DocumentType, folder: CaseFolder) -> str:
    """The title of a document: the person's own, a discreet one, or the plain one."""
    own = folder.plan.record.title_for_person if kind.own_title else None
    if kind.reader is not Reader.PERSON or not discreet(folder):
        return own or kind.title
    title = own or kind.discreet_title or kind.title
    if not kind.discretion.is_telling(title):
        return title
    return kind.discreet_title or kind.discretion.neutral


def standing(
    kind: DocumentType,
    findings: Sequence[Finding],
    review_file: str | None,
    recipient: Recipient | None = None,
) -> tuple[Standing, tuple[str, ...]]:
    """Draft or final, and why a draft: the messages, each once, without rule ids.

    `recipient` is whom a letter out is for: what is about somebody else's letters
    does not hold it back (rulings, Clearing).
    """
    reasons = [
        f.message
        for f in findings
        if _for_this(f, recipient) and _holds(f, kind, review_file)
    ]
    stands = Standing.DRAFT if reasons else Standing.FINAL
    return stands, tuple(dict.fromkeys(reasons))


def _for_this(finding: Finding, recipient: Recipient | None) -> bool:
    """Whether a finding is about this letter: nobody named on either side is unsure."""
    if finding.recipient is None or recipient is None:
        return True
    return finding.recipient.may_be(recipient)


def _holds(finding: Finding, kind: DocumentType, review_file: str | None) -> bool:
    if ALL in finding.holds:
        return True
    if FOR_THE_PERSON in finding.holds and kind.reader is Reader.PERSON:
        return True
    holds = finding.holds & kind.held_by
    if review_file and finding.place.file != review_file:
        holds -= {REVIEW_LETTER}
    if holds:
        return True
    if USING not in finding.holds:
        return False
    used = (review_file,) if review_file else ()
    return finding.place.file.startswith((*kind.uses, *used))
