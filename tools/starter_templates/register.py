"""D12, the review register: counts first, one row for each due item (brief 5.10)."""

from tools.starter_templates.kit import (
    Word,
    draft_banner,
    else_,
    heading,
    if_,
    new_document,
    para,
    plain_table,
    row,
    save,
    table,
    then,
)

COUNTS = (
    "Due soon",
    "Due today",
    "Late",
    "Late, with its owner",
    "Late, with the lead",
    "Late, with the manager",
    "Late, with the director",
)
DUE = (
    ("Case", "{{ row.case }}" + then("row.service"), 2.6),
    ("What", "{{ row.item }}", 2.7),
    ("Kind", "{{ row.kind }}", 2.3),
    ("Lead", "{{ row.lead }}", 2.2),
    ("Due", "{{ row.due }}", 2.2),
    ("Status", "{{ row.status }}", 2.2),
    ("Days late", "{{ row.days_late }}", 1.2),
    ("Last held", "{{ row.last_held }}", 2.2),
    ("Next", "{{ row.next }}", 2.2),
    ("Trigger", "{{ row.trigger }}", 1.9),
    ("How the person wants it", "{{ row.wants }}", 2.3),
    ("Format", "{{ row.format }}", 1.7),
)
HELD = (
    ("Case", "{{ row.case }}", 3.0),
    ("Review", "{{ row.kind }}", 4.5),
    ("Lead", "{{ row.lead }}", 4.0),
    ("Due", "{{ row.due }}", 3.7),
    ("Held", "{{ row.held }}", 3.7),
    ("On time?", "{{ row.status }}", 3.0),
    ("What was decided", "{{ row.decision }}", 3.8),
)
RECORDERS = (("Case", "{{ row.case }}", 3.0), ("Who", "{{ row.who }}", 22.7))
Columns = tuple[tuple[str, str, float], ...]


def make() -> None:
    """Write the template of the review register."""
    doc = new_document(landscape=True, size=9)
    para(doc, "{{ provider_name }}. For staff only.")
    draft_banner(doc)
    heading(doc, "At a glance")
    row(
        plain_table(doc, COUNTS),
        [f"{{{{ summary[{n}].count }}}}" for n in range(len(COUNTS))],
    )
    _list(doc, "What is due", "rows", DUE, "Nothing is due.")
    _list(doc, "Held in the last 30 days", "held", HELD, "No review was held.")
    _list(doc, "The last three who recorded", "recorders", RECORDERS, "No cases yet.")
    save(doc, "review-register")


def _list(doc: Word, title: str, rows: str, columns: Columns, empty: str) -> None:
    heading(doc, title)
    headers, cells, widths = zip(*columns, strict=True)
    with if_(doc, rows):
        table(doc, headers, f"row in {rows}", cells, widths)
        else_(doc)
        para(doc, empty)
