"""The learning log: each lesson on its way to "checked"."""

from tools.starter_templates.governance_kit import TITLE, Column, opening, rows
from tools.starter_templates.kit import (
    heading,
    para,
    save,
    then,
)

WAITING: tuple[Column, ...] = (
    ("Case, opened", "{{ r.case }}, {{ r.opened }}", 3.6),
    ("What we learned", "{{ r.learned }}", 6.6),
    ("How far it is", "{{ r.stage }}" + then("r.told", ": "), 3.2),
    ("Next", "{{ r.next }}", 4.2),
    ("By when", "{{ r.by_when }}" + then("r.late", ". "), 3.9),
    ("Who", "{{ r.who }}", 3.6),
)
CHECKED: tuple[Column, ...] = (
    ("Case, opened", "{{ r.case }}, {{ r.opened }}", 3.6),
    ("What we learned", "{{ r.learned }}", 6.0),
    ("What changed", "{{ r.changed }}", 6.0),
    ("What the check found", "{{ r.found }}", 5.5),
    ("Checked", "{{ r.checked_on }}, {{ r.checked_by }}", 4.0),
)


def make() -> None:
    """Write the template of the learning log."""
    said = "{{ provider_name }}. For managers: case references, no names."
    doc = opening(TITLE, said, size=10, landscape=True)
    para(
        doc,
        "Opened: {{ opened }}. Checked by somebody else: {{ checked_count }}."
        " Late: {{ late_count }}.",
    )
    heading(doc, "On the way")
    rows(doc, WAITING, "r in waiting", empty="Nothing is on the way.")
    heading(doc, "Checked: practice really changed, or it was opened again")
    rows(doc, CHECKED, "r in checked", empty="Nothing has been checked yet.")
    save(doc, "learning-log")
