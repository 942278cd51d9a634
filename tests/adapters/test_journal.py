"""The journal chains its lines, tells of torn ends, and takes no words."""

import errno
import json
import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from workflow.adapters.journal import (
    END,
    Journal,
    RunLog,
    broken_at,
    heads,
    month_seal,
    verify,
)
from workflow.domain.journal_chain import chain
from workflow.services.ports import Intent

HASH = "a" * 64


def now() -> str:
    """A fixed moment, local time with its offset."""
    return "2026-11-23T09:30:00+00:00"


def written(folder: Path) -> Path:
    """A journal of one act."""
    with Journal(folder, "PC-1", "run1", now) as journal:
        number = journal.intend("publish", "SG-2026-014", "full-plan", after=HASH)
        journal.done(number, "created")
    return folder / "PC-1" / "2026-11-run1.jsonl"


def test_an_act_is_written_as_intent_then_done(tmp_path: Path) -> None:
    raw = written(tmp_path).read_bytes()
    lines = [json.loads(line) for line in raw.splitlines()]
    assert [line.get("step") for line in lines] == [None, "intent", "done"]
    assert [line["seq"] for line in lines] == [1, 2, 3]
    assert lines[2]["of"] == 2
    assert lines[1]["after"] == HASH


def test_a_whole_journal_holds(tmp_path: Path) -> None:
    assert broken_at(written(tmp_path).read_bytes()) is None


def test_each_kind_of_tampering_shows(tmp_path: Path) -> None:
    raw = written(tmp_path).read_bytes()
    first, second, third = raw.splitlines(keepends=True)
    assert broken_at(raw.replace(b"full-plan", b"half-plan")) == 2
    assert broken_at(first + third) == 2
    assert broken_at(second + third) == 1
    assert broken_at(raw[:-5] + b"\n") == 3
    assert broken_at(b"[]\n") == 1


def test_half_a_last_line_is_what_a_crash_leaves_and_no_tampering(
    tmp_path: Path,
) -> None:
    raw = written(tmp_path).read_bytes()
    last = raw.rstrip(b"\n").rfind(b"\n") + 1
    assert all(broken_at(raw[:cut]) is None for cut in range(last, len(raw)))


def test_every_line_is_there_before_the_act_goes_on(tmp_path: Path) -> None:
    with Journal(tmp_path, "PC-1", "run1", now) as journal:
        journal.intend("publish", "SG-2026-014", "full-plan")
        (path,) = (tmp_path / "PC-1").iterdir()
        assert path.read_bytes().count(b"\n") == 2


def test_the_next_run_tells_of_a_torn_end_and_leaves_it(tmp_path: Path) -> None:
    path = written(tmp_path)
    torn = path.read_bytes()[:-5]
    path.write_bytes(torn)
    with Journal(tmp_path, "PC-1", "run2", now):
        pass
    line = json.loads((tmp_path / "PC-1" / "2026-11-run2.jsonl").read_bytes())
    assert line["torn"] == {path.name: len(torn)}
    assert path.read_bytes() == torn


def test_no_second_writer_gets_the_same_file(tmp_path: Path) -> None:
    written(tmp_path)
    with pytest.raises(FileExistsError):
        Journal(tmp_path, "PC-1", "run1", now)


def test_words_are_refused(tmp_path: Path) -> None:
    with (
        Journal(tmp_path, "PC-1", "run1", now) as journal,
        pytest.raises(ValueError, match="codes and hashes only"),
    ):
        journal.intend("publish", "SG-2026-014", "a free text")


def a_run(folder: Path, host: str, instance: str) -> Journal:
    return Journal(folder, host, instance, now, clock=lambda: 0.0)


def test_a_new_run_witnesses_what_nobody_has_witnessed_yet(tmp_path: Path) -> None:
    written(tmp_path)
    with a_run(tmp_path, "PC-2", "run2"):
        pass
    with a_run(tmp_path, "PC-3", "run3"):
        pass
    first = json.loads((tmp_path / "PC-2/2026-11-run2.jsonl").read_bytes())
    second = json.loads((tmp_path / "PC-3/2026-11-run3.jsonl").read_bytes())
    assert list(first["seen"]) == ["PC-1/2026-11-run1.jsonl"]
    assert list(second["seen"]) == ["PC-2/2026-11-run2.jsonl"]
    assert (first["lam"], second["lam"]) == (4, 5)
    assert verify(tmp_path, heads(tmp_path)) == ()


def test_a_running_log_witnesses_the_others_now_and_then(tmp_path: Path) -> None:
    seconds = iter((0.0, 1.0, 40.0, 40.0))
    with Journal(tmp_path, "PC-2", "run2", now, clock=lambda: next(seconds)) as mine:
        written(tmp_path)
        mine.intend("publish", "SG-2026-014", "full-plan")
        mine.intend("publish", "SG-2026-014", "full-plan")
    lines = (tmp_path / "PC-2/2026-11-run2.jsonl").read_bytes().splitlines()
    seen = [json.loads(line).get("seen", {}) for line in lines]
    assert [list(s) for s in seen[:2]] == [[], []]
    assert seen[2] == {"PC-1/2026-11-run1.jsonl": [3, heads(tmp_path)[0].hash]}


