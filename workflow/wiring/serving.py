"""The pages and the watching beside them, in one program."""

import threading
from collections.abc import Callable

from workflow.domain.errors import (
    WorkflowError,
)
from workflow.services.watching import Notice
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office
from workflow.wiring.watching import Told, watch

AGAIN = 5.0  # seconds before a drive that went away is asked again
ENDING = 3.0  # seconds a thread gets to end


def serve(
    office: Office,
    *,
    fixed_day: bool,
    watching: bool,
    browser: bool,
    tell: Callable[[str], None],
    port: int = 0,
) -> None:
    """The pages on this computer until they are stopped; with `watching` builds too.

    A second start joins the first: it opens another page of the same program.
    """
    from workflow.adapters.joining import (  # noqa: PLC0415 - seldom
        join,
        leave_note,
        take_note_away,
    )
    from workflow.web.serving import Serving, open_browser  # noqa: PLC0415 - likewise

    found = join(office.root)
    if found:
        _show(found, tell, open_browser if browser else None)
        tell("Alongside runs already on this computer; this is another page of it.")
        return
    desk = FrontDesk(office, fixed_day=fixed_day)
    _ = desk.sheets  # a fault in them is told before anybody begins to write
    serving = Serving(desk, port)
    desk.at_stop.append(serving.stop)
    works: list[Callable[[], None]] = [desk.keep_fresh]
    if watching:
        works.append(lambda: _keep_building(desk, tell))
    threads = [
        threading.Thread(target=keep_on, args=(work, desk, tell), daemon=True)
        for work in works
    ]
    try:
        leave_note(office.root, serving.port, serving.door.secret)
        for thread in threads:
            thread.start()
        _show(serving.address(), tell, open_browser if browser else None)
        serving.run()
    finally:
        desk.stop()
        take_note_away(office.root, serving.door.secret)
        for thread in threads:
            if thread.ident:  # it was begun
                thread.join(ENDING)


def _show(
    address: str, tell: Callable[[str], None], browser: Callable[[str], bool] | None
) -> None:
    """Open the page, or say where it is; the address opens once."""
    if browser is None or not browser(address):
        tell(f"Open this page in your browser: {address}")


def keep_on(
    work: Callable[[], None],
    desk: FrontDesk,
    tell: Callable[[str], None],
    pause: float = AGAIN,
) -> None:
    """Do a work until the desk is left; a drive that went away is waited for.

    What nobody foresaw is told too: pages that stay as they were would mislead.
    """
    while not desk.stopping():
        try:
            work()
        except (WorkflowError, OSError) as error:
            known = isinstance(error, WorkflowError)
            tell(str(error) if known else "The drive did not answer. Trying again.")
            desk.wait(pause)
        except Exception:  # noqa: BLE001 - its words may be of a person
            tell("Something went wrong here. Nothing is lost. Trying again.")
            desk.wait(pause)


def _keep_building(desk: FrontDesk, tell: Callable[[str], None]) -> None:
    """Watch beside the pages; what stops it is told, and the pages go on."""

    def hear(notice: Notice) -> None:
        if notice.kind != "alive":
            tell(notice.text)

    watching = watch(
        desk.office, desk.stopping, fixed_day=desk.fixed_day, told=Told(hear)
    )
    try:
        for report in watching:
            if report.made:
                tell(f"Made {len(report.made)} documents.")
    except WorkflowError as error:
        tell(str(error))
