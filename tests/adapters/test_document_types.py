"""Reading document types: what a folder under `templates/` says."""

from pathlib import Path

import pytest

from workflow.adapters.document_types import load_document_types
from workflow.domain.documents import Each
from workflow.domain.errors import ConfigurationError
from workflow.domain.records.base import Reader

WHOLE = """id: D6a
document: review-letter
title: Your review
discreet-title: Notes from our talk
for: person
each: held_review
folder: generated
file-name: "notes-from-our-talk-{held_on}.docx"
not-when-no-paper: true
held-by: [review letter, letters out]
uses: [person.yaml, plan.yaml]
"""


def workspace(root: Path, text: str, name: str = "review-letter") -> Path:
    folder = root / "templates" / name
    folder.mkdir(parents=True)
    (folder / "document.yaml").write_text(text)
    (folder / "template.docx").write_bytes(b"template")
    return root


def trouble(root: Path, text: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        load_document_types(workspace(root, text))
    return caught.value.fact


def test_a_whole_document_type_is_read(tmp_path: Path) -> None:
    (loaded,) = load_document_types(workspace(tmp_path, WHOLE))
    kind = loaded.type
    assert (kind.id, kind.name, kind.title) == ("D6a", "review-letter", "Your review")
    assert (kind.reader, kind.each) == (Reader.PERSON, Each.HELD_REVIEW)
    assert kind.held_by == {"review letter", "letters out"}
    assert kind.uses == ("person.yaml", "plan.yaml")
    assert kind.discreet_title == "Notes from our talk"
    assert kind.not_when_no_paper
    assert not kind.own_title
    assert loaded.template == b"template"
    assert len(loaded.sha) == 64


def test_a_folder_without_a_description_is_no_document_type(tmp_path: Path) -> None:
    (tmp_path / "templates" / "drafts").mkdir(parents=True)
    assert load_document_types(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("for: person", "for: everybody", "for, one of person, staff"),
        ("each: held_review", "each: day", "each, one of case"),
        ("id: D6a", "id:", "id is missing"),
        ("title: Your review\n", "", "title is missing"),
        ("uses:", "usess:", "usess is not a known field"),
        ("held-by: [review letter, letters out]", "held-by: plan", "held-by, a list"),
        ("not-when-no-paper: true", "not-when-no-paper: yes", "true or false"),
        ("document: review-letter", "document: other", "the folder is called"),
        ("folder: generated", "folder: pack", "it belongs in generated"),
        ("{held_on}", "{name}", "file-name, only"),
        ("{held_on}", "{held_on.year}", "file-name, only"),
        ("{held_on}", "{", "file-name, only"),
        ("notes-from", "../notes-from", "file-name, letters"),
        (".docx", ".docm", "file-name, letters"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    said = trouble(tmp_path, WHOLE.replace(old, new, 1))
    assert said.startswith("templates/review-letter/document.yaml: ")
    assert field in said


def test_a_file_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    assert "document.yaml, line 2" in trouble(tmp_path, "id: D1\nid: D2\n")


def test_a_missing_template_is_empty_and_keeps_nothing_else_back(
    tmp_path: Path,
) -> None:
    root = workspace(tmp_path, WHOLE)
    (root / "templates" / "review-letter" / "template.docx").unlink()
    (loaded,) = load_document_types(root)
    assert loaded.template == b""


def test_two_types_may_not_write_the_same_file(tmp_path: Path) -> None:
    workspace(tmp_path, WHOLE)
    again = WHOLE.replace("document: review-letter", "document: second")
    workspace(tmp_path, again, "second")
    with pytest.raises(ConfigurationError, match="review-letter has the same"):
        load_document_types(tmp_path)


def test_a_place_for_a_review_is_only_for_letters(tmp_path: Path) -> None:
    assert "file-name" in trouble(tmp_path, WHOLE.replace("held_review", "case"))


def test_the_starter_document_types_are_whole(starter: Path) -> None:
    assert load_document_types(starter)
