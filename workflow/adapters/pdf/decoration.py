"""Marks lines and shading of a finished PDF as decoration, for screen readers (PDF/UA).

The word processor tags every word, but paints the frames round paragraphs and cells
without saying that they are nothing to read out.
"""

import io

from pikepdf import (
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Name,
    Operator,
    Page,
    Pdf,
    PdfError,
    parse_content_stream,
    unparse_content_stream,
)

Instruction = ContentStreamInstruction | ContentStreamInlineImage

BUILDING = frozenset({"m", "l", "c", "v", "y", "h", "re"})
PAINTING = frozenset({"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"})
OPENING, CLOSING = frozenset({"BMC", "BDC"}), "EMC"
BEGIN = ContentStreamInstruction([Name.Artifact], Operator("BMC"))
END = ContentStreamInstruction([], Operator("EMC"))


def marked(pdf: bytes) -> bytes:
    """The same PDF with all that it only paints marked as decoration.

    One that cannot be read, or needs nothing, is given back as it is.
    """
    try:
        with Pdf.open(io.BytesIO(pdf)) as opened:
            if not sum(_marked(opened, page) for page in opened.pages):
                return pdf
            made = io.BytesIO()
            opened.save(made, deterministic_id=True)
            return made.getvalue()
    except PdfError:
        return pdf


def _marked(pdf: Pdf, page: Page) -> bool:
    """Mark one page; whether there was something to mark."""
    before = list(parse_content_stream(page))
    after = _decorated(before)
    if len(after) == len(before):
        return False
    page.Contents = pdf.make_stream(unparse_content_stream(after))
    return True


def _decorated(instructions: list[Instruction]) -> list[Instruction]:
    """The instructions with each path painted outside any tag marked."""
    made: list[Instruction] = []
    depth, begun = 0, -1
    for instruction in instructions:
        name = str(instruction.operator)
        depth += (name in OPENING) - (name == CLOSING)
        if name in BUILDING and begun < 0:
            begun = len(made)
        made.append(instruction)
        if name in PAINTING and depth == 0 and begun >= 0:
            made[begun:begun] = [BEGIN]
            made.append(END)
        if name in PAINTING or name == "n":
            begun = -1
    return made
