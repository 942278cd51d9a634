"""Fills Word templates with docxtpl, in a sandbox, escaped, with unknown names an error."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from workflow.adapters.word.package import repacked
from workflow.domain.errors import TemplateFault

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

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
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class StockWord:
    """docxtpl itself, made safe."""

    def render(
        self, template: bytes, context: Mapping[str, object], name: str
    ) -> bytes:
        """Fill a template; `name` is the document that a fault is reported of.

        The same input gives the same bytes. Raises `TemplateFault` naming the part and
        the paragraph of the template.
        """
        from docxtpl import DocxTemplate  # noqa: PLC0415 - slow to import
        from jinja2 import TemplateError  # noqa: PLC0415 - likewise
        from lxml.etree import LxmlError  # noqa: PLC0415 - likewise

        document = DocxTemplate(io.BytesIO(template))
        values = _clean(context)
        try:
            document.render(values, jinja_env=_sandbox(), autoescape=True)
        except (TemplateError, LxmlError, TypeError, ValueError) as error:
            raise TemplateFault(f"{name}: {_where(template, values, error)}") from None
        made = io.BytesIO()
        document.save(made)
        doc = context.get("doc")
        title = str(doc.get("title", "")) if isinstance(doc, Mapping) else ""
        return repacked(made.getvalue(), title)


def _sandbox() -> "ImmutableSandboxedEnvironment":
    from jinja2 import StrictUndefined  # noqa: PLC0415 - slow to import
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - likewise

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined
    )
    environment.filters = {key: environment.filters[key] for key in FILTERS}
    environment.globals = {}
    return environment


def _clean(value: Any) -> Any:
    """Plain data without the characters that Word files cannot hold."""
    if isinstance(value, str):
        return NOT_XML.sub("", value)
    if isinstance(value, Mapping):
        return {key: _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    return value


def _where(template: bytes, values: Mapping[str, object], error: Exception) -> str:
    """The part and paragraph of the template where it goes wrong; no case data."""
    problem = str(error).split("\n", maxsplit=1)[0]
    name = re.search(r"'(\w+)'(?: is undefined)?$", problem) or re.search(
        r"'(\w+)'", problem
    )
    for part, number, text in _paragraphs(template):
        if (
            name
            and re.search(rf"\b{name[1]}\b", text)
            and ("{{" in text or "{%" in text)
        ):
            return f"{problem}: {part}, paragraph {number}: {text[:60]}"
    return problem


def _paragraphs(template: bytes) -> Iterator[tuple[str, int, str]]:
    from docx import Document  # noqa: PLC0415 - slow to import
    from docx.oxml.ns import qn  # noqa: PLC0415 - likewise

    document = Document(io.BytesIO(template))
    parts = [("body", document.element.body)]
    for section in document.sections:
        parts += [
            ("header", section.header._element),
            ("footer", section.footer._element),
        ]
    for part, element in parts:
        for number, paragraph in enumerate(element.iter(qn("w:p")), 1):
            yield part, number, "".join(t.text or "" for t in paragraph.iter(qn("w:t")))
