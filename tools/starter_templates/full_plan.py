"""D1, the full plan: every section of brief 5.1 in its order."""

from tools.starter_templates.kit import (
    Word,
    box,
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
    new_document,
    numbered,
    numbering,
    optional,
    para,
    quoted,
    recipient,
    save,
    signing,
    span,
    table,
    then,
    words,
)

SAFE_CONTACT = "'safe_contact' in case.focus_code"
POSITIVE_RISK = "'positive_risk' in case.focus_code"
WORRIED = (
    "{% for w in r.who_is_worried_code %}"
    "{{ name if w == 'person' else r.who_is_worried[loop.index0] | lower }}"
    "{% if not loop.last %}, {% endif %}{% endfor %}"
)
SHARING = "'information_sharing' in case.focus_code"


def make() -> None:
    """Write the template of the full plan."""
    doc = new_document(size=12)
    para(doc, "{{ plan.title_for_person }} \N{EM DASH} {{ name }}, {{ ref }}")
    draft_banner(doc)
    _how_to_talk(doc)
    _about_the_plan(doc)
    _what_matters(doc)
    _what_i_can_manage(doc)
    _risks(doc)
    _choices(doc)
    _what_we_agreed(doc)
    _safe_contact(doc)
    _positive_risk(doc)
    _who_is_told(doc)
    _limits(doc)
    _how_we_know(doc)
    _when_we_look_again(doc)
    _if_it_does_not_work(doc)
    _rights(doc)
    _signatures(doc)
    save(doc, "full-plan")


def _how_to_talk(doc: Word) -> None:
    heading(doc, "1. How to talk with me")
    box(doc, "{{ person.about_me.how_i_communicate }}", bold=True)
    optional(doc, "Explaining things", "person.communication.how_to_explain")
    labelled(doc, "My language", "{{ person.communication.language }}")
    with if_(doc, "person.communication.formats"):
        labelled(
            doc,
            "How I like to get information",
            "{{ person.communication.formats | join(', ') }}",
        )
    with if_(doc, "person.communication.supports"):
        labelled(doc, "What helps", "{{ person.communication.supports | join(', ') }}")
    optional(doc, "Someone I trust to help", "person.communication.trusted_supporter")
    _reaching_me(doc)


def _reaching_me(doc: Word) -> None:
    heading(doc, "Reaching me safely", 2)
    reach = "person.communication.safe_contact"
    with if_(doc, f"{reach}.method"):
        labelled(doc, "How", f"{{{{ {reach}.method | join(', ') }}}}")
    optional(doc, "Number or address", f"{reach}.number_or_address")
    optional(doc, "Safe times", f"{reach}.safe_times")
    with if_(doc, f"not {reach}.letters_safe"):
        labelled(doc, "Letters", "do not send or leave any")
    with if_(doc, f"not {reach}.voicemail_safe"):
        labelled(doc, "Voicemail", "do not leave messages")
    optional(doc, "Take care", f"{reach}.caution")


def _about_the_plan(doc: Word) -> None:
    heading(doc, "2. What this plan is")
    para(
        doc, "This plan says what I want, what we agreed, and who does what to help me."
    )
    labelled(doc, "Version", "{{ plan.version }} ({{ plan.status }})")
    labelled(doc, "First agreed", "{{ plan.first_agreed_on }}")
    labelled(doc, "This version agreed", "{{ plan.agreed_on }}")
    labelled(doc, "Starts on", "{{ plan.starts_on }}")
    optional(doc, "What changed and why", "plan.changed_because")
    _written_with(doc)


def _written_with(doc: Word) -> None:
    made = "plan.co_production"
    heading(doc, "Who wrote it together", 2)
    with if_(doc, f"{made}.written_with"):
        para(doc, f"{{{{ {made}.written_with | join(', ') }}}}")
    needed(doc, f"{made}.written_with")
    with if_(doc, f"{made}.sessions"):
        table(
            doc,
            ("When", "Who was there", "What helped", "What I changed"),
            f"s in {made}.sessions",
            (
                "{{ s.date }}",
                "{{ s.with_ | join(', ') }}",
                "{{ s.support_used | join(', ') }}",
                "{{ s.what_the_person_changed }}",
            ),
            (3.3, 4.4, 4.4, 4.9),
        )
    labelled(
        doc, "Does it feel like my plan?", f"{{{{ {made}.person_recognises_plan }}}}"
    )
    with if_(doc, f"{made}.person_comment"):
        words(doc, f"{{{{ {made}.person_comment }}}}")
    _disagreements(doc)


