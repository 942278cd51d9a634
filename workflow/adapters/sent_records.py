"""Puts the record of a letter that was sent into a case, under a free name."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflow.adapters.safe_files import NameTaken, place
from workflow.domain.case_folder import CaseRef


@dataclass(frozen=True)
class SentRecords:
    """The records folder of each case of one workspace."""

    root: Path

    def put(self, ref: CaseRef, day: date, text: str) -> str:
        """Place a new record under the next free number of its day; its file."""
        number = 1
        while True:
            name = f"{day}-external_contact-{number:02}"
            path = self.root / "cases" / ref / "records" / f"{name}.yaml"
            try:
                if not path.exists():
                    place(path, text.replace("{record_id}", name).encode())
                    return f"records/{path.name}"
            except NameTaken:
                pass  # somebody took it meanwhile; the next number may be free
            number += 1
