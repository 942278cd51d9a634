"""The benchmark fills what it says it fills, and sees when a document is another."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks import contexts, word_templates
from benchmarks.engines import ready
from benchmarks.render import WORKS, present, write_templates
from benchmarks.sameness import same_document, says
from benchmarks.spellings import SPELLINGS
from tests.word import para, word_file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("benchmark")
    write_templates(made)
    return made


def context(work: str) -> Mapping[str, object]:
    values: Mapping[str, object] = getattr(contexts, work)(1)
    return values


@pytest.mark.parametrize("work", WORKS)
def test_every_engine_here_makes_the_same_document(work: str, folder: Path) -> None:
    said = {}
    for engine in ("alongside", "docxtpl", "python-docx"):
        file = folder / f"{work}-{engine}.docx"
        file.write_bytes(ready(engine, work, folder)(context(work)))
        said[engine] = says(file)
    assert said["alongside"] == said["docxtpl"] == said["python-docx"]
    ours, theirs = (folder / f"{work}-{e}.docx" for e in ("alongside", "docxtpl"))
    assert same_document(ours, theirs)


@pytest.mark.parametrize("engine", SPELLINGS)
@pytest.mark.parametrize("work", ["record", "letter", "table"])
def test_no_tag_is_left_in_the_spelling_of_another(
    work: str, engine: str, folder: Path
) -> None:
    ours, theirs = folder / f"tags-{work}.docx", folder / f"{engine}-{work}.docx"
    words = " ".join(says(theirs))
    assert "{{" not in words
    assert "{%" not in words
    fields = sum(" ".join(says(ours)).count(mark) for mark in ("{{", "{%"))
    assert fields
    assert sum(words.count(mark) for mark in ("{", "+++")) >= fields


def test_another_document_is_seen(tmp_path: Path) -> None:
    for name, text in (("a", "one"), ("b", "two")):
        (tmp_path / name).write_bytes(word_file(para(text)))
    assert says(tmp_path / "a") != says(tmp_path / "b")
    assert not same_document(tmp_path / "a", tmp_path / "b")


def test_the_record_is_as_word_leaves_it() -> None:
    size = len(word_templates.record())
    assert size < 60_000  # current styles, not those of 2010


def test_a_peer_that_is_missing_is_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "rust-docxtpl" not in present(tmp_path)
    assert "pip install --target" in capsys.readouterr().out
