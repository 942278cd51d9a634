"""The finished packs of a workspace: their files, manifests and releases."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflow.adapters.config_files import configuration
from workflow.adapters.safe_files import place, retire, sha256, swap
from workflow.domain.bidding.release import Finished
from workflow.domain.errors import WorkspaceNotFound

MANIFEST, PROOF = "manifest.yaml", "proof.yaml"
LOG = "tenders/release_log.yaml"
HEAD = "# Made by Alongside; a change by hand is not kept.\n"
EMPTY_LOG = "# Every figure ever given outside. None is ever changed.\nreleased:\n"


@dataclass(frozen=True)
class BidPacks:
    """The packs in the tender folders of one workspace."""

    root: Path

    def proof(self, ref: str) -> Mapping[str, Sequence[Mapping[str, str]]]:
        """What was left for the bid writer; nothing when nobody has yet."""
        return _lists(self._plain(ref, PROOF))

    def keep_proof(self, ref: str, proof: Mapping[str, object]) -> None:
        """Leave the stories, samples and learning for the bid writer."""
        self._put(self._home(ref) / PROOF, _written(proof))

    def read(self, ref: str, file: str) -> bytes:
        """A file of an appendix, in the tender's folder or among the evidence.

        Raises `WorkspaceNotFound` when it is nowhere there.
        """
        for folder in (self._home(ref), self.root / "tenders"):
            path = (folder / file).resolve()
            inside = path.is_relative_to((self.root / "tenders").resolve())
            if inside and path.is_file():
                return path.read_bytes()
        raise WorkspaceNotFound(f"tenders/{ref}/{file}")

    def keep_pack(
        self, ref: str, files: Mapping[str, bytes], manifest: Mapping[str, object]
    ) -> tuple[str, ...]:
        """Write the files of a pack; what belongs to an earlier one is moved aside."""
        folder = self._home(ref) / "pack"
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            if path.is_file() and path.name not in (*files, MANIFEST):
                retire(path, sha256(path.read_bytes()), self._home(ref) / "_history")
        for name, content in files.items():
            self._put(folder / name, content)
        if not self._same(ref, manifest):
            self._put(folder / MANIFEST, _written(manifest))
        return tuple(f"tenders/{ref}/pack/{name}" for name in (*files, MANIFEST))

    def _same(self, ref: str, manifest: Mapping[str, object]) -> bool:
        """Whether the same files were listed before; then their day stands."""
        before = self._plain(ref, f"pack/{MANIFEST}")
        same = _sums(before) == _sums(manifest)
        return same and _over(before) == _over(manifest)

    def finished(self, ref: str) -> Finished:
        """A pack as it stands, against its manifest."""
        listed = self._plain(ref, f"pack/{MANIFEST}")
        made_on = str(listed.get("made_on") or "")
        present = {name: sha256(raw) for name, raw in self.files(ref).items()}
        day = date.fromisoformat(made_on) if made_on else None
        return Finished(day, _sums(listed), present, _over(listed))

    def files(self, ref: str) -> dict[str, bytes]:
        """The files of a pack as they stand now, without the manifest."""
        folder = self._home(ref) / "pack"
        return {
            path.name: path.read_bytes()
            for path in sorted(folder.glob("*"))
            if path.is_file() and path.name != MANIFEST
        }

    def keep_release(self, ref: str, day: date, said: Mapping[str, object]) -> str:
        """Write down a release and keep the files that left; gives where."""
        home = self._home(ref) / "releases" / str(day)
        for name, content in self.files(ref).items():
            self._put(home / name, content)
        self._put(home / "release.yaml", _written(said))
        return home.relative_to(self.root).as_posix()

    def append_log(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Add figures to the release log; nothing in it is ever changed."""
        path = self.root / LOG
        now = path.read_text(encoding="utf-8") if path.is_file() else EMPTY_LOG
        now = now.replace("released: []", "released:")
        now = now if now.endswith("\n") else f"{now}\n"
        added = "".join(f"  - {json.dumps(row, ensure_ascii=False)}\n" for row in rows)
        self._put(path, (now + added).encode())

    def releases(self) -> Iterator[Mapping[str, str]]:
        """Every release of every tender, oldest first."""
        for path in sorted((self.root / "tenders").glob("*/releases/*/release.yaml")):
            said = configuration(self.root, path.relative_to(self.root).as_posix())
            yield {key: value for key, value in said.items() if isinstance(value, str)}

    def _plain(self, ref: str, name: str) -> Mapping[str, object]:
        path = self._home(ref) / name
        if not path.is_file():
            return {}
        return configuration(self.root, path.relative_to(self.root).as_posix())

    def _home(self, ref: str) -> Path:
        return self.root / "tenders" / ref

    def _put(self, path: Path, content: bytes) -> None:
        if path.is_file():
            history = path.parent / "_history"
            if path.parent.name == "pack":
                history = path.parent.parent / "_history"
            swap(path, sha256(path.read_bytes()), content, history)
        else:
            place(path, content)


def _written(said: Mapping[str, object]) -> bytes:
    return (HEAD + json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _sums(manifest: Mapping[str, object]) -> dict[str, str]:
    rows = manifest.get("files")
    return {
        str(row["file"]): str(row["sha256"])
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict)
    }


def _over(manifest: Mapping[str, object]) -> tuple[str, ...]:
    rows = manifest.get("over")
    return tuple(map(str, rows if isinstance(rows, list) else ()))


def _lists(said: Mapping[str, object]) -> dict[str, list[dict[str, str]]]:
    return {
        key: [row for row in rows if isinstance(row, dict)]
        for key, rows in said.items()
        if isinstance(rows, list)
    }
