"""The register of limits on freedom, with what has drifted."""

from tools.starter_templates.governance_kit import TITLE, Column, opening, rows
from tools.starter_templates.kit import (
    heading,
    save,
    then,
)

LIMITS: tuple[Column, ...] = (
    ("Case", "{{ r.case }}" + then("r.service"), 2.7),
    ("The limit", "{{ r.what }} ({{ r.kind }})", 4.2),
    ("Since", "{{ r.since }}", 2.7),
    ("Why", "{{ r.reason }}", 4.4),
    ("Gentler ways tried", "{{ r.gentler }}", 3.8),
    ("On what basis", "{{ r.basis }}", 2.4),
    ("Authorised by", "{{ r.by }}", 2.4),
    ("Look again by", "{{ r.review_on }}" + then("r.kept", ". "), 2.9),
)
DRIFT: tuple[Column, ...] = (
    ("Case", "{{ r.case }}", 3.0),
    ("What to do", "{{ r.message }}", 16.5),
    ("Where", "{{ r.place }}", 6.0),
)
UNLISTED: tuple[Column, ...] = (
    ("Case", "{{ r.case }}", 3.0),
    ("On", "{{ r.on }}", 3.4),
    ("What was done", "{{ r.what }}", 11.1),
    ("Recorded by", "{{ r.by }}", 4.0),
    ("Now", "{{ r.ended }}", 4.0),
)


def make() -> None:
    """Write the template of the register of limits."""
    doc = opening(
        TITLE,
        "{{ provider_name }}. For staff only: case references, no names.",
        "A limit is whatever takes away or puts a condition on something other people"
        " just do. It has a reason, a gentler way that was tried, and an end.",
        size=10,
        landscape=True,
    )
    heading(doc, "What has drifted")
    rows(
        doc,
        DRIFT,
        "r in drift",
        empty="Nothing: every limit was decided and is in date.",
    )
    heading(doc, "Limits in force: {{ count }}")
    rows(doc, LIMITS, "r in rows", empty="No limit on anybody's freedom is in force.")
    heading(doc, "Limits used in the last 30 days that no plan speaks of")
    rows(doc, UNLISTED, "r in unlisted", empty="None.")
    save(doc, "limits-register")
