"""The rules about who is told what: agreements, overrides, talks, replies."""

from datetime import date
from typing import Any

import pytest

from tests.rules.speaking import fields, spoken
from workflow.domain.documents import DocumentType, Each, Standing, standing
from workflow.domain.findings import Recipient, Severity
from workflow.domain.records.base import Reader

Fields = dict[str, Any]
CLOSED = {"status": "closed"}
RECORD = "2026-11-02-external_contact-01"
FIRST_FOUR = [
    "what_stays_private",
    "who_in_team_knows",
    "what_may_be_shared_if_risk_rises",
    "right_to_change_mind",
]
AGREED: Fields = {
    "id": "B1",
    "what": "The plan",
    "contact": "c1",
    "categories": ["money"],
    "why": "To help",
    "decision": "agreed",
    "person_words": "Yes",
    "decided_on": "2026-10-01",
    "until": "2026-12-20",
}
LIMITED: Fields = {**AGREED, "decision": "agreed_with_limits", "limits": "In writing"}
ITEM: Fields = {
    "what": "A limit",
    "categories": ["money"],
    "purpose": "Set",
    "boundary": "B1",
}
OVERRIDE: Fields = {
    "reasons": ["serious_crime"],
    "rationale": "He had a knife",
    "decided_by": "st-01",
    "person_told": "said_yes",
}
NOT_C1: Fields = {
    "do_not_share": [{"id": "N1", "contact": "c1", "categories": ["money"]}]
}
DELIA: Fields = {
    "contacts": [{"id": "c1", "name": "Delia", "relationship_code": "sibling"}]
}


def agreed(*boundaries: Fields, **more: object) -> Fields:
    return {"boundaries": [*boundaries], **more}


def told(*shared: Fields, day: str = "2026-11-02", **contact: object) -> Fields:
    """A contact with c1 at the bank; `record` lays fields over the record itself."""
    record = contact.pop("record", {})
    assert isinstance(record, dict)
    outside = {"contact": "c1", "agency": "bank", "shared": [*shared], **contact}
    whole = {"record_id": RECORD, "type": "external_contact", "date": day}
    return {**whole, "external_contact": outside, **record}


def looked_into(closed_on: str = "2026-11-09", outcome: str = "") -> list[Fields]:
    review = {"source_records": [RECORD], "due_on": "2026-11-10", "outcome": outcome}
    return [{**review, "closed_on": closed_on}]


def test_the_first_talk_explains_four_things() -> None:
    assert fields("INF-01") == ["explained"]
    for topic in FIRST_FOUR:
        said = [other for other in FIRST_FOUR if other != topic]
        consent = {"explained": [{"date": "2026-11-02", "topics": said}]}
        assert fields("INF-01", consent=consent) == ["explained[0].topics"]
    whole = {"explained": [{"date": "2026-11-02", "topics": FIRST_FOUR}]}
    assert not spoken("INF-01", consent=whole)


def test_the_first_talk_is_the_earliest_one_in_whatever_order_they_stand() -> None:
    whole = {"date": "2026-11-02", "topics": FIRST_FOUR}
    partly = {"date": "2026-11-09", "topics": FIRST_FOUR[:1]}
    assert not spoken("INF-01", consent={"explained": [partly, whole]})
    sooner = {**partly, "date": "2026-10-30"}
    where = ["explained[1].topics"]
    assert fields("INF-01", consent={"explained": [whole, sooner]}) == where


def test_topics_that_could_not_be_read_are_not_called_missing() -> None:
    misread = ["consent.yaml explained[0].topics[3]"]
    said = {"explained": [{"date": "2026-11-02", "topics": FIRST_FOUR[:3]}]}
    assert not spoken("INF-01", misread=misread, consent=said)


@pytest.mark.parametrize(
    "field", ["what", "contact", "why", "decision", "person_words", "decided_on"]
)
def test_an_agreement_says_what_who_why_and_what_the_person_said(field: str) -> None:
    assert not spoken("INF-02", consent=agreed(AGREED))
    (found,) = spoken("INF-02", consent=agreed(AGREED, {**AGREED, field: ""}))
    assert found.place.field == f"boundaries[1].{field}"
    assert found.holds == {"consent record"}


