"""Commands that open the pages."""

from contextlib import suppress

import click

from workflow.commands.settings import Settings, tell_clocks


@click.command()
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@click.option("--port", default=0, help="A port of your own choice; any free one else.")
@click.pass_obj
def start(settings: Settings, *, no_browser: bool, port: int) -> None:
    """Open Alongside: the pages, and documents made whenever cases settle."""
    _serve(settings, watching=True, browser=not no_browser, port=port)


@click.command()
@click.option("--no-browser", is_flag=True, help="Print the address; open no browser.")
@click.option("--port", default=0, help="A port of your own choice; any free one else.")
@click.pass_obj
def serve(settings: Settings, *, no_browser: bool, port: int) -> None:
    """Open the pages alone, on this computer only."""
    _serve(settings, watching=False, browser=not no_browser, port=port)


def _serve(settings: Settings, *, watching: bool, browser: bool, port: int) -> None:
    from workflow.wiring.serving import serve  # noqa: PLC0415 - keeps help instant

    office = settings.office()
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
