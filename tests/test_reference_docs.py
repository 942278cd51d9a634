"""docs/reference is fresh, and its schemas accept the worked cases."""

import copy
import datetime as dt
import importlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator, FormatChecker

REPOSITORY = Path(__file__).parent.parent
SCHEMAS = REPOSITORY / "docs" / "reference" / "schema"
GLOSSARY = REPOSITORY / "docs" / "glossary.md"
FOLDERS = {
    "records": "record",
    "reviews": "review",
    "managerial_reviews": "managerial_review",
    "learning": "learning",
    "sampling": "sampling",
    "supervision": "supervision",
    "vignettes": "vignette",
}
reference_docs = importlib.import_module("tools.reference_docs")


def files_to_check() -> Iterator[Path]:
    for folder in ("cases", "governance", "tenders"):
        yield from sorted((REPOSITORY / folder).rglob("*.yaml"))
    yield REPOSITORY / "config" / "provider.yaml"
    yield REPOSITORY / "config" / "staff.yaml"


def schema_for(path: Path) -> dict[str, Any]:
    name = FOLDERS.get(path.parent.name, path.stem)
    found = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def as_json(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def loaded(path: Path) -> dict[str, Any]:
    content = as_json(yaml.safe_load(path.read_text(encoding="utf-8")))
    assert isinstance(content, dict)
    return content


def problems(path: Path, content: object) -> list[str]:
    validator = Draft202012Validator(
        schema_for(path), format_checker=FormatChecker(formats=("date",))
    )
    return [f"{e.json_path}: {e.message}" for e in validator.iter_errors(content)]


def test_the_reference_is_fresh() -> None:
    assert reference_docs.stale(REPOSITORY / "docs" / "reference") == ()


def test_a_missing_an_outdated_and_a_left_over_file_are_named(tmp_path: Path) -> None:
    reference_docs.write(tmp_path)
    assert reference_docs.stale(tmp_path) == ()
    (tmp_path / "fields.md").unlink()
    (tmp_path / "schema" / "case.schema.json").write_text("{}", encoding="utf-8")
    (tmp_path / "schema" / "old.schema.json").write_text("{}", encoding="utf-8")
    assert reference_docs.stale(tmp_path) == (
        "fields.md",
        "schema/case.schema.json",
        "schema/old.schema.json",
    )


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.json")), ids=lambda p: p.name)
def test_every_schema_is_a_schema(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "path",
    tuple(files_to_check()),
    ids=lambda path: str(path.relative_to(REPOSITORY)),
)
def test_every_worked_file_keeps_to_its_schema(path: Path) -> None:
    assert problems(path, loaded(path)) == []


def worked_case() -> Path:
    return next(path for path in files_to_check() if path.name == "case.yaml")


def test_a_schema_turns_down_an_unknown_key_and_an_unknown_code() -> None:
    path = worked_case()
    content = copy.deepcopy(loaded(path))
    content["colour"] = "blue"
    content["status"] = "asleep"
    assert len(problems(path, content)) == 2


def test_a_schema_turns_down_a_date_that_is_none_and_a_missing_needed_field() -> None:
    path = worked_case()
    content = copy.deepcopy(loaded(path))
    content["opened_on"] = "2026-02-30"
    del content["status"]
    assert len(problems(path, content)) == 2


def test_a_schema_takes_an_empty_field_for_one_that_is_not_filled_in() -> None:
    path = worked_case()
    content = copy.deepcopy(loaded(path))
    content["closed_on"] = None
    content["concern"]["raised_at"] = ""
    content["concern"]["immediate_action"] = None
    assert problems(path, content) == []


def test_the_glossary_names_only_what_there_is() -> None:
    rows = [
        line.split("|")[3].strip()
        for line in GLOSSARY.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| Term")
    ]
    known = (REPOSITORY / "docs" / "reference" / "fields.md").read_text("utf-8")
    known += " ".join(
        path.read_text("utf-8") for path in (REPOSITORY / "workflow").rglob("*.py")
    )
    for where in rows:
        for name in where.split("`")[1::2]:
            assert all(part in known for part in re.split(r"[/.]", name)), name
