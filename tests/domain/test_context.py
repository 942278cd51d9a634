"""What a template sees: plain words, complete, and only what its reader may know."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.context import GAP, Names, case_context, shown, uk_date
from workflow.domain.records.base import INSIDE, Reader
from workflow.domain.records.case import Concern, DesiredOutcome
from workflow.domain.records.learning import Learning
from workflow.domain.records.person import (
    AboutMe,
    Communication,
    Contact,
    SafeContactDetails,
)
from workflow.domain.records.plan import PlanAction, Session
from workflow.domain.records.record import Journey, Record
from workflow.domain.vocabulary import ActionStatus, Channel, OutcomeStatus, RecordType

REFS = ("SG-2026-014", "SG-2026-019", "SG-2026-021")
DOC = {"title": "A plan", "draft": False, "reasons": [], "made_on": "23 November 2026"}
NAMES = Names({"st-1": "Ash Reed", "person": "me"}, {"O1": "To walk by the sea"})

Tree = dict[str, object]
Context = Callable[[str, Reader], Tree]


@pytest.fixture(scope="module")
def context(starter: Path, today: date) -> Context:
    """The context of a worked case for one reader."""
    organisation, _ = load_organisation(starter)
    folders = {ref: load(starter, ref) for ref in REFS}

    def made(ref: str, reader: Reader) -> Tree:
        folder = folders[ref]
        calendar = calendar_for(organisation.nation(folder.case.record.service_id))
        return case_context(folder, organisation, calendar, today, reader, DOC)

    return made


def load(starter: Path, ref: str) -> CaseFolder:
    return CaseFolders(starter).load(CaseRef(ref)).folder


def keys(tree: object) -> Iterator[str]:
    if isinstance(tree, dict):
        yield from tree
        for value in tree.values():
            yield from keys(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from keys(value)


def values(tree: object) -> Iterator[object]:
    if isinstance(tree, dict | list):
        for value in tree.values() if isinstance(tree, dict) else tree:
            yield from values(value)
    else:
        yield tree


def test_a_date_is_written_as_people_write_it() -> None:
    assert uk_date(date(2026, 11, 9)) == "9 November 2026"
    assert uk_date(None) == ""


def test_words_stand_beside_what_they_stand_for() -> None:
    outcome = DesiredOutcome(
        in_their_words="I walk", status=OutcomeStatus.WITHDRAWN, recorded_by="st-1"
    )
    tree = shown(outcome, Reader.STAFF, NAMES)
    assert tree["in_their_words"] == "I walk"
    assert tree["status"] == OutcomeStatus.WITHDRAWN.label
    assert tree["status_code"] == "withdrawn"
    assert (tree["recorded_by"], tree["recorded_by_id"]) == ("Ash Reed", "st-1")
    assert (tree["status_on"], tree["status_on_iso"]) == ("", "")
    assert tree["given"] is True


def test_lists_of_references_and_codes_have_their_words_and_their_codes() -> None:
    action = shown(
        PlanAction(
            for_outcomes=("O1",), due_on=date(2026, 12, 1), status=ActionStatus.DONE
        ),
        Reader.STAFF,
        NAMES,
    )
    assert action["for_outcomes"] == ["To walk by the sea"]
    assert action["for_outcomes_id"] == ["O1"]
    assert action["due_on_iso"] == "2026-12-01"
    safe = shown(SafeContactDetails(method=(Channel.LETTER,)), Reader.STAFF, NAMES)
    assert safe["method"] == [Channel.LETTER.label]
    assert safe["method_code"] == ["letter"]


def test_what_is_needed_and_missing_is_a_visible_gap() -> None:
    me = shown(AboutMe(), Reader.STAFF, NAMES)
    assert me["most_important_to_me"] == GAP
    assert me["also_worth_knowing"] == ""
    assert me["given"] is False
    formats = shown(Communication(), Reader.STAFF, NAMES)
    assert (formats["formats"], formats["formats_code"]) == ([GAP], [])


def test_yes_and_no_stay_yes_and_no_and_unfilled_stays_apart() -> None:
    seen = [
        shown(SafeContactDetails(letters_safe=said), Reader.STAFF, NAMES)
        for said in (True, False, None)
    ]
    assert [tree["letters_safe"] for tree in seen] == [True, False, None]


def test_absent_blocks_are_there_and_say_that_nothing_is_given() -> None:
    tree = shown(Record(type=RecordType.VISIT), Reader.STAFF, NAMES)
    visit = tree["visit"]
    assert isinstance(visit, dict)
    assert visit["given"] is False
    assert isinstance(tree["measurements"], list)
    assert Journey().only_if_given


def test_a_key_that_python_keeps_for_itself_ends_in_a_line() -> None:
    assert shown(Session(with_=("person",)), Reader.PERSON, NAMES)["with_"] == ["me"]


def test_an_id_nobody_knows_is_shown_as_it_stands() -> None:
    assert shown(Concern(raised_by="st-9"), Reader.STAFF, NAMES)["raised_by"] == "st-9"


def test_what_a_reader_may_not_see_is_absent_without_a_trace() -> None:
    assert shown(Learning(what_we_learned="x"), Reader.BIDDER, NAMES) == {"given": True}
    assert set(shown(AboutMe(), Reader.BIDDER, NAMES)) == {"given"}


@pytest.mark.parametrize("ref", REFS)
@pytest.mark.parametrize("reader", Reader)
def test_a_context_is_plain_data_and_the_same_each_time(
    context: Context, ref: str, reader: Reader
) -> None:
    made = context(ref, reader)
    text = json.dumps(made, sort_keys=True)
    assert json.loads(text) == made
    assert text == json.dumps(context(ref, reader), sort_keys=True)
    kinds = {type(value) for value in values(made)}
    assert kinds <= {str, int, bool, type(None)}


@pytest.mark.parametrize("ref", REFS)
def test_the_persons_papers_hold_nothing_that_could_harm(
    context: Context, starter: Path, ref: str
) -> None:
    made = context(ref, Reader.PERSON)
    folder = load(starter, ref)
    text = json.dumps(made, ensure_ascii=False)
    assert ref not in text
    phrase = folder.plan.record.safe_contact.exit_phrase.phrase
    number = folder.person.record.communication.safe_contact.number_or_address
    assert not [secret for secret in (phrase, number) if secret and secret in text]
    absent = {
        "ref",
        "case_ref",
        "flags",
        "records",
        "reviews",
        "managerial_reviews",
        "learning",
        "lead_decisions",
        "domestic_abuse",
        "lawful_basis",
        "exit_phrase",
    }
    assert not absent & set(keys(made))


@pytest.mark.parametrize("reader", sorted(INSIDE))
def test_people_inside_see_the_reference_and_the_records(
    context: Context, starter: Path, reader: Reader
) -> None:
    made = context("SG-2026-021", reader)
    assert made["ref"] == "SG-2026-021"
    assert len(list(keys(made["records"]))) > 0
    for key in ("records", "reviews", "managerial_reviews", "learning"):
        shelf = made[key]
        assert isinstance(shelf, list)
        assert len(shelf) == len(getattr(load(starter, "SG-2026-021"), key))


def test_an_outsider_sees_neither_what_was_shared_nor_the_case(
    context: Context,
) -> None:
    made = context("SG-2026-021", Reader.PROFESSIONAL)
    assert not {"shared_so_far", "next_dates", "records", "ref"} & set(made)


def test_what_was_shared_is_told_honestly(context: Context) -> None:
    rows = context("SG-2026-021", Reader.PERSON)["shared_so_far"]
    assert isinstance(rows, list)
    assert [(r["date"], r["inside"], r["how"], r["told"]) for r in rows] == [
        ("19 October 2026", True, "inside what I agreed", "told before"),
        ("20 October 2026", True, "inside what I agreed", "told before"),
        ("29 October 2026", False, "a mistake", "told on 29 October 2026"),
    ]
    assert rows[2]["talk_offered"] == "offered on 30 October 2026: accepted"


def test_the_next_dates_are_those_to_come_soonest_first(context: Context) -> None:
    made = context("SG-2026-021", Reader.PERSON)
    dates = made["next_dates"]
    assert isinstance(dates, list)
    assert [d["when"] for d in dates] == ["3 December 2026", "25 February 2027"]
    assert {d["lead"] for d in dates} == {"Priya Nandakumar"}


def test_the_person_sees_the_reviews_they_were_part_of(context: Context) -> None:
    held = context("SG-2026-014", Reader.PERSON)["held_reviews"]
    assert isinstance(held, list)
    assert [r["kind_code"] for r in held] == ["initial"]


def test_the_person_is_me_in_their_own_papers_and_named_in_others(
    context: Context,
) -> None:
    for reader, called in ((Reader.PERSON, "me"), (Reader.STAFF, "Tam")):
        plan = context("SG-2026-014", reader)["plan"]
        assert isinstance(plan, dict)
        assert called in plan["co_production"]["written_with"]


def test_a_document_says_its_size_its_language_and_its_version(
    context: Context,
) -> None:
    doc = context("SG-2026-014", Reader.PERSON)["doc"]
    assert isinstance(doc, dict)
    assert doc["title"] == "A plan"
    assert (doc["language"], doc["data_version"]) == ("en-GB", "2")
    assert isinstance(doc["text_size"], int)
    assert isinstance(doc["discreet"], bool)


def test_a_letter_has_its_review(starter: Path, today: date) -> None:
    folder = load(starter, "SG-2026-021")
    organisation, _ = load_organisation(starter)
    calendar = calendar_for(organisation.nation(folder.case.record.service_id))
    review = next(folder.held())
    made = case_context(
        folder, organisation, calendar, today, Reader.PERSON, DOC, review
    )["review"]
    assert isinstance(made, dict)
    assert made["held_on"] == uk_date(review.record.held_on)
    assert made["lead_id"] == review.record.lead


def test_readers_who_see_the_same_get_the_very_same_and_others_do_not() -> None:
    action = PlanAction(id="A1", what="Buy a ramp", status=ActionStatus.DONE)
    assert shown(action, Reader.STAFF, NAMES) is shown(action, Reader.AUDITOR, NAMES)
    record = Record(type=RecordType.SPEAK_UP)
    staff, auditor = (shown(record, r, NAMES) for r in (Reader.STAFF, Reader.AUDITOR))
    assert "speak_up" not in staff
    assert "speak_up" in auditor
    assert staff.told != auditor.told


def test_blocks_that_tell_the_same_are_the_same(starter: Path) -> None:
    seen: dict[str, str] = {}
    for ref in REFS:
        folder = load(starter, ref)
        for filed in folder.every_file:
            for reader in Reader:
                tree = shown(filed.record, reader, NAMES)
                whole = json.dumps(tree, sort_keys=True)
                assert seen.setdefault(json.dumps(tree.told), whole) == whole


def test_one_word_more_is_told(starter: Path) -> None:
    plan = load(starter, "SG-2026-014").plan.record
    before = shown(plan, Reader.STAFF, NAMES)
    words = plan.my_words.model_copy(update={"what_matters_to_me": "The sea."})
    after = shown(plan.model_copy(update={"my_words": words}), Reader.STAFF, NAMES)
    assert before.told != after.told
    assert json.dumps(before) != json.dumps(after)


def test_the_providers_settings_are_shown_once_for_all_cases(context: Context) -> None:
    for reader in (Reader.PERSON, Reader.MANAGER):
        one, other = (context(ref, reader) for ref in REFS[:2])
        assert one["provider"] is other["provider"]


def test_no_contact_of_a_person_takes_the_place_of_staff_in_the_settings(
    starter: Path, today: date
) -> None:
    organisation, _ = load_organisation(starter)
    folder = load(starter, REFS[0])
    service = organisation.service(folder.case.record.service_id)
    person = folder.person.record
    alike = Contact(id=service.safeguarding_lead, name="Somebody Else")
    contacts = (*person.contacts, alike)
    person = person.model_copy(update={"contacts": contacts})
    folder = replace(folder, person=replace(folder.person, record=person))
    calendar = calendar_for(organisation.nation(service.id))
    made = case_context(folder, organisation, calendar, today, Reader.MANAGER, DOC)
    lead = organisation.member(service.safeguarding_lead)
    assert lead is not None
    seen = made["service"]
    assert isinstance(seen, dict)
    assert seen["safeguarding_lead"] == lead.name
