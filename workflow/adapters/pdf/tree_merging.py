"""Pages of finished PDFs taken into one, with one tree that a screen reader walks.

Each part keeps its own headings, tables and words for pictures; its numbers, names of
roles and ids are changed where they would meet those of another part. Source:
ISO 32000-1, 14.7 (structure) and PDF/UA-1 (ISO 14289-1).
"""

import io
from collections.abc import Iterator, Sequence

from pikepdf import (
    Array,
    Dictionary,
    Name,
    NameTree,
    NumberTree,
    Object,
    Pdf,
    String,
)

from workflow.adapters.pdf.plain_pages import flattened, tagged_plainly

KEPT = frozenset(
    {
        "/Type",
        "/MediaBox",
        "/CropBox",
        "/Rotate",
        "/Resources",
        "/Contents",
        "/StructParents",
        "/Group",
    }
)
"""What of a page is taken over; its links are, too."""
LANGUAGE = "en-GB"
Place = tuple[int, Object | None]
"""A page of one part, counted from 0, and how it is to be shown there."""


class Whole:
    """One PDF while parts are put into it; it begins with pages that have tags."""

    def __init__(self, pdf: Pdf) -> None:
        """Go on from a PDF that has a tree of its own, its top element a Document."""
        self.pdf = pdf
        self.tree = pdf.Root.StructTreeRoot
        self.top = self.tree.K
        self.next = int(self.tree.ParentTreeNextKey)
        self.owners = dict(NumberTree(self.tree.ParentTree).items())
        self.roles = Dictionary()
        self.ids: dict[bytes, Object] = {}
        self.parts = 0

    def add(self, content: bytes, title: str) -> int:
        """Put all pages of a PDF at the end; gives the number of the first, from 0.

        Raises `PdfError` when it cannot be read.
        """
        with Pdf.open(io.BytesIO(content)) as part:
            plain = not has_tags(part)
            if plain:
                flattened(part)
            links = [_kept_links(part, page.obj) for page in part.pages]
            if plain:
                tagged_plainly(part, title)
            start = len(self.pdf.pages)
            self.pdf.pages.extend(part.pages)
            self._lead(links, start)
            self._take(part, start, title)
        self.parts += 1
        return start

    def end(self) -> None:
        """Write down what was gathered of all parts."""
        numbers = Array()
        for number, owner in sorted(self.owners.items()):
            numbers.extend(Array([number, owner]))
        self.tree.ParentTree = self.pdf.make_indirect(Dictionary(Nums=numbers))
        self.tree.ParentTreeNextKey = self.next
        if len(self.roles.keys()):
            self.tree.RoleMap = self.roles
        if self.ids:
            named = Array()
            for name, element in sorted(self.ids.items()):
                named.extend(Array([String(name), element]))
            self.tree.IDTree = self.pdf.make_indirect(Dictionary(Names=named))

    def _lead(self, links: list[list[tuple[int, Place]]], start: int) -> None:
        """Lead the links within a part to its pages as they are now."""
        for page, found in zip(self.pdf.pages[start:], links, strict=True):
            for index, (to, how) in found:
                link = page.obj.Annots[index]
                shown = self.pdf.copy_foreign(how) if how is not None else Array()
                for key in ("/A", "/Dest"):
                    if key in link:
                        del link[key]
                view = list(shown)[1:] or [Name.Fit]
                link.Dest = Array([self.pdf.pages[start + to].obj, *view])

    def _take(self, part: Pdf, start: int, title: str) -> None:
        """Take over the tree of a part under one element that bears its title."""
        tree = self.pdf.copy_foreign(part.Root.StructTreeRoot)
        for number, owner in NumberTree(tree.ParentTree).items():
            self.owners[self.next + number] = owner
        pages = [page.obj for page in self.pdf.pages[start:]]
        self._renumber(pages)
        above = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Part, P=self.top)
        )
        above.T = String(title)
        above.Lang = part.Root.get("/Lang", String(LANGUAGE))
        above.K = Array(list(_tops(tree)))
        for element in above.K:
            element.P = above
        self.top.K.append(above)
        kept = {link.objgen for page in pages for link in page.get("/Annots", [])}
        names = self._roles_of(tree)
        prefix = b"%d-" % self.parts
        for element in _elements(above):
            self._own(element, names, prefix, kept)

    def _roles_of(self, tree: Object) -> dict[str, Name]:
        """The roles that mean something else in an earlier part, and their new names.

        Every other role is taken over as it is.
        """
        found: dict[str, Name] = {}
        for role, meaning in tree.get("/RoleMap", Dictionary()).items():
            name = role
            if self.roles.get(role, meaning) != meaning:
                name = f"{role}-{self.parts}"
                found[role] = Name(name)
            self.roles[name] = meaning
        return found

    def _renumber(self, pages: Sequence[Object]) -> None:
        """Move the numbers of pages, links and drawings behind those in use."""
        last, seen = -1, set()
        for page in pages:
            drawings = list(_drawings(page))
            for holder in (page, *page.get("/Annots", []), *drawings):
                if holder.is_indirect and holder.objgen in seen:
                    continue
                seen.add(holder.objgen)
                for key in ("/StructParents", "/StructParent"):
                    if key in holder:
                        last = max(last, int(holder[key]))
                        holder[key] = int(holder[key]) + self.next
            page.Tabs = Name.S
        held = [number for number in self.owners if number >= self.next]
        self.next = max([self.next + last, *held]) + 1

    def _own(
        self,
        element: Object,
        names: dict[str, Name],
        prefix: bytes,
        kept: set[tuple[int, int]],
    ) -> None:
        """Make one element of a part fit in with those of the others."""
        role = str(element.get("/S", ""))
        if role in names:
            element.S = names[role]
        if "/ID" in element:
            name = prefix + bytes(element.ID)
            element.ID = String(name)
            self.ids[name] = element
        for about in _several(element.get("/A")):
            if isinstance(about, Dictionary) and "/Headers" in about:
                heads = [String(prefix + bytes(head)) for head in about.Headers]
                about.Headers = Array(heads)
        inside = [kid for kid in _several(element.get("/K")) if _stays(kid, kept)]
        if "/K" in element:
            element.K = Array(inside)


