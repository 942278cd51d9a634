"""What matters most comes first: rows are moved with buttons, no mouse, no script."""

import html
import re
from pathlib import Path

import pytest

from tests.web.conftest import Enter, Person, beside

CASE = "SG-2026-014"
THIRD = """  - id: O3
    in_their_words: I want cake.
    said_by: person
    recorded_on: 2026-09-22
    recorded_by: st-03
    status: fully_achieved
"""


def _wishes(page: str) -> list[str]:
    return re.findall(r'name="outcomes\.\d+\.in_their_words"[^>]*>([^<]*)<', page)


def _page(person: Person, address: str) -> str:
    return person.get(address).get_data(as_text=True)


def _fields(page: str) -> dict[str, str]:
    """What the form on a page would send as it stands."""
    found = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>([^<]*)<', page))
    return {k: v for k, v in found.items() if k.startswith("outcomes")}


def test_a_wish_moves_up_and_is_said_to_have_moved(enter: Enter) -> None:
    person = enter()
    form = person.begin("Tam", "talk")
    before = _page(person, form)
    wishes = _wishes(before)
    assert len(wishes) > 1
    assert 'value="up:outcomes.0"' not in before
    assert f'value="down:outcomes.{len(wishes) - 1}"' not in before
    sent = person.post(form, {**_fields(before), "_do": "up:outcomes.1"})
    after = _page(person, sent.headers["Location"])

    assert _wishes(after) == [wishes[1], wishes[0], *wishes[2:]]
    assert f"Moved. Now 1 of {len(wishes)}." in after
    focus = re.findall(r"<button[^>]*autofocus[^>]*>", after)
    assert len(focus) == 1
    assert 'value="down:outcomes.0"' in focus[0]  # it is the first now


@pytest.mark.parametrize("made_up", ["outcomes.0.sideways", "outcomes.0.", "x"])
def test_an_address_that_no_button_makes_moves_nothing(
    enter: Enter, made_up: str
) -> None:
    person = enter()
    form = person.begin("Tam", "talk")
    answer = person.get(f"{form}?moved={made_up}")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert _wishes(page)
    assert "Moved." not in page


def test_an_order_is_saved_as_lines_that_moved_and_nothing_else(enter: Enter) -> None:
    person = enter()
    path = person.root / "cases" / CASE / "case.yaml"
    before = path.read_text(encoding="utf-8")
    form = person.begin("Tam", "talk")
    shown = _page(person, form)
    person.post(form, {**_fields(shown), "_do": "down:outcomes.0"})
    check = _page(person, beside(form, "check"))
    person.post(beside(form, "check"), {"_do": "save"})
    after = path.read_text(encoding="utf-8")

    assert before != after
    assert sorted(before.splitlines()) == sorted(after.splitlines())
    wishes = _wishes(shown)
    assert check.index(wishes[1]) < check.index(wishes[0])
    assert _wishes(_page(person, person.begin("Tam", "talk")))[:2] == [
        wishes[1],
        wishes[0],
    ]


def test_two_orders_of_two_people_are_both_shown_and_one_is_chosen(
    enter: Enter, workspace: Path
) -> None:
    path = workspace / "cases" / CASE / "case.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "capacity:\n", f"{THIRD}capacity:\n"
    )
    path.write_text(text, encoding="utf-8")
    people = [enter(), enter("st-01")]
    wishes = _wishes(_page(people[0], people[0].begin("Tam", "talk")))
    forms = [person.begin("Tam", "talk") for person in people]
    shown = ""
    for person, form, move in zip(people, forms, ("0", "1"), strict=True):
        shown = _page(person, form)
        person.post(form, {**_fields(shown), "_do": f"down:outcomes.{move}"})
    people[0].post(beside(forms[0], "check"), {"_do": "save"})
    second = people[1]
    told = second.post(beside(forms[1], "check"), {"_do": "save"})
    page = html.unescape(told.get_data(as_text=True))

    assert told.status_code == 409
    theirs, mine = ([wishes[n] for n in order] for order in ((1, 0, 2), (0, 2, 1)))
    for order in (theirs, mine):
        listed = "\n".join(f"{n}. {w}" for n, w in enumerate(order, 1))
        assert f"<blockquote>{listed}</blockquote>" in page
    assert "Keep my order" in page
    assert "Save what I chose" in page
    assert "(the order)" in page
    seen = re.search(r'name="seen" value="(\w+)"', page)
    assert seen
    both = {"seen": seen[1], "choice.0": "mine", "_do": "save"}
    assert second.post(beside(forms[1], "both"), both).status_code == 302
    assert _wishes(_page(second, second.begin("Tam", "talk"))) == mine


def test_what_matters_most_is_asked_where_there_is_more_than_one_wish(
    enter: Enter,
) -> None:
    person = enter()
    form = person.begin("Tam", "talk")
    shown = _page(person, form)
    sent = person.post(form, {**_fields(shown), "_do": "anyway"})
    most = _page(person, sent.headers["Location"])

    assert "What matters most?" in most
    assert most.index(_wishes(shown)[0]) < most.index(_wishes(shown)[1])
    moved = person.post(sent.headers["Location"], {"_do": "up:outcomes.1"})
    again = _page(person, moved.headers["Location"])
    assert again.index(_wishes(shown)[1]) < again.index(_wishes(shown)[0])


def test_one_wish_is_not_put_in_order(enter: Enter) -> None:
    person = enter()
    form = person.begin("Tam", "talk")
    for number in range(1, len(_wishes(_page(person, form)))):
        shown = _fields(_page(person, form))
        person.post(form, {**shown, "_do": f"remove:outcomes.{number}"})
    sent = person.post(form, {**_fields(_page(person, form)), "_do": "anyway"})

    assert "How will you know" in _page(person, sent.headers["Location"])


def test_a_row_that_is_not_there_is_not_moved(enter: Enter) -> None:
    person = enter()
    form = person.begin("Tam", "talk")
    for do in ("up:outcomes.0", "down:outcomes.99", "up:outcomes.x", "up:msp.1"):
        assert (
            person.post(form, {**_fields(_page(person, form)), "_do": do}).status_code
            == 404
        )


def test_contacts_and_actions_can_be_moved_too(enter: Enter) -> None:
    person = enter()
    assert 'value="down:contacts.0"' in _all_pages(person, "person")
    assert 'value="down:actions.0"' in _all_pages(person, "plan")


def _all_pages(person: Person, form: str) -> str:
    first = person.begin("Tam", form)
    pages = (person.get(first[:-1] + str(n)) for n in range(1, 12))
    return "".join(p.get_data(as_text=True) for p in pages if p.status_code == 200)
