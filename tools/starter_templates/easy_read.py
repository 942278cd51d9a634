"""The easy-read papers: D3 the plan, the letter after a review, who knows what (5.0).

Headings are questions, one idea stands beside one picture, sentences of ours have 15
words at most. What the person said stays as they said it; staff wording is what
somebody wrote in easy words, where they have.
"""

from tools.starter_templates.closing_letter import LEARNED, STAYS, feedback
from tools.starter_templates.kit import (
    Word,
    checked_together,
    draft_banner,
    else_,
    for_,
    heading,
    idea,
    ideas,
    if_,
    labelled,
    new_document,
    para,
    recipient,
    replaces,
    save,
    then,
)
from workflow.domain.documents import Layout

SIZE = 16
MINE = "plan.my_words"
OPEN = "a.status_code in ('not_started', 'in_progress')"
BEFORE_AND_NOW = (
    "{% if c.then %}Before: {{ c.then }}. Now: {{ c.now }}."
    "{% elif c.now %}{{ c.now.rstrip('.') }}.{% endif %}"
    "{% if c.kind == 'measure' and c.better is not none %}"
    " {{ 'This is better.' if c.better else 'This is not as good.' }}{% endif %}"
)
RIGHTS = (
    "I can change my mind at any time.",
    "I can see what is written about me.",
    "I can have an advocate. An advocate is on my side and helps me speak.",
    "I can say if I am not happy.",
)


def make() -> None:
    """Write the easy-read templates."""
    for document, fill in (
        ("own-copy", _plan),
        ("review-letter", _letter),
        ("own-sharing-record", _choices),
        ("closing-letter", _ending),
        ("review-invitation", _invitation),
    ):
        doc = new_document(size=SIZE)
        draft_banner(doc)
        replaces(doc, "paper")
        fill(doc)
        save(doc, document, Layout.EASY_READ)


def _said(doc: Word, picture: str, field: str) -> None:
    """An idea that leaves no trace when the field is empty."""
    with if_(doc, field):
        idea(doc, picture, f"{{{{ {field} }}}}")


def _plan(doc: Word) -> None:
    _what_i_want(doc)
    _what_helps_me(doc)
    _what_we_chose(doc)
    _what_i_can_do(doc)
    _what_staff_do(doc)
    _what_stops_me(doc)
    _who_knows(doc)
    _when_we_talk(doc)
    _what_if(doc)
    _who_can_i_call(doc)
    _what_are_my_rights(doc, RIGHTS)
    checked_together(doc)


def _what_i_want(doc: Word) -> None:
    heading(doc, "What do I want?")
    idea(doc, "matters", f"{{{{ {MINE}.what_matters_to_me }}}}")
    idea(doc, "want", f"{{{{ {MINE}.what_i_want_to_happen }}}}")
    ideas(doc, "want", "o in case.outcomes", "{{ o.in_their_words }}")
    heading(doc, "What do I not want?")
    idea(doc, "wrong", f"{{{{ {MINE}.what_i_do_not_want }}}}")


def _what_helps_me(doc: Word) -> None:
    heading(doc, "What helps me?")
    idea(doc, "helps", f"{{{{ {MINE}.what_safe_means_to_me }}}}")
    _said(doc, "helps", f"{MINE}.what_helps")
    ideas(doc, "helps", "f in plan.protective_factors", "{{ f.what }}")
    with if_(doc, f"{MINE}.what_makes_it_worse"):
        heading(doc, "What makes it worse?")
        idea(doc, "wrong", f"{{{{ {MINE}.what_makes_it_worse }}}}")


def _what_we_chose(doc: Word) -> None:
    heading(doc, "What did we choose?")
    idea(doc, "choose", "{{ plan.agreed_summary }}")
    ideas(doc, "choose", "t in plan.enabling_tools", "{{ t.what }}")
    with if_(doc, "'safe_contact' in case.focus_code"):
        heading(doc, "When are my visits?")
        minutes = then("a.max_minutes", ". ", " minutes")
        place = "{{ a.place }}. {{ a.when }}"
        ideas(doc, "visit", "a in plan.safe_contact.arrangements", place + minutes)
        with if_(doc, "plan.safe_contact.boundaries"):
            heading(doc, "What are my rules?")
            each = "b in plan.safe_contact.boundaries"
            ideas(doc, "rights", each, "{{ b.words }}")


