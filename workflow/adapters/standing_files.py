"""The file that a form is about, as it stands: its text tree and its hash."""

from dataclasses import dataclass
from pathlib import Path

from workflow.adapters.safe_files import sha256
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.form_making import Standing
from workflow.domain.intake import NOTHING


@dataclass(frozen=True)
class FilesStanding:
    """The files of the cases of one workspace; the `StandingFiles` port."""

    root: Path

    def standing(self, ref: str, file: str) -> Standing:
        """What stands in a file; nothing in a new one, or in one that is not there."""
        path = self.root / "cases" / ref / file
        if not path.is_file():
            return Standing(file)
        content = path.read_bytes()
        return Standing(file, read_tree(content, file).root or NOTHING, sha256(content))
