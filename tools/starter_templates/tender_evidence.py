"""D13, the tender evidence: method, figures and who verifies them (brief 5.11)."""

from tools.starter_templates.kit import (
    Word,
    bullets,
    draft_banner,
    for_,
    heading,
    if_,
    labelled,
    new_document,
    numbered,
    numbering,
    para,
    save,
    table,
    words,
)

STEPS = (
    "Somebody is worried. We talk with the person first and ask what they want.",
    "We write down their words, and ask again at each review.",
    "We talk through choices, with good and bad points, and offer an advocate.",
    "We agree a plan, who does what by when, and who is told what.",
    "We look at it again on set dates, and sooner when something happens.",
    "At the end we ask how it turned out, and change how we work.",
)


def make() -> None:
    """Write the template of the tender evidence."""
    doc = new_document(size=12)
    para(doc, "{{ title }}. For {{ buyer }}, reference {{ tender_ref }}.")
    para(doc, "{{ provider_name }}, with {{ services }}.")
    draft_banner(doc)
    _questions(doc)
    _method(doc)
    _figures(doc)
    _verification(doc)
    save(doc, "tender-evidence")


def _questions(doc: Word) -> None:
    with for_(doc, "question in questions"):
        heading(doc, "Question {{ question.id }}")
        words(doc, "{{ question.wording }}")
        with if_(doc, "question.word_limit"):
            labelled(doc, "Word limit", "{{ question.word_limit }}")
        with if_(doc, "question.weight"):
            labelled(doc, "Weight", "{{ question.weight }}")
        evidence = "{{ question.measures | join(', ') }}"
        labelled(doc, "Evidence in this document", evidence)


def _method(doc: Word) -> None:
    heading(doc, "How we work, from first concern to final review")
    number = numbering(doc)
    for step in STEPS:
        numbered(doc, step, number)
    para(doc, "Each step is offered in the format the person asked for.")


def _figures(doc: Word) -> None:
    heading(doc, "Our figures")
    para(doc, "Period: {{ period }}. Services: {{ services }}.")
    headers = ("Measure", "What we count", "Out of", "Result")
    cells = (
        "{{ row.measure }} {{ row.title }}",
        "{{ row.numerator }}",
        "{{ row.denominator }}",
        "{{ row.shown }}",
    )
    table(doc, headers, "row in measures", cells, (4.0, 5.0, 4.5, 3.5))
    heading(doc, "Why some numbers are not shown", 2)
    note = (
        "We keep small numbers back so that nobody can be recognised. Numbers about "
        "people are rounded or put into words. Where most of a figure comes from one "
        "person, it is treated as a number about people. A provider's figures are not "
        "national statistics."
    )
    para(doc, note)


def _verification(doc: Word) -> None:
    heading(doc, "How we check ourselves")
    intro = para(doc, "These roles check our work. We give roles, not names.")
    intro.paragraph_format.keep_with_next = True
    bullets(doc, "line in roles", "{{ line.role }}: {{ line.does }}.")
