"""Reads what governance papers go by: `frameworks.yaml` and `supervision.yaml`."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from workflow.adapters.config_files import configuration
from workflow.domain.errors import ConfigurationError
from workflow.domain.governance.handbook import Framework, Handbook, Question
from workflow.domain.vocabulary import Focus, Nation

Code = TypeVar("Code", bound=StrEnum)
FRAMEWORKS = "config/frameworks.yaml"
SUPERVISION = "config/supervision.yaml"
Said = Mapping[str, object]


def load_handbook(root: Path) -> Handbook:
    """The handbook of a workspace; the starter's where it has none of its own.

    Raises `ConfigurationError` naming the file and the place.
    """
    supervision = configuration(root, SUPERVISION)
    prompts = supervision.get("prompts")
    words = _blocks(supervision.get("words"), f"{SUPERVISION}: words")
    return Handbook(
        tuple(_frameworks(root)),
        {k: str(v) for k, v in prompts.items()} if isinstance(prompts, dict) else {},
        tuple((_text(word, "word"), _text(word, "try")) for word in words),
    )


def _frameworks(root: Path) -> Iterator[Framework]:
    said = configuration(root, FRAMEWORKS).get("frameworks")
    for number, one in enumerate(_blocks(said, FRAMEWORKS)):
        place = f"{FRAMEWORKS}: frameworks[{number}]"
        yield Framework(
            id=_needed(one, "id", place),
            name=_needed(one, "name", place),
            regulator=_needed(one, "regulator", place),
            short=_text(one, "short") or _needed(one, "regulator", place),
            nations=_codes(one, "nations", Nation, place),
            questions=tuple(_questions(one, place)),
            in_force_from=_day(one, "in_force_from", place),
            in_force_to=_day(one, "in_force_to", place),
            to_check=_text(one, "to_check"),
        )


def _questions(framework: Said, place: str) -> Iterator[Question]:
    for number, one in enumerate(_blocks(framework.get("items"), place)):
        at = f"{place}.items[{number}]"
        yield Question(
            id=_needed(one, "id", at),
            title=_needed(one, "title", at),
            group=_text(one, "group"),
            what_we_do=_texts(one, "what_we_do", at),
            measures=_texts(one, "measures", at),
            documents=_texts(one, "documents", at),
            records=_texts(one, "records", at),
            checks=_texts(one, "checks", at),
            focus=_codes(one, "focus", Focus, at),
        )


def _blocks(said: object, place: str) -> tuple[Said, ...]:
    several = said or []
    if not isinstance(several, list) or not all(isinstance(s, dict) for s in several):
        raise ConfigurationError(f"{place}: a list of fields was expected")
    return tuple(several)


def _text(said: Said, key: str) -> str:
    return str(said.get(key) or "").strip()


def _needed(said: Said, key: str, place: str) -> str:
    text = _text(said, key)
    if not text:
        raise ConfigurationError(f"{place}.{key} is missing")
    return text


def _texts(said: Said, key: str, place: str) -> tuple[str, ...]:
    several = said.get(key) or []
    if not isinstance(several, list):
        raise ConfigurationError(f"{place}.{key} is not a list")
    return tuple(str(one).strip() for one in several)


def _codes(said: Said, key: str, codes: type[Code], place: str) -> tuple[Code, ...]:
    try:
        return tuple(codes(text) for text in _texts(said, key, place))
    except ValueError:
        known = ", ".join(codes)
        raise ConfigurationError(f"{place}.{key}: there is only {known}") from None


def _day(said: Said, key: str, place: str) -> date | None:
    text = _text(said, key)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ConfigurationError(f"{place}.{key} is not a date") from None
