"""Whatever people and computers do in whatever order, nobody's words are lost (T34).

The model is a plain list of what each person wrote. After each step every one of those
texts is somewhere on the share: under its name, or in the history. The seed is fixed
here; `make torture` runs more and longer.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from workflow.adapters.journal import RunLog, verify
from workflow.adapters.published import Publications
from workflow.adapters.safe_files import place, recover, sha256, swap
from workflow.domain.making import Receipt
from workflow.services.ports import Written

NAME, CASE = "Full plan.docx", "case.yaml"
NOW = "2026-11-23T09:30:00+00:00"
WORDS = st.text("abcdefgh ", min_size=1, max_size=12)
PCS = st.sampled_from(["pc-1", "pc-2"])


class Killed(BaseException):
    """The program was killed here."""


class Share(RuleBasedStateMachine):
    """One case on a share, with two computers and the people at them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.root = self.folder / "share"
        self.case = self.root / "cases" / "SG-2026-014"
        self.case.mkdir(parents=True)
        (self.root / "config").mkdir()
        self.written: list[bytes] = []
        self.stale: dict[str, bytes] = {}
        self.ever: list[bytes] = []
        self.log = RunLog(self.root / "_system" / "log", lambda: NOW)

    def teardown(self) -> None:
        """Leave nothing."""
        self.log.close()
        shutil.rmtree(self.folder)

    @property
    def here(self) -> bool:
        """Whether the share can be reached."""
        return self.case.is_dir()

    def shelf(self) -> Publications:
        """The documents of the case, opened anew."""
        case = self.case
        made, receipts = case / "generated", case / "_receipts"
        return Publications(case, made, receipts, case / "_history", self.log)

    def text(self, words: str) -> bytes:
        """Words that nobody else has written."""
        self.ever.append(f"{words} {len(self.ever)}".encode())
        return self.ever[-1]

    @initialize(words=WORDS)
    def begin(self, words: str) -> None:
        """The case as it begins."""
        self.written.append(self.text(words))
        place(self.case / CASE, self.written[-1])

    @precondition(lambda self: self.here)
    @rule(pc=PCS)
    def open_form(self, pc: str) -> None:
        """Somebody opens the case in a form."""
        with suppress(FileNotFoundError):
            self.stale[pc] = (self.case / CASE).read_bytes()

    @precondition(lambda self: self.here)
    @rule(pc=PCS, words=WORDS)
    def save_form(self, pc: str, words: str) -> None:
        """Somebody saves a form, be it from what stood there earlier."""
        seen = self.stale.get(pc)
        if seen is None:
            return
        new = self.text(words)
        done = self.swapped(seen, new)
        if done is Written.UPDATED:
            self.written.append(new)
            self.stale[pc] = new

    def swapped(self, seen: bytes, new: bytes) -> Written:
        """Save by moving aside."""
        history = self.case / "_history"
        return swap(self.case / CASE, sha256(seen), new, history, lambda _: None)

    @precondition(lambda self: self.here)
    @rule(words=WORDS, at=st.integers(0, 12))
    def save_form_killed(self, words: str, at: int) -> None:
        """A save is killed at some step."""
        recover(self.case, self.case / "_history", lambda _: None)
        standing = (self.case / CASE).read_bytes()
        new = self.text(words)
        with suppress(Killed), killed_at(at):
            if self.swapped(standing, new) is Written.UPDATED:
                self.written.append(new)

    @precondition(lambda self: self.here)
    @rule(words=WORDS)
    def edit_by_hand(self, words: str) -> None:
        """Somebody saves the case in a plain editor."""
        old = self.case / CASE
        if old.exists():
            (self.case / "_history").mkdir(exist_ok=True)
            shutil.copy(old, self.case / "_history" / f"copy{len(self.ever)}")
            self.written.append(self.text(words))
            old.write_bytes(self.written[-1])

    @precondition(lambda self: self.here)
    @rule(words=WORDS)
    def edit_document(self, words: str) -> None:
        """Somebody writes in a document that was made."""
        document = self.case / "generated" / NAME
        if document.exists() and document.read_bytes().startswith(b"made "):
            self.written.append(self.text(words))
            document.write_bytes(self.written[-1])

    @precondition(lambda self: self.here)
    @rule()
    def build(self) -> None:
        """A computer brings the document up to date."""
        recover(self.case, self.case / "_history", lambda _: None)
        facts = (self.case / CASE).read_bytes()
        content = b"made from " + facts
        shelf = self.shelf()
        last = shelf.receipts().get(NAME)
        if last and last.context == sha256(facts) and shelf.present(NAME):
            return
        number = last.sequence + 1 if last else 1
        sha = sha256(content)
        receipt = Receipt(NAME, number, "D1", sha256(facts), "t", sha, "1", "final")
        shelf.publish(receipt, content)

    @precondition(lambda self: self.here)
    @rule(at=st.integers(0, 60))
    def build_killed(self, at: int) -> None:
        """A build is killed at some step."""
        with suppress(Killed, ValueError), killed_at(at):
            self.build()

    @precondition(lambda self: self.here)
    @rule()
    def vanish(self) -> None:
        """The share cannot be reached."""
        self.root.rename(self.folder / "away")

    @precondition(lambda self: not self.here)
    @rule()
    def save_nowhere(self) -> None:
        """A build in the meantime makes nothing anywhere else."""
        with suppress(OSError):
            place(self.case / "generated" / NAME, b"made from nothing")
        assert not self.root.exists()

    @precondition(lambda self: not self.here)
    @rule()
    def come_back(self) -> None:
        """The share is there again."""
        (self.folder / "away").rename(self.root)

    @precondition(lambda self: self.here)
    @rule()
    def mend(self) -> None:
        """A computer puts half-done work right."""
        recover(self.case, self.case / "_history", lambda _: None)
        recover(self.case / "generated", self.case / "_history", lambda _: None)
        assert (self.case / CASE).exists()

    @invariant()
    def nobodys_words_are_lost(self) -> None:
        """Every text that a person wrote and was told is saved is there, whole."""
        kept = {p.read_bytes() for p in self.folder.rglob("*") if p.is_file()}
        assert [text for text in self.written if text not in kept] == []

    @invariant()
    def what_stands_is_whole(self) -> None:
        """The case and its document are never half of anything; the journal holds."""
        if not self.here:
            return
        whole = {b"made from " + text for text in self.ever} | set(self.ever)
        for path in (self.case / CASE, self.case / "generated" / NAME):
            assert not path.exists() or path.read_bytes() in whole
        assert verify(self.root / "_system" / "log") == ()


