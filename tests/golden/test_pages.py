"""How long the papers are in standard print: a plan of one's own, a letter, a sheet."""

import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.golden.needs import needing_only
from workflow.domain.case_folder import CaseRef
from workflow.domain.vocabulary import Format
from workflow.services.drafting import case_jobs
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

REPOSITORY = Path(__file__).parents[2]
DAY = date(2026, 11, 23)
MOST = {
    "My own copy": 4,
    "Notes from our talk": 2,
    "Auditor's sheet": 1,
    "Pattern review": 1,
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    out = tmp_path_factory.mktemp("pages")
    office = Office(REPOSITORY, DAY)
    for ref in ("SG-2026-014", "SG-2026-019", "SG-2026-021"):
        folder = needing_only(
            office.cases.load(CaseRef(ref)).folder, Format.STANDARD_PRINT
        )
        for job in case_jobs(office.workshop, Loaded(folder), (), DAY):
            if job.file.startswith(tuple(MOST)):
                (out / f"{ref} {job.file}").write_bytes(job.fill())
    profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run(
        [*command, str(out), *map(str, out.glob("*.docx"))],
        check=True,
        capture_output=True,
        timeout=600,
    )
    return {pdf.stem: len(PdfReader(pdf).pages) for pdf in out.glob("*.pdf")}


def test_the_words_of_a_card_keep_the_size_that_fits_it() -> None:
    office = Office(REPOSITORY, DAY)
    folder = office.cases.load(CaseRef("SG-2026-019")).folder
    assert folder.person.record.communication.text_size_pt == 18
    (kind,) = [k for k in office.workshop.types if k.type.id == "D4"]
    jobs = case_jobs(office.workshop, Loaded(folder), (), DAY)
    (card,) = [job for job in jobs if job.file == "My card.docx"]
    assert sizes(card.fill()) == sizes(kind.template)


def sizes(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return re.findall(
            r'<w:sz w:val="(\d+)"', package.read("word/styles.xml").decode()
        )


@pytest.mark.parametrize("title", MOST)
def test_a_paper_is_no_longer_than_somebody_will_read(
    title: str, pages: dict[str, int]
) -> None:
    found = {name: count for name, count in pages.items() if title in name}
    assert found
    assert max(found.values()) <= MOST[title], found
