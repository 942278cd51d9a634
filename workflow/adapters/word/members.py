"""The members of a Word file's zip, written as they lie: same parts, same bytes.

The only door to libdeflate, whose output is the same on every processor and system
(docs/decisions/0020). Order, date and rights of members are fixed. Source: reliability
3.9.
"""

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from deflate import crc32, deflate_compress

FAST, SMALL = 1, 9  # libdeflate's levels: made for each document, made once
FIRST = "[Content_Types].xml"
DAY = 1 << 5 | 1  # 1 January 1980
UNIX, VERSION, DEFLATED = 3, 20, 8
RIGHTS = 0o600 << 16
NAMES_ARE_UTF8 = 1 << 11
LOCAL = struct.Struct("<4sHHHHHIIIHH")
CENTRAL = struct.Struct("<4sBBHHHHHIIIHHHHHII")
PLACE = bytes(4)
END = struct.Struct("<4sHHHHIIH")


class Member(NamedTuple):
    """One deflated part; `local` is its header with the data, `entry` its entry.

    The entry in the directory lacks where in the file the part begins.
    """

    name: str
    local: bytes
    entry: bytes


def member(name: str, content: bytes, level: int = FAST) -> Member:
    """A part, deflated."""
    packed = deflate_compress(content, level)
    bare = name.encode()
    flags = 0 if name.isascii() else NAMES_ARE_UTF8
    sizes = (crc32(content), len(packed), len(content), len(bare), 0)
    head = LOCAL.pack(b"PK\3\4", VERSION, flags, DEFLATED, 0, DAY, *sizes)
    entry = CENTRAL.pack(
        b"PK\1\2", VERSION, UNIX, VERSION, flags, DEFLATED, 0, DAY, *sizes,
        0, 0, 0, RIGHTS, 0,
    )  # fmt: skip
    return Member(name, b"".join((head, bare, packed)), entry[: -len(PLACE)])


def content_of(one: Member) -> bytes:
    """The part that a member was made of."""
    return zlib.decompress(one.local[LOCAL.size + len(one.name.encode()) :], -15)


def zlib_stream(content: bytes) -> bytes:
    """Some bytes as zlib writes them, the same everywhere."""
    packed = deflate_compress(content, FAST)
    return b"\x78\x01" + packed + zlib.adler32(content).to_bytes(4, "big")


def assembled(members: Iterable[Member], comment: bytes = b"") -> bytes:
    """The whole file, its parts in their fixed order; a comment may end it."""
    data: list[bytes] = []
    entries: list[bytes] = []
    place = count = 0
    for name, local, entry in sorted(members, key=_order):
        data.append(local)
        entries += (entry, place.to_bytes(len(PLACE), "little"), name.encode())
        place += len(local)
        count += 1
    directory = b"".join(entries)
    end = END.pack(b"PK\5\6", 0, 0, count, count, len(directory), place, len(comment))
    return b"".join((*data, directory, end, comment))


def _order(one: Member) -> tuple[bool, str]:
    return one.name != FIRST, one.name
