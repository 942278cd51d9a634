"""What is kept of a case is small, and papers about all cases are made of it alone."""

import gc
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.generate import generate
from tests.make import a_folder
from tests.services.counted import Counted
from tests.services.holding import reaches_a_case
from workflow.adapters.bank_holidays import calendar_for
from workflow.adapters.config_files import load_organisation
from workflow.domain.case_folder import CaseFolder, CaseRef
from workflow.domain.governance.counted import Asking
from workflow.domain.governance.extract import Day, Extract, Part, extract
from workflow.domain.overview import CaseStatus
from workflow.domain.rules import surroundings
from workflow.domain.rules.surroundings import Told
from workflow.services.building import build, seen_in_case
from workflow.services.checking import check_loaded
from workflow.services.remembering import TOGETHER, Memory
from workflow.services.whole_papers import WholePapers, asked_now, day_of
from workflow.wiring.office import Office

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 23)
MOST = 1024  # bytes a case; as it is read 400 kB


def status(office: Office, ref: CaseRef) -> CaseStatus:
    """What is known of one case once it has been built."""
    loaded = office.cases.load(ref)
    findings = check_loaded(loaded, office.practice, TODAY)
    return seen_in_case(office.workshop, loaded, findings, (), TODAY)


def kept_of(office: Office, ref: CaseRef) -> Extract:
    """The extract of one case."""
    shop = office.workshop
    return extract(status(office, ref), day_of(shop, asked_now(shop, TODAY), TODAY))


def bare() -> Extract:
    """An extract of a case in which nothing is written."""
    organisation, _ = load_organisation(ROOT)
    day = Day(organisation, calendar_for, TODAY, Asking())
    return extract(CaseStatus(a_folder(), (), (), (), None), day)


BARE = bare()


def same_again(case: Extract, number: int) -> Extract:
    """Another case, in which the same happened."""
    return replace(
        case, overview=replace(case.overview, ref=CaseRef(f"SG-2020-{number:03}"))
    )


def test_what_was_packed_is_equal_part_by_part(workspace: Path) -> None:
    office = Office(workspace, TODAY)
    known = [kept_of(office, ref) for ref in office.refs()]
    cases = Memory(known).cases()
    assert list(cases) == known
    assert tuple(cases.refs) == office.refs()
    for part in fields(Extract):
        whole = [getattr(case, part.name) for case in known]
        assert list(cases.each(Part(part.name))) == whole


def test_what_is_kept_holds_no_content_of_a_case(workspace: Path) -> None:
    office = Office(workspace, TODAY)
    ref = office.refs()[0]
    kept = kept_of(office, ref)
    assert not reaches_a_case(kept)
    assert reaches_a_case(status(office, ref))


def test_many_cases_take_little_room(tmp_path: Path) -> None:
    generate(tmp_path / "w", 60, 7)
    office = Office(tmp_path / "w", TODAY)
    known = [kept_of(office, ref) for ref in office.refs()]
    memory = Memory(known)
    packed = memory.cases()
    assert memory.size / len(packed.refs) < MOST
    assert not any(isinstance(one, Extract) for one in gc.get_referents(*packed.blocks))


def test_each_case_more_takes_no_more_than_the_one_before(workspace: Path) -> None:
    """Also where things are late, which stays at hand."""
    office = Office(workspace, TODAY)
    known = [kept_of(office, ref) for ref in office.refs()]
    memory, sizes = Memory(), []
    for number in range(6 * TOGETHER):
        memory.keep(same_again(known[number % len(known)], number))
        if number % (2 * TOGETHER) == 2 * TOGETHER - 1:
            memory.cases()
            sizes.append(memory.size)
    first, second, third = sizes
    assert second - first <= first * 1.1
    assert third - second <= first * 1.1


