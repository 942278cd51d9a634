"""D12, the register of everything due (brief 5.10); for staff, on a wide page."""

from tools.starter_templates.kit import (
    draft_banner,
    heading,
    new_document,
    para,
    save,
    table,
)


def make() -> None:
    """Write the template of the review register."""
    doc = new_document(landscape=True, size=11)
    draft_banner(doc)
    para(doc, "{{ provider }}. For staff only.")
    heading(doc, "How things stand")
    table(
        doc,
        ["How it stands", "How many"],
        "c in counts",
        ["{{ c.label }}", "{{ c.count }}"],
        [10, 3],
    )
    heading(doc, "What is due")
    table(
        doc,
        [
            "Case",
            "What",
            "Who leads",
            "Due",
            "How it stands",
            "Working days late",
            "How the person wants to take part",
            "Format",
        ],
        "r in rows",
        [
            "{{ r.case }}",
            "{{ r.item }} {{ r.source }}",
            "{{ r.lead }}",
            "{{ r.due }}",
            "{{ r.status }}",
            "{{ r.days_late }}",
            "{{ r.wants }}",
            "{{ r.format }}",
        ],
        [2.6, 4.4, 3.2, 2.8, 3.4, 1.8, 4.2, 2.4],
    )
    heading(doc, "Held or done in the last 30 days")
    table(
        doc,
        [
            "Case",
            "What",
            "Who led",
            "Due",
            "Done",
            "How it stands",
            "Working days late",
        ],
        "r in held",
        [
            "{{ r.case }}",
            "{{ r.item }} {{ r.source }}",
            "{{ r.lead }}",
            "{{ r.due }}",
            "{{ r.held_on }}",
            "{{ r.status }}",
            "{{ r.days_late }}",
        ],
        [3, 5.5, 3.8, 3.5, 3.5, 3.5, 2],
    )
    save(doc, "review-register")
