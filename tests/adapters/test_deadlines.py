"""A write that hangs is given up in time and tried again; nothing is half done."""

import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue

import pytest

from workflow.adapters import deadlines
from workflow.adapters.crews.processes import cheap
from workflow.adapters.deadlines import be_patient, bounded, step
from workflow.adapters.journal import RunLog, verify
from workflow.adapters.published import Publications
from workflow.adapters.safe_files import place, recover, retire, sha256, swap, take
from workflow.domain.errors import WorkspaceUnreachable
from workflow.domain.making import Receipt
from workflow.services.ports import Written
from workflow.services.troubles import concerns_all, explained

SOON = 0.3  # seconds of patience with a drive that hangs
LONG = 600.0  # seconds that it hangs, and of patience with one that is only busy
OLD, NEW = b"what stood", b"what shall stand"


@pytest.fixture(autouse=True)
def _much_patience() -> Iterator[None]:
    be_patient(LONG)
    yield
    be_patient(deadlines.PATIENCE)


class Hanging:
    """A drive on which one file operation does not come back until it may."""

    def __init__(self, patch: pytest.MonkeyPatch, name: str, nth: int = 1) -> None:
        be_patient(SOON)
        self.back, self.left = threading.Event(), nth
        self.real = getattr(os, name)
        self.threads: list[threading.Thread] = []
        patch.setattr(os, name, self)

    def __call__(self, *facts: object, **more: object) -> object:
        """Hang when it is time to."""
        self.left -= 1
        if self.left == 0:
            self.threads.append(threading.current_thread())
            self.back.wait(LONG)
        return self.real(*facts, **more)

    def answer(self) -> None:
        """Come back, and let what was given up end."""
        be_patient(LONG)
        self.back.set()
        for thread in self.threads:
            thread.join(LONG)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "generated"
    made.mkdir()
    return made


def given_up(began: float) -> None:
    assert time.monotonic() - began < LONG / 2


@pytest.mark.parametrize("operation", ["open", "write", "fsync", "close", "link"])
def test_a_new_file_that_hangs_is_given_up_and_the_next_try_succeeds(
    folder: Path, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    path, began = folder / "plan.docx", time.monotonic()
    drive = Hanging(monkeypatch, operation)
    with pytest.raises(OSError, match="in time") as told:
        place(path, NEW)
    given_up(began)
    assert told.value.errno == errno.ETIMEDOUT
    assert not path.exists()
    drive.answer()
    assert not path.exists() or path.read_bytes() == NEW
    assert place(path, NEW) in {Written.CREATED, Written.IDENTICAL}
    assert [p.name for p in folder.iterdir()] == ["plan.docx"]


@pytest.mark.parametrize("operation", ["open", "write", "fsync", "rename", "link"])
@pytest.mark.parametrize("nth", [1, 2])
def test_a_change_that_hangs_loses_nothing_and_the_next_try_succeeds(
    folder: Path, monkeypatch: pytest.MonkeyPatch, operation: str, nth: int
) -> None:
    path, history = folder / "plan.docx", folder.parent / "_history"
    place(path, OLD)
    drive = Hanging(monkeypatch, operation, nth)
    try:
        swap(path, sha256(OLD), NEW, history)
    except OSError as error:
        assert error.errno == errno.ETIMEDOUT  # noqa: PT017 - not every nth comes
    drive.answer()
    recover(folder, history)
    standing = path.read_bytes()
    assert standing in {OLD, NEW}
    if standing == OLD:
        assert swap(path, sha256(OLD), NEW, history) is Written.UPDATED
    assert path.read_bytes() == NEW
    assert OLD in {p.read_bytes() for p in history.iterdir()}


def test_what_was_given_up_takes_no_further_step_when_the_drive_is_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, history = folder / "plan.docx", folder.parent / "_history"
    place(path, OLD)
    drive = Hanging(monkeypatch, "fsync")
    with pytest.raises(OSError, match="in time"):
        swap(path, sha256(OLD), NEW, history)
    drive.answer()
    assert path.read_bytes() == OLD
    assert list(history.iterdir()) == []


@pytest.mark.parametrize(
    "act",
    [
        lambda path, history: retire(path, sha256(OLD), history),
        lambda path, history: take(path, history / "kept"),
    ],
    ids=["retire", "take"],
)
def test_moving_a_file_away_is_given_up_too(
    folder: Path, monkeypatch: pytest.MonkeyPatch, act: Callable[[Path, Path], bool]
) -> None:
    path, history = folder / "plan.docx", folder.parent / "_history"
    place(path, OLD)
    drive = Hanging(monkeypatch, "rename")
    with pytest.raises(OSError, match="in time"):
        act(path, history)
    drive.answer()
    recover(folder, history)
    kept = [p for place in (folder, history) for p in place.iterdir()]
    assert [p.read_bytes() for p in kept] == [OLD]


def test_a_journal_that_hangs_is_given_up_and_a_new_one_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "_system").mkdir()
    folder = tmp_path / "_system" / "log"
    log = RunLog(folder, lambda: "2026-11-23T09:30:00+00:00")
    log.done(log.intend("save", "SG-2026-014", "plan"), "updated")
    drive = Hanging(monkeypatch, "fsync")
    with pytest.raises(OSError, match="in time"):
        log.intend("save", "SG-2026-014", "plan")
    drive.answer()
    log.done(log.intend("save", "SG-2026-014", "plan"), "updated")
    log.close()
    assert verify(folder) == ()
    assert len(list(folder.rglob("*.jsonl"))) == 2