def _what_i_can_do(doc: Word) -> None:
    heading(doc, "What can I do?")
    idea(doc, "me", f"{{{{ {MINE}.what_i_can_manage_myself }}}}")
    ideas(doc, "me", "s in plan.self_management", "{{ s.i_can }}")
    with for_(doc, "a in plan.actions"), if_(doc, f"a.owner_id == 'person' and {OPEN}"):
        idea(doc, "me", "{{ a.what }}. By {{ a.due_on }}.")
    with if_(doc, "'positive_risk' in case.focus_code"):
        heading(doc, "What are my steps?")
        ideas(doc, "go", "s in plan.positive_risk.steps", "{{ s.what }}")
        with if_(doc, "plan.positive_risk.help_seeking.my_words"):
            heading(doc, "What do I say to get help?")
            each = "line in plan.positive_risk.help_seeking.my_words"
            ideas(doc, "call", each, "{{ line }}")


def _what_staff_do(doc: Word) -> None:
    heading(doc, "What will staff do?")
    with for_(doc, "a in plan.actions"), if_(doc, f"a.owner_id != 'person' and {OPEN}"):
        idea(doc, "staff", "{{ a.owner }}: {{ a.what }}. By {{ a.due_on }}.")
    with if_(doc, "not doc.discreet"):  # it may name a signal, and paper is found
        helping = "Staff help when: {{ s.staff_step_in_when }}"
        ideas(doc, "staff", "s in plan.self_management", helping)


def _what_stops_me(doc: Word) -> None:
    heading(doc, "Does anything in my plan stop me?")
    with if_(doc, "restrictions_now"):
        with for_(doc, "x in restrictions_now"):
            idea(doc, "wrong", "{{ x.what }}")
            idea(doc, "talk", "We look at this again on {{ x.review_on }}.")
        else_(doc)
        idea(doc, "free", "No. Nothing in my plan stops me.")


def _who_knows(doc: Word) -> None:
    heading(doc, "Who knows about this?")
    agreed = "b.decision_code in ('agreed', 'agreed_with_limits')"
    with for_(doc, "b in consent.boundaries"), if_(doc, agreed):
        idea(doc, "private", recipient("b") + ": {{ b.what }}" + then("b.limits", ". "))
    with if_(doc, "consent.do_not_share"):
        heading(doc, "Who must not be told?")
        ideas(doc, "private", "n in consent.do_not_share", recipient("n"))


def _when_we_talk(doc: Word) -> None:
    heading(doc, "When do we talk again?")
    ideas(doc, "talk", "d in next_dates", "{{ d.when }}, with {{ d.lead }}.")
    with if_(doc, "plan.review_triggers"):
        heading(doc, "When do we talk sooner?")
        ideas(doc, "talk", "t in plan.review_triggers", "{{ t.words }}")


def _what_if(doc: Word) -> None:
    heading(doc, "What if it goes wrong?")
    idea(doc, "wrong", "{{ plan.contingency }}")
    idea(doc, "staff", "I do what I agreed with staff. I can ask them again.")


def _who_can_i_call(doc: Word) -> None:
    heading(doc, "Who can I call?")
    ideas(doc, "call", "call in plan.emergency.call", "{{ call }}")
    _other_people(doc)


def _other_people(doc: Word) -> None:
    each = "r in provider.speak_up_routes"
    ideas(doc, "call", each, "{{ r.easy_words }} {{ r.how }}")


def _what_are_my_rights(doc: Word, lines: tuple[str, ...]) -> None:
    heading(doc, "What are my rights?")
    for line in lines:
        idea(doc, "rights", line)


