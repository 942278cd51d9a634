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
