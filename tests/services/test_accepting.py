"""Accepting a filled form: what was chosen is saved, and only that."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from workflow.adapters.case_editing import CaseEditing
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.form_files import load_sheets
from workflow.adapters.journal import RunLog
from workflow.adapters.pdf.filled import read
from workflow.adapters.safe_files import sha256
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.case_folder import CaseRef
from workflow.domain.filing import Hand
from workflow.domain.filled_forms import Filled
from workflow.services.accepting import AcceptingRoom, accept
from workflow.services.ports import Written
from workflow.services.saving import Differs, Saved

REF = CaseRef("SG-2026-014")
HAND = Hand("st-03", "2026-11-23T16:05:00")
SAMPLE = Path(__file__).parents[1] / "data" / "forms" / "filled-by-pdfjs.pdf"


@pytest.fixture
def room(workspace: Path) -> AcceptingRoom:
    log = RunLog(workspace / "_system" / "log", lambda: "2026-11-23T16:05:00+00:00")
    sheets = tuple(load_sheets(workspace).values())
    return AcceptingRoom(CaseEditing(workspace, log), FormProposals(workspace), sheets)


def waiting(workspace: Path, filled: Filled) -> str:
    """A filled form that waits; its hash."""
    content = repr(filled).encode()
    sha = sha256(content)
    FormProposals(workspace).keep(sha, content, filled)
    return sha


def plan_form(workspace: Path, answers: Mapping[str, tuple[str, ...]]) -> Filled:
    base = sha256((workspace / "cases" / REF / "plan.yaml").read_bytes())
    return Filled("plan", 1, REF, "plan.yaml", base, answers)


def lines(workspace: Path) -> list[str]:
    text = (workspace / "cases" / REF / "plan.yaml").read_text(encoding="utf-8")
    return text.splitlines()


def changed(before: Iterable[str], after: Iterable[str]) -> list[str]:
    old = list(before)
    return [line for line in after if line not in old]


def test_a_visit_becomes_a_record_of_its_own(
    workspace: Path, room: AcceptingRoom
) -> None:
    sha = waiting(workspace, read(SAMPLE.read_bytes()))
    names = [d.name for d in FormProposals(workspace).load(REF, sha).differences]
    saved = accept(room, REF, sha, names, HAND)
    assert isinstance(saved, Saved)
    assert saved.file == "records/2026-11-22-visit-01.yaml"
    raw = (workspace / "cases" / REF / saved.file).read_bytes()
    root = read_tree(raw, saved.file).root
    assert root
    found = plain(root)
    assert isinstance(found, dict)
    assert found["record_id"] == "2026-11-22-visit-01"
    assert found["recorded_by"] == "st-03"
    assert found["present"] == ["person", "st-04"]
    assert found["visit"]["boundaries"] == [
        {"boundary": "SB1", "kept": "kept"},
        {"boundary": "SB2", "kept": "broken"},
    ]
    assert found["person_said"].startswith("I said “stop” and it stopped")
    assert found["person_said"].endswith("<fine>.")
    assert FormProposals(workspace).waiting(REF) == ()


def test_only_what_was_accepted_changes_and_the_rest_of_the_file_stays(
    workspace: Path, room: AcceptingRoom
) -> None:
    before = lines(workspace)
    answers = {
        "my_words.what_helps": ("Tea first.",),
        "actions[A4].due_on": ("30 11 2026",),
        "contingency": ("Nothing of this.",),
    }
    sha = waiting(workspace, plan_form(workspace, answers))
    accept(room, REF, sha, ["my_words.what_helps", "actions[A4].due_on"], HAND)
    new = changed(before, lines(workspace))
    assert len(new) == 2
    assert "Tea first." in new[0]
    assert "2026-11-30" in new[1]
    assert "Nothing of this." not in "\n".join(lines(workspace))
    folder = workspace / "cases" / REF / "_proposals"
    told = (folder / f"{sha}.settled.json").read_text(encoding="utf-8")
    assert '"declined": [\n  "contingency"\n ]' in told


def test_new_things_come_after_those_that_are_there_with_the_next_id(
    workspace: Path, room: AcceptingRoom
) -> None:
    answers = {
        "actions[+1].what": ("Ring the cafe",),
        "actions[+1].owner": ("st-03",),
        "actions[+2].what": ("Ask Tam",),
    }
    sha = waiting(workspace, plan_form(workspace, answers))
    accept(room, REF, sha, list(answers), HAND)
    raw = (workspace / "cases" / REF / "plan.yaml").read_bytes()
    root = read_tree(raw, "plan.yaml").root
    assert root
    found = plain(root)
    assert isinstance(found, dict)
    assert found["actions"][-2:] == [
        {"id": "A5", "what": "Ring the cafe", "owner": "st-03"},
        {"id": "A6", "what": "Ask Tam"},
    ]


def test_a_form_that_nothing_was_taken_from_is_settled_and_changes_nothing(
    workspace: Path, room: AcceptingRoom
) -> None:
    before = lines(workspace)
    sha = waiting(workspace, plan_form(workspace, {"contingency": ("No.",)}))
    assert accept(room, REF, sha, [], HAND) is None
    assert lines(workspace) == before
    assert FormProposals(workspace).waiting(REF) == ()


def test_what_could_not_be_read_is_never_put_in_the_record(
    workspace: Path, room: AcceptingRoom
) -> None:
    before = lines(workspace)
    answers = {"actions[A4].due_on": ("soon",), "no_such_field": ("x",)}
    sha = waiting(workspace, plan_form(workspace, answers))
    assert accept(room, REF, sha, list(answers), HAND) is None
    assert lines(workspace) == before


def test_a_record_that_moved_on_is_changed_only_where_somebody_said_so(
    workspace: Path, room: AcceptingRoom
) -> None:
    sha = waiting(workspace, plan_form(workspace, {"contingency": ("From paper.",)}))
    file = workspace / "cases" / REF / "plan.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Doing a puzzle", "Doing puzzles"), encoding="utf-8")
    assert FormProposals(workspace).load(REF, sha).moved_on
    saved = accept(room, REF, sha, ["contingency"], HAND)
    assert not isinstance(saved, Differs)
    after = file.read_text(encoding="utf-8")
    assert "From paper." in after
    assert "Doing puzzles" in after


class CrashError(Exception):
    """The computer ends here."""


class EndsBeforeSettling(FormProposals):
    """The computer ends when what was accepted is in the record, and not before."""

    def settle(self, *_: object) -> Written:
        """End."""
        raise CrashError


def ended(room: AcceptingRoom, root: Path, sha: str, names: Iterable[str]) -> None:
    with pytest.raises(CrashError):
        accept(replace(room, forms=EndsBeforeSettling(root)), REF, sha, [*names], HAND)


def visits(root: Path) -> list[str]:
    found = (root / "cases" / REF / "records").glob("2026-11-2[23]-visit-*.yaml")
    return sorted(path.name for path in found)


def test_a_form_that_was_saved_when_the_computer_ended_is_saved_once(
    workspace: Path, room: AcceptingRoom
) -> None:
    sha = waiting(workspace, read(SAMPLE.read_bytes()))
    names = [d.name for d in FormProposals(workspace).load(REF, sha).differences]
    before = visits(workspace)
    ended(room, workspace, sha, names)
    (new,) = set(visits(workspace)) - set(before)
    content = (workspace / "cases" / REF / "records" / new).read_bytes()
    later = replace(HAND, at="2026-11-24T09:00:00")
    saved = accept(room, REF, sha, names, later)
    assert isinstance(saved, Saved)
    assert saved.file == f"records/{new}"
    assert saved.after == sha256(content)
    assert set(visits(workspace)) - set(before) == {new}
    assert (workspace / "cases" / REF / "records" / new).read_bytes() == content
    assert not [p for p in FormProposals(workspace).waiting(REF) if p.sha256 == sha]


def test_less_of_a_form_chosen_after_that_changes_the_record_that_it_made(
    workspace: Path, room: AcceptingRoom
) -> None:
    sha = waiting(workspace, read(SAMPLE.read_bytes()))
    found = FormProposals(workspace).load(REF, sha).differences
    names = [d.name for d in found]
    before = visits(workspace)
    ended(room, workspace, sha, names)
    less = [name for name in names if name != "what_happened"]
    assert less != names
    saved = accept(room, REF, sha, less, HAND)
    assert isinstance(saved, Saved)
    (new,) = set(visits(workspace)) - set(before)
    path = workspace / "cases" / REF / "records" / new
    root = read_tree(path.read_bytes(), new).root
    assert root
    assert "what_happened" not in root.values
