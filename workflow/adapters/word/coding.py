"""Turns a parsed template into Python that writes the bytes of a part.

Jinja's own compiler does the work; only what a template prints is written differently:
its own text as ready bytes, values by `show`, which escapes and never trusts them.
"""

from collections.abc import Callable
from types import CodeType

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Undefined
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]

from workflow.adapters.word.prepared import SPECIAL, Place
from workflow.adapters.word.sandbox import Sandbox, Steps
from workflow.adapters.word.values import (
    NOT_RICH,
    PICTURE,
    RICH_TEXT,
    Subdocument,
    rich_kind,
    without,
)

KEYS_OF_DICT = frozenset(dir(dict))
CONTROLS = "\t\a\n\f"  # in docxtpl's order


class Filling(Steps):
    """One part while it is filled.

    `places` tells what stands for a line end in each printed value. Afterwards
    `listing` says that line ends are left to be resolved, `loose` that the XML must be
    looked at, `drawn` that there are new pictures.
    """

    places: tuple[Place, ...] = ()
    listing = False
    loose = False
    drawn = False
    picture: Callable[[object], str] | None = None


class _Coder(CodeGenerator):
    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        for child in node.nodes:
            before, after = "yield ", ""
            if frame.buffer is not None:
                before, after = f"{frame.buffer}.append(", ")"
            if isinstance(child, nodes.TemplateData):
                text = child.data if frame.buffer else child.data.encode()
                self.writeline(f"{before}{text!r}{after}", child)
                continue
            place = None if frame.buffer else getattr(child, "place", None)
            self.writeline(before, child)
            self.write("written(" if frame.buffer else "show(")
            self.visit(child, frame)
            self.write(f", context, {place}){after}")

    def start_write(self, frame: Frame, node: nodes.Node | None = None) -> None:
        """Begin to write what a call block or a loop within itself has made."""
        if frame.buffer is None:
            self.writeline("yield show(", node)
        else:
            self.writeline(f"{frame.buffer}.append(written(", node)

    def end_write(self, frame: Frame) -> None:
        """End what `start_write` began."""
        self.write(", context, None)" if frame.buffer is None else ", context, None))")


class Compiler(Sandbox):
    """The sandbox whose templates write bytes."""

    code_generator_class = _Coder
    context_class = Filling

    def getattr(self, obj: object, attribute: str) -> object:
        """A field of a value; what is not there is told when it is used."""
        if type(obj) is dict and attribute in obj and attribute not in KEYS_OF_DICT:
            return obj[attribute]
        return super().getattr(obj, attribute)


def parsed_template(environment: Compiler, source: str) -> nodes.Template:
    """The template's structure. Raises `TemplateSyntaxError`."""
    return environment._parse(source, None, None)  # noqa: SLF001 - as `compile` does


def compiled_template(environment: Compiler, tree: nodes.Template) -> CodeType:
    """The code of a template whose printed values have their `place`."""
    text = environment._generate(tree, None, None)  # noqa: SLF001 - as `compile` does
    return environment._compile(text, "<template>")  # noqa: SLF001 - likewise


def runnable(environment: Compiler, code: CodeType) -> Callable[..., object]:
    """The function that writes a part, piece by piece, given a `Filling`."""
    space = {"environment": environment, "show": show, "written": written}
    exec(code, space)  # noqa: S102 - compiled from a template in the sandbox
    return space["root"]  # type: ignore[return-value]


def show(value: object, context: Filling, place: int | None) -> bytes:
    """A value as it stands in the part."""
    if type(value) is str and value.isprintable():
        return _escape_inner(value).encode()
    return written(value, context, place).encode()


def written(value: object, context: Filling, place: int | None) -> str:
    """A value, escaped; line ends become lines where the place is known."""
    if type(value) is str:
        return _lines(_escape_inner(without(NOT_RICH, value)), context, place)
    if type(value) is int:
        return str(value)
    if isinstance(value, Markup):  # what a macro wrote: its values are escaped already
        context.loose = True
        return _lines(str.__str__(value), context, None)
    if rich_kind(value):
        return _rich(value, context, place)
    if isinstance(value, Undefined):
        return str(value)
    if callable(value) or isinstance(value, Subdocument):
        raise SecurityError("only values are printed")
    return _lines(_escape_inner(without(NOT_RICH, str(value))), context, place)


def _rich(value: object, context: Filling, place: int | None) -> str:
    kind = rich_kind(value)
    if kind == "Listing":
        return _lines(str(value), context, place)
    context.loose = True
    if kind in RICH_TEXT:
        return _lines(str(value), context, None)
    if kind == PICTURE and context.picture:
        context.drawn = True
        return context.picture(value)
    raise SecurityError("only values are printed")


def _lines(text: str, context: Filling, place: int | None) -> str:
    if not SPECIAL.search(text):
        return text
    instead = None if place is None else context.places[place]
    if instead is None:
        context.listing = True
        return text
    for control, xml in zip(CONTROLS, instead, strict=False):
        text = text.replace(control, xml)
    return text
