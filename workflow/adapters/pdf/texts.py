"""Text as a PDF holds it: in a string or a stream, in letters that its start tells."""

import codecs

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)


def decoded(text: bytes) -> str:
    """What some bytes say. Raises `ValueError` when they are in no letters."""
    for mark, encoding in MARKS:
        if text.startswith(mark):
            return text.removeprefix(mark).decode(encoding)
    return text.decode("latin-1")
