"""The page of rules says what the rules say."""

import importlib
from pathlib import Path

import pytest
import yaml

from workflow.adapters.rule_files import load_examples, load_rules

ROOT = Path(__file__).parents[2]
RULES = load_rules(ROOT)
EXAMPLES = load_examples(ROOT)
rule_docs = importlib.import_module("tools.rule_docs")


def test_the_page_of_rules_is_fresh() -> None:
    written = (ROOT / rule_docs.PAGE).read_text(encoding="utf-8")
    assert written == rule_docs.page(ROOT), "run python -m tools.rule_docs"


def test_every_rule_has_a_section_with_its_words() -> None:
    text = rule_docs.page(ROOT)
    for rule in RULES.values():
        assert f"### {rule.id}\n\n> {rule.message}\n" in text
        assert rule.mend in text


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.rule)
def test_an_example_reads_back_as_what_it_is(example: object) -> None:
    for content in (example.kept, example.broken):  # type: ignore[attr-defined]
        said = "\n".join(rule_docs.as_yaml(content))
        assert yaml.load(said, Loader=yaml.BaseLoader) == content  # noqa: S506 - text
