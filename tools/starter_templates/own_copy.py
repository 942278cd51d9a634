"""D2, the person's own copy: sections 3, 4, 7, 8, 9, 11, 12 and 13 in their words.

It names no case, no service and no reason for the plan, and never the exit phrase.
"""

from tools.starter_templates.kit import (
    Word,
    bullet,
    bullets,
    days,
    draft_banner,
    else_,
    for_,
    heading,
    if_,
    labelled,
    needed,
    numbered,
    numbering,
    optional,
    papers,
    para,
    quoted,
    recipient,
    replaces,
    then,
    words,
)


def make() -> None:
    """Write the template of the person's own copy."""
    for doc in papers("own-copy"):
        draft_banner(doc)
        replaces(doc, "plan")
        _what_matters(doc)
        _what_i_can_do(doc)
        _what_we_agreed(doc)
        _visits(doc)
        _doing_it(doc)
        _who_is_told(doc)
        _limits(doc)
        _when_we_talk_again(doc)
        _if_it_does_not_work(doc)
        _my_rights(doc)


def _what_matters(doc: Word) -> None:
    heading(doc, "What matters to me")
    words(doc, "{{ plan.my_words.what_matters_to_me }}")
    labelled(doc, "Safe means to me", "{{ plan.my_words.what_safe_means_to_me }}")
    labelled(doc, "What I want", "{{ plan.my_words.what_i_want_to_happen }}")
    labelled(doc, "What I do not want", "{{ plan.my_words.what_i_do_not_want }}")
    optional(doc, "What helps", "plan.my_words.what_helps")
    optional(doc, "What makes it worse", "plan.my_words.what_makes_it_worse")
    with if_(doc, "case.outcomes"):
        heading(doc, "What I asked for", 2)
        bullets(doc, "o in case.outcomes", "{{ o.in_their_words }}")


def _what_i_can_do(doc: Word) -> None:
    heading(doc, "What I can do, and what helps")
    words(doc, "{{ plan.my_words.what_i_can_manage_myself }}")
    with for_(doc, "s in plan.self_management"):
        labelled(doc, "I can", "{{ s.i_can }}")
        with if_(doc, "not doc.discreet"):  # it may name a signal, and paper is found
            labelled(doc, "Staff step in when", "{{ s.staff_step_in_when }}")
    with if_(doc, "plan.protective_factors"):
        para(doc, "What already helps:")
        bullets(doc, "f in plan.protective_factors", "{{ f.what }}")


def _what_we_agreed(doc: Word) -> None:
    heading(doc, "What we agreed")
    words(doc, "{{ plan.agreed_summary }}")
    bullets(
        doc,
        "t in plan.enabling_tools",
        "{{ t.what }}" + quoted("t.how_it_helps_me"),
    )
    with if_(doc, "plan.actions"):
        heading(doc, "Who does what", 2)
        who = "{% if a.owner_id == 'person' %}Me{% else %}{{ a.owner }}{% endif %}"
        done = (
            "{% if a.status_code == 'done' %}done{% else %}by {{ a.due_on }}{% endif %}"
        )
        bullets(doc, "a in plan.actions", f"{who}: {{{{ a.what }}}} ({done})")
    needed(doc, "plan.actions")


def _visits(doc: Word) -> None:
    with if_(doc, "'safe_contact' in case.focus_code"):
        heading(doc, "Our visits")
        with if_(doc, "plan.safe_contact.what_safe_contact_means"):
            words(doc, "{{ plan.safe_contact.what_safe_contact_means }}")
        minutes = then("a.max_minutes", ", ", " minutes")
        bullets(
            doc,
            "a in plan.safe_contact.arrangements",
            "{{ a.place }}: {{ a.when }}" + minutes,
        )
        with if_(doc, "plan.safe_contact.boundaries"):
            heading(doc, "My rules", 2)
            bullets(doc, "b in plan.safe_contact.boundaries", "{{ b.words }}")
        _steps(doc)
        with if_(doc, "plan.safe_contact.after_visit"):
            heading(doc, "After a visit", 2)
            para(doc, "{{ plan.safe_contact.after_visit }}")


def _steps(doc: Word) -> None:
    with if_(doc, "plan.safe_contact.response_steps"):
        heading(doc, "If it does not feel right", 2)
        with if_(doc, "doc.discreet"):
            # The steps name the signals, and this paper may be found.
            para(doc, "I do what I agreed with staff. I can ask them to go over it.")
            else_(doc)
            number = numbering(doc)
            mine = then("s.i_do", " \N{EN DASH} ")
            with for_(doc, "s in plan.safe_contact.response_steps"):
                numbered(doc, "{{ s.if_ }}" + mine, number)


