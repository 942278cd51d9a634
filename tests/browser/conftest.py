"""A real browser on a real copy of the workspace; one browser for the whole run."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.doing import follow
from workflow.web import room
from workflow.web.serving import Serving
from workflow.wiring import front_desk
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE = 180_000  # milliseconds: only a test that fails waits so long
expect.set_options(timeout=PATIENCE)
TARGETS = """() => [...document.querySelectorAll(
  'a, button, input, select, textarea, summary')].filter(e => {
    if (e.type === 'hidden' || e.closest('[hidden]')) return false;
    if (e.matches('.unseen, .skip, .crumbs + .unseen')) return false;
    const b = e.getBoundingClientRect(), s = getComputedStyle(e);
    if (!b.width || s.visibility === 'hidden') return false;
    if (e.closest('details:not([open])') && e.tagName !== 'SUMMARY') return false;
    const inText = e.tagName === 'A' && getComputedStyle(e).display === 'inline';
    return !inText && b.height < 43.5;
  }).map(e => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 40)}`)"""
OVER = (
    "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
)


@dataclass
class Live:
    """The pages of a workspace, served; `asked` holds every address asked for."""

    serving: Serving
    desk: FrontDesk
    root: Path
    chrome: Browser
    asked: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def open(
        self,
        who: str = "Moira Achebe",
        *,
        script: bool = True,
        width: int = 1200,
        theme: str = "",
        text: str = "m",
    ) -> Page:
        """A browser of somebody, at Today."""
        context = self.chrome.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        here = f"http://{self.serving.door.host}"
        look = {"name": "alongside-look", "value": f"{text}-{theme}", "url": here}
        context.add_cookies([look])  # type: ignore[list-item]
        page = context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.goto(self.serving.address())
        if who:
            follow(page.get_by_role("button", name=who))
            expect(page).to_have_url(f"{here}/")
        return page

    def outside(self) -> list[str]:
        """Every address that was asked for and is not ours."""
        here = f"http://{self.serving.door.host}/"
        return [url for url in self.asked if not url.startswith(here)]


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """One headless browser."""
    if CHROMIUM is None:
        pytest.skip("There is no chromium on the path: install it to run these tests.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def chromium(chrome: Browser) -> Browser:
    """The same browser: two of them cannot run beside each other."""
    return chrome


@pytest.fixture
def live(
    workspace: Path, chrome: Browser, today: date, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Live]:
    """The pages of a copy of the starter workspace, on a drive that may be busy."""
    for where, name in ((front_desk, "WAITS"), (room, "TURN")):
        monkeypatch.setattr(where, name, PATIENCE / 1000)
    desk = FrontDesk(Office(workspace, today), fixed_day=True)
    serving = Serving(desk)
    desk.at_stop.append(serving.stop)
    for ref in desk.refs():
        desk.glance(ref)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    found = Live(serving, desk, workspace, chrome)
    yield found
    for context in found.contexts:
        context.close()
    desk.stop()
    thread.join(PATIENCE / 1000)
    assert found.outside() == []


@pytest.fixture(scope="session")
def axe() -> Axe:
    """The checker of accessibility."""
    return Axe()


Flaws = Callable[[Page], list[str]]


@pytest.fixture
def flaws(axe: Axe) -> Flaws:
    """Everything that is amiss with how a page can be used."""

    def look(page: Page) -> list[str]:
        found = axe.run(page).response["violations"]
        told = [
            f"axe {v['id']}: {v['nodes'][0]['html'][:120]} ({len(v['nodes'])})"
            for v in found
        ]
        over = page.evaluate(OVER)
        if over > 0:
            told.append(f"scrolls sideways by {over}")
        told += [f"small target: {each}" for each in page.evaluate(TARGETS)]
        return told

    return look
