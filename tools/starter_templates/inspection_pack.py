"""The inspection pack: each case with its timeline and the four questions."""

from tools.starter_templates.governance_kit import (
    Column,
    compact,
    on_a_new_page,
    rows,
)
from tools.starter_templates.kit import (
    Word,
    bullets,
    else_,
    for_,
    heading,
    if_,
    labelled,
    new_document,
    para,
    save,
    then,
)

TIMELINE: tuple[Column, ...] = (
    ("When", "{{ e.when }}", 3.6),
    ("What", "{{ e.what }}", 6.6),
    ("Where it stands", "{{ e.where }}", 6.8),
)
SAMPLING: tuple[Column, ...] = (
    ("Sample of", "{{ s.month }}", 3.6),
    ("What the sampler found", "{{ s.result }}", 8.6),
    ("Where it stands", "{{ s.where }}", 4.8),
)
MANAGERIAL: tuple[Column, ...] = (
    ("When", "{{ m.when }}", 3.2),
    ("Why a manager looked", "{{ m.reasons }}" + then("m.why", ". "), 6.6),
    ("Outcome", "{{ m.outcome }}", 3.0),
    ("Where it stands", "{{ m.where }}", 4.2),
)
LEARNING: tuple[Column, ...] = (
    ("What we learned", "{{ n.learned }}", 5.6),
    ("What changed", "{{ n.changed }}", 5.0),
    ("How far it is", "{{ n.stage }}", 2.4),
    ("Where it stands", "{{ n.where }}", 4.0),
)
WHERE = then("line.where", " [", "]")


def make() -> None:
    """Write the template of the inspection pack."""
    doc = new_document("{{ doc.title }}: {{ provider_name }}", size=10)
    compact(doc)
    with if_(doc, "left_out"):
        para(
            doc,
            "Anonymised. Left out, or told another way than in the full pack:",
        )
        bullets(doc, "line in left_out", "{{ line }}")
        else_(doc)
        para(
            doc,
            "In full: for an inspector, with the people's own words. Beside each"
            " statement stands the file and the line where it is written.",
        )
    with for_(doc, "c in cases"):
        _case(doc)
    save(doc, "inspection-pack")


def _case(doc: Word) -> None:
    on_a_new_page(heading(doc, "{{ c.ref }}" + then("c.service")))
    labelled(doc, "Opened", "{{ c.opened }}" + then("c.state", ". "))
    heading(doc, "The four questions of an outsider", 2)
    with for_(doc, "q in c.questions"):
        heading(doc, "{{ q.question }} \N{EM DASH} {{ q.state }}", 3)
        with if_(doc, "left_out"):
            para(doc, "Statements that show it: {{ q.count }}")
            else_(doc)
            bullets(doc, "line in q.lines", "{{ line.text }}" + WHERE)
    heading(doc, "Timeline", 2)
    rows(doc, TIMELINE, "e in c.timeline")
    heading(doc, "Monthly samples", 2)
    rows(doc, SAMPLING, "s in c.sampling", empty="It was in no sample yet.")
    heading(doc, "Managerial reviews", 2)
    rows(doc, MANAGERIAL, "m in c.managerial", empty="There was none.")
    heading(doc, "What we learned", 2)
    rows(doc, LEARNING, "n in c.learning", empty="No learning note was opened.")
