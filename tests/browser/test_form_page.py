"""The form in one file, opened from a folder as staff open it."""

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE
from workflow.adapters.filled_files import read
from workflow.adapters.pages import HtmlPages
from workflow.domain.blank_forms import BlankForm
from workflow.domain.case_folder import CaseRef
from workflow.services.giving_forms import give_form
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).parents[2]
SAID = "I said “stop” – Ŵyn â tŷ, zażółć 🍵.\nTwice. </script><b>"  # noqa: RUF001
OFFICE = Office(REPOSITORY, date(2026, 11, 23))
SIZES = [("visit", s, w) for s in ("light", "dark") for w in (320, 390, 1200)]
OTHERS = [(name, "dark", 320) for name in ("talk", "who-can-know", "short-plan")]


def blank(name: str, ref: str = "SG-2026-014") -> BlankForm:
    return give_form(OFFICE.form_room, CaseRef(ref), name, "file")


def written(folder: Path, name: str) -> str:
    file = folder / f"{name}.html"
    file.write_bytes(HtmlPages().form(blank(name)))
    return file.as_uri()


@pytest.fixture
def visit(chrome: Browser, tmp_path: Path) -> Iterator[Page]:
    """The form of a visit, open on a phone."""
    context = chrome.new_context(viewport={"width": 320, "height": 700})
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(written(tmp_path, "visit"))
    yield page
    context.close()


def tick(page: Page, legend: str, answer: str) -> None:
    page.get_by_role("group", name=legend).get_by_label(answer, exact=True).check()


def save(page: Page, folder: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name="Save the answers").click()
    target = folder / started.value.suggested_filename
    started.value.save_as(target)
    return target


@pytest.mark.parametrize(("name", "scheme", "width"), [*SIZES, *OTHERS])
def test_anybody_can_use_it_at_any_size_in_light_and_dark(
    chrome: Browser, tmp_path: Path, name: str, scheme: str, width: int
) -> None:
    context = chrome.new_context(
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: faults.append(said.text))
    address = written(tmp_path, name)
    page.goto(address)
    page.evaluate(
        "document.querySelectorAll('details').forEach(d => { d.open = true })"
    )
    for size in ("A: usual text", "A++: very large text"):
        button = page.get_by_role("button", name=size)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        low = "els => els.filter(e => e.offsetHeight && e.offsetHeight < 44).length"
        targets = "button, select, summary, input[type=text], textarea, label.tick"
        assert page.locator(targets).evaluate_all(low) == 0
    assert asked == [address]
    assert faults == []
    context.close()


def test_a_visit_comes_back_as_it_was_written(visit: Page, tmp_path: Path) -> None:
    tick(visit, "The door stays open. Kept?", "Kept")
    visit.get_by_label("How many times did Tam feel pushed?").fill("2")
    tick(visit, "Did Tam use the exit phrase or the signal?", "Yes")
    visit.get_by_label("What did Tam say afterwards?").fill(SAID)
    visit.get_by_label("Which day?").fill("22 11 2026")
    file = save(visit, tmp_path)
    expect(visit.get_by_role("status").first).to_be_focused()
    assert file.name == "SG-2026-014 visit.form.json"
    filled = read(file.read_bytes())
    assert (filled.form, filled.case, filled.file) == (
        "visit",
        "SG-2026-014",
        "records/",
    )
    assert filled.answers == {
        "type": ("visit",),
        "visit.boundaries[+1].boundary": ("SB1",),
        "visit.boundaries[+1].kept": ("kept",),
        "visit.pressured_interactions": ("2",),
        "visit.exit_phrase_used": ("true",),
        "person_said": (SAID,),
        "date": ("22 11 2026",),
        "visit.arranged": ("true",),
        "place": ("own_home",),
    }


def test_the_saved_page_itself_holds_the_answers(visit: Page) -> None:
    visit.get_by_label("What did Tam say afterwards?").fill(SAID)
    assert read(visit.content().encode()).answers["person_said"] == (SAID,)