class killed_at:  # noqa: N801 - read as a sentence
    """Kill the program at the Nth call that changes a file."""

    CALLS = ("open", "write", "fsync", "link", "rename", "unlink")

    def __init__(self, nth: int) -> None:
        self.left = nth
        self.dead = False

    def __enter__(self) -> None:
        """Put ourselves around the calls."""
        self.real = {name: getattr(os, name) for name in self.CALLS}
        for name, call in self.real.items():
            setattr(os, name, self.around(call))

    def __exit__(self, *_: object) -> None:
        """Take ourselves away."""
        for name, call in self.real.items():
            setattr(os, name, call)

    def around(self, call: Callable[..., object]) -> Callable[..., object]:
        """The call, until we are dead; then nothing happens any more."""

        def act(*args: object, **kwargs: object) -> object:
            self.left -= 1
            if self.left < 0:
                raise Killed
            return call(*args, **kwargs)

        return act


def run(examples: int, steps: int, *, fixed: bool) -> None:
    """So many lives of a share."""
    run_state_machine_as_test(
        Share,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=fixed,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_nothing_is_lost_in_whatever_order_things_happen() -> None:
    run(15, 25, fixed=True)


@pytest.mark.long
def test_nothing_is_lost_in_many_lives_of_a_share() -> None:
    run(500, 50, fixed=False)
