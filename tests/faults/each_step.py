"""Makes every file operation of a program go wrong, one at a time, and looks after.

The way of SQLite's tests: fail the first, the second, the third operation, until a run
gets through. Each run is a process of its own, so a kill is a real SIGKILL, and a
short write really leaves half a line. Prints what was tried and what was lost.

usage: each_step.py SCENARIO FAULT FOLDER [EVERY]
"""

import errno
import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))
if "pytest" not in sys.modules:
    time.sleep = lambda _: None  # waits cost nothing in a program of its own

from workflow.adapters.journal import Journal
from workflow.adapters.published import Publications
from workflow.adapters.safe_files import (
    NameTaken,
    place,
    recover,
    sha256,
    swap,
)
from workflow.domain.errors import WorkflowError
from workflow.domain.making import Receipt

CALLS: tuple[str, ...] = (
    "open",
    "write",
    "fsync",
    "close",
    "link",
    "rename",
    "replace",
    "unlink",
    "mkdir",
)
ERRORS = ("EIO", "ENOSPC", "EACCES", "EBUSY", "EROFS", "ESTALE", "EDQUOT")
STANDS = {*ERRORS, "full-from-here", "late-ENOSPC", "short"}
FAULTS = (
    *("kill-before", "kill-after", "torn", "short", "full-from-here"),
    *("late-ENOSPC", "no-links", *ERRORS),
)
OLD = {"plan.docx": b"plan one" * 400, "copy.docx": b"copy one" * 400}
EDITED = b"a person's own words" * 300
NEW = {
    "plan.docx": b"plan two" * 500,
    "copy.docx": b"copy two" * 500,
    "note.txt": b"a first note" * 300,
}
LATER = {name: content + b" and later" for name, content in NEW.items()}
REAL = {name: getattr(os, name) for name in CALLS}
NOW = "2026-11-23T09:30:00+00:00"


def publish_all(
    folder: Path, contents: dict[str, bytes], *, together: bool = False
) -> None:
    """Publish some documents as one run of the program would."""
    with Journal(folder / "_system", "pc", os.urandom(4).hex(), lambda: NOW) as log:
        shelf = Publications(
            folder, folder / "generated", folder / "_receipts", folder / "_history", log
        )
        new = []
        for name, content in contents.items():
            last = shelf.receipts().get(name)
            facts = sha256(content)
            if last and last.context == facts and shelf.present(name):
                continue
            number = last.sequence + 1 if last else 1
            made = Receipt(name, number, "D1", facts, "t", facts, "1", "final")
            new.append((made, content))
            if not together:
                shelf.publish(*new.pop())
        for outcome in shelf.publish_all(new):
            if isinstance(outcome, OSError):
                raise outcome


