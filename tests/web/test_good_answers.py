"""“I do not know yet”, “I do not want to say”, “Not today”: pressed, and recorded."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.conftest import Enter, beside
from workflow.domain.questions import GoodAnswers, SheetFault, as_sheet

GOOD = ("I do not know yet", "I do not want to say", "Not today")
BEGUN = {  # what a page sends of a wish that nobody has said
    "outcomes.0.in_their_words": "",
    "outcomes.0.recorded_on": "23 11 2026",
    "outcomes.0.recorded_by": "st-03",
    "outcomes.0.status": "not_yet_known",
}


def _nobody_asked(root: Path) -> Path:
    """Tam's case before anybody talked with Tam."""
    path = root / "cases" / "SG-2026-014" / "case.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"(?ms)^(msp|outcomes):\n(?:[ -].*?\n)+", "", text)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("said", GOOD)
def test_a_good_answer_is_in_the_record_as_such(
    enter: Enter, workspace: Path, said: str
) -> None:
    path = _nobody_asked(workspace)
    moira = enter()
    page = moira.begin("Tam", "talk")
    shown = moira.get(page).get_data(as_text=True)
    (button,) = re.findall(rf'value="(instead:\d)"[^>]*>{said}</button>', shown)
    pressed = moira.post(page, {**BEGUN, "_do": button})
    asked = moira.get(pressed.headers["Location"]).get_data(as_text=True)
    assert "How did we ask?" in asked
    assert f"“{said}”" in asked

    saved = moira.post(beside(page, "check"), {"_do": "save"})
    assert saved.status_code == 302
    text = path.read_text(encoding="utf-8")
    assert "asked: asked_not_expressed" in text
    assert "who_answered: person" in text
    assert f"The answer was: “{said}”." in text
    assert "outcomes" not in text


def test_how_somebody_answers_is_pressed_and_stays_pressed(enter: Enter) -> None:
    moira = enter()
    page = moira.begin("Tam", "talk")
    there = moira.post(page, {"_do": "instead:1"}).headers["Location"]
    assert there == page
    shown = moira.get(there).get_data(as_text=True)
    assert re.findall(r'instead:\d" aria-pressed="true">([^<]+)<', shown) == [
        "Pictures"
    ]
    asked = moira.get(beside(page, "4")).get_data(as_text=True)
    assert "What helped: Pictures." in asked


def test_not_today_takes_nothing_back_that_was_said_before(
    enter: Enter, workspace: Path
) -> None:
    path = workspace / "cases" / "SG-2026-014" / "case.yaml"
    moira = enter()
    page = moira.begin("Tam", "talk")
    shown = moira.get(page).get_data(as_text=True)
    wishes = r'<textarea[^>]*name="(outcomes[^"]+)"[^>]*>([^<]*)<'
    fields = dict(re.findall(wishes, shown))
    assert any("not scary" in said for said in fields.values())
    moira.post(page, {**fields, "_do": "instead:4"})
    moira.post(beside(page, "check"), {"_do": "save"})
    text = path.read_text(encoding="utf-8")
    assert "asked: asked_expressed" in text
    assert "Quiet room, picture cards" in text
    assert "“Not today”" in text
    assert "not scary" in text


INSTEAD = GoodAnswers(("Not today",), "how", "“{said}”", {"asked": "no wish"}, "asked")


@given(st.dictionaries(st.sampled_from(("how", "asked", "x")), st.text()), st.text())
def test_no_word_is_lost_and_the_same_one_twice_stands_once(
    answers: dict[str, str], own: str
) -> None:
    once = INSTEAD.given("Not today", answers, [own])
    assert answers.get("how", "").strip() in once["how"]
    assert "“Not today”" in once["how"]
    assert once.get("asked") == (answers.get("asked") if own.strip() else "no wish")
    assert INSTEAD.given("Not today", once, [own])["how"] == once["how"]


@pytest.mark.parametrize(
    "wrong",
    [{"field": "msp.hwo"}, {"sets": {"msp.aksed": "x"}}, {"then": "nowhere"}],
)
def test_a_form_that_leads_nowhere_is_a_fault_of_the_form(
    wrong: dict[str, object],
) -> None:
    words = {"field": "msp.how_supported", "words": "{said}", "then": "a"}
    page: dict[str, object] = {"id": "a", "title": "A", "questions": []}
    page["instead"] = [{"says": ["No"], **words, **wrong}]
    form = {"form": "f", "title": "F", "version": 1, "writes": "case"}
    with pytest.raises(SheetFault, match="talk"):
        as_sheet(form | {"pages": [page]}, "talk.yaml")
