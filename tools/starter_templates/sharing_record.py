"""D5, the consent and sharing record (brief 5.2), and the person's copy of it.

The person's copy has no staff page (section 9).
"""

from tools.starter_templates.kit import (
    Word,
    bullet,
    bullets,
    draft_banner,
    for_,
    heading,
    if_,
    labelled,
    needed,
    new_document,
    optional,
    page_break,
    papers,
    para,
    quoted,
    recipient,
    save,
    signing,
    table,
    then,
    words,
)

LIMITS = then("b.limits", ": ")
WITHDRAWN = then("b.withdrawn_on", ", withdrawn on ")
EXPLAINER = "{% if consent.explained %}{{ (consent.explained | last).by }}{% endif %}"
EXPLAINED_ON = (
    "{% if consent.explained %}{{ (consent.explained | last).date }}{% endif %}"
)
AGREED_HOW = (
    "{% if consent.boundaries %}{{ (consent.boundaries | last).agreed_how }}{% endif %}"
)
AGREED_ON = (
    "{% if consent.boundaries %}{{ (consent.boundaries | last).decided_on }}{% endif %}"
)


def make() -> None:
    """Write the templates of the sharing record and of the person's copy of it."""
    record = new_document(size=12)
    para(record, "{{ name }}, {{ ref }}")
    _choices_of_the_person(record)
    _staff_page(record)
    save(record, "sharing-record")
    for own in papers("own-sharing-record"):
        _choices_of_the_person(own)


def _choices_of_the_person(doc: Word) -> None:
    draft_banner(doc)
    _what_was_explained(doc)
    _what_i_want(doc)
    _choices(doc)
    _decisions(doc)
    _do_not_tell(doc)
    _if_things_get_worse(doc)
    _shared_so_far(doc)
    _changing_my_mind(doc)
    _signatures(doc)


def _what_was_explained(doc: Word) -> None:
    heading(doc, "1. What was explained, and what I said back")
    needed(doc, "consent.explained")
    with for_(doc, "e in consent.explained"):
        heading(doc, "{{ e.date }}, with {{ e.by }}", 2)
        bullets(doc, "topic in e.topics", "{{ topic }}")
        labelled(doc, "How", "{{ e.how }}")
        labelled(doc, "Did I understand?", "{{ e.understood }}")
        words(doc, "{{ e.person_words }}")


def _what_i_want(doc: Word) -> None:
    heading(doc, "2. What I want, and what worries me")
    labelled(doc, "What I want", "{{ consent.wishes }}")
    labelled(doc, "What worries me", "{{ consent.worries }}")


def _choices(doc: Word) -> None:
    heading(doc, "3. Choices we talked about")
    needed(doc, "consent.options_explained")
    with if_(doc, "consent.options_explained"):
        table(
            doc,
            ("Choice", "Good", "Not so good", "What I said"),
            "o in consent.options_explained",
            (
                "{{ o.option }}",
                "{{ o.good_points }}",
                "{{ o.bad_points }}",
                "{{ o.person_view }}",
            ),
            (4.4, 4.2, 4.2, 4.2),
        )
    labelled(doc, "What we agreed to do", "{{ consent.agreed_approach }}")


def _decisions(doc: Word) -> None:
    heading(doc, "4. My decisions")
    needed(doc, "consent.boundaries")
    with if_(doc, "consent.boundaries"):
        table(
            doc,
            ("What", "Who", "Why", "My decision", "Until"),
            "b in consent.boundaries",
            (
                "{{ b.what }}",
                recipient("b"),
                "{{ b.why }}",
                "{{ b.decision }}" + LIMITS + WITHDRAWN + quoted("b.person_words"),
                "{{ b.until }}",
            ),
            (3.8, 2.8, 3.2, 4.4, 2.8),
        )


def _do_not_tell(doc: Word) -> None:
    heading(doc, "5. Please do not tell")
    with if_(doc, "not consent.do_not_share"):
        para(doc, "I have not named anybody.")
    bullets(
        doc,
        "n in consent.do_not_share",
        recipient("n") + quoted("n.person_words"),
    )


def _if_things_get_worse(doc: Word) -> None:
    heading(doc, "6. What might have to be shared if things get worse")
    rises = "consent.if_risk_rises"
    labelled(doc, "What may be shared", f"{{{{ {rises}.what_may_be_shared }}}}")
    labelled(doc, "When", f"{{{{ {rises}.when }}}}")
    labelled(doc, "Who decides", f"{{{{ {rises}.who_decides }}}}")
    labelled(doc, "I was told about this on", f"{{{{ {rises}.told_person_on }}}}")
    with if_(doc, f"{rises}.person_words"):
        words(doc, f"{{{{ {rises}.person_words }}}}")


def _shared_so_far(doc: Word) -> None:
    heading(doc, "7. What has been shared so far")
    with if_(doc, "not shared_so_far"):
        para(doc, "Nothing has been shared so far.")
    with for_(doc, "s in shared_so_far"):
        heading(doc, "{{ s.date }}: {{ s.who }}", 2)
        labelled(doc, "What", "{{ s.what }}")
        labelled(doc, "Why", "{{ s.why }}")
        labelled(doc, "Their reply", "{{ s.reply }}")
        labelled(doc, "Was it inside my choices?", "{{ s.how }}")
        optional(doc, "Was I told?", "s.told")
        labelled(doc, "A talk afterwards", "{{ s.talk_offered }}")


def _changing_my_mind(doc: Word) -> None:
    heading(doc, "8. Changing my mind")
    bullet(doc, "I can change my mind at any time, about any of this.")
    bullet(doc, "I can see what is written about me, and say if it is wrong.")
    bullet(doc, "I can complain. {{ provider.data_protection.complaints_how }}")
    with if_(doc, "'30 days' not in provider.data_protection.complaints_how"):
        bullet(doc, "If I complain, I hear within 30 days that it has arrived.")
    labelled(doc, "Who to ask", "{{ provider.data_protection.contact }}")
    labelled(doc, "We look at my choices again on", "{{ consent.review_on }}")


def _signatures(doc: Word) -> None:
    heading(doc, "Signatures", 2)
    signing(
        doc,
        (
            ["{{ name }}", AGREED_HOW, AGREED_ON],
            [EXPLAINER, "Explained it", EXPLAINED_ON],
        ),
    )


def _staff_page(doc: Word) -> None:
    page_break(doc)
    heading(doc, "9. Staff page")
    para(doc, "This page is not part of the person's copy.")
    heading(doc, "Capacity for this decision", 2)
    labelled(doc, "Decision", "{{ consent.capacity_ref }}")
    with for_(doc, "c in case.capacity"), if_(doc, "c.id == consent.capacity_ref_id"):
        labelled(doc, "Position", "{{ c.position }}")
        labelled(doc, "Considered", "{{ c.considered_on }}, {{ c.considered_by }}")
        labelled(doc, "Support given", "{{ c.support_given }}")
        optional(doc, "Reason to doubt", "c.reason_to_doubt")
        optional(doc, "Pressure from others", "c.undue_pressure_considered")
        optional(doc, "Look again on", "c.review_on")
    heading(doc, "Lawful basis (UK GDPR)", 2)
    labelled(doc, "Article 6", "{{ consent.lawful_basis.article6 }}")
    labelled(doc, "Article 9", "{{ consent.lawful_basis.article9 }}")
    optional(doc, "Note", "consent.lawful_basis.note")
