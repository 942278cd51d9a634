"""The inbox: every file dropped there ends in exactly one place, and none is lost."""

import hashlib
import json
import os
import shutil
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.adapters import filled_files
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.inbox import Inbox
from workflow.adapters.journal import RunLog, verify
from workflow.domain.filled_forms import LARGEST, TOO_LARGE, Filled, FormNotRead, State
from workflow.services.importing import Desk, Imported, Outcome, import_forms
from workflow.services.ports import Written

CASE = "SG-2026-014"
PLAN = "schema_version: 1\nmy_words:\n  what_helps: Tea.\n"


class Plainly:
    """Reads the saved forms here, without a child: the child has its own tests."""

    def read(self, content: bytes) -> Filled:
        """The answers, or why not."""
        if not content.lstrip().startswith((b"{", b"<")):
            raise FormNotRead("It is no form.")
        return filled_files.read(content)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "cases" / CASE).mkdir(parents=True)
    (tmp_path / "cases" / CASE / "plan.yaml").write_text(PLAN, encoding="utf-8")
    (tmp_path / "inbox").mkdir()
    return tmp_path


def desk(root: Path, inbox: Inbox | None = None) -> Desk:
    log = RunLog(root / "_system" / "log", lambda: "2026-11-23T09:30:00+00:00")
    return Desk(
        inbox or Inbox(root, lambda _: None), Plainly(), FormProposals(root), log
    )


def form(words: str = "A walk.", case: str = CASE, **more: object) -> bytes:
    whole = {"alongside_form": 1, "form": "plan", "version": 1, "case": case}
    whole |= {"file": "plan.yaml", "base": ""}
    whole |= {"answers": {"my_words.what_helps": words}}
    return json.dumps(whole | more).encode()


def drop(root: Path, name: str, content: bytes) -> None:
    (root / "inbox" / name).write_bytes(content)


def run(root: Path, inbox: Inbox | None = None) -> list[Imported]:
    return list(import_forms(desk(root, inbox)))


def everything(root: Path) -> Counter[str]:
    """How often each content lies anywhere but in the system's own folder."""
    found = Counter[str]()
    for path in root.rglob("*"):
        if path.is_file() and "_system" not in path.parts:
            found[hashlib.sha256(path.read_bytes()).hexdigest()] += 1
    return found


def test_a_form_becomes_a_proposal_and_the_record_stays_as_it_is(root: Path) -> None:
    drop(root, "Tam's form.json", form())
    (found,) = run(root)
    assert (found.outcome, found.case, found.answers) == (Outcome.READY, CASE, 1)
    assert (root / "cases" / CASE / "plan.yaml").read_text() == PLAN
    (waiting,) = FormProposals(root).waiting(CASE)
    (difference,) = waiting.differences
    assert (difference.was, difference.now) == ("Tea.", "A walk.")
    assert (root / found.now).read_bytes() == form()
    assert list((root / "inbox" / "_claimed").iterdir()) == []


def test_no_name_of_a_dropped_file_is_written_down(root: Path) -> None:
    drop(root, "Tamsin Orchard.json", form())
    drop(root, "Tamsin Orchard again.json", form())
    run(root)
    for path in (root / "_system").rglob("*"):
        assert "Tamsin" not in path.name
        assert path.is_dir() or b"Tamsin" not in path.read_bytes()


def test_the_same_file_five_times_is_one_form_and_four_duplicates(root: Path) -> None:
    for number in range(5):
        drop(root, f"form {number}.json", form())
    found = run(root)
    assert [f.outcome for f in found] == [Outcome.READY] + [Outcome.DUPLICATE] * 4
    assert len(FormProposals(root).waiting(CASE)) == 1
    assert len(list((root / "inbox" / "_duplicates").iterdir())) == 4
    assert run(root) == []


def test_the_same_file_a_day_later_is_a_duplicate_too(root: Path) -> None:
    drop(root, "form.json", form())
    run(root)
    drop(root, "form.json", form())
    (found,) = run(root)
    assert (found.outcome, found.now) == (Outcome.DUPLICATE, "_duplicates/form.json")


