"""D13, the first evidence document for a tender (brief 5.11); no case, no name."""

from tools.starter_templates.kit import (
    bullet,
    bullets,
    draft_banner,
    for_,
    heading,
    labelled,
    new_document,
    para,
    save,
    table,
)


def make() -> None:
    """Write the template of the tender evidence."""
    doc = new_document(size=12)
    draft_banner(doc)
    labelled(doc, "Tender", "{{ tender }}")
    labelled(doc, "Period", "{{ period.from_ }} to {{ period.to }}")
    para(doc, "Services counted:")
    bullets(doc, "s in services", "{{ s }}")
    heading(doc, "What you asked")
    with for_(doc, "q in questions"):
        para(doc, "{{ q.id }}: {{ q.wording }}")
    heading(doc, "What we can show")
    table(
        doc,
        ["Measure", "Counted", "Out of", "Result"],
        "f in figures",
        [
            "{{ f.measure }} {{ f.title }}",
            "{{ f.numerator }}",
            "{{ f.denominator }}",
            "{{ f.shown }}",
        ],
        [4.5, 4.5, 4.5, 3],
    )
    para(
        doc,
        "Small numbers are not shown, so that nobody can be recognised. What counts our own work is shown in full when there are at least five.",
    )
    heading(doc, "How we verify")
    bullet(
        doc,
        "The safeguarding lead looks at every late review and every complex decision.",
    )
    bullet(doc, "Someone who does not own the case samples records each month.")
    bullet(
        doc,
        "A manager who did not decide reviews every sharing outside what a person agreed.",
    )
    save(doc, "tender-evidence")
