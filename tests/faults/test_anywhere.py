"""The same documents on any computer, and nothing decided by what a computer keeps.

T27 and T28 of the reliability page: another time zone, language, user, home and hash
seed, with nothing that an earlier run may have kept.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

OTHERS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C", "USER": "a"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "USER": "b"},
)


def built(root: Path, home: Path, settings: dict[str, str]) -> dict[str, bytes]:
    """Every document that one computer makes, by name."""
    home.mkdir()
    homes = ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "TMPDIR")
    here = dict(os.environ) | settings | dict.fromkeys(homes, str(home))
    build = [sys.executable, "-m", "workflow", "--workspace", str(root)]
    build += ["--today", "2026-11-23", "--quiet", "build"]
    run = subprocess.run(build, env=here, capture_output=True, text=True, check=False)
    assert "Traceback" not in run.stderr
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for home in ("cases/*/generated", "governance/reports")
        for path in root.glob(f"{home}/*")
    }


def test_two_computers_make_the_same_bytes(workspace: Path, tmp_path: Path) -> None:
    base = tmp_path.parent / f"{tmp_path.name}-two"
    made = []
    for number, settings in enumerate(OTHERS):
        share = base / f"share{number}"
        for part in ("config", "cases", "governance"):
            shutil.copytree(workspace / part, share / part)
        for kind in ("full-plan", "own-copy"):
            source = workspace / "templates" / kind
            shutil.copytree(source, share / "templates" / kind)
        made.append(built(share, base / f"home{number}", settings))
    assert len(made[0]) > 6
    assert made[0] == made[1]
