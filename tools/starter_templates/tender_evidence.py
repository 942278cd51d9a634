"""D13, the tender evidence: method, figures and who verifies them (brief 5.11)."""

from tools.starter_templates.governance_kit import compact
from tools.starter_templates.kit import (
    Word,
    box,
    bullet,
    bullets,
    draft_banner,
    for_,
    heading,
    if_,
    keep_together,
    new_document,
    numbered,
    numbering,
    para,
    plain_table,
    row,
    save,
    set_widths,
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
WHY_HIDDEN = (
    "We keep small numbers back so that nobody can be recognised. Numbers about "
    "people are rounded or put into words. Where most of a figure comes from one "
    "person, it is treated as a number about people."
)
NOT_NATIONAL = (
    "Some measures use the categories of the Safeguarding Adults Collection, so that "
    "they can be read beside a council's published figures. A provider's figures are "
    "not national statistics: the people we support are a different group."
)


def make() -> None:
    """Write the templates of the tender evidence and its appendices."""
    _evidence()
    _answer()
    _measures()
    _stories()
    _governance()
    _matrix()


def _evidence() -> None:
    doc = _opened()
    para(doc, "{{ provider_name }}, with {{ services }}.")
    _questions(doc)
    _method(doc)
    _sections(doc)
    _verification(doc)
    heading(doc, "Appendices")
    with for_(doc, "part in appendices"):  # a short list stays on one page
        line = bullet(doc, "Appendix {{ part.label }}: {{ part.title }}")
        line.paragraph_format.keep_with_next = True
    save(doc, "tender-evidence")


def _answer() -> None:
    """One answer by itself, to see how many pages it fills."""
    doc = new_document(size=12)
    draft_banner(doc)
    _questions(doc)
    save(doc, "tender-answer")


def _opened() -> Word:
    doc = new_document(size=12)
    compact(doc)
    _for_whom(doc)
    draft_banner(doc)
    return doc


def _for_whom(doc: Word) -> None:
    """What it is a part of; a reference in a line of its own is never broken."""
    para(doc, "{{ title }}", "Fact")
    para(doc, "For {{ buyer }}", "Fact")
    para(doc, "Reference: {{ tender_ref }}", "Fact")


def _questions(doc: Word) -> None:
    with for_(doc, "question in questions"):
        heading(doc, "Question {{ question.id }}")
        box(doc, "{{ question.wording }}")
        with if_(doc, "question.body"):
            para(doc, "{{ question.body }}")
        with if_(doc, "question.scored"):
            heading(doc, "How, who, how often, and how we know", 2)
            table(
                doc,
                ("What", "How it is with us"),
                "line in question.scored",
                ("{{ line.label }}", "{{ line.text }}"),
                (4.5, 12.0),
            )


def _method(doc: Word) -> None:
    heading(doc, "How we work, from first concern to final review")
    number = numbering(doc)
    for step in STEPS:
        numbered(doc, step, number)
    para(doc, "Each step is offered in the format the person asked for.")


def _sections(doc: Word) -> None:
    with if_(doc, "sections"):
        heading(doc, "What our figures show")
        para(doc, "Period: {{ period }}. Services: {{ services }}.")
        para(doc, WHY_HIDDEN)
    with for_(doc, "section in sections"):
        heading(doc, "{{ section.title }}")
        cells = ("{{ row.title }}", "{{ row.shown }}")
        head, each = ("Measure", "Result"), "row in section.figures"
        keep_together(table(doc, head, each, cells, (9.0, 8.0)))


def _verification(doc: Word) -> None:
    heading(doc, "Who checks our work")
    bullets(doc, "line in roles", "{{ line.role }}: {{ line.does }}.")
    para(doc, "We give roles, not names.")


def _measures() -> None:
    doc = _opened()
    para(doc, "Period: {{ period }}. Services: {{ services }}.")
    headers = ("Measure", "What we count", "Out of", "Result")
    cells = (
        "{{ row.measure }} {{ row.title }}",
        "{{ row.numerator }}",
        "{{ row.denominator }}",
        "{{ row.shown }}",
    )
    table(doc, headers, "row in measures", cells, (4.3, 4.7, 4.0, 4.0))
    heading(doc, "Why some numbers are not shown")
    para(doc, WHY_HIDDEN)
    heading(doc, "Beside other figures")
    para(doc, NOT_NATIONAL)
    with for_(doc, "row in measures"), if_(doc, "row.comparator"):
        bullet(doc, "{{ row.measure }} {{ row.title }}: {{ row.comparator }}")
    save(doc, "tender-measures")


def _stories() -> None:
    doc = _opened()
    para(
        doc,
        "Each story was told with the person's agreement. They saw these words. "
        "Details are changed so that nobody can be recognised.",
    )
    with if_(doc, "not stories"):
        para(doc, "There is no story in this pack.")
    parts = (
        ("What was going on", "situation"),
        ("What they wanted", "what_they_wanted"),
        ("What was offered", "choices_offered"),
        ("What was agreed", "what_was_agreed"),
        ("What changed", "what_changed"),
        ("What we learned", "what_we_learned"),
    )
    with for_(doc, "story in stories"):
        heading(doc, "{{ story.heading }}")
        for label, field in parts:
            heading(doc, label, 2)
            words(doc, f"{{{{ story.{field} }}}}")
    save(doc, "tender-stories")


def _governance() -> None:
    doc = _opened()
    heading(doc, "Who answers for what")
    roles = ("{{ line.role }}", "{{ line.does }}")
    table(doc, ("Role", "What they do"), "line in roles", roles, (6.0, 11.0))
    heading(doc, "How often we look again")
    rhythm = (
        ("First review", "within six weeks of the first plan"),
        ("Regular reviews", "on dates set with the person"),
        ("Reviews brought forward", "when something the person named happens"),
        ("Limits on freedom", "at least every four weeks"),
        ("Record sample", "every month, by somebody who does not own the case"),
    )
    made = plain_table(doc, ("What", "How often"))
    for line in rhythm:
        row(made, line)
    set_widths(made, (6.0, 11.0))
    para(doc, "", "After Table")
    heading(doc, "Monthly record samples")
    with if_(doc, "not samples"):
        para(doc, "There is no sample in this period.")
    with if_(doc, "samples"):
        cells = ("{{ row.month }}", "{{ row.shown }}")
        head = ("Month", "Records clear on all four questions")
        table(doc, head, "row in samples", cells, (6.0, 11.0))
    heading(doc, "What we learned and changed")
    with if_(doc, "not learning"):
        para(doc, "There is no learning note to share in this period.")
    with for_(doc, "note in learning"):
        heading(doc, "{{ note.learned }}", 2)
        para(doc, "{{ note.changed }} {{ note.checked }}")
    heading(doc, "Our papers")
    para(
        doc,
        "On request we show blank copies of the safety plan, the sharing record, the "
        "review letter, the managerial review and the learning note.",
    )
    save(doc, "tender-governance")


def _matrix() -> None:
    doc = new_document(size=11, landscape=True)
    _for_whom(doc)
    draft_banner(doc)
    headers = ("Part", "What is asked", "Question", "Page", "Evidence", "How it stands")
    cells = (
        "{{ row.id }}",
        "{{ row.wording }}",
        "{{ row.question }}",
        "{{ row.page }}",
        "{{ row.evidence }}",
        "{{ row.stands }}",
    )
    table(doc, headers, "row in matrix", cells, (1.8, 8.0, 2.2, 1.6, 7.0, 4.0))
    save(doc, "tender-matrix")
