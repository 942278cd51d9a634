"""Logs that witness one another: whatever is done to them shows, in the right one."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.journal_chain import (
    START,
    Broken,
    Head,
    begun,
    canonical,
    chain,
    faults,
    glance,
    heads,
    own_hash,
    seal,
    unwitnessed,
    witnessed,
)

HOSTS = ("PC-1", "PC-2", "NAS-3")


@dataclass
class Writers:
    """Three computers that write in turn, each seeing what the others wrote."""

    logs: dict[str, bytes] = field(default_factory=dict)

    def write(self, host: str, action: str) -> None:
        """One more line, which witnesses what nobody has witnessed yet."""
        name = f"{host}/2026-11-run.jsonl"
        mine = chain(self.logs.get(name, b""))
        found = {n: g for n, raw in self.logs.items() if (g := glance(lines(raw)))}
        new = unwitnessed(found)
        new.pop(name, None)
        line: dict[str, object] = {"seq": len(mine.lines) + 1, "prev": mine.hash}
        line |= {"host": host, "instance": "run", "action": action}
        line |= {"seen": {n: [h.seq, h.hash] for n, h in new.items()}}
        done = canonical({**line, "hash": own_hash(line)}) + b"\n"
        self.logs[name] = self.logs.get(name, b"") + done


def written(lines: int = 18) -> dict[str, bytes]:
    """Logs of three computers, and a last round in which each sees the others."""
    writers = Writers()
    turn = random.Random(3)  # noqa: S311 - the same turns every time
    for _ in range(lines):
        writers.write(turn.choice(HOSTS), "publish")
    for host in (*HOSTS, HOSTS[0]):
        writers.write(host, "witnessed")
    return writers.logs


def changed(logs: dict[str, bytes], name: str, raw: bytes | None) -> list[Broken]:
    rest = {n: content for n, content in logs.items() if n != name}
    found = rest if raw is None else rest | {name: raw}
    return list(faults(found, heads(logs)))


def test_whole_logs_hold() -> None:
    assert faults(written(), heads(written())) == ()


@pytest.mark.parametrize("positions", [30, pytest.param(200, marks=pytest.mark.long)])
def test_a_flipped_bit_anywhere_is_found_in_the_right_log(positions: int) -> None:
    logs = written()
    places = random.Random(25)  # noqa: S311 - the same places every time
    missed = []
    for _ in range(positions):
        name = places.choice(sorted(logs))
        at = places.randrange(len(logs[name]))
        for bit in range(8):
            raw = bytearray(logs[name])
            raw[at] ^= 1 << bit
            found = changed(logs, name, bytes(raw))
            line = logs[name].count(b"\n", 0, at) + 1
            if [(b.log, b.line) for b in found] != [(name, line)]:
                missed.append((name, at, bit, found))
    assert missed == []


def test_a_line_taken_out_is_found() -> None:
    logs = written()
    for name, raw in logs.items():
        lines = raw.splitlines(keepends=True)
        for place in range(len(lines)):
            without = b"".join(lines[:place] + lines[place + 1 :])
            assert [b.log for b in changed(logs, name, without)] == [name]


def test_two_lines_that_changed_places_are_found() -> None:
    logs = written()
    for name, raw in logs.items():
        lines = raw.splitlines(keepends=True)
        lines[1], lines[2] = lines[2], lines[1]
        (found,) = changed(logs, name, b"".join(lines))
        assert (found.log, found.line) == (name, 2)


def test_an_end_cut_off_and_an_older_copy_are_found() -> None:
    logs = written()
    for name, raw in logs.items():
        lines = raw.splitlines(keepends=True)
        for kept in range(1, len(lines)):
            (found,) = changed(logs, name, b"".join(lines[:kept]))
            assert found == Broken(name, kept + 1, "the end of the log is gone")


def test_a_whole_log_that_is_gone_is_found() -> None:
    logs = written()
    for name in logs:
        (found,) = changed(logs, name, None)
        assert (found.log, found.why) == (name, "the whole log is gone")


def test_a_log_written_anew_with_sound_hashes_is_found_by_those_who_saw_it() -> None:
    logs = written()
    forger = Writers()
    for _ in range(12):
        forger.write("PC-1", "forged")
    name = "PC-1/2026-11-run.jsonl"
    assert chain(forger.logs[name]).broken is None
    (found,) = faults(logs | {name: forger.logs[name]})
    assert (found.log, found.why) == (name, "this line was replaced")


def test_an_end_cut_off_shows_without_any_outside_witness_when_another_saw_it() -> None:
    logs = written()
    seen = {head.log: head for head in _all_seen(logs)}
    for name, head in seen.items():
        lines = logs[name].splitlines(keepends=True)[: head.seq - 1]
        found = faults(logs | {name: b"".join(lines)})
        assert [(b.log, b.line) for b in found] == [(name, head.seq)]


def test_half_a_last_line_is_no_tampering() -> None:
    logs = written()
    for name, raw in logs.items():
        rest = faults(logs | {name: raw + raw.splitlines()[0][:40]}, heads(logs))
        assert rest == ()


def test_a_log_under_another_name_is_found() -> None:
    logs = written()
    moved = logs | {"PC-9/2026-11-run.jsonl": logs["PC-1/2026-11-run.jsonl"]}
    (found,) = faults(moved)
    assert (found.log, found.line) == ("PC-9/2026-11-run.jsonl", 1)


def test_every_head_is_witnessed_once() -> None:
    logs = written()
    seen = list(_all_seen(logs))
    assert len(seen) == len(set(seen))


def test_an_empty_log_has_no_head() -> None:
    assert heads({"PC-1/2026-11-run.jsonl": b""}) == ()
    assert chain(b"").hash == START


def _all_seen(logs: dict[str, bytes]) -> Iterator[Head]:
    for raw in logs.values():
        for line in chain(raw).lines:
            yield from witnessed(line)


def lines(raw: bytes) -> list[bytes]:
    """The lines of a log as a file gives them."""
    return raw.splitlines(keepends=True)


def step(seq: int, **said: object) -> bytes:
    return json.dumps({"seq": seq, **said}).encode() + b"\n"


@given(st.permutations(range(6)), st.sets(st.integers(0, 5)))
def test_what_any_log_says_is_done_is_not_left_open(
    order: list[int], done: set[int]
) -> None:
    """Also when another log, that comes before or after, was told so."""
    hosts = ("PC-0/log", "PC-1/log", "PC-2/log")
    logs: dict[str, list[bytes]] = {host: [] for host in hosts}
    for number in range(6):
        said = {"action": "x", "case": f"SG-{number}", "after": ""}
        logs[hosts[number % 3]].append(step(number, step="intent", **said))
    for number in order:
        if number in done:
            told = {"of": number, "in": hosts[number % 3]}
            logs[hosts[number % 2]].append(step(10 + number, step="done", **told))
    left = begun(logs)
    assert {one.case for one in left} == {f"SG-{n}" for n in {*range(6)} - done}


@given(st.binary(max_size=200))
def test_a_quick_look_at_anything_never_fails(raw: bytes) -> None:
    glance(lines(raw))
    begun({"PC-1/2026-11-run.jsonl": lines(raw)})


def test_a_quick_look_tells_what_a_whole_look_tells() -> None:
    for raw in written().values():
        whole, quick = chain(raw), glance(lines(raw))
        assert quick
        assert (quick.seq, quick.hash) == (len(whole.lines), whole.hash)
        assert quick.seen == {head for line in whole.lines for head in witnessed(line)}


def test_a_seal_changes_with_any_head_and_not_with_their_order() -> None:
    found = heads(written())
    assert seal(found) == seal(tuple(reversed(found)))
    assert seal(found).startswith("3 logs, 22 lines, ")
    for head in found:
        fewer = [h for h in found if h != head]
        assert seal(fewer) != seal(found)
        assert seal([*fewer, Head(head.log, head.seq, "0" * 64)]) != seal(found)
