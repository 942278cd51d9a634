"""What was signed or given is looked after; what stays open for days is told (T6)."""

import errno
import io
import os
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.services.test_watching import Scripted, quiet
from workflow.adapters.changes import Changes
from workflow.adapters.history import History
from workflow.adapters.journal import RunLog
from workflow.adapters.published import Publications
from workflow.adapters.safe_files import sha256
from workflow.domain.alarms import Alarm, Kind
from workflow.services.building import BuildReport
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
ONE, TWO = "SG-2026-014", "SG-2026-019"
NAME = "full-plan.docx"
QUIET = 0.02


@pytest.fixture
def root(workspace: Path) -> Path:
    """The worked cases, built with one document each; one plan then signed in Word."""
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name != "full-plan":
            for file in sorted(kind.rglob("*"), reverse=True):
                file.unlink() if file.is_file() else file.rmdir()
            kind.rmdir()
    build(workspace)
    sign(plan(workspace))
    return workspace


def plan(root: Path) -> Path:
    """The plan that was signed."""
    (file,) = (root / "cases" / TWO / "generated").glob("[!~]*lan*.docx")
    return file


def sign(file: Path, who: str = "one") -> None:
    """Sign a Word document as Word does: a part that holds the signature."""
    with zipfile.ZipFile(file, "a") as package:
        package.writestr(
            f"_xmlsignatures/sig-{who}.xml", f"<Signature>{who}</Signature>"
        )


def spoil(file: Path) -> None:
    """Change what a document says, and with it lose its signatures."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            if not item.filename.startswith("_xmlsignatures"):
                more = b" " if item.filename == "word/document.xml" else b""
                new.writestr(item, old.read(item) + more)
    file.write_bytes(out.getvalue())


def build(root: Path, today: date = TODAY) -> BuildReport:
    """One build of everything."""
    return Office(root, today).build()


def alarms(report: BuildReport) -> list[Alarm]:
    """Every alarm, of whichever case."""
    return [alarm for _, alarm in report.alarms]


def test_a_signed_document_that_stands_as_it_was_signed_raises_no_alarm(
    root: Path,
) -> None:
    assert alarms(build(root)) == []
    assert alarms(build(root)) == []


def test_a_signed_document_that_was_changed_raises_an_alarm_until_it_is_put_right(
    root: Path,
) -> None:
    signed = plan(root).read_bytes()
    build(root)
    spoil(plan(root))
    for _ in range(2):
        (alarm,) = alarms(build(root))
        assert (alarm.file, alarm.kind) == (plan(root).name, Kind.SIGNED_CHANGED)
        assert "signed" in alarm.says
        assert "alongside restore" in alarm.says
    log = RunLog(root / "_system" / "log", lambda: "2026-11-23T09:30:00+00:00")
    name = f"generated/{plan(root).name}"
    History(root, TWO, log).restore(name, sha256(signed)[:8])
    assert plan(root).read_bytes() == signed
    assert alarms(build(root)) == []


def test_a_signed_document_that_is_gone_raises_an_alarm_and_can_be_put_back(
    root: Path,
) -> None:
    build(root)
    signed, file = plan(root).read_bytes(), plan(root)
    file.unlink()
    (alarm,) = alarms(build(root))
    assert alarm.kind is Kind.SIGNED_GONE
    assert sha256(signed)[:8] in alarm.says
    kept = {p.read_bytes() for p in (root / "cases" / TWO / "_history").iterdir()}
    assert signed in kept


def test_a_second_signature_is_no_alarm_and_both_are_kept(root: Path) -> None:
    build(root)
    once = plan(root).read_bytes()
    sign(plan(root), "two")
    assert alarms(build(root)) == []
    kept = {p.read_bytes() for p in (root / "cases" / TWO / "_history").iterdir()}
    assert {once, plan(root).read_bytes()} <= kept


def test_a_signed_document_moved_to_another_folder_of_its_case_is_no_alarm(
    root: Path,
) -> None:
    build(root)
    moved = root / "cases" / TWO / "signed" / plan(root).name
    moved.parent.mkdir()
    plan(root).rename(moved)
    assert alarms(build(root)) == []


def test_a_signed_document_that_a_program_has_for_itself_is_not_said_to_be_gone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(root)
    name, read = plan(root).name, Publications.read

    def shut(shelf: Publications, file: str) -> bytes | None:
        if file == name and shelf.folder.name == TWO:
            raise PermissionError(errno.EACCES, "held by a program")
        return read(shelf, file)

    monkeypatch.setattr(Publications, "read", shut)
    report = build(root)
    assert report.troubles == ()
    assert alarms(report) == []


def test_a_document_that_somebody_merely_edited_raises_none(root: Path) -> None:
    spoil(plan(root))
    build(root)
    spoil(plan(root))
    assert alarms(build(root)) == []


def test_an_alarm_stands_on_the_page_of_the_case_and_on_the_overview(
    root: Path,
) -> None:
    build(root)
    spoil(plan(root))
    build(root)
    page = (root / "cases" / TWO / "generated" / "case-status.html").read_text("utf-8")
    assert "was signed, and has been changed since" in page
    whole = (root / "governance" / "reports" / "overview.html").read_text("utf-8")
    assert "was signed, and has been changed since" in whole


@pytest.mark.parametrize("act", [spoil, Path.unlink])
def test_the_next_scan_sees_that_a_signed_document_was_changed_or_taken_away(
    root: Path, act: Callable[[Path], None]
) -> None:
    build(root)
    changes = Changes(root, every=QUIET, quiet=QUIET)
    assert changes.settled(QUIET * 5) == frozenset()
    act(plan(root))
    assert changes.settled(5) == {TWO}
    changes.stop()


def test_a_watcher_tells_of_an_alarm_once(root: Path) -> None:
    def spoiled() -> frozenset[str]:
        spoil(plan(root))
        return frozenset({TWO})

    script = Scripted(root, [spoiled, lambda: frozenset({TWO}), quiet])
    script.run()
    told = [notice.text for notice in script.told if notice.kind == "alarm"]
    assert len(told) == 1
    assert told[0].startswith(f"{TWO}/{plan(root).name}")


def owned(root: Path, days: int) -> Path:
    """Word's note that somebody has the plan open, made some days ago."""
    note = plan(root).with_name(f"~${plan(root).name[2:]}")
    note.write_bytes(b"\x07Zebedee")
    then = datetime.combine(TODAY - timedelta(days), datetime.min.time())
    os.utime(note, (then.timestamp() + 40_000,) * 2)
    return note


@pytest.mark.parametrize(("days", "told"), [(0, False), (1, True), (9, True)])
def test_a_document_that_has_been_open_since_yesterday_is_told_of(
    root: Path, days: int, *, told: bool
) -> None:
    note = owned(root, days)
    before = plan(root).read_bytes()
    found = alarms(build(root))
    assert [alarm.kind for alarm in found] == [Kind.OPEN_LONG] * told
    for alarm in found:
        assert (
            "since yesterday" in alarm.says
            if days == 1
            else "14 November" in alarm.says
        )
        assert note.name in alarm.says
        assert "Zebedee" not in alarm.says
    assert plan(root).read_bytes() == before
    assert note.exists()