def test_an_agency_is_somebody_too() -> None:
    assert not spoken(
        "INF-02", consent=agreed({**AGREED, "contact": "", "agency": "gp"})
    )


def test_each_item_outside_the_agreement_is_asked_about_with_the_reason() -> None:
    outside = [{**ITEM, "boundary": ""}, {**ITEM, "categories": ["money", "health"]}]
    records = [told(ITEM, *outside)]
    first, second = spoken("INF-03", consent=agreed(AGREED), records=records)
    assert first.place.field == "external_contact.shared[1]"
    assert first.detail == "No agreement is named for it."
    assert second.place.field == "external_contact.shared[2]"
    assert second.detail == "Agreement B1 does not cover: Health."
    assert first.holds == {"letters out"}
    assert first.recipient == Recipient("c1", "bank")


def test_a_decision_or_a_mistake_that_is_named_answers_the_question() -> None:
    outside = {**ITEM, "boundary": ""}
    assert spoken("INF-03", records=[told(outside)])
    assert not spoken("INF-03", records=[told(outside, override=OVERRIDE)])
    deviation = {"deviation": {"kind": "other"}}
    assert not spoken("INF-03", records=[told(outside, record=deviation)])


@pytest.mark.parametrize("rule", ["INF-03", "INF-10", "INF-12", "INF-13", "INF-17"])
def test_what_is_said_of_a_disclosure_clears_when_its_review_is_closed(
    rule: str,
) -> None:
    ended = {**LIMITED, "until": "2026-10-30"}
    parts: Fields = {
        "consent": agreed(ended, **NOT_C1),
        "records": [told({**ITEM, "purpose": ""})],
    }
    assert spoken(rule, **parts)
    still_open = looked_into(closed_on="")
    assert spoken(rule, managerial_reviews=still_open, **parts)
    other = [{"source_records": ["2026-11-03-visit-01"], "closed_on": "2026-11-09"}]
    assert spoken(rule, managerial_reviews=other, **parts)
    assert not spoken(rule, managerial_reviews=looked_into(), **parts)


@pytest.mark.parametrize(
    "misread",
    [
        "consent.yaml boundaries",
        "consent.yaml boundaries[0].decided_on",
        "records/0.yaml external_contact.shared[0].categories[1]",
    ],
)
@pytest.mark.parametrize("rule", ["INF-03", "INF-12", "INF-17"])
def test_nothing_is_said_of_an_agreement_that_could_not_be_read(
    rule: str, misread: str
) -> None:
    parts: Fields = {
        "consent": agreed({**LIMITED, "until": "2026-10-30"}),
        "records": [told(ITEM)],
    }
    assert spoken(rule, **parts)
    assert not spoken(rule, misread=[misread], **parts)


@pytest.mark.parametrize(
    "field", ["date", "deviation.kind", "external_contact.override.reasons[0]"]
)
def test_a_reason_that_could_not_be_read_may_be_one(field: str) -> None:
    records = [told({**ITEM, "boundary": ""})]
    assert not spoken("INF-03", misread=[f"records/0.yaml {field}"], records=records)


def test_only_letters_to_the_same_recipient_are_held_back() -> None:
    letter = DocumentType(
        id="X1",
        name="letter",
        title="Letter",
        reader=Reader.PROFESSIONAL,
        each=Each.CASE,
        file_name="Letter.docx",
        held_by=frozenset({"letters out"}),
    )
    findings = spoken("INF-03", records=[told({**ITEM, "boundary": ""})])
    to = {
        Recipient("c1", "bank"): Standing.DRAFT,
        Recipient("c2", "bank"): Standing.FINAL,
        Recipient("", "bank"): Standing.DRAFT,
        Recipient("", "police"): Standing.FINAL,
        Recipient("c2", ""): Standing.FINAL,
        None: Standing.DRAFT,
    }
    stands = {who: standing(letter, findings, None, who)[0] for who in to}
    assert stands == to


def test_somebody_nobody_named_may_be_anybody() -> None:
    nobody = told({**ITEM, "boundary": ""}, contact="", agency="")
    (found,) = spoken("INF-03", records=[nobody])
    assert found.recipient is None


