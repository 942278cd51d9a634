"""Many cases worked on at once: in order, whoever dies, and with nobody left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from workflow.adapters.crews import processes
from workflow.adapters.crews.chunks import MOST, chunked, do
from workflow.adapters.crews.processes import Processes
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import CaseNotFound, WorkerLost
from workflow.services.crew import Alone

REFS = tuple(CaseRef(f"SG-2026-{number:03}") for number in range(30))
LONG = 300.0


@dataclass(frozen=True)
class Room:
    """A room that keeps notes in a folder."""

    folder: Path

    def close(self) -> None:
        """Note it."""
        (self.folder / f"closed-{os.getpid()}").touch()


@dataclass(frozen=True)
class Opening:
    """Opens a room, and notes it."""

    folder: Path
    run: str = "one"

    def __call__(self) -> Room:
        """Open it."""
        (self.folder / f"opened-{self.run}-{os.getpid()}").touch()
        return Room(self.folder)


def backwards(room: Room, ref: CaseRef) -> str:
    """The later the case, the sooner it is done."""
    del room
    time.sleep((40 - int(ref[-3:])) / 2000)
    return f"{ref} done"


def refuse(room: Room, ref: CaseRef) -> str:
    del room
    if ref == REFS[17]:
        raise CaseNotFound(ref)
    return ref


def die_once(room: Room, ref: CaseRef) -> str:
    """The process that has the twelfth case dies, the first time."""
    mark = room.folder / "died"
    if ref == REFS[12] and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return ref


def die(room: Room, ref: CaseRef) -> str:
    del room
    if ref == REFS[12]:
        os._exit(3)
    return ref


def crew(folder: Path, tell: Callable[[str], None] = lambda _: None) -> Processes[Room]:
    return Processes(Opening(folder), 2, tell)


def test_what_comes_back_is_in_the_order_of_the_cases(tmp_path: Path) -> None:
    found = list(crew(tmp_path).each(backwards, REFS))
    assert found == [f"{ref} done" for ref in REFS]
    assert found == list(Alone(Room(tmp_path)).each(backwards, REFS))


def test_each_process_opens_its_room_once(tmp_path: Path) -> None:
    list(crew(tmp_path).each(backwards, REFS))
    assert len(list(tmp_path.glob("opened-*"))) == 2
    assert not (tmp_path / f"opened-one-{os.getpid()}").exists()


def who_knows(room: Room, ref: CaseRef) -> str:
    return f"{ref} {room.folder.name}"


@pytest.mark.skipif(sys.platform != "linux", reason="copies of processes")
def test_what_was_learnt_before_processes_are_copied_each_of_them_knows(
    tmp_path: Path,
) -> None:
    script = (
        "import sys; from pathlib import Path; from tests.adapters.test_crews import *;"
        " learnt = lambda refs: Room(Path(f'learnt for {len(refs)}'));"
        " crew = Processes(Opening(Path(sys.argv[1])), 2, print, learnt);"
        " known = [f'{ref} learnt for 30' for ref in REFS];"
        " assert list(crew.each(who_knows, REFS)) == known"
    )
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", script, str(tmp_path)]
    subprocess.run(command, check=True, timeout=LONG, cwd=root)
    assert list(tmp_path.iterdir()) == []  # nobody had to open a room


def test_a_process_lets_go_of_the_room_of_the_run_before(tmp_path: Path) -> None:
    for run in ("one", "one", "two"):
        do(Opening(tmp_path, run), refuse, REFS[:1])
    assert len(list(tmp_path.glob("opened-*"))) == 2
    assert len(list(tmp_path.glob("closed-*"))) == 1


def test_an_error_comes_after_what_was_done_before_it(tmp_path: Path) -> None:
    seen: list[str] = []
    with pytest.raises(CaseNotFound, match="SG-2026-017"):
        seen.extend(crew(tmp_path).each(refuse, REFS))
    assert seen == list(REFS[:17])


def test_what_a_process_had_in_hand_when_it_died_is_done_again(tmp_path: Path) -> None:
    told: list[str] = []
    found = list(crew(tmp_path, told.append).each(die_once, REFS))
    assert found == list(REFS)
    assert told == [processes.DIED]


def test_cases_that_end_every_process_are_named(tmp_path: Path) -> None:
    told: list[str] = []
    with pytest.raises(WorkerLost, match="SG-2026-0"):
        list(crew(tmp_path, told.append).each(die, REFS))
    assert told


def test_few_cases_make_small_chunks_and_many_none_that_take_long() -> None:
    assert [len(chunk) for chunk in chunked(REFS, 2)] == [1] * 30
    many = tuple(CaseRef(f"SG-{n // 1000:04}-{n % 1000:03}") for n in range(10_001))
    sizes = [len(chunk) for chunk in chunked(many, 2)]
    assert sizes[0] == MOST
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-16:] == [1] * 16
    assert tuple(ref for chunk in chunked(many, 2) for ref in chunk) == many


def test_nobody_is_left_when_nobody_asks_for_more(tmp_path: Path) -> None:
    results = crew(tmp_path).each(backwards, REFS)
    next(results)
    pids = [int(p.name.rpartition("-")[2]) for p in tmp_path.glob("opened-*")]
    results.close()  # type: ignore[attr-defined] # a generator
    assert pids
    assert not [pid for pid in pids if alive(pid)]


PROGRAM = """
import sys, threading, time
from pathlib import Path
from tests_of_crews import Opening, REFS, slow
from workflow.adapters.crews.processes import Processes

