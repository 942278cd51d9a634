"""Reads what the assessment says before it is filled in: `config/dpia.yaml`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from workflow.adapters.config_files import configuration
from workflow.domain.errors import ConfigurationError
from workflow.domain.governance.assessment import Risk, Wording

FILE = "config/dpia.yaml"
LISTS = ("why", "purpose", "necessary", "ask")
TEXTS = ("id", "risk", "left", "yours")


def load_wording(root: Path) -> Wording:
    """The wording of a workspace. Raises `ConfigurationError` naming the place."""
    said = configuration(root, FILE)
    texts = {key: _texts(said, key) for key in LISTS}
    return Wording(**texts, risks=tuple(_risks(said)))


def _risks(said: Mapping[str, object]) -> Iterator[Risk]:
    for number, one in enumerate(_listed(said, "risks")):
        place = f"risks[{number}]"
        if not isinstance(one, dict):
            raise ConfigurationError(f"{FILE}: {place} has no fields")
        for key in TEXTS:
            if not one.get(key):
                raise ConfigurationError(f"{FILE}: {place}.{key} is missing")
        identifier, risk, left, yours = (str(one[key]) for key in TEXTS)
        yield Risk(identifier, risk, left, yours, _texts(one, "guards"))


def _texts(said: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(map(str, _listed(said, key)))


def _listed(said: Mapping[str, object], key: str) -> list[object]:
    found = said.get(key) or []
    if not isinstance(found, list):
        raise ConfigurationError(f"{FILE}: {key} is not a list")
    return found
