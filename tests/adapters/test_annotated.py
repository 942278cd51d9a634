"""A copy of a faulty template with a comment at each fault, that programs can open."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from workflow.adapters.word.annotated import annotated
from workflow.adapters.word.checker import TemplateLint
from workflow.adapters.word.stock import render
from workflow.domain.records.base import Reader
from workflow.domain.template_faults import Fault
from workflow.domain.template_fields import Wall, sights

WALL = Wall(Reader.STAFF, sights({"name": "Ines"}))
TEN = (
    "{% if name %} never ended",
    "{{ nane }}",
    "{% iff name %}",
    "{{ name.__class__ }}",
    "{{ name | pprint }}",
    "{{ name",
    "name }}",
    "{{ name %}",
    "{{r name }}",
)


def template() -> bytes:
    doc = Document()
    for text in TEN:
        doc.add_paragraph(text)
        doc.add_paragraph("Nothing wrong here.")
    doc.sections[0].header.paragraphs[0].text = "{{ nobody }}"
    made = io.BytesIO()
    doc.save(made)
    return made.getvalue()


@pytest.fixture
def copy() -> bytes:
    made = annotated(template(), faults())
    assert made is not None
    return made


def faults() -> tuple[Fault, ...]:
    return TemplateLint(render).look(template(), WALL).faults


def test_there_are_ten_comments_each_at_its_paragraph(copy: bytes) -> None:
    document = Document(io.BytesIO(copy))
    comments = {c.comment_id: c.text for c in document.comments}
    assert len(comments) == 10
    marked = {}
    for paragraph in document.paragraphs:
        for mark in paragraph._p.iter(qn("w:commentRangeStart")):  # noqa: SLF001
            marked[int(mark.get(qn("w:id")))] = paragraph.text
    assert marked.keys() == comments.keys()
    for number, text in comments.items():
        where = TEN[0] if "header" in text else marked[number]
        assert where in TEN
        assert "What to do: " in text
    assert set(marked.values()) == set(TEN)


def test_the_words_of_the_template_stay_as_they_are(copy: bytes) -> None:
    before, after = Document(io.BytesIO(template())), Document(io.BytesIO(copy))
    assert [p.text for p in after.paragraphs] == [p.text for p in before.paragraphs]


def test_the_copy_carries_no_clock_time_and_is_always_the_same(copy: bytes) -> None:
    assert copy == annotated(template(), faults())
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        assert b"w:date" not in package.read("word/comments.xml")


def test_a_copy_of_a_copy_keeps_what_people_wrote(copy: bytes) -> None:
    again = annotated(copy, faults())
    assert again is not None
    assert len(list(Document(io.BytesIO(again)).comments)) == 20


def test_what_word_cannot_open_gets_no_copy() -> None:
    looked = TemplateLint(render).look(b"no zip", WALL)
    assert annotated(b"no zip", looked.faults) is None


def test_libreoffice_opens_the_copy_and_finds_the_comments(
    copy: bytes, tmp_path: Path
) -> None:
    office = shutil.which("soffice")
    assert office
    (tmp_path / "copy.docx").write_bytes(copy)
    profile = (tmp_path / "profile").as_uri()
    subprocess.run(
        [
            *(office, f"-env:UserInstallation={profile}", "--headless"),
            *("--convert-to", "fodt", "--outdir", str(tmp_path)),
            str(tmp_path / "copy.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    opened = (tmp_path / "copy.fodt").read_text()
    assert opened.count("<office:annotation ") == 10