def test_the_form_can_be_filled_with_the_keyboard_alone(
    visit: Page, tmp_path: Path
) -> None:
    visit.get_by_role("group", name="The door stays open. Kept?").get_by_label(
        "Kept", exact=True
    ).focus()
    visit.keyboard.press("Space")
    visit.keyboard.press("ArrowDown")
    expect(visit.locator(":focus")).to_have_value("partly")
    visit.get_by_label("What did Tam say afterwards?").focus()
    visit.keyboard.type("It was all right.")
    visit.get_by_role("button", name="Save the answers").focus()
    with visit.expect_download() as started:
        visit.keyboard.press("Enter")
    started.value.save_as(tmp_path / "x.form.json")
    answers = read((tmp_path / "x.form.json").read_bytes()).answers
    assert answers["visit.boundaries[+1].kept"] == ("partly",)
    assert answers["person_said"] == ("It was all right.",)


def test_a_tick_can_be_taken_back(visit: Page) -> None:
    group = visit.get_by_role(
        "group", name="Did Tam use the exit phrase or the signal?"
    )
    group.get_by_label("Yes").check()
    group.get_by_role("button", name="Take the answer back").click()
    expect(group.get_by_label("Yes")).not_to_be_checked()
    visit.get_by_label("What did Tam say afterwards?").fill("Fine.")
    assert "visit.exit_phrase_used" not in read(visit.content().encode()).answers


def test_nothing_is_saved_when_nothing_was_answered(visit: Page) -> None:
    visit.get_by_role("button", name="Save the answers").click()
    expect(visit.get_by_text("Nothing to save yet.")).to_be_visible()


def test_what_stood_there_and_was_not_touched_is_not_sent(
    chrome: Browser, tmp_path: Path
) -> None:
    page = chrome.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(written(tmp_path, "short-plan"))
    page.get_by_label("3. What does Tam want to happen?").fill("Tea first.")
    filled = read(save(page, tmp_path).read_bytes())
    assert filled.answers == {"my_words.what_i_want_to_happen": ("Tea first.",)}
    assert re.fullmatch("[0-9a-f]{64}", filled.base)
    page.close()


def test_the_screen_can_be_hidden_at_once(visit: Page) -> None:
    for _ in range(50):  # a busy machine may be too slow between the two
        visit.keyboard.press("Escape")
        visit.keyboard.press("Escape")
        if visit.locator("#cover").is_visible():
            break
    expect(visit.get_by_role("heading", level=1)).to_be_hidden()
    expect(visit).to_have_title("Rota")
    visit.get_by_role("button", name="Show the page again").click()
    expect(visit.get_by_role("heading", level=1)).to_be_visible()


def test_without_javascript_it_says_what_to_do(chrome: Browser, tmp_path: Path) -> None:
    context = chrome.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(written(tmp_path, "visit"))
    expect(page.get_by_text("This page cannot save here")).to_be_visible()
    expect(page.get_by_role("button", name="Save the answers")).to_be_hidden()
    context.close()


def test_the_person_s_own_words_are_not_spell_checked(visit: Page) -> None:
    said = visit.get_by_label("What did Tam say afterwards?")
    expect(said).to_have_attribute("spellcheck", "false")
    happened = visit.get_by_label("What happened, in a sentence?")
    expect(happened).not_to_have_attribute("spellcheck", re.compile(""))


def test_the_page_forbids_every_request_and_any_script_but_its_own() -> None:
    page = HtmlPages().form(blank("visit")).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r"(?:src|href)=|https?:|@import|url\(", page)


def test_no_text_of_a_record_can_end_the_data_or_become_a_tag() -> None:
    form = blank("visit")
    hostile = "</script><script>alert(1)</script>"
    known = (("type", hostile),)
    page = (
        HtmlPages()
        .form(
            BlankForm(
                form.form, 1, form.case, form.file, "", hostile, form.parts, known=known
            )
        )
        .decode()
    )
    assert page.count("</script>") == 3
    data = re.search(r'id="known">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1]) == [["type", hostile]]
