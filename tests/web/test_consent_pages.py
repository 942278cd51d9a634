"""Consent cards: nothing chosen beforehand, checked before it is saved."""

import re

from tests.web.conftest import JONAH, MOIRA, Enter, Person
from tests.web.test_kept_choices import after_a_pause
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.tree import meaning
from workflow.web.door import Door

CASE = "SG-2026-014"


def test_what_was_not_asked_has_nothing_chosen(enter: Enter) -> None:
    person = enter()
    page = person.get(f"{person.case('Tam')}/cards").get_data(as_text=True)
    rows = re.findall(r'<fieldset class="topic.*?</fieldset>', page, re.DOTALL)

    assert len(rows) > 20
    for row in rows:
        assert ("Not asked" in row) == ("checked" not in row)


def test_new_answers_are_checked_then_saved_as_the_smallest_edit(enter: Enter) -> None:
    person = enter()
    case = person.case("Tam")
    path = person.root / "cases" / "SG-2026-014" / "consent.yaml"
    before = path.read_text(encoding="utf-8")
    sent = person.post(f"{case}/cards", {"c3.money": "yes", "c2.health": "no"})
    check = sent.headers["Location"]
    assert check.endswith("/check")
    assert path.read_text(encoding="utf-8") == before
    done = person.post(check, {"_do": "save"})

    assert done.status_code == 302
    text = path.read_text(encoding="utf-8")
    kept = [line for line in before.splitlines() if "N1" not in line]
    assert [line for line in kept if line not in text.splitlines()] == []
    root = read_tree(text.encode(), "consent.yaml").root
    assert root is not None
    found = meaning(root)
    assert isinstance(found, dict)
    assert found["boundaries"][2]["contact"] == "c3"
    assert found["boundaries"][2]["categories"] == ["money"]
    assert "money" not in found["do_not_share"][0]["categories"]
    assert found["do_not_share"][1]["contact"] == "c2"


