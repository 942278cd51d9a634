"""Tags for a PDF that has none: each page one piece of text, or one picture.

That is less than its author could do, but what it says can be reached. Fields are made
part of their page first.
"""

from collections.abc import Iterator

from pikepdf import (
    Array,
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Page,
    Pdf,
    String,
    parse_content_stream,
    unparse_content_stream,
)

Instruction = ContentStreamInstruction | ContentStreamInlineImage
MARKING = frozenset({"BMC", "BDC", "EMC", "MP", "DP"})
PICTURE = "{}, page {}: a picture of a page. A screen reader cannot read its words."
LINK = "Link on page {} of {}"


def flattened(part: Pdf) -> None:
    """Make the fields of a form part of its pages, as they are filled in."""
    if "/AcroForm" in part.Root:
        part.generate_appearance_streams()
        part.flatten_annotations("all")


def tagged_plainly(part: Pdf, title: str) -> None:
    """Give a PDF a tree with one element for each page and each link."""
    tree = part.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    top = part.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Document, P=tree, K=Array())
    )
    numbers = Array()
    links: list[tuple[Object, Object]] = []
    for number, page in enumerate(part.pages):
        element = _page(part, page, top, (number, title))
        owners = part.make_indirect(Array([element]))
        numbers.extend(Array([number, owners]))
        links += _linked(part, page.obj, top, (number, title))
    for number, (link, element) in enumerate(links, len(part.pages)):
        link.StructParent = number
        numbers.extend(Array([number, element]))
    tree.K = top
    tree.ParentTree = part.make_indirect(Dictionary(Nums=numbers))
    part.Root.StructTreeRoot = tree


def _page(part: Pdf, page: Page, top: Object, at: tuple[int, str]) -> Object:
    """One page as one element: text where it has letters, else a picture."""
    number, title = at
    _unmark(page.obj)
    letters = any("/Font" in holder for holder in _resources(page.obj))
    element = part.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.P if letters else Name.Figure,
            P=top,
            Pg=page.obj,
            K=0,
        )
    )
    if not letters:
        element.Alt = String(PICTURE.format(title, number + 1))
        box = [float(x) for x in page.mediabox]
        element.A = Dictionary(O=Name.Layout, BBox=Array(box), Placement=Name.Block)
    drawn = page.obj.get("/Contents")
    shown = unparse_content_stream(_unmarked(page)) if drawn is not None else b""
    kind = element.S.unparse()
    page.obj.Contents = part.make_stream(
        kind + b" <</MCID 0>> BDC q\n" + shown + b"\nQ EMC"
    )
    page.obj.StructParents = number
    top.K.append(element)
    return element


def _linked(
    part: Pdf, page: Object, top: Object, at: tuple[int, str]
) -> Iterator[tuple[Object, Object]]:
    number, title = at
    for link in page.get("/Annots", []):
        element = part.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Link,
                P=top,
                K=Dictionary(Type=Name.OBJR, Pg=page, Obj=link),
            )
        )
        link.Contents = link.get("/Contents", String(LINK.format(number + 1, title)))
        top.K.append(element)
        yield link, element


def _unmarked(drawn: Page | Object) -> list[Instruction]:
    """What is drawn, without marks that belong to no tree."""
    found = parse_content_stream(drawn)
    return [one for one in found if str(one.operator) not in MARKING]


def _unmark(page: Object) -> None:
    for holder in _resources(page):
        for drawing in holder.get("/XObject", Dictionary()).values():
            if drawing.get("/Subtype") == Name.Form:
                drawing.write(unparse_content_stream(_unmarked(drawing)))
                for key in ("/StructParents", "/StructParent"):
                    if key in drawing:
                        del drawing[key]


def _resources(page: Object) -> Iterator[Object]:
    """What a page is drawn with, and its drawings in turn."""
    waiting, seen = [page], set()
    while waiting:
        found = waiting.pop().get("/Resources", Dictionary())
        yield found
        for drawing in found.get("/XObject", Dictionary()).values():
            if drawing.objgen not in seen:
                seen.add(drawing.objgen)
                waiting.append(drawing)
