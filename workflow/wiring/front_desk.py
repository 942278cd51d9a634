"""The office as the pages use it."""

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workflow.domain.auditor import Audit, audit
from workflow.domain.bidding.library import Library
from workflow.domain.bidding.progress import Progress
from workflow.domain.bidding.release import Released
from workflow.domain.case_folder import CaseRef
from workflow.domain.consent_cards import Written
from workflow.domain.documents import Each
from workflow.domain.errors import (
    CaseNotFound,
)
from workflow.domain.filing import Hand
from workflow.domain.organisation import Organisation
from workflow.domain.previews import Preview
from workflow.domain.questions import Sheet
from workflow.domain.records.base import Reader
from workflow.domain.tree import Fields
from workflow.domain.vocabulary import Nation
from workflow.domain.workspace import Bid
from workflow.services.accepting import AcceptingRoom, accept
from workflow.services.glancing import Glance, Outline, glance, outline
from workflow.services.ports import CaseFiles, DraftShelf, FormProposal
from workflow.services.saving import Differs, Saved
from workflow.wiring.clock import Days, now_here
from workflow.wiring.evidence import Evidence
from workflow.wiring.office import Office

if TYPE_CHECKING:
    from workflow.adapters.bid_editing import BidEditing
    from workflow.adapters.filled_forms import FormProposals
    from workflow.adapters.pins import Pins
    from workflow.services.drafting import Workshop

WAITS = 5.0  # seconds that somebody at a page waits for a drive that does not answer


