"""Fills Word templates with docxtpl: in a sandbox, escaped, unknown names an error.

Source: reliability S18, S19. Slow to import: import it where a document is made.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape

from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docxtpl import DocxTemplate
from jinja2 import Environment, StrictUndefined
from jinja2.exceptions import (
    SecurityError,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from workflow.adapters.word.languages import in_language
from workflow.adapters.word.package import W, parsed, repacked, resized
from workflow.domain.errors import TemplateFault

FILTERS = (
    "join",
    "length",
    "default",
    "first",
    "last",
    "upper",
    "lower",
    "trim",
    "round",
)
NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAG = re.compile(r"\{[{%#](.*?)[}%#]\}", re.DOTALL)
ROOM = re.compile(r"^(?:p|tr|tc|r)\s|^[-+]|[-+]$")
CURLY = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
SHOWN = 40  # characters of a template's paragraph
WRONG_VALUES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)
UNREADABLE = (*WRONG_VALUES, zipfile.BadZipFile, OpcError, etree.LxmlError)


class StockWord:
    """docxtpl itself, made safe."""

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """Fill a template; `name` is the document that a fault is reported of.

        The same input gives the same bytes. Raises `TemplateFault` naming the part and
        the paragraph of the template.
        """
        return render(template, context, name)

    def in_language(self, made: bytes, tag: str, turned: str = "") -> bytes:
        """The same document marked as text in a language; see `in_language`."""
        return in_language(made, tag, turned)

    def resized(self, template: bytes, points: int) -> bytes:
        """The same template with body text of so many points; see `package.resized`."""
        return resized(template, points)


def render(template: bytes, context: Mapping[str, object], name: str) -> bytes:
    """Fill a template; see `StockWord.render`."""
    values = {key: _clean(value) for key, value in context.items()}
    made = io.BytesIO()
    try:
        document = _Template(io.BytesIO(template))
        document.render(values, jinja_env=_Sandbox(), autoescape=True)
        document.save(made)
        return repacked(made.getvalue(), *_title_and_language(values))
    except TemplateFault as fault:
        raise TemplateFault(f"{name}: {fault.fact}") from None
    except UNREADABLE as error:
        kind = type(error).__name__
        fact = f"{name}: the template is not a Word file we can fill, {kind}"
        raise TemplateFault(fact) from None


def _title_and_language(values: Mapping[str, object]) -> tuple[str, str]:
    doc = values.get("doc")
    said = doc if isinstance(doc, Mapping) else {}
    return str(said.get("title", "")), str(said.get("language", "en-GB"))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Only what a document needs: values, a few filters, loops and conditions."""

    intercepted_binops = frozenset(["*", "**", "%"])

    def __init__(self) -> None:
        super().__init__(
            autoescape=True, undefined=StrictUndefined, finalize=_only_values
        )
        self.filters = {key: self.filters[key] for key in FILTERS}
        self.globals = {}

    def call_binop(
        self, context: Context, operator: str, left: object, right: object
    ) -> object:
        """Multiply numbers; long texts and high powers are no part of a document."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or not numbers:
            raise SecurityError("only numbers are multiplied")
        return super().call_binop(context, operator, left, right)


def _only_values(value: object) -> object:
    """Refuse to print what is no value, such as the `copy` every block brings along."""
    if callable(value) and not isinstance(value, StrictUndefined):
        raise SecurityError("only values are printed")
    return value


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl's template; it tells where it goes wrong and leaves properties alone."""

    def render_xml_part(
        self,
        src_xml: str,
        part: Part,
        context: Mapping[str, object],
        jinja_env: Environment | None = None,
    ) -> str:
        """Fill one part and see that it is whole."""
        try:
            made = str(super().render_xml_part(src_xml, part, context, jinja_env))
        except (TemplateError, *WRONG_VALUES) as error:
            raise TemplateFault(_where(src_xml, part, error)) from None
        parsed(_called(part), made.encode())
        return made

    def render_properties(
        self, context: Mapping[str, object], jinja_env: Environment | None = None
    ) -> None:
        """Do nothing: here they would be escaped twice; they are set afterwards."""


def _clean(value: object) -> object:
    """Plain data without the characters that Word files cannot hold."""
    if isinstance(value, str):
        ends = value.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
        return NOT_XML.sub("", ends)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _where(source: str, part: Part, error: Exception) -> str:
    """The part and paragraph of the template where it goes wrong; no case data."""
    line = _line(source, error)
    asked = _asked_for(error, line)
    tags = [_bare(tag) for tag in TAG.findall(line)]
    guilty = [t for t in tags if asked and re.search(rf"\b{re.escape(asked)}\b", t)]
    for number, text in enumerate(_paragraphs(part), 1):
        inside = {_bare(tag) for tag in TAG.findall(text)}
        if inside & set(guilty or tags):
            place = f'{_called(part)}, paragraph {number} ("{text[:SHOWN]}")'
            return f"{place}: {_problem(error, asked)}"
    return f"{_called(part)}: {_problem(error, asked)}"


def _line(source: str, error: Exception) -> str:
    """The template's own line, which docxtpl makes of each paragraph."""
    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", source).split("\n")
    number = error.lineno if isinstance(error, TemplateSyntaxError) else 0
    trace = error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            number = trace.tb_lineno
        trace = trace.tb_next
    return re.sub(r"<[^>]+>", "", lines[min(number, len(lines)) - 1]) if number else ""


def _asked_for(error: Exception, line: str) -> str:
    """The unknown name, when the template itself says it; values are never told."""
    if not isinstance(error, UndefinedError):
        return ""
    quoted = re.findall(r"'(\w+)'", error.message or "")
    return quoted[-1] if quoted and quoted[-1] in line else ""


def _problem(error: Exception, asked: str) -> str:
    if isinstance(error, TemplateSyntaxError):
        return error.message or "it is not written as a template"
    if isinstance(error, SecurityError):
        return "it asks for something that is not safe"
    if asked:
        return f"there is nothing called {asked}"
    if isinstance(error, UndefinedError):
        return "it asks for something that is not there"
    return f"a value cannot be used like this, {type(error).__name__}"


def _bare(tag: str) -> str:
    """What stands in a tag: the same before docxtpl prepares the template and after."""
    plain = unescape(tag).translate(CURLY).strip()
    return "".join(ROOM.sub("", plain).split())


def _paragraphs(part: Part) -> Iterator[str]:
    for paragraph in parsed(_called(part), part.blob).iter(f"{W}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def _called(part: Part) -> str:
    """A part as people call it: body, header, footer, footnotes."""
    stem = str(part.partname).rpartition("/")[2].partition(".")[0].rstrip("0123456789")
    return "body" if stem == "document" else stem
