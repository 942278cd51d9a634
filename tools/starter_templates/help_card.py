"""D4, the pocket help card: eight to a sheet, as large as a bank card (brief 5.1).

Print it on both sides and cut along the lines. It names no case, no illness and no
address, and says only what the person chose to say.
"""

from collections.abc import Sequence

from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.shared import Cm, Mm, Pt

from tools.starter_templates.kit import (
    Word,
    card_style,
    new_document,
    para,
    save,
)

WIDTH, HEIGHT = Mm(85.6), Mm(54)
ROWS, COLUMNS = 4, 2
EDGE = Cm(0.4)
FRONT = (
    "{%p for line in card.words %}",
    "{{ line }}",
    "{%p endfor %}",
    "{%p if card.first %}",
    "{{ card.first }}",
    "{%p endif %}",
)
BACK = (
    "{%p if card.second %}",
    "{{ card.second }}",
    "{%p endif %}",
    "{%p for place in card.places %}",
    "Safe place: {{ place }}",
    "{%p endfor %}",
)


def make() -> None:
    """Write the template of the sheet of cards."""
    doc = new_document(size=12)
    section = doc.sections[0]
    section.left_margin = section.right_margin = Mm(19.4)
    section.top_margin = section.bottom_margin = Cm(1.2)
    card_style(doc)
    para(doc, "Front. Print on both sides, cut along the lines.")
    _sheet(doc, FRONT)
    # The same lines above, so that both sides lie on one another.
    back = para(doc, "{{ doc.title }}", "Title")
    back.paragraph_format.page_break_before = True
    para(doc, "Back. Print on both sides, cut along the lines.")
    _sheet(doc, BACK)
    save(doc, "help-card")


def _sheet(doc: Word, lines: Sequence[str]) -> None:
    """Eight cards of the same words; the tags of each stand in the cell itself."""
    made = doc.add_table(rows=ROWS, cols=COLUMNS)
    made.style, made.autofit = "Card", False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column in made.columns:
        column.width = WIDTH
    for line in made.rows:
        line.height, line.height_rule = HEIGHT, WD_ROW_HEIGHT_RULE.EXACTLY
        for cell in line.cells:
            cell.width, cell.vertical_alignment = WIDTH, WD_ALIGN_VERTICAL.CENTER
            _fill(cell, lines)
    para(doc, "", "After Table")


def _fill(cell: Word, lines: Sequence[str]) -> None:
    """The lines, and one that stays when all of them are taken away."""
    for number, text in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.text, paragraph.style = text, "Table Text"
        look = paragraph.paragraph_format
        look.left_indent = look.right_indent = EDGE
        look.space_after = Pt(3)
    cell.add_paragraph().style = "After Table"
