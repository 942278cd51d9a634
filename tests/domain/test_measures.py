"""The measures, counted over the worked cases; the values are the brief's."""

from datetime import date
from pathlib import Path

import pytest

from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef, Filed
from workflow.domain.disclosure import Figure
from workflow.domain.measures import MEASURES, Evidence, Period, lines, measure
from workflow.domain.records.sampling import SampledCase, Sampling
from workflow.domain.vocabulary import MeasureClass, SampleResult

A, B, C = "SG-2026-014", "SG-2026-019", "SG-2026-021"
YEAR = Period(date(2025, 12, 1), date(2026, 11, 30))


def evidence(
    starter: Path,
    today: date,
    *refs: str,
    services: tuple[str, ...] = (),
    samplings: tuple[Filed[Sampling], ...] = (),
) -> Evidence:
    cases = CaseFolders(starter)
    folders = tuple(cases.load(CaseRef(ref)).folder for ref in refs or (A, B, C))
    organisation, _ = load_organisation(starter)
    return Evidence(folders, organisation, calendar_for, today, services, samplings)


def counts(figure: Figure) -> tuple[float, int]:
    return figure.n, figure.d


@pytest.mark.parametrize(
    ("name", "ref", "expected"),
    [
        ("TM12", A, (4, 5)),
        ("TM22", A, (8, 11)),
        ("TM18", B, (6, 6)),
        ("TM19", B, (1, 1)),
        ("TM23", C, (2, 3)),
        ("TM26a", C, (2, 4)),
        ("TM13", B, (1, 1)),
        ("TM09", A, (1, 1)),
    ],
)
def test_the_worked_cases_give_the_figures_of_the_brief(
    starter: Path, today: date, name: str, ref: str, expected: tuple[int, int]
) -> None:
    assert counts(measure(name, evidence(starter, today, ref), YEAR)) == expected


def test_everybody_was_asked_what_they_want(starter: Path, today: date) -> None:
    figure = measure("TM01", evidence(starter, today), YEAR)
    assert counts(figure) == (3, 3)
    assert figure.klass is MeasureClass.PROCESS


def test_a_case_opened_this_week_is_not_counted_yet(starter: Path) -> None:
    facts = evidence(starter, date(2026, 9, 24), A)
    assert counts(measure("TM01", facts, YEAR)) == (0, 0)


def test_a_review_still_to_come_is_not_late(starter: Path, today: date) -> None:
    figure = measure("TM12", evidence(starter, today, B), YEAR)
    assert counts(figure) == (3, 3)


def test_only_the_chosen_services_count(starter: Path, today: date) -> None:
    facts = evidence(starter, today, services=("sv-home",))
    assert counts(measure("TM01", facts, YEAR)) == (1, 1)


def test_a_case_kept_out_of_counts_is_not_counted(starter: Path, today: date) -> None:
    facts = evidence(starter, today)
    folders = tuple(kept_out(f) if f.ref == A else f for f in facts.folders)
    facts = Evidence(folders, facts.organisation, facts.calendar, today)
    assert counts(measure("TM01", facts, YEAR)) == (2, 2)


def kept_out(folder: CaseFolder) -> CaseFolder:
    case = folder.case.record
    sensitivity = case.sensitivity.model_copy(update={"exclude_from_counts": True})
    changed = case.model_copy(update={"sensitivity": sensitivity})
    values = {**vars(folder), "case": Filed("case.yaml", changed)}
    return CaseFolder(**values)


def test_the_largest_share_tells_how_much_one_case_gives(
    starter: Path, today: date
) -> None:
    reviews = measure("TM12", evidence(starter, today), YEAR)
    assert counts(reviews) == (8, 9)
    assert reviews.largest_share == pytest.approx(5 / 9)


def test_sampled_records_count_when_all_four_answers_are_clear(
    starter: Path, today: date
) -> None:
    clear = SampleResult.CLEAR
    whole = SampledCase(
        case_ref=A, wanted=clear, choices=clear, agreed=clear, changed=clear
    )
    part = whole.model_copy(update={"case_ref": C, "changed": SampleResult.PARTLY})
    sampling = Filed("2026-10.yaml", Sampling(month="2026-10", items=(whole, part)))
    facts = evidence(starter, today, samplings=(sampling,))
    assert counts(measure("TM28", facts, YEAR)) == (1, 2)


def test_outside_the_period_there_is_nothing_to_count(
    starter: Path, today: date
) -> None:
    facts = evidence(starter, today)
    before = Period(date(2024, 1, 1), date(2024, 12, 31))
    for name in MEASURES.keys() - {"TM19"}:
        assert counts(measure(name, facts, before)) == (0, 0), name


def test_a_measure_we_cannot_count_is_refused(starter: Path, today: date) -> None:
    with pytest.raises(KeyError):
        measure("TM99", evidence(starter, today), YEAR)


COUNTED_BY_HAND = {
    "TM01": (3, 3),
    "TM02": (3, 3),
    "TM03": (6, 6),
    "TM04": (3, 3),
    "TM07": (0, 0),
    "TM08": (1, 1),
    "TM09": (3, 3),
    "TM10": (3, 3),
    "TM10p": (0, 3),
    "TM11": (3, 3),
    "TM12": (8, 9),
    "TM13": (2, 2),
    "TM14": (5, 3),
    "TM15": (8, 8),
    "TM18": (6, 6),
    "TM19": (1, 1),
    "TM20": (1, 1),
    "TM21": (0, 1),
    "TM22": (8, 11),
    "TM23": (4, 5),
    "TM24": (1, 1),
    "TM25": (6, 6),
    "TM26a": (4, 6),
    "TM26ap": (1, 6),
    "TM26b": (5, 6),
    "TM26c": (3, 6),
    "TM27": (3, 3),
    "TM31": (2, 2),
}


@pytest.mark.parametrize("name", COUNTED_BY_HAND)
def test_the_worked_cases_together_are_as_counted_by_hand(
    starter: Path, today: date, name: str
) -> None:
    figure = measure(name, evidence(starter, today), YEAR)
    assert counts(figure) == COUNTED_BY_HAND[name]


def test_each_line_of_a_figure_leads_to_a_line_of_a_record(
    starter: Path, today: date
) -> None:
    found = lines("TM18", evidence(starter, today, B), YEAR)
    assert len(found) == 6
    for line in found:
        text = (starter / "cases" / line.case / line.place.file).read_text("utf-8")
        assert line.place.line
        assert "completed" in text.splitlines()[line.place.line - 1]


def test_the_share_names_the_national_collection_it_can_stand_beside() -> None:
    named = {name for name, one in MEASURES.items() if one.comparator}
    assert named == {
        "TM01",
        "TM02",
        "TM05a",
        "TM05b",
        "TM05c",
        "TM06a",
        "TM06b",
        "TM06c",
    }
    assert MEASURES["TM06b"].comparator.endswith("risk reduced")
