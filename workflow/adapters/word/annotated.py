"""A copy of a faulty template with a Word comment at each fault."""

import io
import zipfile
from collections.abc import Sequence

from docx import Document
from docx.document import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from workflow.adapters.word.package import zipped
from workflow.adapters.word.places import Element
from workflow.adapters.word.stock import UNREADABLE
from workflow.domain.findings import Severity
from workflow.domain.template_faults import Fault, FaultKind, place

AUTHOR, INITIALS = "Alongside", "A"
BODY = "body"
CANNOT = (FaultKind.NOT_WORD, FaultKind.MACRO)
HEADS = {Severity.ERROR: "Must be mended", Severity.WARNING: "Better mended"}


def annotated(template: bytes, faults: Sequence[Fault]) -> bytes | None:
    """The template with a comment at each fault; the same input gives the same bytes.

    Word takes comments in the body only: those about headers and footers stand at its
    beginning and say where they belong. None when Word could not open the copy.
    """
    if any(fault.kind in CANNOT for fault in faults):
        return None
    try:
        document = Document(io.BytesIO(template))
    except (*UNREADABLE, KeyError):
        return None
    paragraphs = list(document.element.iter(qn("w:p")))
    if not paragraphs:
        paragraphs = [document.add_paragraph()._p]  # noqa: SLF001 - has no other door
    for fault in faults:
        _comment(document, _anchor(paragraphs, fault), fault)
    made = io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as package:
        return zipped({name: package.read(name) for name in package.namelist()})


def _anchor(paragraphs: Sequence[Element], fault: Fault) -> Element:
    """The paragraph of a fault; the one around it for a paragraph in a text box."""
    inside = fault.spot.part == BODY and fault.spot.paragraph
    paragraph = paragraphs[fault.spot.paragraph - 1 if inside else 0]
    around = [*paragraph.iterancestors(qn("w:p"))]
    return around[-1] if around else paragraph


def _comment(document: Word, paragraph: Element, fault: Fault) -> None:
    comment = document.comments.add_comment(_words(fault), AUTHOR, INITIALS)
    element = comment._comment_elm  # noqa: SLF001 - the date has no other door
    del element.attrib[qn("w:date")]
    number = str(comment.comment_id)
    first = next((c for c in paragraph if c.tag != qn("w:pPr")), None)
    start = _marked("w:commentRangeStart", number)
    if first is None:
        paragraph.append(start)
    else:
        first.addprevious(start)
    paragraph.append(_marked("w:commentRangeEnd", number))
    run = OxmlElement("w:r")
    run.append(_marked("w:commentReference", number))
    paragraph.append(run)


def _marked(name: str, number: str) -> Element:
    element = OxmlElement(name)
    element.set(qn("w:id"), number)
    return element


def _words(fault: Fault) -> str:
    where = "" if fault.spot.part == BODY else f"In the {place(fault.spot)}."
    tag = f"Tag: {fault.tag}" if fault.tag else ""
    said = f"{HEADS[fault.severity]}: {fault.message}"
    lines = (where, said, tag, f"What to do: {fault.fix}")
    return "\n".join(line for line in lines if line)
