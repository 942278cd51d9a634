"""What `check` asks of each case for the files that belong to none."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from workflow.domain.findings import Finding
from workflow.domain.rules.surroundings import glimpse
from workflow.services.checking import check_around, seen_from
from workflow.wiring.office import Office

VIGNETTE = "tenders/T-2026-07/vignettes/V-003.yaml"


def _about_bids(office: Office) -> set[Finding]:
    return {f for f in office.check() if f.place.file.startswith("tenders/")}


def test_a_case_that_a_bid_tells_of_is_seen_whole_and_others_without_a_story(
    workspace: Path, today: date
) -> None:
    vignette = workspace / VIGNETTE
    text = vignette.read_text("utf-8")
    vignette.write_text(text.replace("checked_by: ", "checked_by: st-0"), "utf-8")
    office = Office(workspace, today)
    shared, practice = office.shared.read(), office.practice
    folders = [office.cases.load(ref).folder for ref in office.refs()]
    whole = [glimpse(f, practice.organisation, naming=True) for f in folders]
    sources = {s.case for v in shared.bids[0].vignettes for s in v.record.sources}
    found = check_around(shared, practice, tuple(whole), today)

    assert sources
    about_bids = {f for f in found if f.place.file.startswith("tenders/")}
    assert about_bids
    assert about_bids == _about_bids(office)
    for folder, every in zip(folders, whole, strict=True):
        seen = seen_from(shared, folder, practice)
        quiet = glimpse(folder, practice.organisation, naming=True, telling=False)
        assert seen == (every if folder.ref in sources else quiet)
        assert seen_from(replace(shared, bids=()), folder, practice).told is None
