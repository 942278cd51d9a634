"""The same scenarios on a drive that misbehaves: the drive fails, not one call.

usage: drive_steps.py SCENARIO FAULT[+MANNER...] FOLDER [EVERY]

What `each_step.py` cannot do from inside a program: the share goes for every call at
once and comes back, a full disk is told late or never, the power goes and takes what
was not synced, what is open cannot be renamed, a replace fails and takes the file
with it. Faults are those of `faultfs.py`; `gone-ESTALE` names an error, `none` none.
"""

import json
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.faults import each_step
from tests.faults.drives import Faulty, faulty
from tests.faults.record_steps import SCENARIOS

each_step.SCENARIOS |= SCENARIOS


class OneDrive:
    """A scenario on one drive that is made to misbehave."""

    def __init__(self, scenario: str, drive: Faulty, before: Path) -> None:
        self.name, self.scenario = scenario, each_step.SCENARIOS[scenario]()
        self.drive, self.before = drive, before
        self.here = drive.root / "here"

    def fresh(self) -> None:
        """As it stood before the run that goes wrong."""
        shutil.rmtree(self.drive.back / "here", ignore_errors=True)
        shutil.copytree(self.before, self.drive.back / "here")
        handle = os.open(self.drive.root, os.O_RDONLY)  # what went before is kept:
        os.fsync(handle)  # a cut takes back nothing of another run
        os.close(handle)

    def act(self) -> str:
        """The run that goes wrong; what it said, "" when it was killed."""
        return each_step.in_a_process(lambda: self.scenario.act(self.here))[1]

    def right(self) -> str:
        """What people find after an undisturbed run."""
        return each_step.in_a_process(lambda: self.scenario.ends(self.here))[1]

    def lost(self, fault: str, said: str, right: str) -> str:
        """What is wrong after a fault has passed; "" when nothing is."""
        why = each_step.wrong(fault, said, missing=False)
        why = why or self.scenario.lost(self.here)
        if not why and said == "null" and hasattr(self.scenario, "kept"):
            why = self.scenario.kept(self.here)
        if why:
            return str(why)
        ended = self.right()
        return "" if ended == right else f"it ends otherwise: {ended} against {right}"


def main(name: str, words: str, folder: Path, every: int = 1) -> dict[str, object]:
    """Try every step (or each `every`th) with one fault of the drive."""
    fault, *manners = words.split("+")
    kind, _, error = fault.partition("-E")
    shutil.rmtree(folder, ignore_errors=True)
    before = folder / "before"
    before.mkdir(parents=True)
    each_step.in_a_process(lambda: each_step.SCENARIOS[name]().prepare(before))
    with faulty(folder / "mounted", *manners) as drive:
        trying = OneDrive(name, drive, before)
        trying.fresh()
        right = trying.right()
        trying.fresh()
        drive.heal()
        said = trying.act()
        steps = drive.heal()
        losses = [trying.lost("none", said, right)]
        for nth in range(1, steps + 1, every) if kind != "none" else ():
            trying.fresh()
            drive.order(kind, nth, f"E{error}" if error else "EIO")
            said = trying.act()
            drive.heal()
            losses.append(trying.lost(kind, said, right))
    found = [f"step {1 + (n - 1) * every}: {x}" for n, x in enumerate(losses) if x]
    return {"tried": len(losses), "lost": len(found), "losses": found[:5]}


if __name__ == "__main__":
    scenario_name, fault_name, where = sys.argv[1:4]
    stride = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    print(json.dumps(main(scenario_name, fault_name, Path(where), stride)))  # noqa: T201
