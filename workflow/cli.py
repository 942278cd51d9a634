"""The commands; prints reports and progress, and is the only catcher of errors."""

import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # the rest is imported when a command runs, so that help is instant
    from workflow.domain.diary import DueItem, DueStatus
    from workflow.domain.findings import Finding
    from workflow.domain.governance.drawing import Month
    from workflow.domain.journal_chain import Broken
    from workflow.domain.measures import Line
    from workflow.domain.next_steps import Step
    from workflow.services.building import BuildReport
    from workflow.services.importing import Imported
    from workflow.services.ports import Written
    from workflow.services.publishing import Made
    from workflow.services.recovering import Recovered
    from workflow.services.sampling import Sampled
    from workflow.services.template_checking import TemplateReport
    from workflow.services.watching import Notice, Pdfs
    from workflow.wiring import Office

FOUND_ERRORS = 1


class Settings:
    """The options that stand before the command."""

    def __init__(
        self, workspace: Path | None, day: date | None, *, data: bool, quiet: bool
    ) -> None:
        """Keep the options as given; `data` asks for machine-readable results."""
        self.workspace = workspace
        self.day = day
        self.data = data
        self.quiet = quiet

    def office(self) -> "Office":
        """Open the workspace."""
        from workflow.wiring import open_office  # noqa: PLC0415 - keeps help instant

        return open_office(self.workspace, self.day)

    def say(self, text: str = "") -> None:
        """Tell a person something, unless they asked for quiet or for data."""
        if not (self.quiet or self.data):
            click.echo(text)

    def give(self, result: object) -> None:
        """Print the machine-readable result."""
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))


