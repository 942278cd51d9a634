"""Changes are seen by scanning; events only hurry, and a lost share deletes nothing."""

import errno
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from workflow.adapters.changes import (
    Changes,
    Snapshot,
    changed,
    content_of,
    listing,
    snapshot,
)
from workflow.domain.errors import WorkspaceUnreachable

ONE, TWO = "SG-2026-014", "SG-2026-019"
QUIET = 0.02
PATIENCE = 120  # seconds in which even a busy machine sees a change


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with two cases."""
    root = tmp_path / "share"
    for file in (
        "config/provider.yaml",
        f"cases/{ONE}/case.yaml",
        f"cases/{ONE}/records/2026-11-01-visit-01.yaml",
        f"cases/{TWO}/case.yaml",
    ):
        write(root / file)
    return root


def write(path: Path, text: str = "a: b\n") -> None:
    """Write a file as a person's editor would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@dataclass
class Clock:
    """A clock that a test sets."""

    now: float = 0.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def wait_for(changes: Changes, so: Callable[[], bool]) -> None:
    """Watch, and be told nothing, until something is so."""
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end, "it never came to be so"
        assert changes.settled(QUIET * 5) == frozenset()


def held_for(changes: Changes, why: str) -> None:
    """Watch, and be told nothing, until that is the trouble."""
    wait_for(changes, lambda: why in changes.trouble)
    assert changes.settled(QUIET * 5) == frozenset()
    wait_for(changes, lambda: why in changes.trouble)


@contextmanager
def scanning(root: Path, full_look: float = 3600.0) -> Iterator[Changes]:
    """Scans alone: no event ever arrives, as with another computer's changes."""
    changes = Changes(root, every=QUIET, quiet=QUIET, full_look=full_look)
    yield changes
    changes.stop()


def test_an_untouched_workspace_looks_unchanged(root: Path) -> None:
    assert changed(snapshot(root), snapshot(root)) == frozenset()


def test_a_change_in_a_case_names_the_case(root: Path) -> None:
    before = snapshot(root)
    write(root / "cases" / ONE / "reviews" / "new.yaml")
    assert changed(before, snapshot(root)) == {ONE}


def test_a_change_in_shared_files_touches_all_cases(root: Path) -> None:
    before = snapshot(root)
    write(root / "config" / "staff.yaml")
    assert changed(before, snapshot(root)) == {""}


@pytest.mark.parametrize(
    "file",
    [
        "~$case.docx",
        ".~lock.case.yaml#",
        "case.yaml~",
        "x.tmp",
        "x.lock",
        "Thumbs.db",
        ".DS_Store",
        "desktop.ini",
        "generated/full-plan.docx",
        "_history/x.old",
        "_receipts/x.json",
    ],
)
def test_litter_and_our_own_work_are_no_change(root: Path, file: str) -> None:
    before = snapshot(root)
    write(root / "cases" / ONE / file)
    assert changed(before, snapshot(root)) == frozenset()


@pytest.mark.parametrize(
    "file",
    ["tenders/T-1/figures.yaml", "tenders/T-1/pack/a.docx", "governance/reports/r"],
)
def test_what_we_make_for_bids_and_governance_is_no_change(
    root: Path, file: str
) -> None:
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    before = snapshot(root)
    write(root / file)
    assert changed(before, snapshot(root)) == frozenset()


def test_a_workspace_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceUnreachable):
        snapshot(tmp_path / "nowhere")


def test_an_empty_mount_point_is_not_a_workspace_emptied(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceUnreachable):
        snapshot(tmp_path)


def test_an_edit_that_no_event_told_of_is_seen_once(root: Path) -> None:
    with scanning(root) as changes:
        write(root / "cases" / ONE / "case.yaml", "longer: text\n")
        assert changes.settled(PATIENCE) == {ONE}
        assert changes.settled(QUIET * 5) == frozenset()


def test_a_file_still_being_written_waits_and_holds_up_no_other_case(
    root: Path,
) -> None:
    busy, done = root / "cases" / ONE / "case.yaml", threading.Event()

    def keep_writing() -> None:
        while not done.wait(QUIET / 10):
            with busy.open("a", encoding="utf-8") as file:
                file.write("more\n")

    with scanning(root) as changes:
        writer = threading.Thread(target=keep_writing)
        writer.start()
        write(root / "cases" / TWO / "case.yaml", "longer: text\n")
        assert changes.settled(PATIENCE) == {TWO}
        done.set()
        writer.join()
        assert changes.settled(PATIENCE) == {ONE}