class FrontDesk:
    """The office as the pages use it: every case taken in at a glance, and kept fresh.

    A thread of its own reads what changed; a page about one case reads that case anew.
    """

    def __init__(self, office: Office, *, fixed_day: bool) -> None:
        """Stand at the desk of an office; with `fixed_day` it is always that day."""
        self._office = office
        self.fixed_day = fixed_day
        self._days = Days(office.root, office.today)
        self._outlines: dict[CaseRef, Outline] = {}
        self._listed: tuple[CaseRef, ...] | None = None
        self._stopping = threading.Event()
        self._packing = threading.Lock()
        self.at_stop: list[Callable[[], None]] = []

    @property
    def today(self) -> date:
        """The day it is."""
        return self._office.today if self.fixed_day else self._days()

    def wait(self, seconds: float) -> None:
        """Rest so long, or until the desk is left."""
        self._stopping.wait(seconds)

    @property
    def office(self) -> Office:
        """The office as it was last opened."""
        return self._office

    @property
    def organisation(self) -> Organisation:
        """The provider, its services and its staff."""
        return self._office.practice.organisation

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """The question sheets by name."""
        from workflow.adapters.form_files import load_sheets  # noqa: PLC0415 - seldom

        return load_sheets(self._office.root)

    @property
    def files(self) -> CaseFiles:
        """The files of the cases, to be written. Raises `NewerWorkspace`."""
        from workflow.adapters.case_editing import CaseEditing  # noqa: PLC0415 - seldom
        from workflow.adapters.deadlines import be_patient  # noqa: PLC0415 - seldom

        be_patient(WAITS)
        self._office.may_write()
        return CaseEditing(self._office.root, self._office.log)

    @property
    def drafts(self) -> DraftShelf:
        """What people have begun."""
        from workflow.adapters.deadlines import be_patient  # noqa: PLC0415 - seldom
        from workflow.adapters.drafts import Drafts  # noqa: PLC0415 - seldom

        be_patient(WAITS)
        return Drafts(self._office.root)

    def blank_form(self, ref: CaseRef, name: str, *, page: bool) -> tuple[str, bytes]:
        """A form to take along: its file name and the file. Raises `NoSuchForm`."""
        return self._office.blank_form(ref, name, page=page)

    def preview_review(self, ref: CaseRef, file: str, root: Fields) -> Preview | None:
        """The letter about a review that is not saved yet; see `previewing`."""
        from workflow.adapters.word.read_out import read_out  # noqa: PLC0415 - slow
        from workflow.services.previewing import (  # noqa: PLC0415 - likewise
            preview_of_review,
        )

        ready = self._ready(Each.HELD_REVIEW)
        return preview_of_review(ready, read_out, ref, file, root, self.today)

    def preview_letter(self, ref: CaseRef, agreement: str) -> Preview:
        """A letter to a professional, not made yet. Raises `LetterRefused`."""
        from workflow.adapters.word.read_out import read_out  # noqa: PLC0415 - slow
        from workflow.services.previewing import (  # noqa: PLC0415 - likewise
            preview_of_letter,
        )

        ready = self._ready(Each.AGREED_LETTER)
        return preview_of_letter(ready, read_out, ref, agreement, self.today)

    def _ready(self, what: Each) -> "Workshop":
        """What making one kind of paper needs: the others' templates are not read."""
        from workflow.services.template_checking import (  # noqa: PLC0415 - seldom
            vetted,
        )

        return vetted(self._office.bench, what)

    def paper(self, ref: CaseRef, reader: Reader) -> Preview | None:
        """The plan as it is made for the person, or in full for the file."""
        from workflow.adapters.word.read_out import read_out  # noqa: PLC0415 - slow
        from workflow.services.previewing import (  # noqa: PLC0415 - likewise
            preview_of_paper,
        )

        ready = self._ready(Each.CASE)
        return preview_of_paper(ready, read_out, ref, reader, self.today)

    def holidays(self, nation: Nation, since: date, until: date) -> tuple[date, ...]:
        """The bank holidays of a nation from one day to another, both counted."""
        known = self._office.practice.calendar(nation).holidays
        return tuple(sorted(day for day in known if since <= day <= until))

    def make_letter(self, ref: CaseRef, agreement: str) -> tuple[str, ...]:
        """Make it, with its note for staff; their files. Raises `LetterRefused`."""
        from workflow.services.sending import write_letter  # noqa: PLC0415 - slow

        self._office.may_write()
        ready = self._ready(Each.AGREED_LETTER)
        made = write_letter(ready, ref, agreement, self.today)
        return tuple(one.file for one in made)

    def letters_waiting(self, ref: CaseRef) -> tuple[tuple[str, str], ...]:
        """The letters that no record says were sent, each with its agreement."""
        from workflow.services.sending import letters_waiting  # noqa: PLC0415 - slow

        return letters_waiting(self._ready(Each.AGREED_LETTER), ref)

    def letter_gone(self, ref: CaseRef, file: str) -> str:
        """Record that a letter was sent; see `note_sent`. Raises `LetterRefused`."""
        from workflow.adapters.deadlines import be_patient  # noqa: PLC0415 - seldom
        from workflow.adapters.sent_records import SentRecords  # noqa: PLC0415 - seldom
        from workflow.services.sending import note_sent  # noqa: PLC0415 - slow

        be_patient(WAITS)
        self._office.may_write()
        records, ready = SentRecords(self._office.root), self._ready(Each.AGREED_LETTER)
        return note_sent(ready, records, ref, file, self.today)

    def moment(self) -> str:
        """The local time now, as ISO text; on the day that it is taken to be."""
        clock = now_here()
        return f"{self.today.isoformat()}{clock[10:]}" if self.fixed_day else clock

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case there is; as last listed, while the desk is kept fresh."""
        return self._office.cases.refs() if self._listed is None else self._listed

    def glance(self, ref: CaseRef) -> Glance:
        """One case, read now. Raises `CaseNotFound`."""
        office = self._office
        found = glance(office.cases, office.practice, ref, self.today)
        found = replace(found, waiting=len(self.waiting(ref)))
        self._outlines[ref] = outline(found)
        return found

    def outlines(self) -> tuple[tuple[Outline, ...], int]:
        """Every case in outline, as read last, and how many are still to be read."""
        refs = self.refs()
        found = tuple(filter(None, map(self._outlines.get, refs)))
        return found, len(refs) - len(found)

    def audit(self, found: Glance) -> Audit:
        """The auditor's four questions for a case."""
        return audit(found.folder, self.organisation, found.findings, self.today)

    def new_case(self, service: str) -> CaseRef:
        """A new case folder."""
        ref = CaseRef(self._office.new(service))
        if self._listed is not None:
            self._listed = tuple(sorted({*self._listed, ref}))
        return ref

    def bids(self) -> tuple[Bid, ...]:
        """Every tender as it stands."""
        return self._evidence().tenders.bids([])

    def bid_progress(self, ref: str) -> Progress:
        """How far a bid is, without reading a case. Raises `WorkspaceNotFound`."""
        return self._evidence().progress_of(ref)

    def library(self) -> Library:
        """What we can show, and which bids lean on it; no case is read."""
        return self._evidence().library()

    def build_pack(self, ref: str) -> Mapping[str, Any]:
        """Build the pack of a tender, one at a time; see `Evidence.tender`."""
        with self._packing:
            return self._evidence().tender(ref)

    @property
    def bid_files(self) -> "BidEditing":
        """The files of the bids, to be written. Raises `NewerWorkspace`."""
        from workflow.adapters.bid_editing import (  # noqa: PLC0415 - seldom
            BidEditing,
            QuietLog,
        )

        with suppress(PermissionError):  # a bid writer may not read the journals
            self._office.may_write()
        return BidEditing(self._office.root, QuietLog(self._office.log))

    def bid_drafts(self, ref: str) -> DraftShelf:
        """What people have begun to write for a bid, or for the library of all."""
        from workflow.adapters.bid_editing import home_of  # noqa: PLC0415 - seldom
        from workflow.adapters.drafts import Drafts  # noqa: PLC0415 - likewise

        return Drafts(self._office.root, home_of(Path(), ref) / "_drafts")

    def bid_names(self, ref: str) -> Mapping[str, str]:
        """What a name in an answer stands for: figures as they may be shown, places."""
        return self._evidence().names_in(ref)

    def pack_files(self, ref: str) -> Mapping[str, bytes]:
        """The files of the pack as it stands."""
        return self._evidence().packs.files(ref)

    def release_pack(self, ref: str, signed: str) -> Released:
        """Let a pack go, one at a time; see `Evidence.release`."""
        with self._packing:
            return self._evidence().release(ref, signed)

    def _evidence(self) -> Evidence:
        return Evidence(self._now())

    def _now(self) -> Office:
        """The office on the day it is."""
        return replace(self._office, today=self.today)

    def pin_of(self, who: str) -> str:
        """The scrambled PIN of somebody on the staff; "" where they chose none."""
        return self._pins.of(who)

    def keep_pin(self, who: str, scrambled: str) -> None:
        """Keep somebody's PIN. Raises `EditRefused`, `ChangedElsewhere`."""
        self._office.may_write()
        self._pins.keep(who, scrambled, self.today)

    @property
    def _pins(self) -> "Pins":
        from workflow.adapters.pins import Pins  # noqa: PLC0415 - seldom

        return Pins(self._office.root, self._office.log)

    def note(self, action: str, ref: str, role: str, after: str = "") -> None:
        """Put an act in the log: codes only, never words."""
        log = self._office.log
        with suppress(PermissionError):  # a bid writer may not write the journals
            log.done(log.intend(action, ref, role, after=after), "noted")

    def consents(self, ref: CaseRef) -> tuple[Written, ...]:
        """What the consent file said over time, the oldest first."""
        from workflow.adapters.earlier_consents import (  # noqa: PLC0415 - seldom
            consents,
        )

        return consents(self._office.history(ref))

    def stop(self) -> None:
        """End the program cleanly."""
        self._stopping.set()
        for end in self.at_stop:
            end()

    def stopping(self) -> bool:
        """Whether the desk is being left."""
        return self._stopping.is_set()

    @cached_property
    def _forms(self) -> "FormProposals":
        from workflow.adapters.filled_forms import (  # noqa: PLC0415 - seldom
            FormProposals,
        )

        return FormProposals(self._office.root)

    def waiting(self, ref: CaseRef) -> tuple[FormProposal, ...]:
        """The filled forms of a case that nobody has gone through yet."""
        return self._forms.waiting(ref)

    def refused(self) -> tuple[tuple[str, str], ...]:
        """The files of the inbox that could not be read, and why in plain words."""
        from workflow.adapters.inbox import refusals  # noqa: PLC0415 - seldom

        return tuple(refusals(self._office.root))

    def read_inbox(self) -> tuple[CaseRef, ...]:
        """Read what was dropped into the inbox; the cases that forms came for."""
        imported = tuple(self._office.import_forms())
        return tuple(sorted({CaseRef(one.case) for one in imported if one.case}))

    def accept(
        self, ref: CaseRef, sha: str, names: Collection[str], hand: Hand
    ) -> Saved | Differs | None:
        """Put the answers named of one filled form in the record; see `accepting`."""
        room = AcceptingRoom(self.files, self._forms, tuple(self.sheets.values()))
        return accept(room, ref, sha, names, hand)

    def keep_fresh(self) -> None:
        """Read every case, then what changes, until the desk is left.

        On a new day every case again: what was due has become late.
        """
        from workflow.adapters.changes import Changes  # noqa: PLC0415 - slow, seldom

        with Changes(self._office.root) as changes:
            day = self._read_all()
            while not self._stopping.is_set():
                settled = changes.settled(1.0)
                if "" in settled:
                    self._office = replace(self._office, run=self._office.log)
                if "" in settled or self.today != day:
                    day = self._read_all()
                elif settled:
                    known = self._list()
                    self._read(tuple(ref for ref in known if ref in settled))

    def _read_all(self) -> date:
        """Read every case; the day by which they were judged."""
        day = self.today
        self._read(self._list())
        return day

    def _list(self) -> tuple[CaseRef, ...]:
        self._listed = self._office.cases.refs()
        return self._listed

    def _read(self, refs: tuple[CaseRef, ...]) -> None:
        for ref in refs:
            if self._stopping.is_set():
                return
            try:
                self.glance(ref)
            except CaseNotFound:
                self._outlines.pop(ref, None)