def _doing_it(doc: Word) -> None:
    with if_(doc, "'positive_risk' in case.focus_code"):
        heading(doc, "My steps to doing it")
        optional(doc, "What I want to do", "plan.positive_risk.activity")
        with if_(doc, "plan.positive_risk.why_it_matters"):
            words(doc, "{{ plan.positive_risk.why_it_matters }}")
        number = numbering(doc)
        with for_(doc, "s in plan.positive_risk.steps"):
            numbered(doc, "{{ s.what }} ({{ s.status | lower }})", number)
        with if_(doc, "plan.positive_risk.planned_dates"):
            labelled(doc, "Planned dates", days("plan.positive_risk.planned_dates"))
        _routes_and_check_ins(doc)
        _getting_help(doc)


def _routes_and_check_ins(doc: Word) -> None:
    with for_(doc, "r in plan.positive_risk.routes"):
        heading(doc, "{{ r.name }}", 2)
        optional(doc, "The way", "r.way")
        with if_(doc, "r.safe_places"):
            labelled(doc, "Safe places", "{{ r.safe_places | join(', ') }}")
        optional(doc, "Plan B", "r.plan_b")
    with if_(doc, "plan.positive_risk.check_ins"):
        heading(doc, "My check-ins", 2)
        to = then("c.to", ", to ")
        bullets(
            doc,
            "c in plan.positive_risk.check_ins",
            "{{ c.point }}: {{ c.how | lower }}" + to + " ({{ c.expected }})",
        )


def _getting_help(doc: Word) -> None:
    helping = "plan.positive_risk.help_seeking"
    with if_(doc, f"{helping}.given"):
        heading(doc, "How I get help", 2)
        bullets(doc, f"line in {helping}.my_words", "{{ line }}")
        optional(doc, "I call first", f"{helping}.call_first")
        optional(doc, "Then I call", f"{helping}.call_next")


def _who_is_told(doc: Word) -> None:
    heading(doc, "Who is told what")
    needed(doc, "consent.boundaries")
    limits = then("b.limits", ": ")
    bullets(
        doc,
        "b in consent.boundaries",
        recipient("b")
        + " \N{EN DASH} {{ b.what }} ({{ b.decision | lower }}"
        + limits
        + ")",
    )
    with if_(doc, "consent.do_not_share"):
        heading(doc, "Please do not tell", 2)
        bullets(
            doc,
            "n in consent.do_not_share",
            recipient("n") + quoted("n.person_words"),
        )
    heading(doc, "If things get worse", 2)
    labelled(doc, "What may be told", "{{ consent.if_risk_rises.what_may_be_shared }}")
    labelled(doc, "When", "{{ consent.if_risk_rises.when }}")
    labelled(doc, "Who decides", "{{ consent.if_risk_rises.who_decides }}")


def _limits(doc: Word) -> None:
    heading(doc, "Limits on my freedom")
    with if_(doc, "not restrictions_now"):
        para(doc, "None. Nothing in my plan limits my freedom.")
    with for_(doc, "x in restrictions_now"):
        heading(doc, "{{ x.what }}", 2)
        optional(doc, "Why", "x.rationale")
        optional(doc, "What I think", "x.person_view")
        optional(doc, "We look at it again on", "x.review_on")


def _when_we_talk_again(doc: Word) -> None:
    heading(doc, "When we talk again")
    needed(doc, "plan.review_schedule")
    bullets(
        doc,
        "d in next_dates",
        "{{ d.when }}, with {{ d.lead }} \N{EN DASH} {{ d.what }}",
    )
    with if_(doc, "plan.review_triggers"):
        heading(doc, "We talk sooner if", 2)
        bullets(doc, "t in plan.review_triggers", "{{ t.words }}")


def _if_it_does_not_work(doc: Word) -> None:
    heading(doc, "If it does not work")
    para(doc, "{{ plan.contingency }}")
    heading(doc, "In an emergency I call", 2)
    needed(doc, "plan.emergency.call")
    number = numbering(doc)
    with for_(doc, "call in plan.emergency.call"):
        numbered(doc, "{{ call }}", number)
    heading(doc, "Other people I can talk to", 2)
    bullets(doc, "r in provider.speak_up_routes", "{{ r.label }}: {{ r.how }}")


def _my_rights(doc: Word) -> None:
    heading(doc, "My rights")
    bullet(doc, "I can change my mind at any time.")
    bullet(doc, "I can ask to talk sooner.")
    bullet(doc, "I can see what is written about me, and say if it is wrong.")
    bullet(doc, "I can have an advocate: someone who is on my side and helps me speak.")
    bullet(doc, "I can complain. {{ provider.data_protection.complaints_how }}")
    with for_(doc, "a in case.advocacy.offers"), if_(doc, "a.advocate"):
        labelled(doc, "My advocate", "{{ a.advocate }}")
