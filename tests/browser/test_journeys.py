"""What people do with the pages, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Live
from tests.browser.doing import begin, fill_in, follow, follow_link, go
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.intake import at
from workflow.domain.reading import as_record
from workflow.domain.records.plan import Plan
from workflow.domain.tree import meaning

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def said(live: Live, file: str) -> dict[str, object]:
    """What a file of Tam's case says."""
    path = live.root / "cases" / "SG-2026-014" / file
    root = read_tree(path.read_bytes(), file).root
    assert root is not None
    found = meaning(root)
    assert isinstance(found, dict)
    return found


@BOTH
def test_a_visit_takes_at_most_eight_interactions(live: Live, *, script: bool) -> None:
    page = live.open("Jonah Whitlock", script=script, width=390)
    begin(page, "Tam", "Record a visit")
    acts = 0
    for label in ("Kept", "Did not come up", "Kept"):
        page.locator(".row").nth(acts).get_by_text(label, exact=True).click()
        acts += 1
    page.get_by_label("How many times did Tam feel pushed?").fill("0")
    page.get_by_role("group", name="exit phrase").get_by_text("No", exact=True).click()
    page.get_by_label("What did Tam say afterwards?").fill("That was nice.")
    page.get_by_label("What happened, in a sentence?").fill("Tea in the garden room.")
    go(page, "Check and save")
    acts += 5
    go(page, "Put it in the record")

    assert acts <= 8
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    record = said(live, "records/2026-11-23-visit-01.yaml")
    assert record["person_said"] == "That was nice."
    assert record["recorded_by"] == "st-04"
    assert record["visit"]["visitor"] == "c1"  # type: ignore[index]
    assert record["visit"]["arrived"] == "14:00"  # type: ignore[index]


@BOTH
def test_what_is_left_out_is_said_and_the_words_stay(
    live: Live, *, script: bool
) -> None:
    page = live.open(script=script)
    begin(page, "Tam", "Record a visit")
    page.get_by_label("What did Tam say afterwards?").fill("He moaned a bit.")
    go(page, "Check and save")

    expect(page).to_have_title(re.compile("^Error: "))
    errors = page.locator(".govuk-error-summary")
    expect(errors.get_by_role("link").first).to_be_visible()
    for link in errors.get_by_role("link").all():
        target = link.get_attribute("href") or ""
        expect(page.locator(f'[id="{target[1:]}"]')).to_have_count(1)
    if script:
        expect(page.locator("#errors")).to_be_focused()
    words = page.get_by_label("What did Tam say afterwards?")
    expect(words).to_have_value("He moaned a bit.")
    go(page, "Go on and put it right later")
    follow(page.locator(".govuk-error-summary a").first)
    target = page.url.partition("#")[2]
    assert target
    expect(page.locator(f'[id="{target}"]')).to_be_visible()


@BOTH
def test_an_entry_can_be_added_taken_out_and_put_back(
    live: Live, *, script: bool
) -> None:
    page = live.open(script=script)
    begin(page, "Tam", "Something went wrong")
    page.get_by_label("What was done at once?").fill("Sat with her.")
    page.get_by_text("Yes", exact=True).first.click()
    go(page, "Go on")
    page.get_by_label("What happened, in a sentence?").fill("He shouted.")
    follow(page.get_by_role("button", name=re.compile("Add another")).first)
    expect(page.locator("#incident-reported > .row")).to_have_count(2)
    follow(page.get_by_role("button", name=re.compile("Take out.*2")))
    expect(page.get_by_text("Taken out")).to_be_visible()
    follow(page.get_by_role("button", name="Put back"))

    expect(page.locator("#incident-reported > .row")).to_have_count(2)
    expect(page.get_by_label("What happened, in a sentence?")).to_have_value(
        "He shouted."
    )


@BOTH
def test_enter_means_go_on_and_never_take_out(live: Live, *, script: bool) -> None:
    page = live.open(script=script)
    begin(page, "Tam", "Something went wrong")
    page.goto(f"{page.url.rpartition('/')[0]}/2")
    page.get_by_label("When?").first.fill("today")
    with page.expect_navigation():
        page.get_by_label("When?").first.press("Enter")

    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.get_by_text("Taken out")).to_have_count(0)


