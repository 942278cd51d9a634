"""What a template may print: plain data, and rich text that our own code made.

Source: reliability S19. Nothing slow is imported here.
"""

import re
from collections.abc import Iterator, Mapping
from copy import copy
from datetime import date, time
from decimal import Decimal
from typing import NamedTuple

from workflow.domain.errors import TemplateFault
from workflow.domain.shown_tree import Shown

NOT_XML = "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # slow to compile
NOT_RICH = NOT_XML.replace("[^", "[^\a\f")
AS_THEY_ARE = frozenset((int, float, bool, type(None), Decimal, date, time))
RICH_TEXT = frozenset(("RichText", "RichTextParagraph", "Listing"))
PICTURE = "InlineImage"
OUTSIDE = re.compile(r"<w:hyperlink|\sr:(?:id|embed|link)=")


class Subdocument(NamedTuple):
    """A Word file to be taken into another; filled by docxtpl itself."""

    content: bytes


def rich_kind(value: object) -> str:
    """The name of a docxtpl object that our code handed in; empty for plain data."""
    kind = type(value)
    return kind.__name__ if kind.__module__.startswith("docxtpl.") else ""


def cleaned(values: Mapping[str, object]) -> dict[str, object]:
    """Plain data without the characters that Word files cannot hold.

    Line ends become one kind and those at the end of a text are dropped. Raises
    `TemplateFault` for what is no plain data, such as an object with code in it.
    """
    return {key: _clean(value) for key, value in values.items()}


class Cleaned(Mapping[str, object]):
    """The same, each value gone through when it is first asked for.

    Raises `TemplateFault` then. A template asks for few of the names it could use.
    """

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values
        self._clean: dict[str, object] = {}

    def __getitem__(self, key: str) -> object:
        """The value as it may be printed."""
        if key not in self._clean:
            self._clean[key] = _clean(self._values[key])
        return self._clean[key]

    def __contains__(self, key: object) -> bool:
        """Whether there is a value of this name."""
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return iter(self._values)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._values)


def _clean(value: object) -> object:
    if type(value) is str:
        return value if value.isprintable() else _text(value)
    if type(value) is Shown:
        if value.printable is None:
            value.printable = _clean_members(value)
        return value.printable
    if type(value) is dict:
        return _clean_members(value)
    if type(value) is list:
        return [_clean(inner) for inner in value]
    return value if type(value) in AS_THEY_ARE else _unusual(value)


def _clean_members(values: dict[str, object]) -> dict[str, object]:
    return {
        key: inner if type(inner) is str and inner.isprintable() else _clean(inner)
        for key, inner in values.items()
    }


def _unusual(value: object) -> object:
    if isinstance(value, Subdocument):
        return value
    if isinstance(value, str):
        return _text("".join(value))
    if isinstance(value, Mapping):
        return {key: _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    if isinstance(value, int | float | Decimal | date):
        return value
    if rich_kind(value) in (*RICH_TEXT, PICTURE):
        return _rich(value)
    raise TemplateFault(f"a value is no plain data, {type(value).__name__}")


def _text(value: str) -> str:
    ends = value.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return without(NOT_XML, ends)


def without(characters: str, text: str) -> str:
    """A text without some characters, none of which can be printed."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return text  # as nearly every text is, and seen at once
    return re.sub(characters, "", text)


def _rich(value: object) -> object:
    xml = getattr(value, "xml", None)
    if not isinstance(xml, str):
        return value
    if OUTSIDE.search(xml):
        raise TemplateFault("a link to something outside the document")
    clean = copy(value)
    clean.xml = without(NOT_RICH, xml)  # type: ignore[attr-defined]
    return clean
