"""T38: nothing of a case stays outside the shared folder, whatever was run or broke.

Home, caches, temporary files, the word processor's profile and recovery files, the
error output of a crash, programs that are started, and what our pages may use.
"""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.pdf.converter import Converter, LibreOffice, swept
from workflow.cli import main
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).parents[2]
PARTS = ("config", "templates", "cases", "governance", "tenders")
MADE = shutil.ignore_patterns("generated", "_*", "reports", "pack")
PLANTED = "Zebedee Quillfeather"
FORBIDDEN_IN_PAGES = (
    *("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."),
    *("clipboard", "execCommand", "serviceWorker", "window.print", "Notification"),
)


def names(root: Path) -> list[bytes]:
    """The names of the people in the cases, as they could stand in a file."""
    found = set()
    for ref in CaseFolders(root).refs():
        person = CaseFolders(root).load(ref).folder.person.record
        contacts = (contact.name for contact in person.contacts)
        found |= {name for name in (person.full_name, *contacts) if name}
    return [name.encode() for name in found if len(name.split()) > 1]


def words_in(path: Path) -> bytes:
    """All that a file holds, packages opened."""
    content = path.read_bytes()
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return b"".join(package.read(name) for name in package.namelist())
    return content


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """A home, caches and a temporary folder of their own."""
    places = ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    found = {name: str(tmp_path / "outside" / name) for name in places}
    for place in found.values():
        Path(place).mkdir(parents=True)
    return found


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_building_with_pdfs_leaves_no_word_of_a_case_on_the_computer(
    tmp_path: Path, elsewhere: dict[str, str]
) -> None:
    root = tmp_path / "share"
    for part in PARTS:
        shutil.copytree(REPOSITORY / part, root / part, ignore=MADE)
    for ref in ("SG-2026-019", "SG-2026-021"):
        shutil.rmtree(root / "cases" / ref)
    command = [sys.executable, "-m", "workflow", "--workspace", str(root)]
    for words in (
        ("build", "--pdf"),
        ("subject-access", "SG-2026-014"),
        ("retention",),
    ):
        done = subprocess.run(
            [*command, "--today", "2026-11-23", *words],
            capture_output=True,
            check=False,
            cwd=REPOSITORY,
            env={**os.environ, **elsewhere},
        )
        assert done.returncode in (0, 1), done.stderr
    sought = names(root)
    assert sought
    inside = [p for p in root.rglob("*.docx") if "generated" in p.parts]
    assert any(word in words_in(p) for p in inside for word in sought)
    left = [p for p in (tmp_path / "outside").rglob("*") if p.is_file()]
    assert left, "the cache of templates should be there"
    for path in left:
        assert not any(word in words_in(path) for word in sought), path
    assert list(Path(elsewhere["TMPDIR"]).iterdir()) == []


def test_what_a_killed_program_left_is_gone_with_the_next_conversion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    code = f"""
        import sys, time
        sys.path.insert(0, {str(REPOSITORY)!r})
        from workflow.adapters.pdf.converter import Converter
        class Slow:
            name = "slow"
            def command(self, names, folder, profile):
                return [sys.executable, "-c", "import time; time.sleep(60)"]
        Converter(Slow(), patience=600).convert([b"{PLANTED}"])
    """
    program = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)])
    until = time.monotonic() + 300
    while not list(tmp_path.glob("alongside-*/0/run1/*.docx")):
        assert time.monotonic() < until
        time.sleep(0.05)
    program.send_signal(signal.SIGKILL)
    program.wait()
    assert list(tmp_path.glob("alongside-*/**/*.docx")), "a kill leaves it"
    mine = tmp_path / f"alongside-{os.getpid()}-live"
    mine.mkdir(mode=0o700)
    swept()
    assert [path.name for path in tmp_path.iterdir()] == [mine.name]


@pytest.mark.skipif(os.name == "nt", reason="rights of Unix")
def test_documents_on_their_way_to_a_pdf_are_for_this_account_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen: list[int] = []

    class Looking:
        name = "looking"

        def command(self, *_: object) -> list[str]:
            seen.extend(p.stat().st_mode & 0o077 for p in tmp_path.iterdir())
            return [sys.executable, "-c", "pass"]

    Converter(Looking()).convert([PLANTED.encode()])
    assert seen
    assert set(seen) == {0}


