"""Commands about what leaves a case: what was shared, letters, what one may ask for."""

from datetime import date

import click

from workflow.commands.building import made_row
from workflow.commands.settings import DATE, Settings, as_day, told_written


@click.command()
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


@click.command()
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
        settings.give([made_row(one, one.reason or "") for one in made])
    for one in made:
        draft = " (draft)" if one.standing == "draft" else ""
        settings.say(f"Made {case}/generated/{one.file}{draft}")
    settings.say("Read both before anything is sent.")


@click.command()
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


@click.command(name="subject-access")
@click.argument("case", default="")
@click.option("--contact", default="", help="A contact of CASE asks: their id, say c1.")
@click.option("--staff", default="", help="A worker asks: their id; then no CASE.")
@click.option(
    "--received", type=DATE, callback=as_day, help="The day they asked (today)."
)
@click.pass_obj
def subject_access(
    settings: Settings, case: str, contact: str, staff: str, received: date | None
) -> None:
    """List all that is held about the person of CASE, and what to look at first.

    Whoever answers the request reads what is marked and decides; nothing is given out.
    """
    from workflow.wiring.subject_access import (  # noqa: PLC0415 - slow, seldom
        list_held,
        list_held_about_other,
    )

    if bool(case) == bool(staff) or (contact and staff):
        raise click.UsageError("Name a case, a case and a --contact, or a --staff.")
    office = settings.office()
    if contact or staff:
        found = list_held_about_other(office, case, contact or staff, received)
    else:
        found = list_held(office, case, received)
    if settings.data:
        settings.give(
            {
                "file": str(found.file),
                "cases": list(found.cases),
                "look_at_first": found.first,
                "not_read": found.unread,
                "answer_by": str(found.until),
            }
        )
        return
    told_written(settings, found.file, found.written)
    if len(found.cases) > 1:
        settings.say(f"Cases about the same person: {', '.join(found.cases)}.")
    if found.unread:
        settings.say(
            f"{found.unread} of the files could not be read. The sheet Files names"
            " them: look into them, for they are part of what is held."
        )
    settings.say(
        f"{found.first} of its lines are to be looked at before anything is given."
    )
    settings.say(f"Answer by {found.until}, and sooner if you can.")
