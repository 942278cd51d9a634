"""Pages with tags: what is drawn, and the tree that a screen reader walks.

Source: PDF/UA-1 (ISO 14289-1): every mark belongs to an element or is decoration,
every field is in the tree, and the tab order is the order of the tree.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf

from workflow.adapters.pdf.typeface import Typeface, bold, plain

WIDTH, HEIGHT = 595.28, 841.89  # A4, in points
FACES = {"F1": plain, "F2": bold}
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Mark:
    """Something drawn on a page, by its number there."""

    page: int
    number: int


@dataclass
class Element:
    """One element of the tree: its kind (`P`, `H1`, `Form`) and what is in it."""

    kind: str
    inside: "list[Element | Mark | Object]" = field(default_factory=list)

    def add(self, kind: str) -> "Element":
        """A new element at the end of this one."""
        inner = Element(kind)
        self.inside.append(inner)
        return inner


@dataclass
class Page:
    """What is on one page so far."""

    drawn: list[str] = field(default_factory=list)
    marks: list[Element] = field(default_factory=list)
    widgets: list[tuple[Object, Element]] = field(default_factory=list)


class Pages:
    """Draws on the last page; an element says where in the tree the words belong."""

    def __init__(self) -> None:
        """Begin with one empty page."""
        self.pages = [Page()]

    def turn(self) -> None:
        """Go on with a new page."""
        self.pages.append(Page())

    def words(
        self,
        element: Element,
        lines: Sequence[str],
        at: tuple[float, float],
        size: float,
        leading: float,
        *,
        face: str = "F1",
        colour: Colour = (0, 0, 0),
    ) -> None:
        """Some lines of text, the first with its foot at `at`."""
        page = self.pages[-1]
        number = len(page.marks)
        page.marks.append(element)
        element.inside.append(Mark(len(self.pages) - 1, number))
        shown = text(lines, at, size, leading, face=face, colour=colour)
        page.drawn.append(f"/{element.kind} <</MCID {number}>> BDC {shown} EMC")

    def decoration(self, drawing: str, page: int = -1) -> None:
        """Lines, tints and page numbers, which are not read out."""
        self.pages[page].drawn.append(f"/Artifact BMC q {drawing} Q EMC")

    def field(self, element: Element, widget: Object) -> None:
        """A field on the last page, in the tree as a form of its own."""
        self.annotate(element.add("Form"), widget)

    def annotate(self, element: Element, widget: Object) -> None:
        """A field or a link on the last page, in the tree where `element` stands."""
        element.inside.append(widget)
        self.pages[-1].widgets.append((widget, element))

    def put_into(self, pdf: Pdf, root: Element, fonts: Dictionary) -> None:
        """Make the pages, the tree and what joins them."""
        made = [
            _page(pdf, page, number, fonts) for number, page in enumerate(self.pages)
        ]
        tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        objects: dict[int, Object] = {}
        tree.K = _element(pdf, root, tree, made, objects)
        tree.ParentTree = self._parents(pdf, objects)
        tree.ParentTreeNextKey = len(tree.ParentTree.Nums) // 2
        pdf.Root.StructTreeRoot = tree

    def _parents(self, pdf: Pdf, objects: dict[int, Object]) -> Object:
        """From each page and each field to the elements they belong to."""
        numbers = Array()
        for number, page in enumerate(self.pages):
            owners = Array([objects[id(element)] for element in page.marks])
            numbers.extend(Array([number, pdf.make_indirect(owners)]))
        number = len(self.pages)
        for page in self.pages:
            for widget, element in page.widgets:
                widget.StructParent = number
                numbers.extend(Array([number, objects[id(element)]]))
                number += 1
        return pdf.make_indirect(Dictionary(Nums=numbers))


def text(
    lines: Sequence[str],
    at: tuple[float, float],
    size: float,
    leading: float,
    *,
    face: str = "F1",
    colour: Colour = (0, 0, 0),
) -> str:
    """The drawing of some lines of text."""
    letters: Typeface = FACES[face]()
    shown = " T* ".join(f"<{letters.encoded(line).hex()}> Tj" for line in lines)
    where = f"{at[0]:.2f} {at[1]:.2f} Td {leading:.2f} TL"
    return f"BT /{face} {size} Tf {_numbers(colour)} rg {where} {shown} ET"


def box(
    at: tuple[float, float],
    size: tuple[float, float],
    *,
    fill: Colour | None = None,
    line: Colour | None = None,
    thick: float = 1,
) -> str:
    """The drawing of a rectangle, `at` its lower left corner."""
    shape = f"{at[0]:.2f} {at[1]:.2f} {size[0]:.2f} {size[1]:.2f} re"
    how = "B" if fill and line else "f" if fill else "S"
    filled = f"{_numbers(fill)} rg " if fill else ""
    lined = f"{_numbers(line)} RG {thick} w " if line else ""
    return f"{filled}{lined}{shape} {how}"


def _numbers(colour: Colour) -> str:
    return " ".join(f"{part:g}" for part in colour)


def _page(pdf: Pdf, page: Page, number: int, fonts: Dictionary) -> Object:
    """Add one page; its tab order is that of the tree."""
    made = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, WIDTH, HEIGHT]),
        Resources=Dictionary(Font=fonts),
        Contents=pdf.make_stream("\n".join(page.drawn).encode("ascii")),
        StructParents=number,
        Tabs=Name.S,
        Annots=Array([widget for widget, _ in page.widgets]),
    )
    found = pdf.make_indirect(made)
    for widget, _ in page.widgets:
        widget.P = found
    pdf.Root.Pages.Kids.append(found)
    pdf.Root.Pages.Count = len(pdf.Root.Pages.Kids)
    found.Parent = pdf.Root.Pages
    return found


def _element(
    pdf: Pdf,
    element: Element,
    above: Object,
    pages: Sequence[Object],
    objects: dict[int, Object],
) -> Object:
    made = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name("/" + element.kind), P=above)
    )
    objects[id(element)] = made
    made.K = Array([_inside(pdf, k, made, pages, objects) for k in element.inside])
    return made


def _inside(
    pdf: Pdf,
    inner: "Element | Mark | Object",
    above: Object,
    pages: Sequence[Object],
    objects: dict[int, Object],
) -> Object:
    if isinstance(inner, Element):
        return _element(pdf, inner, above, pages, objects)
    if isinstance(inner, Mark):
        page = pages[inner.page]
        return Dictionary(Type=Name.MCR, Pg=page, MCID=inner.number)
    return Dictionary(Type=Name.OBJR, Pg=inner.P, Obj=inner)
