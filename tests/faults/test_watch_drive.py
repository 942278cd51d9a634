"""A real watcher on a drive that misbehaves under it (T8, T12, T15, T51, T52)."""

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.faults.drives import Faulty, faulty
from tests.faults.test_several import (
    ONE,
    TWO,
    call,
    documents,
    lines,
    made_alone,
    settled_share,
    tells,
    until,
    watcher,
)
from workflow.adapters.case_editing import CaseEditing
from workflow.adapters.journal import RunLog, verify
from workflow.adapters.mending import Mending
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import WorkflowError
from workflow.domain.intake import put, said
from workflow.domain.records.case import Case
from workflow.services.saving import Saved, save

AWAY = ("EIO", "ESTALE", "ENODEV", "ENOENT", "EHOSTDOWN", "ENOTCONN", "ETIMEDOUT")
FIELD = "advocacy.how_it_helped"
NOW = "2026-11-23T09:30:00+00:00"


@pytest.fixture
def drive(
    request: pytest.FixtureRequest, workspace: Path, tmp_path: Path
) -> Iterator[Faulty]:
    """The worked cases on a drive with the manners asked for."""
    manners = getattr(request, "param", ())
    with faulty(tmp_path.with_name(f"{tmp_path.name}-drive"), *manners) as made:
        settled_share(workspace, made.back)
        yield made


def troubles(out: Path) -> list[str]:
    """What a watcher has told of, but for its being well."""
    notices = [line for line in lines(out) if "notice" in line]
    return [str(n["text"]) for n in notices if n["notice"] in {"held", "trouble"}]


def built(out: Path) -> bool:
    """Whether a watcher has built for the first time."""
    return any("made" in line for line in lines(out))


