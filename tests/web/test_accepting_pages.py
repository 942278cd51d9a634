"""The inbox in the browser: forms that wait, looked at, accepted answer by answer."""

import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.web.conftest import GARETH, MOIRA, Enter, Person
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.pdf.filled import read
from workflow.adapters.safe_files import sha256
from workflow.domain.filled_forms import Filled
from workflow.wiring.front_desk import FrontDesk

CASE = "SG-2026-014"
SAMPLE = Path(__file__).parents[1] / "data" / "forms" / "filled-by-pdfium.pdf"


def waiting(workspace: Path, filled: Filled) -> str:
    sha = sha256(repr(filled).encode())
    FormProposals(workspace).keep(sha, repr(filled).encode(), filled)
    return sha


def entered(enter: Enter, desk: FrontDesk, who: str = MOIRA) -> Person:
    """Somebody at the pages, when every case has been read."""
    for ref in desk.refs():
        desk.glance(ref)
    return enter(who)


def plan(workspace: Path, answers: Mapping[str, tuple[str, ...]]) -> str:
    base = sha256((workspace / "cases" / CASE / "plan.yaml").read_bytes())
    return waiting(workspace, Filled("short-plan", 1, CASE, "plan.yaml", base, answers))


def the_plan(workspace: Path) -> str:
    return (workspace / "cases" / CASE / "plan.yaml").read_text(encoding="utf-8")


def address(person: Person, sha: str) -> str:
    found = re.search(rf'href="(/inbox/\w+/{sha})"', text(person, "/inbox"))
    assert found
    return found[1]


def text(person: Person, path: str) -> str:
    answer = person.get(path)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_data(as_text=True)


def number_of(page: str, title: str) -> str:
    found = re.search(rf'for="take-(\d+)">[^<]*<span[^>]*>: {title}', page)
    assert found, page
    return found[1]


def test_what_lies_in_the_folder_is_read_and_then_waits_for_somebody(
    enter: Enter, workspace: Path
) -> None:
    person = enter()
    (workspace / "inbox").mkdir(exist_ok=True)
    (workspace / "inbox" / "scan.pdf").write_bytes(SAMPLE.read_bytes())
    (workspace / "inbox" / "note.pdf").write_bytes(b"%PDF-1.7 torn")
    for _ in range(240):  # until both have come to rest
        assert person.post("/inbox").status_code == 302
        if not any((workspace / "inbox").glob("*.pdf")):
            break
        time.sleep(0.5)
    listed = text(person, "/inbox")
    assert "This PDF is damaged" in listed
    assert re.search("<b>Tam</b> . Record a visit", listed)
    assert "Ready." in listed
    assert "1 form in the inbox" in text(person, "/")


def test_a_form_shows_questions_and_answers_in_words_and_ticks_nothing(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    sha = waiting(workspace, read(SAMPLE.read_bytes()))
    person = entered(enter, desk)
    page = text(person, address(person, sha))
    for words in ("Kept", "Moira Achebe", "I said “stop” and it stopped", "2026-11-22"):
        assert words in page
    assert "st-03" not in page
    assert "checked" not in page
    assert page.count("Ask Tam about Sunday") == 1


def test_everything_of_a_visit_goes_into_the_record_and_can_be_taken_back(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    sha = waiting(workspace, read(SAMPLE.read_bytes()))
    person = entered(enter, desk)
    answer = person.post(address(person, sha), {"_do": "all"})
    assert answer.status_code == 302
    file = workspace / "cases" / CASE / "records" / "2026-11-22-visit-01.yaml"
    assert "type: visit" in file.read_text(encoding="utf-8")
    assert "recorded_by" in file.read_text(encoding="utf-8")
    done = text(person, answer.headers["Location"])
    assert "Saved." in done
    assert sha not in text(person, "/inbox")
    number = re.search(r'name="of" value="(\w+)"', done)
    assert number
    person.post("/undo", {"of": number[1]})
    assert not file.exists()


def test_only_what_is_ticked_goes_into_the_record(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    answers = {
        "my_words.what_helps": ("Tea first.",),
        "contingency": ("Not this.",),
        "actions[+1].what": ("Ring the cafe",),
        "actions[+1].owner": ("st-03",),
    }
    sha = plan(workspace, answers)
    person = entered(enter, desk)
    to = address(person, sha)
    page = text(person, to)
    chosen = number_of(page, "5. What helps")
    row = number_of(page, "12. Who does what")
    answer = person.post(to, {"_do": "ticked", "take": [chosen, row]})
    assert answer.status_code == 302
    after = the_plan(workspace)
    assert "Tea first." in after
    assert "Ring the cafe" in after
    assert "id: A5" in after
    assert "Not this." not in after


def test_nothing_ticked_is_asked_about_and_none_of_it_puts_the_form_away(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    before = the_plan(workspace)
    sha = plan(workspace, {"contingency": ("Not this.",)})
    person = entered(enter, desk)
    to = address(person, sha)
    answer = person.post(to, {"_do": "ticked"})
    assert answer.status_code == 422
    assert "Tick what belongs in the record" in answer.get_data(as_text=True)
    assert person.post(to, {"_do": "none"}).headers["Location"] == "/inbox"
    assert the_plan(workspace) == before
    assert person.get(to).status_code == 404


def test_where_both_changed_only_a_tick_of_its_own_takes_it(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    file = workspace / "cases" / CASE / "plan.yaml"
    raw = file.read_bytes()
    history = workspace / "cases" / CASE / "_history"
    history.mkdir(exist_ok=True)
    (history / f"plan~{sha256(raw)[:16]}.yaml").write_bytes(raw)
    sha = plan(workspace, {"my_words.what_helps": ("From paper.",)})
    helps = re.search(r"what_helps: (.*)", raw.decode())
    assert helps
    file.write_bytes(raw.replace(helps[1].encode(), b"Typed meanwhile."))
    person = entered(enter, desk)
    to = address(person, sha)
    page = text(person, to)
    assert "Both have changed." in page
    assert "The record has changed since this form was made" in page
    assert person.post(to, {"_do": "all"}).status_code == 422
    assert "Typed meanwhile." in the_plan(workspace)
    number = number_of(page, "5. What helps")
    assert person.post(to, {"_do": "ticked", "take": number}).status_code == 302
    assert "From paper." in the_plan(workspace)


def test_an_answer_that_cannot_be_read_says_so_and_does_not_go_along(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    sha = plan(workspace, {"actions[A4].due_on": ("soon",)})
    person = entered(enter, desk)
    assert "Needs a look" in text(person, "/inbox")
    page = text(person, address(person, sha))
    assert "It is not a date." in page
    assert 'name="take"' not in page


@pytest.mark.parametrize("who", [GARETH])
def test_a_case_that_is_closed_to_somebody_shows_no_form(
    enter: Enter, desk: FrontDesk, workspace: Path, who: str
) -> None:
    sha = plan(workspace, {"contingency": ("Not this.",)})
    to = address(entered(enter, desk), sha)
    other = enter(who)
    assert sha not in text(other, "/inbox")
    assert other.get(to).status_code in (403, 404)


def test_no_address_leads_out_of_the_proposals(enter: Enter) -> None:
    person = enter()
    case = person.case("Tam").removeprefix("/c/")
    for strange in ("0" * 64, "..%2f..%2fplan", "x", "0" * 63 + "%00"):
        assert person.get(f"/inbox/{case}/{strange}").status_code == 404
