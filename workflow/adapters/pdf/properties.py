"""Takes out of a finished PDF when, with what and by whom it was made.

Everything is changed in place, at the same length, so that the file stays whole; the
same document gives the same bytes. Source: reliability S13, design README 10.
"""

import hashlib
import re
from collections.abc import Callable

DAY, MOMENT = b"19800101000000", b"1980-01-01T00:00:00"
DATES = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)(\d{14})")
STRAY_MARK = re.compile(rb"(\(D:\d{14}Z)'\)")  # readers stumble over it
XMP_DATES = re.compile(
    rb"(<xmp:(?:CreateDate|ModifyDate|MetadataDate)>)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)"
)
IDENTIFIER = re.compile(rb"(/ID\s*\[\s*<)([0-9A-Fa-f]+)(>\s*<)([0-9A-Fa-f]+)(>)")
CHECKSUM = re.compile(rb"(/DocChecksum\s*/)([0-9A-Fa-f]+)()")
WRITTEN_BY = re.compile(rb"(/Author\s*\()((?:[^()\\]|\\.)*)(\))", re.DOTALL)
WRITTEN_BY_CODED = re.compile(rb"(/Author\s*<)([0-9A-Fa-f]*)(>)")
XMP_PERSON = re.compile(rb"(<dc:creator>.*?<rdf:li>)([^<]*)(</rdf:li>)", re.DOTALL)


def cleaned(pdf: bytes) -> bytes:
    """The same PDF without times, authors and numbers drawn at random."""
    pdf = DATES.sub(rb"\g<1>" + DAY, pdf)
    pdf = STRAY_MARK.sub(rb"\g<1>) ", pdf)
    pdf = XMP_DATES.sub(rb"\g<1>" + MOMENT, pdf)
    pdf = WRITTEN_BY.sub(_filled(b" "), pdf)
    pdf = WRITTEN_BY_CODED.sub(_filled(b"0"), pdf)
    pdf = XMP_PERSON.sub(_filled(b" "), pdf)
    pdf = CHECKSUM.sub(_filled(b"0"), pdf)
    bare = IDENTIFIER.sub(_numbered(b"0" * 64), pdf)
    own = hashlib.sha256(bare).hexdigest().upper().encode()
    return IDENTIFIER.sub(_numbered(own), bare)


def _filled(letter: bytes) -> Callable[[re.Match[bytes]], bytes]:
    return lambda m: m[1] + letter * len(m[2]) + m[3]


def _numbered(own: bytes) -> Callable[[re.Match[bytes]], bytes]:
    """Both numbers of the file from its own content."""
    return lambda m: m[1] + own[: len(m[2])] + m[3] + own[: len(m[4])] + m[5]
