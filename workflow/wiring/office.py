"""The use-cases with their adapters in hand, for one workspace on one day."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.drive_room import DriveRoom
from workflow.adapters.governance_files import GovernanceFiles
from workflow.adapters.journal import (
    RunLog,
    heads,
    month_seal,
    named_lines,
    recent_heads,
    verify,
)
from workflow.adapters.proposed import ProposedFiles
from workflow.adapters.published import Publications
from workflow.adapters.rule_files import read_rules
from workflow.adapters.safe_files import put
from workflow.adapters.seals import LocalSeals, settings_hash
from workflow.adapters.workspaces import find_workspace
from workflow.domain.auditor import Audit
from workflow.domain.blank import first_files
from workflow.domain.case_folder import CaseRef
from workflow.domain.clock import Clock
from workflow.domain.diary import spell
from workflow.domain.errors import (
    CaseNotFound,
    FilesGone,
    NoSuchDocument,
    OlderWorkspace,
)
from workflow.domain.findings import Finding
from workflow.domain.governance.drawing import Month
from workflow.domain.handing_out import ALL, calendars, register_sheets
from workflow.domain.health import Advice, Standing, advice
from workflow.domain.journal_chain import (
    Broken,
    Head,
    gone_back,
)
from workflow.domain.next_steps import Step, next_steps
from workflow.domain.overview import late_items
from workflow.domain.second_look import SecondLook, second_looks
from workflow.domain.sharing import Disclosure
from workflow.domain.vocabulary import Nation, StaffRole
from workflow.domain.working_days import Calendar
from workflow.services.auditing import audit_case
from workflow.services.building import BuildReport, MakingRoom, build
from workflow.services.checking import CaseRoom, Practice, check
from workflow.services.crew import Crew
from workflow.services.drafting import GOVERNANCE, SUPERVISION, Workshop
from workflow.services.giving_forms import FormRoom, give_form
from workflow.services.importing import Desk, Imported, import_forms
from workflow.services.making_pdfs import make_pdfs
from workflow.services.ports import Written
from workflow.services.publishing import Made
from workflow.services.recovering import Recovered, recover, recover_begun
from workflow.services.reviewing import (
    Diary,
    InTime,
    Wanted,
    due,
    due_for_all,
    due_list,
)
from workflow.services.sampling import Sampled, sample
from workflow.services.sending import note_sent, write_letter
from workflow.services.sharing_out import sharing
from workflow.services.template_checking import (
    Bench,
    TemplateReport,
    check_templates,
    vetted,
)
from workflow.wiring.clock import clock, moment
from workflow.wiring.long_lived import settle
from workflow.wiring.word_and_pdf import converters, word

if TYPE_CHECKING:
    from workflow.adapters.history import History
    from workflow.adapters.mending import Mending
    from workflow.adapters.read_before import ReadBefore


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
class Office:
    """The use-cases with their adapters in hand, for one workspace on one day.

    `clock` tells how `today` came about; `lease` is that of a watcher, and `before`
    what it has read lately.
    """

    root: Path
    today: date
    run: RunLog | None = None
    clock: Clock | None = None
    lease: WatcherLease | None = None
    before: "ReadBefore | None" = None

    @cached_property
    def log(self) -> RunLog:
        """The log of this run of the program, shared by all that it opens."""
        return self.run or RunLog(self.root / "_system" / "log", moment)

    @cached_property
    def cases(self) -> CaseFolders:
        """The case folders of the workspace."""
        return CaseFolders(self.root, self.before)

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
        found = (*noticed, *copies)
        practice = Practice(organisation, rules, calendar, found, settings)
        settle()
        return practice

    def close(self) -> None:
        """Close the log."""
        self.log.close()

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
        from workflow.adapters.read_before import ReadBefore  # noqa: PLC0415 - likewise

        look = load_look(self.root, self.practice.organisation)
        # a case to which new files are added while it is built is read once more
        before = self.before or ReadBefore(1)
        return Workshop(
            CaseFolders(self.root, before),
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
            drive=DriveRoom(self.root),
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
        return tuple(self.findings(named))

    def findings(
        self, named: tuple[str, ...] = (), crew: Crew[CaseRoom] | None = None
    ) -> Iterator[Finding]:
        """Every finding, as it is found; a `crew` may do the work."""
        refs = self.refs(named)
        shared = None if named else self.shared.read()
        return check(self.cases, self.practice, refs, self.today, shared, crew)

    def next_steps(self, ref: str, findings: Sequence[Finding]) -> tuple[Step, ...]:
        """What to do next in one case: at most three things."""
        mine = (finding for finding in findings if finding.case == ref)
        return next_steps(mine, late_items(self.due((ref,))))

    def due(
        self,
        named: tuple[str, ...] = (),
        wanted: Wanted | None = None,
        crew: Crew[CaseRoom] | None = None,
    ) -> InTime:
        """Everything with a due date that is wanted, soonest first.

        With no case named, what the whole workspace owes too.
        """
        at = (self.cases, self.practice, self.refs(named), wanted or Wanted())
        return due_list(*at, self.today, None if named else self.shared, crew)

    def diary(
        self, named: tuple[str, ...] = (), crew: Crew[CaseRoom] | None = None
    ) -> Diary:
        """What is due in the cases named; in all of them, and for the workspace."""
        at = (self.refs(named), self.today, crew)
        cases = tuple(due(self.cases, self.practice, *at))
        if named:
            return Diary(cases)
        spells = (spell(folder) for folder, _ in cases)
        owed = due_for_all(spells, self.practice, self.shared, self.today)
        return Diary(cases, owed)

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
        return put(file, workbook(sheets))

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
            paths[name]: put(
                paths[name], calendar(f"Due dates: {name}", events, self.today)
            )
            for name, events in found.items()
        }

    def audit(self, ref: str) -> Audit:
        """The auditor's four questions for one case."""
        return audit_case(self.cases, self.practice, self.refs((ref,))[0], self.today)

    def second_look(self, ref: str) -> SecondLook | None:
        """What a sampler saw of one case last."""
        return second_looks(self.shared.samplings.values()).get(ref)

    def sharing(self, ref: str) -> tuple[Disclosure, ...]:
        """Each disclosure of one case against what was agreed."""
        organisation = self.practice.organisation
        return sharing(self.cases, organisation, self.refs((ref,))[0])

    def build(
        self,
        named: tuple[str, ...] = (),
        tell: Callable[[str], None] = lambda _: None,
        crew: Crew[MakingRoom] | None = None,
    ) -> BuildReport:
        """Bring documents up to date. Raises `NewerWorkspace`."""
        self.may_write()
        self.recover_begun()
        refs, shop = self.refs(named), self.ready
        return build(shop, refs, self.today, tell, crew=crew)

    def miss_nothing(self, named: tuple[str, ...], *, as_it_is: bool) -> None:
        """Raise `FilesGone` when many files are gone since this computer last looked.

        Of the cases named, or of everything; not when they are taken `as_it_is`.
        """
        from workflow.adapters.changes import snapshot, some  # noqa: PLC0415 - slow
        from workflow.adapters.files_gone import (  # noqa: PLC0415 - seldom
            gone_at_once,
            know,
            known_before,
            told,
        )
        from workflow.adapters.share_marker import mark  # noqa: PLC0415 - likewise

        self.may_write()
        if not (self.root / "cases").is_dir():
            return  # the build says what that means
        with suppress(OSError):  # it says better, too, why nothing can be written
            mark(self.root)
        most = known_before(self.root)
        found = some(self.root, named) if named else snapshot(self.root)
        now = {name: area.files for name, area in found.items()}
        gone = gone_at_once(self.root, most, now, named or None)
        if gone and not as_it_is:
            raise FilesGone(told(gone, "build with: alongside build --as-it-is"))
        others = {n: many for n, many in most.items() if named and n not in named}
        know(self.root, others | now)

    def pdfs(self, report: BuildReport) -> tuple[Made, ...]:
        """Bring the PDFs of a build's documents up to date. Raises `NoConverter`."""
        return make_pdfs(report.documents, self.shelf, converters())

    def may_write(self) -> None:
        """Raise `NewerWorkspace` when the share belongs to a newer program.

        `OlderWorkspace` when it is a backup that somebody put back.
        """
        from workflow.adapters.seen_heads import note, seen  # noqa: PLC0415 - seldom
        from workflow.adapters.upgrades import may_write  # noqa: PLC0415 - likewise

        may_write(self.root)
        logs, before = self.root / "_system" / "log", seen(self.root)
        back = gone_back(named_lines(logs, (head.log for head in before)), before)
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
            closed,
            open_to_all,
            unreadable,
            unwalled,
        )
        from workflow.adapters.share_marker import FORMAT  # noqa: PLC0415 - likewise
        from workflow.adapters.upgrades import format_of  # noqa: PLC0415 - likewise

        staff = self.practice.organisation.staff.record.staff
        kept_from = closed(self.root)
        return Standing(
            format_of(self.root),
            FORMAT,
            open_to_all(self.root),
            unreadable(self.root),
            len(self._mending.open_intents()),
            len(self.verify()),
            len(self._mending.leftovers()),
            self._mending.forgotten(),
            any(StaffRole.BID_WRITER in member.roles for member in staff),
            kept_from,
            unwalled(self.root, kept_from),
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
        return target, put(target, made)

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

    def fence(self) -> int:
        """The generation to publish under: the watcher's own, or the last there was."""
        found = self.lease.fence() if self.lease else self._generation
        self.log.generation = found
        return found

    @cached_property
    def _generation(self) -> int:
        from workflow.adapters.lease import generation_of  # noqa: PLC0415 - seldom

        return generation_of(self.root)


def open_office(workspace: Path | None, today: date | None) -> Office:
    """The office of a workspace: the one named, or the nearest around where we are.

    The day is the one given, or the clock's; but never earlier than the files show,
    so that a clock that is wrong hides nothing (F21). Raises `WorkspaceNotFound`.
    """
    root = find_workspace(workspace)
    found = clock(root, today)
    return Office(root, today or found.day, clock=found)
