"""Every field, code, rule and file that the glossary names is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.test_field_tables import EVERY, record_class
from workflow.adapters.config_files import configuration
from workflow.cli import main
from workflow.domain.documents import Each
from workflow.domain.fields import catalogue
from workflow.domain.measures import MEASURES
from workflow.domain.vocabulary import LISTS

REPOSITORY = Path(__file__).parents[2]
ROW = re.compile(r"^\| (?!Term|---)(.+?) \| (.+?) \| (.*?) \|$", re.MULTILINE)


def named() -> Iterator[tuple[str, str]]:
    """Each term with what stands in backticks in its last column."""
    page = (REPOSITORY / "docs/glossary.md").read_text(encoding="utf-8")
    for term, _, codes in ROW.findall(page):
        for code in re.findall(r"`([^`]+)`", codes):
            yield term, code


def known() -> set[str]:
    """Every name there is: paths of fields and their ends, codes, lists, settings."""
    found: set[str] = set()
    for file in {row[0] for row in EVERY}:
        for field in catalogue(record_class(file)):
            parts = field.path.split(".")
            found |= {
                ".".join(parts[a:b]) for b in range(1, len(parts) + 1) for a in range(b)
            }
    found |= {name.replace("[]", "") for name in found}
    found |= {member.value for listed in LISTS.values() for member in listed} | set(
        LISTS
    )
    found |= {each.value for each in Each} | set(MEASURES) | set(main.commands)
    timescales = configuration(REPOSITORY, "config/timescales.yaml")["timescales"]
    assert isinstance(timescales, dict)
    return found | set(timescales)


KNOWN = known()
SOURCES = sorted((REPOSITORY / "workflow").rglob("*.py"))
CODE = "\n".join(f"{path.name}\n{path.read_text(encoding='utf-8')}" for path in SOURCES)


def is_there(code: str) -> bool:
    if code in KNOWN or code.partition(" ")[0] in KNOWN:
        return True
    words = re.findall(r"\w[\w-]+", code)
    return bool(words) and all(re.search(rf"\b{word}\b", CODE) for word in words)


def test_the_glossary_has_terms() -> None:
    assert len({term for term, _ in named()}) > 60


@pytest.mark.parametrize(("term", "code"), sorted(set(named())))
def test_what_the_glossary_names_is_there(term: str, code: str) -> None:
    assert is_there(code), f"{term}: {code}"
