"""What we can show, at the screen: listed, looked at again, added; no case is read."""

import re
from pathlib import Path

import pytest

from tests.web.conftest import GARETH, MOIRA, Enter, Person
from tests.web.test_bid_pages import saved, seen, words_on
from tests.web.test_sent_twice import twice
from tests.web.test_tender_pages import (  # noqa: F401 - a fixture that is used
    RUTH,
    WRITER,
    _a_bid,
    address,
    answer,
)
from workflow.domain.bidding.library import LIBRARY
from workflow.wiring.front_desk import FrontDesk

LIST, NEW = "/tenders/evidence", "/tenders/evidence/item/new"
FILE = Path("tenders") / "evidence.yaml"
SHOWN = """# Ours. Quality looks after it.
schema_version: 1
items:
  - id: E1
    title: Audit of records # twice a year
    owner: st-01
    source: Quality team
    dated: 2026-03-02
    expires_on: 2026-10-31
  - {id: E2, title: Survey, owner: st-06, source: People, dated: 2026-06-01,
     expires_on: 2027-05-31}
  - {id: E3, title: Insurance, owner: st-02, source: Broker, dated: 2025-12-15,
     expires_on: 2026-12-14}
  - {id: E4, title: Our own promise, owner: st-21, source: Us, dated: 2024-01-15}
"""
GONE = "".join(
    f"  - {{id: {who}, name: {name}, roles: [manager], services: [],"
    " active_from: 2020-01-05, active_to: 2026-01-31}\n"
    for who, name in (("st-21", "Olwen Gone"), ("st-22", "Pip Gone"))
)
E1 = {
    "items.0.id": "E1",
    "items.0.title": "Audit of records",
    "items.0.source": "Quality team",
    "items.0.owner": "st-01",
    "items.0.dated": "2 3 2026",
    "items.0.expires_on": "31 10 2026",
    "items.0.file": "",
}
RENEWED = E1 | {"items.0.dated": "today", "items.0.expires_on": "31 5 2027"}


@pytest.fixture(autouse=True)
def _things_to_show(workspace: Path, _a_bid: None) -> None:  # noqa: F811 - the fixture
    (workspace / FILE).write_text(SHOWN, encoding="utf-8")
    with (workspace / "config" / "staff.yaml").open("a", encoding="utf-8") as staff:
        staff.write(GONE)


def item(person: Person, title: str) -> str:
    """The address of the form that looks at a thing again."""
    page = person.get(LIST).get_data(as_text=True)
    found = re.search(rf'href="([^"]+)">Look at it again<[^>]+> \({title}\)<', page)
    assert found, page
    return found[1]


def text_of(person: Person) -> str:
    return (person.root / FILE).read_text(encoding="utf-8")


def undo(person: Person, done: str) -> str:
    of = {"of": done.rpartition("/")[2]}
    return person.post(f"{LIST}/undo", of).get_data(as_text=True)


def test_what_has_run_out_comes_first_and_is_told_in_words(enter: Enter) -> None:
    person = enter(WRITER)
    page = words_on(person, LIST)
    found = [page.find(title) for title in ("Has run out 1", "Audit of records E1")]
    found += [page.find(t) for t in ("Runs out within 60 days 1", "Insurance E3")]
    found += [page.find(t) for t in ("Holds for longer 2", "Survey", "Our own promise")]
    assert -1 not in found
    assert found == sorted(found)
    assert "Ran out on 31 October 2026, 23 days ago." in page
    assert "Runs out on 14 December 2026, in 21 days." in page
    assert "May be used until 31 May 2027. Last looked at on 1 June 2026." in page
    assert "No day ends it." in page
    assert "Kept by Priya Nandakumar. From: Quality team." in page
    assert "1 has run out and 1 runs out within 60 days." in page


def test_each_thing_says_which_answers_of_which_bids_lean_on_it(enter: Enter) -> None:
    person = enter(WRITER)
    answer(person, "We checked: {{evidence:E1}}.")
    page = words_on(person, LIST)
    assert "(T-2026-07) : Q4 leans on it." in page
    assert page.count("No bid leans on it.") == 3
    assert f'href="{address(person)}"' in person.get(LIST).get_data(as_text=True)


