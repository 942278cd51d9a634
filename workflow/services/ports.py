"""What the use-cases ask of the world, as Protocols, and the values that cross."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol

from workflow.domain.alarms import Alarm
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.documents import Layout
from workflow.domain.filled_forms import Difference, Filled
from workflow.domain.findings import Noticed
from workflow.domain.making import Receipt as Receipt  # noqa: PLC0414 - part of the port
from workflow.domain.proposals import Proposal
from workflow.domain.ratings import Chart
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.template_faults import Fault, Looked
from workflow.domain.template_fields import Wall
from workflow.domain.tree import Fields
from workflow.domain.workspace import Workspace


@dataclass(frozen=True)
class Loaded:
    """A case folder as it was read, with what reading it noticed.

    `digest` is the hash of all its files just as they were read; empty when unknown.
    `shas` are the hashes of those that were.
    """

    folder: CaseFolder
    noticed: tuple[Noticed, ...] = ()
    digest: str = ""
    shas: Mapping[str, str] = field(default_factory=dict)


class Written(StrEnum):
    """What became of a write."""

    CREATED = "created"
    UPDATED = "updated"
    IDENTICAL = "identical"
    KEPT_HAND_EDITS = "beside"
    OPEN_ELSEWHERE = "open elsewhere"


class Cases(Protocol):
    """The cases of a workspace."""

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case folder there is, in order."""

    def load(self, ref: CaseRef) -> Loaded:
        """One case, read whole. Raises `CaseNotFound`."""

    def remember(self, loaded: Loaded) -> None:
        """Keep, write-once, each file that was read complete for the first time."""


class Seals(Protocol):
    """Knows again from what the documents of each case were made.

    Kept by this computer for itself, and safe to lose: then everything is drafted anew.
    """

    @property
    def program(self) -> str:
        """The hash of this program and of what comes with it."""

    def known(self, ref: CaseRef, seal: str) -> bool:
        """Whether this is the seal that was kept last for a case."""

    def keep(self, ref: CaseRef, seal: str) -> None:
        """Keep the seal of a case."""


@dataclass(frozen=True)
class Standing:
    """A file as it stands: the hash of its bytes, and its tree when it can be read.

    `text` is the file itself, every byte of it (surrogates stand for odd ones).
    """

    sha: str
    root: Fields | None
    text: str = ""


class AboutTo(Protocol):
    """Is told of a write before it is begun."""

    def __call__(self, file: str, before: str, text: str, /) -> None:
        """This file, whose hash is `before` ("" for a new one), will hold `text`."""


class CaseFiles(Protocol):
    """The files of cases, to be written by people through forms."""

    def names(self, ref: CaseRef) -> frozenset[str]:
        """Every file there is in a case, relative to its folder."""

    def read(self, ref: CaseRef, file: str) -> Standing | None:
        """A file as it stands now; None when there is none."""

    def standing(self, text: str) -> Standing:
        """A file whose `text` was kept, as it stood then."""

    def place(self, ref: CaseRef, file: str, root: Fields) -> tuple[Written, str]:
        """A new file under a free name, and its hash. Raises `EditRefused`.

        `KEPT_HAND_EDITS` when something else stands under the name; it is left alone.
        """

    def swap(
        self, ref: CaseRef, file: str, expected: str, root: Fields
    ) -> tuple[Written, str]:
        """The smallest edit of a file whose hash is `expected`, and its new hash.

        What stood there goes to the history. Raises `EditRefused`.
        """

    def copy(self, ref: CaseRef, file: str, expected: str, target: str) -> None:
        """Keep a file, byte for byte, under another name. Raises `EditRefused`."""

    def keep(self, ref: CaseRef, file: str, root: Fields) -> None:
        """Keep in the history what somebody wrote and could not be saved yet."""

    def take_out(self, ref: CaseRef, file: str, expected: str) -> bool:
        """Move a file into the history; not when it has changed since."""

    def put_back(self, ref: CaseRef, file: str, expected: str, earlier: str) -> bool:
        """Put the content with the hash `earlier` back from the history."""

    def held(self, ref: CaseRef, file: str, text: str) -> bool:
        """Whether a file that was to hold this came to stand: now, or until changed.

        Not when nothing stands under its name.
        """

    def noting(self, about_to: AboutTo) -> "CaseFiles":
        """The same files; each `place` and `swap` is told before it is begun."""


