"""The first files of a new case: the questions to ask first, as YAML to fill in."""

from collections.abc import Iterator
from datetime import date

from workflow.domain.fields import members
from workflow.domain.records.base import Block, Need
from workflow.domain.records.case import Case
from workflow.domain.records.consent import Consent
from workflow.domain.records.person import Person

ASKED = (Need.ALWAYS, Need.TO_AGREE)


def first_files(service: str, today: date) -> dict[str, str]:
    """The text of each first file by name; `{ref}` stands for the case reference."""
    known = {
        "schema_version": "1",
        "case_ref": "{ref}",
        "service_id": service,
        "opened_on": today.isoformat(),
        "status": "listening",
    }
    models: dict[str, type[Block]] = {
        "person.yaml": Person,
        "case.yaml": Case,
        "consent.yaml": Consent,
    }
    return {n: "\n".join(_lines(m, known, "")) + "\n" for n, m in models.items()}


def _lines(block: type[Block], known: dict[str, str], indent: str) -> Iterator[str]:
    for key, member in members(block).items():
        if member.block and not member.many:
            inside = list(_lines(member.block, known, indent + "  "))
            if inside:
                yield f"{indent}{key}:"
                yield from inside
        elif member.kind and member.about.need in ASKED:
            value = known.get(key, "")
            asks = "" if value else f"  # {member.about.label}"
            yield f"{indent}{key}: {value}".rstrip() + asks
