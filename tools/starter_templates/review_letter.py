"""D6a, the letter to the person after a review (brief 5.3).

Where letters are not safe it has no letterhead and is handed over or read together.
It tells of the review alone, so that a letter stays true when the plan moves on.
"""

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
    replaces,
    signed,
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
THEN_AND_NOW = (
    "{% if c.then %}it was {{ c.then | lower }}, now it is {{ c.now | lower }}"
    "{% else %}{{ c.now }}{% endif %}"
    "{% if c.kind == 'measure' and c.better is not none %}"
    " ({{ 'better' if c.better else 'not as good' }}){% endif %}"
)


def make() -> None:
    """Write the template of the review letter."""
    for doc in papers("review-letter"):
        draft_banner(doc)
        letterhead(doc)
        _thank_you(doc)
        _what_you_wanted(doc)
        _then_and_now(doc)
        _what_changed(doc)
        _limits(doc)
        _what_happens_now(doc)
        _your_rights(doc)
        signed(doc, "{{ review.lead }}")


def _thank_you(doc: Word) -> None:
    para(doc, "Dear {{ name }}")
    replaces(doc, "letter")
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


def _then_and_now(doc: Word) -> None:
    with if_(doc, "then_and_now.changes"):
        heading(doc, "Then and now, since {{ then_and_now.since or 'we started' }}")
        with for_(doc, "c in then_and_now.changes"):
            labelled(doc, "{{ c.what }}", THEN_AND_NOW)


def _what_changed(doc: Word) -> None:
    fields = ("what_has_improved", "what_has_not", "what_person_says_changed")
    anything = " or ".join(f"review.{field}" for field in (*fields, "thresholds"))
    with if_(doc, anything):
        heading(doc, "How it is going")
        optional(doc, "What got better", "review.what_has_improved")
        optional(doc, "What has not", "review.what_has_not")
        with if_(doc, "review.what_person_says_changed"):
            para(doc, "What you said has changed:", "Fact")
            words(doc, "{{ review.what_person_says_changed }}")
        _warning_points(doc)


def _warning_points(doc: Word) -> None:
    with (
        if_(doc, "review.thresholds"),
        for_(doc, "t in review.thresholds if t.reached"),
    ):
        labelled(doc, "A warning point was reached", "{{ t.threshold }}")
        optional(doc, "What we did", "t.what_we_did")
        else_(doc)
        labelled(doc, "Warning points", "none was reached")


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
    bullet(doc, "disagree with anything here; we write it down")
    bullet(doc, "have an advocate: somebody on your side")
    heading(doc, "Other people you can talk to", 2)
    with for_(doc, "r in provider.speak_up_routes"):  # the name never stands alone
        bullet(doc, "{{ r.label }}: {{ r.how }}").paragraph_format.keep_with_next = True
