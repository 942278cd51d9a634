"""Document types as folders: `templates/<name>/document.yaml` and `template.docx`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from workflow.adapters.config_files import configuration
from workflow.adapters.safe_files import sha256
from workflow.domain.documents import (
    Discretion,
    DocumentType,
    Each,
    Given,
    Layout,
    LoadedType,
    template_file,
)
from workflow.domain.errors import ConfigurationError
from workflow.domain.records.base import Reader

Code = TypeVar("Code", bound=StrEnum)

NEEDED = ("id", "title", "for", "each", "file-name")
LISTS = ("held-by", "uses")
SWITCHES = ("own-title", "not-when-no-paper")
OTHER = ("document", "folder", "discreet-title", "given")
FOLDERS = {
    Each.CASE: "generated",
    Each.HELP_CARD: "generated",
    Each.HELD_REVIEW: "generated",
    Each.PATTERN_REVIEW: "generated",
    Each.MANAGERIAL_REVIEW: "generated",
    Each.MANAGERIAL_RESULT: "generated",
    Each.LEARNING_NOTE: "generated",
    Each.CLOSING: "generated",
    Each.AGREED_LETTER: "generated",
    Each.COMING_REVIEW: "generated",
    Each.WORKSPACE: "reports",
    Each.PERSON_TOLD: "reports",
    Each.SAMPLE: "reports",
    Each.WORKER: "supervision",
    Each.REGULATOR: "reports",
    Each.LIMITS: "reports",
    Each.WEEK: "reports",
    Each.LEARNING_LOG: "reports",
    Each.INSPECTION: "pack",
    Each.DESTRUCTION: "retention",
    Each.ASSESSMENT: "reports",
    Each.TENDER: "pack",
}
PLACES: Mapping[Each, Mapping[str, str]] = {
    Each.HELD_REVIEW: {"held_on": "2026-11-06", "kind": "scheduled"},
    Each.PATTERN_REVIEW: {"due_on": "2026-10-05"},
    Each.MANAGERIAL_REVIEW: {"number": "2026-10-30-01"},
    Each.MANAGERIAL_RESULT: {"number": "2026-10-30-01"},
    Each.LEARNING_NOTE: {"number": "2026-10-30-01"},
    Each.AGREED_LETTER: {"to": "B1"},
    Each.COMING_REVIEW: {"due_on": "2026-11-27"},
    Each.PERSON_TOLD: {"who": "st-05"},
    Each.SAMPLE: {"month": "2026-10"},
    Each.WORKER: {"who": "st-05"},
    Each.REGULATOR: {"regulator": "CQC"},
    Each.WEEK: {"week": "2026-11-22"},
    Each.DESTRUCTION: {"case": "SG-2018-001"},
}
"""What a file name may leave open, with an example of what fills it."""
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,'()_-]*\.docx")


def load_document_types(root: Path) -> tuple[LoadedType, ...]:
    """Every document type of a workspace. Raises `ConfigurationError`."""
    folders = sorted(
        path.parent for path in (root / "templates").glob("*/document.yaml")
    )
    discretion = _discretion(root) if folders else Discretion()
    loaded = tuple(_loaded(root, folder, discretion) for folder in folders)
    _refuse_same_names(loaded)
    return loaded


def _refuse_same_names(loaded: tuple[LoadedType, ...]) -> None:
    taken: dict[tuple[str, str], str] = {}
    for kind in (each.type for each in loaded):
        where = (FOLDERS[kind.each], kind.file_name.casefold())
        if where in taken:
            file = f"templates/{kind.name}/document.yaml"
            raise ConfigurationError(f"{file}: file-name, {taken[where]} has the same")
        taken[where] = kind.name


def _discretion(root: Path) -> Discretion:
    """What the outside of a discreet paper may not say."""
    file = "config/discretion.yaml"
    found = configuration(root, file)
    words, neutral = found.get("telling_words"), found.get("neutral_title")
    if not isinstance(words, list) or not words or not isinstance(neutral, str):
        raise ConfigurationError(f"{file}: needs telling_words and neutral_title")
    made = Discretion(tuple(map(str, words)), neutral)
    if made.is_telling(neutral):
        raise ConfigurationError(f"{file}: neutral_title has a telling word")
    return made


def _loaded(root: Path, folder: Path, discretion: Discretion) -> LoadedType:
    file = f"templates/{folder.name}/document.yaml"
    kind = _type(file, folder.name, configuration(root, file), discretion)
    template = folder / template_file(Layout.STANDARD)
    content = template.read_bytes() if template.is_file() else b""
    others = {layout: _in_layout(folder, layout) for layout in Layout}
    known = {layout: found for layout, found in others.items() if found}
    return LoadedType(kind, content, sha256(content), known)


def _in_layout(folder: Path, layout: Layout) -> tuple[bytes, str] | None:
    """The template `template.<layout>.docx`, with its hash, where there is one."""
    path = folder / template_file(layout)
    if layout is Layout.STANDARD or not path.is_file():
        return None
    content = path.read_bytes()
    return content, sha256(content)


def _type(
    file: str, name: str, said: Mapping[str, object], discretion: Discretion
) -> DocumentType:
    _refuse_unknown(file, said)
    said_is = _Said(file, said)
    kind = DocumentType(
        id=said_is.text("id"),
        name=name,
        title=said_is.text("title"),
        reader=said_is.one_of("for", Reader),
        each=said_is.one_of("each", Each),
        file_name=said_is.text("file-name"),
        held_by=frozenset(said_is.texts("held-by")),
        uses=said_is.texts("uses"),
        discreet_title=said_is.text("discreet-title"),
        own_title=said_is.switch("own-title"),
        not_when_no_paper=said_is.switch("not-when-no-paper"),
        given=said_is.one_of("given", Given) if said_is.text("given") else None,
        discretion=discretion,
    )
    if said_is.text("document") not in ("", name):
        raise said_is.wrong("document", f"the folder is called {name}")
    if said_is.text("folder") not in ("", FOLDERS[kind.each]):
        raise said_is.wrong("folder", f"it belongs in {FOLDERS[kind.each]}")
    _refuse_unsafe_name(said_is, kind)
    _refuse_unguarded(said_is, kind)
    _refuse_telling(said_is, kind)
    return kind


def _refuse_unknown(file: str, said: Mapping[str, object]) -> None:
    for key in said:
        if key not in (*NEEDED, *LISTS, *SWITCHES, *OTHER):
            raise ConfigurationError(f"{file}: {key} is not a known field")
    for key in NEEDED:
        if not said.get(key):
            raise ConfigurationError(f"{file}: {key} is missing")


def _refuse_unsafe_name(said: "_Said", kind: DocumentType) -> None:
    """A file name has plain characters, and open places only where they are filled."""
    known = PLACES.get(kind.each, {})
    try:
        example = kind.file_name.format_map(known)
    except (LookupError, ValueError, AttributeError):
        may = " and ".join(f"{{{key}}}" for key in known) or "plain words"
        raise said.wrong("file-name", f"only {may}, no other place in braces") from None
    if not SAFE_NAME.fullmatch(example):
        raise said.wrong("file-name", "letters, figures, spaces, then .docx")


def _refuse_unguarded(said: "_Said", kind: DocumentType) -> None:
    """Only a letter under an agreement goes to a professional, and it to nobody else.

    Its template sees what that agreement covers; every other one sees the whole case.
    """
    outside = kind.reader is Reader.PROFESSIONAL
    if outside is not (kind.each is Each.AGREED_LETTER):
        raise said.wrong("for", "professional and each: agreed_letter go together")
    if kind.each is Each.AGREED_LETTER and kind.file_name.count("{to}") != 1:
        raise said.wrong("file-name", "needs {to} once")


def _refuse_telling(said: "_Said", kind: DocumentType) -> None:
    """A paper for the person may lie about: its names tell nobody what it is."""
    if kind.reader is not Reader.PERSON:
        return
    discreet = kind.discreet_title or kind.title
    for key, text in (("file-name", kind.file_name), ("discreet-title", discreet)):
        if kind.discretion.is_telling(text):
            raise said.wrong(key, "a word of config/discretion.yaml is in it")


@dataclass(frozen=True)
class _Said:
    """What a `document.yaml` says, read field by field."""

    file: str
    fields: Mapping[str, object]

    def wrong(self, key: str, why: str) -> ConfigurationError:
        """The error that names the file and the field."""
        return ConfigurationError(f"{self.file}: {key}, {why}")

    def text(self, key: str) -> str:
        """A text; empty when it is not filled in."""
        value = self.fields.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(key, "one line of text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is not filled in."""
        value = self.fields.get(key) or []
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.wrong(key, "a list")
        return tuple(value)

    def switch(self, key: str) -> bool:
        """True or false; false when it is not filled in."""
        value = self.text(key)
        if value not in ("", "true", "false"):
            raise self.wrong(key, "true or false")
        return value == "true"

    def one_of(self, key: str, codes: type[Code]) -> Code:
        """One of the codes that are known."""
        try:
            return codes(self.text(key))
        except ValueError:
            raise self.wrong(key, f"one of {', '.join(codes)}") from None
