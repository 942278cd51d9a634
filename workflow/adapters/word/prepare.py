"""Opens, patches and compiles a template, once for its content.

docxtpl's own functions do the patching, so the language is docxtpl's. Slow to import.
Source: performance.md 1, "The prototype".
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from docx import Document
from docx.opc.part import Part as WordPart
from docx.parts.image import ImagePart
from docxtpl import DocxTemplate
from jinja2 import TemplateError, nodes
from lxml import etree

from workflow.adapters.word.coding import Compiler, compiled_template, parsed_template
from workflow.adapters.word.members import FIRST, SMALL, member
from workflow.adapters.word.opening import NOT_WORD, looked_over
from workflow.adapters.word.package import W, cleaned_parts, parsed
from workflow.adapters.word.prepared import (
    FIRST_DRAWING,
    XML,
    Part,
    Prepared,
    Verdict,
)
from workflow.adapters.word.proof import proved
from workflow.adapters.word.properties import tagged_properties
from workflow.adapters.word.stock import FOOTNOTES, UNREADABLE, called
from workflow.domain.errors import TemplateFault

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
MEDIA = "word/media/"
LINES = re.compile(r"\n<w:p([ >])")
DOC_PR = re.compile(r'(<wp:docPr\b[^<>]*?\sid=")[^"<>]*(")')
ESCAPES = (("{_{", "{{"), ("}_}", "}}"), ("{_%", "{%"), ("%_}", "%}"))


def prepared(template: bytes, environment: Compiler) -> Prepared:
    """A template made ready; one that cannot be says why."""
    try:
        return _prepared(template, environment)
    except TemplateFault as fault:
        return Prepared(fault.fact)
    except (TemplateError, *UNREADABLE) as error:
        return Prepared(f"{NOT_WORD}, {type(error).__name__}")


def _prepared(template: bytes, environment: Compiler) -> Prepared:
    document = Document(io.BytesIO(looked_over(template)))
    saved = io.BytesIO()
    document.save(saved)
    sources = cleaned_parts(saved.getvalue())
    parts = []
    for part in _filled_parts(document.part):
        name = part.partname.lstrip("/")
        ready = _part(part, sources[name], environment)
        if ready:
            parts.append(ready)
            del sources[name]
    properties = tuple(
        (name, compiled_template(environment, parsed_template(environment, text)))
        for name, text in tagged_properties(document.core_properties).items()
    )
    statics = (member(name, part, SMALL) for name, part in sources.items())
    images = (
        (part.partname.lstrip("/"), part.sha1)
        for part in document.part.package.iter_parts()
        if isinstance(part, ImagePart)
    )
    kinds = sources[FIRST].decode()
    return Prepared("", tuple(parts), properties, tuple(statics), kinds, tuple(images))


def but_for_pictures(template: bytes) -> bytes:
    """The hash of a template without what its pictures show."""
    told = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(looked_over(template))) as package:
        for name in package.namelist():
            shown = b"" if name.startswith(MEDIA) else package.read(name)
            told.update(f"{name} {len(shown)} ".encode() + shown)
    return told.digest()


def with_pictures_of(template: bytes, ready: Prepared) -> Prepared:
    """The same template made ready, its pictures those of one like it."""
    with zipfile.ZipFile(io.BytesIO(template)) as package:
        shown = {n: package.read(n) for n in package.namelist() if n.startswith(MEDIA)}
    return showing(ready, shown)


def showing(ready: Prepared, shown: Mapping[str, bytes]) -> Prepared:
    """The same with other pictures, told of by the names of their parts."""
    statics = (
        member(one.name, shown[one.name], SMALL) if one.name in shown else one
        for one in ready.statics
    )
    images = (
        (name, sha1(shown[name]) if name in shown else known)
        for name, known in ready.images
    )
    return ready._replace(statics=tuple(statics), images=tuple(images))


def sha1(content: bytes) -> str:
    """What python-docx knows a picture by."""
    return hashlib.sha1(content).hexdigest()  # noqa: S324 - its own key


def _filled_parts(main: WordPart) -> Iterator[WordPart]:
    """The parts that docxtpl fills: body, headers, footers, footnotes."""
    yield main
    for relation in main.rels.values():
        if relation.reltype in (DocxTemplate.HEADER_URI, DocxTemplate.FOOTER_URI):
            yield relation.target_part
    for part in main.package.iter_parts():
        if part.content_type == FOOTNOTES:
            yield part


def _part(part: WordPart, source: bytes, environment: Compiler) -> Part | None:
    """One part made ready; None when there is nothing in it to fill."""
    name = part.partname.lstrip("/")
    root = parsed(name, source)
    if root.nsmap.get("w") != W[1:-1] or root.nsmap.get("wp", DRAWING) != DRAWING:
        raise TemplateFault(f"{called(part)}: it names its elements in an unusual way")
    body = part.content_type.endswith("document.main+xml")
    whole = etree.tostring(root, encoding="unicode")
    before, inside, after = _cut(whole, body=body)
    patched = DocxTemplate.patch_xml(DocxTemplate, inside)
    if body:
        patched = re.sub(r"^<w:body[^>]*>", "<w:body>", patched)
    tree = parsed_template(environment, re.sub(r"<w:p([ >])", r"\n<w:p\1", patched))
    if tree.find(nodes.Block):
        raise TemplateFault(f"{called(part)}: it uses a block")
    verdict = _smoothed(tree, before, after, body=body)
    if _idle(verdict) and before + _plain(tree) + after == whole:
        return None
    links = tuple((rel.rId, rel.target_ref) for rel in part.rels.values())
    return Part(
        name,
        compiled_template(environment, tree),
        (XML + before).encode(),
        after.encode(),
        verdict,
        body,
        _next_shape(root),
        links,
    )


def _cut(whole: str, *, body: bool) -> tuple[str, str, str]:
    """A part in three: what docxtpl leaves alone, what it fills, the rest."""
    if not body:
        return "", whole, ""
    start, end = whole.index("<w:body"), whole.rindex("</w:body>") + len("</w:body>")
    return whole[:start], whole[start:end], whole[end:]


def _smoothed(tree: nodes.Template, before: str, after: str, *, body: bool) -> Verdict:
    """Do to the template's own text what docxtpl does to each document."""
    texts = list(tree.find_all(nodes.TemplateData))
    for text in texts:
        text.data = LINES.sub(r"<w:p\1", text.data)
        for escaped, plain in ESCAPES:
            text.data = text.data.replace(escaped, plain)
    verdict = proved(tree, before, after)
    if body and verdict.drawings and verdict.fixed_drawings:
        numbered = _numbered(texts)
        return verdict._replace(fixed_drawings=numbered == verdict.drawings)
    return verdict


def _numbered(texts: list[nodes.TemplateData]) -> int:
    """Give the drawings of the body their numbers; how many there were."""
    count = 0

    def number(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"{found[1]}{FIRST_DRAWING + count - 1}{found[2]}"

    for text in texts:
        text.data = DOC_PR.sub(number, text.data)
    return count


def _plain(tree: nodes.Template) -> str:
    """The part as filling would give it; empty when that depends on values."""
    children = [
        child
        for node in tree.body
        for child in (node.nodes if isinstance(node, nodes.Output) else [node])
    ]
    texts = [child.data for child in children if isinstance(child, nodes.TemplateData)]
    return "".join(texts) if len(texts) == len(children) else ""


def _idle(verdict: Verdict) -> bool:
    """Whether nothing is to be done to the part after it is filled."""
    moved = verdict.rows or verdict.listing or verdict.drawings
    return verdict.whole and verdict.tables and not moved


def _next_shape(root: etree._Element) -> int:
    """The number python-docx would give to a picture."""
    used = [int(each) for each in root.xpath("//@id") if each.isdigit()]
    return max(used, default=0) + 1
