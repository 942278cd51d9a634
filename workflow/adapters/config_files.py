"""The provider's own files: who they are, their staff, their numbers."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from workflow.adapters.placeholders import NOT_HERE, is_away
from workflow.adapters.yaml_reading import plain, read_tree
from workflow.domain.case_folder import Filed
from workflow.domain.errors import ConfigurationError, WorkspaceNotFound
from workflow.domain.findings import Noticed, Place
from workflow.domain.languages import Language, Languages
from workflow.domain.organisation import NationProfile, Organisation
from workflow.domain.reading import as_record
from workflow.domain.records.base import Block
from workflow.domain.records.provider import Provider
from workflow.domain.records.staff import StaffRegister
from workflow.domain.telling_words import Kind, TellingWords

R = TypeVar("R", bound=Block)
IN_USE = "It could not be opened. Somebody may be using it."

TIMESCALES = "config/timescales.yaml"
NATIONS = "config/nations.yaml"
TELLING = "config/telling_words.yaml"
LABELS = ("law", "capacity_law", "advocate", "regulator")


def starter_folder() -> Path:
    """The starter workspace: beside the package, or carried inside the wheel."""
    package = Path(__file__).parent.parent
    carried = package / "starter"
    return carried if carried.is_dir() else package.parent


def load_organisation(root: Path) -> tuple[Organisation, tuple[Noticed, ...]]:
    """The provider and the staff of a workspace, with what reading them noticed.

    Raises `WorkspaceNotFound` without `config/provider.yaml`, `ConfigurationError`
    when the numbers cannot be read.
    """
    noticed: list[Noticed] = []
    provider = read_shared(root, "config/provider.yaml", Provider, noticed)
    staff = read_shared(root, "config/staff.yaml", StaffRegister, noticed)
    numbers = configuration(root, TIMESCALES)
    scales = _numbers(_group(numbers, "timescales"), TIMESCALES)
    for number in _chosen_numbers(provider, scales):
        raise ConfigurationError(number)
    nations = _group(configuration(root, NATIONS), "nations")
    profiles = {nation: _profile(_group(nations, nation)) for nation in nations}
    common = common_words(root)
    languages = load_languages(root)
    telling = load_telling_words(root)
    made = Organisation(provider, staff, scales, profiles, common, languages, telling)
    return made, tuple(noticed)


def _chosen_numbers(
    provider: Filed[Provider], scales: Mapping[str, int]
) -> Iterator[str]:
    """Every timescale of the provider or a council that cannot be used, and where."""
    groups = [("timescales", provider.record.timescales)]
    for index, profile in enumerate(provider.record.local_profiles):
        groups.append((f"local_profiles[{index}].timescales", profile.timescales))
    for path, chosen in groups:
        for key, value in chosen.items():
            line = provider.place(f"{path}.{key}").line
            where = f"{provider.file}, line {line}: {path}.{key}"
            if key not in scales:
                yield f"{where} is not a timescale we know"
            elif not (value.isascii() and value.isdigit()):
                yield f"{where} is not a whole number"


def _profile(said: Mapping[str, object]) -> NationProfile:
    """One nation's profile (brief 4.8)."""
    known = {key: str(said.get(key) or "") for key in LABELS}
    test = said.get("test")
    age = _numbers({"adult_from": said.get("adult_from", 18)}, NATIONS)
    return NationProfile(
        **known,
        adult_from=age["adult_from"],
        test=tuple(map(str, test)) if isinstance(test, list) else (),
        timescales=_numbers(_group(said, "timescales"), NATIONS),
    )


def read_shared(
    root: Path, file: str, model: type[R], noticed: list[Noticed]
) -> Filed[R]:
    """One file that belongs to no case; what is wrong in it is added to `noticed`.

    Raises `WorkspaceNotFound` when it is not there.
    """
    path = root / file
    if is_away(path):
        noticed.append(Noticed("FIL-01", Place(file, 1), {"n": "1"}, NOT_HERE))
        return Filed(file, model())
    if not path.is_file():
        raise WorkspaceNotFound(file)
    try:
        raw = path.read_bytes()
    except OSError:
        noticed.append(Noticed("FIL-01", Place(file, 1), {"n": "1"}, IN_USE))
        return Filed(file, model())
    tree = read_tree(raw, file)
    noticed.extend(tree.noticed)
    if tree.root is None:
        return Filed(file, model())
    typed = as_record(model, tree.root, file)
    noticed.extend(typed.noticed)
    return Filed(file, typed.record, typed.places)


def configuration(root: Path, file: str) -> Mapping[str, object]:
    """A configuration file as plain data; the starter's when the workspace has none.

    Raises `ConfigurationError` naming file and line.
    """
    if is_away(root / file):
        raise ConfigurationError(f"{file}: {NOT_HERE}")
    path = root / file if (root / file).is_file() else starter_folder() / file
    tree = read_tree(path.read_bytes(), file)
    if tree.root is None:
        first = tree.noticed[0]
        raise ConfigurationError(f"{file}, line {first.place.line}: {first.detail}")
    found = plain(tree.root)
    return found if isinstance(found, dict) else {}


def _group(numbers: Mapping[str, object], key: str) -> Mapping[str, object]:
    group = numbers.get(key)
    return group if isinstance(group, dict) else {}


def _numbers(group: Mapping[str, object], file: str) -> dict[str, int]:
    try:
        return {key: int(str(value)) for key, value in group.items()}
    except ValueError:
        raise ConfigurationError(f"{file}: a number is wrong") from None


def common_words(root: Path) -> tuple[str, ...]:
    """Words of roles and places that point to nobody by themselves (6.1)."""
    found = configuration(root, "config/common_words.yaml").get("words")
    return tuple(map(str, found)) if isinstance(found, list) else ()


def load_telling_words(root: Path) -> TellingWords:
    """Words that point to somebody without naming them (6.1)."""
    said = configuration(root, TELLING)
    kinds = _group(said, "kinds")
    return TellingWords(
        {name: _kind(_group(kinds, name)) for name in kinds},
        frozenset(_texts(said, "everyday")),
        frozenset(_texts(said, "with_capital")),
    )


def _kind(said: Mapping[str, object]) -> Kind:
    words, softer = _texts(said, "words"), _texts(said, "softer")
    return Kind(str(said.get("say") or ""), words, softer)


def _texts(said: Mapping[str, object], key: str) -> tuple[str, ...]:
    listed = said.get(key)
    if listed and not isinstance(listed, list):
        raise ConfigurationError(f"{TELLING}: {key} is not a list")
    return tuple(map(str, listed)) if isinstance(listed, list) else ()


def load_languages(root: Path) -> Languages:
    """Languages by name, as `config/languages.yaml` knows them."""
    file = "config/languages.yaml"
    listed = configuration(root, file).get("languages")
    known: dict[str, Language] = {}
    for entry in listed if isinstance(listed, list) else ():
        names = entry.get("names") if isinstance(entry, dict) else None
        if not isinstance(names, list) or not entry.get("tag"):
            raise ConfigurationError(f"{file}: each language needs names and a tag")
        language = Language(str(entry["tag"]), entry.get("direction") == "rtl")
        known |= {str(name).casefold(): language for name in names}
    return known