def has_tags(part: Pdf) -> bool:
    """Whether a PDF has a whole tree; one with fields to fill counts as without."""
    root = part.Root
    tree = root.get("/StructTreeRoot")
    fields = root.get("/AcroForm", Dictionary()).get("/Fields", Array())
    return (
        isinstance(tree, Dictionary)
        and "/K" in tree
        and "/ParentTree" in tree
        and bool(root.get("/MarkInfo", Dictionary()).get("/Marked", False))
        and not len(fields)
    )


def _tops(tree: Object) -> Iterator[Object]:
    """The elements at the top of a tree, without a Document round all of them."""
    for element in _several(tree.get("/K")):
        if element.get("/S") == Name.Document:
            yield from (k for k in _several(element.get("/K")) if "/S" in k)
        else:
            yield element


def _elements(above: Object) -> Iterator[Object]:
    """Every element below one, each once."""
    waiting, seen = [above], set()
    while waiting:
        element = waiting.pop()
        if element.objgen in seen and element.is_indirect:
            continue
        seen.add(element.objgen)
        yield element
        waiting += [
            kid
            for kid in _several(element.get("/K"))
            if isinstance(kid, Dictionary) and "/S" in kid
        ]


def _several(found: Object | None) -> list[Object]:
    """What is one thing or a list of them, as a list."""
    if found is None:
        return []
    return list(found) if isinstance(found, Array) else [found]


def _stays(kid: Object, kept: set[tuple[int, int]]) -> bool:
    """Whether what an element holds is still there: notes and the like are not."""
    if not isinstance(kid, Dictionary) or kid.get("/Type") != Name.OBJR:
        return True
    return kid.get("/Obj", kid).objgen in kept


def _kept_links(part: Pdf, page: Object) -> list[tuple[int, Place]]:
    """Leave of a page what is shown, and its links: no notes, scripts, thumbnails.

    Gives the links that lead to a page of the same PDF, by their place on the page.
    """
    kept, inside = Array(), []
    for link in page.get("/Annots", []):
        if link.get("/Subtype") != Name.Link:
            continue
        place = _goal(part, link)
        if place is not None:
            inside.append((len(kept), place))
        if place is not None or link.get("/A", Dictionary()).get("/S") == Name.URI:
            kept.append(link if link.is_indirect else part.make_indirect(link))
    for key in set(page.keys()) - KEPT - {"/Parent"}:
        del page[key]
    if len(kept):
        page.Annots = kept
    return inside


def _goal(part: Pdf, link: Object) -> Place | None:
    """The page of the same PDF that a link leads to."""
    action = link.get("/A", Dictionary())
    goal = link.get("/Dest", action.get("/D"))
    if action.get("/S", Name.GoTo) != Name.GoTo:
        return None
    if isinstance(goal, String):
        goal = _named(part, str(goal))
    if not isinstance(goal, Array) or not len(goal):
        return None
    for number, page in enumerate(part.pages):
        if page.obj.objgen == goal[0].objgen:
            return number, _copied(part, goal)
    return None


def _named(part: Pdf, name: str) -> Object | None:
    """A place that a PDF calls by a name."""
    tree = part.Root.get("/Names", Dictionary()).get("/Dests")
    found = NameTree(tree).get(name) if tree is not None else None
    return found.get("/D") if isinstance(found, Dictionary) else found


def _copied(part: Pdf, goal: Object) -> Object:
    """How a page is to be shown, without the page."""
    return part.make_indirect(Array([0, *list(goal)[1:]]))


def _drawings(holder: Object) -> Iterator[Object]:
    """The drawings that a page uses, and those that they use."""
    waiting, seen = [holder], set()
    while waiting:
        resources = waiting.pop().get("/Resources", Dictionary())
        for drawing in resources.get("/XObject", Dictionary()).values():
            if drawing.objgen not in seen:
                seen.add(drawing.objgen)
                waiting.append(drawing)
                yield drawing
