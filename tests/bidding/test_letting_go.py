"""Figures and packs are written only where that gives nothing away later."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from workflow.domain.errors import NewerWorkspace, OtherPeriod, ReleasesUnknown
from workflow.wiring.evidence import Evidence
from workflow.wiring.office import Office

REF = "T-2026-07"
TODAY = date(2026, 11, 23)
FIRST, LAST = date(2025, 12, 1), date(2026, 11, 30)
TENDER = f"tenders/{REF}/tender.yaml"
FIGURES = f"tenders/{REF}/figures.yaml"


def proof(workspace: Path) -> Evidence:
    return Evidence(Office(workspace, TODAY))


def test_a_tender_gets_figures_of_no_other_days_than_it_names(workspace: Path) -> None:
    with pytest.raises(OtherPeriod, match="2025-12-01 to 2026-11-30"):
        proof(workspace).measures(date(2026, 1, 1), LAST, REF)
    assert not (workspace / FIGURES).exists()
    assert proof(workspace).measures(date(2026, 1, 1), LAST, "")
    proof(workspace).measures(FIRST, LAST, REF)
    assert (workspace / FIGURES).is_file()


def test_a_tender_that_names_no_days_gets_no_figures(workspace: Path) -> None:
    tender = workspace / TENDER
    said = tender.read_text().replace(f"period: {{from: {FIRST}, to: {LAST}}}\n", "")
    tender.write_text(said)
    with pytest.raises(OtherPeriod, match="no day to no day"):
        proof(workspace).measures(FIRST, LAST, REF)


def test_a_sample_whose_month_nobody_can_read_stops_no_figures(
    workspace: Path,
) -> None:
    sampled = workspace / "governance/sampling/2026-10.yaml"
    words = sampled.read_text()
    assert 'month: "2026-10"' in words
    sampled.write_text(words.replace('month: "2026-10"', 'month: "2026-1"'))
    assert proof(workspace).measures(FIRST, LAST, REF)


@pytest.mark.parametrize("ref", [REF, ""])
def test_nothing_is_counted_while_nobody_can_tell_what_was_released(
    workspace: Path, ref: str
) -> None:
    log = workspace / "tenders/release_log.yaml"
    log.write_text("released: [")
    with pytest.raises(ReleasesUnknown, match=r"release_log\.yaml"):
        proof(workspace).measures(FIRST, LAST, ref)
    log.write_text("released: []\n")
    assert proof(workspace).measures(FIRST, LAST, ref)


@pytest.mark.parametrize(
    "act",
    [
        lambda found: found.measures(FIRST, LAST, REF),
        lambda found: found.release(REF, "st-02"),
    ],
)
def test_an_older_program_writes_no_figures_and_lets_nothing_go(
    workspace: Path, act: Callable[[Evidence], object]
) -> None:
    marker = workspace / "_system" / "share-id.json"
    marker.parent.mkdir(exist_ok=True)
    marker.write_text('{"format": 99}')
    with pytest.raises(NewerWorkspace):
        act(proof(workspace))
    assert not (workspace / FIGURES).exists()
    assert not (workspace / "tenders/release_log.yaml").exists()
