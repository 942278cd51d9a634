"""Every document of the worked cases, made once for the tests that read them."""

from datetime import date
from pathlib import Path

import pytest

from tests.golden.letters import closing_letters, letters_of
from workflow.domain.case_folder import CaseRef
from workflow.services.checking import check_loaded
from workflow.services.drafting import case_jobs
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).parents[2]
CASES = ("SG-2026-014", "SG-2026-019", "SG-2026-021")
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("workspace")
    for part in ("config", "templates", "cases", "governance"):
        (root / part).symlink_to(REPOSITORY / part)
    office = Office(root, TODAY)
    shop = office.workshop
    out = tmp_path_factory.mktemp("made")
    for ref in CASES:
        loaded = office.cases.load(CaseRef(ref))
        findings = check_loaded(loaded, office.practice, TODAY)
        for job in case_jobs(shop, loaded, findings, TODAY):
            (out / f"{ref}__{job.file}").write_bytes(job.fill())
        for job in letters_of(office, loaded, findings):
            (out / f"{ref}__{job.file}").write_bytes(job.fill())
    for name, job in closing_letters(office):
        (out / f"{name}__{job.file}").write_bytes(job.fill())
    return out
