"""What people do on the pages, in words."""

from re import Pattern

from playwright.sync_api import Locator, Page


def follow(what: Locator) -> None:
    """Press what leads to another page, and wait until that page is all there.

    Whatever is asked of the page afterwards is asked of the new one, at rest.
    """
    with what.page.expect_navigation():
        what.click()


def follow_link(page: Page, name: str | Pattern[str]) -> None:
    """Follow a link to another page."""
    follow(page.get_by_role("link", name=name))


def go(page: Page, name: str) -> None:
    """Press a button that leads on."""
    follow(page.get_by_role("button", name=name, exact=True))


def begin(page: Page, person: str, form: str | Pattern[str]) -> None:
    """Open a form in somebody's case."""
    follow_link(page, "Cases")
    follow_link(page, person)
    button = page.locator(".quick button", has_text=form).first
    if not button.is_visible():
        page.locator("summary", has_text="Record something else").click()
    follow(button)


def fill_in(page: Page) -> None:
    """An answer to every question on a page that takes one."""
    for box in page.locator("main textarea:visible").all():
        box.fill("In my own words.")
    for field in page.locator("main input[type=text]:visible").all():
        hint = field.get_attribute("aria-describedby") or ""
        told = page.locator(f'[id="{hint.split(" ")[0]}"]') if hint else None
        words = told.inner_text() if told else ""
        mode = field.get_attribute("inputmode") or ""
        named = field.get_attribute("name") or ""
        day = "30 11 2026" in words or named.endswith(("_on", "due", "date", "until"))
        field.fill("30 11 2026" if day else "1" if mode else "A card")
    for choice in page.locator("main select:visible").all():
        choice.select_option(index=1)
    groups = page.locator("main .govuk-radios, main .govuk-checkboxes")
    for group in groups.all():
        if group.is_visible() and group.locator("input:checked").count() == 0:
            group.locator("label").first.click()
