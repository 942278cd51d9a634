"""Writes docs/reference/seed.md: what carries each sentence of the founding article.

The list is tools/seed.yaml; the places are looked up in the worked cases. `--check`
says whether the page is fresh.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

import yaml

from tools.reference_docs import FILES
from workflow.domain.case_folder import Filed
from workflow.domain.fields import catalogue
from workflow.domain.measures import MEASURES
from workflow.domain.records.base import Block
from workflow.wiring.office import Office

ROOT = Path(__file__).parent.parent
PAGE = Path("docs/reference/seed.md")
DAY = date(2026, 11, 23)
Files = Sequence[tuple[str, Filed[Block]]]
INDEX = re.compile(r"\[\d+\]")
HEAD = """# Sentence by sentence

What the founding article asks for, and what carries it here: the fields with a place
in the worked cases where each is filled in, the rules that guard them (`rules.md`), the
documents that show them, the measures that count them. The article tells three stories
(S35 to S42, S43 to S51, S52 to S60): there the place is in the case that tells it.
Made by `python -m tools.seed_docs` out of `tools/seed.yaml`; a test sees to it that
all of it exists.

| | What is asked for | Fields, and where | Rules | Documents | Measures |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Sentence:
    """One sentence: its number, our shorthand, and what carries it.

    `case` is the worked case that tells the same story; empty where none does.
    """

    number: str
    idea: str
    fields: tuple[str, ...]
    rules: tuple[str, ...]
    documents: tuple[str, ...]
    measures: tuple[str, ...]
    case: str = ""


def sentences() -> tuple[Sentence, ...]:
    """All of them, in the order of the article."""
    listed = yaml.safe_load((ROOT / "tools/seed.yaml").read_text(encoding="utf-8"))
    return tuple(_sentence(*row) for row in listed)


def _sentence(
    number: str,
    idea: str,
    fields: Sequence[str],
    rules: Sequence[str],
    documents: Sequence[str],
    measures: Sequence[str],
    case: str = "",
) -> Sentence:
    guarded, shown, counted = tuple(rules), tuple(documents), tuple(measures)
    return Sentence(number, idea, tuple(fields), guarded, shown, counted, case)


def known_fields() -> frozenset[str]:
    """Every field, and every block of fields, by file and path."""
    named = (f"{n}.{f.path}" for n, block in FILES.items() for f in catalogue(block))
    return frozenset(chain.from_iterable(_starts(name) for name in named))


def _starts(path: str) -> Iterator[str]:
    """`case.outcomes[].status` and all that it lies in, lists with and without []."""
    steps = path.split(".")
    for end in range(1, len(steps) + 1):
        whole = ".".join(steps[:end])
        yield whole
        yield whole.removesuffix("[]")


def known_measures() -> frozenset[str]:
    """The measures, those that are counted in parts (TM26a) by the whole (TM26)."""
    return frozenset(chain.from_iterable((m, m.rstrip("abc")) for m in MEASURES))


def files(office: Office) -> Files:
    """Every file of the workspace with the folder it lies in."""
    cases = (office.cases.load(ref).folder for ref in office.refs())
    kept = tuple((f"cases/{c.ref}/", f) for c in cases for f in c.every_file)
    organisation = office.practice.organisation
    own: Sequence[Filed[Block]] = (
        *office.shared.read().every_file,
        organisation.provider,
        organisation.staff,
    )
    return (*kept, *(("", filed) for filed in own))


def seen_in(field: str, among: Files, case: str = "") -> str:
    """A file and line where a field is filled in; empty when nowhere.

    The first one, in this case before the others.
    """
    kind, _, path = field.partition(".")
    for folder, filed in sorted(among, key=lambda one: one[0] != f"cases/{case}/"):
        if not isinstance(filed.record, FILES[kind]):
            continue
        for place, at in filed.places.items():
            bare = INDEX.sub("[]", place)
            if f"{bare}.".startswith((f"{path}.", f"{path}[]")) or not path:
                return f"{folder}{filed.file} line {at.line}"
    return ""


def page(root: Path) -> str:
    """The whole page."""
    among = files(Office(root, DAY))
    return HEAD + "".join(f"{_row(one, among)}\n" for one in sentences())


def _row(one: Sentence, among: Files) -> str:
    cells = (
        one.number,
        one.idea,
        "<br>".join(_field(field, among, one.case) for field in one.fields),
        ", ".join(one.rules),
        ", ".join(one.documents),
        ", ".join(one.measures),
    )
    return f"| {' | '.join(cells)} |"


def _field(field: str, among: Files, case: str) -> str:
    place = seen_in(field, among, case)
    return f"`{field}`: {place}" if place else f"`{field}` (in no worked case)"


def main() -> int:
    """Write the page, or with `--check` say whether it is fresh."""
    made, target = page(ROOT), ROOT / PAGE
    if "--check" in sys.argv:
        fresh = target.exists() and target.read_text(encoding="utf-8") == made
        print("" if fresh else f"{PAGE} is not fresh: run make docs")
        return 0 if fresh else 1
    target.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
