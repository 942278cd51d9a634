"""Makes the pictures of the pages for the README: a real browser, the worked cases."""

import io
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from workflow.adapters.workspaces import make_workspace
from workflow.web.serving import Serving
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
DAY = date(2026, 11, 23)
LEAD, WORKER, NAME = "Priya Nandakumar", "Moira Achebe", "Tam"
WIDE, PHONE, TALL = 900, 390, 1200  # pixels
CASE_TALL = 780
COLOURS = 24


def make() -> None:
    """Write today.png, page-case.png and visit.png into docs/pictures."""
    with tempfile.TemporaryDirectory() as name, _served(Path(name) / "w") as serving:
        with _browser(serving, LEAD, WIDE) as page:
            _keep(page, "today.png", TALL)
        with _browser(serving, WORKER, PHONE) as page:
            page.get_by_role("link", name="Cases").click()
            page.get_by_role("link", name=NAME).click()
            _keep(page, "page-case.png", CASE_TALL, ".four")
            page.get_by_role("button", name="Record a visit").click()
            _keep(page, "visit.png", TALL)


@contextmanager
def _served(root: Path) -> Iterator[Serving]:
    make_workspace(root, examples=True)
    desk = FrontDesk(Office(root, DAY), fixed_day=True)
    serving = Serving(desk)
    desk.at_stop.append(serving.stop)
    for ref in desk.refs():
        desk.glance(ref)
    thread = threading.Thread(target=serving.run, daemon=True)
    thread.start()
    yield serving
    desk.stop()
    thread.join(10)


@contextmanager
def _browser(serving: Serving, who: str, width: int) -> Iterator[Page]:
    """Somebody at Today, in a window so wide."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        page = browser.new_page(
            viewport={"width": width, "height": 800}, color_scheme="light"
        )
        page.goto(serving.address())
        page.get_by_role("button", name=who).click()
        page.get_by_role("heading", level=1).wait_for()
        yield page
        browser.close()


def _keep(page: Page, name: str, tall: int, begins: str = "body") -> None:
    """The page from where something begins, no taller than that, in few colours."""
    box = page.locator(begins).first.bounding_box()
    top = int(box["y"]) if box else 0
    whole = Image.open(io.BytesIO(page.screenshot(full_page=True)))
    cut = whole.crop((0, top, whole.width, min(top + tall, whole.height)))
    cut.convert("RGB").quantize(COLOURS).save(FOLDER / name, optimize=True)


if __name__ == "__main__":
    make()
