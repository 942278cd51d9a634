"""Document types: when a case wants one, for whom, under what name, draft or final."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.diary import DueItem
from workflow.domain.findings import Finding
from workflow.domain.records.base import Reader
from workflow.domain.records.review import Review
from workflow.domain.vocabulary import OwnCopyPlace, ReviewKind

ALL = "all"
USING = "using"
REVIEW_LETTER = "review letter"
MY_PLAN = "My plan"
TELLING = ("abuse", "safeguarding", "risk", "police")  # S2: never in a discreet title


class Each(StrEnum):
    """What one document of a type is made for."""

    CASE = "case"
    HELD_REVIEW = "held_review"
    COMING_REVIEW = "coming_review"
    WORKSPACE = "workspace"
    PERSON_TOLD = "person_told"
    TENDER = "tender"


class Standing(StrEnum):
    """Whether a document may be relied on."""

    DRAFT = "draft"
    FINAL = "final"


@dataclass(frozen=True)
class DocumentType:
    """One kind of document (`templates/<name>/document.yaml`).

    `held_by` names what keeps it from being final, `uses` the files it is made from.
    `discreet_title` takes the place of `title` when letters are not safe; `own_title`
    prefers the person's own name for their plan.
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


@dataclass(frozen=True)
class LoadedType:
    """A document type with its template and the hash of that template."""

    type: DocumentType
    template: bytes
    sha: str


@dataclass(frozen=True)
class Subject:
    """One document to have: its file name, and the review it tells of or invites to."""

    file_name: str
    review: Filed[Review] | None = None
    coming: DueItem | None = None


def wanted(
    kind: DocumentType, folder: CaseFolder, coming: Sequence[DueItem] = ()
) -> Iterator[Subject]:
    """The documents of a type that a case should have.

    `coming` are the reviews to which the person is to be invited now.
    """
    place = folder.person.record.communication.safe_contact.own_copy_kept
    if kind.not_when_no_paper and place is OwnCopyPlace.NO_PAPER:
        return
    if kind.each is Each.CASE:
        yield Subject(kind.file_name)
    elif kind.each is Each.HELD_REVIEW:
        yield from _letters(kind, folder)
    elif kind.each is Each.COMING_REVIEW:
        yield from _invitations(kind, coming)


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
        yield Subject(_own_name(name, times), filed)


def _invitations(kind: DocumentType, coming: Sequence[DueItem]) -> Iterator[Subject]:
    """One invitation for each review; two for one day get names of their own."""
    times: Counter[str] = Counter()
    for item in coming:
        name = kind.file_name.format(due_on=item.due_on)
        yield Subject(_own_name(name, times), coming=item)


def _own_name(name: str, times: Counter[str]) -> str:
    times[name] += 1
    stem, dot, suffix = name.rpartition(".")
    return f"{stem} ({times[name]}){dot}{suffix}" if times[name] > 1 else name


def discreet(folder: CaseFolder) -> bool:
    """Whether paper could put the person at risk; so until somebody has said not."""
    return folder.person.record.communication.safe_contact.letters_safe is not True


def title_of(kind: DocumentType, folder: CaseFolder) -> str:
    """The title of a document: the person's own, a discreet one, or the plain one."""
    own = folder.plan.record.title_for_person if kind.own_title else None
    if kind.reader is not Reader.PERSON or not discreet(folder):
        return own or kind.title
    title = own or kind.discreet_title or kind.title
    telling = any(word in title.casefold() for word in TELLING)
    return (kind.discreet_title or MY_PLAN) if telling else title


def standing(
    kind: DocumentType, findings: Sequence[Finding], review_file: str | None
) -> tuple[Standing, tuple[str, ...]]:
    """Draft or final, and why a draft: the messages, each once, without rule ids."""
    reasons = [f.message for f in findings if _holds(f, kind, review_file)]
    stands = Standing.DRAFT if reasons else Standing.FINAL
    return stands, tuple(dict.fromkeys(reasons))


def _holds(finding: Finding, kind: DocumentType, review_file: str | None) -> bool:
    if ALL in finding.holds:
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
