"""The command line: which commands there are, and how errors are told."""

import sys
from datetime import date
from pathlib import Path

import click

from workflow.commands.beginning import init, new
from workflow.commands.building import build, watch
from workflow.commands.checking import audit, check
from workflow.commands.due_dates import due
from workflow.commands.evidence import inspection, measures, sample, tender
from workflow.commands.forms import forms, import_
from workflow.commands.keeping import doctor, history, recover, restore, verify
from workflow.commands.serving import serve, start
from workflow.commands.settings import DATE, Settings, as_day
from workflow.commands.sharing import letter, sent, sharing, subject_access
from workflow.commands.templates import render, template


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
    callback=as_day,
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
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what makes SHELL complete commands; add it to your shell's settings."""
    from click.shell_completion import get_completion_class  # noqa: PLC0415 - seldom

    kind = get_completion_class(shell)
    if kind is not None:
        click.echo(kind(main, {}, "alongside", "_ALONGSIDE_COMPLETE").source())


for _each in (
    init,
    new,
    check,
    build,
    watch,
    start,
    serve,
    due,
    forms,
    import_,
    history,
    restore,
    recover,
    doctor,
    verify,
    sharing,
    letter,
    sent,
    audit,
    render,
    template,
    measures,
    subject_access,
    inspection,
    sample,
    tender,
):
    main.add_command(_each)
