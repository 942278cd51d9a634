"""What the register, the auditor's sheet and the tender evidence show."""

import io
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.word.stock import StockWord
from workflow.domain.anonymise import identifiers, residue
from workflow.domain.auditor import audit
from workflow.domain.bid_names import appendices
from workflow.domain.bidding.pack import Made, evidence_pack
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.diary import due_items
from workflow.domain.disclosure import Figure
from workflow.domain.organisation import Organisation
from workflow.domain.records.assembly import Assembly
from workflow.domain.records.tender import EvidencePeriod, Tender, TenderQuestion
from workflow.domain.registers import (
    Due,
    auditor_context,
    in_register,
    public_figures,
    register_context,
)
from workflow.domain.vocabulary import MeasureClass, Nation
from workflow.domain.workspace import Bid

DOC = {"title": "A title", "draft": True, "reasons": ["x"], "made_on": "23 November"}
TENDER = Tender(
    tender_ref="T-1",
    title="A framework",
    buyer="A council",
    period=EvidencePeriod(from_=date(2025, 12, 1), to=date(2026, 11, 30)),
    services=("sv-quillmere", "sv-fernhaugh", "sv-home"),
    questions=(TenderQuestion(id="Q1", wording="How?", measures=("TM02", "TM99")),),
)
FIGURES = {
    "TM02": Figure("TM02", "People who told us", 3, 4, MeasureClass.PERSON, "a", "b")
}


@pytest.fixture(scope="module")
def organisation(starter: Path) -> Organisation:
    return load_organisation(starter)[0]


@pytest.fixture(scope="module")
def folders(starter: Path) -> tuple[CaseFolder, ...]:
    cases = CaseFolders(starter)
    return tuple(cases.load(ref).folder for ref in cases.refs())


@pytest.fixture(scope="module")
def cases(
    folders: tuple[CaseFolder, ...], organisation: Organisation, today: date
) -> tuple[Due, ...]:
    return tuple(
        (f, due_items(f, organisation, calendar_for(nation(f, organisation)), today))
        for f in folders
    )


def shown_of(
    cases: Iterable[Due], organisation: Organisation, today: date
) -> dict[str, object]:
    known = [in_register(case, organisation, today) for case in cases]
    return register_context(known, organisation, DOC)


def nation(folder: CaseFolder, organisation: Organisation) -> Nation:
    return organisation.nation(folder.case.record.service_id)


def text_of(document: bytes) -> str:
    made = Document(io.BytesIO(document))
    cells = [c.text for t in made.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def template(starter: Path, name: str) -> bytes:
    return (starter / "templates" / name / "template.docx").read_bytes()


def test_the_register_shows_what_is_next_of_each_thing(
    cases: tuple[Due, ...], organisation: Organisation, today: date
) -> None:
    shown = shown_of(cases, organisation, today)
    rows = shown["rows"]
    assert isinstance(rows, list)
    review = next(row for row in rows if row["item"] == "Is it still yours?")
    assert review["case"] == "SG-2026-019"
    assert (review["due"], review["status"]) == ("27 November 2026", "Due soon")
    assert (review["last_held"], review["next"]) == (
        "2 November 2026",
        "24 December 2026",
    )
    assert (review["kind"], review["lead"]) == ("Review", "Hamish Dunsyre")


def test_the_register_counts_what_is_coming(
    cases: tuple[Due, ...], organisation: Organisation, today: date
) -> None:
    summary = shown_of(cases, organisation, today)["summary"]
    assert isinstance(summary, list)
    assert {"status": "Due today", "count": 0} in summary


def test_the_register_tells_what_was_held_lately(
    cases: tuple[Due, ...], organisation: Organisation, today: date
) -> None:
    held = shown_of(cases, organisation, today)["held"]
    assert isinstance(held, list)
    assert held[0]["held"] == "6 November 2026"
    assert all(row["status"] == "Done on time" for row in held)


def test_a_late_review_says_with_whom_it_is_and_for_how_long(
    folders: tuple[CaseFolder, ...], organisation: Organisation
) -> None:
    later = date(2026, 12, 4)
    calendar = calendar_for(nation(folders[1], organisation))
    due = due_items(folders[1], organisation, calendar, later)
    rows = shown_of([(folders[1], due)], organisation, later)["rows"]
    assert isinstance(rows, list)
    late = next(row for row in rows if row["item"] == "Is it still yours?")
    assert late["status"].startswith("Late")
    assert int(late["days_late"]) > 0


def test_the_register_names_no_person(
    starter: Path,
    cases: tuple[Due, ...],
    folders: tuple[CaseFolder, ...],
    organisation: Organisation,
    today: date,
) -> None:
    shown = shown_of(cases, organisation, today)
    text = text_of(
        StockWord().render(template(starter, "review-register"), shown, "register")
    )
    full_names = {f.person.record.full_name for f in folders}
    assert not any(name in text for name in full_names if name)
    assert "SG-2026-014" in text


def test_the_auditors_sheet_answers_four_questions(
    starter: Path,
    folders: tuple[CaseFolder, ...],
    organisation: Organisation,
    today: date,
) -> None:
    folder = folders[0]
    answers = audit(folder, organisation, (), today)
    shown = auditor_context(folder, answers, organisation, DOC)
    made = StockWord().render(template(starter, "auditors-sheet"), shown, "sheet")
    text = text_of(made)
    assert "What changed as a result? \N{EM DASH} Clear" in text
    assert "I want to be the one who says when it stops." in text
    assert "Is the next date set? Yes, 18 December 2026" in text


def test_a_tender_gets_shown_forms_and_never_a_count(
    organisation: Organisation,
) -> None:
    rows = public_figures(TENDER, FIGURES, organisation)
    assert rows[0]["shown"] == "too few people to report; see the vignettes"
    assert not any(key in rows[0] for key in ("n", "d"))
    assert rows[0]["period"] == "1 December 2025 to 30 November 2026"
    assert rows[0]["services"] == (
        "a supported living service, an outreach service and a home care service"
    )
    assert rows[1]["shown"] == "not counted yet"


def test_the_tender_evidence_points_to_nobody(
    starter: Path, folders: tuple[CaseFolder, ...], organisation: Organisation
) -> None:
    rows = public_figures(TENDER, FIGURES, organisation)
    parts = appendices(Assembly())
    bid = Bid(Filed("tender.yaml", TENDER))
    made_from = Made(bid, organisation, rows, parts, {}, (), (), {})
    shown = {**evidence_pack(made_from).plain(), "doc": DOC}
    made = StockWord().render(template(starter, "tender-evidence"), shown, "tender")
    text = text_of(made)
    known = identifiers(folders, organisation, ("support", "team"))
    assert "Safeguarding lead: decides with the person" in text
    assert residue(text, known) == ()