def _expires(person: Person) -> str:
    """The agreement with Bethan about money and more runs out; the file as it is."""
    path = person.root / "cases" / CASE / "consent.yaml"
    text = path.read_text(encoding="utf-8")
    end, old = "until: 2026-12-18\ndo_not", "until: 2026-11-01\ndo_not"
    assert end in text
    path.write_text(text.replace(end, old), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _row(page: str, name: str) -> str:
    found = re.search(
        rf'<fieldset[^>]*id="{name}-topic".*?</fieldset>', page, re.DOTALL
    )
    assert found
    return found[0]


def test_what_is_chosen_is_kept_as_a_draft_and_is_not_in_the_record(
    enter: Enter,
) -> None:
    person = enter()
    cards = f"{person.case('Tam')}/cards"
    file = person.root / "cases" / CASE / "consent.yaml"
    before = file.read_bytes()
    assert f'data-keep="{cards}/keep"' in person.get(cards).get_data(as_text=True)
    kept = person.post(f"{cards}/keep", {"c3.money": "yes"}).get_data(as_text=True)
    page = person.get(cards).get_data(as_text=True)

    assert "Not in the record yet" in kept
    row = _row(page, "c3-money")
    assert re.search(r'value="yes"[^>]* checked', row)
    assert "What is chosen now is not in the record yet" in row
    assert "In the record: No" in row
    assert file.read_bytes() == before
    today = person.get("/").get_data(as_text=True)
    assert f'href="{cards}"' in today
    assert "Who can know what" in today
    assert "What is chosen now" not in enter(JONAH).get(cards).get_data(as_text=True)


def test_a_choice_made_by_mistake_is_taken_back_without_a_script(enter: Enter) -> None:
    person = enter()
    cards = f"{person.case('Tam')}/cards"
    chosen = {"c2.health": "yes", "c2.money": "no"}
    back = person.post(cards, {**chosen, "_do": "clear:c2.health"})
    assert back.headers["Location"].endswith("#c2-health-topic")
    page = person.get(cards).get_data(as_text=True)

    assert "checked" not in _row(page, "c2-health")
    assert "Not asked" in _row(page, "c2-health")
    assert re.search(r'value="no"[^>]* checked', _row(page, "c2-money"))


def test_the_draft_is_gone_once_it_is_checked_and_nothing_chosen_is_said(
    enter: Enter,
) -> None:
    person = enter()
    cards = f"{person.case('Tam')}/cards"
    nothing = person.post(cards, {})
    assert nothing.status_code == 422
    assert "Choose an answer first" in nothing.get_data(as_text=True)
    person.post(f"{cards}/keep", {"c2.health": "yes"})
    check = person.post(cards, {"c2.health": "yes"}).headers["Location"]
    person.post(check, {"_do": "save"})

    page = person.get(cards).get_data(as_text=True)
    assert "In the record: Yes, asked 23 November 2026" in _row(page, "c2-health")
    assert "not in the record yet" not in page


def test_an_answer_that_ran_out_is_shown_unticked_and_can_be_agreed_anew(
    enter: Enter,
) -> None:
    person = enter()
    cards = f"{person.case('Tam')}/cards"
    before = _expires(person)
    page = person.get(cards).get_data(as_text=True)
    row = _row(page, "c4-money")
    assert "checked" not in row
    assert "Was: Yes, asked 22 September 2026. It ran out on 1 November 2026" in row
    told = re.search(r'id="sentence"[^>]*>([^<]*)<', page)
    assert told
    assert "Bethan" not in told[1]
    check = person.post(cards, {"c4.money": "yes"}).headers["Location"]
    person.post(check, {"_do": "save"})

    text = (person.root / "cases" / CASE / "consent.yaml").read_text(encoding="utf-8")
    assert [line for line in before.splitlines() if line not in text.splitlines()] == []
    found = meaning(read_tree(text.encode(), "consent.yaml").root)  # type: ignore[arg-type]
    assert isinstance(found, dict)
    old, new = found["boundaries"][1:]
    assert (old["decision"], old["until"]) == ("agreed", "2026-11-01")
    assert (new["categories"], new["decided_on"]) == (["money"], "2026-11-23")
    assert new["recorded_by"] == MOIRA
    again = _row(person.get(cards).get_data(as_text=True), "c4-money")
    assert "In the record: Yes, asked 23 November 2026" in again


def test_how_one_answer_changed_says_who_what_when_and_before(enter: Enter) -> None:
    person = enter()
    cards = f"{person.case('Tam')}/cards"
    page = person.get(cards).get_data(as_text=True)
    story = re.search(r'href="([^"]+/cards/c3/money)"', page)
    assert story
    check = person.post(cards, {"c3.money": "yes"}).headers["Location"]
    person.post(check, {"_do": "save"})
    told = person.get(story[1]).get_data(as_text=True)
    turns = re.findall(r"<li>.*?</li>", told, re.DOTALL)

    assert len(turns) == 2
    assert "<b>Yes</b>, decided 23 November 2026" in turns[0]
    assert "Before: No." in turns[0]
    who = r"Written down by Moira Achebe, in the record since \d+ \w+ \d{4}, \d\d:\d\d"
    assert re.search(who, turns[0])
    assert "<b>No</b>" in turns[1]
    assert "Before: Not asked." in turns[1]
    assert "Don&#39;t tell Mum." in turns[1]
    assert person.get(f"{cards}/c3/nothing").status_code == 404
    assert person.get(f"{cards}/c99/money").status_code == 404


def test_who_refused_is_known_from_who_saved(enter: Enter) -> None:
    person = enter(JONAH)
    cards = f"{person.case('Tam')}/cards"
    check = person.post(cards, {"c2.health": "no"}).headers["Location"]
    person.post(check, {"_do": "save"})
    told = person.get(f"{cards}/c2/health").get_data(as_text=True)

    assert "Written down by Jonah" in told


def test_what_was_chosen_before_a_long_pause_is_kept(enter: Enter, door: Door) -> None:
    person = enter()
    cards = f"{person.case('Tam')}/cards"
    after_a_pause(person, door, cards, {"c2.health": "yes"})
    page = person.get(cards).get_data(as_text=True)

    assert re.search(r'value="yes"[^>]* checked', _row(page, "c2-health"))
    assert "Not in the record yet" in page
