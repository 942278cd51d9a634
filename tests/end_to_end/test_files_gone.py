"""Many files of known cases are gone: a build by hand waits for a person (F4, T15)."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from workflow.adapters.files_gone import gone_at_once
from workflow.cli import main

CASE = "SG-2026-014"
GONE = "files are gone from the shared folder at once"


@pytest.fixture
def root(workspace: Path) -> Path:
    """The worked cases with one kind of document, and what each case was is known."""
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name != "full-plan":
            shutil.rmtree(kind)
    assert GONE not in build(workspace, CASE).output
    return workspace


def build(root: Path, *words: str) -> Result:
    before = ("--workspace", str(root), "--today", "2026-11-23")
    return CliRunner().invoke(main, [*before, "build", *words])


def stands(root: Path) -> dict[str, bytes]:
    folder = root / "cases" / CASE
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("named", [(), (CASE,)])
def test_a_build_holds_and_says_how_to_go_on(
    root: Path, named: tuple[str, ...]
) -> None:
    away = root / "_away"
    (root / "cases" / CASE / "records").rename(away)
    before = stands(root)
    for _ in range(2):  # it is not forgotten by asking again
        held = build(root, *named)
        assert held.exit_code == 3
        assert GONE in held.output
        assert "alongside build --as-it-is" in held.output
        assert stands(root) == before
    away.rename(root / "cases" / CASE / "records")
    assert GONE not in build(root, *named).output


def test_what_was_meant_is_taken_as_it_is_from_then_on(root: Path) -> None:
    shutil.rmtree(root / "cases" / CASE / "records")
    assert GONE in build(root, CASE).output
    assert GONE not in build(root, CASE, "--as-it-is").output
    assert GONE not in build(root, CASE).output


def test_a_few_files_gone_are_a_change_like_any_other(root: Path) -> None:
    for record in sorted((root / "cases" / CASE / "records").iterdir())[:5]:
        record.unlink()
    assert GONE not in build(root, CASE).output


def test_a_case_that_was_destroyed_is_not_missed(tmp_path: Path) -> None:
    most, now = {"SG-2012-001": 12, "SG-2012-002": 12}, {"SG-2012-002": 12}
    assert gone_at_once(tmp_path, most, now) == (12, 24)
    order = tmp_path / "governance" / "retention" / "SG-2012-001"
    order.mkdir(parents=True)
    (order / "order-01.begun.json").write_text("{}")
    assert gone_at_once(tmp_path, most, now) is None
    assert gone_at_once(tmp_path, most, {}) == (12, 12)
