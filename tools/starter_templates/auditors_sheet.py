"""D15, the auditor's sheet: four questions on one page (brief 5.14, section 7)."""

from docx.shared import Pt

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

SIZE = 9


def make() -> None:
    """Write the template of the auditor's sheet."""
    doc = new_document(size=SIZE)
    top = doc.styles["Heading 1"]
    top.font.size, top.paragraph_format.space_before = Pt(SIZE + 2), Pt(14)
    para(
        doc,
        "{{ ref }}, {{ service_name }}. Opened {{ opened_on }}. Owner: {{ owner }}.",
    )
    draft_banner(doc)
    labelled(doc, "Overall", "{{ overall }}")
    with if_(doc, "sampled"):
        labelled(doc, "{{ sampled_by }}", "{{ sampled }}")
    with for_(doc, "answer in questions"):
        heading(doc, "{{ answer.question }} \N{EM DASH} {{ answer.state }}")
        with if_(doc, "answer.sampler"):
            para(doc, "{{ answer.sampler }}")
        bullets(doc, "line in answer.shown", "{{ line }}")
        with if_(doc, "not answer.shown"):
            para(doc, "Nothing is written down.")
        with if_(doc, "answer.more"):
            para(doc, "And {{ answer.more }} more in the case files.")
    heading(doc, "Also")
    bullets(doc, "line in extra", "{{ line.question }} {{ line.words }}")
    save(doc, "auditors-sheet")
