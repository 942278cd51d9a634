"""What a tag asks for, followed through the fields that its reader may see."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

from workflow.adapters.word.sandbox import FILTERS
from workflow.domain.template_faults import FaultKind, Used
from workflow.domain.template_fields import ANYTHING, Holds, Sight, Wall, every

Tell = Callable[[FaultKind, str, str], None]
Look = Callable[["Reading", nodes.Node], Sight]

TEXT = Sight(Holds.TEXT)
YES_NO = Sight(Holds.YES_NO)
LOOP = Sight(
    Holds.BLOCK,
    inside={
        **dict.fromkeys(("index", "index0", "revindex", "revindex0", "length"), TEXT),
        **dict.fromkeys(("first", "last"), YES_NO),
        **dict.fromkeys(("previtem", "nextitem", "cycle", "changed"), ANYTHING),
        **dict.fromkeys(("depth", "depth0"), TEXT),
    },
)
ALLOWED_CALLS = (
    *("get", "items", "keys", "values", "join", "count", "index", "cycle", "changed"),
    *("strip", "lstrip", "rstrip", "split", "replace", "startswith", "endswith"),
    *("upper", "lower", "title", "capitalize"),
)
MADE_UP = (nodes.Dict, nodes.List, nodes.Tuple)
SAME = (
    *("first", "last", "upper", "lower", "title", "capitalize", "trim", "default"),
    *("string", "e", "escape", "replace", "truncate", "min", "max"),
    *("list", "sort", "reverse", "unique", "selectattr", "rejectattr"),
)
ITEM = ("first", "last", "min", "max")
PAIRS = ("items", "dictsort")


@dataclass
class Names:
    """The names in reach: the wall's, and those that loops and `set` add."""

    wall: Wall | None
    added: list[dict[str, Sight]] = field(default_factory=lambda: [{}])
    asked: set[str] = field(default_factory=set)  # paths of an `is defined`

    def find(self, name: str) -> Sight | None:
        """What a name stands for; None when nothing is called so."""
        for names in reversed(self.added):
            if name in names:
                return names[name]
        return self.wall.seen.get(name) if self.wall else ANYTHING

    def all(self) -> list[str]:
        """Every name in reach."""
        seen = list(self.wall.seen) if self.wall else []
        return [*(name for names in self.added for name in names), *seen]

    def kept_back(self, path: str) -> Sight | None:
        """The field that only another reader may see."""
        return self.wall.kept_back(path) if self.wall else None

    @contextmanager
    def within(self, names: Mapping[str, Sight]) -> Iterator[None]:
        """Have some more names in reach."""
        self.added.append(dict(names))
        yield
        self.added.pop()


@dataclass
class Reading:
    """One tag as it is read: its names, where faults and fields are told."""

    names: Names
    tell: Tell
    uses: Callable[[Used], None]
    calm: bool = False  # inside `is defined` and `default` a missing name is no fault


def parsed_tag(source: str) -> nodes.Template:
    """A tag on its own, parsed. Raises `TemplateSyntaxError`."""
    return Environment(autoescape=True).parse(source)


def why_not(error: TemplateSyntaxError) -> str:
    """What is wrong with how a tag is written, in plain words."""
    said = error.message or "it is not written as a template"
    plain = said.replace("Jinja was looking for", "wanted:").rstrip(".")
    return plain.replace("end of print statement", "the end of the tag").replace(
        "end of statement block", "the end of the tag"
    )


def printed(reading: Reading, expression: nodes.Node) -> None:
    """See that what is printed is words and not something for programs."""
    sight = look(reading, expression)
    shown = _path(expression) or "This"
    if sight.holds is Holds.RAW:
        reading.tell(
            FaultKind.RAW,
            f"{shown} would print a code, an id or a raw date.",
            _words(expression, sight),
        )
    elif sight.holds is Holds.YES_NO:
        hint = f'Write {{{{ "Yes" if {shown} else "No" }}}}.'
        reading.tell(FaultKind.RAW, f"{shown} would print True or False.", hint)
    elif sight.holds is Holds.LIST:
        hint = f'Write {{{{ {shown} | join(", ") }}}}, or repeat a line for each.'
        reading.tell(FaultKind.RAW, f"{shown} would print a whole list.", hint)
    elif sight.holds is Holds.BLOCK:
        some = ", ".join(list(sight.inside)[:4])
        hint = f"Say which of its fields: {some} ..."
        reading.tell(FaultKind.RAW, f"{shown} is several fields, not one.", hint)


