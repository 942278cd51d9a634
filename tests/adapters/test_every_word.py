"""Every part of every kind of file is read before it may leave."""

import zipfile
from io import BytesIO

import pytest

from tests.disguises import (
    FILES,
    KNOWN,
    a_pdf,
    a_sheet,
    disguised,
    with_part,
    word_with,
)
from workflow.adapters.every_word import pieces
from workflow.adapters.matching import finder
from workflow.domain.leak_check import Sought
from workflow.services.packing import leaks

SOUGHT = Sought(KNOWN, finder)


@pytest.mark.parametrize("label", FILES)
def test_a_person_is_found_in_any_part_of_a_file(label: str) -> None:
    name, make = FILES[label]
    assert leaks(name, pieces(name, make()), SOUGHT)


def test_more_than_sixty_disguises_are_tried() -> None:
    assert len(disguised()) >= 60


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.docx", word_with("")), ("a.xlsx", a_sheet()), ("a.pdf", a_pdf())],
)
def test_an_empty_file_is_clean(name: str, content: bytes) -> None:
    assert leaks(name, pieces(name, content), SOUGHT) == ()


def test_a_leak_tells_the_place_and_the_words() -> None:
    content = with_part(word_with(""), "word/header3.xml", "<p><t>Te</t><t>ss</t></p>")
    (leak,) = leaks("a.docx", pieces("a.docx", content), SOUGHT)
    assert (leak.file, leak.place, leak.text) == ("a.docx", "word/header3.xml", "Tess")


def test_words_let_through_are_no_leak_but_a_comment_always_is() -> None:
    read = pieces("a.md", b"Tess")
    assert leaks("a.md", read, SOUGHT, ["Tess"]) == ()
    assert leaks("a.md", read, SOUGHT, ["tess"])
    name, make = FILES["a comment, whatever it says"]
    assert leaks(name, pieces(name, make()), SOUGHT, ["a comment"])


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"%PDF-1.7 broken"])
def test_what_cannot_be_read_is_told(content: bytes) -> None:
    assert any(piece.fault for piece in pieces("a", content))


def test_a_file_that_swells_is_not_opened() -> None:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(4):
            target.writestr(f"{number}.xml", b" " * (80 * 1024 * 1024))
    faults = [piece.fault for piece in pieces("a.docx", made.getvalue())]
    assert "it is too large to be read" in faults
