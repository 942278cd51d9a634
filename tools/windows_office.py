"""Puts everything that a Windows office needs into one folder, and checks it.

`python -m tools.windows_office FOLDER` fetches a wheel for each library of
requirements.lock, builds ours, and lays the script that sets it up beside them. Nothing
is fetched after that: the folder is carried to the office on a stick. `--check` only
says what is missing from a folder: what the lock asks for with these very bytes, and
what any of the wheels needs on Windows.
"""

import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from email.parser import Parser
from hashlib import sha256
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
    have: dict[str, Path] = {}
    for path in wheels.glob("*.whl"):
        name, _, _, built_for = parse_wheel_filename(path.name)
        if built_for & tags:
            have[name] = path
    asked = [
        f"{one.name} {one.specifier}"
        for one, hashes in needed(lock)
        if not _fits(one, have) or not _same_bytes(have, one, hashes)
    ]
    wanted = [
        f"{one.name} {one.specifier}".strip()
        for path in have.values()
        for one in _needs(path)
        if not _fits(one, have)
    ]
    ours = [] if "alongside" in have else ["alongside itself"]
    return list(dict.fromkeys((*asked, *wanted, *ours)))


def _fits(one: Requirement, have: dict[str, Path]) -> bool:
    """Whether there is a wheel of the version that is asked for."""
    path = have.get(canonicalize_name(one.name))
    if path is None:
        return False
    return one.specifier.contains(parse_wheel_filename(path.name)[1], prereleases=True)


def _same_bytes(have: dict[str, Path], one: Requirement, hashes: Iterable[str]) -> bool:
    content = have[canonicalize_name(one.name)].read_bytes()
    return f"sha256:{sha256(content).hexdigest()}" in hashes


def _needs(wheel: Path) -> Iterator[Requirement]:
    """What a wheel says that it needs on Windows, without its extras."""
    with zipfile.ZipFile(wheel) as source:
        (about,) = [n for n in source.namelist() if n.endswith(".dist-info/METADATA")]
        said = Parser().parsestr(source.read(about).decode("utf-8"))
    for line in said.get_all("Requires-Dist") or ():
        one = Requirement(line)
        if one.marker is None or one.marker.evaluate({**WINDOWS, "extra": ""}):
            yield one


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
    for old in wheels.glob("*.whl"):
        old.unlink()  # two versions of one library, and a script would have to choose
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
    lay_scripts(folder)


def lay_scripts(folder: Path) -> None:
    """Put the scripts beside the wheels, with the ends of line that Windows wants."""
    for script in SCRIPTS.iterdir():
        words = script.read_text(encoding="ascii")
        (folder / script.name).write_text(words, encoding="ascii", newline="\r\n")


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
