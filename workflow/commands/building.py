"""Commands that bring documents up to date: once, or whenever cases settle."""

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from workflow.commands.settings import (
    FOUND_ERRORS,
    Settings,
    on_many_cases,
    tell_clocks,
)

if TYPE_CHECKING:
    from workflow.services.building import BuildReport
    from workflow.services.crew import Crew
    from workflow.services.publishing import Made
    from workflow.services.watching import Notice, Pdfs
    from workflow.wiring.crews import Helper
    from workflow.wiring.office import Office


AS_IT_IS = click.option(
    "--as-it-is",
    is_flag=True,
    help="Many files are gone, and that was meant: take the folder as it is.",
)


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--pdf", is_flag=True, help="Then make PDFs beside the documents.")
@AS_IT_IS
@on_many_cases
@click.pass_obj
def build(
    settings: Settings,
    cases: tuple[str, ...],
    jobs: int | None,
    on: str,
    *,
    pdf: bool,
    as_it_is: bool,
) -> None:
    """Make every document that is missing or out of date."""
    from workflow.wiring.crews import Hired  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    tell_clocks(office)
    crew = settings.crew(office, cases, Hired(jobs, on, writing=True))
    office.miss_nothing(cases, as_it_is=as_it_is)
    report = _with_progress(settings, office, cases, crew)
    if not settings.data:
        _tell_build(settings, report, office)
    pdfs, why = _pdfs(office, report) if pdf else ((), "")
    if settings.data:
        settings.give(_report(report) | ({"pdf": _pdf_rows(pdfs, why)} if pdf else {}))
    _tell_pdfs(settings, pdfs, why)
    if why or any(made.problem for made in pdfs):
        sys.exit(FOUND_ERRORS)
    _end_build(report)


@click.command()
@click.option("--pdf", is_flag=True, help="Make PDFs beside the documents too.")
@click.option(
    "--here",
    is_flag=True,
    help="In a OneDrive or similar folder: let this computer be the one that watches.",
)
@AS_IT_IS
@click.pass_obj
def watch(settings: Settings, *, pdf: bool, here: bool, as_it_is: bool) -> None:
    """Build whenever cases settle, until Ctrl-C."""
    from workflow.wiring.watching import Told  # noqa: PLC0415 - keeps help instant
    from workflow.wiring.watching import watch as keep_watch  # noqa: PLC0415 - likewise

    office = settings.office()
    tell_clocks(office)

    def tell_pdfs(made: "Pdfs") -> None:
        if settings.data:
            click.echo(json.dumps({"pdf": _pdf_rows(made.made, made.why)}))
        _tell_pdfs(settings, made.made, made.why)

    told = Told(
        lambda notice: _tell_notice(settings, notice), tell_pdfs if pdf else None
    )
    reports = keep_watch(
        office,
        lambda: False,
        fixed_day=settings.day is not None,
        told=told,
        here=here,
        as_it_is=as_it_is,
    )
    try:
        for turn, report in enumerate(reports):
            if settings.data:
                click.echo(json.dumps(_report(report), ensure_ascii=False))
            elif turn == 0 or report.made or report.blocked or report.troubles:
                _tell_build(settings, report, office)
                settings.say("Watching. Press Ctrl-C to stop.")
    except KeyboardInterrupt:
        settings.say("Stopped watching. Everything made so far is in place.")


def _tell_notice(settings: Settings, notice: "Notice") -> None:
    """Tell of the watching itself; that all is well is for programs alone."""
    if settings.data:
        line = {"watching": notice.kind, "text": notice.text}
        click.echo(json.dumps(line, ensure_ascii=False))
    elif notice.kind != "alive":
        click.echo(notice.text, err=notice.kind not in {"well", "standby"})


def _with_progress(
    settings: Settings,
    office: "Office",
    cases: tuple[str, ...],
    crew: "Crew[Helper] | None",
) -> "BuildReport":
    quiet = settings.data or settings.quiet or not sys.stderr.isatty()
    count = len(office.refs(cases))
    with click.progressbar(
        length=count, label="Building", file=sys.stderr, hidden=quiet
    ) as bar:
        return office.build(cases, lambda _: bar.update(1), crew)


def _pdfs(office: "Office", report: "BuildReport") -> "tuple[tuple[Made, ...], str]":
    """The PDFs of a build, and why there are none when that is so."""
    from workflow.domain.errors import NoConverter  # noqa: PLC0415 - keeps help instant

    try:
        return office.pdfs(report), ""
    except NoConverter as error:
        return (), str(error)


def _pdf_rows(pdfs: Iterable["Made"], why: str) -> dict[str, object]:
    return {
        "problem": why,
        "files": [
            {
                "case": made.case,
                "document": made.document,
                "file": made.file,
                "reason": made.reason.value if made.reason else "nothing changed",
                "standing": made.standing,
                "problem": made.problem,
            }
            for made in pdfs
        ],
    }


