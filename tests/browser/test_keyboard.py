"""Every journey with a keyboard alone: the focus shows, nothing is out of reach."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Live
from tests.browser.keyboard import Keyboard
from tests.browser.touring import a_bid, a_filled_form, a_pack
from workflow.wiring.front_desk import FrontDesk

SOME = ("check-in",)
REACHED = 12  # pages that one form may have


def _record(live: Live, name: str) -> Keyboard:
    """A form from the page of the case to the record, without a mouse."""
    page = live.open("Priya", width=390)
    keys = Keyboard(page)
    keys.press("Cases")
    keys.press("SG-2026-014")  # the person may have another name by now
    title = live.desk.sheets[name].title
    if not page.locator(".quick button", has_text=title).first.is_visible():
        keys.to("Record something else")
        page.keyboard.press("Enter")
    keys.press(title)
    saved = page.get_by_role("heading", name="Saved.")
    for _ in range(2 * REACHED):
        if saved.count():
            break
        _on(page, keys)
    expect(saved).to_be_visible()
    return keys


def _on(page: Page, keys: Keyboard) -> None:
    """Fill in a page; what is still amiss is put right later."""
    if page.locator(".govuk-error-summary").count():
        expect(page.locator("#errors")).to_be_focused()
        later = page.get_by_role("button", name="Go on and put it right later")
        if later.count():
            keys.press("Go on and put it right later")
            return
    keys.fill_in()


@pytest.mark.parametrize("name", SOME)
def test_a_form_is_filled_in_with_the_keyboard_alone(live: Live, name: str) -> None:
    assert _record(live, name).unseen == []


@pytest.mark.long
def test_every_form_is_filled_in_with_the_keyboard_alone(live: Live) -> None:
    apart = {*SOME, "closed-to"}  # it would shut the case to whoever is recording
    started = [n for n, s in live.desk.sheets.items() if s.start and n not in apart]
    unseen = {name: _record(live, name).unseen for name in started}
    assert {name: stops for name, stops in unseen.items() if stops} == {}


def test_the_focus_goes_to_what_is_amiss_and_each_line_leads_to_its_question(
    live: Live,
) -> None:
    page = live.open("Priya")
    keys = Keyboard(page)
    keys.press("Cases")
    keys.press("Tam")
    keys.press("Record a visit")
    keys.to("Check and save")
    keys.enter()
    expect(page.locator("#errors")).to_be_focused()
    first = keys.tab()
    assert first
    page.keyboard.press("Enter")
    target = first.href.partition("#")[2]
    expect(page.locator(f'[id="{target}"]')).to_be_focused()
    assert keys.unseen == []


def test_radios_are_chosen_with_the_arrows(live: Live) -> None:
    page = live.open("Moira")
    keys = Keyboard(page)
    keys.press("Cases")
    keys.press("Tam")
    keys.press("Record a visit")
    keys.tick("radio")
    focused = page.locator(":focus")
    before = focused.input_value()
    page.keyboard.press("ArrowDown")
    expect(focused).not_to_have_value(before)
    expect(focused).to_be_checked()


def test_who_is_recording_the_cards_and_the_inbox_need_no_mouse(live: Live) -> None:
    a_filled_form(live)
    page = live.open("")
    keys = Keyboard(page)
    keys.press("Priya Nandakumar")
    keys.press("Cases")
    keys.press("Tam")
    keys.press("Who can know what?")
    keys.tick("radio")
    keys.press("Check and save")
    expect(page.get_by_role("heading", name="Check what you wrote")).to_be_visible()
    page.goto(page.url.partition("/w/")[0] + "/inbox")
    keys.press("Record a visit")
    keys.press("Put what is ticked in the record")
    expect(page.locator("#errors")).to_be_focused()
    keys.tick("checkbox")
    keys.press("Put what is ticked in the record")
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    assert keys.unseen == []


def test_a_bid_is_written_and_let_go_without_a_mouse(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = a_bid(live.root)
    a_pack(home)
    monkeypatch.setattr(FrontDesk, "build_pack", lambda _desk, _ref: {})
    page = live.open("Gareth")
    keys = Keyboard(page)
    keys.press("Tenders")
    keys.press("Supported living")
    keys.press("Write the answer")
    while True:
        stop = keys.tab()
        if stop and stop.tag == "TEXTAREA":
            break
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text("On time:")
    keys.to("Put it in")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your answer")).to_be_focused()
    expect(page.get_by_label("Your answer")).to_have_value("On time: {{TM12}}")
    keys.press("Save the answer")
    keys.press("Back to the tender")
    keys.press("Sign as Gareth Pell and let it go")
    expect(page.get_by_role("heading", name="The pack may leave.")).to_be_visible()
    assert "{{TM12}}" in (home / "answers" / "Q4.md").read_text("utf-8")
    assert keys.unseen == []
