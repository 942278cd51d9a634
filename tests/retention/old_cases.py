"""A workspace of closed cases around the limit, all invented, for tests of keeping."""

import shutil
from pathlib import Path

from workflow.adapters.guarded import LISTED

REPOSITORY = Path(__file__).parents[2]
PLANTED = "Zebedee Quillfeather"  # stands in every file of every case
POLICY = "config/retention.yaml"
DAY = "2024-01-15"  # before any real clock of a test, so that no clock is ahead


def office_with(root: Path, closed: dict[str, str], *, decided: bool = True) -> Path:
    """A workspace whose cases were closed on these days."""
    for part in ("config", "templates"):
        shutil.copytree(REPOSITORY / part, root / part)
    for part in ("governance", "tenders", "inbox"):
        (root / part).mkdir()
    if decided:
        decide(root)
    for ref, day in closed.items():
        add_case(root, ref, day)
    return root


def decide(root: Path) -> None:
    """The provider has decided on its periods."""
    path = root / POLICY
    text = path.read_text(encoding="utf-8")
    text = text.replace("  by:\n", "  by: st-06\n")
    path.write_text(text.replace('  "on":\n', '  "on": 2023-05-04\n'), "utf-8")


def add_case(root: Path, ref: str, day: str) -> Path:
    """A closed case with a file of every kind; every one names somebody."""
    folder = root / "cases" / ref
    head = f"schema_version: 1\ncase_ref: {ref}\n"
    files = {
        "person.yaml": f"schema_version: 1\nfull_name: {PLANTED}\n"
        f"preferred_name: Zebedee\nperson_id: P-{ref[-3:]}\n",
        "case.yaml": f"{head}person_id: P-{ref[-3:]}\nservice_id: sv-quillmere\n"
        "status: closed\nopened_on: 2012-02-01\n"
        "threshold: {decision: not_report}\n",
        "plan.yaml": f"{head}version: 1\nmy_words: {{what_helps: {PLANTED}}}\n",
        "consent.yaml": f"{head}notes: ''\n".replace("notes: ''\n", ""),
        "closure.yaml": f"{head}closed_on: {day}\nreason: outcomes_met\n"
        f"what_changed_for_person: {PLANTED} sleeps.\n"
        "open_items_handed_to: nobody, nothing is open\n",
        "generated/Full plan.docx": f"not really Word: {PLANTED}",
        "_history/plan~000001~0123456789abcdef.yaml": f"old: {PLANTED}",
        "_receipts/Full plan.docx.000001.0123456789abcdef.json": f'"{PLANTED}"',
        f"_originals/{'a' * 64}.pdf": f"%PDF-1.7 {PLANTED} %%EOF",
        f"_proposals/{'b' * 64}.json": f'{{"words": "{PLANTED}"}}',
        f"_proposals/{'b' * 64}.settled.json": "{}",
        "forms/plan.pdf": f"%PDF-1.7 {PLANTED} %%EOF",
        f"{PLANTED}.jpg": f"a photo of {PLANTED}",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    lists = root / "governance" / "subject-access"
    lists.mkdir(parents=True, exist_ok=True)
    (lists / f"{ref} 2020-01-01.xlsx").write_text(PLANTED, encoding="utf-8")
    guarded = root / LISTED
    guarded.mkdir(parents=True, exist_ok=True)
    (guarded / f"{ref}~{'c' * 16}~Full plan.docx").touch()
    return folder


def everything(root: Path) -> dict[str, bytes]:
    """Every file of a workspace by its name."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
