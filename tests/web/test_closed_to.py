"""A case is closed to somebody on the staff: no page shows it to them (S6)."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import GARETH, JONAH, MOIRA, PRIYA, Enter, Person
from workflow.adapters.filled_forms import FormProposals
from workflow.adapters.pdf.filled import read
from workflow.adapters.safe_files import sha256
from workflow.domain.handing_out import calendars
from workflow.wiring.front_desk import FrontDesk
from workflow.wiring.office import Office

REF = "SG-2026-014"
SAMPLE = Path(__file__).parents[1] / "data" / "forms" / "filled-by-pdf-lib.pdf"
CLOSED = """schema_version: 1
case_ref: SG-2026-014
closed_to:
  - {{who: {who}, reason: Named in the concern., by: st-01, since: 2026-11-23}}
"""


def close(desk: FrontDesk, root: Path, who: str, text: str = CLOSED) -> None:
    file = root / "cases" / REF / "closed_to.yaml"
    file.write_text(text.format(who=who), encoding="utf-8")
    for ref in desk.refs():
        desk.glance(ref)


def pages_that_name_tam(person: Person, *more: str) -> list[str]:
    told = []
    for path in ("/", "/cases", "/inbox", "/help", "/who", "/new", "/tenders", *more):
        page = person.get(path).get_data(as_text=True)
        if re.search(r"\bTam\b|SG-2026-014", page):
            told.append(path)
    return told


def test_nobody_a_case_is_closed_to_finds_it_anywhere(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    raw = SAMPLE.read_bytes()
    FormProposals(workspace).keep(sha256(raw), raw, read(raw))
    desk.glance(desk.refs()[0])
    person = enter(MOIRA)
    case = person.case("Tam")
    draft = person.begin("Tam", "visit")
    person.post(f"{draft}/keep", {"person_said": "Not mine to know."})
    assert pages_that_name_tam(person) == ["/", "/cases", "/inbox"]

    close(desk, workspace, MOIRA)

    assert pages_that_name_tam(person) == []
    waits = f"/inbox/{case[3:]}/{sha256(raw)}"
    for path in (case, f"{case}/why", f"{case}/cards", f"{case}/paper", waits, draft):
        answer = person.get(path)
        assert answer.status_code == 403, path
        assert "This is not open to you" in answer.get_data(as_text=True)
        assert "Tam" not in answer.get_data(as_text=True)
    for path, form in (
        (f"{case}/begin", {"form": "visit"}),
        (f"{case}/why", {"reason": "review"}),
        (f"{case}/paper", {"form": "visit", "kind": "pdf"}),
        (f"{case}/cards", {}),
        (draft, {"_do": "next"}),
        (waits, {"_do": "all"}),
    ):
        assert person.post(path, form).status_code == 403, path


@pytest.mark.parametrize("who", [PRIYA, GARETH])
def test_no_role_opens_a_case_that_is_closed_to_somebody(
    enter: Enter, desk: FrontDesk, workspace: Path, who: str
) -> None:
    person = enter(who)
    case = person.case("Tam")
    close(desk, workspace, who)
    assert person.get(case).status_code == 403
    assert person.post(f"{case}/why", {"reason": "review"}).status_code == 403
    assert person.get("/cases").status_code == 200
    assert pages_that_name_tam(person) == []


def test_what_was_saved_before_is_neither_shown_nor_taken_back_afterwards(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    person = enter(MOIRA)
    draft = person.begin("Tam", "visit").rpartition("/")[0]
    done = person.post(f"{draft}/check", {"_do": "save"}).headers["Location"]
    assert person.get(done).status_code == 200
    close(desk, workspace, MOIRA)
    assert person.get(done).status_code == 403
    number = done.rpartition("/")[2]
    assert person.post("/undo", {"of": number}).status_code == 403


def test_everybody_else_goes_on(enter: Enter, desk: FrontDesk, workspace: Path) -> None:
    close(desk, workspace, MOIRA)
    person = enter(JONAH)
    page = person.get(person.case("Tam")).get_data(as_text=True)
    assert "Moira Achebe must" not in page
    assert "Named in the concern" not in page


def test_only_leads_and_managers_see_and_change_who_it_is_closed_to(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    close(desk, workspace, MOIRA)
    worker = enter(JONAH)
    case = worker.case("Tam")
    for form in ("closed-to", "put-right.closed_to.closed_to"):
        assert worker.post(f"{case}/begin", {"form": form}).status_code == 403
    assert "Closed to" not in worker.get(case).get_data(as_text=True)
    lead = enter(PRIYA)
    assert "Closed to Moira Achebe." in lead.get(case).get_data(as_text=True)
    page = lead.get(lead.begin("Tam", "closed-to")).get_data(as_text=True)
    assert "Named in the concern." in page


def test_a_lead_closes_a_case_to_somebody_by_form(
    enter: Enter, workspace: Path
) -> None:
    lead, worker = enter(PRIYA), enter(JONAH)
    case = worker.case("Tam")
    draft = lead.begin("Tam", "closed-to").rpartition("/")[0]
    row = "closed_to.0"
    sent = {f"{row}._row": "1", f"{row}.who": JONAH, f"{row}.reason": "Her nephew."}
    sent |= {f"{row}.by": PRIYA, f"{row}.since": "today", "_do": "next"}
    assert lead.post(f"{draft}/1", sent).headers["Location"].endswith("/check")
    assert lead.post(f"{draft}/check", {"_do": "save"}).status_code == 302
    assert worker.get(case).status_code == 403
    written = (workspace / "cases" / REF / "closed_to.yaml").read_text("utf-8")
    assert "who: st-04" in written


def test_where_nobody_can_tell_whom_it_is_closed_to_only_managers_go_in(
    enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    person, lead = enter(MOIRA), enter(PRIYA)
    case = person.case("Tam")
    close(desk, workspace, "", "closed_to: [\n")
    assert person.get(case).status_code == 403
    assert lead.get(case).headers["Location"].endswith("/why")


def test_their_own_calendar_does_not_hold_it_and_somebody_else_is_told(
    workspace: Path, today: date
) -> None:
    def dues() -> dict[str, int]:
        items = Office(workspace, today).due((REF,))
        return {name: len(found) for name, found in calendars(items, today).items()}

    before = dues()
    assert before["st-03"]
    file = workspace / "cases" / REF / "closed_to.yaml"
    file.write_text(CLOSED.format(who="st-03"), encoding="utf-8")
    after = dues()
    assert "st-03" not in after
    assert after["all"] == before["all"]


def test_a_refusal_is_logged_without_a_name(
    app: Flask, enter: Enter, desk: FrontDesk, workspace: Path
) -> None:
    person = enter(MOIRA)
    case = person.case("Tam")
    close(desk, workspace, MOIRA)
    person.get(f"{case}/cards")
    logs = (workspace / "_system" / "log").rglob("*.jsonl")
    said = "".join(path.read_text("utf-8") for path in logs)
    assert '"action":"refused"' in said.replace(" ", "")
    assert "Moira" not in said
    assert app.name