def test_the_end_of_a_very_long_log_is_witnessed_by_whoever_writes_beside_it(
    tmp_path: Path,
) -> None:
    """Only its last lines are read then."""
    seconds = iter(range(0, 100_000, 100))
    intent = Intent("publish", "SG-2026-014", "full-plan")
    with (
        Journal(tmp_path, "PC-2", "run2", now, clock=lambda: next(seconds)) as mine,
        a_run(tmp_path, "PC-1", "run1") as other,
    ):
        for _ in range(4):
            other.intend_all([intent] * 200)
            mine.intend_all([intent])
    (long,) = (tmp_path / "PC-1").iterdir()
    assert long.stat().st_size > 2 * END
    assert verify(tmp_path) == ()
    end = heads(tmp_path)
    (told,) = [head for head in end if head.log.startswith("PC-1")]
    (log,) = (tmp_path / "PC-2").iterdir()
    last = json.loads(log.read_bytes().splitlines()[-1])
    assert [told.seq, told.hash] == last["seen"][told.log]


def test_a_new_month_begins_a_new_log(tmp_path: Path) -> None:
    moments = ["2026-11-30T23:59:00+00:00"]
    log = RunLog(tmp_path, lambda: moments[0])
    number = log.intend("publish", "SG-2026-014", "full-plan")
    moments[0] = "2026-12-01T00:00:00+00:00"
    log.done(number, "created")
    log.done(log.intend("publish", "SG-2026-014", "full-plan"), "created")
    log.close()
    november, december = sorted(heads(tmp_path), key=lambda h: h.log.split("/")[1])
    assert (november.seq, december.seq) == (3, 3)
    assert "/2026-12-" in december.log


def test_nothing_is_written_behind_a_line_that_the_disk_did_not_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = RunLog(tmp_path, now)
    intent = log.intend("publish", "SG-2026-014", "full-plan")
    real = os.write

    def half(file: int, content: bytes) -> int:
        real(file, content[: len(content) // 2])
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OSError, match="full"):
        log.intend("publish", "SG-2026-014", "full-plan")
    monkeypatch.setattr(os, "write", real)
    log.done(intent, "created")
    log.close()
    assert verify(tmp_path) == ()
    ends = [path.read_bytes()[-1:] for path in tmp_path.glob("*/*.jsonl")]
    assert sorted(ends) != [b"\n", b"\n"]
    done = [
        line
        for path in tmp_path.glob("*/*.jsonl")
        for line in chain(path.read_bytes()).lines
        if line.get("step") == "done"
    ]
    assert [(line["of"], "in" in line) for line in done] == [(2, True)]


def test_the_generation_of_the_lease_stands_in_every_line(tmp_path: Path) -> None:
    log = RunLog(tmp_path, now)
    log.generation = 7
    log.done(log.intend("publish", "SG-2026-014", "full-plan"), "created")
    log.close()
    (path,) = tmp_path.glob("*/*.jsonl")
    assert {line.get("gen") for line in chain(path.read_bytes()).lines[1:]} == {7}


def test_a_month_is_sealed_when_it_is_over(tmp_path: Path) -> None:
    moments = ["2026-10-30T09:00:00+00:00"]
    log = RunLog(tmp_path, lambda: moments[0])
    log.done(log.intend("publish", "SG-2026-014", "full-plan"), "created")
    assert month_seal(tmp_path, "2026-10") == ""
    moments[0] = "2026-11-02T09:00:00+00:00"
    log.done(log.intend("publish", "SG-2026-014", "full-plan"), "created")
    sealed = month_seal(tmp_path, "2026-10")
    assert sealed.startswith("1 logs, 3 lines, ")
    log.done(log.intend("publish", "SG-2026-014", "full-plan"), "created")
    log.close()
    assert month_seal(tmp_path, "2026-10") == sealed
    assert month_seal(tmp_path, "2026-11") == month_seal(tmp_path, "2026-09") == ""


def test_threads_of_one_run_write_one_log_and_each_ends_its_own_act(
    tmp_path: Path,
) -> None:
    meet = threading.Barrier(2)
    told: list[int] = []
    amiss: list[Exception] = []

    def both_at_once() -> str:
        with suppress(threading.BrokenBarrierError):
            meet.wait(0.2)  # whoever is alone goes on
        return now()

    log = RunLog(tmp_path, both_at_once)

    def work(name: str) -> None:
        try:
            number = log.intend("save", "SG-2026-014", name)
            told.append(number)
            log.done(number, name)
        except Exception as error:  # noqa: BLE001 - seen by the test
            amiss.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in ("plan", "case")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log.close()
    assert amiss == []
    assert sorted(told) == [1, 2]
    (path,) = tmp_path.glob("*/*.jsonl")
    lines = chain(path.read_bytes()).lines
    roles = {line["seq"]: line["role"] for line in lines if line.get("role")}
    ends = {line["of"]: line["result"] for line in lines if line.get("step") == "done"}
    assert ends == roles
