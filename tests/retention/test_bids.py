"""How long a bid is kept is told bid by bid, and nothing of it is destroyed (6.6)."""

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.retention.old_cases import POLICY, everything, office_with
from workflow.adapters.retention_files import load_policy
from workflow.cli import main
from workflow.domain.bidding.keeping import kept_bid
from workflow.domain.errors import ConfigurationError
from workflow.domain.records.tender import Tender
from workflow.domain.retention import BidPeriods

TODAY = date(2024, 1, 15)


@pytest.mark.parametrize(
    ("submit_by", "over"),
    [("2023-10-16", True), ("2023-10-17", False), ("2024-05-01", False)],
)
def test_a_draft_is_kept_ninety_days_after_the_day_it_was_wanted_by(
    submit_by: str, *, over: bool
) -> None:
    draft = Tender(submit_by=date.fromisoformat(submit_by))
    assert kept_bid("T-1", draft, BidPeriods(), TODAY).over is over


@pytest.mark.parametrize(
    ("released", "until"), [("2018-01-15", "2024-01-15"), ("2012-02-29", "2018-03-01")]
)
def test_a_released_pack_is_never_said_to_be_over(released: str, until: str) -> None:
    sent = Tender(released_on=date.fromisoformat(released))
    kept = kept_bid("T-1", sent, BidPeriods(), TODAY)
    assert (kept.until, kept.over) == (date.fromisoformat(until), False)


def test_a_draft_without_a_day_is_kept() -> None:
    assert not kept_bid("T-1", Tender(), BidPeriods(), TODAY).over


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Three bids: sent long ago, left long ago, and being written."""
    root = office_with(tmp_path / "office", {"SG-2012-001": "2016-01-15"})
    days = {
        "T-OLD": "released_on: 2017-06-01\n",
        "T-LEFT": "submit_by: 2023-03-01\n",
        "T-NOW": "submit_by: 2024-02-01\n",
    }
    for ref, day in days.items():
        home = root / "tenders" / ref
        home.mkdir()
        text = f"schema_version: 1\ntender_ref: {ref}\n{day}"
        (home / "tender.yaml").write_text(text, encoding="utf-8")
    return root


def listed(root: Path, *words: str) -> str:
    """What the list says."""
    before = ["--workspace", str(root), "--today", str(TODAY)]
    done = CliRunner().invoke(main, [*before, *words, "retention"])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_list_tells_of_each_bid_and_deletes_none(root: Path) -> None:
    before = everything(root)
    said = listed(root)
    assert "Bid T-OLD is kept. Released on 1 June 2017." in said
    assert "1 June 2023 is past: look when the contract ended" in said
    assert "Bid T-LEFT may be deleted. It was never released." in said
    assert "Bid T-NOW is kept. A draft. Drafts are kept 90 days" in said
    assert everything(root) == before


def test_the_provider_decides_how_long(root: Path) -> None:
    path = root / POLICY
    text = path.read_text(encoding="utf-8")
    text = text.replace("years_after_contract: 6", "years_after_contract: 12")
    path.write_text(text.replace("draft_days: 90", "draft_days: 400"), "utf-8")
    bids = {b["tender"]: b for b in json.loads(listed(root, "--json"))["bids"]}
    assert bids["T-OLD"]["kept_until"] == "2029-06-01"
    assert not bids["T-LEFT"]["over"]


def test_a_number_that_is_none_is_said_with_its_place(root: Path) -> None:
    path = root / POLICY
    text = path.read_text(encoding="utf-8").replace("draft_days: 90", "draft_days: x")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="bids, draft_days is a number from 1"):
        load_policy(root)
