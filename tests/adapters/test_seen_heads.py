"""T46: a computer knows a backup that somebody put over the share of today."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import TODAY
from workflow.adapters.journal import RunLog
from workflow.adapters.seen_heads import note, seen
from workflow.adapters.share_marker import mark
from workflow.domain.errors import OlderWorkspace
from workflow.domain.journal_chain import Head
from workflow.wiring.office import Office

CASE = "SG-2026-014"
HEADS = (Head("PC-1/2026-11-a.jsonl", 3, "0" * 64),)


@pytest.fixture
def share(tmp_path: Path) -> Path:
    root = tmp_path / "share"
    (root / "config").mkdir(parents=True)
    mark(root)
    return root


def works(root: Path, month: str = "2026-11") -> None:
    """Something is done, by a run of its own."""
    log = RunLog(root / "_system" / "log", lambda: f"{month}-23T09:30:00+00:00")
    log.done(log.intend("save", CASE, "plan"), "updated")
    log.close()


def test_what_was_seen_is_remembered_apart_from_the_share(
    share: Path, state: Path
) -> None:
    before = sorted(share.rglob("*"))
    assert seen(share) == ()
    note(share, HEADS)
    assert seen(share) == HEADS
    assert sorted(share.rglob("*")) == before
    shutil.rmtree(state)
    assert seen(share) == ()


def test_a_damaged_memory_is_an_older_one(share: Path, state: Path) -> None:
    note(share, HEADS)
    note(share, (*HEADS, Head("PC-2/2026-11-b.jsonl", 1, "1" * 64)))
    newest = max(state.rglob("*.json"))
    newest.write_bytes(b"[[")
    assert seen(share) == HEADS


def test_only_the_last_few_are_kept(share: Path, state: Path) -> None:
    for number in range(9):
        note(share, (Head("PC-1/2026-11-a.jsonl", number, "0" * 64),))
    assert len(list(state.rglob("*.json"))) == 3
    assert seen(share)[0].seq == 8


def test_yesterdays_backup_over_today_is_noticed_and_nothing_is_written(
    share: Path,
) -> None:
    works(share)
    office = Office(share, TODAY)
    office.may_write()
    backup = shutil.copytree(share, share.with_name("yesterday"))
    works(share)
    office.may_write()
    shutil.rmtree(share)
    shutil.copytree(backup, share)
    for _ in range(2):
        with pytest.raises(OlderWorkspace, match="the whole log is gone"):
            Office(share, TODAY).may_write()
    Office(share, TODAY).put_back()
    Office(share, TODAY).may_write()


def test_a_log_that_lost_its_end_is_noticed(share: Path) -> None:
    works(share)
    Office(share, TODAY).may_write()
    (log,) = (share / "_system" / "log").glob("*/*")
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:-1]))
    with pytest.raises(OlderWorkspace, match="the end of the log is gone"):
        Office(share, TODAY).may_write()


def test_months_later_and_on_a_new_computer_all_is_well(
    share: Path, state: Path
) -> None:
    for month in ("2026-08", "2026-09", "2026-10", "2026-11"):
        works(share, month)
        Office(share, TODAY).may_write()
    shutil.rmtree(state)
    Office(share, TODAY).may_write()
