"""Nobody from the cases appears in a file name, a log, an error or a list of dates."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import common_words, load_organisation
from workflow.domain.anonymise import identifiers, residue

REPOSITORY = Path(__file__).parents[2]


def alongside(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    return subprocess.run(
        [*command, "--today", "2026-11-23", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )


def people(workspace: Path) -> set[str]:
    """The names of everybody who is not staff, each part of three letters or more."""
    names: set[str] = set()
    cases = CaseFolders(workspace)
    for ref in cases.refs():
        person = cases.load(ref).folder.person.record
        contacts = [contact.name or "" for contact in person.contacts]
        for name in (person.full_name, person.preferred_name, *contacts):
            names |= set(re.findall(r"\w{3,}", name or ""))
    common = {word.casefold() for word in common_words(workspace)}
    return {name for name in names if name.casefold() not in common}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    for part in ("config", "templates", "cases", "governance", "tenders"):
        made = shutil.ignore_patterns("generated", "_*", "reports", "pack")
        shutil.copytree(REPOSITORY / part, root / part, ignore=made)
    alongside(root, "build")
    return root


def found(text: str, names: set[str]) -> set[str]:
    return {name for name in names if re.search(rf"\b{name}\b", text)}


def test_no_file_is_named_after_anybody(built: Path) -> None:
    names = "\n".join(p.relative_to(built).as_posix() for p in built.rglob("*"))
    assert found(names, people(built)) == set()


def test_the_journal_holds_codes_and_hashes_only(built: Path) -> None:
    logs = list((built / "_system/log").rglob("*.jsonl"))
    assert logs
    text = "\n".join(log.read_text(encoding="utf-8") for log in logs)
    assert found(text, people(built)) == set()


@pytest.mark.parametrize(
    "words", [("due",), ("sharing", "SG-2026-021"), ("build",), ("--json", "due")]
)
def test_lists_of_dates_name_nobody(built: Path, words: tuple[str, ...]) -> None:
    answer = alongside(built, *words)
    assert found(answer.stdout + answer.stderr, people(built)) == set()


@pytest.mark.parametrize("file", ["person.yaml", "case.yaml", "consent.yaml"])
def test_a_broken_file_is_told_of_without_what_it_says(
    workspace: Path, file: str
) -> None:
    path = workspace / "cases/SG-2026-021" / file
    path.write_bytes(path.read_bytes() + b"\n  Winifred: [\n")
    answer = alongside(workspace, "check", "SG-2026-021")
    assert "Traceback" not in answer.stderr
    errors = [line for line in answer.stdout.splitlines() if "FIL-01" in line]
    assert errors
    assert "Winifred" not in answer.stdout


def test_an_error_names_no_place_or_person(workspace: Path) -> None:
    answer = alongside(workspace, "check", "Winifred Aspinshaw")
    assert answer.returncode == 3
    assert "Winifred" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_overview_of_the_workspace_names_no_person(built: Path) -> None:
    page = (built / "governance/reports/overview.html").read_text(encoding="utf-8")
    assert found(page, people(built)) == set()


def test_figures_for_a_bid_point_to_nobody(built: Path) -> None:
    command = ("measures", "--from", "2025-12-01", "--to", "2026-11-30")
    answer = alongside(built, "--json", *command, "--for", "T-2026-07")
    assert json.loads(answer.stdout)
    figures = (built / "tenders/T-2026-07/figures.yaml").read_text(encoding="utf-8")
    cases = CaseFolders(built)
    folders = [cases.load(ref).folder for ref in cases.refs()]
    known = identifiers(folders, load_organisation(built)[0], ())
    assert residue(figures, known) == ()
