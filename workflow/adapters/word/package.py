"""The finished Word file as a package: the same input gives the same bytes, no traces.

Members stand in a fixed order with a fixed date; author, company, times, thumbnails,
comments and revision ids are taken out; a link to the outside is refused.
"""

import io
import re
import zipfile
from html import escape, unescape

from workflow.domain.errors import TemplateFault

FIRST = "[Content_Types].xml"
STAMP = (1980, 1, 1, 0, 0, 0)
DROPPED = (
    "docProps/thumbnail",
    "docProps/custom",
    "customXml/",
    "word/comments",
    "word/people",
)
CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:title>{title}</dc:title><dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>"
    "<cp:revision>1</cp:revision><dc:language>en-GB</dc:language></cp:coreProperties>"
)
APP = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application></Application><Company></Company></Properties>"
)
REVISION = re.compile(rb' w:rsid\w*="[0-9A-Fa-f]*"')
REVISIONS = re.compile(rb"<w:rsids>.*?</w:rsids>", re.DOTALL)


def repacked(content: bytes, title: str) -> bytes:
    """The same document with nothing in it that tells when, where or by whom."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    kept = {
        n: _cleaned(n, part) for n, part in parts.items() if not n.startswith(DROPPED)
    }
    kept["docProps/core.xml"] = CORE.format(title=escape(title)).encode()
    if "docProps/app.xml" in kept:
        kept["docProps/app.xml"] = APP.encode()
    return _zipped(kept)


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


def _cleaned(name: str, part: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return part
    part = REVISIONS.sub(b"", REVISION.sub(b"", part))
    if name.endswith(".rels"):
        part = _without_dropped(part)
        if b'TargetMode="External"' in part:
            raise TemplateFault(f"{name}: a link to something outside the document")
    if name == FIRST:
        part = _without_dropped(part)
    return part


def _without_dropped(part: bytes) -> bytes:
    for dropped in DROPPED:
        target = re.escape(dropped.removeprefix("word/")).encode()
        part = re.sub(
            rb'<(?:Relationship|Override)\b[^>]*(?:Target|PartName)="[^"]*'
            + target
            + rb'[^"]*"[^>]*/>',
            b"",
            part,
        )
    return part


def _zipped(parts: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    order = sorted(parts, key=lambda name: (name != FIRST, name))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as target:
        for name in order:
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, parts[name])
    return made.getvalue()