def test_one_changed_answer_is_another_form(root: Path) -> None:
    drop(root, "one.json", form("A walk."))
    drop(root, "two.json", form("A long walk."))
    assert [f.outcome for f in run(root)] == [Outcome.READY] * 2
    assert len(FormProposals(root).waiting(CASE)) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"hello", "no form"),
        (b"\x89PNG", "no form"),
        (form(case="SG-2026-999"), "no such case"),
        (form(case="../../etc"), "which case"),
        (form(file="../person.yaml"), "not written as a form"),
        (form(file="/etc/passwd"), "not written as a form"),
        (form(alongside_form=2), "newer version"),
        (form(answers={"a": 1}), "not written as a form"),
        (form(answers={"a": "x" * 20_001}), "not written as a form"),
        (form(answers={str(n): "" for n in range(2_001)}), "not written as a form"),
        (form()[:-20] + b"}", "cut off"),
        (b'{"a": 1, "a": 2}', "cut off"),
        (b'{"a": NaN}', "cut off"),
        (b"[" * 100_000 + b"}", "no form"),
        (b'{"a":' * 100_000 + b"}", "cut off"),
        (b"{}", "not a form made by Alongside"),
        (b"{" + b" " * 1_100_000 + b"}", "too large"),
        (b"<html><p>hello</p></html>", "not a form made by Alongside"),
        (b'{"answers": {"a": "\\ud800"}}', "not a form made by Alongside"),
        (form(answers={"a": "\ud800"}), "not written as a form"),
    ],
)
def test_what_cannot_be_used_keeps_its_bytes_and_gets_a_plain_reason(
    root: Path, content: bytes, reason: str
) -> None:
    drop(root, "something.json", content)
    (found,) = run(root)
    assert found.outcome is Outcome.REFUSED
    assert reason in found.reason
    assert (root / "inbox" / found.now).read_bytes() == content
    told = (root / "inbox" / f"{found.now}.txt").read_text(encoding="utf-8")
    assert told.strip() == found.reason


def drop_large(root: Path, name: str, last: bytes = b"") -> int:
    """Drop a file of four gigabytes that takes no room; the number of its bytes."""
    with (root / "inbox" / name).open("wb") as file:
        size = file.truncate(4 * 1024**3)
        file.seek(size - len(last))
        file.write(last)
    return size


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs files with holes")
@pytest.mark.parametrize("beginning", [b"", b"{", b"%PDF-1.7"])
def test_a_file_that_is_far_too_large_is_refused_without_being_read(
    root: Path, beginning: bytes
) -> None:
    size = drop_large(root, "film.json", b"x")
    with (root / "inbox" / "film.json").open("r+b") as file:
        file.write(beginning)
    tracemalloc.start()
    (found,) = run(root)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.outcome, found.reason) == (Outcome.REFUSED, TOO_LARGE)
    assert (root / "inbox" / found.now).stat().st_size == size
    assert most < 5 * 1024**2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs files with holes")
def test_two_large_files_of_one_name_both_stay_and_neither_is_read(root: Path) -> None:
    (root / "inbox" / "_refused").mkdir()
    drop_large(root, "_refused/film.mp4", b"one")
    drop_large(root, "film.mp4", b"two")
    with (root / "inbox" / "film.mp4").open("r+b") as file:
        file.write(b"other")
    tracemalloc.start()
    (found,) = run(root)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.now == "_refused/film (2).mp4"
    assert (root / "inbox" / "_refused" / "film.mp4").exists()
    assert most < 5 * 1024**2


def test_a_file_that_grew_after_it_was_looked_at_is_never_read_whole(
    root: Path,
) -> None:
    drop(root, "form.json", form())
    inbox = Inbox(root, lambda _: None)
    claim = inbox.claim("form.json")
    assert claim
    with (root / "inbox" / "_claimed" / claim.kept).open("r+b") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(FormNotRead, match="20 MB"):
        inbox.content(claim)


def test_two_refused_files_of_one_name_both_stay(root: Path) -> None:
    drop(root, "scan.pdf", b"one%%EOF")
    run(root)
    drop(root, "scan.pdf", b"two%%EOF")
    (found,) = run(root)
    assert found.now == "_refused/scan (2).pdf"
    assert (root / "inbox/_refused/scan.pdf").read_bytes() == b"one%%EOF"


def test_a_saved_page_is_read_like_the_file_it_saves(root: Path) -> None:
    inside = form("He said </script> loudly.").replace(b"</", b"<\\/")
    page = b'<!doctype html><html><script type="application/json" id="alongside-form">'
    drop(root, "page.html", page + inside + b"</script></html>")
    assert [f.outcome for f in run(root)] == [Outcome.READY]
    (waiting,) = FormProposals(root).waiting(CASE)
    assert waiting.differences[0].now == "He said </script> loudly."
    assert [p.suffix for p in (root / "cases" / CASE / "_originals").iterdir()] == [
        ".html"
    ]


