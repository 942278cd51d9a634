"""How tags stand in their paragraphs: split, crowded, in the wrong place."""

import re
from collections.abc import Iterator, Sequence

from workflow.adapters.word.package import W
from workflow.adapters.word.places import Element, Para, Part, Piece, own, spread
from workflow.adapters.word.tags import Tag, tags_of
from workflow.domain.template_faults import Fault, FaultKind, Spot

TAKES = {"p": "paragraph", "tr": "table row", "tc": "table cell"}
HARMLESS = frozenset(
    f"{W}{name}"
    for name in (
        "rPr", "t", "proofErr", "bookmarkStart", "bookmarkEnd", "br", "tab",
        "lastRenderedPageBreak", "noBreakHyphen", "softHyphen", "permStart", "permEnd",
        "commentRangeStart", "commentRangeEnd", "commentReference", "r",
    )
)  # fmt: skip
ANY_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def scanned(part: Part) -> tuple[list[Tag], list[Fault]]:
    """The tags of a part in order, and every fault in how they are written."""
    tags: list[Tag] = []
    faults: list[Fault] = []
    for para in part.paragraphs:
        for found in tags_of(para):
            if isinstance(found, Tag):
                tags.append(found)
            else:
                faults.append(found)
        faults.extend(_fields(para))
    for tag in tags:
        faults.extend(_standing(tag))
    return tags, [*faults, *_crowded(tags)]


def never_filled(part: Part) -> Iterator[Fault]:
    """Tags in a part that nothing fills: endnotes and the like."""
    for para in part.paragraphs:
        for match in ANY_TAG.finditer(para.text):
            message = f"Tags in {part.called} are never filled in."
            yield Fault(FaultKind.NEVER_FILLED, para.spot, message, match[0])


def said_in_attributes(part: Part) -> Iterator[tuple[Spot, str]]:
    """Tags in what is not text: alt text, titles of controls; each with its place."""
    for para in part.paragraphs:
        for element in _all_own(para.element):
            for value in element.attrib.values():
                for match in ANY_TAG.finditer(str(value)):
                    yield para.spot, match[0]


def _all_own(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag != f"{W}p":
            yield child
            yield from _all_own(child)


def _standing(tag: Tag) -> Iterator[Fault]:
    if tag.room and re.search(r"[%}]", tag.said):
        message = f"There is a % or }} inside {{%{tag.room} ... %}}."
        yield tag.fault(FaultKind.PERCENT, message)
    if tag.room in ("tr", "tc") and tag.para.around("tr") is None:
        yield tag.fault(FaultKind.NOT_IN_TABLE, f"{tag.text} is not in a table.")
    pieces = spread(tag.para.pieces, tag.start, tag.end)
    reason = next((r for r in map(_between, pieces, pieces[1:]) if r), "")
    if reason:
        yield tag.fault(FaultKind.SPLIT, f"The tag is split by {reason}.")


def _between(first: Piece, second: Piece) -> str:
    """What stands between two pieces of a tag and would be torn; empty for nothing."""
    one, other = _holder(first.element), _holder(second.element)
    if one is not other:
        holders = [h for h in (one, other) if h is not None and h.tag != f"{W}p"]
        names = {h.tag.rpartition("}")[2] for h in holders}
        return _named(names)
    lost = {e.tag.rpartition("}")[2] for e in _elements_between(first, second)}
    return _named(lost) if lost else ""


def _holder(text: Element) -> Element | None:
    run = text.getparent()
    return run.getparent() if run is not None else None


def _elements_between(first: Piece, second: Piece) -> Iterator[Element]:
    """What lies between two texts in the same holder and is more than plain text."""
    run, last = first.element.getparent(), second.element.getparent()
    after = list(first.element.itersiblings())
    if run is not last:
        while (run := run.getnext()) is not None and run is not last:
            after += [run, *run]
        after += list(second.element.itersiblings(preceding=True))
    else:
        stop = after.index(second.element)
        after = after[:stop]
    return (e for e in after if e.tag not in HARMLESS)


def _named(names: set[str]) -> str:
    words = {
        "hyperlink": "a link",
        "ins": "a tracked change",
        "del": "a tracked change",
        "moveFrom": "a tracked change",
        "moveTo": "a tracked change",
        "sdtContent": "a content control",
        "sdt": "a content control",
        "fldSimple": "a field code",
        "fldChar": "a field code",
        "instrText": "a field code",
        "drawing": "a picture or text box",
        "pict": "a picture or text box",
        "AlternateContent": "a picture or text box",
        "footnoteReference": "a footnote mark",
        "smartTag": "a smart tag",
    }
    return next((words[n] for n in sorted(names) if n in words), "something of Word's")


def _fields(para: Para) -> Iterator[Fault]:
    """Tags inside the instructions of a Word field."""
    codes = [e.text or "" for e in own(para.element, f"{W}instrText")]
    simple = [e.get(f"{W}instr", "") for e in own(para.element, f"{W}fldSimple")]
    for code in ("".join(codes), *simple):
        for match in ANY_TAG.finditer(code):
            message = "The tag is inside the instructions of a Word field."
            yield Fault(FaultKind.IN_FIELD, para.spot, message, match[0])


def _crowded(tags: Sequence[Tag]) -> Iterator[Fault]:
    """Tags that take the whole paragraph, row or cell, and what else stands in it."""
    sharing = _sharing(tags)
    for tag in tags:
        if tag.room not in TAKES:
            continue
        holder = _taken(tag)
        what = TAKES[tag.room]
        lost = _lost(tag, sharing.get(holder, []))
        if lost:
            message = f"{tag.text} takes the whole {what}, so {lost.text} is lost."
            yield tag.fault(FaultKind.TWO_IN_ONE, message)
        elif len(sharing.get(holder, [])) == 1 and _other_words(holder, tag):
            message = f"{tag.text} takes the whole {what}; its other words are lost."
            yield tag.fault(FaultKind.WORDS_LOST, message)


def _sharing(tags: Sequence[Tag]) -> dict[Element, list[Tag]]:
    """The tags in each paragraph, row and cell."""
    found: dict[Element, list[Tag]] = {}
    for tag in tags:
        element = tag.para.element
        holders = (element, *element.iterancestors(*(f"{W}{n}" for n in TAKES)))
        for holder in holders:
            found.setdefault(holder, []).append(tag)
    return found


def _taken(tag: Tag) -> Element:
    """The element that a tag takes the place of."""
    around = None if tag.room == "p" else tag.para.around(tag.room)
    return tag.para.element if around is None else around


def _lost(tag: Tag, together: Sequence[Tag]) -> Tag | None:
    """Another tag that would be lost; of two of a kind only the first one tells."""
    others = [t for t in together if t is not tag]
    alike = [t for t in others if t.room == tag.room]
    if alike:
        first = (tag.para.number, tag.start) < (alike[0].para.number, alike[0].start)
        return alike[0] if first else None
    return others[0] if others else None


def _other_words(holder: Element, tag: Tag) -> bool:
    words = "".join(text.text or "" for text in holder.iter(f"{W}t"))
    return bool(words.replace(tag.text, "", 1).strip())
