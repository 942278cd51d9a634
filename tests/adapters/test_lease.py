"""One active watcher at a time, each generation taken once, and no clock compared.

T16 of the reliability page, on this computer; the clocks are each watcher's own.
"""

import multiprocessing
from pathlib import Path

import pytest

from workflow.adapters.lease import Lease, NamedWatcher, generation_of, lease_folder
from workflow.domain.errors import TakenOver, WatchedElsewhere


class Clock:
    """The clock of one computer, which tells any time it likes."""

    def __init__(self, start: float) -> None:
        self.now = start

    def __call__(self) -> float:
        """The seconds of this computer alone."""
        return self.now


@pytest.fixture
def ours() -> Clock:
    """Our clock."""
    return Clock(1_000.0)


@pytest.fixture
def theirs() -> Clock:
    """Another computer's clock, six weeks ahead."""
    return Clock(3_600_000.0)


def frozen_out(lease: Lease) -> None:
    """Let the operating system's lock be of no use, as between two copies."""
    lease._trust_lock = False  # noqa: SLF001 - stands for a drive without locks


def test_the_first_takes_it_and_the_second_waits(
    tmp_path: Path, ours: Clock, theirs: Clock
) -> None:
    first, second = Lease(tmp_path, "PC-1", ours), Lease(tmp_path, "PC-2", theirs)
    assert first.tend()
    assert not second.tend()
    assert second.holder == "PC-1"
    assert generation_of(tmp_path) == first.fence() == 1
    with pytest.raises(TakenOver):
        second.fence()


def test_when_the_first_ends_the_next_takes_over_at_once(
    tmp_path: Path, ours: Clock, theirs: Clock
) -> None:
    first, second = Lease(tmp_path, "PC-1", ours), Lease(tmp_path, "PC-2", theirs)
    assert first.tend()
    assert not second.tend()
    first.end()
    assert second.tend()
    assert second.generation == 2


def test_one_that_is_frozen_is_taken_over_after_our_own_patience(
    tmp_path: Path, ours: Clock, theirs: Clock
) -> None:
    first, second = Lease(tmp_path, "PC-1", ours), Lease(tmp_path, "PC-2", theirs)
    assert first.tend()
    assert not second.tend()
    theirs.now += 89
    assert not second.tend()
    theirs.now += 2
    assert second.tend()
    with pytest.raises(TakenOver):
        first.fence()
    assert not first.tend()
    assert first.holder == "PC-2"


def test_one_that_lives_shows_it_when_somebody_waits(
    tmp_path: Path, ours: Clock, theirs: Clock
) -> None:
    first, second = Lease(tmp_path, "PC-1", ours), Lease(tmp_path, "PC-2", theirs)
    assert first.tend()
    for _ in range(40):
        assert not second.tend()
        assert first.tend()
        ours.now += 10
        theirs.now += 10
    assert first.generation == 1
    signs = [p for p in lease_folder(tmp_path).iterdir() if p.name.startswith("hb-")]
    assert 1 <= len(signs) <= 3


def test_one_that_is_alone_writes_nothing(tmp_path: Path, ours: Clock) -> None:
    lease = Lease(tmp_path, "PC-1", ours)
    assert lease.tend()
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")}
    for _ in range(100):
        ours.now += 60
        assert lease.tend()
        assert lease.fence() == 1
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*")} == before


def test_two_that_cannot_lock_each_other_out_do_not_take_turns_for_ever(
    tmp_path: Path, ours: Clock, theirs: Clock
) -> None:
    first, second = Lease(tmp_path, "PC-1", ours), Lease(tmp_path, "PC-2", theirs)
    assert first.tend()
    first._unlock()  # noqa: SLF001 - its lock is not seen by the other
    assert second.tend()
    second._unlock()  # noqa: SLF001 - likewise
    assert not first.tend()
    for _ in range(20):
        assert second.tend()
        assert not first.tend()
        ours.now += 10
        theirs.now += 10
    assert generation_of(tmp_path) == 2


def test_a_computer_that_slept_publishes_nothing_more(
    tmp_path: Path, ours: Clock, theirs: Clock
) -> None:
    asleep, other = Lease(tmp_path, "PC-1", ours), Lease(tmp_path, "PC-2", theirs)
    assert asleep.tend()
    assert not other.tend()
    theirs.now += 100  # ours stands still meanwhile: timers pause in standby
    assert other.tend()
    with pytest.raises(TakenOver):
        asleep.fence()


def _take(root: str, number: int) -> int:
    lease = Lease(Path(root), f"PC-{number}")
    frozen_out(lease)
    return lease.generation if lease._take(1) else 0  # noqa: SLF001 - all at once


def test_each_generation_is_taken_by_exactly_one(tmp_path: Path) -> None:
    lease_folder(tmp_path).mkdir(parents=True)
    context = multiprocessing.get_context("spawn")
    with context.Pool(4) as pool:
        taken = pool.starmap(_take, [(str(tmp_path), n) for n in range(12)])
    assert sorted(taken) == [0] * 11 + [1]


def test_in_a_sync_folder_the_named_computer_alone_watches(tmp_path: Path) -> None:
    (tmp_path / "_system").mkdir()
    first = NamedWatcher(tmp_path, "PC-1", "OneDrive", here=False)
    second = NamedWatcher(tmp_path, "PC-2", "OneDrive", here=False)
    assert first.tend()
    assert not second.tend()
    assert second.holder == "PC-1"
    with pytest.raises(WatchedElsewhere, match="PC-1"):
        second.fence()


def test_another_computer_can_be_named_and_the_first_stops(tmp_path: Path) -> None:
    (tmp_path / "_system").mkdir()
    first = NamedWatcher(tmp_path, "PC-1", "OneDrive", here=False)
    assert first.tend()
    second = NamedWatcher(tmp_path, "PC-2", "OneDrive", here=True)
    assert second.tend()
    with pytest.raises(WatchedElsewhere, match="PC-2"):
        first.fence()