def test_a_file_that_still_grows_is_left_alone_until_it_is_whole(root: Path) -> None:
    whole = form()
    parts = iter((whole[:60], whole[:90], whole[:120]))
    drop(root, "slow.json", whole[:30])
    inbox = Inbox(root, lambda _: drop(root, "slow.json", next(parts)))
    assert [f.outcome for f in run(root, inbox)] == [Outcome.ARRIVING]
    assert (root / "inbox" / "slow.json").exists()
    drop(root, "slow.json", whole)
    assert [f.outcome for f in run(root)] == [Outcome.READY]


def test_a_file_that_stopped_in_the_middle_gets_more_time_before_it_is_refused(
    root: Path,
) -> None:
    waited: list[float] = []
    drop(root, "cut.json", form()[:40])
    (found,) = run(root, Inbox(root, waited.append))
    assert found.outcome is Outcome.REFUSED
    assert sum(waited) >= 8


def test_litter_and_folders_are_not_taken(root: Path) -> None:
    for name in (".DS_Store", "~$form.pdf", "form.pdf.part", "x.tmp", "Thumbs.db"):
        drop(root, name, b"x")
    (root / "inbox" / "a folder").mkdir()
    (root / "inbox" / "link.json").symlink_to(root / "cases" / CASE / "plan.yaml")
    assert run(root) == []


def test_two_programs_share_the_work_and_nothing_is_imported_twice(root: Path) -> None:
    for number in range(12):
        drop(root, f"{number}.json", form(f"Walk {number}."))
    both = [import_forms(desk(root)), import_forms(desk(root))]
    found: list[Imported] = []
    while both:
        both = [runner for runner in both if _step(runner, found)]
    ready = [f for f in found if f.outcome is Outcome.READY]
    assert len({f.sha256 for f in ready}) == 12
    assert len(FormProposals(root).waiting(CASE)) == 12
    assert not (root / "inbox" / "_duplicates").exists()
    assert verify(root / "_system" / "log") == ()


def _step(runner: Iterator[Imported], found: list[Imported]) -> bool:
    for one in runner:
        found.append(one)
        return True
    return False


def test_what_a_crash_left_at_any_step_is_finished_by_the_next_run(root: Path) -> None:
    drop(root, "form.json", form())
    drop(root, "bad.json", b"{}")
    begun = shutil.copytree(root, root.with_name("begun"))
    run(root)
    done = everything(root)
    for step in range(1, 12):
        again = shutil.copytree(begun, root.with_name(f"cut-{step}"))
        with pytest.raises(Cut):
            list(import_forms(CutDesk(again, step).desk))
        run(again)
        assert everything(again) == done, step
        assert len(FormProposals(again).waiting(CASE)) == 1


class Cut(BaseException):
    """The power goes."""


class CutDesk:
    """A desk at which the power goes at the so-many-th thing done."""

    def __init__(self, root: Path, step: int) -> None:
        self.left = step
        plain = desk(root)
        self.desk = Desk(
            self.cut(plain.inbox),  # type: ignore[arg-type]
            plain.parser,
            self.cut(plain.shelf),  # type: ignore[arg-type]
            self.cut(plain.log),  # type: ignore[arg-type]
        )

    def cut(self, inner: object) -> object:
        """The same, counting down with every call."""
        outer = self

        class Wrapped:
            def __getattr__(self, name: str) -> object:
                def call(*facts: object, **more: object) -> object:
                    outer.left -= 1
                    if outer.left == 0:
                        raise Cut
                    return getattr(inner, name)(*facts, **more)

                return call

        return Wrapped()


def test_a_form_made_from_an_older_record_says_so(root: Path) -> None:
    old = PLAN.replace("Tea.", "Coffee.").encode()
    base = hashlib.sha256(old).hexdigest()
    history = root / "cases" / CASE / "_history"
    history.mkdir()
    (history / f"plan~000001~{base[:16]}.yaml").write_bytes(old)
    drop(root, "form.json", form(base=base))
    run(root)
    (waiting,) = FormProposals(root).waiting(CASE)
    assert waiting.moved_on
    assert waiting.differences[0].state is State.BOTH_CHANGED


def test_a_form_that_was_gone_through_waits_no_longer(root: Path) -> None:
    drop(root, "form.json", form())
    run(root)
    shelf = FormProposals(root)
    (waiting,) = shelf.waiting(CASE)
    names = ["my_words.what_helps"]
    assert shelf.settle(CASE, waiting.sha256, names, [], "st-01") is Written.CREATED
    assert shelf.waiting(CASE) == ()
    other = shelf.settle(CASE, waiting.sha256, [], names, "st-02")
    assert other is Written.KEPT_HAND_EDITS
