"""The invented cases are valid, varied, and the same whenever they are made."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random

import pytest

from benchmarks.generate import case, generate
from benchmarks.writing import Value, as_yaml
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.case_folder import CaseFolder
from workflow.domain.findings import Finding, Severity
from workflow.domain.vocabulary import CaseStatus, Focus, Nation, RecordType
from workflow.wiring.office import Office

COUNT = 120
TODAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("invented")
    generate(folder, COUNT, seed=7)
    return Office(folder, TODAY)


@pytest.fixture(scope="module")
def findings(office: Office) -> tuple[Finding, ...]:
    return office.check()


@pytest.fixture(scope="module")
def folders(office: Office) -> list[CaseFolder]:
    return [office.cases.load(ref).folder for ref in office.cases.refs()]


def test_every_file_reads_without_a_finding_about_files(
    findings: tuple[Finding, ...],
) -> None:
    assert [f for f in findings if f.rule.startswith("FIL-")] == []


def test_most_cases_are_calm_and_some_are_not(findings: tuple[Finding, ...]) -> None:
    late = {f.case for f in findings if f.severity is not Severity.PROMPT}
    assert 0.05 < len(late) / COUNT < 0.4


def test_every_nation_status_and_focus_is_there(
    office: Office, folders: list[CaseFolder]
) -> None:
    organisation = office.practice.organisation
    cases = [folder.case.record for folder in folders]
    assert {organisation.nation(c.service_id) for c in cases} == set(Nation)
    assert {c.status for c in cases} == set(CaseStatus)
    assert {focus for c in cases for focus in c.focus} == set(Focus)


def test_every_part_of_a_folder_is_there_somewhere(folders: list[CaseFolder]) -> None:
    parts = Counter(f.file.partition("/")[0] for x in folders for f in x.every_file)
    wanted = {"plan.yaml", "closure.yaml", "reviews", "plan_history", "learning"}
    assert wanted | {"managerial_reviews"} <= set(parts)
    kinds = {f.record.type for folder in folders for f in folder.records}
    assert len(kinds & set(RecordType)) >= 6
    assert any(folder.active_restrictions for folder in folders)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    generate(tmp_path / "one", 5, seed=3)
    generate(tmp_path / "two", 5, seed=3)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert case(4, seed=3) != case(4, seed=4)


def test_a_case_is_the_same_however_many_are_made(tmp_path: Path) -> None:
    generate(tmp_path, 6, seed=3)
    made = contents(tmp_path)
    assert case(4, seed=3).items() <= made.items()


def test_the_references_of_a_hundred_thousand_are_all_different() -> None:
    numbers = (0, 999, 1_000, 1_999, 99_999)
    refs = {next(iter(case(n, seed=1))).split("/")[1] for n in numbers}
    assert len(refs) == len(numbers)


def test_whatever_it_looks_like_it_says_what_was_meant() -> None:

    said: dict[str, Value] = {
        "plain": "I say yes",
        "colon": "He said: no",
        "time": "14:30",
        "hash": "number #4",
        "long": "It's the going on and on, and then the door, and then " * 3 + "tea.",
        "two": "Did anyone go on at you? How many times?",
        "list": ["a", "b, c", "it's"],
        "inside": [{"id": "A1", "what": 'say "no" once'}, {"id": "A2"}],
    }
    for seed in range(300):
        root = read_tree(as_yaml(said, Random(seed)), "f").root  # noqa: S311
        assert root is not None
        assert plain(root) == said


def test_with_nothing_amiss_no_error_is_found(tmp_path: Path) -> None:
    generate(tmp_path, COUNT, seed=5, amiss=False)
    found = Office(tmp_path, TODAY).check()
    assert [f for f in found if f.severity is Severity.ERROR] == []


def test_several_processes_make_the_same_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.generate.PART", 2)
    generate(tmp_path / "one", 6, seed=3)
    generate(tmp_path / "two", 6, seed=3, jobs=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def contents(folder: Path) -> dict[str, bytes]:
    paths = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in paths}
