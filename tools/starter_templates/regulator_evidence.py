"""D14, the evidence summary for a regulator, by the framework in force (brief 5.12)."""

from tools.starter_templates.governance_kit import opening, rows
from tools.starter_templates.kit import (
    Word,
    bullets,
    for_,
    heading,
    if_,
    labelled,
    para,
    save,
    then,
    words,
)

FIGURES = (
    (
        "What we measure",
        "{{ f.title }}{% if f.title != f.id %} ({{ f.id }}){% endif %}",
        6.6,
    ),
    ("Twelve months", "{{ f.shown }}", 6.6),
    ("Against the year before", "{{ f.trend or '\N{EN DASH}' }}", 3.8),
)
PLAN = (
    ("What", "{{ r.what }}", 7.4),
    ("Who", "{{ r.owner }}", 3.6),
    ("By when", "{{ r.due }}", 3.2),
    ("Done?", "{{ r.done }}", 2.8),
)
LEARNED = (
    ("What we learned", "{{ r.learned }}", 5.6),
    ("What changed", "{{ r.changed }}", 4.6),
    ("How far it is", "{{ r.stage }}", 2.6),
    ("What the check found", "{{ r.checked or 'Not checked yet' }}", 4.2),
)


def make() -> None:
    """Write the template of the evidence summary."""
    doc = opening(
        "{{ doc.title }}: {{ regulator }}",
        "{{ provider_name }}: {{ services | join(', ') }}.",
        (
            "Asked by",
            "{{ framework }}"
            + then("in_force_from", ", in force since ")
            + then("to_check", ". Still to be checked: "),
        ),
        ("Figures", "{{ from_ }} to {{ to }}, beside the year before"),
        "Small numbers are left out or told in words, so that nobody can be found in"
        " them. Case references are for inspectors and managers only.",
    )
    with for_(doc, "q in questions"):
        _question(doc)
    heading(doc, "What an inspector may look for")
    with for_(doc, "list in lists"):
        heading(doc, "{{ list.title }}", 2)
        bullets(doc, "line in list.lines", "{{ line }}")
        with if_(doc, "not list.lines"):
            para(doc, "We do not count this yet.")
    heading(doc, "What we learned in these months")
    rows(doc, LEARNED, "r in learned", empty="No learning note was opened.")
    heading(doc, "What we still have to put right")
    rows(doc, PLAN, "r in plan", empty="Nothing is open.")
    save(doc, "regulator-evidence")


def _question(doc: Word) -> None:
    heading(doc, "{% if q.group %}{{ q.group }}: {% endif %}{{ q.title }}")
    with if_(doc, "q.what_we_do"):
        heading(doc, "What we do", 2)
        bullets(doc, "line in q.what_we_do", "{{ line }}")
    with if_(doc, "q.figures or q.nothing"):
        heading(doc, "What the figures say", 2)
        with if_(doc, "q.figures"):
            rows(doc, FIGURES, "f in q.figures")
        with if_(doc, "q.nothing"):
            nothing = "{{ q.nothing | join('; ') }}"
            labelled(doc, "Nothing to count in these months", nothing)
    with if_(doc, "q.says"):
        heading(doc, "What people say", 2)
        with for_(doc, "line in q.says"):
            words(doc, "{{ line }}")
    heading(doc, "Where to look", 2)
    with if_(doc, "q.records"):
        bullets(doc, "line in q.records", "{{ line }}")
    with if_(doc, "q.documents"):
        labelled(doc, "Papers", "{{ q.documents | join(', ') }}")
    with if_(doc, "q.gaps"):
        heading(doc, "What is not good enough yet", 2)
        bullets(doc, "line in q.gaps", "{{ line }}")
    with if_(doc, "q.plan"):
        heading(doc, "What we are doing about it", 2)
        bullets(
            doc,
            "r in q.plan",
            "{{ r.what }} ({{ r.owner }}, by {{ r.due }}): {{ r.done }}",
        )
