"""Cases that go to another process come back as they were; papers need no lines."""

import copy
import pickle
from pathlib import Path

import pytest

from workflow.adapters.case_folders import CaseFolders
from workflow.domain.case_folder import CaseFolder, Filed

CASES = CaseFolders(Path(__file__).parents[2])


@pytest.fixture(params=CASES.refs())
def folder(request: pytest.FixtureRequest) -> CaseFolder:
    return CASES.load(request.param).folder


def test_a_case_comes_back_as_it_went(folder: CaseFolder) -> None:
    back = pickle.loads(pickle.dumps(folder))  # noqa: S301 - our own
    assert back == folder
    for one, other in zip(back.every_file, folder.every_file, strict=True):
        assert one.record.model_fields_set == other.record.model_fields_set
        assert bool(one.record) is bool(other.record)
        assert one.record.model_dump() == other.record.model_dump()
    assert copy.deepcopy(back) == folder


def test_only_what_is_filled_in_goes(folder: CaseFolder) -> None:
    states = [filed.record.__reduce__() for filed in folder.every_file]
    for filed, (_, state) in zip(folder.every_file, states, strict=True):
        assert isinstance(state, tuple)
        assert set(state[1]) == filed.record.model_fields_set


def test_without_lines_a_case_says_the_same_and_not_where(folder: CaseFolder) -> None:
    shed = folder.without_lines()
    for one, other in zip(shed.every_file, folder.every_file, strict=True):
        assert (one.file, one.record) == (other.file, other.record)
        assert isinstance(one, Filed)
        assert one.place("anything").line is None
    assert len(pickle.dumps(shed)) < 0.8 * len(pickle.dumps(folder))
