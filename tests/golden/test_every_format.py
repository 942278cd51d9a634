"""Every paper for the person of every worked case, in every format there is.

The papers in the formats that the three need themselves stand in the folder above.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.golden.compared import as_before
from tests.golden.needs import needing_only
from tests.golden.test_documents import words
from workflow.domain.case_folder import CaseRef
from workflow.domain.documents import IN_BRACKETS, LAYOUTS, Layout
from workflow.domain.records.base import Reader
from workflow.services.drafting import case_jobs
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

HERE = Path(__file__).parent / "formats"
REPOSITORY = Path(__file__).parents[2]
CASES = ("SG-2026-014", "SG-2026-019", "SG-2026-021")
DAY = date(2026, 11, 23)
FOR_THEM = frozenset(
    kind.type.id
    for kind in Office(REPOSITORY, DAY).workshop.types
    if kind.type.reader is Reader.PERSON
)


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("formats")
    office = Office(REPOSITORY, DAY)
    for ref in CASES:
        folder = needing_only(office.cases.load(CaseRef(ref)).folder, *LAYOUTS)
        for job in case_jobs(office.workshop, Loaded(folder), (), DAY):
            if job.document in FOR_THEM and job.file.endswith(".docx"):
                (out / f"{ref}__{job.file}").write_bytes(job.fill())
    return out


def test_every_paper_says_what_it_said_in_every_format(
    papers: Path, request: pytest.FixtureRequest
) -> None:
    as_before({p.stem: words(p) for p in papers.glob("*.docx")}, HERE, request)


def test_the_plan_and_the_letters_are_there_in_all_four(papers: Path) -> None:
    names = {path.stem for path in papers.glob("*.docx")}
    for ref in CASES:
        for layout in Layout:
            words_of = IN_BRACKETS.get(layout)
            end = f" ({words_of})" if words_of else ""
            assert f"{ref}__My own copy{end}" in names
            assert f"{ref}__My sharing choices{end}" in names
