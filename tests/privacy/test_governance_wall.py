"""No paper of governance holds a word that its reader may not see, nor a name."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.full import Planter, full_case
from workflow.domain.anonymise import identifiers
from workflow.domain.auditor import audit
from workflow.domain.case_folder import CaseFolder, Filed
from workflow.domain.documents import DocumentType, Each
from workflow.domain.findings import Finding, Place, Severity
from workflow.domain.governance.drawing import Month
from workflow.domain.governance.evidence import Read
from workflow.domain.governance.example import example_around
from workflow.domain.governance.extract import Day, Loose, extract
from workflow.domain.governance.inspection import (
    Shown,
    anonymised,
    inspection_pack,
)
from workflow.domain.governance.papers import (
    PAPERS,
    Around,
    asking,
    governance_papers,
)
from workflow.domain.overview import CaseStatus
from workflow.domain.records.base import Reader
from workflow.domain.vocabulary import StoryUse
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
PLANTED = re.compile(r"zq\d+x")
NAMES = re.compile(r"^Person\.(full_name|preferred_name|also_known_as|contacts)")
FREE = {  # what of a case a paper may print at all
    Each.SAMPLE: (),
    Each.WORKER: (),
    Each.REGULATOR: (
        "Learning.what_we_learned",
        "Learning.what_changed",
        "Learning.check.result",
    ),
    Each.LIMITS: (
        "Plan.restrictions[].what",
        "Plan.restrictions[].rationale",
        "Plan.restrictions[].less_restrictive[].tried_or_considered",
        "Record.limits_applied[].what",
    ),
    Each.WEEK: (),
    Each.LEARNING_LOG: (
        "Learning.what_we_learned",
        "Learning.what_changed",
        "Learning.check.result",
    ),
}
READERS = {Each.WORKER: Reader.STAFF, Each.LIMITS: Reader.STAFF}


@pytest.fixture(scope="module")
def around(starter: Path) -> Around:
    office = Office(starter, TODAY)
    practice, handbook = office.practice, office.workshop.handbook
    folder = office.cases.load(office.cases.refs()[0]).folder
    at = (practice.organisation, practice.calendar, TODAY, handbook)
    return example_around(folder, *at)


def filled(around: Around, seed: int) -> tuple[Around, Planter]:
    """All papers have a case with a planted word in every field to draw on."""
    folder, plant = full_case(seed)
    place = Place("plan.yaml", 1, "restrictions[0]")
    message = f"This limits {folder.person.record.preferred_name}'s freedom."
    found = Finding("RES-01", Severity.ERROR, message, folder.ref, place)
    note = f"{folder.person.record.full_name} has a late review."
    samples = tuple(
        replace(f, record=f.record.model_copy(update={"items": items(f, note)}))
        for f in around.workspace.samplings
    )
    opened = replace(folder, case=still_open(folder))
    workspace = replace(around.workspace, samplings=samples)
    day = replace(around.day, workspace=workspace)
    day = replace(day, asking=replace(day.asking, everybody=True))
    case = extract(CaseStatus(opened, (found,), (), (), None), day)
    return replace(around, cases=Loose((case,)), day=day), plant


def items(filed: Filed, note: str) -> tuple[object, ...]:  # type: ignore[type-arg]
    update = {"case_ref": "SG-2026-900", "note": note}
    return tuple(item.model_copy(update=update) for item in filed.record.items)


def still_open(folder: CaseFolder) -> Filed:  # type: ignore[type-arg]
    update = {"closed_on": None, "status": None}
    return replace(folder.case, record=folder.case.record.model_copy(update=update))


@pytest.mark.parametrize("first", range(0, 200, 50))
def test_a_paper_holds_only_what_its_reader_may_see_and_no_name(
    around: Around, first: int
) -> None:
    for seed in range(first, first + 50):
        whole, plant = filled(around, seed)
        for each in PAPERS:
            kind = DocumentType("D", "d", "T", Reader.STAFF, each, "a {month}.docx")
            kind = replace(kind, file_name="a.docx")
            for paper in governance_papers(kind, whole):
                check(json.dumps(paper.said), each, plant)


def check(said: str, each: Each, plant: Planter) -> None:
    reader = READERS.get(each, Reader.MANAGER)
    for word in set(PLANTED.findall(said)):
        path, seen_by = plant.planted[word]
        assert not NAMES.match(path), (each, path)
        assert reader in seen_by, (each, path)
        assert path in FREE[each], (each, path)


def test_a_story_is_told_only_while_the_person_agrees(starter: Path) -> None:
    office = Office(starter, TODAY)
    for decision, shown in ((StoryUse.AGREED, True), (StoryUse.WITHDRAWN, False)):
        whole = scotland(office, decision)
        kind = DocumentType("D14", "d", "T", Reader.MANAGER, Each.REGULATOR, "a.docx")
        said = json.dumps([paper.said for paper in governance_papers(kind, whole)])
        assert ("He now goes alone most weeks" in said) is shown


def scotland(office: Office, decision: StoryUse) -> Around:
    practice = office.practice
    folders = []
    for ref in office.cases.refs():
        folder = office.cases.load(ref).folder
        consent = folder.consent.record
        story = consent.use_of_story.model_copy(update={"decision": decision})
        new = consent.model_copy(update={"use_of_story": story})
        folders.append(replace(folder, consent=replace(folder.consent, record=new)))
    workspace, handbook = office.shared.read(), office.workshop.handbook
    asked = asking(workspace, practice.organisation, handbook, TODAY)
    at = (practice.organisation, practice.calendar, TODAY, asked, workspace)
    told = [CaseStatus(folder, (), (), (), None) for folder in folders]
    cases = tuple(extract(status, Day(*at)) for status in told)
    return Around(Loose(cases), Day(*at), (), (), handbook)


PACKED = (  # the free text that the anonymised inspection pack still holds, cleaned
    "Learning.what_we_learned",
    "Learning.what_changed",
    "ManagerialReview.why",
)


@pytest.mark.parametrize("seed", range(0, 200, 20))
def test_an_inspection_pack_holds_only_what_an_auditor_may_see(
    starter: Path, seed: int
) -> None:
    organisation = Office(starter, TODAY).practice.organisation
    folder, plant = full_case(seed)
    answers = audit(folder, organisation, (), TODAY)
    shown = Shown(Read(folder, answers, (), Month("2026-11")))
    pack = inspection_pack((shown,), (), organisation)
    words = set(PLANTED.findall(json.dumps(pack)))
    assert words
    for word in words:
        path, seen_by = plant.planted[word]
        assert Reader.AUDITOR in seen_by, path
        assert not path.endswith("exit_phrase.phrase")
    known = identifiers((folder,), organisation, organisation.common_words)
    apart = anonymised(pack, {folder.ref: "Case A"}, {}, known)
    for word in PLANTED.findall(json.dumps(apart)):
        assert plant.planted[word][0] in PACKED
