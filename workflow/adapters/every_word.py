"""Every word of a finished file, whatever kind of file it is (brief 6.5)."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

from workflow.adapters.image_notes import image_notes
from workflow.adapters.pdf.every_part import pdf_pieces
from workflow.adapters.word.every_part import office_pieces
from workflow.domain.leak_check import Piece

DEEPEST = 4  # files within files
RUN = re.compile(rb"[\x20-\x7e\xa0-\xff]{6,}")
WIDE_RUN = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){6,}")
WORDY = 0.8  # of a run of characters are letters, digits or spaces
TEXT = (
    ".md",
    ".txt",
    ".csv",
    ".yaml",
    ".yml",
    ".json",
    ".html",
    ".htm",
    ".eml",
    ".ics",
)
MARKS = re.compile(r"<[^>]*>")
RTF_CHAR = re.compile(r"\\u(-?\d+) ?\??|\\'([0-9a-fA-F]{2})")
RTF_MARK = re.compile(r"\\[a-zA-Z]+-?\d* ?|[{}]")
BETWEEN = ".\n"


def pieces(name: str, content: bytes) -> tuple[Piece, ...]:
    """The words of a file with their places, its own name first."""
    found = [Piece("the file's name", name), *_within(name, content, 0)]
    return tuple(piece for one in found for piece in _also_decoded(one))


def _within(name: str, content: bytes, depth: int) -> Iterator[Piece]:
    """The words of a file, or of one that is embedded in another."""
    place = name if depth else ""
    if depth > DEEPEST:
        yield Piece(place, "", "it lies too deep to be read")
        return
    for piece in _by_kind(name, content, depth):
        where = ", ".join(filter(None, (place, piece.place)))
        yield Piece(where, piece.text, piece.fault)


def _by_kind(name: str, content: bytes, depth: int) -> Iterator[Piece]:
    if content.startswith(b"PK"):
        yield from office_pieces(content, _within, depth)
    elif b"%PDF-" in content[:1024]:
        yield from pdf_pieces(content, _within, depth)
    elif content.startswith(b"{\\rtf"):
        yield Piece("text", _rich(content.decode("cp1252", "replace")))
    elif name.lower().endswith(TEXT) or _is_text(content):
        text = _decoded(content)
        yield Piece("text", text)
        if "<" in text:
            yield Piece("text", MARKS.sub("", text))
    else:
        yield Piece("notes in a picture", BETWEEN.join(image_notes(content)))
        yield Piece("words in its bytes", BETWEEN.join(_runs(content)))


def _is_text(content: bytes) -> bool:
    return b"\x00" not in content[:4096] and not content.startswith((b"\x89", b"\xff"))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rich(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1]) % 0x10000)
        return bytes([int(match[2], 16)]).decode("cp1252", "replace")

    return RTF_MARK.sub("", RTF_CHAR.sub(char, text))


def _runs(content: bytes) -> Iterator[str]:
    """What reads like words in a file of another kind, in both common codings."""
    for run in RUN.findall(content):
        yield from _wordy(run.decode("cp1252", "replace"))
        yield from _wordy(run.decode("utf-8", "ignore"))
    for run in WIDE_RUN.findall(content):
        yield from _wordy(run.decode("utf-16-le", "replace"))


def _wordy(run: str) -> Iterator[str]:
    if sum(c.isalnum() or c == " " for c in run) >= WORDY * len(run):
        yield run


def _also_decoded(piece: Piece) -> Iterator[Piece]:
    """A piece, and again with what is coded for a link or a page decoded."""
    yield piece
    if "%" in piece.text and (plain := unquote(piece.text)) != piece.text:
        yield Piece(piece.place, plain)
    if "&" in piece.text and (plain := unescape(piece.text)) != piece.text:
        yield Piece(piece.place, plain)
