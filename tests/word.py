"""Makes Word templates for tests, and compares what two engines make of them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment
from lxml import etree

from workflow.adapters.word.package import cleaned_parts
from workflow.adapters.word.properties import CORE_NAME

FOOTNOTES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
)
SPACES = nsdecls("w", "r", "wp", "a", "pic")
BOLD = "<w:rPr><w:b/></w:rPr>"


def run(text: str, look: str = "") -> str:
    """A run as Word writes it."""
    said = escape(text, quote=False)
    return f'<w:r>{look}<w:t xml:space="preserve">{said}</w:t></w:r>'


def para(*texts: str, look: str = "") -> str:
    """A paragraph with a run for each text."""
    return f"<w:p>{look}{''.join(run(text) for text in texts)}</w:p>"


def table(*rows: Sequence[str], columns: int = 0) -> str:
    """A table with a paragraph in each cell."""
    grid = '<w:gridCol w:w="2000"/>' * (columns or max(len(row) for row in rows))
    made = "".join(
        "<w:tr>" + "".join(cell(text) for text in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def cell(text: str, look: str = "") -> str:
    """A cell of a table."""
    width = '<w:tcW w:w="2000" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{width}{look}</w:tcPr>{para(text)}</w:tc>"


def word_file(
    *blocks: str,
    header: str = "",
    footer: str = "",
    notes: str = "",
    properties: Mapping[str, str] | None = None,
    sections: int = 1,
) -> bytes:
    """A Word file with these blocks of XML in its body and around it."""
    document = Document(io.BytesIO(_blank()))
    body = document.element.body
    for block in blocks:
        for element in parse_xml(f"<w:body {SPACES}>{block}</w:body>"):
            body.insert(len(body) - 1, element)
    for part, text in (("header", header), ("footer", footer)):
        if text:
            getattr(document.sections[0], part).paragraphs[0].text = text
    for _ in range(sections - 1):
        document.add_section()
    if notes:
        _with_footnotes(document, notes)
    for name, value in (properties or {}).items():
        setattr(document.core_properties, name, value)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


@cache
def _blank() -> bytes:
    """python-docx's empty document without most of its styles, which are slow."""
    document = Document()
    for number, relation in list(document.part.rels.items()):
        if "stylesWithEffects" in relation.reltype:
            del document.part.rels[number]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE:
            style.element.getparent().remove(style.element)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _with_footnotes(document: DocumentType, text: str) -> None:
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<w:footnotes {SPACES}><w:footnote w:id="1">{para(text)}</w:footnote>'
        "</w:footnotes>"
    )
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES, xml.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def by_docxtpl(
    template: bytes,
    context: Mapping[str, object],
    environment: Environment | None = None,
) -> dict[str, bytes]:
    """The parts that docxtpl itself makes, cleaned as ours are."""
    document = DocxTemplate(io.BytesIO(template))
    for value in context.values():
        if isinstance(value, InlineImage):
            value.tpl = document
    document.render(dict(context), environment, autoescape=True)
    made = io.BytesIO()
    document.save(made)
    return canonical(cleaned_parts(made.getvalue()))


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a finished document, in canonical XML, all but the properties."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return canonical({name: package.read(name) for name in package.namelist()})


def canonical(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same parts, their XML in canonical form."""
    return {
        name: etree.tostring(etree.fromstring(part), method="c14n")
        if name.endswith((".xml", ".rels"))
        else part
        for name, part in parts.items()
        if name != CORE_NAME
    }


def differences(ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> list[str]:
    """Where two documents differ: the part, and the first place in it."""
    told = [f"only in one: {name}" for name in ours.keys() ^ theirs.keys()]
    for name in ours.keys() & theirs.keys():
        one, other = ours[name], theirs[name]
        if one != other:
            at = next(
                (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                min(len(one), len(other)),
            )
            place = slice(max(at - 80, 0), at + 80)
            told.append(f"{name}: {one[place]!r} but {other[place]!r}")
    return told
