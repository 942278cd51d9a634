"""What people see of a Word document, as one hash: stores rewrite the rest (F26).

The zip is read by hand, for its directory says where each part lies and most parts lie
in many documents just as they came from the template.
"""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from workflow.adapters.safe_files import sha256

LOCAL_HEADER = 30  # bytes of what stands before the name of a part in a zip
END_MARK, END_OF_ZIP = b"PK\5\6", struct.Struct("<4sHHHHIIH")
ENTRY_MARK, ENTRY = b"PK\1\2", struct.Struct("<6xHHH4xIIIHHH8xI")
PLAIN_ZIP = 20  # the version of the format that any program reads
ENCRYPTED, UNPACKED = 1, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError),
    *(NotImplementedError, EOFError),
)
MOST_UNPACKED = 50 * 1024 * 1024  # bytes of a Word document's own parts


def words_of(content: bytes) -> str:
    """The hash of the parts of a Word document that people see; "" for other files.

    Stores rewrite the other parts (properties, labels) without a word changing (F26).
    """
    if not content.startswith(b"PK"):
        return ""
    try:
        parts = sorted(
            (part for part in _parts(content) if part.filename[:5] == "word/"),
            key=lambda part: part.filename,
        )
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            return ""
        read = [(part.filename, _part_hash(content, part)) for part in parts]
    except DAMAGED:
        return ""
    return sha256(json.dumps(read).encode()) if read else ""


class _Part(NamedTuple):
    """What the directory of a zip says of one part."""

    filename: str
    header_offset: int
    compress_size: int
    file_size: int
    compress_type: int
    flag_bits: int
    CRC: int


def _parts(content: bytes) -> Iterable[_Part]:
    """The parts of a zip. Raises `BadZipFile` when it is none."""
    return _plainly(content) or _carefully(content)


def _plainly(content: bytes) -> list[_Part]:
    """The same of a file as we write them; empty when it is in any way unlike those."""
    at = len(content) - END_OF_ZIP.size
    if at < 0 or not content.startswith(END_MARK, at):
        return []
    _, disk, first, here, count, size, begin, comment = END_OF_ZIP.unpack_from(
        content, at
    )
    if disk or first or here != count or comment or begin + size != at:
        return []
    found, place = [], begin
    for _ in range(count):
        if not content.startswith(ENTRY_MARK, place):
            return []
        entry = ENTRY.unpack_from(content, place)
        needs, flags, kind, crc, packed, length, name, extra, words, header = entry
        place += ENTRY.size
        bare = content[place : place + name]
        odd = needs != PLAIN_ZIP or extra or words or flags
        if odd or not bare.isascii() or b"\0" in bare:
            return []
        at_most = (header, packed, length, kind, flags, crc)
        found.append(_Part(bare.decode(), *at_most))
        place += name
    return found if place == at else []


def _carefully(content: bytes) -> list[_Part]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [
            _Part(
                *(part.filename, part.header_offset, part.compress_size),
                *(part.file_size, part.compress_type, part.flag_bits, part.CRC),
            )
            for part in package.infolist()
        ]


def _part_hash(content: bytes, part: _Part) -> str:
    """The hash of one part. Raises `BadZipFile` or `zlib.error` when it is not whole.

    Most parts lie in many documents just as they came from the template.
    """
    at = part.header_offset
    name, extra = struct.unpack_from("<HH", content, at + LOCAL_HEADER - 4)
    begin = at + LOCAL_HEADER + name + extra
    packed = content[begin : begin + part.compress_size]
    if part.compress_type not in UNPACKED or part.flag_bits & ENCRYPTED:
        raise zipfile.BadZipFile
    return _unpacked_hash(packed, part.compress_type, part.file_size, part.CRC)


@lru_cache(maxsize=1024)
def _unpacked_hash(packed: bytes, method: int, size: int, crc: int) -> str:
    unpacked = packed
    if method == zipfile.ZIP_DEFLATED:
        unpacked = zlib.decompressobj(-15).decompress(packed, size + 1)
    if len(unpacked) != size or zlib.crc32(unpacked) != crc:
        raise zipfile.BadZipFile
    return sha256(unpacked)
