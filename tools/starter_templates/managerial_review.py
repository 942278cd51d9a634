"""D9: the managerial review, the team's learning note, the letter (brief 5.6).

Three papers that stand apart: the review is for managers, the note names nobody, the
letter is the person's, in the layout they need.
"""

from docx.shared import Cm, Pt

from tools.starter_templates.easy_read import SIZE as EASY_SIZE
from tools.starter_templates.kit import (
    Word,
    box,
    bullet,
    bullets,
    draft_banner,
    else_,
    heading,
    idea,
    ideas,
    if_,
    keep_together,
    labelled,
    letterhead,
    new_document,
    optional,
    papers,
    para,
    plain_table,
    row,
    save,
    set_widths,
    signed,
    table,
    words,
)
from workflow.domain.documents import Layout

GAP = "We have not written this yet"
REVIEW_SIZE = 11
SIGNING_WIDTHS = (4.2, 4.6, 3.9, 4.3)
NOTE_SIZE = 13
REVIEWED = (
    ("What was agreed", "what_was_agreed"),
    ("What happened", "what_happened"),
)
JUDGED = (
    ("Was it necessary and proportionate?", "was_it_necessary_and_proportionate"),
    ("Outcome", "outcome"),
    ("How it was put right", "put_right"),
)
NOT_AS_AGREED = "Something did not go as we had agreed with you. We looked into it."
LOOKED_AGAIN = "We looked again at something that happened. You have a right to know."
YOU_CAN_DISAGREE = "You can disagree; tell us, and we write it down."
WHAT_FOUND = (
    ("not_justified", "This was wrong. We are sorry."),
    ("partly_justified", "Part of this was wrong. We are sorry for that part."),
    (
        "justified",
        f"We think that there was a good reason for it. {YOU_CAN_DISAGREE}",
    ),
    (
        "no_deviation_found",
        f"We think that what was agreed with you was kept. {YOU_CAN_DISAGREE}",
    ),
)
EASY_FOUND = (
    ("not_justified", "This was wrong. We are sorry."),
    ("partly_justified", "Part of this was wrong. We are sorry."),
    ("justified", "We think there was a good reason."),
    ("no_deviation_found", "We think we did what you and we agreed."),
)


def make() -> None:
    """Write the templates of the managerial review, the learning note, the letter."""
    _review()
    _note()
    for doc in papers("review-result-letter"):
        _letter(doc)
    _easy_letter()


def _narrow(doc: Word, *, before: int) -> None:
    """Less air round the headings, so that a reader turns fewer pages."""
    for name in ("Heading 1", "Heading 2"):
        doc.styles[name].font.size = Pt(doc.styles["Normal"].font.size.pt + 2)
        doc.styles[name].paragraph_format.space_before = Pt(before)
        doc.styles[name].paragraph_format.space_after = Pt(3)
    doc.styles["Title"].font.size = Pt(doc.styles["Normal"].font.size.pt + 8)
    doc.styles["Normal"].paragraph_format.space_after = Pt(4)
    doc.styles["List Bullet"].paragraph_format.space_after = Pt(2)


def _review() -> None:
    doc = new_document(size=REVIEW_SIZE)
    _narrow(doc, before=10)
    box(
        doc, "Restricted: for managers only. The note for the team is a separate paper."
    )
    para(doc, "{{ ref }}, {{ name }}, {{ service_name }}", "Fact")
    labelled(doc, "Why we looked", "{{ reasons | join(', ') }}")
    labelled(doc, "Reviewer", f"{{{{ review.reviewer or '{GAP}' }}}}")
    dates = (
        "opened {{ review.opened_on }}, due {{ review.due_on }}"
        "{% if review.closed_on %}, closed {{ review.closed_on }}{% endif %}"
    )
    labelled(doc, "Dates", dates)
    draft_banner(doc)
    for title, field in REVIEWED:
        _told(doc, title, f"review.{field}")
    _timeline(doc)
    _told(doc, "Why it happened", "review.why")
    heading(doc, "How it was for {{ name }}")
    with if_(doc, "review.effect_on_person"):
        words(doc, "{{ review.effect_on_person }}")
        else_(doc)
        _gap(doc)
    for title, field in JUDGED:
        _told(doc, title, f"review.{field}")
    _who_was_told(doc)
    _actions(doc)
    _learning(doc)
    _signatures(doc)
    save(doc, "managerial-review")


def _told(doc: Word, title: str, field: str) -> None:
    """A heading with what was written under it, or the gap where nothing was yet."""
    heading(doc, title)
    with if_(doc, field):
        para(doc, f"{{{{ {field} }}}}")
        else_(doc)
        _gap(doc)


def _gap(doc: Word) -> None:
    para(doc, GAP, "Gap")


def _timeline(doc: Word) -> None:
    heading(doc, "Timeline")
    with if_(doc, "timeline"):
        table(
            doc,
            ("When", "What happened", "Who"),
            "line in timeline",
            ("{{ line.when }}", "{{ line.what }}", "{{ line.who }}"),
            (3.9, 9.3, 3.8),
        )
        else_(doc)
        _gap(doc)


def _who_was_told(doc: Word) -> None:
    heading(doc, "Who was told")
    table(
        doc,
        ("Who", "When", "How, and what they said"),
        "line in told",
        ("{{ line.who }}", "{{ line.when }}", "{{ line.how }}"),
        (4.5, 4.0, 8.5),
    )
    labelled(
        doc,
        "Council, regulator, data protection: what we considered",
        f"{{{{ review.notify_considered or '{GAP}' }}}}",
    )


