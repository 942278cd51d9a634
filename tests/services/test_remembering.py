"""What is kept of a case is small, and papers about all cases are made of it alone."""

import gc
import pickle
from dataclasses import replace
from datetime import date
from pathlib import Path

from benchmarks.generate import generate
from tests.services.counted import Counted
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.governance.extract import Extract, extract
from workflow.domain.overview import CaseStatus
from workflow.services.building import build, seen_in_case
from workflow.services.checking import check_loaded
from workflow.services.drafting import Workshop
from workflow.services.remembering import Memory
from workflow.services.whole_papers import WholePapers, asked_now, day_of
from workflow.wiring.office import Office

TODAY = date(2026, 11, 23)
MOST = 6 * 1024  # bytes a case; as it is read 400 kB


def status(office: Office, ref: CaseRef) -> CaseStatus:
    """What is known of one case once it has been built."""
    loaded = office.cases.load(ref)
    findings = check_loaded(loaded, office.practice, TODAY)
    return seen_in_case(office.workshop, loaded, findings, (), TODAY)


def kept_of(office: Office, ref: CaseRef) -> Extract:
    """The extract of one case."""
    shop = office.workshop
    return extract(status(office, ref), day_of(shop, asked_now(shop, TODAY), TODAY))


def in_little_room(office: Office) -> Workshop:
    """The workshop of a watcher."""
    return replace(office.workshop, keep=Memory().kept)


def test_what_is_kept_is_equal_part_by_part(workspace: Path) -> None:
    office, memory = Office(workspace, TODAY), Memory()
    for ref in office.refs():
        whole = kept_of(office, ref)
        kept = memory.kept(whole)
        assert kept == whole
        assert repr(kept) == repr(whole)


def test_what_is_kept_holds_no_content_of_a_case(workspace: Path) -> None:
    office = Office(workspace, TODAY)
    ref = office.refs()[0]
    kept = kept_of(office, ref)
    seen: set[int] = set()

    def reaches_a_case(value: object) -> bool:
        if id(value) in seen:
            return False
        seen.add(id(value))
        inner = gc.get_referents(value) if gc.is_tracked(value) else []
        kinds = (type, type(gc), type(reaches_a_case))
        return isinstance(value, CaseFolder) or any(
            reaches_a_case(one) for one in inner if not isinstance(one, kinds)
        )

    assert not reaches_a_case(kept)
    assert reaches_a_case(status(office, ref))


def test_many_cases_take_little_room(tmp_path: Path) -> None:
    generate(tmp_path / "w", 60, 7)
    office, memory = Office(tmp_path / "w", TODAY), Memory()
    refs = office.refs()
    for ref in refs[:20]:
        memory.kept(kept_of(office, ref))
    kept = [memory.kept(kept_of(office, ref)) for ref in refs[20:]]
    size = len(pickle.dumps(kept)) / len(kept)
    assert size < MOST, size


def leave_two_templates(workspace: Path) -> None:
    """These tests are of papers about all cases."""
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name not in {"review-register", "weekly-note"}:
            for file in kind.rglob("*.yaml"):
                file.unlink()


def test_a_build_that_remembers_in_little_room_makes_the_same_bytes(
    workspace: Path,
) -> None:
    leave_two_templates(workspace)
    office = Office(workspace, TODAY)
    first = build(in_little_room(office), office.refs(), TODAY)
    again = build(office.workshop, office.refs(), TODAY)
    assert again.made == ()
    assert again.found == first.found
    whole = build(in_little_room(office), office.refs(), TODAY)
    assert whole.made == ()
    assert whole.cases == again.cases


def test_papers_about_all_cases_read_no_case_again(workspace: Path) -> None:
    office = Office(workspace, TODAY)
    known = tuple(kept_of(office, ref) for ref in office.refs())
    cases = Counted(office.cases)
    papers = WholePapers(replace(office.workshop, cases=cases), known, TODAY)
    assert {made.document for made in papers.each()} >= {"D11", "D12", "D14"}
    assert cases.read == []


def test_a_case_that_a_new_sample_names_is_asked_again(workspace: Path) -> None:
    """Else what was noted about it would go out with its people's names."""
    office = Office(workspace, TODAY)
    known = tuple(kept_of(office, ref) for ref in office.refs())
    whole = [
        replace(one, names=None, figures=replace(one.figures, key="of old"))
        for one in known
    ]
    cases = Counted(office.cases)
    papers = WholePapers(replace(office.workshop, cases=cases), whole, TODAY)
    assert papers.cases == known
    assert cases.read == list(office.refs())