def test_a_share_that_goes_and_returns_makes_everything_count(root: Path) -> None:
    with scanning(root) as changes:
        root.rename(root.with_name("gone"))
        wait_for(changes, lambda: changes.away)
        root.with_name("gone").rename(root)
        assert changes.settled(PATIENCE) == {""}
        assert not changes.away
        assert changes.settled(QUIET * 5) == frozenset()


def test_a_share_missing_at_the_start_is_waited_for(root: Path) -> None:
    root.rename(root.with_name("gone"))
    with scanning(root) as changes:
        assert changes.away
        root.with_name("gone").rename(root)
        assert changes.settled(PATIENCE) == {""}


def test_a_change_that_kept_size_and_time_is_seen_in_its_turn(root: Path) -> None:
    file = root / "cases" / ONE / "case.yaml"
    with scanning(root, full_look=QUIET * 10) as changes:
        before = file.stat()
        with file.open("r+b") as opened:
            opened.write(b"x: y")
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert file.stat().st_mtime_ns == before.st_mtime_ns
        assert changes.settled(PATIENCE) == {ONE}


def test_what_was_only_touched_is_read_and_not_told(root: Path) -> None:
    with scanning(root) as changes:
        os.utime(root / "cases" / ONE / "case.yaml")
        begun = changes.scans
        wait_for(changes, lambda: changes.scans >= begun + 4 and not changes.trouble)


def test_a_scan_reads_no_content_that_it_need_not(root: Path) -> None:
    with scanning(root) as changes:
        begun = changes.read
        wait_for(changes, lambda: changes.scans >= 3)
        assert changes.read == begun


def test_too_many_files_gone_at_once_hold_everything(root: Path) -> None:
    for number in range(8):
        write(root / "cases" / ONE / "records" / f"2026-11-0{number + 1}-visit-02.yaml")
    with scanning(root) as changes:
        (root / "cases" / ONE).rename(root.with_name("gone"))
        write(root / "cases" / TWO / "case.yaml", "longer: text\n")
        held_for(changes, "gone from the shared folder at once")
        root.with_name("gone").rename(root / "cases" / ONE)
        assert changes.settled(PATIENCE) == {TWO}
        assert not changes.trouble


def many_records(root: Path) -> None:
    """Enough records in one case that losing it is losing a tenth of everything."""
    for number in range(8):
        write(root / "cases" / ONE / "records" / f"2026-11-0{number + 1}-visit-02.yaml")


def test_too_many_files_gone_while_nobody_watched_hold_everything_too(
    root: Path,
) -> None:
    many_records(root)
    with scanning(root):
        pass
    (root / "cases" / ONE).rename(root.with_name("gone"))
    for _ in range(2):  # stopping and starting again is no answer
        with scanning(root) as changes:
            assert "gone from the shared folder at once" in changes.trouble
            held_for(changes, "alongside watch --as-it-is")
    with scanning(root) as changes:
        root.with_name("gone").rename(root / "cases" / ONE)
        assert changes.settled(PATIENCE) == {ONE}
        assert not changes.trouble


def test_a_person_can_say_that_files_were_taken_away_on_purpose(root: Path) -> None:
    many_records(root)
    with scanning(root):
        pass
    (root / "cases" / ONE).rename(root.with_name("gone"))
    with scanning(root) as changes:
        assert changes.trouble
    asked = Changes(root, every=QUIET, quiet=QUIET, as_it_is=True)
    assert not asked.trouble
    asked.stop()
    with scanning(root) as changes:
        assert not changes.trouble


def test_files_that_go_a_few_at_a_time_hold_everything_within_the_hour(
    root: Path,
) -> None:
    many_records(root)
    files = sorted((root / "cases" / ONE / "records").iterdir())
    with scanning(root) as changes:
        for file in files[:3]:
            file.unlink()
        assert changes.settled(PATIENCE) == {ONE}
        for file in files[3:6]:
            file.unlink()
        held_for(changes, "6 of 13 files are gone")


