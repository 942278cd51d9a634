"""What the pages ask of the office behind them; `wiring` gives it to them."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Protocol

from workflow.domain.auditor import Audit
from workflow.domain.bidding.library import Library
from workflow.domain.bidding.progress import Progress
from workflow.domain.bidding.release import Released
from workflow.domain.case_folder import CaseRef
from workflow.domain.consent_cards import Written
from workflow.domain.filing import Hand
from workflow.domain.organisation import Organisation
from workflow.domain.previews import Preview
from workflow.domain.questions import Sheet
from workflow.domain.records.base import Reader
from workflow.domain.tree import Fields
from workflow.domain.vocabulary import Nation
from workflow.domain.workspace import Bid
from workflow.services.glancing import Glance, Outline
from workflow.services.ports import CaseFiles, DraftShelf, FormProposal, Standing
from workflow.services.saving import Differs, Saved


class BidFiles(CaseFiles, Protocol):
    """The files of bids, to be written by people at the screen."""

    def seen(self, ref: CaseRef, file: str, sha: str) -> Standing:
        """A file as somebody saw it; an empty one where it cannot be found again."""

    def as_it_was(self, file: str, text: str) -> Standing:
        """A file whose `text` was kept, as it stood then; an empty one for none."""


class Desk(Protocol):
    """One workspace, as people at its pages use it."""

    @property
    def today(self) -> date:
        """The day it is."""

    @property
    def organisation(self) -> Organisation:
        """The provider, its services and its staff."""

    @property
    def sheets(self) -> Mapping[str, Sheet]:
        """The question sheets by name."""

    @property
    def files(self) -> CaseFiles:
        """The files of the cases, to be written."""

    @property
    def drafts(self) -> DraftShelf:
        """What people have begun."""

    def waiting(self, ref: CaseRef) -> tuple[FormProposal, ...]:
        """The filled forms of a case that nobody has gone through yet."""

    def refused(self) -> tuple[tuple[str, str], ...]:
        """The files of the inbox that could not be read, and why in plain words."""

    def read_inbox(self) -> tuple[CaseRef, ...]:
        """Read what was dropped into the inbox; the cases that forms came for."""

    def accept(
        self, ref: CaseRef, sha: str, names: Collection[str], hand: Hand
    ) -> Saved | Differs | None:
        """Put the answers named of one filled form in the record; see `accepting`."""

    def blank_form(self, ref: CaseRef, name: str, *, page: bool) -> tuple[str, bytes]:
        """A form to take along: its file name and the file. Raises `NoSuchForm`."""

    def preview_review(self, ref: CaseRef, file: str, root: Fields) -> Preview | None:
        """The letter about a review that is not saved yet; see `previewing`."""

    def preview_letter(self, ref: CaseRef, agreement: str) -> Preview:
        """A letter to a professional, not made yet. Raises `LetterRefused`."""

    def paper(self, ref: CaseRef, reader: Reader) -> Preview | None:
        """The plan as it is made for the person, or in full for the file."""

    def holidays(self, nation: Nation, since: date, until: date) -> tuple[date, ...]:
        """The bank holidays of a nation from one day to another, both counted."""

    def make_letter(self, ref: CaseRef, agreement: str) -> tuple[str, ...]:
        """Make it, with its note for staff; their files. Raises `LetterRefused`."""

    def letters_waiting(self, ref: CaseRef) -> tuple[tuple[str, str], ...]:
        """The letters that no record says were sent, each with its agreement."""

    def letter_gone(self, ref: CaseRef, file: str) -> str:
        """Record that a letter was sent: the new record, "" where one is to name it.

        Raises `LetterRefused`.
        """

    def moment(self) -> str:
        """The local time now, as ISO text to the second."""

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case there is."""

    def glance(self, ref: CaseRef) -> Glance:
        """One case, read now. Raises `CaseNotFound`."""

    def outlines(self) -> tuple[tuple[Outline, ...], int]:
        """Every case in outline, as read last, and how many are still to be read."""

    def audit(self, glance: Glance) -> Audit:
        """The auditor's four questions for a case."""

    def new_case(self, service: str) -> CaseRef:
        """A new case folder."""

    def bids(self) -> tuple[Bid, ...]:
        """Every tender as it stands."""

    def bid_progress(self, ref: str) -> Progress:
        """How far a bid is, without reading a case. Raises `WorkspaceNotFound`."""

    def library(self) -> Library:
        """What we can show, and which bids lean on it; no case is read."""

    def build_pack(self, ref: str) -> Mapping[str, object]:
        """Build the pack of a tender: its files, leaks, limits, prompts, stories.

        `checked` says whether anybody was looked for in it. Raises `EvidenceExpired`.
        """

    @property
    def bid_files(self) -> "BidFiles":
        """The files of the bids, to be written."""

    def bid_drafts(self, ref: str) -> DraftShelf:
        """What people have begun to write for a bid, or for the library of all."""

    def bid_names(self, ref: str) -> Mapping[str, str]:
        """What a name in an answer stands for: figures as they may be shown, places."""

    def pack_files(self, ref: str) -> Mapping[str, bytes]:
        """The files of the pack as it stands."""

    def release_pack(self, ref: str, signed: str) -> Released:
        """Let a pack go; what became of it. Raises `ReleaseRefused`."""

    def pin_of(self, who: str) -> str:
        """The scrambled PIN of somebody on the staff; "" where they chose none."""

    def keep_pin(self, who: str, scrambled: str) -> None:
        """Keep somebody's PIN. Raises `EditRefused`, `ChangedElsewhere`."""

    def note(self, action: str, ref: str, role: str, after: str = "") -> None:
        """Put an act in the log: codes only, never words.

        `after` is the hash of what came of it, where something did.
        """

    def consents(self, ref: CaseRef) -> tuple[Written, ...]:
        """What the consent file said over time, the oldest first."""

    def stop(self) -> None:
        """End the program cleanly."""