@pytest.mark.parametrize("field", ["reasons", "rationale", "decided_by"])
def test_an_override_has_a_reason_an_explanation_and_a_decider(field: str) -> None:
    records = [told(ITEM, override={**OVERRIDE, field: ""})]
    (found,) = spoken("INF-04", records=records)
    assert found.place.field == f"external_contact.override.{field}"
    assert found.holds == {"letters out"}


@pytest.mark.parametrize(
    ("decider", "may"),
    [
        *((lead, True) for lead in ("st-01", "st-02", "st-05", "st-06")),
        *((other, False) for other in ("st-03", "st-04", "st-99")),
    ],
)
def test_a_lead_or_a_manager_decides_unless_life_is_at_risk(
    decider: str, *, may: bool
) -> None:
    override = {**OVERRIDE, "decided_by": decider}
    assert bool(spoken("INF-04", records=[told(ITEM, override=override)])) is not may
    life = {**override, "reasons": ["life_at_risk", "serious_crime"]}
    assert not spoken("INF-04", records=[told(ITEM, override=life)])


def test_the_person_is_told_of_an_override_or_somebody_says_why_not() -> None:
    for answer in ("", "said_no", "not_asked"):
        records = [told(ITEM, override={**OVERRIDE, "person_told": answer})]
        where = ["external_contact.override.person_told"]
        assert fields("INF-05", records=records) == where
    not_told = {**OVERRIDE, "person_told": "said_no"}
    for said in (OVERRIDE, {**not_told, "why_not_told": "He would hurt her"}):
        assert not spoken("INF-05", records=[told(ITEM, override=said)])
    assert not spoken("INF-05", records=[told(ITEM)])


def test_a_manager_has_a_working_day_to_open_a_review() -> None:
    records = [told(ITEM, record={"deviation": {"kind": "other"}})]
    assert not spoken("INF-06", date(2026, 11, 3), records=records)
    (found,) = spoken("INF-06", date(2026, 11, 4), records=records)
    assert found.message.endswith("Review opened automatically, due 9 November 2026.")
    assert found.place.field == "deviation"


def test_a_review_that_is_open_does_not_clear_it_and_one_that_is_closed_does() -> None:
    records = [told(ITEM, override=OVERRIDE)]
    waiting = looked_into(closed_on="")
    (found,) = spoken("INF-06", records=records, managerial_reviews=waiting)
    assert found.message.endswith("due 10 November 2026.")
    assert found.place.file == "managerial_reviews/0.yaml"
    assert found.place.field == "closed_on"
    assert not spoken("INF-06", records=records, managerial_reviews=looked_into())


def test_a_deviation_in_any_record_and_a_closed_case_still_need_a_manager() -> None:
    visit = {"record_id": "v", "type": "visit", "date": "2026-11-02"}
    records = [{**visit, "deviation": {"kind": "late"}}]
    assert spoken("INF-06", records=records)
    assert spoken("INF-06", records=records, case=CLOSED)


def test_limits_that_were_not_kept_are_a_deviation() -> None:
    records = [told({**ITEM, "limits_respected": "false"})]
    where = ["external_contact.shared[0].limits_respected"]
    assert fields("INF-06", consent=agreed(LIMITED), records=records) == where
    assert not spoken("INF-06", consent=agreed(AGREED), records=records)


def talk(**said: str) -> Fields:
    return told(review_conversation=said)


def test_a_talk_is_offered_within_two_working_days() -> None:
    offered = [talk(answer="declined", offered_on="2026-11-04")]
    assert not spoken("INF-07", records=offered)
    late = [talk(answer="declined", offered_on="2026-11-05")]
    (found,) = spoken("INF-07", records=late)
    assert found.message.endswith("It was due by 4 November 2026.")
    assert found.place.field == "external_contact.review_conversation.offered_on"
    assert spoken("INF-07", records=late, case=CLOSED)


@pytest.mark.parametrize("answer", ["not_offered", ""])
def test_a_talk_that_was_never_offered_needs_a_reason(answer: str) -> None:
    records = [talk(answer=answer)]
    assert not spoken("INF-07", date(2026, 11, 4), records=records)
    where = ["external_contact.review_conversation.answer"]
    assert fields("INF-07", date(2026, 11, 5), records=records) == where
    reason = [talk(answer=answer, not_offered_reason="He would hear")]
    assert not spoken("INF-07", records=reason)


