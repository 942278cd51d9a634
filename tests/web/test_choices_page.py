"""The talk about choices asks for another way where there is only one (forms 13.3)."""

import re
from html import unescape

import pytest

from tests.web.conftest import PRIYA, Enter, Person, beside

ASKS = "What else could we do? Think of another way together"
THIRD = 3  # the page of the choices


def _plan(person: Person, options: int) -> None:
    """Leave so many choices in the plan of Tam."""
    path = person.root / "cases" / "SG-2026-014" / "plan.yaml"
    text = path.read_text(encoding="utf-8")
    rows = "".join(f"  - id: OP{n}\n    what: Way {n}\n" for n in range(1, options + 1))
    block = f"options:\n{rows}" if options else ""
    made = re.sub(r"^options:\n(?:[ -].*\n)*", block, text, flags=re.MULTILINE)
    assert made != text
    path.write_text(made, encoding="utf-8")


@pytest.mark.parametrize(
    ("stand", "more", "asked"),
    [(1, "", True), (0, "", True), (1, "Leave it as it is", False), (2, "", False)],
)
def test_one_way_is_not_gone_on_with_but_two_are(
    enter: Enter, stand: int, more: str, *, asked: bool
) -> None:
    person = enter(PRIYA)
    _plan(person, stand)
    form = beside(person.begin("Tam", "choices"), str(THIRD))
    sent = {f"options.{n}.id": f"OP{n + 1}" for n in range(stand)}
    sent |= {f"options.{n}.what": f"Way {n + 1}" for n in range(stand)}
    sent |= {f"options.{stand}.what": more} if more else {}
    answer = person.post(form, sent)

    assert answer.status_code == (422 if asked else 302)
    if asked:
        page = unescape(answer.get_data(as_text=True))
        assert ASKS in page
        assert "Go on and put it right later" in page
        assert 'href="#options"' in page
        assert 'id="options"' in page
        on = person.post(form, {**sent, "_do": "anyway"})
        assert on.status_code == 302, "nobody is kept from going on"
