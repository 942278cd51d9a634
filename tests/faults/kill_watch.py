"""Kills `watch` at random moments while cases change, and looks after each kill.

usage: kill_watch.py ROUNDS FOLDER [SEED]

T4 of the reliability page: SIGKILL to a real `watch` of a copy of the worked cases,
under a load of edits. After each kill every document is whole, what a person edited is
as they left it, every receipt tells of bytes that exist; in the end an undisturbed
build leaves what it would have left without any kill.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
EDITED = b"a person's own words" * 300
CASE = "SG-2026-019"
KINDS = ("full-plan", "own-copy")
DAY = ("--today", "2026-11-23")
START = 1.0  # seconds that a start takes at least


def workspace(root: Path) -> None:
    """The worked cases with few documents, made once, one of them edited."""
    made = shutil.ignore_patterns("generated", "_history", "_receipts", "reports")
    for part in ("config", "governance", "cases"):
        shutil.copytree(ROOT / part, root / part, ignore=made)
    for kind in KINDS:
        shutil.copytree(ROOT / "templates" / kind, root / "templates" / kind)
    build(root)
    edited = root / "cases" / CASE / "generated" / "Full plan.docx"
    edited.unlink()
    edited.write_bytes(EDITED)


def command(root: Path, *words: str) -> list[str]:
    """The product's own command on a workspace."""
    return [sys.executable, "-m", "workflow", "--workspace", str(root), *DAY, *words]


def build(root: Path) -> None:
    """An undisturbed build."""
    words = command(root, "--quiet", "build")
    subprocess.run(words, cwd=ROOT, check=False, capture_output=True)


def edit(root: Path, number: int) -> None:
    """A person calls somebody something else, as an editor saves it."""
    for case in (root / "cases").iterdir():
        file = case / "person.yaml"
        lines = file.read_text("utf-8").splitlines(keepends=True)
        name = f"preferred_name: Kit {number}\n"
        new = [name if line.startswith("preferred_name:") else line for line in lines]
        beside = file.with_name(".person.yaml.swp")
        beside.write_text("".join(new), "utf-8")
        beside.replace(file)


def lost(root: Path) -> str:
    """What is wrong right after a kill; "" when nothing is."""
    if (root / "cases" / CASE / "generated" / "Full plan.docx").read_bytes() != EDITED:
        return "the person's document was touched"
    for path in root.glob("cases/*/generated/[!.]*.docx"):
        if path.read_bytes() != EDITED and not zipfile.is_zipfile(path):
            return f"half a document: {path.name}"
    for path in root.glob("cases/*/_receipts/*.json"):
        try:
            json.loads(path.read_bytes())
        except ValueError:
            return f"half a receipt: {path.name}"
    return ""


def documents(root: Path) -> dict[str, bytes]:
    """Everything made that people find, but for what stands beside an edited one."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for home in ("cases/*/generated", "governance/reports")
        for path in root.glob(f"{home}/[!.]*")
        if " (update " not in path.name
    }


def killed(root: Path, after: float, rounds: int) -> bool:
    """Start a watch, change things, kill it after some seconds; whether it lived."""
    watch = subprocess.Popen(
        command(root, "--json", "watch"),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(after / 2)
    edit(root, rounds)
    time.sleep(after / 2)
    lived = watch.poll() is None
    if lived:
        os.killpg(watch.pid, signal.SIGKILL)
    watch.wait()
    return lived


def main(rounds: int, folder: Path, seed: int) -> dict[str, object]:
    """So many kills: how many, and what was lost."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    shutil.rmtree(folder, ignore_errors=True)
    root, alone = folder / "share", folder / "alone"
    root.mkdir(parents=True)
    workspace(root)
    losses, alive = [], 0
    for number in range(rounds):
        alive += killed(root, START + chance.uniform(0.0, 3.0), number)
        why = lost(root)
        if why:
            losses.append(f"kill {number}: {why}")
    build(root)
    shutil.copytree(
        root,
        alone,
        ignore=shutil.ignore_patterns(
            "generated", "_history", "_receipts", "reports", "_system"
        ),
    )
    build(alone)
    ours, theirs = documents(root), documents(alone)
    name = f"cases/{CASE}/generated/Full plan.docx"
    ours.pop(name), theirs.pop(name)
    if ours != theirs:
        losses.append("in the end it is not what an undisturbed build leaves")
    return {"tried": rounds, "killed": alive, "lost": len(losses), "losses": losses[:5]}


if __name__ == "__main__":
    count, where = int(sys.argv[1]), Path(sys.argv[2])
    chosen = int(sys.argv[3]) if len(sys.argv) > 3 else 20261123
    print(json.dumps(main(count, where, chosen)))  # noqa: T201
