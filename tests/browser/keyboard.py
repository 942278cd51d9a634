"""What somebody does who has a keyboard and nothing else: Tab, Space, arrows, Enter."""

from dataclasses import dataclass, field

from playwright.sync_api import Page

STOP = """() => {
  const e = document.activeElement;
  if (!e || e === document.body) return null;
  const drawn = e.matches('.govuk-radios__input, .govuk-checkboxes__input')
    ? e.nextElementSibling : e;
  const s = getComputedStyle(drawn), b = drawn.getBoundingClientRect();
  return {
    tag: e.tagName, type: e.type || '', name: e.name || '', value: e.value || '',
    text: e.textContent.trim(), checked: Boolean(e.checked), href: e.href || '',
    mode: e.inputMode || '', hint: (e.getAttribute('aria-describedby') || '')
      .split(' ').map(i => (document.getElementById(i) || {}).textContent || '')
      .join(' '),
    ringed: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
    shown: b.width > 0 && b.bottom > 0 && b.top < innerHeight && b.right > 0,
    go: e.matches('button.go'), summary: e.tagName === 'SUMMARY',
    open: e.tagName === 'SUMMARY' && e.parentElement.open,
  };
}"""
PRESSED = ("A", "BUTTON", "SUMMARY")
MOST = 400  # stops of one page


@dataclass
class Stop:
    """Where the focus is now, and whether it can be seen."""

    said: dict[str, object]

    def __getattr__(self, name: str) -> str:
        """What is known of it."""
        return str(self.said.get(name, ""))

    def is_(self, name: str) -> bool:
        """Whether something holds of it."""
        return bool(self.said.get(name))


@dataclass
class Keyboard:
    """Somebody at the keyboard; `unseen` are the stops whose focus does not show."""

    page: Page
    unseen: list[str] = field(default_factory=list)

    def tab(self) -> Stop | None:
        """Go on to the next thing; None at the end of the page."""
        self.page.keyboard.press("Tab")
        said = self.page.evaluate(STOP)
        if said is None:
            return None
        stop = Stop(said)
        if not (stop.is_("ringed") and stop.is_("shown")):
            self.unseen.append(f"{stop.tag} {stop.name} {stop.text[:30]}")
        return stop

    def to(self, words: str) -> None:
        """Go on until the link or button that says this."""
        for _ in range(MOST):
            stop = self.tab()
            if stop and words in stop.text and stop.tag in PRESSED:
                return
        raise AssertionError(f"nothing that says {words} comes into focus")

    def tick(self, kind: str) -> None:
        """Go on until the first `checkbox` or `radio`, and choose it."""
        for _ in range(MOST):
            stop = self.tab()
            if stop and stop.type == kind:
                self.page.keyboard.press("Space")
                return
        raise AssertionError(f"no {kind} comes into focus")

    def press(self, words: str) -> None:
        """Go to the link or button that says this, and press Enter."""
        self.to(words)
        self.enter()

    def fill_in(self) -> None:
        """Answer everything on a page in its order, then press what leads on."""
        for _ in range(MOST):
            stop = self.tab()
            if stop is None:
                continue
            if stop.is_("go"):
                self.enter()
                return
            self._answer(stop)
        raise AssertionError("no button that leads on came into focus")

    def _answer(self, stop: Stop) -> None:
        keys = self.page.keyboard
        if stop.tag == "TEXTAREA":
            keys.press("ControlOrMeta+A")
            keys.insert_text("In my own words.")
        elif stop.tag == "SELECT":
            keys.press("ArrowDown")
        elif stop.type in ("radio", "checkbox") and not stop.is_("checked"):
            keys.press("Space")
        elif stop.tag == "INPUT" and stop.type in ("text", "password"):
            keys.press("ControlOrMeta+A")
            keys.insert_text(_typed(stop))

    def enter(self) -> None:
        """Press Enter where it leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def _typed(stop: Stop) -> str:
    if "30 11 2026" in stop.hint or stop.name.endswith(("_on", "due", "date", "until")):
        return "30 11 2026"
    if stop.mode in ("numeric", "decimal"):
        return "1"
    return "14:30" if "14:30" in stop.hint else "A card"
