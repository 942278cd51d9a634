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

GLANCE: tuple[Column, ...] = (
    ("Case", "{{ c.ref }}" + then("c.service"), 5.0),
    ("What was wanted", "{{ c.questions[0].state }}", 3.0),
    ("What was offered", "{{ c.questions[1].state }}", 3.0),
    ("What was agreed", "{{ c.questions[2].state }}", 3.0),
    ("What changed", "{{ c.questions[3].state }}", 3.0),
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
    heading(doc, "At a glance")
    rows(doc, GLANCE, "c in cases")
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
    _list(doc, "Timeline", TIMELINE, "e in c.timeline", "Nothing is dated yet.")
    _list(doc, "Monthly samples", SAMPLING, "s in c.sampling", "In no sample yet.")
    _list(doc, "Managerial reviews", MANAGERIAL, "m in c.managerial", "There was none.")
    _list(doc, "What we learned", LEARNING, "n in c.learning", "No note was opened.")


def _list(
    doc: Word, title: str, columns: tuple[Column, ...], each: str, empty: str
) -> None:
    """A table with the places in the full pack, and without them in the other."""
    heading(doc, title, 2)
    *shorter, (_, _, freed) = columns
    head, cell, width = shorter[-1]
    with if_(doc, "left_out"):
        rows(doc, (*shorter[:-1], (head, cell, width + freed)), each, empty=empty)
        else_(doc)
        rows(doc, columns, each, empty=empty)
