"""Templates made ready on disk: found again, and never trusted when in doubt."""

import hashlib
import marshal
import os
import sys
from base64 import b64decode
from pathlib import Path

import pytest

from tests.word import para, parts_of, word_file
from workflow.adapters.own_disk import cache_folder
from workflow.adapters.word import cache
from workflow.adapters.word.cache import SHA, Shelf
from workflow.adapters.word.coding import Compiler
from workflow.adapters.word.compiled import CompiledWord, why_stock
from workflow.adapters.word.pictured import pictured
from workflow.adapters.word.prepare import (
    but_for_pictures,
    prepared,
    with_pictures_of,
)

DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
OTHER_DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
TEMPLATE = word_file(para("Hello {{ name }}"), header="{{ name }}")
VALUES = {"name": "Rowan"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shelf with one template made ready on it."""
    CompiledWord(shelf=Shelf(tmp_path / "shelf")).render(TEMPLATE, VALUES, "t")
    return tmp_path / "shelf"


def kept(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def unprepared(*_: object) -> None:
    message = "it was to be found on the shelf"
    raise AssertionError(message)


def test_a_template_made_ready_is_found_by_the_next_program(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = CompiledWord(shelf=Shelf(folder)).render(TEMPLATE, VALUES, "t")
    monkeypatch.setattr("workflow.adapters.word.prepare.prepared", unprepared)
    word = CompiledWord(shelf=Shelf(folder))
    assert word.render(TEMPLATE, VALUES, "t") == first
    assert b"Hello Rowan" in parts_of(first)["word/document.xml"]


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "other"])
def test_a_damaged_file_is_as_if_it_were_not_there(folder: Path, damage: str) -> None:
    file = kept(folder)
    content = file.read_bytes()
    flipped = bytes([content[-1] ^ 1])
    other = marshal.dumps(("not", "a", "template"))
    file.write_bytes(
        {
            "cut": content[:-10],
            "flipped": content[:-1] + flipped,
            "empty": b"",
            "other": hashlib.sha256(other).digest() + other,
        }[damage]
    )
    assert Shelf(folder).find(TEMPLATE) is None
    assert CompiledWord(shelf=Shelf(folder)).render(TEMPLATE, VALUES, "t")
    assert file.read_bytes()[SHA:] == content[SHA:]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o702])
def test_a_folder_that_others_may_write_to_is_not_trusted(
    folder: Path, mode: int
) -> None:
    folder.chmod(mode)
    assert Shelf(folder).find(TEMPLATE) is None
    kept(folder).unlink()
    CompiledWord(shelf=Shelf(folder)).render(TEMPLATE, VALUES, "t")
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_a_folder_that_is_a_link_or_anothers_is_not_trusted(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert Shelf(link).find(TEMPLATE) is None
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    assert Shelf(folder).find(TEMPLATE) is None


def test_another_version_or_template_finds_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Shelf(folder).find(TEMPLATE) is not None
    assert Shelf(folder).find(word_file(para("Hello {{ name }}!"))) is None
    monkeypatch.setattr(cache, "_makers", lambda: b"another version")
    assert Shelf(folder).find(TEMPLATE) is None


def test_the_pictures_of_one_person_never_lie_on_this_computers_disk(
    folder: Path, starter: Path
) -> None:
    template = starter / "templates/own-copy/template.easy_read.docx"
    own = pictured(template.read_bytes(), (("want", DOT, "My dog"),))
    word = CompiledWord(shelf=Shelf(folder))
    there = set(folder.iterdir())
    assert word.why_stock(own) == word.why_stock(word.resized(own, 28)) == ""
    assert set(folder.iterdir()) == there


def test_a_disk_that_cannot_be_written_costs_nothing_but_time(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    word = CompiledWord(shelf=Shelf(blocked / "shelf"))
    assert word.render(TEMPLATE, VALUES, "t")


def test_the_folder_is_the_users_own_and_never_in_the_workspace(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tmp_path in cache_folder("templates").parents


def test_it_says_which_part_of_a_template_is_left_to_docxtpl(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "shelf")
    word = CompiledWord(shelf=shelf)
    block = word_file(para("{% block a %}x{% endblock %}"))
    assert word.why_stock(block) == "body: it uses a block"
    assert b">x<" in parts_of(word.render(block, {}, "t"))["word/document.xml"]
    assert "TemplateSyntaxError" in word.why_stock(word_file(para("{% iff %}")))
    assert why_stock(TEMPLATE) == ""


def test_old_templates_are_tidied_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "KEPT", 2)
    for number in range(4):
        template = word_file(para(f"{number} {{{{ name }}}}"))
        CompiledWord(shelf=Shelf(folder)).render(template, VALUES, "t")
    assert len(list(folder.iterdir())) == 2


def test_pictures_are_exchanged_in_a_template_like_it(starter: Path) -> None:
    path = starter / "templates/own-copy/template.easy_read.docx"
    first = pictured(path.read_bytes(), (("want", DOT, "Mine"),))
    second = pictured(path.read_bytes(), (("want", OTHER_DOT, "Mine"),))
    third = pictured(path.read_bytes(), (("want", OTHER_DOT, "Another's"),))
    assert but_for_pictures(first) == but_for_pictures(second)
    assert but_for_pictures(second) != but_for_pictures(third)
    ready = prepared(first, Compiler())
    exchanged = with_pictures_of(second, ready)
    anew = prepared(second, Compiler())
    assert exchanged.statics == anew.statics != ready.statics
    assert exchanged.images == anew.images != ready.images
