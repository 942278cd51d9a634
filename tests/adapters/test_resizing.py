"""A template can be had with larger or smaller text, all sizes in step."""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Pt

from workflow.adapters.word.package import resized


@pytest.fixture
def letter(starter: Path) -> bytes:
    return (starter / "templates/review-letter/template.docx").read_bytes()


def sizes(template: bytes) -> dict[str, float]:
    styles = Document(io.BytesIO(template)).styles
    named = ("Normal", "Heading 1", "Title", "Fact", "Table Text")
    return {name: styles[name].font.size / Pt(1) for name in named}


def test_all_sizes_grow_in_step(letter: bytes) -> None:
    before, after = sizes(letter), sizes(resized(letter, 28))
    assert after["Normal"] == 28
    assert after == {name: size * 2 for name, size in before.items()}


def test_the_size_it_has_already_changes_nothing(letter: bytes) -> None:
    assert resized(letter, 14) == letter


def test_the_words_stay(letter: bytes) -> None:
    def words(template: bytes) -> list[str]:
        return [p.text for p in Document(io.BytesIO(template)).paragraphs]

    assert words(resized(letter, 18)) == words(letter)
