"""Two people who save one form at the same time lose nothing of what they wrote.

T7, and T9: one of them with a plain editor, in the very moment of the other's save.

Over SMB the first is tried by two guests: `test_smb_guests.py`.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.faults.saver import FILE, FIRST, OWN, REF, SHARED, Person
from workflow.adapters.journal import verify
from workflow.adapters.safe_files import sha256
from workflow.domain.errors import ChangedElsewhere
from workflow.domain.intake import put, said
from workflow.domain.records.plan import Plan
from workflow.services.saving import Differs, save

SAVER = Path(__file__).with_name("saver.py")
ROUNDS = 6


def one_case(root: Path) -> Path:
    """A workspace with one plan, nothing in it yet; the case."""
    for name in (f"cases/{REF}/_history", "config", "_system"):
        (root / name).mkdir(parents=True)
    (root / "cases" / REF / FILE).write_text(FIRST)
    return root / "cases" / REF


def judged(root: Path, lines: Iterable[str]) -> tuple[int, int]:
    """How many texts were written, and how many of them were shown in a conflict.

    Each stands in the case, or in its history; each saved version came from the one
    before, so that none was written over.
    """
    case, rounds = root / "cases" / REF, [json.loads(line) for line in lines]
    kept = [path.read_text("utf-8") for path in case.rglob("*.*") if path.is_file()]
    lost = [r["words"] for r in rounds if not any(r["words"] in text for text in kept)]
    assert lost == []
    saved = [r for r in rounds if r["came"] == "saved"]
    after = {r["before"]: r["after"] for r in saved}
    assert len(after) == len(saved), "two versions came from the same one"
    version = sha256(FIRST.encode())
    for _ in saved:
        version = after[version]
    assert version == sha256((case / FILE).read_bytes())
    assert verify(root / "_system" / "log") == ()
    return len(rounds), len(rounds) - len(saved)


def test_an_editor_that_saves_in_the_moment_of_a_form_keeps_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = one_case(tmp_path)
    person, theirs = Person(tmp_path, "one"), f"{FIRST}language: Welsh\n"
    base, root = person.opened()
    mine = put(root, SHARED, said("Mine.", "para"), Plan)
    real, plan = Path.rename, case / FILE

    def just_before(path: Path, target: Path) -> Path:
        """The editor has saved when the program takes the file in hand."""
        if path == plan and path.read_text() == FIRST:
            path.write_text(theirs)
        return real(path, target)

    monkeypatch.setattr(Path, "rename", just_before)
    with pytest.raises(ChangedElsewhere):
        save(person.files, REF, FILE, base, mine)
    assert plan.read_text() == theirs
    kept = [path.read_text() for path in (case / "_history").iterdir()]
    assert any("Mine." in text for text in kept)
    shown = save(person.files, REF, FILE, base, mine)
    assert isinstance(shown, Differs)
    assert plan.read_text() == theirs


def test_two_people_who_save_one_form_lose_no_word(tmp_path: Path) -> None:
    root = tmp_path / "share"
    one_case(root)
    people = [
        subprocess.Popen(
            [sys.executable, str(SAVER), str(root), name, str(ROUNDS)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in OWN
    ]
    told = [line for person in people for line in person.communicate()[0].splitlines()]
    assert [person.returncode for person in people] == [0, 0]
    tried, shown = judged(root, told)
    assert tried == len(OWN) * ROUNDS
    print(f"saving together: {tried} tried, {shown} shown, 0 lost")  # noqa: T201
