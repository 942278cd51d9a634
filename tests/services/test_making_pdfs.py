"""PDFs of the documents that stand: made when needed, never instead of Word."""

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fake_pdf import FakePdf
from workflow.adapters.journal import RunLog
from workflow.adapters.published import Publications
from workflow.domain.making import Reason
from workflow.services.making_pdfs import make_pdfs
from workflow.services.ports import Written
from workflow.services.publishing import Made

CASE = "SG-2026-014"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "generated"
    made.mkdir()
    (made / "Plan.docx").write_bytes(b"plan")
    (made / "Letter.docx").write_bytes(b"letter")
    return tmp_path


def shelf(folder: Path) -> Publications:
    log = RunLog(folder / "_system", lambda: "2026-11-23T09:30:00+00:00")
    made, receipts = folder / "generated", folder / "_receipts"
    return Publications(folder, made, receipts, folder / "_history", log)


def documents(*names: str) -> tuple[Made, ...]:
    return tuple(
        Made(CASE, "D1", "Plan", name, "final", None, Written.IDENTICAL)
        for name in names
    )


def run(folder: Path, pdf: FakePdf, *names: str) -> tuple[Made, ...]:
    return make_pdfs(documents(*names), lambda _: shelf(folder), pdf)


def test_a_pdf_stands_beside_its_document_with_a_receipt(folder: Path) -> None:
    (made,) = run(folder, FakePdf(), "Plan.docx")
    assert (made.file, made.reason) == ("Plan.pdf", Reason.NEVER_MADE)
    assert (folder / "generated/Plan.pdf").read_bytes() == b"nalp"
    assert shelf(folder).receipts()["Plan.pdf"].document == "D1"


def test_a_document_that_lies_elsewhere_gets_its_pdf_there(folder: Path) -> None:
    sheet = replace(*documents("Plan.docx"), case=None, shelf="supervision")
    asked: list[str] = []

    def place(key: str) -> Publications:
        asked.append(key)
        return shelf(folder)

    (made,) = make_pdfs([sheet], place, FakePdf())
    assert (made.file, made.shelf) == ("Plan.pdf", "supervision")
    assert asked == ["supervision"]


def test_nothing_is_made_twice(folder: Path) -> None:
    run(folder, FakePdf(), "Plan.docx", "Letter.docx")
    again = FakePdf()
    assert [m.reason for m in run(folder, again, "Plan.docx", "Letter.docx")] == [
        None,
        None,
    ]
    assert again.asked == []


def test_a_changed_document_or_converter_makes_a_new_pdf(folder: Path) -> None:
    run(folder, FakePdf(), "Plan.docx")
    (folder / "generated/Plan.docx").write_bytes(b"other")
    (changed,) = run(folder, FakePdf(), "Plan.docx")
    assert changed.reason is Reason.RECORD_CHANGED
    assert (folder / "generated/Plan.pdf").read_bytes() == b"rehto"
    (newer,) = run(folder, FakePdf(version="two"), "Plan.docx")
    assert newer.reason is Reason.TEMPLATE_CHANGED


def test_one_that_hangs_is_told_of_and_the_rest_are_made(folder: Path) -> None:
    hung, good = run(folder, FakePdf(broken=(b"plan",)), "Plan.docx", "Letter.docx")
    assert hung.problem == "it hung"
    assert good.problem == ""
    assert (folder / "generated/Letter.pdf").is_file()
    assert (folder / "generated/Plan.docx").read_bytes() == b"plan"
    assert not (folder / "generated/Plan.pdf").exists()


def test_pages_and_documents_that_are_not_there_get_none(folder: Path) -> None:
    assert run(folder, FakePdf(), "case-status.html", "Gone.docx") == ()


def test_a_pdf_that_a_person_changed_is_left(folder: Path) -> None:
    run(folder, FakePdf(), "Plan.docx")
    (folder / "generated/Plan.pdf").write_bytes(b"signed by hand")
    (folder / "generated/Plan.docx").write_bytes(b"other")
    (made,) = run(folder, FakePdf(), "Plan.docx")
    assert made.written is Written.KEPT_HAND_EDITS
    assert (folder / "generated/Plan.pdf").read_bytes() == b"signed by hand"


def test_a_pdf_put_away_is_kept_in_the_history(folder: Path) -> None:
    run(folder, FakePdf(), "Plan.docx")
    assert shelf(folder).put_away("Plan.pdf")
    assert not (folder / "generated/Plan.pdf").exists()
    kept = [p.read_bytes() for p in (folder / "_history").glob("*.old")]
    assert b"nalp" in kept
    assert not shelf(folder).put_away("Plan.pdf")


def test_a_pdf_that_a_person_changed_is_not_put_away(folder: Path) -> None:
    run(folder, FakePdf(), "Plan.docx")
    (folder / "generated/Plan.pdf").write_bytes(b"signed by hand")
    assert not shelf(folder).put_away("Plan.pdf")
    assert (folder / "generated/Plan.pdf").read_bytes() == b"signed by hand"


@pytest.mark.parametrize("name", ["Plan.docx", "Plan.pdf"])
def test_what_a_program_has_for_itself_costs_only_its_own_pdf(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    read = Publications.read

    def shut(shelf: Publications, file: str) -> bytes | None:
        if file == name:
            raise OSError(errno.EBUSY, "held by a program")
        return read(shelf, file)

    monkeypatch.setattr(Publications, "read", shut)
    (made,) = run(folder, FakePdf(), "Plan.docx", "Letter.docx")
    assert made.file == "Letter.pdf"
    monkeypatch.undo()
    both = run(folder, FakePdf(), "Plan.docx", "Letter.docx")
    assert {one.file for one in both if one.reason} == {"Plan.pdf"}