class Commands(click.Group):
    """The commands, with every error we know told in plain words."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; end with the exit code of the error, never a traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            sys.exit(0)
        except Exception as error:
            from workflow.domain.errors import WorkflowError  # noqa: PLC0415 - see above
            from workflow.services.troubles import explained  # noqa: PLC0415 - likewise

            if isinstance(error, OSError):
                error = explained(error)
            if not isinstance(error, WorkflowError):
                raise
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)


def _day(_: click.Context, __: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


DATE = click.DateTime(["%Y-%m-%d"])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    help="The workspace folder (default: the one you are in).",
)
@click.option(
    "--today",
    "day",
    type=DATE,
    callback=_day,
    help="Work as if it were this day, for example 2026-11-23.",
)
@click.option(
    "--json", "data", is_flag=True, help="Print the result for a program to read."
)
@click.option("--quiet", is_flag=True, help="Print only what is wrong.")
@click.version_option(package_name="alongside")
@click.pass_context
def main(
    ctx: click.Context,
    workspace: Path | None,
    day: date | None,
    *,
    data: bool,
    quiet: bool,
) -> None:
    """Safeguarding with the person: cases checked, documents made, reviews kept."""
    ctx.obj = Settings(workspace, day, data=data, quiet=quiet)


@main.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--no-examples", is_flag=True, help="Leave the worked cases out.")
@click.pass_obj
def init(settings: Settings, folder: Path, *, no_examples: bool) -> None:
    """Make a new workspace in FOLDER from the starter one."""
    from workflow.adapters.workspaces import make_workspace  # noqa: PLC0415 - see office

    made = make_workspace(folder, examples=not no_examples)
    if settings.data:
        settings.give({"workspace": str(folder), "files": len(made)})
    settings.say(
        f"Made {folder} with {len(made)} files. Next: put your own names in"
        " config/provider.yaml and config/staff.yaml, then run: alongside build"
    )


@main.command()
@click.option(
    "--service", default="", help="The id of the service, for example sv-quillmere."
)
@click.pass_obj
def new(settings: Settings, service: str) -> None:
    """Make a new case folder with the questions to ask first."""
    office = settings.office()
    ref = office.new(service)
    if settings.data:
        settings.give({"case": ref})
    settings.say(
        f"Made cases/{ref}. Begin with person.yaml, and ask what the person wants"
        " before anything else."
    )


@main.command()
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.pass_obj
def check(settings: Settings, cases: tuple[str, ...]) -> None:
    """Show every finding, each with its file, line and field."""
    office = settings.office()
    findings = office.check(cases)
    if settings.data:
        settings.give([_finding(f) for f in findings])
    else:
        steps = office.next_steps(cases[0], findings) if len(cases) == 1 else ()
        _tell_findings(findings)
        _tell_steps(settings, steps)
        if not (findings or steps):
            settings.say("Everything is in order.")
    _end(findings)


@main.command()
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--pdf", is_flag=True, help="Then make PDFs beside the documents.")
@click.pass_obj
def build(settings: Settings, cases: tuple[str, ...], *, pdf: bool) -> None:
    """Make every document that is missing or out of date."""
    office = settings.office()
    _tell_clock(office)
    report = _with_progress(settings, office, cases)
    if not settings.data:
        _tell_build(settings, report, office)
    pdfs, why = _pdfs(office, report) if pdf else ((), "")
    if settings.data:
        settings.give(_report(report) | ({"pdf": _pdf_rows(pdfs, why)} if pdf else {}))
    _tell_pdfs(settings, pdfs, why)
    if why or any(made.problem for made in pdfs):
        sys.exit(FOUND_ERRORS)
    _end_build(report)


@main.command()
@click.option("--pdf", is_flag=True, help="Make PDFs beside the documents too.")
@click.option(
    "--here",
    is_flag=True,
    help="In a OneDrive or similar folder: let this computer be the one that watches.",
)
@click.pass_obj
def watch(settings: Settings, *, pdf: bool, here: bool) -> None:
    """Build whenever cases settle, until Ctrl-C."""
    from workflow.wiring import Told  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    _tell_clock(office)

    def tell_pdfs(made: "Pdfs") -> None:
        if settings.data:
            click.echo(json.dumps({"pdf": _pdf_rows(made.made, made.why)}))
        _tell_pdfs(settings, made.made, made.why)

    told = Told(
        lambda notice: _tell_notice(settings, notice), tell_pdfs if pdf else None
    )
    reports = office.watch(
        lambda: False, fixed_day=settings.day is not None, told=told, here=here
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


@main.command()
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@click.option("--port", default=0, help="A port of your own choice; any free one else.")
@click.pass_obj
def start(settings: Settings, *, no_browser: bool, port: int) -> None:
    """Open Alongside: the pages, and documents made whenever cases settle."""
    _serve(settings, watching=True, browser=not no_browser, port=port)


@main.command()
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@click.option("--port", default=0, help="A port of your own choice; any free one else.")
@click.pass_obj
def serve(settings: Settings, *, no_browser: bool, port: int) -> None:
    """Open the pages alone, on this computer only."""
    _serve(settings, watching=False, browser=not no_browser, port=port)


def _serve(settings: Settings, *, watching: bool, browser: bool, port: int) -> None:
    from workflow.wiring import serve  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    _tell_clock(office)
    settings.say("Press Ctrl-C to stop. Nothing leaves this computer.")
    with suppress(KeyboardInterrupt):
        serve(
            office,
            fixed_day=settings.day is not None,
            watching=watching,
            browser=browser,
            tell=click.echo,
            port=port,
        )
    settings.say("Stopped. Everything is kept.")


@main.command()
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@click.option("--service", default="", help="Only this service, by its id.")
@click.option("--owner", default="", help="Only what this person has to do, by id.")
@click.option("--status", multiple=True, help="Only this status, for example due_soon.")
@click.option(
    "--register",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the review register as FILE.xlsx.",
)
@click.option(
    "--calendar",
    type=click.Path(path_type=Path),
    help="Write a calendar FILE.ics; or, in a folder, one for each case and owner.",
)
@click.pass_obj
def due(  # noqa: PLR0913 - one for each option
    settings: Settings,
    cases: tuple[str, ...],
    *,
    overdue: bool,
    service: str,
    owner: str,
    status: tuple[str, ...],
    register: Path | None,
    calendar: Path | None,
) -> None:
    """List what is due, late and escalated."""
    from workflow.services.reviewing import Wanted  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    _tell_clock(office)
    organisation = office.practice.organisation
    _known(service, [s.id for s in organisation.provider.record.services], "--service")
    _known(owner, [s.id for s in organisation.staff.record.staff], "--owner")
    wanted = Wanted(service, owner, _statuses(status), overdue)
    diary = office.diary(cases)
    if settings.data:
        settings.give([_due(item) for item in diary.items(wanted)])
    else:
        _tell_due(settings, diary.items(wanted), every=bool(status))
    if register:
        _told_written(settings, register, office.register(diary, wanted, register))
    if calendar:
        for path, written in office.calendars(diary, wanted, calendar).items():
            _told_written(settings, path, written)


def _known(value: str, known: Iterable[str | None], option: str) -> None:
    names = sorted(name for name in known if name)
    if value and value not in names:
        raise click.BadParameter(
            f"There is only: {', '.join(names)}.", param_hint=option
        )


def _statuses(codes: tuple[str, ...]) -> frozenset["DueStatus"]:
    from workflow.domain.diary import DueStatus  # noqa: PLC0415 - keeps help instant

    known = {status.value: status for status in DueStatus}
    for code in codes:
        _known(code, known, "--status")
    return frozenset(known[code] for code in codes)


def _tell_due(settings: Settings, items: tuple["DueItem", ...], *, every: bool) -> None:
    """What is late or due, and the next of each thing; everything with `every`."""
    from workflow.domain.registers import next_of_each  # noqa: PLC0415 - likewise

    shown = items if every else tuple(next_of_each(items))
    for item in shown:
        days = "day" if item.days_late == 1 else "days"
        late = f", {item.days_late} working {days} late" if item.days_late else ""
        where = item.case or "whole service"
        settings.say(f"{item.due_on}  {where}  {item.item}: {item.status.label}{late}")
    if not shown:
        settings.say("Nothing here is due.")


def _told_written(settings: Settings, path: Path, written: "Written") -> None:
    from workflow.services.ports import Written  # noqa: PLC0415 - keeps help instant

    if written in (Written.OPEN_ELSEWHERE, Written.KEPT_HAND_EDITS):
        click.echo(f"{path} is open somewhere, so it was left as it is.", err=True)
    else:
        settings.say(f"Wrote {path}.")


def _tell_clock(office: "Office") -> None:
    """Say loudly that the clock is behind the files (F21); on the error output."""
    told = office.clock
    if told is None or not told.slow:
        return
    if office.today < told.day:
        text = (
            f"LOOK: you asked for {told.given}, but files here tell of {told.seen}."
            " What is late since is not shown."
        )
    else:
        text = (
            f"LOOK: this computer's clock says {told.given}, but files here tell of"
            f" {told.seen} (for example {told.file}). Put the clock right, or the date"
            f" in that file. Until then lateness is counted to {told.day}, so that"
            " nothing late is hidden."
        )
    click.echo(click.style(text, bold=True, fg="red"), err=True)


@main.command()
@click.argument("case")
@click.argument("form", default="")
@click.option("--html", "page", is_flag=True, help="One page for any browser, no PDF.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to put it (default: the folder forms of the case).",
)
@click.pass_obj
def forms(
    settings: Settings, case: str, form: str, output: Path | None, *, page: bool
) -> None:
    """Make FORM of CASE to fill away from the screen; without FORM list them."""
    office = settings.office()
    if not form:
        _tell_forms(settings, office, "file" if page else "pdf")
        return
    target, written = office.give_form(case, form, output, page=page)
    if settings.data:
        settings.give({"form": form, "case": case, "file": str(target)})
    _told_written(settings, target, written)
    settings.say("When it is filled and saved, put it into the folder inbox.")


def _tell_forms(settings: Settings, office: "Office", channel: str) -> None:
    from workflow.services.giving_forms import offered  # noqa: PLC0415 - keeps help instant

    sheets = offered(office.form_room.sheets, channel)
    if settings.data:
        settings.give([{"form": s.name, "title": s.title} for s in sheets])
    for sheet in sheets:
        settings.say(f"{sheet.name}: {sheet.title.replace('{name}', 'the person')}")


@main.command("import")
@click.pass_obj
def import_(settings: Settings) -> None:
    """Read the filled forms in the inbox; each waits until you accept it."""
    told: dict[str, list[dict[str, object]]] = {}
    for found in settings.office().import_forms():
        told.setdefault(found.outcome.value, []).append(vars(found))
        _tell_imported(settings, found)
    if settings.data:
        outcomes = ("ready", "duplicate", "refused", "arriving")
        settings.give({outcome: told.get(outcome, []) for outcome in outcomes})
    if not told:
        settings.say("There is nothing in the inbox.")
    if "refused" in told:
        sys.exit(FOUND_ERRORS)


def _tell_imported(settings: Settings, found: "Imported") -> None:
    from workflow.services.importing import Outcome  # noqa: PLC0415 - keeps help instant

    if found.outcome is Outcome.READY:
        settings.say(
            f"Ready: {found.case}, form {found.form}, {found.answers} answers to look"
            " at. Nothing in the record has changed."
        )
    elif found.outcome is Outcome.DUPLICATE:
        settings.say(
            f"Here before: {found.name} has been imported into {found.case}. It lies in"
            f" inbox/{found.now}."
        )
    elif found.outcome is Outcome.REFUSED and not settings.data:
        click.echo(f"Not used: {found.name}. {found.reason}")
        click.echo(f"    The file is safe in inbox/{found.now}.")
    elif found.outcome is Outcome.ARRIVING:
        settings.say(f"Still arriving: {found.name}. It was left where it is.")


@main.command()
@click.argument("case")
@click.argument("file", default="")
@click.pass_obj
def history(settings: Settings, case: str, file: str) -> None:
    """Show what the files of CASE, or one FILE of it, held before."""
    found = settings.office().history(case)
    if not file:
        files = found.files()
        if settings.data:
            settings.give(files)
        for name, many in files.items():
            settings.say(f"{name}: {many} earlier")
        if not files:
            settings.say("No file of this case has been changed yet.")
        return
    versions = found.versions(file)
    if settings.data:
        settings.give([vars(version) for version in versions])
    for version in versions:
        when = f"{version.at}, {version.host}" if version.at else "before any note"
        stands = "  stands now" if version.now else ""
        settings.say(f"{version.sha256[:8]}  {version.size:>9,} bytes  {when}{stands}")
    if not versions:
        settings.say("Nothing is kept under this name. See: alongside history CASE")


@main.command()
@click.argument("case")
@click.argument("file")
@click.argument("version")
@click.pass_obj
def restore(settings: Settings, case: str, file: str, version: str) -> None:
    """Put an earlier VERSION of a FILE of CASE back; the present one is kept."""
    from workflow.services.ports import Written  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    office.may_write()
    written = office.history(case).restore(file, version)
    if settings.data:
        settings.give({"case": case, "file": file, "written": written.value})
    if written is Written.IDENTICAL:
        settings.say("This is the version that stands there already.")
    elif written in (Written.CREATED, Written.UPDATED):
        settings.say(f"Put back {case}/{file}. What stood there before is kept too.")
    else:
        click.echo(
            f"{case}/{file} is open somewhere, or has just been changed. It was left as"
            " it is: close it and try again.",
            err=True,
        )
        sys.exit(FOUND_ERRORS)


@main.command()
@click.option(
    "--put-back", is_flag=True, help="A backup was put back here on purpose: go on."
)
@click.pass_obj
def recover(settings: Settings, *, put_back: bool) -> None:
    """Put right whatever a crash or a power cut left half done."""
    office = settings.office()
    if put_back:
        office.put_back()
    found = office.recover()
    if settings.data:
        rows = [vars(one) for one in found.imported]
        broken = [vars(fault) for fault in found.broken]
        settings.give(vars(found) | {"imported": rows, "broken": broken})
    else:
        _tell_recovered(settings, found)
    if found.broken:
        sys.exit(FOUND_ERRORS)


def _tell_recovered(settings: Settings, found: "Recovered") -> None:
    for file in found.mended:
        settings.say(f"Put back: {file}. It was in the middle of a change.")
    for file in found.put_by:
        settings.say(f"Never finished: it now lies in {file}. Nothing needs it.")
    for one in found.imported:
        _tell_imported(settings, one)
    for file in found.found:
        settings.say(f"Not in the journal until now: {file}. It was written down.")
    if found.settled:
        settings.say(f"Begun and not noted as done: {found.settled}. Noted now.")
    _tell_broken(found.broken)
    if found.nothing:
        settings.say("Everything is in order; there was nothing to put right.")


@main.command()
@click.option(
    "--torture",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Try FOLDER from two computers at once; start it on both.",
)
@click.option("--name", default="", help="Another name for this computer.")
@click.option("--rounds", default=100, help="How often each thing is tried.")
@click.option("--wait", default=600.0, help="Seconds to wait for the other computer.")
@click.pass_obj
def doctor(
    settings: Settings, folder: Path | None, name: str, rounds: int, wait: float
) -> None:
    """Say what this folder and this computer can do, and how to mend the rest."""
    from workflow.domain.health import State  # noqa: PLC0415 - keeps help instant

    if folder:
        _torture(settings, folder, name, rounds, wait)
        return
    found = settings.office().doctor()
    if settings.data:
        settings.give([vars(advice) for advice in found])
    area = ""
    for advice in found:
        if advice.area != area:
            area = advice.area
            settings.say(f"{area[0].upper()}{area[1:]}")
        mark = {State.GOOD: "ok  ", State.NOTE: "note", State.PROBLEM: "LOOK"}
        settings.say(f"  {mark[advice.state]}  {advice.name}: {advice.says}")
        if advice.fix:
            settings.say(f"        {advice.fix}")
    if any(advice.state is State.PROBLEM for advice in found):
        sys.exit(FOUND_ERRORS)


def _torture(
    settings: Settings, folder: Path, name: str, rounds: int, wait: float
) -> None:
    """Try a folder from two computers and print the page."""
    from workflow.domain.torture import page  # noqa: PLC0415 - keeps help instant
    from workflow.wiring import day_now, torture  # noqa: PLC0415 - likewise

    verdict = torture(folder, name, rounds, wait, settings.say)
    if settings.data:
        trials = [vars(trial) for trial in verdict.trials]
        settings.give(vars(verdict) | {"trials": trials, "safe": verdict.safe})
    settings.say(page(verdict, str(folder), str(settings.day or day_now())))
    if not verdict.safe:
        sys.exit(FOUND_ERRORS)


@main.command()
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `--json verify` printed earlier, kept where nobody can change both.",
)
@click.pass_obj
def verify(settings: Settings, against: Path | None) -> None:
    """See whether anybody has changed the journal."""
    from workflow.wiring import kept_heads  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    broken = office.verify(kept_heads(against) if against else ())
    heads = office.heads()
    if settings.data:
        rows = {"logs": [vars(h) for h in heads], "broken": [vars(b) for b in broken]}
        settings.give(rows)
    else:
        _tell_broken(broken)
    for month, sealed in office.seals().items():
        settings.say(f"{month}: {sealed}")
    if not broken:
        lines = sum(head.seq for head in heads)
        settings.say(f"The journal holds: {len(heads)} logs, {lines} lines.")
    else:
        sys.exit(FOUND_ERRORS)


def _tell_broken(broken: Iterable["Broken"]) -> None:
    from workflow.domain.journal_chain import changed_log  # noqa: PLC0415 - likewise

    for fault in broken:
        click.echo(changed_log(fault))


@main.command()
@click.argument("case")
@click.pass_obj
def sharing(settings: Settings, case: str) -> None:
    """Show each thing shared in CASE against what the person agreed."""
    rows = settings.office().sharing(case)
    if settings.data:
        settings.give([vars(row) for row in rows])
        return
    for row in rows:
        inside = "inside what was agreed" if row.inside else "OUTSIDE what was agreed"
        settings.say(f"{row.record}, item {row.item + 1}: {inside}. {row.reason}")
    if not rows:
        settings.say("Nothing has been shared.")


@main.command()
@click.argument("case")
@click.argument("agreement")
@click.pass_obj
def letter(settings: Settings, case: str, agreement: str) -> None:
    """Make the letter to a professional that an AGREEMENT in CASE allows.

    AGREEMENT is the id of a boundary in consent.yaml, for example B1, or of the record
    of a decision to share without agreement.
    """
    made = settings.office().letter(case, agreement)
    if settings.data:
        settings.give([_made(one, one.reason or "") for one in made])
    for one in made:
        draft = " (draft)" if one.standing == "draft" else ""
        settings.say(f"Made {case}/generated/{one.file}{draft}")
    settings.say("Read both before anything is sent.")


@main.command()
@click.argument("case")
@click.argument("file")
@click.pass_obj
def sent(settings: Settings, case: str, file: str) -> None:
    """Say that the letter FILE of CASE has been sent."""
    record = settings.office().sent(case, file)
    if settings.data:
        settings.give({"case": case, "record": record or None})
    if record:
        settings.say(f"Made {case}/{record}. Please fill in what it asks.")
    else:
        settings.say(
            "The record of the decision tells of it. Add this line to that record:"
            f'\nattachments: ["generated/{file}"]'
        )


@main.command()
@click.argument("case")
@click.pass_obj
def audit(settings: Settings, case: str) -> None:
    """Answer the auditor's four questions for CASE."""
    answers = settings.office().audit(case)
    four = {
        name: getattr(answers, name)
        for name in ("wanted", "choices", "agreed", "changed")
    }
    if settings.data:
        settings.give(
            {
                n: {"state": a.state.value, "shown": list(a.shown)}
                for n, a in four.items()
            }
        )
        return
    for name, answer in four.items():
        settings.say(f"{name}: {answer.state.label}")
        for line in answer.shown:
            settings.say(f"  {line}")


