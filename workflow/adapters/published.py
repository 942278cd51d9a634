"""Finished documents and their receipts; never over a person's work (reliability 3.2)."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

from workflow.adapters.safe_files import place, recover, sha256, swap
from workflow.domain.making import Receipt
from workflow.services.ports import Written

OWNER = "~$"  # Word's note that it holds a document open
SKIPPED = 2  # characters of the name that Word's own note leaves out


@dataclass(frozen=True)
class Publications:
    """The documents of one folder: where they stand, their receipts, their history."""

    folder: Path
    made: Path
    shelf: Path
    history: Path

    def receipts(self) -> Mapping[str, Receipt]:
        """The newest receipt of every name; a damaged one counts as not there."""
        return self._newest

    @cached_property
    def _newest(self) -> dict[str, Receipt]:
        recover(self.made, self.history)
        newest: dict[str, Receipt] = {}
        for path in self.shelf.glob("*.json") if self.shelf.is_dir() else ():
            receipt = _receipt(path)
            if receipt and receipt.sequence > _sequence(newest.get(receipt.name)):
                newest[receipt.name] = receipt
        return newest

    def present(self, name: str) -> str | None:
        """The hash of what stands under a name now; None when nothing does."""
        try:
            return sha256((self.made / name).read_bytes())
        except FileNotFoundError:
            return None

    def publish(self, receipt: Receipt, content: bytes) -> Written:
        """Put a document in place, or beside a person's own version of it."""
        path = self.made / receipt.name
        last = self._newest.get(receipt.name)
        standing = self.present(receipt.name)
        if standing == receipt.content:
            written = Written.IDENTICAL
        elif standing is None:
            written = place(path, content)
        elif last and standing == last.content and not last.beside:
            written = self._swapped(path, standing, content)
        else:
            written = Written.KEPT_HAND_EDITS
        if written is Written.KEPT_HAND_EDITS:
            receipt = replace(receipt, beside=True)
            place(_beside(path, receipt.sequence), content)
        if written is not Written.OPEN_ELSEWHERE:
            self._keep(receipt)
        return written

    def _swapped(self, path: Path, standing: str, content: bytes) -> Written:
        owners = (path.with_name(OWNER + path.name[n:]) for n in (0, SKIPPED))
        if any(owner.exists() for owner in owners):
            return Written.OPEN_ELSEWHERE
        return swap(path, standing, content, self.history)

    def _keep(self, receipt: Receipt) -> None:
        text = json.dumps(asdict(receipt), sort_keys=True, indent=1)
        name = f"{receipt.name}.{receipt.sequence:06d}.{receipt.content[:16]}.json"
        place(self.shelf / name, text.encode())
        self._newest[receipt.name] = receipt


def _beside(path: Path, sequence: int) -> Path:
    return path.with_name(f"{path.stem} (update {sequence}){path.suffix}")


def _sequence(receipt: Receipt | None) -> int:
    return receipt.sequence if receipt else 0


def _receipt(path: Path) -> Receipt | None:
    try:
        return Receipt(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
