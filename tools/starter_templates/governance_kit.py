"""What the papers of governance have in common: tight steps, tables, signatures."""

from collections.abc import Sequence

from docx.shared import Cm, Pt

from tools.starter_templates.kit import (
    Word,
    draft_banner,
    else_,
    heading,
    if_,
    keep_together,
    labelled,
    new_document,
    para,
    plain_table,
    row,
    set_widths,
    table,
)

Column = tuple[str, str, float]
"""The head of a column, what stands in a cell, its width in centimetres."""
TITLE = "{{ doc.title }}"
SIGNING = (("Who", 5.2), ("Role", 4.2), ("Date", 3.0), ("Signature", 4.6))


def opening(
    title: str,
    *lines: str | tuple[str, str],
    size: int = 11,
    landscape: bool = False,
) -> Word:
    """A paper of governance up to its draft box: title, then lines, some labelled."""
    doc = new_document(title, size=size, landscape=landscape)
    compact(doc)
    for line in lines:
        if isinstance(line, str):
            para(doc, line)
        else:
            labelled(doc, *line)
    draft_banner(doc)
    return doc


def compact(doc: Word, *, before: int = 12) -> None:
    """Less air round the headings, so that a reader turns fewer pages."""
    size = doc.styles["Normal"].font.size.pt
    for name, extra in (("Heading 1", 3), ("Heading 2", 1)):
        doc.styles[name].font.size = Pt(size + extra)
        doc.styles[name].paragraph_format.space_before = Pt(before)
        doc.styles[name].paragraph_format.space_after = Pt(4)
    doc.styles["Title"].font.size = Pt(size + 9)
    doc.styles["Title"].paragraph_format.space_after = Pt(4)
    doc.styles["Normal"].paragraph_format.space_after = Pt(5)
    doc.styles["List Bullet"].paragraph_format.space_after = Pt(2)
    doc.styles["Fact"].paragraph_format.space_after = Pt(3)


def on_a_new_page(title: Word) -> None:
    """Begin a page with this heading; no empty one where the last was just full."""
    title.paragraph_format.page_break_before = True


def rows(doc: Word, columns: Sequence[Column], each: str, *, empty: str = "") -> None:
    """A table with a row for each thing; `empty` is said where there is none."""
    headers, cells, widths = zip(*columns, strict=True)
    if not empty:
        table(doc, headers, each, cells, widths)
        return
    with if_(doc, each.partition(" in ")[2]):
        table(doc, headers, each, cells, widths)
        else_(doc)
        para(doc, empty)


def signatures(doc: Word) -> None:
    """Room to sign for everybody in `signs`, never split over two pages."""
    heading(doc, "Signatures")
    made = plain_table(doc, [head for head, _ in SIGNING])
    row(made, ("{%tr for s in signs %}", "", "", ""))
    row(made, ("{{ s.who }}", "{{ s.role }}", "", "")).height = Cm(1.1)
    row(made, ("{%tr endfor %}", "", "", ""))
    set_widths(made, [width for _, width in SIGNING])
    keep_together(made)
    para(doc, "", "After Table")
