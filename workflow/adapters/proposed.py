"""Puts proposed files into case folders, once each, and remembers that it did."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.safe_files import NameTaken, place
from workflow.domain.case_folder import CaseRef
from workflow.domain.proposals import Proposal
from workflow.services.ports import Written

REMEMBERED = re.compile(r"proposed-([0-9a-f]{32})\.json")


@dataclass(frozen=True)
class ProposedFiles:
    """The proposals of one workspace; each leaves a note in the case's `_receipts`."""

    root: Path

    def remembered(self, ref: CaseRef) -> frozenset[str]:
        """The keys of everything proposed for a case before."""
        shelf = self._shelf(ref)
        names = [p.name for p in shelf.iterdir()] if shelf.is_dir() else []
        found = (REMEMBERED.fullmatch(name) for name in names)
        return frozenset(match[1] for match in found if match)

    def put(self, ref: CaseRef, proposal: Proposal) -> Written:
        """Place the file, then its notes: a cut between them loses nothing.

        The file itself tells the next look that it is there; a note without a file
        would make us forget what nobody has seen.
        """
        try:
            written = place(
                self.root / "cases" / ref / proposal.file, proposal.text.encode()
            )
        except NameTaken:
            return Written.KEPT_HAND_EDITS
        note = json.dumps({"file": proposal.file}, separators=(",", ":")).encode()
        for key in proposal.keys:
            try:
                place(self._shelf(ref) / f"proposed-{key}.json", note)
            except NameTaken:
                continue  # remembered already, by another program
        return written

    def _shelf(self, ref: CaseRef) -> Path:
        return self.root / "cases" / ref / "_receipts"
