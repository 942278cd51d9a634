"""The files beside the cases are read whole; damage gives findings and nothing else."""

import random
from datetime import date
from pathlib import Path

from tests.adapters.test_mutations import damaged
from workflow.adapters.case_folders import CaseFolders
from workflow.adapters.config_files import load_organisation
from workflow.adapters.governance_files import GovernanceFiles
from workflow.adapters.rule_files import load_rules
from workflow.domain.rules import check_workspace
from workflow.domain.rules.surroundings import Surroundings, glimpse
from workflow.services.checking import Practice, check
from workflow.wiring.office import open_office

RELEASED = """released:
  - {released_on: 2026-06-01, tender: T-2026-00, measure: TM12, from: 2025-06-01,
     to: 2026-05-31, services: [sv-home], shown: 8 of 10 (80%)}
"""
FIGURES = "figures:\n  - {measure: TM12, shown: 4 of 5 (80%)}\n"
ROUNDS = 400


def filled(workspace: Path) -> tuple[Path, ...]:
    """The shared files of the starter, with a release, figures and an answer."""
    tender = workspace / "tenders/T-2026-07"
    (workspace / "tenders/release_log.yaml").write_text(RELEASED)
    (tender / "figures.yaml").write_text(FIGURES)
    (tender / "answers").mkdir()
    (tender / "answers/Q4.md").write_text("We ensure it. See TM12.\n")
    folders = ("governance", "tenders")
    return tuple(sorted(f for p in folders for f in (workspace / p).rglob("*.*")))


def test_every_file_beside_the_cases_is_read(workspace: Path) -> None:
    filled(workspace)
    read = GovernanceFiles(workspace).read()
    assert [filed.record.month for filed in read.samplings] == ["2026-10"]
    assert [filed.record.supervisee for filed in read.supervisions] == ["st-10"]
    (bid,) = read.bids
    assert bid.tender.record.tender_ref == "T-2026-07"
    assert [story.record.vignette_id for story in bid.vignettes] == ["V-003"]
    assert [answer.question for answer in bid.answers] == ["Q4"]
    assert bid.figures == ({"measure": "TM12", "shown": "4 of 5 (80%)"},)
    assert read.releases.record.released[0].tender == "T-2026-00"
    assert (read.noticed, read.strays) == ((), ())


def test_a_workspace_without_governance_is_fine(tmp_path: Path) -> None:
    assert GovernanceFiles(tmp_path).read().noticed == ()


def test_damaged_files_beside_the_cases_give_findings_and_nothing_else(
    workspace: Path, today: date
) -> None:
    files = filled(workspace)
    organisation, _ = load_organisation(workspace)
    rules, cases = load_rules(workspace), CaseFolders(workspace)
    folders = [cases.load(ref).folder for ref in cases.refs()]
    seen = tuple(glimpse(folder, organisation) for folder in folders)
    dice = random.Random(20261123)  # noqa: S311 - repeatable damage, no secret
    for _ in range(ROUNDS):
        path = dice.choice(files)
        whole = path.read_bytes()
        path.write_bytes(damaged(whole, dice))
        shared = GovernanceFiles(workspace).read()
        around = Surroundings(shared, organisation, seen, today)
        for finding in check_workspace(around, rules):
            assert finding.message
            assert finding.case is None
            assert (workspace / finding.place.file).exists() or not finding.place.line
        path.write_bytes(whole)


def test_check_reads_them_with_all_cases_and_not_with_one(
    workspace: Path, today: date
) -> None:
    (workspace / "governance/sampling/2026-10.yaml").unlink()
    office = open_office(workspace, today)
    assert "GOV-07" in {finding.rule for finding in office.check()}
    assert {f.case for f in office.check(("SG-2026-014",))} == {"SG-2026-014"}


def test_what_a_case_is_seen_by_is_little(workspace: Path, today: date) -> None:
    office = open_office(workspace, today)
    practice: Practice = office.practice
    shared = office.shared.read()
    found = tuple(check(office.cases, practice, office.refs(), today, shared))
    assert {f.rule for f in found} == {"REC-10", "REC-11", "PRT-09", "INF-13"}
