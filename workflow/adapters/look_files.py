"""Reads how documents are to look: `config/look.yaml`, and the logo (provider.yaml)."""

from dataclasses import replace
from pathlib import Path

from workflow.adapters.config_files import configuration
from workflow.adapters.safe_files import sha256
from workflow.adapters.word.own_look import picture_fits, recoloured
from workflow.domain.documents import LoadedType
from workflow.domain.errors import ConfigurationError
from workflow.domain.look import Look, colour_of, readable
from workflow.domain.organisation import Organisation

LOOK = "config/look.yaml"
PROVIDER = "config/provider.yaml: branding.logo"
LARGEST = 2_000_000  # bytes; a logo goes into every letter


def load_look(root: Path, organisation: Organisation) -> Look:
    """The look of a workspace. Raises `ConfigurationError` naming what is wrong."""
    provider = organisation.provider.record
    name = provider.provider_name or ""
    logo = _logo(root, provider.branding.logo)
    return Look(_colour(root), logo, f"The logo of {name}" if logo else "")


def _colour(root: Path) -> str:
    said = configuration(root, LOOK).get("colour")
    text = str(said or "").strip()
    colour = colour_of(text)
    if text and not colour:
        raise ConfigurationError(f"{LOOK}: colour is not like #1F4E5F")
    if colour and not readable(colour):
        raise ConfigurationError(f"{LOOK}: colour is too pale to read; take a darker")
    return colour


def _logo(root: Path, file: str | None) -> bytes:
    """The picture a provider names, below the workspace; empty when there is none."""
    if not file:
        return b""
    path = (root / file).resolve()
    if root.resolve() not in path.parents or not path.is_file():
        raise ConfigurationError(f"{PROVIDER}, {Path(file).name} is not there")
    content = path.read_bytes()
    if len(content) > LARGEST or not picture_fits(content):
        raise ConfigurationError(f"{PROVIDER}, save it as a PNG or JPEG below 2 MB")
    return content


def in_own_look(kinds: tuple[LoadedType, ...], look: Look) -> tuple[LoadedType, ...]:
    """The document types with their templates in the provider's colour."""
    if not look.colour:
        return kinds
    return tuple(_in_colour(kind, look.colour) for kind in kinds)


def _in_colour(kind: LoadedType, colour: str) -> LoadedType:
    template = recoloured(kind.template, colour)
    others = {
        layout: (made := recoloured(other, colour), sha256(made))
        for layout, (other, _) in kind.others.items()
    }
    return replace(kind, template=template, sha=sha256(template), others=others)
