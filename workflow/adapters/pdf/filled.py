"""Reads a filled PDF form back: every field of every page, whoever filled it.

Not by the form's own list of fields, which some programs cut down: by the pages.
Source: forms.md 8 (what PDFium, pdf.js, pdftk, pdf-lib and others do to a form).
"""

import io
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from workflow.adapters.pdf.names import known_in_mark, question_and_code
from workflow.adapters.pdf.texts import decoded
from workflow.domain.filled_forms import Filled, FormNotRead

LONGEST = 20 * 1024 * 1024  # bytes
MOST_PAGES, MOST_FIELDS, DEEPEST = 100, 5000, 20
OFF = "/Off"
MARK = re.compile(r"([a-z][a-z0-9_-]{0,60})/(\d{1,6})/([A-Za-z0-9-]{1,20})")
ROW = re.compile(r".*\[\+\d+\]")
DAMAGED = (
    "This PDF is damaged, so it cannot be read. Open the form again, save it once"
    " more, and put that file here."
)
LOCKED = (
    "This PDF is locked with a password. Save it without one, and put it here again."
)
PRINTOUT = (
    "This looks like a printout or a scan, so the answers cannot be read. Open the form"
    " and press Save, or type the answers into the record."
)
FOREIGN = (
    "This PDF is a form, but not one that Alongside made. Make the right form with:"
    " alongside forms"
)
EMPTY = (
    "Nobody has written on this form yet. Fill it in, save it, and put it here again."
)
LOADED = (
    "This PDF has a program or another file inside, which our forms never have. Do not"
    " open it; ask who sent it."
)
PROGRAMS = ("/AA", "/Collection")
INSIDE = ("/JavaScript", "/EmbeddedFiles")
TOO_LONG = "This PDF is far larger than any form. Look whether it is the right file."


@dataclass(frozen=True)
class _Field:
    """One field as it was saved: its name, what it says and what it said before."""

    name: str
    code: str
    says: str
    before: str

    @property
    def ticked(self) -> bool:
        """Whether it is a box, and ticked."""
        return bool(self.code) and self.says not in ("", OFF)

    @property
    def untouched(self) -> bool:
        """Whether it says what it said when the form was made."""
        if self.code:
            return self.ticked == (self.before not in ("", OFF))
        return bool(self.before) and _plain(self.says) == _plain(self.before)


def read(content: bytes) -> Filled:
    """The answers on a form.

    What was on the form when it was made and was not touched is no answer, but where
    there is no record yet. Raises `FormNotRead` with the reason in plain words.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it would tell words
    if len(content) > LONGEST:
        raise FormNotRead(TOO_LONG)
    try:
        fields = tuple(_fields(_opened(content)))
    except FormNotRead:
        raise
    except Exception:  # noqa: BLE001 - a damaged file breaks its reader in any way
        raise FormNotRead(DAMAGED) from None
    if not fields:
        raise FormNotRead(PRINTOUT)
    return _filled(fields)


def _opened(content: bytes) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(content))
    except DependencyError:  # locked in a way that cannot even be tried
        raise FormNotRead(LOCKED) from None
    if reader.is_encrypted:
        raise FormNotRead(LOCKED)
    _refuse_programs(reader.root_object)
    if "/XFA" in _block(reader.root_object.get("/AcroForm")):
        raise FormNotRead(FOREIGN)
    return reader


def _refuse_programs(root: DictionaryObject) -> None:
    """Refuse a PDF that would do something when it is opened, or carries a file."""
    names, opening = _block(root.get("/Names")), _block(root.get("/OpenAction"))
    acts = opening.get("/S", "/GoTo") != "/GoTo"  # going to a page is harmless
    if acts or any(k in root for k in PROGRAMS) or any(k in names for k in INSIDE):
        raise FormNotRead(LOADED)


def _block(value: PdfObject | None) -> DictionaryObject:
    """What a reference leads to, when that is a block; else an empty one."""
    found = value.get_object() if value is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _filled(fields: tuple[_Field, ...]) -> Filled:
    marks = {f.name: _plain(f.says) for f in fields if f.name.startswith("_")}
    found = MARK.fullmatch(marks.get("_form", ""))
    if not found:
        raise FormNotRead(FOREIGN)
    asked = [f for f in fields if not f.name.startswith("_")]
    answers = _answers(asked)
    if not answers:
        raise FormNotRead(EMPTY)
    if not marks.get("_base"):
        answers = _answers(asked, touched=False)
    return Filled(
        found[1],
        int(found[2]),
        found[3],
        marks.get("_file", ""),
        marks.get("_base", ""),
        {**_known(marks, answers), **answers},
    )


def _known(
    marks: Mapping[str, str], answers: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """What the form knows without asking; in a row only when the row was filled."""
    begun = {row[0] for name in answers if (row := ROW.match(name))}
    known = known_in_mark(marks.get("_known", ""))
    return {
        name: (value,)
        for name, value in known.items()
        if (row := ROW.match(name)) is None or row[0] in begun
    }


def _answers(
    fields: list[_Field], *, touched: bool = True
) -> dict[str, tuple[str, ...]]:
    """The answer to each question, by its name; only those `touched`, or all."""
    together: dict[str, list[_Field]] = {}
    for field in fields:
        together.setdefault(field.name, []).append(field)
    answers = {}
    for name, several in together.items():
        if touched and all(field.untouched for field in several):
            continue
        says = tuple(f.code or _plain(f.says) for f in several if _says(f))
        if says:
            answers[name] = says
    return answers


def _says(field: _Field) -> bool:
    return field.ticked if field.code else bool(_plain(field.says))


def _plain(text: str) -> str:
    """A text with one kind of line end and nothing after the words."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n\0")