def test_what_we_were_told_asks_for_a_talk_too() -> None:
    assert spoken("INF-07", records=[told(direction="received")])


def test_a_talk_is_held_within_five_working_days_of_the_contact() -> None:
    records = [talk(answer="accepted", offered_on="2026-11-04")]
    assert not spoken("INF-08", date(2026, 11, 9), records=records)
    (found,) = spoken("INF-08", date(2026, 11, 10), records=records)
    assert found.message == "Ines said yes to a talk. Please have it."
    assert not spoken("INF-08", date(2026, 11, 10), records=records, case=CLOSED)


def test_a_record_of_the_talk_clears_it_however_late() -> None:
    accepted = talk(answer="accepted")
    assert not spoken("INF-08", records=[talk(answer="accepted", record="r2")])
    held = {"type": "review_conversation", "review_conversation": {"about": RECORD}}
    assert not spoken("INF-08", records=[accepted, {"date": "2026-11-20", **held}])
    assert not spoken("INF-08", records=[talk(answer="later")])


def waits(**said: object) -> Fields:
    return told(response={"status": "awaiting", **said})


def test_a_reply_may_come_on_its_day() -> None:
    records = [waits(due_on="2026-11-09")]
    assert not spoken("INF-09", date(2026, 11, 9), records=records)
    (found,) = spoken("INF-09", date(2026, 11, 10), records=records)
    assert found.message.startswith("No answer yet from Bank.")
    assert found.place.field == "external_contact.response.status"
    assert not spoken("INF-09", date(2026, 11, 10), records=records, case=CLOSED)


def test_a_reply_with_no_day_is_chased_after_five_working_days() -> None:
    assert not spoken("INF-09", date(2026, 11, 9), records=[waits()])
    assert spoken("INF-09", date(2026, 11, 10), records=[waits()])


def test_the_organisation_that_has_not_answered_is_named() -> None:
    weir = told(organisation="Weir Bank", response={"status": "awaiting"})
    (found,) = spoken("INF-09", records=[weir])
    assert "from Weir Bank." in found.message
    other = told(agency="other", response={"status": "awaiting"})
    (found,) = spoken("INF-09", person=DELIA, records=[other])
    assert "from Delia." in found.message
    chased = told(response={"status": "chased", "due_on": "2026-11-03"})
    assert not spoken("INF-09", records=[chased])


def test_every_item_shared_says_what_for() -> None:
    (found,) = spoken("INF-10", records=[told(ITEM, {**ITEM, "purpose": ""})])
    assert found.place.field == "external_contact.shared[1].purpose"
    assert found.holds == {"letters out"}
    assert found.recipient == Recipient("c1", "bank")


@pytest.mark.parametrize(
    ("agency", "asks"), [("family_member", True), ("friend", True), ("police", False)]
)
def test_family_and_friends_seldom_need_to_know_who_it_is_about(
    agency: str, *, asks: bool
) -> None:
    item = {**ITEM, "categories": ["money", "source_of_risk_identity"]}
    records = [told(item, agency=agency)]
    assert bool(spoken("INF-11", records=records)) is asks
    assert not spoken("INF-11", records=[told(ITEM, agency=agency)])
    reviews = looked_into()
    assert not spoken("INF-11", records=records, managerial_reviews=reviews)
    assert not spoken("INF-11", records=records, case=CLOSED)


def test_the_last_day_of_an_agreement_is_inside_and_the_next_is_not() -> None:
    records = [told(ITEM)]
    last = agreed({**AGREED, "until": "2026-11-02"})
    assert not spoken("INF-12", consent=last, records=records)
    over = agreed({**AGREED, "until": "2026-11-01"})
    (found,) = spoken("INF-12", consent=over, records=records)
    assert found.message == "Ines's agreement ended on 1 November 2026. Ask again."
    assert found.place.field == "external_contact.shared[0].boundary"
    assert spoken("INF-03", consent=over, records=records)