def _actions(doc: Word) -> None:
    heading(doc, "Actions")
    with if_(doc, "review.actions"):
        stands = "{{ a.status }}{% if a.done_on %}, {{ a.done_on }}{% endif %}"
        table(
            doc,
            ("What", "Who", "By when", "How it stands"),
            "a in review.actions",
            (
                "{{ a.what }}",
                "{{ a.owner }}",
                "{{ a.due_on }}",
                stands,
            ),
            (5.9, 3.2, 3.7, 4.2),
        )
        else_(doc)
        with if_(doc, "review.closed_on"):
            para(doc, "None.")
            else_(doc)
            _gap(doc)


def _learning(doc: Word) -> None:
    heading(doc, "What we learned")
    with if_(doc, "lesson.given"):
        para(doc, "{{ lesson.learned }}")
        optional(doc, "What changes", "lesson.changed")
        para(doc, "The note for the team says this without names.")
        else_(doc)
        _gap(doc)


def _signatures(doc: Word) -> None:
    heading(doc, "Signatures")
    made = plain_table(doc, ("Who", "Role", "Date", "Signature"), SIGNING_WIDTHS)
    row(made, ("{%tr for s in signs %}", "", "", ""))
    row(made, ("{{ s.who }}", "{{ s.role }}", "{{ s.date }}", "")).height = Cm(1.4)
    row(made, ("{%tr endfor %}", "", "", ""))
    set_widths(made, SIGNING_WIDTHS)
    keep_together(made)
    para(doc, "", "After Table")


def _note() -> None:
    doc = new_document(size=NOTE_SIZE)
    _narrow(doc, before=12)
    draft_banner(doc)
    for title, field in (
        ("What happened", "note.what_happened"),
        ("What we learned", "note.learned"),
        ("What changes from today", "note.changed"),
    ):
        _told(doc, title, field)
    heading(doc, "How you were told")
    with if_(doc, "note.told"):
        reached = "{% if t.reached %} ({{ t.reached }}){% endif %}"
        bullets(
            doc, "t in note.told", "{{ t.who }}, {{ t.when }}: {{ t.how }}" + reached
        )
        else_(doc)
        para(doc, "You read it here first. Tell a colleague who was not there.")
    heading(doc, "How and when we will check")
    with if_(doc, "note.check.how"):
        para(doc, "{{ note.check.how }}")
        else_(doc)
        _gap(doc)
    optional(doc, "By", "note.check.due_on")
    labelled(doc, "Who checks", "{{ note.check.by }}")
    with if_(doc, "note.check.done_on"):
        labelled(doc, "Checked on", "{{ note.check.done_on }}")
        optional(doc, "What we found", "note.check.result")
    heading(doc, "Questions, or you see it happen again?")
    para(doc, f"Talk to: {{{{ note.contact or '{GAP}' }}}}.")
    save(doc, "learning-note")


def _letter(doc: Word) -> None:
    draft_banner(doc)
    letterhead(doc, "discreet")
    para(doc, "Dear {{ name }}")
    with if_(doc, "not_as_agreed"):
        para(doc, NOT_AS_AGREED)
        else_(doc)
        para(doc, LOOKED_AGAIN)
    heading(doc, "What happened")
    para(doc, "{{ review.what_happened }}")
    for code, found in WHAT_FOUND:
        with if_(doc, f"review.outcome_code == '{code}'"):
            para(doc, found)
    heading(doc, "What we are changing")
    with if_(doc, "changes"):
        bullets(doc, "change in changes", "{{ change }}")
        else_(doc)
        para(doc, "Nothing has to change. Tell us if you think that something should.")
    heading(doc, "If you are not happy with this")
    _complain(doc)
    signed(doc, "{{ review.reviewer }}")


def _complain(doc: Word) -> None:
    with if_(doc, "provider.data_protection.complaints_how"):
        bullet(doc, "{{ provider.data_protection.complaints_how }}")
    bullets(doc, "r in provider.speak_up_routes", "{{ r.label }}: {{ r.how }}")
    advocate = "You can have an advocate: someone on your side who helps you speak."
    bullet(doc, advocate).paragraph_format.keep_with_next = True


def _easy_letter() -> None:
    doc = new_document(size=EASY_SIZE)
    draft_banner(doc)
    with if_(doc, "discreet"):
        para(doc, "Hand over or read together")
        else_(doc)
        para(doc, "{{ provider.provider_name }}", "Fact")
    heading(doc, "What is this about?")
    with if_(doc, "not_as_agreed"):
        idea(doc, "wrong", "Something did not go as we agreed with you.")
        idea(doc, "staff", "We looked into it.")
        else_(doc)
        idea(doc, "staff", "We looked again at something that happened.")
    heading(doc, "What happened?")
    idea(doc, "me", "{{ review.what_happened }}")
    heading(doc, "What do we think?")
    for code, found in EASY_FOUND:
        with if_(doc, f"review.outcome_code == '{code}'"):
            idea(doc, "rights", found)
    heading(doc, "What will change?")
    ideas(doc, "choose", "change in changes", "{{ change }}")
    with if_(doc, "not changes"):
        idea(doc, "choose", "Nothing has to change.")
    heading(doc, "What if you are not happy?")
    idea(doc, "want", "You can say that you do not agree.")
    with if_(doc, "provider.data_protection.complaints_how"):
        idea(doc, "call", "{{ provider.data_protection.complaints_how }}")
    each = "r in provider.speak_up_routes"
    ideas(doc, "call", each, "{{ r.easy_words }} {{ r.how }}")
    idea(doc, "helps", "You can have an advocate. They are on your side.")
    labelled(doc, "From", "{{ review.reviewer }}")
    save(doc, "review-result-letter", Layout.EASY_READ)
