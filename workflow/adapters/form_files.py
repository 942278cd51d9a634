"""The question sheets of a workspace (`config/forms/*.yaml`) and of the starter."""

from collections.abc import Mapping
from pathlib import Path

from workflow.adapters.config_files import configuration, starter_folder
from workflow.domain.questions import Sheet, as_sheet

FOLDER = Path("config") / "forms"


def load_sheets(root: Path) -> Mapping[str, Sheet]:
    """Every question sheet by its name; a workspace's own comes before the starter's.

    Raises `SheetFault` or `ConfigurationError`, naming file and place.
    """
    folders = (starter_folder() / FOLDER, root / FOLDER)
    names = {path.name for folder in folders for path in folder.glob("*.yaml")}
    files = ((FOLDER / name).as_posix() for name in sorted(names))
    sheets = (as_sheet(configuration(root, file), file) for file in files)
    return {sheet.name: sheet for sheet in sheets}
