"""What people do on the pages, in words."""

from re import Pattern

from playwright.sync_api import Page


def go(page: Page, name: str) -> None:
    """Press a button that leads on."""
    page.get_by_role("button", name=name, exact=True).click()


def begin(page: Page, person: str, form: str | Pattern[str]) -> None:
    """Open a form in somebody's case."""
    page.get_by_role("link", name="Cases").click()
    page.get_by_role("link", name=person).click()
    button = page.locator(".quick button", has_text=form).first
    if not button.is_visible():
        page.locator("summary", has_text="Record something else").click()
    button.click()


def fill_in(page: Page) -> None:
    """An answer to every question on a page that takes one."""
    page.wait_for_load_state()  # until then what need not be asked may still be seen
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