@BOTH
def test_stop_for_now_and_carry_on(live: Live, *, script: bool) -> None:
    page = live.open(script=script)
    begin(page, "Tam", "Record a visit")
    page.get_by_label("What did Tam say afterwards?").fill("Not now.")
    go(page, "Stop for now")
    follow_link(page, re.compile("Tam.*Record a visit"))

    expect(page.get_by_label("What did Tam say afterwards?")).to_have_value("Not now.")


def test_what_is_typed_is_kept_a_moment_later(live: Live) -> None:
    page = live.open()
    begin(page, "Tam", "Record a visit")
    page.get_by_label("What did Tam say afterwards?").fill("Kept by itself.")

    expect(page.locator("#kept")).to_contain_text("Not in the record yet.")
    expect(page.locator("#kept")).to_contain_text("Draft kept at")
    page.goto(page.url.partition("/w/")[0] + "/")
    follow_link(page, re.compile("Tam.*Record a visit"))
    expect(page.get_by_label("What did Tam say afterwards?")).to_have_value(
        "Kept by itself."
    )


@BOTH
def test_a_save_is_taken_back(live: Live, *, script: bool) -> None:
    page = live.open(script=script)
    begin(page, "Tam", "Record a visit")
    go(page, "Check and save")
    go(page, "Go on and put it right later")
    go(page, "Save, and put it right later")
    record = live.root / "cases/SG-2026-014/records/2026-11-23-visit-01.yaml"
    assert record.exists()
    go(page, "Undo")

    expect(page.get_by_role("heading", name="Taken back.")).to_be_visible()
    assert not record.exists()


def test_on_a_slow_drive_it_is_said_that_it_is_sent_and_it_is_sent_once(
    live: Live,
) -> None:
    page = live.open()
    begin(page, "Tam", "Record a visit")
    go(page, "Check and save")
    go(page, "Go on and put it right later")
    page.clock.install()
    page.reload()
    sent: list[str] = []

    def unanswered(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)  # the browser stays where it is

    page.route(re.compile("/check$"), unanswered)
    save = page.get_by_role("button", name="Save, and put it right later")
    sign = page.locator("#sending")
    save.click()
    page.clock.run_for(1_000)
    expect(sign).to_contain_text("Pressing once is enough")
    save.click()
    page.clock.run_for(30_000)
    expect(sign).to_contain_text("You may press again")
    assert sent == ["POST"]
    page.unroute(re.compile("/check$"), unanswered)
    follow(save)

    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()
    records = live.root / "cases/SG-2026-014/records"
    assert len(list(records.glob("2026-11-23-visit-*.yaml"))) == 1


@BOTH
def test_two_browsers_saving_one_record_keep_both(live: Live, *, script: bool) -> None:
    pages = [live.open("Moira", script=script), live.open("Priya", script=script)]
    for page in pages:
        begin(page, "Tam", "The plan in fifteen")
    for page, words in zip(pages, ("Tea and cake.", "Singing first."), strict=True):
        page.get_by_label("1. What matters to Tam?").fill(words)
        go(page, "Go on")
        page.goto(page.url.partition("/w/")[0] + _draft(page) + "/check")
        follow(page.locator("button.go"))

    second = pages[1]
    expect(
        second.get_by_role("heading", name=re.compile("saved first"))
    ).to_be_visible()
    expect(second.get_by_text("Tea and cake.")).to_be_visible()
    expect(second.get_by_text("Singing first.")).to_be_visible()
    second.get_by_text("Keep both", exact=True).click()
    go(second, "Save both")
    expect(second.get_by_role("heading", name="Saved.")).to_be_visible()
    matters = said(live, "plan.yaml")["my_words"]["what_matters_to_me"]  # type: ignore[index]
    assert matters == "Tea and cake.\n\nSinging first."


def _draft(page: Page) -> str:
    found = re.search(r"/w/[0-9a-f]{32}", page.url)
    assert found
    return found[0]