def _letter(doc: Word) -> None:
    with if_(doc, "doc.discreet"):
        para(doc, "Hand over or read together")
        else_(doc)
        para(doc, "{{ provider.provider_name }}", "Fact")
    _who_came(doc)
    _what_you_wanted(doc)
    _what_is_different(doc)
    _what_happens_now(doc)
    heading(doc, "What can you do?")
    idea(doc, "talk", "You can ask to talk sooner.")
    idea(doc, "want", "You can say if you do not agree. We write it down.")
    idea(doc, "helps", "You can have an advocate. They are on your side.")
    heading(doc, "Who else can you call?")
    _other_people(doc)
    labelled(doc, "From", "{{ review.lead }}")


def _who_came(doc: Word) -> None:
    heading(doc, "Who talked together?")
    with if_(doc, "review.involvement_code == 'not_involved'"):
        idea(doc, "talk", "We looked at your plan on {{ review.held_on }}.")
        idea(doc, "me", "You were not there.")
        _said(doc, "staff", "review.why_not_involved")
        else_(doc)
        idea(doc, "talk", "We talked on {{ review.held_on }}. Thank you.")
    with for_(doc, "who in review.attended"):
        idea(doc, "staff", "{{ 'You' if who == 'me' else who }}")


def _what_you_wanted(doc: Word) -> None:
    heading(doc, "What did you want?")
    with for_(doc, "o in review.outcome_progress"):
        idea(doc, "want", "{{ o.outcome }}")
        idea(doc, "rights", "{{ o.status }}." + then("o.person_words", " You said: "))
    with if_(doc, "not review.outcome_progress"):
        ideas(doc, "want", "o in case.outcomes", "{{ o.in_their_words }}")
    with if_(doc, "review.person_view"):
        heading(doc, "What did you say?")
        idea(doc, "want", "{{ review.person_view }}")


def _what_is_different(doc: Word) -> None:
    with if_(doc, "then_and_now.changes"):
        heading(doc, "What is different from before?")
        with for_(doc, "c in then_and_now.changes"):
            for picture, kind in (("yes", "c.better"), ("no", "c.better == false")):
                with if_(doc, f"c.kind == 'measure' and {kind}"):
                    idea(doc, picture, "{{ c.what }}. " + BEFORE_AND_NOW)
            with if_(doc, "c.kind != 'measure' or c.better is none"):
                idea(doc, "talk", "{{ c.what }}. " + BEFORE_AND_NOW)
    for question, picture, field in (
        ("What got better?", "rights", "what_has_improved"),
        ("What did not get better?", "wrong", "what_has_not"),
        ("What did you say has changed?", "want", "what_person_says_changed"),
    ):
        with if_(doc, f"review.{field}"):
            heading(doc, question)
            idea(doc, picture, f"{{{{ review.{field} }}}}")
    with if_(doc, "review.restrictions"):
        heading(doc, "What about the limits?")
        limit = "{{ x.restriction }}: {{ x.decision | lower }}."
        ideas(doc, "free", "x in review.restrictions", limit)


def _what_happens_now(doc: Word) -> None:
    heading(doc, "What happens now?")
    with if_(doc, "review.decision_reason"):
        idea(doc, "choose", "{{ review.decision_reason }}")
    ideas(doc, "choose", "change in review.changes_made", "{{ change }}")
    with for_(doc, "a in review.actions"):
        who = "{{ 'You' if a.owner_id == 'person' else a.owner }}"
        idea(doc, "staff", who + ": {{ a.what }}. By {{ a.due_on }}.")
    with if_(doc, "review.next_review_on"):
        heading(doc, "When do we talk again?")
        idea(doc, "talk", "{{ review.next_review_on }}")


