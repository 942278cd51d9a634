"""Real SMB clients switched off, frozen, with wrong clocks, two at one form.

T7, T8, T11, T12, T15, T16, T17, T35 and T44 of the reliability page.

Long, and only where there are guests: see `guests.py`. The other computer is this one,
at the folder that the server shares.
"""

import json
import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from tests.faults.guests import Guest, Server, guest, held, python, serving, until
from tests.faults.saver import OWN
from tests.faults.test_any_drive import COUNTER
from tests.faults.test_saving_together import judged, one_case
from tests.faults.test_several import (
    ONE,
    TWO,
    _build_once,
    call,
    documents,
    made_alone,
    settled_share,
    tells,
)
from tests.retention.old_cases import everything, office_with
from workflow.adapters.safe_files import recover
from workflow.wiring.clock import day_now
from workflow.wiring.office import open_office
from workflow.wiring.retention import Retention

pytestmark = pytest.mark.long
CUTS = int(os.environ.get("TORTURE_CUTS", "30"))
ENOUGH = 1800.0  # seconds in which even a busy machine comes to the point
WATCH = f"{python()} tests/faults/watcher.py /mnt/s"
ROUNDS = int(os.environ.get("TORTURE_ROUNDS", "100"))
SAVE = f"{python()} tests/faults/saver.py"
COMMAND = f"{python()} -m workflow --workspace /mnt/s"
LATE = f"""
{COMMAND} --json due --overdue 2>/tmp/told
echo TOLD
cat /tmp/told
echo BUILD
{COMMAND} build SG-2026-019 2>&1
"""
DESTROY = f"{COMMAND} retention destroy 2>&1 "
MORE = """
import sys
from pathlib import Path
from workflow.adapters.safe_files import place
folder = Path("/mnt/s")
try:
    place(folder / "big.docx", b"b" * 3_000_000)
    print("said to be done")
except OSError as error:
    print("refused", error.errno)
print(place(folder / "small.docx", b"s" * 3_000))
"""
LOOK = """
import time
from pathlib import Path
from workflow.adapters.changes import snapshot
for _ in range(3):
    began = time.monotonic()
    areas = snapshot(Path("/mnt/s"))
    print("look", time.monotonic() - began, len(areas), flush=True)
"""


@pytest.fixture
def share(workspace: Path, tmp_path: Path) -> Path:
    """The worked cases with one kind of document, on a share of its own."""
    share = tmp_path / "drive" / "share"
    share.mkdir(parents=True)
    settled_share(workspace, share)
    return share


@pytest.fixture
def server(share: Path, tmp_path: Path) -> Iterator[Server]:
    """What serves it."""
    with serving(tmp_path / "server", share) as made:
        yield made


def counting(server: Server, name: str, rounds: int) -> str:
    """A script that adds one, so many times, and says each on the console."""
    program = server.folder / f"{name}.py"
    program.write_text(COUNTER)
    return f"{python()} /host{program} /mnt/s/count {rounds} /proc/self/fd/1 | cat"


def numbers(computer: Guest) -> list[int]:
    """What a counting guest has said."""
    return [int(line) for line in computer.said() if line.isdigit()]


def notices(computer: Guest) -> list[dict[str, object]]:
    """What a watching guest has said."""
    assert not any("Traceback" in line for line in computer.said()), computer.said()
    return [json.loads(line) for line in computer.said() if line[:1] == "{"]


def noon(days: int) -> str:
    """A clock so many days ahead of this one."""
    return f"{day_now() + timedelta(days=days)}T12:00:00"


def people_wrote(share: Path) -> dict[str, bytes]:
    """What stands in the files of the cases that people write, by name."""
    made = ("generated", "_history", "_receipts")
    return {
        path.relative_to(share).as_posix(): path.read_bytes()
        for path in (share / "cases").rglob("*.yaml")
        if not set(made) & set(path.parts)
    }