def test_a_share_that_returns_with_most_files_missing_is_held(root: Path) -> None:
    many_records(root)
    with scanning(root) as changes:
        root.rename(root.with_name("gone"))
        wait_for(changes, lambda: changes.away)
        (root.with_name("gone") / "cases" / ONE).rename(root.with_name("case"))
        root.with_name("gone").rename(root)
        held_for(changes, "gone from the shared folder at once")


def test_a_few_files_gone_are_a_change_like_any_other(root: Path) -> None:
    with scanning(root) as changes:
        (root / "cases" / TWO / "case.yaml").unlink()
        assert changes.settled(PATIENCE) == {TWO}


@pytest.mark.parametrize("other", [b"{}", None])
def test_another_share_in_its_place_is_not_believed(
    root: Path, other: bytes | None
) -> None:
    with scanning(root) as changes:
        mark = root / "_system" / "share-id.json"
        ours = mark.read_bytes()
        mark.unlink()
        if other:
            mark.write_bytes(other)
        write(root / "cases" / ONE / "case.yaml", "longer: text\n")
        held_for(changes, "another one stands in its place")
        mark.write_bytes(ours)
        assert changes.settled(PATIENCE) == {""}


def test_a_drive_that_does_not_answer_is_told_of_and_waited_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, real = threading.Event(), os.scandir
    with scanning(root) as changes:
        write(root / "cases" / ONE / "case.yaml", "longer: text\n")

        def hanging(path: str) -> object:
            answers.wait(600)
            return real(path)

        monkeypatch.setattr(os, "scandir", hanging)
        began = time.monotonic()
        assert changes.settled(QUIET) == frozenset()
        assert time.monotonic() - began < 300  # not as long as the drive hangs
        assert "has not answered" in changes.trouble
        answers.set()
        assert changes.settled(PATIENCE) == {ONE}
        assert not changes.trouble


def test_an_event_hurries_the_next_scan(root: Path) -> None:
    with Changes(root, every=60, quiet=QUIET) as changes:
        write(root / "cases" / ONE / "case.yaml", "longer: text\n")
        assert changes.settled(PATIENCE) == {ONE}


def test_an_event_about_a_case_brings_a_look_at_that_case_alone(root: Path) -> None:
    with Changes(root, every=3600, quiet=QUIET) as changes:
        began = changes.read
        write(root / "cases" / ONE / "case.yaml", "longer: text\n")
        assert changes.settled(PATIENCE) == {ONE}
        assert changes.scans == 0  # not one look at everything
        assert changes.read - began >= 2  # the same twice, the quiet time apart


def test_a_file_that_keeps_changing_is_not_told_of_before_it_is_quiet(
    root: Path,
) -> None:
    quiet = 0.3
    with Changes(root, every=3600, quiet=quiet) as changes:
        for number in range(5):
            last = time.monotonic()
            write(root / "cases" / ONE / "case.yaml", f"a: {number}\n")
            if changes.settled(quiet / 3):  # the machine was away for a moment
                assert time.monotonic() - last >= quiet
        last = time.monotonic()
        write(root / "cases" / ONE / "case.yaml", "a: last\n")
        assert changes.settled(PATIENCE) == {ONE}
        assert time.monotonic() - last >= quiet


def test_many_files_gone_by_events_are_held_for_a_person(root: Path) -> None:
    for number in range(40):
        write(root / "cases" / ONE / "records" / f"{number}.yaml")
    with Changes(root, every=3600, quiet=QUIET) as changes:
        for path in (root / "cases" / ONE / "records").iterdir():
            path.unlink()
        held_for(changes, "gone")


def test_our_own_work_hurries_nothing(root: Path) -> None:
    (root / "cases" / ONE / "generated").mkdir()
    with Changes(root, every=60, quiet=QUIET) as changes:
        write(root / "cases" / ONE / "generated" / "full-plan.docx")
        assert changes.settled(QUIET * 10) == frozenset()


def test_stopping_ends_a_wait_at_once(root: Path) -> None:
    with Changes(root, every=60, quiet=QUIET) as changes:
        began = time.monotonic()
        threading.Timer(0.1, changes.stop).start()
        assert changes.settled(3600) == frozenset()
        assert time.monotonic() - began < 600


