"""Commands that begin something: a workspace, a case."""

from pathlib import Path

import click

from workflow.commands.settings import Settings


@click.command()
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


@click.command()
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
