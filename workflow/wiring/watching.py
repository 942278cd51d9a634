"""Watching the folders, joined up."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from workflow.domain.errors import (
    NoConverter,
    WatchedElsewhere,
)
from workflow.domain.journal_chain import (
    changed_log,
)
from workflow.services.building import BuildReport
from workflow.services.watching import Hands, Notice, Pdfs
from workflow.services.watching import watch as keep_watch
from workflow.wiring.clock import Days
from workflow.wiring.office import Office, WatcherLease


@dataclass(frozen=True)
class Told:
    """Who hears about watching; PDFs are made only when somebody hears of them."""

    notice: Callable[[Notice], None] = lambda _: None
    pdfs: Callable[[Pdfs], None] | None = None


def watch(
    office: Office,
    stop: Callable[[], bool],
    *,
    fixed_day: bool,
    pause: float = 1.0,
    told: Told | None = None,
    here: bool = False,
    as_it_is: bool = False,
) -> Iterator[BuildReport]:
    """Build now, then whenever cases settle, until `stop`.

    `told` hears what there is to tell beside. `here` makes this the computer that
    watches a folder kept in step by a sync program; `as_it_is` says that files which
    are gone were taken away on purpose. Raises `WatchedElsewhere` when another
    computer watches such a folder.
    """
    from workflow.adapters.changes import Changes  # noqa: PLC0415 - slow, seldom
    from workflow.adapters.read_before import ReadBefore  # noqa: PLC0415 - likewise

    office.may_write()
    told, lease = told or Told(), _lease(office, here=here)
    now = replace(office, run=office.log, clock=None, lease=lease, before=ReadBefore())
    with Changes(office.root, as_it_is=as_it_is, ahead=True) as changes:
        hands = Hands(
            lambda: replace(now).ready,
            changes,
            lease,
            (lambda: office.today) if fixed_day else Days(office.root, office.today),
            stop,
            time.monotonic,
            pause,
            told.notice,
            (lambda report: _pdfs(office, report)) if told.pdfs else None,
            told.pdfs or (lambda _: None),
            lambda: _mend(office, told),
            changes.stirring,
        )
        try:
            yield from keep_watch(hands)
        finally:
            lease.end()


def _mend(office: Office, told: Told) -> None:
    """Put right what was cut short, and tell of journals that somebody changed."""
    found = Office(office.root, office.today, office.log).recover(documents=False)
    for fault in found.broken:
        told.notice(Notice("journal", changed_log(fault)))


def _lease(office: Office, *, here: bool) -> WatcherLease:
    """Who may watch: by lease, or by name where a sync program keeps copies."""
    from workflow.adapters.computer_name import (  # noqa: PLC0415 - seldom
        this_computer,
    )
    from workflow.adapters.lease import Lease, NamedWatcher  # noqa: PLC0415 - seldom
    from workflow.adapters.sync_folders import sync_program  # noqa: PLC0415 - seldom

    program = sync_program(office.root)
    if not program:
        return Lease(office.root, this_computer())
    named = NamedWatcher(office.root, this_computer(), program, here=here)
    if not named.tend():
        raise WatchedElsewhere(
            f"{named.holder}; {program} keeps a copy of this folder on each"
            " computer. To watch here instead: alongside watch --here"
        )
    return named


def _pdfs(office: Office, report: BuildReport) -> Pdfs:
    try:
        return Pdfs(office.pdfs(report))
    except NoConverter as error:
        return Pdfs((), str(error))