def beside(folder: Path) -> list[Path]:
    """The updates that lie beside a document."""
    return [path for path in folder.iterdir() if "(update " in path.name]


def remade(computer: Guest, since: int) -> bool:
    """Whether a guest has told people, since then, how a case stands now."""
    later = (str(notice.get("made")) for notice in notices(computer)[since:])
    return any("case-status.html" in made for made in later)


def watching(computer: Guest) -> bool:
    """Whether a guest has built for the first time."""
    return any("made" in line for line in notices(computer))


def test_two_computers_count_together_and_one_loses_its_power(server: Server) -> None:
    folder = server.share / "count"
    folder.mkdir()
    (folder / "count").write_bytes(b"0")
    with ExitStack() as both:
        one, two = (
            both.enter_context(guest(server, name, counting(server, name, 300)))
            for name in ("one", "two")
        )
        until(lambda: len(numbers(one)) > 20, ENOUGH)
        one.power_off()
        until(two.ended, 4 * ENOUGH)
        said = numbers(one) + numbers(two)
        assert len(numbers(two)) == 300
    recover(folder, folder / "_history")
    assert len(said) == len(set(said))
    count = int((folder / "count").read_bytes())
    kept = {int(path.read_bytes()) for path in (folder / "_history").glob("*.old")}
    assert count - len(said) in {0, 1}
    assert kept == set(range(count))
    print(f"SMB counting: {len(said)} tried, 0 lost")  # noqa: T201


def test_two_computers_that_save_one_form_lose_no_word(tmp_path: Path) -> None:
    root = tmp_path / "drive" / "share"
    one_case(root)
    with ExitStack() as both:
        server = both.enter_context(serving(tmp_path / "server", root))
        people = [
            both.enter_context(
                guest(server, name, f"{SAVE} /mnt/s {name} {ROUNDS} 2>&1")
            )
            for name in OWN
        ]
        for person in people:
            until(person.ended, 4 * ENOUGH)
        said = [line for person in people for line in person.said() if line]
    tried, shown = judged(root, said)
    assert tried == len(OWN) * ROUNDS
    print(f"SMB, one form: {tried} tried, {shown} shown in conflicts, 0 lost")  # noqa: T201


@pytest.mark.parametrize("days", [-40, 40])
def test_a_computer_with_a_wrong_clock_hides_nothing_that_is_late(
    server: Server, share: Path, days: int
) -> None:
    plan = share / "cases" / TWO / "plan.yaml"
    plan.write_text(plan.read_text("utf-8").replace("2026-11-30", "2026-11-02"))
    _build_once(share)  # its journal shows what day it is
    before = people_wrote(share)
    rows, told = {}, {}
    for name, ahead in (("right", 0), ("wrong", days)):
        with guest(server, name, LATE, noon(ahead)) as computer:
            until(computer.ended, ENOUGH)
            told[name] = "\n".join(computer.said())
        listed, _, rest = told[name].partition("TOLD\n")
        built, found = rest.partition("BUILD\n")[2], json.loads(listed)
        rows[name] = {(row["case"], row["item"], row["due_on"]) for row in found}
        assert ("the shared drive's says" in built) == bool(ahead)
    assert rows["right"]
    assert rows["wrong"] >= rows["right"]
    assert ("files here tell of" in told["wrong"]) == (days < 0)
    assert people_wrote(share).items() >= before.items()
    print(f"SMB, clock {days} days off: {len(rows['right'])} late, 0 hidden")  # noqa: T201


@pytest.mark.parametrize("days", [-40, 40])
def test_a_computer_with_a_wrong_clock_destroys_nothing(
    tmp_path: Path, days: int
) -> None:
    root, old = tmp_path / "drive" / "share", "SG-2012-001"
    root.mkdir(parents=True)
    office_with(root, {old: "2015-01-15"})
    room = Retention(open_office(root, None))
    for by in ("st-01", "st-02"):
        room.approve(old, by, "Nothing is open any more")
    before = everything(root)
    with (
        serving(tmp_path / "server", root) as server,
        guest(server, "pc", DESTROY + old, noon(days)) as computer,
    ):
        until(computer.ended, ENOUGH)
        assert any("Two clocks show different days" in x for x in computer.said())
    assert everything(root) == before
    room.destroy(old)