@dataclass(frozen=True)
class Attempt:
    """A save that was begun: which file, what it was to hold, and out of which answers.

    `before` is the hash of what stood there ("" for a new file), `at` the local time
    that went into the file. It is the identity of what is written (decision 124).
    """

    file: str
    before: str
    text: str
    answers: Mapping[str, str]
    at: str


@dataclass(frozen=True)
class Draft:
    """Something begun: which form of which case, what was typed, and from what.

    `base` is the text of the file as it stood ("" for a new one), `file` its name.
    `saved_at` is the local time of the last save, for people to read. `attempts` were
    begun, and nobody knows yet what became of them; the newest last.
    """

    id: str
    owner: str
    case: str
    form: str
    file: str = ""
    base: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    saved_at: str = ""
    number: int = 0
    attempts: tuple[Attempt, ...] = ()


class DraftShelf(Protocol):
    """What people have begun to write; it is not in the record yet."""

    def of(self, owner: str) -> tuple[Draft, ...]:
        """Everything somebody has begun."""

    def keep(self, draft: Draft) -> Draft:
        """Keep a draft as it is now; the same with its new number."""

    def discard(self, draft: Draft) -> None:
        """Take a draft away, once it is in the record or nobody wants it."""


class SharedFiles(Protocol):
    """The files of a workspace that belong to no case."""

    def read(self) -> Workspace:
        """All of them: samples, supervision, tenders, releases, what was put aside."""


class Governance(Protocol):
    """The checks that belong to no case: monthly samples and supervision talks."""

    @property
    def samplings(self) -> Mapping[str, Sampling]:
        """Each monthly sample by its file, relative to the workspace."""

    @property
    def supervisions(self) -> Mapping[str, Supervision]:
        """Each supervision talk by its file, relative to the workspace."""


class Sheets(Protocol):
    """New files of governance, put in place once for people to fill in."""

    def put_sheet(self, file: str, text: str) -> Written:
        """Place a new file; its name is relative to the workspace.

        `KEPT_HAND_EDITS` when another stands there already; that one is left alone.
        """


class Proposals(Protocol):
    """New files put into case folders for people to fill in."""

    def remembered(self, ref: CaseRef) -> frozenset[str]:
        """The keys of everything proposed for a case before, there or deleted since."""

    def put(self, ref: CaseRef, proposal: Proposal) -> Written:
        """Place a new file and remember its keys.

        `KEPT_HAND_EDITS` when a file has come to stand under its name meanwhile; that
        one is left alone.
        """


class Published(Protocol):
    """The documents made for one folder (a case, governance, a tender)."""

    def receipts(self) -> Mapping[str, Receipt]:
        """The newest receipt of every name."""

    def present(self, name: str) -> str | None:
        """The hash of the document now standing under a name; None if there is none."""

    def publish_all(
        self, documents: Sequence[tuple[Receipt, bytes]]
    ) -> tuple[Written | OSError, ...]:
        """Put documents in place together, never over a person's work, with receipts.

        What became of each, or why it could not be. Raises `OSError` when none could.
        """

    def read(self, name: str) -> bytes | None:
        """The document now standing under a name; None if there is none."""

    def put_away(self, name: str) -> bool:
        """Move a document of ours that is no longer right into the history."""

    def alarms(self, given: Collection[str], today: date) -> tuple[Alarm, ...]:
        """What was signed or given and is otherwise now, what is open for too long.

        `given` names the documents that were given to the person as they are.
        """


class SentRecords(Protocol):
    """Records that say a letter was sent, for staff to complete."""

    def put(self, ref: CaseRef, day: date, text: str) -> str:
        """Put a new record under the next free number of its day; its file.

        `{record_id}` in the text stands for its id.
        """


class Intent(NamedTuple):
    """What is about to be done to which file of which case; codes and hashes alone."""

    action: str
    case: str
    role: str
    before: str = ""
    after: str = ""