def test_an_agreement_with_no_end_lasts_three_months() -> None:
    records = [told(ITEM)]
    kept = agreed({**AGREED, "until": "", "decided_on": "2026-08-02"})
    assert not spoken("INF-12", consent=kept, records=records)
    over = agreed({**AGREED, "until": "", "decided_on": "2026-08-01"})
    (found,) = spoken("INF-12", consent=over, records=records)
    assert "ended on 1 November 2026" in found.message


@pytest.mark.parametrize("decision", ["agreed", "withdrawn"])
def test_an_agreement_taken_back_is_not_used_from_that_day(decision: str) -> None:
    taken = {**AGREED, "decision": decision}
    same_day = agreed({**taken, "withdrawn_on": "2026-11-02"})
    (found,) = spoken("INF-12", consent=same_day, records=[told(ITEM)])
    assert "ended on 2 November 2026" in found.message
    later = agreed({**taken, "withdrawn_on": "2026-11-03"})
    assert not spoken("INF-12", consent=later, records=[told(ITEM)])
    assert not spoken("INF-03", consent=later, records=[told(ITEM)])


def test_an_agreement_taken_back_on_no_known_day_has_ended() -> None:
    taken = agreed({**AGREED, "decision": "withdrawn"})
    (found,) = spoken("INF-12", consent=taken, records=[told(ITEM)])
    assert "ended on a day that nobody wrote down" in found.message


@pytest.mark.parametrize("decision", ["not_agreed", "undecided"])
def test_what_was_never_agreed_has_not_ended(decision: str) -> None:
    never = agreed({**AGREED, "decision": decision, "until": "2026-11-01"})
    assert not spoken("INF-12", consent=never, records=[told(ITEM)])
    assert spoken("INF-03", consent=never, records=[told(ITEM)])


def test_who_should_not_be_told_is_named_once_for_a_contact() -> None:
    records = [told(ITEM, ITEM)]
    (found,) = spoken("INF-13", person=DELIA, consent=NOT_C1, records=records)
    assert found.message == ("Ines asked us not to tell Delia. Check before going on.")
    assert found.place.field == "external_contact.contact"
    assert found.holds == {"letters out"}
    assert spoken("INF-03", consent=NOT_C1, records=records)


def test_a_wish_covers_its_categories_and_the_agency_it_names() -> None:
    health = [told({**ITEM, "categories": ["health"]})]
    assert not spoken("INF-13", consent=NOT_C1, records=health)
    bank = {"do_not_share": [{"id": "N1", "agency": "bank", "categories": ["money"]}]}
    where = ["external_contact.agency"]
    assert fields("INF-13", consent=bank, records=[told(ITEM)]) == where
    assert not spoken("INF-13", consent=bank, records=[told(ITEM, agency="gp")])


@pytest.mark.parametrize("outcome", ["not_justified", "partly_justified"])
def test_a_breach_stays_while_the_wish_does_and_holds_nothing_back(
    outcome: str,
) -> None:
    parts: Fields = {
        "records": [told(ITEM)],
        "managerial_reviews": looked_into(outcome=outcome),
    }
    (found,) = spoken("INF-13", consent=NOT_C1, **parts)
    assert found.severity is Severity.ERROR
    assert not found.holds
    assert not spoken("INF-03", consent=NOT_C1, **parts)
    assert not spoken("INF-13", consent={"do_not_share": []}, **parts)
    assert not spoken("INF-13", consent=NOT_C1, case=CLOSED, **parts)


@pytest.mark.parametrize("outcome", ["justified", "no_deviation_found"])
def test_what_a_manager_found_right_is_no_breach(outcome: str) -> None:
    reviews = looked_into(outcome=outcome)
    parts: Fields = {"consent": NOT_C1, "records": [told(ITEM)]}
    assert not spoken("INF-13", managerial_reviews=reviews, **parts)


@pytest.mark.parametrize(
    "basis",
    [
        {"article6": "a_consent"},
        {"article9": "a_explicit_consent"},
        {"article6": "a_consent", "article9": "a_explicit_consent"},
    ],
)
def test_data_protection_consent_is_questioned_once(basis: dict[str, str]) -> None:
    where = f"lawful_basis.{next(iter(basis))}"
    assert fields("INF-14", consent={"lawful_basis": basis}) == [where]
    records = [told(ITEM, override={**OVERRIDE, **basis})]
    there = f"external_contact.override.{next(iter(basis))}"
    assert fields("INF-14", records=records) == [there]
    assert not spoken("INF-14", consent={"lawful_basis": basis}, case=CLOSED)


