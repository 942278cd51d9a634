"""What docxtpl does to a part after it is filled, done only where it is needed.

The slow steps are docxtpl's own functions, imported when they are.
"""

import re

from workflow.adapters.word.coding import Filling
from workflow.adapters.word.prepared import FIRST_DRAWING, XML, Part
from workflow.domain.errors import TemplateFault

NO_ROWS = re.compile(rb"</w:tblGrid>(?!<w:tr[ >])")
DOC_PR = re.compile(rb'(<wp:docPr\b[^<>]*?\sid=")[^"<>]*(")')


def finished(content: bytes, part: Part, filling: Filling) -> bytes:
    """A filled part as it goes into the document. Raises `TemplateFault`."""
    verdict = part.verdict
    if filling.listing or verdict.listing:
        content = _listed(content)
    if filling.loose or not verdict.whole:
        _check(content)
    if part.body:
        refit = not verdict.tables or (verdict.rows and NO_ROWS.search(content))
        content = _refitted(content) if refit else content
        if filling.drawn or not verdict.fixed_drawings:
            content = _renumbered(content)
    return _looked_through(part.name, content) if verdict.field else content


def _listed(content: bytes) -> bytes:
    from docxtpl import DocxTemplate  # noqa: PLC0415 - slow, seldom

    made: str = DocxTemplate.resolve_listing(DocxTemplate, content.decode())
    return made.encode()


def _check(content: bytes) -> None:
    """See that a part is whole. Raises `TemplateFault`."""
    from xml.parsers import expat  # noqa: PLC0415 - seldom

    try:
        expat.ParserCreate(namespace_separator="\n").Parse(content, True)  # noqa: FBT003
    except expat.ExpatError:
        raise TemplateFault("it would not be a whole Word document") from None


def _refitted(content: bytes) -> bytes:
    """Fit the columns of tables to their rows."""
    from docxtpl import DocxTemplate  # noqa: PLC0415 - slow, seldom
    from lxml import etree  # noqa: PLC0415 - likewise

    _check(content)
    tree = DocxTemplate.fix_tables(DocxTemplate, content)
    return XML.encode() + bytes(etree.tostring(tree, encoding="utf-8"))


def _renumbered(content: bytes) -> bytes:
    """Number every drawing of the body, as docxtpl does."""
    count = FIRST_DRAWING - 1

    def number(found: re.Match[bytes]) -> bytes:
        nonlocal count
        count += 1
        return b"%b%d%b" % (found[1], count, found[2])

    return DOC_PR.sub(number, content)


def _looked_through(name: str, content: bytes) -> bytes:
    from workflow.adapters.word.package import cleaned  # noqa: PLC0415 - slow, seldom

    return cleaned(name, content)