def test_a_slow_drive_that_answers_each_time_is_not_given_up(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = 4.0  # of which each step takes so little that a busy machine may stall
    for name in ("open", "fsync", "link"):
        real = getattr(os, name)

        def slow(*facts: object, act: object = real, **more: object) -> object:
            time.sleep(patience * 0.35)
            return act(*facts, **more)  # type: ignore[operator]

        monkeypatch.setattr(os, name, slow)
    be_patient(patience)
    began = time.monotonic()
    assert place(folder / "plan.docx", NEW) is Written.CREATED
    assert time.monotonic() - began > patience


def test_documents_published_together_on_a_slow_drive_are_not_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "SG-2026-014").mkdir()
    log = RunLog(tmp_path / "_system", lambda: "2026-11-23T09:30:00+00:00")
    case = tmp_path / "SG-2026-014"
    made, kept, history = (case / n for n in ("generated", "_receipts", "_history"))
    shelf = Publications(case, made, kept, history, log)
    real = os.fsync

    def slow(handle: int) -> None:
        time.sleep(SOON * 0.5)
        real(handle)

    monkeypatch.setattr(os, "fsync", slow)
    named = [(f"{n}.docx", b"%d" % n) for n in range(3)]
    papers = [
        (Receipt(name, 1, "D1", "c", "t", sha256(content), "1", "final"), content)
        for name, content in named
    ]
    assert shelf.publish_all(papers) == (Written.CREATED,) * 3


def test_documents_published_together_that_hang_are_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "SG-2026-014"
    made, kept, history = (case / n for n in ("generated", "_receipts", "_history"))
    made.mkdir(parents=True)
    log = RunLog(tmp_path / "_system", lambda: "2026-11-23T09:30:00+00:00")
    papers = [
        (Receipt(name, 1, "D1", "c", "t", sha256(NEW), "1", "final"), NEW)
        for name in ("one.docx", "two.docx")
    ]
    log.done(log.intend("save", "SG-2026-014", "plan"), "updated")
    drive = Hanging(monkeypatch, "link", 4)  # two notes, one document, the other
    with pytest.raises(OSError, match="in time"):
        Publications(case, made, kept, history, log).publish_all(papers)
    drive.answer()
    standing = {p.name: p.read_bytes() for p in made.glob("[!.]*")}
    assert standing["one.docx"] == NEW
    assert set(standing.values()) == {NEW}
    again = Publications(case, made, kept, history, log).publish_all(papers)
    assert set(again) <= {Written.CREATED, Written.IDENTICAL}
    assert {p.name for p in made.iterdir()} == {"one.docx", "two.docx"}
    assert not list(kept.glob("*.begun"))


def test_where_too_many_hang_no_more_are_begun(folder: Path) -> None:
    back, begun = threading.Event(), []

    @bounded
    def hang() -> None:
        begun.append(threading.current_thread())
        back.wait(LONG)
        step()

    be_patient(SOON)
    for _ in range(deadlines.MOST + 3):
        with pytest.raises(OSError, match="in time"):
            hang()
    assert len(begun) == deadlines.MOST
    be_patient(LONG)
    began = time.monotonic()
    with pytest.raises(OSError, match="in time"):
        place(folder / "plan.docx", NEW)
    given_up(began)
    back.set()
    for thread in begun:
        thread.join(LONG)
    assert place(folder / "plan.docx", NEW) is Written.CREATED


@bounded
def whoever_writes() -> threading.Thread:
    return threading.current_thread()


def test_one_write_follows_the_other_in_the_same_thread() -> None:
    writers = [whoever_writes() for _ in range(20)]
    assert threading.current_thread() not in writers
    assert len(set(writers)) < len(writers)


def test_a_thread_that_hangs_is_given_nothing_more_to_write_and_ends() -> None:
    back, begun = threading.Event(), SimpleQueue[threading.Thread]()

    @bounded
    def hang() -> None:
        begun.put(threading.current_thread())
        back.wait(LONG)

    be_patient(SOON)
    with pytest.raises(OSError, match="in time"):
        hang()
    hanging = begun.get(timeout=LONG)
    be_patient(LONG)
    assert whoever_writes() is not hanging
    back.set()
    hanging.join(LONG)
    assert not hanging.is_alive()


def test_two_that_write_at_once_do_not_wait_for_one_another() -> None:
    both = threading.Barrier(2)

    @bounded
    def meet() -> int:
        return both.wait(LONG)

    with ThreadPoolExecutor() as pool:
        met = [pool.submit(meet) for _ in range(2)]
        assert {each.result(LONG) for each in met} == {0, 1}


def test_nobody_who_writes_is_left_where_a_process_is_to_be_copied() -> None:
    writer = whoever_writes()
    cheap()
    assert not writer.is_alive()
    assert whoever_writes() is not writer


@pytest.mark.skipif(not hasattr(os, "fork"), reason="copies of processes")
def test_a_copy_of_a_process_does_not_wait_for_threads_that_did_not_come_along(
    folder: Path,
) -> None:
    script = (
        "import os, sys; from pathlib import Path;"
        " from workflow.adapters.safe_files import place; path = Path(sys.argv[1]);"
        " place(path / 'one', b''); child = os.fork();"
        " place(path / ('other' if child else 'copy'), b'');"
        " sys.exit(os.waitpid(child, 0)[1] if child else 0)"
    )
    subprocess.run([sys.executable, "-c", script, folder], check=True, timeout=LONG)
    assert {p.name for p in folder.iterdir()} == {"one", "other", "copy"}


def test_it_is_told_as_a_drive_that_cannot_be_reached() -> None:
    told = explained(OSError(errno.ETIMEDOUT, ""))
    assert isinstance(told, WorkspaceUnreachable)
    assert concerns_all(told)


def test_whatever_the_write_raises_is_raised_where_it_is_waited_for() -> None:
    @bounded
    def end() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        end()