def test_a_copy_that_shows_faults_and_old_templates_are_no_change(
    workspace: Path,
) -> None:
    before = snapshot(workspace)
    folder = workspace / "templates" / "full-plan"
    (folder / "template (faults).docx").write_bytes(b"ours")
    (folder / "_history").mkdir()
    (folder / "_history" / "000001.0123456789abcdef.good.docx").write_bytes(b"ours")
    assert snapshot(workspace) == before
    (folder / "template.docx").write_bytes(b"theirs")
    assert changed(before, snapshot(workspace)) == {""}


@pytest.mark.skipif(sys.platform != "linux", reason="others tell of a whole tree")
def test_folders_of_what_we_make_are_not_listened_to(root: Path) -> None:
    for made in ("generated", "_history/_left", "_receipts"):
        (root / "cases" / ONE / made).mkdir(parents=True)
    before = listened_to()
    with Changes(root, every=600, quiet=QUIET) as changes:
        assert changes.settled(1) == frozenset()
        # cases, two cases, records of the first; config
        assert listened_to() - before == 5
        write(root / "cases" / TWO / "generated" / "Full plan.docx")
        write(root / "cases" / TWO / "reviews" / "2026-11-02-initial-01.yaml")
        assert changes.settled(PATIENCE) == {TWO}
        assert listened_to() - before == 6  # reviews is new


def listened_to() -> int:
    """How many folders this process listens to."""
    held = Path("/proc/self/fdinfo").iterdir()
    return sum(_told(info).count("inotify wd:") for info in held)


def _told(info: Path) -> str:
    try:
        return info.read_text()
    except OSError:  # closed meanwhile
        return ""


@pytest.mark.long
def test_events_still_arrive_from_ten_thousand_folders(root: Path) -> None:
    for number in range(10_000):
        write(root / "cases" / f"SG-{1000 + number // 1000}-{number % 1000:03d}" / "c")
    last = root / "cases" / "SG-1009-999" / "case.yaml"
    with Changes(root, every=600, quiet=QUIET) as changes:
        assert changes.settled(1) == frozenset()
        began = time.process_time()
        for turn in range(5):
            write(last, f"turn: {turn}\n")
            assert changes.settled(PATIENCE) == {"SG-1009-999"}
        worked = time.process_time() - began
        changes.settled(5)
        assert time.process_time() - began - worked < 1.0


@pytest.mark.skipif(os.name == "nt", reason="names are always text there")
def test_a_name_in_letters_that_nobody_can_read_stops_no_watching(root: Path) -> None:
    with scanning(root) as changes:
        odd = os.fsencode(root / "cases" / ONE) + b"/caf\xe9.txt"
        with open(odd, "wb") as file:  # noqa: PTH123 - no path can say it
            file.write(b"x")
        assert changes.settled(PATIENCE) == {ONE}