def test_a_visit_by_keyboard_alone(live: Live) -> None:
    page = live.open(width=390)
    begin(page, "Tam", "Record a visit")
    page.get_by_role("heading", name="How did the visit go?").wait_for()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_class("skip")
    seen = set()
    for _ in range(120):
        page.keyboard.press("Tab")
        focus = page.evaluate("document.activeElement.name")
        seen.add(focus)
        if focus == "visit.boundaries.0.kept":
            page.keyboard.press("Space")
        if focus == "person_said":
            page.keyboard.type("On my own.")
        if focus == "_do":
            text = page.evaluate("document.activeElement.textContent")
            if text == "Check and save":
                with page.expect_navigation():
                    page.keyboard.press("Enter")
                break
    assert {"visit.boundaries.0.kept", "person_said", "what_happened"} <= seen
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(page.get_by_label("What did Tam say afterwards?")).to_have_value(
        "On my own."
    )


def test_escape_twice_hides_the_screen(live: Live) -> None:
    page = live.open()
    for _ in range(50):  # a busy machine may be too slow between the two
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        if page.locator("#cover").is_visible():
            break

    expect(page.locator("#cover")).to_be_visible()
    expect(page).to_have_title("Rota")
    page.get_by_role("button", name="Show again").click()
    expect(page.locator("#cover")).to_be_hidden()


def test_without_script_the_screen_can_be_hidden_too(live: Live) -> None:
    page = live.open(script=False)
    follow(page.get_by_text("Hide screen"))

    expect(page).to_have_title("Rota")


def test_a_finding_leads_to_its_question(live: Live) -> None:
    page = live.open()
    follow_link(page, "Cases")
    follow_link(page, "Tam")
    buttons = page.get_by_role("button", name=re.compile("Put right"))
    shown = buttons.count()
    assert shown
    for index in range(shown):
        expect(buttons).to_have_count(shown)
        follow(buttons.nth(index))
        expect(page.locator("form[data-keep] .question").first).to_be_visible()
        page.go_back()


def test_the_persons_words_are_not_spell_checked(live: Live) -> None:
    page = live.open()
    begin(page, "Tam", "Record a visit")

    said_box = page.get_by_label("What did Tam say afterwards?")
    expect(said_box).to_have_attribute("spellcheck", "false")


def test_nothing_about_consent_is_chosen_beforehand(live: Live) -> None:
    page = live.open()
    begin(page, "Tam", "Who can know what?")
    go(page, "Go on")
    follow(page.get_by_role("button", name=re.compile("Add another")).first)
    last = page.locator(".row").last

    expect(last.locator("input:checked")).to_have_count(0)


@BOTH
def test_the_plan_in_fifteen_questions_from_nothing(
    live: Live, *, script: bool
) -> None:
    page = live.open("Priya", script=script)
    follow_link(page, "Start a case")
    follow(page.get_by_role("button", name="Quillmere House"))
    ref = page.locator("h1 .ref").inner_text()
    page.locator("summary", has_text="Record something else").click()
    follow(page.locator(".quick button", has_text="The plan in fifteen"))
    while page.get_by_role("heading", name="Check what you wrote").count() == 0:
        fill_in(page)
        follow(page.locator("button.go"))
    follow(page.locator("button.go"))
    expect(page.get_by_role("heading", name="Saved.")).to_be_visible()

    raw = (live.root / "cases" / ref / "plan.yaml").read_bytes()
    root = read_tree(raw, "plan.yaml").root
    assert root is not None
    plan = as_record(Plan, root, "plan.yaml")
    asked = live.desk.sheets["short-plan"].questions
    assert len(asked) >= 15
    unanswered = [q.field for q in asked if at(root, q.field) is None]
    assert [f for f in unanswered if f != "outcome_refs"] == []
    assert [n for n in plan.noticed if n.rule in ("FIL-04", "FIL-10")] == []


def test_the_sentence_about_who_can_know_writes_itself(live: Live) -> None:
    page = live.open(width=390)
    for name in ("Cases", "Tam", "Who can know what?"):
        follow_link(page, name)
    card = page.locator("section.person", has_text="Jess Marlowe")
    card.get_by_text("Yes", exact=True).first.click()

    wrote = page.locator("#sentence")
    expect(wrote).to_contain_text("Jess Marlowe (my friend from singing) can know")
    go(page, "Check and save")
    expect(page.get_by_text("Check what you wrote")).to_be_visible()
