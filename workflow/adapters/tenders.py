"""The tenders of a workspace: what is asked, the figures made for it, the pack."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.config_files import configuration, read_shared
from workflow.adapters.safe_files import place, sha256, swap
from workflow.domain.errors import WorkspaceNotFound
from workflow.domain.findings import Noticed
from workflow.domain.records.tender import Tender

HEAD = (
    "# Made by Alongside: small numbers are hidden already."
    " Made again by: measures --for\n"
)


@dataclass(frozen=True)
class Tenders:
    """The tender folders of one workspace."""

    root: Path

    def load(self, ref: str) -> Tender:
        """What a tender asks. Raises `WorkspaceNotFound` when there is none."""
        noticed: list[Noticed] = []
        return read_shared(
            self.root, f"tenders/{self._safe(ref)}/tender.yaml", Tender, noticed
        ).record

    def figures(self, ref: str) -> Sequence[Mapping[str, str]]:
        """The figures made for a tender. Raises `WorkspaceNotFound` when none are."""
        file = f"tenders/{self._safe(ref)}/figures.yaml"
        if not (self.root / file).is_file():
            raise WorkspaceNotFound(
                f"{file}: make it with alongside measures --for {ref}"
            )
        rows = configuration(self.root, file).get("figures")
        return (
            [row for row in rows if isinstance(row, dict)]
            if isinstance(rows, list)
            else []
        )

    def keep_figures(self, ref: str, rows: Iterable[Mapping[str, str]]) -> None:
        """Write the figures of a tender; the earlier ones stay in its history."""
        lines = [HEAD, "figures:\n"]
        for row in rows:
            pairs = [
                f"{key}: {json.dumps(value, ensure_ascii=False)}"
                for key, value in row.items()
            ]
            lines.append("  - " + "\n    ".join(pairs) + "\n")
        self.put(ref, "figures.yaml", "".join(lines).encode())

    def put(self, ref: str, name: str, content: bytes) -> str:
        """Write one file of a tender and keep what stood there; gives its path."""
        folder = self.root / "tenders" / self._safe(ref)
        path = folder / name
        if path.is_file():
            swap(path, sha256(path.read_bytes()), content, folder / "_history")
        else:
            place(path, content)
        return path.relative_to(self.root).as_posix()

    def _safe(self, ref: str) -> str:
        """The reference, when it names a folder that is there and nothing else."""
        names = {
            path.name for path in (self.root / "tenders").glob("*") if path.is_dir()
        }
        if ref not in names:
            raise WorkspaceNotFound("no such tender")
        return ref
