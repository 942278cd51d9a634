"""Nothing is made from a folder where two files might be the right one (T30, T47)."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.case_folders import CaseFolders
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.services.building import BuildReport
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
ONE, TWO = "SG-2026-014", "SG-2026-019"
STYLES = {  # how sync programs and people name a second version: name, the other one
    "person-RECEPTION.yaml": "person.yaml",
    "person-RECEPTION-2.yaml": "person.yaml",
    "person-LAPTOP-7QK2M.yaml": "person.yaml",
    "person (1).yaml": "person.yaml",
    "person (2).yaml": "person.yaml",
    "person - Copy.yaml": "person.yaml",
    "person - Copy (2).yaml": "person.yaml",
    "Copy of person.yaml": "person.yaml",
    "person copy.yaml": "person.yaml",
    "person (Sam's conflicted copy 2026-11-20).yaml": "person.yaml",
    "person (conflicted copy 2026-11-20 101010).yaml": "person.yaml",
    "person (Conflicted copy from Kontor on 2026-11-20).yaml": "person.yaml",
    "person_conflict-20261120-101010.yaml": "person.yaml",
    "person.sync-conflict-20261120-101010-ABCDEFG.yaml": "person.yaml",
    "person [Conflict].yaml": "person.yaml",
    "person - Kopie.yaml": "person.yaml",
    "person - Kopie (2).yaml": "person.yaml",
    "Kopie von person.yaml": "person.yaml",
    "person (In Konflikt stehende Kopie von Kontor 2026-11-20).yaml": "person.yaml",
    "person (Konflikt-Kopie).yaml": "person.yaml",
    "person - Copie.yaml": "person.yaml",
    "Copie de person.yaml": "person.yaml",
    "person (Copie en conflit de Bureau 2026-11-20).yaml": "person.yaml",
    "Person.YAML": "person.yaml",
    "person.yml": "person.yaml",
    "PERSON~1.yaml": "person.yaml",
    "consent-RECEPTION.yaml": "consent.yaml",
    "notes.yaml": "",
    "zq81.yaml": "",
}


@pytest.fixture
def root(workspace: Path) -> Path:
    """The worked cases with one document each."""
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name != "full-plan":
            shutil.rmtree(kind)
    return workspace


def read(root: Path, ref: str = TWO) -> CaseFolder:
    """One case as it is read."""
    return CaseFolders(root).load(CaseRef(ref)).folder


def build(root: Path) -> BuildReport:
    """One build of everything."""
    return Office(root, TODAY).build()


def documents(report: BuildReport) -> set[str | None]:
    """The cases for which documents were made, status pages aside."""
    return {m.case for m in report.made if m.document.startswith("D") and m.case}


@pytest.mark.parametrize(("name", "other"), STYLES.items())
def test_a_second_version_blocks_its_case_and_both_are_named(
    workspace: Path, name: str, other: str
) -> None:
    case = workspace / "cases" / TWO
    shutil.copy(case / "person.yaml", case / "kept")
    (case / "kept").rename(case / name)
    folder = read(workspace)
    assert folder.mixed_up
    assert folder.strays == (name,)
    assert folder.original_of(name) == other
    assert not read(workspace, ONE).mixed_up
    (case / name).unlink()
    assert not read(workspace).mixed_up


def test_a_second_version_of_a_record_is_told_of_with_its_own_folder(
    workspace: Path,
) -> None:
    record = next((workspace / "cases" / TWO / "records").iterdir())
    shutil.copy(record, record.with_name(f"{record.stem} (1).yaml"))
    folder = read(workspace)
    (stray,) = folder.strays
    assert folder.original_of(stray) == f"records/{record.name}"


def test_while_it_is_not_clear_the_last_good_documents_stay(root: Path) -> None:
    build(root)
    case = root / "cases" / TWO
    made = {p: p.read_bytes() for p in (case / "generated").glob("*.docx")}
    shutil.copy(case / "plan.yaml", case / "plan (1).yaml")
    report = build(root)
    assert documents(report) == set()
    assert {p: p.read_bytes() for p in (case / "generated").glob("*.docx")} == made
    page = (case / "generated" / "case-status.html").read_text("utf-8")
    assert page.count("<td>out of date</td>") == len(made)
    assert "plan (1).yaml" in page


def test_a_folder_under_another_reference_makes_nothing(root: Path) -> None:
    cases = root / "cases"
    shutil.copytree(cases / TWO, cases / "SG-2026-501")
    report = build(root)
    assert "SG-2026-501" not in documents(report)
    assert TWO in documents(report)
    wrong = [f for f in Office(root, TODAY).findings() if f.rule == "FIL-07"]
    assert {f.case for f in wrong} == {"SG-2026-501"}
    shutil.rmtree(cases / "SG-2026-501")
    (cases / TWO).rename(cases / "SG-2026-502")
    assert documents(build(root)) == set()
    (cases / "SG-2026-502").rename(cases / TWO)
    assert not read(root).mixed_up


def test_one_persons_file_in_anothers_folder_blocks_it(root: Path) -> None:
    cases = root / "cases"
    shutil.copy(cases / ONE / "plan.yaml", cases / TWO / "plan.yaml")
    report = build(root)
    assert TWO not in documents(report)
    assert ONE in documents(report)


def test_a_copy_that_is_no_reference_is_no_case(root: Path) -> None:
    cases = root / "cases"
    shutil.copytree(cases / TWO, cases / f"{TWO} - Copy")
    assert len(build(root).cases) == 3


@pytest.mark.parametrize("name", ["cafe\u0301.yaml", "caf\u00e9.yaml", "CON.yaml"])
def test_strange_names_are_told_of_not_followed(workspace: Path, name: str) -> None:
    case = workspace / "cases" / TWO
    (case / name).write_bytes(b"a: b\n")
    assert read(workspace).mixed_up


def test_a_file_that_is_a_link_is_not_read(workspace: Path, tmp_path: Path) -> None:
    case = workspace / "cases" / TWO
    outside = tmp_path / "elsewhere.yaml"
    outside.write_bytes((case / "consent.yaml").read_bytes())
    (case / "consent.yaml").unlink()
    (case / "consent.yaml").symlink_to(outside)
    loaded = CaseFolders(workspace).load(CaseRef(TWO))
    assert "consent.yaml" in loaded.folder.unreadable
    assert any("link" in noticed.detail for noticed in loaded.noticed)