def _tell_pdfs(settings: Settings, pdfs: Iterable["Made"], why: str) -> None:
    if why:
        click.echo(why, err=True)
    for made in pdfs:
        name = f"{made.case or 'governance'}/{made.file}"
        if made.problem:
            click.echo(
                f"No {name}: {made.problem}. The Word document stands.", err=True
            )
        elif made.reason:
            settings.say(f"Made {name}: {made.reason}")


def _end_build(report: "BuildReport") -> None:
    """End with 4 when a template has to be mended, else as the findings say."""
    from workflow.domain.errors import (  # noqa: PLC0415 - keeps help instant
        TemplateFault,
        WorkspaceError,
    )
    from workflow.domain.findings import Severity  # noqa: PLC0415 - likewise
    from workflow.services.ports import Written  # noqa: PLC0415 - likewise

    held = [m for m in report.waiting if m.written is Written.OPEN_ELSEWHERE]
    if report.troubles or held:
        sys.exit(WorkspaceError.exit_code)
    if report.blocked or report.waiting:
        sys.exit(TemplateFault.exit_code)
    if report.found.get(Severity.ERROR):
        sys.exit(FOUND_ERRORS)


def made_row(made: "Made", reason: str) -> dict[str, object]:
    """One document of a build, for a program to read."""
    return {
        "case": made.case,
        "document": made.document,
        "file": made.file,
        "reason": reason,
        "standing": made.standing,
    }


def _report(report: "BuildReport") -> dict[str, object]:
    from workflow.domain.alarms import rows  # noqa: PLC0415 - keeps help instant

    return {
        "made": [made_row(m, m.reason.value) for m in report.made if m.reason],
        "kept": [made_row(m, "nothing changed") for m in report.kept],
        "findings": sum(report.found.values()),
        "waiting": [made_row(m, m.problem) for m in report.waiting],
        "templates": [
            {
                "document": each.document,
                "file": each.template,
                "errors": each.errors,
                "first": each.first,
                "in_use": each.in_use.value,
            }
            for each in report.blocked
        ],
        "proposed": [vars(new) for new in report.proposed],
        "alarms": [row for ref, alarm in report.alarms for row in rows(ref, [alarm])],
        "troubles": [vars(trouble) for trouble in report.troubles],
    }


def _tell_cases(settings: Settings, report: "BuildReport") -> None:
    """Cases that were left out, and new files for people to fill in."""
    for trouble in report.troubles:
        click.echo(f"Left out: {trouble.case}. {trouble.why}")
    for new in report.proposed:
        settings.say(f"New file for you: {new.case}/{new.file}: {new.why}.")


def _tell_build(settings: Settings, report: "BuildReport", office: "Office") -> None:
    from workflow.domain.findings import Severity  # noqa: PLC0415 - keeps help instant
    from workflow.domain.overview import late_items  # noqa: PLC0415 - likewise
    from workflow.services.ports import Written  # noqa: PLC0415 - likewise

    for made in report.made:
        draft = " (draft)" if made.standing == "draft" else ""
        settings.say(
            f"Made {made.case or 'governance'}/{made.file}{draft}: {made.reason}"
        )
        if made.written is Written.KEPT_HAND_EDITS:
            settings.say(
                "    Somebody has edited this document; the update stands beside it."
            )
        if made.written is Written.OPEN_ELSEWHERE:
            settings.say("    Somebody has it open; it will be tried again.")
    for ref, alarm in report.alarms:
        click.echo(click.style(f"LOOK  {ref}/{alarm.file}: {alarm.says}", bold=True))
    for blocked in report.blocked:
        click.echo(
            f"Template to mend: {blocked.template},"
            f" {blocked.errors} errors, first {blocked.first}"
        )
        click.echo(f"    Used until then: {blocked.in_use}.")
    for made in report.waiting:
        click.echo(f"Not made: {made.case or 'governance'}/{made.file}: {made.problem}")
    _tell_cases(settings, report)
    if not (report.made or report.waiting):
        settings.say("Nothing to make: every document is up to date.")
    late = late_items(report.late)
    for item in late:
        click.echo(
            click.style(
                f"LATE  {item.case or 'whole service'}  {item.item}, due {item.due_on},"
                f" {item.days_late} working days late",
                bold=True,
            )
        )
    if not late:
        settings.say("Nothing is late.")
    found = report.found
    overview = office.root / "governance" / "reports" / "overview.html"
    settings.say(
        f"{sum(found.values())} findings, {found.get(Severity.ERROR, 0)} of them to put"
        " right."
        f" See {overview}"
    )
