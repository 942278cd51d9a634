"""Puts everything that a Windows office needs into one folder, and checks it.

`python -m tools.windows_office FOLDER` fetches a wheel for each library of
requirements.lock, builds ours, and lays the script that sets it up beside them. Nothing
is fetched after that: the folder is carried to the office on a stick. `--check` only
says what is missing from a folder.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "tools" / "windows"
PYTHON, PLATFORM = (3, 12), "win_amd64"
NOT_THERE = ("editables", "hatchling", "pathspec", "pluggy", "trove-classifiers")
WINDOWS = {
    "sys_platform": "win32",
    "platform_system": "Windows",
    "os_name": "nt",
    "python_version": "3.12",
    "python_full_version": "3.12.0",
    "platform_machine": "AMD64",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
}


def needed(lock: str) -> Iterator[tuple[Requirement, list[str]]]:
    """The libraries that a Windows computer needs, each with its hashes."""
    for entry in re.split(r"\n(?=\S)", lock.replace("\\\n", " ")):
        spec, *rest = re.split(r"\s+--hash=", entry.partition("#")[0].strip())
        if not spec:
            continue
        one = Requirement(spec)
        wanted = one.marker is None or one.marker.evaluate(WINDOWS)
        if wanted and canonicalize_name(one.name) not in NOT_THERE:
            yield one, [value.strip() for value in rest]


def missing(wheels: Path, lock: str) -> list[str]:
    """What a folder of wheels lacks, or has in a form that Windows cannot use."""
    tags = _tags()
    have = {}
    for path in wheels.glob("*.whl"):
        name, version, _, built_for = parse_wheel_filename(path.name)
        if built_for & tags:
            have[name] = str(version)
    lacking = [
        f"{one.name} {one.specifier}"
        for one, _ in needed(lock)
        if not one.specifier.contains(have.get(canonicalize_name(one.name), "0.dev0"))
    ]
    return lacking + ([] if "alongside" in have else ["alongside itself"])


def _tags() -> frozenset[Tag]:
    return frozenset(
        (
            *cpython_tags(PYTHON, platforms=[PLATFORM]),
            *compatible_tags(PYTHON, "cp312", [PLATFORM]),
        )
    )


def fill(folder: Path, lock: str) -> None:
    """Fetch the wheels, build ours, and lay the scripts beside them."""
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    listed = wheels / "wheels.txt"
    listed.write_text(
        "".join(
            f"{one.name}{one.specifier} {' '.join(f'--hash={h}' for h in hashes)}\n"
            for one, hashes in needed(lock)
        ),
        encoding="utf-8",
    )
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    version = ".".join(map(str, PYTHON))
    built_for = ["--platform", PLATFORM, "--python-version", version]
    fetch = ["download", "--only-binary=:all:", "--no-deps", "--require-hashes"]
    there = ["-r", str(listed), "-d", str(wheels)]
    subprocess.run([*pip, *fetch, *built_for, *there], check=True)
    make = ["wheel", "--no-deps", "--no-build-isolation", "-w", str(wheels), str(ROOT)]
    subprocess.run([*pip, *make], check=True)
    for script in SCRIPTS.iterdir():
        shutil.copy(script, folder / script.name)


def main() -> int:
    """Fill the folder, then say whether it is whole."""
    named = [word for word in sys.argv[1:] if not word.startswith("--")]
    folder = Path(named[0]) if named else ROOT / "dist" / "alongside-windows"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    if "--check" not in sys.argv:
        fill(folder, lock)
    lacking = missing(folder / "wheels", lock)
    for name in lacking:
        print(f"missing: {name}")
    print(f"{folder}: {'not whole' if lacking else 'whole'}")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