if __name__ == "__main__":
    try:
        for one in Processes(Opening(Path(sys.argv[1])), 2, print).each(slow, REFS):
            print(one, flush=True)
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""
SLOW = """
import os, time
from dataclasses import dataclass
from pathlib import Path

REFS = tuple(f"SG-2026-{n:03}" for n in range(400))


@dataclass(frozen=True)
class Opening:
    folder: Path

    def __call__(self):
        (self.folder / f"opened-{os.getpid()}").touch()
        return self

    def close(self):
        pass


def slow(room, ref):
    (room.folder / f"{ref}.begun").touch()
    time.sleep(0.05)
    (room.folder / f"{ref}.ended").touch()
    return ref
"""


def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, "it never came to be so"
        time.sleep(0.05)


def start(tmp_path: Path, program: str) -> "subprocess.Popen[str]":
    """A program that sets a crew to slow work."""
    (tmp_path / "tests_of_crews.py").write_text(SLOW, encoding="utf-8")
    (tmp_path / "program.py").write_text(program, encoding="utf-8")
    (tmp_path / "notes").mkdir()
    path = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])])
    return subprocess.Popen(
        [sys.executable, tmp_path / "program.py", tmp_path / "notes"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path},
        start_new_session=True,
    )


@pytest.fixture
def program(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    started = start(tmp_path, PROGRAM)
    assert started.stdout is not None
    started.stdout.readline()  # it is under way
    until(lambda: len(list((tmp_path / "notes").glob("opened-*"))) == 2)
    yield started
    started.kill()
    started.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_ctrl_c_lets_everybody_finish_what_is_in_hand(
    program: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    os.killpg(program.pid, signal.SIGINT)  # a terminal sends it to all of them
    out, err = program.communicate(timeout=LONG)
    assert out.endswith("stopped\n")
    assert err == ""
    assert_nothing_half_done(tmp_path / "notes")


BESIDE = "threading.Thread(target=threading.Event().wait, daemon=True).start()"
BEGINNING = """
import sys, time
from pathlib import Path

if "--multiprocessing-fork" in sys.orig_argv:
    here = Path(__file__).parent
    (here / "beginning").touch()
    while not (here / "go").exists():
        time.sleep(0.05)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_ctrl_c_while_a_helper_begins_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BEGINNING, encoding="utf-8")
    spawning = PROGRAM.replace("    try:\n", f"    {BESIDE}\n    try:\n", 1)
    started = start(tmp_path, spawning)
    until((tmp_path / "beginning").exists)
    os.killpg(started.pid, signal.SIGINT)
    (tmp_path / "go").touch()
    out, err = started.communicate(timeout=LONG)
    assert out.endswith("stopped\n")
    assert err == ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_helpers_end_when_the_one_who_asked_is_killed(
    program: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    program.kill()
    program.communicate(timeout=LONG)
    assert_nothing_half_done(tmp_path / "notes")


def assert_nothing_half_done(notes: Path) -> None:
    """The helpers are gone, after the end of what they had begun; the rest is not."""
    pids = [int(path.name.rpartition("-")[2]) for path in notes.glob("opened-*")]
    until = time.monotonic() + LONG
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.05)
    assert len(pids) == 2
    assert not any(map(alive, pids))
    begun = {path.stem for path in notes.glob("*.begun")}
    assert begun == {path.stem for path in notes.glob("*.ended")}
    assert len(begun) < 400


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not status.exists() or status.read_text().split()[2] != "Z"
