"""Word templates for the benchmark, as Word leaves them: tags split over runs.

Revision ids stand on every run, and the styles are of the size current Word writes, not
python-docx's, which are ten times as long and would flatter whoever does not read them.
"""

import io
import re
import struct
import zlib
from collections.abc import Iterable

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

PEOPLE = ("name", "role", "phone", "email", "best_time")
RISKS = ("what", "who", "likely", "harm", "good", "signs", "then")
ACTIONS = ("what", "who", "helper", "due", "first", "state", "cost", "told", "note")
KEPT_STYLES = ("Normal Table", "Table Grid")
EFFECTS = "stylesWithEffects"
TAG = re.compile(r"(\{[{%].*?[%}]\})")
FIELD = re.compile(r"«(\w+)»")


def record() -> bytes:
    """The case record: five pages when it is filled."""
    document = _blank()
    _margins(document)
    _write(document.add_heading(level=1), "{{ title }}")
    for line in (
        "Name: {{ name }}, born {{ born }}",
        (
            "Reference {{ ref }}, opened {{ opened }}. "
            "{% if urgent %}This is urgent.{% endif %}"
        ),
        "{%p if interpreter %}",
        "An interpreter is needed: {{ interpreter }}.",
        "{%p endif %}",
        "{%p if advocate %}",
        "Advocate: {{ advocate.name }}, {{ advocate.phone }}",
        "{%p else %}",
        "There is no advocate yet.",
        "{%p endif %}",
        "{{ story }}",
    ):
        _write(document.add_paragraph(), line)
    _table(document, "People", "person", "people", PEOPLE)
    _table(document, "Risks", "risk", "risks", RISKS)
    _table(document, "Actions", "action", "actions", ACTIONS)
    _write(document.add_heading(level=2), "What {{ name }} wants")
    _lines(document, "{%p for wish in wishes %}", "{{ wish }}", style="List Bullet")
    _write(document.add_heading(level=2), "Reviews")
    _lines(
        document,
        "{%p for note in notes %}",
        "{{ note.day }}, {{ note.by }}: {{ note.text }} {% if note.changed %}Changed: "
        "{{ note.changed }}.{% else %}Nothing changed.{% endif %}",
    )
    _write(document.add_paragraph(), "Signed for {{ provider }} by {{ signed }}")
    return _saved(document)


def letter() -> bytes:
    """A letter with five fields."""
    document = _blank()
    for line in (
        "{{ name }}",
        "{{ address }}",
        "Dear {{ greeting }},",
        "We meet on {{ day }} to talk about what matters to you. Bring whom you like.",
        "Yours, {{ signed }}",
    ):
        _write(document.add_paragraph(), line)
    return _saved(document)


def table() -> bytes:
    """A table of four columns with a row for each entry."""
    document = _blank()
    _table(document, "Entries", "entry", "entries", ("a", "b", "c", "d"))
    return _saved(document)


def rich() -> bytes:
    """Eight rich texts, and a picture."""
    document = _blank()
    for number in range(8):
        _write(document.add_paragraph(), f"Part {number}: {{{{r said[{number}] }}}}")
    _write(document.add_paragraph(), "{{ picture }}")
    return _saved(document)


def merge_letter() -> bytes:
    """The letter with Word's own merge fields."""
    document = _blank()
    for line in (
        "«name»",
        "«address»",
        "Dear «greeting»,",
        "We meet on «day» to talk about what matters to you. Bring whom you like.",
        "Yours, «signed»",
    ):
        _merge(document.add_paragraph(), line)
    return _saved(document)


def merge_table() -> bytes:
    """The table with merge fields in its row."""
    document = _blank()
    document.add_heading("Entries", level=2)
    rows = document.add_table(rows=2, cols=4, style="Table Grid").rows
    for cell, name in zip(rows[0].cells, "abcd", strict=True):
        cell.paragraphs[0].add_run(name)
    for cell, name in zip(rows[1].cells, "abcd", strict=True):
        _merge(cell.paragraphs[0], f"«{name}»")
    return _saved(document)


def picture() -> bytes:
    """A small PNG."""
    row = b"\0" + bytes(range(192))
    data = zlib.compress(row * 64)
    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body
        + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )  # fmt: skip


def bare() -> bytes:
    """An empty document with the same styles, for building on."""
    return _saved(_blank())


def _blank() -> DocumentType:
    document = Document()
    for number, relation in list(document.part.rels.items()):
        if EFFECTS in relation.reltype:
            del document.part.rels[number]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in KEPT_STYLES:
            style.element.getparent().remove(style.element)
    return document


def _margins(document: DocumentType) -> None:
    section = document.sections[0]
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    _write(header, "In confidence - {{ ref }}")
    header.add_run().add_picture(io.BytesIO(picture()), width=Mm(10))
    _write(footer, "{{ provider }} - page ")
    page_field(footer)


def page_field(paragraph: Paragraph) -> None:
    """Add the number of the page, as a field."""
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        run = paragraph.add_run()._element  # noqa: SLF001 - no public way
        name = "w:instrText" if text else "w:fldChar"
        element = OxmlElement(name)
        if text:
            element.text = text
        else:
            element.set(qn("w:fldCharType"), kind)
        run.append(element)


def _lines(document: DocumentType, loop: str, line: str, style: str = "") -> None:
    _write(document.add_paragraph(), loop)
    _write(document.add_paragraph(style=style or None), line)
    _write(document.add_paragraph(), "{%p endfor %}")


def _table(
    document: DocumentType, title: str, one: str, many: str, fields: Iterable[str]
) -> None:
    names = tuple(fields)
    document.add_heading(title, level=2)
    rows = document.add_table(rows=4, cols=len(names), style="Table Grid").rows
    for cell, name in zip(rows[0].cells, names, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    _write(rows[1].cells[0].paragraphs[0], f"{{%tr for {one} in {many} %}}")
    for cell, name in zip(rows[2].cells, names, strict=True):
        _write(cell.paragraphs[0], f"{{{{ {one}.{name} }}}}")
    _write(rows[3].cells[0].paragraphs[0], "{%tr endfor %}")


def _write(paragraph: Paragraph, text: str) -> None:
    """Text with its tags, as Word leaves it after somebody has mended a word."""
    for piece in TAG.split(text):
        if TAG.fullmatch(piece):
            middle = len(piece) // 2
            for part in (piece[:1], piece[1:middle], piece[middle:]):
                _run(paragraph, part)
        elif piece:
            _run(paragraph, piece)


def _run(paragraph: Paragraph, text: str) -> None:
    element = paragraph._element  # noqa: SLF001 - no public way
    for name in ("w:rsidR", "w:rsidRDefault", "w:rsidP"):
        element.set(qn(name), "00A4512C")
    run = paragraph.add_run(text)
    run.font.size = Pt(10)
    run.font.name = "Arial"
    run._element.set(qn("w:rsidRPr"), "00B71D30")  # noqa: SLF001 - likewise


def _merge(paragraph: Paragraph, text: str) -> None:
    for number, piece in enumerate(FIELD.split(text)):
        if number % 2:
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), f" MERGEFIELD {piece} ")
            field.append(paragraph.add_run(f"«{piece}»")._element)  # noqa: SLF001
            paragraph._element.append(field)  # noqa: SLF001 - no public way
        elif piece:
            paragraph.add_run(piece)


def _saved(document: DocumentType) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