@main.command()
@click.argument(
    "template", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.argument("context", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.pass_obj
def render(settings: Settings, template: Path, context: Path, output: Path) -> None:
    """Fill any Word TEMPLATE with a CONTEXT.json."""
    from workflow.wiring import render_file  # noqa: PLC0415 - keeps help instant

    render_file(template, context, output)
    if settings.data:
        settings.give({"file": str(output)})
    settings.say(f"Made {output}.")


@main.group()
def template() -> None:
    """Look after the Word templates."""


@template.command("check")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@click.pass_obj
def template_check(settings: Settings, documents: tuple[str, ...]) -> None:
    """Show every fault of the templates, and what each template uses.

    DOCUMENT is a folder under templates, for example full-plan, or an id such as D1.
    A copy of a faulty template, with a comment at each fault, is put beside it.
    """
    from workflow.domain.errors import TemplateFault  # noqa: PLC0415 - keeps help instant

    reports = settings.office().check_templates(documents)
    if settings.data:
        settings.give([_template(report) for report in reports])
    for report in reports:
        _tell_template(settings, report)
    if any(report.looked.errors for report in reports):
        sys.exit(TemplateFault.exit_code)


@main.command()
@click.option(
    "--from",
    "start",
    required=True,
    type=DATE,
    callback=_day,
    help="First day of the period.",
)
@click.option(
    "--to",
    "end",
    required=True,
    type=DATE,
    callback=_day,
    help="Last day of the period.",
)
@click.option(
    "--for", "tender_ref", default="", help="Write the figures of this tender."
)
@click.option(
    "--explain", "name", default="", help="Show the record lines behind one measure."
)
@click.pass_obj
def measures(
    settings: Settings, start: date, end: date, tender_ref: str, name: str
) -> None:
    """Count the measures of a period, small numbers hidden."""
    if name:
        _explain(settings, name, start, end, tender_ref)
        return
    figures = settings.office().measures(start, end, tender_ref)
    if settings.data:
        settings.give(figures)
        return
    from workflow.domain.disclosure import mostly_hidden  # noqa: PLC0415 - keeps help instant

    forms = {measure: str(one["shown"]) for measure, one in figures.items()}
    for measure, shown in forms.items():
        settings.say(f"{measure}: {shown}")
    if mostly_hidden(forms, {}):
        settings.say(
            "Most of this is too small to show. Count over two years or over all"
            " services, or use only the measures of our own work."
        )


def _explain(
    settings: Settings, name: str, start: date, end: date, tender_ref: str
) -> None:
    """Tell each line that a measure counts, and where it is written."""
    rows = settings.office().explain(name, start, end, tender_ref)
    if settings.data:
        settings.give([_line(line) for line in rows])
    for line in rows:
        place = "/".join(filter(None, (line.case, line.place.file)))
        at = f", line {line.place.line}" if line.place.line else ""
        counts = "counts" if line.counted else "does not count"
        more = f" ({line.value:g})" if line.value else ""
        settings.say(f"{place}{at}: {line.place.field} {counts}{more}")
    inside = sum(line.counted for line in rows)
    settings.say(f"{name}: {inside} of {len(rows)}. Staff only: not for a bid.")


def _line(line: "Line") -> dict[str, object]:
    return {
        "case": line.case or None,
        "file": line.place.file,
        "line": line.place.line,
        "field": line.place.field,
        "counted": line.counted,
        "value": line.value,
    }


@main.command(name="subject-access")
@click.argument("case")
@click.pass_obj
def subject_access(settings: Settings, case: str) -> None:
    """List all that is held about the person of CASE, and what to look at first.

    Whoever answers the request reads what is marked and decides; nothing is given out.
    """
    file, written, first = settings.office().subject_access(case)
    if settings.data:
        settings.give({"file": str(file), "look_at_first": first})
        return
    _told_written(settings, file, written)
    settings.say(f"{first} of its lines are to be looked at before anything is given.")


@main.command()
@click.option("--anonymised", is_flag=True, help="Without anybody in it.")
@click.option("--pdf", is_flag=True, help="PDFs beside the documents too.")
@click.pass_obj
def inspection(settings: Settings, *, anonymised: bool, pdf: bool) -> None:
    """Make the pack for an inspector: each case with its lines, and the reports.

    The anonymised one is looked through before it is written, and says what it leaves
    out. Run a build first, so that the reports in it are up to date.
    """
    from workflow.domain.errors import ReleaseRefused  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    files, leaks = office.inspection(anonymised=anonymised, pdf=pdf)
    if settings.data:
        named = [path.relative_to(office.root).as_posix() for path in files]
        settings.give({"files": named, "leaks": [vars(leak) for leak in leaks]})
    for path in files:
        settings.say(f"Made {path}")
    for leak in leaks:
        settings.say(f'Found "{leak.text}" in {leak.place} of {leak.file}.')
    if leaks:
        sys.exit(ReleaseRefused.exit_code)


@main.command()
@click.argument("month", metavar="YYYY-MM")
@click.option("--by", default="", help="Who will look, by id; chosen when left out.")
@click.pass_obj
def sample(settings: Settings, month: str, by: str) -> None:
    """Draw the record sample of a month, with its checklist to fill in.

    The same month gives the same sample. A file that stands there is left as it is.
    """
    from workflow.domain.governance.sheet import cited  # noqa: PLC0415 - keeps help instant
    from workflow.services.ports import Written  # noqa: PLC0415 - likewise

    office = settings.office()
    _known(by, [s.id for s in office.practice.organisation.staff.record.staff], "--by")
    sampled = office.sample(_month(month, office.today), by)
    drawn, made = sampled.sample, sampled.written is Written.CREATED
    if settings.data:
        settings.give(_sample(sampled))
        return
    if made:
        settings.say(f"Wrote {drawn.file}. Fill it in, then write sampled_on.")
    else:
        click.echo(f"{drawn.file} is there already and was left as it is.", err=True)
    who = drawn.sampler or "nobody here: each of us owns one of these cases"
    settings.say(f"{drawn.open_cases} open cases, {len(drawn.cases)} drawn, for {who}.")
    for case in drawn.cases:
        settings.say(f"{case.chosen.ref}: {'; '.join(case.chosen.why)}")
        for check, seen in case.seen.items():
            where = ", ".join(map(cited, seen.places))
            settings.say(f"  {check}: {seen.result.value}  {where}".rstrip())


def _month(text: str, today: date) -> "Month":
    """A month that has begun. Raises `BadParameter`."""
    from workflow.domain.governance.drawing import Month  # noqa: PLC0415 - keeps help instant

    month = Month(text)
    try:
        begun = month.first <= today
    except ValueError:
        begun = False
    if not begun or f"{month.first:%Y-%m}" != text:
        raise click.BadParameter(
            "Name a month that has begun, for example 2026-10.", param_hint="YYYY-MM"
        )
    return month


def _sample(sampled: "Sampled") -> dict[str, object]:
    drawn = sampled.sample
    return {
        "month": drawn.month.text,
        "file": drawn.file,
        "written": sampled.written.value,
        "sampled_by": drawn.sampler or None,
        "open_cases": drawn.open_cases,
        "items": [
            {
                "case_ref": case.chosen.ref,
                "why": list(case.chosen.why),
                "checks": {
                    check: {
                        "files_say": seen.result.value,
                        "evidence": [
                            {"file": place.file, "line": place.line}
                            for place in seen.places
                        ],
                    }
                    for check, seen in case.seen.items()
                },
            }
            for case in drawn.cases
        ],
    }


def _tell_pack(settings: Settings, pack: dict[str, Any]) -> None:
    """Tell what was made of a pack, what holds it, and what could score better."""
    for file in pack["files"]:
        settings.say(f"Made {file}")
    for limit in pack["limits"]:
        settings.say(f"{limit['file']}: {limit['message']}")
    for line in (*pack["prompts"], *pack["stories"]):
        settings.say(line)
    for leak in pack["leaks"]:
        settings.say(f'Found "{leak["text"]}" in {leak["place"]} of {leak["file"]}.')
    if not pack["checked"]:
        settings.say("Nobody has looked for people in it yet: the release does.")


@main.command()
@click.argument("ref")
@click.option("--release", is_flag=True, help="Let the finished pack go.")
@click.option("--signed", default="", help="The staff id of the approver who signs.")
@click.pass_obj
def tender(settings: Settings, ref: str, signed: str, *, release: bool) -> None:
    """Build and check the pack of tender REF; with --release, let it go."""
    from workflow.domain.errors import ReleaseRefused  # noqa: PLC0415 - keeps help instant

    if release:
        kept = settings.office().release(ref, signed)
        settings.say(f"Released. What left is kept in {kept}.")
        if settings.data:
            settings.give({"released": kept})
        return
    pack = settings.office().tender(ref)
    if settings.data:
        settings.give(pack)
    _tell_pack(settings, pack)
    if pack["leaks"]:
        sys.exit(ReleaseRefused.exit_code)
    if pack["limits"]:
        sys.exit(FOUND_ERRORS)


@main.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands; add it to your shell's settings."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - seldom

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(main, {}, "alongside", "_ALONGSIDE_COMPLETE").source())


def _with_progress(
    settings: Settings, office: "Office", cases: tuple[str, ...]
) -> "BuildReport":
    quiet = settings.data or settings.quiet or not sys.stderr.isatty()
    count = len(office.refs(cases))
    with click.progressbar(
        length=count, label="Building", file=sys.stderr, hidden=quiet
    ) as bar:
        return office.build(cases, lambda _: bar.update(1))


def _end(findings: Iterable["Finding"]) -> None:
    if any(f.severity == "error" for f in findings):
        sys.exit(FOUND_ERRORS)


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
    from workflow.services.ports import Written  # noqa: PLC0415 - likewise

    held = [m for m in report.waiting if m.written is Written.OPEN_ELSEWHERE]
    if report.troubles or held:
        sys.exit(WorkspaceError.exit_code)
    if report.blocked or report.waiting:
        sys.exit(TemplateFault.exit_code)
    _end(report.findings)


def _finding(finding: "Finding") -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "case": finding.case,
        "file": finding.place.file,
        "line": finding.place.line,
        "field": finding.place.field,
        "message": finding.message,
    }