def _ending(doc: Word) -> None:
    with if_(doc, "doc.discreet"):
        para(doc, "Hand over or read together")
        else_(doc)
        para(doc, "{{ provider.provider_name }}", "Fact")
    heading(doc, "What did you want?")
    with for_(doc, "o in closure.outcomes"):
        idea(doc, "want", "{{ o.outcome }}")
        idea(doc, "rights", "{{ o.status }}." + then("o.person_words", " You said: "))
    with if_(doc, "closure.what_changed_for_person"):
        heading(doc, "What is different now?")
        idea(doc, "free", "{{ closure.what_changed_for_person }}")
    _what_stays(doc)
    with if_(doc, LEARNED):
        heading(doc, "What did we learn?")
        idea(doc, "staff", "{{ closure.what_service_learned }}")
    heading(doc, "What happens to your record?")
    idea(doc, "private", "We keep your record until {{ closure.records_review_on }}.")
    idea(doc, "private", "Then we look at it again. We may destroy it.")
    idea(doc, "rights", "You can ask to see your record.")
    heading(doc, "What if you are worried again?")
    idea(doc, "talk", "{{ closure.if_worried_again }}")
    heading(doc, "Who else can you call?")
    _other_people(doc)
    feedback(doc)
    labelled(doc, "From", "{{ case.ownership.owner }}")


def _what_stays(doc: Word) -> None:
    with if_(doc, STAYS):
        heading(doc, "What stays the same?")
        ideas(doc, "helps", "help in stays", "{{ help }}")
        _said(doc, "staff", "closure.open_items_handed_to")
        ideas(doc, "wrong", "x in restrictions_now", "{{ x.what }}")


def _choices(doc: Word) -> None:
    heading(doc, "What do I want?")
    idea(doc, "want", "{{ consent.wishes }}")
    heading(doc, "What worries me?")
    idea(doc, "wrong", "{{ consent.worries }}")
    _who_knows(doc)
    heading(doc, "What if things get worse?")
    rises = "consent.if_risk_rises"
    idea(
        doc, "private", f"Staff may have to tell: {{{{ {rises}.what_may_be_shared }}}}"
    )
    idea(doc, "talk", f"When: {{{{ {rises}.when }}}}")
    idea(doc, "staff", f"{{{{ {rises}.who_decides }}}} decides.")
    heading(doc, "Who has been told so far?")
    with if_(doc, "not shared_so_far"):
        idea(doc, "private", "Nobody so far.")
    told = "{{ s.date }}. {{ s.who }}. {{ s.what }}."
    ideas(doc, "private", "s in shared_so_far", told)
    _what_are_my_rights(doc, RIGHTS)
    idea(doc, "talk", "We look at my choices again on {{ consent.review_on }}.")
    checked_together(doc)


def _invitation(doc: Word) -> None:
    with if_(doc, "doc.discreet"):
        para(doc, "Hand over or read together")
        else_(doc)
        para(doc, "{{ provider.provider_name }}", "Fact")
    heading(doc, "Why do we want to talk?")
    with if_(doc, "invitation.sooner"):
        idea(doc, "talk", "Something happened. We agreed to talk sooner then.")
        _said(doc, "choose", "invitation.because")
        else_(doc)
        idea(doc, "talk", "We said we would look at how things are going.")
    idea(doc, "want", "What you say comes first.")
    with if_(doc, "invitation.limit"):
        idea(doc, "free", "There is a limit. We ask if it is still needed.")
    _said(doc, "choose", "invitation.about")
    heading(doc, "When and where?")
    idea(doc, "talk", "We want to meet by {{ invitation.by }}.")
    idea(doc, "choose", "You choose the day, the time and the place.")
    _said(doc, "want", "invitation.wants")
    heading(doc, "Who will be there?")
    idea(doc, "me", "You")
    with if_(doc, "invitation.lead"):
        idea(doc, "staff", "{{ invitation.lead }}")
    idea(doc, "helps", "Somebody you trust, if you want.")
    idea(doc, "wrong", "Tell us if you do not want somebody there.")
    heading(doc, "How will we help?")
    ideas(doc, "helps", "support in invitation.help", "{{ support }}")
    idea(doc, "talk", "You can take your time. You can stop for a break.")
    heading(doc, "What will we talk about?")
    idea(doc, "want", "What you want.")
    idea(doc, "choose", "What choices there are.")
    idea(doc, "rights", "What we agreed, and if it works.")
    idea(doc, "go", "What has changed for you.")
    heading(doc, "What if I do not want to meet?")
    idea(doc, "rights", "That is fine. You can write or draw what you think.")
    idea(doc, "staff", "You can ask somebody you trust to tell us.")
