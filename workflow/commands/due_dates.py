"""The command that lists what is due."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from workflow.commands.settings import (
    Settings,
    must_be_known,
    on_many_cases,
    tell_clock,
    told_written,
)

if TYPE_CHECKING:
    from workflow.domain.diary import DueItem, DueStatus


@click.command()
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option("--overdue", is_flag=True, help="Only what is late.")
@click.option("--service", default="", help="Only this service, by its id.")
@click.option("--owner", default="", help="Only what this person has to do, by id.")
@click.option("--status", multiple=True, help="Only this status, for example due_soon.")
@click.option(
    "--register",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the review register as FILE.xlsx.",
)
@click.option(
    "--calendar",
    type=click.Path(path_type=Path),
    help="Write a calendar FILE.ics; or, in a folder, one for each case and owner.",
)
@on_many_cases
@click.pass_obj
def due(  # noqa: PLR0913 - one for each option
    settings: Settings,
    cases: tuple[str, ...],
    *,
    overdue: bool,
    service: str,
    owner: str,
    status: tuple[str, ...],
    register: Path | None,
    calendar: Path | None,
    jobs: int | None,
    on: str,
) -> None:
    """List what is due, late and escalated."""
    from workflow.services.reviewing import Wanted  # noqa: PLC0415 - keeps help instant
    from workflow.wiring.crews import Hired  # noqa: PLC0415 - likewise

    office = settings.office()
    tell_clock(office)
    organisation = office.practice.organisation
    must_be_known(
        service, [s.id for s in organisation.provider.record.services], "--service"
    )
    must_be_known(owner, [s.id for s in organisation.staff.record.staff], "--owner")
    wanted = Wanted(service, owner, _statuses(status), overdue)
    crew = settings.crew(office, cases, Hired(jobs, on))
    shown = replace(wanted, next_only=not (settings.data or status))
    if not (register or calendar):
        _tell(settings, office.due(cases, shown, crew))
        return
    diary = office.diary(cases, crew)
    _tell(settings, diary.items(shown))
    if register:
        told_written(settings, register, office.register(diary, wanted, register))
    if calendar:
        for path, written in office.calendars(diary, wanted, calendar).items():
            told_written(settings, path, written)


def _tell(settings: Settings, items: Iterable["DueItem"]) -> None:
    if settings.data:
        settings.give_each(_due(item) for item in items)
    else:
        _tell_due(settings, items)


def _statuses(codes: tuple[str, ...]) -> frozenset["DueStatus"]:
    from workflow.domain.diary import DueStatus  # noqa: PLC0415 - keeps help instant

    known = {status.value: status for status in DueStatus}
    for code in codes:
        must_be_known(code, known, "--status")
    return frozenset(known[code] for code in codes)


def _tell_due(settings: Settings, items: Iterable["DueItem"]) -> None:
    """Each on a line."""
    some = False
    for item in items:
        some = True
        days = "day" if item.days_late == 1 else "days"
        late = f", {item.days_late} working {days} late" if item.days_late else ""
        where = item.case or "whole service"
        settings.say(f"{item.due_on}  {where}  {item.item}: {item.status.label}{late}")
    if not some:
        settings.say("Nothing here is due.")


def _due(item: "DueItem") -> dict[str, object]:
    return {
        "case": item.case or None,
        "item": item.item,
        "kind": item.kind,
        "source": item.source,
        "due_on": item.due_on.isoformat(),
        "status": item.status.value,
        "days_late": item.days_late,
        "lead": item.lead,
    }
