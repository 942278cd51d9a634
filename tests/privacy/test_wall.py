"""What a reader may not see is not in their document: not in any part of it."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.full import Planter, full_case
from workflow.domain.context import NOT_FOR_THE_PERSON
from workflow.domain.records.base import Reader
from workflow.services.drafting import Job, case_jobs
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
PLANTED = re.compile(r"zq\d+x")


@pytest.fixture(scope="module")
def office(starter: Path) -> Office:
    return Office(starter, TODAY)


def jobs(office: Office, seed: int) -> Iterator[tuple[Job, Reader, Planter]]:
    folder, plant = full_case(seed)
    types = [kind.type for kind in office.workshop.types]
    starts = {(t.id, re.split(r" \{|\.", t.file_name)[0]): t.reader for t in types}
    for job in case_jobs(office.workshop, Loaded(folder), (), TODAY):
        named = (
            reader
            for (document, start), reader in starts.items()
            if document == job.document and job.file.startswith(start)
        )
        yield job, next(named, Reader.PERSON), plant


def forbidden(text: str, reader: Reader, plant: Planter) -> set[str]:
    """The fields whose words stand in a text though this reader may not see them."""
    paths = set()
    for word in set(PLANTED.findall(text)):
        path, seen_by = plant.planted[word]
        hidden = reader is Reader.PERSON and path.split(".")[-1] in NOT_FOR_THE_PERSON
        if reader not in seen_by or hidden:
            paths.add(path)
    return paths


@pytest.mark.parametrize("first", range(0, 200, 25))
def test_a_template_is_given_only_what_its_reader_may_see(
    office: Office, first: int
) -> None:
    for seed in range(first, first + 25):
        for job, reader, plant in jobs(office, seed):
            given = json.dumps(job.context)
            assert PLANTED.search(given)
            assert forbidden(given, reader, plant) == set(), job.file


@pytest.mark.parametrize("seed", [3, 77])
def test_no_part_of_a_document_holds_what_its_reader_may_not_see(
    office: Office, seed: int
) -> None:
    for job, reader, plant in jobs(office, seed):
        if job.file.endswith(".txt"):
            continue
        with zipfile.ZipFile(io.BytesIO(job.fill())) as package:
            parts = [
                package.read(name).decode("latin-1") for name in package.namelist()
            ]
        assert forbidden("\n".join(parts), reader, plant) == set(), job.file
