"""The impact assessment: what the program knows filled in, room for the rest."""

from docx.shared import Cm

from tools.starter_templates.governance_kit import Column, compact, on_a_new_page, rows
from tools.starter_templates.kit import (
    Word,
    bullets,
    else_,
    for_,
    heading,
    if_,
    keep_together,
    labelled,
    new_document,
    para,
    plain_table,
    row,
    save,
    set_widths,
)

SERVICES: tuple[Column, ...] = (
    ("Service", "{{ s.name }}", 7.0),
    ("Kind", "{{ s.kind }}", 6.0),
    ("Nation", "{{ s.nation }}", 4.0),
)
HELD: tuple[Column, ...] = (
    ("What we hold", "{{ h.what }}", 6.2),
    ("Details", "{{ h.fields }}", 1.8),
    ("The person sees", "{{ h.person }}", 2.2),
    ("Staff see", "{{ h.staff }}", 1.8),
    ("Managers see", "{{ h.manager }}", 2.2),
    ("A professional, once agreed", "{{ h.professional }}", 2.8),
)
KEPT_BACK: tuple[Column, ...] = (
    ("What we hold", "{{ k.what }}", 4.4),
    ("Left out of papers for the person", "{{ k.fields }}", 12.6),
)
ROLES: tuple[Column, ...] = (
    ("Role", "{{ r.role }}", 5.0),
    ("People", "{{ r.people }}", 2.0),
    ("May open", "{{ r.opens }}", 10.0),
)
PERIODS: tuple[Column, ...] = (
    ("Nation", "{{ p.nation }}", 3.0),
    ("How long", "{{ p.years }}", 2.6),
    ("From", "{{ p.counts_from }}", 3.6),
    ("Where this comes from", "{{ p.source }}", 7.8),
)
GUARDS: tuple[Column, ...] = (
    ("Place", "{{ g.place }}", 5.2),
    ("What may stand there", "{{ g.holds }}", 5.6),
    ("What guards it", "{{ g.measure }}", 6.2),
)
YOURS = ("How likely is it?", "How bad would it be?", "What we decide, who, by when")
SIGN = ("What", "Who, and in which role", "Decision", "Date")


def make() -> None:
    """Write the template of the assessment."""
    doc = new_document("{{ doc.title }}: {{ provider_name }}", size=11)
    compact(doc)
    para(
        doc,
        "A beginning, made by Alongside from what it knows of itself and of your"
        " settings. The boxes are yours: nothing here is decided until you decide it."
        " What you write here is never overwritten.",
    )
    _needed(doc)
    _processing(doc)
    _asked(doc)
    heading(doc, "4. Is it necessary, and no more than that?")
    bullets(doc, "line in necessary", "{{ line }}")
    _lawful(doc)
    _box(doc, "What else we say to this")
    _kept(doc)
    _risks(doc)
    _guards(doc)
    _signed(doc)
    save(doc, "dpia")


def _needed(doc: Word) -> None:
    heading(doc, "1. Why an assessment is needed")
    bullets(doc, "line in why", "{{ line }}")


def _processing(doc: Word) -> None:
    heading(doc, "2. What we do with what")
    bullets(doc, "line in purpose", "{{ line }}")
    rows(doc, SERVICES, "s in services")
    heading(doc, "What is held, and who sees it", 2)
    para(
        doc,
        "Each detail says who may see it; papers get no other. The figures count"
        " details: all, none, or how many.",
    )
    rows(doc, HELD, "h in held")
    labelled(doc, "Kinds of information", "{{ kinds | join('; ') }}")
    heading(doc, "Who may open what", 2)
    rows(doc, ROLES, "r in roles")
    heading(doc, "What papers for the person leave out", 2)
    para(
        doc,
        "Besides who saved and amended a file, and when. When the person asks for"
        " everything we hold, this is looked at line by line: alongside"
        " subject-access. This table keeps nothing from them.",
    )
    rows(doc, KEPT_BACK, "k in kept_back")


def _asked(doc: Word) -> None:
    heading(doc, "3. Whom we asked")
    with for_(doc, "line in ask"):
        _box(doc, "{{ line }}")


def _lawful(doc: Word) -> None:
    labelled(doc, "Usual lawful basis", "{{ article6 or 'not decided' }}")
    labelled(doc, "Usual condition", "{{ article9 or 'not decided' }}")
    labelled(doc, "Contact for data protection", "{{ contact or 'not decided' }}")
    labelled(doc, "How to complain", "{{ complaints_how or 'not decided' }}")


def _kept(doc: Word) -> None:
    heading(doc, "5. How long it is kept")
    rows(doc, PERIODS, "p in periods")
    with if_(doc, "decided"):
        para(doc, "Decided by {{ decided_by }} on {{ decided_on }}.")
        else_(doc)
        para(
            doc,
            "Not decided yet. Until somebody has decided, nothing can be destroyed:"
            " see config/retention.yaml.",
        )
    para(
        doc,
        "Two people approve each destruction, nothing goes by itself, and an open"
        " enquiry, complaint, claim or request keeps a case. These copies are for"
        " people to see to:",
    )
    bullets(doc, "line in copies", "{{ line }}")


def _risks(doc: Word) -> None:
    heading(doc, "6. Risks, and what is left of them")
    with for_(doc, "r in risks"):
        heading(doc, "{{ r.id }}. {{ r.risk }}", 2)
        bullets(doc, "line in r.measures", "{{ line }}")
        for label, text in (("What is left", "left"), ("For you to decide", "yours")):
            line = labelled(doc, label, f"{{{{ r.{text} }}}}")
            line.paragraph_format.keep_with_next = True
        made = plain_table(doc, YOURS)
        row(made, ("", "", "")).height = Cm(1.6)
        set_widths(made, (4.0, 4.0, 9.0))
        keep_together(made)
        para(doc, "", "After Table")


def _guards(doc: Word) -> None:
    on_a_new_page(heading(doc, "7. Where a person could become visible"))
    para(doc, "Each of these is shown by tests that run with every change.")
    rows(doc, GUARDS, "g in guards")


def _signed(doc: Word) -> None:
    heading(doc, "8. Decided")
    made = plain_table(doc, SIGN)
    for what in (
        "Measures approved",
        "Risks that stay accepted",
        "Advice",
        "Next look",
    ):
        row(made, (what, "", "", "")).height = Cm(1.1)
    set_widths(made, (4.4, 5.0, 5.0, 2.6))
    keep_together(made)
    para(
        doc,
        "If a high risk stays that you cannot lower, ask the ICO before you go on"
        " (article 36).",
    )


def _box(doc: Word, title: str) -> None:
    """A heading with room to write below it."""
    made = plain_table(doc, (title,))
    row(made, ("",)).height = Cm(1.8)
    set_widths(made, (17.0,))
    keep_together(made)
    para(doc, "", "After Table")
