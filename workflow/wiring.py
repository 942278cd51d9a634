"""Joins the adapters to the services; the only reader of the clock."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.clock_files import days_in_journals, days_in_names
from workflow.adapters.config_files import common_words, load_organisation
from workflow.adapters.governance_records import GovernanceRecords
from workflow.adapters.proposed import ProposedFiles
from workflow.adapters.published import Publications
from workflow.adapters.rule_files import load_rules
from workflow.adapters.tenders import Tenders
from workflow.adapters.word.package import texts
from workflow.adapters.workspaces import find_workspace
from workflow.domain.anonymise import identifiers
from workflow.domain.auditor import Audit
from workflow.domain.blank import first_files
from workflow.domain.case_folder import CaseRef
from workflow.domain.clock import Clock, compared
from workflow.domain.diary import DueItem
from workflow.domain.disclosure import figure_json
from workflow.domain.documents import Each, Standing
from workflow.domain.errors import CaseNotFound, ConfigurationError
from workflow.domain.findings import Finding
from workflow.domain.handing_out import ALL, calendars, register_sheets
from workflow.domain.measures import Period
from workflow.domain.records.tender import Tender
from workflow.domain.registers import public_figures, tender_context
from workflow.domain.sharing import Disclosure
from workflow.domain.vocabulary import Nation
from workflow.domain.working_days import Calendar
from workflow.services.auditing import audit_case
from workflow.services.building import (
    GOVERNANCE,
    BuildReport,
    Workshop,
    about,
    build,
)
from workflow.services.checking import Practice, check
from workflow.services.measuring import measures
from workflow.services.packing import leaks
from workflow.services.ports import Written
from workflow.services.reviewing import Diary, Wanted, due, due_for_all
from workflow.services.sharing_out import sharing
from workflow.services.watching import watch

ASK_AGAIN = 600  # seconds after which a watch asks the files again what day it is


@dataclass(frozen=True)
class Office:
    """The use-cases with their adapters in hand, for one workspace on one day.

    `clock` tells how `today` came about.
    """

    root: Path
    today: date
    clock: Clock | None = None

    @cached_property
    def cases(self) -> CaseFolders:
        """The case folders of the workspace."""
        return CaseFolders(self.root)

    @cached_property
    def practice(self) -> Practice:
        """The provider, the staff, the rules and the working days."""
        organisation, noticed = load_organisation(self.root)
        working = organisation.provider.record.working_days

        def calendar(nation: Nation) -> Calendar:
            return calendar_for(nation, working)

        return Practice(organisation, load_rules(self.root), calendar, noticed)

    @cached_property
    def workshop(self) -> Workshop:
        """What building needs."""
        from workflow.adapters.document_types import (  # noqa: PLC0415 - slow, seldom
            load_document_types,
        )
        from workflow.adapters.pages import HtmlPages  # noqa: PLC0415 - likewise
        from workflow.adapters.word.stock import StockWord  # noqa: PLC0415 - likewise

        return Workshop(
            self.cases,
            self.practice,
            load_document_types(self.root),
            StockWord(),
            HtmlPages(),
            self.shelf,
            ProposedFiles(self.root),
            self.governance,
        )

    def shelf(self, key: str) -> Publications:
        """Where the documents of a case, or of governance, are published."""
        folder = self.root / "cases" / key
        if key == GOVERNANCE:
            folder = self.root / "governance"
        made = folder / ("reports" if key == GOVERNANCE else "generated")
        return Publications(folder, made, folder / "_receipts", folder / "_history")

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
        return tuple(check(self.cases, self.practice, refs, self.today))

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
        at = (self.practice, self.governance, self.today)
        return Diary(cases, () if named else due_for_all(folders, *at))

    @cached_property
    def governance(self) -> GovernanceRecords:
        """The monthly samples and supervision talks."""
        return GovernanceRecords(self.root)

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
        return sharing(self.cases, self.refs((ref,))[0])

    def build(
        self, named: tuple[str, ...] = (), tell: Callable[[str], None] = lambda _: None
    ) -> BuildReport:
        """Bring documents up to date."""
        return build(self.workshop, self.refs(named), self.today, tell)

    def new(self, service: str) -> str:
        """A new case folder with the questions to ask first; its reference."""
        from workflow.adapters.workspaces import add_case  # noqa: PLC0415 - seldom

        return add_case(self.root, self.today.year, first_files(service, self.today))

    def measures(
        self, start: date, end: date, ref: str
    ) -> dict[str, dict[str, object]]:
        """Every measure of a period; with `ref` the figures of that tender are kept."""
        tender = self.tenders.load(ref) if ref else Tender()
        figures = measures(
            self.cases, self.practice, Period(start, end), tender.services, self.today
        )
        organisation = self.practice.organisation
        settings = organisation.provider.record.disclosure_control
        if ref:
            shown = public_figures(tender, figures, organisation)
            self.tenders.keep_figures(ref, shown)
        return {name: figure_json(figure, settings) for name, figure in figures.items()}

    def tender(self, ref: str) -> dict[str, Any]:
        """Build and check the pack of a tender: its files, and what in them leaks."""
        tender = self.tenders.load(ref)
        organisation = self.practice.organisation
        kinds = [k for k in self.workshop.types if k.type.each is Each.TENDER]
        folders = [self.cases.load(case).folder for case in self.cases.refs()]
        known = identifiers(folders, organisation, common_words(self.root))
        files: list[str] = []
        found: list[dict[str, str]] = []
        figures = self.tenders.figures(ref)
        for kind in kinds:
            doc = about(kind.type.title, Standing.FINAL, (), self.today)
            context = tender_context(tender, figures, organisation, doc)
            made = self.workshop.word.render(kind.template, context, kind.type.name)
            file = self.tenders.put(ref, f"pack/{kind.type.file_name}", made)
            files.append(file)
            found += [vars(leak) for leak in leaks(file, texts(made), known)]
        return {"files": files, "leaks": found, "limits": []}

    @cached_property
    def tenders(self) -> Tenders:
        """The tender folders of the workspace."""
        return Tenders(self.root)

    def watch(
        self, stop: Callable[[], bool], *, fixed_day: bool, pause: float = 1.0
    ) -> Iterator[BuildReport]:
        """Build now, then whenever cases settle, until `stop`."""
        from workflow.adapters.changes import Changes  # noqa: PLC0415 - slow, seldom

        with Changes(self.root) as changes:
            yield from watch(
                lambda: Office(self.root, self.today).workshop,
                changes,
                (lambda: self.today) if fixed_day else _Days(self.root, self.today),
                stop,
                pause,
            )


def open_office(workspace: Path | None, today: date | None) -> Office:
    """The office of a workspace: the one named, or the nearest around where we are.

    The day is the one given, or the clock's; but never earlier than the files show,
    so that a clock that is wrong hides nothing (F21). Raises `WorkspaceNotFound`.
    """
    root = find_workspace(workspace)
    found = clock(root, today)
    return Office(root, today or found.day, found)


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


def render_file(template: Path, context: Path, output: Path) -> None:
    """Fill any Word template with plain data. Raises `TemplateFault`."""
    import json  # noqa: PLC0415 - seldom

    from workflow.adapters.word.stock import StockWord  # noqa: PLC0415 - likewise

    try:
        values = json.loads(context.read_bytes())
    except ValueError:
        raise ConfigurationError(f"{context.name} is not JSON") from None
    put_file(output, StockWord().render(template.read_bytes(), values, template.name))


def put_file(output: Path, made: bytes) -> Written:
    """Write a file where somebody asked for it; an earlier one goes to `_history`."""
    from workflow.adapters.safe_files import (  # noqa: PLC0415 - seldom
        NameTaken,
        place,
        sha256,
        swap,
    )

    try:
        return place(output, made)
    except NameTaken:
        standing = sha256(output.read_bytes())
        return swap(output, standing, made, output.parent / "_history")
