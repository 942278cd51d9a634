"""The probes ask this very folder and computer, and leave nothing behind."""

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from workflow.adapters import machine_probe
from workflow.adapters.rights import closed, open_to_all, unreadable, unwalled
from workflow.adapters.share_probe import probe
from workflow.adapters.torture import Torture
from workflow.domain.health import State, advice

REPOSITORY = Path(__file__).parents[2]
ORDINARY = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0,
    reason="needs an account that rights can keep out (not root)",
)


def test_this_folder_keeps_every_promise_and_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "words.yaml").write_bytes(b"words")
    found = probe(tmp_path)
    assert found.refused == ""
    assert (found.one_winner, found.moves, found.read_back) == (True, True, True)
    assert found.longest_path >= 180
    assert abs(found.clock_apart) < 60
    assert [path.name for path in tmp_path.iterdir()] == ["words.yaml"]


def test_a_folder_that_is_not_there_says_why(tmp_path: Path) -> None:
    found = probe(tmp_path / "gone")
    assert found.refused
    assert advice(found, machine_probe.look())[1].state is State.PROBLEM


@ORDINARY
def test_a_folder_nobody_may_write_to_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        assert "ermission" in probe(tmp_path).refused
    finally:
        tmp_path.chmod(0o700)


def test_a_sync_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert probe(tmp_path).sync == "Syncthing"


def test_this_computer_has_what_it_needs() -> None:
    found = machine_probe.look()
    assert found.python >= (3, 11)
    assert found.missing == ()
    assert found.time_zone


def test_a_library_that_is_missing_or_too_old_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = [
        "no-such-library>=1",
        "pytest>=9999",
        "click>=1",
        'mypy>=9999; extra == "dev"',
    ]
    monkeypatch.setattr(metadata, "requires", lambda _: wanted)
    missing = machine_probe.look().missing
    assert [name.split()[0] for name in missing] == ["no-such-library", "pytest"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights are asked otherwise there")
def test_cases_that_every_account_may_read_are_named(tmp_path: Path) -> None:
    for path in (tmp_path, *tmp_path.parents):
        if not path.stat().st_mode & 0o001 and path != tmp_path:
            pytest.skip("needs a folder that strangers can reach")
    tmp_path.chmod(0o755)
    for name, mode in (("cases", 0o755), ("inbox", 0o750)):
        (tmp_path / name).mkdir()
        (tmp_path / name).chmod(mode)
    assert open_to_all(tmp_path) == ("cases",)


@ORDINARY
def test_what_this_account_may_not_read_is_named(tmp_path: Path) -> None:
    for name in ("cases", "tenders"):
        (tmp_path / name).mkdir()
    (tmp_path / "cases").chmod(0)
    try:
        assert unreadable(tmp_path) == ("cases",)
    finally:
        (tmp_path / "cases").chmod(0o700)


def torture(folder: Path, name: str, rounds: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "workflow", "--json", "doctor"]
    options = ["--torture", str(folder), "--name", name, "--rounds", str(rounds)]
    return subprocess.Popen(
        [*command, *options, "--wait", "300"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
    )


@pytest.mark.parametrize("rounds", [12, pytest.param(300, marks=pytest.mark.long)])
def test_two_programs_try_one_folder_and_lose_nothing(
    rounds: int, tmp_path: Path
) -> None:
    both = [torture(tmp_path, name, rounds) for name in ("PC-A", "PC-B")]
    pages = [json.loads(program.communicate(timeout=900)[0]) for program in both]
    assert pages[0] == pages[1]
    assert pages[0]["computers"] == ["PC-A", "PC-B"]
    assert pages[0]["saved"] == pages[0]["count"] == 2 * rounds
    assert [trial["several"] for trial in pages[0]["trials"]] == [0] * 4
    assert [program.returncode for program in both] == [0, 0]


def test_one_computer_alone_is_told_so(tmp_path: Path) -> None:
    said: list[str] = []
    verdict = Torture(tmp_path, "PC-A", 3, said.append, patience=0.1).run()
    assert not verdict.together
    assert not verdict.safe
    assert said
    again = Torture(tmp_path, "PC-A", 3, said.append, patience=0.1).run()
    assert again.saved == 3


@pytest.mark.skipif(sys.platform == "win32", reason="rights are told otherwise there")
def test_a_case_closed_to_somebody_is_seen_with_the_rights_of_its_folder(
    tmp_path: Path,
) -> None:
    for ref in ("SG-2026-014", "SG-2026-019", "SG-2026-021"):
        folder = tmp_path / "cases" / ref
        folder.mkdir(parents=True)
        if ref != "SG-2026-021":
            (folder / "closed_to.yaml").write_text("closed_to: []\n")
    (tmp_path / "cases").chmod(0o770)
    (tmp_path / "cases" / "SG-2026-014").chmod(0o770)
    (tmp_path / "cases" / "SG-2026-019").chmod(0o700)
    found = closed(tmp_path)
    assert found == ("SG-2026-014", "SG-2026-019")
    assert unwalled(tmp_path, found) == ("SG-2026-014",)
