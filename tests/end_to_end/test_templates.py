"""A broken template: only its document waits, the last good one stays in use."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

REPOSITORY = Path(__file__).parents[2]
PLAN = "cases/SG-2026-014/generated/Full plan.docx"


def alongside(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    return subprocess.run(
        [*command, "--today", "2026-11-23", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )


def edited(path: Path, text: str) -> None:
    """The template with one more paragraph."""
    doc = Document(io.BytesIO(path.read_bytes()))
    doc.add_paragraph(text)
    made = io.BytesIO()
    doc.save(made)
    path.write_bytes(made.getvalue())


@pytest.fixture
def built(workspace: Path) -> Path:
    assert alongside(workspace, "build").returncode == 1  # one finding, as ever
    return workspace


def test_the_last_good_template_goes_on_making_documents(built: Path) -> None:
    before = (built / PLAN).read_bytes()
    edited(built / "templates/full-plan/template.docx", "{{ plan.nowhere }}")
    person = built / "cases/SG-2026-014/person.yaml"
    person.write_text(
        person.read_text().replace("preferred_name: Tam", "preferred_name: Tim")
    )
    answer = alongside(built, "--json", "build")
    assert answer.returncode == 4
    report = json.loads(answer.stdout)
    (broken,) = report["templates"]
    assert (broken["document"], broken["in_use"]) == (
        "full-plan",
        "the last good template",
    )
    assert ("SG-2026-014", "D1") in {(m["case"], m["document"]) for m in report["made"]}
    assert (built / PLAN).read_bytes() != before
    overview = (built / "governance/reports/overview.html").read_text()
    assert "Templates to mend: 1" in overview
    assert "plan.nowhere" in overview
    copy = Document(str(built / "templates/full-plan/template (faults).docx"))
    assert len(list(copy.comments)) == 1


def test_mending_it_puts_the_copy_away_and_says_nothing_more(built: Path) -> None:
    path = built / "templates/full-plan/template.docx"
    good = path.read_bytes()
    edited(path, "{{ plan.nowhere }}")
    alongside(built, "build")
    path.write_bytes(good)
    answer = alongside(built, "--json", "build")
    assert json.loads(answer.stdout)["templates"] == []
    assert not (path.parent / "template (faults).docx").exists()
    assert (
        "Templates to mend"
        not in (built / "governance/reports/overview.html").read_text()
    )


def test_without_a_good_one_only_its_own_document_waits(workspace: Path) -> None:
    edited(workspace / "templates/full-plan/template.docx", "{% if")
    report = json.loads(alongside(workspace, "--json", "build").stdout)
    assert [t["in_use"] for t in report["templates"]] == ["none"]
    documents = {m["document"] for m in report["made"]}
    assert "D1" not in documents
    assert {"D2", "D5", "D6a", "D12", "D15"} <= documents


def test_a_copy_that_somebody_worked_in_is_left(built: Path) -> None:
    path = built / "templates/full-plan/template.docx"
    good = path.read_bytes()
    edited(path, "{{ plan.nowhere }}")
    alongside(built, "build")
    copy = path.parent / "template (faults).docx"
    edited(copy, "My own notes.")
    mine = copy.read_bytes()
    path.write_bytes(good)
    alongside(built, "build")
    assert copy.read_bytes() == mine


def test_a_template_that_is_gone_is_a_fault_like_any_other(built: Path) -> None:
    (built / "templates/full-plan/template.docx").unlink()
    report = json.loads(alongside(built, "--json", "build").stdout)
    assert [t["in_use"] for t in report["templates"]] == ["the last good template"]


def test_good_templates_are_kept_write_once(built: Path) -> None:
    history = built / "templates/full-plan/_history"
    first = {p.name: p.read_bytes() for p in history.glob("*.good.docx")}
    assert len(first) == 1
    edited(built / "templates/full-plan/template.docx", "One more line.")
    alongside(built, "build")
    kept = {p.name: p.read_bytes() for p in history.glob("*.good.docx")}
    assert len(kept) == 2
    assert first.items() <= kept.items()


def test_template_check_tells_all_and_ends_with_four(workspace: Path) -> None:
    edited(workspace / "templates/full-plan/template.docx", "{{ plan.nowhere }} {{ x")
    answer = alongside(workspace, "--json", "template", "check", "full-plan")
    assert answer.returncode == 4
    (report,) = json.loads(answer.stdout)
    assert {f["kind"] for f in report["faults"]} == {"unknown_field", "unclosed"}
    assert report["annotated"] == "templates/full-plan/template (faults).docx"
    assert {"field", "label", "needed"} == set(report["uses"][0])
    spoken = alongside(workspace, "template", "check", "D1")
    assert "What to do" in spoken.stdout
    assert "Traceback" not in spoken.stderr


def test_template_check_says_what_a_case_has_not_got(workspace: Path) -> None:
    person = workspace / "cases/SG-2026-014/plan.yaml"
    lines = person.read_text().splitlines(keepends=True)
    person.write_text(
        "".join(line for line in lines if not line.startswith("contingency:"))
    )
    answer = alongside(workspace, "--json", "template", "check")
    reports = {r["document"]: r for r in json.loads(answer.stdout)}
    assert answer.returncode == 0
    (missing,) = reports["full-plan"]["missing"]
    assert (missing["case"], missing["field"]) == ("SG-2026-014", "plan.contingency")


def test_a_document_that_is_not_there_is_said_plainly(workspace: Path) -> None:
    answer = alongside(workspace, "template", "check", "no-such")
    assert answer.returncode == 4
    assert "full-plan" in answer.stderr