def test_a_computer_finds_out_what_an_smb_share_is(server: Server) -> None:
    script = f"{COMMAND} --json doctor 2>&1"
    with guest(server, "pc", script) as computer:
        until(computer.ended, ENOUGH)
        told = "\n".join(computer.said())
    assert "Traceback" not in told
    rows = json.loads(told[told.index("[") : told.rindex("]") + 1])
    found = {row["name"]: row["state"] for row in rows if row["area"] == "this folder"}
    print(json.dumps([row for row in rows if row["state"] != "good"], indent=1))  # noqa: T201
    assert "problem" not in found.values(), told
    assert found["locks"] == "good", told


def test_a_computer_switched_off_while_it_saves_loses_nothing(server: Server) -> None:
    chance, folder = random.Random(11), server.share / "count"  # noqa: S311 - moments
    folder.mkdir()
    (folder / "count").write_bytes(b"0")
    done = -1
    for cut in range(CUTS):
        name = f"pc{cut}"
        with guest(server, name, counting(server, name, 100_000)) as computer:
            until(lambda pc=computer: len(numbers(pc)) > 2, ENOUGH)  # type: ignore[misc]
            time.sleep(chance.uniform(0.0, 1.0))
            computer.power_off()
            done = max([done, *numbers(computer)])
        recover(folder, folder / "_history")
        count = int((folder / "count").read_bytes())
        kept = {int(path.read_bytes()) for path in (folder / "_history").glob("*.old")}
        assert count >= done
        assert kept == set(range(count))
    print(f"SMB, off while saving: {CUTS} tried, 0 lost")  # noqa: T201


def test_a_computer_switched_off_while_it_builds_loses_nothing(
    server: Server, share: Path
) -> None:
    chance = random.Random(11)  # noqa: S311 - moments, not secrets
    _build_once(share)
    for cut in range(CUTS):
        call(share, ONE, f"Ash{cut}")
        with guest(server, f"pc{cut}", f"{WATCH} PC-{cut} 0") as computer:
            until(lambda pc=computer: watching(pc), ENOUGH)  # type: ignore[misc]
            call(share, TWO, f"Elm{cut}")
            time.sleep(chance.uniform(0.0, 6.0))
        whole = documents(share)
        assert all(content for content in whole.values())
        print(f"SMB, off while building: {cut + 1} so far", flush=True)  # noqa: T201
    _build_once(share)
    left = {n: c for n, c in documents(share).items() if " (update " not in n}
    assert left == made_alone(share)
    print(f"SMB, off while building: {CUTS} tried, 0 lost")  # noqa: T201


def test_a_server_that_goes_is_waited_for_and_nothing_is_lost(
    server: Server, share: Path
) -> None:
    with guest(server, "pc", f"{WATCH} PC-1 0") as computer:
        until(lambda: watching(computer), ENOUGH)
        for number in range(2):
            before = documents(share)
            told = len([n for n in notices(computer) if "notice" in n])
            server.down()
            until(
                lambda so_far=told: (  # type: ignore[misc]
                    len([n for n in notices(computer) if "notice" in n]) > so_far
                ),
                ENOUGH,
            )
            assert documents(share) == before
            server.up()
            call(share, ONE, f"Birch{number}")
            until(lambda n=number: tells(share, ONE, f"Birch{n}"), ENOUGH)  # type: ignore[misc]
        assert not computer.ended()


