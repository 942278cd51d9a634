"""D7, the notice of what is late: one page for each person told (brief 5.5)."""

from docx.shared import Cm, Pt

from tools.starter_templates.kit import (
    Word,
    box,
    bullets,
    else_,
    for_,
    heading,
    if_,
    labelled,
    new_document,
    para,
    save,
    table,
)

LATE = (
    ("Case", "{{ r.case }}", 2.4),
    ("Item", "{{ r.item }}", 3.2),
    ("Due", "{{ r.due }}", 2.2),
    ("Working days late", "{{ late_now.days[loop.index0] }}", 1.9),
    ("Level", "{{ r.level }}", 1.2),
    ("Owner", "{{ r.owner }}", 2.4),
    ("What is needed", "{{ r.needed }}", 4.5),
    ("Decision", "", 3.3),
    ("Reason", "", 3.3),
    ("New date", "", 2.0),
)


def make() -> None:
    """Write the template of the overdue notice."""
    doc = new_document(landscape=True, size=10)
    _tight(doc)
    with if_(doc, "rows"):
        _level(doc)
        _late(doc)
        heading(doc, "What to do today")
        bullets(doc, "step in steps", "{{ step }}")
        _risk(doc)
        with if_(doc, "copies"):
            labelled(doc, "Also told", "{{ copies | join(', ') }}")
        para(doc, "Signed: ______________________________   Date: ______________")
        else_(doc)
        para(doc, "For {{ to }}. {{ provider_name }}, staff only.")
        box(doc, "Nothing on your earlier notice is late now. Thank you.", bold=True)
    save(doc, "overdue-notice")


def _tight(doc: Word) -> None:
    """One page: narrow edges, small steps between the parts."""
    section = doc.sections[0]
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1)
    section.footer_distance = Cm(0.6)
    title, top = doc.styles["Title"], doc.styles["Heading 1"]
    title.font.size, top.font.size = Pt(18), Pt(12)
    title.paragraph_format.space_after = Pt(2)
    top.paragraph_format.space_before, top.paragraph_format.space_after = Pt(7), Pt(2)
    for name, after in (("Normal", 3), ("List Bullet", 0), ("Fact", 1), ("Box", 2)):
        doc.styles[name].paragraph_format.space_after = Pt(after)
    doc.styles["Table Text"].font.size = Pt(9)


def _level(doc: Word) -> None:
    para(doc, "For {{ to }} ({{ roles }}). {{ provider_name }}, staff only.")
    box(
        doc,
        "Level {{ level }}, reached on {{ reached }}: {{ level_words }}.",
        bold=True,
    )


def _late(doc: Word) -> None:
    heading(doc, "What is late, and what you decide")
    headers, cells, widths = zip(*LATE, strict=True)
    made = table(doc, headers, "r in rows", cells, widths)
    made.rows[2].height = Cm(0.9)
    with if_(doc, "more"):
        para(doc, "And {{ more }} more: see the review register.")


def _risk(doc: Word) -> None:
    with if_(doc, "risks"):
        heading(doc, "Risk to people while this is late")
        with for_(doc, "r in risks"):
            labelled(doc, "{{ r.case }}", "{{ r.risk }} {{ r.review }}")
