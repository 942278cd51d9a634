"""The worked cases entered by form mean the same as their files (issue, shown by)."""

from pathlib import Path

import pytest

from tests.web.conftest import PRIYA, Enter, Person
from workflow.adapters.form_files import load_sheets
from workflow.adapters.yaml_reading import read_tree
from workflow.domain.intake import answers_of
from workflow.domain.questions import Sheet, made_of, parts_of, sheet_of
from workflow.domain.tree import Fields, Scalar, meaning

REPOSITORY = Path(__file__).parents[2]
SHEETS = load_sheets(REPOSITORY)
NAMES = {"SG-2026-014": "Tam", "SG-2026-019": "Des", "SG-2026-021": "Win"}
MADE = {"_history", "generated", "_receipts", "plan_history"}
FILES = sorted(
    path.relative_to(REPOSITORY / "cases").as_posix()
    for path in (REPOSITORY / "cases").glob("SG-*/**/*.yaml")
    if not {"_history", "generated", "_receipts", "plan_history"}.intersection(
        path.parts
    )
)
KINDS = {"records": "record", "reviews": "review"}
KINDS |= {"managerial_reviews": "managerial_review", "learning": "learning"}
BY_THE_FORM = {"recorded_by", "recorded_at", "schema_version", "case_ref"}
FIRST = "schema_version: 1\ncase_ref: {ref}\n"
SAMPLE = [
    "SG-2026-014/plan.yaml",
    "SG-2026-014/records/2026-10-11-visit-01.yaml",
    "SG-2026-021/records/2026-10-29-external_contact-01.yaml",
    "SG-2026-019/records/2026-10-15-journey-01.yaml",
    "SG-2026-014/reviews/2026-11-06-initial-01.yaml",
    "SG-2026-021/managerial_reviews/2026-10-30-01.yaml",
]


@pytest.mark.parametrize("file", SAMPLE)
def test_a_worked_file_entered_by_form_means_the_same(enter: Enter, file: str) -> None:
    _entered(enter(PRIYA), file)


@pytest.mark.long
@pytest.mark.parametrize("file", [f for f in FILES if f not in SAMPLE])
def test_every_worked_file_entered_by_form_means_the_same(
    enter: Enter, file: str
) -> None:
    _entered(enter(PRIYA), file)


def _entered(person: Person, file: str) -> None:
    """Empty the file, enter it by its form, and what is left by the other questions."""
    path = person.root / "cases" / file
    ref, _, inside = file.partition("/")
    wanted = _tree(path)
    case, name = person.case(NAMES[ref]), NAMES[ref]
    kind = KINDS.get(inside.partition("/")[0], inside.removesuffix(".yaml"))
    if "/" in inside:
        path.unlink()
        first = _first_sheet(kind, wanted)
        written = _fill(person, case, first, wanted, "")
    else:
        kept = {"case": CASE, "person": f"preferred_name: {name}\n"}.get(kind, "")
        path.write_text(FIRST.format(ref=ref) + kept, encoding="utf-8")
        written = inside
    for form, _ in parts_of(kind):
        key = form.rpartition(".")[2]
        if key in wanted.values and key not in BY_THE_FORM:
            _fill(person, case, made_of(kind, key), wanted, written)
    found = _tree(person.root / "cases" / ref / written)

    assert written == inside
    assert _plain(found) == _plain(wanted)


CASE = """service_id: sv-quillmere
ownership: {owner: st-01}
"""


def _tree(path: Path) -> Fields:
    root = read_tree(path.read_bytes(), path.name).root
    assert root is not None
    return root


def _first_sheet(kind: str, wanted: Fields) -> Sheet:
    named = wanted.values.get("type")
    own = named.text if isinstance(named, Scalar) else ""
    field = {"record": "what_happened", "review": "kind"}.get(kind, "opened_on")
    return sheet_of(SHEETS, kind, own, field)


def _fill(person: Person, case: str, sheet: Sheet, wanted: Fields, file: str) -> str:
    """Answer every page of a form; the file that was saved."""
    began = person.post(f"{case}/begin", {"form": sheet.name, "file": file})
    assert began.status_code == 302, (sheet.name, began.get_data(as_text=True))
    draft = began.headers["Location"].rpartition("/")[0]
    answers = answers_of(sheet, wanted)
    for number in range(1, len(sheet.pages) + 1):
        sent = person.post(f"{draft}/{number}", {**answers, "_do": "anyway"})
        assert sent.status_code == 302, sent.get_data(as_text=True)
    before = _stand(person)
    done = person.post(f"{draft}/check", {"_do": "save", "why": "As it was"})
    assert done.status_code == 302, done.get_data(as_text=True)
    return file or (_stand(person) - before).pop().partition("/")[2]


def _stand(person: Person) -> set[str]:
    """Every file there is in the cases, relative to them."""
    cases = person.root / "cases"
    found = (p.relative_to(cases).as_posix() for p in cases.rglob("SG-*/**/*.yaml"))
    return {f for f in found if "/_history/" not in f}


def _plain(root: Fields) -> object:
    """What a file says, apart from what the form fills in by itself."""
    said = meaning(root)
    assert isinstance(said, dict)
    apart = {*BY_THE_FORM, "amendments"}
    return _unordered({k: v for k, v in said.items() if k not in apart})


def _unordered(value: object) -> object:
    """Ticks have no order."""
    if isinstance(value, list):
        if all(isinstance(item, str) for item in value):
            return sorted(value)
        return [_unordered(item) for item in value]
    if isinstance(value, dict):
        return {k: _unordered(v) for k, v in value.items() if v not in (None, [], {})}
    return value
