"""D17, the letter to the person when the case is closed (brief 5.13).

Where letters are not safe it has no letterhead and is handed over or read together.
"""

from tools.starter_templates.kit import (
    Word,
    bullet,
    bullets,
    draft_banner,
    else_,
    faces,
    for_,
    gap_line,
    heading,
    if_,
    labelled,
    optional,
    papers,
    para,
    quoted,
    signed,
    words,
)

STAYS = "stays or restrictions_now or closure.open_items_handed_to"
LEARNED = "closure.what_service_learned and not doc.discreet"  # may name a signal
QUESTIONS = (
    "Did we tell you what was going on?",
    "Did we listen to you?",
    "Are you happy with how it turned out?",
    "Do you feel safer?",
)


def make() -> None:
    """Write the templates of the closing letter; easy read has a module of its own."""
    for doc in papers("closing-letter"):
        draft_banner(doc)
        _letterhead(doc)
        _how_it_turned_out(doc)
        _what_stays(doc)
        _your_record(doc)
        _coming_back(doc)
        signed(doc, "{{ case.ownership.owner }}")
        feedback(doc)


def _letterhead(doc: Word) -> None:
    with if_(doc, "doc.discreet"):
        para(doc, "Hand over or read together")
        else_(doc)
        para(doc, "{{ provider.provider_name }}, {{ service.name }}", "Fact")
        for field in ("address", "phone"):
            with if_(doc, f"provider.branding.{field}"):
                para(doc, f"{{{{ provider.branding.{field} }}}}", "Fact")
    para(doc, "Dear {{ name }}")
    para(doc, "We finished this work together on {{ closure.closed_on }}.")
    with if_(doc, "closure.person_words"):
        para(doc, "About finishing, you said:")
        words(doc, "{{ closure.person_words }}")
    with if_(doc, "closure.person_agrees_code == 'said_no'"):
        para(doc, "You did not agree with finishing.")
        optional(doc, "Why we finish all the same", "closure.disagreement_note")
        para(doc, "You can challenge this with any of the people named below.")


def _how_it_turned_out(doc: Word) -> None:
    heading(doc, "What you wanted and how it turned out")
    with for_(doc, "o in closure.outcomes"):
        words(doc, "{{ o.outcome }}")
        said = quoted("o.person_words")
        labelled(doc, "How it turned out", "{{ o.status }}" + said)
    with if_(doc, "not closure.outcomes"):
        gap_line(doc)
    heading(doc, "What is different now")
    with if_(doc, "closure.what_changed_for_person"):
        words(doc, "{{ closure.what_changed_for_person }}")
        else_(doc)
        gap_line(doc)


def _what_stays(doc: Word) -> None:
    with if_(doc, STAYS):
        heading(doc, "What stays in place")
        bullets(doc, "help in stays", "{{ help }}")
        optional(doc, "Who takes over what is left", "closure.open_items_handed_to")
        with if_(doc, "restrictions_now"):
            para(doc, "These limits are still there:")
            bullets(doc, "x in restrictions_now", "{{ x.what }}")
    with if_(doc, LEARNED):
        heading(doc, "What we learned")
        para(doc, "{{ closure.what_service_learned }}")


def _your_record(doc: Word) -> None:
    heading(doc, "What happens to your record")
    bullet(doc, "We keep it safe until {{ closure.records_review_on }}.")
    bullet(doc, "Then somebody looks at whether it can be destroyed.")
    bullet(doc, "You can ask to see it at any time, and to have mistakes put right.")
    optional(doc, "Who to ask", "provider.data_protection.contact")


def _coming_back(doc: Word) -> None:
    heading(doc, "If you are worried again")
    para(doc, "{{ closure.if_worried_again }}")
    heading(doc, "Who else you can call", 2)
    bullets(doc, "r in provider.speak_up_routes", "{{ r.label }}: {{ r.how }}")


def feedback(doc: Word) -> None:
    """Four short questions with faces; thanks instead when they were asked already."""
    with if_(doc, "closure.feedback.asked_on"):
        heading(doc, "Thank you for telling us how it was")
        with if_(doc, "closure.feedback.comment"):
            para(doc, "You said:")
            words(doc, "{{ closure.feedback.comment }}")
        else_(doc)
        heading(doc, "How was it for you?")
        para(doc, "Circle one face or word each time. You do not have to answer.")
        for question in QUESTIONS:
            faces(doc, question)