def _disagreements(doc: Word) -> None:
    with if_(doc, "plan.co_production.disagreements"):
        heading(doc, "Where we see it differently", 2)
        with for_(doc, "d in plan.co_production.disagreements"):
            heading(doc, "{{ d.about }}", 3)
            optional(doc, "What I think", "d.person_view")
            optional(doc, "What staff think", "d.staff_view")
            optional(doc, "What we do about it", "d.way_forward")


def _what_matters(doc: Word) -> None:
    heading(doc, "3. What matters to me and what I want")
    for label, field in (
        ("What matters to me", "what_matters_to_me"),
        ("What safe means to me", "what_safe_means_to_me"),
        ("What I want to happen", "what_i_want_to_happen"),
        ("What I do not want", "what_i_do_not_want"),
    ):
        heading(doc, label, 2)
        words(doc, f"{{{{ plan.my_words.{field} }}}}")
    optional(doc, "What helps", "plan.my_words.what_helps")
    optional(doc, "What makes it worse", "plan.my_words.what_makes_it_worse")
    _outcomes(doc)


def _outcomes(doc: Word) -> None:
    heading(doc, "The changes I asked for", 2)
    needed(doc, "case.outcomes")
    with for_(doc, "o in case.outcomes"):
        words(doc, "{{ o.in_their_words }}")
        with if_(doc, "o.said_by_code != 'person'"):
            labelled(
                doc,
                "Said for me by",
                "{{ o.said_by }}" + then("o.said_by_contact"),
            )
        labelled(doc, "What good looks like", "{{ o.what_good_looks_like }}")
        optional(doc, "What is possible", "o.what_is_possible")
        labelled(
            doc,
            "How far we are",
            "{{ o.status }}" + then("o.status_on"),
        )


def _what_i_can_manage(doc: Word) -> None:
    heading(doc, "4. What I can manage and what already helps")
    words(doc, "{{ plan.my_words.what_i_can_manage_myself }}")
    with if_(doc, "plan.self_management"):
        table(
            doc,
            ("I can", "Staff step in when"),
            "s in plan.self_management",
            ("{{ s.i_can }}", "{{ s.staff_step_in_when }}"),
            (8.5, 8.5),
        )
    heading(doc, "What already helps keep me safe", 2)
    needed(doc, "plan.protective_factors")
    bullets(
        doc,
        "f in plan.protective_factors",
        "{{ f.what }}{% if f.who %} ({{ f.who | join(', ') }}){% endif %}",
    )


def _risks(doc: Word) -> None:
    heading(doc, "5. What could go wrong, what is good about it, what I think")
    needed(doc, "plan.risks")
    with for_(doc, "r in plan.risks"):
        heading(doc, "{{ r.what_could_happen }}", 2)
        words(doc, "{{ r.person_view }}")
        optional(doc, "What is good about it", "r.good_side")
        optional(doc, "What I lose if it is stopped", "r.harm_of_stopping")
        labelled(doc, "How likely", "{{ r.likely | lower }}")
        labelled(doc, "How serious", "{{ r.serious | lower }}")
        with if_(doc, "r.who_is_worried"):
            labelled(doc, "Who is worried", WORRIED)
        optional(doc, "What staff think", "r.staff_view")


def _choices(doc: Word) -> None:
    heading(doc, "6. Choices we looked at")
    needed(doc, "plan.options")
    with if_(doc, "plan.options"):
        table(
            doc,
            ("Choice", "Good", "Not so good", "What I said", "Decision and why"),
            "o in plan.options",
            (
                "{{ o.what }}",
                "{{ o.good_points }}",
                "{{ o.bad_points }}",
                "{{ o.person_view }}",
                "{{ o.decision }}: {{ o.reason }}",
            ),
            (3.8, 3, 3, 3.2, 4),
        )


def _what_we_agreed(doc: Word) -> None:
    heading(doc, "7. What we agreed")
    words(doc, "{{ plan.agreed_summary }}")
    with if_(doc, "plan.enabling_tools"):
        heading(doc, "Things that help me, if I want them", 2)
        bullets(
            doc,
            "t in plan.enabling_tools",
            "{{ t.what }}" + quoted("t.how_it_helps_me"),
        )
    heading(doc, "Who does what", 2)
    needed(doc, "plan.actions")
    with if_(doc, "plan.actions"):
        table(
            doc,
            ("What", "Who", "By when", "How we will know", "Where it stands"),
            "a in plan.actions",
            (
                "{{ a.what }}",
                "{{ a.owner }}",
                "{{ a.due_on }}",
                "{{ a.how_we_will_know }}",
                "{{ a.status }}" + then("a.result", ": "),
            ),
            (4.2, 2.6, 3.3, 3.3, 3.6),
        )