class Publishing:
    """A document of ours to change, one that a person edited, and a new one."""

    together = False

    def prepare(self, folder: Path) -> None:
        """The folder as it stands before the run that goes wrong."""
        publish_all(folder, OLD)
        edited = folder / "generated" / "copy.docx"
        edited.unlink()
        edited.write_bytes(EDITED)

    def act(self, folder: Path) -> None:
        """The run that goes wrong."""
        publish_all(folder, NEW, together=self.together)

    def lost(self, folder: Path) -> str:
        """What is wrong right after the fault, before anything mends it."""
        kept = {p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        if (folder / "generated" / "copy.docx").read_bytes() != EDITED:
            return "the person's document was touched"
        if OLD["plan.docx"] not in kept:
            return "the earlier plan is gone"
        allowed = {*OLD.values(), *NEW.values(), EDITED}
        for path in (folder / "generated").iterdir():
            ours = path.name.startswith(".alongside-")
            if not ours and path.read_bytes() not in {*allowed, b""}:
                return f"half a file: {path.name}"
        return ""

    def ends(self, folder: Path) -> dict[str, str]:
        """What people find in the end, name by name."""
        self.act(folder)
        return self.standing(folder)

    def standing(self, folder: Path) -> dict[str, str]:
        """Every document by name, our own half-written ones aside."""
        return {
            path.name: sha256(path.read_bytes())
            for path in (folder / "generated").iterdir()
            if not path.name.startswith(".alongside-")
        }


class ThenChanged(Publishing):
    """The facts change again before the next run; what is ours is known as ours."""

    def ends(self, folder: Path) -> dict[str, str]:
        """What stands under each name; no update of ours beside our own document."""
        publish_all(folder, LATER, together=self.together)
        left = self.standing(folder)
        return {n: sha for n, sha in left.items() if not n.startswith("copy (")}


class Together(Publishing):
    """The same, published together."""

    together = True


class TogetherThenChanged(ThenChanged):
    """The same, published together and changed together."""

    together = True


class Swapping(Publishing):
    """One file changed by moving aside, as a form's save does."""

    def prepare(self, folder: Path) -> None:
        """A file of some words."""
        place(folder / "case.yaml", OLD["plan.docx"])

    def act(self, folder: Path) -> None:
        """Change it, whatever state it was left in."""
        recover(folder, folder / "_history")
        path = folder / "case.yaml"
        if path.read_bytes() != NEW["plan.docx"]:
            swap(path, sha256(OLD["plan.docx"]), NEW["plan.docx"], folder / "_history")

    def lost(self, folder: Path) -> str:
        """Every version is somewhere, and never half of one under the name."""
        kept = {p.read_bytes() for p in folder.rglob("*") if p.is_file()}
        if OLD["plan.docx"] not in kept:
            return "the earlier version is gone"
        path = folder / "case.yaml"
        whole = {OLD["plan.docx"], NEW["plan.docx"]}
        if path.exists() and path.read_bytes() not in {*whole, b""}:
            return "half a file under the name"
        return ""

    def ends(self, folder: Path) -> dict[str, str]:
        """What stands under the name in the end."""
        self.act(folder)
        return {"case.yaml": sha256((folder / "case.yaml").read_bytes())}


class Building:
    """The whole `build` of one worked case after its record changed."""

    def prepare(self, folder: Path) -> None:
        """A small workspace whose documents were made and one of them edited."""
        root = Path(__file__).parents[2]
        made = shutil.ignore_patterns("generated", "_history", "_receipts", "reports")
        for part in ("config", "governance"):
            shutil.copytree(root / part, folder / part, ignore=made)
        for kind in ("full-plan", "own-copy"):
            shutil.copytree(root / "templates" / kind, folder / "templates" / kind)
        case = "SG-2026-019"
        shutil.copytree(root / "cases" / case, folder / "cases" / case, ignore=made)
        self.act(folder)
        generated = folder / "cases" / case / "generated"
        edited = generated / "Full plan.docx"
        edited.unlink()
        edited.write_bytes(EDITED)
        person = folder / "cases" / case / "person.yaml"
        text = person.read_text("utf-8").replace(
            "preferred_name: ", "preferred_name: X"
        )
        person.write_text(text, "utf-8")

    def act(self, folder: Path) -> None:
        """Build."""
        from datetime import date  # noqa: PLC0415 - slow, for this scenario alone

        from workflow.wiring.office import Office  # noqa: PLC0415 - likewise

        Office(folder, date(2026, 11, 23)).build()

    def lost(self, folder: Path) -> str:
        """The edited document as it was; every document whole."""
        generated = folder / "cases" / "SG-2026-019" / "generated"
        if (generated / "Full plan.docx").read_bytes() != EDITED:
            return "the person's document was touched"
        for path in generated.glob("[!.]*.docx"):
            content = path.read_bytes()
            if content != EDITED and not content[-22:].startswith(b"PK\x05\x06"):
                return f"half a file: {path.name}"
        return ""

    def ends(self, folder: Path) -> dict[str, str]:
        """Every document, name by name."""
        self.act(folder)
        return {
            path.relative_to(folder).as_posix(): sha256(path.read_bytes())
            for home in ("cases/SG-2026-019/generated", "governance/reports")
            for path in (folder / home).iterdir()
            if not path.name.startswith(".alongside-")
        }


SCENARIOS: dict[str, Any] = {
    "publish": Publishing,
    "publish-then-change": ThenChanged,
    "publish-together": Together,
    "publish-together-then-change": TogetherThenChanged,
    "swap": Swapping,
    "build": Building,
}


class Trap:
    """Counts the file-changing calls below a folder; at the Nth it springs."""

    def __init__(self, fault: str, nth: int) -> None:
        self.fault, self.nth, self.count = fault, nth, 0

    def set(self) -> None:
        """Put itself around the calls."""
        for name in CALLS:
            setattr(os, name, self._around(name))

    def _around(self, name: str) -> Callable[..., Any]:
        real = REAL[name]

        def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as os has it
            if name == "open" and not args[1] & os.O_CREAT:
                return real(*args, **kwargs)
            if name == "link" and self.fault == "no-links":
                if os.path.lexists(args[1]):  # the system looks at the name first
                    raise FileExistsError(errno.EEXIST, "the name is taken")
                raise OSError(errno.EPERM, "no links here")
            self.count += 1
            if self.count == self.nth or (
                self.fault == "full-from-here" and self.count >= self.nth > 0
            ):
                return self._spring(name, real, args, kwargs)
            return real(*args, **kwargs)

        return call

    def _spring(self, name: str, real: Any, args: Any, kwargs: Any) -> Any:  # noqa: ANN401
        if self.fault in {"kill-before", "no-links"}:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault in ERRORS:
            raise OSError(getattr(errno, self.fault), "made to fail")
        if self.fault == "full-from-here" and name in {"open", "write", "mkdir"}:
            raise OSError(errno.ENOSPC, "made to fail")
        if name == "write" and self.fault in {"torn", "short"}:
            done = real(args[0], bytes(args[1])[: len(args[1]) // 2])
            if self.fault == "torn":
                os.kill(os.getpid(), signal.SIGKILL)
            return done
        result = real(*args, **kwargs)
        if self.fault == "kill-after":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.fault == "late-ENOSPC" and name in {"fsync", "close"}:
            raise OSError(errno.ENOSPC, "made to fail late")
        return result


def in_a_process(act: Callable[[], object]) -> tuple[int, str]:
    """Run in a process of its own: how it ended, and what it said."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        said = "ok"
        try:
            said = json.dumps(act())
        except (OSError, NameTaken, WorkflowError) as error:
            said = f"error {type(error).__name__}"
        except BaseException as error:  # noqa: BLE001 - to be told, whatever it is
            said = f"BAD {type(error).__name__}: {error}"
        with suppress(OSError):
            REAL["write"](writing, said.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answers:
        said = answers.read()
    _, status = os.waitpid(child, 0)
    return status, said


def wrong(fault: str, said: str, *, missing: bool) -> str:
    """What a run said or left that it should not have; "" when nothing."""
    if fault == "short" and said.startswith("error"):
        return "a short write was taken for a failure"
    if missing and fault in STANDS:
        return "the name is missing though the program could have put it back"
    return said if said.startswith("BAD") else ""


def main(name: str, fault: str, folder: Path, every: int = 1) -> dict[str, object]:
    """Try every step (or each `every`th) with one fault."""
    scenario = SCENARIOS[name]()
    before, here = folder / "before", folder / "here"
    shutil.rmtree(folder, ignore_errors=True)
    before.mkdir(parents=True)
    in_a_process(lambda: scenario.prepare(before))

    def fresh() -> None:
        shutil.rmtree(here, ignore_errors=True)
        shutil.copytree(before, here)

    def broken(nth: int) -> int:
        trap = Trap(fault, nth)
        trap.set()
        scenario.act(here)
        return trap.count

    def undisturbed() -> object:
        """What stands without any fault but the lack of links."""
        if fault == "no-links":
            Trap(fault, -1).set()
        return scenario.ends(here)

    fresh()
    right = in_a_process(undisturbed)[1]
    fresh()
    steps = int(in_a_process(lambda: broken(-1))[1])
    tried, losses = 0, []
    for nth in range(1, steps + 1, every):
        fresh()
        _, said = in_a_process(lambda nth=nth: broken(nth))  # type: ignore[misc]
        tried += 1
        missing = name == "swap" and not (here / "case.yaml").exists()
        why = wrong(fault, said, missing=missing)
        if not why:
            why = scenario.lost(here)
        ended = "" if why else in_a_process(undisturbed)[1]
        if not why and ended != right:
            why = f"the next run ends otherwise: {ended} against {right}"
        if why:
            losses.append(f"step {nth}: {why}")
    return {"tried": tried, "lost": len(losses), "losses": losses[:5]}


if __name__ == "__main__":
    scenario_name, fault_name, where = sys.argv[1:4]
    stride = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    print(json.dumps(main(scenario_name, fault_name, Path(where), stride)))  # noqa: T201
