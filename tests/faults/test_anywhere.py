"""The same documents on any computer, and nothing decided by what a computer keeps.

T27 and T28 of the reliability page: another time zone, language, user, home and hash
seed, another version of Python, with nothing that an earlier run may have kept.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
PYTHONS = CACHE / "alongside" / "pythons"
OTHERS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "USER": "a"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "USER": "b"},
)


def built(
    root: Path, home: Path, settings: dict[str, str], python: str = sys.executable
) -> dict[str, bytes]:
    """Every document that one computer makes, by name."""
    home.mkdir()
    homes = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "TMPDIR")
    here = dict(os.environ) | settings | dict.fromkeys(homes, str(home))
    build = [python, "-m", "workflow", "--workspace", str(root)]
    build += ["--today", "2026-11-23", "--quiet", "build"]
    run = subprocess.run(build, env=here, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for home in ("cases/*/generated", "governance/reports")
        for path in root.glob(f"{home}/*")
    }


FEW = ("full-plan", "own-copy")


def share_of(workspace: Path, share: Path, kinds: Iterable[str] = FEW) -> Path:
    """The worked cases with some kinds of document, on a share of their own."""
    for part in ("config", "cases", "governance"):
        shutil.copytree(workspace / part, share / part)
    for kind in kinds:
        shutil.copytree(workspace / "templates" / kind, share / "templates" / kind)
    return share


def test_two_computers_make_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    base = tmp_path.parent / f"{tmp_path.name}-two"
    made = []
    for number, settings in enumerate(OTHERS):
        share = share_of(workspace, base / f"share{number}")
        made.append(built(share, base / f"home{number}", settings))
    assert len(made[0]) > 6
    assert made[0] == made[1]


@pytest.mark.long
def test_other_versions_of_python_make_the_same_bytes(
    workspace: Path, tmp_path: Path
) -> None:
    others = sorted(PYTHONS.glob("3.*/bin/python"))
    if not others:
        pytest.skip("no other Python is ready (sh tools/get_other_pythons.sh)")
    base = tmp_path.parent / f"{tmp_path.name}-versions"
    every = sorted(path.name for path in (workspace / "templates").iterdir())
    wanted = built(share_of(workspace, base / "ours", every), base / "home", {})
    assert len(wanted) > 50
    for python in others:
        version = python.parents[1].name
        share = share_of(workspace, base / version, every)
        made = built(share, base / f"home-{version}", {}, str(python))
        assert made.keys() == wanted.keys()
        assert [name for name in wanted if made[name] != wanted[name]] == []
        told = f"Python {version}: {len(made)} documents tried, 0 different"
        print(told)  # noqa: T201
