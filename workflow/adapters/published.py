"""Finished documents, their receipts; never over a person's work (reliability 3.2)."""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path

from workflow.adapters.safe_files import NameTaken, place, recover, retire, sha256, swap
from workflow.domain.making import Receipt
from workflow.services.ports import Log, Written

OWNER = "~$"  # Word's note that it holds a document open
SKIPPED = (0, 1, 2)  # characters of the name that Word's note may leave out
RECEIPT = re.compile(r"(.+)\.(\d{6})\.[0-9a-f]{16}\.json")


@dataclass(frozen=True)
class Publications:
    """The documents of one folder: where they stand, their receipts, their history."""

    folder: Path
    made: Path
    shelf: Path
    history: Path
    log: Log

    def receipts(self) -> Mapping[str, Receipt]:
        """The newest receipt of every name; a damaged one counts as not there."""
        return self._newest

    @cached_property
    def _newest(self) -> dict[str, Receipt]:
        recover(self.made, self.history)
        return self._read()

    def present(self, name: str) -> str | None:
        """The hash of what stands under a name now; None when nothing does."""
        content = self.read(name)
        return None if content is None else sha256(content)

    def publish(self, receipt: Receipt, content: bytes) -> Written:
        """Put a document in place, or beside a person's own version of it."""
        begun = self._begin(receipt)
        last = self._newest.get(receipt.name)
        before = last.content if last else ""
        case, after = self.folder.name, receipt.content
        intent = self.log.intend("publish", case, receipt.document, before, after)
        written = self._put(receipt, content)
        if written is Written.KEPT_HAND_EDITS:
            receipt = replace(receipt, beside=True)
            if self._stands_beside(receipt):
                written = Written.IDENTICAL
            else:
                receipt = self._put_beside(receipt, content)
        if written is not Written.OPEN_ELSEWHERE:
            self._keep(receipt)
        begun.unlink(missing_ok=True)
        self.log.done(intent, written.name.lower())
        return written

    def read(self, name: str) -> bytes | None:
        """What stands under a name now; None when nothing does."""
        try:
            return (self.made / name).read_bytes()
        except FileNotFoundError:
            return None

    def put_away(self, name: str) -> bool:
        """Move a document of ours that is no longer right into the history.

        One that a person has changed, or has open, stays.
        """
        standing = self.present(name)
        if standing is None or not self._is_ours(name, standing):
            return False
        return not _held_open(self.made / name) and retire(
            self.made / name, standing, self.history
        )

    def _put(self, receipt: Receipt, content: bytes) -> Written:
        path = self.made / receipt.name
        standing = self._standing(receipt.name)
        if standing == receipt.content:
            return Written.IDENTICAL
        if standing is not None and not self._is_ours(receipt.name, standing):
            return Written.KEPT_HAND_EDITS
        if _held_open(path):
            return Written.OPEN_ELSEWHERE
        if standing is not None:
            return swap(path, standing, content, self.history)
        try:
            return place(path, content)
        except NameTaken:
            return Written.OPEN_ELSEWHERE

    def _standing(self, name: str) -> str | None:
        """What stands now; a name missing from a swap cut short is put right first."""
        standing = self.present(name)
        if standing is None and recover(self.made, self.history):
            return self.present(name)
        return standing

    def _is_ours(self, name: str, standing: str) -> bool:
        """Whether we put there what stands, be it that we were cut short after it."""
        last = self._read(name).get(name)
        if last and not last.beside and last.content == standing:
            return True
        return self._begun(name, standing).is_file()

    def _begin(self, receipt: Receipt) -> Path:
        """Note what is about to be put there, so that a cut never disowns it."""
        note = self._begun(receipt.name, receipt.content)
        place(note, b"")
        return note

    def _begun(self, name: str, content: str) -> Path:
        return self.shelf / f"{name}.{content[:32]}.begun"

    def _stands_beside(self, receipt: Receipt) -> bool:
        path = self.made / receipt.name
        return any(
            sha256(other.read_bytes()) == receipt.content
            for other in self.made.iterdir()
            if other.name.startswith(f"{path.stem} (update ")
            and other.suffix == path.suffix
        )

    def _put_beside(self, receipt: Receipt, content: bytes) -> Receipt:
        """Place under the first free `(update N)`; the receipt with that number."""
        path = self.made / receipt.name
        beside = f"{path.stem} (update {receipt.sequence}){path.suffix}"
        try:
            place(path.with_name(beside), content)
        except NameTaken:
            later = replace(receipt, sequence=receipt.sequence + 1)
            return self._put_beside(later, content)
        return receipt

    def _keep(self, receipt: Receipt) -> None:
        """Keep the receipt, unless the newest one says the same already."""
        last = self._newest.get(receipt.name)
        if last and replace(last, sequence=receipt.sequence) == receipt:
            return
        text = json.dumps(asdict(receipt), sort_keys=True, separators=(",", ":"))
        name = f"{receipt.name}.{receipt.sequence:06d}.{receipt.content[:16]}.json"
        try:
            place(self.shelf / name, text.encode())
        except NameTaken:
            self._keep(replace(receipt, sequence=receipt.sequence + 1))
        else:
            self._newest[receipt.name] = receipt

    def _read(self, only: str | None = None) -> dict[str, Receipt]:
        """The newest sound receipt of each name, by number, never by time."""
        newest: dict[str, Receipt] = {}
        names = [p.name for p in self.shelf.iterdir()] if self.shelf.is_dir() else []
        matches = map(RECEIPT.fullmatch, names)
        found = [match for match in matches if match and only in {None, match[1]}]
        for match in sorted(found, key=lambda m: int(m[2]), reverse=True):
            if match[1] not in newest:
                receipt = _receipt(self.shelf / match[0])
                if receipt and receipt.name == match[1]:
                    newest[receipt.name] = receipt
        return newest


def _held_open(path: Path) -> bool:
    """Whether a word processor's own note says that it has the document open."""
    words = {path.with_name(OWNER + path.name[n:]) for n in SKIPPED}
    return any(
        note.exists() for note in (*words, path.with_name(f".~lock.{path.name}#"))
    )


def _receipt(path: Path) -> Receipt | None:
    with suppress(OSError, ValueError, TypeError):
        return Receipt(**json.loads(path.read_bytes()))
    return None
