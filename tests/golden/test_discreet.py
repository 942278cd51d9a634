"""Where letters are not safe, a paper that is found tells nobody what it is about."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.full import full_case
from tests.golden.letters import CLOSURE, EVERY, TODAY
from tests.make import a_file
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.documents import Discretion
from workflow.domain.records.base import Reader
from workflow.domain.records.closure import Closure
from workflow.domain.vocabulary import LISTS, OwnCopyPlace
from workflow.services.drafting import Job, case_jobs
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

CASES = ("SG-2026-014", "SG-2026-019", "SG-2026-021")


@pytest.fixture(scope="module")
def office(starter: Path) -> Office:
    return Office(starter, TODAY)


def unsafe(folder: CaseFolder) -> CaseFolder:
    """The same case with paper that is not safe, closed, wanting every layout."""
    person = folder.person.record
    contact = person.communication.safe_contact.model_copy(
        update={"letters_safe": False, "own_copy_kept": OwnCopyPlace.PERSON_KEEPS}
    )
    needs = person.communication.model_copy(
        update={"formats": EVERY, "safe_contact": contact}
    )
    record = person.model_copy(update={"communication": needs})
    plan = folder.plan.record.model_copy(
        update={"title_for_person": "My safeguarding plan"}
    )
    return replace(
        folder,
        person=replace(folder.person, record=record),
        plan=replace(folder.plan, record=plan),
        closure=a_file(Closure, "closure.yaml", CLOSURE),
    )


def papers(office: Office, folder: CaseFolder) -> Iterator[Job]:
    """Every paper for the person."""
    staff = {
        kind.type.title
        for kind in office.workshop.types
        if kind.type.reader is not Reader.PERSON
    }
    for job in case_jobs(office.workshop, Loaded(folder), (), TODAY):
        if job.title not in staff and job.file.endswith(".docx"):
            yield job


def parts(made: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return {n: package.read(n).decode("latin-1") for n in package.namelist()}


def discretion(office: Office) -> Discretion:
    return office.workshop.types[0].type.discretion


@pytest.mark.parametrize("ref", CASES)
def test_nothing_outside_or_around_a_paper_tells(office: Office, ref: str) -> None:
    folder = unsafe(office.cases.load(CaseRef(ref)).folder)
    provider = office.practice.organisation.provider.record
    service = office.practice.organisation.service(folder.case.record.service_id)
    listed = discretion(office)
    seen = set()
    for job in papers(office, folder):
        seen.add(job.document)
        assert not listed.is_telling(job.file), job.file
        assert not listed.is_telling(job.title), job.title
        made = parts(job.fill())
        outside = made["docProps/core.xml"] + made.get("docProps/app.xml", "")
        assert not listed.is_telling(outside), job.file
        around = [made[n] for n in made if re.search(r"(header|footer)\d*\.xml$", n)]
        assert not any(listed.is_telling(text) for text in around), job.file
        letterhead = (
            ref,
            folder.person.record.full_name,
            provider.provider_name,
            provider.branding.address,
            service.name,
        )
        for word in filter(None, letterhead):
            assert not any(word in text for text in made.values()), (job.file, word)
        logos = [n for n in made if "media/" in n and "(easy read)" not in job.file]
        faces = 3 if job.document == "D17" else 0
        assert len(logos) <= faces, job.file
    assert {"D2", "D5", "D6a", "D17"} <= seen


LABELS = {
    label.casefold() for codes in LISTS.values() for label in (c.label for c in codes)
}


@pytest.mark.parametrize("seed", [5, 41])
def test_our_own_words_in_a_paper_do_not_tell_either(office: Office, seed: int) -> None:
    """Every text of this case is a made-up word: what is left is ours, or a code's."""
    folder, _ = full_case(seed)
    listed = discretion(office)
    for job in papers(office, unsafe(folder)):
        xml = parts(job.fill())["word/document.xml"]
        for paragraph in re.findall(r"<w:p[ >].*?</w:p>", xml, re.DOTALL):
            text = re.sub(r"<[^>]+>", "", paragraph).casefold()
            ours = text
            for label in sorted(LABELS, key=len, reverse=True):
                ours = ours.replace(label, "")
            assert not listed.is_telling(ours), (job.file, text)
