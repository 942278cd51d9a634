"""Knows a case again of which nothing has changed that its documents are made from.

The seal is a hash of everything: the program, the provider's settings, the day, the
files of the case just as they were read, what was found in them, the pictures, and what
was made before. The smallest doubt makes another seal, and all is drafted anew.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.domain.case_folder import CaseRef
from workflow.domain.findings import Finding, Place, Recipient
from workflow.services.drafting import Workshop
from workflow.services.ports import Loaded, Published, Receipt


@dataclass(frozen=True)
class Sealing:
    """One case at one build: what its documents are made from."""

    workshop: Workshop
    loaded: Loaded
    findings: Sequence[Finding]
    shelf: Published
    today: date

    def holds(self) -> bool:
        """Whether all documents stand that would be made from exactly this."""
        if not self.shelf.receipts():
            return False  # nothing was made yet
        seals, seal = self.workshop.seals, self._seal()
        return bool(seals and seal and seals.known(self._ref, seal))

    def renew(self) -> None:
        """Remember that all documents were made from this and from nothing else."""
        seals, seal = self.workshop.seals, self._seal()
        if seals and seal and not seals.known(self._ref, seal):
            seals.keep(self._ref, seal)

    @property
    def _ref(self) -> CaseRef:
        return self.loaded.folder.ref

    def _made(self) -> Iterator[tuple[str, Receipt]]:
        """What was made before, but for pages and PDFs: they are made from the rest."""
        for name, receipt in self.shelf.receipts().items():
            if not name.endswith((".html", ".pdf")):
                yield name, receipt

    def _seal(self) -> str:
        """Empty when there is no telling."""
        seals, settings = self.workshop.seals, self.workshop.practice.settings
        if not (seals and settings and self.loaded.digest):
            return ""
        everything = {
            "program": seals.program,
            "settings": settings,
            "today": self.today.isoformat(),
            "files": self.loaded.digest,
            "found": [vars(finding) for finding in self.findings],
            "sampled": repr(self.workshop.second_looks.get(self._ref)),
            "pictures": dict(self.workshop.pictures(self._ref).shas),
            "made": {name: vars(receipt) for name, receipt in self._made()},
        }
        text = json.dumps(everything, sort_keys=True, default=_plain)
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """What stands within a finding, as JSON can say it."""
    if isinstance(value, Place | Recipient):
        return vars(value)
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError
