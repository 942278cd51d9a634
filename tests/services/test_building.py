"""One case that cannot be worked on costs itself only, never the whole build."""

import errno
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shutil import move, rmtree

import pytest

from tests.fake_pdf import FakePdf
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.published import Publications
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import WorkspaceUnreachable
from workflow.domain.making import Receipt
from workflow.services.building import build
from workflow.services.making_pdfs import make_pdfs
from workflow.services.ports import Written
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
BAD, GOOD = CaseRef("SG-2026-014"), CaseRef("SG-2026-019")


@pytest.mark.parametrize("part", ["generated", "_receipts", "_history"])
def test_a_file_in_the_place_of_a_folder_costs_one_case_only(
    workspace: Path, part: str
) -> None:
    rmtree(workspace / "cases" / BAD / part, ignore_errors=True)
    (workspace / "cases" / BAD / part).write_text("", encoding="utf-8")
    report = build(Office(workspace, TODAY).workshop, (BAD, GOOD), TODAY)
    waiting = {made.case for made in report.waiting}
    assert waiting | {trouble.case for trouble in report.troubles} == {BAD}
    assert GOOD in {made.case for made in report.made}


def test_a_case_that_is_taken_away_meanwhile_costs_no_other(workspace: Path) -> None:
    rmtree(workspace / "cases" / BAD)
    report = build(Office(workspace, TODAY).workshop, (BAD, GOOD), TODAY)
    assert [trouble.case for trouble in report.troubles] == [BAD]
    assert GOOD in {made.case for made in report.made}


def test_a_drive_that_goes_meanwhile_is_told_as_such(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    workshop = Office(workspace, TODAY).workshop
    assert BAD in CaseFolders(workspace).refs()
    move(workspace / "cases", tmp_path_factory.mktemp("away"))
    with pytest.raises(WorkspaceUnreachable):
        build(workshop, (BAD, GOOD), TODAY)


READ = Publications.read
PLAN = "Full plan.docx"


def shut(shelf: Publications, name: str) -> bytes | None:
    """What another program has for itself cannot even be read."""
    if name == PLAN and shelf.folder.name == BAD:
        raise OSError(errno.EBUSY, "held by a program")
    return READ(shelf, name)


@pytest.mark.parametrize("first", [True, False])
def test_a_document_that_a_program_has_for_itself_costs_only_itself(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, *, first: bool
) -> None:
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name not in {"full-plan", "own-copy"}:
            rmtree(kind)
    office = Office(workspace, TODAY)
    build(office.workshop, (BAD,), TODAY)
    made = workspace / "cases" / BAD / "generated"
    before = (made / PLAN).read_bytes()
    if not first:
        person = workspace / "cases" / BAD / "person.yaml"
        text = person.read_text("utf-8")
        person.write_text(text.replace("preferred_name: ", "preferred_name: X"))
    monkeypatch.setattr(Publications, "read", shut)
    report = build(Office(workspace, TODAY).workshop, (BAD,), TODAY)
    assert report.troubles == ()
    waiting = [(one.file, one.written) for one in report.waiting]
    assert waiting == ([] if first else [(PLAN, Written.OPEN_ELSEWHERE)])
    others = {one.file for one in report.made}
    assert ("case-status.html" in others) == (not first)
    assert (made / PLAN).read_bytes() == before
    monkeypatch.undo()
    last = build(Office(workspace, TODAY).workshop, (BAD,), TODAY)
    assert (PLAN in {one.file for one in last.made}) == (not first)


def test_papers_of_a_kind_about_all_cases_are_put_in_place_together(
    workspace: Path,
) -> None:
    office = Office(workspace, TODAY)
    made = [m for m in office.build().made if m.case is None]
    office.close()
    logs = (workspace / "_system" / "log").glob("*/*.jsonl")
    lines = [json.loads(line) for log in logs for line in log.read_bytes().splitlines()]
    ours = [line for line in lines if line.get("case") in {"governance", "supervision"}]
    begun = {line["seq"]: line["role"] for line in ours if line.get("step") == "intent"}
    ended = {line["seq"] for line in lines if line.get("step") == "done"}
    assert len(begun) == len(made)
    several = {role for role in begun.values() if [*begun.values()].count(role) > 1}
    assert several
    for role in several:
        first, *others = (number for number in begun if begun[number] == role)
        assert not ended & set(range(first, max(others)))  # all begun, then any ended


PUBLISH = Publications.publish_all
PAGE = "case-status.html"


def unmade(workspace: Path) -> None:
    """As if nothing had been made for the case yet."""
    for part in ("generated", "_receipts"):
        rmtree(workspace / "cases" / GOOD / part, ignore_errors=True)


def test_the_page_about_a_new_case_goes_out_with_its_documents(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together: list[list[str]] = []

    def noted(
        shelf: Publications, documents: Sequence[tuple[Receipt, bytes]]
    ) -> Sequence[Written | OSError]:
        together.append([receipt.name for receipt, _ in documents])
        return PUBLISH(shelf, documents)

    unmade(workspace)
    monkeypatch.setattr(Publications, "publish_all", noted)
    report = build(Office(workspace, TODAY).workshop, (GOOD,), TODAY, whole=False)
    (names,) = together
    assert names[-1] == PAGE
    assert [made.file for made in report.made] == names


def test_the_page_about_a_new_case_tells_of_what_could_not_be_put_in_place(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(
        shelf: Publications, documents: Sequence[tuple[Receipt, bytes]]
    ) -> Sequence[Written | OSError]:
        free = [each for each in documents if each[0].name != PLAN]
        put = iter(PUBLISH(shelf, free))
        busy = OSError(errno.EBUSY, "held by a program")
        return [busy if r.name == PLAN else next(put) for r, _ in documents]

    unmade(workspace)
    monkeypatch.setattr(Publications, "publish_all", held)
    report = build(Office(workspace, TODAY).workshop, (GOOD,), TODAY, whole=False)
    assert [made.file for made in report.waiting] == [PLAN]
    page = (workspace / "cases" / GOOD / "generated" / PAGE).read_text("utf-8")
    assert "out of date" in page
    assert sum(made.file == PAGE for made in report.documents) == 1


@pytest.mark.parametrize("renamed", [True, False])
def test_no_pdf_stands_beside_a_document_made_anew_that_it_was_not_made_of(
    workspace: Path, *, renamed: bool
) -> None:
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name != "full-plan":
            rmtree(kind)
    office, home = Office(workspace, TODAY), workspace / "cases" / BAD
    report = build(office.workshop, (BAD,), TODAY)
    make_pdfs(report.documents, office.shelf, FakePdf())
    word, pdf = home / "generated" / PLAN, home / "generated" / "Full plan.pdf"
    assert pdf.read_bytes() == word.read_bytes()[::-1]
    word.unlink()
    if renamed:
        person = home / "person.yaml"
        text = person.read_text("utf-8")
        person.write_text(text.replace("preferred_name: ", "preferred_name: X"))
    build(Office(workspace, TODAY).workshop, (BAD,), TODAY)
    assert word.is_file()
    assert pdf.exists() is not renamed
