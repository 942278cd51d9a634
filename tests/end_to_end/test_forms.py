"""A form is handed out, filled elsewhere, dropped in the inbox, and waits there."""

import io
import json
import time
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, TextStringObject

from tests.end_to_end.test_commands import alongside
from workflow.adapters.filled_forms import FormProposals
from workflow.domain.filled_forms import State

SAMPLES = Path(__file__).parents[1] / "data" / "forms"
CASE = "SG-2026-014"


def filled(blank: bytes, answers: dict[str, str]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(blank))
    for page in writer.pages:
        for note in page.get("/Annots", ()):
            field = note.get_object()
            if field["/T"] in answers:
                field[NameObject("/V")] = TextStringObject(answers[field["/T"]])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def dropped(workspace: Path, name: str, content: bytes) -> None:
    inbox = workspace / "inbox"
    inbox.mkdir(exist_ok=True)
    (inbox / name).write_bytes(content)


def imported(workspace: Path) -> dict[str, list[dict[str, str]]]:
    """What `import` says, once everything in the inbox has come to rest."""
    told: dict[str, list[dict[str, str]]] = {}
    for _ in range(240):
        said = json.loads(alongside(workspace, "--json", "import").stdout)
        for outcome, rows in said.items():
            if outcome != "arriving":
                told.setdefault(outcome, []).extend(rows)
        if not any((workspace / "inbox").glob("*.*")):
            break
        time.sleep(0.5)
    return told


def test_without_a_form_the_forms_are_listed(workspace: Path) -> None:
    answer = alongside(workspace, "forms", CASE)
    assert answer.returncode == 0
    assert "visit: Record a visit" in answer.stdout.splitlines()


def test_a_form_lies_in_the_case_under_a_name_that_names_nobody(
    workspace: Path,
) -> None:
    for words, ending in (((), "pdf"), (("--html",), "html")):
        answer = alongside(workspace, "forms", CASE, "visit", *words)
        assert answer.returncode == 0, answer.stderr
        file = workspace / "cases" / CASE / "forms" / f"{CASE} visit.{ending}"
        assert file.is_file()
        assert "inbox" in answer.stdout


def test_a_form_can_be_put_elsewhere_and_again_gives_the_same(
    workspace: Path, tmp_path: Path
) -> None:
    target = tmp_path / "x.pdf"
    for _ in range(2):
        answer = alongside(
            workspace, "--json", "forms", CASE, "plan", "-o", str(target)
        )
        assert json.loads(answer.stdout)["file"] == str(target)
    assert PdfReader(target).metadata == {"/Title": "The plan"}
    assert not (tmp_path / "_history").exists()


def test_a_form_that_is_not_there_and_a_case_that_is_not_there(workspace: Path) -> None:
    answer = alongside(workspace, "forms", CASE, "p45")
    assert answer.returncode == 4
    assert "There is no such form" in answer.stderr
    assert "visit" in answer.stderr
    answer = alongside(workspace, "forms", "SG-2026-999", "visit")
    assert answer.returncode == 3


def test_a_form_changes_nothing_that_is_checked_or_built(workspace: Path) -> None:
    before = alongside(workspace, "--json", "check").stdout
    alongside(workspace, "forms", CASE, "visit")
    assert alongside(workspace, "--json", "check").stdout == before


def test_a_filled_plan_becomes_a_proposal_of_just_what_was_written(
    workspace: Path, tmp_path: Path
) -> None:
    target = tmp_path / "plan.pdf"
    alongside(workspace, "forms", CASE, "plan", "-o", str(target))
    answers = {
        "my_words/what_helps": "Tea first. Diolch: ŵyl, łąka.",
        "actions[A3]/due_on": "30 11 2026",
        "actions[+1]/what": "Ring the cafe",
    }
    dropped(workspace, "scan0001.pdf", filled(target.read_bytes(), answers))
    (ready,) = imported(workspace)["ready"]
    assert ready["case"] == CASE
    (waiting,) = FormProposals(workspace).waiting(CASE)
    assert not waiting.moved_on
    found = {d.name: (d.now, d.state) for d in waiting.differences}
    assert found == {
        "my_words.what_helps": ("Tea first. Diolch: ŵyl, łąka.", State.CHANGED),
        "actions[A3].due_on": ("2026-11-30", State.CHANGED),
        "actions[+1].what": ("Ring the cafe", State.NEW),
    }


def test_forms_of_four_programs_are_read_and_a_printout_is_refused_kindly(
    workspace: Path,
) -> None:
    for sample in sorted(SAMPLES.glob("*.pdf")):
        dropped(workspace, sample.name, sample.read_bytes())
    blank = PdfWriter()
    blank.add_blank_page(200, 200)
    printed = io.BytesIO()
    blank.write(printed)
    dropped(workspace, "printed.pdf", printed.getvalue())
    told = imported(workspace)
    assert [row["form"] for row in told["ready"]] == ["visit"] * 4
    (refused,) = told["refused"]
    assert "printout" in refused["reason"]
    first, *others = (p.differences for p in FormProposals(workspace).waiting(CASE))
    for other in others:
        assert {(d.name, d.now) for d in other} == {(d.name, d.now) for d in first}
