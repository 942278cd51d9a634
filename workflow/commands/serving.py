"""Commands that open the pages."""

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from workflow.commands.settings import Settings, tell_clocks

if TYPE_CHECKING:
    from workflow.wiring.office import Office

PAUSE = 5.0  # seconds between two looks for a drive that is not there yet
LOOKS = 120  # ten minutes: at log-on a drive may come late


@click.command()
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@click.option("--port", default=0, help="A port of your own choice; any free one else.")
@click.option(
    "--wait", is_flag=True, help="Wait up to ten minutes for a drive that comes late."
)
@click.pass_obj
def start(settings: Settings, *, no_browser: bool, port: int, wait: bool) -> None:
    """Open Alongside: the pages, and documents made whenever cases settle."""
    office = opened(settings, looks=LOOKS if wait else 0)
    _serve(settings, office, watching=True, browser=not no_browser, port=port)


@click.command()
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@click.option("--port", default=0, help="A port of your own choice; any free one else.")
@click.pass_obj
def serve(settings: Settings, *, no_browser: bool, port: int) -> None:
    """Open the pages alone, on this computer only."""
    office = settings.office()
    _serve(settings, office, watching=False, browser=not no_browser, port=port)


def opened(settings: Settings, *, looks: int) -> "Office":
    """The workspace, waited for this many looks.

    Raises what opening it raises, once that is still so at the last look.
    """
    from workflow.domain.errors import (  # noqa: PLC0415 - keeps help instant
        WorkspaceNotFound,
        WorkspaceUnreachable,
    )

    for left in range(looks, 0, -1):
        with suppress(WorkspaceNotFound, WorkspaceUnreachable):
            return settings.office()
        if left == looks:
            settings.say("The folder is not there yet. Waiting for the drive.")
        time.sleep(PAUSE)
    return settings.office()


def _serve(
    settings: Settings, office: "Office", *, watching: bool, browser: bool, port: int
) -> None:
    from workflow.wiring.serving import serve  # noqa: PLC0415 - keeps help instant

    tell_clocks(office)
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
