"""One process, several, or a Dask cluster: the same bytes, findings and receipts."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.generate import generate
from workflow.adapters.journal import verify
from workflow.cli import main
from workflow.wiring import crews

TODAY = date(2026, 11, 23)
CASES = 9
YEAR = ("--from", "2026-01-01", "--to", "2026-11-22")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Two workers on this computer, reached as any others would be."""
    from distributed import LocalCluster  # noqa: PLC0415 - slow, and only for this

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        silence_logs=50,
    ) as local:
        yield str(local.scheduler_address)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked cases, invented ones, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("mixed") / "workspace"
    made = CliRunner().invoke(main, ["init", str(folder)])
    assert made.exit_code == 0, made.output
    invented = folder.parent / "invented"
    generate(invented, CASES, seed=7)
    for case in sorted((invented / "cases").iterdir()):
        if not (folder / "cases" / case.name).exists():
            shutil.copytree(case, folder / "cases" / case.name)
    broken = min(p for p in (folder / "cases").iterdir() if p.name < "SG-2026-014")
    (broken / "plan.yaml").write_text("version: [1\n", encoding="utf-8")
    return folder


def asked(workspace: Path, *command: str) -> object:
    """What a command answers, as data."""
    options = ["--workspace", str(workspace), "--today", str(TODAY), "--json"]
    result = CliRunner().invoke(main, [*options, *command])
    assert not isinstance(result.exception, AssertionError | TypeError)
    return json.loads(result.stdout)


def ways(cluster: str) -> dict[str, tuple[str, ...]]:
    return {
        "one": ("--jobs", "1"),
        "two": ("--jobs", "2"),
        "cluster": ("--on", cluster),
    }


def files(workspace: Path) -> dict[str, bytes]:
    """Everything that stands in a workspace, but for the logs of each run."""
    return {
        path.relative_to(workspace).as_posix(): path.read_bytes()
        for path in workspace.rglob("*")
        if path.is_file() and "_system" not in path.relative_to(workspace).parts
    }


def acts(workspace: Path) -> list[tuple[str, ...]]:
    """What the logs say was done, each once, in whichever log it stands."""
    logs = (workspace / "_system" / "log").glob("*/*.jsonl")
    texts = (log.read_text(encoding="utf-8") for log in logs)
    lines = [json.loads(line) for text in texts for line in text.splitlines()]
    keys = ("action", "case", "role", "before", "after")
    return sorted(
        tuple(str(line.get(key, "")) for key in keys)
        for line in lines
        if line.get("step") == "intent"
    )


def test_whoever_builds_leaves_the_same_files_receipts_and_acts(
    mixed: Path, tmp_path: Path, cluster: str
) -> None:
    built = {}
    for name, how in ways(cluster).items():
        workspace = tmp_path / name
        shutil.copytree(mixed, workspace)
        report = asked(workspace, "build", *how)
        logs = workspace / "_system" / "log"
        assert verify(logs) == ()
        # every process writes a log of its own, and so does the one who asked
        assert len(list(logs.glob("*/*.jsonl"))) == (1 if name == "one" else 3)
        again = asked(workspace, "build", *how)
        assert isinstance(again, dict)
        assert again["made"] == []
        built[name] = (report, files(workspace), acts(workspace))
    assert len(built["one"][1]) > len(files(mixed)) + 20
    for other in ("two", "cluster"):
        assert built[other][0] == built["one"][0]
        assert built[other][1] == built["one"][1]
        assert built[other][2] == built["one"][2]


@pytest.mark.parametrize("unreadable", [False, True])
def test_copies_of_a_process_that_has_learnt_leave_the_same(
    tmp_path: Path, *, unreadable: bool
) -> None:
    built = []
    for jobs in ("1", "3"):
        workspace = tmp_path / jobs
        generate(workspace, 4, seed=7)
        first = min((workspace / "cases").iterdir())
        if unreadable:
            (first / "plan.yaml").write_text("version: [1\n", encoding="utf-8")
        options = ["--workspace", str(workspace), "--today", str(TODAY), "--json"]
        command = [sys.executable, "-m", "workflow", *options, "build", "--jobs", jobs]
        told = subprocess.run(command, check=False, capture_output=True, timeout=300)
        assert told.stderr == b""
        logs = workspace / "_system" / "log"
        assert verify(logs) == ()
        # each copy that had a case to build began a log of its own
        assert len(list(logs.glob("*/*.jsonl"))) <= 1 + int(jobs)
        built.append((told.stdout, files(workspace), acts(workspace)))
    assert built[1] == built[0]
    assert any(name.endswith(".docx") for name in built[0][1])


@pytest.mark.parametrize(
    ("have", "looking", "writing"), [(1, 1, 2), (2, 2, 4), (6, 6, 8), (16, 16, 16)]
)
def test_those_who_wait_for_the_drive_are_more_than_the_cores(
    monkeypatch: pytest.MonkeyPatch, have: int, looking: int, writing: int
) -> None:
    monkeypatch.setattr(crews, "cores", lambda: have)
    assert crews.as_best(1000, writing=False) == looking
    assert crews.as_best(1000, writing=True) == writing
    assert crews.as_best(3, writing=True) == 1


def test_whoever_looks_finds_the_same(mixed: Path, cluster: str) -> None:
    commands = (("check",), ("due",), ("measures", *YEAR))
    for command in commands:
        found = [asked(mixed, *command, *how) for how in ways(cluster).values()]
        assert found[0]
        assert found[1] == found[0], command
        assert found[2] == found[0], command


def test_a_cluster_that_does_not_answer_is_said_in_plain_words(
    mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflow.adapters.crews.cluster.PATIENCE", 1)
    options = ["--workspace", str(mixed), "check", "--on", "tcp://127.0.0.1:9"]
    result = CliRunner().invoke(main, options)
    assert result.exit_code == 1
    assert "Dask cluster does not answer" in result.stderr
