"""Somebody who saves the same form again and again, for tests of several people (T7).

usage: saver.py FOLDER NAME ROUNDS

Every other round is about a field that the others write in too, and whoever thinks
saves when somebody else just has. Says for each round
what was written, and whether it was `saved` (with the hashes before and after) or
`shown` beside what somebody else wrote there.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from workflow.adapters.case_editing import CaseEditing
from workflow.adapters.journal import RunLog
from workflow.adapters.mending import Mending
from workflow.domain.case_folder import CaseRef
from workflow.domain.errors import ChangedElsewhere, EditRefused
from workflow.domain.intake import put, said
from workflow.domain.records.plan import Plan
from workflow.domain.tree import Fields
from workflow.services.ports import Standing
from workflow.services.saving import Differs, save

REF, FILE = CaseRef("SG-2026-014"), "plan.yaml"
FIRST = f"schema_version: 1\ncase_ref: {REF}\nversion: 1\n"
OWN = {"one": "my_words.what_helps", "two": "my_words.what_makes_it_worse"}
SHARED = "my_words.what_matters_to_me"
NOW = "2026-11-23T09:30:00+00:00"
AGAIN = 0.2  # seconds after which somebody presses the button again
THINKS = 10  # looks whether somebody else has saved meanwhile, to save right after


class Person:
    """One person at one computer."""

    def __init__(self, root: Path, name: str) -> None:
        self.root, self.name = root, name
        self.files = CaseEditing(root, RunLog(root / "_system" / "log", lambda: NOW))

    def opened(self) -> tuple[Standing, Fields]:
        """The form as it is opened."""
        while True:
            try:
                found = self.files.read(REF, FILE)
            except EditRefused:  # another program has it in hand
                found = None
            if found is not None and found.root is not None:
                return found, found.root
            Mending(self.root, time.sleep).swaps(REF)

    def writes(self, number: int) -> dict[str, str]:
        """One round: open the form, write, save until it is settled."""
        base, root = self.opened()
        words = f"{self.name} {number:03d}."
        field = SHARED if number % 2 else OWN[self.name]
        mine = put(root, field, said(words, "para"), Plan)
        for _ in range(THINKS):
            time.sleep(AGAIN / THINKS)
            if self.opened()[0].sha != base.sha:
                break
        while True:
            try:
                done = save(self.files, REF, FILE, base, mine)
            except (ChangedElsewhere, EditRefused):
                time.sleep(AGAIN)
                continue
            if not isinstance(done, Differs):
                hashes = {"before": done.before, "after": done.after}
                return {"words": words, "came": "saved"} | hashes
            if done.clashes:
                return {"words": words, "came": "shown"}
            base, mine = Standing(done.seen, done.theirs, ""), done.merged


if __name__ == "__main__":
    person = Person(Path(sys.argv[1]), sys.argv[2])
    for turn in range(int(sys.argv[3])):
        print(json.dumps(person.writes(turn)), flush=True)  # noqa: T201
