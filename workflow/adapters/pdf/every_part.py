"""Every word in every part of a PDF: pages, properties, notes, links, attachments.

Earlier versions that the file still carries are read too.
"""

import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import cast

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    EncodedStreamObject,
    IndirectObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from workflow.adapters.pdf.texts import decoded
from workflow.domain.leak_check import Piece

Inner = Callable[[str, bytes, int], Iterator[Piece]]
FONT_NAMES = frozenset({"/BaseFont", "/FontName", "/FontFamily", "/ID"})
LONG_TEXTS = frozenset({"/V", "/DV", "/RV", "/RC"})  # a string, or a stream of its own
MARKS = re.compile(r"<[^>]*>")
WRITTEN = frozenset({"/Metadata", "/EmbeddedFile"})
END = re.compile(rb"%%EOF")
BETWEEN = ".\n"
BROKEN = (
    *(PyPdfError, ValueError, LookupError, TypeError, OSError, AttributeError),
    RecursionError,
)


def pdf_pieces(content: bytes, inner: Inner, depth: int = 0) -> Iterator[Piece]:
    """The words of a PDF, by page and by part; `inner` reads what is attached to it."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            yield Piece("the file", "", "it is locked and cannot be read")
            return
        yield from _pages(reader)
        yield from _objects(reader, inner, depth)
    except BROKEN:
        yield Piece("the file", "", "it cannot be read")
        return
    yield from _earlier(content, inner, depth)


def _pages(reader: PdfReader) -> Iterator[Piece]:
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        pictures = not text.strip() and bool(page.get("/Resources", {}))
        fault = "it is a picture: its words cannot be read" if pictures else ""
        if fault and not page.get_contents():
            fault = ""
        yield Piece(f"page {number}", text, fault)
        drawn = [page.extract_xform_text(look) for look in _looks(page)]
        yield Piece(f"page {number}, drawn notes", BETWEEN.join(drawn))


def _looks(page: PageObject) -> Iterator[EncodedStreamObject]:
    """How each note on a page is drawn: an answer, a stamp, a box in each state."""
    notes = page.get("/Annots")
    for note in notes.get_object() if notes is not None else ():
        looks = note.get_object().get("/AP")
        if looks is not None:
            yield from _streams(looks.get_object())


def _streams(looks: PdfObject) -> Iterator[EncodedStreamObject]:
    if isinstance(looks, StreamObject):
        yield cast("EncodedStreamObject", looks)
    elif isinstance(looks, DictionaryObject):
        for name in looks:
            yield from _streams(looks[name])


def _objects(reader: PdfReader, inner: Inner, depth: int) -> Iterator[Piece]:
    """The strings of everything that is no page: also of what nothing points to."""
    said: dict[str, None] = {}
    numbers = {(n, g) for g, table in reader.xref.items() for n in table}
    numbers |= {(n, 0) for n in reader.xref_objStm}
    roots: list[object] = [reader.trailer]
    for number, generation in sorted(numbers):
        try:
            roots.append(reader.get_object(IndirectObject(number, generation, reader)))
        except BROKEN:
            continue
    for root in roots:
        for text in _strings(root):
            said[text] = None
        if isinstance(root, StreamObject):
            yield from _stream(root, inner, depth)
    yield Piece("properties, notes and links", BETWEEN.join(said))


def _strings(value: object, key: str = "") -> Iterator[str]:
    if key in FONT_NAMES:
        return
    if isinstance(value, DictionaryObject):
        for name, inner in (
            value.raw_items() if hasattr(value, "raw_items") else value.items()
        ):
            yield from _strings(inner, str(name))
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            yield from _strings(inner, key)
    elif isinstance(value, TextStringObject):
        yield str(value)
    elif isinstance(value, ByteStringObject):
        yield bytes(value).decode("utf-8", "ignore")
    elif isinstance(value, IndirectObject) and key in LONG_TEXTS:
        text = value.get_object()
        if isinstance(text, StreamObject):
            said = decoded(text.get_data())
            yield from (said, MARKS.sub("", said))


def _stream(stream: StreamObject, inner: Inner, depth: int) -> Iterator[Piece]:
    kind = str(stream.get("/Type", ""))
    if str(stream.get("/Subtype", "")) == "/Image":
        yield from inner("a picture.bin", bytes(stream._data), depth + 1)  # noqa: SLF001 - as it stands in the file
    elif kind in WRITTEN or "/JS" in stream:
        yield from inner(f"{kind.strip('/')}.txt", bytes(stream.get_data()), depth + 1)


def _earlier(content: bytes, inner: Inner, depth: int) -> Iterator[Piece]:
    """What the file said before it was last changed, when it still says so."""
    ends = [match.end() for match in END.finditer(content)][:-1]
    if not ends or b"/Linearized" in content[:1024] or depth:
        return
    yield Piece("the file", "", "it still holds an earlier version of itself")
    for end in ends:
        for piece in pdf_pieces(content[:end], inner, depth + 1):
            if not piece.fault:
                yield Piece(f"an earlier version, {piece.place}", piece.text)
