"""What somebody has begun to write: kept for them on the share, not in the record.

A draft lies under `cases/_drafts/<who>/`: behind the same door as the cases, outside
every case folder. Each save is a new file, whole; those that it was made from are then
taken away. What another computer kept meanwhile stays. Those of a bid lie in the folder
of its tender: who writes bids may have no rights on cases.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from workflow.adapters.safe_files import NameTaken, place
from workflow.services.ports import Attempt, Draft

FOLDER = Path("cases") / "_drafts"
NAME = re.compile(r"([0-9a-f]{32})\.(\d{6})\.json")
OWNER = re.compile(r"[A-Za-z0-9._-]{1,60}")


@dataclass(frozen=True)
class Drafts:
    """The drafts of a workspace."""

    root: Path
    folder: Path = FOLDER

    def of(self, owner: str) -> tuple[Draft, ...]:
        """Everything somebody has begun, in order of name."""
        if not OWNER.fullmatch(owner):
            return ()
        return tuple(self._newest(owner).values())

    def keep(self, draft: Draft) -> Draft:
        """Keep a draft as it is now; the same with its new number."""
        if not OWNER.fullmatch(draft.owner):
            return draft
        highest = max(self._numbers(draft), default=0)
        number = 1 + max(draft.number, highest)
        while True:
            kept = replace(draft, number=number)
            with suppress(NameTaken):
                place(self._path(kept), _written(kept))
                self._drop(kept, draft.number)
                return kept
            number += 1

    def discard(self, draft: Draft) -> None:
        """Take a draft away, once it is in the record or nobody wants it."""
        if OWNER.fullmatch(draft.owner):
            self._drop(draft)

    def _drop(self, draft: Draft, until: int | None = None) -> None:
        """Take away the saves of a draft, all or those up to a number.

        The newest last: it alone knows what was about to be saved (decision 124).
        """
        for number, path in sorted(self._numbers(draft).items()):
            if until is None or number <= until:
                path.unlink(missing_ok=True)

    def _numbers(self, draft: Draft) -> dict[int, Path]:
        """The saves of a draft by their numbers."""
        named = ((NAME.fullmatch(p.name), p) for p in self._files(draft.owner))
        return {int(m[2]): path for m, path in named if m and m[1] == draft.id}

    def _newest(self, owner: str) -> dict[str, Draft]:
        """The newest save of each draft that can be read: one may have been cut."""
        newest: dict[str, Draft] = {}
        for path in sorted(self._files(owner)):
            found = NAME.fullmatch(path.name)
            draft = _read(path) if found else None
            if found and draft:
                newest[found[1]] = draft
        return newest

    def _files(self, owner: str) -> Iterator[Path]:
        folder = self.root / self.folder / owner
        yield from folder.iterdir() if folder.is_dir() else ()

    def _path(self, draft: Draft) -> Path:
        name = f"{draft.id}.{draft.number:06d}.json"
        return self.root / self.folder / draft.owner / name


def _written(draft: Draft) -> bytes:
    """A draft as JSON. Without attempts an older program can read it too."""
    plain = tuple(replace(a, answers=dict(a.answers)) for a in draft.attempts)
    told = asdict(replace(draft, answers=dict(draft.answers), attempts=plain))
    if not draft.attempts:
        del told["attempts"]
    return json.dumps(told).encode()


def _read(path: Path) -> Draft | None:
    try:
        told = json.loads(path.read_bytes())
        attempts = tuple(Attempt(**each) for each in told.pop("attempts", ()))
        return Draft(**told, attempts=attempts)
    except (OSError, ValueError, TypeError, AttributeError):
        return None
