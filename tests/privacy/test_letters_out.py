"""Nothing that a recipient's agreement does not cover is in any part of a letter.

200 cases with a word of its own in every field, and chance agreements.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest

from tests.full import Planter, full_case
from workflow.domain.case_folder import CaseFolder
from workflow.domain.fields import catalogue
from workflow.domain.records.base import Block, Reader
from workflow.domain.records.consent import Consent, DoNotShare, SharingBoundary
from workflow.domain.sharing import AGREED
from workflow.domain.vocabulary import (
    Agency,
    Answer,
    Channel,
    InfoCategory,
    SharingDecision,
)
from workflow.services.drafting import Job, letter_jobs
from workflow.services.ports import Loaded
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
PLANTED = re.compile(r"zq\d+x")
CATEGORIES = list(InfoCategory)


@pytest.fixture(scope="module")
def office(starter: Path) -> Office:
    return Office(starter, TODAY)


def models() -> dict[str, type[Block]]:
    folder, _ = full_case(0)
    kinds = (
        folder.person,
        folder.case,
        folder.plan,
        folder.consent,
        folder.closure,
        folder.records[0],
        folder.reviews[0],
        folder.managerial_reviews[0],
        folder.learning[0],
    )
    return {type(k.record).__name__: type(k.record) for k in kinds}


def category_of(path: str) -> tuple[str, bool]:
    """The category of a field, and whether a professional may ever see it."""
    model, _, field = path.partition(".")
    known = {f.path: f for f in catalogue(models()[model])}
    found = known.get(field) or known[field.removesuffix("[]")]
    return found.category, Reader.PROFESSIONAL in found.seen_by


def chance_agreement(folder: CaseFolder, chance: Random) -> CaseFolder:
    """The case with one agreement, made at random, that may or may not stand today."""
    contact = folder.person.record.contacts[0]
    planted = folder.consent.record.boundaries[0]
    boundary = SharingBoundary(
        id="B1",
        contact=contact.id,
        what=planted.what,
        organisation=planted.organisation,
        categories=tuple(chance.sample(CATEGORIES, chance.randint(1, 13))),
        why=planted.why,
        limits=planted.limits,
        decision=chance.choice(
            [SharingDecision.UNDECIDED, *SharingDecision, *AGREED, *AGREED]
        ),
        decided_on=TODAY - timedelta(days=chance.randint(-5, 60)),
        until=TODAY + timedelta(days=chance.randint(-10, 90)),
        how_to_share=chance.choice([(), (), (Channel.PHONE,), (Channel.LETTER,)]),
    )
    wishes = (
        DoNotShare(
            contact=chance.choice([contact.id, "c9"]),
            categories=tuple(chance.sample(CATEGORIES, 1)),
        ),
    )
    consent = Consent(boundaries=(boundary,), do_not_share=wishes)
    person = folder.person.record
    recipient = contact.model_copy(
        update={"flags": (), "okay_to_contact": True, "agency": Agency.GP}
    )
    needs = person.communication.model_copy(
        update={"share_my_needs": chance.choice([Answer.SAID_YES, Answer.SAID_NO])}
    )
    changed = {
        "contacts": (recipient, *person.contacts[1:]),
        "communication": needs,
    }
    case = folder.case.record
    sources = tuple(
        source.model_copy(update={"contact": person.contacts[1].id})
        for source in case.risk.sources
    )
    risk = case.risk.model_copy(update={"sources": sources})
    return replace(
        folder,
        case=replace(folder.case, record=case.model_copy(update={"risk": risk})),
        consent=replace(folder.consent, record=consent),
        person=replace(folder.person, record=person.model_copy(update=changed)),
    )


def letters(office: Office, seed: int) -> Iterator[tuple[Job, CaseFolder, Planter]]:
    folder, plant = full_case(seed)
    chance = Random(seed)  # noqa: S311 - nothing here is secret
    folder = chance_agreement(folder, chance)
    kind = next(k for k in office.workshop.types if k.type.id == "D6b")
    loaded = Loaded(folder)
    name = "Letter B1.docx"
    for job in letter_jobs(office.workshop, loaded, (), kind, name, TODAY):
        yield job, folder, plant


def own_words(folder: CaseFolder) -> set[str]:
    """What the letter says of the recipient, and of their own agreement."""
    contact = folder.person.record.contacts[0]
    boundary = folder.consent.record.boundaries[0]
    said = (
        contact.name,
        contact.organisation,
        boundary.organisation,
        boundary.what,
        boundary.why,
        boundary.limits,
    )
    return {word for word in said if word}


def stands(folder: CaseFolder) -> bool:
    boundary = folder.consent.record.boundaries[0]
    agreed = boundary.decision in AGREED
    assert boundary.decided_on
    assert boundary.until
    return agreed and boundary.decided_on <= TODAY <= boundary.until


def everything(made: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        return "\n".join(package.read(n).decode("latin-1") for n in package.namelist())


def test_no_part_of_a_letter_holds_what_was_not_agreed(office: Office) -> None:
    told = 0
    for seed in range(200):
        job, folder, plant = next(letters(office, seed))
        boundary = folder.consent.record.boundaries[0]
        covered = {str(category) for category in boundary.categories}
        if not stands(folder):
            assert not PLANTED.search(json.dumps(job.context)), seed
            continue
        text = everything(job.fill())
        found = set(PLANTED.findall(text))
        for word in found - own_words(folder):
            category, may_see = category_of(plant.planted[word][0])
            assert may_see, plant.planted[word]
            assert category in covered, plant.planted[word]
        name = folder.person.record.preferred_name
        assert (name in found) <= ("identity" in covered)
        assert not (name in found and "SG-2026-900" in text)
        told += bool(found)
    assert told > 40  # the test is worth something only when letters tell something


def test_a_letter_whose_agreement_ended_holds_nothing_of_the_person(
    office: Office,
) -> None:
    for seed in range(20):
        job, folder, _ = next(letters(office, seed))
        if not stands(folder):
            text = everything(job.fill())
            assert not PLANTED.search(text)
            assert "Do not send this letter." in text
            assert job.standing == "draft"


def test_the_note_for_staff_says_where_and_never_what(office: Office) -> None:
    for seed in range(40):
        _, (note, folder, _) = letters(office, seed)
        text = note.fill().decode()
        assert not PLANTED.search(text), seed
        if stands(folder):
            assert "Left out." in text