def _safe_contact(doc: Word) -> None:
    with if_(doc, SAFE_CONTACT):
        heading(doc, "8a. Safe contact")
        optional(doc, "With", "plan.safe_contact.with_whom")
        optional(doc, "What I want", "plan.safe_contact.wish")
        with if_(doc, "plan.safe_contact.what_safe_contact_means"):
            words(doc, "{{ plan.safe_contact.what_safe_contact_means }}")
        needed(doc, "plan.safe_contact.arrangements")
        _arrangements(doc)
        _boundaries_and_signs(doc)
        _exit_phrase(doc)
        _response_steps(doc)
        with if_(doc, "plan.safe_contact.after_visit"):
            heading(doc, "After the visit", 2)
            para(doc, "{{ plan.safe_contact.after_visit }}")


def _arrangements(doc: Word) -> None:
    with if_(doc, "plan.safe_contact.arrangements"):
        heading(doc, "When and where", 2)
        table(
            doc,
            ("Where", "When", "How long", "Who else is near", "Notes"),
            "a in plan.safe_contact.arrangements",
            (
                "{{ a.place }}",
                "{{ a.when }}",
                then("a.max_minutes", "", " minutes"),
                "{{ a.who_else | join(', ') }}",
                "{{ a.notes }}",
            ),
            (3.2, 3.6, 2.6, 3.2, 4.4),
        )
        with for_(doc, "a in plan.safe_contact.arrangements"), if_(doc, "a.dates"):
            labelled(doc, "Dates at {{ a.place }}", days("a.dates"))


def _boundaries_and_signs(doc: Word) -> None:
    with if_(doc, "plan.safe_contact.boundaries"):
        heading(doc, "My rules for visits", 2)
        table(
            doc,
            ("My rule", "Has the visitor been told?"),
            "b in plan.safe_contact.boundaries",
            (
                "{{ b.words }}",
                "{{ b.told_to_visitor }}" + then("b.how_told", ": "),
            ),
            (9, 8),
        )
    with if_(doc, "plan.safe_contact.pressure_signs"):
        heading(doc, "Signs that I am being pushed", 2)
        bullets(doc, "sign in plan.safe_contact.pressure_signs", "{{ sign }}")


def _exit_phrase(doc: Word) -> None:
    phrase = "plan.safe_contact.exit_phrase"
    with if_(doc, f"{phrase}.phrase"):
        heading(doc, "My words to end it", 2)
        box(doc, f"\u201c{{{{ {phrase}.phrase }}}}\u201d", bold=True)
        optional(doc, "Staff do this at once", f"{phrase}.first_staff_action", "Box")
        optional(doc, "My other signal", f"{phrase}.backup_signal", "Box")
        with if_(doc, f"{phrase}.who_knows"):
            labelled(
                doc, "Who knows", f"{{{{ {phrase}.who_knows | join(', ') }}}}", "Box"
            )


def _response_steps(doc: Word) -> None:
    with if_(doc, "plan.safe_contact.response_steps"):
        heading(doc, "What we do, step by step", 2)
        table(
            doc,
            ("Step", "If", "I do", "Staff do", "Call"),
            "s in plan.safe_contact.response_steps",
            (
                "{{ s.step }}",
                "{{ s.if_ }}",
                "{{ s.i_do }}",
                "{{ s.staff_do }}",
                "{{ s.call }}",
            ),
            (1.4, 4.4, 3.4, 4.8, 3),
        )


def _positive_risk(doc: Word) -> None:
    with if_(doc, POSITIVE_RISK):
        heading(doc, "8b. My steps to doing it")
        optional(doc, "What I want to do", "plan.positive_risk.activity")
        with if_(doc, "plan.positive_risk.why_it_matters"):
            words(doc, "{{ plan.positive_risk.why_it_matters }}")
        needed(doc, "plan.positive_risk.steps")
        _risk_steps(doc)
        _routes(doc)
        _check_ins(doc)
        _getting_help(doc)


def _risk_steps(doc: Word) -> None:
    with if_(doc, "plan.positive_risk.steps"):
        table(
            doc,
            ("Step", "What", "Support", "I move on when", "Where it stands"),
            "s in plan.positive_risk.steps",
            (
                "{{ s.step }}",
                "{{ s.what }}",
                "{{ s.support }}",
                "{{ s.move_on_when }}",
                "{{ s.status }}" + then("s.achieved_on"),
            ),
            (1.4, 4.6, 3.4, 4.4, 3.2),
        )
    with if_(doc, "plan.positive_risk.planned_dates"):
        labelled(doc, "Planned dates", days("plan.positive_risk.planned_dates"))