def test_two_watchers_weeks_apart_one_frozen_leave_what_one_would_leave(
    server: Server, share: Path
) -> None:
    with ExitStack() as both:
        one = both.enter_context(guest(server, "one", f"{WATCH} PC-1 0"))
        until(lambda: watching(one), ENOUGH)
        later = "2027-01-04T09:00:00"
        two = both.enter_context(guest(server, "two", f"{WATCH} PC-2 0", later))
        until(lambda: any(n.get("notice") == "standby" for n in notices(two)), ENOUGH)
        one.freeze()
        call(share, ONE, "Cedar")
        until(lambda: tells(share, ONE, "Cedar"), ENOUGH)
        one.thaw()
        call(share, TWO, "Hazel")
        until(lambda: tells(share, TWO, "Hazel"), ENOUGH)
        holders = {
            (line["generation"], name)
            for name, pc in (("one", one), ("two", two))
            for line in notices(pc)
            if line.get("generation")
        }
    assert len({generation for generation, _ in holders}) == len(holders)
    _build_once(share)
    left = {n: c for n, c in documents(share).items() if " (update " not in n}
    assert left == made_alone(share)


def test_a_document_that_another_client_holds_waits_until_it_is_let_go(
    server: Server, share: Path
) -> None:
    _build_once(share)
    count = 0
    with guest(server, "pc", f"{WATCH} PC-1 0") as computer:
        until(lambda: watching(computer), ENOUGH)
        for sharing in ("r", ""):
            for ref in (ONE, TWO):
                plan = share / "cases" / ref / "generated" / "Full plan.docx"
                before, name, count = plan.read_bytes(), f"Rowan{count}", count + 1
                file = plan.relative_to(share).as_posix()
                told = len(notices(computer))
                with held(server, file, sharing):
                    call(share, ref, name)
                    until(lambda t=told: remade(computer, t), ENOUGH)  # type: ignore[misc]
                    if sharing:  # what may be read is known to be ours
                        until(lambda b=plan.parent: beside(b), ENOUGH)  # type: ignore[misc]
                    time.sleep(5)
                    assert plan.read_bytes() == before
                until(lambda r=ref, n=name: tells(share, r, n), ENOUGH)  # type: ignore[misc]
                until(lambda b=plan.parent: not beside(b), ENOUGH)  # type: ignore[misc]
        alone = made_alone(share)
        until(lambda: documents(share) == alone, ENOUGH)
    print(f"SMB, held by another client: {count} tried, 0 lost")  # noqa: T201


def test_a_share_that_is_full_says_so_late_and_is_believed(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.mkdir()
    with ExitStack() as tidy:
        mount = f"mount -t tmpfs -o size=1m none {full}"
        assert os.system(mount) == 0  # noqa: S605 - a path of the test's own
        tidy.callback(os.system, f"umount -l {full}")
        server = tidy.enter_context(serving(tmp_path / "server", full))
        program = server.folder / "more.py"
        program.write_text(MORE)
        script = f"{python()} /host{program}"
        with guest(server, "pc", script) as computer:
            until(computer.ended, ENOUGH)
            assert [s for s in computer.said() if s] == ["refused 28", "created"]
        assert [path.name for path in full.iterdir()] == ["small.docx"]


def test_five_hundred_cases_are_looked_over_in_half_a_minute(
    server: Server, share: Path
) -> None:
    for number in range(500):
        case = share / "cases" / f"SG-2024-{number:03d}"
        (case / "records").mkdir(parents=True)
        for file in range(30):
            (case / "records" / f"2026-11-22-visit-{file:02d}.yaml").write_text("a: b")
    program = server.folder / "look.py"
    program.write_text(LOOK)
    with guest(server, "pc", f"{python()} /host{program}") as computer:
        until(computer.ended, 2 * ENOUGH)
        looks = [line.split() for line in computer.said() if line.startswith("look")]
    assert int(looks[0][2]) > 500
    seconds = [float(look[1]) for look in looks]
    print(f"SMB: 500 cases, 15,000 files looked over in {seconds} s")  # noqa: T201
    assert min(seconds) < 30
