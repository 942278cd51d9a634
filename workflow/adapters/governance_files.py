"""The files that belong to no case: samples, supervision, tenders, releases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from workflow.adapters.case_folders import to_show
from workflow.adapters.config_files import read_shared
from workflow.adapters.journal import month_seal
from workflow.adapters.safe_files import NameTaken, place
from workflow.adapters.tenders import VIGNETTE, Tenders
from workflow.domain.case_folder import Filed
from workflow.domain.findings import Noticed
from workflow.domain.records.assembly import Evidence
from workflow.domain.records.base import Block
from workflow.domain.records.dismissal import SharedDismissals
from workflow.domain.records.release_log import ReleaseLog
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.supervision import Supervision
from workflow.domain.workspace import Workspace
from workflow.services.ports import Written

R = TypeVar("R", bound=Block)

RELEASES = "tenders/release_log.yaml"
EVIDENCE = "tenders/evidence.yaml"
NAMES = {  # how the layout names the YAML files of each folder (brief 2.1)
    "config": re.compile(r"(?!(provider|staff)[^a-z]).*|(provider|staff)\.yaml"),
    "governance": re.compile(r"dismissals\.yaml"),
    "governance/sampling": re.compile(r"\d{4}-\d\d\.yaml"),
    "governance/supervision": re.compile(r"\d{4}-\d\d-\d\d-\d\d\.yaml"),
    "tenders": re.compile(r"(release_log|evidence)\.yaml"),
    "tenders/*": re.compile(r"(tender|assembly|figures|proof|dismissals)\.yaml"),
    "tenders/*/vignettes": VIGNETTE,
}


@dataclass(frozen=True)
class GovernanceFiles:
    """The shared files of one workspace."""

    root: Path

    def read(self) -> Workspace:
        """Everything beside the cases, with what reading it noticed."""
        noticed: list[Noticed] = []
        tenders = Tenders(self.root)
        dismissals = ("governance/dismissals.yaml", *tenders.files("dismissals.yaml"))
        return Workspace(
            samplings=self._all("governance/sampling", Sampling, noticed),
            supervisions=self._all("governance/supervision", Supervision, noticed),
            bids=tenders.bids(noticed),
            releases=self._one(RELEASES, ReleaseLog, noticed),
            evidence=self._one(EVIDENCE, Evidence, noticed),
            dismissals=tuple(
                self._one(file, SharedDismissals, noticed)
                for file in dismissals
                if (self.root / file).is_file()
            ),
            strays=tuple(sorted(self._strays())),
            noticed=tuple(noticed),
            seal_of=lambda month: month_seal(self.root / "_system" / "log", month),
        )

    def put_sheet(self, file: str, text: str) -> Written:
        """Place a new file whole or not at all; one that stands there is left alone."""
        try:
            return place(self.root / file, text.encode())
        except NameTaken:
            return Written.KEPT_HAND_EDITS

    @property
    def samplings(self) -> dict[str, Sampling]:
        """Each monthly sample by its file; the month is the file's name if need be."""
        return {
            filed.file: filed.record.model_copy(
                update={"month": filed.record.month or Path(filed.file).stem}
            )
            for filed in self._all("governance/sampling", Sampling, [])
        }

    @property
    def supervisions(self) -> dict[str, Supervision]:
        """Each supervision talk by its file."""
        found = self._all("governance/supervision", Supervision, [])
        return {filed.file: filed.record for filed in found}

    def _all(
        self, folder: str, model: type[R], noticed: list[Noticed]
    ) -> tuple[Filed[R], ...]:
        found = sorted((self.root / folder).glob("*.yaml"))
        named = (path.name for path in found if NAMES[folder].fullmatch(path.name))
        return tuple(self._one(f"{folder}/{name}", model, noticed) for name in named)

    def _one(self, file: str, model: type[R], noticed: list[Noticed]) -> Filed[R]:
        if not (self.root / file).is_file():
            return Filed(file, model())
        return read_shared(self.root, file, model, noticed)

    def _strays(self) -> Iterator[str]:
        """YAML files that the layout does not name, such as conflict copies."""
        for folder, name in NAMES.items():
            for path in self.root.glob(f"{folder}/*.y*ml"):
                litter = path.name.startswith((".", "~$"))
                if not litter and not name.fullmatch(path.name):
                    yield to_show(path.relative_to(self.root).as_posix())
