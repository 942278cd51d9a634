"""The command line: which commands there are, and how errors are told."""

import sys
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

import click

from workflow.commands.settings import DATE, Settings, as_day, as_path

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = {
    "audit": ("checking", "Answer the auditor's four questions for CASE."),
    "build": ("building", "Make every document that is missing or out of date."),
    "check": ("checking", "Show every finding, each with its file, line and field."),
    "dpia": (
        "retention",
        "Make a data protection impact assessment to begin with, in Word.",
    ),
    "doctor": (
        "keeping",
        "Say what this folder and this computer can do, and how to mend the rest.",
    ),
    "due": ("due_dates", "List what is due, late and escalated."),
    "forms": (
        "forms",
        "Make FORM of CASE to fill away from the screen; without FORM list them.",
    ),
    "history": (
        "keeping",
        "Show what the files of CASE, or one FILE of it, held before.",
    ),
    "import": (
        "forms",
        "Read the filled forms in the inbox; each waits until you accept it.",
    ),
    "init": ("beginning", "Make a new workspace in FOLDER from the starter one."),
    "inspection": (
        "evidence",
        "Make the pack for an inspector: each case with its lines, and the reports.",
    ),
    "letter": (
        "sharing",
        "Make the letter to a professional that an AGREEMENT in CASE allows.",
    ),
    "measures": ("evidence", "Count the measures of a period, small numbers hidden."),
    "new": ("beginning", "Make a new case folder with the questions to ask first."),
    "recover": ("keeping", "Put right whatever a crash or a power cut left half done."),
    "retention": (
        "retention",
        "List until when each closed case is kept, and what could be destroyed.",
    ),
    "render": ("templates", "Fill any Word TEMPLATE with a CONTEXT.json."),
    "restore": (
        "keeping",
        "Put an earlier VERSION of a FILE of CASE back; the present one is kept.",
    ),
    "sample": (
        "evidence",
        "Draw the record sample of a month, with its checklist to fill in.",
    ),
    "sent": ("sharing", "Say that the letter FILE of CASE has been sent."),
    "serve": ("serving", "Open the pages alone, on this computer only."),
    "sharing": (
        "sharing",
        "Show each thing shared in CASE against what the person agreed.",
    ),
    "start": (
        "serving",
        "Open Alongside: the pages, and documents made whenever cases settle.",
    ),
    "subject-access": (
        "sharing",
        "List all that is held about the person of CASE, and what to look at first.",
    ),
    "template": ("templates", "Look after the Word templates."),
    "tender": (
        "evidence",
        "Build and check the pack of tender REF; with --release, let it go.",
    ),
    "verify": ("keeping", "See whether anybody has changed the journal."),
    "watch": ("building", "Build whenever cases settle, until Ctrl-C."),
}
"""Each command: its room, which is entered when it runs, and what it says of itself."""


class Commands(click.Group):
    """The commands, with every error we know told in plain words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command by name."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, from its room."""
        if cmd_name in COMMANDS and cmd_name not in self.commands:
            room = import_module(f"workflow.commands.{COMMANDS[cmd_name][0]}")
            self.add_command(_command(room, cmd_name), cmd_name)
        return super().get_command(ctx, cmd_name)

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """List what each says of itself, without entering a room: help is instant."""
        told = {n: click.Command(n, help=said) for n, (_, said) in COMMANDS.items()}
        click.Group(commands={**told, **self.commands}).format_commands(ctx, formatter)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; end with the exit code of the error, never a traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            sys.exit(0)
        except Exception as error:  # noqa: BLE001 - the only catcher of errors
            from workflow.domain.errors import WorkflowError  # noqa: PLC0415 - see above
            from workflow.services.troubles import explained  # noqa: PLC0415 - likewise

            if isinstance(error, OSError):
                error = explained(error)
            if not isinstance(error, WorkflowError):
                click.echo(unforeseen(error), err=True)
                sys.exit(WorkflowError.exit_code)
            click.echo(str(error), err=True)
            sys.exit(error.exit_code)


def _command(room: ModuleType, name: str) -> click.Command:
    """The command of this name in a room."""
    found = (one for one in vars(room).values() if isinstance(one, click.Command))
    return next(one for one in found if one.name == name)


def unforeseen(error: Exception) -> str:
    """A fault of ours, told by its kind and place; its words may be a person's."""
    from pathlib import Path  # noqa: PLC0415 - keeps help instant

    trace, where = error.__traceback__, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        where = f"{Path(code.co_filename).name}, {code.co_name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return (
        "Something went wrong that is a fault of Alongside. Nothing is lost: what stood"
        " before still stands. Tell whoever looks after Alongside this line:"
        f" {type(error).__name__} at {where}"
    )


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--workspace",
    type=click.Path(file_okay=False),
    callback=as_path,
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
    workspace: "Path | None",
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
