"""A drive that comes late, as at log-on, is waited for."""

import time
from pathlib import Path

import pytest

from workflow.adapters.workspaces import make_workspace
from workflow.commands import serving
from workflow.commands.settings import Settings
from workflow.domain.errors import WorkspaceNotFound


def settings(folder: Path) -> Settings:
    return Settings(folder, None, data=False, quiet=False)


def test_a_drive_that_comes_late_is_opened_when_it_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 2:
            make_workspace(tmp_path / "S", examples=False)

    monkeypatch.setattr(time, "sleep", sleep)
    office = serving.opened(settings(tmp_path / "S"), looks=5)
    assert office.root == tmp_path / "S"
    assert slept == [serving.PAUSE, serving.PAUSE]
    assert capsys.readouterr().out.count("not there yet") == 1


def test_a_drive_that_never_comes_is_told_of_in_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with pytest.raises(WorkspaceNotFound):
        serving.opened(settings(tmp_path / "S"), looks=3)


def test_without_being_asked_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: pytest.fail("it waited"))
    with pytest.raises(WorkspaceNotFound):
        serving.opened(settings(tmp_path / "S"), looks=0)
