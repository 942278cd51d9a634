"""The language of templates, made safe: values, a few filters, loops and conditions.

docxtpl's language is Jinja's; what reaches for the program, or would not come to an
end, is refused. Source: reliability S18. The limits count steps, not seconds, so that
a template fails on every machine or on none.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sized
from datetime import date, time
from decimal import Decimal

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS as DEFAULT_FILTERS
from jinja2.runtime import (
    BlockReference,
    Context,
    LoopContext,
    Macro,
    Undefined,
    markup_join,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

FILTERS = (
    *("join", "length", "count", "default", "first", "last", "upper", "lower"),
    *("title", "capitalize", "trim", "round", "abs", "int", "float", "string", "list"),
    *("sort", "reverse", "unique", "sum", "min", "max", "items", "dictsort"),
    *("replace", "truncate", "wordcount", "selectattr", "rejectattr", "e", "escape"),
)
STEPS = 1_000_000  # times round a loop in one part of a document
CALL = 10  # a call takes as long as so many times round
LONGEST = 1_000_000  # characters, or entries, that a template may make of its own
LARGEST = 50_000_000  # characters of one part of a document
WIDEST = 1_000  # columns that a text may be padded to
BITS = 1_024  # of the largest whole number
TOO_MUCH = "it would take too long or grow too large"
WIDE = re.compile(r"\d{4,}|\*|\{[^{}]*\{")
TEXT_METHODS = frozenset(
    (
        *("capitalize", "casefold", "count", "endswith", "find", "index", "isalnum"),
        *("isalpha", "isdecimal", "isdigit", "islower", "isnumeric", "isspace"),
        *("istitle", "isupper", "lower", "lstrip", "partition", "removeprefix"),
        *("removesuffix", "rfind", "rindex", "rpartition", "rsplit", "rstrip", "split"),
        *("splitlines", "startswith", "strip", "swapcase", "title", "upper"),
        *("center", "format", "join", "ljust", "replace", "rjust", "zfill"),
    )
)
METHODS: tuple[tuple[type, frozenset[str]], ...] = (
    (str, TEXT_METHODS),
    (dict, frozenset(("get", "items", "keys", "values"))),
    (list, frozenset(("count", "index"))),
    (tuple, frozenset(("count", "index"))),
    (LoopContext, frozenset(("changed", "cycle"))),
    (float, frozenset(("is_integer",))),
    (date, frozenset(("isoformat", "isoweekday", "strftime", "weekday"))),
    (time, frozenset(("isoformat", "strftime"))),
    (Decimal, frozenset(("normalize",))),
)

Filters = Mapping[str, Callable[..., object]]


class Steps(Context):
    """What a template sees while it is filled, with a count of the steps taken."""

    spent = 0

    def spend(self, steps: int) -> None:
        """Count steps; raises `SecurityError` when there are too many."""
        self.spent += steps
        if self.spent > STEPS:
            raise SecurityError(TOO_MUCH)


class Sandbox(ImmutableSandboxedEnvironment):
    """Only what a document needs; `filters` adds the caller's own."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])
    context_class = Steps

    def __init__(self, filters: Filters | None = None) -> None:
        super().__init__(
            autoescape=True, undefined=StrictUndefined, finalize=only_values
        )
        self.filters = {key: DEFAULT_FILTERS[key] for key in FILTERS}
        self.filters |= {"join": _join, "round": _round, "replace": _replace}
        self.filters |= {"_bounded": _bounded, "_joined": _joined, "_step": _step}
        self.filters |= filters or {}
        self.globals = {}

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """Put together what a macro, or a whole part, has written."""
        return _together(pieces)

    def _parse(
        self, source: str, name: str | None, filename: str | None
    ) -> nodes.Template:
        tree: nodes.Template = super()._parse(source, name, filename)
        _Guard().visit(tree)
        return tree

    def call_binop(
        self, context: Context, operator: str, left: object, right: object
    ) -> object:
        """Reckon with two values whose result cannot grow without end."""
        if operator == "%" and isinstance(left, str):
            _refuse_wide(left)
        elif isinstance(left, int | float) and isinstance(right, int | float):
            _bits(operator, left, right)
        elif operator == "*":
            _refuse_longer(_size(left, right) * _size(right, left))
        elif operator == "**":
            raise SecurityError(TOO_MUCH)
        elif isinstance(left, Sized) and isinstance(right, Sized):
            _refuse_longer(len(left) + len(right))
        return super().call_binop(context, operator, left, right)

    def call(  # type: ignore[override]
        self, context: Steps, called: object, /, *args: object, **named: object
    ) -> object:
        """Call what templates may call: macros, loops, and methods of plain values."""
        context.spend(CALL)
        if isinstance(called, Macro | LoopContext | BlockReference | Undefined):
            return super().call(context, called, *args, **named)
        bare = getattr(called, "__wrapped__", called)  # the sandbox wraps `format`
        owner = getattr(bare, "__self__", None)
        name = getattr(called, "__name__", "")
        for kind, methods in METHODS:
            if isinstance(owner, kind) and name in methods:
                _refuse_growth(owner, name, args)
                return super().call(context, called, *args, **named)
        raise SecurityError(f"{name} is not called in a template")


