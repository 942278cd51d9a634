"""Every file about somebody that people have to look through is named, and no other."""

import json
from pathlib import Path

from workflow.adapters.held_files import BESIDE, files_about
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
    found = set(files_about(tmp_path, REF, (NAME,)))
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
    found = {held.file for held in files_about(tmp_path, REF, (name,))}
    assert found == {f"{drafts}/plain.json", f"{drafts}/escaped.json"}
