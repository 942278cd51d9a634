"""Nothing a person wrote is ever lost, truncated or replaced by `safe_files`."""

import errno
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from workflow.adapters import safe_files
from workflow.adapters.safe_files import (
    NameTaken,
    is_busy,
    patiently,
    place,
    place_all,
    recover,
    sha256,
    swap,
)
from workflow.services.ports import Written

SWAPPERS = """
import os, sys
from pathlib import Path
from workflow.adapters.safe_files import place, sha256, swap
made, history, told = map(Path, sys.argv[1:])
path = made / "plan.docx"

def swap_for_ever():
    number = int(path.read_bytes().strip(b"x"))
    said = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    while True:
        old, number = sha256(path.read_bytes()), number + 1
        swap(path, old, str(number).encode().ljust(9000, b"x"), history)
        os.write(said, f"{number}\\n".encode())

place(path, b"0".ljust(9000, b"x"))
for line in sys.stdin:
    child = os.fork()
    if not child:
        swap_for_ever()
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


def no_wait(_: float) -> None:
    """Waiting takes no time in these tests."""


def litter(folder: Path) -> list[str]:
    """Names of our own temporary files left in a folder."""
    return [p.name for p in folder.iterdir() if p.name.startswith(".alongside-")]


def test_place_makes_a_new_file_and_leaves_nothing_else(tmp_path: Path) -> None:
    assert place(tmp_path / "a" / "plan.docx", b"new") is Written.CREATED
    assert [p.name for p in (tmp_path / "a").iterdir()] == ["plan.docx"]


def test_placing_the_same_bytes_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    place(path, b"same")
    before = path.stat()
    assert place(path, b"same") is Written.IDENTICAL
    assert path.stat().st_ino == before.st_ino


def test_place_never_replaces_other_bytes(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"a person's")
    with pytest.raises(NameTaken):
        place(path, b"ours")
    assert path.read_bytes() == b"a person's"
    assert litter(tmp_path) == []


def test_place_names_no_path_in_its_refusal(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"a person's")
    with pytest.raises(NameTaken) as refused:
        place(path, b"ours")
    assert str(tmp_path) not in str(refused.value)


def test_swap_changes_the_content_and_keeps_the_old(tmp_path: Path) -> None:
    path, history = tmp_path / "plan.docx", tmp_path / "_history"
    place(path, b"old")
    assert swap(path, sha256(b"old"), b"new", history) is Written.UPDATED
    assert path.read_bytes() == b"new"
    (kept,) = history.iterdir()
    assert kept.suffix == ".old"
    assert kept.read_bytes() == b"old"


def test_swap_gives_a_hand_edit_back_as_the_very_same_file(tmp_path: Path) -> None:
    path, history = tmp_path / "plan.docx", tmp_path / "_history"
    path.write_bytes(b"edited by hand")
    number = path.stat().st_ino
    written = swap(path, sha256(b"old"), b"new", history)
    assert written is Written.KEPT_HAND_EDITS
    assert path.read_bytes() == b"edited by hand"
    assert path.stat().st_ino == number
    assert list(history.iterdir()) == []


def test_swap_leaves_a_name_that_another_program_is_changing(tmp_path: Path) -> None:
    path, history = tmp_path / "plan.docx", tmp_path / "_history"
    written = swap(path, sha256(b"old"), b"new", history)
    assert written is Written.OPEN_ELSEWHERE
    assert not path.exists()
    assert list(history.iterdir()) == []


@pytest.mark.parametrize("first", ["aaaaaaaa", "cccccccc"])
def test_of_two_taken_at_once_the_later_one_is_put_back(
    tmp_path: Path, first: str
) -> None:
    folder, history = tmp_path / "generated", tmp_path / "_history"
    folder.mkdir()
    history.mkdir()
    stem = f"generated+list.txt.000001.{sha256(b'before')[:16]}"
    (history / f"{stem}.{first}.aside").write_bytes(b"before")
    (history / f"{stem}.bbbbbbbb.aside").write_bytes(b"placed since")
    assert recover(folder, history, lambda _: None) == ("list.txt",)
    assert (folder / "list.txt").read_bytes() == b"placed since"
    assert [path.read_bytes() for path in history.iterdir()] == [b"before"]


def test_what_another_program_has_in_hand_is_not_replaced_by_what_was_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, history = tmp_path / "generated", tmp_path / "_history"
    path = folder / "list.txt"
    place(path, b"placed by one that was cut before it was done")
    history.mkdir()
    stem = "generated+list.txt.00000"
    left = history / f"{stem}1.{sha256(b'before')[:16]}.aaaaaaaa.aside"
    left.write_bytes(b"before")
    hand = history / f"{stem}2.{sha256(path.read_bytes())[:16]}.bbbbbbbb.aside"
    stands, looks = safe_files._stands, []  # noqa: SLF001 - the moment in between

    def stands_then_taken(looked: Path) -> bool:
        looks.append(looked)
        if len(looks) == 2:  # another program begins a swap at just this moment
            path.rename(hand)
        return stands(looked)

    monkeypatch.setattr(safe_files, "_stands", stands_then_taken)
    assert recover(folder, history, lambda _: None) == ()
    assert not path.exists()
    assert hand.exists()
    assert left.exists()


def test_two_programs_that_swap_at_once_lose_no_version(tmp_path: Path) -> None:
    path, history = tmp_path / "generated" / "list.txt", tmp_path / "_history"
    place(path, b"")

    def add(mark: bytes) -> None:
        left = 20
        while left:
            with suppress(FileNotFoundError):
                old = path.read_bytes()
                written = swap(path, sha256(old), old + mark, history)
                left -= written is Written.UPDATED

    writers = [threading.Thread(target=add, args=(mark,)) for mark in (b"a", b"b")]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        recover(path.parent, history, lambda _: time.sleep(0.001))
    assert sorted(path.read_bytes()) == sorted(b"a" * 20 + b"b" * 20)
    assert [p.name for p in path.parent.iterdir()] == ["list.txt"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do anything"
)
def test_a_folder_that_lets_nothing_go_is_open_elsewhere(tmp_path: Path) -> None:
    made, history = tmp_path / "generated", tmp_path / "_history"
    place(made / "plan.docx", b"old")
    made.chmod(0o500)
    try:
        written = swap(
            made / "plan.docx", sha256(b"old"), b"new", history, pause=no_wait
        )
    finally:
        made.chmod(0o700)
    assert written is Written.OPEN_ELSEWHERE
    assert (made / "plan.docx").read_bytes() == b"old"
    assert list(history.iterdir()) == []


def test_patience_ends_after_three_seconds_of_waiting() -> None:
    waited: list[float] = []

    def held() -> None:
        raise PermissionError(errno.EACCES, "held")

    with pytest.raises(PermissionError):
        patiently(held, waited.append)
    assert sum(waited) == pytest.approx(3.0)


def test_patience_is_only_for_files_held_open() -> None:
    waited: list[float] = []

    def full() -> None:
        raise OSError(errno.ENOSPC, "full")

    with pytest.raises(OSError, match="full"):
        patiently(full, waited.append)
    assert waited == []


def test_a_sharing_violation_of_windows_counts_as_held() -> None:
    error = OSError(errno.EINVAL, "held")
    assert not is_busy(error)
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert is_busy(error)


def test_recover_puts_back_what_was_left_aside_once(tmp_path: Path) -> None:
    made, history = tmp_path / "generated", tmp_path / "_history"
    made.mkdir()
    place(history / "generated+plan.docx.000001.aa.bb.aside", b"older")
    place(history / "generated+plan.docx.000002.cc.dd.aside", b"newest")
    assert recover(made, history, no_wait) == ("plan.docx",)
    assert (made / "plan.docx").read_bytes() == b"newest"
    assert [p.read_bytes() for p in history.iterdir()] == [b"older"]
    assert recover(made, history, no_wait) == ()


def test_recover_leaves_a_name_that_stands(tmp_path: Path) -> None:
    made, history = tmp_path / "generated", tmp_path / "_history"
    place(made / "plan.docx", b"new")
    place(history / "generated+plan.docx.000001.aa.bb.aside", b"old")
    place(history / "generated+plan.docx.000001.aa.bb.new", b"new")
    assert recover(made, history, no_wait) == ()
    assert (made / "plan.docx").read_bytes() == b"new"
    (kept,) = [p for p in history.iterdir() if p.suffix == ".old"]
    assert kept.read_bytes() == b"old"


def test_recover_leaves_alone_what_is_not_ours(tmp_path: Path) -> None:
    made, history = tmp_path / "generated", tmp_path / "_history"
    place(history / "generated+notes.aside", b"a person's")
    assert recover(made, history, no_wait) == ()
    assert [p.name for p in history.iterdir()] == ["generated+notes.aside"]


def test_recover_never_mixes_folders_that_share_a_history(tmp_path: Path) -> None:
    made, history = tmp_path / "generated", tmp_path / "_history"
    made.mkdir()
    aside = history / "SG-2026-014+case.yaml.000001.aa.bb.aside"
    place(aside, b"a case")
    assert recover(made, history, no_wait) == ()
    assert aside.exists()
    assert list(made.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills forked programs")
def test_killed_at_any_moment_no_content_is_lost(tmp_path: Path) -> None:
    made, history, told = (tmp_path / n for n in ("generated", "_history", "told"))
    done = 0
    chance = random.Random(20261123)  # noqa: S311 - moments, not secrets
    command = [sys.executable, "-c", SWAPPERS, str(made), str(history), str(told)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as program:
        for turn in range(60):
            _kill_one(program, chance.uniform(0.0, 0.03), told if not turn else None)
            recover(made, history, no_wait)
            done = _number(made / "plan.docx")
            said = told.read_bytes().split() if told.exists() else []
            assert done >= int(said[-1] if said else 0)
    kept = {_number(path) for path in history.iterdir() if path.suffix == ".old"}
    assert kept >= set(range(done))
    assert done > 0


def _kill_one(
    program: subprocess.Popen[bytes], after: float, told: Path | None
) -> None:
    """Have one program swap, and kill it after some seconds, wherever it stands.

    With `told` the seconds begin when the program has told of a swap.
    """
    assert program.stdin is not None
    assert program.stdout is not None
    program.stdin.write(b"go\n")
    program.stdin.flush()
    child = int(program.stdout.readline())
    while told and not (told.exists() and told.read_bytes()):
        time.sleep(0.01)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    assert program.stdout.readline() == b"ended\n"


def _number(path: Path) -> int:
    """The number of a version, once it is seen to be whole."""
    content = path.read_bytes()
    assert len(content) == 9000
    return int(content.strip(b"x"))


def test_several_are_all_on_the_disk_before_the_first_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []

    def noted(name: str) -> None:
        real = getattr(os, name)

        def call(*facts: object, **more: object) -> object:
            calls.append(name)
            return real(*facts, **more)

        monkeypatch.setattr(os, name, call)

    noted("fsync")
    noted("link")
    files = [(tmp_path / f"{n}.docx", b"words %d" % n) for n in range(3)]
    assert place_all(files) == (Written.CREATED,) * 3
    folder = ["fsync"] if hasattr(os, "O_DIRECTORY") else []
    assert calls == ["fsync"] * 3 + ["link"] * 3 + folder
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == dict(files)


def test_one_of_several_that_cannot_be_named_costs_only_itself(tmp_path: Path) -> None:
    taken, same = tmp_path / "taken.docx", tmp_path / "same.docx"
    place(taken, b"a person's words")
    place(same, b"the same")
    names = (tmp_path / "a.docx", taken, same, tmp_path / f"{'x' * 300}.docx")
    outcomes = place_all([(path, b"the same") for path in names])
    assert outcomes[0] is Written.CREATED
    assert isinstance(outcomes[1], NameTaken)
    assert outcomes[2] is Written.IDENTICAL
    assert isinstance(outcomes[3], OSError)
    assert taken.read_bytes() == b"a person's words"
    assert litter(tmp_path) == []


def test_where_one_of_several_cannot_be_written_each_is_placed_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def full(handle: int, content: bytes) -> int:
        if bytes(content) == b"too long":
            raise OSError(errno.ENOSPC, "full")
        return real(handle, content)

    monkeypatch.setattr(os, "write", full)
    words = (b"one", b"too long", b"three")
    files = [(tmp_path / f"{n}.docx", content) for n, content in enumerate(words)]
    first, second, third = place_all(files)
    assert (first, third) == (Written.CREATED, Written.CREATED)
    assert isinstance(second, OSError)
    assert second.errno == errno.ENOSPC
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0.docx", "2.docx"]
