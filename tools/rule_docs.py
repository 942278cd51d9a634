"""Writes docs/reference/rules.md from the rules; `--check` says whether it is fresh."""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from workflow.adapters.rule_changes import settable
from workflow.adapters.rule_files import Example, load_examples, load_rules
from workflow.domain.rules.rule import Rule

ROOT = Path(__file__).parent.parent
PAGE = Path("docs/reference/rules.md")
HEAD = """# Practice rules

Made from `config/rules/*.yaml` by `python -m tools.rule_docs`; change the rules there,
never here. A rule that is an error keeps the documents named under "Holds back" from
being final: they are made, and marked DRAFT. Nothing stops anybody from saving.

*Weight*: an **error** is put right before a document is final; a **warning** stays on
the pages until it is dealt with; a **prompt** is a question to think about, and can be
put aside with a note (`dismissals.yaml`). *Numbers* can be set in
`config/rules/changes.yaml`, and so can weight, words, and whether a rule is used. A
rule that *guards the person* is weakened only with a reason, a name and a date.
"""
FAMILIES = {
    "FIL": "Files",
    "VOI": "Voice and outcomes",
    "OPT": "Options",
    "RES": "Limits on freedom",
    "PLN": "Plan, actions, ownership",
    "COM": "Communication",
    "CAP": "Capacity",
    "ADV": "Advocacy",
    "INF": "Information sharing",
    "REC": "Records",
    "DOM": "Safe contact and domestic abuse",
    "PRT": "Positive risk",
    "REV": "Reviews",
    "GOV": "Governance",
    "LRN": "Learning",
    "CLO": "Closing",
    "TEN": "Tenders",
}
HELD = {
    "all": "every document of the case",
    "using": "the documents that use the file",
}
PLAIN = re.compile(r"[A-Za-z][\w .;/()?!'-]*[\w.)?!]|\d{4}-\d\d-\d\d|\d+")
WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null"})


def page(root: Path) -> str:
    """The whole page: a section for each family, in it one for each rule."""
    rules = load_rules(root)
    examples = {example.rule: example for example in load_examples(root)}
    return "\n".join((HEAD, *_sections(rules, examples)))


def _sections(
    rules: Mapping[str, Rule], examples: Mapping[str, Example]
) -> Iterator[str]:
    for family, title in FAMILIES.items():
        mine = sorted(name for name in rules if name.startswith(f"{family}-"))
        if mine:
            yield f"## {title}\n"
        for name in mine:
            yield "\n".join(_section(rules[name], examples.get(name)))


def _section(rule: Rule, example: Example | None) -> Iterator[str]:
    softer = rule.settings.get("softer")
    weight = f"{rule.severity}, or {softer}" if softer else str(rule.severity)
    yield f"### {rule.id}\n"
    yield f"> {rule.message}\n"
    yield f"- Weight: {weight}{'; guards the person' if rule.safety else ''}"
    held = sorted(HELD.get(name, name) for name in rule.holds)
    yield f"- Holds back: {', '.join(held) or 'nothing'}"
    if rule.mend:
        yield f"- What mends it: {rule.mend}"
    yield f"- Source: {rule.source}"
    numbers = {key: v for key, v in rule.settings.items() if settable(key, v)}
    if numbers:
        yield "- Numbers:\n"
        yield from _fenced(numbers)
    if example:
        for title, content in (("Kept", example.kept), ("Broken", example.broken)):
            yield f"\n{title}:\n"
            yield from _fenced(content)
    yield ""


def _fenced(content: Mapping[str, object]) -> Iterator[str]:
    yield "```yaml"
    yield from as_yaml(content)
    yield "```"


def as_yaml(value: object, indent: str = "") -> Iterator[str]:
    """Plain data as YAML that people can read: one field a line."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _field(str(key), inner, indent)
    elif isinstance(value, list):
        for item in value:
            if _simple(item):
                yield f"{indent}- {_inline(item)}"
                continue
            lines = list(as_yaml(item, indent + "  ")) or [f"{indent}  ''"]
            yield f"{indent}- {lines[0].lstrip()}"
            yield from lines[1:]
    else:
        yield indent + _scalar(str(value))


def _field(key: str, value: object, indent: str) -> Iterator[str]:
    if _simple(value):
        yield f"{indent}{key}: {_inline(value)}"
    elif isinstance(value, Mapping | list):
        yield f"{indent}{key}:"
        yield from as_yaml(value, indent + "  ")
    else:
        yield f"{indent}{key}: {_scalar(str(value))}"


def _simple(value: object) -> bool:
    """Whether a value is a list of single values, which fits on a line."""
    return isinstance(value, list) and not any(
        isinstance(item, Mapping | list) for item in value
    )


def _inline(value: object) -> str:
    listed = value if isinstance(value, list) else []
    return f"[{', '.join(_scalar(str(item)) for item in listed)}]"


def _scalar(text: str) -> str:
    """A value, in quotes where it could be taken for something else."""
    plain = PLAIN.fullmatch(text) and text.lower() not in WORDS
    truth = text in ("true", "false")
    return text if plain or truth else "'" + text.replace("'", "''") + "'"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is what would be written."""
    path = ROOT / PAGE
    fresh = page(ROOT)
    if "--check" in arguments:
        same = path.is_file() and path.read_text(encoding="utf-8") == fresh
        print(
            f"{PAGE} is {'fresh' if same else 'stale: run python -m tools.rule_docs'}"
        )
        return 0 if same else 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