def test_what_happens_if_things_get_worse_is_told_now() -> None:
    assert fields("INF-15") == ["if_risk_rises"]
    told_now = {"if_risk_rises": {"what_may_be_shared": "What happened"}}
    assert not spoken("INF-15", consent=told_now)


def test_somebody_may_think_for_ten_working_days() -> None:
    thinking = {**AGREED, "decision": "undecided", "decided_on": "2026-11-02"}
    parts: Fields = {"consent": agreed(thinking)}
    assert not spoken("INF-16", date(2026, 11, 16), **parts)
    (found,) = spoken("INF-16", date(2026, 11, 17), **parts)
    assert found.message.startswith("Ines was still deciding about The plan.")
    assert found.place.field == "boundaries[0].decision"
    assert not spoken("INF-16", date(2026, 11, 17), case=CLOSED, **parts)
    undated = agreed({**thinking, "decided_on": ""})
    assert not spoken("INF-16", date(2026, 11, 17), consent=undated)


@pytest.mark.parametrize("decision", ["agreed", "not_agreed"])
def test_who_has_answered_since_is_not_asked_again(decision: str) -> None:
    thinking = {**AGREED, "decision": "undecided", "decided_on": "2026-11-02"}
    later = {**AGREED, "id": "B9", "decision": decision, "decided_on": "2026-11-10"}
    day = date(2026, 11, 17)
    assert not spoken("INF-16", day, consent=agreed(thinking, later))
    less = {**later, "categories": ["health"]}
    assert spoken("INF-16", day, consent=agreed(thinking, less))
    still = {**later, "decision": "undecided"}
    assert len(spoken("INF-16", day, consent=agreed(thinking, still))) == 1


def test_who_has_said_since_not_to_tell_is_not_asked_again() -> None:
    thinking = {**AGREED, "decision": "undecided", "decided_on": "2026-11-02"}
    wish = {"id": "N1", "contact": thinking["contact"]}
    wish |= {"categories": thinking["categories"]}
    day = date(2026, 11, 17)
    assert not spoken(
        "INF-16", day, consent={**agreed(thinking), "do_not_share": [wish]}
    )
    other = {**wish, "contact": "nobody"}
    assert spoken("INF-16", day, consent={**agreed(thinking), "do_not_share": [other]})


def test_limits_are_said_to_have_been_kept() -> None:
    for said in ("", "false"):
        records = [told({**ITEM, "limits_respected": said})]
        where = ["external_contact.shared[0].limits_respected"]
        assert fields("INF-17", consent=agreed(LIMITED), records=records) == where
        assert spoken("INF-03", consent=agreed(LIMITED), records=records)
        assert not spoken("INF-17", consent=agreed(AGREED), records=records)
    kept = [told({**ITEM, "limits_respected": "true"})]
    assert not spoken("INF-17", consent=agreed(LIMITED), records=kept)


def test_an_agreement_is_looked_at_ten_working_days_before_it_ends() -> None:
    consent = agreed({**AGREED, "until": "2026-12-18"})
    assert not spoken("INF-18", date(2026, 12, 3), consent=consent)
    (found,) = spoken("INF-18", date(2026, 12, 4), consent=consent)
    assert found.place.field == "boundaries[0].until"
    assert spoken("INF-18", date(2026, 12, 18), consent=consent)
    assert not spoken("INF-18", date(2026, 12, 19), consent=consent)
    assert not spoken("INF-18", date(2026, 12, 4), consent=consent, case=CLOSED)


def test_an_agreement_that_was_renewed_or_never_given_is_left_alone() -> None:
    soon = {**AGREED, "until": "2026-12-01"}
    assert spoken("INF-18", consent=agreed(soon))
    newer = {**AGREED, "id": "B2", "decided_on": "2026-11-20", "until": "2027-02-19"}
    assert not spoken("INF-18", consent=agreed(soon, newer))
    for decision in ("not_agreed", "undecided", "withdrawn"):
        other = {**soon, "decision": decision}
        assert not spoken("INF-18", consent=agreed(other))
