"""The lead's weekly note: what repeats, then where to look."""

from tools.starter_templates.governance_kit import (
    TITLE,
    Column,
    on_a_new_page,
    opening,
    rows,
)
from tools.starter_templates.kit import (
    heading,
    para,
    save,
)

THEMES: tuple[Column, ...] = (
    ("What", "{{ r.theme }}", 5.2),
    ("All services", "{{ r.all }}", 2.7),
    ("Service by service", "{{ r.services }}", 6.1),
    ("Against the four weeks before", "{{ r.trend }}", 3.0),
)
REPEATS: tuple[Column, ...] = (
    ("Case", "{{ r.case }}", 3.4),
    ("What", "{{ r.theme }}", 13.6),
)
DRIFT: tuple[Column, ...] = (
    ("Case", "{{ r.case }}", 3.4),
    ("What to do", "{{ r.message }}", 9.4),
    ("Where", "{{ r.place }}", 4.2),
)


def make() -> None:
    """Write the template of the weekly note."""
    said = "{{ provider_name }}. {{ from_ }} to {{ to }}: four whole weeks."
    doc = opening(TITLE, said, size=10)
    heading(doc, "What repeats")
    para(
        doc,
        "Counts of records. Fewer than {{ smallest }} are not told apart, other counts"
        " are rounded to the nearest {{ rounded }}: this page may be passed on.",
    )
    rows(doc, THEMES, "r in rows")
    on_a_new_page(heading(doc, "Where to look: for the safeguarding lead alone"))
    para(doc, "Please take this page off before you pass the other one on.")
    heading(doc, "The same thing three times or more in one case", 2)
    rows(doc, REPEATS, "r in repeats", empty="Nowhere in these four weeks.")
    heading(doc, "Limits on freedom that have drifted", 2)
    rows(
        doc, DRIFT, "r in drift", empty="None: every limit was decided and is in date."
    )
    save(doc, "weekly-note")
