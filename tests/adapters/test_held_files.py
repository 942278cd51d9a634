"""Every file about somebody that people have to look through is named, and no other."""

import json
from pathlib import Path

from docx import Document

from workflow.adapters.held_files import (
    BESIDE,
    CAME,
    NOTES,
    UNREAD,
    files_about,
    line_of,
)
from workflow.domain.subject_access import HeldFile

REF, NAME = "SG-2026-014", "Zebedee Quillfeather"


def write(root: Path, file: str, text: str = "words") -> None:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_files_of_the_case_and_those_that_speak_of_it_are_named(tmp_path: Path) -> None:
    for file in ("person.yaml", "records/2026-10-01-visit-01.yaml", "_receipts/x.json"):
        write(tmp_path, f"cases/{REF}/{file}", NAME)
    for file in ("generated/Full plan.docx", "forms/plan.pdf", "_history/a.old"):
        write(tmp_path, f"cases/{REF}/{file}")
    write(tmp_path, f"cases/{REF}/photo.jpg")
    write(tmp_path, "governance/sampling/2026-10.yaml", f"case_ref: {REF}")
    write(tmp_path, "governance/supervision/2026-11-04-01.yaml", f"note: {NAME}")
    write(tmp_path, "governance/sampling/2026-09.yaml", "case_ref: SG-2026-015")
    write(tmp_path, f"governance/subject-access/{REF} 2026-11-01.xlsx")
    write(tmp_path, "cases/_drafts/st-03/a.json", f'{{"case": "{REF}"}}')
    write(tmp_path, "cases/SG-2026-015/plan.yaml", NAME)
    found = set(files_about(tmp_path, (REF,), (NAME,), {REF: ()}))
    assert found == {
        HeldFile(REF, "generated/Full plan.docx", "papers that were made"),
        HeldFile(REF, "forms/plan.pdf", "forms to fill in"),
        HeldFile(REF, "_history/a.old", "earlier versions"),
        HeldFile(REF, "photo.jpg", "other files"),
        HeldFile("", "governance/sampling/2026-10.yaml", BESIDE),
        HeldFile("", "governance/supervision/2026-11-04-01.yaml", BESIDE),
        HeldFile("", f"governance/subject-access/{REF} 2026-11-01.xlsx", BESIDE),
        HeldFile("", "cases/_drafts/st-03/a.json", BESIDE),
    }


def test_a_name_is_found_however_a_file_writes_its_letters(tmp_path: Path) -> None:
    name = "Siân Pryce"
    drafts = "cases/_drafts/st-03"
    write(tmp_path, f"{drafts}/plain.json", json.dumps(name, ensure_ascii=False))
    write(tmp_path, f"{drafts}/escaped.json", json.dumps(name))
    write(tmp_path, f"{drafts}/other.json", json.dumps("Sian Pryce"))
    about = files_about(tmp_path, (REF,), (name,), {REF: ()})
    found = {held.file for held in about}
    assert found == {f"{drafts}/plain.json", f"{drafts}/escaped.json"}


def test_a_paper_of_ours_is_opened_to_see_whom_it_speaks_of(tmp_path: Path) -> None:
    for file, words in (("Learning log", f"{NAME} told us."), ("Other", "Nobody.")):
        paper = Document()
        paper.add_paragraph(words)
        path = tmp_path / "governance" / "reports" / f"{file}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        paper.save(str(path))
    found = list(files_about(tmp_path, (REF,), (NAME,), {REF: ()}))
    assert found == [HeldFile("", "governance/reports/Learning log.docx", BESIDE)]


def test_a_paper_that_came_is_never_opened_and_always_named(tmp_path: Path) -> None:
    write(tmp_path, "inbox/_refused/form.pdf", "no pdf at all")
    found = list(files_about(tmp_path, (REF,), (NAME,), {REF: ()}))
    assert found == [HeldFile("", "inbox/_refused/form.pdf", CAME)]


def test_what_no_list_of_values_can_hold_of_a_record_is_named(tmp_path: Path) -> None:
    write(tmp_path, f"cases/{REF}/case.yaml", "a: b # she looked tired\n")
    write(tmp_path, f"cases/{REF}/plan.yaml", "broken: [")
    write(tmp_path, f"cases/{REF}/consent.yaml", "a: 'room#3'\n")
    found = list(files_about(tmp_path, (REF,), (), {REF: ("plan.yaml",)}))
    assert found == [
        HeldFile(REF, "case.yaml", NOTES),
        HeldFile(REF, "plan.yaml", UNREAD),
    ]


def test_a_text_in_the_case_of_somebody_else_is_searched_unless_it_was_read(
    tmp_path: Path,
) -> None:
    other = "SG-2026-015"
    for file in ("plan.yaml", "consent.yaml", "_history/plan~1.yaml", "note.txt"):
        write(tmp_path, f"cases/{other}/{file}", NAME)
    write(tmp_path, f"cases/{other}/else.txt", "nobody")
    unread = {REF: (), other: ("consent.yaml",)}
    found = {one.file for one in files_about(tmp_path, (REF,), (NAME,), unread)}
    assert found == {"consent.yaml", "_history/plan~1.yaml", "note.txt"}


def test_a_line_is_given_as_it_stands(tmp_path: Path) -> None:
    write(tmp_path, f"cases/{REF}/case.yaml", "a: b\n  odd: Mum rang\n")
    assert line_of(tmp_path, REF, "case.yaml", 2) == "odd: Mum rang"
    assert line_of(tmp_path, REF, "case.yaml", 9) == ""
    assert line_of(tmp_path, REF, "gone.yaml", 1) == ""