def _due(item: "DueItem") -> dict[str, object]:
    return {
        "case": item.case or None,
        "item": item.item,
        "kind": item.kind,
        "source": item.source,
        "due_on": item.due_on.isoformat(),
        "status": item.status.value,
        "days_late": item.days_late,
        "lead": item.lead,
    }


def _made(made: "Made", reason: str) -> dict[str, object]:
    return {
        "case": made.case,
        "document": made.document,
        "file": made.file,
        "reason": reason,
        "standing": made.standing,
    }


def _report(report: "BuildReport") -> dict[str, object]:
    return {
        "made": [_made(m, m.reason.value) for m in report.made if m.reason],
        "kept": [_made(m, "nothing changed") for m in report.kept],
        "findings": len(report.findings),
        "waiting": [_made(m, m.problem) for m in report.waiting],
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
        "troubles": [vars(trouble) for trouble in report.troubles],
    }


def _template(report: "TemplateReport") -> dict[str, object]:
    kind, looked = report.sheet.said, report.looked
    return {
        "document": kind.name,
        "layout": report.sheet.layout.value,
        "id": kind.id,
        "title": kind.title,
        "errors": len(looked.errors),
        "warnings": len(looked.faults) - len(looked.errors),
        "in_use": report.in_use.value,
        "annotated": report.annotated,
        "why_slow": report.why_slow,
        "faults": [
            {
                "kind": fault.kind.value,
                "severity": fault.severity.value,
                "part": fault.spot.part,
                "heading": fault.spot.heading,
                "paragraph": fault.spot.paragraph,
                "text": fault.spot.text,
                "tag": fault.tag,
                "message": fault.message,
                "fix": fault.fix,
            }
            for fault in looked.faults
        ],
        "uses": [
            {"field": used.path, "label": used.label, "needed": used.needed}
            for used in looked.uses
        ],
        "missing": [
            {"case": m.case, "file": m.file, "field": m.path, "label": m.label}
            for m in report.missing
        ],
    }