def _routes(doc: Word) -> None:
    with if_(doc, "plan.positive_risk.routes"):
        heading(doc, "My routes", 2)
        with for_(doc, "r in plan.positive_risk.routes"):
            heading(doc, "{{ r.name }}", 3)
            optional(doc, "The way", "r.way")
            with if_(doc, "r.safe_places"):
                labelled(doc, "Safe places", "{{ r.safe_places | join(', ') }}")
            with if_(doc, "r.practised_on"):
                labelled(doc, "Practised on", days("r.practised_on"))
            optional(doc, "Plan B", "r.plan_b")


def _check_ins(doc: Word) -> None:
    with if_(doc, "plan.positive_risk.check_ins"):
        heading(doc, "My check-ins", 2)
        with for_(doc, "c in plan.positive_risk.check_ins"):
            heading(doc, "{{ c.point }}", 3)
            labelled(
                doc,
                "How",
                "{{ c.how }}" + then("c.to", ", to "),
            )
            labelled(
                doc,
                "When",
                "{{ c.expected }}" + then("c.grace_minutes", "; we wait ", " minutes"),
            )
            with if_(doc, "c.if_missed"):
                para(doc, "If it is missed, in this order:")
                bullets(doc, "step in c.if_missed", "{{ step }}")


def _getting_help(doc: Word) -> None:
    helping = "plan.positive_risk.help_seeking"
    with if_(doc, f"{helping}.given"):
        heading(doc, "How I get help", 2)
        with if_(doc, f"{helping}.formats"):
            labelled(doc, "I carry", f"{{{{ {helping}.formats | join(', ') }}}}")
        bullets(doc, f"line in {helping}.my_words", "{{ line }}")
        optional(doc, "I call first", f"{helping}.call_first")
        optional(doc, "Then I call", f"{helping}.call_next")
        optional(doc, "Why this suits me", f"{helping}.fits_my_style")


def _who_is_told(doc: Word) -> None:
    heading(doc, "8c. Who is told what")
    needed(doc, "consent.boundaries")
    with if_(doc, "consent.boundaries"), if_(doc, SHARING):
        _boundary_table(doc)
        else_(doc)
        bullets(
            doc,
            "b in consent.boundaries",
            recipient("b") + ": {{ b.what }} ({{ b.decision | lower }})",
        )
    with if_(doc, "consent.do_not_share"):
        heading(doc, "Please do not tell", 2)
        bullets(
            doc,
            "n in consent.do_not_share",
            recipient("n") + quoted("n.person_words"),
        )
    _if_risk_rises(doc)


def _boundary_table(doc: Word) -> None:
    table(
        doc,
        ("What", "Who", "Why", "My decision", "Until"),
        "b in consent.boundaries",
        (
            "{{ b.what }}",
            recipient("b"),
            "{{ b.why }}",
            "{{ b.decision }}" + then("b.limits", ": "),
            "{{ b.until }}",
        ),
        (4.2, 3, 3.4, 3.8, 2.6),
    )


def _if_risk_rises(doc: Word) -> None:
    heading(doc, "If things get worse", 2)
    rises = "consent.if_risk_rises"
    labelled(doc, "What may be shared", f"{{{{ {rises}.what_may_be_shared }}}}")
    labelled(doc, "When", f"{{{{ {rises}.when }}}}")
    labelled(doc, "Who decides", f"{{{{ {rises}.who_decides }}}}")
    labelled(doc, "I was told about this on", f"{{{{ {rises}.told_person_on }}}}")
    with if_(doc, f"{rises}.person_words"):
        words(doc, f"{{{{ {rises}.person_words }}}}")


def _limits(doc: Word) -> None:
    heading(doc, "9. Limits on my freedom")
    with if_(doc, "not restrictions_now"):
        para(doc, "None. Nothing in this plan limits my freedom.")
    with for_(doc, "x in restrictions_now"):
        heading(doc, "{{ x.what }}", 2)
        optional(doc, "Why", "x.rationale")
        optional(doc, "What I lose by it", "x.freedom_affected")
        with if_(doc, "x.less_restrictive"):
            para(doc, "What was tried or thought about instead:")
            bullets(
                doc,
                "l in x.less_restrictive",
                "{{ l.tried_or_considered }}"
                + then("l.why_not_enough", " (not enough because: ", ")"),
            )
        optional(doc, "What I think", "x.person_view")
        optional(doc, "On what ground", "x.basis")
        optional(doc, "Who said yes to it", "x.authorised_by")
        optional(doc, "Since", "x.started_on")
        optional(doc, "We look at it again on", "x.review_on")