class Log(Protocol):
    """The log of what this run of the program does: codes and hashes, no words."""

    def intend(
        self, action: str, case: str, role: str, before: str = "", after: str = ""
    ) -> int:
        """Say what is about to be done to which file; the number of the line."""

    def done(self, intent: int, result: str) -> int:
        """Say what became of it."""


class WideLog(Log, Protocol):
    """A log that also takes several lines at once, on the disk together."""

    def intend_all(self, intents: Sequence[Intent]) -> tuple[int, ...]:
        """Say several things that are about to be done; the numbers of the lines."""

    def done_all(self, done: Sequence[tuple[int, str]]) -> tuple[int, ...]:
        """Say what became of several."""


class Word(Protocol):
    """Fills Word templates."""

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """Fill a template: same input, same bytes. Raises `TemplateFault`."""

    def in_language(self, made: bytes, tag: str, turned: str = "") -> bytes:
        """The same document marked as text in a language (BCP 47).

        `turned` is the language of letters that run from right to left.
        """

    def resized(self, template: bytes, points: int) -> bytes:
        """The same template with body text of so many points, and all else in step."""

    def with_logo(self, made: bytes, logo: bytes, words: str) -> bytes:
        """The same document with a logo at the top of its pages, told in words too."""


class Pictures(Protocol):
    """The pictures a person likes, for easy read."""

    @property
    def shas(self) -> Mapping[str, str]:
        """The hash of each picture, by the name of what it stands for."""

    def into(self, template: bytes) -> bytes:
        """The same template with these pictures in the place of its drawings."""


class Charts(Protocol):
    """Draws the small charts of a pattern review sheet."""

    def into(self, template: bytes, charts: Sequence[Chart]) -> bytes:
        """The same template with these in the place of its drawings `chart 1` on."""


class Pages(Protocol):
    """Makes the pages that staff open in a browser."""

    @property
    def version(self) -> str:
        """The hash of the page templates."""

    def page(self, name: str, context: Mapping[str, object]) -> bytes:
        """Fill the page `case` or `overview`; the same input gives the same bytes."""


class Lint(Protocol):
    """Looks at Word templates."""

    @property
    def version(self) -> str:
        """Changes when it may find something else in the same template."""

    def look(
        self,
        template: bytes,
        wall: Wall | None,
        samples: Sequence[Mapping[str, object]] = (),
    ) -> Looked:
        """Every fault of a template and every field it uses; trying out `samples`."""

    def why_slow(self, template: bytes) -> str:
        """What in a template keeps it from being filled the fast way; "" if nothing."""

    def annotated(self, template: bytes, faults: Sequence[Fault]) -> bytes | None:
        """The template with a comment at each fault; None when Word cannot open it."""


class TemplateHistory(Protocol):
    """The good templates of each document, and the copies that show faults."""

    def known_good(
        self, name: str, layout: Layout, template: bytes, stamp: str
    ) -> bool:
        """Whether this template was found good under this stamp and is the newest."""

    def keep_good(self, name: str, layout: Layout, template: bytes, stamp: str) -> None:
        """Keep a good template, write-once, as the newest."""

    def last_good(self, name: str, layout: Layout) -> bytes | None:
        """The newest good template that was kept."""

    def show_faults(self, name: str, layout: Layout, copy: bytes | None) -> str:
        """Put the copy with comments beside the template, or away; its file or ""."""


@dataclass(frozen=True)
class Converted:
    """A PDF of one document, or in plain words why there is none."""

    pdf: bytes | None
    problem: str = ""


class Pdf(Protocol):
    """Makes PDFs of Word documents."""

    @property
    def version(self) -> str:
        """Changes when the same document would give another PDF."""

    def convert(self, documents: Sequence[bytes]) -> Sequence[Converted]:
        """A PDF of each document, or why there is none; in the same order."""