def _tell_template(settings: Settings, report: "TemplateReport") -> None:
    """Tell of one template: errors first, warnings after, then what it uses."""
    from workflow.domain.documents import IN_BRACKETS  # noqa: PLC0415 - see above
    from workflow.domain.template_faults import InUse, place  # noqa: PLC0415 - likewise

    if settings.data:
        return
    looked = report.looked
    layout = IN_BRACKETS.get(report.sheet.layout)
    name = report.sheet.said.name + (f" ({layout})" if layout else "")
    for fault in looked.faults:
        click.echo(f"{fault.severity.value}: {name}: {fault.message}")
        click.echo(f"    {place(fault.spot)}: {fault.spot.text}")
        click.echo(f"    What to do: {fault.fix}")
    if not looked.faults:
        settings.say(f"{name}: nothing wrong.")
    if report.in_use is InUse.LAST_GOOD:
        settings.say("    Until it is mended, the last good template is used.")
    if report.in_use is InUse.NONE:
        settings.say("    Until it is mended, this document is not made.")
    if report.annotated:
        settings.say(f"    Each place is marked in {report.annotated}")
    if report.why_slow:
        settings.say(f"    It works, but is filled the slow way: {report.why_slow}.")
    labels = dict.fromkeys(used.label for used in looked.uses)
    if labels:
        settings.say(f"    Uses {len(labels)} fields: {'; '.join(labels)}.")
    for missing in report.missing:
        settings.say(
            f"    Not written yet: {missing.case}, {missing.file}: {missing.label}"
        )


