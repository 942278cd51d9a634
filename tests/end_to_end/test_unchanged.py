"""A case of which nothing has changed is left alone; the smallest change is not."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from workflow.domain import context
from workflow.services import drafting
from workflow.services.building import BuildReport
from workflow.services.ports import Written
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
CASE = Path("cases/SG-2026-019")


@pytest.fixture
def small(workspace: Path) -> Path:
    """One built case, twice: the second time its own new files stand in it too."""
    for other in ("SG-2026-014", "SG-2026-021"):
        shutil.rmtree(workspace / "cases" / other)
    build(workspace)
    build(workspace)
    return workspace


def build(root: Path, today: date = TODAY) -> BuildReport:
    return Office(root, today).build()


@pytest.fixture
def drafted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The case documents whose contents were worked out."""
    seen: list[str] = []
    really = context.document_context

    def counting(*given: object) -> dict[str, object]:
        seen.append("one")
        return really(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(drafting, "document_context", counting)
    return seen


def test_nothing_is_worked_out_for_a_case_that_stands_as_it_was(
    small: Path, drafted: list[str]
) -> None:
    report = build(small)
    assert drafted == []
    assert report.made == ()
    documents = [made for made in report.documents if made.case]
    assert "final" in {made.standing for made in documents}
    assert {made.file for made in documents} == {
        path.name for path in (small / CASE / "generated").iterdir() if path.is_file()
    }


def edit(root: Path) -> None:
    plan = root / CASE / "plan.yaml"
    text = plan.read_text(encoding="utf-8")
    plan.write_text(text.replace("contingency: ", "contingency: Also ring. "), "utf-8")


def another_lead(root: Path) -> None:
    staff = root / "config/staff.yaml"
    text = staff.read_text(encoding="utf-8")
    staff.write_text(text.replace("name: ", "name: New "), encoding="utf-8")


def another_rule(root: Path) -> None:
    change = "changes:\n  - {rule: REC-10, used: false}\n"
    (root / "config/rules/changes.yaml").write_text(change, encoding="utf-8")


def a_receipt_lost(root: Path) -> None:
    next((root / CASE / "_receipts").glob("*.docx.*.json")).unlink()


def a_picture(root: Path) -> None:
    folder = root / CASE / "pictures"
    folder.mkdir()
    (folder / "want.png").write_bytes(b"no picture at all")


@pytest.mark.parametrize(
    "change", [edit, another_lead, another_rule, a_receipt_lost, a_picture]
)
def test_any_change_in_what_documents_are_made_from_is_looked_into(
    small: Path, drafted: list[str], change: Callable[[Path], None]
) -> None:
    change(small)
    build(small)
    assert drafted
    drafted.clear()
    build(small)
    assert drafted == []


def test_another_day_is_looked_into(small: Path, drafted: list[str]) -> None:
    build(small, TODAY + timedelta(days=1))
    assert drafted


def test_a_document_that_is_gone_is_made_again_though_nothing_changed(
    small: Path, drafted: list[str]
) -> None:
    gone = next((small / CASE / "generated").glob("*.docx"))
    before = gone.read_bytes()
    gone.unlink()
    report = build(small)
    assert [made.file for made in report.made] == [gone.name]
    assert gone.read_bytes() == before
    assert len(drafted) <= 1


def test_a_document_that_could_not_be_put_in_place_is_not_forgotten(
    small: Path,
) -> None:
    edit(small)
    standing = small / CASE / "generated"
    for path in list(standing.glob("*.docx")):
        (standing / f"~${path.name}").write_bytes(b"")
    assert Written.OPEN_ELSEWHERE in {made.written for made in build(small).made}
    for note in standing.glob("~$*"):
        note.unlink()
    assert [made for made in build(small).made if made.file.endswith(".docx")]


def test_without_a_place_of_its_own_it_works_everything_out(
    small: Path, drafted: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    taken = tmp_path / "a file"
    taken.write_bytes(b"")
    monkeypatch.setenv("XDG_CACHE_HOME", str(taken))
    monkeypatch.setenv("LOCALAPPDATA", str(taken))
    assert build(small).made == ()
    assert drafted