def look(reading: Reading, expression: nodes.Node) -> Sight:
    """What an expression stands for; everything wrong in it is told."""
    known = LOOKS.get(type(expression))
    if known:
        return known(reading, expression)
    for child in expression.iter_child_nodes():
        if isinstance(child, nodes.Expr):
            look(reading, child)
        elif isinstance(child, nodes.Pair):
            look(reading, child.key)
            look(reading, child.value)
    return ANYTHING if isinstance(expression, MADE_UP) else TEXT


def targets(target: nodes.Node, sight: Sight) -> dict[str, Sight]:
    """The names that a loop or `set` gives, each with what it stands for."""
    if isinstance(target, nodes.Name):
        return {target.name: sight}
    return {n.name: ANYTHING for n in target.find_all(nodes.Name)}


def _name(reading: Reading, node: nodes.Node) -> Sight:
    assert isinstance(node, nodes.Name)  # noqa: S101 - tells the type checker
    sight = reading.names.find(node.name)
    if sight is None:
        return _missing(reading, node.name, "", reading.names.all())
    return _seen(reading, sight)


def _attribute(reading: Reading, node: nodes.Node) -> Sight:
    assert isinstance(node, nodes.Getattr)  # noqa: S101 - likewise
    return _member(reading, look(reading, node.node), node.attr)


def _member(reading: Reading, around: Sight, key: str) -> Sight:
    if key.startswith("_"):
        reading.tell(FaultKind.UNSAFE, f"{key} reaches into the program.", "")
        return ANYTHING
    if around.holds is Holds.BLOCK:
        if key in around.inside:
            return _seen(reading, around.inside[key])
        path = f"{around.path}.{key}" if around.path else key
        return _missing(reading, key, path, list(around.inside))
    if around.holds is Holds.ANYTHING:
        return ANYTHING
    what = "a list; repeat a line for each of them" if around.item else "one value"
    name = around.path or "This"
    reading.tell(FaultKind.UNKNOWN, f"{name} is {what}, it has no {key}.", "")
    return ANYTHING


def _missing(reading: Reading, name: str, path: str, there: list[str]) -> Sight:
    """Tell of a name that is not there: kept back, mistyped or made up."""
    if reading.calm or (path or name) in reading.names.asked:
        return ANYTHING
    kept = reading.names.kept_back(path or name)
    if kept and reading.names.wall:
        reader = reading.names.wall.reader
        reading.tell(
            FaultKind.KEPT_BACK,
            f'"{path or name}" ({kept.label}) is not for this reader: {reader}.',
            "",
        )
        return kept
    near = _nearest(reading, name, path, there)
    hint = f"Did you mean {near}?" if near else ""
    reading.tell(FaultKind.UNKNOWN, f'There is no field called "{path or name}".', hint)
    return ANYTHING


def _nearest(reading: Reading, name: str, path: str, there: list[str]) -> str:
    close = get_close_matches(name, there, 1)
    if close:
        around = path.removesuffix(name)
        return f"{around}{close[0]}"
    wall = reading.names.wall
    found = (s.path for s in every(wall.seen) if "[]" not in s.path) if wall else ()
    return next((p for p in found if p.endswith(f".{name}")), "")


def _seen(reading: Reading, sight: Sight) -> Sight:
    """Note the field that is used."""
    if sight.path and sight.holds not in (Holds.BLOCK, Holds.ANYTHING):
        path = sight.path
        if sight.instead:
            path = f"{path.rpartition('.')[0]}.{sight.instead}".lstrip(".")
        reading.uses(Used(path, sight.label, sight.needed))
    return sight


def _part(reading: Reading, node: nodes.Node) -> Sight:
    """`x[...]`: an item of a list, a piece of a text, or a named field."""
    assert isinstance(node, nodes.Getitem)  # noqa: S101 - likewise
    around = look(reading, node.node)
    if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
        return _member(reading, around, node.arg.value)
    look(reading, node.arg)
    if isinstance(node.arg, nodes.Slice):
        return around
    known = around.holds in (Holds.TEXT, Holds.RAW, Holds.YES_NO)
    return around.item or (TEXT if known else ANYTHING)