@pytest.mark.parametrize("when", ["at the start", "later"])
def test_a_share_that_goes_while_it_is_read_is_waited_for(
    root: Path, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """It goes after the list of files was taken, before they were all read."""
    gone: list[str] = []

    def reads(share: Path, area: str) -> str:
        if area == ONE and not gone:
            gone.append(area)
            raise OSError(errno.EIO, "The share went away.")
        return content_of(share, area)

    gone += [] if when == "at the start" else ["not yet"]
    monkeypatch.setattr("workflow.adapters.changes.content_of", reads)
    with scanning(root) as changes:
        write(root / f"cases/{ONE}/case.yaml", "a: changed\n")
        gone.clear() if when == "later" else None
        assert changes.settled(PATIENCE) == {""}
        assert gone == [ONE]


def test_what_nobody_foresaw_in_a_look_is_raised_and_everything_counts_after_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    met: list[str] = []

    def reads(share: Path, area: str) -> str:
        if not met:
            met.append(area)
            raise RuntimeError(area)
        return content_of(share, area)

    with scanning(root) as changes:
        write(root / f"cases/{ONE}/case.yaml", "a: changed\n")
        monkeypatch.setattr("workflow.adapters.changes.content_of", reads)
        with pytest.raises(RuntimeError):
            changes.settled(PATIENCE)
        assert changes.settled(PATIENCE) == {""}
        assert not changes.trouble
    assert met


def test_what_stirs_is_told_once_before_it_holds_still(root: Path) -> None:
    changes = Changes(root, every=QUIET, quiet=QUIET, ahead=True)
    write(root / "cases" / ONE / "case.yaml", "a: c\n")
    assert changes.settled(60) == frozenset()
    assert changes.stirring() == {ONE}
    assert changes.stirring() == frozenset()
    assert changes.settled(60) == {ONE}
    assert changes.stirring() == frozenset()


def test_who_does_not_ask_what_stirs_is_not_woken_for_it(root: Path) -> None:
    with scanning(root) as changes:
        write(root / "cases" / ONE / "case.yaml", "a: c\n")
        assert changes.settled(60) == {ONE}


def test_a_case_that_holds_still_waits_for_no_scan_of_them_all(root: Path) -> None:
    clock = Clock()
    changes = Changes(root, every=10.0, quiet=1.0, clock=clock)
    clock.now = 9.5
    changes._hint(f"cases/{ONE}/case.yaml")  # noqa: SLF001 - an event
    write(root / "cases" / ONE / "case.yaml", "a: c\n")
    changes._take_hints()  # noqa: SLF001 - an event
    assert changes.settled(0) == frozenset()
    clock.now = 10.5
    scans = changes.scans
    assert changes.settled(0) == {ONE}
    assert changes.scans == scans
    assert changes.settled(0) == frozenset()
    assert changes.scans == scans + 1


def test_a_case_that_changes_during_a_scan_does_not_wait_for_its_end(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, steps = Clock(), 1_000
    file = root / "cases" / ONE / "case.yaml"
    changes = Changes(root, every=3600.0, quiet=1.0, clock=clock)

    def slow(share: Path, seen: Snapshot) -> Iterator[None]:
        yield from listing(share, seen)
        for step in range(steps):
            if step == 1:
                write(file, "a: c\n")
                changes._hint(f"cases/{ONE}/case.yaml")  # noqa: SLF001 - an event
            clock.now += 0.1
            reached.append(step)
            yield

    reached: list[int] = []
    monkeypatch.setattr("workflow.adapters.changes.listing", slow)
    clock.now = 3600.0
    assert changes.settled(1.0) == {ONE}
    assert changes.scans == 0
    assert reached[-1] < 30  # it began, and let the case go first
    assert changes.settled(0) == frozenset()
    assert changes.scans == 1
    assert len(reached) == steps  # the same scan went on to its end
    assert changes.settled(0) == frozenset()


def test_a_case_made_during_a_scan_is_not_taken_for_gone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scan had passed its place, and a single look has seen it since."""
    clock, new = Clock(), "SG-2026-777"
    changes = Changes(root, every=3600.0, quiet=1.0, clock=clock)

    def slow(share: Path, seen: Snapshot) -> Iterator[None]:
        yield from listing(share, seen)
        write(root / "cases" / new / "case.yaml", "a: c\n")
        changes._hint(f"cases/{new}/case.yaml")  # noqa: SLF001 - an event
        for _ in range(100):
            clock.now += 0.1
            yield

    monkeypatch.setattr("workflow.adapters.changes.listing", slow)
    clock.now = 3600.0
    assert changes.settled(1.0) == {new}
    assert changes.settled(0) == frozenset()
    assert changes.scans == 1
    clock.now += 3600.0
    for _ in range(10):  # it gives way once more, and finds all as it was told
        assert changes.settled(0) == frozenset()
    assert changes.scans == 2


def test_cases_that_never_hold_still_put_no_scan_off_for_long(root: Path) -> None:
    clock = Clock()
    changes = Changes(root, every=10.0, quiet=1.0, clock=clock)
    scans = changes.scans
    for tenth in range(91, 231):  # to be begun by 12.0, and ended in 10 seconds more
        clock.now = tenth / 10
        write(root / "cases" / ONE / "case.yaml", f"a: {tenth}\n")
        changes._hint(f"cases/{ONE}/case.yaml")  # noqa: SLF001 - an event
        changes._take_hints()  # noqa: SLF001 - an event
        assert changes.settled(0) == frozenset()
    assert changes.scans > scans
