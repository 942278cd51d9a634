"""D6a, the letter to the person after a review (brief 5.3).

Where letters are not safe it has no letterhead and is handed over or read together.
It tells of the review alone, so that a letter stays true when the plan moves on.
"""

from docx.shared import Pt

from tools.starter_templates.kit import (
    Word,
    bullet,
    bullets,
    draft_banner,
    else_,
    for_,
    gap_line,
    heading,
    if_,
    labelled,
    letterhead,
    optional,
    papers,
    para,
    quoted,
    table,
    words,
)

ATTENDED = (
    "{% for a in review.attended_id %}"
    "{{ 'you' if a == 'person' else review.attended[loop.index0] }}"
    "{% if not loop.last %}, {% endif %}{% endfor %}"
)
DECIDED = (
    "{{ {'escalate': 'We ask others to help', 'ready_to_close': 'The plan can end'}"
    ".get(review.decision_code, review.decision) }}"
)
OWNER = "{{ 'You' if a.owner_id == 'person' else a.owner }}"


def make() -> None:
    """Write the template of the review letter."""
    for doc in papers("review-letter"):
        draft_banner(doc)
        letterhead(doc)
        _thank_you(doc)
        _what_you_wanted(doc)
        _what_changed(doc)
        _warning_points(doc)
        _limits(doc)
        _what_happens_now(doc)
        _your_rights(doc)
        _signed(doc)


def _thank_you(doc: Word) -> None:
    para(doc, "Dear {{ name }}")
    with if_(doc, "review.involvement_code == 'not_involved'"):
        para(doc, "We looked at your plan on {{ review.held_on }}. You were not there.")
        optional(doc, "Why", "review.why_not_involved")
        else_(doc)
        para(doc, "Thank you for talking with us on {{ review.held_on }}.")
    with if_(doc, "review.attended"):
        labelled(doc, "Who came", ATTENDED)


def _what_you_wanted(doc: Word) -> None:
    heading(doc, "What you told us you wanted")
    with for_(doc, "o in review.outcome_progress"):
        words(doc, "{{ o.outcome }}")
        said = quoted("o.person_words")
        labelled(doc, "How far we are", "{{ o.status }}" + said)
    with if_(doc, "not review.outcome_progress"), for_(doc, "o in case.outcomes"):
        words(doc, "{{ o.in_their_words }}")
    with if_(doc, "not review.outcome_progress and not case.outcomes"):
        gap_line(doc)
    optional(doc, "What you said on the day", "review.person_view")


def _what_changed(doc: Word) -> None:
    for title, field in (
        ("What got better", "what_has_improved"),
        ("What has not", "what_has_not"),
    ):
        with if_(doc, f"review.{field}"):
            heading(doc, title)
            para(doc, f"{{{{ review.{field} }}}}")
    with if_(doc, "review.what_person_says_changed"):
        heading(doc, "What you said has changed")
        words(doc, "{{ review.what_person_says_changed }}")


def _warning_points(doc: Word) -> None:
    with if_(doc, "review.thresholds"):
        heading(doc, "Warning points")
        with for_(doc, "t in review.thresholds if t.reached"):
            labelled(doc, "Reached", "{{ t.threshold }}")
            optional(doc, "What we did", "t.what_we_did")
            else_(doc)
            para(doc, "None was reached.")


def _limits(doc: Word) -> None:
    with if_(doc, "review.restrictions"):
        heading(doc, "Limits on your freedom")
        with for_(doc, "x in review.restrictions"):
            labelled(doc, "{{ x.restriction }}", "{{ x.decision }}")
            optional(doc, "Why it is still needed", "x.still_needed_because")
            optional(doc, "What is less strict now", "x.less_restrictive_now")
            optional(doc, "We look at it again on", "x.next_review_on")


def _what_happens_now(doc: Word) -> None:
    heading(doc, "What happens now")
    with if_(doc, "review.decision"):
        labelled(doc, "What we decided", DECIDED)
        else_(doc)
        gap_line(doc)
    optional(doc, "Why", "review.decision_reason")
    with if_(doc, "review.changes_made"):
        para(doc, "What changes in your plan:")
        bullets(doc, "change in review.changes_made", "{{ change }}")
    with if_(doc, "review.actions"):
        table(
            doc,
            ("What", "Who", "By when"),
            "a in review.actions",
            ("{{ a.what }}", OWNER, "{{ a.due_on }}"),
            (8.4, 4.3, 4.3),
        )
    optional(doc, "We talk again on", "review.next_review_on")


def _your_rights(doc: Word) -> None:
    heading(doc, "You can")
    bullet(doc, "ask for a review sooner")
    bullet(doc, "disagree with anything in this letter; tell us and we write it down")
    bullet(doc, "have an advocate: someone on your side who helps you speak")
    heading(doc, "Other people you can talk to", 2)
    bullets(doc, "r in provider.speak_up_routes", "{{ r.label }}: {{ r.how }}")


def _signed(doc: Word) -> None:
    paragraph = para(doc, "Signed:")
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(18)
    paragraph.paragraph_format.space_after = Pt(36)
    para(doc, "{{ review.lead }}")
