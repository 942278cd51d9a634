"""What makes a template unsafe, or would give away who worked on it."""

from collections.abc import Iterator
from itertools import chain

from workflow.adapters.word.package import FETCHING, REFUSED, W, parsed
from workflow.adapters.word.places import Element, Package, Para, Part, own
from workflow.domain.template_faults import Fault, FaultKind, Spot

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MACROS = ("word/vbaProject", "word/vbaData")
TYPES = "[Content_Types].xml"
WHOLE = Spot("the whole file")


def unsafe(package: Package) -> Iterator[Fault]:
    """Everything in a template that must not be in a document."""
    yield from _members(package)
    yield from _outside(package)
    for part in package.parts:
        yield from _tracked(part)
        for para in part.paragraphs:
            yield from _fetching(para)
            if next(own(para.element, f"{W}commentReference"), None) is not None:
                message = "A comment is left here."
                yield Fault(FaultKind.COMMENT, para.spot, message)


def _members(package: Package) -> Iterator[Fault]:
    names = [name for name in package.members if name.startswith(REFUSED)]
    macros = [name for name in names if name.startswith(MACROS)]
    if macros or b"macroEnabled" in package.members.get(TYPES, b""):
        yield Fault(FaultKind.MACRO, WHOLE, "It carries macros (small programs).")
    for name in names:
        if name not in macros:
            message = f"It carries an embedded file or control: {name}."
            yield Fault(FaultKind.EMBEDDED, WHOLE, message)


def _outside(package: Package) -> Iterator[Fault]:
    """Links and pictures that lead out of the document."""
    for name, content in package.members.items():
        if not name.endswith(".rels"):
            continue
        for entry in parsed(name, content):
            if entry.get("TargetMode") == "External":
                yield _leads_out(package, name, entry)


def _leads_out(package: Package, rels: str, entry: Element) -> Fault:
    kind = entry.get("Type", "").rpartition("/")[2]
    file = rels.replace("_rels/", "").removesuffix(".rels")
    if kind == "attachedTemplate":
        message = "It is tied to another template file on somebody's computer."
        hint = "In Word: Developer, Document Template, and put Normal."
        return Fault(FaultKind.OUTSIDE, WHOLE, message, hint=hint)
    what = {"hyperlink": "a link", "image": "a picture that is only linked to"}
    message = f"There is {what.get(kind, 'a link')} to something outside the document."
    spot = _pointing(package, file, entry.get("Id", ""))
    return Fault(FaultKind.OUTSIDE, spot, message, entry.get("Target", "")[:80])


def _pointing(package: Package, file: str, identifier: str) -> Spot:
    """The paragraph that uses a relationship."""
    part = next((p for p in package.parts if p.file == file), None)
    if part is None:
        return WHOLE
    for para in part.paragraphs:
        for element in para.element.iter():
            if any(
                str(k).startswith(R) and v == identifier
                for k, v in element.attrib.items()
            ):
                return para.spot
    return Spot(part.called)


def _tracked(part: Part) -> Iterator[Fault]:
    seen: set[Element] = set()
    for para in part.paragraphs:
        changes = [e for e in para.element.iter() if e.get(f"{W}author")]
        if changes:
            seen.update(changes)
            yield Fault(FaultKind.TRACKED, para.spot, "A tracked change is left here.")
    if any(e.get(f"{W}author") and e not in seen for e in part.root.iter()):
        message = "A tracked change of a table or of the page is left in."
        yield Fault(FaultKind.TRACKED, Spot(part.called), message)


def _fetching(para: Para) -> Iterator[Fault]:
    simple = (e.get(f"{W}instr", "") for e in own(para.element, f"{W}fldSimple"))
    code = "".join(e.text or "" for e in own(para.element, f"{W}instrText"))
    for each in chain((code,), simple):
        match = FETCHING.match(each)
        if match:
            message = f"The field {match[1].upper()} reads from outside the document."
            yield Fault(FaultKind.FETCHES, para.spot, message)
