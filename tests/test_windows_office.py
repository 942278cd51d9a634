"""The folder for a Windows office: everything in it that the lock asks for."""

import re
from pathlib import Path

import pytest

from tools.windows_office import ROOT, SCRIPTS, missing, needed

LOCK = """\
click==8.5.1 \\
    --hash=sha256:aa
    # via alongside
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:bb
    # via click
uvloop==1.0 ; sys_platform != 'win32' \\
    --hash=sha256:cc
lxml==6.1.3 \\
    --hash=sha256:dd \\
    --hash=sha256:ee
"""
OURS = "alongside-0.1.0-py3-none-any.whl"


def test_what_windows_alone_needs_is_asked_for_and_what_it_cannot_use_is_not() -> None:
    assert [(one.name, hashes) for one, hashes in needed(LOCK)] == [
        ("click", ["sha256:aa"]),
        ("colorama", ["sha256:bb"]),
        ("lxml", ["sha256:dd", "sha256:ee"]),
    ]


@pytest.mark.parametrize(
    ("wheels", "lacking"),
    [
        (
            (
                *(
                    "click-8.5.1-py3-none-any.whl",
                    "colorama-0.4.6-py2.py3-none-any.whl",
                ),
                *("lxml-6.1.3-cp312-cp312-win_amd64.whl", OURS),
            ),
            [],
        ),
        (
            (
                "click-8.5.0-py3-none-any.whl",
                "lxml-6.1.3-cp312-cp312-manylinux_2_17_x86_64.whl",
            ),
            ["click ==8.5.1", "colorama ==0.4.6", "lxml ==6.1.3", "alongside itself"],
        ),
    ],
)
def test_a_folder_is_whole_only_with_wheels_that_windows_can_use(
    tmp_path: Path, wheels: tuple[str, ...], lacking: list[str]
) -> None:
    for name in wheels:
        (tmp_path / name).touch()
    assert missing(tmp_path, LOCK) == lacking


def test_our_own_lock_can_be_read_whole() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = list(needed(lock))
    assert {"click", "pydantic"} <= {one.name for one, _ in found}
    assert all(hashes for _, hashes in found)


def test_the_script_asks_for_no_administrator_and_no_network() -> None:
    script = (SCRIPTS / "install.ps1").read_text(encoding="utf-8")
    assert "--no-index" in script
    assert not re.search(r"RunAs|https?:|Invoke-WebRequest|HKLM", script)
