"""A filled form shows and takes no more than whoever is recording may see."""

from pathlib import Path

import pytest

from tests.web.conftest import JONAH, MOIRA, PRIYA, Enter
from tests.web.test_accepting_pages import CASE, address, entered, plan, text, waiting
from tests.web.test_door import SPOKEN_UP
from workflow.domain.errors import EditRefused
from workflow.domain.filing import Hand
from workflow.domain.filled_forms import Filled
from workflow.wiring.front_desk import FrontDesk

SPEAKS = "He shouts at me when nobody is there."
HIDDEN = "records/2026-11-02-speak_up-01.yaml"
HAND = Hand(MOIRA, "2026-11-23T10:00:00")


def spoken_up(workspace: Path, *not_see: str) -> str:
    answers = {
        "type": ("speak_up",),
        "person_said": (SPEAKS,),
        "speak_up.who_must_not_see": not_see,
    }
    return waiting(workspace, Filled("speak-up", 1, CASE, "records/", "", answers))


def test_speaking_up_on_a_form_is_shown_to_no_worker(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    sha = spoken_up(workspace, JONAH)
    to = address(entered(enter, desk, PRIYA), sha)
    worker = entered(enter, desk, JONAH)
    assert SPEAKS not in text(worker, "/inbox")
    assert worker.get(to).status_code in (403, 404)
    assert worker.post(to, {"_do": "none"}).status_code in (403, 404)
    assert "in the inbox" not in text(worker, "/")


def test_a_lead_who_must_not_see_it_does_not_see_it_on_a_form(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    spoken_up(workspace, PRIYA)
    assert SPEAKS not in text(entered(enter, desk, PRIYA), "/inbox")


@pytest.mark.parametrize("form", ["visit", "said-afterwards"])
def test_a_form_that_names_a_hidden_record_opens_no_window_on_it(
    enter: Enter, desk: FrontDesk, workspace: Path, form: str
) -> None:
    file = workspace / "cases" / CASE / HIDDEN
    file.write_text(SPOKEN_UP, encoding="utf-8")
    answers = {"what_happened": ("x",), "person_said": ("y",)}
    sha = waiting(workspace, Filled(form, 1, CASE, HIDDEN, "", answers))
    lead = entered(enter, desk, PRIYA)
    worker = entered(enter, desk, JONAH)
    to = address(lead, sha)
    assert sha not in text(worker, "/inbox")
    assert worker.get(to).status_code in (403, 404)


def test_answers_go_into_no_file_that_the_form_is_not_for(
    desk: FrontDesk, workspace: Path
) -> None:
    file = "plan_history/plan-v1.yaml"
    path = workspace / "cases" / CASE / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("schema_version: 1\ncontingency: As agreed.\n", encoding="utf-8")
    answers = {"contingency": ("Never agreed.",)}
    sha = waiting(workspace, Filled("short-plan", 1, CASE, file, "", answers))
    before = path.read_bytes()
    ref = next(r for r in desk.refs() if r == CASE)
    with pytest.raises(EditRefused):
        desk.accept(ref, sha, [*answers], HAND)
    assert path.read_bytes() == before


def test_a_tick_stays_with_its_answer_when_the_record_moves_on_meanwhile(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    answers = {
        "my_words.what_helps": ("Tea first.",),
        "my_words.what_makes_it_worse": ("Loud voices.",),
        "contingency": ("Not this.",),
    }
    sha = plan(workspace, answers)
    person = entered(enter, desk)
    to = address(person, sha)
    page = text(person, to)
    ticked = _value(page, "take", "Loud voices.")
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    file = workspace / "cases" / CASE / "plan.yaml"
    helps = next(
        line for line in file.read_text("utf-8").split("\n") if "what_helps:" in line
    )
    indent = helps[: len(helps) - len(helps.lstrip())]
    changed = f"{indent}what_helps: Tea first."
    file.write_text(file.read_text("utf-8").replace(helps, changed), "utf-8")
    answer = person.post(to, {"_do": "ticked", "take": ticked, "seen": seen})
    assert "Not this." not in file.read_text("utf-8")
    assert answer.status_code == 409
    assert "Look once more" in answer.get_data(as_text=True)


def _value(page: str, name: str, words: str) -> str:
    """What the tick box under some words sends."""
    after = page[page.index(words) :]
    return after.partition(f'name="{name}" value="')[2].partition('"')[0]