def test_the_list_stands_one_link_from_the_tenders_and_from_what_ran_out(
    enter: Enter,
) -> None:
    person = enter(WRITER)
    answer(person, "We checked: {{evidence:E1}}.")
    page = person.get("/tenders").get_data(as_text=True)
    assert f'href="{LIST}"' in page
    assert "1 has run out and 1 runs out within 60 days." in page
    tender = person.get(address(person)).get_data(as_text=True)
    to = item(person, "Audit of records")
    assert tender.count(f'href="{to}"') == 2, "at what stops the pack, and at the item"
    assert item(person, "Survey") not in tender


def test_what_ran_out_blocks_the_pack_is_looked_at_again_and_the_pack_is_built(
    enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")  # no LibreOffice: a pack of Word files is quick
    person = enter(WRITER)
    answer(person, "We checked: {{evidence:E1}}.")
    held = person.post(address(person))
    assert held.status_code == 409
    assert "E1 ran out on 31 October 2026" in held.get_data(as_text=True)
    done = words_on(person, saved(person, item(person, "Audit of records"), **RENEWED))
    assert "Audit of records: May be used until 31 May 2027." in done
    assert "To the tender" in done
    page = words_on(person, address(person))
    assert "Kept by Priya Nandakumar. May be used until 31 May 2027." in page
    assert "ran out" not in page
    built = person.post(address(person))
    assert built.status_code == 200, built.get_data(as_text=True)
    assert (person.root / "tenders/T-2026-07/pack/Tender evidence.docx").is_file()


def test_only_the_lines_that_were_changed_are_changed(enter: Enter) -> None:
    person = enter(WRITER)
    saved(person, item(person, "Audit of records"), **RENEWED)
    after = SHOWN.replace("2026-03-02", "2026-11-23", 1)
    assert text_of(person) == after.replace("2026-10-31", "2027-05-31")
    kept = list((person.root / "tenders" / "_history").glob("tenders+evidence.yaml.*"))
    assert [path.read_text("utf-8") for path in kept] == [SHOWN]


def test_the_history_and_the_drafts_of_the_list_are_no_tenders(
    enter: Enter, desk: FrontDesk
) -> None:
    person = enter(WRITER)
    to = item(person, "Audit of records")
    saved(person, to, **RENEWED)
    person.post(to, {**seen(person, to), **E1, "_do": "later"})
    assert (person.root / "tenders" / "_history").is_dir()
    assert (person.root / "tenders" / "_drafts" / WRITER).is_dir()
    assert len(desk.bids()) == 1
    assert "1 T-2026-07" not in words_on(person, "/tenders")


def test_a_renewal_is_in_the_log_by_codes_and_hashes(
    enter: Enter, desk: FrontDesk
) -> None:
    person = enter(WRITER)
    saved(person, item(person, "Audit of records"), **RENEWED)
    logs = (person.root / "_system" / "log").rglob("*.jsonl")
    told = "".join(path.read_text("utf-8") for path in logs)
    assert '"case":"tenders"' in told.replace(" ", "")
    assert '"evidence"' in told
    assert "Audit" not in told
    assert desk.library().rows[0].item.title == "Insurance"


def test_a_day_that_cannot_be_read_is_asked_again_and_nothing_typed_is_lost(
    enter: Enter,
) -> None:
    person = enter(WRITER)
    to = item(person, "Audit of records")
    sent = {**seen(person, to), **E1, "items.0.expires_on": "when Priya says"}
    held = person.post(to, sent)
    page = held.get_data(as_text=True)
    assert held.status_code == 422
    assert "We could not read “when Priya says”" in page
    assert 'value="when Priya says"' in page
    assert text_of(person) == SHOWN
    assert 'value="when Priya says"' in person.get(to).get_data(as_text=True)


def test_without_a_title_nothing_is_put_in_the_list(enter: Enter) -> None:
    person = enter(WRITER)
    held = person.post(NEW, {**seen(person, NEW), "items.0.source": "Broker"})
    assert held.status_code == 422
    assert "A bid refers to it by its title." in held.get_data(as_text=True)
    assert text_of(person) == SHOWN


def test_something_to_show_is_added_under_a_name_that_no_bid_uses_yet(
    enter: Enter,
) -> None:
    person = enter(WRITER)
    answer(person, "We plan: {{evidence:E5}}.")
    new = {"items.0.title": "Policy", "items.0.owner": "st-02"}
    done = saved(person, NEW, **new, **{"items.0.dated": "1 11 2026"})
    assert "It is in the list." in words_on(person, done)
    assert text_of(person).startswith(SHOWN)
    assert "E5" not in text_of(person), "a bid leans on an E5 that is something else"
    assert "Policy E6" in words_on(person, LIST)


def test_the_first_thing_to_show_begins_the_file(enter: Enter) -> None:
    person = enter(WRITER)
    (person.root / FILE).unlink()
    assert "Nothing is here yet." in words_on(person, LIST)
    done = saved(person, NEW, **{"items.0.title": "Policy"})
    assert text_of(person) == (
        "schema_version: 1\nitems:\n  - id: E1\n    title: Policy\n"
    )
    assert "Taken back." in undo(person, done)
    assert not (person.root / FILE).exists()


def test_what_is_typed_is_kept_as_typed_and_waits_on_today(enter: Enter) -> None:
    person = enter(WRITER)
    to = item(person, "Audit of records")
    sent = {**seen(person, to), **E1, "items.0.source": "Quality team, an"}
    told = person.post(f"{to}/keep", sent).get_data(as_text=True)
    assert re.fullmatch(r"Draft kept at \d\d:\d\d\. Not in the list yet\.", told)
    assert text_of(person) == SHOWN
    assert 'value="Quality team, an"' in person.get(to).get_data(as_text=True)
    assert f'href="{to}"' in person.get("/").get_data(as_text=True)
    assert "Begun, and not in the list yet" in words_on(person, LIST)
    assert "Quality team, an" not in enter(RUTH).get(to).get_data(as_text=True)
    person.post(to, {"_do": "drop"})
    assert "Quality team, an" not in person.get(to).get_data(as_text=True)


def test_two_people_at_two_things_do_not_get_in_each_other_s_way(enter: Enter) -> None:
    first, second = enter(WRITER), enter(RUTH)
    to, other = item(first, "Audit of records"), item(second, "Survey")
    before = seen(second, other)
    saved(first, to, **RENEWED)
    survey = {"items.0.id": "E2", "items.0.title": "Survey of 2026"}
    assert second.post(other, {**before, **survey}).status_code == 302
    assert "expires_on: 2027-05-31\n  - {id: E2" in text_of(first)
    assert "title: Survey of 2026" in text_of(first).replace('"', "")


def test_what_is_no_thing_at_all_stays_in_the_file(enter: Enter) -> None:
    person = enter(WRITER)
    (person.root / FILE).write_text(f"{SHOWN}  - a note\n", encoding="utf-8")
    saved(person, NEW, **{"items.0.title": "Policy"})
    saved(person, item(person, "Audit of records"), **RENEWED)
    assert "\n  - a note\n  - id: E5\n    title: Policy\n" in text_of(person)


def test_two_people_who_add_something_both_find_it_in_the_list(enter: Enter) -> None:
    first, second = enter(WRITER), enter(RUTH)
    before = seen(second, NEW)
    saved(first, NEW, **{"items.0.title": "Policy"})
    assert second.post(NEW, {**before, "items.0.title": "Award"}).status_code == 302
    page = words_on(first, LIST)
    assert "Policy E5" in page
    assert "Award E6" in page


def test_two_people_at_one_thing_choose_in_words(enter: Enter) -> None:
    first, second = enter(WRITER), enter(RUTH)
    to = item(first, "Audit of records")
    before = seen(second, to)
    saved(first, to, **RENEWED)
    held = second.post(to, {**before, **RENEWED, "items.0.expires_on": "30 6 2027"})
    page = held.get_data(as_text=True)
    assert held.status_code == 409
    assert "Audit of records: What is the last day it may be used?" in page
    assert "31 May 2027" in page
    assert "30 June 2027" in page
    assert "Keep both" not in page, "a day is one day"
    sha = re.search(r'name="seen" value="(\w+)"', page)
    assert sha
    unchosen = second.post(f"{to}/both", {"seen": sha[1]})
    assert unchosen.status_code == 422
    assert "Choose one of them" in unchosen.get_data(as_text=True)
    choice = {"seen": sha[1], "choice.0": "mine"}
    assert second.post(f"{to}/both", choice).status_code == 302
    assert "expires_on: 2027-06-30" in text_of(first)


def test_a_thing_that_was_taken_out_meanwhile_loses_no_word(enter: Enter) -> None:
    person = enter(WRITER)
    to = item(person, "Audit of records")
    before = seen(person, to)
    (person.root / FILE).write_text("schema_version: 1\nitems: []\n", encoding="utf-8")
    held = person.post(to, {**before, **RENEWED})
    assert held.status_code == 409
    assert "Quality team" in held.get_data(as_text=True)
    assert "What you wrote is kept here." in words_on(person, to)


def test_a_save_is_taken_back(enter: Enter) -> None:
    person = enter(WRITER)
    done = saved(person, item(person, "Audit of records"), **RENEWED)
    assert enter(RUTH).get(done).status_code == 404
    assert "Audit of records is as it was." in undo(person, done)
    assert text_of(person) == SHOWN
    assert "Taken back." in undo(person, done), "a button pressed twice"
    assert text_of(person) == SHOWN


def test_what_is_sent_twice_is_in_the_list_once(enter: Enter) -> None:
    person = enter(WRITER)
    page = person.get(NEW).get_data(as_text=True)
    once = re.search(r'name="once" value="(\w+)"', page)
    assert once
    sent = {**seen(person, NEW), "once": once[1], "items.0.title": "Policy"}
    answers = twice(person, NEW, sent)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert text_of(person).count("Policy") == 1
    assert person.post(f"{NEW}/keep", sent).get_data(as_text=True) == ""
    assert "Begun, and not in the list yet" not in words_on(person, LIST)


def test_a_save_that_ended_in_the_middle_is_not_made_again(
    enter: Enter, desk: FrontDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = enter(WRITER)

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    sent = {**seen(person, NEW), "items.0.title": "Policy"}
    with monkeypatch.context() as broken:
        broken.setattr("workflow.web.writing._finished", ended)
        with pytest.raises(KeyboardInterrupt):
            person.post(NEW, sent)
    assert text_of(person).count("Policy") == 1
    assert desk.bid_drafts(LIBRARY).of(WRITER), "it waits on Today"
    assert person.post(NEW, sent).status_code == 302
    assert text_of(person).count("Policy") == 1
    assert not desk.bid_drafts(LIBRARY).of(WRITER)


def test_a_file_that_cannot_be_read_is_never_shown_as_empty_or_written(
    enter: Enter,
) -> None:
    person = enter(WRITER)
    broken = "items:\n  - id: E1\n title: [\n"
    (person.root / FILE).write_text(broken, encoding="utf-8")
    page = words_on(person, LIST)
    assert "Not right yet in the file" in page
    assert "Nothing is here yet" not in page
    assert "cannot be read" in words_on(person, NEW)
    assert person.post(NEW, {"items.0.title": "Policy"}).status_code == 409
    assert text_of(person) == broken


def test_a_last_day_that_is_none_holds_the_pack_and_is_mended_by_looking_again(
    enter: Enter,
) -> None:
    person = enter(WRITER)
    wrong = SHOWN.replace("2026-10-31", "31/10/2027")
    (person.root / FILE).write_text(wrong, encoding="utf-8")
    to = address(person)
    told = "“31/10/2027” is not a date".replace("“", "&#34;").replace("”", "&#34;")
    assert told not in person.get(to).get_data(as_text=True), "nobody leans on it"
    answer(person, "We checked: {{evidence:E1}}.")
    page = person.get(to).get_data(as_text=True)
    assert told in page[page.index("It cannot leave yet") : page.index("Questions")]
    assert "Its last day cannot be read." in page
    assert "Its last day cannot be read 1 Audit" in words_on(person, LIST)
    again = {**E1, "items.0.expires_on": "31/10/2027"}
    saved(person, item(person, "Audit of records"), **again)
    assert told not in person.get(to).get_data(as_text=True)
    assert "May be used until 31 October 2027." in words_on(person, LIST)


def test_two_things_under_one_id_are_told_and_not_mixed_up(enter: Enter) -> None:
    person = enter(WRITER)
    file = person.root / FILE
    file.write_text(SHOWN.replace("id: E2", "id: E1"), encoding="utf-8")
    page = words_on(person, LIST)
    assert page.count("Two things are called E1.") == 2
    assert "Look at it again (Insurance)" in page
    assert "Look at it again (Survey)" not in page
    insured = {"items.0.id": "E3", "items.0.title": "Insurance for all"}
    saved(person, item(person, "Insurance"), **insured)
    saved(person, NEW, **{"items.0.title": "Policy"})
    after = text_of(person)
    assert [after.count(f"title: {t}") for t in ("Audit", "Survey", "Policy")] == [
        1
    ] * 3
    assert "title: Insurance for all" in after


def test_who_has_left_is_said_and_not_offered_anew(enter: Enter) -> None:
    person = enter(WRITER)
    assert "Kept by Olwen Gone, who has left." in words_on(person, LIST)
    form = person.get(item(person, "Our own promise")).get_data(as_text=True)
    assert 'value="st-21"' in form, "whoever keeps it now"
    assert 'value="st-22"' not in form


def test_what_was_changed_by_hand_meanwhile_is_shown_beside_mine(enter: Enter) -> None:
    person = enter(WRITER)
    to = item(person, "Survey")
    before = seen(person, to)
    by_hand = SHOWN.replace("source: People", "source: Everybody")
    (person.root / FILE).write_text(f"{by_hand}# By hand.\n", encoding="utf-8")
    mine = {"items.0.id": "E2", "items.0.title": "Survey", "items.0.source": "People"}
    held = person.post(to, {**before, **mine})
    page = held.get_data(as_text=True)
    assert held.status_code == 409
    assert "Survey: Where does it come from?" in page
    assert page.count("<legend>") == 1, "only what differs is asked"
    sha = re.search(r'name="seen" value="(\w+)"', page)
    assert sha
    choice = {"seen": sha[1], "choice.0": "theirs"}
    assert person.post(f"{to}/both", choice).status_code == 302
    assert text_of(person) == f"{by_hand}# By hand.\n"


@pytest.mark.parametrize("page", ["", "/item/new", "/item/x", "/done/x"])
def test_nobody_else_opens_what_we_can_show(enter: Enter, page: str) -> None:
    assert enter(MOIRA).get(f"{LIST}{page}").status_code == 403


@pytest.mark.parametrize(
    "post", ["/item/new", "/item/new/keep", "/item/new/both", "/undo"]
)
def test_nobody_else_writes_what_we_can_show(enter: Enter, post: str) -> None:
    person = enter(MOIRA)
    new = {"items.0.title": "Mine"}
    assert person.post(f"{LIST}{post}", new).status_code == 403
    assert text_of(person) == SHOWN
    assert not (person.root / "tenders" / "_drafts").exists()


@pytest.mark.parametrize("who", [RUTH, GARETH])
def test_who_manages_looks_at_things_again_too(enter: Enter, who: str) -> None:
    person = enter(who)
    saved(person, item(person, "Audit of records"), **RENEWED)
    assert "2027-05-31" in text_of(person)


def test_there_is_no_page_for_what_is_not_there(enter: Enter) -> None:
    person = enter(WRITER)
    for page in ("/item/E1", "/done/x", "/undo/x"):
        assert person.get(f"{LIST}{page}").status_code == 404, page
    forged = {"items.0.id": "E1", "items.0.title": "Mine"}
    assert person.post(f"{LIST}/item/E1", forged).status_code == 404
