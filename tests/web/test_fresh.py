"""The pages hear of what changes on the drive, whoever changes it."""

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import WorkspaceUnreachable
from workflow.wiring import front_desk
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.serving import keep_on

PATIENCE = 180.0  # seconds on a busy machine
TAM = CaseRef("SG-2026-014")


@pytest.fixture
def fresh(desk: FrontDesk) -> Iterator[FrontDesk]:
    """A desk that is kept fresh by its own thread."""
    thread = threading.Thread(target=desk.keep_fresh, daemon=True)
    thread.start()
    yield desk
    desk.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def soon(happens: Callable[[], bool]) -> bool:
    """Whether something happens while anybody would wait for it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if happens():
            return True
        time.sleep(0.2)
    return False


def says(desk: FrontDesk) -> str:
    return next(g.says for g in desk.outlines()[0] if g.ref == TAM)


def test_a_file_somebody_changes_in_notepad_is_on_the_pages_soon(
    fresh: FrontDesk,
) -> None:
    path = fresh.office.root / "cases" / TAM / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    old = "what_i_want_to_happen: He comes, we have tea, he goes when it's time."
    assert old in text
    path.write_text(text.replace(old, "what_i_want_to_happen: Cake."), encoding="utf-8")

    assert soon(lambda: says(fresh) == "Cake.")


def test_a_case_that_comes_and_goes_is_listed_and_forgotten(fresh: FrontDesk) -> None:
    cases = fresh.office.root / "cases"
    new = CaseRef("SG-2026-099")
    shutil.copytree(cases / TAM, cases / new)
    assert soon(lambda: new in fresh.refs())
    shutil.rmtree(cases / new)

    assert soon(lambda: new not in fresh.refs())


def test_a_draft_is_no_reason_to_read_every_case(fresh: FrontDesk) -> None:
    assert soon(lambda: fresh.outlines()[1] == 0)
    before = fresh.office
    folder = fresh.office.root / "cases" / "_drafts" / "st-03"
    folder.mkdir(parents=True)
    (folder / f"{'a' * 32}.000001.json").write_text("{}")
    time.sleep(4)

    assert fresh.office is before


def test_a_drive_that_went_away_is_waited_for(desk: FrontDesk) -> None:
    told: list[str] = []
    tries: list[int] = []

    def work() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise WorkspaceUnreachable
        if len(tries) == 2:
            raise OSError(5, "Input/output error")
        desk.stop()

    keep_on(work, desk, told.append, pause=0.01)

    assert len(tries) == 3
    assert "cannot be reached" in told[0]
    assert told[1] == "The drive did not answer. Trying again."


def test_what_nobody_foresaw_is_told_without_its_words_and_tried_again(
    desk: FrontDesk,
) -> None:
    told: list[str] = []

    def work() -> None:
        if told:
            desk.stop()
            return
        raise RuntimeError(TAM)

    keep_on(work, desk, told.append, pause=0.01)
    assert told == ["Something went wrong here. Nothing is lost. Trying again."]


def test_on_a_new_day_the_pages_tell_what_has_become_late(
    desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = [desk.today]
    monkeypatch.setattr(front_desk, "Days", lambda *_: lambda: days[-1])
    left_open = FrontDesk(desk.office, fixed_day=False)

    def late() -> int:
        found, unread = left_open.outlines()
        return -1 if unread else sum(i.late for one in found for i in one.due)

    thread = threading.Thread(target=left_open.keep_fresh, daemon=True)
    thread.start()
    assert soon(lambda: late() >= 0)
    before = late()
    days.append(desk.today + timedelta(days=60))

    assert soon(lambda: late() > before)
    left_open.stop()
    thread.join(PATIENCE)
    assert not thread.is_alive()