def _fields(reader: PdfReader) -> Iterator[_Field]:
    """Every field that stands on a page, in order; one that stands twice once."""
    seen: set[str] = set()
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            raise ValueError
        for widget in _widgets(page):
            name, _ = _inherited(widget, "/T")
            if not name or name in seen:
                continue
            seen.add(name)
            if len(seen) > MOST_FIELDS:
                raise ValueError
            yield _field(name, widget)


def _widgets(page: DictionaryObject) -> Iterator[DictionaryObject]:
    found = page.get("/Annots")
    notes = found.get_object() if found is not None else None
    for note in notes if isinstance(notes, ArrayObject) else ():
        widget = note.get_object()
        if not isinstance(widget, DictionaryObject):
            continue
        if widget.get("/Subtype") == "/Widget":
            if "/A" in widget or "/AA" in widget:
                raise FormNotRead(LOADED)
            yield widget


def _field(full_name: str, widget: DictionaryObject) -> _Field:
    name, code = question_and_code(full_name)
    says, value = _inherited(widget, "/V")
    if value is None and code:
        says = _text(widget.get("/AS"))
    before, _ = _inherited(widget, "/DV")
    codes = _codes(widget)
    return _Field(name, code, codes.get(says, says), codes.get(before, before))


def _codes(widget: DictionaryObject) -> dict[str, str]:
    """The code of each label in a list: some programs save the label."""
    _, options = _inherited(widget, "/Opt")
    found = {}
    for option in options if isinstance(options, ArrayObject) else ():
        pair = option.get_object()
        if isinstance(pair, ArrayObject) and len(pair) == len(("code", "label")):
            found[_text(pair[1])] = _text(pair[0])
    return found


def _inherited(widget: DictionaryObject, key: str) -> tuple[str, PdfObject | None]:
    """A value of a field or of what it belongs to, as text and as it stands.

    Names (`/T`) are those of all, joined by points.
    """
    names: list[str] = []
    here: PdfObject | None = widget
    for _ in range(DEEPEST):
        if not isinstance(here, DictionaryObject):
            break
        value = here.get(key)
        found = value.get_object() if value is not None else None
        if found is not None and key != "/T":
            return _text(found), found
        if found is not None:
            names.insert(0, _text(found))
        above = here.get("/Parent")
        here = above.get_object() if above is not None else None
    return ".".join(names), None


def _text(value: PdfObject | None) -> str:
    if isinstance(value, ArrayObject):
        return "\n".join(_text(inner.get_object()) for inner in value)
    if isinstance(value, StreamObject):  # as some programs save a long text
        return decoded(value.get_data())
    if isinstance(value, ByteStringObject):
        return decoded(bytes(value))
    if isinstance(value, TextStringObject | NameObject):
        return str(value)
    return ""
