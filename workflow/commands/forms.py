"""Commands for forms filled away from the screen: out, and in again."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.commands.settings import FOUND_ERRORS, Settings, told_written

if TYPE_CHECKING:
    from workflow.services.importing import Imported
    from workflow.wiring.office import Office


@click.command()
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
    told_written(settings, target, written)
    settings.say("When it is filled and saved, put it into the folder inbox.")


def _tell_forms(settings: Settings, office: "Office", channel: str) -> None:
    from workflow.services.giving_forms import offered  # noqa: PLC0415 - keeps help instant

    sheets = offered(office.form_room.sheets, channel)
    if settings.data:
        settings.give([{"form": s.name, "title": s.title} for s in sheets])
    for sheet in sheets:
        settings.say(f"{sheet.name}: {sheet.title.replace('{name}', 'the person')}")


@click.command("import")
@click.pass_obj
def import_(settings: Settings) -> None:
    """Read the filled forms in the inbox; each waits until you accept it."""
    told: dict[str, list[dict[str, object]]] = {}
    for found in settings.office().import_forms():
        told.setdefault(found.outcome.value, []).append(vars(found))
        tell_imported(settings, found)
    if settings.data:
        outcomes = ("ready", "duplicate", "refused", "arriving")
        settings.give({outcome: told.get(outcome, []) for outcome in outcomes})
    if not told:
        settings.say("There is nothing in the inbox.")
    if "refused" in told:
        sys.exit(FOUND_ERRORS)


def tell_imported(settings: Settings, found: "Imported") -> None:
    """Tell what came of one file in the inbox, and what to do about it."""
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