class Binder(Protocol):
    """Binds PDFs and counts their pages."""

    def begins(self, parts: Sequence[tuple[str, str, bytes]]) -> tuple[int, ...]:
        """The page on which each part will begin, and the one after them all."""

    def page_count(self, pdf: bytes) -> int:
        """How many pages a PDF has."""

    def tagged(self, pdf: bytes) -> bool:
        """Whether a screen reader finds the headings and tables of a PDF."""

    def pages_with(self, pdf: bytes, texts: Sequence[str]) -> Mapping[str, int]:
        """The first page, counted from 1, on which a line begins with each text."""

    def bind(
        self, title: str, cover: Sequence[str], parts: Sequence[tuple[str, str, bytes]]
    ) -> bytes:
        """One PDF of all parts: label, title, pages."""


class FormParser(Protocol):
    """Reads a filled form: a PDF, a saved page, the file that a page saves."""

    def read(self, content: bytes) -> Filled:
        """The answers on it. Raises `FormNotRead` with the reason in plain words."""


@dataclass(frozen=True)
class Claim:
    """A file of the inbox that we took: its own name, and the one it is kept under."""

    unique: str
    name: str
    kept: str


@dataclass(frozen=True)
class ImportNote:
    """What came of one file of the inbox: codes and hashes.

    `claim` is the claim that it was imported by, so that a cut short one is finished
    and no duplicate. `original` is where its bytes stand, from the workspace.
    """

    sha256: str
    claim: str
    case: str
    form: str
    version: int
    file: str
    original: str
    answers: int


class DroppedForms(Protocol):
    """The inbox."""

    def settled(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The files that have arrived whole, and those that are still arriving."""

    def claim(self, name: str) -> Claim | None:
        """Take a file for ourselves; None when another program was first."""

    def left(self) -> tuple[Claim, ...]:
        """What was claimed by a program that did not finish."""

    def content(self, claim: Claim) -> bytes | None:
        """The bytes of a claimed file; None when it is finished.

        Raises `FormNotRead` when it is too large to be read at all.
        """

    def finish(self, claim: Claim, original: str) -> None:
        """Take the claimed file away: its bytes stand under `original` for good."""

    def set_aside(self, claim: Claim) -> str:
        """Move a file that was imported before to the duplicates; its new name."""

    def refuse(self, claim: Claim, reason: str) -> str:
        """Move a file that cannot be used, with the reason beside; its new name."""

    def note(self, sha: str) -> ImportNote | None:
        """What came of a file with these bytes that was imported before."""

    def keep_note(self, note: ImportNote) -> None:
        """Write down, once and for all, that a file was imported."""


class FormShelf(Protocol):
    """Where filled forms wait, in the folder of their case."""

    def knows(self, case: str) -> bool:
        """Whether there is such a case."""

    def keep(self, sha: str, content: bytes, filled: Filled) -> str:
        """Keep a form as it came, and what stands on it; where it came to stand."""


@dataclass(frozen=True)
class FormProposal:
    """One filled form that waits: what would change, field by field.

    `present` is the hash of the file as it stands ("" when it is not there);
    `moved_on` says that this is not the one that the form was made from.
    """

    sha256: str
    filled: Filled
    differences: tuple[Difference, ...]
    present: str
    moved_on: bool


class WaitingForms(Protocol):
    """The filled forms that wait in the folder of a case."""

    def waiting(self, ref: str) -> tuple[FormProposal, ...]:
        """Those that nobody has gone through yet."""

    def load(self, ref: str, sha: str) -> FormProposal:
        """One of them against the record as it stands now. Raises `FormNotRead`."""

    def settle(
        self,
        ref: str,
        sha: str,
        accepted: Iterable[str],
        declined: Iterable[str],
        by: str,
    ) -> Written:
        """Write down what became of each answer; the form waits no longer."""

    def begun(self, ref: str, sha: str) -> tuple[Attempt, ...]:
        """What was about to be written out of a form; the newest last."""

    def note(self, ref: str, sha: str, attempt: Attempt) -> None:
        """Keep what is about to be written out of a form."""


@dataclass(frozen=True)
class Version:
    """One content that a file has had: `sha256`, its size in bytes.

    `at` is the minute in which it was put there, and `host` the computer, as far as the
    journals know; `by` is who saved it by a form, if somebody did. `now` says that it
    stands there still.
    """

    sha256: str
    size: int
    at: str = ""
    host: str = ""
    now: bool = False
    by: str = ""
