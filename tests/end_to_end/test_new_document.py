"""A kind of document is a folder with two files: put there, it is made (how-to)."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

REPOSITORY = Path(__file__).parents[2]
HOW_TO = REPOSITORY / "docs/how-to/a-new-document.md"
NAME = "Before your first shift.docx"


def alongside(workspace: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "workflow", "--workspace", str(workspace)]
    return subprocess.run(
        [*command, "--today", "2026-11-23", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
    )


def from_the_page() -> str:
    """The `document.yaml` as the how-to page shows it."""
    (shown,) = re.findall(r"```yaml\n(.*?)```", HOW_TO.read_text(), flags=re.DOTALL)
    return "".join(line.removeprefix("   ") for line in shown.splitlines(keepends=True))


def word(*paragraphs: str) -> bytes:
    doc = Document()
    doc.core_properties.title = "{{ doc.title }}"
    doc.add_paragraph("{{ doc.title }}", style="Title")
    for text in paragraphs:
        doc.add_paragraph(text)
    made = io.BytesIO()
    doc.save(made)
    return made.getvalue()


def added(workspace: Path, *paragraphs: str, **changes: str) -> None:
    """Follow the page: a folder with its two files."""
    folder = workspace / "templates/shift-summary"
    folder.mkdir()
    said = from_the_page()
    for key, value in changes.items():
        said = re.sub(rf"(?m)^{key}:.*$", f"{key}: {value}", said)
    (folder / "document.yaml").write_text(said)
    (folder / "template.docx").write_bytes(word(*paragraphs))


LINES = (
    "{{ person.preferred_name }} likes: {{ plan.my_words.what_i_want_to_happen }}",
    "{%p for action in plan.actions %}",
    "{{ action.what }}, {{ action.owner }}, by {{ action.due_on }}",
    "{%p endfor %}",
)


def test_a_folder_with_two_files_is_made_for_every_case(workspace: Path) -> None:
    added(workspace, *LINES)
    assert alongside(workspace, "template", "check", "P1").returncode == 0
    report = json.loads(alongside(workspace, "--json", "build").stdout)
    made = {row["case"] for row in report["made"] if row["document"] == "P1"}
    assert made == {"SG-2026-014", "SG-2026-019", "SG-2026-021"}
    path = workspace / "cases/SG-2026-014/generated" / NAME
    text = [p.text for p in Document(str(path)).paragraphs]
    assert text[0] == "Before your first shift"
    assert text[1].startswith("Tam likes: He comes, we have tea")
    assert "Moira Achebe, by 26 September 2026" in text[2]


def test_it_is_made_again_only_when_what_it_says_changes(workspace: Path) -> None:
    added(workspace, *LINES)
    alongside(workspace, "build", "SG-2026-014")
    again = json.loads(alongside(workspace, "--json", "build", "SG-2026-014").stdout)
    assert "P1" not in {row["document"] for row in again["made"]}
    person = workspace / "cases/SG-2026-014/person.yaml"
    person.write_text(person.read_text().replace("name: Tam\n", "name: Tim\n"))
    again = json.loads(alongside(workspace, "--json", "build", "SG-2026-014").stdout)
    assert "P1" in {row["document"] for row in again["made"]}


@pytest.mark.parametrize(
    ("paragraph", "changes"),
    [
        ("{{ plan.nowhere }}", {}),
        ("{{ plan.safe_contact.exit_phrase.phrase }}", {"for": "professional"}),
    ],
)
def test_a_field_that_is_not_there_or_not_for_its_reader_is_a_fault(
    workspace: Path, paragraph: str, changes: dict[str, str]
) -> None:
    added(workspace, paragraph, **changes)
    answer = alongside(workspace, "template", "check", "shift-summary")
    assert answer.returncode == 4
    alongside(workspace, "build")
    assert not list(workspace.glob(f"cases/*/generated/{NAME}"))


def test_the_page_names_only_kinds_that_there_are() -> None:
    from workflow.domain.documents import Each  # noqa: PLC0415 - only here

    page = HOW_TO.read_text()
    rows = re.findall(r"(?m)^\| (`[a-z_]+`(?:, `[a-z_]+`)*) \|", page)
    named = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
    assert named - {"each"} <= {each.value for each in Each}
    assert len(named) > 6
