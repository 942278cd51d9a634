"""The certificate of destruction: references, roles, ids and hashes, and no person."""

from tools.starter_templates.governance_kit import Column, compact, on_a_new_page, rows
from tools.starter_templates.kit import (
    Word,
    heading,
    if_,
    labelled,
    new_document,
    para,
    plain_table,
    row,
    save,
    set_widths,
    then,
)

KINDS: tuple[Column, ...] = (
    ("What", "{{ k.kind }}", 10.0),
    ("How much", "{{ k.amount }}", 7.0),
)
YES: tuple[Column, ...] = (
    ("Who", "{{ a.who }}", 5.6),
    ("When", "{{ a.on }}", 2.8),
    ("Why", "{{ a.reason }}", 8.6),
)
ELSEWHERE: tuple[Column, ...] = (
    ("Place in the workspace", "{{ e.place }}", 8.0),
    ("Files that speak of it", "{{ e.count }}", 3.6),
    ("Seen to by, on, how", "", 5.4),
)
HASHES: tuple[Column, ...] = (
    ("What", "{{ r.kind }}", 4.6),
    ("Bytes", "{{ r.size }}", 2.2),
    ("SHA-256 of what it held", "{{ r.sha }}", 10.2),
)


def make() -> None:
    """Write the template of the certificate."""
    doc = new_document("{{ doc.title }}: {{ ref }}", size=11)
    compact(doc)
    para(
        doc,
        "{{ provider_name }} destroyed the record of this case. This paper names no"
        " person. Keep it: it is the proof that the record was destroyed as decided.",
    )
    _decided(doc)
    heading(doc, "What was destroyed")
    para(doc, "{{ amount }} in all.")
    rows(doc, KINDS, "k in kinds")
    heading(doc, "Who approved it")
    rows(doc, YES, "a in approvals")
    _copies(doc)
    on_a_new_page(heading(doc, "Every file, by its hash"))
    para(
        doc,
        "A file that turns up later, in a backup say, is one of these if its SHA-256 is"
        " in this list. The hash tells nothing of what the file said.",
    )
    labelled(doc, "Seal of what people had written", "{{ seal }}")
    rows(doc, HASHES, "r in rows")
    save(doc, "destruction-certificate")


def _decided(doc: Word) -> None:
    labelled(doc, "Case", "{{ ref }}, closed on {{ closed_on }}")
    labelled(
        doc,
        "Kept until",
        "{{ kept_until }}: {{ years }} years after closing, or longer where somebody"
        " wrote a later day",
    )
    labelled(doc, "Period decided by", "{{ decided_by }}" + then("decided_on", " on "))
    with if_(doc, "source"):
        labelled(doc, "Where the period comes from", "{{ source }}")
    labelled(doc, "Destroyed on", "{{ destroyed_on }}")


def _copies(doc: Word) -> None:
    """What no program can reach, each with room for who has seen to it."""
    heading(doc, "Copies for people to see to")
    para(
        doc,
        "Deleting a file on a shared drive is not shredding it: until backups and"
        " recycle bins have run out, it can be brought back.",
    )
    with if_(doc, "elsewhere"):
        rows(doc, ELSEWHERE, "e in elsewhere")
        para(doc, "", "After Table")
    made = plain_table(doc, ["Copies elsewhere", "Seen to by, on, how"])
    row(made, ("{%tr for c in copies %}", ""))
    row(made, ("{{ c }}", ""))
    row(made, ("{%tr endfor %}", ""))
    set_widths(made, (9.0, 8.0))
    para(doc, "", "After Table")
