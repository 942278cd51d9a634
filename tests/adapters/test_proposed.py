"""Proposals: new files, read back clean, written once, never over a person's work."""

import json
from datetime import date
from pathlib import Path

import pytest

from workflow.domain.case_folder import CaseRef
from workflow.domain.findings import Finding
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.review import Review
from workflow.domain.vocabulary import MrReason, ReviewStatus
from workflow.services.proposing import Proposed, propose
from workflow.wiring.office import Office

A, B, C = (CaseRef(f"SG-2026-{n}") for n in ("014", "019", "021"))
NOW = date(2026, 11, 23)
HEADER = "schema_version: 1\ncase_ref: {ref}\nrecord_id: {name}\ntype: {type}\n"
COMMON = (
    "date: {day}\ntime: '10:00'\nplace: own_home\nrecorded_by: st-04\n"
    "recorded_at: '{day}T10:30:00'\npresent: [person, st-04]\n"
    "what_happened: Seen by the door.\nperson_said: I am fine.\n"
)
INCIDENT = (
    "incident: {{kind: fall, harm: {harm}, safe_now: true, done_at_once: Sat down,"
    " what_person_wants_now: A cup of tea, candour_needed: false}}\n"
)
OVERRIDE = """external_contact:
  direction: shared_by_us
  agency: police
  channel: phone
  started_by: st-04
  told_person_before: said_no
  person_present: false
  shared:
    - {what: That a visitor had a knife, categories: [concern_summary], purpose: Help}
  response: {status: received, date: 2026-11-18, what: Officers came.}
  override:
    reasons: [life_at_risk]
    rationale: A knife was shown.
    decided_by: st-02
    person_told: said_yes
    person_told_on: 2026-11-18
    article6: ea_recognised_legitimate_interest
    article9: g_substantial_public_interest
  review_conversation: {answer: declined, offered_on: 2026-11-19, offered_by: st-01}
"""


def write(root: Path, ref: str, day: str, kind: str, block: str) -> str:
    name = f"{day}-{kind}-01"
    text = (HEADER + COMMON).format(ref=ref, name=name, type=kind, day=day) + block
    (root / "cases" / ref / "records" / f"{name}.yaml").write_text(text)
    return name


def proposed(root: Path, ref: CaseRef, today: date = NOW) -> tuple[Proposed, ...]:
    office = Office(root, today)
    loaded = office.cases.load(ref)
    return propose(office.workshop.proposals, loaded, office.practice, today)


def review(root: Path, ref: CaseRef, file: str) -> Review:
    reviews = Office(root, NOW).cases.load(ref).folder.reviews
    return next(f.record for f in reviews if f.file == file)


def managerial(root: Path, ref: CaseRef, file: str) -> ManagerialReview:
    found = Office(root, NOW).cases.load(ref).folder.managerial_reviews
    return next(f.record for f in found if f.file == file)


def file_findings(root: Path, ref: CaseRef, today: date = NOW) -> list[Finding]:
    found = Office(root, today).check((ref,))
    return [finding for finding in found if finding.rule.startswith("FIL")]


def test_the_worked_cases_ask_for_nothing(workspace: Path) -> None:
    assert [p for ref in (A, B, C) for p in proposed(workspace, ref)] == []


def test_a_trigger_of_the_plan_gets_its_planned_review(workspace: Path) -> None:
    journey = workspace / "cases" / B / "records/2026-10-29-journey-01.yaml"
    text = journey.read_text()
    assert "status: made" in text
    journey.write_text(text.replace("status: made", "status: missed", 1))
    new = next(p for p in proposed(workspace, B) if p.file.startswith("reviews/"))
    assert new.file == "reviews/2026-11-02-triggered-01.yaml"
    planned = review(workspace, B, new.file)
    assert (planned.trigger, planned.trigger_record) == ("T1", "2026-10-29-journey-01")
    assert (planned.status, planned.lead) == (ReviewStatus.PLANNED, "st-09")
    assert planned.due_on == date(2026, 11, 2)
    assert [f for f in file_findings(workspace, B) if f.place.file == new.file] == []


@pytest.mark.parametrize("ref", [A, B, C])
def test_a_built_in_trigger_gets_one_too_and_every_file_reads_back_clean(
    workspace: Path, ref: CaseRef
) -> None:
    name = write(
        workspace, ref, "2026-11-20", "incident", INCIDENT.format(harm="severe")
    )
    assert file_findings(workspace, ref) == []
    (new,) = proposed(workspace, ref)
    planned = review(workspace, ref, new.file)
    assert (planned.trigger, planned.trigger_record) == ("new_incident", name)
    assert file_findings(workspace, ref) == []


def test_a_planned_review_shows_the_trigger_as_planned_not_held(
    workspace: Path,
) -> None:
    write(workspace, A, "2026-11-20", "incident", INCIDENT.format(harm="moderate"))
    (new,) = proposed(workspace, A)
    due = Office(workspace, NOW).due((A,))
    (item,) = (i for i in due if i.source == "new_incident")
    assert item.review_file == new.file
    assert (item.done_on, item.held_file) == (None, "")
    assert item.due_on == date(2026, 11, 24)