def _tell_findings(findings: Iterable["Finding"]) -> None:
    for finding in findings:
        where = "/".join(p for p in (finding.case, finding.place.file) if p)
        line = f" line {finding.place.line}" if finding.place.line else ""
        field = f", {finding.place.field}" if finding.place.field else ""
        click.echo(f"{finding.severity.value}: {finding.message}")
        if finding.detail:
            click.echo(f"    {finding.detail}")
        click.echo(f"    {where}{line}{field} [{finding.rule}]")


def _tell_steps(settings: Settings, steps: Iterable["Step"]) -> None:
    for number, step in enumerate(steps, start=1):
        if number == 1:
            settings.say("What to do next:")
        line = f" line {step.place.line}" if step.place.line else ""
        settings.say(f"  {number}. {step.do}")
        settings.say(f"     {step.place.file}{line}")


def _tell_cases(settings: Settings, report: "BuildReport") -> None:
    """Cases that were left out, and new files for people to fill in."""
    for trouble in report.troubles:
        click.echo(f"Left out: {trouble.case}. {trouble.why}")
    for new in report.proposed:
        settings.say(f"New file for you: {new.case}/{new.file}: {new.why}.")


def _tell_build(settings: Settings, report: "BuildReport", office: "Office") -> None:
    from workflow.domain.overview import late_items  # noqa: PLC0415 - keeps help instant
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
    in_cases = (item for status in report.cases for item in status.due)
    late = late_items((*in_cases, *report.owed))
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
    errors = sum(f.severity == "error" for f in report.findings)
    overview = office.root / "governance" / "reports" / "overview.html"
    settings.say(
        f"{len(report.findings)} findings, {errors} of them to put right."
        f" See {overview}"
    )
