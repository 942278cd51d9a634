"""Document types as folders: `templates/<name>/document.yaml` and `template.docx`."""

from collections.abc import Mapping
from pathlib import Path

from workflow.adapters.config_files import configuration
from workflow.adapters.safe_files import sha256
from workflow.domain.documents import DocumentType, Each, LoadedType
from workflow.domain.errors import ConfigurationError
from workflow.domain.records.base import Reader

TEMPLATE = "template.docx"


def load_document_types(root: Path) -> tuple[LoadedType, ...]:
    """Every document type of a workspace. Raises `ConfigurationError`."""
    folders = sorted(
        path.parent for path in (root / "templates").glob("*/document.yaml")
    )
    return tuple(_loaded(root, folder) for folder in folders)


def _loaded(root: Path, folder: Path) -> LoadedType:
    file = f"templates/{folder.name}/document.yaml"
    kind = _type(file, folder.name, configuration(root, file))
    template = folder / TEMPLATE
    if not template.is_file():
        raise ConfigurationError(f"templates/{folder.name}/{TEMPLATE} is not there")
    content = template.read_bytes()
    return LoadedType(kind, content, sha256(content))


def _type(file: str, name: str, said: Mapping[str, object]) -> DocumentType:
    try:
        return DocumentType(
            id=str(said["id"]),
            name=name,
            title=str(said["title"]),
            reader=Reader(str(said["for"])),
            each=Each(str(said["each"])),
            file_name=str(said["file-name"]),
            held_by=frozenset(_list(said.get("held-by"))),
            uses=tuple(_list(said.get("uses"))),
            discreet_title=str(said.get("discreet-title", "")),
            own_title=said.get("own-title") == "true",
            not_when_no_paper=said.get("not-when-no-paper") == "true",
        )
    except KeyError as error:
        raise ConfigurationError(f"{file}: {error.args[0]} is missing") from None
    except ValueError:
        raise ConfigurationError(f"{file}: `for` or `each` is not known") from None


def _list(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
