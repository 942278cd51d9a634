"""Looks at what this computer has: Python, libraries, office, browsers, typefaces."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from workflow.adapters.pdf.converter import processors
from workflow.domain.health import Machine

BROWSERS = {
    "Edge": ("msedge", "microsoft-edge"),
    "Chrome": ("chrome", "google-chrome", "google-chrome-stable"),
    "Chromium": ("chromium", "chromium-browser"),
    "Firefox": ("firefox", "firefox-esr"),
    "Safari": (),
}
PLACES = {
    "Edge": r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    "Chrome": r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    "Firefox": r"C:\Program Files\Mozilla Firefox\firefox.exe",
    "Safari": "/Applications/Safari.app",
}
FONTS = {"Arial": ("arial", "liberation sans", "arimo", "helvetica")}
REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(?:>=([0-9.]+))?")
PATIENCE = 10.0  # seconds for the list of typefaces


def look() -> Machine:
    """What this computer has."""
    office = next(processors(), None)
    return Machine(
        (sys.version_info[0], sys.version_info[1]),
        tuple(_missing()),
        office.name if office else "",
        tuple(_browsers()),
        _fonts(),
        _time_zone(),
    )


def _missing() -> Iterator[str]:
    """The libraries that we ask for and that are not there, or are too old."""
    for wanted in metadata.requires("alongside") or ():
        match = REQUIREMENT.match(wanted)
        if match is None or "extra ==" in wanted:
            continue
        try:
            have = metadata.version(match[1])
        except metadata.PackageNotFoundError:
            yield match[1]
            continue
        if _numbers(have) < _numbers(match[2] or ""):
            yield f"{match[1]} {have}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _browsers() -> Iterator[str]:
    for name, programs in BROWSERS.items():
        on_path = any(shutil.which(program) for program in programs)
        if on_path or Path(PLACES.get(name, "/no such place")).exists():
            yield name


def _fonts() -> Mapping[str, bool]:
    """Whether there is a typeface for each that the templates use."""
    names = _installed()
    if names is None:
        return {}
    return {
        font: any(other in names for other in others) for font, others in FONTS.items()
    }


def _installed() -> str | None:
    """The names of all typefaces in one text; None where nobody can tell."""
    if sys.platform == "win32":
        folder = Path(r"C:\Windows\Fonts")
        return " ".join(path.name.lower() for path in folder.iterdir())
    program = shutil.which("fc-list")
    if program is None:
        return None
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            [program, ":", "family"],
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        return done.stdout.decode(errors="replace").lower()
    return None


def _time_zone() -> bool:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - seldom

    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return False
    return True
