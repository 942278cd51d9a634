"""Joins the adapters to the services; the only reader of the clock."""

import os
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.bid_packs import BidPacks
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.clock_files import days_in_journals, days_in_names
from workflow.adapters.config_files import load_organisation
from workflow.adapters.governance_files import GovernanceFiles
from workflow.adapters.journal import (
    RunLog,
    heads,
    month_seal,
    named_logs,
    recent_heads,
    verify,
)
from workflow.adapters.proposed import ProposedFiles
from workflow.adapters.published import Publications
from workflow.adapters.rule_files import read_rules
from workflow.adapters.seals import LocalSeals, settings_hash
from workflow.adapters.tenders import Tenders
from workflow.adapters.workspaces import find_workspace
from workflow.domain.anonymise import QUOTE, everything_known
from workflow.domain.auditor import Audit, audit
from workflow.domain.bidding.contents import expired, used_by
from workflow.domain.bidding.progress import Beside, Progress, progress
from workflow.domain.bidding.proof import proof, sent_notice
from workflow.domain.bidding.release import already_sent, refusals, released_rows
from workflow.domain.blank import first_files
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.clock import Clock, compared
from workflow.domain.diary import DueItem
from workflow.domain.disclosure import figure_json
from workflow.domain.documents import Each, standing
from workflow.domain.errors import (
    CaseNotFound,
    CasesNeeded,
    ConfigurationError,
    EvidenceExpired,
    NoConverter,
    NoSuchDocument,
    OlderWorkspace,
    PersonStillVisible,
    ReleaseRefused,
    TemplateFault,
    WatchedElsewhere,
    WorkflowError,
    WorkspaceError,
)
from workflow.domain.filing import Hand
from workflow.domain.findings import Finding
from workflow.domain.governance.drawing import Month
from workflow.domain.handing_out import ALL, calendars, register_sheets
from workflow.domain.health import Advice, Standing, advice
from workflow.domain.journal_chain import (
    Broken,
    Head,
    changed_log,
    gone_back,
)
from workflow.domain.leak_check import Sought
from workflow.domain.measures import Line, Period
from workflow.domain.next_steps import Step, next_steps
from workflow.domain.organisation import Organisation
from workflow.domain.overview import late_items
from workflow.domain.questions import Sheet
from workflow.domain.records.tender import Tender
from workflow.domain.registers import public_figures
from workflow.domain.rules.stories import against
from workflow.domain.rules.surroundings import Surroundings
from workflow.domain.rules.tender import agreed_words
from workflow.domain.sharing import Disclosure
from workflow.domain.torture import Verdict
from workflow.domain.vocabulary import Nation, StaffRole
from workflow.domain.working_days import Calendar
from workflow.domain.workspace import Bid
from workflow.services.accepting import AcceptingRoom, accept
from workflow.services.auditing import audit_case
from workflow.services.bidding import Ready, Workroom, assemble, manifest
from workflow.services.building import BuildReport, build
from workflow.services.checking import Practice, check, check_around, seen_from
from workflow.services.drafting import GOVERNANCE, SUPERVISION, Workshop
from workflow.services.giving_forms import FormRoom, give_form
from workflow.services.glancing import Glance, glance
from workflow.services.importing import Desk, Imported, import_forms
from workflow.services.inspecting import anonymised_pack, full_pack
from workflow.services.making_pdfs import make_pdfs
from workflow.services.measuring import evidence, explained, measures
from workflow.services.packing import Leak, leaks
from workflow.services.ports import CaseFiles, DraftShelf, FormProposal, Written
from workflow.services.publishing import Made
from workflow.services.recovering import Recovered, recover, recover_begun
from workflow.services.reviewing import Diary, Wanted, due, due_for_all
from workflow.services.sampling import Sampled, sample
from workflow.services.saving import Differs, Saved
from workflow.services.sending import note_sent, write_letter
from workflow.services.sharing_out import sharing
from workflow.services.template_checking import (
    Bench,
    TemplateReport,
    check_templates,
    vetted,
)
from workflow.services.watching import Hands, Notice, Pdfs, watch

if TYPE_CHECKING:
    from workflow.adapters.filled_forms import FormProposals
    from workflow.adapters.history import History
    from workflow.adapters.mending import Mending
    from workflow.adapters.pdf.converter import Converters
    from workflow.adapters.word.compiled import CompiledWord

NAMED, STORY, UNPROVEN = "TEN-02", "TEN-01", "TEN-06"  # `tender` tells of each apart
LONGEST_NAME = 40  # characters of a computer's name
AGAIN = 5.0  # seconds before a drive that went away is asked again
ENDING = 3.0  # seconds a thread gets to end
ASK_AGAIN = 600  # seconds after which a watch asks the files again what day it is


class WatcherLease(Protocol):
    """Who may watch, and the generation to publish under."""

    @property
    def holder(self) -> str:
        """The computer that watches, as far as is known."""

    def tend(self) -> bool:
        """Look after it; whether we are the one that watches."""

    def fence(self) -> int:
        """The generation to publish under, or an error when that has passed."""

    def end(self) -> None:
        """Let go of it."""


@dataclass(frozen=True)
class Told:
    """Who hears about watching; PDFs are made only when somebody hears of them."""

    notice: Callable[[Notice], None] = lambda _: None
    pdfs: Callable[[Pdfs], None] | None = None


