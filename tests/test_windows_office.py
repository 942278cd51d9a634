"""The folder for a Windows office: everything in it that the lock asks for."""

import re
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from tools.windows_office import ROOT, SCRIPTS, lay_scripts, missing, needed
from workflow.commands.serving import start

LOCK = """\
click==8.5.1 \\
    --hash=sha256:{click}
    # via alongside
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:{colorama}
    # via click
uvloop==1.0 ; sys_platform != 'win32' \\
    --hash=sha256:cc
lxml==6.1.3 \\
    --hash=sha256:dd \\
    --hash=sha256:{lxml}
"""
OURS = "alongside-0.1.0-py3-none-any.whl"
CLICK = "click-8.5.1-py3-none-any.whl"
COLORAMA = "colorama-0.4.6-py2.py3-none-any.whl"
LXML = "lxml-6.1.3-cp312-cp312-win_amd64.whl"


def wheel(folder: Path, name: str, *needs: str) -> str:
    """Make a wheel that needs others; gives its hash."""
    title, version, *_ = name.split("-")
    lines = "".join(f"Requires-Dist: {need}\n" for need in needs)
    with zipfile.ZipFile(folder / name, "w") as made:
        info = zipfile.ZipInfo(f"{title}-{version}.dist-info/METADATA")
        made.writestr(info, f"Metadata-Version: 2.1\nName: {title}\n{lines}\n")
    return sha256((folder / name).read_bytes()).hexdigest()


def whole(folder: Path) -> str:
    """Every wheel that the lock asks for, and ours; gives the lock."""
    wheel(folder, OURS, "click>=8", "ruff; extra == 'dev'")
    return LOCK.format(
        click=wheel(folder, CLICK, "colorama; sys_platform == 'win32'"),
        colorama=wheel(folder, COLORAMA),
        lxml=wheel(folder, LXML),
    )


def test_what_windows_alone_needs_is_asked_for_and_what_it_cannot_use_is_not() -> None:
    lock = LOCK.format(click="aa", colorama="bb", lxml="ee")
    assert [(one.name, hashes) for one, hashes in needed(lock)] == [
        ("click", ["sha256:aa"]),
        ("colorama", ["sha256:bb"]),
        ("lxml", ["sha256:dd", "sha256:ee"]),
    ]


def test_a_folder_with_all_of_it_is_whole(tmp_path: Path) -> None:
    assert missing(tmp_path, whole(tmp_path)) == []


@pytest.mark.parametrize(
    ("gone", "lacking"),
    [
        (CLICK, ["click ==8.5.1", "click >=8"]),
        (COLORAMA, ["colorama ==0.4.6", "colorama"]),
        (OURS, ["alongside itself"]),
    ],
)
def test_what_is_not_there_is_named(
    tmp_path: Path, gone: str, lacking: list[str]
) -> None:
    lock = whole(tmp_path)
    (tmp_path / gone).unlink()
    assert missing(tmp_path, lock) == lacking


def test_another_version_and_a_wheel_for_linux_do_not_count(tmp_path: Path) -> None:
    lock = whole(tmp_path)
    (tmp_path / CLICK).rename(tmp_path / "click-8.5.0-py3-none-any.whl")
    (tmp_path / LXML).rename(
        tmp_path / "lxml-6.1.3-cp312-cp312-manylinux_2_17_x86_64.whl"
    )
    assert missing(tmp_path, lock) == ["click ==8.5.1", "lxml ==6.1.3"]


def test_what_a_wheel_needs_and_the_lock_forgot_is_named(tmp_path: Path) -> None:
    lock = whole(tmp_path)
    wheel(tmp_path, OURS, "click>=8", "pywin32>=300; sys_platform == 'win32'")
    assert missing(tmp_path, lock) == ["pywin32 >=300"]


def test_a_wheel_with_other_bytes_than_the_lock_says_does_not_count(
    tmp_path: Path,
) -> None:
    lock = whole(tmp_path)
    wheel(tmp_path, LXML, "click")
    assert missing(tmp_path, lock) == ["lxml ==6.1.3"]


def test_the_scripts_have_the_ends_of_line_that_windows_wants(tmp_path: Path) -> None:
    lay_scripts(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(made) == {"install.cmd", "install.ps1", "READ ME FIRST.txt"}
    for content in made.values():
        assert content.isascii()
        assert content.count(b"\n") == content.count(b"\r\n") > 0


def test_our_own_lock_can_be_read_whole() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = list(needed(lock))
    assert {"click", "pydantic"} <= {one.name for one, _ in found}
    assert all(hashes for _, hashes in found)


def test_the_script_asks_for_no_administrator_and_no_network() -> None:
    script = (SCRIPTS / "install.ps1").read_text(encoding="utf-8")
    assert "--no-index" in script
    assert "--require-hashes" in script
    assert not re.search(r"RunAs|https?:|Invoke-WebRequest|HKLM", script)


def test_the_entry_in_the_menu_opens_a_folder_and_stays_to_say_what_is_wrong() -> None:
    script = (SCRIPTS / "install.ps1").read_text(encoding="ascii")
    assert "start --wait || pause" in script
    assert "--workspace" in script
    options = {name for one in start.params for name in one.opts}
    assert "--wait" in options


def test_every_step_of_the_script_is_looked_at() -> None:
    """A program that fails says nothing by itself: each call is asked how it went."""
    lines = (SCRIPTS / "install.ps1").read_text(encoding="ascii").splitlines()
    calls = [n for n, line in enumerate(lines) if line.lstrip().startswith("& $")]
    looked_at = [n for n in calls if "$LASTEXITCODE" in lines[n + 1]]
    assert [lines[n] for n in calls if n not in looked_at] == ["& $program --version"]