def _filter(reading: Reading, node: nodes.Node) -> Sight:
    assert isinstance(node, nodes.Filter)  # noqa: S101 - likewise
    quiet = replace(reading, calm=reading.calm or node.name == "default")
    sight = look(quiet, node.node) if isinstance(node.node, nodes.Expr) else ANYTHING
    for argument in (*node.args, *(k.value for k in node.kwargs)):
        look(reading, argument)
    if node.name not in FILTERS:
        near = get_close_matches(node.name, FILTERS, 1)
        hint = (
            f"Did you mean {near[0]}?" if near else f"There are {', '.join(FILTERS)}."
        )
        reading.tell(FaultKind.UNSAFE, f'The filter "{node.name}" is not there.', hint)
        return ANYTHING
    if node.name in ITEM:
        return sight.item or sight
    if node.name == "join":
        return sight.item if sight.item and sight.item.holds is Holds.RAW else TEXT
    if node.name in PAIRS:
        return ANYTHING
    return sight if node.name in SAME else TEXT


def _call(reading: Reading, node: nodes.Node) -> Sight:
    assert isinstance(node, nodes.Call)  # noqa: S101 - likewise
    for argument in (*node.args, *(k.value for k in node.kwargs)):
        look(reading, argument)
    target = node.node
    if isinstance(target, nodes.Getattr) and target.attr in ALLOWED_CALLS:
        look(reading, target.node)
        return ANYTHING
    if isinstance(target, nodes.Name) and reading.names.find(target.name) is ANYTHING:
        return ANYTHING
    name = _path(target) or "This"
    reading.tell(FaultKind.UNSAFE, f"{name}(...) runs a piece of program.", "")
    return ANYTHING


def _either(reading: Reading, node: nodes.Node) -> Sight:
    """One of two: what would print worse decides."""
    assert isinstance(node, nodes.CondExpr)  # noqa: S101 - likewise
    look(reading, node.test)
    first = look(reading, node.expr1)
    return _worse(first, look(reading, node.expr2) if node.expr2 else TEXT)


def _logic(reading: Reading, node: nodes.Node) -> Sight:
    assert isinstance(node, nodes.And | nodes.Or)  # noqa: S101 - likewise
    return _worse(look(reading, node.left), look(reading, node.right))


def _worse(first: Sight, second: Sight) -> Sight:
    order = (Holds.RAW, Holds.YES_NO, Holds.LIST, Holds.BLOCK, Holds.ANYTHING)
    for holds in order:
        for sight in (first, second):
            if sight.holds is holds:
                return sight
    return first


def _question(reading: Reading, node: nodes.Node) -> Sight:
    """A comparison, a test or a `not`: it answers yes or no."""
    calm = isinstance(node, nodes.Test) and node.name in ("defined", "undefined")
    if calm:
        reading.names.asked.update(_path(child) for child in node.iter_child_nodes())
    inner = replace(reading, calm=reading.calm or calm)
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Expr):
            look(inner, child)
        elif isinstance(child, nodes.Operand):
            look(inner, child.expr)
    return YES_NO


def _constant(_: Reading, node: nodes.Node) -> Sight:
    assert isinstance(node, nodes.Const)  # noqa: S101 - likewise
    return YES_NO if isinstance(node.value, bool) else TEXT


def _path(node: nodes.Node) -> str:
    """An expression as it is written, when it is a plain name with dots."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        around = _path(node.node)
        return f"{around}.{node.attr}" if around else node.attr
    if isinstance(node, nodes.Filter) and node.node is not None:
        return _path(node.node)
    return ""


def _words(expression: nodes.Node, sight: Sight) -> str:
    written = _path(expression)
    if not written or not sight.instead:
        return ""
    around = written.rpartition(".")[0]
    return f"Write {{{{ {f'{around}.' if around else ''}{sight.instead} }}}}."


LOOKS: Mapping[type[nodes.Node], Look] = {
    nodes.Name: _name,
    nodes.Getattr: _attribute,
    nodes.Getitem: _part,
    nodes.Filter: _filter,
    nodes.Call: _call,
    nodes.CondExpr: _either,
    nodes.And: _logic,
    nodes.Or: _logic,
    nodes.Compare: _question,
    nodes.Test: _question,
    nodes.Not: _question,
    nodes.Const: _constant,
}
