"""The finished Word file as a package: the same input gives the same bytes, no traces.

Members stand in a fixed order with a fixed date; author, company, times, thumbnails,
comments and revision ids are taken out; what would reach outside is refused.
Source: reliability 3.9, S13, S14.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from html import escape, unescape

from lxml import etree

from workflow.adapters.word.members import assembled, member
from workflow.adapters.word.properties import APP, CORE_NAME, core_part
from workflow.domain.errors import TemplateFault

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DROPPED = (
    "docProps/thumbnail",
    "docProps/custom",
    "customXml/",
    "word/comments",
    "word/people",
    "word/printerSettings",
)
REFUSED = ("word/vbaProject", "word/vbaData", "word/embeddings/", "word/activeX/")
LEFT_OUT = frozenset(
    f"{W}{name}"
    for name in (
        "rsid",
        "rsids",
        "docVars",
        "mailMerge",
        "attachedTemplate",
        "commentRangeStart",
        "commentRangeEnd",
        "commentReference",
    )
)
TRACES = re.compile(
    rb"rsid|author|docVars|mailMerge|attachedTemplate|commentR"
)  # most parts have none, and walking through them all is slow
FETCHING = re.compile(
    r"^\s*(INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|LINK|IMPORT|DATABASE)\b",
    re.IGNORECASE,
)
STYLES = "word/styles.xml"


def texts(content: bytes) -> dict[str, str]:
    """The words in every part of a finished document, by the name of the part."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {
            n: source.read(n).decode("utf-8", "replace")
            for n in source.namelist()
            if n.endswith(".xml")
        }
    ends = re.compile(r"</w:p>|</w:tc>|<w:br/>|<w:tab/>")
    return {
        n: unescape(re.sub(r"<[^>]+>", "", ends.sub("\n", t))) for n, t in parts.items()
    }


def repacked(content: bytes, title: str, language: str = "en-GB") -> bytes:
    """The same document with nothing in it that tells when, where or by whom.

    Raises `TemplateFault` naming the part that is broken or reaches outside.
    """
    return packed(content, {"title": escape(title), "language": escape(language)})


def packed(content: bytes, properties: Mapping[str, str]) -> bytes:
    """The same, with these properties, which are escaped already."""
    parts = cleaned_parts(content) | {CORE_NAME: core_part(properties)}
    return zipped(parts)


def cleaned_parts(content: bytes) -> dict[str, bytes]:
    """The parts to keep of a document, clean, all but its properties.

    Raises `TemplateFault` naming the part that is broken or reaches outside.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        kept = {
            name: cleaned(name, source.read(name))
            for name in source.namelist()
            if not name.startswith(DROPPED) and name != CORE_NAME
        }
    if "docProps/app.xml" in kept:
        kept["docProps/app.xml"] = APP.encode()
    return kept


def without_footers(content: bytes) -> bytes:
    """The same document with empty footers: a bound pack is numbered through."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    for name, part in parts.items():
        if name.startswith("word/footer"):
            root = parsed(name, part)
            for paragraph in root.iter(f"{W}p"):
                for child in list(paragraph):
                    if child.tag != f"{W}pPr":
                        paragraph.remove(child)
            parts[name] = _written(root)
    return zipped(parts)


def parsed(name: str, part: bytes) -> etree._Element:
    """A part as XML, without entities or network. Raises `TemplateFault`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(part, parser)
    except etree.XMLSyntaxError:
        raise TemplateFault(f"{name}: it would not be a whole Word document") from None
    if root.getroottree().docinfo.doctype:
        raise TemplateFault(f"{name}: it declares entities of its own")
    return root


def cleaned(name: str, part: bytes) -> bytes:
    """One part without traces. Raises `TemplateFault`."""
    if name.startswith(REFUSED):
        raise TemplateFault(f"{name}: macros and embedded files are not used")
    if not name.endswith((".xml", ".rels")):
        return part
    root = parsed(name, part)
    _without_dropped(name, root)
    _refuse_fetching(name, root)
    clean = _written(root)
    if TRACES.search(clean) is None:
        return clean
    _without_traces(name, root)
    return _written(root)


def _written(root: etree._Element) -> bytes:
    return bytes(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    )


def _without_dropped(name: str, root: etree._Element) -> None:
    """Take out what points to a part that is left out; refuse a way outside."""
    for entry in list(root):
        if entry.get("TargetMode") == "External":
            raise TemplateFault(f"{name}: a link to something outside the document")
        target = entry.get("PartName") or entry.get("Target") or ""
        whole = target.lstrip("/").removeprefix("../")
        if whole.startswith(DROPPED) or f"word/{whole}".startswith(DROPPED):
            root.remove(entry)


def _without_traces(name: str, root: etree._Element) -> None:
    for element in list(root.iter(etree.Element)):
        if element.get(f"{W}author"):
            raise TemplateFault(f"{name}: tracked changes: accept them first")
        for key in [k for k in element.attrib if str(k).startswith(f"{W}rsid")]:
            del element.attrib[key]
        parent = element.getparent()
        if element.tag in LEFT_OUT and parent is not None:
            parent.remove(element)


def _refuse_fetching(name: str, root: etree._Element) -> None:
    """Refuse a field that would read something from outside when it is opened."""
    if next(root.iter(f"{W}instrText", f"{W}fldSimple"), None) is None:
        return
    simple = (e.get(f"{W}instr") or "" for e in root.iter(f"{W}fldSimple"))
    complex_ = (
        "".join(e.text or "" for e in p.iter(f"{W}instrText"))
        for p in root.iter(f"{W}p")
    )
    if any(FETCHING.match(code) for code in (*simple, *complex_)):
        raise TemplateFault(f"{name}: a field that reads from outside the document")


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """The members as a package, in a fixed order and with a fixed date."""
    return assembled(member(name, part) for name, part in parts.items())


@lru_cache(maxsize=64)
def resized(template: bytes, points: int) -> bytes:
    """The same template with body text of so many points, and all other sizes in step.

    The body text is that of the style Normal; a template that gives it no size, or
    this one, comes back as it is.
    """
    with zipfile.ZipFile(io.BytesIO(template)) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
        said = source.comment
    usual = _body_size(parts.get(STYLES, b""))
    if not usual or usual == points * 2:
        return template
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        target.comment = said
        for name, content in parts.items():
            scaled = name.startswith("word/") and name.endswith(".xml")
            target.writestr(
                name, _scaled(content, points * 2 / usual) if scaled else content
            )
    return made.getvalue()


def _body_size(styles: bytes) -> int:
    """The size of the style Normal in half points; 0 when it says none."""
    normal = re.search(rb'w:styleId="Normal".*?</w:style>', styles, re.DOTALL)
    size = re.search(rb'<w:sz w:val="(\d+)"', normal[0]) if normal else None
    return int(size[1]) if size else 0


def _scaled(part: bytes, ratio: float) -> bytes:
    def size(match: re.Match[bytes]) -> bytes:
        return b"%s%d" % (match[1], round(int(match[2]) * ratio))

    return re.sub(rb'(<w:szC?s? w:val=")(\d+)', size, part)
