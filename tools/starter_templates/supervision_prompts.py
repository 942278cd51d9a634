"""D10, the supervision prompt sheet: two pages to talk over (brief 5.8)."""

from docx.shared import Cm, Pt

from tools.starter_templates.governance_kit import compact, on_a_new_page, rows
from tools.starter_templates.kit import (
    RULED,
    Word,
    bullets,
    draft_banner,
    for_,
    heading,
    if_,
    labelled,
    new_document,
    para,
    plain_table,
    row,
    save,
    set_widths,
)

GRID = (
    "What the person wishes",
    "Which right this is about",
    "What harm we fear",
    "The least restrictive step",
    "What the person would say",
    "When I would go to the lead",
)
WORDS = (("Instead of", "{{ w.word }}", 7.0), ("we could say", "{{ w.try }}", 10.0))


def make() -> None:
    """Write the template of the supervision prompt sheet."""
    doc = new_document(size=12)
    compact(doc, before=10)
    para(doc, "{{ worker }} with {{ supervisor }}, by {{ due }}. {{ provider_name }}.")
    para(
        doc,
        "For the two of you: to think together about rights and protection. There are"
        " no right answers here, and nobody is marked.",
    )
    draft_banner(doc)
    heading(doc, "1. Questions to choose from")
    with for_(doc, "p in prompts"):
        heading(doc, "{{ p.text }}", 2)
        para(
            doc,
            "{{ p.why }}{% if p.case %} {{ p.case }}.{% endif %}",
        )
    _last(doc)
    _grid(doc)
    on_a_new_page(heading(doc, "3. Words we use"))
    rows(doc, WORDS, "w in words", empty="Which word did you hear this week?")
    heading(doc, "4. One thing to do differently")
    for label in ("What", "From when", "How we will know"):
        labelled(doc, label, RULED * 2).paragraph_format.space_after = Pt(16)
    para(
        doc,
        "Afterwards write the dilemma and what you decided in a note under"
        " governance/supervision. This sheet is not kept with the case.",
    )
    save(doc, "supervision-prompts")


def _last(doc: Word) -> None:
    with if_(doc, "last.changes"):
        para(doc, "On {{ last.on }} you chose. How did it go?")
        bullets(doc, "change in last.changes", "{{ change }}")


def _grid(doc: Word) -> None:
    heading(doc, "2. The dilemma")
    made = plain_table(doc, ("Look at", "Your words"))
    for line in GRID:
        row(made, (line, "")).height = Cm(1.95)
    set_widths(made, (5.0, 12.0))
    para(doc, "", "After Table")