def _how_we_know(doc: Word) -> None:
    heading(doc, "10. How we will know it works")
    needed(doc, "plan.measures")
    with if_(doc, "plan.measures"):
        table(
            doc,
            ("What we look at", "The question", "At the start", "Hoped for"),
            "m in plan.measures",
            (
                "{{ m.name }}",
                "{{ m.question }}",
                "{{ m.baseline }}" + then("m.baseline_on", " on "),
                "{{ m.target }}",
            ),
            (4.6, 6, 4, 2.4),
        )
    with if_(doc, "plan.escalation_thresholds"):
        heading(doc, "Warning points", 2)
        table(
            doc,
            ("When this happens", "We do this", "Who is told", "How soon"),
            "e in plan.escalation_thresholds",
            (
                "{{ e.when }}",
                "{{ e.then }}",
                "{{ e.to }}",
                f"{{% if e.within %}}{span('e.within', 'e.unit')}{{% endif %}}",
            ),
            (4.8, 6.2, 3, 3),
        )


def _when_we_look_again(doc: Word) -> None:
    heading(doc, "11. When we look again, and what makes it sooner")
    needed(doc, "plan.review_schedule")
    with if_(doc, "next_dates"):
        table(
            doc,
            ("When", "What", "Who leads"),
            "d in next_dates",
            ("{{ d.when }}", "{{ d.what }}", "{{ d.lead }}"),
            (4.5, 8, 4.5),
        )
    with if_(doc, "plan.review_schedule"):
        heading(doc, "How often", 2)
        every = span("s.every", "s.unit")
        until = then("s.until", ", until ")
        table(
            doc,
            ("What", "First on", "How often", "How I want it"),
            "s in plan.review_schedule",
            (
                "{{ s.purpose }}",
                "{{ s.first_due }}",
                f"{{% if s.every %}}Every {every}{until}{{% else %}}Once{{% endif %}}",
                "{{ s.person_wants }}",
            ),
            (4.4, 3.4, 4.6, 4.6),
        )
    with if_(doc, "plan.review_triggers"):
        heading(doc, "We look sooner if", 2)
        table(
            doc,
            ("This happens", "Who leads", "Within"),
            "t in plan.review_triggers",
            ("{{ t.words }}", "{{ t.lead }}", span("t.within", "t.unit")),
            (9, 4.5, 3.5),
        )


def _if_it_does_not_work(doc: Word) -> None:
    heading(doc, "12. If it does not work")
    para(doc, "{{ plan.contingency }}")
    heading(doc, "In an emergency, call", 2)
    needed(doc, "plan.emergency.call")
    number = numbering(doc)
    with for_(doc, "call in plan.emergency.call"):
        numbered(doc, "{{ call }}", number)
    heading(doc, "Other ways to speak up", 2)
    bullets(doc, "r in provider.speak_up_routes", "{{ r.label }}: {{ r.how }}")


def _rights(doc: Word) -> None:
    heading(doc, "13. My rights")
    bullet(doc, "I can change my mind at any time.")
    bullet(doc, "I can ask to talk about this plan sooner.")
    bullet(doc, "I can see what is written about me, and say if it is wrong.")
    bullet(doc, "I can have an advocate: someone who is on my side and helps me speak.")
    bullet(doc, "I can complain. {{ provider.data_protection.complaints_how }}")
    with if_(doc, "provider.data_protection.contact"):
        labelled(
            doc, "Who to ask about my records", "{{ provider.data_protection.contact }}"
        )
    with if_(doc, "case.advocacy.offers"):
        heading(doc, "My advocate", 2)
        bullets(
            doc,
            "a in case.advocacy.offers",
            "Offered {{ a.offered_on }}: {{ a.answer }}"
            + then("a.advocate")
            + quoted("a.person_words"),
        )
    optional(doc, "How it helped", "case.advocacy.how_it_helped")


def _signatures(doc: Word) -> None:
    heading(doc, "14. Signatures and copies")
    signing(
        doc,
        (
            ["{%tr for s in plan.signatures %}"],
            ["{{ s.who }}", "{{ s.how }}", "{{ s.date }}"],
            ["{%tr endfor %}"],
            ["{%tr if not plan.signatures %}"],
            ["{{ gap }}"],
            ["{%tr endif %}"],
        ),
    )
    with if_(doc, "plan.copies"):
        heading(doc, "Copies", 2)
        bullets(
            doc,
            "c in plan.copies",
            "{{ c.to }}" + then("c.version", ": ") + then("c.given_on", ", given on "),
        )
    labelled(
        doc,
        "Where my own copy is kept",
        "{{ person.communication.safe_contact.own_copy_kept }}",
    )
