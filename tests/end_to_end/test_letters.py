"""A letter to a professional from asking for it to the record that it was sent."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from workflow.cli import main

REPOSITORY = Path(__file__).parents[2]
CASE = "SG-2026-021"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for part in ("config", "templates"):
        (tmp_path / part).symlink_to(REPOSITORY / part)
    shutil.copytree(REPOSITORY / "cases" / CASE, tmp_path / "cases" / CASE)
    return tmp_path


def run(root: Path, *command: str, day: str = "2026-11-23") -> tuple[int, str]:
    given = ["--workspace", str(root), "--today", day, *command]
    result = CliRunner().invoke(main, given)
    return result.exit_code, result.stdout + result.stderr


def data(root: Path, *command: str, day: str = "2026-11-23") -> Any:  # noqa: ANN401
    given = ["--workspace", str(root), "--today", day, "--json", *command]
    return json.loads(CliRunner().invoke(main, given).stdout)


def names(root: Path) -> set[str]:
    return {path.name for path in (root / "cases" / CASE / "generated").iterdir()}


def test_a_build_makes_no_letter_that_nobody_asked_for(root: Path) -> None:
    run(root, "build")
    assert not {name for name in names(root) if "Letter" in name}


def test_a_letter_is_made_when_asked_for_with_a_note_that_stays(root: Path) -> None:
    code, said = run(root, "letter", CASE, "B2")
    assert (code, "Letter B2.docx" in said) == (0, True)
    made = root / "cases" / CASE / "generated"
    note = (made / "Not to send - Letter B2.txt").read_text()
    assert note.startswith("NOT TO SEND.")
    assert "the plan in short" in note
    assert "Win" not in note


def test_nothing_is_made_under_an_agreement_that_is_not_there(root: Path) -> None:
    for wrong in ("B9", "../../person", "N1"):
        code, said = run(root, "letter", CASE, wrong)
        assert code == 5, said
        assert "No letter was made" in said
    assert not (root / "cases" / CASE / "generated").exists()


def withdraw(root: Path, agreement: str) -> None:
    file = root / "cases" / CASE / "consent.yaml"
    text = file.read_text()
    lines = text.splitlines(keepends=True)
    start = next(n for n, line in enumerate(lines) if f"id: {agreement}" in line)
    at = next(n for n in range(start, len(lines)) if "until:" in lines[n])
    lines[at] += "    withdrawn_on: 2026-11-23\n"
    file.write_text("".join(lines))


def test_a_letter_not_sent_yet_is_emptied_when_the_agreement_ends(root: Path) -> None:
    run(root, "letter", CASE, "B2")
    letter = root / "cases" / CASE / "generated" / "Letter B2.docx"
    before = letter.read_bytes()
    withdraw(root, "B2")
    run(root, "build")
    assert letter.read_bytes() != before
    assert _words(letter).count("Do not send this letter.") == 1
    assert "Win" not in _words(letter)
    code, _ = run(root, "letter", CASE, "B2")
    assert code == 5


def test_sending_makes_a_record_that_asks_for_the_rest(root: Path) -> None:
    run(root, "letter", CASE, "B2")
    code, said = run(root, "sent", CASE, "Letter B2.docx")
    assert code == 0, said
    file = "records/2026-11-23-external_contact-01.yaml"
    record = (root / "cases" / CASE / file).read_text()
    assert file in said
    assert 'boundary: "B2"' in record
    assert "categories: [identity, desired_outcomes, communication_needs]" in record
    assert "due_on: 2026-11-30" in record
    found = data(root, "check", CASE)
    about = {row["rule"] for row in found if row["file"] == file}
    assert "FIL-03" in about  # what only a person knows is asked for
    assert "INF-17" in about or "INF-03" in about  # were the limits kept?
    assert not {"FIL-01", "FIL-02", "FIL-04"} & about


def test_a_letter_that_was_sent_stays_as_it_was(root: Path) -> None:
    run(root, "letter", CASE, "B2")
    run(root, "sent", CASE, "Letter B2.docx")
    letter = root / "cases" / CASE / "generated" / "Letter B2.docx"
    before = letter.read_bytes()
    withdraw(root, "B2")
    run(root, "build")
    assert letter.read_bytes() == before
    assert run(root, "sent", CASE, "Letter B2.docx")[0] == 5


def test_a_second_letter_has_a_name_of_its_own(root: Path) -> None:
    run(root, "letter", CASE, "B1")
    run(root, "sent", CASE, "Letter B1.docx")
    run(root, "letter", CASE, "B1", day="2026-12-01")
    assert {"Letter B1.docx", "Letter B1 (2).docx"} <= names(root)


def test_asking_again_counts_the_days_for_an_answer_anew(root: Path) -> None:
    run(root, "letter", CASE, "B1")
    letter = root / "cases" / CASE / "generated" / "Letter B1.docx"
    assert "30 November 2026" in _words(letter)
    run(root, "build", day="2026-11-25")
    assert "30 November 2026" in _words(letter)
    run(root, "letter", CASE, "B1", day="2026-12-01")
    assert "8 December 2026" in _words(letter)


def test_only_a_letter_can_be_said_to_be_sent(root: Path) -> None:
    run(root, "build")
    for wrong in ("Full plan.docx", "Letter B2.docx", "../person.yaml"):
        assert run(root, "sent", CASE, wrong)[0] == 5


def _words(path: Path) -> str:
    from docx import Document  # noqa: PLC0415 - slow

    return "\n".join(p.text for p in Document(str(path)).paragraphs)


def test_a_given_letter_stays_and_a_change_makes_one_that_replaces_it(
    root: Path,
) -> None:
    review = root / "cases" / CASE / "reviews" / "2026-11-06-triggered-01.yaml"
    run(root, "build", day="2026-11-06")
    made = root / "cases" / CASE / "generated"
    letter = made / "Notes from our talk 2026-11-06 (large print).docx"
    before = letter.read_bytes()
    run(root, "build", day="2026-11-23")
    assert letter.read_bytes() == before
    text = review.read_text()
    review.write_text(text.replace("Card limit working.", "The card limit works."))
    run(root, "build", day="2026-11-23")
    assert letter.read_bytes() == before
    second = made / "Notes from our talk 2026-11-06 (large print), version 2.docx"
    assert "This replaces the letter of 6 November 2026." in _words(second)
    assert "The card limit works." in _words(second)
    assert data(root, "build")["made"] == []