@given(
    st.lists(st.tuples(st.integers(0, 200), st.booleans(), st.booleans()), max_size=300)
)
def test_what_is_known_is_what_was_said_last(
    turns: list[tuple[int, bool, bool]],
) -> None:
    """Whatever the order in which cases come, change and go."""
    memory, expected = Memory(), dict[CaseRef, Extract]()
    for turn, (number, stays, looked_at) in enumerate(turns):
        case = same_again(BARE, number)
        case = replace(case, note=replace(case.note, service=str(turn)))
        if stays:
            memory.keep(case)
            expected[case.ref] = case
        else:
            memory.drop(case.ref)
            expected.pop(case.ref, None)
        if looked_at:
            memory.cases()
    assert list(memory.cases()) == [expected[ref] for ref in sorted(expected)]
    assert memory.at_hand.keys() == expected.keys()


def test_cases_that_change_leave_what_was_asked_for_before_as_it_was() -> None:
    memory = Memory(same_again(BARE, number) for number in range(100))
    before = memory.cases()
    seven = same_again(BARE, 7)
    memory.keep(replace(seven, glimpse=replace(seven.glimpse, told=Told())))
    memory.drop(CaseRef("SG-2020-008"))
    assert len(before.refs) == 100
    assert not any(case.told for case in before)
    assert [case.ref for case in memory.cases() if case.told] == ["SG-2020-007"]


def test_a_watcher_that_gets_one_case_more_at_a_time_packs_them_together() -> None:
    memory = Memory()
    for number in range(2 * TOGETHER):
        memory.keep(same_again(BARE, number))
        memory.cases()
    assert len(memory.cases().blocks) <= 3


def test_nothing_of_a_story_is_worked_out_where_no_bid_tells_one(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def noted(folder: CaseFolder) -> tuple[tuple[str, str], ...]:
        asked.append(folder.ref)
        return ()

    office = Office(workspace, TODAY)
    told = office.shared.read().told
    assert told
    assert set(office.refs()) - told
    monkeypatch.setattr(surroundings, "particulars", noted)
    kept = [kept_of(office, ref) for ref in office.refs()]
    assert set(asked) == told
    assert {case.ref for case in kept if case.glimpse.told} == told


def test_a_case_that_a_bid_tells_of_from_now_on_is_asked_again(
    workspace: Path,
) -> None:
    office = Office(workspace, TODAY)
    known = [kept_of(office, ref) for ref in office.refs()]
    told = office.shared.read().told
    before = [replace(one, glimpse=replace(one.glimpse, told=None)) for one in known]
    cases = Counted(office.cases)
    memory = Memory(before)
    papers = WholePapers(replace(office.workshop, cases=cases), memory, TODAY)
    assert list(papers.cases) == known
    assert set(cases.read) == told


def leave_two_templates(workspace: Path) -> None:
    """These tests are of papers about all cases."""
    for kind in (workspace / "templates").iterdir():
        if kind.is_dir() and kind.name not in {"review-register", "weekly-note"}:
            for file in kind.rglob("*.yaml"):
                file.unlink()


def test_papers_made_of_what_a_build_before_remembers_are_the_same(
    workspace: Path,
) -> None:
    leave_two_templates(workspace)
    office = Office(workspace, TODAY)
    first = build(office.workshop, office.refs(), TODAY)
    shop, memory = office.workshop, Memory()
    some = office.refs()[:2]
    build(replace(shop, asked=asked_now(shop, TODAY)), some, TODAY, memory=memory)
    again = build(shop, office.refs()[2:], TODAY, memory=memory)
    assert not again.made
    assert {made.document for made in again.documents} >= {"D12", "overview"}
    assert again.found == first.found
    assert again.cases == first.cases


def test_papers_about_all_cases_read_no_case_again(workspace: Path) -> None:
    office = Office(workspace, TODAY)
    memory = Memory(kept_of(office, ref) for ref in office.refs())
    cases = Counted(office.cases)
    papers = WholePapers(replace(office.workshop, cases=cases), memory, TODAY)
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
    memory = Memory(whole)
    papers = WholePapers(replace(office.workshop, cases=cases), memory, TODAY)
    assert tuple(papers.cases) == known
    assert tuple(memory.cases()) == known
    assert cases.read == list(office.refs())
