"""What a file held before is found, in order, and put back without losing anything."""

from pathlib import Path

import pytest

from workflow.adapters.case_editing import CaseEditing
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.history import History
from workflow.adapters.journal import RunLog
from workflow.adapters.safe_files import place, sha256, swap
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import NoSuchVersion
from workflow.services.ports import Written

CASE = "SG-2026-014"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "cases" / CASE).mkdir(parents=True)
    return tmp_path


def log(root: Path) -> RunLog:
    return RunLog(root / "_system" / "log", lambda: "2026-11-23T09:30:00+00:00")


def history(root: Path) -> History:
    return History(root, CASE, log(root))


def saved(root: Path, file: str, *contents: bytes) -> None:
    """A file that the program changed again and again."""
    folder, note = root / "cases" / CASE, log(root)
    path, before = folder / file, b""
    for content in contents:
        old = sha256(before) if before else ""
        intent = note.intend("save", CASE, "plan", old, sha256(content))
        if before:
            swap(path, old, content, folder / "_history")
        else:
            place(path, content)
        note.done(intent, "updated")
        before = content
    note.close()


@pytest.mark.parametrize(
    "file", ["plan.yaml", "records/a-01.yaml", "generated/A b.docx"]
)
def test_versions_come_in_the_order_in_which_they_stood(root: Path, file: str) -> None:
    contents = [f"version {n * 7 % 10}".encode() for n in range(6)]
    saved(root, file, *contents)
    found = history(root).versions(file)
    assert [v.sha256 for v in found] == [sha256(c) for c in contents]
    assert [v.now for v in found] == [False] * 5 + [True]
    assert {v.at for v in found} == {"2026-11-23 09:30"}
    assert history(root).files() == {file: 5}


def test_a_version_put_back_keeps_the_one_that_stood_there(root: Path) -> None:
    saved(root, "plan.yaml", b"one", b"two", b"three")
    path = root / "cases" / CASE / "plan.yaml"
    path.write_bytes(b"three and a word by hand")
    assert history(root).restore("plan.yaml", sha256(b"one")[:8]) is Written.UPDATED
    assert path.read_bytes() == b"one"
    kept = {v.sha256 for v in history(root).versions("plan.yaml")}
    hand = sha256(b"three and a word by hand")
    assert kept == {sha256(b"one"), sha256(b"two"), hand}
    assert history(root).restore("plan.yaml", hand[:8]) is Written.UPDATED
    assert path.read_bytes() == b"three and a word by hand"


def test_a_file_that_was_deleted_comes_back(root: Path) -> None:
    saved(root, "plan.yaml", b"one", b"two")
    path = root / "cases" / CASE / "plan.yaml"
    path.unlink()
    assert history(root).restore("plan.yaml", sha256(b"one")[:8]) is Written.CREATED
    assert path.read_bytes() == b"one"


def test_the_version_that_stands_there_is_not_put_back_again(root: Path) -> None:
    saved(root, "plan.yaml", b"one", b"two", b"one")
    written = history(root).restore("plan.yaml", sha256(b"one")[:8])
    assert written is Written.IDENTICAL


@pytest.mark.parametrize(
    ("file", "version"),
    [
        ("plan.yaml", "0000"),
        ("plan.yaml", ""),
        ("no such file.yaml", "aaaa"),
        ("../SG-2026-019/plan.yaml", "aaaa"),
        ("/etc/passwd", "aaaa"),
    ],
)
def test_what_there_is_not_changes_nothing(root: Path, file: str, version: str) -> None:
    saved(root, "plan.yaml", b"one", b"two")
    with pytest.raises(NoSuchVersion):
        history(root).restore(file, version)
    assert (root / "cases" / CASE / "plan.yaml").read_bytes() == b"two"


def test_what_an_unfinished_change_left_aside_is_found_too(root: Path) -> None:
    saved(root, "plan.yaml", b"one", b"two")
    (kept,) = (root / "cases" / CASE / "_history").iterdir()
    kept.rename(kept.with_suffix(".aside"))
    assert history(root).content("plan.yaml", sha256(b"one")[:8]) == b"one"


def test_a_shorter_version_put_back_does_not_look_cut_off(root: Path) -> None:
    case = root / "cases" / CASE
    head = f"schema_version: 1\ncase_ref: {CASE}\n".encode()
    older, newer = head + b"version: 2\n", head + b"version: 2\nlanguage: English\n"
    folders = CaseFolders(root)
    for content in (older, newer):
        (case / "plan.yaml").write_bytes(content)
        folders.remember(folders.load(CaseRef(CASE)))
    history(root).restore("plan.yaml", sha256(older))
    assert "plan.yaml" not in folders.load(CaseRef(CASE)).folder.unreadable
    (case / "plan.yaml").write_bytes(head)
    assert "plan.yaml" in folders.load(CaseRef(CASE)).folder.unreadable


def test_what_a_form_made_shorter_does_not_look_cut_off(root: Path) -> None:
    case = root / "cases" / CASE
    head = f"schema_version: 1\ncase_ref: {CASE}\n".encode()
    longer = head + b"version: 2\nlanguage: English\n"
    folders = CaseFolders(root)
    (case / "plan.yaml").write_bytes(longer)
    folders.remember(folders.load(CaseRef(CASE)))
    wanted = read_tree(head + b"version: 2\n", "plan.yaml").root
    assert wanted
    editing = CaseEditing(root, log(root))
    editing.swap(CaseRef(CASE), "plan.yaml", sha256(longer), wanted)
    assert (case / "plan.yaml").read_bytes() == head + b"version: 2\n"
    assert "plan.yaml" not in folders.load(CaseRef(CASE)).folder.unreadable
