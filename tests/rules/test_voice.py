"""The rules of voice and outcomes, VOI-01 to VOI-13 (brief 3.2, rulings)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.make import a_folder
from tests.rules.asking import ORGANISATION, ask, ask_of, fields, provider_with
from workflow.domain.case_folder import Filed
from workflow.domain.findings import Severity
from workflow.domain.records.provider import WatchWord

CLOSED = {"status": "closed", "closed_on": "2026-11-20"}
WISH = {"id": "O1", "in_their_words": "I want to sleep", "said_by": "person"}


def an_outcome(**other: object) -> dict[str, object]:
    return {"case": {"outcomes": [{**WISH, **other}]}}


@pytest.mark.parametrize("asked", ["not_recorded", "not_known"])
def test_somebody_has_to_ask_what_the_person_wants(asked: str) -> None:
    (finding,) = ask("VOI-01", {"case": {"msp": {"asked": asked}}})
    assert finding.message.startswith("Has anyone asked Ines what they want")
    assert finding.place.field == "msp.asked"
    assert finding.holds == {"plan"}


@pytest.mark.parametrize(
    "asked", ["asked_expressed", "asked_not_expressed", "not_asked", ""]
)
def test_any_plain_answer_about_asking_is_enough(asked: str) -> None:
    assert ask("VOI-01", {"case": {"msp": {"asked": asked}}}) == []


def test_not_asking_needs_a_reason() -> None:
    why = {"asked": "not_asked"}
    assert fields(ask("VOI-02", {"case": {"msp": why}})) == ["msp.why_not_asked"]
    assert ask("VOI-02", {"case": {"msp": {**why, "why_not_asked": "Ill"}}}) == []


def test_what_was_said_stands_somewhere() -> None:
    said = {"msp": {"asked": "asked_expressed"}}
    assert fields(ask("VOI-03", {"case": said})) == ["outcomes"]
    assert ask("VOI-03", {"case": {**said, "outcomes": [WISH]}}) == []


def test_an_outcome_nobody_can_read_is_not_called_missing() -> None:
    case = {"case": {"msp": {"asked": "asked_expressed"}}}
    assert ask("VOI-03", case, misread=(("case.yaml", "outcomes[0]"),)) == []


@pytest.mark.parametrize(
    "words",
    [
        "I want to sleep",
        "just let ME decide",
        "Leave us alone",
        "It is my money",
        "Tammy says I can",
        "Theydon is where I live",
        "I\u2019d like a rest",
        "Here. I'm fine",
    ],
)
def test_words_in_the_first_person_sound_like_their_own(words: str) -> None:
    person = {"preferred_name": "Tam"}
    case = an_outcome(in_their_words=words)
    assert ask("VOI-04", {**case, "person": person}) == []


@pytest.mark.parametrize(
    "words",
    [
        "To be safe at home",
        "Tam wants me to help",
        "tam's wish is that I go",
        "She says I may",
        "  'They must listen to me",
        "To be safeguarded from my brother",
        "Time to mend things",
    ],
)
def test_words_about_the_person_do_not(words: str) -> None:
    person = {"preferred_name": "Tam"}
    (finding,) = ask("VOI-04", {**an_outcome(in_their_words=words), "person": person})
    assert "Tam's own words" in finding.message
    assert finding.severity is Severity.PROMPT
    assert finding.place.field == "outcomes[0].in_their_words"


def test_a_name_that_nobody_gave_is_not_looked_for() -> None:
    parts = {**an_outcome(), "person": {"preferred_name": ""}}
    assert ask("VOI-04", parts) == []


ASKED = {"msp": {"asked": "asked_expressed", "asked_on": "2026-11-02"}}


def test_deciding_before_asking_is_noticed_once_for_each_thing() -> None:
    plan = {
        "actions": [
            {"id": "A1", "due_on": "2026-11-10", "done_on": "2026-11-01"},
            {"id": "A2", "due_on": "2026-11-02"},
            {"id": "A3", "due_on": "2026-11-01", "done_on": "2026-11-03"},
            {"id": "A4"},
        ],
        "restrictions": [
            {"id": "X1", "started_on": "2026-11-01", "basis": "best_interests"},
            {"id": "X2", "started_on": "2026-11-02", "basis": "best_interests"},
        ],
    }
    found = ask("VOI-05", {"case": ASKED, "plan": plan})
    assert sorted(fields(found)) == [
        "actions[0].done_on",
        "actions[2].due_on",
        "restrictions[0].started_on",
    ]


def test_an_urgent_limit_may_come_before_the_asking() -> None:
    limit = {"id": "X1", "started_on": "2026-11-01", "basis": "urgent_temporary"}
    parts = {"case": ASKED, "plan": {"restrictions": [limit]}}
    assert ask("VOI-05", parts) == []


def test_a_limit_of_which_the_basis_cannot_be_read_may_be_urgent() -> None:
    plan = {"restrictions": [{"id": "X1", "started_on": "2026-11-01"}]}
    misread = (("plan.yaml", "restrictions[0].basis"),)
    assert ask("VOI-05", {"case": ASKED, "plan": plan}, misread=misread) == []
    assert len(ask("VOI-05", {"case": ASKED, "plan": plan})) == 1


@pytest.mark.parametrize("answer", ["options", "actions"])
def test_a_wish_is_answered_by_a_choice_or_an_action(answer: str) -> None:
    plan = {answer: [{"id": "N1", "for_outcomes": ["O1"]}]}
    assert ask("VOI-06", {**an_outcome(), "plan": plan}) == []


def test_a_wish_with_no_answer_is_named_in_their_words() -> None:
    outcomes = [WISH, {**WISH, "id": "O2", "in_their_words": "I want a key"}]
    plan = {"options": [{"id": "OP1", "for_outcomes": ["O2"]}]}
    (finding,) = ask("VOI-06", {"case": {"outcomes": outcomes}, "plan": plan})
    assert finding.message.startswith('Ines asked for "I want to sleep".')
    assert finding.place.field == "outcomes[0]"


@pytest.mark.parametrize("status", ["fully_achieved", "withdrawn"])
def test_a_wish_that_came_true_or_was_withdrawn_needs_no_answer(status: str) -> None:
    assert ask("VOI-06", an_outcome(status=status)) == []


@pytest.mark.parametrize(
    ("file", "path"),
    [
        ("case.yaml", "outcomes[0].status"),
        ("plan.yaml", "options[2].for_outcomes"),
        ("plan.yaml", "actions"),
        ("plan.yaml", "options[0]"),
    ],
)
def test_nothing_is_said_of_a_wish_when_its_answer_may_be_there(
    file: str, path: str
) -> None:
    assert ask("VOI-06", an_outcome(), misread=((file, path),)) == []


def test_a_value_nobody_can_read_elsewhere_silences_nothing() -> None:
    misread = (("case.yaml", "outcomes[1].status"), ("plan.yaml", "actions[0].due_on"))
    assert len(ask("VOI-06", an_outcome(), misread=misread)) == 1


@pytest.mark.parametrize("voice", ["representative", "advocate"])
def test_who_spoke_for_the_person_is_named(voice: str) -> None:
    (finding,) = ask("VOI-07", an_outcome(said_by=voice))
    assert finding.place.field == "outcomes[0].said_by_contact"


def test_what_was_worked_out_from_how_they_live_nobody_spoke() -> None:
    person = {"contacts": [{"id": "c1", "flags": ["source_of_risk"]}]}
    assert ask("VOI-07", an_outcome(said_by="observed")) == []
    worked_out = an_outcome(said_by="observed", said_by_contact="c1")
    assert len(ask("VOI-07", {**worked_out, "person": person})) == 1


def test_the_person_speaks_for_themselves() -> None:
    assert ask("VOI-07", an_outcome()) == []


def test_nobody_speaks_who_is_part_of_the_worry() -> None:
    spoken = an_outcome(said_by="representative", said_by_contact="c1")
    for flag, count in (("source_of_risk", 1), ("trusted_supporter", 0)):
        person = {"contacts": [{"id": "c1", "flags": [flag]}]}
        assert len(ask("VOI-07", {**spoken, "person": person})) == count


@pytest.mark.parametrize("answer", ["", "not_asked"])
def test_an_agreed_plan_was_shown_to_the_person(answer: str) -> None:
    plan = {"status": "agreed", "co_production": {"person_recognises_plan": answer}}
    (finding,) = ask("VOI-08", {"plan": plan})
    assert finding.severity is Severity.ERROR
    assert finding.holds == {"plan"}


def test_a_plan_they_do_not_know_again_is_a_warning_and_holds_nothing() -> None:
    plan = {"status": "agreed", "co_production": {"person_recognises_plan": "said_no"}}
    (finding,) = ask("VOI-08", {"plan": plan})
    assert finding.severity is Severity.WARNING
    assert finding.holds == frozenset()


@pytest.mark.parametrize("status", ["draft", "superseded"])
def test_a_plan_that_is_not_agreed_need_not_be_recognised(status: str) -> None:
    assert ask("VOI-08", {"plan": {"status": status}}) == []


def test_an_answer_nobody_can_read_is_not_called_missing() -> None:
    for path in ("co_production", "co_production.person_recognises_plan", "status"):
        plan = {"plan": {"status": "agreed"}}
        assert ask("VOI-08", plan, misread=(("plan.yaml", path),)) == []


def watched(text: str, **parts: object) -> list[str]:
    found = ask("VOI-09", {"plan": {"contingency": text}, **parts})
    return [finding.message for finding in found]


def test_a_controlling_word_comes_with_another_to_try() -> None:
    assert watched("Ines is ALLOWED out") == [
        '"allowed" can sound controlling. Could you say "decided or agreed"?'
    ]
    assert watched("The service user is here") == [
        '"service user" can sound controlling. Could you say "Ines"?'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody disallowed it",
        "Unallowed",
        'She said "I am not allowed out" and left',
        "She said \u201clet them\u201d",
        "Let her know the time",
        "He feels vulnerable on the brae",
        "The outlet themes",
    ],
)
def test_parts_of_words_and_words_of_others_are_let_pass(text: str) -> None:
    assert watched(text) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He was non compliant", "non-compliant"),
        ("an attention seeking\n  way", "attention-seeking"),
        ("The vulnerable need us", "the vulnerable"),
        ("a vulnerable adult", "vulnerable adult"),
        ("We did not let  them go", "let them"),
    ],
)
def test_a_word_is_met_however_it_is_spaced(text: str, word: str) -> None:
    assert [m.split('"')[1] for m in watched(text)] == [word]


def test_the_longest_words_speak_and_each_field_speaks_once() -> None:
    assert [m.split('"')[1] for m in watched("not allowed, not allowed")] == [
        "not allowed"
    ]


def test_a_word_the_person_likes_is_let_pass() -> None:
    person = {"preferred_name": "Ines", "preferred_words": ["Client"]}
    assert watched("Our client is well", person=person) == []
    assert len(watched("Our client is well")) == 1


def test_a_providers_own_words_come_on_top() -> None:
    listed = (WatchWord(word="case"), WatchWord(word="permission", try_="a yes"))
    provider = ORGANISATION.provider
    record = provider.record.model_copy(update={"language_watchlist": listed})
    ours = replace(ORGANISATION, provider=Filed(provider.file, record))
    plan = {"contingency": "the case needs permission from the client"}
    found = ask("VOI-09", {"plan": plan}, organisation=ours)
    assert [finding.message.split('"')[1::2] for finding in found] == [
        ["case", "what happened"],
        ["permission", "a yes"],
        ["client", "Ines"],
    ]


def test_the_words_of_the_person_and_names_are_never_judged() -> None:
    parts = {
        "case": {
            "outcomes": [{**WISH, "in_their_words": "I want to be allowed out"}],
            "concern": {"person_account": "They let them"},
        },
        "plan": {
            "my_words": {"what_i_do_not_want": "permission"},
            "positive_risk": {"help_seeking": {"my_words": ["I am not allowed"]}},
        },
        "person": {
            "about_me": {"most_important_to_me": "placement"},
            "contacts": [{"name": "Let Them", "organisation": "The Vulnerable Trust"}],
        },
    }
    assert ask("VOI-09", parts) == []


def test_every_file_is_looked_at_and_old_wording_is_left() -> None:
    parts = {
        "records": [{"type": "visit", "what_happened": "He absconded"}],
        "reviews": [{"what_has_improved": "Allowed out", "changes_made": ["let him"]}],
        "learning": [{"what_we_learned": "Placement"}],
        "case": {"amendments": [{"was": "She was allowed"}]},
    }
    found = ask("VOI-09", parts)
    assert sorted((f.place.file, f.place.field) for f in found) == [
        ("learning/0.yaml", "what_we_learned"),
        ("records/0.yaml", "what_happened"),
        ("reviews/0.yaml", "changes_made[0]"),
        ("reviews/0.yaml", "what_has_improved"),
    ]


def test_a_plan_that_was_replaced_is_not_reworded() -> None:
    assert ask("VOI-09", {"old_plans": [{"contingency": "not allowed"}]}) == []


def test_of_a_closed_case_only_the_closing_is_reworded() -> None:
    closed = {"case": CLOSED, "plan": {"contingency": "allowed"}}
    closure = {"if_worried_again": "You are allowed to ring"}
    found = ask("VOI-09", {**closed, "closure": closure})
    assert fields(found) == ["if_worried_again"]


def spoken(day: str, **other: object) -> dict[str, object]:
    return {"type": "keywork", "date": day, **other}


def test_a_month_without_the_persons_words_is_noticed_on_day_31() -> None:
    parts = {"records": [spoken("2026-10-23", person_said="Fine")]}
    assert ask("VOI-10", parts, date(2026, 11, 22)) == []
    (finding,) = ask("VOI-10", parts, date(2026, 11, 23))
    assert finding.message.startswith("We have not written down anything Ines said")
    assert (finding.place.file, finding.place.field) == ("records/0.yaml", "date")


def test_any_quote_in_a_record_counts() -> None:
    quote = {"keywork": {"worries_about_telling_us": "You will stop it"}}
    records = [spoken("2026-10-01", person_said="A"), spoken("2026-11-20", **quote)]
    assert ask("VOI-10", {"records": records}) == []


def test_the_wait_for_words_begins_with_the_case() -> None:
    assert ask("VOI-10", {"case": {"opened_on": "2026-10-24"}}) == []
    found = ask("VOI-10", {"case": {"opened_on": "2026-10-23"}})
    assert fields(found) == ["opened_on"]


def test_nobody_is_reminded_of_words_when_the_case_is_closed() -> None:
    assert ask("VOI-10", {"case": CLOSED}) == []


def test_a_record_with_a_date_nobody_can_read_may_be_the_newest() -> None:
    parts = {"records": [spoken("", person_said="Fine")]}
    assert len(ask("VOI-10", parts)) == 1
    assert ask("VOI-10", parts, misread=(("records/0.yaml", "date"),)) == []


def a_review(day: str, *outcomes: str, kind: str = "scheduled") -> dict[str, object]:
    lines = [{"outcome": outcome} for outcome in outcomes]
    return {
        "kind": kind,
        "status": "held",
        "due_on": day,
        "held_on": day,
        "outcome_progress": lines,
    }


KNOWN = an_outcome(recorded_on="2026-08-03")


def test_a_wish_in_neither_of_the_last_two_reviews_is_forgotten() -> None:
    reviews = [a_review("2026-09-01", "O1"), a_review("2026-10-01")]
    assert ask("VOI-11", {**KNOWN, "reviews": reviews}) == []
    (finding,) = ask("VOI-11", {**KNOWN, "reviews": [*reviews, a_review("2026-11-02")]})
    assert finding.message.endswith('what Ines wanted: "I want to sleep".')
    assert finding.place.field == "outcomes[0]"


def test_one_review_is_too_few_to_say_that_a_wish_is_forgotten() -> None:
    assert ask("VOI-11", {**KNOWN, "reviews": [a_review("2026-10-01")]}) == []


@pytest.mark.parametrize("kind", ["pattern", "restriction"])
def test_reviews_of_other_kinds_do_not_look_at_wishes(kind: str) -> None:
    reviews = [a_review("2026-09-01", "O1"), a_review("2026-10-01")]
    other = a_review("2026-11-02", kind=kind)
    assert ask("VOI-11", {**KNOWN, "reviews": [*reviews, other]}) == []


def test_a_wish_is_not_forgotten_by_reviews_from_before_it() -> None:
    reviews = [a_review("2026-09-01"), a_review("2026-10-01")]
    late = an_outcome(recorded_on="2026-09-02")
    assert ask("VOI-11", {**late, "reviews": reviews}) == []


@pytest.mark.parametrize(
    "case",
    [
        {**CLOSED, "outcomes": [WISH]},
        {"outcomes": [{**WISH, "status": "withdrawn"}]},
        {"outcomes": [{**WISH, "status": "fully_achieved"}]},
    ],
)
def test_a_wish_that_is_over_is_not_forgotten(case: dict[str, object]) -> None:
    reviews = [a_review("2026-09-01"), a_review("2026-10-01")]
    assert ask("VOI-11", {"case": case, "reviews": reviews}) == []


def test_a_line_of_a_review_nobody_can_read_may_be_about_the_wish() -> None:
    reviews = [a_review("2026-09-01"), a_review("2026-10-01")]
    misread = (("reviews/1.yaml", "outcome_progress[0].outcome"),)
    assert ask("VOI-11", {**KNOWN, "reviews": reviews}, misread=misread) == []


@pytest.mark.parametrize("status", ["not_yet_known", "partially_achieved", ""])
def test_every_wish_says_what_good_looks_like(status: str) -> None:
    found = ask("VOI-12", an_outcome(status=status))
    assert fields(found) == ["outcomes[0].what_good_looks_like"]
    good = an_outcome(status=status, what_good_looks_like="I wake up rested")
    assert ask("VOI-12", good) == []


def waiting(talked: str, **other: object) -> dict[str, object]:
    concern = {"raised_on": "2026-11-20", "first_conversation_on": talked}
    return {"case": {"concern": concern, **other}}


def test_a_day_is_kept_the_next_calendar_day_and_not_the_second() -> None:
    assert ask("VOI-13", waiting("2026-11-20")) == []
    assert ask("VOI-13", waiting("2026-11-21")) == []
    (finding,) = ask("VOI-13", waiting("2026-11-22"))
    assert finding.message.startswith("Ines waited 48 hours before anyone talked")
    assert finding.place.field == "concern.first_conversation_on"


def test_a_talk_that_never_came_counts_up_to_today() -> None:
    (finding,) = ask("VOI-13", waiting(""))
    assert "waited 72 hours" in finding.message


def test_a_late_talk_stays_history_and_a_closed_case_waits_no_longer() -> None:
    closed = {"status": "closed", "closed_on": "2026-11-22"}
    assert len(ask("VOI-13", waiting("2026-11-22", **closed))) == 1
    (finding,) = ask("VOI-13", waiting("", **closed))
    assert "waited 48 hours" in finding.message


def test_a_council_that_wants_the_talk_the_same_day_is_heard() -> None:
    same_day = provider_with(first_conversation_hours="4")
    found = ask("VOI-13", waiting("2026-11-21"), organisation=same_day)
    assert "waited 24 hours" in found[0].message


def test_a_day_nobody_can_read_is_not_called_late() -> None:
    misread = (("case.yaml", "concern.first_conversation_on"),)
    assert ask("VOI-13", waiting(""), misread=misread) == []


def test_every_finding_says_what_would_mend_it() -> None:
    folder = a_folder(**an_outcome(in_their_words="Ines wants to sleep"))
    (finding,) = ask_of("VOI-04", folder)
    assert finding.mend.startswith("Write what Ines said")