def names(folder: Path) -> set[str]:
    """Every file there is, but for the journal and what is being written."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if "_system" not in path.parts and not path.name.startswith(".")
    }


def goes_and_comes(drive: Faulty, out: Path, error: str) -> None:
    """The share answers nothing but an error for a while."""
    told = len(troubles(out))
    drive.order("gone", error=error)
    before, there = documents(drive.back), names(drive.back)
    until(lambda: len(troubles(out)) > told)
    assert documents(drive.back) == before
    assert names(drive.back) == there
    drive.heal()
    call(drive.back, ONE, f"After{error}")
    until(lambda: tells(drive.back, ONE, f"After{error}"))


@pytest.mark.parametrize(
    "errors", [("ESTALE", "ENOENT"), pytest.param(AWAY, marks=pytest.mark.long)]
)
def test_a_share_that_answers_nothing_but_errors_is_waited_for(
    drive: Faulty, errors: tuple[str, ...]
) -> None:
    with watcher(drive.root, "PC-1") as (program, out):
        until(lambda: built(out))
        for error in errors:
            goes_and_comes(drive, out, error)
        assert program.poll() is None
    print(f"share gone: {len(errors)} tried, 0 lost")  # noqa: T201
    assert documents(drive.back) == made_alone(drive.back)


@pytest.mark.parametrize("fault", ["late-full", "silent-full"])
def test_a_drive_that_says_late_that_it_is_full_is_believed(
    drive: Faulty, fault: str
) -> None:
    with watcher(drive.root, "PC-1") as (_, out):
        until(lambda: built(out))
        drive.order(fault)
        before = documents(drive.back)
        call(drive.back, ONE, "Willow")
        until(lambda: bool(troubles(out)))
        assert documents(drive.back) == before
        drive.heal()
        until(lambda: tells(drive.back, ONE, "Willow"))
    assert documents(drive.back) == made_alone(drive.back)


@pytest.mark.parametrize("drive", [("windows",)], indirect=True)
def test_a_document_that_a_program_holds_gets_its_update_when_it_is_let_go(
    drive: Faulty,
) -> None:
    plan = drive.root / "cases" / ONE / "generated" / "Full plan.docx"
    with watcher(drive.root, "PC-1") as (_, out):
        until(lambda: built(out))
        with plan.open("rb") as held:
            before = held.read()
            call(drive.back, ONE, "Rowan")
            beside = plan.parent
            until(lambda: any("(update " in p.name for p in beside.iterdir()))
            assert plan.read_bytes() == before
        until(lambda: tells(drive.back, ONE, "Rowan"))
        until(lambda: not any("(update " in p.name for p in plan.parent.iterdir()))
    assert documents(drive.back) == made_alone(drive.back)


@pytest.mark.parametrize("seconds", [0.001, pytest.param(0.02, marks=pytest.mark.long)])
def test_a_slow_share_is_slow_and_nothing_else(drive: Faulty, seconds: float) -> None:
    with watcher(drive.root, "PC-1") as (_, out):
        until(lambda: built(out))
        drive.slow(seconds)
        call(drive.back, ONE, "Zinnia")
        until(lambda: tells(drive.back, ONE, "Zinnia"))
        drive.heal()
        assert not [line for line in lines(out) if line.get("notice") == "gone"]
    assert documents(drive.back) == made_alone(drive.back)


def form_saved(root: Path, words: str) -> bool:
    """Whether a form said that it had saved some words."""
    log = RunLog(root / "_system" / "log", lambda: NOW)
    with suppress(OSError, WorkflowError):
        Mending(root, lambda _: None).swaps(TWO)
        files, ref = CaseEditing(root, log), CaseRef(TWO)
        base = files.read(ref, "case.yaml")
        if base is None or base.root is None:
            return False
        mine = put(base.root, FIELD, said(words, "para"), Case)
        return isinstance(save(files, ref, "case.yaml", base, mine), Saved)
    return False


def in_a_child(act: Callable[[], bool]) -> bool:
    """What a process of its own answers; not true when it was killed."""
    child = os.fork()
    if not child:
        os._exit(0 if act() else 1)
    return os.waitpid(child, 0)[1] == 0


def nothing(_: Faulty, __: random.Random) -> None:
    """A quiet moment."""


def gone(drive: Faulty, chance: random.Random) -> None:
    """The share goes in the middle of something."""
    drive.order("gone", chance.randrange(60), chance.choice(AWAY))


def filled(drive: Faulty, chance: random.Random) -> None:
    """The disk is full from somewhere on."""
    kind = chance.choice(["full", "late-full", "silent-full"])
    drive.order(kind, chance.randrange(60))


def failing(drive: Faulty, chance: random.Random) -> None:
    """One call fails, or takes half of what it was given."""
    kind = chance.choice(["fail", "locked", "short"])
    drive.order(kind, chance.randrange(60), chance.choice(["EIO", "EACCES", "EBUSY"]))


def dying(drive: Faulty, chance: random.Random) -> None:
    """Whoever works is killed, or loses the power."""
    drive.order(chance.choice(["kill", "cut"]), chance.randrange(5, 60))


HARM = (nothing, gone, filled, failing, dying)


@pytest.mark.parametrize("seconds", [8, pytest.param(0, marks=pytest.mark.long)])
def test_whatever_befalls_a_share_no_saved_word_is_lost(
    drive: Faulty, seconds: int
) -> None:
    """Random harm while a watcher works, people edit and forms are saved."""
    chance = random.Random(52)  # noqa: S311 - harm, not secrets
    lasting = seconds or float(os.environ.get("TORTURE_SECONDS", "600"))
    end, acknowledged, harms = time.monotonic() + lasting, [], 0
    while time.monotonic() < end:
        with watcher(drive.root, "PC-1") as (program, _):
            while time.monotonic() < end and program.poll() is None:
                harms += 1
                chance.choice(HARM)(drive, chance)
                call(drive.back, ONE, f"Kit{harms}")
                words = f"It helped {harms} times."
                if in_a_child(lambda words=words: form_saved(drive.root, words)):  # type: ignore[misc]
                    acknowledged.append(words)
                time.sleep(chance.uniform(0.0, 1.0))
                drive.heal()
                time.sleep(chance.uniform(0.0, 1.0))
    form_saved(drive.root, "It helped in the end.")
    case = drive.back / "cases" / TWO
    kept = [(case / "case.yaml").read_text("utf-8")]
    kept += [p.read_text("utf-8") for p in (case / "_history").glob("*.old")]
    lost = [words for words in acknowledged if not any(words in text for text in kept)]
    print(f"{harms} harms tried, {len(acknowledged)} saves, {len(lost)} lost")  # noqa: T201
    assert lost == []
    assert verify(drive.back / "_system" / "log") == ()
    with watcher(drive.root, "PC-1") as (_, _):
        until(lambda: tells(drive.back, ONE, f"Kit{harms}"))
        right = made_alone(drive.back)
        until(lambda: documents(drive.back) == right)
