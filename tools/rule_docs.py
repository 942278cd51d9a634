"""Writes docs/reference/rules.md from the rules; `--check` says whether it is fresh."""

import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = Path("docs/reference/rules.md")
HEAD = """# Practice rules

Made from `config/rules/*.yaml` by `python tools/rule_docs.py`; change the rules there,
never here. A rule that is an error keeps the documents named under "Holds" from being
final: they are made, and marked DRAFT. Nothing stops anybody from saving.

| Rule | What it says | Weight | Holds | Source |
|---|---|---|---|---|
"""


def page(root: Path) -> str:
    """The whole page, a row for each rule in order of its id."""
    return HEAD + "".join(_rows(root))


def _rows(root: Path) -> Iterator[str]:
    from workflow.adapters.rule_files import load_rules  # noqa: PLC0415 - path below

    for identifier, rule in sorted(load_rules(root).items()):
        held = ", ".join(sorted(rule.holds)) or "nothing"
        message = rule.message.replace("|", "\\|")
        cells = (identifier, message, rule.severity, held, rule.source)
        yield f"| {' | '.join(cells)} |\n"


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is what would be written."""
    path = ROOT / PAGE
    fresh = page(ROOT)
    if "--check" in arguments:
        same = path.is_file() and path.read_text(encoding="utf-8") == fresh
        print(
            f"{PAGE} is {'fresh' if same else 'stale: run python tools/rule_docs.py'}"
        )
        return 0 if same else 1
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fresh, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(main(sys.argv[1:]))