@dataclass(frozen=True)
class Office:
    """The use-cases with their adapters in hand, for one workspace on one day.

    `clock` tells how `today` came about; `lease` is that of a watcher.
    """

    root: Path
    today: date
    run: RunLog | None = None
    clock: Clock | None = None
    lease: WatcherLease | None = None

    @cached_property
    def log(self) -> RunLog:
        """The log of this run of the program, shared by all that it opens."""
        return self.run or RunLog(self.root / "_system" / "log", _moment)

    @cached_property
    def cases(self) -> CaseFolders:
        """The case folders of the workspace."""
        return CaseFolders(self.root)

    @cached_property
    def shared(self) -> GovernanceFiles:
        """The files that belong to no case."""
        return GovernanceFiles(self.root)

    @cached_property
    def practice(self) -> Practice:
        """The provider, the staff, the rules and the working days."""
        settings = settings_hash(self.root)
        organisation, noticed = load_organisation(self.root)
        working = organisation.provider.record.working_days

        def calendar(nation: Nation) -> Calendar:
            return calendar_for(nation, working)

        rules, copies = read_rules(self.root)
        return Practice(organisation, rules, calendar, (*noticed, *copies), settings)

    @cached_property
    def ready(self) -> Workshop:
        """What building needs, with good templates only; faults are shown beside."""
        return vetted(self.bench)

    @cached_property
    def bench(self) -> Bench:
        """What checking templates needs, with the templates as they stand."""
        from workflow.adapters.template_shelf import (  # noqa: PLC0415 - seldom
            TemplateShelf,
        )
        from workflow.adapters.word.checker import TemplateLint  # noqa: PLC0415 - seldom

        lint = TemplateLint(word().render, word().why_stock)
        shelf = TemplateShelf(self.root, self.log)
        return Bench(self.workshop, lint, shelf, self.today)

    def check_templates(self, names: tuple[str, ...]) -> tuple[TemplateReport, ...]:
        """Every fault of the templates named, or of all. Raises `NoSuchDocument`."""
        known = {
            name for k in self.bench.workshop.types for name in (k.type.name, k.type.id)
        }
        for name in names:
            if name not in known:
                raise NoSuchDocument(", ".join(sorted(known)))
        return tuple(check_templates(self.bench, self.cases.refs(), names))

    @cached_property
    def workshop(self) -> Workshop:
        """What building needs, with the templates as they stand."""
        from workflow.adapters.charts import DrawnCharts  # noqa: PLC0415 - slow, seldom
        from workflow.adapters.document_types import (  # noqa: PLC0415 - slow, seldom
            load_document_types,
        )
        from workflow.adapters.handbook_files import (  # noqa: PLC0415 - seldom
            load_handbook,
        )
        from workflow.adapters.look_files import (  # noqa: PLC0415 - slow, seldom
            in_own_look,
            load_look,
        )
        from workflow.adapters.pages import HtmlPages  # noqa: PLC0415 - likewise
        from workflow.adapters.pictures import OwnPictures  # noqa: PLC0415 - likewise

        look = load_look(self.root, self.practice.organisation)
        return Workshop(
            self.cases,
            self.practice,
            in_own_look(load_document_types(self.root), look),
            word(),
            HtmlPages(),
            self.shelf,
            lambda ref: OwnPictures(self.root, ref),
            DrawnCharts(),
            ProposedFiles(self.root),
            self.shared,
            self.shared,
            load_handbook(self.root),
            LocalSeals(self.root),
            look=look,
        )

    def shelf(self, key: str) -> Publications:
        """Where the documents of a case, or of governance, are published."""
        folder = self.root / "cases" / key
        if key == GOVERNANCE:
            folder = self.root / "governance"
        if key == SUPERVISION:
            folder = self.root / key
            made, kept = folder / "reports", folder / "_receipts"
            history = folder / "_history"
            return Publications(
                folder, made, kept, history, self.log, self.fence, self.root
            )
        made = folder / ("reports" if key == GOVERNANCE else "generated")
        receipts, history = folder / "_receipts", folder / "_history"
        return Publications(folder, made, receipts, history, self.log, self.fence)

    def refs(self, named: tuple[str, ...] = ()) -> tuple[CaseRef, ...]:
        """The cases named, or all there are. Raises `CaseNotFound`."""
        known = self.cases.refs()
        for ref in named:
            if ref not in known:
                raise CaseNotFound(ref if len(ref) <= len("SG-2026-014") else "")
        return tuple(CaseRef(ref) for ref in named) or known

    def check(self, named: tuple[str, ...] = ()) -> tuple[Finding, ...]:
        """Every finding."""
        refs = self.refs(named)
        shared = None if named else self.shared.read()
        return tuple(check(self.cases, self.practice, refs, self.today, shared))

    def next_steps(self, ref: str, findings: Sequence[Finding]) -> tuple[Step, ...]:
        """What to do next in one case: at most three things."""
        mine = (finding for finding in findings if finding.case == ref)
        return next_steps(mine, late_items(self.due((ref,))))

    def due(
        self, named: tuple[str, ...] = (), wanted: Wanted | None = None
    ) -> tuple[DueItem, ...]:
        """Everything with a due date that is wanted, soonest first.

        With no case named, what the whole workspace owes too.
        """
        return self.diary(named).items(wanted or Wanted())

    def diary(self, named: tuple[str, ...] = ()) -> Diary:
        """What is due in the cases named; in all of them, and for the workspace."""
        refs = self.refs(named)
        cases = tuple(due(self.cases, self.practice, refs, self.today))
        folders = [folder for folder, _ in cases]
        at = (self.practice, self.shared, self.today)
        return Diary(cases, () if named else due_for_all(folders, *at))

    def register(self, diary: Diary, wanted: Wanted, file: Path) -> Written:
        """Write the review register as a workbook."""
        from workflow.adapters.spreadsheets import (  # noqa: PLC0415 - slow, seldom
            workbook,
        )

        sheets = register_sheets(
            diary.cases,
            self.practice.organisation,
            diary.workspace,
            self.today,
            wanted.keeps,
        )
        return put_file(file, workbook(sheets))

    def subject_access(self, ref: str) -> tuple[Path, Written, int]:
        """List all that is held about one person: file, and how much to look at first.

        Raises `CaseNotFound`.
        """
        from workflow.adapters.spreadsheets import (  # noqa: PLC0415 - slow, seldom
            workbook,
        )
        from workflow.domain.subject_access import (  # noqa: PLC0415 - seldom
            access_sheets,
            held_about,
        )

        (asked,) = self.refs((ref,))
        others = [self.cases.load(o).folder for o in self.refs() if o != asked]
        held = held_about(self.cases.load(asked).folder, others)
        folder = self.root / "governance" / "subject-access"
        file = folder / f"{asked} {self.today}.xlsx"
        written = put_file(file, workbook(access_sheets(held)))
        return file, written, sum(bool(one.reasons) for one in held)

    def calendars(
        self, diary: Diary, wanted: Wanted, target: Path
    ) -> dict[Path, Written]:
        """Write due dates as a calendar file; in a folder, one for each case and owner.

        Gives what became of each file.
        """
        from workflow.adapters.calendars import (  # noqa: PLC0415 - slow, seldom
            calendar,
        )

        found = calendars(diary.items(wanted), self.today)
        if target.suffix.lower() == ".ics":
            found, paths = {ALL: found[ALL]}, {ALL: target}
        else:
            paths = {name: target / f"{name}.ics" for name in found}
        return {
            paths[name]: put_file(
                paths[name], calendar(f"Due dates: {name}", events, self.today)
            )
            for name, events in found.items()
        }

    def audit(self, ref: str) -> Audit:
        """The auditor's four questions for one case."""
        return audit_case(self.cases, self.practice, self.refs((ref,))[0], self.today)

    def sharing(self, ref: str) -> tuple[Disclosure, ...]:
        """Each disclosure of one case against what was agreed."""
        organisation = self.practice.organisation
        return sharing(self.cases, organisation, self.refs((ref,))[0])

    def build(
        self, named: tuple[str, ...] = (), tell: Callable[[str], None] = lambda _: None
    ) -> BuildReport:
        """Bring documents up to date. Raises `NewerWorkspace`."""
        self.may_write()
        self.recover_begun()
        return build(self.ready, self.refs(named), self.today, tell)

    def pdfs(self, report: BuildReport) -> tuple[Made, ...]:
        """Bring the PDFs of a build's documents up to date. Raises `NoConverter`."""
        return make_pdfs(report.documents, self.shelf, _converters())

    def may_write(self) -> None:
        """Raise `NewerWorkspace` when the share belongs to a newer program.

        `OlderWorkspace` when it is a backup that somebody put back.
        """
        from workflow.adapters.seen_heads import note, seen  # noqa: PLC0415 - seldom
        from workflow.adapters.upgrades import may_write  # noqa: PLC0415 - likewise

        may_write(self.root)
        logs, before = self.root / "_system" / "log", seen(self.root)
        back = gone_back(named_logs(logs, (head.log for head in before)), before)
        if back:
            raise OlderWorkspace(f"journal {back.log}: {back.why}")
        note(self.root, recent_heads(logs))

    def put_back(self) -> None:
        """Take this folder as it is: a backup was put back on purpose."""
        from workflow.adapters.seen_heads import note  # noqa: PLC0415 - seldom

        note(self.root, recent_heads(self.root / "_system" / "log"))

    def recover(self, *, documents: bool = True) -> Recovered:
        """Put right whatever was cut short. Raises `NewerWorkspace`, `OlderWorkspace`.

        With `documents` every document is read, to find those that no journal knows.
        """
        from workflow.adapters.upgrades import upgrade  # noqa: PLC0415 - seldom

        self.may_write()
        upgrade(self.root)
        broken = self.verify()
        return recover(self._mending, self.desk, self.log, broken, documents=documents)

    def recover_begun(self) -> tuple[str, ...]:
        """Put right what the journals say was begun and not finished."""
        return recover_begun(self._mending)

    @property
    def _mending(self) -> "Mending":
        from workflow.adapters.mending import Mending  # noqa: PLC0415 - seldom

        return Mending(self.root, time.sleep)

    def doctor(self) -> tuple[Advice, ...]:
        """What this folder and this computer can do, each with what to do about it."""
        from workflow.adapters.machine_probe import look  # noqa: PLC0415 - seldom
        from workflow.adapters.share_probe import probe  # noqa: PLC0415 - likewise

        return advice(probe(self.root), look(), self._standing())

    def _standing(self) -> Standing:
        """How the workspace stands."""
        from workflow.adapters.rights import (  # noqa: PLC0415 - seldom
            open_to_all,
            unreadable,
        )
        from workflow.adapters.share_marker import FORMAT  # noqa: PLC0415 - likewise
        from workflow.adapters.upgrades import format_of  # noqa: PLC0415 - likewise

        staff = self.practice.organisation.staff.record.staff
        return Standing(
            format_of(self.root),
            FORMAT,
            open_to_all(self.root),
            unreadable(self.root),
            len(self._mending.open_intents()),
            len(self.verify()),
            len(self._mending.leftovers()),
            any(StaffRole.BID_WRITER in member.roles for member in staff),
        )

    def history(self, ref: str) -> "History":
        """The earlier contents of the files of one case. Raises `CaseNotFound`."""
        from workflow.adapters.history import History  # noqa: PLC0415 - seldom

        return History(self.root, self.refs((ref,))[0], self.log)

    def verify(self, kept: tuple[Head, ...] = ()) -> tuple[Broken, ...]:
        """The first broken line of every log that does not hold.

        `kept` are heads that were written down elsewhere.
        """
        return verify(self.root / "_system" / "log", kept)

    def heads(self) -> tuple[Head, ...]:
        """The head of every log."""
        return heads(self.root / "_system" / "log")

    def give_form(
        self, ref: str, name: str, output: Path | None, *, page: bool
    ) -> tuple[Path, Written]:
        """Make a form to fill away from the screen; where it is, what became of it.

        A PDF, or one `page`; in the folder `forms` of the case unless `output` is
        given. Raises `NoSuchForm` and `CaseNotFound`.
        """
        case = self.refs((ref,))[0]
        file, made = self.blank_form(case, name, page=page)
        target = output or self.root / "cases" / case / "forms" / file
        return target, put_file(target, made)

    def blank_form(self, ref: CaseRef, name: str, *, page: bool) -> tuple[str, bytes]:
        """A form to fill away from the screen: its file name, and the file."""
        from workflow.adapters.pages import HtmlPages  # noqa: PLC0415 - seldom
        from workflow.adapters.pdf.blank import fillable  # noqa: PLC0415 - slow

        form = give_form(self.form_room, ref, name, "file" if page else "pdf")
        if page:
            return f"{form.file_stem}.html", HtmlPages().form(form)
        return f"{form.file_stem}.pdf", fillable(form)

    @cached_property
    def form_room(self) -> FormRoom:
        """What giving out forms needs."""
        from workflow.adapters.case_editing import CaseEditing  # noqa: PLC0415 - seldom
        from workflow.adapters.form_files import load_sheets  # noqa: PLC0415 - likewise

        sheets = tuple(load_sheets(self.root).values())
        files = CaseEditing(self.root, self.log)
        return FormRoom(self.cases, files, self.practice.organisation, sheets)

    def seals(self) -> dict[str, str]:
        """One line for the journals of each month that is over (see `seal`)."""
        logs = self.root / "_system" / "log"
        months = sorted({head.log.partition("/")[2][:7] for head in self.heads()})
        found = {month: month_seal(logs, month) for month in months}
        return {month: line for month, line in found.items() if line}

    def import_forms(self) -> Iterator[Imported]:
        """Read the inbox: each filled form once, as a proposal that waits.

        Raises `NewerWorkspace`.
        """
        self.may_write()
        return import_forms(self.desk)

    @cached_property
    def desk(self) -> Desk:
        """What importing needs."""
        from workflow.adapters.filled_forms import (  # noqa: PLC0415 - seldom
            FormProposals,
        )
        from workflow.adapters.inbox import Inbox  # noqa: PLC0415 - likewise
        from workflow.adapters.limited import (  # noqa: PLC0415 - likewise
            LimitedParser,
        )

        inbox, shelf = Inbox(self.root), FormProposals(self.root)
        return Desk(inbox, LimitedParser(), shelf, self.log)

    def inspection(
        self, *, anonymised: bool, pdf: bool
    ) -> tuple[tuple[Path, ...], tuple[Leak, ...]]:
        """Make the inspection pack: its files, or what in it points to somebody.

        Nothing of it is written while anything does. Raises `NoConverter` when PDFs
        are wanted and nothing can make them.
        """
        self.may_write()
        shop = self.ready
        pack = (
            anonymised_pack(shop, self.looked_through, self.today)
            if anonymised
            else full_pack(shop, self.today)
        )
        if pack.leaks:
            return (), pack.leaks
        made = dict(pack.files)
        if pdf:
            made |= self._as_pdf(pack.files)
        home = self.root / "governance" / "pack"
        folder = home / f"{self.today}{' anonymised' if anonymised else ''}"
        for name, content in made.items():
            put_file(folder / name, content)
        if pack.key:
            put_file(
                home / f"{self.today} key, not to hand over.txt", pack.key.encode()
            )
        return tuple(folder / name for name in sorted(made)), ()

    def _as_pdf(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """PDFs of Word files; those that cannot be made are left out."""
        converted = _converters().convert(list(files.values()))
        pairs = zip(files, converted, strict=True)
        return {
            f"{name.removesuffix('.docx')}.pdf": one.pdf
            for name, one in pairs
            if one.pdf is not None
        }

    def letter(self, ref: str, agreement: str) -> tuple[Made, ...]:
        """Make the letter under an agreement, with its note for staff.

        Raises `LetterRefused` when nothing may be told under it today.
        """
        self.may_write()
        return write_letter(self.ready, self.refs((ref,))[0], agreement, self.today)

    def sent(self, ref: str, file: str) -> str:
        """Note that a letter was sent; the new record, or "" when one tells of it.

        Raises `LetterRefused` when there is no such letter to note.
        """
        self.may_write()
        from workflow.adapters.sent_records import SentRecords  # noqa: PLC0415 - seldom

        case = self.refs((ref,))[0]
        return note_sent(self.workshop, SentRecords(self.root), case, file, self.today)

    def new(self, service: str) -> str:
        """A new case folder with the questions to ask first; its reference.

        Raises `NewerWorkspace`.
        """
        self.may_write()
        from workflow.adapters.workspaces import add_case  # noqa: PLC0415 - seldom

        return add_case(self.root, self.today.year, first_files(service, self.today))

    def sample(self, month: Month, by: str = "") -> Sampled:
        """Draw a month's sample and write its checklist once."""
        self.may_write()
        at = (self.cases, self.practice, self.shared)
        return sample(*at, month, self.today, by)

    def measures(
        self, start: date, end: date, ref: str
    ) -> dict[str, dict[str, object]]:
        """Every measure of a period; with `ref` the figures of that tender are kept."""
        tender = self.tenders.load(ref) if ref else Tender()
        counted = measures(
            self.cases,
            self.practice,
            Period(start, end),
            tender.services,
            self.today,
            self.shared.read(),
        )
        organisation = self.practice.organisation
        figures, forms = counted.figures, counted.forms
        if ref:
            shown = public_figures(tender, figures, organisation, forms)
            self.tenders.keep_figures(ref, shown)
            bid, folders = self.tenders.bid(ref), self._readable_cases()
            self.packs.keep_proof(ref, self._proof(bid, folders or ()))
        return {name: figure_json(one, forms[name]) for name, one in figures.items()}

    def explain(self, name: str, start: date, end: date, ref: str) -> tuple[Line, ...]:
        """The record lines behind one measure. Raises `NoSuchMeasure`."""
        tender = self.tenders.load(ref) if ref else Tender()
        shared = self.shared.read()
        facts = evidence(self.cases, self.practice, tender.services, self.today, shared)
        return explained(facts, name, Period(start, end))

    def tender(self, ref: str) -> dict[str, Any]:
        """Build the pack of a tender, and look through it where cases may be read.

        Gives its files, what in them points to somebody, what is over a limit, what
        could score better, and stories that were sent and taken back. Raises
        `EvidenceExpired`.
        """
        with suppress(PermissionError):  # a bid writer may not read the journals
            self.may_write()
        bid = self.tenders.bid(ref)
        folders = self._readable_cases()
        self._refuse_blocked(Each.TENDER)
        self._refuse_expired(bid)
        amiss = self._amiss(ref, folders or ())
        ready = self._bid_ready(ref, bid, amiss, folders)
        done = assemble(self._workroom(ref), ready)
        listed = manifest(done.files, self.today)
        files = self.packs.keep_pack(ref, done.files, listed)
        found = [_leak(finding) for finding in amiss if finding.rule == NAMED]
        found += [vars(leak) for leak in self._leaks_in(ref, done.files, folders)]
        limits = [
            {"file": _of_tender(ref, one.file), "message": one.message}
            for one in done.limits
        ]
        return {
            "files": list(files),
            "leaks": found,
            "limits": limits,
            "prompts": [*done.prompts, *map(_said, _only(amiss, UNPROVEN))],
            "stories": list(self._left_out(bid, folders)),
            "checked": folders is not None,
        }

    def release(self, ref: str, signed: str) -> str:
        """Let a finished pack go: its files are read again, the figures logged.

        Gives the folder that keeps what left. Raises `PersonStillVisible` when
        anything in it points to somebody, `ReleaseRefused` for every other reason.
        """
        bid, folders = self.tenders.bid(ref), self._readable_cases()
        if folders is None:
            raise CasesNeeded
        organisation, day = self.practice.organisation, self.today
        finished = self.packs.finished(ref)
        why = list(refusals(bid.tender.record, finished, organisation, signed))
        amiss = self._amiss(ref, folders)
        errors = (f for f in amiss if f.severity == "error" and f.rule != NAMED)
        why += [f"{f.message} {f.detail}".strip() for f in errors]
        why += self._left_out(bid, folders)
        files = self.packs.files(ref)
        leaking = self._leaks_in(ref, files, folders)
        if leaking or any(f.rule == NAMED for f in amiss):
            raise PersonStillVisible(f"tender {ref} shows {len(leaking)} places")
        if why:
            raise ReleaseRefused(" ".join(why))
        tender = bid.tender.record
        stories = " ".join(row["id"] for row in self._proof(bid, folders)["stories"])
        said = {
            "tender": ref,
            "released_on": str(day),
            "signed_by": signed,
            "intruder_test_by": tender.intruder_test.by,
            "intruder_test_on": str(tender.intruder_test.done_on),
            "leaks": "0",
            "stories": stories,
            "files": finished.listed,
        }
        kept = self.packs.keep_release(ref, day, said)
        self.packs.append_log(released_rows(tender, self.tenders.figures(ref), day))
        return kept

    def bid_progress(self, ref: str) -> Progress:
        """How far a bid is, without reading a case. Raises `WorkspaceNotFound`."""
        beside = Beside(
            self.shared.read().evidence.record,
            self.practice.organisation,
            self.packs.proof(ref),
            self.packs.finished(ref),
            self._amiss(ref, ()),
            self.today,
        )
        return progress(self.tenders.bid(ref), beside)

    @cached_property
    def packs(self) -> BidPacks:
        """The finished packs of the workspace."""
        return BidPacks(self.root)

    def _readable_cases(self) -> tuple[CaseFolder, ...] | None:
        """Every case; None for somebody who may not read them."""
        if not os.access(self.root / "cases", os.R_OK | os.X_OK):
            return None
        try:
            return tuple(self.cases.load(ref).folder for ref in self.cases.refs())
        except (OSError, WorkspaceError):
            return None

    def _refuse_expired(self, bid: Bid) -> None:
        """Raise `EvidenceExpired` when an answer leans on what has run out."""
        used = used_by(bid.assembly.record, bid.answers, bid.tender.record)
        gone = expired(self.shared.read().evidence.record, used, self.today)
        if gone:
            raise EvidenceExpired("; ".join(gone))

    def _bid_ready(
        self,
        ref: str,
        bid: Bid,
        amiss: Sequence[Finding],
        folders: tuple[CaseFolder, ...] | None,
    ) -> Ready:
        """What a pack is made from; without cases, what was left for the bid writer."""
        proof = self.packs.proof(ref) if folders is None else self._proof(bid, folders)
        untold = {NAMED} if folders is not None else {NAMED, STORY}
        holding = [finding for finding in amiss if finding.rule not in untold]
        kind = next(k for k in self.ready.types if k.type.each is Each.TENDER)
        stands, reasons = standing(kind.type, holding, None)
        return Ready(
            bid,
            self.practice.organisation,
            self.shared.read().evidence.record,
            self.tenders.figures(ref),
            proof,
            stands,
            tuple(reasons),
        )

    def _proof(
        self, bid: Bid, folders: Sequence[CaseFolder]
    ) -> dict[str, list[dict[str, str]]]:
        """What the bid writer may have of the cases, with nobody in it."""
        around = self._surroundings(folders)
        known = everything_known(folders, self.practice.organisation)
        direct = [one for one in known if one.kind != QUOTE]
        return proof(bid, around, folders, direct)

    def _surroundings(self, folders: Sequence[CaseFolder]) -> Surroundings:
        workspace, organisation = self.shared.read(), self.practice.organisation
        seen = tuple(seen_from(workspace, f, self.practice) for f in folders)
        return Surroundings(workspace, organisation, seen, self.today)

    def _left_out(
        self, bid: Bid, folders: Sequence[CaseFolder] | None
    ) -> Iterator[str]:
        """The stories asked for that may not be used, and where they were sent."""
        if folders is None:
            return
        around, sent = self._surroundings(folders), tuple(self.packs.releases())
        for filed in bid.vignettes:
            name = filed.record.vignette_id or ""
            _, why = against(around, filed.record, bid.tender.record)
            if why and name in bid.tender.record.vignettes:
                yield sent_notice(name, why, already_sent(name, sent))

    def _leaks_in(
        self,
        ref: str,
        files: Mapping[str, bytes],
        folders: Sequence[CaseFolder] | None,
    ) -> tuple[Leak, ...]:
        """What in finished files points to somebody; nothing is known without cases."""
        from workflow.adapters.every_word import pieces  # noqa: PLC0415 - slow, seldom

        if folders is None:
            return ()
        bid = self.tenders.bid(ref)
        allowed = [one.text for one in bid.assembly.record.allowed if one.text]
        sought = replace(
            self._sought(folders),
            agreed=tuple(agreed_words(self._surroundings(folders))),
        )
        return tuple(
            leak
            for name, content in files.items()
            for leak in leaks(
                f"tenders/{ref}/pack/{name}", pieces(name, content), sought, allowed
            )
        )

    def _workroom(self, ref: str) -> Workroom:
        from workflow.adapters.pdf import binder  # noqa: PLC0415 - slow, seldom
        from workflow.adapters.spreadsheets import workbook  # noqa: PLC0415 - likewise
        from workflow.adapters.word.package import (  # noqa: PLC0415 - likewise
            repacked,
            without_footers,
        )

        try:
            pdf = _converters()
        except NoConverter:
            pdf = None
        return Workroom(
            {k.type.name: k for k in self.ready.types if k.type.each is Each.TENDER},
            self.ready.word,
            binder,
            workbook,
            lambda file: self.packs.read(ref, file),
            repacked,
            without_footers,
            pdf,
            self.today,
        )

    def looked_through(self, name: str, content: bytes) -> tuple[Leak, ...]:
        """What in a finished file points to anybody of any case."""
        from workflow.adapters.every_word import pieces  # noqa: PLC0415 - slow, seldom

        folders = [self.cases.load(ref).folder for ref in self.cases.refs()]
        return leaks(name, pieces(name, content), self._sought(folders))

    def _sought(self, folders: Sequence[CaseFolder]) -> Sought:
        """What no finished file may hold, ready to be looked for."""
        from workflow.adapters.matching import finder  # noqa: PLC0415 - seldom

        return Sought(everything_known(folders, self.practice.organisation), finder)

    def _amiss(self, ref: str, folders: Sequence[CaseFolder]) -> tuple[Finding, ...]:
        """What the rules say of one tender."""
        workspace, home = self.shared.read(), f"tenders/{ref}/"
        seen = tuple(seen_from(workspace, f, self.practice) for f in folders)
        found = check_around(workspace, self.practice, seen, self.today)
        return tuple(f for f in found if f.place.file.startswith(home))

    def _refuse_blocked(self, each: Each) -> None:
        """Raise `TemplateFault` when a document made for this has no good template."""
        names = {k.type.name for k in self.workshop.types if k.type.each is each}
        for blocked in self.ready.blocked:
            if blocked.document in names and not blocked.in_use.any:
                raise TemplateFault(f"{blocked.document}: {blocked.first}")

    @cached_property
    def tenders(self) -> Tenders:
        """The tender folders of the workspace."""
        return Tenders(self.root)

    def watch(
        self,
        stop: Callable[[], bool],
        *,
        fixed_day: bool,
        pause: float = 1.0,
        told: Told | None = None,
        here: bool = False,
    ) -> Iterator[BuildReport]:
        """Build now, then whenever cases settle, until `stop`.

        `told` hears what there is to tell beside. `here` makes this the computer that
        watches a folder kept in step by a sync program. Raises `WatchedElsewhere` when
        that is another one.
        """
        from workflow.adapters.changes import Changes  # noqa: PLC0415 - slow, seldom

        self.may_write()
        told, lease = told or Told(), self._lease(here=here)
        with Changes(self.root) as changes:
            hands = Hands(
                lambda: Office(self.root, self.today, self.log, lease=lease).ready,
                changes,
                lease,
                (lambda: self.today) if fixed_day else _Days(self.root, self.today),
                stop,
                time.monotonic,
                pause,
                told.notice,
                self._pdfs if told.pdfs else None,
                told.pdfs or (lambda _: None),
                lambda: self._mend(told),
            )
            try:
                yield from watch(hands)
            finally:
                lease.end()

    def _mend(self, told: Told) -> None:
        """Put right what was cut short, and tell of journals that somebody changed."""
        found = Office(self.root, self.today, self.log).recover(documents=False)
        for fault in found.broken:
            told.notice(Notice("journal", changed_log(fault)))

    def _lease(self, *, here: bool) -> WatcherLease:
        """Who may watch: by lease, or by name where a sync program keeps copies."""
        from workflow.adapters.lease import Lease, NamedWatcher  # noqa: PLC0415 - seldom
        from workflow.adapters.sync_folders import sync_program  # noqa: PLC0415 - seldom

        program = sync_program(self.root)
        if not program:
            return Lease(self.root, this_computer())
        named = NamedWatcher(self.root, this_computer(), program, here=here)
        if not named.tend():
            raise WatchedElsewhere(
                f"{named.holder}; {program} keeps a copy of this folder on each"
                " computer. To watch here instead: alongside watch --here"
            )
        return named

    def _pdfs(self, report: BuildReport) -> Pdfs:
        try:
            return Pdfs(self.pdfs(report))
        except NoConverter as error:
            return Pdfs((), str(error))

    def fence(self) -> int:
        """The generation to publish under: the watcher's own, or the last there was."""
        found = self.lease.fence() if self.lease else self._generation
        self.log.generation = found
        return found

    @cached_property
    def _generation(self) -> int:
        from workflow.adapters.lease import generation_of  # noqa: PLC0415 - seldom

        return generation_of(self.root)


def this_computer() -> str:
    """The name of this computer, in letters that any file can carry."""
    import platform  # noqa: PLC0415 - seldom

    name = re.sub(r"[^A-Za-z0-9._-]+", "-", platform.node())[:LONGEST_NAME]
    return name or "unnamed"


def _only(findings: Iterable[Finding], rule: str) -> Iterator[Finding]:
    return (finding for finding in findings if finding.rule == rule)


def _said(finding: Finding) -> str:
    """A finding in one line: where, what, and what it is about."""
    line = f", line {finding.place.line}" if finding.place.line else ""
    return f"{finding.place.file}{line}: {finding.message} {finding.detail}".strip()


def _of_tender(ref: str, file: str) -> str:
    """Where a file of a tender stands in the workspace."""
    return file if file.startswith("tenders/") else f"tenders/{ref}/{file}"


def _leak(finding: Finding) -> dict[str, str]:
    where = finding.place.field or f"line {finding.place.line}"
    return {"file": finding.place.file, "place": where, "text": finding.wording}


def _moment() -> str:
    """The local time with its offset, for the log alone."""
    now = datetime.now().astimezone()
    return now.isoformat(timespec="seconds")


def open_office(workspace: Path | None, today: date | None) -> Office:
    """The office of a workspace: the one named, or the nearest around where we are.

    The day is the one given, or the clock's; but never earlier than the files show,
    so that a clock that is wrong hides nothing (F21). Raises `WorkspaceNotFound`.
    """
    root = find_workspace(workspace)
    found = clock(root, today)
    return Office(root, today or found.day, clock=found)


class _Days:
    """The day it is, while watching: the files are asked again now and then."""

    def __init__(self, root: Path, day: date) -> None:
        self._root = root
        self._seen = day
        self._asked = time.monotonic()

    def __call__(self) -> date:
        """The later of the computer's day and the one that the files show."""
        if time.monotonic() - self._asked > ASK_AGAIN:
            self._seen, self._asked = clock(self._root).day, time.monotonic()
        return max(date.today(), self._seen)  # noqa: DTZ011 - as in `clock`


def clock(root: Path, given: date | None = None) -> Clock:
    """The day given, or the computer's, against the days that the files show."""
    day = given or date.today()  # noqa: DTZ011 - the day where we are
    return compared(day, days_in_names(root), days_in_journals(root))


class FrontDesk:
    """The office as the pages use it: every case taken in at a glance, and kept fresh.

    A thread of its own reads what changed; a page about one case reads that case anew.
    """

    def __init__(self, office: Office, *, fixed_day: bool) -> None:
        """Stand at the desk of an office; with `fixed_day` it is always that day."""
        self._office = office
        self.fixed_day = fixed_day
        self._days = _Days(office.root, office.today)
        self._glances: dict[CaseRef, Glance] = {}
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

        self._office.may_write()
        return CaseEditing(self._office.root, self._office.log)

    @cached_property
    def drafts(self) -> DraftShelf:
        """What people have begun."""
        from workflow.adapters.drafts import Drafts  # noqa: PLC0415 - seldom

        return Drafts(self._office.root)

    def blank_form(self, ref: CaseRef, name: str, *, page: bool) -> tuple[str, bytes]:
        """A form to take along: its file name and the file. Raises `NoSuchForm`."""
        return self._office.blank_form(ref, name, page=page)

    def moment(self) -> str:
        """The local time now, as ISO text; on the day that it is taken to be."""
        clock = datetime.now().isoformat(timespec="seconds")  # noqa: DTZ005 - local
        return f"{self.today.isoformat()}{clock[10:]}" if self.fixed_day else clock

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case there is; as last listed, while the desk is kept fresh."""
        return self._office.cases.refs() if self._listed is None else self._listed

    def glance(self, ref: CaseRef) -> Glance:
        """One case, read now. Raises `CaseNotFound`."""
        office = self._office
        found = glance(office.cases, office.practice, ref, self.today)
        found = replace(found, waiting=len(self.waiting(ref)))
        self._glances[ref] = found
        return found

    def glances(self) -> tuple[tuple[Glance, ...], int]:
        """Every case as it was last read, and how many are still to be read."""
        refs = self.refs()
        found = [self._glances[ref] for ref in refs if ref in self._glances]
        return tuple(found), len(refs) - len(found)

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
        return self._office.tenders.bids([])

    def bid_progress(self, ref: str) -> Progress:
        """How far a bid is, without reading a case. Raises `WorkspaceNotFound`."""
        return self._now().bid_progress(ref)

    def build_pack(self, ref: str) -> Mapping[str, Any]:
        """Build the pack of a tender, one at a time; see `Office.tender`."""
        with self._packing:
            return self._now().tender(ref)

    def _now(self) -> Office:
        """The office on the day it is."""
        return replace(self._office, today=self.today)

    def note(self, action: str, ref: str, role: str) -> None:
        """Put an act in the log: codes only, never words."""
        self._office.log.done(self._office.log.intend(action, ref, role), "noted")

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
        """Read every case, then what changes, until the desk is left."""
        from workflow.adapters.changes import Changes  # noqa: PLC0415 - slow, seldom

        with Changes(self._office.root) as changes:
            self._read(self._list())
            while not self._stopping.is_set():
                settled = changes.settled(1.0)
                if "" in settled:
                    self._office = replace(self._office, run=self._office.log)
                    self._read(self._list())
                elif settled:
                    known = self._list()
                    self._read(tuple(ref for ref in known if ref in settled))

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
                self._glances.pop(ref, None)


def serve(
    office: Office,
    *,
    fixed_day: bool,
    watching: bool,
    browser: bool,
    tell: Callable[[str], None],
    port: int = 0,
) -> None:
    """The pages on this computer until they are stopped; with `watching` builds too.

    A second start joins the first: it opens another page of the same program.
    """
    from workflow.adapters.joining import (  # noqa: PLC0415 - seldom
        join,
        leave_note,
        take_note_away,
    )
    from workflow.web.serving import Serving, open_browser  # noqa: PLC0415 - likewise

    found = join(office.root)
    if found:
        _show(found, tell, open_browser if browser else None)
        tell("Alongside runs already on this computer; this is another page of it.")
        return
    desk = FrontDesk(office, fixed_day=fixed_day)
    _ = desk.sheets  # a fault in them is told before anybody begins to write
    serving = Serving(desk, port)
    desk.at_stop.append(serving.stop)
    works: list[Callable[[], None]] = [desk.keep_fresh]
    if watching:
        works.append(lambda: _keep_building(desk, tell))
    threads = [
        threading.Thread(target=keep_on, args=(work, desk, tell), daemon=True)
        for work in works
    ]
    try:
        leave_note(office.root, serving.port, serving.door.secret)
        for thread in threads:
            thread.start()
        _show(serving.address(), tell, open_browser if browser else None)
        serving.run()
    finally:
        desk.stop()
        take_note_away(office.root, serving.door.secret)
        for thread in threads:
            if thread.ident:  # it was begun
                thread.join(ENDING)


def _show(
    address: str, tell: Callable[[str], None], browser: Callable[[str], bool] | None
) -> None:
    """Open the page, or say where it is; the address opens once."""
    if browser is None or not browser(address):
        tell(f"Open this page in your browser: {address}")


def keep_on(
    work: Callable[[], None],
    desk: FrontDesk,
    tell: Callable[[str], None],
    pause: float = AGAIN,
) -> None:
    """Do a work until the desk is left; a drive that went away is waited for."""
    while not desk.stopping():
        try:
            work()
        except (WorkflowError, OSError) as error:
            known = isinstance(error, WorkflowError)
            tell(str(error) if known else "The drive did not answer. Trying again.")
            desk.wait(pause)


def _keep_building(desk: FrontDesk, tell: Callable[[str], None]) -> None:
    """Watch beside the pages; what stops it is told, and the pages go on."""

    def hear(notice: Notice) -> None:
        if notice.kind != "alive":
            tell(notice.text)

    watching = desk.office.watch(
        desk.stopping, fixed_day=desk.fixed_day, told=Told(hear)
    )
    try:
        for report in watching:
            if report.made:
                tell(f"Made {len(report.made)} documents.")
    except WorkflowError as error:
        tell(str(error))


def _converters() -> "Converters":
    """What makes PDFs here. Raises `NoConverter`."""
    from workflow.adapters.pdf.converter import (  # noqa: PLC0415 - seldom
        Converter,
        Converters,
        processors,
    )

    several = tuple(Converter(each) for each in processors())
    if not several:
        raise NoConverter
    return Converters(several)


@cache
def word() -> "CompiledWord":
    """What fills Word templates; it keeps them at hand, so there is one of it."""
    from workflow.adapters.word.compiled import (  # noqa: PLC0415 - slow, seldom
        CompiledWord,
    )

    return CompiledWord()


def render_file(template: Path, context: Path, output: Path) -> None:
    """Fill any Word template with plain data. Raises `TemplateFault`."""
    import json  # noqa: PLC0415 - seldom

    try:
        values = json.loads(context.read_bytes())
    except ValueError:
        raise ConfigurationError(f"{context.name} is not JSON") from None
    made = word().render(template.read_bytes(), values, template.name)
    put_file(output, made)


def put_file(output: Path, made: bytes) -> Written:
    """Write a file where somebody asked for it; an earlier one goes to `_history`."""
    from workflow.adapters.safe_files import (  # noqa: PLC0415 - seldom
        NameTaken,
        place,
        sha256,
        swap,
    )

    output.parent.mkdir(parents=True, exist_ok=True)
    try:
        return place(output, made)
    except NameTaken:
        standing = sha256(output.read_bytes())
        return swap(output, standing, made, output.parent / "_history")


def kept_heads(file: Path) -> tuple[Head, ...]:
    """The heads that `verify` printed earlier. Raises `ConfigurationError`."""
    import json  # noqa: PLC0415 - seldom

    try:
        rows = json.loads(file.read_bytes())["logs"]
        return tuple(Head(row["log"], int(row["seq"]), row["hash"]) for row in rows)
    except (ValueError, KeyError, TypeError):
        raise ConfigurationError(f"{file.name} is not what verify printed") from None


def torture(
    folder: Path, name: str, rounds: int, patience: float, tell: Callable[[str], None]
) -> Verdict:
    """Try a shared folder together with another computer; `patience` in seconds."""
    from workflow.adapters.torture import (  # noqa: PLC0415 - seldom
        Torture,
        this_computer,
    )

    return Torture(folder, name or this_computer(), rounds, tell, patience).run()


def day_now() -> date:
    """The day it is, where no workspace is open."""
    return date.today()  # noqa: DTZ011 - the day where we are
