"""What every command works with: the options before it, and what several tell."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from pathlib import Path

    from workflow.services.crew import Crew
    from workflow.services.ports import Written
    from workflow.wiring.crews import Helper, Hired
    from workflow.wiring.evidence import Evidence
    from workflow.wiring.office import Office


FOUND_ERRORS = 1
MOST_JOBS = 61  # Windows waits for no more


class Settings:
    """The options that stand before the command."""

    def __init__(
        self, workspace: "Path | None", day: date | None, *, data: bool, quiet: bool
    ) -> None:
        """Keep the options as given; `data` asks for machine-readable results."""
        self.workspace = workspace
        self.day = day
        self.data = data
        self.quiet = quiet

    def office(self) -> "Office":
        """Open the workspace."""
        from workflow.wiring.office import open_office  # noqa: PLC0415 - keeps help instant

        return open_office(self.workspace, self.day)

    def evidence(self) -> "Evidence":
        """What proves the work, in the workspace."""
        from workflow.wiring.evidence import Evidence  # noqa: PLC0415 - likewise

        return Evidence(self.office())

    def crew(
        self, office: "Office", cases: tuple[str, ...], hired: "Hired"
    ) -> "Crew[Helper] | None":
        """Whoever does the work on the cases named, or on all of them."""
        from workflow.wiring.crews import crew_for  # noqa: PLC0415 - likewise

        count = len(cases) or len(office.cases.refs())
        tell = lambda text: click.echo(text, err=True)  # noqa: E731
        return crew_for(office, count, hired, tell)

    def say(self, text: str = "") -> None:
        """Tell a person something, unless they asked for quiet or for data."""
        if not (self.quiet or self.data):
            click.echo(text)

    def give(self, result: object) -> None:
        """Print the machine-readable result."""
        import json  # noqa: PLC0415 - keeps help instant

        click.echo(json.dumps(result, ensure_ascii=False, indent=2))

    def give_each(self, results: Iterable[object]) -> None:
        """Print the machine-readable results as a list, each as it comes."""
        import json  # noqa: PLC0415 - keeps help instant
        from textwrap import indent  # noqa: PLC0415 - likewise

        before = "["
        for result in results:
            text = json.dumps(result, ensure_ascii=False, indent=2)
            click.echo(before + "\n" + indent(text, "  "), nl=False)
            before = ","
        click.echo("[]" if before == "[" else "\n]")


F = TypeVar("F", bound=Callable[..., object])


def on_many_cases(command: F) -> F:
    """The options of a command that may have many cases to work on."""
    jobs = click.option(
        "--jobs",
        type=click.IntRange(1, MOST_JOBS),
        help="How many processes work at once (default: as many as there are cores,"
        " where there are many cases; build takes more, because it waits for the"
        " drive).",
    )
    on = click.option(
        "--on", default="", help="Work on a Dask cluster, say tcp://10.0.0.5:8786."
    )
    return jobs(on(command))


def as_path(_: click.Context, __: click.Parameter, value: str | None) -> "Path | None":
    """The folder that was given."""
    from pathlib import Path  # noqa: PLC0415 - keeps help instant

    return Path(value) if value else None


def as_day(
    _: click.Context, __: click.Parameter, value: datetime | None
) -> date | None:
    """The day that was given, without an hour."""
    return value.date() if value else None


DATE = click.DateTime(["%Y-%m-%d"])


def must_be_known(value: str, known: Iterable[str | None], option: str) -> None:
    """Raise `BadParameter`, with the names there are, for one that is not there."""
    names = sorted(name for name in known if name)
    if value and value not in names:
        raise click.BadParameter(
            f"There is only: {', '.join(names)}.", param_hint=option
        )


def told_written(settings: Settings, path: "Path", written: "Written") -> None:
    """Tell what became of a file that somebody asked for."""
    from workflow.services.ports import Written  # noqa: PLC0415 - keeps help instant

    if written in (Written.OPEN_ELSEWHERE, Written.KEPT_HAND_EDITS):
        click.echo(f"{path} is open somewhere, so it was left as it is.", err=True)
    else:
        settings.say(f"Wrote {path}.")


def tell_clock(office: "Office") -> None:
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
    _loudly(text)


def tell_clocks(office: "Office") -> None:
    """The same, and that the shared drive's clock shows another day; it is asked.

    For commands that write: the drive is asked by making a folder for a moment, once
    something of ours stands there.
    """
    from workflow.domain.retention import clocks_agree  # noqa: PLC0415 - keeps help instant
    from workflow.wiring.clock import day_now, drives_day  # noqa: PLC0415 - likewise

    tell_clock(office)
    begun = (office.root / "_system").is_dir()
    here, drive = day_now(), drives_day(office.root) if begun else None
    if not clocks_agree(here, here, drive, None):
        _loudly(
            f"LOOK: this computer's clock says {here}, but the shared drive's says"
            f" {drive}. Put the wrong one right: until then what is late may be told"
            " too early or too late. Nothing is destroyed meanwhile."
        )


def _loudly(text: str) -> None:
    click.echo(click.style(text, bold=True, fg="red"), err=True)
