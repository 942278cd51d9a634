"""The monthly samples and supervision talks of a workspace, read from their files."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from workflow.adapters.config_files import read_shared
from workflow.domain.findings import Noticed
from workflow.domain.records.base import Block
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision

R = TypeVar("R", bound=Block)


@dataclass(frozen=True)
class GovernanceRecords:
    """What stands under `governance/`; a file that cannot be read counts as empty."""

    root: Path

    @cached_property
    def samplings(self) -> dict[str, Sampling]:
        """Each monthly sample by its file; the month is the file's name if need be."""
        found = self._read("sampling", Sampling)
        return {
            file: sampling.model_copy(update={"month": sampling.month or _stem(file)})
            for file, sampling in found.items()
        }

    @cached_property
    def supervisions(self) -> dict[str, Supervision]:
        """Each supervision talk by its file."""
        return self._read("supervision", Supervision)

    def _read(self, part: str, model: type[R]) -> dict[str, R]:
        paths = sorted((self.root / "governance" / part).glob("*.yaml"))
        files = [path.relative_to(self.root).as_posix() for path in paths]
        noticed: list[Noticed] = []  # told by whoever checks governance
        return {
            file: read_shared(self.root, file, model, noticed).record for file in files
        }


def _stem(file: str) -> str:
    return file.rpartition("/")[2].removesuffix(".yaml")
