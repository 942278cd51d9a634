"""What makes a template hard to read with a screen reader, or look unlike itself."""

import re
from collections.abc import Iterator

from workflow.adapters.word.marks import ANY_TAG
from workflow.adapters.word.package import W
from workflow.adapters.word.places import WP, Element, Package, Para, Part, own
from workflow.domain.template_faults import Fault, FaultKind

PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
VML = "{urn:schemas-microsoft-com:vml}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
PLAIN = frozenset({"", "normal", "body text", "no spacing"})
OFF = ("0", "false", "none", "off")
OF_COMMENTS = ("CommentReference", "CommentText")  # they go with the comments
HEADING_WORDS = 8
HEADING_LETTERS = 60
LAYOUT_ONLY = ("Idea", "Card")  # table styles of easy read and of the help card


def hard_to_read(package: Package) -> Iterator[Fault]:
    """Styles, headings, tables and pictures that need mending; all warnings."""
    for part in package.parts:
        if not part.filled:
            continue
        for para in part.paragraphs:
            yield from _styles(package, para)
            yield from _pictures(para)
        yield from _tables(part)
        yield from _boxes(part)
        if part.called == "body":
            yield from _fake_headings(package, part)


def _styles(package: Package, para: Para) -> Iterator[Fault]:
    used = [para.style] if para.style else []
    used += [e.get(f"{W}val", "") for e in own(para.element, f"{W}rStyle")]
    used = [style for style in used if style not in OF_COMMENTS]
    for style in dict.fromkeys(used):
        if style not in package.styles:
            message = f'The template has no style called "{style}".'
            yield Fault(FaultKind.STYLE, para.spot, message)


def _pictures(para: Para) -> Iterator[Fault]:
    frames = (*own(para.element, f"{WP}inline", f"{WP}anchor"),)
    bare = [f for f in frames if _is_picture(f) and not _described(f)]
    bare += [
        shape
        for shape in own(para.element, f"{VML}shape")
        if shape.find(f"{VML}imagedata") is not None and not shape.get("alt")
    ]
    for _ in bare:
        message = "A picture has no words that say what it shows."
        yield Fault(FaultKind.NO_ALT_TEXT, para.spot, message)


def _is_picture(frame: Element) -> bool:
    return next(frame.iter(f"{PIC}pic"), None) is not None


def _described(frame: Element) -> bool:
    properties = frame.find(f"{WP}docPr")
    if properties is None:
        return False
    decorative = next(properties.iter(DECORATIVE), None)
    if decorative is not None and decorative.get("val", "1") not in OFF:
        return True
    return bool(properties.get("descr", "").strip())


def _tables(part: Part) -> Iterator[Fault]:
    spots = {para.element: para for para in part.paragraphs}
    for table in part.root.iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        first = next((p for p in table.iter(f"{W}p") if p in spots), None)
        if first is None or len(rows) < 2 or len(rows[0].findall(f"{W}tc")) < 1:  # noqa: PLR2004 - one row has no header
            continue
        spot = spots[first].spot
        if _only_lays_out(table):
            continue
        if not _on(rows[0].find(f"{W}trPr/{W}tblHeader")) and _columns(table) > 1:
            message = "The table has no header row."
            yield Fault(FaultKind.NO_HEADER_ROW, spot, message)
        if any(_merged(row) for row in rows if row is rows[0] or _header(row)):
            message = "Cells in the header row of the table are merged."
            yield Fault(FaultKind.MERGED_HEADER, spot, message)


def _only_lays_out(table: Element) -> bool:
    """Whether a table holds a picture beside its words, or cards to cut out."""
    style = table.find(f"{W}tblPr/{W}tblStyle")
    return style is not None and style.get(f"{W}val") in LAYOUT_ONLY


def _columns(table: Element) -> int:
    return max(len(row.findall(f"{W}tc")) for row in table.findall(f"{W}tr"))


def _header(row: Element) -> bool:
    return _on(row.find(f"{W}trPr/{W}tblHeader"))


def _on(switch: Element | None) -> bool:
    return switch is not None and switch.get(f"{W}val", "1") not in OFF


def _merged(row: Element) -> bool:
    for properties in row.findall(f"{W}tc/{W}tcPr"):
        span = properties.find(f"{W}gridSpan")
        if span is not None and span.get(f"{W}val", "1") != "1":
            return True
        if properties.find(f"{W}vMerge") is not None:
            return True
    return False


def _boxes(part: Part) -> Iterator[Fault]:
    seen: set[Element] = set()
    for para in part.paragraphs:
        box = para.around("txbxContent")
        if box is not None and box not in seen and para.text.strip():
            seen.add(box)
            message = "These words stand in a text box."
            yield Fault(FaultKind.TEXT_BOX, para.spot, message)


def _fake_headings(package: Package, part: Part) -> Iterator[Fault]:
    for para in part.paragraphs[:-1]:
        plain = package.styles.get(para.style, para.style).casefold() in PLAIN
        listed = para.element.find(f"{W}pPr/{W}numPr") is not None
        inside = para.around("tbl", "txbxContent") is not None
        if plain and not listed and not inside and _like_heading(para):
            message = "A short bold line stands in for a heading."
            yield Fault(FaultKind.FAKE_HEADING, para.spot, message)


def _like_heading(para: Para) -> bool:
    words = ANY_TAG.sub("", para.text).strip()
    short = len(words) <= HEADING_LETTERS and len(words.split()) <= HEADING_WORDS
    if not words or not short or re.search(r"[.,;:!]$", para.text.strip()):
        return False
    runs = [
        run
        for piece in para.pieces
        if piece.text.strip() and (run := piece.element.getparent()) is not None
    ]
    return all(_on(run.find(f"{W}rPr/{W}b")) for run in runs)
