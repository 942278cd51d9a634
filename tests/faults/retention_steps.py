"""Each step of destroying a case made to go wrong: finished or untouched (T3, T40).

usage: retention_steps.py SCENARIO FAULT FOLDER [EVERY]
"""

import json
import os
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.faults import each_step
from tests.retention.old_cases import add_case, everything, office_with
from workflow.adapters.journal import verify
from workflow.adapters.safe_files import sha256
from workflow.wiring.office import Office
from workflow.wiring.retention import Retention

OLD, OTHER, DAY = "SG-2012-001", "SG-2012-002", date(2024, 1, 15)
each_step.CALLS += ("rmdir",)
each_step.REAL["rmdir"] = os.rmdir


class Destroying:
    """A case that two people approved, beside one that nobody did."""

    def prepare(self, folder: Path) -> None:
        """Both cases, and the two approvals of one."""
        office_with(folder, {OLD: "2015-01-15"})
        add_case(folder, OTHER, "2015-01-15")
        for by in ("st-01", "st-02"):
            room = Retention(Office(folder, DAY))
            room.approve(OLD, by, "Nothing is open any more")

    def act(self, folder: Path) -> None:
        """Destroy the one."""
        Retention(Office(folder, DAY)).destroy(OLD)

    def lost(self, folder: Path) -> str:
        """The other as it was; the one whole, or where no command finds it."""
        before = everything(folder.parent / "before")
        now = everything(folder)
        for name, content in before.items():
            of_other = OTHER in name and now.get(name) != content
            in_use = (folder / "cases" / OLD).exists()
            of_case = name.startswith(f"cases/{OLD}/") and now.get(name) != content
            if of_other or (in_use and of_case):
                return f"{name} is not what it was"
        if verify(folder / "_system" / "log"):
            return "the journal does not hold"
        return ""

    def ends(self, folder: Path) -> dict[str, str]:
        """Everything that stands in the end, what the journal says aside."""
        self.act(folder)
        return {
            name: sha256(content)
            for name, content in everything(folder).items()
            if not name.startswith("_system/") and ".alongside-" not in name
        }


each_step.SCENARIOS |= {"retention": Destroying}

if __name__ == "__main__":
    scenario, fault, where = sys.argv[1:4]
    stride = int(sys.argv[4]) if len(sys.argv) > 4 else 1
    told = each_step.main(scenario, fault, Path(where), stride)
    print(json.dumps(told))  # noqa: T201 - the result
