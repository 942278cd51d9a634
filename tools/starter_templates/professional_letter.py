"""D6b, the letter to a professional: only what was agreed for them (brief 5.3).

A part that is not agreed leaves no heading and no gap. When nothing may be told any
more, the paper says so to staff and holds nothing of the person.
"""

from docx.shared import Pt

from tools.starter_templates.kit import (
    Word,
    box,
    bullet,
    bullets,
    draft_banner,
    else_,
    for_,
    heading,
    if_,
    labelled,
    new_document,
    para,
    save,
    words,
)

WHO = "{{ letter.name or 'the person this is about' }}"
BESIDE = "{% if p.beside %} ({{ p.beside }}){% endif %}"


def make() -> None:
    """Write the template of the letter to a professional."""
    doc = new_document(size=12)
    draft_banner(doc)
    with if_(doc, "letter.allowed"):
        _letterhead(doc)
        _why(doc)
        _wishes(doc)
        _plan(doc)
        _review(doc)
        _talking(doc)
        _ask(doc)
        _signed(doc)
    save(doc, "professional-letter")


def _letterhead(doc: Word) -> None:
    para(doc, "{{ provider.provider_name }}, {{ service.name }}", "Fact")
    for field in ("address", "phone"):
        with if_(doc, f"provider.branding.{field}"):
            para(doc, f"{{{{ provider.branding.{field} }}}}", "Fact")
    labelled(doc, "To", "{{ letter.to }}")
    labelled(doc, "About", "{{ letter.name or 'our reference ' ~ ref }}")
    labelled(doc, "Date", "{{ doc.made_on }}")


def _why(doc: Word) -> None:
    heading(doc, "Why we are writing")
    para(
        doc,
        "We are {{ provider.provider_name }}. We support " + WHO + ".",
    )
    with if_(doc, "letter.purpose"):
        labelled(doc, "What this letter is for", "{{ letter.purpose }}")
    with if_(doc, "letter.agreed"):
        para(
            doc,
            "{{ letter.name or 'The person' }} has agreed that we share the following"
            " with you. Please do not pass it on, and please do not contact family.",
        )
        with if_(doc, "letter.what"):
            labelled(doc, "What was agreed", "{{ letter.what }}")
        with if_(doc, "letter.limits"):
            box(doc, "Please keep to this:", bold=True)
            box(doc, "{{ letter.limits }}")
        else_(doc)
        para(doc, "We share this as a decision without agreement, because:")
        bullets(doc, "reason in letter.reasons", "{{ reason }}")
        with if_(doc, "letter.what"):
            labelled(doc, "What we share", "{{ letter.what }}")
        para(
            doc,
            "Please use it for this alone, and please talk with us before you contact "
            + WHO
            + " or family.",
        )


def _wishes(doc: Word) -> None:
    with if_(doc, "letter.outcomes"):
        heading(doc, "What " + WHO + " wants")
        with for_(doc, "p in letter.outcomes"):
            words(doc, "{{ p.text }}")
            with if_(doc, "p.beside"):
                labelled(doc, "How far it has come", "{{ p.beside }}")


def _plan(doc: Word) -> None:
    with if_(doc, "letter.plan or letter.actions"):
        heading(doc, "The plan in short")
        with for_(doc, "p in letter.plan"):
            words(doc, "{{ p.text }}")
        with if_(doc, "letter.actions"):
            heading(doc, "What is being done", 2)
            bullets(doc, "p in letter.actions", "{{ p.text }}" + BESIDE)
    with if_(doc, "letter.risks"):
        heading(doc, "What could go wrong")
        bullets(doc, "p in letter.risks", "{{ p.text }}")


def _review(doc: Word) -> None:
    with if_(doc, "letter.review"):
        heading(doc, "What the last review found")
        with if_(doc, "letter.held_on"):
            para(doc, "We looked at the plan together on {{ letter.held_on }}.")
        with for_(doc, "p in letter.review"):
            labelled(doc, "{{ p.beside }}", "{{ p.text }}")


def _talking(doc: Word) -> None:
    with if_(doc, "letter.talking"):
        heading(doc, "How to talk with " + WHO)
        with for_(doc, "p in letter.talking"):
            labelled(doc, "{{ p.beside }}", "{{ p.text }}")


def _ask(doc: Word) -> None:
    heading(doc, "What we ask of you")
    bullets(doc, "p in letter.ask", "{{ p.text }}" + BESIDE)
    bullet(doc, "Tell us that you have this letter.")
    bullet(doc, "Tell us what you have done, or what you will do.")
    bullet(doc, "Talk with us first if you think somebody else must know.")
    labelled(doc, "Please reply by", "{{ doc.reply_by }}")


def _signed(doc: Word) -> None:
    paragraph = para(doc, "Signed:")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(18)
    paragraph.paragraph_format.space_after = Pt(36)
    with if_(doc, "letter.signer.name"):
        para(doc, "{{ letter.signer.name }}", "Fact")
    para(doc, "{{ letter.signer.role }}", "Fact")
