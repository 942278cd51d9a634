"""The auditor's four questions, asked of the worked cases."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.auditor import Audit, State, audit
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.records.case import Case, DesiredOutcome
from workflow.domain.records.plan import MyWords, Plan
from workflow.domain.vocabulary import MspAsked, Voice

A, B, C = "SG-2026-014", "SG-2026-019", "SG-2026-021"


def opened(starter: Path, ref: str) -> CaseFolder:
    return CaseFolders(starter).load(CaseRef(ref)).folder


def asked(
    starter: Path,
    folder: CaseFolder,
    today: date,
    findings: tuple[Finding, ...] = (),
) -> Audit:
    organisation, _ = load_organisation(starter)
    return audit(folder, organisation, findings, today)


def with_plan(folder: CaseFolder, change: Mapping[str, object]) -> CaseFolder:
    plan = folder.plan.record.model_copy(update=change)
    return replace(folder, plan=replace(folder.plan, record=plan))


def with_case(folder: CaseFolder, change: Mapping[str, object]) -> CaseFolder:
    case = folder.case.record.model_copy(update=change)
    return replace(folder, case=replace(folder.case, record=case))


def finding(holds: str) -> Finding:
    place = Place("plan.yaml")
    return Finding("OPT-01", Severity.ERROR, "", A, place, holds=frozenset({holds}))


@pytest.mark.parametrize("ref", [A, B, C])
def test_the_worked_cases_answer_all_four_questions(
    starter: Path, today: date, ref: str
) -> None:
    found = asked(starter, opened(starter, ref), today)
    four = (found.wanted, found.choices, found.agreed, found.changed)
    assert [answer.state for answer in four] == [State.CLEAR] * 4
    assert found.overall is State.CLEAR
    assert all(answer.shown for answer in four)


def test_what_was_wanted_is_shown_in_the_words_said(starter: Path, today: date) -> None:
    shown = asked(starter, opened(starter, A), today).wanted.shown
    assert (
        "“I want to be the one who says when it stops.” (Tam, 22 September 2026)"
    ) in shown
    assert any("Now: fully achieved (6 November 2026)" in line for line in shown)


def test_the_sheet_says_whether_promises_were_kept(starter: Path, today: date) -> None:
    extra = asked(starter, opened(starter, A), today).extra
    assert [line.words for line in extra] == [
        "Yes (6 November 2026)",
        "Sharing: 1 of 1 inside what was agreed; Visits: 8 of 11 boundaries kept",
        "No limits on freedom",
        "Yes, 18 December 2026",
    ]


def test_an_outcome_only_a_relative_spoke_of_is_answered_partly(
    starter: Path, today: date
) -> None:
    folder = opened(starter, A)
    spoken = DesiredOutcome(id="O1", in_their_words="x", said_by=Voice.REPRESENTATIVE)
    found = asked(starter, with_case(folder, {"outcomes": (spoken,)}), today)
    assert found.wanted.state is State.PARTLY


def test_no_outcome_at_all_is_missing(starter: Path, today: date) -> None:
    folder = with_case(opened(starter, A), {"outcomes": ()})
    assert asked(starter, folder, today).wanted.state is State.MISSING


def test_who_could_not_say_and_was_asked_again_is_clear(
    starter: Path, today: date
) -> None:
    folder = opened(starter, A)
    msp = folder.case.record.msp.model_copy(
        update={"asked": MspAsked.ASKED_NOT_EXPRESSED}
    )
    found = asked(starter, with_case(folder, {"outcomes": (), "msp": msp}), today)
    assert found.wanted.state is State.CLEAR


def test_without_saying_what_is_not_wanted_it_is_partly(
    starter: Path, today: date
) -> None:
    words = MyWords(what_i_want_to_happen="Tea.")
    folder = with_plan(opened(starter, A), {"my_words": words})
    assert asked(starter, folder, today).wanted.state is State.PARTLY


def test_one_option_is_partly_and_none_is_missing(starter: Path, today: date) -> None:
    folder = opened(starter, A)
    one = with_plan(folder, {"options": folder.plan.record.options[:1]})
    assert asked(starter, one, today).choices.state is State.PARTLY
    none = with_plan(folder, {"options": ()})
    assert asked(starter, none, today).choices.state is State.MISSING
    assert asked(starter, none, today).overall is State.MISSING


def test_an_error_that_holds_the_plan_makes_agreed_partly(
    starter: Path, today: date
) -> None:
    folder = opened(starter, A)
    held = asked(starter, folder, today, (finding("plan"),))
    assert held.agreed.state is State.PARTLY
    letters = asked(starter, folder, today, (finding("letters out"),))
    assert letters.agreed.state is State.CLEAR


def test_a_draft_plan_is_no_agreement(starter: Path, today: date) -> None:
    folder = replace(opened(starter, A), plan=Filed("plan.yaml", Plan()))
    assert asked(starter, folder, today).agreed.state is State.MISSING


def test_no_review_is_not_yet_in_a_young_case_and_missing_later(starter: Path) -> None:
    folder = replace(opened(starter, C), reviews=())
    young = asked(starter, folder, date(2026, 11, 23))
    assert young.changed.state is State.NOT_YET
    assert young.overall is State.NOT_YET
    old = asked(starter, folder, date(2026, 11, 26))
    assert old.changed.state is State.MISSING


def test_a_deviation_without_learning_is_answered_partly(
    starter: Path, today: date
) -> None:
    folder = replace(opened(starter, C), managerial_reviews=(), learning=())
    assert asked(starter, folder, today).changed.state is State.PARTLY


def test_an_empty_case_is_missing_and_breaks_nothing(
    starter: Path, today: date
) -> None:
    organisation, _ = load_organisation(starter)
    folder = replace(
        opened(starter, A),
        case=Filed("case.yaml", Case()),
        plan=Filed("plan.yaml", Plan()),
        reviews=(),
        records=(),
    )
    assert audit(folder, organisation, (), today).overall is State.MISSING
