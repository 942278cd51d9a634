"""`build --pdf`: PDFs beside the documents, and Word documents whatever happens."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
CASE = "SG-2026-014"


def build(
    workspace: Path, *words: str, path: str | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    environment = {**os.environ, "PATH": path} if path else None
    return subprocess.run(
        [*command, "--today", "2026-11-23", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env=environment,
    )


def fake_office(folder: Path, script: str) -> str:
    folder.mkdir()
    for name in ("soffice", "libreoffice"):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"{folder}{os.pathsep}/usr/bin{os.pathsep}/bin"


def test_pdfs_stand_beside_their_documents_and_an_old_one_never_stays(
    workspace: Path,
) -> None:
    made = workspace / "cases" / CASE / "generated"
    report = json.loads(build(workspace, "--json", "build", CASE, "--pdf").stdout)
    files = {row["file"] for row in report["pdf"]["files"]}
    assert {"Full plan.pdf", "My own copy (easy read).pdf"} <= files
    assert all(
        (made / name).read_bytes().startswith(b"%PDF")
        for name in files
        if name != "Review register.pdf"
    )
    person = workspace / "cases" / CASE / "person.yaml"
    said = person.read_text().replace("preferred_name: Tam", "preferred_name: Tim")
    person.write_text(said)
    build(workspace, "build", CASE)
    assert (made / "Full plan.docx").is_file()
    assert not (made / "Full plan.pdf").exists()


def test_a_converter_that_fails_is_told_and_word_is_delivered(
    workspace: Path, tmp_path: Path
) -> None:
    path = fake_office(tmp_path / "bin", "exit 1")
    answer = build(workspace, "build", CASE, "--pdf", path=path)
    assert answer.returncode == 1
    assert "LibreOffice could not make it" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert (workspace / "cases" / CASE / "generated/Full plan.docx").is_file()


def test_without_a_converter_it_says_what_to_do(
    workspace: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    answer = build(workspace, "build", CASE, "--pdf", path=str(empty))
    assert answer.returncode == 1
    assert "install LibreOffice" in answer.stderr
    assert (workspace / "cases" / CASE / "generated/Full plan.docx").is_file()
