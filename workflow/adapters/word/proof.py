"""What can be said of a prepared part before any value is known.

A walk over the parsed template shows, for every way through its conditions and loops,
that the part stays whole XML, that its tables keep their columns, and how a line end in
a value becomes a line in Word. What is not shown here is looked at in each document.
Source: performance.md 1.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from jinja2 import nodes

from workflow.adapters.word.prepared import SPECIAL, Place, Verdict

PIECE = re.compile(r"<[^<>]*>|[^<]+|<")
NAME = r"[\w.:-]+"
WHOLE_TAG = re.compile(
    rf"<(/?)({NAME})((?:\s+{NAME}\s*=\s*(?:\"[^\"<]*\"|'[^'<]*'))*)\s*(/?)>"
)
ATTRIBUTE = re.compile(rf"({NAME})\s*=\s*(?:\"[^\"<]*\"|'[^'<]*')")
STRAY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)|\]\]>")
PROLOGUE = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
SPAN = re.compile(r'<w:gridSpan w:val="(\d+)"\s*/>')
VALUE = "\0"  # stands for a value inside a tag
BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
TAB = '</w:t></w:r><w:r>{0}<w:tab/></w:r><w:r>{0}<w:t xml:space="preserve">'
PARAGRAPH = '</w:t></w:r></w:p><w:p>{1}<w:r>{0}<w:t xml:space="preserve">'
PAGE = (
    '</w:t></w:r></w:p><w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    '<w:p>{1}<w:r>{0}<w:t xml:space="preserve">'
)


class NotShownError(Exception):
    """The template does something that this walk cannot follow."""


@dataclass(eq=False)
class _Open:
    """An element that is open: its look, and for tables what is known of the rows."""

    name: str
    depth: int
    prefixes: frozenset[str]
    look: str | None = ""  # of a paragraph or a run; None: not the same each time
    columns: int = 0
    rows: list[tuple[int, int, bool]] = field(default_factory=list)
    cells: int = 0
    span: int = 0


Stack = tuple[_Open, ...]


def proved(tree: nodes.Template, before: str, after: str) -> Verdict:
    """What can be shown of a part: `before`, the template's own, `after`.

    Every printed value in the tree is given its `place`, a number.
    """
    walk = _Walk()
    values = list(_values(tree))
    for number, value in enumerate(values):
        value.place = number  # type: ignore[attr-defined]
    try:
        walk.literal(before)
        walk.sequence(tree.body)
        walk.literal(after)
        walk.ended()
    except NotShownError:
        return Verdict((None,) * len(values), whole=False, tables=False, field=True,
                       listing=True, drawings=1, fixed_drawings=False)  # fmt: skip
    places = tuple(_place(walk.seen.get(value.place)) for value in values)  # type: ignore[attr-defined]
    return walk.verdict()._replace(places=places)


def _values(tree: nodes.Node) -> Iterator[nodes.Expr]:
    for output in tree.find_all(nodes.Output):
        yield from (n for n in output.nodes if not isinstance(n, nodes.TemplateData))


def _place(seen: tuple[_Open, _Open] | str | None) -> Place:
    if seen is None or isinstance(seen, str):
        return None if seen is None else ()
    paragraph, run = (each.look for each in seen)
    if paragraph is None or run is None:
        return None
    kinds = (TAB, PARAGRAPH, BREAK, PAGE)
    return tuple(kind.replace("{0}", run).replace("{1}", paragraph) for kind in kinds)


class _Walk:
    """One walk over a part; `stack` holds the open elements."""

    def __init__(self) -> None:
        self.stack: Stack = ()
        self.partial = ""
        self.depth = 0
        self.seen: dict[int, tuple[_Open, _Open] | str | None] = {}
        self.tables = self.fixed_drawings = True
        self.rows = self.field = self.listing = self.began = False
        self.drawings = 0
        self.rooted = False
        self.mark: int | None = None  # where a look begins, in the text at hand

    def verdict(self) -> Verdict:
        return Verdict(
            (),
            tables=self.tables,
            rows=self.rows,
            field=self.field,
            listing=self.listing,
            drawings=self.drawings,
            fixed_drawings=self.fixed_drawings,
        )

    def ended(self) -> None:
        if self.stack or self.partial:
            raise NotShownError

    # The template's structure.

    def sequence(self, body: Sequence[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                self._output(node)
            elif self.partial and not isinstance(node, nodes.Assign):
                raise NotShownError
            elif isinstance(node, nodes.If):
                self._if(node)
            elif isinstance(node, nodes.For) and not node.recursive:
                self._for(node)
            elif isinstance(node, nodes.With):
                self.sequence(node.body)
            elif not isinstance(node, nodes.Assign | nodes.ExprStmt):
                raise NotShownError

    def _output(self, node: nodes.Output) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                self.literal(child.data)
            else:
                self._value(child)

    def _if(self, node: nodes.If) -> None:
        before = self.stack
        ways = [node.body, *(each.body for each in node.elif_), node.else_]
        ends = [self._inside(body, before) for body in ways]
        for end in ends:
            self.stack = self._merged(self.stack, end)

    def _for(self, node: nodes.For) -> None:
        before = self.stack
        merged = self._merged(before, self._inside(node.body, before))
        if merged != before:  # the second time round begins as the first one ended
            merged = self._merged(merged, self._inside(node.body, merged))
        self.stack = merged
        self.stack = self._merged(merged, self._inside(node.else_, before))

    def _inside(self, body: Sequence[nodes.Node], start: Stack) -> Stack:
        self.stack, self.depth = start, self.depth + 1
        self.sequence(body)
        if self.partial:
            raise NotShownError
        end, self.stack, self.depth = self.stack, start, self.depth - 1
        return end

    def _merged(self, one: Stack, other: Stack) -> Stack:
        if [each.name for each in one] != [each.name for each in other]:
            raise NotShownError
        return tuple(
            a if a is b else self._either(a, b) for a, b in zip(one, other, strict=True)
        )

    def _either(self, one: _Open, other: _Open) -> _Open:
        """An element that was closed and opened again on one of the ways."""
        if one.name in ("w:tbl", "w:tr", "w:tc"):
            self.tables = False
        prefixes = one.prefixes & other.prefixes
        return _Open(one.name, self.depth, prefixes, None)

    def _value(self, node: nodes.Expr) -> None:
        place = node.place  # type: ignore[attr-defined]
        if self.partial:
            self.partial += VALUE
            self.field = self.field or "w:instr" in self.partial
            self.seen[place] = "attribute"
            return
        names = [each.name for each in self.stack]
        if not names:
            raise NotShownError
        self.field = self.field or "w:instrText" in names
        if names[-1:] != ["w:t"]:
            self.seen[place] = "elsewhere"
            return
        run, paragraph = self._nearest("w:r"), self._nearest("w:p")
        known = run and paragraph and names[-2] == "w:r"
        self.seen[place] = (paragraph, run) if known else None  # type: ignore[assignment]

    def _nearest(self, name: str) -> _Open | None:
        return next((e for e in reversed(self.stack) if e.name == name), None)

    # The template's text.

    def literal(self, text: str) -> None:
        if not self.began:
            text, self.began = PROLOGUE.sub("", text), bool(text.strip())
        text, self.partial, self.mark = self.partial + text, "", None
        for piece in PIECE.finditer(text):
            found = piece.group()
            if found[0] != "<":
                self._words(found)
            elif found[-1] == ">" and len(found) > 1:
                self._tag(found, text, piece.start(), piece.end())
            else:
                self.partial = text[piece.start() :]
                if "<" in self.partial[1:]:
                    raise NotShownError
                break
        self.mark = None

    def _words(self, text: str) -> None:
        if STRAY.search(text) or (not self.stack and text.strip()):
            raise NotShownError
        if self.stack and self.stack[-1].name == "w:t" and SPECIAL.search(text):
            self.listing = True

    def _tag(self, found: str, text: str, start: int, end: int) -> None:
        whole = WHOLE_TAG.fullmatch(found)
        if whole is None:
            raise NotShownError
        closing, name, attributes, empty = whole.groups()
        if closing:
            self._close(name, text[:end])
            return
        opened = self._opened(name, attributes)
        self._noticed(name, found)
        if empty:
            self._alone(name, found)
        else:
            self._open(opened, start, found)

    def _opened(self, name: str, attributes: str) -> _Open:
        names = [each.group(1) for each in ATTRIBUTE.finditer(attributes)]
        if len(set(names)) != len(names) or STRAY.search(attributes):
            raise NotShownError
        own = frozenset(n[6:] for n in names if n.startswith("xmlns:"))
        known = self.stack[-1].prefixes if self.stack else frozenset(("xml", "xmlns"))
        used = {n.partition(":")[0] for n in (name, *names) if ":" in n}
        if used - (known | own):
            raise NotShownError
        if not self.stack and self.rooted:
            raise NotShownError
        self.rooted = True
        return _Open(name, self.depth, known | own)

    def _noticed(self, name: str, found: str) -> None:
        if name == "wp:docPr":
            self.drawings += 1
            self.fixed_drawings = self.fixed_drawings and not self.depth
        elif name in ("w:instrText", "w:fldSimple"):
            paragraph = self._nearest("w:p")
            if paragraph is None or paragraph.depth != self.depth:
                self.field = True
        elif name == "w:gridCol":
            table = self._nearest("w:tbl")
            if table is None or table.depth != self.depth:
                self.tables = False
            else:
                table.columns += 1
        elif name == "w:gridSpan":
            self._spanned(found)

    def _spanned(self, found: str) -> None:
        row, wide = self._nearest("w:tr"), SPAN.fullmatch(found)
        if row is None or wide is None or row.depth != self.depth:
            self.tables = False
        else:
            row.span += int(wide[1]) - 1

    def _alone(self, name: str, found: str) -> None:
        if name == "w:t" and " " in found.strip("</>"):
            self.listing = True
        if name in ("w:tbl", "w:tr"):
            self.tables = False
        if name == "w:tc":
            self._cell(self.depth)

    def _open(self, opened: _Open, start: int, found: str) -> None:
        outer = self._nearest(opened.name)
        if outer and opened.name in ("w:p", "w:r"):  # docxtpl mixes the looks of both
            opened.look = outer.look = None
        self.stack = (*self.stack, opened)
        if self._gives_look(opened.name):
            owner = self._owner()
            plain = found == f"<{opened.name}>" and owner.depth == self.depth
            if owner.look == "" and plain and self.mark is None:
                self.mark = start
            else:
                owner.look = None
        if opened.name == "w:tc":
            self._cell(self.depth)

    def _gives_look(self, name: str) -> bool:
        around = self.stack[-2].name if len(self.stack) > 1 else ""
        return (name, around) in (("w:pPr", "w:p"), ("w:rPr", "w:r"))

    def _owner(self) -> _Open:
        return self.stack[-2] if len(self.stack) > 1 else self.stack[-1]

    def _cell(self, depth: int) -> None:
        row = self._nearest("w:tr")
        if row is None or row.depth != depth:
            self.tables = False
        else:
            row.cells += 1

    def _close(self, name: str, text: str) -> None:
        if not self.stack or self.stack[-1].name != name:
            raise NotShownError
        closed = self.stack[-1]
        if self._gives_look(name):
            look = text[self.mark :] if self.mark is not None else None
            simple = look is not None and not SPECIAL.search(look)
            self._owner().look = look if simple and self._owner().look == "" else None
            self.mark = None
        self.stack = self.stack[:-1]
        if name in ("w:tbl", "w:tr", "w:tc") and closed.depth != self.depth:
            self.tables = False
        elif name == "w:tr":
            self._row_done(closed)
        elif name == "w:tbl":
            self._table_done(closed)

    def _row_done(self, row: _Open) -> None:
        for table in (each for each in self.stack if each.name == "w:tbl"):
            sure = table.depth == row.depth
            table.rows.append((row.cells, row.cells + row.span, sure))

    def _table_done(self, table: _Open) -> None:
        """No column is added or taken away when every row fits the grid."""
        fits = [cells <= table.columns <= span for cells, span, _ in table.rows]
        narrow = all(cells <= table.columns for cells, _, _ in table.rows)
        sure = any(sure and span >= table.columns for _, span, sure in table.rows)
        if not (narrow and table.columns and (sure or all(fits))):
            self.tables = False
        elif not sure:
            self.rows = True
