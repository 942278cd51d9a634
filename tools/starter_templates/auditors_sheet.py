"""D15, the auditor's sheet: four questions about one case (brief section 7)."""

from tools.starter_templates.kit import (
    bullets,
    draft_banner,
    for_,
    heading,
    if_,
    labelled,
    new_document,
    para,
    save,
)


def make() -> None:
    """Write the template of the auditor's sheet."""
    doc = new_document(size=11)
    draft_banner(doc)
    labelled(doc, "Case", "{{ ref }}")
    labelled(doc, "Overall", "{{ overall }}")
    with for_(doc, "q in questions"):
        heading(doc, "{{ q.question }}", 2)
        para(doc, "{{ q.state }}")
        with if_(doc, "q.shown"):
            bullets(doc, "line in q.shown", "{{ line }}")
    heading(doc, "Also", 2)
    labelled(doc, "Does the person recognise the plan?", "{{ recognises }}")
    labelled(doc, "Limits on the person's freedom in force", "{{ limits }}")
    with if_(doc, "next_dates"):
        labelled(doc, "Next date", "{{ next_dates[0].when }}")
    save(doc, "auditors-sheet")