class _Guard(NodeTransformer):
    """Counts the times round every loop; refuses what a template must not ask for."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja's name
        self.generic_visit(node)
        node.iter = _filtered("_bounded", node.iter)  # type: ignore[arg-type]
        if node.recursive:
            step = nodes.ExprStmt(_filtered("_step", nodes.Const(CALL)))
            node.body.insert(0, step.set_lineno(node.lineno))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - likewise
        self.generic_visit(node)
        return _filtered("_joined", nodes.List(node.nodes, lineno=node.lineno))

    def _refused(self, node: nodes.Node) -> nodes.Node:
        raise TemplateSyntaxError("this is not used in our templates", node.lineno)

    visit_Include = visit_Import = visit_FromImport = visit_Extends = _refused  # noqa: N815
    visit_ScopedEvalContextModifier = visit_EvalContextModifier = _refused  # noqa: N815


def _filtered(name: str, value: nodes.Expr) -> nodes.Filter:
    made = nodes.Filter(value, name, [], [], None, None)
    return made.set_lineno(value.lineno or 1)  # type: ignore[return-value]


def only_values(value: object) -> object:
    """Refuse to print what is no value, such as the `copy` every block brings along."""
    if callable(value) and not isinstance(value, StrictUndefined):
        raise SecurityError("only values are printed")
    return value


@pass_context
def _bounded(context: Steps, entries: Iterable[object]) -> Iterable[object]:
    known = entries if isinstance(entries, Sized) else list(entries)
    context.spend(len(known))
    return known


@pass_context
def _step(context: Steps, steps: int) -> int:
    context.spend(steps)
    return steps


def _joined(pieces: list[object]) -> str:
    _refuse_longer(sum(len(str(piece)) for piece in pieces))
    return markup_join(pieces)


def _together(pieces: Iterable[str]) -> str:
    written, length = [], 0
    for piece in pieces:
        written.append(piece)
        length += len(piece)
        if length > LARGEST:
            raise SecurityError(TOO_MUCH)
    return "".join(written)


@pass_context
def _join(
    context: Steps,
    entries: Iterable[object],
    between: str = "",
    attribute: str | int | None = None,
) -> str:
    known = list(entries)
    _refuse_longer(len(known) * len(between) + sum(len(str(entry)) for entry in known))
    made: str = DEFAULT_FILTERS["join"](context.eval_ctx, known, between, attribute)
    return made


@pass_context
def _replace(
    context: Steps, text: str, old: str, new: str, count: int | None = None
) -> str:
    _refuse_longer((len(str(text)) + 1) * max(1, len(str(new))))
    made: str = DEFAULT_FILTERS["replace"](context.eval_ctx, text, old, new, count)
    return made


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    if abs(precision) > WIDEST:
        raise SecurityError(TOO_MUCH)
    made: float = DEFAULT_FILTERS["round"](value, precision, method)
    return made


def _bits(operator: str, left: float, right: float) -> None:
    """Refuse a whole number that would grow beyond all use."""
    if isinstance(left, int) and isinstance(right, int):
        sizes = left.bit_length(), right.bit_length()
        power = sizes[0] * max(right, 1) if operator == "**" else sum(sizes)
        if power > BITS:
            raise SecurityError(TOO_MUCH)


def _size(value: object, other: object) -> int:
    if isinstance(value, int):
        return max(value, 0)
    return len(value) if isinstance(value, Sized) and isinstance(other, int) else 1


def _refuse_longer(length: int) -> None:
    if length > LONGEST:
        raise SecurityError(TOO_MUCH)


def _refuse_wide(form: str) -> None:
    if len(form) > WIDEST or WIDE.search(form):
        raise SecurityError(TOO_MUCH)


def _refuse_growth(owner: object, name: str, args: tuple[object, ...]) -> None:
    """Refuse a method of a text whose answer would be far longer than the text."""
    if name in ("format", "strftime"):
        _refuse_wide(str(owner) if name == "format" else str(args[:1]))
    elif name in ("center", "ljust", "rjust", "zfill"):
        if any(isinstance(width, int) and width > WIDEST for width in args):
            raise SecurityError(TOO_MUCH)
    elif name == "join":
        pieces = [str(piece) for piece in args[0]] if args else []  # type: ignore[attr-defined]
        _refuse_longer(len(str(owner)) * len(pieces) + sum(map(len, pieces)))
    elif name == "replace":
        _refuse_longer((len(str(owner)) + 1) * max(len(str(args[1:2])), 1))
