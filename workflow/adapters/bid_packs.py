"""The finished packs of a workspace: their files, manifests and releases."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflow.adapters.config_files import configuration
from workflow.adapters.safe_files import (
    NameTaken,
    place,
    put,
    put_there,
    retire,
    sha256,
    swap,
)
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.bidding.release import Finished
from workflow.domain.errors import FileHeld, ReleaseRefused, WorkspaceNotFound
from workflow.domain.tree import meaning
from workflow.services.ports import Written

MANIFEST, PROOF = "manifest.yaml", "proof.yaml"
LOG = "tenders/release_log.yaml"
HEAD = "# Made by Alongside; a change by hand is not kept.\n"
EMPTY_LOG = b"# Every figure ever given outside. None is ever changed.\nreleased:\n"
TRIES = 5  # where others add to the release log at the same moment
STILL_STANDS = (Written.OPEN_ELSEWHERE, Written.KEPT_HAND_EDITS)
ROW = re.compile(rb"(?m)^( *)- ")


@dataclass(frozen=True)
class BidPacks:
    """The packs in the tender folders of one workspace."""

    root: Path

    def proof(self, ref: str) -> Mapping[str, Sequence[Mapping[str, str]]]:
        """What was left for the bid writer; nothing when nobody has yet."""
        return _lists(self._plain(ref, PROOF))

    def keep_proof(self, ref: str, proof: Mapping[str, object]) -> None:
        """Leave the stories, samples and learning for the bid writer.

        Raises `FileHeld` when what was left before is in use.
        """
        put_there(self._home(ref) / PROOF, _written(proof))

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
        """Write the files of a pack; what belongs to an earlier one is moved aside.

        Raises `FileHeld` naming those that are in use. The others are written, and
        until those are too the manifest says that the pack is not whole.
        """
        folder, history = self._home(ref) / "pack", self._home(ref) / "_history"
        for path in sorted(folder.glob("*")) if folder.is_dir() else ():
            if path.is_file() and path.name not in (*files, MANIFEST):
                retire(path, sha256(path.read_bytes()), history)
        done = {name: put(folder / name, raw, history) for name, raw in files.items()}
        held = [name for name, written in done.items() if written in STILL_STANDS]
        if held:
            raise FileHeld(", ".join(held))
        if not self._same(ref, manifest):
            put_there(folder / MANIFEST, _written(manifest), history)
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
        """Write down a release and keep the files that left; gives where.

        Raises `FileHeld` when what was kept the same day is in use.
        """
        home = self._home(ref) / "releases" / str(day)
        for name, content in self.files(ref).items():
            put_there(home / name, content)
        put_there(home / "release.yaml", _written(said))
        return home.relative_to(self.root).as_posix()

    def append_log(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Add figures to the release log, each once; nothing in it is ever changed.

        What another computer adds at this moment stays. Raises `ReleaseRefused` when
        the log cannot be read, or stays in use.
        """
        path = self.root / LOG
        for _ in range(TRIES):
            raw = path.read_bytes() if path.is_file() else None
            content = _with_rows(EMPTY_LOG if raw is None else raw, rows)
            if raw is not None:
                done = swap(path, sha256(raw), content, path.parent / "_history")
                if done not in STILL_STANDS:
                    return
                continue
            with suppress(NameTaken):
                place(path, content)
                return
        raise ReleaseRefused(f"{LOG} is in use: close it, then release again")

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


def _written(said: Mapping[str, object]) -> bytes:
    return (HEAD + json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _with_rows(raw: bytes, rows: Sequence[Mapping[str, object]]) -> bytes:
    """A release log with these rows at its end, but for those that it has."""
    before = _released(raw)
    new = [row for row in rows if _told(row) not in before]
    indent = found[1] if (found := ROW.search(raw)) else b"  "
    end = b"\r\n" if b"\r\n" in raw else b"\n"
    whole = raw.replace(b"released: []", b"released:")
    whole += b"" if whole.endswith(end) else end
    for row in new:
        whole += indent + b"- " + json.dumps(row, ensure_ascii=False).encode() + end
    if _released(whole) != [*before, *map(_told, new)]:
        raise ReleaseRefused(f"{LOG} is not laid out as we know it: mend it first")
    return whole


def _released(raw: bytes) -> list[object]:
    """The rows of a release log. Raises `ReleaseRefused` when it cannot be read."""
    root = read_tree(raw, LOG).root
    if root is None:
        raise ReleaseRefused(f"{LOG} cannot be read: mend it first")
    rows = meaning(root.values["released"]) if "released" in root.values else None
    return rows if isinstance(rows, list) else []


def _told(row: Mapping[str, object]) -> object:
    """What a row says once it stands in the log."""
    return {key: value or ([] if value == [] else None) for key, value in row.items()}


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
