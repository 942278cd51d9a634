"""Writes `docs/privacy.md` from the guards that the program itself tells of.

`--check` says whether it is fresh.
"""

import sys
from pathlib import Path

from workflow.domain.governance.guards import GUARDS

ROOT = Path(__file__).parent.parent
FILE = Path("docs/privacy.md")
HEAD = """# Where a person could become visible, and what guards it

Made by `python -m tools.privacy_docs` from `workflow/domain/governance/guards.py`; a
test sees to it that it is fresh and every test named is there. `alongside dpia` puts
the same list into the assessment for the provider.

| place | what may stand there | what guards it | shown by |
|---|---|---|---|"""
FOOT = """
What no program can guard is said in the assessment: backups, printed papers, a screen
that somebody else can see, a computer without a password.
"""


def page() -> str:
    """The page, whole."""
    rows = (
        f"| {g.place} | {g.holds} | {g.measure} |"
        f" {', '.join(f'`{test}`' for test in g.tests)} |"
        for g in GUARDS
    )
    return "\n".join((HEAD, *rows, FOOT))


def main() -> None:
    """Write the page, or say whether it is fresh."""
    path = ROOT / FILE
    if "--check" not in sys.argv:
        path.write_text(page(), encoding="utf-8")
    elif path.read_text(encoding="utf-8") != page():
        sys.exit(f"{FILE} is not fresh: make docs")


if __name__ == "__main__":
    main()
