"""Filled forms that wait in the folder of their case until somebody goes through them.

Write-once, named by the hash of the file that was dropped (docs/form-format.md).
"""

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from workflow.adapters.filled_files import as_json, read
from workflow.adapters.limited import kind_of
from workflow.adapters.safe_files import NameTaken, place, sha256
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.filled_forms import Filled, FormNotRead, differences
from workflow.domain.tree import Fields
from workflow.services.ports import Attempt, FormProposal, Written

ENDINGS = {"pdf": ".pdf", "page": ".html", "json": ".json"}
NAME = re.compile(r"([0-9a-f]{64})\.json")
BEGUN = ".begun-*.json"
ORIGINALS, PROPOSALS = "_originals", "_proposals"


@dataclass(frozen=True)
class FormProposals:
    """The filled forms of one workspace."""

    root: Path

    def knows(self, case: str) -> bool:
        """Whether there is such a case."""
        return (self.root / "cases" / case).is_dir()

    def keep(self, sha: str, content: bytes, filled: Filled) -> str:
        """Keep a form as it came, and what stands on it; where it came to stand."""
        folder = self.root / "cases" / filled.case
        ending = ENDINGS.get(kind_of(content) or "", ".bin")
        original = folder / ORIGINALS / f"{sha}{ending}"
        place(original, content)
        place(folder / PROPOSALS / f"{sha}.json", as_json(filled))
        return original.relative_to(self.root).as_posix()

    def waiting(self, ref: str) -> tuple[FormProposal, ...]:
        """The forms of a case that nobody has gone through yet, in order of hash."""
        folder = self.root / "cases" / ref / PROPOSALS
        names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        matches = (NAME.fullmatch(name) for name in sorted(names))
        found = (m[1] for m in matches if m and f"{m[1]}.settled.json" not in names)
        return tuple(self.load(ref, sha) for sha in found)

    def load(self, ref: str, sha: str) -> FormProposal:
        """One filled form against the record as it stands now.

        Raises `FormNotRead` when it has been damaged since.
        """
        path = self.root / "cases" / ref / PROPOSALS / f"{sha}.json"
        if not NAME.fullmatch(path.name):
            raise FormNotRead("There is no such form.")
        filled = read(path.read_bytes())
        present = self._content(ref, filled.file)
        now = sha256(present) if present is not None else ""
        base = self._base(ref, filled)
        found = differences(filled, _root(present), _root(base))
        return FormProposal(sha, filled, found, now, bool(filled.base != now))

    def settle(
        self,
        ref: str,
        sha: str,
        accepted: Iterable[str],
        declined: Iterable[str],
        by: str,
    ) -> Written:
        """Write down what became of each answer; the form waits no longer.

        `KEPT_HAND_EDITS` when somebody else has settled it otherwise meanwhile.
        """
        text = {"accepted": [*accepted], "declined": [*declined], "by": by}
        content = json.dumps(text, ensure_ascii=False, indent=1).encode()
        folder = self.root / "cases" / ref / PROPOSALS
        try:
            return place(folder / f"{sha}.settled.json", content)
        except NameTaken:
            return Written.KEPT_HAND_EDITS

    def begun(self, ref: str, sha: str) -> tuple[Attempt, ...]:
        """What was about to be written out of a form; the newest last."""
        folder = self.root / "cases" / ref / PROPOSALS
        contents = (path.read_bytes() for path in sorted(folder.glob(f"{sha}{BEGUN}")))
        return tuple(Attempt(**json.loads(content)) for content in contents if content)

    def note(self, ref: str, sha: str, attempt: Attempt) -> None:
        """Keep what is about to be written out of a form."""
        content = json.dumps(asdict(attempt)).encode()
        folder = self.root / "cases" / ref / PROPOSALS
        number = 1 + len(list(folder.glob(f"{sha}{BEGUN}")))
        while True:
            with suppress(NameTaken):
                place(folder / f"{sha}.begun-{number:06d}.json", content)
                return
            number += 1

    def _content(self, ref: str, file: str) -> bytes | None:
        if not file.endswith(".yaml"):
            return None
        try:
            return (self.root / "cases" / ref / file).read_bytes()
        except FileNotFoundError:
            return None

    def _base(self, ref: str, filled: Filled) -> bytes | None:
        """The file as it stood when the form was made, out of what was kept."""
        if not filled.base:
            return None
        history = self.root / "cases" / ref / "_history"
        short = filled.base[:16]
        kept = (p for p in sorted(history.glob("*")) if short in p.name)
        contents = (path.read_bytes() for path in kept if path.is_file())
        return next((c for c in contents if sha256(c) == filled.base), None)


def _root(content: bytes | None) -> Fields | None:
    return read_tree(content, "").root if content is not None else None