def test_an_override_gets_a_managerial_review_by_somebody_who_did_not_decide(
    workspace: Path,
) -> None:
    name = write(workspace, A, "2026-11-18", "external_contact", OVERRIDE)
    new = {p.file: p for p in proposed(workspace, A)}
    file = "managerial_reviews/2026-11-23-01.yaml"
    assert set(new) == {file, "reviews/2026-11-20-triggered-01.yaml"}
    stub = managerial(workspace, A, file)
    assert stub.reasons == (MrReason.OVERRIDE,)
    assert stub.source_records == (name,)
    assert (stub.opened_on, stub.due_on) == (NOW, date(2026, 11, 25))
    assert stub.reviewer == "st-06"
    assert [f for f in file_findings(workspace, A) if f.place.file in new] == []


def test_nothing_is_proposed_twice_even_when_somebody_deleted_it(
    workspace: Path,
) -> None:
    write(workspace, A, "2026-11-18", "external_contact", OVERRIDE)
    first = proposed(workspace, A)
    assert proposed(workspace, A) == ()
    for new in first:
        (workspace / "cases" / A / new.file).unlink()
    assert proposed(workspace, A) == ()


def test_a_file_that_somebody_wrote_meanwhile_is_left_alone(workspace: Path) -> None:
    name = "reviews/2026-11-24-triggered-01.yaml"
    write(workspace, A, "2026-11-20", "incident", INCIDENT.format(harm="moderate"))
    office = Office(workspace, NOW)
    loaded = office.cases.load(A)
    mine = workspace / "cases" / A / name
    words = "review_id: 2026-11-24-triggered-01\nkind: triggered\ntrigger: T2\n"
    mine.write_text(words)
    assert propose(office.workshop.proposals, loaded, office.practice, NOW) == ()
    assert mine.read_text() == words
    (new,) = proposed(workspace, A)
    assert new.file == "reviews/2026-11-24-triggered-02.yaml"


def test_lateness_that_reaches_the_manager_gets_one_managerial_review(
    workspace: Path,
) -> None:
    day = date(2026, 12, 8)
    (new,) = proposed(workspace, C, day)
    assert new.file == "managerial_reviews/2026-12-08-01.yaml"
    stub = managerial(workspace, C, new.file)
    assert stub.reasons == (MrReason.OVERDUE,)
    assert (stub.opened_on, stub.due_on) == (day, date(2026, 12, 15))
    assert stub.reviewer == "st-07"
    text = (workspace / "cases" / C / new.file).read_text()
    assert "First review (RS1), due 2026-12-03" in text
    assert proposed(workspace, C, date(2026, 12, 14)) == ()
    assert [
        f for f in file_findings(workspace, C, day) if f.place.file == new.file
    ] == []


def test_a_closed_lateness_review_leaves_room_for_what_gets_late_after_it(
    workspace: Path,
) -> None:
    (first,) = proposed(workspace, C, date(2026, 12, 8))
    path = workspace / "cases" / C / first.file
    path.write_text(path.read_text() + "closed_on: 2026-12-09\n")
    later = date(2026, 12, 21)
    assert all(
        i.level < 3 or i.due_on < later for i in Office(workspace, later).due((C,))
    )
    after = proposed(workspace, C, later)
    texts = [(workspace / "cases" / C / new.file).read_text() for new in after]
    assert not any("First review" in text for text in texts)


@pytest.mark.parametrize("field", ["closure.yaml", "case.yaml"])
def test_a_closed_case_or_one_that_cannot_be_read_gets_no_proposals(
    workspace: Path, field: str
) -> None:
    write(workspace, A, "2026-11-20", "incident", INCIDENT.format(harm="severe"))
    path = workspace / "cases" / A / field
    path.write_text("closed_on: 2026-11-21\n" if field == "closure.yaml" else "{\n")
    assert proposed(workspace, A) == ()


def test_no_proposal_names_anybody(workspace: Path) -> None:
    write(workspace, A, "2026-11-18", "external_contact", OVERRIDE)
    for new in (*proposed(workspace, A), *proposed(workspace, C, date(2026, 12, 20))):
        text = (workspace / "cases" / new.case / new.file).read_text()
        for name in ("Tam", "Oakhollow", "Corin", "Win", "Priya", "knife"):
            assert name not in text + new.why + new.file


def test_what_is_remembered_holds_no_words(workspace: Path) -> None:
    write(workspace, A, "2026-11-18", "external_contact", OVERRIDE)
    proposed(workspace, A)
    notes = sorted((workspace / "cases" / A / "_receipts").glob("proposed-*.json"))
    assert len(notes) == 2
    assert all(set(json.loads(note.read_text())) == {"file"} for note in notes)
