"""D8, the invitation to a review, for the person first (brief 5.4).

Where letters are not safe it has no letterhead, gives no reason and says nothing that
anybody who finds it could use. The last page is for the person's own views.
"""

from docx.shared import Cm, Pt

from tools.starter_templates.kit import (
    Word,
    bullet,
    bullets,
    draft_banner,
    else_,
    heading,
    if_,
    letterhead,
    papers,
    para,
    plain_table,
    row,
    words,
)

BOXES = (
    "What I want",
    "The choices I would like",
    "What we agreed, and if it is working",
    "What has changed for me",
)


def make() -> None:
    """Write the template of the invitation."""
    for doc in papers("review-invitation"):
        doc.styles["Table Text"].font.size = doc.styles["Normal"].font.size
        draft_banner(doc)
        letterhead(doc)
        _why(doc)
        _when_and_where(doc)
        _who(doc)
        _help(doc)
        _about(doc)
        _another_way(doc)
        _signed(doc)
        _views(doc)


def _why(doc: Word) -> None:
    para(doc, "Dear {{ name }}").paragraph_format.space_before = Pt(12)
    para(doc, "We would like to talk with you. What you say comes first.")
    heading(doc, "Why we are meeting")
    with if_(doc, "invitation.sooner"):
        para(
            doc,
            "Something happened that we agreed would bring our next talk forward."
            " We want to hear what it was like for you, and what you want now.",
        )
        with if_(doc, "invitation.because"):
            para(doc, "This is what we agreed:", "Fact")
            words(doc, "{{ invitation.because }}")
        else_(doc)
        para(doc, "We said we would look together at how things are going for you.")
    with if_(doc, "invitation.limit"):
        para(
            doc,
            "There is a limit on something you can do. We will ask you if it is still"
            " needed, and if there is a way that leaves you more free.",
        )
    with if_(doc, "invitation.about"):
        para(doc, "This talk is about: {{ invitation.about }}")


def _when_and_where(doc: Word) -> None:
    heading(doc, "When and where")
    para(
        doc,
        "We would like to meet by {{ invitation.by }}."
        " You choose the day, the time and the place. Tell us, or write it here.",
    )
    made = plain_table(doc, ("You choose", "What would suit you"), (5.0, 12.0))
    for choice in ("A day", "A time", "A place, or by phone or video"):
        row(made, (choice, "")).height = Cm(0.9)
    for column, width in zip(made.columns, (5, 12), strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    para(doc, "", "After Table")
    with if_(doc, "invitation.wants"):
        para(doc, "You told us how you like to do this:", "Fact")
        words(doc, "{{ invitation.wants }}")
    para(doc, "If you would rather meet sooner or later, say so and we will move it.")


def _who(doc: Word) -> None:
    heading(doc, "Who will be there")
    bullet(doc, "You")
    with if_(doc, "invitation.lead"):
        bullet(doc, "{{ invitation.lead }}, who leads the talk")
    bullet(doc, "Anybody you trust and want with you")
    para(
        doc,
        "Is there somebody you do not want there? Tell us. You do not have to say why.",
    )
    para(
        doc,
        "You can also have {{ invitation.advocate }}: somebody on your side who helps"
        " you speak, and who does not work for us. Ask us and we will arrange it.",
    )


def _help(doc: Word) -> None:
    heading(doc, "How we will help")
    with if_(doc, "invitation.help"):
        bullets(doc, "support in invitation.help", "{{ support }}")
    bullet(doc, "Take all the time you need")
    bullet(doc, "Stop for a break when you like")
    para(doc, "If something else would help, tell us what.")


def _about(doc: Word) -> None:
    heading(doc, "What we will talk about")
    for topic in (
        "What you want",
        "What choices there are",
        "What we agreed, and if it works",
        "What has changed for you",
    ):
        bullet(doc, topic)


def _another_way(doc: Word) -> None:
    heading(doc, "If you do not want to meet")
    para(
        doc,
        "That is fine. You can write, draw or record what you think, or ask somebody"
        " you trust to tell us. There are four boxes on the last page for it.",
    )
    with if_(doc, "not doc.discreet and provider.branding.phone"):
        _stays_with_name(doc, "You can ring us on {{ provider.branding.phone }}.")
        else_(doc)
        _stays_with_name(doc, "You can tell any of us when you see us.")


def _stays_with_name(doc: Word, text: str) -> None:
    para(doc, text).paragraph_format.keep_with_next = True


def _signed(doc: Word) -> None:
    with if_(doc, "invitation.lead"):
        para(doc, "With best wishes, {{ invitation.lead }}")


def _views(doc: Word) -> None:
    asked = heading(doc, "What I want to say")
    asked.paragraph_format.page_break_before = True
    para(
        doc,
        "Write, draw or stick pictures in the boxes. You do not have to fill them all,"
        " or write your name. You can tear this page off and give it to one of us.",
    )
    for box in BOXES:
        made = plain_table(doc, (box,), (17.0,))
        row(made, ("",)).height = Cm(3.1)
        para(doc, "", "After Table")
