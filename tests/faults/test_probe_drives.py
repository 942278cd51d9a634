"""What `doctor` says of drives with known faults (T36): the verdict and the advice."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.drives import disk, faulty
from workflow.adapters.share_probe import probe
from workflow.domain.health import Machine, Share, State, advice


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[tuple[ExitStack, Path]]:
    """Where drives are made, and taken away in the end."""
    with ExitStack() as drives:
        yield drives, tmp_path


def told(share: Share) -> dict[str, State]:
    """What is said of a folder, good or not."""
    found = [each for each in advice(share, Machine()) if each.area == "this folder"]
    return {each.name: each.state for each in found}


@pytest.mark.parametrize(
    "manners",
    [
        (),
        ("no-links",),
        ("windows",),
        ("no-case",),
        ("windows", "no-links", "no-case"),
    ],
    ids="+".join,
)
def test_each_manner_of_a_drive_is_found_out(
    shelf: tuple[ExitStack, Path], manners: tuple[str, ...]
) -> None:
    drives, folder = shelf
    drive = drives.enter_context(faulty(folder / "made", *manners))
    found = probe(drive.root)
    assert "network" in found.kind
    assert (found.one_winner, found.moves, found.read_back) == (True, True, True)
    assert found.links == ("no-links" not in manners)
    assert found.moves_open == ("windows" not in manners)
    assert found.case_blind == ("no-case" in manners)
    assert list(drive.back.iterdir()) == []
    assert State.PROBLEM not in told(found).values()


@pytest.mark.parametrize(
    ("fault", "error", "word"),
    [
        ("gone", "EROFS", "Read-only"),
        ("gone", "ESTALE", "Stale"),
        ("late-full", "", "space"),
    ],
)
def test_a_drive_that_takes_nothing_says_why(
    shelf: tuple[ExitStack, Path], fault: str, error: str, word: str
) -> None:
    drives, folder = shelf
    drive = drives.enter_context(faulty(folder / "made"))
    drive.order(fault, error=error or "EIO")
    found = probe(drive.root)
    drive.heal()
    assert word in found.refused
    assert told(found)["writing"] is State.PROBLEM


def test_a_drive_that_loses_what_it_took_is_a_problem(
    shelf: tuple[ExitStack, Path],
) -> None:
    drives, folder = shelf
    drive = drives.enter_context(faulty(folder / "made"))
    drive.order("silent-full")
    found = probe(drive.root)
    assert not found.read_back
    assert told(found)["kept as written"] is State.PROBLEM


@pytest.mark.parametrize(
    ("kind", "links"),
    [("ext4", True), ("xfs", True), ("vfat", False), ("exfat", False)],
)
def test_what_disks_promise_is_known(
    shelf: tuple[ExitStack, Path], kind: str, *, links: bool
) -> None:
    drives, folder = shelf
    found = probe(drives.enter_context(disk(kind, folder)))
    assert (found.refused, found.one_winner, found.read_back) == ("", True, True)
    assert found.links is links
