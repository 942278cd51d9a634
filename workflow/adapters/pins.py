"""The PINs of the staff: one small file each, scrambled, in `config/pins`."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflow.adapters.config_files import read_shared
from workflow.adapters.safe_files import NameTaken, place, sha256, swap
from workflow.adapters.yaml_writing import written
from workflow.domain.errors import ChangedElsewhere, EditRefused, WorkspaceNotFound
from workflow.domain.findings import Noticed
from workflow.domain.intake import NOTHING, put, said
from workflow.domain.records.pin import Pin
from workflow.services.ports import Log, Written

SAFE = re.compile(r"[A-Za-z0-9-]{1,60}")
UNREADABLE = "unreadable"  # fits no PIN


@dataclass(frozen=True)
class Pins:
    """The PINs of one workspace."""

    root: Path
    log: Log

    def of(self, who: str) -> str:
        """The scrambled PIN of somebody; "" for none.

        One that is there and cannot be read is told as one that nothing fits.
        """
        if not SAFE.fullmatch(who):
            return ""
        noticed: list[Noticed] = []
        try:
            found = read_shared(self.root, self._file(who), Pin, noticed)
        except WorkspaceNotFound:
            return ""
        return found.record.scrambled or UNREADABLE

    def keep(self, who: str, scrambled: str, day: date) -> None:
        """Keep the PIN of somebody; the one before goes to the history.

        Raises `EditRefused` when the share does not let it, `ChangedElsewhere` when
        somebody else was quicker.
        """
        if not SAFE.fullmatch(who):
            raise EditRefused(who)
        line = self.log.intend("pin", "config", who)
        try:
            done = self._write(self.root / self._file(who), _file(scrambled, day))
        except NameTaken:
            done = Written.KEPT_HAND_EDITS
        except OSError:
            self.log.done(line, "refused")
            raise EditRefused("config/pins") from None
        self.log.done(line, done.name)
        if done in (Written.KEPT_HAND_EDITS, Written.OPEN_ELSEWHERE):
            raise ChangedElsewhere("config/pins")

    def _write(self, path: Path, content: bytes) -> Written:
        if not path.is_file():
            return place(path, content)
        before = sha256(path.read_bytes())
        return swap(path, before, content, self.root / "config" / "_history")

    def _file(self, who: str) -> str:
        return f"config/pins/{who}.yaml"


def _file(scrambled: str, day: date) -> bytes:
    told = {"schema_version": ("1", "int"), "scrambled": (scrambled, "text")}
    told |= {"set_on": (day.isoformat(), "date")}
    root = NOTHING
    for key, (text, kind) in told.items():
        root = put(root, key, said(text, kind), Pin)
    return written(root)
