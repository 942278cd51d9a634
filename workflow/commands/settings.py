"""What every command works with: the options before it, and what several tell."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from workflow.services.ports import Written
    from workflow.wiring.evidence import Evidence
    from workflow.wiring.office import Office


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
        from workflow.wiring.office import open_office  # noqa: PLC0415 - keeps help instant

        return open_office(self.workspace, self.day)

    def evidence(self) -> "Evidence":
        """What proves the work, in the workspace."""
        from workflow.wiring.evidence import Evidence  # noqa: PLC0415 - likewise

        return Evidence(self.office())

    def say(self, text: str = "") -> None:
        """Tell a person something, unless they asked for quiet or for data."""
        if not (self.quiet or self.data):
            click.echo(text)

    def give(self, result: object) -> None:
        """Print the machine-readable result."""
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))


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


def told_written(settings: Settings, path: Path, written: "Written") -> None:
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
    click.echo(click.style(text, bold=True, fg="red"), err=True)
