"""Fills Word templates with docxtpl: in a sandbox, escaped, unknown names an error.

Source: reliability S18, S19. Slow to import: import it where a document is made.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import copy
from html import unescape

from docx.opc.exceptions import OpcError
from docx.opc.part import Part
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment
from jinja2.exceptions import (
    SecurityError,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
)
from lxml import etree

from workflow.adapters.word.languages import in_language
from workflow.adapters.word.opening import NOT_WORD, looked_over
from workflow.adapters.word.package import W, packed, parsed, resized
from workflow.adapters.word.properties import properties_of, tagged_properties
from workflow.adapters.word.sandbox import Filters, Sandbox, only_values
from workflow.adapters.word.values import Subdocument, cleaned
from workflow.domain.errors import TemplateFault

FOOTNOTES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
)
ESCAPED = re.compile(r"\{_[{%]|[}%]_\}")
APART = "\ue000\ue001"
TAG = re.compile(r"\{[{%#](.*?)[}%#]\}", re.DOTALL)
ROOM = re.compile(r"^(?:p|tr|tc|r)\s|^[-+]|[-+]$")
CURLY = str.maketrans("\u2018\u2019\u201c\u201d", "''\"\"")
SHOWN = 40  # characters of a template's paragraph
WRONG_VALUES = (
    *(TypeError, ValueError, ArithmeticError, LookupError, AttributeError),
    *(RecursionError, MemoryError, SyntaxError, OSError),
)
UNREADABLE = (*WRONG_VALUES, zipfile.BadZipFile, OpcError, etree.LxmlError, ImportError)


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

    def with_logo(self, made: bytes, logo: bytes, words: str) -> bytes:
        """The same document with a logo; see `own_look.with_logo`."""
        from workflow.adapters.word.own_look import with_logo  # noqa: PLC0415 - slow

        return with_logo(made, logo, words)

    def resized(self, template: bytes, points: int) -> bytes:
        """The same template with body text of so many points; see `package.resized`."""
        return resized(template, points)


def render(
    template: bytes,
    context: Mapping[str, object],
    name: str,
    filters: Filters | None = None,
) -> bytes:
    """Fill a template; see `StockWord.render`."""
    made = io.BytesIO()
    try:
        document = _Template(io.BytesIO(looked_over(template)))
        sandbox = Sandbox(filters)
        sandbox.finalize = _apart
        values = _bound(cleaned(context), document)
        document.render(values, jinja_env=sandbox, autoescape=True)
        properties = properties_of(values, document.properties)
        document.save(made)
        return packed(made.getvalue(), properties)
    except TemplateFault as fault:
        raise TemplateFault(f"{name}: {fault.fact}") from None
    except UNREADABLE as error:
        raise TemplateFault(f"{name}: {NOT_WORD}, {type(error).__name__}") from None


def _bound(values: dict[str, object], document: "_Template") -> dict[str, object]:
    """The same values, their pictures and subdocuments belonging to this document."""
    return {key: _belonging(value, document) for key, value in values.items()}


def _belonging(value: object, document: "_Template") -> object:
    if isinstance(value, dict):
        return _bound(value, document)
    if isinstance(value, list):
        return [_belonging(inner, document) for inner in value]
    if isinstance(value, Subdocument):
        return document.new_subdoc(io.BytesIO(value.content))
    if isinstance(value, InlineImage):
        if value.anchor:
            raise TemplateFault("a link to something outside the document")
        picture = copy(value)
        picture.tpl = document
        return picture
    return value


def _apart(value: object) -> object:
    """What is printed, its `{_{` kept from docxtpl, which is for the template's own."""
    shown = only_values(value)
    if not isinstance(shown, str) or not ESCAPED.search(shown):
        return shown
    return ESCAPED.sub(lambda found: found[0][0] + APART + found[0][1:], shown)


class _Template(DocxTemplate):  # type: ignore[misc]
    """docxtpl's template; it tells where it goes wrong and escapes properties once."""

    properties: Mapping[str, str] = {}

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
        parsed(called(part), made.encode())
        return made

    def resolve_listing(self, xml: str) -> str:
        """Make lines of line ends; escaped tags in values have been left alone."""
        return str(super().resolve_listing(xml)).replace(APART, "")

    def render_properties(
        self, context: Mapping[str, object], jinja_env: Environment | None = None
    ) -> None:
        """Fill the properties; they are written when the document is packed."""
        sandbox = jinja_env or Sandbox()
        tagged = tagged_properties(self.docx.core_properties)
        try:
            self.properties = {
                name: sandbox.from_string(text).render(context)
                for name, text in tagged.items()
            }
        except (TemplateError, *WRONG_VALUES) as error:
            told = _problem(error, _asked_for(error, " ".join(tagged.values())))
            raise TemplateFault(f"properties: {told}") from None

    def render_footnotes(
        self, context: Mapping[str, object], jinja_env: Environment | None = None
    ) -> None:
        """Fill the footnotes once; docxtpl does so again for every section."""
        for part in self.docx.part.package.iter_parts():
            if part.content_type == FOOTNOTES:
                xml = self.patch_xml(part.blob.decode())
                filled = self.render_xml_part(xml, part, context, jinja_env)
                part._blob = filled.encode()  # noqa: SLF001 - as docxtpl does


def _where(source: str, part: Part, error: Exception) -> str:
    """The part and paragraph of the template where it goes wrong; no case data."""
    line = _line(source, error)
    asked = _asked_for(error, line)
    tags = [_bare(tag) for tag in TAG.findall(line)]
    guilty = [t for t in tags if asked and re.search(rf"\b{re.escape(asked)}\b", t)]
    for number, text in enumerate(_paragraphs(part), 1):
        inside = {_bare(tag) for tag in TAG.findall(text)}
        if inside & set(guilty or tags):
            place = f'{called(part)}, paragraph {number} ("{text[:SHOWN]}")'
            return f"{place}: {_problem(error, asked)}"
    return f"{called(part)}: {_problem(error, asked)}"


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
    for paragraph in parsed(called(part), part.blob).iter(f"{W}p"):
        yield "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def called(part: Part) -> str:
    """A part as people call it: body, header, footer, footnotes."""
    stem = str(part.partname).rpartition("/")[2].partition(".")[0].rstrip("0123456789")
    return "body" if stem == "document" else stem
