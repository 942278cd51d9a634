"""Writes docs/reference from the record model: the table of fields, the JSON Schemas.

Run it without arguments to write the files, with `--check` to name stale ones.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from workflow.domain.fields import Field, Member, catalogue, members
from workflow.domain.records.base import Block, Kind, Need, Reader
from workflow.domain.records.case import Case
from workflow.domain.records.closed_to import ClosedTo
from workflow.domain.records.closure import Closure
from workflow.domain.records.consent import Consent
from workflow.domain.records.dismissal import Dismissals, SharedDismissals
from workflow.domain.records.header import CaseFile
from workflow.domain.records.learning import Learning
from workflow.domain.records.managerial_review import ManagerialReview
from workflow.domain.records.person import Person
from workflow.domain.records.pin import Pin
from workflow.domain.records.plan import Plan
from workflow.domain.records.provider import Provider
from workflow.domain.records.record import Record
from workflow.domain.records.release_log import ReleaseLog
from workflow.domain.records.review import Review
from workflow.domain.records.sampling import Sampling
from workflow.domain.records.staff import StaffRegister
from workflow.domain.records.supervision import Supervision
from workflow.domain.records.tender import Tender
from workflow.domain.records.vignette import Vignette
from workflow.domain.vocabulary import InfoCategory, Listed

FILES: Final[Mapping[str, type[Block]]] = {
    "person": Person,
    "case": Case,
    "plan": Plan,
    "consent": Consent,
    "record": Record,
    "review": Review,
    "managerial_review": ManagerialReview,
    "learning": Learning,
    "closure": Closure,
    "dismissals": Dismissals,
    "pin": Pin,
    "closed_to": ClosedTo,
    "provider": Provider,
    "staff": StaffRegister,
    "sampling": Sampling,
    "supervision": Supervision,
    "tender": Tender,
    "vignette": Vignette,
    "release_log": ReleaseLog,
    "shared_dismissals": SharedDismissals,
}
FOLDER: Final = Path(__file__).parent.parent / "docs" / "reference"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
NEEDED: Final = {
    Need.ALWAYS: "always",
    Need.TO_AGREE: "before the plan is agreed",
    Need.SOMETIMES: "",
    Need.OPTIONAL: "no",
}
JSON_TYPES: Final = {
    "bool": ("boolean",),
    "int": ("integer",),
    "num": ("number",),
    "map": ("object",),
}
INTRODUCTION: Final = """# Every field of every file

Made by `tools/reference_docs.py` from the record model; do not edit by hand.

*Needed*: "always"; "before the plan is agreed"; a condition; or "no".
A field that is not filled in may be left out, left empty or be `null`.
*Seen by*: who may be shown the field in a document.
"""


def generate() -> dict[str, str]:
    """Every generated file: its path below docs/reference and its text."""
    schemas = {
        f"schema/{name}.schema.json": _as_json(schema(name, model))
        for name, model in FILES.items()
    }
    return {"fields.md": fields_page(), **schemas}


def stale(folder: Path) -> tuple[str, ...]:
    """The files below `folder` that are missing, outdated or no longer made."""
    made = generate()
    there = {
        str(path.relative_to(folder))
        for path in (folder / "schema").glob("*.schema.json")
    }
    outdated = {
        name
        for name, text in made.items()
        if not (folder / name).is_file()
        or (folder / name).read_text(encoding="utf-8") != text
    }
    return tuple(sorted(outdated | (there - set(made))))


def write(folder: Path) -> None:
    """Write every generated file below `folder`."""
    for name, text in generate().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def fields_page() -> str:
    """The page docs/reference/fields.md: a table of fields for every file."""
    header = _section("header", CaseFile, ())
    shared = tuple(field.path for field in catalogue(CaseFile))
    parts = [
        _section(name, model, shared if issubclass(model, CaseFile) else ())
        for name, model in FILES.items()
    ]
    return "\n".join((INTRODUCTION, header, *parts))


def _section(name: str, model: type[Block], left_out: tuple[str, ...]) -> str:
    rows = [_row(field) for field in catalogue(model) if field.path not in left_out]
    also = ["", "Also every field of `header`."] if left_out else []
    return "\n".join(
        (
            f"## `{name}`",
            "",
            model.__doc__ or "",
            *also,
            "",
            "| Path | Label | Type | Needed | Category | Seen by | Choices |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
        )
    )


def _row(field: Field) -> str:
    cells = (
        f"`{field.path}`",
        field.about.label,
        str(field.kind),
        NEEDED[field.need] or field.about.when,
        InfoCategory.of(field.category).label if field.category else "",
        ", ".join(reader for reader in Reader if reader in field.seen_by),
        "; ".join(f"`{code.value}` {code.label}" for code in field.codes or ()),
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def schema(name: str, model: type[Block]) -> dict[str, Any]:
    """The JSON Schema of one file, for an editor that helps with YAML."""
    return {
        "$schema": DIALECT,
        "$id": f"{name}.schema.json",
        "title": f"The file {name}",
        "description": model.__doc__ or "",
        "type": "object",
        "required": [
            key
            for key, member in members(model).items()
            if member.about.need is Need.ALWAYS
        ],
        "properties": _properties(model),
        "additionalProperties": False,
    }


def _properties(block: type[Block]) -> dict[str, Any]:
    return {key: _property(member) for key, member in members(block).items()}


def _property(member: Member) -> dict[str, Any]:
    titles = dict(_titles(member))
    if member.block:
        one = _object(member.block)
        return titles | (_array(one) if member.many else one)
    kind = member.kind or Kind("text")
    value = _value(kind, member.codes)
    return titles | (_array(value) if member.many else value)


def _titles(member: Member) -> Iterator[tuple[str, str]]:
    yield "title", member.about.label
    needed = NEEDED[member.about.need] or member.about.when
    if needed != "no":
        yield "description", f"Needed: {needed}."


def _array(one: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": one}


def _object(block: type[Block]) -> dict[str, Any]:
    return {
        "type": ["object", "null"],
        "properties": _properties(block),
        "additionalProperties": False,
    }


def _value(kind: Kind, codes: type[Listed] | None) -> dict[str, Any]:
    if codes:
        return {
            "enum": [*(code.value for code in codes), "", None],
            "enumDescriptions": [
                *(code.label for code in codes),
                *("not filled in",) * 2,
            ],
        }
    if kind.name == "date":
        empty = {"enum": ["", None]}
        return {"anyOf": [{"type": "string", "format": "date"}, empty]}
    if kind.name == "time":
        return {
            "type": ["string", "null"],
            "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9])?$",
        }
    if kind.name == "ref" and kind.of == "step":
        return {"type": ["integer", "string", "null"]}
    if kind.name == "text" and kind.many:
        return {"type": ["string", "number", "null"]}
    return {"type": [*JSON_TYPES.get(kind.name, ("string",)), "null"]}


def _as_json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Write docs/reference, or with `--check` name what is stale and return 1."""
    if "--check" not in arguments:
        write(FOLDER)
        return 0
    names = stale(FOLDER)
    for name in names:
        print(f"docs/reference/{name} is stale: run tools/reference_docs.py")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