def test_a_program_that_is_started_is_told_numbers_and_no_names(tmp_path: Path) -> None:
    given = ("000000.docx", "000001.docx")
    profile = tmp_path / "p"
    command = LibreOffice("soffice").command(given, tmp_path, profile)
    assert command[-2:] == list(given)
    assert "--norestore" in command
    assert f"-env:UserInstallation={profile.as_uri()}" in command


def test_a_fault_of_ours_is_told_without_what_it_was_about(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Office, *__: object) -> None:
        raise KeyError(PLANTED)

    monkeypatch.setattr(Office, "refs", broken)
    done = CliRunner().invoke(main, ["--workspace", str(workspace), "check"])
    assert done.exit_code == 1
    assert PLANTED not in done.output
    assert "Traceback" not in done.output
    assert "KeyError at test_left_behind.py, broken:" in done.output
    assert "Nothing is lost" in done.output


def test_no_log_of_ours_and_no_receipt_names_anybody(workspace: Path) -> None:
    (workspace / "inbox").mkdir()
    (workspace / "inbox" / f"{PLANTED}.json").write_text("{}", encoding="utf-8")
    at = ["--workspace", str(workspace), "--today", "2026-11-23"]
    for words in (["build"], ["import"], ["recover"], ["verify"]):
        assert CliRunner().invoke(main, [*at, *words]).exit_code in (0, 1)
    ours = [
        path
        for path in workspace.rglob("*")
        if path.is_file() and {"_system", "_receipts"} & set(path.parts)
    ]
    assert len(ours) > 50
    sought = [*names(workspace), PLANTED.encode()]
    for path in ours:
        assert not any(word in path.read_bytes() for word in sought), path
        assert PLANTED not in path.name


def test_the_register_and_the_calendars_name_nobody(
    workspace: Path, tmp_path: Path
) -> None:
    at = ["--workspace", str(workspace), "--today", "2026-11-23", "due"]
    out = tmp_path / "out"
    more = ["--register", str(out / "r.xlsx"), "--calendar", str(out)]
    assert CliRunner().invoke(main, [*at, *more]).exit_code in (0, 1)
    made = [path for path in out.rglob("*") if path.is_file()]
    assert {path.suffix for path in made} == {".xlsx", ".ics"}
    first = {word for name in names(workspace) for word in re.findall(rb"\w{4,}", name)}
    for path in made:
        found = words_in(path)
        assert not [w for w in first if re.search(rb"\b" + w + rb"\b", found)], path


def test_the_title_of_a_status_page_names_nobody(workspace: Path) -> None:
    at = ["--workspace", str(workspace), "--today", "2026-11-23", "build"]
    CliRunner().invoke(main, at)
    pages = list(workspace.rglob("*.html"))
    assert len(pages) > 3
    for page in pages:
        title = re.search(r"<title>(.*?)</title>", page.read_text("utf-8"), re.DOTALL)
        assert title
        for name in names(workspace):
            assert not set(name.decode().split()) & set(re.findall(r"\w+", title[1]))


def test_our_pages_keep_nothing_copy_nothing_and_print_nothing_by_themselves() -> None:
    scripts = [
        path
        for folder in ("workflow/web", "workflow/adapters/html")
        for path in (REPOSITORY / folder).rglob("*")
        if path.suffix in {".js", ".html"}
    ]
    assert len(scripts) > 20
    for path in scripts:
        text = path.read_text(encoding="utf-8")
        assert not [word for word in FORBIDDEN_IN_PAGES if word in text], path


def test_a_paper_holds_no_small_picture_of_itself(workspace: Path) -> None:
    at = ["--workspace", str(workspace), "--today", "2026-11-23", "build"]
    CliRunner().invoke(main, at)
    papers = list(workspace.glob("cases/*/generated/*.docx"))
    assert papers
    for paper in papers:
        with zipfile.ZipFile(paper) as package:
            parts = [name.casefold() for name in package.namelist()]
        assert not [name for name in parts if "thumbnail" in name], paper.name
