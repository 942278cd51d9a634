"""What a crash left half done is put right, once, and by whoever comes first."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.services.test_importing import Plainly, form
from workflow.adapters import safe_files
from workflow.adapters.computer_name import owner_mark, this_computer
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.inbox import Inbox
from workflow.adapters.journal import RunLog, verify
from workflow.adapters.mending import Mending
from workflow.adapters.safe_files import sha256
from workflow.domain.errors import WorkspaceUnreachable
from workflow.services.importing import Desk
from workflow.services.recovering import Recovered, recover, recover_begun

CASE = "SG-2026-014"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("cases/SG-2026-014/_history", "config", "inbox/_claimed"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path


def log(root: Path) -> RunLog:
    return RunLog(root / "_system" / "log", lambda: "2026-11-23T09:30:00+00:00")


def mending(root: Path) -> Mending:
    return Mending(root, lambda _: None)


def run(root: Path) -> Recovered:
    logs = log(root)
    desk = Desk(Inbox(root, lambda _: None), Plainly(), FormProposals(root), logs)
    return recover(mending(root), desk, logs, verify(root / "_system" / "log"))


def half_swapped(root: Path) -> Path:
    """A plan that was moved aside, and a power cut before the new one was placed."""
    history = root / "cases" / CASE / "_history"
    aside = f"{CASE}+plan.yaml.000001.{sha256(b'old')[:16]}.0a1b2c3d.aside"
    (history / aside).write_bytes(b"old")
    (history / aside).with_suffix(".new").write_bytes(b"new")
    return root / "cases" / CASE / "plan.yaml"


def test_where_all_is_well_nothing_is_done_and_nothing_is_written(root: Path) -> None:
    before = sorted(root.rglob("*"))
    assert run(root).nothing
    assert sorted(root.rglob("*")) == before


def test_a_name_that_is_missing_from_a_change_stands_again(root: Path) -> None:
    plan = half_swapped(root)
    found = run(root)
    assert found.mended == (f"cases/{CASE}/plan.yaml",)
    assert plan.read_bytes() == b"old"
    assert run(root).nothing


def test_what_was_never_finished_is_put_by_in_its_own_case(root: Path) -> None:
    case = root / "cases" / CASE
    (case / f".alongside-{'0' * 16}.tmp").write_bytes(b"half a doc")
    found = run(root)
    (kept,) = found.put_by
    assert kept.startswith(f"cases/{CASE}/_history/")
    assert (root / kept).read_bytes() == b"half a doc"
    assert run(root).nothing


@pytest.mark.parametrize(
    "folder",
    [
        *("templates/full-plan", "templates", "config", "config/rules"),
        *("governance", "tenders/T-1", "governance/supervision"),
    ],
)
def test_what_was_never_finished_beside_the_cases_is_put_by_too(
    root: Path, folder: str
) -> None:
    (root / folder).mkdir(parents=True, exist_ok=True)
    left = root / folder / f".alongside-{'0' * 16}.tmp"
    left.write_bytes(b"half a template")
    (kept,) = run(root).put_by
    assert not left.exists()
    assert Path(kept).parts[0] == Path(folder).parts[0]
    assert (root / kept).read_bytes() == b"half a template"
    assert run(root).nothing


@pytest.mark.parametrize(
    "name",
    [
        *(".alongside-x.tmp", ".alongside-0123.tmp", "alongside-0123456789abcdef.tmp"),
        *(f".alongside-{'g' * 16}.tmp", f".alongside-{'0' * 16}.tmp.docx", "x.tmp"),
        *("~WRD0001.tmp", ".~lock.template.docx#", f".alongside-{'0' * 20}.part"),
    ],
)
def test_a_file_of_somebody_else_is_never_put_by(root: Path, name: str) -> None:
    (root / "templates").mkdir()
    (root / "templates" / name).write_bytes(b"somebody's")
    assert run(root).nothing
    assert (root / "templates" / name).read_bytes() == b"somebody's"


def left_by(root: Path, host: str, process: int, hours: float) -> Path:
    """A file that a program of some computer was writing, some hours ago."""
    path = root / "config" / f".alongside-{owner_mark(host, process)}.tmp"
    path.write_bytes(b"half a file")
    then = time.time() - 3600 * hours
    os.utime(path, (then, then))
    return path


@pytest.mark.parametrize(("hours", "put_by"), [(0.0, False), (0.9, False), (1.1, True)])
def test_what_another_computer_was_writing_is_put_by_after_an_hour(
    root: Path, hours: float, *, put_by: bool
) -> None:
    path = left_by(root, "another computer", 1, hours)
    assert bool(run(root).put_by) is put_by
    assert path.exists() is not put_by


@pytest.mark.skipif(os.name == "nt", reason="no process is asked there")
def test_what_a_program_of_this_computer_wrote_goes_by_whether_it_still_runs(
    root: Path,
) -> None:
    alive = left_by(root, this_computer(), os.getppid(), 0)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead = left_by(root, this_computer(), ended.pid, 0)
    ours = left_by(root, this_computer(), os.getpid(), 0)
    assert len(run(root).put_by) == 2
    assert (alive.exists(), dead.exists(), ours.exists()) == (True, False, False)


def test_what_is_written_carries_the_mark_of_its_writer(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names: list[str] = []
    monkeypatch.setattr(
        safe_files, "_write_new", lambda path, _: names.append(Path(path).name)
    )
    with suppress(FileNotFoundError):
        safe_files.place(root / "config" / "x.yaml", b"x")
    start = owner_mark(this_computer(), os.getpid())[:10]
    assert names[0].startswith(f".alongside-{start}")


def test_what_somebody_is_still_writing_is_left_alone(root: Path) -> None:
    temporary = root / "cases" / CASE / f".alongside-{'0' * 16}.tmp"
    temporary.write_bytes(b"half a doc")
    logs = log(root)
    finishing = Mending(root, lambda _: temporary.unlink())
    desk = Desk(Inbox(root), Plainly(), FormProposals(root), logs)
    assert recover(finishing, desk, logs, ()).nothing


def test_a_claimed_form_is_imported(root: Path) -> None:
    claimed = root / "inbox" / "_claimed" / f"{'a' * 16}~other-pc~77~form.json"
    claimed.write_bytes(form())
    (found,) = run(root).imported
    assert (found.case, found.outcome.value) == (CASE, "ready")
    assert len(FormProposals(root).waiting(CASE)) == 1
    assert run(root).nothing


def test_a_document_that_no_journal_knows_is_written_down_once(root: Path) -> None:
    made = root / "cases" / CASE / "generated"
    made.mkdir()
    (made / "Full plan.docx").write_bytes(b"a plan")
    assert run(root).found == (f"cases/{CASE}/generated/Full plan.docx",)
    assert run(root).nothing


def test_what_was_begun_is_noted_as_done_or_not(root: Path) -> None:
    logs = log(root)
    (root / "cases" / CASE / "plan.yaml").write_bytes(b"new")
    logs.intend("save", CASE, "plan", after=sha256(b"new"))
    logs.intend("save", CASE, "case", after=sha256(b"never written"))
    logs.close()
    assert run(root).settled == 2
    assert run(root).nothing
    said = b"".join(p.read_bytes() for p in (root / "_system/log").glob("*/*"))
    assert said.count(b'"found_done"') == said.count(b'"found_not_done"') == 1
    assert verify(root / "_system" / "log") == ()


def test_the_start_mends_the_cases_in_which_something_was_begun(root: Path) -> None:
    plan = half_swapped(root)
    assert recover_begun(mending(root)) == ()
    logs = log(root)
    logs.intend("save", CASE, "plan", sha256(b"old"), sha256(b"new"))
    logs.close()
    assert recover_begun(mending(root)) == (f"cases/{CASE}/plan.yaml",)
    assert plan.read_bytes() == b"old"


def test_two_computers_that_mend_at_once_do_no_harm(root: Path) -> None:
    plan = half_swapped(root)
    other = Mending(root, lambda _: None)

    def meanwhile(_: float) -> None:
        other.swaps()

    Mending(root, meanwhile).swaps()
    assert plan.read_bytes() == b"old"
    run(root)
    assert run(root).nothing


def test_a_share_that_is_not_there_is_not_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceUnreachable):
        mending(tmp_path).swaps()


def test_what_is_about_a_worker_never_leaves_the_folder_of_supervision(
    root: Path,
) -> None:
    reports = root / "governance/supervision/reports"
    reports.mkdir(parents=True)
    (reports / f".alongside-{'0' * 16}.tmp").write_bytes(b"half a sheet")
    (reports / "Sheet.docx").write_bytes(b"a sheet that no journal knows")
    found = run(root)
    (kept,) = found.put_by
    assert kept.startswith("governance/supervision/_history/")
    assert found.found == ("governance/supervision/reports/Sheet.docx",)


def test_a_sheet_for_supervision_that_a_cut_left_aside_stands_again(root: Path) -> None:
    history = root / "governance/supervision/_history"
    history.mkdir(parents=True)
    (root / "governance/supervision/reports").mkdir()
    aside = f"reports+Sheet.docx.000001.{sha256(b'old')[:16]}.0a1b2c3d.aside"
    (history / aside).write_bytes(b"old")
    assert run(root).mended == ("governance/supervision/reports/Sheet.docx",)


@pytest.mark.parametrize(
    ("shelf", "file"), [("tenders", "evidence.yaml"), ("tenders/T-1", "assembly.yaml")]
)
@pytest.mark.parametrize("whole", [True, False])
def test_a_file_of_the_bids_that_a_cut_left_aside_stands_again(
    root: Path, shelf: str, file: str, *, whole: bool
) -> None:
    name = Path(shelf).name
    history = root / shelf / "_history"
    history.mkdir(parents=True)
    aside = f"{name}+{file}.000001.{sha256(b'old')[:16]}.0a1b2c3d.aside"
    (history / aside).write_bytes(b"old")
    log(root).intend("save", name, Path(file).stem, sha256(b"old"), sha256(b"new"))
    mended = run(root).mended if whole else recover_begun(mending(root))
    assert mended == (f"{shelf}/{file}",)
    assert (root / shelf / file).read_bytes() == b"old"


def test_a_save_of_what_we_can_show_is_known_to_have_come_to_its_end(
    root: Path,
) -> None:
    (root / "tenders").mkdir()
    (root / "tenders" / "evidence.yaml").write_bytes(b"new")
    log(root).intend("save", "tenders", "evidence", sha256(b"old"), sha256(b"new"))
    assert run(root).settled == 1
    logs = (root / "_system" / "log").rglob("*.jsonl")
    assert b'"found_done"' in b"".join(path.read_bytes() for path in logs)


def test_half_written_files_of_other_programs_are_counted_after_a_week(
    root: Path,
) -> None:
    case = root / "cases" / CASE
    names = ["~$plan.docx", "~WRD0001.tmp", ".plan.yaml.swp", "plan.yaml~", "x.part"]
    for name in [*names, "plan.yaml", ".DS_Store", f".alongside-{'0' * 16}.tmp"]:
        (case / name).write_bytes(b"x")
    assert mending(root).forgotten() == 0
    for path in case.iterdir():
        os.utime(path, (time.time() - 8 * 24 * 3600,) * 2)
    assert mending(root).forgotten() == len(names)
    for name in names:
        assert (case / name).exists()
