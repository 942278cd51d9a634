"""Commands that keep files safe: earlier contents, recovery, doctor, the journal."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.commands.forms import tell_imported
from workflow.commands.settings import FOUND_ERRORS, Settings

if TYPE_CHECKING:
    from workflow.domain.journal_chain import Broken
    from workflow.services.recovering import Recovered


@click.command()
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


@click.command()
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


@click.command()
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
        tell_imported(settings, one)
    for file in found.found:
        settings.say(f"Not in the journal until now: {file}. It was written down.")
    if found.settled:
        settings.say(f"Begun and not noted as done: {found.settled}. Noted now.")
    _tell_broken(found.broken)
    if found.nothing:
        settings.say("Everything is in order; there was nothing to put right.")


@click.command()
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
    from workflow.adapters.computer_name import this_computer  # noqa: PLC0415 - likewise
    from workflow.adapters.torture import Torture  # noqa: PLC0415 - likewise
    from workflow.domain.torture import page  # noqa: PLC0415 - keeps help instant
    from workflow.wiring.clock import day_now  # noqa: PLC0415 - likewise

    verdict = Torture(folder, name or this_computer(), rounds, settings.say, wait).run()
    if settings.data:
        trials = [vars(trial) for trial in verdict.trials]
        settings.give(vars(verdict) | {"trials": trials, "safe": verdict.safe})
    settings.say(page(verdict, str(folder), str(settings.day or day_now())))
    if not verdict.safe:
        sys.exit(FOUND_ERRORS)


@click.command()
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `--json verify` printed earlier, kept where nobody can change both.",
)
@click.pass_obj
def verify(settings: Settings, against: Path | None) -> None:
    """See whether anybody has changed the journal."""
    from workflow.adapters.seen_heads import kept  # noqa: PLC0415 - keeps help instant

    office = settings.office()
    broken = office.verify(kept(against) if against else ())
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
